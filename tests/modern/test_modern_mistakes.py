"""What counts as an answer and as a mistake: the largest logit's class, or the side of 0 of a single one."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from modern import (
    Evaluation,
    GradientDescent,
    Network,
    binary_cross_entropy,
    evaluate,
    half_squared_sum,
    hinge,
    mean_squared_error,
    perceptron_criterion,
    train,
    train_step,
)

POINTS = np.array([[-2.0], [-1.0], [0.0], [1.0], [2.0]])  # answered 0, 0, 0, 1, 1
ZERO_ONE, SIGNS = np.array([[0], [1], [0], [1], [0]]), np.array([[-1], [1], [-1], [1], [-1]])  # two are wrong


@pytest.fixture
def neuron(rng):
    return Network.dense([1, 1], rng=rng, weights=lambda rng, shape: np.ones(shape))


CLASSES_NAMED = [
    (binary_cross_entropy, ZERO_ONE),
    (binary_cross_entropy, ZERO_ONE.astype(bool)),
    (binary_cross_entropy, ZERO_ONE.astype(float)),
    (hinge, SIGNS),
    (hinge, SIGNS.astype(float)),
    (perceptron_criterion, SIGNS),
    (lambda outputs, labels, *weights: binary_cross_entropy(outputs, np.reshape(labels, (-1, 1))), ZERO_ONE[:, 0]),
    (lambda outputs, labels, *weights: hinge(outputs, np.reshape(labels, (-1, 1))), SIGNS[:, 0]),
]


@pytest.mark.parametrize(("loss", "labels"), CLASSES_NAMED)
def test_a_single_output_errs_where_it_is_on_the_wrong_side_of_zero(neuron, loss, labels, rng):
    assert evaluate(neuron, POINTS, labels, loss).mistakes == 2
    settings = {"loss": loss, "optimizer": GradientDescent(1e-9), "rng": rng, "epochs": 1}
    (result,) = train(neuron, POINTS, labels, sample_weights=[1, 1, 0, 2, 3], held_out=(POINTS, labels), **settings)
    assert (result.mistakes, result.examples) == (2, 4)


def test_a_single_output_answers_one_above_zero(neuron):
    step = train_step(neuron, hinge, GradientDescent(0.1), POINTS, SIGNS)
    assert_array_equal(step.answers, [0, 0, 0, 1, 1])
    assert step.answers.dtype == np.intp


def test_the_probability_of_a_single_output_is_that_of_class_one(neuron):
    assert_allclose(neuron.predict_probabilities(POINTS), 1 / (1 + np.exp(-POINTS)), rtol=1e-6)


TARGETS = [
    (mean_squared_error, ZERO_ONE),
    (mean_squared_error, SIGNS),
    (half_squared_sum, ZERO_ONE),
    (binary_cross_entropy, np.array([[0.0], [1.0], [0.5], [1.0], [0.0]])),
    (lambda outputs, labels: mean_squared_error(outputs, np.reshape(labels, (-1, 1))), np.arange(5)),
]


@pytest.mark.parametrize(("loss", "labels"), TARGETS)
def test_targets_to_come_near_to_know_no_mistakes(neuron, loss, labels):
    assert evaluate(neuron, POINTS, labels, loss).mistakes is None


def test_a_batch_of_a_regression_that_looks_like_classes_counts_no_mistakes(neuron):
    settings = {"loss": mean_squared_error, "optimizer": GradientDescent(1e-9), "batch_size": 1, "epochs": 1}
    (result,) = train(neuron, POINTS, POINTS, **settings)
    assert result.mistakes is None


def test_several_yes_or_no_outputs_name_no_single_class(rng):
    network = Network.dense([1, 2], rng=rng)
    targets = np.eye(2)[[0, 1, 0, 1, 0]]
    assert isinstance(evaluate(network, POINTS, targets, binary_cross_entropy), Evaluation)
    assert evaluate(network, POINTS, targets, binary_cross_entropy).mistakes is None
