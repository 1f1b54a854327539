"""How a picture comes onto the retina: against sums of exact fractions, and the rules one by one."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.testing import assert_array_equal

from perceptron_sim.data import DataSpec
from perceptron_sim.data.fitting import FULL_INK, Fitter, full_light, levels, lit, on_light_paper

SMALL = array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=9)


def fitter(rows=5, columns=5, **settings):
    return Fitter(DataSpec(path="x", **settings), rows, columns)


def covered_by_light(picture, rows, columns, margin, whole):
    """What the light ink of *picture* covers of each cell, in exact fractions of the range of brightness."""
    ink = picture.astype(int) - int(picture.min())
    most = int(ink.max())
    height, width = picture.shape
    inked = np.argwhere(2 * ink >= most)
    (top, left), (bottom, right) = ((0, 0), (height, width)) if whole else (inked.min(axis=0), inked.max(axis=0) + 1)
    margin = 0 if whole else margin
    cell = max(Fraction(int(bottom - top), rows - 2 * margin), Fraction(int(right - left), columns - 2 * margin))
    up = Fraction(int(top + bottom), 2) - cell * rows / 2
    start = Fraction(int(left + right), 2) - cell * columns / 2

    def over(begin, pixel):
        return max(Fraction(0), min(begin + cell, Fraction(pixel + 1)) - max(begin, Fraction(pixel)))

    return [
        [
            sum(
                over(up + row * cell, y) * over(start + column * cell, x) * int(ink[y, x])
                for y in range(height)
                for x in range(width)
            )
            / (cell * cell * most)
            for column in range(columns)
        ]
        for row in range(rows)
    ]


@given(arrays(np.uint8, SMALL), st.integers(2, 6), st.integers(2, 6), st.booleans())
def test_each_cell_gets_the_ink_that_lies_over_it(picture, rows, columns, whole):
    fit = "whole" if whole else "centred"
    margin = min(1, (min(rows, columns) - 1) // 2)
    cells = fitter(rows, columns, fit=fit, ink="light").cells(*levels(picture))["light"]
    if picture.min() == picture.max():
        assert not cells.any()
    else:
        expected = covered_by_light(picture, rows, columns, margin, whole)
        assert cells.tolist() == [[int(FULL_INK * share) for share in row] for row in expected]


@given(arrays(np.uint8, SMALL))
def test_a_negative_with_dark_ink_is_the_positive_with_light_ink(picture):
    positive = fitter(ink="light").cells(*levels(picture))["light"]
    negative = fitter(ink="dark").cells(*levels(255 - picture))["dark"]
    assert_array_equal(positive, negative)
    both = fitter().cells(*levels(picture))
    assert_array_equal(both["light"], positive)
    assert_array_equal(both["dark"], fitter(ink="dark").cells(*levels(picture))["dark"])


@given(arrays(np.uint8, SMALL))
def test_paper_around_a_picture_changes_nothing_where_the_ink_is_centred(picture):
    at_home, away = (
        fitter(ink="light").cells(*levels(np.pad(picture, width, constant_values=picture.min())))["light"]
        for width in ((0, 0), ((2, 5), (7, 1)))
    )
    assert_array_equal(at_home, away)


def test_a_picture_of_the_retinas_size_comes_whole_as_it_is():
    picture = np.eye(5, dtype=np.int64)
    assert_array_equal(fitter(fit="whole", ink="light").cells(*levels(picture))["light"], FULL_INK * picture)


def test_the_margin_stays_dark_and_gives_way_on_a_small_retina():
    cells = fitter(9, 9, margin_cells=3, ink="light").cells(*levels(np.pad(np.ones((2, 2), dtype=np.uint8), 1)))[
        "light"
    ]
    assert_array_equal(cells, FULL_INK * np.pad(np.ones((3, 3), dtype=int), 3))
    tiny = fitter(2, 2, margin_cells=9, ink="light").cells(*levels(np.eye(2, dtype=np.uint8)))["light"]
    assert tiny.any()


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.int64, np.float32, np.float64, np.bool_])
def test_numbers_of_any_kind_give_the_same_cells(kind):
    picture = np.array([[0, 0, 1], [0, 1, 1], [0, 0, 0]]).astype(kind)
    cells = fitter(ink="light").cells(*levels(picture))["light"]
    assert_array_equal(cells, fitter(ink="light").cells(*levels(picture.astype(np.uint8)))["light"])


def test_brightness_may_be_given_about_any_middle():
    picture = np.array([[0, 0.5, 1.0], [0, 0, 0]])
    expected = fitter(ink="light").cells(*levels(picture))["light"]
    assert_array_equal(fitter(ink="light").cells(*levels(picture * 7 - 3))["light"], expected)


def test_the_border_tells_light_paper_from_dark():
    ring = np.pad(np.zeros((3, 3), dtype=np.uint8), 1, constant_values=255)
    assert on_light_paper(*levels(ring)) == 1
    assert on_light_paper(*levels(255 - ring)) == -1
    assert on_light_paper(*levels(np.full((3, 3), 7, dtype=np.uint8))) == 0


def test_a_cell_is_lit_from_a_share_of_what_inked_cells_have_on_average():
    thin = np.zeros((1, 4, 4), dtype=np.int64)
    thin[0, 1] = (6000, 3000, 6000, 2000)  # on average, by ink: 85 / 17 = 5000
    assert lit(thin, 0.5)[0, 1].tolist() == [1, 1, 1, 0]
    assert lit(thin, 1.0)[0, 1].tolist() == [1, 0, 1, 0]
    assert lit(thin, 0)[0, 1].tolist() == pytest.approx([1, 0.6, 1, 0.4])


def test_thick_and_thin_strokes_of_one_form_light_the_same_cells():
    form = np.array([[[0, 0, 0], [1, 1, 1], [0, 1, 0]]])
    assert_array_equal(lit(form * FULL_INK, 0.5), lit(form * 900, 0.5))


def test_a_picture_without_ink_lights_nothing():
    assert not lit(np.zeros((1, 3, 3), dtype=np.int64), 0.5).any()
    assert not lit(np.zeros((1, 3, 3), dtype=np.int64), 0).any()


@pytest.mark.parametrize(("highest", "full"), [(0, 1), (1, 1), (1.5, 255), (255, 255), (256, 65535), (1e6, 1e6)])
def test_full_light_is_the_least_usual_number_that_is_enough(highest, full):
    assert full_light(highest) == full
