"""The experiment `damage`: what is gone gives nothing, what is left works as before."""

import numpy as np
import pytest

from hardware import CutWire, checkpoint
from perceptron_sim import Session
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.curves import curves
from perceptron_sim.experiments.damage import Damage
from perceptron_sim.experiments.damage_bench import ways_to_break
from perceptron_sim.experiments.learner_doubles import double_of
from perceptron_sim.network_spec import NetworkSpec

SEED = 8


@pytest.fixture(scope="module")
def taught():
    """A session of which both learners were taught, the network with two hidden layers, and nothing was measured."""
    session = Session(Damage(passes=5, shares=(), modern=NetworkSpec(hidden=(24, 16))))
    session.run()
    return session


@pytest.fixture
def broken(taught):
    """Breaks a learner of that session one way, in an order drawn from SEED; gives what is right by share."""

    def make(learner, way):
        return dict(ways_to_break(learner))[way](taught.experiment.stimuli, np.random.default_rng(SEED))

    return make


def turns(parts):
    """When each of so many parts goes."""
    return np.random.default_rng(SEED).permutation(parts)


def right(taught, lamps):
    return float((lamps == taught.experiment.codes[taught.experiment.stimuli.labels]).all(axis=1).mean())


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5])
def test_sums_over_the_a_units_that_are_left_decide(taught, broken, share):
    machine = taught.mark1.machine
    left = turns(512) >= round(512 * share)
    steps = machine.potentiometers.wiper_steps(machine.env.now) * left
    lamps = np.zeros((26, 8), dtype=bool)
    for image, lit in zip(taught.experiment.stimuli.images, lamps, strict=True):
        firing = machine.association.fires(machine.pattern(image).closes)
        lit[:] = np.bincount(machine.wiring.assignment, weights=steps * firing, minlength=8) > 0
    assert broken(taught.mark1, "a_units_off_share")(share)["accuracy"] == right(taught, lamps)


def test_a_pulled_wire_carries_as_little_as_a_cut_one(taught, broken):
    machine = double_of(taught.mark1).machine
    plugged = np.argwhere(machine.wiring.plugged)
    for row, a_unit in plugged[turns(len(plugged)) < round(0.02 * len(plugged))].tolist():
        machine.inject(CutWire(a_unit, row))
    lamps = np.stack([machine.settled_answer(machine.pattern(image)) for image in taught.experiment.stimuli.images])
    scores = broken(taught.mark1, "wires_cut_share")(0.02)
    assert scores["accuracy"] == right(taught, lamps)
    wanted = taught.experiment.codes[taught.experiment.stimuli.labels]
    assert scores["bits_right"] == (lamps == wanted)[:, :5].mean()


@pytest.mark.parametrize("share", [0.0, 0.25, 0.6])
def test_hidden_units_that_are_off_give_zero(taught, broken, share):
    x = taught.experiment.stimuli.images.reshape(26, -1)
    off = np.split(turns(40) < round(40 * share), [24])
    for number, layer in enumerate(taught.modern.network.layers):
        x = x @ layer.weight.data + layer.bias.data
        if number < 2:
            x = np.where(off[number], 0.0, np.maximum(x, 0.0))
    named = (x.argmax(axis=1) == taught.experiment.stimuli.labels).mean()
    assert broken(taught.modern, "hidden_units_off_share")(share)["accuracy"] == named


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_first_weights_that_are_cut_are_zero(taught, broken, share):
    x = taught.experiment.stimuli.images.reshape(26, -1)
    first, *others = taught.modern.network.layers
    kept = (turns(400 * 24) >= round(400 * 24 * share)).reshape(400, 24)
    x = np.maximum(x @ (first.weight.data * kept) + first.bias.data, 0.0)
    x = np.maximum(x @ others[0].weight.data + others[0].bias.data, 0.0)
    x = x @ others[1].weight.data + others[1].bias.data
    named = (x.argmax(axis=1) == taught.experiment.stimuli.labels).mean()
    assert broken(taught.modern, "weights_cut_share")(share)["accuracy"] == named


def test_with_all_of_a_kind_gone_nothing_is_told_apart(taught, broken):
    for way in ("a_units_off_share", "wires_cut_share"):
        assert broken(taught.mark1, way)(1.0)["accuracy"] == 0.0
    for way in ("hidden_units_off_share", "weights_cut_share"):
        assert broken(taught.modern, way)(1.0)["accuracy"] == pytest.approx(1 / 26)


def test_shares_may_come_in_any_order(taught, broken):
    there_and_back = broken(taught.mark1, "wires_cut_share")
    first = there_and_back(0.1)
    assert there_and_back(0.9) != first
    assert there_and_back(0.1) == first


def test_a_unit_that_was_off_before_stays_off(taught):
    session = Session(Damage(passes=1, shares=(0.0,), draws=1, learners="mark1"))
    session.mark1.machine.switch(slice(None), on=False)
    assert {one.value for one in session.run().measurements if one.measure == "accuracy"} == {0.0}


def test_every_share_is_measured_for_every_way_and_the_values_are_means_over_draws():
    report = Session(Damage(passes=2, shares=(0.0, 0.3), draws=3)).run()
    for condition in ("a_units_off_share", "wires_cut_share"):
        assert list(curves(report.measurements, "bits_right", condition)["mark1"]) == [0.0, 0.3]
    for condition in ("hidden_units_off_share", "weights_cut_share"):
        (curve,) = curves(report.measurements, "accuracy", condition).values()
        assert curve[0.0] == pytest.approx(report.learners["modern"].accuracy["taught"])
        assert curve[0.3] * 78 == pytest.approx(round(curve[0.3] * 78))


def test_a_network_without_a_hidden_layer_has_weights_to_cut_only():
    session = Session(Damage(passes=1, modern=NetworkSpec(hidden=()), learners="modern", draws=1))
    assert {one.at[0][0] for one in session.run().measurements} == {"weights_cut_share"}


def test_filters_are_weights_of_the_first_layer():
    spec = NetworkSpec(hidden=(8,), filters=2)
    session = Session(Damage(passes=1, modern=spec, learners="modern", draws=1, shares=(0.0, 1.0)))
    assert {one.at[0][0] for one in session.run().measurements} == {"hidden_units_off_share", "weights_cut_share"}


def test_the_learners_go_on_whole(taught):
    before = checkpoint(taught.mark1.trainer), taught.modern.network.parameters.values.copy()
    for learner in taught.learners:
        for _, way in ways_to_break(learner):
            way(taught.experiment.stimuli, np.random.default_rng(SEED))(0.7)
    assert checkpoint(taught.mark1.trainer) == before[0]
    assert taught.modern.network.parameters.values.tobytes() == before[1].tobytes()


def test_a_share_that_is_given_twice_is_refused():
    with pytest.raises(SettingError, match=r"^shares must be a list of different values, got 0.1 twice$"):
        Damage(shares=(0.1, 0.1))
