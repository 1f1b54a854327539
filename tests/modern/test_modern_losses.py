"""The losses: values worked by hand, stable, and careful about what they are given."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose

from modern import (
    SettingError,
    ShapeError,
    Tensor,
    cross_entropy,
    half_squared_sum,
    log_softmax,
    mean_squared_error,
    softmax,
)

NAN, INFINITE = float("nan"), float("inf")


def test_cross_entropy_is_the_mean_of_minus_log_p_of_the_label():
    logits = np.array([[0.0, math.log(3)], [math.log(4), 0.0]])  # p = 1/4, 3/4 and 4/5, 1/5
    loss = cross_entropy(Tensor(logits), [1, 1])
    assert loss.item() == pytest.approx((math.log(4 / 3) + math.log(5)) / 2, rel=1e-14)


def test_cross_entropy_of_equal_logits_is_the_log_of_the_number_of_classes():
    assert cross_entropy(Tensor(np.zeros((3, 26))), [0, 7, 25]).item() == pytest.approx(math.log(26))


def test_cross_entropy_slope_is_p_minus_one_hot_over_the_batch(rng):
    logits = Tensor(rng.normal(size=(4, 3)), requires_grad=True)
    cross_entropy(logits, [0, 1, 2, 0]).backward()
    assert_allclose(logits.grad, (softmax(logits.data) - np.eye(3)[[0, 1, 2, 0]]) / 4, rtol=1e-12)


def test_cross_entropy_equals_its_composition_from_parts(rng):
    logits, labels = Tensor(rng.normal(size=(4, 3))), [2, 1, 0, 0]
    composed = -log_softmax(logits)[[0, 1, 2, 3], labels].mean()
    assert cross_entropy(logits, labels).item() == pytest.approx(composed.item(), rel=1e-14)


def test_cross_entropy_of_a_sure_mistake_is_finite_in_float32():
    logits = Tensor([[1e4, -1e4]], requires_grad=True)
    loss = cross_entropy(logits, [1])
    loss.backward()
    assert loss.item() == 2e4
    assert_allclose(logits.grad, [[1, -1]])


def test_mean_squared_error_counts_every_entry():
    assert mean_squared_error(Tensor([[1.0, 2.0], [3.0, 4.0]]), [[1, 0], [3, 0]]).item() == 5.0


def test_half_squared_sum_adds_every_entry_and_halves():
    assert half_squared_sum(Tensor([[1.0, 2.0], [3.0, 4.0]]), [[1, 0], [3, 0]]).item() == 10.0


@pytest.mark.parametrize(
    ("logits", "labels", "error", "message"),
    [
        ([[0.0, 0.0]], [2], SettingError, "labels must be 0 to 1, got 2"),
        ([[0.0, 0.0]], [-1], SettingError, "labels must be 0 to 1, got -1"),
        ([[0.0, 0.0]], [1.0], SettingError, "labels must be integers, got float64"),
        ([[0.0, 0.0]], [0, 1], ShapeError, r"got \(1, 2\) and \(2,\)"),
        ([[0.0, 0.0]], [[0]], ShapeError, r"labels \(batch,\).* got \(1, 2\) and \(1, 1\)"),
        ([0.0, 0.0], [0, 1], ShapeError, r"logits must be \(batch, classes\)"),
        (np.zeros((0, 2)), np.zeros(0, int), ShapeError, "neither of them empty"),
        ([[0.0, NAN]], [0], SettingError, r"logits must be finite, got nan at \(0, 1\)"),
        ([[0.0, 0.0], [INFINITE, 0.0]], [0, 0], SettingError, r"logits must be finite, got inf at \(1, 0\)"),
    ],
)
def test_cross_entropy_refuses_what_it_cannot_judge(logits, labels, error, message):
    with pytest.raises(error, match=message):
        cross_entropy(Tensor(logits), labels)


@pytest.mark.parametrize("loss", [mean_squared_error, half_squared_sum])
@pytest.mark.parametrize(
    ("outputs", "targets", "error", "message"),
    [
        ([[1.0], [2.0]], [1.0, 2.0], ShapeError, r"outputs' shape \(2, 1\), not empty, got \(2,\)"),
        ([], [], ShapeError, "not empty"),
        ([1.0], [NAN], SettingError, r"targets must be finite, got nan at \(0,\)"),
        ([NAN], [1.0], SettingError, r"outputs must be finite, got nan at \(0,\)"),
    ],
)
def test_squared_losses_refuse_what_they_cannot_judge(loss, outputs, targets, error, message):
    with pytest.raises(error, match=message):
        loss(Tensor(outputs), targets)
