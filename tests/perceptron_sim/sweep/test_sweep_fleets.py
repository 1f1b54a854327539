"""A cell taught in a fleet comes to what it comes to in a session, to the bit."""

import hypothesis
import pytest
from hypothesis import strategies as st

from hardware import DeadCell, FailureSpec, ScheduledFault
from perceptron_sim import Letters, Session, experiment
from perceptron_sim.sweep.batch import Batch, Piece, computed
from perceptron_sim.sweep.fleet_run import fleet_outcomes, fleet_size
from perceptron_sim.sweep.outcome import outcomes_of

MACHINES = [
    {},
    {"association": {"threshold": 2}},
    {"plugboard": {"excitatory": 8, "inhibitory": 3}},
    {"reinforcement": {"rule": "gamma"}},
    {"reinforcement": {"rule": "beta"}},
    {"reinforcement": {"control": "forced"}},
    {"motor": {"drive": "ratchet"}},
    {"noise": {"amplifier_v": 5.0}},
    {"timing": {"hand_spread": 0.2}},
]
ON_WHICH_RELAYS_ARE_SLOW = {"timing": {"exposure_s": 0.03}}  # every lesson is gone through again


def settings_of(name, machines):
    """Settings of the experiment *name* under which it is small, with one of *machines*."""
    machine = st.sampled_from(machines)
    if name == "letters":
        code, face = (
            st.sampled_from(["binary", "error-correcting"]),
            st.sampled_from(["DejaVu Sans Bold", "DejaVu Serif"]),
        )
        return st.fixed_dictionaries({"code": code, "mark1": machine, "until_errorless": st.booleans(), "face": face})
    if name == "left-right":
        lots, unseen = st.sampled_from([0, 7]), st.sampled_from([0, 6])
        return st.fixed_dictionaries(
            {"pictures": st.integers(8, 20), "pictures_in_a_pass": lots, "unseen_pictures": unseen, "mark1": machine}
        )
    return st.fixed_dictionaries(
        {"passes_for_all": st.just(100), "order": st.sampled_from(["as-published", "shuffled"])}
    )


def cases(names, machines):
    """An experiment, its settings, so many passes, and seeds."""
    seeds = st.lists(st.integers(0, 2**63 - 1), min_size=2, max_size=4, unique=True)
    return st.sampled_from(names).flatmap(
        lambda name: st.tuples(st.just(name), settings_of(name, machines), st.integers(1, 3), seeds)
    )


def by_sessions(experiments):
    found = []
    for one in experiments:
        session = Session(one)
        found += outcomes_of(session, session.run())
    return found


def check(case):
    name, settings, passes, seeds = case
    if settings.get("code") == "error-correcting":  # takes nine lamps, on a machine with more of them
        settings = {**settings, "mark1": {**settings["mark1"], "response": {"units": 10}}}
    experiments = [experiment(name, learners="mark1", passes=passes, seed=seed, **settings) for seed in seeds]
    assert fleet_outcomes(experiments) == by_sessions(experiments)


@hypothesis.settings(max_examples=5)
@hypothesis.given(cases(["letters", "left-right"], MACHINES))
def test_machines_of_a_fleet_are_sessions(case):
    check(case)


@pytest.mark.long
@hypothesis.settings(max_examples=60)
@hypothesis.given(cases(["letters", "left-right", "digits"], [*MACHINES, ON_WHICH_RELAYS_ARE_SLOW]))
def test_machines_of_many_fleets_are_sessions(case):
    check(case)


def test_machines_that_have_had_enough_leave_the_fleet_one_by_one():
    small = {"pictures": 20, "unseen_pictures": 0, "passes": 30, "learners": "mark1"}
    experiments = [experiment("squares-circles", seed=seed, **small) for seed in range(1, 6)]
    found = fleet_outcomes(experiments)
    assert found == by_sessions(experiments)
    assert len({one.errorless_pass for one in found}) > 1


@pytest.mark.parametrize(
    "settings",
    [
        {"learners": "both"},
        {"learners": "modern"},
        {"faults": (ScheduledFault(fault=DeadCell(s_unit=3)),)},
        {"failures": FailureSpec()},
    ],
)
def test_what_a_fleet_lacks_goes_by_sessions(settings):
    assert fleet_size([Letters(**{"learners": "mark1", "passes": 1, **settings}, seed=seed) for seed in range(9)]) == 0


def test_images_of_their_own_limit_how_many_are_in_a_fleet():
    experiments = [experiment("left-right", learners="mark1", unseen_pictures=5000, seed=seed) for seed in range(2)]
    assert 4 <= fleet_size(experiments * 50) < 100
    assert fleet_size([Letters(learners="mark1", seed=seed) for seed in range(50)]) == 50


def test_a_cell_does_not_depend_on_the_cells_beside_it():
    values = {"experiment": "letters", "learners": "mark1", "passes": 1}
    whole = computed(Batch((Piece(values=values, cells=range(6), seeds=range(1, 7)),)))
    halves = [computed(one) for one in Batch((Piece(values=values, cells=range(6), seeds=range(1, 7)),)).halves()]
    assert whole.in_fleets == 6
    assert not any(one.in_fleets for one in halves)
    assert whole.cells == tuple(cell for half in halves for cell in half.cells)
