"""The schedules against their formulas, and what an optimizer makes of them."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from modern import (
    Adam,
    Constant,
    Cosine,
    Exponential,
    GradientDescent,
    InverseTime,
    Parameters,
    SettingError,
    StepDecay,
    Tensor,
    WarmUp,
)

FORMULAS = {
    "constant": (Constant(0.5), lambda t: 0.5),
    "step decay": (StepDecay(0.5, every=3, factor=0.1), lambda t: 0.5 * 0.1 ** math.floor(t / 3)),
    "exponential": (Exponential(0.5, factor=0.9), lambda t: 0.5 * 0.9**t),
    "inverse time": (InverseTime(0.5, decay=0.2), lambda t: 0.5 / (1 + 0.2 * t)),
    "cosine": (Cosine(0.5, steps=30), lambda t: 0.25 * (1 + math.cos(math.pi * t / 30))),
    "cosine to a floor": (Cosine(0.5, 30, floor=0.1), lambda t: 0.1 + 0.2 * (1 + math.cos(math.pi * t / 30))),
    "warm-up": (WarmUp(4, Exponential(0.5, 0.9)), lambda t: 0.5 * (t + 1) / 4 if t < 4 else 0.5 * 0.9 ** (t - 4)),
}


@pytest.fixture
def parameters():
    return Parameters([Tensor(np.array([0.0]), requires_grad=True)])


@pytest.mark.parametrize("name", FORMULAS)
def test_a_schedule_follows_its_formula(name):
    schedule, formula = FORMULAS[name]
    assert_allclose([schedule(t) for t in range(30)], [formula(t) for t in range(30)], rtol=1e-14)


@pytest.mark.parametrize("name", FORMULAS)
def test_an_optimizer_asks_its_schedule_before_each_step(name, parameters):
    schedule, formula = FORMULAS[name]
    optimizer = GradientDescent(schedule)
    parameters.gradients[:] = 1.0
    moved = []
    for t in range(30):
        assert optimizer.rate == pytest.approx(formula(t), rel=1e-14)
        assert optimizer.steps == t
        parameters.values = [0.0]
        optimizer.step(parameters)
        moved.append(-parameters.values[0])
    assert_allclose(moved, [formula(t) for t in range(30)], rtol=1e-14)


def test_a_cosine_stays_on_its_floor():
    schedule = Cosine(0.5, steps=10, floor=0.1)
    assert [schedule(t) for t in (10, 11, 20, 1000)] == [0.1] * 4


def test_a_warm_up_leads_to_the_first_rate_of_what_comes_then():
    assert [WarmUp(4, Constant(0.2))(t) for t in range(6)] == pytest.approx([0.05, 0.1, 0.15, 0.2, 0.2, 0.2])


def test_a_warm_up_may_be_followed_by_another():
    inner = WarmUp(2, Constant(1.0))
    assert [WarmUp(2, inner)(t) for t in range(5)] == [0.25, 0.5, 0.5, 1.0, 1.0]


def test_any_function_of_the_step_is_a_schedule(parameters):
    optimizer = GradientDescent(lambda step: 2.0**-step)
    parameters.gradients[:] = 1.0
    for _ in range(3):
        optimizer.step(parameters)
    assert parameters.values == [-1.75]


def test_a_rate_assigned_takes_the_place_of_the_schedule(parameters):
    optimizer = GradientDescent(Exponential(0.5, 0.1))
    optimizer.step(parameters)
    optimizer.rate = 0.3
    optimizer.step(parameters)
    assert optimizer.rate == 0.3
    assert optimizer.schedule == Constant(0.3)


def test_a_reset_starts_the_schedule_anew(parameters):
    optimizer = Adam(Exponential(0.5, 0.1))
    optimizer.step(parameters)
    assert optimizer.rate == pytest.approx(0.05)
    optimizer.reset()
    assert optimizer.rate == 0.5


def test_a_schedule_of_numpy_numbers_leaves_float32_what_it_is():
    parameters = Parameters([Tensor([1.0], requires_grad=True)])
    parameters.gradients[:] = 1.0
    GradientDescent(lambda step: np.float64(0.1)).step(parameters)
    assert parameters.values.dtype == np.float32
    assert_array_equal(parameters.values, np.float32(1.0) - np.float32(0.1))


@pytest.mark.parametrize("rate", [0.0, -0.1, float("nan"), float("inf"), True, "0.1", None])
@pytest.mark.parametrize("make", [GradientDescent, Adam])
def test_a_schedule_without_a_positive_rate_moves_nothing(parameters, make, rate):
    parameters.gradients[:] = 1.0
    optimizer = make(lambda step: rate)
    with pytest.raises(SettingError, match=r"the rate of step 0 by .* must be "):
        optimizer.step(parameters)
    assert_array_equal(parameters.values, [0.0])
    assert optimizer.steps == 0


def test_an_optimizer_says_when_a_cosine_is_over(parameters):
    optimizer = GradientDescent(Cosine(0.5, steps=2))
    optimizer.step(parameters)
    optimizer.step(parameters)
    assert optimizer.rate == 0
    with pytest.raises(SettingError, match=r"step 2 by Cosine\(rate=0.5, steps=2, floor=0.0\) must be positive"):
        optimizer.step(parameters)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Constant(0), "rate must be positive and finite, got 0"),
        (lambda: Constant(True), "rate must be a number, got True"),
        (lambda: StepDecay(-1, 2, 0.5), "rate must be positive and finite, got -1"),
        (lambda: StepDecay(1, 0, 0.5), "every must be at least 1, got 0"),
        (lambda: StepDecay(1, 2.0, 0.5), r"every must be a whole number, got 2\.0"),
        (lambda: StepDecay(1, 2, 0), "factor must be positive and at most 1, got 0"),
        (lambda: Exponential(1, 1.1), r"factor must be positive and at most 1, got 1\.1"),
        (lambda: Exponential("1", 1), "rate must be a number, got '1'"),
        (lambda: InverseTime(1, -0.1), r"decay must be at least 0 and finite, got -0\.1"),
        (lambda: InverseTime(1, float("nan")), "decay must be at least 0 and finite, got nan"),
        (lambda: Cosine(1, 0), "steps must be at least 1, got 0"),
        (lambda: Cosine(1, 5, 2), "floor must be at least 0 and at most 1, got 2"),
        (lambda: WarmUp(0, Constant(1)), "steps must be at least 1, got 0"),
        (lambda: WarmUp(5, 0.1), r"then must be a schedule, got 0\.1"),
    ],
)
def test_settings_of_schedules_are_checked(make, message):
    with pytest.raises(SettingError, match=message):
        make()
