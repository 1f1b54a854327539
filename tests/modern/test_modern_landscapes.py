"""The landscapes: their derivatives, and that the list of minima is right and complete."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from modern import Landscape, SettingError, ShapeError, landscape_named, landscape_names, sine_fit

ALL = {name: landscape_named(name) for name in landscape_names()} | {"sine-fit": sine_fit.landscape}
each_landscape = pytest.mark.parametrize("landscape", ALL.values(), ids=ALL)


def drawn(landscape, rng, number=20):
    lowest, highest = np.array(landscape.domain).T
    return rng.uniform(lowest, highest, (number, landscape.dimensions))


def lattice(landscape, number):
    axes = [np.linspace(lowest, highest, number) for lowest, highest in landscape.domain]
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, landscape.dimensions)


@each_landscape
def test_at_every_minimum_the_slope_is_0_and_the_hessian_positive_definite(landscape):
    assert_allclose(landscape.gradient(landscape.minima), 0, atol=1e-9)
    assert (np.linalg.eigvalsh(landscape.hessian(landscape.minima)) > 0).all()


@each_landscape
def test_no_minimum_of_the_domain_is_missing(landscape):
    """Newton's bare formula from everywhere: all that settle at a bottom inside settle at one of the list."""
    points = lattice(landscape, 51 if landscape.dimensions == 2 else 1001)
    for _ in range(40):
        curvatures, axes = np.linalg.eigh(landscape.hessian(points))
        curvatures = np.where(np.abs(curvatures) < 1e-9, 1e-9, curvatures)
        along = np.einsum("mji,mj->mi", axes, landscape.gradient(points)) / curvatures
        points = points - np.einsum("mij,mj->mi", axes, along)
        points = points[(np.abs(points) < 100).all(axis=1)]
    lowest, highest = np.array(landscape.domain).T
    bottom = (np.linalg.eigvalsh(landscape.hessian(points)) > 0).all(axis=1)
    settled = np.linalg.norm(landscape.gradient(points), axis=1) < 1e-8
    found = points[bottom & settled & ((points >= lowest) & (points <= highest)).all(axis=1)]
    labels = landscape.minimum_near(found)
    assert_allclose(found, landscape.minima[labels], atol=1e-7)
    assert set(labels) == set(range(len(landscape.minima)))


@each_landscape
def test_minima_lie_in_the_domain_and_apart(landscape):
    for minimum, (lowest, highest) in zip(landscape.minima.T, landscape.domain, strict=True):
        assert (lowest < minimum).all()
        assert (minimum < highest).all()
    assert_array_equal(landscape.minimum_near(landscape.minima), np.arange(len(landscape.minima)))


@each_landscape
def test_derivatives_match_central_differences(landscape, rng):
    points = drawn(landscape, rng)
    for axis in range(landscape.dimensions):
        step = np.zeros(landscape.dimensions)
        step[axis] = 1e-5
        rise = (landscape.value(points + step) - landscape.value(points - step)) / 2e-5
        bend = (landscape.gradient(points + step) - landscape.gradient(points - step)) / 2e-5
        assert_allclose(landscape.gradient(points)[:, axis], rise, rtol=1e-6, atol=1e-5)
        assert_allclose(landscape.hessian(points)[:, axis], bend, rtol=1e-6, atol=1e-5)


@each_landscape
def test_a_landscape_says_what_it_is(landscape):
    assert landscape.formula.startswith("f(")
    assert landscape.note
    assert landscape.source


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("himmelblau", [0, 0, 0, 0]),
        ("six-hump-camel", [-1.031628453, -0.215463824, 2.104250310] * 2),  # as published, to their digits
        ("rosenbrock", [0]),
        ("saddle", [-0.25, -0.25]),
    ],
)
def test_minima_have_the_values_that_the_sources_give(name, values):
    landscape = landscape_named(name)
    assert_allclose(landscape.value(landscape.minima), values, atol=1e-9)


def bisected(slope, low, high):
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) < 0 else (low, middle)
    return low


def test_minima_found_by_polynomial_roots_and_by_bisection_are_the_same():
    wells = np.sort(np.roots([4, 0, -4, 0.3]).real)
    assert_allclose(landscape_named("double-well").minima[:, 0], wells[[0, 2]], atol=1e-9)
    x = np.sort(np.roots([1, 3, -13, -38]).real)
    others = landscape_named("himmelblau").minima[[2, 1, 3]]
    assert_allclose(others, np.stack([x, 11 - x**2], axis=1), atol=1e-9)
    waves = [bisected(lambda x: x / 5 + 3 * math.sin(3 * x), place - 0.4, place + 0.4) for place in (2.1, 4.1)]
    assert_allclose(landscape_named("wavy-valley").minima[:3, 0], [0, *waves], atol=1e-9)
    turn = 2 * math.pi
    pits = [bisected(lambda x: 2 * x + 10 * turn * math.sin(turn * x), k - 0.3, k + 0.3) for k in range(-5, 6)]
    assert_allclose(landscape_named("rastrigin").minima[:11, 1], pits, atol=1e-9)


def test_points_come_in_any_arrangement(rng):
    landscape = landscape_named("himmelblau")
    points = drawn(landscape, rng, 12)
    for arrangement in [(3, 4, 2), (12, 2), (12, 1, 2)]:
        asked = points.reshape(arrangement)
        assert_allclose(landscape.value(asked).ravel(), landscape.value(points))
        assert landscape.gradient(asked).shape == arrangement
        assert landscape.hessian(asked).shape == (*arrangement, 2)
    assert landscape.value([3, 2]) == 0


def test_a_minimum_is_reached_within_a_hundredth_of_the_diagonal():
    landscape = landscape_named("himmelblau")
    reach = 0.01 * math.hypot(10, 10)
    assert landscape.minimum_near([3 + 0.99 * reach, 2]) == 0
    assert landscape.minimum_near([3 + 1.01 * reach, 2]) == -1


def test_what_is_beyond_all_numbers_is_infinite_and_no_warning():
    assert landscape_named("himmelblau").value([1e200, 0]) == np.inf


def test_minima_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        landscape_named("bowl").minima[0] = 1


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(SettingError, match="got 'himmelblow'; did you mean 'himmelblau'"):
        landscape_named("himmelblow")


@pytest.mark.parametrize(
    ("points", "error", "message"),
    [
        ([1.0, 2.0, 3.0], ShapeError, r"points on himmelblau must be \(..., 2\), got shape \(3,\)"),
        (1.0, ShapeError, r"got shape \(\)"),
        ([1.0, np.nan], SettingError, r"points must be finite, got nan at \(1,\)"),
        (["a", "b"], SettingError, "must be real numbers"),
    ],
)
def test_points_that_are_none_are_refused(points, error, message):
    landscape = landscape_named("himmelblau")
    for asked in (landscape.value, landscape.gradient, landscape.hessian, landscape.minimum_near):
        with pytest.raises(error, match=message):
            asked(points)


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"domain": ((1.0, 0.0),)}, SettingError, "domain must be .lowest, highest. for each coordinate"),
        ({"domain": ()}, ShapeError, "minima must be"),
        ({"minima": [1.0, 2.0]}, ShapeError, r"minima must be \(k, 1\), one column a coordinate, got \(2,\)"),
        ({"minima": [[np.inf]]}, SettingError, "minima must be finite"),
    ],
)
def test_a_landscape_that_is_none_is_refused(changes, error, message):
    given = {"name": "own", "formula": "f(x) = x", "function": lambda x: x, "note": "", "source": "here"}
    with pytest.raises(error, match=message):
        Landscape(**(given | {"domain": ((0.0, 1.0),), "minima": np.empty((0, 1))} | changes))


@pytest.mark.parametrize("function", [np.sin, math.sin, lambda x: 1.0, lambda x: x * math.cos(x), 3])
def test_a_function_that_cannot_be_derived_is_refused_and_the_cure_told(function):
    message = r"function must be made of Tensor operations \(modern\.sin, not numpy\.sin\)"
    with pytest.raises(SettingError, match=message):
        Landscape(
            name="mine", formula="", function=function, domain=((0.0, 1.0),), minima=[[0.5]], note="", source="here"
        )


@pytest.mark.parametrize("name", [[], {}, None])
def test_what_is_no_name_of_a_landscape_is_refused(name):
    with pytest.raises(SettingError, match="landscape must be one of"):
        landscape_named(name)
