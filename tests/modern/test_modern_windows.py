"""Convolution and pooling against loops over every window, and their derivatives against central differences."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from modern import SettingError, ShapeError, Tensor, gradients
from modern.convolution import convolve
from modern.pooling import average_pool, max_pool
from modern.windows import windows_along

SIZES = st.integers(1, 3)


def window_by_window(x, size, stride, seen):
    """(batch, channels or filters, rows, columns): what *seen* makes of each window, one after the other."""
    rows, columns = (windows_along(x.shape[axis], size[axis - 2], stride) for axis in (2, 3))
    return np.array(
        [
            [
                [
                    seen(image[:, r * stride : r * stride + size[0], c * stride : c * stride + size[1]])
                    for c in range(columns)
                ]
                for r in range(rows)
            ]
            for image in x
        ]
    ).transpose(0, 3, 1, 2)


@st.composite
def scenes(draw):
    """Images, the size of a window that fits into them, stride and padding."""
    size, stride, padding = (draw(SIZES), draw(SIZES)), draw(SIZES), draw(st.integers(0, 2))
    shape = (draw(SIZES), draw(SIZES), size[0] + draw(st.integers(0, 4)), size[1] + draw(st.integers(0, 4)))
    images = np.random.default_rng(draw(st.integers(0, 99))).normal(size=shape)
    return images, size, stride, padding


@settings(max_examples=60)
@given(scenes(), SIZES)
def test_a_convolution_is_the_sum_of_products_in_every_window(scene, filters):
    x, size, stride, padding = scene
    weight = np.random.default_rng(7).normal(size=(filters, x.shape[1], *size))
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    expected = window_by_window(padded, size, stride, lambda seen: (weight * seen).sum(axis=(1, 2, 3)))
    assert_allclose(convolve(Tensor(x), weight, stride, padding).data, expected, rtol=1e-12, atol=1e-12)
    assert_allclose(convolve(x, weight, stride, padding), expected, rtol=1e-12, atol=1e-12)


@settings(max_examples=40)
@given(scenes())
def test_pools_take_the_largest_and_the_mean_of_every_window(scene):
    x, size, stride, _ = scene
    side = min(size)
    for pool, seen in ((max_pool, np.max), (average_pool, np.mean)):
        expected = window_by_window(x, (side, side), stride, lambda window, seen=seen: seen(window, axis=(1, 2)))
        assert_allclose(pool(Tensor(x), side, stride).data, expected, rtol=1e-13)


def weighted(output):
    """One number in which every entry counts differently, and not linearly."""
    return (output * output * np.cos(np.arange(output.size)).reshape(output.shape)).sum()


EXPRESSIONS = {
    "convolve": lambda x: convolve(x, np.cos(np.arange(48.0)).reshape(4, 2, 2, 3)),
    "convolve_in_steps": lambda x: convolve(x, np.cos(np.arange(48.0)).reshape(4, 2, 2, 3), stride=2, padding=1),
    "max_pool": lambda x: max_pool(x, 2),
    "max_pool_overlapping": lambda x: max_pool(x, 3, stride=1),
    "max_pool_of_a_convolution": lambda x: max_pool(convolve(x, np.cos(np.arange(12.0)).reshape(1, 2, 2, 3)), 2),
    "average_pool": lambda x: average_pool(x, 2),
    "average_pool_overlapping": lambda x: average_pool(x, 3, stride=2),
}
each_expression = pytest.mark.parametrize("expression", EXPRESSIONS.values(), ids=EXPRESSIONS)


@each_expression
def test_derivative_by_the_images_matches_finite_differences(expression, rng, slopes_by_differences):
    x = Tensor(rng.normal(size=(2, 2, 4, 5)), requires_grad=True)
    weighted(expression(x)).backward()
    (expected,) = slopes_by_differences(lambda images: weighted(expression(Tensor(images))).item(), [x.data.copy()])
    assert_allclose(x.grad, expected, rtol=1e-6, atol=1e-7)


@each_expression
def test_second_derivative_by_the_images_matches_differences_of_the_first(expression, rng, slopes_by_differences):
    def slope(images):
        x = Tensor(images, requires_grad=True)
        return x, weighted(gradients(weighted(expression(x)), [x])[0])

    images = rng.normal(size=(2, 2, 4, 5))
    x, along = slope(images)
    (second,) = gradients(along, [x])
    (expected,) = slopes_by_differences(lambda images: slope(images)[1].item(), [images])
    assert_allclose(second.data, expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (2, 1), (1, 2)])
def test_derivatives_by_the_filters_match_finite_differences_once_and_twice(
    stride, padding, rng, slopes_by_differences
):
    x = Tensor(rng.normal(size=(2, 2, 5, 4)), requires_grad=True)

    def slope(filters):
        weight = Tensor(filters, requires_grad=True)
        by_filters, by_images = gradients(weighted(convolve(x, weight, stride, padding)), [weight, x])
        return weight, by_filters, weighted(by_filters) + weighted(by_images)

    filters = rng.normal(size=(3, 2, 3, 2))
    weight, first, along = slope(filters)
    (second,) = gradients(along, [weight])
    (by_first,) = slopes_by_differences(lambda w: weighted(convolve(x, Tensor(w), stride, padding)).item(), [filters])
    (by_second,) = slopes_by_differences(lambda w: slope(w)[2].item(), [filters])
    assert_allclose(first.data, by_first, rtol=1e-6, atol=1e-6)
    assert_allclose(second.data, by_second, rtol=1e-5, atol=1e-4)


def test_of_several_largest_the_first_receives_the_derivative():
    x = Tensor(np.ones((1, 1, 2, 2)), requires_grad=True)
    max_pool(x, 2).sum().backward()
    assert_array_equal(x.grad[0, 0], [[1, 0], [0, 0]])


def test_what_no_window_reaches_receives_no_derivative():
    x = Tensor(np.ones((1, 1, 3, 5)), requires_grad=True)
    average_pool(x, 2).sum().backward()
    assert_array_equal(x.grad[0, 0], [[0.25] * 4 + [0]] * 2 + [[0] * 5])


def test_single_precision_stays_single():
    x = Tensor(np.ones((2, 1, 4, 4)), requires_grad=True, dtype=np.float32)
    weight = Tensor(np.ones((2, 1, 3, 3)), requires_grad=True, dtype=np.float32)
    for y in (convolve(x, weight, padding=1), max_pool(x, 2), average_pool(x, 2)):
        slopes = gradients(y.sum(), [x])
        assert {y.dtype, slopes[0].dtype} == {np.dtype(np.float32)}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda x: convolve(x, np.ones((2, 3, 2, 2))), r"with as many channels, got \(1, 1, 4, 4\) and \(2, 3, 2, 2\)"),
        (lambda x: convolve(x[0], np.ones((2, 1, 2, 2))), r"x must be \(batch, channels, rows, columns\)"),
        (lambda x: convolve(x, np.ones((2, 1, 5, 5))), r"fit into the image, got \(5, 5\) for images of \(4, 4\)$"),
        (lambda x: convolve(x, np.ones((2, 1, 7, 7)), padding=1), "with 1 cells of padding"),
        (lambda x: max_pool(x, 5), r"max_pool: a window must fit into the image, got \(5, 5\)"),
        (lambda x: average_pool(x[0, 0], 2), r"average_pool: x must be .*, got \(4, 4\)"),
    ],
)
def test_shapes_that_do_not_fit_are_named(call, message):
    with pytest.raises(ShapeError, match=message):
        call(Tensor(np.ones((1, 1, 4, 4))))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda x: convolve(x, np.ones((1, 1, 2, 2)), stride=0), "stride must be at least 1, got 0"),
        (
            lambda x: convolve(x, np.ones((1, 1, 2, 2)), padding=-1),
            "padding must be at least 0, got -1",
        ),
        (lambda x: max_pool(x, 0), "rows must be at least 1, got 0"),
        (lambda x: max_pool(x, 2, stride=1.5), r"stride must be a whole number, got 1\.5"),
    ],
)
def test_windows_that_cannot_be_are_named(call, message):
    with pytest.raises(SettingError, match=message):
        call(Tensor(np.ones((1, 1, 4, 4))))
