"""The activations: values as on the board, stable far out, and softmax as a probability."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import modern
from modern import ACTIVATIONS, SettingError, ShapeError, Tensor, activation_named, gradients, log_softmax, softmax


def normal_share(x):
    return (1 + math.erf(x / math.sqrt(2))) / 2


def normal_density(x):
    return math.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def bend(x):
    return math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)


def bend_slope(x):
    return math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * x**2)


def logistic(x):
    return 1 / (1 + math.exp(-x))


# (value, derivative) as the lecture, or the paper, writes them, for x that need no care.
BOARD = {
    "step": (lambda x: float(x > 0), lambda x: 0.0),
    "sign": (lambda x: float(x > 0) - float(x < 0), lambda x: 0.0),
    "linear": (lambda x: x, lambda x: 1.0),
    "sigmoid": (logistic, lambda x: math.exp(-x) / (1 + math.exp(-x)) ** 2),
    "tanh": (math.tanh, lambda x: 1 - math.tanh(x) ** 2),
    "relu": (lambda x: max(0.0, x), lambda x: float(x > 0)),
    "soft_relu": (lambda x: math.log(1 + math.exp(x)), logistic),
    "leaky_relu": (lambda x: 0.01 * x + 0.99 * max(0.0, x), lambda x: 0.01 + 0.99 * (x > 0)),
    "elu": (lambda x: x if x > 0 else math.exp(x) - 1, lambda x: 1.0 if x > 0 else math.exp(x)),
    "selu": (
        lambda x: 1.0507009873554805 * (x if x > 0 else 1.6732632423543772 * (math.exp(x) - 1)),
        lambda x: 1.0507009873554805 * (1 if x > 0 else 1.6732632423543772 * math.exp(x)),
    ),
    "gelu": (lambda x: x * normal_share(x), lambda x: normal_share(x) + x * normal_density(x)),
    "gelu_tanh": (
        lambda x: x / 2 * (1 + math.tanh(bend(x))),
        lambda x: (1 + math.tanh(bend(x))) / 2 + x / 2 * (1 - math.tanh(bend(x)) ** 2) * bend_slope(x),
    ),
    "silu": (lambda x: x * logistic(x), lambda x: logistic(x) * (1 + x * (1 - logistic(x)))),
    "hard_sigmoid": (lambda x: min(max(x / 6 + 0.5, 0.0), 1.0), lambda x: 1 / 6 if -3 < x < 3 else 0.0),
}
FAR_OUT = [1e-30, 1.0, 3.0, 50.0, 87.0, 88.0, 89.0, 104.0, 800.0, 1e4]  # float32's e^x ends at 88.7, its e^-x at 104
logits = st.lists(st.floats(-1e4, 1e4, width=32), min_size=1, max_size=6)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_value_and_derivative_are_the_boards(name):
    x = Tensor(np.array([-4.0, -3.0, -0.5, 0.0, 0.25, 2.0, 3.5]), requires_grad=True)
    y = ACTIVATIONS[name](x)
    (y * 1.0).sum().backward()
    value, derivative = BOARD[name]
    assert_allclose(y.data, [value(place) for place in x.data], rtol=1e-12, atol=1e-15)
    assert_allclose(x.grad, [derivative(place) for place in x.data], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", [*ACTIVATIONS, "softmax", "log_softmax"])
def test_far_out_values_and_both_derivatives_stay_finite_in_float32(name):
    x = Tensor([*(-far for far in FAR_OUT), 0.0, *FAR_OUT], requires_grad=True)
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        y = getattr(modern, name)(x)
        (slope,) = gradients(y * 1.0, [x])
        (bend,) = gradients(slope * x, [x])
        (y * 1.0).sum().backward()
    for values in (y.data, slope.data, bend.data, x.grad):
        assert values.dtype == np.float32
        assert np.isfinite(values).all()


@pytest.mark.parametrize(
    ("name", "limits"),
    [
        ("sigmoid", [0, 1]),
        ("tanh", [-1, 1]),
        ("soft_relu", [0, 1e4]),
        ("elu", [-1, 1e4]),
        ("gelu", [0, 1e4]),
        ("gelu_tanh", [0, 1e4]),
        ("silu", [0, 1e4]),
        ("hard_sigmoid", [0, 1]),
    ],
)
def test_far_out_each_activation_reaches_its_limit(name, limits):
    assert_array_equal(getattr(modern, name)(np.array([-1e4, 1e4], np.float32)), limits)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_plain_array_gives_what_a_tensor_gives_in_the_same_type(name, rng):
    x = rng.normal(size=(3, 4)).astype(np.float32)
    y = ACTIVATIONS[name](x)
    assert type(y) is np.ndarray
    assert y.dtype == np.float32
    assert_array_equal(y, ACTIVATIONS[name](Tensor(x)).data)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_whole_numbers_are_taken_for_what_they_are(name):
    assert_allclose(ACTIVATIONS[name](np.array([-2, 0, 1])), ACTIVATIONS[name](np.array([-2.0, 0.0, 1.0])))


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "linear"])
def test_what_is_no_number_stays_none(name):
    assert np.isnan(ACTIVATIONS[name](np.array([np.nan]))).all()


def test_sigmoid_keeps_all_its_digits():
    x = [-700.0, -50.0, -1.0, 3.0]
    assert_allclose(modern.sigmoid(x), [math.exp(place) / (1 + math.exp(place)) for place in x], rtol=1e-15)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("gelu", -37 * math.erfc(37 / math.sqrt(2)) / 2),
        ("gelu_tanh", -10 * math.exp(2 * bend(-10))),
        ("silu", -37 * math.exp(-37)),
    ],
)
def test_the_left_tail_keeps_its_digits(name, expected):
    x = -10.0 if name == "gelu_tanh" else -37.0
    assert_allclose(ACTIVATIONS[name](np.array(x)), expected, rtol=1e-12)


@pytest.mark.parametrize(
    "function", [*ACTIVATIONS.values(), softmax, log_softmax], ids=[*ACTIVATIONS, "softmax", "log"]
)
def test_a_list_counts_as_an_array_of_float64_and_words_as_nothing(function):
    expected = function(np.array([-1.0, 2.0]))
    y = function([-1, 2])
    assert y.dtype == np.float64
    assert_array_equal(y, expected)
    with pytest.raises(SettingError, match="must be real numbers, got <U1"):
        function(["a", "b"])
    with pytest.raises(ShapeError, match="must be a rectangular array"):
        function([[1], [1, 2]])


@pytest.mark.parametrize("bad", [-0.1, math.inf, math.nan, 1e300, "a", None, True])
def test_the_constants_of_leaky_relu_and_elu_are_numbers_in_range(bad):
    with pytest.raises(SettingError, match="epsilon must be .* got " + re.escape(repr(bad))):
        modern.leaky_relu(np.zeros(2, np.float32), bad)
    with pytest.raises(SettingError, match="alpha must be .* got " + re.escape(repr(bad))):
        modern.elu(np.zeros(2, np.float32), bad)


def test_elu_and_leaky_relu_take_their_constant():
    x = np.array([-1.0, 2.0])
    assert_allclose(modern.elu(x, alpha=0.5), [0.5 * math.expm1(-1), 2.0])
    assert_allclose(modern.leaky_relu(x, epsilon=0.25), [-0.25, 2.0])


def test_the_moments_of_normal_activities_are_fixed_points_of_selu():
    x = np.linspace(-12, 12, 200_001)
    density = np.exp(-x * x / 2) / math.sqrt(2 * math.pi) * (x[1] - x[0])
    y = modern.selu(x)
    assert_allclose([(y * density).sum(), (y * y * density).sum()], [0, 1], atol=1e-9)


@given(logits)
def test_softmax_lies_in_0_to_1_and_sums_to_1(x):
    p = softmax(np.array(x))
    assert ((p >= 0) & (p <= 1)).all()
    assert p.sum() == pytest.approx(1, abs=1e-12)


@given(logits, st.floats(0.01, 100))
def test_log_softmax_is_the_log_of_softmax_where_that_has_one(x, temperature):
    p, log_p = softmax(np.array(x), temperature), log_softmax(np.array(x), temperature)
    likely = p > 1e-300
    assert_allclose(log_p[likely], np.log(p[likely]), atol=1e-9)


@given(st.floats(-350, 350), st.floats(-350, 350))  # their difference is then a normal number's exponent
def test_softmax_of_two_classes_is_a_sigmoid_of_their_difference(a, b):
    assert_allclose(softmax(np.array([a, b]))[0], modern.sigmoid(np.array(a - b)), rtol=1e-12)


def test_softmax_holds_at_the_largest_numbers_there_are():
    largest = np.finfo(np.float32).max
    x = np.array([largest, -largest, largest], np.float32)
    assert_array_equal(softmax(x), [0.5, 0, 0.5])
    assert_array_equal(softmax(x, temperature=1e-3), [0.5, 0, 0.5])


@given(logits, st.floats(0.1, 10))
def test_a_temperature_divides_the_logits(x, temperature):
    assert_allclose(softmax(np.array(x), temperature), softmax(np.array(x) / temperature), rtol=1e-9, atol=1e-15)


def test_heat_evens_out_and_cold_decides():
    x = np.array([1.0, 2.0, 4.0])
    assert_allclose(softmax(x, temperature=1e9), [1 / 3, 1 / 3, 1 / 3], rtol=1e-8)
    assert_array_equal(softmax(x, temperature=1e-9), [0, 0, 1])


@pytest.mark.parametrize("temperature", [0, -1.0, math.inf, math.nan, 1e-50, 1e50, "warm", None])
@pytest.mark.parametrize("function", [softmax, log_softmax])
def test_a_temperature_is_a_number_that_float32_can_divide_by(function, temperature):
    with pytest.raises(SettingError, match="temperature must be .* got " + re.escape(repr(temperature))):
        function(np.zeros(2, np.float32), temperature)


@pytest.mark.parametrize("temperature", [1e-12, 1e12])
@pytest.mark.parametrize("function", [softmax, log_softmax])
def test_at_the_ends_of_the_temperatures_both_derivatives_are_finite_in_float32(function, temperature):
    x = Tensor([1.0, 1.0, 2.0], requires_grad=True)
    (slope,) = gradients(function(x, temperature)[0], [x])
    (bend,) = gradients(slope[0], [x])
    assert np.isfinite(slope.data).all()
    assert np.isfinite(bend.data).all()


def test_softmax_works_on_the_last_axis():
    p = softmax(np.zeros((2, 3, 4)))
    assert_array_equal(p, np.full((2, 3, 4), 0.25))


@pytest.mark.parametrize("shape", [(), (0,), (3, 0)])
def test_softmax_needs_a_class(shape):
    with pytest.raises(ShapeError, match="at least one class, got shape"):
        softmax(np.zeros(shape))


def test_activations_are_found_by_name():
    assert activation_named("soft_relu") is modern.soft_relu


@pytest.mark.parametrize(("wrong", "near"), [("rellu", "relu"), ("sigmoide", "sigmoid"), ("ReLU", "relu")])
def test_an_unknown_activation_is_refused_with_the_nearest_name(wrong, near):
    with pytest.raises(SettingError, match=f"got '{wrong}'; did you mean '{near}'"):
        activation_named(wrong)


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "linear"])
def test_each_activation_says_its_formula_and_its_slope(name):
    assert "slope" in ACTIVATIONS[name].__doc__


@pytest.mark.parametrize("wrong", [[], {}, None])
def test_what_is_no_name_is_refused_too(wrong):
    with pytest.raises(SettingError, match="activation must be one of"):
        activation_named(wrong)


def test_the_table_of_activations_cannot_be_written():
    with pytest.raises(TypeError):
        ACTIVATIONS["new"] = modern.relu
