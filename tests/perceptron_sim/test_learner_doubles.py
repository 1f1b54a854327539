"""Doubles answer as the machine that they are of, and nothing done to them reaches it."""

import numpy as np
import pytest

from hardware import Mark1Spec, NoiseSpec, ResponseSpec, checkpoint
from perceptron_sim import Letters, Session
from perceptron_sim.experiments.learner_doubles import asked, copy_of, double_of, labels_of, settled_lamps
from perceptron_sim.learner import NO_ANSWER


@pytest.fixture(scope="module")
def taught():
    """Learners after three passes, the machine a noisy one."""
    spec = Mark1Spec(response=ResponseSpec(in_use=5), noise=NoiseSpec(wiper_v=0.05))
    session = Session(Letters(passes=3, mark1=spec))
    session.run()
    return session


def test_a_double_settles_where_its_machine_does(taught):
    machine, images = double_of(taught.mark1).machine, taught.experiment.stimuli.images
    lamps = settled_lamps(machine, [machine.pattern(image) for image in images])
    np.testing.assert_array_equal(lamps, taught.mark1.lamps(images))
    np.testing.assert_array_equal(labels_of(taught.mark1, lamps), taught.mark1.classify(images))


def test_two_doubles_are_asked_in_the_same_noise(taught):
    first, second = (asked(double_of(taught.mark1), taught.experiment.stimuli.images) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one, other)


def test_what_is_done_to_a_double_does_not_reach_the_machine(taught):
    before, double = checkpoint(taught.mark1.trainer), double_of(taught.mark1)
    assert checkpoint(double) == before
    asked(double, taught.experiment.stimuli.images[:2])
    double.machine.switch(slice(None), on=False)
    double.machine.clear_values()
    assert checkpoint(taught.mark1.trainer) == before


def test_what_is_done_to_a_copy_does_not_reach_the_network(taught):
    network, images = taught.modern.network, taught.experiment.stimuli.images.reshape(26, -1)
    before, copy = network.logits_of(images), copy_of(network)
    np.testing.assert_array_equal(copy.logits_of(images), before)
    copy.parameters.values[...] = 0.0
    np.testing.assert_array_equal(network.logits_of(images), before)


def test_lamps_that_mean_nothing_are_no_answer(taught):
    lamps = np.zeros((2, 8), dtype=bool)
    lamps[1] = taught.experiment.codes[25]
    assert labels_of(taught.mark1, lamps).tolist() == [NO_ANSWER, 25]
