"""The translation test: how patterns move, what is lost at the edge, and the width that a classifier is given."""

import re

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from modern.errors import SettingError, ShapeError
from modern.translation import TranslationScores, shifted, translation_scores

CORNER = np.array([[[1, 2, 0], [3, 4, 0], [0, 0, 0]]], np.float32)


@pytest.fixture
def patterns():
    """Four figures of 2 x 2 cells of different total ink in the middle of a retina of 8 x 8, labels 0 to 3."""
    images = np.zeros((4, 8, 8))
    for ink, image in enumerate(images, start=1):
        image[3:5, 3:5] = ink
    return images


def by_total_ink(images):
    """It does not care where the ink is."""
    return (images.sum(axis=(1, 2)) / 4 - 1).round().astype(int)


def by_one_cell(images):
    """It looks at one cell in the middle only."""
    return images[:, 3, 3].astype(int) - 1


def moved_by_rolling(image, down, right, rows, columns):
    """The oracle of shifted(): a large empty table on which nothing reaches the edge."""
    table = np.zeros((3 * rows, 3 * columns))
    table[rows : 2 * rows, columns : 2 * columns] = image
    return np.roll(table, (down, right), axis=(0, 1))[rows : 2 * rows, columns : 2 * columns]


@pytest.mark.parametrize("down", range(-5, 6))
def test_shifted_patterns_move_over_a_larger_empty_table(down, rng):
    images = rng.random((2, 5, 4))
    for right in range(-4, 5):
        expected = [moved_by_rolling(image, down, right, 5, 4) for image in images]
        assert_array_equal(shifted(images, down, right), expected)


def test_nothing_wraps_around_and_the_background_comes_in():
    assert_array_equal(shifted(CORNER, -1, 1, background=9)[0], [[9, 3, 4], [9, 0, 0], [9, 9, 9]])


def test_moving_by_nothing_gives_a_copy():
    copy = shifted(CORNER, 0, 0)
    assert_array_equal(copy, CORNER)
    assert not np.shares_memory(copy, CORNER)


def test_patterns_keep_their_type_and_their_other_axes(rng):
    images = rng.random((3, 2, 5, 4)).astype(np.float32)
    moved = shifted(images, 2, -1)
    assert moved.dtype == np.float32
    assert_array_equal(moved[1, 1], shifted(images[1, 1], 2, -1))


@pytest.mark.parametrize("cells", [9, -9, 100])
def test_patterns_moved_beyond_the_edge_are_gone(cells, rng):
    assert not shifted(rng.random((2, 8, 8)), cells, 0).any()
    assert not shifted(rng.random((2, 8, 8)), 0, cells).any()


def test_scores_stand_at_their_offset(patterns):
    def where_it_is(images):
        """Right about pattern 3 only where it was moved 1 down and 2 left."""
        return np.where((images[:, 4:6, 1:3] == 4).all(axis=(1, 2)), 3, -1)

    scores = translation_scores(where_it_is, patterns, range(4), reach=2)
    assert scores.share_right.shape == (5, 5)
    assert scores.at(1, -2) == scores.share_right[3, 0] == 0.25
    assert np.count_nonzero(scores.share_right) == 1


def test_a_classifier_that_does_not_care_where_is_right_until_something_is_lost(patterns):
    scores = translation_scores(by_total_ink, patterns, range(4), reach=4)
    assert_array_equal(scores.share_right == 1, scores.share_lost == 0)
    assert scores.width_cells() == 7.0  # offsets from -3 to 3 each way


def test_a_classifier_of_one_cell_is_as_wide_as_the_figure(patterns):
    scores = translation_scores(by_one_cell, patterns, range(4), reach=3)
    assert scores.width_cells() == 2.0
    assert_array_equal(
        scores.share_right == 1, [[row in (2, 3) and column in (2, 3) for column in range(7)] for row in range(7)]
    )


def test_what_fell_over_the_edge_is_said_as_a_share(patterns):
    scores = translation_scores(by_total_ink, patterns, range(4), reach=4)
    assert scores.share_lost[4, 4] == 0.0
    assert scores.share_lost[4 + 4, 4] == 0.5  # the lower row of two
    assert scores.share_lost[4 - 4, 4 - 4] == 0.75


def test_an_image_without_ink_loses_nothing():
    scores = translation_scores(lambda images: np.zeros(len(images)), np.ones((1, 3, 3)), [0], 2, background=1.0)
    assert_array_equal(scores.share_lost, np.zeros((5, 5)))


def test_a_background_is_compared_as_the_images_hold_it():
    images = np.full((1, 3, 3), 0.1, np.float32)
    scores = translation_scores(lambda images: [0], images, [0], 1, background=0.1)
    assert_array_equal(scores.share_lost, np.zeros((3, 3)))


def test_an_undecided_answer_counts_as_wrong(patterns):
    scores = translation_scores(lambda images: [0, None, None, 3], patterns, range(4), reach=0)
    assert_array_equal(scores.share_right, [[0.5]])


def test_a_classifier_may_write_on_what_it_is_given(patterns):
    def vandal(images):
        answers = by_total_ink(images)
        images[...] = 7
        return answers

    assert translation_scores(vandal, patterns, range(4), reach=3).width_cells() == 7.0
    assert patterns.max() == 4


def scored(shares, classes=2):
    shares = np.array(shares, float)
    return TranslationScores(len(shares) // 2, shares, np.zeros_like(shares), 10, classes)


def test_the_level_is_half_way_from_guessing_to_all():
    assert scored([[1.0]], classes=2).level == 0.75
    assert scored([[1.0]], classes=10).level == 0.55


def test_a_lucky_offset_far_away_does_not_widen():
    apart = [[0, 0, 0, 0, 1], [0, 1, 0, 0, 0], [0, 1, 1, 0, 0], [0, 0, 0, 0, 0], [1, 0, 0, 0, 0]]
    assert scored(apart).width_cells() == pytest.approx(np.sqrt(3))


def test_a_classifier_that_fails_in_place_has_no_width():
    assert scored([[1, 1, 1], [1, 0.7, 1], [1, 1, 1]]).width_cells() == 0.0


def test_the_width_depends_on_the_level_asked():
    shares = [[0.6, 0.6, 0.6], [0.8, 0.9, 0.8], [0.6, 0.6, 0.6]]
    assert scored(shares).width_cells(0.6) == 3.0
    assert scored(shares).width_cells(0.85) == 1.0
    assert scored(shares).width_cells() == pytest.approx(np.sqrt(3))


def test_a_winding_region_is_followed_to_its_end():
    winding = [[1, 1, 1, 1, 1], [1, 0, 0, 0, 0], [1, 0, 1, 1, 1], [1, 0, 0, 0, 1], [1, 1, 1, 1, 1]]
    assert scored(winding).width_cells() == pytest.approx(np.sqrt(17))


def test_the_table_has_a_row_and_a_column_for_each_offset(patterns):
    scores = translation_scores(by_total_ink, patterns, range(4), reach=4)
    title, heading, *rows, lost, width = scores.as_lines()
    assert title == "percent right of 4 patterns, moved down (rows) and right (columns) by cells"
    assert heading.split() == ["|", "-4", "-3", "-2", "-1", "0", "+1", "+2", "+3", "+4"]
    assert [row.split()[0] for row in rows] == ["-4", "-3", "-2", "-1", "0", "+1", "+2", "+3", "+4"]
    assert rows[4].split()[2:] == ["25*", "100", "100", "100", "100", "100", "100", "100", "25*"]
    assert len({len(line) for line in (heading, *rows)}) == 1
    assert lost == "* some of it fell over the edge and is lost; at most 75 percent"
    assert width == "width at 62 percent: 7.0 cells; mean of all offsets: 69.1 percent"


def test_scores_cannot_be_changed(patterns):
    scores = translation_scores(by_total_ink, patterns, range(4), reach=1)
    for shares in (scores.share_right, scores.share_lost):
        with pytest.raises(ValueError, match="read-only"):
            shares[0, 0] = 1.0


def test_patterns_without_rows_and_columns_are_refused():
    with pytest.raises(ShapeError, match=r"patterns must be \(\.\.\., rows, columns\), got \(5,\)"):
        shifted(np.zeros(5), 1, 1)


@pytest.mark.parametrize("cells", [1.0, "1", None, True])
def test_cells_are_whole(cells):
    with pytest.raises(SettingError, match=f"down must be a whole number of cells, got {cells!r}"):
        shifted(CORNER, cells, 0)
    with pytest.raises(SettingError, match=f"right must be a whole number of cells, got {cells!r}"):
        scored([[1.0]]).at(0, cells)


def test_an_offset_out_of_reach_is_refused():
    with pytest.raises(SettingError, match=r"down must be in -1\.\.1, got 2"):
        scored(np.ones((3, 3))).at(2, 0)


@pytest.mark.parametrize(
    ("images", "labels"),
    [(np.zeros((2, 3, 3)), [0]), (np.zeros((3, 3)), [0, 1, 2]), (np.zeros((0, 3, 3)), [])],
    ids=["labels", "one image", "none"],
)
def test_patterns_and_labels_that_do_not_fit_are_refused(images, labels):
    with pytest.raises(ShapeError, match=r"patterns must be \(n, \.\.\., rows, columns\) and labels \(n,\)"):
        translation_scores(by_total_ink, images, labels, 1)


def test_nan_in_a_pattern_is_refused(patterns):
    patterns[2, 1, 5] = np.nan
    with pytest.raises(SettingError, match=r"patterns must be finite, got nan at \(2, 1, 5\)"):
        translation_scores(by_total_ink, patterns, range(4), 1)


@pytest.mark.parametrize(("reach", "rule"), [(-1, "at least 0"), (1.5, "a whole number")])
def test_a_bad_reach_is_refused(reach, rule, patterns):
    with pytest.raises(SettingError, match=f"reach must be {rule}, got {reach!r}"):
        translation_scores(by_total_ink, patterns, range(4), reach)


def test_a_bad_level_is_refused():
    with pytest.raises(SettingError, match=r"level must be at least 0 and at most 1, got 55"):
        scored([[1.0]]).width_cells(55)


def test_a_classifier_gives_one_answer_per_pattern(patterns):
    with pytest.raises(ShapeError, match=r"one answer per pattern, \(4,\), got \(4, 8\)"):
        translation_scores(lambda images: images.sum(axis=1), patterns, range(4), 1)


@pytest.mark.parametrize(
    ("kind", "background"),
    [
        (np.float32, np.nan),
        (np.float32, 1e300),
        (np.float64, np.inf),
        (np.float64, "a"),
        (np.float64, None),
        (np.int8, 300),
        (np.int8, 0.5),
        (bool, 2),
    ],
)
def test_a_background_is_a_number_that_an_image_can_hold(kind, background):
    images = np.zeros((2, 3, 3), kind)
    with pytest.raises(SettingError, match="background must be a number.* got " + re.escape(repr(background))):
        shifted(images, 1, 1, background=background)
    with pytest.raises(SettingError, match="background must be a number.* got " + re.escape(repr(background))):
        translation_scores(lambda images: [0, 0], images, [0, 0], 1, background=background)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"patterns": [[["a"]]]}, SettingError, "patterns must be real numbers"),
        ({"patterns": [[[1], [1, 2]]]}, ShapeError, "patterns must be a rectangular array"),
        ({"labels": [[1], [1, 2]]}, ShapeError, "labels must be a rectangular array"),
        ({"classify": None}, SettingError, "classify must be a function, got None"),
        ({"classify": lambda images: [[1], [1, 2]]}, ShapeError, "answers must be a rectangular array"),
    ],
)
def test_a_test_that_cannot_be_is_refused(change, error, message):
    settings = {"classify": by_total_ink, "patterns": np.ones((1, 3, 3)), "labels": [0], "reach": 1} | change
    with pytest.raises(error, match=message):
        translation_scores(**settings)
