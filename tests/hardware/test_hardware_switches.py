"""The switches of the sensory panel: they force a relay's coil, at that instant, and leave the photocell alone."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose

from hardware import DeadCell, StuckCell

OPERATE_S, A_DELAY_S, R_DELAY_S = 0.010, 0.010, 0.010  # the tiny machine's; release takes as long
RISE_S, LIT_US = 0.040, 1.0 + 10.0 * 100.0**0.7
CROSSED_S = RISE_S * math.log((LIT_US - 1.0) / (LIT_US - 100.0))  # when a cell that is lit from 0 on reaches 100
GREY = 0.19  # tends to 80 microsiemens, between the thresholds of 60 and 100
LONG_S = 5.0


@pytest.fixture
def machine(build):
    return build().machine


def contacts(machine):
    return machine.retina.relays.contacts(machine.env.now).tolist()


def shown(machine, image, until_s):
    machine.place(machine.pattern(image))
    machine.env.run(until=until_s)


def closes_s(machine, after_s):
    return machine.retina.relays.next_change_s(after_s, 0.0)


def test_a_coil_that_is_forced_on_closes_its_contact_an_operate_delay_later(machine):
    machine.env.run(until=1.0)
    machine.override(0, 1)
    assert closes_s(machine, 1.0) == 1.0 + OPERATE_S
    machine.env.run(until=1.0 + OPERATE_S)
    assert contacts(machine) == [True, False, False, False]


def test_what_is_forced_goes_through_the_machine_stage_by_stage(machine):
    machine.set_angle(0, 90.0)
    machine.env.run(until=1.0)
    machine.override(0, 1)
    fires_s = machine.association.next_change_s(1.0)
    assert_allclose(fires_s, 1.0 + OPERATE_S + A_DELAY_S, rtol=1e-15)
    for at_s, lit in ((fires_s + R_DELAY_S - 1e-9, False), (fires_s + R_DELAY_S + 1e-9, True)):
        machine.env.run(until=at_s)
        assert machine.read().tolist() == [lit, False]


@pytest.mark.parametrize("light", [0.0, GREY, 1.0])
@pytest.mark.parametrize("position", [-1, 1])
def test_a_forced_relay_heeds_no_light(machine, position, light):
    machine.override([1, 3], position)
    shown(machine, np.full((2, 2), light), LONG_S)
    assert np.array(contacts(machine))[[1, 3]].tolist() == [position > 0] * 2


def test_a_switch_does_nothing_to_its_photocell_nor_to_other_relays(machine, light):
    machine.override(0, -1)
    machine.place(machine.pattern(light(0, 1)))
    assert_allclose(closes_s(machine, 0.0), CROSSED_S + OPERATE_S, rtol=1e-12)
    machine.env.run(until=RISE_S)
    assert_allclose(machine.retina.conductance_us(RISE_S)[:2], LIT_US - (LIT_US - 1.0) * math.exp(-1))
    assert contacts(machine) == [False, True, False, False]


def test_a_contact_that_has_not_moved_when_the_switch_is_turned_back_stays(machine):
    for at_s, position in ((1.0, 1), (1.009, -1)):
        machine.env.run(until=at_s)
        machine.override(0, position)
    assert closes_s(machine, 1.009) == math.inf
    machine.env.run(until=LONG_S)
    assert machine.retina.relays.operations(LONG_S) == 0


def test_a_flickering_switch_counts_from_its_last_change(machine):
    for at_s, position in ((1.0, 1), (1.005, -1), (1.008, 1)):
        machine.env.run(until=at_s)
        machine.override(0, position)
    assert closes_s(machine, 1.008) == 1.008 + OPERATE_S


def test_setting_a_switch_to_where_it_stands_changes_nothing(machine):
    machine.env.run(until=1.0)
    machine.override(0, 1)
    machine.env.run(until=1.005)
    machine.override(0, 1)
    assert closes_s(machine, 1.005) == 1.0 + OPERATE_S


@pytest.mark.parametrize(
    ("level", "position", "closed"),
    [
        (0.0, 1, False),  # dark: below the release threshold
        (GREY, 1, True),  # in between a relay keeps its state, whatever made it so
        (GREY, -1, False),
        (1.0, -1, True),  # lit: above the operate threshold
    ],
)
def test_back_on_automatic_a_coil_is_judged_by_the_conductance_as_it_is(machine, level, position, closed):
    machine.override(2, position)
    shown(machine, np.full((2, 2), level), LONG_S)
    machine.override(2, 0)
    now_s = machine.env.now
    assert closes_s(machine, now_s) == (now_s + OPERATE_S if closed != (position > 0) else math.inf)
    machine.env.run(until=2 * LONG_S)
    assert contacts(machine)[2] == closed


def test_back_on_automatic_before_its_time_a_cell_still_closes_its_relay_when_it_crosses(machine, light):
    machine.place(machine.pattern(light(0)))
    for at_s, position in ((0.005, -1), (0.008, 0)):
        machine.env.run(until=at_s)
        machine.override(0, position)
    assert_allclose(closes_s(machine, 0.008), CROSSED_S + OPERATE_S, rtol=1e-12)


def test_a_relay_that_was_forced_on_opens_when_its_cell_has_darkened(machine, light):
    shown(machine, light(0), LONG_S)
    machine.override(0, 1)
    machine.remove()
    machine.env.run(until=LONG_S + 0.01)
    machine.override(0, 0)
    fallen_s = 0.060 * math.log((LIT_US - 1.0) / (60.0 - 1.0))
    assert_allclose(closes_s(machine, LONG_S + 0.01), LONG_S + fallen_s + OPERATE_S, rtol=1e-12)


@pytest.mark.parametrize(("fault", "position"), [(DeadCell(1), 1), (StuckCell(1), -1)], ids=["dead", "stuck"])
def test_a_switch_wins_over_a_broken_cell(machine, fault, position):
    machine.inject(fault)
    machine.override(1, position)
    machine.env.run(until=LONG_S)
    assert contacts(machine)[1] == (position > 0)
    machine.override(1, 0)
    machine.env.run(until=2 * LONG_S)
    assert contacts(machine)[1] == (position < 0)


def test_switches_may_be_set_one_by_one_or_by_slices_and_are_shown(build):
    trainer = build()
    machine = trainer.machine
    machine.override(slice(None), 1)
    machine.override([0, 3], [-1, 0])
    assert machine.overrides.tolist() == trainer.snapshot().switches.tolist() == [-1, 1, 1, 0]
    machine.overrides[:] = 0
    assert machine.overrides.tolist() == [-1, 1, 1, 0]


def test_an_examiner_sees_what_is_forced(machine, light):
    machine.set_angles(np.array([10.0, 0.0, 10.0, 0.0]))
    machine.override([0, 2], [1, -1])
    assert machine.settled_answer(machine.pattern(light(2))).tolist() == [True, False]
    machine.override([0, 2], 0)
    assert machine.settled_answer(machine.pattern(light(2))).tolist() == [False, True]


def test_a_pattern_that_was_shown_forced_is_seen_as_it_is_afterwards(machine, light):
    pattern = machine.pattern(light(0))
    for position in (-1, 0):
        machine.override(0, position)
        machine.place(pattern)
        machine.env.run(until=machine.env.now + LONG_S)
        assert contacts(machine)[0] == (position == 0)
