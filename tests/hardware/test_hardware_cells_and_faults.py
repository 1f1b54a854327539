"""Faults as values: what each of them does to the machine, at which instant, and that mending undoes it."""

import math
import re
from dataclasses import fields, replace
from fractions import Fraction

import numpy as np
import pytest
import simpy
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from hardware import (
    FAULTS,
    AssociationSpec,
    CutWire,
    DeadCell,
    DeadLamp,
    DirtyWiper,
    FaultError,
    Mark1,
    Mark1Error,
    Mark1Spec,
    PlugboardSpec,
    ResponseSpec,
    RetinaSpec,
    ShortedWire,
    SlippingMotor,
    StuckCell,
    StuckMotor,
    StuckRelay,
    SupplySag,
    Trainer,
    Wiring,
    checkpoint,
    fault_as_dict,
    fault_from_dict,
)

RISE_S, FALL_S, DARK_US = 0.040, 0.060, 1.0
GROWN_US = 10.0 * 100.0**0.7  # what full light adds to the conductance
LIT_US = DARK_US + GROWN_US
A_DELAY_S, LONG_S = 0.010, 5.0
MOVE_DEG = 60.0 * 0.1  # of a sound motor in a pulse of 0.1 s, coasting included
ONE_OF_EACH = [
    DeadCell(0),
    StuckCell(1),
    CutWire(2, 0),
    ShortedWire(3, 0),
    StuckRelay(0, True),
    StuckMotor(1),
    SlippingMotor(2, 0.25),
    DirtyWiper(3, 0.5),
    DeadLamp(0),
    SupplySag(0.5),
]
each_fault = pytest.mark.parametrize("fault", ONE_OF_EACH, ids=[fault.kind for fault in ONE_OF_EACH])


@pytest.fixture
def machine(build):
    return build().machine


def wait(machine, until_s=LONG_S):
    machine.env.run(until=until_s)


def show(machine, image, for_s=LONG_S):
    machine.place(machine.pattern(image))
    wait(machine, machine.env.now + for_s)


def firing(machine, at_s=None):
    return machine.association.firing(machine.env.now if at_s is None else at_s).tolist()


def test_a_dead_cell_darkens_from_where_it_is_whatever_the_light(machine, light):
    show(machine, light(0, 1))
    machine.inject(DeadCell(0))
    conductance_us = machine.retina.conductance_us(LONG_S + 0.1)
    assert_allclose(conductance_us, [DARK_US + GROWN_US * math.exp(-0.1 / FALL_S), LIT_US, DARK_US, DARK_US])
    wait(machine, 2 * LONG_S)
    assert firing(machine) == [False, True, False, False]


def test_a_stuck_cell_brightens_from_where_it_is_in_the_dark(machine):
    wait(machine, 1.0)
    machine.inject(StuckCell(2))
    assert_allclose(machine.retina.conductance_us(1.1)[2], LIT_US - GROWN_US * math.exp(-0.1 / RISE_S))
    wait(machine)
    assert firing(machine) == [False, False, True, False]


def test_a_mended_cell_follows_the_light_again_from_where_it_is(machine, light):
    machine.inject(DeadCell(0))
    machine.inject(StuckCell(1))
    show(machine, light(0))
    for fault in machine.faults:
        machine.mend(fault)
    conductance_us = machine.retina.conductance_us(LONG_S + 0.1)
    rising_us, falling_us = LIT_US - GROWN_US * math.exp(-0.1 / RISE_S), DARK_US + GROWN_US * math.exp(-0.1 / FALL_S)
    assert_allclose(conductance_us, [rising_us, falling_us, DARK_US, DARK_US])
    wait(machine, 2 * LONG_S)
    assert firing(machine) == [True, False, False, False]


def test_an_examiner_sees_broken_cells(machine, light):
    machine.set_angles(np.array([10.0, 0.0, 10.0, 0.0]))
    machine.inject(DeadCell(0))
    machine.inject(StuckCell(2))
    assert machine.settled_answer(machine.pattern(light(0))).tolist() == [False, True]


@pytest.fixture
def opposed(env, tiny_spec):
    """Every A-unit j has an excitatory wire from cell j and an inhibitory one from the next cell."""
    wiring = Wiring([[0, 1, 2, 3], [1, 2, 3, 0]], [[1] * 4, [-1] * 4], [0, 0, 1, 1])
    return Mark1(env, replace(tiny_spec, plugboard=PlugboardSpec(excitatory=1, inhibitory=1)), wiring=wiring)


@pytest.mark.parametrize(
    ("fault", "lit", "fires"),
    [
        (CutWire(0, 0), (0,), [False, False, False, False]),
        (CutWire(0, 1), (0, 1), [True, True, False, False]),
        (ShortedWire(2, 0), (), [False, False, True, False]),
        (ShortedWire(2, 0), (2,), [False, False, True, False]),  # it counts once, lit or not
        (ShortedWire(2, 1), (2,), [False, False, False, False]),
        (StuckRelay(1, True), (), [False, True, False, False]),
        (StuckRelay(1, False), (1,), [False, False, False, False]),
    ],
)
def test_broken_wires_and_relays_decide_who_fires(opposed, light, fault, lit, fires):
    show(opposed, light(*lit))
    before = firing(opposed)
    opposed.inject(fault)
    wait(opposed, 2 * LONG_S)
    assert firing(opposed) == opposed.association.fires(opposed.retina.relays.contacts(2 * LONG_S)).tolist() == fires
    opposed.mend(fault)
    wait(opposed, 3 * LONG_S)
    assert firing(opposed) == before


@pytest.mark.parametrize("fault", [ShortedWire(1, 0), StuckRelay(1, True)], ids=["wire", "relay"])
def test_an_a_unit_notices_one_delay_later(machine, fault):
    wait(machine, 1.0)
    machine.inject(fault)
    assert machine.association.next_change_s(1.0) == 1.0 + A_DELAY_S
    assert firing(machine, math.nextafter(1.0 + A_DELAY_S, 0.0)) == [False] * 4
    assert firing(machine, 1.0 + A_DELAY_S) == [False, True, False, False]


def test_a_stuck_relay_wins_over_switches_and_wires(machine):
    machine.switch([0, 1], False)
    for fault in (StuckRelay(0, True), StuckRelay(2, False), CutWire(0, 0), ShortedWire(2, 0), ShortedWire(3, 0)):
        machine.inject(fault)
    wait(machine)
    assert firing(machine) == [True, False, False, True]


def test_a_cut_wire_that_is_pulled_cuts_what_is_pushed_into_its_socket(machine, light):
    machine.inject(CutWire(0, 0))
    machine.rewire(machine.wiring.pulled(0, 0))
    show(machine, light(0))
    machine.rewire(machine.wiring.pushed(0, 0, 1))
    wait(machine, 2 * LONG_S)
    assert firing(machine) == [False] * 4
    machine.mend(CutWire(0, 0))
    wait(machine, 3 * LONG_S)
    assert firing(machine) == [True, False, False, False]


def test_a_fault_of_a_row_that_is_no_longer_there_waits_for_it(machine, light):
    straight = machine.wiring
    machine.rewire(straight.pushed(1, 0, -1))
    machine.inject(CutWire(0, 1))
    machine.rewire(straight)
    show(machine, light(0, 1))
    assert firing(machine) == [True, True, False, False]
    machine.rewire(straight.pushed(1, 0, -1))
    wait(machine, 2 * LONG_S)
    assert firing(machine) == [True, True, False, False]


@pytest.mark.parametrize(
    ("faults", "share"),
    [
        ((), 1.0),
        ((StuckMotor(0),), 0.0),
        ((SlippingMotor(0, 0.25),), 0.25),
        ((SlippingMotor(1, 0.25), StuckMotor(3)), 1.0),
        ((SlippingMotor(0, 0.5), SlippingMotor(0, 0.4)), 0.2),
        ((SupplySag(0.7),), 0.7),
        ((SupplySag(0.7), SlippingMotor(0, 0.5), SupplySag(0.5)), 0.175),
        ((SlippingMotor(0, 0.5), StuckMotor(0)), 0.0),
    ],
)
def test_motors_turn_as_far_as_their_faults_let_them(build, teach, light, faults, share):
    trainer = build()
    for fault in faults:
        trainer.machine.inject(fault)
    record = teach(trainer, light(0), (1, 0))
    assert_allclose(trainer.snapshot().angle_deg, [share * MOVE_DEG, 0, 0, 0], atol=1e-12)
    assert (record.motors_driven, round(record.motor_s, 12)) == (1, 0.1)  # current flows, whatever comes of it


def test_a_motor_that_sticks_as_it_coasts_stands_at_once(build, light):
    trainer = build()
    machine = trainer.machine
    machine.env.process(trainer.teach(light(0), (1, 0)))
    wait(machine, 0.605)
    assert machine.potentiometers.speed_deg_per_s(0.605)[0] > 40
    angle_deg = machine.potentiometers.angle_deg(0.605).tolist()
    machine.inject(StuckMotor(0))
    assert machine.potentiometers.speed_deg_per_s(0.605)[0] == 0
    wait(machine, 1.0)
    assert trainer.snapshot().angle_deg.tolist() == angle_deg


def test_a_relay_that_sticks_during_a_pulse_drives_its_motor_one_delay_later(build, light):
    trainer = build()
    machine = trainer.machine
    lesson = machine.env.process(trainer.teach(light(0), (1, 0)))
    wait(machine, 0.53)
    machine.inject(StuckRelay(1, True))
    wait(machine, 0.57)
    machine.mend(StuckRelay(1, True))
    record = machine.env.run(until=lesson)
    assert_allclose(record.motor_s, 0.1 + 0.04)
    assert_allclose(trainer.snapshot().angle_deg, [6.0, 2.4, 0, 0], atol=1e-9)
    assert record.motors_driven == 2


def test_a_motor_that_is_mended_during_a_pulse_turns_from_then_on(build, light):
    trainer = build()
    machine = trainer.machine
    machine.inject(StuckMotor(0))
    lesson = machine.env.process(trainer.teach(light(0), (1, 0)))
    wait(machine, 0.56)
    machine.mend(StuckMotor(0))
    machine.env.run(until=lesson)
    assert_allclose(trainer.snapshot().angle_deg, [60.0 * 0.04, 0, 0, 0], atol=1e-9)


@pytest.mark.parametrize("at_s", [0.5, 0.55, 0.6])
def test_a_lesson_outlives_any_number_of_faults_at_one_instant(build, light, at_s):
    trainer = build()
    machine = trainer.machine
    lesson = machine.env.process(trainer.teach(light(0), (1, 0)))

    def break_much():
        yield machine.env.timeout(at_s)
        for fault in ONE_OF_EACH:
            machine.inject(fault)

    machine.env.process(break_much())
    assert_allclose(machine.env.run(until=lesson).ended_s, 1.1)
    assert machine.faults == tuple(ONE_OF_EACH)


def test_a_lesson_is_void_but_goes_on_if_much_is_done_and_all_values_are_cleared_at_one_instant(build, light):
    trainer = build()
    machine = trainer.machine
    lesson = machine.env.process(trainer.teach(light(0), (1, 0)))
    wait(machine, 0.55)
    machine.switch(3, False)
    machine.override(2, 1)
    machine.clear_values()
    machine.switch(3, True)
    record = machine.env.run(until=lesson)
    assert_allclose(record.motor_s, 0.05)
    assert not trainer.snapshot().angle_deg.any()
    assert not machine.pulsing


def test_a_sagging_supply_is_felt_by_wipers_at_the_instant_of_the_decision(build, ask, light):
    trainer = build(exposure_s=1.0)
    trainer.machine.set_angles([30.0, 0, 0, 0])
    machine = trainer.machine
    machine.env.process(trainer.ask(light(0)))
    wait(machine, 0.9)
    sums_v = trainer.snapshot().sums_v
    assert_allclose(sums_v, [2.2, 0.0])
    machine.inject(SupplySag(0.5))
    assert trainer.snapshot().sums_v.tolist() == (0.5 * sums_v).tolist()
    assert machine.supply_share == 0.5
    machine.mend(SupplySag(0.5))
    assert trainer.snapshot().sums_v.tolist() == sums_v.tolist()
    assert machine.supply_share == 1.0


def test_supplies_that_sag_together_to_almost_nothing_are_refused(machine):
    machine.inject(SupplySag(0.01))
    with pytest.raises(
        FaultError, match=r"^share must leave at least 0\.001 of the supply together with the others, got "
    ):
        machine.inject(SupplySag(0.09))
    assert machine.faults == (SupplySag(0.01),)
    machine.inject(SupplySag(0.2))
    assert_allclose(machine.supply_share, 0.002)


def test_a_dead_lamp_reads_0_and_its_unit_is_corrected_for_ever(build, teach, light):
    trainer = build()
    trainer.machine.inject(DeadLamp(0))
    for lessons in (1, 2, 3):
        record = teach(trainer, light(0, 2), (1, 0))
        assert (record.answered, record.wrong_bits) == ((0, 0), 1)
        assert_allclose(trainer.snapshot().angle_deg, [lessons * MOVE_DEG, 0, 0, 0], atol=1e-9)
    assert trainer.machine.response.lamp_test().tolist() == [False, True]
    trainer.machine.mend(DeadLamp(0))
    assert teach(trainer, light(0, 2), (1, 0)).answered == (1, 0)


def test_a_dirty_wiper_is_noisy_and_dirt_adds_up(machine):
    machine.inject(DirtyWiper(1, 0.5))
    once_v = machine.response.wiper_noise_v(1.0)
    machine.inject(DirtyWiper(1, 1.0))
    assert (once_v != 0).tolist() == [False, True, False, False]
    assert_allclose(machine.response.wiper_noise_v(1.0), 3 * once_v)
    for fault in machine.faults:
        machine.mend(fault)
    assert not machine.response.wiper_noise_v(1.0).any()


@each_fault
def test_a_machine_whose_fault_came_and_went_at_rest_is_as_new(build, teach, light, fault):
    sound, mended = build(), build()
    mended.machine.inject(fault)
    mended.machine.mend(fault)
    for trainer in (sound, mended):
        wait(trainer.machine, trainer.machine.env.now + LONG_S)
    records = [teach(trainer, light(0, 3), (1, 1)) for trainer in (sound, mended)]
    assert records[0].answered == records[1].answered
    assert records[0].motors_driven == records[1].motors_driven
    assert_allclose(sound.snapshot().angle_deg, mended.snapshot().angle_deg, rtol=1e-9)
    assert mended.machine.faults == ()


def test_faults_are_listed_in_the_order_in_which_they_came(build):
    trainer = build()
    for fault in reversed(ONE_OF_EACH):
        trainer.machine.inject(fault)
    trainer.machine.mend(StuckCell(1))
    left = tuple(fault for fault in reversed(ONE_OF_EACH) if fault != StuckCell(1))
    assert trainer.machine.faults == trainer.snapshot().faults == left


@each_fault
def test_a_fault_that_is_there_cannot_come_again_and_one_that_is_not_cannot_go(machine, fault):
    with pytest.raises(FaultError, match=r"^fault must be one that is there, got \w+"):
        machine.mend(fault)
    machine.inject(fault)
    with pytest.raises(FaultError, match=r"^fault must be one that is not there yet, got \w+"):
        machine.inject(fault)
    assert machine.faults == (fault,)


CONTRARY = [
    (DeadCell(1), StuckCell(1)),
    (CutWire(1, 0), ShortedWire(1, 0)),
    (StuckRelay(1, True), StuckRelay(1, False)),
]


@pytest.mark.parametrize("pair", CONTRARY + [(second, first) for first, second in CONTRARY], ids=str)
def test_a_part_is_not_broken_both_ways(machine, pair):
    machine.inject(pair[0])
    with pytest.raises(FaultError, match=r"^fault must not contradict \w+.*, which is there, got \w+"):
        machine.inject(pair[1])
    machine.mend(pair[0])
    machine.inject(pair[1])


@each_fault
def test_a_fault_goes_to_plain_values_and_back(fault):
    values = fault_as_dict(fault)
    assert FAULTS[values["kind"]] is type(fault)
    assert fault_from_dict(values) == fault


def test_every_kind_of_fault_has_a_name():
    assert sorted(FAULTS) == sorted(fault.kind for fault in ONE_OF_EACH)
    assert [kind.kind for kind in FAULTS.values()] == list(FAULTS)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, r"kind must be one of dead-cell, .*, got None"),
        (None, r"a fault must be a table of kind and fields, got None"),
        (["dead-cell"], r"a fault must be a table of kind and fields, got \['dead-cell'\]"),
        ({"kind": "dead cell", "s_unit": 1}, r"kind must be one of dead-cell, .*, got 'dead cell'"),
        ({"kind": ["dead-cell"], "s_unit": 1}, r"kind must be one of dead-cell, .*, got \['dead-cell'\]"),
        ({"kind": "cut-wire", "a_unit": 1}, r"cut-wire must have the fields a_unit, row, got a_unit"),
        ({"kind": "stuck-motor"}, r"stuck-motor must have the fields a_unit, got None"),
        ({"kind": "dead-lamp", "r_unit": 1, "share": 1}, r"dead-lamp must have the fields r_unit, got r_unit, share"),
    ],
)
def test_plain_values_that_describe_no_fault_are_refused(values, message):
    with pytest.raises(FaultError, match=message):
        fault_from_dict(values)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (DeadCell(4), r"dead-cell: s_unit must be a whole number from 0 to 3, got 4"),
        (StuckCell(-1), r"stuck-cell: s_unit must be a whole number from 0 to 3, got -1"),
        (StuckMotor(4), r"stuck-motor: a_unit must be a whole number from 0 to 3, got 4"),
        (DeadLamp(2), r"dead-lamp: r_unit must be a whole number from 0 to 1, got 2"),
        (CutWire(4, 0), r"cut-wire: a_unit must be a whole number from 0 to 3, got 4"),
        (CutWire(0, 1), r"cut-wire: row must be a wire that is plugged, got 1"),
        (ShortedWire(0, -1), r"shorted-wire: row must be a whole number from 0 to \d+, got -1"),
        (StuckRelay(0, 1), r"stuck-relay: closed must be true or false, got 1"),
        (SlippingMotor(0, 0.0), r"slipping-motor: share must be a number from 0\.001 to 1, got 0\.0"),
        (SlippingMotor(0, 1.1), r"slipping-motor: share must be a number from 0\.001 to 1, got 1\.1"),
        (SupplySag(math.nan), r"supply-sag: share must be a number from 0\.001 to 1, got nan"),
        (DirtyWiper(0, -0.1), r"dirty-wiper: noise_v must be a number from 0 to 1e\+06, got -0\.1"),
        (DirtyWiper(0, math.inf), r"dirty-wiper: noise_v must be a number from 0 to 1e\+06, got inf"),
    ],
    ids=str,
)
def test_a_part_that_the_machine_has_not_and_a_share_that_is_none_are_refused(machine, fault, message):
    with pytest.raises(FaultError, match=rf"^{message}$") as error:
        machine.inject(fault)
    assert isinstance(error.value, Mark1Error)
    assert isinstance(error.value, ValueError)
    assert machine.faults == ()


def test_a_wire_that_is_not_plugged_cannot_break(machine):
    machine.rewire(machine.wiring.pulled(2, 0))
    with pytest.raises(FaultError, match=r"^cut-wire: row must be a wire that is plugged, got 0$"):
        machine.inject(CutWire(2, 0))


ODD = [None, True, -1, 1.5, math.nan, 10**400, "x", [0], {}, 1j, object(), Fraction(1, 7), np.arange(2), np.array([])]


SMALL = Mark1Spec(
    retina=RetinaSpec(rows=1, columns=2),
    plugboard=PlugboardSpec(excitatory=1, inhibitory=0),
    association=AssociationSpec(units=2),
    response=ResponseSpec(units=1, in_use=1),
)


def refusal(deed, fault):
    """What is said against *fault*, if anything."""
    try:
        deed(fault)
    except FaultError as error:
        return str(error)
    return None


@given(kind=st.sampled_from(list(FAULTS.values())), values=st.lists(st.sampled_from(ODD), min_size=2, max_size=2))
def test_a_fault_of_any_nonsense_is_refused_and_leaves_no_trace(kind, values):
    trainer = Trainer(Mark1(simpy.Environment(), SMALL))
    before = checkpoint(trainer)
    fault = kind(*values[: len(fields(kind))])
    for deed in (trainer.machine.inject, trainer.machine.mend):
        said = refusal(deed, fault)
        assert said is None or re.fullmatch(r"[^\n]+ must [^\n]+, got [^\n]+", said)
        assert said is None or checkpoint(trainer) == before


@pytest.mark.parametrize("fault", ODD, ids=lambda value: type(value).__name__)
def test_what_is_no_fault_is_refused(machine, fault):
    machine.inject(DeadCell(1))
    for deed in (machine.inject, machine.mend):
        with pytest.raises(FaultError, match=r"^fault must be [^\n]+, got [^\n]+$"):
            deed(fault)
    assert machine.faults == (DeadCell(1),)


@pytest.mark.parametrize(
    ("fault", "plain"),
    [
        (DeadCell(np.int64(1)), DeadCell(1)),
        (CutWire(np.uint8(2), np.int8(0)), CutWire(2, 0)),
        (SlippingMotor(0, Fraction(1, 2)), SlippingMotor(0, 0.5)),
        (SupplySag(np.float32(0.5)), SupplySag(0.5)),
        (DirtyWiper(np.intp(3), 1), DirtyWiper(3, 1.0)),
    ],
    ids=lambda fault: fault.kind,
)
def test_a_fault_of_numbers_of_another_kind_is_the_same_fault(build, fault, plain):
    trainers = build(), build()
    trainers[0].machine.inject(fault)
    trainers[1].machine.inject(plain)
    assert fault == plain
    assert checkpoint(trainers[0]) == checkpoint(trainers[1])
    trainers[0].machine.mend(plain)
