"""Separability: every verdict comes with its proof, and the proof is checked here by arithmetic of its own."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from modern import SettingError, ShapeError, separability

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])


def grids(most, axes, reach):
    """Up to *most* points of whole numbers, in 1 to *axes* dimensions."""
    return arrays(np.int8, st.tuples(st.integers(1, most), st.integers(1, axes)), elements=st.integers(-reach, reach))


def signs_of(labels):
    return np.where(np.asarray(labels) == 1, 1, -1)


def assert_proved(points, labels, found):
    """Either every point is on its side by the margin, or two equal mixtures show that none can be."""
    signs = signs_of(labels)
    if found.separable:
        margins = signs * (points @ found.weights + found.bias)
        assert (margins > 0).all()
        assert_allclose(margins.min(), found.margin, rtol=1e-6)
        assert_allclose(np.sum(found.weights**2) + found.bias**2, 1)
        assert found.certificate is None
    else:
        width = np.ptp(points, axis=0)
        shares = found.certificate
        assert (shares >= 0).all()
        assert_allclose(shares.sum(), 1)
        assert_allclose(shares @ signs, 0, atol=1e-12)
        distances = ((shares * signs) @ (points - points[0])) / np.where(width, width, 1)
        assert_allclose(distances, 0, atol=1e-12)
        assert found.weights is found.bias is None
        assert found.margin == 0


def exactly_separable(points, labels):
    """For a line or a plane, by fractions: some line through two of the points, turned or moved a little, does it."""
    signed = [
        (*(int(sign) * int(value) for value in point), int(sign))
        for point, sign in zip(points, signs_of(labels), strict=True)
    ]
    axes = len(signed[0])
    # The weights that are nowhere negative form a cone; if it has an inside, the sum of its edges lies there.
    inside = [Fraction(0)] * axes
    unit = [tuple(int(i == j) for j in range(axes)) for i in range(axes)]
    for chosen in itertools.combinations([*signed, *unit], axes - 1):
        edge = orthogonal_to(chosen)
        for candidate in (edge, [-value for value in edge]):
            if any(candidate) and all(product(candidate, point) >= 0 for point in signed):
                inside = [a + b for a, b in zip(inside, candidate, strict=True)]
    return all(product(inside, point) > 0 for point in signed)


def orthogonal_to(vectors):
    if len(vectors) == 1:
        a, b = vectors[0]
        return [-b, a]
    (a, b, c), (d, e, f) = vectors
    return [b * f - c * e, c * d - a * f, a * e - b * d]


def product(a, b):
    return sum(x * y for x, y in zip(a, b, strict=True))


@pytest.mark.parametrize(
    ("labels", "separable"),
    [([0, 0, 0, 1], True), ([0, 1, 1, 1], True), ([0, 0, 1, 0], True), ([0, 1, 1, 0], False), ([1, 0, 0, 1], False)],
    ids=["and", "or", "and not", "xor", "equal"],
)
def test_of_the_logical_functions_xor_is_beyond_one_neuron(labels, separable):
    found = separability(CORNERS, labels)
    assert found.separable is separable
    assert_proved(CORNERS, labels, found)


def test_the_certificate_of_xor_is_its_two_diagonals_crossing():
    assert_allclose(separability(CORNERS, [0, 1, 1, 0]).certificate, [0.25, 0.25, 0.25, 0.25])


def test_margin_and_bound_of_two_points_are_those_worked_by_hand():
    found = separability([[3.0], [-1.0]], [1, 0])  # signed: (3, 1) and (1, -1), which is the nearest to the origin
    assert_allclose([*found.weights, found.bias], [np.sqrt(0.5), -np.sqrt(0.5)])  # the border is at 1, in the middle
    assert_allclose([found.margin, found.radius, found.mistake_bound], [np.sqrt(2), np.sqrt(10), 5])


def test_one_class_alone_is_separable():
    found = separability([[1.0, 2.0], [-5.0, 3.0]], [0, 0])
    assert_proved(np.array([[1.0, 2.0], [-5.0, 3.0]]), [0, 0], found)


def test_the_same_point_in_both_classes_is_its_own_certificate():
    found = separability([[1.0, 2.0], [7.0, 3.0], [1.0, 2.0]], [0, 0, 1])
    assert_array_equal(found.certificate, [0.5, 0, 0.5])
    assert found.mistake_bound == np.inf


def test_a_point_that_lies_on_the_edge_of_the_other_class_is_inseparable():
    points = np.array([[0.0, 0.0], [3.0, 1.0], [0.3, 0.1]])
    assert_proved(points, [0, 0, 1], separability(points, [0, 0, 1]))
    assert not separability(points, [0, 0, 1]).separable


@settings(max_examples=80, deadline=None)
@given(grids(most=9, axes=3, reach=3), st.integers(0, 511), st.floats(-9, 9), st.floats(-5, 5))
def test_every_verdict_on_a_grid_is_proved_at_any_scale_and_place(grid, code, decades, place):
    labels = (code >> np.arange(len(grid))) & 1
    points = (grid + place) * 10.0**decades
    found = separability(points, labels)
    assert_proved(points, labels, found)
    assert found.separable is separability(grid, labels).separable


@settings(max_examples=60, deadline=None)
@given(
    arrays(np.int8, st.tuples(st.integers(1, 7), st.integers(1, 2)), elements=st.integers(-2, 2)), st.integers(0, 127)
)
def test_verdicts_on_a_small_grid_are_those_of_exact_arithmetic(grid, code):
    labels = (code >> np.arange(len(grid))) & 1
    assert separability(grid, labels).separable is exactly_separable(grid, labels)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 999), st.integers(1, 40), st.integers(1, 12), st.booleans())
def test_every_verdict_on_scattered_points_is_proved(seed, count, inputs, by_a_line):
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(count, inputs)) * 10.0 ** rng.uniform(-3, 3, inputs)  # each axis in units of its own
    labels = (points @ rng.normal(size=inputs) > 0.5) if by_a_line else rng.integers(0, 2, count)
    found = separability(points, labels)
    assert found.separable or not by_a_line
    assert_proved(points, labels, found)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 999), st.integers(2, 30), st.integers(1, 6), st.floats(-6, 6))
def test_no_other_weights_have_a_wider_margin(seed, count, inputs, decades):
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(count, inputs)) * 10.0**decades
    labels = points @ rng.normal(size=inputs) > 0
    found = separability(points, labels)
    signed = signs_of(labels)[:, np.newaxis] * np.column_stack([points, np.ones(count)])
    best = np.append(found.weights, found.bias)
    for size in (1e-6, 1e-3, 1e-1):
        others = best + size * rng.normal(size=(200, inputs + 1))
        others /= np.linalg.norm(others, axis=1, keepdims=True)
        assert (others @ signed.T).min(axis=1).max() <= found.margin * (1 + 1e-9)


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
@pytest.mark.parametrize("by_a_line", [True, False])
def test_hundreds_of_points_in_dozens_of_dimensions_each_twice(scale, by_a_line, rng):
    points = rng.normal(size=(400, 30)) * scale
    labels = (points @ rng.normal(size=30) > 0) if by_a_line else rng.integers(0, 2, 400)
    points, labels = np.tile(points, (2, 1)), np.tile(labels, 2)
    found = separability(points, labels)
    assert found.separable is by_a_line
    assert_proved(points, labels, found)


@pytest.mark.parametrize("offset", [1e3, 1e6, 1e9])
@pytest.mark.parametrize("by_a_line", [True, False])
def test_data_far_off_the_origin_are_judged_as_if_they_were_near(offset, by_a_line, rng):
    points = np.round(rng.normal(size=(60, 3)), 2)
    labels = (points @ [1, 2, -1] > 0.005) if by_a_line else rng.integers(0, 2, 60)
    found = separability(points + offset, labels)
    assert found.separable is separability(points, labels).separable is by_a_line


@pytest.mark.parametrize("size", [1e300, 1e-300, 5e-324])
def test_the_largest_and_the_smallest_numbers_are_judged_too(size):
    points = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]]) * size
    assert separability(points, [1, 0, 0, 0]).separable
    assert not separability(points, [1, 0, 0, 1]).separable


def test_what_was_found_is_read_only():
    with pytest.raises(ValueError, match="read-only"):
        separability(CORNERS, [0, 1, 1, 0]).certificate[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        separability(CORNERS, [0, 1, 1, 1]).weights[0] = 1


@pytest.mark.parametrize(
    ("points", "labels", "error", "message"),
    [
        ([1.0, 2.0], [0, 1], ShapeError, r"points must be \(n, inputs\) and labels \(n,\), .* got \(2,\) and \(2,\)"),
        ([[1.0], [2.0]], [0], ShapeError, r"got \(2, 1\) and \(1,\)"),
        (np.zeros((0, 2)), [], ShapeError, "neither of them empty"),
        (np.zeros((2, 0)), [0, 1], ShapeError, "neither of them empty"),
        ([[1.0], [np.nan]], [0, 1], SettingError, r"points must be finite, got nan at \(1, 0\)"),
        ([[1.0], [-1e301]], [0, 1], SettingError, r"points must lie within ±1e\+300, got 1e\+301"),
        ([[1.0], [2.0]], [0, 2], SettingError, "labels must be 0 or 1, got 2"),
        ([[1.0], [2.0]], [-1, 1], SettingError, "labels must be 0 or 1, got -1"),
        ([[1.0], [2.0]], ["a", "b"], SettingError, "real numbers"),
    ],
)
def test_separability_refuses_what_it_cannot_judge(points, labels, error, message):
    with pytest.raises(error, match=message):
        separability(points, labels)
