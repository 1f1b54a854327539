"""Weights carried over between the machines: what the one answers the other answers, and both go on learning."""

from dataclasses import replace

import numpy as np
import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from hardware import AssociationSpec, Mark1Spec, PlugboardSpec, PotentiometerSpec, ResponseSpec, RetinaSpec, Wiring
from hardware.faults import StuckRelay
from perceptron_sim.experiments.letters import Letters
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.mark1_learner import Mark1Learner
from perceptron_sim.network_learner import NetworkLearner
from perceptron_sim.transplanting import network_from_machine, values_for_machine

TINY = Mark1Spec(
    retina=RetinaSpec(rows=2, columns=2),
    plugboard=PlugboardSpec(excitatory=1, inhibitory=1),
    association=AssociationSpec(units=4),
    potentiometer=PotentiometerSpec(step_deg=1.0),
    response=ResponseSpec(units=3, in_use=2),
)
CODES = np.array([[0, 0, 0], [0, 1, 0], [1, 0, 0], [1, 1, 0]], dtype=np.bool_)
ORIGINS = np.array([[0, 1, 2, 3], [1, 2, 3, 0]])
SIGNS = np.array([[1, 1, 1, 1], [-1, -1, -1, 1]])


def tiny(spec=TINY, angles_deg=(0.0, 0.0, 0.0, 0.0)):
    """Cells feed the A-unit of their number, the next cell inhibits it, the last one's excites it; A4 is of no use."""
    wiring = Wiring(ORIGINS, SIGNS, np.array([0, 0, 1, 2]))
    learner = Mark1Learner(simpy.Environment(), spec, CODES, seed=0, wiring=wiring)
    learner.machine.set_angles(np.array(angles_deg, dtype=float))
    return learner


def network_like(learner, shape, classes):
    spec, values = network_from_machine(learner, classes)
    network = NetworkLearner(simpy.Environment(), spec, shape, classes, np.random.default_rng(0))
    network.become(spec, values)
    return network


def test_a_machine_on_paper_is_the_network_on_paper():
    network = network_like(tiny(angles_deg=(12.0, -4.0, 6.0, 100.0)), (2, 2), 4)
    hidden, outputs = network.network.layers
    assert hidden.weight.data.tolist() == [[1, 0, 0, 1], [-1, 1, 0, 0], [0, -1, 1, 0], [0, 0, -1, 1]]
    assert hidden.bias.data.tolist() == [-0.5] * 4
    # sums of random signs: sqrt((12² + 4² + 6²) / 2) = 9.9 windings, half of it next to 4, which become 1
    assert outputs.weight.data.tolist() == [[-3, -3, 3, 3], [1, 1, -1, -1], [-1.5, 1.5, -1.5, 1.5], [0, 0, 0, 0]]
    assert outputs.bias.data.tolist() == [0.25, 0, 0, -0.25]  # a sum of half a winding lights no lamp
    lit = np.array([[[1.0, 0.0], [1.0, 0.0]]], dtype=np.float32)  # cells 0 and 2: A-units 0, 2 and 3 fire
    assert network.network.logits_of(lit.reshape(1, 4)).tolist() == [[-4.25, -1.5, 1.5, 4.25]]


@settings(max_examples=60, deadline=None)
@given(
    angles_deg=st.lists(st.integers(-9, 9), min_size=4, max_size=4),
    threshold=st.integers(-1, 2),
    threshold_v=st.sampled_from([0.0, 0.3, -0.7, 1.0, 0.05]),
    off=st.lists(st.booleans(), min_size=4, max_size=4),
)
def test_whatever_its_settings_a_machine_and_its_network_answer_every_picture_alike(
    angles_deg, threshold, threshold_v, off
):
    response = replace(TINY.response, threshold_v=threshold_v)
    spec = replace(TINY, association=AssociationSpec(units=4, threshold=threshold), response=response)
    learner = tiny(spec, angles_deg)
    learner.machine.switch(slice(None), ~np.array(off))
    images = (np.arange(16)[:, None] >> np.arange(4) & 1).astype(np.float32).reshape(16, 2, 2)
    network = network_like(learner, (2, 2), 4)
    assert network.classify(images).tolist() == learner.classify(images).tolist()


@pytest.fixture(scope="module")
def taught():
    """A machine of 26 letters whose potentiometers hold what logistic regression found."""
    letters = Letters()
    learner = Mark1Learner(simpy.Environment(), letters.first_machine, letters.codes, seed=2)
    learner.machine.set_angles(values_for_machine(learner, letters.stimuli))
    return learner, letters.stimuli


def test_modern_values_answer_all_letters_and_the_largest_is_at_its_stop(taught):
    learner, stimuli = taught
    angles_deg = values_for_machine(learner, stimuli)
    assert (learner.classify(stimuli.images) == stimuli.labels).all()
    assert np.abs(angles_deg).max() == learner.machine.spec.potentiometer.stop_deg
    assert (angles_deg == values_for_machine(learner, stimuli)).all()  # no chance in it
    idle = learner.machine.wiring.assignment >= learner.machine.spec.response.in_use
    assert not angles_deg[idle].any()


def test_modern_values_make_do_with_the_a_units_that_fire_as_they_are(taught):
    learner, stimuli = taught
    broken = Mark1Learner(simpy.Environment(), learner.machine.spec, learner.codes, seed=2)
    for a_unit in range(0, 300, 3):
        broken.machine.inject(StuckRelay(a_unit, a_unit % 2 == 0))
    broken.machine.set_angles(values_for_machine(broken, stimuli))
    assert (broken.classify(stimuli.images) == stimuli.labels).all()


def test_values_for_more_pictures_than_it_learns_from_answer_most_of_them(taught, rng):
    learner, stimuli = taught
    many = rng.permutation(np.repeat(np.arange(26), 60))
    repeated = Stimuli(stimuli.images[many], stimuli.labels[many], stimuli.class_names, "many")
    other = Mark1Learner(simpy.Environment(), learner.machine.spec, learner.codes, seed=2)
    other.machine.set_angles(values_for_machine(other, repeated))
    assert (other.classify(stimuli.images) == stimuli.labels).all()


def test_a_network_from_a_machine_names_all_that_its_lamps_name_without_being_certain_and_goes_on_learning(taught):
    learner, stimuli = taught
    network = network_like(learner, (20, 20), 26)
    assert (network.classify(stimuli.images) == stimuli.labels).all()
    sure = network.predict_probabilities(stimuli.images).max(axis=1)
    assert 0.2 < sure.min() < sure.max() < 0.99
    before = network.network.layers[0].weight.data.copy()
    for _ in range(2):
        for image, label in zip(stimuli.images, stimuli.labels, strict=True):
            network.begin(image, int(label))
    assert (network.classify(stimuli.images) == stimuli.labels).all()
    assert network.predict_probabilities(stimuli.images).max(axis=1).mean() > sure.mean() + 0.1
    assert_allclose(network.network.layers[0].weight.data, before)  # the step has no slope: wires stay


def test_a_machine_in_its_middle_is_a_network_that_knows_nothing(taught):
    _, stimuli = taught
    fresh = Mark1Learner(simpy.Environment(), Letters().first_machine, Letters().codes, seed=2)
    network = network_like(fresh, (20, 20), 26)
    assert not network.network.layers[1].weight.data.any()
    assert len(set(network.classify(stimuli.images).tolist())) == 1
