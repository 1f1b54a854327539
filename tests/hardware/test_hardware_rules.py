"""Reinforcement rules, worked by hand: alpha, beta and gamma, one-way and bivalent, by whatever control."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from hardware import (
    UNASSIGNED,
    AssociationSpec,
    Control,
    Mark1,
    Mark1Spec,
    MotorSpec,
    PlugboardSpec,
    RatchetSpec,
    ReinforcementSpec,
    ResponseSpec,
    RetinaSpec,
    Rule,
    StuckRelay,
    Tie,
    TimingSpec,
    Trainer,
    Wiring,
    provenance,
)

UNITS, R_UNITS = 9, 3  # A-unit j sees cell j alone; three belong to each R-unit
SHARES = (0, 0, 0, 1, 1, 1, 2, 2, 2)
PULSE_S, MOVE_DEG = 0.1, 60.0 * 0.1  # an ideal drive turns at 60 degrees per second; what it loses it coasts
ONE_OF_EACH = (0, 3, 6)


def trained(reinforcement, assignment=SHARES, motor=None, angles_deg=(0.0,) * UNITS, **timing):
    """A trainer and its machine of nine straight wires on an ideal drive, values set beforehand."""
    spec = Mark1Spec(
        retina=RetinaSpec(rows=3, columns=3, cell_spread=0.0, gamma_spread=0.0, relay_spread=0.0),
        plugboard=PlugboardSpec(excitatory=1, inhibitory=0),
        association=AssociationSpec(units=UNITS),
        motor=motor or MotorSpec(speed_spread=0.0),
        response=ResponseSpec(units=R_UNITS, in_use=R_UNITS),
        reinforcement=reinforcement,
        timing=TimingSpec(**{"interval_s": 2.0, **timing}),
    )
    wiring = Wiring(np.arange(UNITS)[None, :], np.ones((1, UNITS), dtype=int), assignment)
    machine = Mark1(simpy.Environment(), spec, wiring=wiring)
    machine.set_angles(angles_deg)
    return Trainer(machine)


def lit(*cells):
    image = np.zeros(UNITS)
    image[list(cells)] = 1.0
    return image.reshape(3, 3)


def taught(trainer, cells, code):
    """The record of a lesson, and by how many degrees each potentiometer has been turned in it."""
    env = trainer.machine.env
    before_deg = trainer.snapshot().angle_deg
    record = env.run(until=env.process(trainer.teach(lit(*cells), code)))
    return record, trainer.snapshot().angle_deg - before_deg


TWO_UP = (0, 0, 0, 30, 0, 0, 30, 0, 0)
ANSWERED, WANTED = (0, 1, 1), (1, 0, 1)  # so: the first two are wrong, the third is right
SIGNS = {  # (control, bivalent): towards 1, towards 0, or not at all
    (Control.ERROR_CORRECTION, True): (1, -1, 0),
    (Control.ERROR_CORRECTION, False): (1, 0, 0),
    (Control.FORCED, True): (1, -1, 1),
    (Control.FORCED, False): (1, 0, 1),
    (Control.SPONTANEOUS, True): (-1, 1, 1),
    (Control.SPONTANEOUS, False): (0, 1, 1),
}
FEED = 2.0
MOVES = {  # what an R-unit's firing unit and its two silent ones turn, in full moves
    Rule.ALPHA: {1: (1, 0, 0), -1: (-1, 0, 0), 0: (0, 0, 0)},
    Rule.BETA: {1: (FEED, 0, 0), -1: (-FEED, 0, 0), 0: (FEED / 9, FEED / 9, FEED / 9)},
    Rule.GAMMA: {1: (1, -1 / 2, -1 / 2), -1: (-1, 1 / 2, 1 / 2), 0: (0, 0, 0)},
}
every_control = pytest.mark.parametrize(("control", "bivalent"), SIGNS, ids=str)
every_rule = pytest.mark.parametrize("rule", Rule)


@every_rule
@every_control
def test_each_rule_turns_what_its_table_says_for_each_control(rule, control, bivalent):
    reinforcement = ReinforcementSpec(rule=rule, bivalent=bivalent, control=control, feed=FEED)
    record, moved_deg = taught(trained(reinforcement, angles_deg=TWO_UP), ONE_OF_EACH, WANTED)
    assert (record.answered, record.wrong_bits) == (ANSWERED, 2)
    moves = np.concatenate([MOVES[rule][sign] for sign in SIGNS[control, bivalent]])
    assert_allclose(moved_deg, MOVE_DEG * moves, atol=1e-9)
    assert record.motors_driven == np.count_nonzero(moves)
    assert_allclose(record.motor_s, PULSE_S * np.abs(moves).sum())
    assert_allclose(record.value_change_deg, MOVE_DEG * moves.sum(), atol=1e-9)
    assert_allclose(record.turned_deg, MOVE_DEG * np.abs(moves).sum())


@every_rule
def test_nothing_is_reinforced_where_error_correction_finds_no_error(rule):
    trainer = trained(ReinforcementSpec(rule=rule, value_decay=0.5), angles_deg=TWO_UP)
    record, moved_deg = taught(trainer, ONE_OF_EACH, ANSWERED)
    assert (record.answered, record.motors_driven, record.ended_s) == (ANSWERED, 0, 2.5)
    assert not moved_deg.any()


@every_rule
@pytest.mark.parametrize("control", [Control.FORCED, Control.SPONTANEOUS])
def test_what_is_not_bivalent_teaches_no_0(rule, control):
    trainer = trained(ReinforcementSpec(rule=rule, bivalent=False, control=control))
    record, moved_deg = taught(trainer, ONE_OF_EACH, (0, 0, 0))
    assert (record.answered, record.motors_driven) == ((0, 0, 0), 0)
    assert not moved_deg.any()


def test_spontaneous_learning_makes_the_machine_surer_of_what_it_answers():
    trainer = trained(ReinforcementSpec(control=Control.SPONTANEOUS), angles_deg=[0, 0, 0, 30, 0, 0, -30, 0, 0])
    record, moved_deg = taught(trainer, ONE_OF_EACH, None)
    assert (record.answered, record.wanted, record.wrong_bits) == ((0, 1, 0), None, 0)
    assert_allclose(moved_deg, [-6, 0, 0, 6, 0, 0, -6, 0, 0], atol=1e-9)


@pytest.mark.parametrize(
    ("active", "moves"),
    [
        ((), (0, 0, 0)),
        ((0,), (1, -1 / 2, -1 / 2)),
        ((0, 1), (1, 1, -2)),
        ((0, 1, 2), (0, 0, 0)),  # nobody is left to pay for it
    ],
)
def test_by_gamma_the_silent_units_pay_for_what_the_firing_ones_get(active, moves):
    record, moved_deg = taught(trained(ReinforcementSpec(rule=Rule.GAMMA)), active, (1, 0, 0))
    assert_allclose(moved_deg, MOVE_DEG * np.array((*moves, 0, 0, 0, 0, 0, 0)), atol=1e-9)
    assert_allclose(record.value_change_deg, 0.0, atol=1e-9)


@pytest.mark.parametrize(("active", "share"), [((0,), 3.0), ((0, 1), 1.5), ((0, 1, 2), 1.0), ((), 0.0)])
def test_by_beta_a_source_set_is_fed_alike_however_many_units_fire(active, share):
    trainer = trained(ReinforcementSpec(rule=Rule.BETA, feed=3.0))
    _, moved_deg = taught(trainer, active, (1, 0, 0))
    fed = [MOVE_DEG * share * (unit in active) for unit in range(3)]
    assert_allclose(moved_deg, fed + [MOVE_DEG * 3.0 / 9] * 6, atol=1e-9)


def test_by_beta_those_outside_share_among_the_units_that_are_patched():
    assignment = (0, 0, 0, 1, 1, 1, UNASSIGNED, UNASSIGNED, UNASSIGNED)
    record, moved_deg = taught(trained(ReinforcementSpec(rule=Rule.BETA, feed=3.0), assignment), (0, 6), (1, 0, 0))
    assert_allclose(moved_deg, [MOVE_DEG * 3.0, 0, 0, *[MOVE_DEG * 3.0 / 6] * 3, 0, 0, 0], atol=1e-9)
    assert record.motors_driven == 4


@every_rule
def test_an_r_unit_without_a_units_is_not_reinforced(rule):
    trainer = trained(ReinforcementSpec(rule=rule), (0, 0, 0, 1, 1, 1, 1, 1, 1))
    record, moved_deg = taught(trainer, ONE_OF_EACH, (0, 0, 1))
    assert (record.wrong_bits, record.motors_driven) == (1, 0)
    assert not moved_deg.any()


def pulsed(rule, *deeds, cells=(0,)):
    """What a lesson on cell 0 towards (1, 0, 0) turned, with deeds at instants after its pulse began at 0.5 s."""
    trainer = trained(ReinforcementSpec(rule=rule, feed=FEED))
    machine = trainer.machine
    lesson = machine.env.process(trainer.teach(lit(*cells), (1, 0, 0)))
    for at_s, deed in deeds:
        machine.env.run(until=0.5 + at_s)
        deed(machine)
    record = machine.env.run(until=lesson)
    return SimpleNamespace(record=record, moved_deg=trainer.snapshot().angle_deg)


def test_by_gamma_a_unit_that_starts_to_fire_in_the_pulse_changes_sides():
    told = pulsed(Rule.GAMMA, (0.02, lambda machine: machine.inject(StuckRelay(1, True))))
    paid_s, earned_s = 0.02 + 0.01, PULSE_S - 0.03  # its output follows after the A-unit's delay
    assert_allclose(told.moved_deg, [6.0, 60.0 * (earned_s - paid_s), -3.0, 0, 0, 0, 0, 0, 0], atol=1e-9)
    assert_allclose(told.record.motor_s, PULSE_S + PULSE_S + PULSE_S / 2)


def test_by_gamma_a_unit_that_has_paid_its_share_still_earns_if_it_then_fires():
    told = pulsed(Rule.GAMMA, (0.07, lambda machine: machine.switch(0, False)))
    assert_allclose(told.moved_deg[:3], [60.0 * 0.08, -3.0, -3.0], atol=1e-9)  # unit 0: too late to pay
    told = pulsed(Rule.GAMMA, (0.07, lambda machine: machine.inject(StuckRelay(2, True))))
    assert_allclose(told.moved_deg[:3], [6.0, -3.0, -3.0 + 60.0 * 0.02], atol=1e-9)


def test_by_beta_a_unit_that_starts_to_fire_in_the_pulse_gets_as_much_time_as_the_others_have_left():
    told = pulsed(Rule.BETA, (0.1, lambda machine: machine.inject(StuckRelay(1, True))))
    assert_allclose(told.moved_deg[:3], [60.0 * 0.2, 60.0 * (0.2 - 0.11), 0], atol=1e-9)


@every_rule
def test_size_is_decided_when_the_pulse_begins(rule):
    late = (0.02, lambda machine: machine.inject(StuckRelay(1, True)))
    assert_allclose(pulsed(rule, late).moved_deg[2], pulsed(rule).moved_deg[2], atol=1e-9)
    assert_allclose(pulsed(rule, late).moved_deg[3:], pulsed(rule).moved_deg[3:], atol=1e-9)


def test_the_pulse_lasts_as_long_as_its_longest_program():
    gamma = trained(ReinforcementSpec(rule=Rule.GAMMA))
    assert_allclose(taught(gamma, (0, 1), (1, 0, 0))[0].ended_s, 0.5 + 2 * PULSE_S + 2.0)
    beta = trained(ReinforcementSpec(rule=Rule.BETA, feed=0.5))
    assert_allclose(taught(beta, (0, 1), (1, 0, 0))[0].ended_s, 0.5 + PULSE_S / 4 + 2.0)


@st.composite
def gamma_lessons(draw):
    """Any assignment, active units, wanted bits and values that leave room on both sides."""
    assignment = draw(st.lists(st.integers(-1, R_UNITS - 1), min_size=UNITS, max_size=UNITS))
    active = draw(st.sets(st.integers(0, UNITS - 1)))
    code = draw(st.tuples(*[st.integers(0, 1)] * R_UNITS))
    angles_deg = draw(st.lists(st.floats(-60.0, 60.0), min_size=UNITS, max_size=UNITS))
    return assignment, tuple(active), code, angles_deg


@settings(max_examples=40)
@given(
    lesson=gamma_lessons(),
    control=st.sampled_from(Control),
    bivalent=st.booleans(),
    tau_s=st.sampled_from([1e-9, 0.02]),
    speed=st.floats(1.0, 100.0),
)
def test_gamma_conserves_the_total_value_on_an_ideal_drive(lesson, control, bivalent, tau_s, speed):
    assignment, active, code, angles_deg = lesson
    reinforcement = ReinforcementSpec(rule=Rule.GAMMA, control=control, bivalent=bivalent)
    motor = MotorSpec(speed_deg_per_s=speed, speed_spread=0.0, time_constant_s=tau_s)
    record, moved_deg = taught(trained(reinforcement, assignment, motor, angles_deg), active, code)
    assert abs(record.value_change_deg) <= 1e-9 * max(record.turned_deg, np.abs(angles_deg).sum())
    for r_unit in range(R_UNITS):
        assert abs(moved_deg[np.array(assignment) == r_unit].sum()) <= 1e-9 * max(record.turned_deg, 1.0)


def test_gamma_on_a_ratchet_conserves_the_total_where_all_shares_are_whole_teeth():
    ratchet = RatchetSpec(tooth_deg=3.0, impulse_s=0.01)
    trainer = trained(ReinforcementSpec(rule=Rule.GAMMA), motor=ratchet)
    record, moved_deg = taught(trainer, (0, 3, 4), (1, 1, 0))
    assert moved_deg.tolist() == [30, -15, -15, 30, 30, -60, 0, 0, 0]
    assert record.value_change_deg == 0.0


@pytest.mark.parametrize(
    ("motor", "angles_deg"),
    [
        (MotorSpec(speed_spread=0.3), [0.0] * UNITS),
        (MotorSpec(speed_spread=0.0, down_to_up=0.5), [0.0] * UNITS),
        (MotorSpec(speed_spread=0.0, asymmetry_spread=0.3), [0.0] * UNITS),
        (MotorSpec(speed_spread=0.0), [0.0, -150.0, -149.0, 0, 0, 0, 0, 0, 0]),  # who has nothing cannot pay
        (RatchetSpec(impulse_s=0.037), [0.0] * UNITS),
    ],
    ids=["spread", "slower down", "asymmetry", "stops", "teeth"],
)
def test_what_a_real_drive_leaks_of_the_total_is_on_the_record(motor, angles_deg):
    trainer = trained(ReinforcementSpec(rule=Rule.GAMMA), motor=motor, angles_deg=angles_deg)
    record, moved_deg = taught(trainer, (0,), (1, 0, 0))
    assert abs(record.value_change_deg) > 0.5
    assert_allclose(record.value_change_deg, moved_deg.sum(), atol=1e-9)


def test_a_leak_that_comes_while_motors_still_coast_is_on_the_next_record():
    trainer = trained(ReinforcementSpec(), motor=MotorSpec(speed_spread=0.0), interval_s=0.0)
    first, _ = taught(trainer, (0,), (1, 0, 0))
    second, _ = taught(trainer, (3,), (0, 0, 0))
    assert 0 < second.value_change_deg < first.value_change_deg < MOVE_DEG
    assert_allclose(first.value_change_deg + second.value_change_deg, MOVE_DEG)


@every_rule
def test_after_a_pulse_each_value_loses_its_share(rule):
    values_deg = np.array([0.0, 10, 20, 30, 40, 50, 30, -70, -80])
    motor = MotorSpec(speed_spread=0.0, time_constant_s=1e-9)  # nothing is still to come when the pulse ends
    kept_deg, left_deg = (
        values_deg
        + taught(
            trained(ReinforcementSpec(rule=rule, feed=FEED, value_decay=share), SHARES, motor, values_deg),
            ONE_OF_EACH,
            (1, 1, 1),
        )[1]
        for share in (0.0, 0.25)
    )
    assert_allclose(left_deg, 0.75 * kept_deg, atol=1e-6)


def test_what_a_motor_still_coasts_after_the_decay_is_not_lost():
    trainer = trained(ReinforcementSpec(value_decay=0.25))
    _, moved_deg = taught(trainer, (0,), (1, 0, 0))
    coasted_deg = 60.0 * 0.02 * (1 - np.exp(-PULSE_S / 0.02))
    assert_allclose(moved_deg[0], 0.75 * (MOVE_DEG - coasted_deg) + coasted_deg)


def test_decay_comes_at_the_end_of_the_pulse_and_to_motors_that_stand_too():
    trainer = trained(ReinforcementSpec(value_decay=0.1))
    machine = trainer.machine
    machine.set_angles([0, 0, 0, 0, 0, 0, 0, 0, -50.0])
    machine.env.process(trainer.teach(lit(0), (1, 0, 0)))
    for at_s, angle_deg in ((0.599999, -50.0), (0.600001, -45.0)):
        machine.env.run(until=at_s)
        assert trainer.snapshot().angle_deg[8] == angle_deg
    assert machine.potentiometers.odometer_deg(0.600001)[8] == 0.0


def test_values_do_not_decay_if_they_were_cleared_in_the_pulse_nor_by_a_test_of_the_motors():
    trainer = trained(ReinforcementSpec(value_decay=1.0))
    machine = trainer.machine
    lesson = machine.env.process(trainer.teach(lit(0), (1, 0, 0)))
    machine.env.run(until=0.55)
    machine.clear_values()
    machine.set_angle(8, 10.0)
    machine.env.run(until=lesson)
    assert trainer.snapshot().angle_deg.tolist() == [0, 0, 0, 0, 0, 0, 0, 0, 10.0]
    machine.env.run(until=machine.env.process(machine.test_pulse([1, 1, 1], 0.1)))
    assert trainer.snapshot().angle_deg[8] == 10.0


def test_the_decay_of_values_is_labelled_a_counterfactual():
    (row,) = [row for row in provenance(Mark1Spec()) if row.name == "reinforcement.value_decay"]
    assert "counterfactual" in row.source
    assert row.value == 0.0


def test_a_test_pulse_drives_the_firing_units_of_the_r_units_named_whatever_the_rule():
    trainer = trained(ReinforcementSpec(rule=Rule.GAMMA, bivalent=False))
    machine = trainer.machine
    machine.place(machine.pattern(lit(*ONE_OF_EACH)))
    machine.env.run(until=5.0)
    driven = machine.env.run(until=machine.env.process(machine.test_pulse([1, -1, 0], PULSE_S)))
    machine.env.run(until=10.0)
    assert driven == 2
    assert_allclose(trainer.snapshot().angle_deg, [6, 0, 0, -6, 0, 0, 0, 0, 0], atol=1e-9)


@pytest.mark.parametrize("rule", [Rule.ALPHA, Rule.GAMMA])
def test_a_coin_decides_what_error_correction_does_to_a_rested_machine(rule):
    spec = trained(ReinforcementSpec(rule=rule)).machine.spec
    spec = replace(spec, response=replace(spec.response, tie=Tie.COIN))
    wiring = Wiring(np.arange(UNITS)[None, :], np.ones((1, UNITS), dtype=int), SHARES)
    signs = set()
    for seed in range(8):
        trainer = Trainer(Mark1(simpy.Environment(), spec, seed=seed, wiring=wiring))
        record, moved_deg = taught(trainer, ONE_OF_EACH, (1, 0, 1))
        expected = np.array(record.wanted) - np.array(record.answered)
        assert np.sign(np.round(moved_deg[[0, 3, 6]], 6)).tolist() == expected.tolist()
        signs.update(expected.tolist())
    assert signs == {-1, 0, 1}
