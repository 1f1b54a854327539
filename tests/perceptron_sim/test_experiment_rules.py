"""The experiment `rules`: a machine for each system, and what each comes to is counted."""

import numpy as np
import pytest

from hardware import Control, Rule
from perceptron_sim import Session
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.curves import values
from perceptron_sim.experiments.rules import Rules


@pytest.fixture(scope="module")
def session():
    """Three passes of four systems."""
    ended = Session(
        Rules(passes=3, rules=("alpha", "gamma"), signs=("monovalent",), controls=("forced", "spontaneous"))
    )
    ended.run()
    return ended


def test_there_is_a_machine_for_every_system_of_the_settings():
    *machines, network = Rules().lanes()
    systems = {
        (x.spec.reinforcement.rule, x.spec.reinforcement.bivalent, x.spec.reinforcement.control) for x in machines
    }
    assert len(machines) == len(systems) == len(Rule) * 2 * len(Control)
    assert network.name == "modern"


def test_a_machine_is_called_what_it_is():
    lanes = {lane.name: lane.spec.reinforcement for lane in Rules(learners="mark1").lanes()}
    found = lanes["gamma-monovalent-error-correction"]
    assert (found.rule, found.bivalent, found.control) == (Rule.GAMMA, False, Control.ERROR_CORRECTION)
    assert lanes["beta-bivalent-spontaneous"].bivalent


def test_different_answers_are_counted_over_all_that_is_taught(session):
    counted = values(session.measurements, "different_answers")
    for learner in session.learners[:-1]:
        answers = {lamps.tobytes() for lamps in learner.lamps(session.experiment.stimuli.images)}
        assert counted[learner.name] == len(answers)


def test_values_that_only_gain_never_lie_below_the_middle(session):
    angle_deg = session.learner("alpha-monovalent-forced").machine.potentiometers.angle_deg(session.time_s)
    assert angle_deg.min() >= 0.0
    assert values(session.measurements, "mean_off_middle_deg")["alpha-monovalent-forced"] == np.mean(angle_deg)


def test_the_end_stops_are_counted(session):
    shares = values(session.measurements, "at_stop_share")
    for learner in session.learners[:-1]:
        potentiometers = learner.machine.potentiometers
        assert shares[learner.name] == np.mean(np.abs(potentiometers.angle_deg(session.time_s)) == 150.0)


def test_the_last_sentence_names_the_systems_that_learn():
    settings = {"rules": ("alpha",), "signs": ("bivalent",), "learners": "mark1"}
    learned = Session(Rules(controls=("error-correction", "forced"), passes=12, **settings)).run().sentences[-1]
    assert learned == "Of 2 systems 1 had a pass without an error: alpha-bivalent-error-correction."
    best = Session(Rules(controls=("forced",), passes=1, **settings)).run()
    share = f"{best.learners['alpha-bivalent-forced'].accuracy['taught']:.0%}"
    assert best.sentences[-1].endswith(f"in the end alpha-bivalent-forced names most rightly, {share}.")


@pytest.mark.parametrize(("name", "value"), [("rules", "delta"), ("signs", "both"), ("controls", "error correction")])
def test_an_unknown_word_is_refused(name, value):
    with pytest.raises(SettingError, match=rf"^{name} must be a list, each one of .*, got \['{value}'\]"):
        Rules(**{name: (value,)})


def test_a_word_that_is_given_twice_is_refused():
    with pytest.raises(SettingError, match=r"^rules must be a list of different values, got 'beta' twice$"):
        Rules(rules=("beta", "alpha", "beta"))
