"""Evaluation: a network in use, on examples that it does not learn from."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from modern import (
    BatchNorm,
    Dense,
    Dropout,
    Evaluation,
    Network,
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


def test_a_network_beyond_all_bounds_is_no_warning(network):
    network.parameters.values = np.full(6, 1e38)
    assert not np.isfinite(evaluate(network, POINTS * 1e30, POINTS, mean_squared_error).loss)


@pytest.mark.parametrize(
    ("data", "labels", "message"),
    [
        (np.zeros((0, 2)), [], "data must hold at least one example"),
        (POINTS[:, :1], LABELS, r"data must be \(n, 2\) for Dense 2-2, got \(4, 1\)"),
        (POINTS, LABELS[:3], r"labels must be one per example, got \(3,\) for data of \(4, 2\)"),
        (POINTS, LABELS + 1, "labels must be 0 to 1, got 2"),
        (POINTS * np.nan, LABELS, r"data must be finite, got nan at \(0, 0\)"),
    ],
)
def test_examples_that_do_not_fit_are_refused(network, data, labels, message):
    with pytest.raises((SettingError, ShapeError), match=message):
        evaluate(network, data, labels, cross_entropy)
