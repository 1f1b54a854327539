"""The optimizers against their formulas, written out again here step by step."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from modern import Adam, GradientDescent, GraphError, Parameters, SettingError, Tensor


@pytest.fixture
def parameters():
    return Parameters([Tensor([[1.0, -2.0]], requires_grad=True, dtype=np.float64), Tensor(np.array([0.5]), True)])


def test_gradient_descent_steps_by_rate_times_gradient(parameters):
    parameters.gradients[:] = [1.0, 2.0, -4.0]
    GradientDescent(0.5).step(parameters)
    assert_array_equal(parameters.values, [0.5, -3.0, 2.5])


def test_adams_first_step_is_rate_times_the_sign_of_the_gradient(parameters):
    before = parameters.values.copy()
    gradient = parameters.gradients[:] = np.array([1e-3, -2.0, 50.0])
    Adam(rate=0.1, epsilon=1e-8).step(parameters)
    assert_allclose(parameters.values, before - 0.1 * gradient / (np.abs(gradient) + 1e-8), rtol=1e-14)


@pytest.mark.parametrize("placement", ["outside", "inside"])
def test_adam_follows_its_formula_for_200_steps(parameters, placement, rng):
    rate, beta1, beta2, epsilon = 0.01, 0.8, 0.95, 1e-3
    optimizer = Adam(rate, beta1, beta2, epsilon, placement)
    w, m, g = parameters.values.copy(), np.zeros(3), np.zeros(3)
    for t in range(1, 201):
        slope = rng.normal(size=3)
        m = beta1 * m + (1 - beta1) * slope
        g = beta2 * g + (1 - beta2) * slope**2
        m_hat, g_hat = m / (1 - beta1**t), g / (1 - beta2**t)
        w -= rate * m_hat / (np.sqrt(g_hat) + epsilon if placement == "outside" else np.sqrt(g_hat + epsilon))
        parameters.gradients[:] = slope
        optimizer.step(parameters)
    assert_allclose(parameters.values, w, rtol=1e-12)


@pytest.mark.parametrize("optimizer", [GradientDescent(0.1), Adam(0.1)], ids=["gradient descent", "adam"])
def test_a_gradient_of_zero_moves_nothing(parameters, optimizer):
    before = parameters.values.copy()
    optimizer.step(parameters)
    assert_array_equal(parameters.values, before)


def test_a_step_spoils_results_computed_before_it(parameters):
    weight, _ = parameters
    loss = (weight * weight).sum()
    loss.backward()
    GradientDescent(0.1).step(parameters)
    with pytest.raises(GraphError, match="must not change"):
        loss.backward()


def test_the_rate_may_change_between_steps(parameters):
    optimizer = GradientDescent(0.5)
    optimizer.rate = 0.25
    parameters.gradients[:] = 4.0
    optimizer.step(parameters)
    assert_array_equal(parameters.values, [0.0, -3.0, -0.5])


def test_an_optimizer_serves_one_network_until_reset(parameters):
    optimizer = Adam()
    optimizer.step(parameters)
    other = Parameters([Tensor([1.0], requires_grad=True)])
    with pytest.raises(SettingError, match="one network only"):
        optimizer.step(other)
    optimizer.reset()
    optimizer.step(other)


def test_a_reset_adam_starts_anew(parameters):
    optimizer = Adam(0.1)
    start = parameters.values.copy()
    parameters.gradients[:] = 1.0
    optimizer.step(parameters)
    first = parameters.values.copy()
    optimizer.step(parameters)
    optimizer.reset()
    parameters.values = start
    optimizer.step(parameters)
    assert_array_equal(parameters.values, first)


@pytest.mark.parametrize("rate", [0, -0.1, float("nan"), float("inf")])
@pytest.mark.parametrize("kind", [GradientDescent, Adam])
def test_rates_must_be_positive_and_finite(kind, rate):
    with pytest.raises(SettingError, match=f"rate must be positive and finite, got {rate}"):
        kind(rate)


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"beta1": 1.0}, "beta1 must be at least 0 and below 1, got 1.0"),
        ({"beta2": -0.1}, "beta2 must be at least 0 and below 1, got -0.1"),
        ({"epsilon": 0}, "epsilon must be positive and finite, got 0"),
        ({"epsilon_placement": "below"}, "epsilon_placement must be 'outside' or 'inside', got 'below'"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_adams_settings_are_checked(setting, message):
    with pytest.raises(SettingError, match=message):
        Adam(**setting)
