"""Evaluation: a network in use, on examples that it does not learn from."""

import tracemalloc

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from modern import (
    BatchNorm,
    Conv2D,
    Dense,
    Dropout,
    Evaluation,
    Flatten,
    Network,
    Reshape,
    SettingError,
    ShapeError,
    cross_entropy,
    evaluate,
    mean_squared_error,
)

POINTS, LABELS = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.0, 0.0]]), np.array([0, 1, 1, 1])


@pytest.fixture
def network(rng):
    return Network.dense([2, 2], rng=rng, weights=lambda rng, shape: np.eye(2))


def test_loss_and_mistakes_are_counted_over_all_examples(network):
    seen = evaluate(network, POINTS, LABELS, cross_entropy)
    loss = cross_entropy(network(POINTS), LABELS).item()
    assert seen == Evaluation(loss=loss, mistakes=2, examples=4)  # a tie goes to the first class


def test_targets_that_are_no_class_numbers_count_no_mistakes(network):
    assert evaluate(network, POINTS, POINTS, mean_squared_error) == Evaluation(0.0, None, 4)


def test_nothing_is_learned_or_remembered(rng):
    layers = [Dense(4), BatchNorm(), Dropout(0.5, np.random.default_rng(1)), Dense(2)]
    network = Network(layers, input_shape=(2,), rng=rng)
    values, gradients = network.parameters.values.copy(), network.parameters.gradients.copy()
    running = {name: array.copy() for name, array in layers[1].state.items()}
    first = evaluate(network, POINTS, LABELS, cross_entropy)
    assert evaluate(network, POINTS, LABELS, cross_entropy) == first
    assert_array_equal(network.parameters.values, values)
    assert_array_equal(network.parameters.gradients, gradients)
    for name, array in layers[1].state.items():
        assert_array_equal(array, running[name])


def test_many_examples_are_judged_as_a_few_are(rng):
    layers = [Reshape((1, 2, 1)), Conv2D(3, 1, activation="tanh"), Flatten(), Dense(2)]
    network = Network(layers, input_shape=(2,), rng=rng, dtype=np.float64)
    points = rng.random((1000, 2))
    labels = (points[:, 0] > points[:, 1]).astype(int)
    seen = evaluate(network, points, labels, cross_entropy)
    logits = network(points)
    assert seen.loss == pytest.approx(cross_entropy(logits, labels).item(), rel=1e-12)
    assert seen.mistakes == np.count_nonzero(logits.data.argmax(axis=1) != labels)


def test_many_images_are_judged_in_the_memory_of_a_few(rng):
    network = Network([Conv2D(8, 5, activation="relu"), Flatten(), Dense(2)], input_shape=(1, 20, 20), rng=rng)
    images, labels = rng.random((3000, 1, 20, 20), dtype=np.float32), np.zeros(3000, int)
    tracemalloc.start()
    evaluate(network, images, labels, cross_entropy)
    network.predict_probabilities(images)
    _, most_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most_bytes < 4 * images.nbytes


def test_a_network_beyond_all_bounds_is_no_warning(network):
    network.parameters.values = np.full(6, 1e38)
    assert not np.isfinite(evaluate(network, POINTS * 1e30, POINTS, mean_squared_error).loss)


@pytest.mark.parametrize(
    ("data", "labels", "message"),
    [
        (np.zeros((0, 2)), [], "data must hold at least one example"),
        (POINTS[:, :1], LABELS, r"layer 1 \(Dense 2-2\) must be given \(batch, 2\), got \(4, 1\)"),
        (POINTS, LABELS[:3], r"labels must be one per example, got \(3,\) for data of \(4, 2\)"),
        (POINTS, LABELS + 1, "labels must be 0 to 1, got 2"),
        (POINTS[0], LABELS, r"layer 1 \(Dense 2-2\) must be given \(batch, 2\), got \(2,\)"),
        (POINTS * np.nan, LABELS, r"data must be finite, got nan at \(0, 0\)"),
    ],
)
def test_examples_that_do_not_fit_are_refused(network, data, labels, message):
    with pytest.raises((SettingError, ShapeError), match=message):
        evaluate(network, data, labels, cross_entropy)


@pytest.mark.parametrize("loss", ["mse", None, 3])
def test_a_loss_is_a_function(network, loss):
    with pytest.raises(SettingError, match="loss must be a function of outputs and labels, got "):
        evaluate(network, POINTS, LABELS, loss)


def test_a_network_is_a_network():
    with pytest.raises(SettingError, match="network must be of type Network, got None"):
        evaluate(None, POINTS, LABELS, cross_entropy)
