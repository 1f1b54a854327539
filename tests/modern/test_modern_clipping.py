"""Clipping: what it cuts, what it leaves, and what it says of the gradient before."""

import copy

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from modern import Adam, ByNorm, ByValue, GradientDescent, Parameters, SettingError, Tensor


@pytest.fixture
def parameters():
    return Parameters([Tensor(np.zeros(2), requires_grad=True)])


def test_by_value_cuts_each_slope_for_itself():
    gradients = np.array([3.0, -4.0, 0.5])
    assert ByValue(1)(gradients) == pytest.approx(np.sqrt(25.25))
    assert_array_equal(gradients, [1.0, -1.0, 0.5])


def test_by_norm_shortens_without_turning():
    gradients = np.array([3.0, -4.0])
    assert ByNorm(0.5)(gradients) == 5.0
    assert_allclose(gradients, [0.3, -0.4], rtol=1e-15)


@pytest.mark.parametrize("clip", [ByValue(4), ByNorm(5)])
def test_a_gradient_within_the_limit_stays_what_it_is(clip):
    gradients = np.array([3.0, -4.0])
    assert clip(gradients) == 5.0
    assert_array_equal(gradients, [3.0, -4.0])


@pytest.mark.parametrize("clip", [ByValue(1), ByNorm(1)])
def test_no_slope_stays_no_slope(clip):
    gradients = np.zeros(3, np.float32)
    assert clip(gradients) == 0
    assert_array_equal(gradients, np.zeros(3))


@pytest.mark.parametrize("size", [1e30, 1e-30])
def test_the_norm_is_right_where_squares_leave_float32(size):
    gradients = np.array([3 * size, 4 * size], np.float32)
    assert ByNorm(size)(gradients) == pytest.approx(5 * size, rel=1e-6)
    assert_allclose(gradients, [0.6 * size, 0.8 * size], rtol=1e-6)


def test_a_gradient_far_beyond_a_tiny_limit_keeps_its_direction():
    gradients = np.array([3e37, 4e37], np.float32)
    ByNorm(1e-20)(gradients)
    assert_allclose(gradients, [0.6e-20, 0.8e-20], rtol=1e-6)


def test_what_is_not_finite_has_no_direction_and_stays():
    gradients = np.array([np.inf, 1.0], np.float32)
    assert ByNorm(1)(gradients) == np.inf
    assert_array_equal(gradients, [np.inf, 1.0])
    gradients = np.array([np.nan, 1.0])
    assert np.isnan(ByNorm(1)(gradients))
    assert_array_equal(gradients, [np.nan, 1.0])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("clip", [ByValue(np.float64(0.1)), ByNorm(np.float64(0.1))])
def test_clipping_works_in_place_and_keeps_the_type(clip, dtype):
    gradients = np.array([3.0, -4.0], dtype)
    clip(gradients)
    assert gradients.dtype == dtype
    assert np.abs(gradients).max() <= np.float32(0.1)


def test_an_optimizer_clips_before_all_else(parameters):
    parameters.gradients[:] = [3.0, -4.0]
    optimizer = GradientDescent(1.0, clip=ByNorm(1))
    optimizer.step(parameters)
    assert optimizer.clip == ByNorm(1)
    assert_allclose(parameters.values, [-0.6, 0.8])


def test_clipping_is_counted(parameters):
    assert Adam(clip=ByNorm(1)).multiply_adds_per_parameter == Adam().multiply_adds_per_parameter + 2


def test_a_clipping_is_a_value():
    assert ByNorm(1) == ByNorm(1) != ByValue(1)
    assert copy.deepcopy(ByNorm(1)) == ByNorm(1)


@pytest.mark.parametrize("kind", [ByValue, ByNorm])
@pytest.mark.parametrize("limit", [0, -1, float("nan"), float("inf"), True, "1"])
def test_limits_are_checked(kind, limit):
    with pytest.raises(SettingError, match="limit must be "):
        kind(limit)


def test_an_optimizer_takes_no_number_for_a_clipping():
    with pytest.raises(SettingError, match=r"clip must be a Clipping or None, got 1\.0"):
        GradientDescent(0.1, clip=1.0)


@pytest.mark.parametrize("gradients", [np.array([3, 4]), [3.0, 4.0], np.array([[3.0]]), None])
def test_what_is_clipped_is_a_row_of_floating_numbers(gradients):
    with pytest.raises(SettingError, match=r"gradients must be an array \(n,\) of float32 or float64, got "):
        ByNorm(1.0)(gradients)


def test_the_norm_of_ten_million_float32_keeps_five_digits():
    gradients = np.full(10_000_000, 0.1, np.float32)
    assert ByNorm(1e9)(gradients) == pytest.approx(0.1 * 10_000_000**0.5, rel=1e-5)


def test_the_norm_of_slopes_whose_squares_are_denormal_keeps_its_digits():
    assert ByNorm(1.0)(np.array([3e-21, 4e-21], np.float32)) == pytest.approx(5e-21, rel=1e-6)
