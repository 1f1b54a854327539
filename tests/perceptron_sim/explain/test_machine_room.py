"""The meters, cards and captions of the machine room say what the machine's signals are."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from hardware import Phase, ReinforcementSpec, ResponseSpec, RetinaSpec, Rule
from hardware.choices import Tie
from perceptron_sim import Letters, Session
from perceptron_sim.explain.machine_room import INDEX, METERS, RoomState, full_scale, read_meters
from perceptron_sim.explain.machine_room_cards import BAY_PARTS, decided, told
from perceptron_sim.explain.machine_room_parts import PARTS
from perceptron_sim.explain.machine_room_words import captions, sentence
from perceptron_sim.snapshot import SessionSnapshot

Both = tuple[SessionSnapshot, RoomState]


@pytest.fixture(scope="module")
def both() -> Both:
    """A machine in the middle of its sixth or a later pulse."""
    session = Session(Letters(seed=1))
    for _ in range(6):
        session.advance_exposure()
    while not session.snapshot().mark1.current.any():
        session.advance(0.01, budget_s=math.inf)
    session.advance(0.05, budget_s=math.inf)
    snapshot = session.snapshot()
    return snapshot, RoomState.of(session.mark1.machine, snapshot)


def shown(state: RoomState, group: str, index: int) -> float:
    return float(read_meters(state).value[INDEX[group, index]])


def test_meters_show_the_sums_that_the_r_units_decide_on(both: Both) -> None:
    machine = both[1].machine
    assert machine.sums_v.any()
    assert [shown(both[1], "sum", r) for r in range(8)] == machine.sums_v.tolist()


def test_meters_show_how_many_a_units_of_an_r_unit_fire_and_how_many_of_its_motors_turn(both: Both) -> None:
    machine, assignment = both[1].machine, both[1].wiring.assignment
    for r in range(8):
        assert shown(both[1], "firing", r) == machine.firing[assignment == r].sum()
        assert shown(both[1], "driven", r) == machine.current[assignment == r].sum()


def test_meters_of_the_supplies_show_what_is_on(both: Both) -> None:
    machine, spec = both[1].machine, both[1].spec
    driven = np.count_nonzero(machine.current)
    expected = [11.0, -11.0, spec.power.standing_w, spec.power.illumination_w, spec.power.motor_w * driven]
    expected += [machine.s_contacts.sum(), 100 * machine.light.mean(), machine.conductance_us.mean()]
    assert [shown(both[1], "supply", i) for i in range(8)] == pytest.approx(expected)
    assert shown(both[1], "panel", 0) == driven


def test_the_lights_meter_falls_to_zero_with_the_light(both: Both) -> None:
    dark = replace(both[1], machine=replace(both[1].machine, light=np.zeros(400)))
    assert shown(dark, "supply", 3) == 0


def test_a_weak_supply_shows_on_both_voltmeters(both: Both) -> None:
    weak = replace(both[1], supply_share=0.5)
    assert (shown(weak, "supply", 0), shown(weak, "supply", 1)) == (5.5, -5.5)


def test_the_scale_of_the_sums_has_room_for_the_largest(both: Both) -> None:
    for volts in (27.5, 41.0, 1e6):
        far = replace(both[1], machine=replace(both[1].machine, sums_v=np.array([volts, -volts, *np.zeros(6)])))
        readings = read_meters(far)
        assert readings.value[0] == volts <= readings.high[0]
        assert readings.low[1] <= -volts == readings.value[1]
        assert readings.share[2] == 0.5


def test_needles_rest_at_their_pegs_beyond_the_scale(both: Both) -> None:
    all_at_once = replace(both[1], machine=replace(both[1].machine, current=np.ones(512, dtype=np.int8)))
    assert read_meters(all_at_once).share[-1] == 1.0
    card = told(("meter", "panel", 0), both[0], all_at_once)
    assert card is not None
    assert any("peg" in value for _, value in card.facts)


@pytest.mark.parametrize(
    ("settings", "sum_v", "lit", "told_of"),
    [
        ({}, 1.298, 1, "> 0 V: answer 1"),
        ({}, 0.0, 0, "= 0 V: a tie (zero), answer 0"),
        ({"tie": Tie.ONE}, 0.0, 1, "a tie (one), answer 1"),
        ({"dead_band_v": 3.0}, 1.298, 0, "is within 3 V of 0 V: a tie (zero), answer 0"),
        ({}, 2.0, 0, "answer 1, but its lamp does not light (a dead lamp)"),
    ],
)
def test_a_decision_names_ties_dead_bands_and_dead_lamps(
    settings: dict[str, Any], sum_v: float, lit: int, told_of: str
) -> None:
    assert decided(ResponseSpec(**settings), sum_v, lit).endswith(told_of)


@pytest.mark.parametrize(("at_least", "end"), [(0, 1), (0.9, 1), (1.1, 1.2), (11, 12), (103, 120), (64, 80), (5, 5)])
def test_a_scale_ends_at_a_round_number(at_least: float, end: float) -> None:
    assert full_scale(at_least) == pytest.approx(end)


def test_every_meter_says_what_it_measures_and_in_which_unit() -> None:
    assert len(METERS) == 33
    assert all(meter.name and meter.unit and meter.source for meter in METERS)


def test_the_arithmetic_of_a_value_ends_in_its_wipers_voltage(both: Both) -> None:
    state = both[1]
    unit = int(np.flatnonzero(state.machine.current)[0])
    card = told(("knob", unit), *both)
    assert card is not None
    steps = round(float(state.machine.angle_deg[unit]) / 0.3)
    assert card.arithmetic[2].endswith(f"= {steps * 0.022:+.3f} V".replace("-", "−"))
    assert card.arithmetic[-1].startswith(f"this one: {state.wiper_v[unit]:+.3f} V".replace("-", "−"))


def test_a_unit_that_does_not_fire_adds_nothing(both: Both) -> None:
    unit = int(np.flatnonzero(~both[1].machine.firing)[0])
    card = told(("knob", unit), *both)
    assert card is not None
    assert "adds 0 V" in card.arithmetic[-1]


def test_the_wipers_of_a_card_sum_to_what_the_r_unit_decides_on(both: Both) -> None:
    state = both[1]
    still = replace(state, machine=replace(state.machine, firing=np.ones(512, dtype=np.bool_)))
    card = told(("knob", 0), both[0], still)
    assert card is not None
    total = state.wiper_v[state.wiring.assignment == state.wiring.assignment[0]].sum()
    assert f"{total:+.3f} V".replace("-", "−") in card.arithmetic[-2]


def test_every_part_says_how_well_its_look_and_its_use_are_known() -> None:
    assert all(part.look_source and part.use_source and part.what for part in PARTS.values())
    assert {name for bay in BAY_PARTS for name in bay} <= set(PARTS)
    assert {str(part.look) for part in PARTS.values()} == {"inferred", "invented"}  # no look is documented in words


def test_captions_follow_the_machine(both: Both) -> None:
    snapshot, state = both
    words = {caption.title: caption for caption in captions(snapshot, state)}
    assert words["Retina"].words == f"{state.machine.s_contacts.sum()} of 400 cells on"
    assert words["Answer"].mark == "✗"
    still = replace(state, machine=replace(state.machine, current=np.zeros(512, dtype=np.int8)))
    assert captions(snapshot, still)[3].words == "all motors stand"


def test_captions_say_what_the_mark_1_had_where_this_machine_has_another_number(both: Both) -> None:
    snapshot, state = both
    spec = replace(state.spec, retina=RetinaSpec(rows=30, columns=30))
    titles = [caption.title for caption in captions(snapshot, replace(state, spec=spec))]
    assert "Retina (Mark I: 400)" in titles
    assert "Values" in titles


def test_the_sentence_says_whose_motors_turn_and_which_way(both: Both) -> None:
    snapshot, state = both
    said = sentence(snapshot, state)
    assert said is not None
    for sign, bit in ((1, 1), (-1, 0)):
        concerned = np.unique(state.wiring.assignment[state.machine.current == sign])
        assert all(f"R{r + 1}" in said for r in concerned.tolist())
        assert not concerned.size or f"should be {bit}" in said


def test_the_sentence_of_another_rule_claims_nothing_of_what_should_be(both: Both) -> None:
    snapshot, state = both
    rule = replace(state.spec, reinforcement=ReinforcementSpec(rule=Rule.GAMMA))
    said = sentence(snapshot, replace(state, spec=rule))
    assert said is not None
    assert "should" not in said
    assert said.startswith("The gamma rule: motors turn")


def test_the_sentence_of_an_exposure_counts_what_is_on(both: Both) -> None:
    snapshot, state = both
    exposing = replace(state, machine=replace(state.machine, phase=Phase.EXPOSING))
    said = sentence(snapshot, exposing)
    assert said is not None
    assert f"{state.machine.firing.sum()} of 512 A-units fire" in said
