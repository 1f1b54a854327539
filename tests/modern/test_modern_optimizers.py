"""What all optimizers promise, and gradient descent against its formulas, written out again here."""

import copy

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from modern import (
    Adagrad,
    Adam,
    AdamW,
    BatchNorm,
    ByNorm,
    Cosine,
    Dropout,
    Exponential,
    GradientDescent,
    GraphError,
    Network,
    Newton,
    Parameters,
    RMSprop,
    SettingError,
    StepDecay,
    Tensor,
    cross_entropy,
    train_step,
)

KINDS = {
    "gradient descent": GradientDescent,
    "momentum outside": lambda rate: GradientDescent(rate, momentum=0.9),
    "momentum inside": lambda rate: GradientDescent(rate, momentum=0.9, rate_placement="inside"),
    "nesterov outside": lambda rate: GradientDescent(rate, momentum=0.9, nesterov=True),
    "nesterov inside": lambda rate: GradientDescent(rate, momentum=0.9, nesterov=True, rate_placement="inside"),
    "adagrad": Adagrad,
    "adagrad inside": lambda rate: Adagrad(rate, epsilon_placement="inside"),
    "rmsprop": RMSprop,
    "rmsprop inside": lambda rate: RMSprop(rate, epsilon_placement="inside"),
    "adam": Adam,
    "adam inside": lambda rate: Adam(rate, epsilon_placement="inside"),
    "adamw": AdamW,
}
every_kind = pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)


@pytest.fixture
def parameters():
    return Parameters([Tensor([[1.0, -2.0]], requires_grad=True, dtype=np.float64), Tensor(np.array([0.5]), True)])


def steps(optimizer, parameters, slopes):
    """Make one step for each of *slopes*."""
    for slope in slopes:
        parameters.gradients[:] = slope
        optimizer.step(parameters)


def test_gradient_descent_steps_by_rate_times_gradient(parameters):
    steps(GradientDescent(0.5), parameters, [[1.0, 2.0, -4.0]])
    assert_array_equal(parameters.values, [0.5, -3.0, 2.5])


@pytest.mark.parametrize("placement", ["outside", "inside"])
@pytest.mark.parametrize("nesterov", [False, True])
def test_momentum_follows_its_formula_for_200_steps(parameters, placement, nesterov, rng):
    schedule, momentum = StepDecay(0.01, every=30, factor=0.7), 0.9
    w, v = parameters.values.copy(), np.zeros(3)
    slopes = rng.normal(size=(200, 3))
    for t, slope in enumerate(slopes):
        rate = schedule(t)
        if placement == "outside":
            v = momentum * v + slope
            w = w - rate * (momentum * v + slope if nesterov else v)
        else:
            v = momentum * v + rate * slope
            w = w - (momentum * v + rate * slope if nesterov else v)
    steps(GradientDescent(schedule, momentum, nesterov, placement), parameters, slopes)
    assert_allclose(parameters.values, w, rtol=1e-12)


def test_both_places_of_the_rate_are_one_as_long_as_it_stays(rng):
    slopes = rng.normal(size=(50, 2))
    ends = []
    for placement in ("outside", "inside"):
        parameters = Parameters([Tensor(np.zeros(2), requires_grad=True)])
        steps(GradientDescent(0.1, 0.9, rate_placement=placement), parameters, slopes)
        ends.append(parameters.values)
    assert_allclose(*ends, rtol=1e-12)


def test_with_the_rate_inside_the_old_speed_outlives_a_drop_of_the_rate():
    moved = {}
    for placement in ("outside", "inside"):
        parameters = Parameters([Tensor(np.zeros(1), requires_grad=True)])
        optimizer = GradientDescent(1.0, 0.5, rate_placement=placement)
        steps(optimizer, parameters, [1.0])
        optimizer.rate = 0.1
        steps(optimizer, parameters, [0.0])
        moved[placement] = parameters.values[0]
    assert moved == {"outside": pytest.approx(-1.05), "inside": pytest.approx(-1.5)}


@every_kind
def test_a_gradient_of_zero_moves_nothing_but_what_fades(parameters, make):
    before = parameters.values.copy()
    make(0.1).step(parameters)
    fading = 1 - 0.1 * 0.01 if isinstance(make(0.1), AdamW) else 1
    assert_array_equal(parameters.values, before * fading)


@every_kind
def test_every_optimizer_comes_down_a_bowl(make):
    parameters = Parameters([Tensor(np.array([1.0, -2.0]), requires_grad=True)])
    weights = next(iter(parameters))
    optimizer = make(Exponential(0.05, 0.995))
    for _ in range(500):
        parameters.zero_gradients()
        (weights * weights * [1.0, 0.1]).sum().backward()
        optimizer.step(parameters)
    assert (parameters.values**2 * [1.0, 0.1]).sum() < 0.2


@every_kind
def test_float32_stays_float32_and_float64_float64(make):
    for dtype in (np.float32, np.float64):
        parameters = Parameters([Tensor(np.ones(3), requires_grad=True, dtype=dtype)])
        values, gradients = parameters.values, parameters.gradients
        optimizer = make(np.float64(0.1))
        optimizer.rate = np.float64(0.2)
        steps(optimizer, parameters, np.ones((3, 3)))
        assert values is parameters.values
        assert gradients is parameters.gradients
        assert values.dtype == dtype
        assert np.isfinite(values).all()


@every_kind
def test_a_network_and_its_optimizer_are_copied_together(make, rng):
    network, optimizer = Network.dense([3, 4, 2], rng=rng), make(0.1)
    data, labels = rng.random((6, 3)), np.array([0, 1, 1, 0, 1, 0])
    for _ in range(3):
        train_step(network, cross_entropy, optimizer, data, labels)
    network_copy, optimizer_copy = copy.deepcopy((network, optimizer))
    for _ in range(3):
        train_step(network, cross_entropy, optimizer, data, labels)
    assert (network.parameters.values != network_copy.parameters.values).any()
    for _ in range(3):
        train_step(network_copy, cross_entropy, optimizer_copy, data, labels)
    assert_array_equal(network.parameters.values, network_copy.parameters.values)
    assert optimizer_copy.steps == optimizer.steps == 6


@every_kind
def test_a_reset_optimizer_starts_anew(parameters, make):
    optimizer, start = make(0.1), parameters.values.copy()
    steps(optimizer, parameters, [1.0, -2.0, 0.5])
    first = parameters.values.copy()
    optimizer.reset()
    assert optimizer.steps == 0
    parameters.values = start
    steps(optimizer, parameters, [1.0, -2.0, 0.5])
    assert_array_equal(parameters.values, first)


@every_kind
def test_fixed_parameters_stay_even_where_they_had_moved_before(parameters, make):
    weight, bias = parameters
    optimizer = make(0.1)
    steps(optimizer, parameters, [[1.0, 1.0, 1.0]])
    bias.requires_grad = False
    before_weight, before_bias = weight.data.copy(), bias.data.copy()
    steps(optimizer, parameters, [[1.0, 1.0, 0.0]])
    assert_array_equal(bias.data, before_bias)
    assert (weight.data != before_weight).all()


@every_kind
def test_what_overflows_is_no_warning(make):
    parameters = Parameters([Tensor([1.0, 1.0], requires_grad=True)])
    optimizer = make(1e30)
    for _ in range(3):
        parameters.gradients[:] = [3e38, -3e38]
        optimizer.step(parameters)
    assert optimizer.steps == 3


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


@every_kind
def test_an_optimizer_serves_one_network_until_reset(parameters, make):
    optimizer = make(0.1)
    optimizer.step(parameters)
    other = Parameters([Tensor([1.0], requires_grad=True)])
    with pytest.raises(SettingError, match="one network only"):
        optimizer.step(other)
    assert optimizer.steps == 1
    optimizer.reset()
    optimizer.step(other)


@pytest.mark.parametrize("rate", [0, -0.1, float("nan"), float("inf")])
@pytest.mark.parametrize("kind", [GradientDescent, Adagrad, RMSprop, Adam, AdamW])
def test_rates_must_be_positive_and_finite(kind, rate):
    with pytest.raises(SettingError, match=f"rate must be positive and finite, got {rate}"):
        kind(rate)
    optimizer = kind(0.5)
    with pytest.raises(SettingError, match=f"rate must be positive and finite, got {rate}"):
        optimizer.rate = rate
    assert optimizer.rate == 0.5


@pytest.mark.parametrize("rate", [True, "0.1", None, [0.1]])
@pytest.mark.parametrize("kind", [GradientDescent, Adagrad, RMSprop, Adam, AdamW])
def test_rates_must_be_numbers(kind, rate):
    with pytest.raises(SettingError, match="rate must be a number, got "):
        kind(rate)


@pytest.mark.parametrize(
    ("make", "count"),
    [
        (GradientDescent, 1),
        (lambda: GradientDescent(momentum=0.9), 2),
        (lambda: GradientDescent(momentum=0.9, nesterov=True), 3),
        (lambda: GradientDescent(momentum=0.9, rate_placement="inside"), 3),
        (lambda: GradientDescent(momentum=0.9, nesterov=True, rate_placement="inside"), 4),
        (Adagrad, 5),
        (RMSprop, 6),
        (Adam, 7),
        (AdamW, 8),
        (lambda: GradientDescent(clip=ByNorm(1)), 3),
    ],
)
def test_the_work_of_a_step_is_counted_formula_by_formula(make, count):
    assert make().multiply_adds_per_parameter == count


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"momentum": 1}, "momentum must be at least 0 and below 1, got 1"),
        ({"momentum": -0.5}, "momentum must be at least 0 and below 1, got -0.5"),
        ({"momentum": "much"}, "momentum must be a number, got 'much'"),
        ({"nesterov": True}, "momentum must be positive for nesterov to look ahead, got 0.0"),
        ({"momentum": 0.9, "nesterov": 1}, "nesterov must be True or False, got 1"),
        ({"rate_placement": "beside"}, "rate_placement must be 'outside' or 'inside', got 'beside'"),
    ],
)
def test_settings_of_gradient_descent_are_checked(settings, message):
    with pytest.raises(SettingError, match=message):
        GradientDescent(**settings)


@pytest.mark.parametrize("parameters", [None, [1.0], np.zeros(3)])
def test_an_optimizer_moves_parameters(parameters):
    with pytest.raises(SettingError, match="parameters must be of type Parameters, got "):
        GradientDescent(0.1).step(parameters)


def test_an_optimizer_shows_its_settings():
    assert repr(GradientDescent(0.5, momentum=0.9)) == (
        "GradientDescent(rate=0.5, momentum=0.9, nesterov=False, rate_placement='outside')"
    )
    clipped = AdamW(Cosine(0.1, steps=9), clip=ByNorm(1.0))
    assert eval(repr(clipped)).clip == clipped.clip
    assert repr(eval(repr(clipped))) == repr(clipped)


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (GradientDescent(0.1, momentum=0.5), "momentum"),
        (GradientDescent(0.1), "nesterov"),
        (AdamW(), "beta1"),
        (AdamW(), "beta2"),
        (AdamW(), "epsilon"),
        (AdamW(), "weight_decay"),
        (RMSprop(), "rho"),
        (Newton(), "damping"),
        (Dropout(0.5, np.random.default_rng(1)), "share"),
        (BatchNorm(), "momentum"),
    ],
)
def test_settings_that_were_checked_stay_what_they_are(made, name):
    before = getattr(made, name)
    with pytest.raises(SettingError, match=f"{name} must stay what it was made with, got 7: make another "):
        setattr(made, name, 7)
    assert getattr(made, name) == before
