"""Symptoms, measured: silent and saturated units, and the trend of a loss."""

import math

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from modern import hard_sigmoid, sigmoid, tanh
from modern.activations import sign, step
from modern.tensor import Tensor
from modern.watching.symptoms import SLOPE_SHARES, LossTrend, SilentUnits, saturated_units, silent_units


def test_a_unit_is_silent_if_it_gives_nothing_above_zero_for_any_example():
    assert_array_equal(silent_units(np.array([[0.0, 0.0, 2.0], [0.0, 1e-30, 0.0]])), [True, False, False])


def test_a_filter_is_silent_if_it_is_so_everywhere_in_every_image():
    images = np.zeros((2, 3, 4, 4))
    images[1, 1, 3, 2] = 0.5
    assert_array_equal(silent_units(images), [True, False, True])


def test_units_that_fall_silent_and_wake_count_from_when_they_fell_silent():
    units = SilentUnits()
    awake, silent = 1.0, 0.0
    assert_array_equal(units.look(np.array([[silent, awake]]), 1), [0, -1])
    assert_array_equal(units.look(np.array([[silent, silent]]), 101), [100, 0])
    assert_array_equal(units.look(np.array([[awake, silent]]), 201), [-1, 100])
    assert_array_equal(units.look(np.array([[silent, silent]]), 301), [0, 200])


@pytest.mark.parametrize("activation", [sigmoid, tanh, hard_sigmoid], ids=lambda activation: activation.name)
def test_the_slope_share_is_the_slope_over_the_largest_slope(activation):
    x = Tensor(np.linspace(-8, 8, 101), requires_grad=True)
    y = activation(x)
    y.sum().backward()
    assert SLOPE_SHARES[activation](y.data) == pytest.approx(x.grad / x.grad.max(), abs=1e-12)


@pytest.mark.parametrize("activation", [step, sign], ids=lambda activation: activation.name)
def test_a_step_has_no_slope_anywhere(activation):
    y = activation(np.linspace(-3, 3, 7))
    assert not np.any(SLOPE_SHARES[activation](y))


def test_a_unit_is_saturated_if_it_is_flat_for_nearly_all_examples():
    z = np.array([[9.0, 9.0, 0.0], [-9.0, 9.0, 0.0], [9.0, 9.0, 9.0], [9.0, 0.0, -9.0]])
    assert_array_equal(saturated_units(sigmoid(z), sigmoid, 0.01, 0.9), [True, False, False])
    assert_array_equal(saturated_units(sigmoid(z), sigmoid, 0.01, 0.75), [True, True, False])


def fed(trend, losses, examples=32):
    """Whether a block ended with each loss."""
    return [trend.add(loss, examples) for loss in losses]


def test_the_first_loss_is_the_mean_over_the_first_32_examples():
    trend = LossTrend(100, 1, 0.01)
    fed(trend, [1.0, 3.0, 5.0, 7.0, 30.0], examples=8)
    assert trend.first == 4.0


def test_a_first_loss_is_known_after_a_batch_of_4_or_32_single_examples():
    batch, online = (LossTrend(100, 1, 0.01) for _ in range(2))
    fed(batch, [2.5], examples=4)
    assert batch.first == batch.recent == 2.5
    fed(online, [1.0] * 31, examples=1)
    assert math.isnan(online.first)
    fed(online, [33.0], examples=1)
    assert online.first == online.recent == 2.0


def test_a_loss_that_leaps_up_at_once_is_no_part_of_the_first():
    trend = LossTrend(100, 1, 0.01)
    fed(trend, [3.0, 20_000.0, 9.0, 15.0], examples=4)
    assert trend.first == 9.0
    assert trend.recent > 1000


def test_a_loss_that_is_zero_at_first_is_no_measure():
    trend = LossTrend(100, 1, 0.01)
    fed(trend, [0.0, 0.0, 3.0])
    assert trend.first == 1.0


def test_the_recent_loss_forgets_what_lies_many_examples_back():
    trend = LossTrend(1000, 1, 0.01)
    fed(trend, [1.0] + [5.0] * 20)
    assert trend.recent == pytest.approx(5.0, abs=1e-4)


def test_one_example_moves_the_recent_loss_less_than_a_batch():
    online, batch = (LossTrend(1000, 1, 0.01) for _ in range(2))
    fed(online, [1.0] * 32 + [34.0], examples=1)
    fed(batch, [1.0, 34.0], examples=32)
    assert online.recent == pytest.approx(2.0)
    assert batch.recent == pytest.approx(17.5)


def test_a_block_ends_after_so_many_steps_and_examples():
    assert fed(LossTrend(3, 1, 0.01), [1.0] * 6) == [False, False, True] * 2
    assert fed(LossTrend(3, 160, 0.01), [1.0] * 6) == [False] * 4 + [True, False]


def test_a_loss_that_stands_still_is_stuck_and_one_that_falls_is_not():
    trend = LossTrend(2, 1, 0.01)
    fed(trend, [1.0, 1.0, 0.9, 0.9])
    assert (trend.stuck_blocks, trend.stuck_steps) == (0, 0)
    fed(trend, [0.895, 0.9, 0.9, 5.0])
    assert (trend.stuck_blocks, trend.stuck_steps) == (2, 4)
    fed(trend, [0.8, 0.8])
    assert (trend.stuck_blocks, trend.stuck_steps) == (0, 0)


def test_losses_too_large_to_add_up_are_taken():
    trend = LossTrend(2, 1, 0.01)
    assert fed(trend, [1.7e308, 1.7e308]) == [False, True]
