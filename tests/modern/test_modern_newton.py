"""Newton's method: where the formula leads, what it says of the place, and what damping and line search change."""

from itertools import pairwise

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from modern import (
    Dense,
    GraphError,
    Network,
    Newton,
    Parameters,
    SettingError,
    Tensor,
    binary_cross_entropy,
    exp,
    log,
    mean_squared_error,
    sigmoid,
)


def place(*values, dtype=np.float64):
    """Weights standing at *values*."""
    return Parameters([Tensor(np.array(values), requires_grad=True, dtype=dtype)])


def paraboloid(parameters, matrix, slope=0.0):
    """½ wᵀ A w + b w, whose Hessian is A and whose slope is 0 at -A⁻¹ b."""
    (w,) = parameters
    return lambda: (w @ np.array(matrix) * w).sum() / 2 + (w * np.array(slope)).sum()


def long_valley(parameters):
    """log(eʷ + e⁻ʷ): bent up everywhere, the less the farther out, so that Newton's steps go too far."""
    (w,) = parameters
    return lambda: log(exp(w) + exp(-w)).sum()


def test_one_step_reaches_the_bottom_of_a_bowl():
    matrix, slope = np.array([[3.0, 1.0], [1.0, 2.0]]), np.array([1.0, -2.0])
    parameters = place(5.0, -7.0)
    step = Newton().step(parameters, paraboloid(parameters, matrix, slope))
    bottom = -np.linalg.solve(matrix, slope)
    assert_allclose(parameters.values, bottom, rtol=1e-13)
    assert step.loss == pytest.approx(bottom @ matrix @ bottom / 2 + slope @ bottom, rel=1e-13)
    assert [step.smallest_eigenvalue, step.largest_eigenvalue] == pytest.approx(np.linalg.eigvalsh(matrix))
    assert step.positive_definite
    assert (step.damping, step.rate) == (0, 1)
    assert step.gradient_norm == pytest.approx(np.linalg.norm(matrix @ [5.0, -7.0] + slope))
    assert "positive definite: the formula makes for the bottom of a bowl. The loss fell from" in step.sentence


def test_a_rate_of_half_goes_half_the_way():
    parameters = place(4.0)
    Newton(rate=0.5).step(parameters, paraboloid(parameters, [[2.0]]))
    assert_allclose(parameters.values, [2.0])


def test_damping_is_added_to_the_diagonal():
    parameters = place(4.0)
    step = Newton(damping=3.0).step(parameters, paraboloid(parameters, [[1.0]]))
    assert_allclose(parameters.values, [4.0 - 4.0 / (1 + 3)])
    assert "3 was added to its diagonal" in step.sentence


def test_without_a_line_search_it_lands_on_the_saddle_and_says_so():
    parameters = place(1.0, 1.0)
    step = Newton(line_search=False).step(parameters, paraboloid(parameters, np.diag([2.0, -1.0])))
    assert_allclose(parameters.values, [0.0, 0.0], atol=1e-15)
    assert not step.positive_definite
    assert step.smallest_eigenvalue == -1
    assert "indefinite (1 of 2 curvatures is negative): the formula makes for a saddle, which is no" in step.sentence


def test_without_a_line_search_it_climbs_to_the_top_and_says_so():
    parameters = place(1.0, 1.0)
    step = Newton(line_search=False).step(parameters, paraboloid(parameters, np.diag([-2.0, -1.0])))
    assert_allclose(parameters.values, [0.0, 0.0], atol=1e-15)
    assert "negative definite (2 of 2 curvatures are negative): the formula makes for a top" in step.sentence
    assert "The loss rose from -1.5 to 0; a line search would not have allowed it" in step.sentence


def test_a_line_search_does_not_go_uphill_and_says_so():
    parameters = place(1.0, 1.0)
    step = Newton().step(parameters, paraboloid(parameters, np.diag([-2.0, -1.0])))
    assert_array_equal(parameters.values, [1.0, 1.0])
    assert (step.rate, step.loss) == (0, step.loss_before)
    assert "leads uphill, so no rate lowers the loss: nothing was moved; more damping would help" in step.sentence


def test_automatic_damping_lifts_the_lowest_curvature_as_far_above_zero_as_it_was_below():
    parameters = place(1.0, 1.0)
    step = Newton(damping="automatic").step(parameters, paraboloid(parameters, np.diag([2.0, -1.0])))
    assert step.damping == 2
    assert_allclose(parameters.values, [1 - 2 / (2 + 2), 1 + 1 / (-1 + 2)])
    assert step.loss < step.loss_before
    assert "2 was added to its diagonal: the formula makes for the bottom of a bowl" in step.sentence


def test_automatic_damping_adds_nothing_to_what_is_positive_definite():
    parameters = place(1.0, 1.0)
    step = Newton(damping="automatic").step(parameters, paraboloid(parameters, np.diag([1e6, 1e-3])))
    assert step.damping == 0
    assert_allclose(parameters.values, [0, 0], atol=1e-12)


@pytest.mark.parametrize(
    ("matrix", "flat"),
    [([[1.0, 0.0], [0.0, 0.0]], "1 of 2 curvatures is 0"), ([[0.0, 0.0], [0.0, 0.0]], "2 of 2 curvatures are 0")],
)
def test_a_singular_hessian_is_refused_with_the_cure(matrix, flat):
    parameters = place(1.0, 1.0)
    with pytest.raises(SettingError, match=rf"must not leave .* singular .{flat}.* got 0\.0: damping='automatic'"):
        Newton().step(parameters, paraboloid(parameters, matrix, [0.5, 0.5]))
    assert_array_equal(parameters.values, [1.0, 1.0])
    step = Newton(damping="automatic").step(parameters, paraboloid(parameters, matrix, [0.5, 0.5]))
    assert step.loss < step.loss_before


@pytest.mark.parametrize(
    ("diagonal", "kind"),
    [
        ([1, 2], "positive definite:"),
        ([-1, -2], "negative definite (2 of 2 curvatures are negative)"),
        ([1, -2], "indefinite (1 of 2 curvatures is negative)"),
        ([1, 0], "positive semi-definite (1 of 2 curvatures is 0)"),
        ([-1, 0], "negative semi-definite (1 of 2 curvatures is negative, 1 of 2 curvatures is 0)"),
        ([0, 0], "zero (2 of 2 curvatures are 0)"),
        ([1, -1, 0], "indefinite and singular (1 of 3 curvatures is negative, 1 of 3 curvatures is 0)"),
    ],
)
def test_the_kind_of_the_hessian_is_named(diagonal, kind):
    parameters = place(*np.ones(len(diagonal)))
    step = Newton(damping="automatic").step(parameters, paraboloid(parameters, np.diag(diagonal)))
    assert step.sentence.startswith(f"The Hessian is {kind}")
    assert step.positive_definite == (kind == "positive definite:")


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_automatic_damping_is_enough_whatever_the_rounding(dtype):
    parameters = place(*np.ones(50), dtype=dtype)
    objective = paraboloid(parameters, np.diag([1.0] + [0.0] * 49), slope=1e-3)
    step = Newton(damping="automatic").step(parameters, objective)
    assert step.loss < step.loss_before


def test_damping_that_does_not_suffice_is_told():
    parameters = place(1.0, 1.0)
    step = Newton(damping=0.5, line_search=False).step(parameters, paraboloid(parameters, np.diag([2.0, -1.0])))
    assert "0.5 was added to its diagonal: the formula makes for a saddle, which is no minimum" in step.sentence


def test_damping_that_makes_a_hessian_singular_is_refused():
    parameters = place(1.0, 1.0)
    with pytest.raises(SettingError, match=r"singular \(1 of 2 curvatures is 0 within rounding\), got 1.0"):
        Newton(damping=1).step(parameters, paraboloid(parameters, np.diag([2.0, -1.0])))


def test_where_the_slope_is_zero_nothing_is_moved():
    parameters = place(0.0, 0.0)
    step = Newton(line_search=False).step(parameters, paraboloid(parameters, np.diag([2.0, -1.0])))
    assert (step.rate, step.gradient_norm) == (0, 0)
    assert "a saddle, which is no minimum. But the slope is 0 here" in step.sentence


def test_a_line_search_halves_the_rate_where_the_full_step_goes_too_far():
    parameters = place(3.0)
    step = Newton().step(parameters, long_valley(parameters))
    assert step.rate < 1
    assert step.loss < step.loss_before
    assert f"at rate {step.rate:g} as larger ones went too far" in step.sentence


def test_without_a_line_search_a_step_too_far_is_told():
    parameters = place(3.0)
    step = Newton(line_search=False).step(parameters, long_valley(parameters))
    assert abs(parameters.values[0]) > 3
    assert "The loss rose from" in step.sentence
    parameters = place(3.0)
    step = Newton(rate=1e3, line_search=False).step(parameters, long_valley(parameters))
    assert step.loss == np.inf
    assert "is inf now: the step went too far" in step.sentence


def test_a_loss_that_never_falls_is_told_and_nothing_moved():
    parameters = place(1.0)
    (w,) = parameters
    heights = iter([0.0] + [10.0] * 100)  # a cliff all around the place
    step = Newton().step(parameters, lambda: (w * w).sum() + next(heights))
    assert_array_equal(parameters.values, [1.0])
    assert step.rate == 0
    assert "No rate from 1 down to 9e-13 lowered the loss: nothing was moved" in step.sentence


def test_an_objective_that_fails_midway_leaves_the_weights_alone():
    parameters = place(1.0)
    (w,) = parameters
    asked = iter([True])
    with pytest.raises(StopIteration):
        Newton().step(parameters, lambda: (w * w).sum() * float(next(asked)))
    assert_array_equal(parameters.values, [1.0])


def test_fixed_parameters_stay_and_do_not_count():
    parameters = Parameters([Tensor(np.array([value]), requires_grad=True) for value in (1.0, 2.0, 3.0)])
    a, b, c = parameters
    b.requires_grad = False

    def objective():
        return ((a - 5.0) * (a - 5.0) + b * c * c + b * b * b).sum()

    step = Newton().step(parameters, objective)
    assert_allclose(parameters.values, [5.0, 2.0, 0.0], atol=1e-14)
    assert (step.smallest_eigenvalue, step.largest_eigenvalue) == pytest.approx((2.0, 4.0))


def test_gradients_gathered_by_others_stay():
    parameters = place(1.0)
    parameters.gradients[:] = 7.0
    Newton().step(parameters, paraboloid(parameters, [[2.0]]))
    assert_array_equal(parameters.gradients, [7.0])


def test_a_step_spoils_results_computed_before_it():
    parameters = place(1.0)
    objective = paraboloid(parameters, [[2.0]])
    before = objective()
    Newton().step(parameters, objective)
    with pytest.raises(GraphError, match="must not change"):
        before.backward()


def noisy(values):
    """What a network gave, disturbed: the least that can be reached is not 0, and not infinitely far."""
    return values + np.random.default_rng(1).normal(scale=0.1, size=values.shape)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("loss", "targets"),
    [(mean_squared_error, noisy), (binary_cross_entropy, lambda values: sigmoid(noisy(values)))],
    ids=["squared", "binary"],
)
def test_a_small_network_is_followed_into_its_minimum(loss, targets, dtype, rng):
    network = Network([Dense(3, "tanh"), Dense(1)], input_shape=(2,), rng=rng, dtype=dtype)
    network.parameters.values = rng.normal(size=13)
    data = rng.normal(size=(100, 2))
    wanted = targets(network(data).data)
    network.parameters.values = network.parameters.values + rng.normal(scale=0.5, size=13)
    newton = Newton(damping="automatic")
    results = [newton.step(network.parameters, lambda: loss(network(data), wanted)) for _ in range(30)]
    rounding = 10 * np.finfo(dtype).eps
    assert network.parameters.dtype == dtype
    assert any(not step.positive_definite for step in results)
    assert all(step.loss <= step.loss_before * (1 + rounding) for step in results)
    assert results[-1].gradient_norm < rounding
    assert results[-1].positive_definite
    assert "within rounding" in results[-1].sentence


def test_near_the_minimum_the_number_of_right_digits_doubles():
    parameters = place(0.4)
    slopes = [Newton().step(parameters, long_valley(parameters)).gradient_norm for _ in range(4)]
    assert all(after < before**2 for before, after in pairwise(slopes))
    assert slopes[-1] < 1e-10


@pytest.mark.parametrize(
    ("objective", "error", "message"),
    [
        (lambda w: (w * np.nan).sum(), SettingError, "loss must be finite, got nan"),
        (lambda w: (exp(w * 1000.0) * 0.0).sum(), SettingError, "loss must be finite, got nan"),
        (lambda w: ((w - 1.0) ** 1.5).sum(), SettingError, "Hessian must be finite, got "),
        (lambda w: 3.0, SettingError, "objective must give a Tensor, got float"),
        (lambda w: w * w, GraphError, "must be of one number"),
    ],
)
def test_an_objective_without_finite_numbers_is_refused(objective, error, message):
    parameters = place(1.0, 1.0)
    (w,) = parameters
    with pytest.raises(error, match=message):
        Newton().step(parameters, lambda: objective(w))
    assert_array_equal(parameters.values, [1.0, 1.0])


def test_something_must_be_left_to_learn():
    parameters = place(1.0)
    next(iter(parameters)).requires_grad = False
    with pytest.raises(SettingError, match="parameters must have one that requires a gradient, got none"):
        Newton().step(parameters, lambda: Tensor(1.0))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"rate": 0}, "rate must be positive and finite, got 0"),
        ({"rate": True}, "rate must be a number, got True"),
        ({"damping": -1}, "damping must be at least 0 and finite, got -1"),
        ({"damping": float("nan")}, "damping must be at least 0 and finite, got nan"),
        ({"damping": "much"}, "damping must be a number or 'automatic', got 'much'"),
        ({"damping": None}, "damping must be a number, got None"),
        ({"line_search": 1}, "line_search must be True or False, got 1"),
    ],
)
def test_settings_are_checked(settings, message):
    with pytest.raises(SettingError, match=message):
        Newton(**settings)


def test_newton_wants_parameters_and_an_objective():
    parameters = Parameters([Tensor([1.0], requires_grad=True)])
    with pytest.raises(SettingError, match="parameters must be of type Parameters, got None"):
        Newton().step(None, lambda: Tensor(0.0))
    with pytest.raises(SettingError, match="objective must be a function that gives the loss, got Tensor"):
        Newton().step(parameters, Tensor(0.0))


def test_a_hessian_too_large_to_look_at_is_refused():
    many = Tensor(np.ones(26_378), requires_grad=True)
    with pytest.raises(SettingError, match=r"4000 at most for Newton's method, got 26378: .* 7e\+08 numbers"):
        Newton().step(Parameters([many]), (many * many).sum)
