"""A-units: thresholds and delays of their own, off switches, transients while relays settle, wires moved in a pulse."""

import math
from dataclasses import replace

import numpy as np
import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from hardware import (
    AssociationSpec,
    Mark1,
    Mark1Spec,
    PlugboardSpec,
    ResponseSpec,
    RetinaSpec,
    Trainer,
    Wiring,
    WiringError,
)
from hardware.association import unit_delays_s
from hardware.randomness import Purpose, generator

A_DELAY_S, LONG_S = 0.010, 5.0


@pytest.fixture
def machine(build):
    return build().machine


@pytest.fixture
def of(env, tiny_spec, straight):
    """Build a tiny machine with other A-units, and a wiring of its own if given."""

    def made(wiring=straight, seed=0, **association):
        board = PlugboardSpec(excitatory=1, inhibitory=1)
        spec = replace(tiny_spec, association=AssociationSpec(units=4, **association), plugboard=board)
        return Mark1(env, spec, seed=seed, wiring=wiring)

    return made


def lit(machine, image):
    machine.place(machine.pattern(image))
    machine.env.run(until=machine.env.now + LONG_S)


def firing(machine, at_s=None):
    return machine.association.firing(machine.env.now if at_s is None else at_s).tolist()


def changes_s(machine, after_s, until_s=LONG_S):
    """When outputs may change, in order."""
    found = []
    while (after_s := machine.association.next_change_s(after_s)) < until_s:
        found.append(after_s)
    return found


def test_every_a_unit_has_its_own_threshold(of, light):
    wiring = Wiring([[0] * 4, [1] * 4, [2] * 4], np.ones((3, 4), dtype=int), [0, 0, 1, 1])
    machine = of(wiring, thresholds=(0, 1, 2, 3))
    for cells, fires in (((), [1, 0, 0, 0]), ((0,), [1, 1, 0, 0]), ((0, 2), [1, 1, 1, 0]), ((0, 1, 2), [1, 1, 1, 1])):
        lit(machine, light(*cells))
        assert firing(machine) == [bool(fire) for fire in fires]


def test_a_negative_threshold_is_reached_by_inhibition_too(of, light):
    machine = of(Wiring([[0] * 4], [[-1] * 4], [0, 0, 1, 1]), thresholds=(0, -1, -2, 1))
    lit(machine, light(0))
    assert firing(machine) == [False, True, True, False]


def test_the_common_threshold_counts_where_no_other_is_given(of):
    assert of(threshold=3).thresholds.tolist() == [3] * 4
    assert of(threshold=3, thresholds=(1, 2, 3, 4)).thresholds.tolist() == [1, 2, 3, 4]


def test_a_threshold_set_by_hand_is_felt_one_delay_later(machine, light):
    lit(machine, light(0, 1))
    machine.set_thresholds([2, 1, 0, 1])
    assert changes_s(machine, LONG_S, math.inf) == [LONG_S + A_DELAY_S]
    assert firing(machine, math.nextafter(LONG_S + A_DELAY_S, 0.0)) == [True, True, False, False]
    assert firing(machine, LONG_S + A_DELAY_S) == [False, True, True, False]


def test_a_unit_that_is_switched_off_falls_silent_one_delay_later_and_comes_back_as_late(machine, light):
    lit(machine, light(0, 1))
    machine.switch(0, False)
    assert firing(machine, math.nextafter(LONG_S + A_DELAY_S, 0.0)) == [True, True, False, False]
    assert firing(machine, LONG_S + A_DELAY_S) == [False, True, False, False]
    machine.env.run(until=2 * LONG_S)
    machine.switch(slice(None), True)
    assert firing(machine, 2 * LONG_S + A_DELAY_S) == [True, True, False, False]


def test_a_switch_that_is_turned_off_and_on_within_a_delay_still_passes_through_as_it_was(machine, light):
    lit(machine, light(0))
    machine.switch(0, False)
    machine.env.run(until=LONG_S + 0.004)
    machine.switch(0, True)
    assert_allclose(changes_s(machine, LONG_S + 0.004, math.inf), [LONG_S + 0.010, LONG_S + 0.014])
    at_s = [LONG_S + step_s for step_s in (0.009, 0.011, 0.013, 0.015)]
    assert [firing(machine, one_s)[0] for one_s in at_s] == [True, False, False, True]


def test_a_unit_that_is_switched_off_earns_and_counts_for_nothing(build, teach, light):
    trainer = build()
    trainer.machine.set_angles([0.0, 90.0, 0.0, 0.0])
    trainer.machine.switch(1, False)
    record = teach(trainer, light(0, 1), (1, 0))
    assert (record.answered, record.firing, record.motors_driven) == ((0, 0), 1, 1)
    assert_allclose(trainer.snapshot().angle_deg, [6.0, 90.0, 0.0, 0.0])


def test_without_a_spread_all_delays_are_the_nominal_one(of):
    assert of().association.delay_s.tolist() == [A_DELAY_S] * 4
    assert of(delay_s=0.0, delay_spread=0.5).association.delay_s.tolist() == [0.0] * 4


def test_delays_are_drawn_about_the_nominal_one_as_logarithms(of):
    machine = of(delay_spread=0.3, seed=5)
    normals = generator(5, Purpose.ASSOCIATION_TOLERANCES).standard_normal(4)
    assert_allclose(machine.association.delay_s, A_DELAY_S * np.exp(0.3 * normals), rtol=1e-15)
    logarithms = np.log(unit_delays_s(AssociationSpec(units=2000, delay_spread=0.3), 5) / A_DELAY_S)
    assert abs(logarithms.mean()) < 4 * 0.3 / math.sqrt(2000)
    assert_allclose(logarithms.std(), 0.3, rtol=0.1)


def test_every_unit_follows_its_input_after_its_own_delay(of, light):
    machine = of(Wiring([[0] * 4], np.ones((1, 4), dtype=int), [0, 0, 1, 1]), delay_spread=0.5)
    machine.place(machine.pattern(light(0)))
    closes_s = machine.retina.relays.next_change_s(0.0, 0.0)
    due_s = closes_s + machine.association.delay_s
    assert changes_s(machine, 0.0) == sorted(due_s.tolist())
    for at_s in due_s.tolist():
        assert firing(machine, at_s) == (due_s <= at_s).tolist()
        assert firing(machine, math.nextafter(at_s, 0.0)) == (due_s < at_s).tolist()


def test_what_is_done_to_the_board_shows_after_each_units_own_delay(of, light):
    machine = of(delay_spread=0.5)
    lit(machine, light(0, 1, 2, 3))
    machine.set_thresholds([2, 2, 2, 2])
    due_s = LONG_S + machine.association.delay_s
    assert changes_s(machine, LONG_S, math.inf) == sorted(due_s.tolist())
    for at_s in due_s.tolist():
        assert firing(machine, at_s) == (due_s > at_s).tolist()


def test_the_next_stage_sees_every_output_as_much_later_as_it_lags(of, light):
    machine = of(Wiring([[0] * 4], np.ones((1, 4), dtype=int), [0, 0, 1, 1]), delay_spread=0.5)
    machine.place(machine.pattern(light(0)))
    first_s, *_ = changes_s(machine, 0.0)
    assert_allclose(machine.association.next_change_s(0.0, 0.01), first_s + 0.01, rtol=1e-15)
    for at_s in np.linspace(0.0, 0.1, 101).tolist():
        assert machine.association.firing(at_s + 0.01, 0.01).tolist() == firing(machine, at_s)


@pytest.fixture
def uneven(env, tiny_spec):
    """Relays of unlike delays; A-unit 0 fires on cell 0 without cell 1, A-unit 1 the other way round."""

    def made(**association):
        retina = replace(tiny_spec.retina, relay_spread=0.5)
        board = PlugboardSpec(excitatory=1, inhibitory=1)
        spec = replace(tiny_spec, retina=retina, plugboard=board, association=AssociationSpec(units=4, **association))
        wiring = Wiring([[0, 1, -1, -1], [1, 0, -1, -1]], [[1, 1, 0, 0], [-1, -1, 0, 0]], [0, 0, 1, 1])
        return Mark1(env, spec, seed=3, wiring=wiring)

    return made


@pytest.mark.parametrize("spread", [0.0, 0.4])
def test_a_unit_fires_while_the_relay_that_will_silence_it_has_not_closed_yet(uneven, light, spread):
    machine = uneven(delay_spread=spread)
    machine.place(machine.pattern(light(0, 1)))
    closed_s = [0.0, 0.0]
    for at_s in (relays := machine.retina.relays).moves()[2].tolist():
        closed_s[int(relays.contacts(at_s)[:2].sum()) - 1] = at_s
    first = int(relays.contacts(closed_s[0])[1])  # who fires: the one whose excitatory cell is the quicker
    begins_s, ends_s = (at_s + machine.association.delay_s[first] for at_s in closed_s)
    assert ends_s - begins_s > 1e-4
    fires = [firing(machine, at_s)[first] for at_s in (begins_s - 1e-9, begins_s + 1e-9, ends_s - 1e-9, ends_s + 1e-9)]
    assert fires == [False, True, True, False]
    other = np.linspace(0.0, LONG_S, 500).tolist()
    assert not any(firing(machine, at_s)[1 - first] for at_s in other)
    assert firing(machine, LONG_S) == [False] * 4


def test_a_cell_that_flickers_within_a_unit_delay_passes_through_move_by_move(of):
    machine = of(Wiring([[0] * 4], np.ones((1, 4), dtype=int), [0, 0, 1, 1]), delay_s=0.2, delay_spread=0.3)
    turned_s = [1.0, 1.02, 1.05, 1.09]
    for at_s, position in zip(turned_s, (1, -1, 1, -1), strict=True):
        machine.env.run(until=at_s)
        machine.override(0, position)
    expected_s = np.sort(np.add.outer(np.array(turned_s) + 0.01, machine.association.delay_s).ravel())
    assert_allclose(changes_s(machine, 1.09), expected_s, rtol=1e-14)
    for at_s in (expected_s[:-1] + np.diff(expected_s) / 2).tolist():
        passed = np.add.outer(np.array(turned_s) + 0.01, machine.association.delay_s) <= at_s
        assert firing(machine, at_s) == (passed.sum(axis=0) % 2 == 1).tolist()


@pytest.mark.parametrize("spread", [0.0, 0.3])
def test_a_board_that_was_pulled_is_still_heard_while_the_delay_passes(of, light, spread):
    machine = of(delay_s=0.1, delay_spread=spread)
    lit(machine, light(0))
    crossed = Wiring([[3, 2, 1, 0]], np.ones((1, 4), dtype=int), [0, 0, 1, 1])
    machine.rewire(crossed)
    due_s = LONG_S + machine.association.delay_s
    for at_s in sorted(due_s.tolist()):
        early, late = due_s > at_s, due_s <= at_s
        assert firing(machine, at_s) == (np.array([1, 0, 0, 0]) * early + np.array([0, 0, 0, 1]) * late > 0).tolist()


def test_a_board_of_many_rows_that_was_pulled_is_still_summed_in_full():
    spec = Mark1Spec(
        retina=RetinaSpec(rows=15, columns=15),
        plugboard=PlugboardSpec(excitatory=200, inhibitory=0),
        association=AssociationSpec(units=1, threshold=150),
        response=ResponseSpec(units=1, in_use=1),
    )
    machine = Mark1(simpy.Environment(), spec)
    lit(machine, np.ones((15, 15)))
    machine.rewire(Wiring([[0]], [[1]], [0]))
    assert firing(machine, LONG_S + 0.005) == [True]
    assert firing(machine, LONG_S + 0.015) == [False]


@pytest.mark.parametrize("wires", [127, 128, 200])
def test_any_number_of_wires_of_either_sign_is_summed_exactly(wires):
    spec = Mark1Spec(
        retina=RetinaSpec(rows=15, columns=15),
        plugboard=PlugboardSpec(excitatory=wires, inhibitory=0),
        association=AssociationSpec(units=2, threshold=wires),
        response=ResponseSpec(units=1, in_use=1),
    )
    signs = np.ones((wires, 2), dtype=int) * [1, -1]
    machine = Mark1(simpy.Environment(), spec, wiring=Wiring(np.tile(np.arange(wires)[:, None], 2), signs, [0, 0]))
    lit(machine, np.ones((15, 15)))
    assert machine.association.net_input_now(LONG_S).tolist() == [wires, -wires]
    assert firing(machine) == [True, False]


def test_net_input_is_measured_before_the_delay_with_what_shorts_add(of, light):
    machine = of(Wiring([[0, 1, 2, 3], [1, 2, 3, 0]], [[1] * 4, [-1] * 4], [0, 0, 1, 1]))
    lit(machine, light(0, 1))
    assert machine.association.net_input_now(LONG_S).tolist() == [0, 1, 0, -1]
    machine.rewire(machine.wiring.pulled(0, 1))
    assert machine.association.net_input_now(LONG_S).tolist() == [1, 1, 0, -1]


def test_a_wire_that_is_moved_during_a_pulse_moves_the_current_one_delay_later(build, light):
    trainer = build()
    machine = trainer.machine
    lesson = machine.env.process(trainer.teach(light(0), (1, 0)))
    machine.env.run(until=0.53)
    machine.rewire(machine.wiring.pulled(0, 0).pushed(0, 1, 1))
    record = machine.env.run(until=lesson)
    assert (record.motors_driven, record.firing) == (2, 1)
    assert_allclose(record.motor_s, 0.1)
    assert_allclose(trainer.snapshot().angle_deg, [60.0 * 0.04, 60.0 * 0.06, 0, 0], atol=1e-9)


def test_a_patch_that_is_moved_during_a_pulse_counts_at_once(build, light):
    trainer = build()
    machine = trainer.machine
    lesson = machine.env.process(trainer.teach(light(0, 1), (1, 0)))
    machine.env.run(until=0.53)
    machine.rewire(machine.wiring.patched(1, 1))
    machine.env.run(until=lesson)
    assert_allclose(trainer.snapshot().angle_deg, [6.0, 60.0 * 0.03, 0, 0], atol=1e-9)


def test_lamps_follow_a_patch_that_is_moved(machine, light):
    machine.set_angles([30.0, 0.0, 0.0, 0.0])
    lit(machine, light(0))
    assert machine.read().tolist() == [True, False]
    machine.rewire(machine.wiring.patched(0, 1))
    assert machine.read().tolist() == [False, True]


def test_a_wiring_that_the_machine_cannot_have_is_refused_and_changes_nothing(machine):
    before = machine.wiring
    with pytest.raises(WiringError, match="origins must be S-units 0 to 3"):
        machine.rewire(Wiring([[4, 1, 2, 3]], np.ones((1, 4), dtype=int), [0, 0, 1, 1]))
    assert machine.wiring is before
    assert machine.association.board.origins.tolist() == [[0, 1, 2, 3]]


def test_boards_that_nobody_can_hear_any_more_are_forgotten(machine):
    for _ in range(20):
        machine.switch(0, False)
        machine.env.run(until=machine.env.now + 1.0)
    assert len(machine.association.state()["boards"]) == 2


@pytest.mark.parametrize("spread", [0.0, 0.4])
def test_what_a_unit_decides_cannot_be_changed_by_who_reads_it(of, light, spread):
    machine = of(delay_spread=spread)
    machine.place(machine.pattern(light(0)))
    for at_s in (0.0, 0.04, LONG_S):
        with pytest.raises(ValueError, match="read-only"):
            machine.association.firing(at_s)[0] = True


@settings(max_examples=25)
@given(seed=st.integers(0, 1000), spread=st.sampled_from([0.0, 0.5]), asked=st.lists(st.floats(0.0, 0.4), max_size=6))
def test_whatever_is_asked_in_whatever_order_the_answer_is_the_same(seed, spread, asked):
    machines = []
    for _ in range(2):
        association = AssociationSpec(units=6, delay_spread=spread)
        retina = RetinaSpec(rows=3, columns=3)
        board = PlugboardSpec(excitatory=2, inhibitory=1)
        spec = Mark1Spec(
            retina=retina, plugboard=board, association=association, response=ResponseSpec(units=1, in_use=1)
        )
        trainer = Trainer(Mark1(simpy.Environment(), spec, seed=seed))
        trainer.machine.place(trainer.machine.pattern(np.random.default_rng(seed).random((3, 3))))
        machines.append(trainer.machine)
    for at_s in asked:
        machines[0].association.firing(at_s)
        machines[0].association.next_change_s(at_s)
    for at_s in [*asked, 0.03, 0.05, 0.4]:
        assert firing(machines[0], at_s) == firing(machines[1], at_s)
        assert machines[0].association.next_change_s(at_s) == machines[1].association.next_change_s(at_s)
