"""The adaptive optimizers against their formulas, written out again here step by step."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from modern import Adagrad, Adam, AdamW, Exponential, Parameters, RMSprop, SettingError, Tensor

SCHEDULE, EPSILON = Exponential(0.02, 0.99), 1e-3
both_placements = pytest.mark.parametrize("placement", ["outside", "inside"])


@pytest.fixture
def slopes(rng):
    return rng.normal(size=(200, 3)) * [1.0, 1e-3, 10.0]


def walked(optimizer, slopes):
    """Where three weights get to that start at 1."""
    parameters = Parameters([Tensor(np.ones(3), requires_grad=True)])
    for slope in slopes:
        parameters.gradients[:] = slope
        optimizer.step(parameters)
    return parameters.values


def root(g, placement):
    return np.sqrt(g) + EPSILON if placement == "outside" else np.sqrt(g + EPSILON)


@both_placements
def test_adagrad_follows_its_formula_for_200_steps(placement, slopes):
    w, g = np.ones(3), np.zeros(3)
    for t, slope in enumerate(slopes):
        g += slope**2
        w -= SCHEDULE(t) * slope / root(g, placement)
    assert_allclose(walked(Adagrad(SCHEDULE, EPSILON, placement), slopes), w, rtol=1e-12)


@both_placements
def test_rmsprop_follows_its_formula_for_200_steps(placement, slopes):
    rho = 0.8
    w, g = np.ones(3), np.zeros(3)
    for t, slope in enumerate(slopes):
        g = rho * g + (1 - rho) * slope**2
        w -= SCHEDULE(t) * slope / root(g, placement)
    assert_allclose(walked(RMSprop(SCHEDULE, rho, EPSILON, placement), slopes), w, rtol=1e-12)


@both_placements
@pytest.mark.parametrize("decay", [0, 0.1])
def test_adam_follows_its_formula_for_200_steps(placement, slopes, decay):
    beta1, beta2 = 0.8, 0.95
    w, m, g = np.ones(3), np.zeros(3), np.zeros(3)
    for t, slope in enumerate(slopes, start=1):
        rate = SCHEDULE(t - 1)
        w -= rate * decay * w
        m = beta1 * m + (1 - beta1) * slope
        g = beta2 * g + (1 - beta2) * slope**2
        m_hat, g_hat = m / (1 - beta1**t), g / (1 - beta2**t)
        w -= rate * m_hat / root(g_hat, placement)
    settings = SCHEDULE, beta1, beta2, EPSILON, placement
    optimizer = AdamW(*settings, weight_decay=decay) if decay else Adam(*settings)
    assert_allclose(walked(optimizer, slopes), w, rtol=1e-12)


def test_adams_first_step_is_rate_times_the_sign_of_the_gradient():
    gradient = np.array([1e-3, -2.0, 50.0])
    assert_allclose(walked(Adam(0.1), [gradient]), 1 - 0.1 * gradient / (np.abs(gradient) + 1e-8), rtol=1e-14)


def test_adagrads_first_step_has_the_present_gradient_in_it():
    gradient = np.array([1e-3, -2.0, 50.0])
    assert_allclose(walked(Adagrad(0.1), [gradient]), 1 - 0.1 * np.sign(gradient), rtol=1e-6)


def test_rmsprops_first_step_is_larger_by_the_root_of_one_minus_rho():
    assert_allclose(walked(RMSprop(0.1, rho=0.99), [np.ones(3)]), 0.0, atol=1e-6)


def test_adamw_without_decay_is_adam(slopes):
    assert_array_equal(walked(AdamW(0.1, weight_decay=0), slopes), walked(Adam(0.1), slopes))


def test_adamw_fades_weights_by_rate_times_decay_also_without_a_gradient():
    assert_allclose(walked(AdamW(0.5, weight_decay=0.1), np.zeros((3, 3))), 0.95**3)


@pytest.mark.parametrize("kind", [Adagrad, RMSprop, Adam, AdamW])
@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"epsilon": 0}, "epsilon must be positive and finite, got 0"),
        ({"epsilon": float("nan")}, "epsilon must be positive and finite, got nan"),
        ({"epsilon": None}, "epsilon must be a number, got None"),
        ({"epsilon_placement": "below"}, "epsilon_placement must be 'outside' or 'inside', got 'below'"),
    ],
)
def test_settings_of_epsilon_are_checked(kind, settings, message):
    with pytest.raises(SettingError, match=message):
        kind(**settings)


@pytest.mark.parametrize("kind", [Adagrad, RMSprop, Adam, AdamW])
def test_an_epsilon_that_float32_rounds_to_zero_is_refused(kind):
    optimizer = kind(epsilon=1e-50)
    with pytest.raises(SettingError, match="epsilon must not be rounded to 0 by float32, got 1e-50"):
        optimizer.step(Parameters([Tensor([1.0], requires_grad=True)]))
    optimizer.step(Parameters([Tensor(np.array([1.0]), requires_grad=True)]))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: RMSprop(rho=1.0), "rho must be at least 0 and below 1, got 1.0"),
        (lambda: RMSprop(rho="0.9"), "rho must be a number, got '0.9'"),
        (lambda: Adam(beta1=1.0), "beta1 must be at least 0 and below 1, got 1.0"),
        (lambda: Adam(beta2=-0.1), "beta2 must be at least 0 and below 1, got -0.1"),
        (lambda: AdamW(beta2=True), "beta2 must be a number, got True"),
        (lambda: AdamW(weight_decay=-0.1), "weight_decay must be at least 0 and finite, got -0.1"),
    ],
)
def test_settings_are_checked(make, message):
    with pytest.raises(SettingError, match=message):
        make()
