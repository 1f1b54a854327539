"""The race: lanes of any kind on one stream, each from a seed of its own if it has one."""

from dataclasses import dataclass, replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware import Rule
from perceptron_sim import Letters, Session
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.lane import Lane
from perceptron_sim.experiments.on_letters import OnLetters
from perceptron_sim.experiments.race import Race
from perceptron_sim.experiments.registry import EXPERIMENTS
from perceptron_sim.mark1_learner import Mark1Learner
from perceptron_sim.network_spec import OPTIMIZERS
from perceptron_sim.sweep.fleet_run import Course

KINDS = [*map(str, Rule), *OPTIMIZERS]
SOME = Race(rules=KINDS[:3], optimizers=KINDS[3:])
SPECS = {lane.name: lane.spec for lane in SOME.lanes()}


@dataclass(frozen=True, kw_only=True)
class Chosen(OnLetters):
    """Letters for just these lanes."""

    name = "chosen"
    title = "lanes by hand"
    chosen: tuple[Lane, ...] = ()

    def lanes(self):
        """Those chosen."""
        return self.chosen


def trials_of(experiment, name, exposures):
    """What the lane *name* answers, learns and spends in the first *exposures*, whoever runs beside it.

    Not when: all wait for the slowest of them before the next picture comes. A machine's figures are rounded, for those
    of the clock differ in their last digits.
    """
    found = []
    for trials in Session(experiment).trials():
        (trial,) = [trial for trial in trials if trial.learner == name]
        found.append(
            (trial.stimulus, trial.answer, trial.code, trial.loss, trial.multiply_adds, trial.relay_operations)
        )
        found.append((round(trial.motor_s, 9), round(trial.turned_deg, 6), round(trial.energy_j, 6)))
        if trial.exposure == exposures:
            break
    return found


def test_it_is_registered_and_any_kind_can_race():
    assert EXPERIMENTS["race"] is Race
    assert list(SPECS) == KINDS


@given(kind=st.sampled_from(KINDS), seed=st.integers(0, 2**63 - 1), stream=st.integers(0, 9))
@settings(max_examples=5, deadline=None)
def test_equal_lanes_run_equal_and_others_beside_them_change_nothing(kind, seed, stream):
    alone = Lane(name="alone", spec=SPECS[kind], seed=seed)
    beside = (replace(alone, name="twin"), Lane(name="other", spec=SPECS["alpha"], seed=seed // 2), alone)
    together = Chosen(seed=stream, chosen=beside)
    trials = trials_of(Chosen(seed=stream, chosen=(alone,)), "alone", 8)
    assert trials_of(together, "alone", 8) == trials_of(together, "twin", 8) == trials


@pytest.mark.parametrize(("kind", "name"), [("alpha", "mark1"), ("adam", "modern")])
def test_a_lane_of_a_seed_is_what_the_run_of_that_seed_has_and_in_its_stream_does_the_same(kind, name):
    """Its wiring or weights are those of the single run; its trials too where the stream, the seed of all, is equal."""
    lanes = Session(Race(seed=3, seeds=3, rules=("alpha",), optimizers=("adam",)))
    for seed in (3, 5):
        single, lane = Session(Letters(seed=seed)).learner(name), lanes.learner(f"{kind}-seed-{seed}")
        if isinstance(single, Mark1Learner):
            assert lane.machine.wiring == single.machine.wiring
        else:
            assert np.array_equal(lane.network.parameters.values, single.network.parameters.values)
    race = Race(seed=3, seeds=2, rules=("alpha",), optimizers=("adam",))
    assert trials_of(race, f"{kind}-seed-3", 20) == trials_of(Letters(seed=3), name, 20)
    assert trials_of(race, f"{kind}-seed-4", 20) != trials_of(race, f"{kind}-seed-3", 20)


def test_going_back_in_a_race_of_seeds_comes_to_the_same():
    straight, wandering = (Session(Race(seeds=2, rules=("gamma",), optimizers=("momentum",))) for _ in range(2))
    for session in (straight, wandering):
        while session.lesson < 9:
            session.step()
    digest = straight.digest
    wandering.go_back(4)
    while wandering.lesson < 9:
        wandering.step()
    assert wandering.digest == digest


def test_seeds_follow_on_that_of_the_run_and_begin_again_after_the_largest():
    lanes = Race(seed=2**63 - 1, seeds=2, rules=(), optimizers=("adam",), hidden=(8, 4)).lanes()
    assert [(lane.name, lane.seed) for lane in lanes] == [
        (f"adam-{units}-hidden-seed-{seed}", seed) for units in (8, 4) for seed in (2**63 - 1, 0)
    ]


def test_a_fleet_leaves_a_lane_with_a_seed_of_its_own_alone():
    lane = Lane(name="alpha", spec=SPECS["alpha"])
    assert Course.of(Chosen(chosen=(lane,))).can_be_taught_in_a_fleet()
    assert not Course.of(Chosen(chosen=(replace(lane, seed=1),))).can_be_taught_in_a_fleet()


@pytest.mark.parametrize(
    ("refused", "message"),
    [
        ({"rules": (), "optimizers": ()}, "learners must be 1 to 64 by rules and signs, .*, got 0"),
        ({"seeds": 9}, "learners must be 1 to 64 by .*, got 72"),
        ({"rules": ("alpha", "alpha")}, "rules must be a list of different values, got 'alpha' twice"),
        ({"signs": ()}, "signs must be one at least where there are rules"),
        ({"rules": ("alpah",)}, "rules must be a list, each one of alpha, beta, gamma"),
        ({"learners": "modern", "optimizers": ()}, "learners must be 1 to 64 by .*, got 0"),
    ],
)
def test_a_race_of_nobody_or_of_one_against_itself_is_refused(refused, message):
    with pytest.raises(SettingError, match=message):
        Race(**refused)


@pytest.mark.parametrize("seed", [-1, 2**63, 1.0, True, "1"])
def test_a_seed_of_a_lane_is_a_whole_number(seed):
    with pytest.raises(SettingError, match="a lane's seed must be a whole number from 0"):
        Lane(name="alpha", spec=SPECS["alpha"], seed=seed)


def reported(race, passes, unseen):
    """A report in which the lanes came through in *passes* and rightly name so many *unseen* images."""
    named = [{"taught": 1.0, "unseen": number / 26} for number in unseen]
    told = zip(race.lanes(), passes, named, strict=True)
    learners = {x.name: SimpleNamespace(errorless_pass=number, accuracy=right) for x, number, right in told}
    return SimpleNamespace(learners=learners, finished=True)


def test_the_sentences_say_who_came_first_and_what_the_seeds_decide():
    few = Race(rules=("beta",), optimizers=("adam",))
    assert few.seen(reported(few, (9, 7), (0, 23)))[-1].startswith("First came adam, without an error in pass 7, then")
    many = Race(rules=("beta",), optimizers=("adam",), seeds=7)
    beta, adam, _, last = many.seen(
        reported(many, (None,) * 6 + (20,) + (8, 9, 7, 8, 8, 7, 12), [2] * 7 + [*range(17, 24)])
    )
    assert beta.startswith(
        "Beta: 1 of 7 had a pass without an error, the first in 20; in the end they rightly name 2 of"
    )
    assert adam.startswith(
        "Adam: 7 of 7 had a pass without an error, the first in 7 to 12; in the end they rightly name"
    )
    assert adam.endswith("name 17 to 23 of the 26 unseen images.")
    assert last == (
        "First came adam-seed-3 and adam-seed-6, without an error in pass 7, then 6 more up to pass 20; 6 had none."
    )
    assert many.seen(reported(many, (None,) * 14, [0] * 14))[-1] == "None of 14 came through a pass without an error."
