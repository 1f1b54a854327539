"""The sum of ReLUs: exact at its knots, as near as the bound says, the same as its network, and learned."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import modern
from modern import (
    Adam,
    GradientDescent,
    Network,
    SettingError,
    ShapeError,
    fit_combination,
    relu_combination,
    second_derivative_of,
    untrained_network,
)

numbers = st.floats(-10, 10, allow_subnormal=False)
gaps = st.lists(st.floats(0.01, 3), min_size=1, max_size=12)

# name: (f, f'')
SMOOTH = {
    "sine": (np.sin, lambda x: -np.sin(x)),
    "exponential": (np.exp, np.exp),
    "cubic": (lambda x: x**3 - 2 * x, lambda x: 6 * x),
    "bell": (lambda x: np.exp(-x * x), lambda x: (4 * x * x - 2) * np.exp(-x * x)),
}


def rounding(combination):
    """What rounding may add to a sum of as many terms."""
    reach = combination.knots[-1] - combination.knots[0]
    return 1e-15 * len(combination.knots) * (abs(combination.offset) + np.abs(combination.coefficients).sum() * reach)


@settings(max_examples=30)
@given(start=numbers, widths=gaps, data=st.data())
def test_a_function_of_straight_lines_is_met_everywhere(start, widths, data):
    knots = start + np.concatenate([[0], np.cumsum(widths)])
    heights = data.draw(st.lists(numbers, min_size=len(knots), max_size=len(knots)))
    combination = relu_combination(lambda x: np.interp(x, knots, heights), knots[0], knots[-1], knots)
    x = np.linspace(knots[0], knots[-1], 101)
    assert_allclose(combination(knots), heights, rtol=0, atol=rounding(combination))
    assert_allclose(combination(x), np.interp(x, knots, heights), rtol=0, atol=rounding(combination))
    assert combination.error <= 1e-13


def test_the_absolute_value_takes_two_relus():
    combination = relu_combination(np.abs, -1, 1, knots=3)
    assert combination.offset == 1.0
    assert_array_equal(combination.coefficients, [-1.0, 2.0])
    assert combination.error == 0.0


@pytest.mark.parametrize("function", [f for f, _ in SMOOTH.values()], ids=SMOOTH)
def test_the_network_gives_the_same_as_the_sum(function):
    combination = relu_combination(function, -2, 3, knots=12)
    network = combination.network()
    assert [layer.name for layer in network.layers] == ["Dense 1-11", "Dense 11-1"]
    x = np.linspace(-3, 4, 200)
    assert_allclose(network(x[:, np.newaxis]).data[:, 0], combination(x), rtol=0, atol=rounding(combination))


def test_the_terms_add_up_to_the_sum():
    combination = relu_combination(np.sin, 0, 3, knots=6)
    x = np.linspace(0, 3, 50)
    assert_allclose(combination.offset + combination.terms(x).sum(axis=1), combination(x), rtol=1e-15)
    assert_array_equal(
        combination.terms(x)[:, 2], combination.coefficients[2] * np.maximum(0, x - combination.knots[2])
    )


def test_beyond_its_interval_the_sum_goes_on_level_and_straight():
    combination = relu_combination(np.sin, 0, 2, knots=5)
    last_slope = (np.sin(2) - np.sin(1.5)) / 0.5
    assert_allclose(combination([[-1.0, 0.0], [2.0, 3.0]]), [[0, 0], [np.sin(2), np.sin(2) + last_slope]], atol=1e-15)


@pytest.mark.parametrize(("function", "second"), SMOOTH.values(), ids=SMOOTH)
@settings(max_examples=20)
@given(a=st.floats(-3, 2), width=st.floats(0.1, 4), knots=st.integers(2, 40))
def test_no_error_is_above_the_bound(function, second, a, width, knots):
    combination = relu_combination(function, a, a + width, knots, second_derivative=second)
    assert combination.error <= combination.bound * (1 + 1e-9) + 1e-12


@pytest.mark.parametrize("knots", [2, 3, 10, 101])
def test_a_parabola_is_off_by_the_bound_in_the_middle_between_knots(knots):
    combination = relu_combination(lambda x: x * x, -1, 3, knots, second_derivative=2.0)
    assert combination.bound == pytest.approx((4 / (knots - 1)) ** 2 / 4, rel=1e-12)
    assert combination.error == pytest.approx(combination.bound, rel=1e-9)


@pytest.mark.parametrize("function", [f for f, _ in SMOOTH.values()], ids=SMOOTH)
def test_half_the_spacing_makes_a_quarter_of_the_error(function):
    errors = [relu_combination(function, -1, 2, 2**k + 1).error for k in (5, 6, 7)]
    assert_allclose([errors[0] / errors[1], errors[1] / errors[2]], 4, rtol=0.08)


@pytest.mark.parametrize("knots", [2, 5, 17])
def test_where_the_slope_is_infinite_the_error_falls_more_slowly(knots):
    combination = relu_combination(np.sqrt, 0, 1, knots)
    spacing = 1 / (knots - 1)
    assert combination.error == pytest.approx(np.sqrt(spacing) / 4, rel=1e-12)  # of √x - x/√h, at x = h/4
    assert combination.error_at == pytest.approx(spacing / 4)


def test_knots_that_crowd_where_the_function_bends_do_better_than_equal_spacing():
    equal = relu_combination(np.sqrt, 0, 1, 17)
    crowded = relu_combination(np.sqrt, 0, 1, np.linspace(0, 1, 17) ** 4)
    assert crowded.error < equal.error / 10


def test_the_bound_is_taken_from_knot_to_knot():
    knots = [0.0, 1.0, 1.5]
    combination = relu_combination(lambda x: x**3, 0, 1.5, knots, second_derivative=lambda x: 6 * x)
    assert combination.bound == pytest.approx(max(1 / 8 * 6, 0.25 / 8 * 9))


@pytest.mark.parametrize("knots", [4, 40, 400])
def test_beside_a_jump_half_of_it_remains_with_any_number_of_knots(knots):
    combination = relu_combination(lambda x: np.where(x < 0.3, -1.0, 1.0), 0, 1, knots)
    (jump,) = combination.jumps
    assert jump.x == pytest.approx(0.3, abs=1e-11)
    assert (jump.value_left, jump.value_right) == (-1.0, 1.0)
    assert combination.error >= jump.height / 2
    assert combination.mean_error <= 1 / (knots - 1)
    assert "jumps by 2 at x = 0.3" in combination.sentence
    assert "beside the jump it is at least 1 off with any number of knots" in combination.sentence


def test_every_jump_is_found():
    combination = relu_combination(lambda x: np.floor(3 * x), 0, 1.1, 8)
    assert_allclose([jump.x for jump in combination.jumps], [1 / 3, 2 / 3, 1], atol=1e-10)
    assert [jump.height for jump in combination.jumps] == [1, 1, 1]


def test_a_value_of_its_own_at_the_place_of_the_jump_makes_no_second_jump():
    (jump,) = relu_combination(np.sign, -1, 1, 5).jumps
    assert (jump.x, jump.height) == (0.0, 2.0)


@pytest.mark.parametrize(
    "function",
    [np.cbrt, lambda x: np.abs(x) ** 0.1, lambda x: np.tanh(1e6 * x), lambda x: 1e9 + np.sin(x), lambda x: 7.0],
    ids=["cube root", "tenth root", "steep", "far from 0", "constant"],
)
def test_a_continuous_function_is_not_said_to_jump(function):
    assert relu_combination(function, -1, 1.3, 6).jumps == ()


def test_far_from_zero_where_numbers_are_coarse_nothing_is_told_of_jumps():
    assert relu_combination(np.floor, 1e14, 1e14 + 8, 3).jumps == ()


def test_the_sentence_says_how_near_it_comes():
    sentence = relu_combination(lambda x: x * x, 0, 2, 3, second_derivative=2).sentence
    assert sentence == "3 knots, 2 ReLUs: at most 0.25 off, at x = 0.5; h²/8 max|f''| allows 0.25."


def test_second_derivatives_come_by_deriving_twice():
    x = np.linspace(-2, 2, 9)
    t = np.tanh(x)
    assert_allclose(second_derivative_of(modern.tanh)(x), -2 * t * (1 - t * t), atol=1e-15)
    assert_array_equal(second_derivative_of(lambda x: 3 * x)(x), np.zeros(9))
    assert_array_equal(second_derivative_of(lambda x: 3)(x), np.zeros(9))
    combination = relu_combination(modern.sin, 0, 3, 7, second_derivative=second_derivative_of(modern.sin))
    assert combination.bound == pytest.approx(0.25 / 8, rel=1e-3)


@pytest.mark.parametrize(
    ("function", "second"),
    [
        (np.sin, lambda x: 0.1 * x),
        (modern.relu, second_derivative_of(modern.relu)),
        (np.sign, 0.0),
    ],
    ids=["another function's", "kink", "jump"],
)
def test_a_second_derivative_that_the_error_refutes_is_refused(function, second):
    with pytest.raises(SettingError, match=r"second_derivative must be f'' of the function and exist on all of"):
        relu_combination(function, -1, 2, 5, second_derivative=second)


@pytest.mark.parametrize(
    ("function", "a", "b", "knots", "error", "message"),
    [
        (np.sin, 1, 1, 5, SettingError, "a must be below b, got 1.0 and 1.0"),
        (np.sin, 0, np.inf, 5, SettingError, r"b must be one number within ±1e\+100, got inf"),
        (np.sin, 0, [1, 2], 5, SettingError, "b must be one number within"),
        (np.sin, 0, 1, 1, SettingError, "knots must be at least 2, got 1"),
        (np.sin, 0, 1, True, SettingError, "knots must be a whole number, got True"),
        (np.sin, 0, 1, 10**15, SettingError, "knots must be at most 1000000, got 1000000000000000"),
        (3, 0, 1, 5, SettingError, "function must take an array .* got TypeError"),
        (np.sin, 0, 1, 5.0, ShapeError, r"knots must be a whole number, or \(n,\) places"),
        (np.sin, 0, 1, [0.0], ShapeError, "with n at least 2, got shape"),
        (np.sin, 0, 1, [0, 0.5, 0.5, 1], SettingError, "knots must rise, each above the one before"),
        (np.sin, 0, 1, [0, np.nan, 1], SettingError, "knots must be finite, got nan"),
        (np.sin, 0, 1, [0, 0.5, 2], SettingError, "knots must begin at a = 0.0 and end at b = 1.0, got 0.0 and 2.0"),
        (np.sin, 0, 1e-323, 5, SettingError, "knots must rise"),
        (lambda x: 1 / x, 0, 1, 5, SettingError, r"function must be finite on all of \[a, b\], got inf at x = 0.0"),
        (lambda x: 1 / (x - 0.3), 0, 1, 5, SettingError, "function must be finite on all of .a, b., got"),
        (lambda x: x[:-1], 0, 1, 5, ShapeError, r"function must give one value for each of \(5,\) places"),
        (lambda x: x.open(), 0, 1, 5, SettingError, "function must take an array .* got AttributeError"),
        (lambda x: None, 0, 1, 5, SettingError, "function must take an array and give as many real numbers"),
        (
            lambda x: x >= 0,
            -1,
            1,
            [-1, -5e-324, 0, 1],
            SettingError,
            "coefficients, the changes of slope .* must be finite",
        ),
    ],
)
def test_what_cannot_be_built_is_refused(function, a, b, knots, error, message):
    with pytest.raises(error, match=message):
        relu_combination(function, a, b, knots)


@pytest.mark.parametrize("knots", [5, 6, 7, 600, 601])
@pytest.mark.parametrize("order", [0.5, 1, 2, 3])
def test_a_pole_is_refused_and_not_taken_for_a_jump(order, knots):
    with pytest.raises(SettingError, match=r"must be finite on all of .a, b., got .* near x = 0.3|got inf at x = 0.3"):
        relu_combination(lambda x: np.abs(x - 0.3) ** -order, 0, 1, knots)
    with pytest.raises(
        SettingError, match=r"must be finite on all of .a, b., got .* near x = 0.3|got -?inf at x = 0.3"
    ):
        relu_combination(lambda x: 7 + np.sign(x - 0.3) * np.abs(x - 0.3) ** -order, 0, 1, knots)


@pytest.mark.parametrize(
    "function",
    [lambda x: 1 / ((x - 0.3) ** 2 + 1e-10), lambda x: 1 - np.abs(x - 0.3) ** 0.02, lambda x: 7 + 0 * x, np.sqrt],
    ids=["narrow peak", "cusp", "constant", "root"],
)
def test_what_is_steep_and_has_an_end_is_taken(function):
    for knots in (6, 7, 601):
        assert relu_combination(function, 0, 1, knots).jumps == ()


def test_arrays_of_a_combination_cannot_be_changed():
    combination = relu_combination(np.sin, 0, 1, knots := np.array([0, 0.4, 1]))
    for array in (combination.knots, combination.coefficients):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    knots[1] = 0.5
    assert combination.knots[1] == 0.4


@pytest.mark.parametrize(("x", "error"), [([[1.0]], ShapeError), ([np.inf], SettingError), (["1"], SettingError)])
def test_terms_are_asked_for_at_finite_places_in_a_row(x, error):
    with pytest.raises(error):
        relu_combination(np.sin, 0, 1, 3).terms(x)


def learned(function, a, b, knots, seed, steps=300):
    combination = relu_combination(function, a, b, knots)
    network = untrained_network(combination, np.random.default_rng(seed))
    return combination, network, fit_combination(combination, network, Adam(0.02), steps=steps)


def test_the_same_network_learns_the_function():
    combination, network, fit = learned(np.sin, -np.pi, np.pi, 17, seed=1)
    first, *_, last = fit
    assert network.parameter_count == combination.network().parameter_count
    assert (first.step, last.step) == (1, 300)
    assert last.loss < 0.003 < 0.1 < first.loss
    assert last.error == np.abs(last.outputs - np.sin(last.places)).max() < 0.2


def test_an_untrained_network_has_its_kinks_all_over_the_interval():
    *_, fit = learned(np.sin, 3, 5, 200, seed=1)
    kinks = next(fit).kinks
    assert kinks.min() >= 3
    assert kinks.max() <= 5
    assert_allclose(np.histogram(kinks, 4, (3, 5))[0], 199 / 4, atol=15)


def test_nothing_is_learned_before_it_is_iterated():
    _, network, fit = learned(np.sin, 0, 1, 5, seed=1)
    before = network.parameters.values.copy()
    assert_array_equal(network.parameters.values, before)
    next(fit)
    assert (network.parameters.values != before).any()


def test_the_same_dice_learn_the_same():
    losses = [[step.loss for step in learned(np.exp, 0, 1, 9, seed, steps=20)[2]] for seed in (3, 3, 4)]
    assert losses[0] == losses[1] != losses[2]


def test_descent_makes_the_construction_better_on_the_mean():
    combination = relu_combination(lambda x: x * x, -1, 1, 9)
    network = combination.network()
    first, *_, last = fit_combination(combination, network, Adam(0.001), steps=300)
    assert_array_equal(first.kinks, combination.knots[:-1])
    assert first.error == pytest.approx(combination.error, rel=0.01)
    assert last.loss < first.loss / 2


def test_a_neuron_that_ignores_x_has_its_kink_nowhere():
    combination = relu_combination(np.sin, 0, 1, 3)
    network = combination.network()
    network.layers[0].weight.data = [[0.0, 1.0]]
    assert_array_equal(next(fit_combination(combination, network, Adam(), steps=1)).kinks, [np.inf, 0.5])


def test_a_descent_that_diverges_says_so_by_its_loss_and_by_nothing_else():
    combination = relu_combination(np.sin, 0, 6, 9)
    network = untrained_network(combination, np.random.default_rng(1))
    *_, last = fit_combination(combination, network, GradientDescent(1e6), steps=50)
    assert not np.isfinite(last.loss)


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"steps": 0}, SettingError, "steps must be at least 1, got 0"),
        ({"steps": 5, "points": 1}, SettingError, "points must be at least 2, got 1"),
    ],
)
def test_bad_settings_of_a_fit_are_refused_at_the_call(settings, error, message):
    combination = relu_combination(np.sin, 0, 1, 3)
    with pytest.raises(error, match=message):
        fit_combination(combination, combination.network(), Adam(), **settings)


def test_a_network_of_another_shape_is_refused(rng):
    combination = relu_combination(np.sin, 0, 1, 3)
    with pytest.raises(ShapeError, match="network must have the combination's shape"):
        fit_combination(combination, Network.dense([1, 3, 1], rng=rng), Adam(), steps=1)


@pytest.mark.parametrize("function", [np.sin, math.sin, lambda x: x.open(), 3])
@pytest.mark.parametrize("x", [np.array([1.0]), np.array([1.0, 2.0])])
def test_what_cannot_be_derived_is_refused_and_the_cure_told(function, x):
    with pytest.raises(
        SettingError, match=r"function must be made of Tensor operations \(modern\.sin, not numpy\.sin\)"
    ):
        second_derivative_of(function)(x)


@pytest.mark.parametrize("wrong", ["combination", "network", "optimizer"])
def test_what_is_fitted_with_what_is_asked_at_the_call(wrong):
    combination = relu_combination(np.sin, 0, 1, 3)
    handed = {"combination": combination, "network": combination.network(), "optimizer": Adam()} | {wrong: 0.1}
    with pytest.raises(SettingError, match=f"{wrong} must be of type (ReluC|N|O).*, got 0.1"):
        fit_combination(*handed.values(), steps=1)
