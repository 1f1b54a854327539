"""Steps that are refused: nothing was learned then, nothing remembered, and no dice have been thrown."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from modern import (
    BatchNorm,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GradientDescent,
    Network,
    SettingError,
    ShapeError,
    cross_entropy,
    train,
    train_step,
    training_steps,
    weights_of,
)

POINTS, CLASSES = np.array([[0.0, 1.0], [1.0, 3.0], [2.0, 2.0], [5.0, 1.0]]), np.array([0, 1, 1, 0])


@pytest.fixture
def dice():
    return np.random.default_rng(7)


@pytest.fixture
def network(rng, dice):
    return Network([Dense(6), BatchNorm(), Dropout(0.5, dice), Dense(2)], input_shape=(2,), rng=rng)


def failing(outputs, labels):
    raise RuntimeError("power cut")


def refused_rate():
    return GradientDescent(lambda step: -1.0)


def other_networks():
    optimizer = GradientDescent(0.1)
    other = Network.dense([2, 2], rng=np.random.default_rng(1))
    train_step(other, cross_entropy, optimizer, POINTS, CLASSES)
    return optimizer


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"labels": [0, 1, 2, 0]}, SettingError),
        ({"labels": [0, 1]}, ShapeError),
        ({"weights": [1, 1, -1, 1]}, SettingError),
        ({"loss": failing}, RuntimeError),
        ({"loss": None}, SettingError),
        ({"optimizer": refused_rate()}, SettingError),
        ({"optimizer": other_networks()}, SettingError),
        ({"data": POINTS[:1], "labels": [0]}, ShapeError),
    ],
    ids=["label", "labels", "weights", "loss", "no loss", "rate", "another's optimizer", "batch of one"],
)
def test_a_refused_step_leaves_all_as_it_was(changes, error, network, dice):
    learned, thrown = weights_of(network), dice.bit_generator.state
    step = {"loss": cross_entropy, "optimizer": GradientDescent(0.1), "data": POINTS, "labels": CLASSES} | changes
    with pytest.raises(error):
        train_step(network, **step)
    for name, array in weights_of(network).items():
        assert_array_equal(array, learned[name])
    assert dice.bit_generator.state == thrown


def test_training_goes_on_as_if_nothing_had_been_refused(network, dice):
    parts = [Dense(6), BatchNorm(), Dropout(0.5, np.random.default_rng(7)), Dense(2)]
    other = Network(parts, input_shape=(2,), rng=np.random.default_rng(20240229))
    ours, theirs = GradientDescent(0.1), GradientDescent(0.1)
    with pytest.raises(SettingError):
        train_step(network, cross_entropy, ours, POINTS, CLASSES + 1)
    for _ in range(2):
        first = train_step(network, cross_entropy, ours, POINTS, CLASSES)
        second = train_step(other, cross_entropy, theirs, POINTS, CLASSES)
        assert_array_equal(first.logits, second.logits)


def test_a_batch_that_a_later_layer_refuses_is_remembered_by_none(rng):
    layers = [BatchNorm(), Flatten(), Dense(3), BatchNorm(), Dense(2)]
    network = Network(layers, input_shape=(1, 2, 2), rng=rng)
    with pytest.raises(ShapeError, match="BatchNorm 3: must be given at least two values of each feature"):
        network.while_training(np.ones((1, 1, 2, 2)))
    assert_array_equal(layers[0].state["running_mean"], [0])


@pytest.mark.parametrize(("batch_size", "examples"), [(2, 5), (1, 4), (3, 4), (None, 1), (9, 1)])
def test_batches_too_small_for_batch_norm_are_refused_at_the_call(network, batch_size, examples):
    settings = {"loss": cross_entropy, "optimizer": GradientDescent(0.1), "batch_size": batch_size, "epochs": 1}
    with pytest.raises(SettingError, match="batch_size must leave 2 examples at least to each batch for BatchNorm 6"):
        training_steps(network, np.ones((examples, 2)), np.zeros(examples, int), **settings)


def test_examples_left_out_do_not_fill_a_batch(network):
    settings = {"loss": cross_entropy, "optimizer": GradientDescent(0.1), "batch_size": 2, "epochs": 1}
    with pytest.raises(SettingError, match="got 2, of 3 examples: the last batch has 1"):
        train(network, POINTS, CLASSES, sample_weights=[1, 0, 1, 1], **settings)


def test_one_image_is_batch_enough_for_batch_norm(rng):
    network = Network([Conv2D(2, 2), BatchNorm(), Flatten(), Dense(2)], input_shape=(1, 3, 3), rng=rng)
    settings = {"loss": cross_entropy, "optimizer": GradientDescent(0.1), "batch_size": 1, "epochs": 1}
    (result,) = train(network, rng.random((3, 1, 3, 3)), [0, 1, 0], **settings)
    assert len(result.step_losses) == 3
