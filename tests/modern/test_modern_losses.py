"""The losses: values worked by hand, stable, fair to weights, and careful about what they are given."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from modern import (
    SettingError,
    ShapeError,
    Tensor,
    binary_cross_entropy,
    cross_entropy,
    half_squared_sum,
    hinge,
    log_softmax,
    mean_squared_error,
    perceptron_criterion,
    softmax,
)

NAN, INFINITE = float("nan"), float("inf")
MEANS = [mean_squared_error, cross_entropy, binary_cross_entropy, hinge, perceptron_criterion]
ALL = [*MEANS, half_squared_sum]
OF_ENTRIES = [loss for loss in ALL if loss is not cross_entropy]  # these take targets of the outputs' shape
OF_SIGNS = [hinge, perceptron_criterion]


def examples(loss, batch, rng):
    """Outputs (batch, 3) and targets such as *loss* takes."""
    if loss is cross_entropy:
        targets = rng.integers(0, 3, batch)
    elif loss in OF_SIGNS:
        targets = rng.choice([-1, 1], (batch, 3))
    else:
        targets = rng.random((batch, 3))
    return rng.normal(size=(batch, 3)), targets


def value_and_slope(loss, outputs, targets, weights=None):
    tensor = Tensor(outputs, requires_grad=True)
    value = loss(tensor, targets, weights)
    value.backward()
    return value.item(), tensor.grad


def test_cross_entropy_is_the_mean_of_minus_log_p_of_the_label():
    logits = np.array([[0.0, math.log(3)], [math.log(4), 0.0]])  # p = 1/4, 3/4 and 4/5, 1/5
    loss = cross_entropy(Tensor(logits), [1, 1])
    assert loss.item() == pytest.approx((math.log(4 / 3) + math.log(5)) / 2, rel=1e-14)


def test_cross_entropy_of_equal_logits_is_the_log_of_the_number_of_classes():
    assert cross_entropy(Tensor(np.zeros((3, 26))), [0, 7, 25]).item() == pytest.approx(math.log(26))


def test_cross_entropy_of_a_single_class_is_0_without_a_sign():
    assert str(cross_entropy(Tensor([[3.0]]), [0]).item()) == "0.0"


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


def test_binary_cross_entropy_is_the_mean_of_minus_log_of_what_was_given_to_the_truth():
    logits = np.array([[math.log(3), math.log(1 / 4)]])  # p = 3/4 and 1/5
    loss = binary_cross_entropy(Tensor(logits), [[1, 0.5]])
    assert loss.item() == pytest.approx((math.log(4 / 3) + (math.log(5) + math.log(5 / 4)) / 2) / 2, rel=1e-14)


def test_binary_cross_entropy_is_the_cross_entropy_of_two_classes(rng):
    x, labels = rng.normal(size=5), np.array([0, 1, 1, 0, 1])
    two = cross_entropy(Tensor(np.stack([np.zeros(5), x], axis=1)), labels)
    assert binary_cross_entropy(Tensor(x), labels).item() == pytest.approx(two.item(), rel=1e-14)


@pytest.mark.parametrize(("logit", "target"), [(-40.0, 0), (40.0, 1)])
def test_binary_cross_entropy_keeps_its_digits_where_it_is_sure_and_right(logit, target):
    loss = binary_cross_entropy(Tensor(np.array([logit])), [target])
    assert_allclose(loss.item(), math.exp(-40), rtol=1e-14)


def test_binary_cross_entropy_of_a_sure_mistake_is_finite_in_float32():
    value, slope = value_and_slope(binary_cross_entropy, [1e4, -1e4], [0, 1])
    assert value == 1e4
    assert_array_equal(slope, [0.5, -0.5])


def test_mean_squared_error_counts_every_entry():
    assert mean_squared_error(Tensor([[1.0, 2.0], [3.0, 4.0]]), [[1, 0], [3, 0]]).item() == 5.0


def test_half_squared_sum_adds_every_entry_and_halves():
    assert half_squared_sum(Tensor([[1.0, 2.0], [3.0, 4.0]]), [[1, 0], [3, 0]]).item() == 10.0


def test_squared_losses_pull_each_output_to_its_target():
    outputs, targets = [[1.0, 2.0]], [[0.0, 5.0]]
    assert_array_equal(value_and_slope(half_squared_sum, outputs, targets)[1], [[1, -3]])
    assert_array_equal(value_and_slope(mean_squared_error, outputs, targets)[1], [[1, -3]])


def test_hinge_wants_a_margin_of_1():
    value, slope = value_and_slope(hinge, [2.0, 1.0, 0.5, -1.0], [1, 1, 1, 1])
    assert value == (0 + 0 + 0.5 + 2) / 4
    assert_array_equal(slope, [0, 0, -0.25, -0.25])


def test_perceptron_criterion_wants_the_right_side_and_takes_a_tie_for_a_mistake():
    value, slope = value_and_slope(perceptron_criterion, [2.0, 0.0, 0.0, 3.0], [1, 1, -1, -1])
    assert value == 3 / 4
    assert_array_equal(slope, [0, -0.25, 0.25, 0.25])


@pytest.mark.parametrize("loss", ALL)
@given(counts=st.lists(st.integers(0, 3), min_size=1, max_size=5).filter(any), seed=st.integers(0, 99))
def test_a_weight_of_2_is_the_example_twice(loss, counts, seed):
    outputs, targets = examples(loss, len(counts), np.random.default_rng(seed))
    value, slope = value_and_slope(loss, outputs, targets, counts)
    again = np.repeat(np.arange(len(counts)), counts)
    repeated, repeated_slope = value_and_slope(loss, outputs[again], targets[again])
    assert value == pytest.approx(repeated, rel=1e-12, abs=1e-15)
    gathered = np.zeros_like(outputs)
    np.add.at(gathered, again, repeated_slope)
    assert_allclose(slope, gathered, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("loss", MEANS)
def test_equal_weights_leave_a_mean_as_it_is(loss, rng):
    outputs, targets = examples(loss, 4, rng)
    value, slope = value_and_slope(loss, outputs, targets)
    for weight in (1e-300, 0.7, 1e308):
        weighted, weighted_slope = value_and_slope(loss, outputs, targets, np.full(4, weight))
        assert weighted == pytest.approx(value, rel=1e-13)
        assert_allclose(weighted_slope, slope, rtol=1e-13)


@pytest.mark.parametrize(("loss", "expected"), [(mean_squared_error, 0.01), (half_squared_sum, 5000.0)])
def test_a_million_squares_add_up_in_float32_as_they_should(loss, expected):
    outputs = Tensor(np.full((1000, 1000), 0.1, np.float32))
    assert loss(outputs, np.zeros((1000, 1000), np.float32)).item() == pytest.approx(expected, rel=1e-6)


def test_half_squared_sum_adds_what_each_weighs():
    loss = half_squared_sum(Tensor([[1.0, 2.0], [3.0, 4.0]]), [[0, 0], [0, 0]], weights=[2.0, 0.5])
    assert loss.item() == (2 * 5 + 0.5 * 25) / 2


@pytest.mark.parametrize("weights", [None, [0.5, 0.0, 2.0, 1.0]])
@pytest.mark.parametrize("loss", ALL)
def test_a_loss_of_float32_is_float32_and_so_are_its_slopes(loss, weights, rng):
    outputs, targets = examples(loss, 4, rng)
    tensor = Tensor(outputs.astype(np.float32), requires_grad=True)
    value = loss(tensor, targets, weights)
    value.backward()
    assert value.dtype == tensor.grad.dtype == np.float32


@pytest.mark.parametrize("bad", [NAN, INFINITE])
@pytest.mark.parametrize("loss", ALL)
def test_outputs_that_are_no_numbers_make_a_loss_that_is_none(loss, bad, rng):
    outputs, targets = examples(loss, 4, rng)
    outputs[2, 1] = bad if np.ravel(targets)[0] != 1 else -bad
    value, _ = value_and_slope(loss, outputs, targets)
    assert not math.isfinite(value) or (loss in OF_SIGNS and bad == INFINITE)


@pytest.mark.parametrize(
    ("logits", "labels", "error", "message"),
    [
        ([[0.0, 0.0]], [2], SettingError, "labels must be 0 to 1, got 2"),
        ([[0.0, 0.0]], [-1], SettingError, "labels must be 0 to 1, got -1"),
        ([[0.0]], [1], SettingError, "labels must be 0 to 0, got 1: a single output takes binary_cross_entropy"),
        ([[0.0, 0.0]], [1.0], SettingError, "labels must be integers, got float64"),
        ([[0.0, 0.0]], [0, 1], ShapeError, r"got \(1, 2\) and \(2,\)"),
        ([[0.0, 0.0]], [[0]], ShapeError, r"labels \(batch,\).* got \(1, 2\) and \(1, 1\)"),
        ([[0.0, 0.0]], [[0], [0, 1]], ShapeError, "labels must be a rectangular array"),
        ([0.0, 0.0], [0, 1], ShapeError, r"logits must be \(batch, classes\)"),
        (np.zeros((0, 2)), np.zeros(0, int), ShapeError, "neither of them empty"),
    ],
)
def test_cross_entropy_refuses_what_it_cannot_judge(logits, labels, error, message):
    with pytest.raises(error, match=message):
        cross_entropy(Tensor(logits), labels)


@pytest.mark.parametrize(
    ("outputs", "targets", "error", "message"),
    [
        ([[1.0], [2.0]], [1.0, 1.0], ShapeError, r"shape \(2, 1\), not empty, got \(2,\): labels.reshape\(-1, 1\)"),
        ([[1.0, 2.0]], [1], ShapeError, r"outputs' shape \(1, 2\), not empty, got \(1,\): np.eye\(classes\)\[labels\]"),
        ([], [], ShapeError, "not empty"),
        ([[1.0, 2.0]], [[1, 1], [1]], ShapeError, "targets must be a rectangular array"),
        ([1.0], ["one"], SettingError, "targets must be real numbers, got <U3"),
        ([1.0], [1j], SettingError, "targets must be real numbers, got complex128"),
        ([1.0], [NAN], SettingError, r"targets must be finite, got nan at \(0,\)"),
        ([1.0, 1.0], [1, -INFINITE], SettingError, r"targets must be finite, got -inf at \(1,\)"),
        ([1.0], [1e300], SettingError, r"targets must be finite, got inf at \(0,\)"),  # in float32
    ],
)
def test_losses_of_entries_refuse_what_they_cannot_judge(outputs, targets, error, message):
    for loss in OF_ENTRIES:
        with pytest.raises(error, match=message):
            loss(Tensor(outputs), targets)


def test_large_targets_are_not_taken_for_infinite_ones():
    assert mean_squared_error(Tensor(np.array([1e200])), [1e200]).item() == 0


@pytest.mark.parametrize(
    ("loss", "target", "rule"),
    [
        (binary_cross_entropy, 1.5, "targets must be from 0 to 1, got 1.5"),
        (binary_cross_entropy, -0.5, "targets must be from 0 to 1, got -0.5"),
        (hinge, 0, "targets must be -1 or [+]1, got 0.0"),
        (perceptron_criterion, 0.5, "targets must be -1 or [+]1, got 0.5"),
    ],
)
def test_losses_name_the_targets_they_want(loss, target, rule):
    with pytest.raises(SettingError, match=rule + r" at \(1, 0\)"):
        loss(Tensor([[1.0], [2.0]]), [[1], [target]])


@pytest.mark.parametrize(
    ("weights", "error", "message"),
    [
        ([1.0], ShapeError, r"weights must be \(batch,\), one per example of \(2, 3\), got \(1,\)"),
        ([[1.0], [1.0]], ShapeError, r"weights must be \(batch,\)"),
        (1.0, ShapeError, r"got \(\)"),
        ([1.0, -2.0], SettingError, r"weights must not be negative, got -2.0 at \(1,\)"),
        ([1.0, NAN], SettingError, r"weights must be finite, got nan at \(1,\)"),
        ([INFINITE, 1.0], SettingError, r"weights must be finite, got inf at \(0,\)"),
        ([0, 0], SettingError, "weights must not all be 0, got 2 zeros"),
        (["a", "b"], SettingError, "weights must be real numbers"),
    ],
)
def test_weights_are_one_per_example_none_negative_not_all_zero(weights, error, message, rng):
    for loss in ALL:
        outputs, targets = examples(loss, 2, rng)
        with pytest.raises(error, match=message):
            loss(Tensor(outputs), targets, weights)


def test_weights_of_half_squared_sum_are_finite_in_the_type_of_its_outputs():
    with pytest.raises(SettingError, match=r"weights must be finite, got inf at \(0,\)"):
        half_squared_sum(Tensor([1.0]), [0], weights=[1e300])


@pytest.mark.parametrize("loss", ALL)
def test_outputs_are_a_tensor(loss):
    with pytest.raises(SettingError, match=r"(outputs|logits) must be a Tensor, got list"):
        loss([[1.0]], [[1]])
