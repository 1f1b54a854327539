"""The activations: values as on the board, stable far out, and softmax as a probability."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import modern
from modern import ACTIVATIONS, SettingError, Tensor, activation_named, log_softmax, sigmoid, softmax

# (value, derivative) as the lecture writes them, for x that need no care.
BOARD = {
    "identity": (lambda x: x, lambda x: 1.0),
    "sigmoid": (lambda x: 1 / (1 + math.exp(-x)), lambda x: math.exp(-x) / (1 + math.exp(-x)) ** 2),
    "tanh": (math.tanh, lambda x: 1 - math.tanh(x) ** 2),
    "relu": (lambda x: max(0.0, x), lambda x: float(x > 0)),
    "soft_relu": (lambda x: math.log(1 + math.exp(x)), lambda x: 1 / (1 + math.exp(-x))),
    "leaky_relu": (lambda x: 0.01 * x + 0.99 * max(0.0, x), lambda x: 0.01 + 0.99 * (x > 0)),
}
logits = st.lists(st.floats(-1e4, 1e4, width=32), min_size=1, max_size=6)


@pytest.mark.parametrize("x", [-3.0, -0.5, 0.0, 0.25, 2.0])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_value_and_derivative_are_the_boards(name, x):
    tensor = Tensor(np.array(x), requires_grad=True)
    y = ACTIVATIONS[name](tensor)
    y.backward()
    value, derivative = BOARD[name]
    assert_allclose([y.item(), tensor.grad], [value(x), derivative(x)], rtol=1e-14)


@pytest.mark.parametrize("size", [1e2, 1e4])
@pytest.mark.parametrize("name", [*ACTIVATIONS, "softmax", "log_softmax"])
def test_far_out_values_and_derivatives_stay_finite_in_float32(name, size):
    x = Tensor([-size, -1.0, 0.0, 1.0, size], requires_grad=True)
    y = getattr(modern, name)(x)
    y.sum().backward()
    assert y.dtype == np.float32
    assert np.isfinite(y.data).all()
    assert np.isfinite(x.grad).all()


def test_far_out_each_activation_reaches_its_limit():
    x = np.array([-1e4, 1e4], np.float32)
    assert_array_equal(modern.sigmoid(x), [0, 1])
    assert_array_equal(modern.tanh(x), [-1, 1])
    assert_array_equal(modern.soft_relu(x), [0, 1e4])


def test_sigmoid_keeps_its_digits_in_the_tail():
    assert_allclose(sigmoid(np.array(-50.0)), math.exp(-50), rtol=1e-14)


@given(logits)
def test_softmax_lies_in_0_to_1_and_sums_to_1(x):
    p = softmax(np.array(x))
    assert ((p >= 0) & (p <= 1)).all()
    assert p.sum() == pytest.approx(1, abs=1e-12)


@given(logits)
def test_log_softmax_is_the_log_of_softmax_where_that_has_one(x):
    p, log_p = softmax(np.array(x)), log_softmax(np.array(x))
    likely = p > 1e-300
    assert_allclose(log_p[likely], np.log(p[likely]), atol=1e-9)


@given(st.floats(-700, 700), st.floats(-700, 700))
def test_softmax_of_two_classes_is_a_sigmoid_of_their_difference(a, b):
    assert_allclose(softmax(np.array([a, b]))[0], sigmoid(np.array(a - b)), rtol=1e-12)


def test_softmax_holds_at_the_largest_numbers_there_are():
    largest = np.finfo(np.float32).max
    assert_array_equal(softmax(np.array([largest, -largest, largest], np.float32)), [0.5, 0, 0.5])


def test_softmax_works_on_the_last_axis():
    p = softmax(np.zeros((2, 3, 4)))
    assert_array_equal(p, np.full((2, 3, 4), 0.25))


def test_activations_are_found_by_name():
    assert activation_named("soft_relu") is modern.soft_relu


@pytest.mark.parametrize(("wrong", "near"), [("rellu", "relu"), ("sigmoide", "sigmoid"), ("Tanh", "tanh")])
def test_an_unknown_activation_is_refused_with_the_nearest_name(wrong, near):
    with pytest.raises(SettingError, match=f"got '{wrong}'; did you mean '{near}'"):
        activation_named(wrong)


def test_the_table_of_activations_cannot_be_written():
    with pytest.raises(TypeError):
        ACTIVATIONS["new"] = modern.relu
