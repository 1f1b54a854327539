"""Exclusive-or: what one layer on the cells cannot do, and what a layer of A-units before it can."""

import numpy as np
import pytest

from perceptron_sim import Session
from perceptron_sim.evidence.exclusive_or import joining_chance
from perceptron_sim.experiments.registry import EXPERIMENTS
from perceptron_sim.experiments.xor import Xor


@pytest.fixture(scope="module")
def halves():
    """The report on two halves."""
    return Session(Xor(passes=12)).run()


def measured(report, learner):
    """All that was measured of *learner*."""
    return {one.measure: one.value for one in report.measurements if one.learner == learner}


def test_it_is_registered():
    assert EXPERIMENTS["xor"] is Xor


def test_the_four_patterns_are_neither_one_the_other_and_both():
    stimuli = Xor(learners="modern").stimuli
    left, right = stimuli.images[:, :, :10].mean(axis=(1, 2)), stimuli.images[:, :, 10:].mean(axis=(1, 2))
    assert list(zip(left, right, strict=True)) == [(0, 0), (1, 0), (0, 1), (1, 1)]
    assert stimuli.labels.tolist() == [0, 1, 1, 0]


def test_a_layer_before_the_last_learns_it_and_one_layer_alone_does_not(halves):
    assert halves.learners["mark1"].errorless_pass
    assert halves.learners["modern"].errorless_pass
    assert halves.learners["modern-one-layer"].errorless_pass is None
    assert measured(halves, "mark1")["values_exist"] == 1
    assert measured(halves, "modern-one-layer")["values_exist"] == 0
    assert "One layer on the cells cannot" in halves.sentences[-2]
    assert halves.sentences[-1].endswith("learned by the Mark I and the network, but not by modern-one-layer.")


def test_a_machine_that_has_all_right_at_the_end_has_learned_it_also_without_an_errorless_pass():
    report = Session(Xor(passes=1, learners="mark1")).run()
    assert report.learners["mark1"].errorless_pass is None
    assert report.learners["mark1"].accuracy == {"taught": 1.0}
    what = "he exclusive-or of two halves of the retina"
    assert report.sentences[1].startswith(f"The Mark I learned t{what} during the last pass, by A-units with wires")
    assert report.sentences[1].endswith("; in the end it has 100% of the patterns right.")
    assert report.sentences[-1] == f"T{what} was learned by the Mark I."


def test_two_cells_are_joined_where_an_a_unit_answers_both_unlike_the_one_and_the_other():
    joined = []
    for seed in range(8):
        experiment = Xor(part="cell", learners="mark1", passes=1, seed=seed)
        session = Session(experiment)
        found = measured(session.run(), "mark1")
        assert found["chance_of_joining"] == joining_chance(512)
        machine = session.mark1.machine
        fires = np.array([machine.association.fires(machine.pattern(x).closes) for x in experiment.stimuli.images])
        neither, first, second, both = fires.astype(int)
        assert found["a_units_that_count"] == np.count_nonzero(neither + both != first + second)
        joined.append(found["a_units_that_count"] > 0)
        assert not (found["values_exist"] and not joined[-1])
    assert True in joined
    assert False in joined


def test_halves_are_joined_by_no_chance_that_the_formula_knows(halves):
    assert "chance_of_joining" not in measured(halves, "mark1")


def test_machines_alone_are_taught_without_the_network_of_one_layer():
    assert [lane.name for lane in Xor(learners="mark1").lanes()] == ["mark1"]
