"""Who stands where in a race, and how the figures of a lane come about."""

import numpy as np
import pytest

from perceptron_sim import Session
from perceptron_sim.experiments.lane import Lane
from perceptron_sim.experiments.race import Race
from perceptron_sim.explain.race import FIGURES, RaceNow, answer_of, happening, standing
from perceptron_sim.learner import Trial
from perceptron_sim.ledger import Score
from perceptron_sim.network_spec import NetworkSpec

NAMES = ("A", "B", "C", "D")


def score(right, passes=2, errorless=None):
    """An account of so many *right* of the last 4 answers, of 8 since the beginning."""
    answers = np.arange(8) >= 8 - right
    return Score(
        exposures=8,
        errors=8 - right,
        recent=right / 4,
        held_out=None,
        passes=passes,
        errorless_pass=errorless,
        last=None,
        curve=np.full(8, right / 4, dtype=np.float32),
        right=answers,
        pass_ends=np.array([4, 8][:passes], dtype=np.int32),
        **dict.fromkeys(("simulated_s", "motor_s", "turned_deg", "relay_operations", "energy_j", "wall_s"), 0.0),
        multiply_adds=800,
    )


def race(finished=False, exposures=8, **scores):
    """A race of networks by *scores*."""
    lanes = [Lane(name=name, spec=NetworkSpec()) for name in scores]
    return RaceNow(
        runners=standing(lanes, scores),
        image=None,
        label=None,
        class_names=NAMES,
        exposures=exposures,
        pass_number=3,
        pass_limit=9,
        exposure_limit=36,
        finished=finished,
        taught=4,
        unseen=0,
        results=(),
    )


def places(now):
    return {runner.lane.name: runner.place for runner in now.runners}


def test_first_is_who_came_through_a_pass_first_then_who_is_right_more_often_now():
    now = race(slow=score(1), later=score(3, errorless=2), first=score(2, errorless=1), quick=score(3))
    assert list(places(now).items()) == [("first", 1), ("later", 2), ("quick", 3), ("slow", 4)]


def test_who_stands_alike_shares_a_place_and_the_next_one_is_left_out():
    assert places(race(a=score(1), b=score(3), c=score(3), d=score(0))) == {"b": 1, "c": 1, "a": 3, "d": 4}


def test_before_the_first_picture_nobody_has_a_place():
    session = Session(Race(rules=("alpha",), optimizers=()))
    assert [one.place for one in standing(session.experiment.lanes(), session.scores())] == [None]


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (race(exposures=0, a=score(0), b=score(0)), "2 learners wait for the first picture."),
        (race(a=score(3), b=score(1)), "A leads: 3 of the last 4 pictures named rightly."),
        (race(a=score(2), b=score(2), c=score(0)), "A and b lead: 2 of the last 4 pictures named rightly."),
        (race(a=score(2), b=score(2)), "All are level so far."),
        (
            race(a=score(1), b=score(4, errorless=2)),
            "B has won: no error in the whole of pass 2; 1 of 2 had no such pass yet.",
        ),
        (
            race(finished=True, a=score(1), b=score(4, errorless=2), c=score(1)),
            "B has won: no error in the whole of pass 2; 2 of 3 never had such a pass.",
        ),
        (
            race(a=score(4, errorless=2), b=score(4, errorless=2)),
            "A and b have won: no error in the whole of pass 2; all 2 are through.",
        ),
        (race(finished=True, a=score(1), b=score(2)), "The race is over, and nobody had a pass without an error."),
    ],
)
def test_the_race_is_told_in_a_sentence(now, sentence):
    assert happening(now) == sentence


def test_an_answer_is_a_class_none_or_not_there_yet():
    trial = Trial(learner="a", exposure=1, label=0, answer=2, ended_s=1.0)
    assert [answer_of(one, NAMES) for one in (None, trial)] == ["–", "C"]
    assert answer_of(Trial(learner="a", exposure=1, label=0, answer=None, ended_s=1.0), NAMES) == "none"


def test_the_figures_of_a_lane_are_reckoned_from_its_score():
    now = race(a=score(3), b=score(1))
    figures = {name: figure(now.runners[0], now) for name, figure in FIGURES.items()}
    assert tuple(figures["lane"].arithmetic) == ("3 right of 4", "= 75 %")
    assert ("place", "1 of 2") in figures["lane"].facts
    assert tuple(figures["errorless"].arithmetic) == ("pass 2: 4 answers − 3 right", "= 1 error")
    assert tuple(figures["cost"].arithmetic) == ("800 : 8 exposures", "= 100 each")
    assert dict(figures["answer"].facts) == {"shown": "–"}


def test_of_a_machine_the_cost_is_assumed_and_comes_to_what_was_summed():
    session = Session(Race(rules=("alpha",), optimizers=()))
    while session.exposures < 2:
        session.step()
    (runner,) = standing(session.experiment.lanes(), session.scores())
    cost = FIGURES["cost"](runner, race(a=score(1)))
    assert cost.certainty == "assumed"
    assert tuple(cost.arithmetic)[-1] == f"= {session.scores()['alpha'].motor_s / 2:.2f} s of motors each"
    answer = dict(FIGURES["answer"](runner, race(a=score(1))).facts) if runner.trial.label < len(NAMES) else {}
    assert answer.get("R-lamps, R1 first", runner.trial.code) == runner.trial.code
