"""The plugboard in words: what wires carry, what A-units make of it, how many fire, where the wires come from."""

from dataclasses import replace

import numpy as np
import pytest

from hardware import AssociationSpec, CutWire, Mark1Spec, PlugboardSpec, WiringFamily
from hardware.theory import firing_probability_on
from perceptron_sim import Letters, Session
from perceptron_sim.explain import wires
from perceptron_sim.explain.wires import BoardState, sum_of_unit, wires_of_cell, wires_of_unit
from perceptron_sim.explain.wires_firing import beside_theory, picture_shares, spread, theory_curve
from perceptron_sim.explain.wires_origin import changed_since, origins_of
from perceptron_sim.explain.wires_plugging import Plugging, foreseen, refusal, units_of
from perceptron_sim.operations import CutBundle, MoveWire, PatchAUnit, PullWires, PushWire


def state_of(session: Session) -> BoardState:
    return BoardState.of(session.mark1.machine, session.snapshot().mark1)


@pytest.fixture
def shown() -> Session:
    """A letter in view, all relays at rest."""
    session = Session(Letters(seed=1))
    session.advance_exposure()
    session.advance(0.9, budget_s=60)
    return session


def test_every_sum_is_the_net_input_of_the_machine(shown: Session) -> None:
    state, machine = state_of(shown), shown.mark1.machine
    assert state.contacts.any()
    net = [sum_of_unit(state, unit).net for unit in range(512)]
    np.testing.assert_array_equal(net, machine.association.net_input_now(shown.time_s))


def test_units_at_rest_fire_where_their_sum_reaches_the_threshold(shown: Session) -> None:
    state = state_of(shown)
    totals = [sum_of_unit(state, unit) for unit in range(512)]
    assert [total.reaches for total in totals] == state.firing.tolist()
    assert {wires.verdict(total) for total in totals} == {"it fires", "it is silent"}


def test_the_wires_of_all_units_are_the_wires_of_all_cells(shown: Session) -> None:
    state = state_of(shown)
    by_unit = {wire for unit in range(512) for wire in wires_of_unit(state, unit)}
    by_cell = {wire for cell in range(400) for wire in wires_of_cell(state, cell)}
    assert by_unit == by_cell
    assert len(by_unit) == state.wires == 5120


def test_wires_that_carry_a_signal_are_counted_by_sign(shown: Session) -> None:
    state = state_of(shown)
    found = [wire for unit in range(512) for wire in wires_of_unit(state, unit) if wire.on]
    plus = sum(wire.sign > 0 for wire in found)
    assert state.carrying_counts() == (plus, len(found) - plus)


def test_a_cut_wire_adds_nothing_and_says_so(shown: Session) -> None:
    wire = next(wire for wire in wires_of_unit(state_of(shown), 7) if wire.on)
    shown.mark1.machine.inject(CutWire(7, wire.row))
    after = next(one for one in wires_of_unit(state_of(shown), 7) if one.row == wire.row)
    assert (after.on, after.sound, after.counts) == (True, False, 0)


def test_a_unit_that_is_switched_off_is_silent_whatever_its_sum(shown: Session) -> None:
    firing = int(np.flatnonzero(state_of(shown).firing)[0])
    shown.mark1.machine.switch(firing, False)
    shown.advance(0.05, budget_s=60)
    total = sum_of_unit(state_of(shown), firing)
    assert total.reaches
    assert wires.verdict(total) == "silent, since a fault or its switch keeps it off"


def test_the_sum_is_written_as_on_paper(shown: Session) -> None:
    total = replace(sum_of_unit(state_of(shown), 0), excited=1, inhibited=3, shorted=0, threshold=1, fires=False)
    assert wires.arithmetic(total) == ("1 excited − 3 inhibited = −2", "−2 < threshold 1: it is silent")


def test_the_sentence_changes_with_the_record(shown: Session) -> None:
    total = sum_of_unit(state_of(shown), 3)
    other = replace(total, excited=total.excited + 1)
    assert wires.sentence_of_unit(total) != wires.sentence_of_unit(other)
    assert "A-unit 3 hears" in wires.sentence_of_unit(total)


def test_the_share_of_every_taught_picture_is_what_the_machine_would_do(shown: Session) -> None:
    machine, stimuli = shown.mark1.machine, shown.experiment.stimuli
    pictures = list(picture_shares(machine, stimuli))
    assert len(pictures) == len(stimuli)
    fires = machine.association.fires(machine.pattern(stimuli.images[4]).closes)
    np.testing.assert_array_equal(pictures[4].fires, fires)
    assert pictures[4].share == fires.mean()


def test_theory_is_the_hardwares_own_formula() -> None:
    curve = theory_curve(Mark1Spec())
    assert curve is not None
    assert curve[120] == firing_probability_on(400, 120, excitatory=5, inhibitory=5, threshold=1)
    assert curve[0] == 0


@pytest.mark.parametrize(
    "spec",
    [
        Mark1Spec(plugboard=PlugboardSpec(family=WiringFamily.LOCAL)),
        Mark1Spec(association=AssociationSpec(units=8, thresholds=(1, 2) * 4)),
    ],
    ids=["local wires", "thresholds of their own"],
)
def test_no_formula_is_invented_where_none_is_known(spec: Mark1Spec) -> None:
    assert theory_curve(spec) is None


def test_a_measured_share_is_held_against_theory_in_standard_deviations() -> None:
    expected = 0.36
    off = 2 * spread(expected, 512)
    assert beside_theory(expected + off, expected, 512) == "2.0 standard deviations above theory"
    assert beside_theory(expected - off / 2, expected, 512) == "1.0 standard deviation below theory"
    assert beside_theory(expected, expected, 512) == "just as theory says"
    assert beside_theory(0.3, None, 512) == "no formula knows this kind of wiring"


def test_where_the_wires_come_from_says_what_is_known_and_what_assumed() -> None:
    found = {origin.what: origin for origin in origins_of(Letters(seed=7), 7)}
    assert found["Drawn from random numbers"].certainty == "documented"
    assert found["Ours: seed and generator"].value.startswith("7,")
    assert found["Plus wires of an A-unit, x"].certainty == "assumed"
    assert found["Most wires from one cell"].certainty == "documented"


def test_a_wiring_from_a_file_is_named_by_its_fingerprint() -> None:
    wiring = Session(Letters(seed=3)).mark1.machine.wiring
    found = list(origins_of(Letters(seed=3, wiring=wiring), 3))
    assert found[0].value.startswith("from a file, SHA-256 ")
    assert not any("seed" in origin.what for origin in found)


def test_what_is_foreseen_of_a_change_is_what_comes_of_it(shown: Session) -> None:
    shown.apply(CutBundle(((7, 3), (8, 2), (9, 0))))
    before = shown.mark1.machine.wiring
    changes: tuple[Plugging, ...] = (
        PullWires(((7, 0), (7, 3))),  # the second one is cut
        PushWire(100, 7, 1),  # into a socket that is sound
        PushWire(110, 7, 1),  # into the one that is cut
        PushWire(120, 20, -1),  # into a new row
        MoveWire(8, 0, 130, 8),
        MoveWire(8, 1, 140, 30),
        PatchAUnit(9, -1),
        CutBundle(((9, 1), (9, 2), (10, 0))),
    )
    for change in changes:
        machine, state = shown.mark1.machine, state_of(shown)
        assert refusal(change, state, machine.spec) is None
        seen = [foreseen(change, state, unit) for unit in units_of(change)]
        shown.apply(change)
        net = machine.association.net_input_now(shown.time_s)
        assert [one.after for one in seen] == [net[one.a_unit] for one in seen]
    since = changed_since(shown.mark1.machine.wiring, before)
    assert since is not None
    assert since.value == "4 / 5 / 1"
    assert changed_since(before, before) is None


def test_a_change_that_cannot_be_says_why_in_plain_words(shown: Session) -> None:
    state, spec = state_of(shown), shown.mark1.machine.spec
    here = int(state.origins[0, 5])
    there = refusal(PushWire(here, 5, 1), state, spec)
    assert there == "A-unit 5 has a wire from this cell already: here each may come but once"
    used = np.bincount(state.origins.ravel())
    most = int(used.argmax())
    full = replace(spec, plugboard=replace(spec.plugboard, wires_per_s_unit=int(used.max())))
    other = next(unit for unit in range(512) if most not in state.origins[:, unit])
    found = refusal(PushWire(most, other, 1), state, full)
    assert found == f"the cell in {wires.cell_name(most, 20)} has {used.max()} wires already, all it may have"
    assert "row must be" in str(refusal(PullWires(((5, 99),)), state, spec))
