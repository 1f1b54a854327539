"""The initializers: range, spread and shape of what they draw, and the rule that counts inputs and outputs."""

import math
import re
from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import modern
from modern import (
    SettingError,
    ShapeError,
    constant,
    fans,
    he_normal,
    he_uniform,
    normal,
    uniform,
    xavier_normal,
    xavier_uniform,
    zeros,
)

DENSE, CONVOLUTION = (120, 40), (30, 20, 3, 2)  # fans 120 and 40; 20 * 6 and 30 * 6
DRAWING = [uniform, normal, xavier_uniform, xavier_normal, he_uniform, he_normal]


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ((400, 64), (400, 64)),
        ((8, 1, 5, 5), (25, 200)),
        ((16, 8, 3, 2), (48, 96)),
        ((4, 3, 7), (21, 28)),
        ((64,), (64, 64)),
    ],
)
def test_fans_are_what_one_neuron_sums_and_what_one_input_reaches(shape, expected):
    assert fans(shape) == expected


@pytest.mark.parametrize("shape", [(), (0, 3), (3, -1), "ab", 5, (2.5,)])
def test_fans_need_a_shape_that_holds_something(shape):
    with pytest.raises(ShapeError, match=r"shape must be .* each 1 or more, got"):
        fans(shape)


@pytest.mark.parametrize(
    ("initializer", "shape", "limit"),
    [
        (uniform, DENSE, 0.05),
        (partial(uniform, limit=2), CONVOLUTION, 2),
        (xavier_uniform, DENSE, math.sqrt(6 / 160)),
        (xavier_uniform, CONVOLUTION, math.sqrt(6 / 300)),
        (he_uniform, DENSE, math.sqrt(6 / 120)),
        (he_uniform, CONVOLUTION, math.sqrt(6 / 120)),
    ],
)
def test_uniform_initializers_fill_their_range_evenly(initializer, shape, limit, rng):
    weights = initializer(rng, shape)
    assert weights.shape == shape
    assert 0.99 * limit < np.abs(weights).max() <= limit
    quarters = np.histogram(weights, bins=4, range=(-limit, limit))[0] / weights.size
    assert_allclose(quarters, 0.25, atol=0.03)


@pytest.mark.parametrize(
    ("initializer", "shape", "variance"),
    [
        (normal, DENSE, 0.05**2),
        (partial(normal, deviation=2), CONVOLUTION, 4),
        (xavier_normal, DENSE, 2 / 160),
        (xavier_normal, CONVOLUTION, 2 / 300),
        (he_normal, DENSE, 2 / 120),
        (he_normal, CONVOLUTION, 2 / 120),
    ],
)
def test_normal_initializers_have_their_variance_and_a_bells_tails(initializer, shape, variance, rng):
    weights = initializer(rng, shape)
    assert weights.shape == shape
    assert_allclose(weights.var(), variance, rtol=0.1)
    assert_allclose((np.abs(weights) > 2 * math.sqrt(variance)).mean(), math.erfc(math.sqrt(2)), atol=0.015)


@pytest.mark.parametrize(("flat", "bell"), [(xavier_uniform, xavier_normal), (he_uniform, he_normal)])
def test_the_uniform_and_the_normal_form_are_of_one_variance(flat, bell):
    spread = [initializer(np.random.default_rng(4), DENSE).var() for initializer in (flat, bell)]
    assert_allclose(*spread, rtol=0.1)


@pytest.mark.parametrize(("weights", "activation"), [(xavier_normal, modern.linear), (he_normal, modern.relu)])
def test_signals_keep_their_strength_through_twenty_layers(weights, activation, rng):
    x = rng.standard_normal((50, 200))
    strength = (x * x).mean()
    for _ in range(20):
        x = activation(x) @ weights(rng, (200, 200))
    assert 0.5 * strength < (x * x).mean() < 2 * strength


def test_constants_fill_and_draw_nothing(rng):
    before = rng.bit_generator.state
    assert_array_equal(zeros(rng, (2, 3)), np.zeros((2, 3)))
    assert_array_equal(constant(-0.1)(rng, (8, 1, 5, 5)), np.full((8, 1, 5, 5), -0.1))
    assert rng.bit_generator.state == before


@pytest.mark.parametrize("initializer", DRAWING)
def test_the_same_dice_draw_the_same_weights(initializer):
    first, second = (initializer(np.random.default_rng(3), DENSE) for _ in range(2))
    assert_array_equal(first, second)
    assert (initializer(np.random.default_rng(4), DENSE) != first).any()


@pytest.mark.parametrize("bad", [0, -1.0, math.inf, math.nan, "wide"])
@pytest.mark.parametrize(("initializer", "name"), [(uniform, "limit"), (normal, "deviation")])
def test_a_spread_is_a_positive_number(initializer, name, bad, rng):
    with pytest.raises(SettingError, match=f"{name} must be .* got {bad!r}"):
        initializer(rng, DENSE, **{name: bad})


@pytest.mark.parametrize("bad", [math.inf, math.nan, 1e300, "one"])
def test_a_constant_is_a_number(bad):
    with pytest.raises(SettingError, match=re.escape(f"value must be a number of at most 1e+38, got {bad!r}")):
        constant(bad)


@pytest.mark.parametrize("initializer", [zeros, constant(1.0), *DRAWING])
def test_a_shape_is_a_tuple_of_lengths_and_dice_are_a_generator(initializer, rng):
    for bad in (5, (2.0,), (-1, 2), "ab", None):
        with pytest.raises(ShapeError, match=r"shape must be .* got"):
            initializer(rng, bad)
    if initializer in DRAWING:
        with pytest.raises(SettingError, match="rng must be a numpy Generator"):
            initializer(3, DENSE)
