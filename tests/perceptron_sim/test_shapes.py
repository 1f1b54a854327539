"""What the shape generators draw is where and what its label says, and stays on the retina."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.shapes import bars, figures, left_right_squares, moved_letters, with_noise
from perceptron_sim.experiments.stimuli import letter_faces, letters

seeds = st.integers(0, 2**32 - 1)
quickly = settings(deadline=None, derandomize=True, max_examples=40)

GENERATORS = {
    "solid figures": figures,
    "outlined figures": partial(figures, line_cells=2, turn_deg=30.0),
    "bars": bars,
    "turned bars": partial(bars, turn_deg=20.0),
    "left and right squares": left_right_squares,
    "letters": moved_letters,
    "turned letters": partial(moved_letters, capitals="EF", turn_deg=180.0),
}
every_generator = pytest.mark.parametrize("generate", GENERATORS.values(), ids=GENERATORS.keys())


@pytest.fixture
def rng():
    return np.random.default_rng(1958)


def box(image):
    """(top, left, height, width) of the lit cells."""
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    return rows[0], columns[0], np.ptp(rows) + 1, np.ptp(columns) + 1


@every_generator
def test_the_same_seed_draws_the_same_shapes_and_another_seed_others(generate):
    first, again, other = (generate(12, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert_array_equal(first.images, again.images)
    assert_array_equal(first.labels, again.labels)
    assert not np.array_equal(first.images, other.images)


@every_generator
@pytest.mark.parametrize("cells", [28, 72])
def test_shapes_come_on_a_retina_of_any_size(generate, cells, rng):
    images = generate(6, rng, cells=cells).images
    assert images.shape == (6, cells, cells)
    assert images.any(axis=(1, 2)).all()


@every_generator
def test_unless_told_otherwise_a_retina_has_20_cells_a_side(generate):
    unasked, asked = (generate(9, np.random.default_rng(4), **size).images for size in ({}, {"cells": 20}))
    assert_array_equal(unasked, asked)


@every_generator
@pytest.mark.parametrize("cells", [1, 1001, 20.0, True])
def test_a_retina_of_no_such_size_is_refused(generate, cells, rng):
    with pytest.raises(SettingError, match=rf"^cells must be a whole number in \d\.\.1000, got {cells}$"):
        generate(4, rng, cells=cells)


@every_generator
def test_every_image_is_black_and_white_and_has_ink(generate, rng):
    images = generate(30, rng).images
    assert set(np.unique(images)) == {0.0, 1.0}
    assert images.any(axis=(1, 2)).all()


@every_generator
def test_the_classes_are_as_even_as_the_count_allows(generate, rng):
    stimuli = generate(31, rng)
    counts = np.bincount(stimuli.labels, minlength=len(stimuli.class_names))
    assert np.ptp(counts) <= 1


@every_generator
@pytest.mark.parametrize("count", [0, -1, 2.0, True, None])
def test_a_count_below_one_or_not_whole_is_refused(generate, rng, count):
    with pytest.raises(SettingError, match="count must be a whole number at least 1, got"):
        generate(count, rng)


@every_generator
def test_dice_must_be_handed_in(generate):
    with pytest.raises(SettingError, match=r"rng must be a numpy.random.Generator, got 7"):
        generate(4, 7)


@quickly
@given(seeds, st.integers(5, 20), st.integers(0, 15))
def test_figures_keep_their_size_and_never_leave_the_retina(seed, smallest, more):
    largest = min(20, smallest + more)
    stimuli = figures(12, np.random.default_rng(seed), size_cells=(smallest, largest))
    for image in stimuli.images:
        _, _, height, width = box(image)
        assert height == width
        assert smallest <= height <= largest


@quickly
@given(seeds, st.integers(5, 20))
def test_a_solid_figure_has_the_ink_of_its_kind(seed, size):
    stimuli = figures(6, np.random.default_rng(seed), size_cells=(size, size))
    ink = {stimuli.class_names[label]: image.sum() for image, label in zip(stimuli.images, stimuli.labels, strict=True)}
    assert ink["square"] == size**2
    assert abs(ink["circle"] - np.pi * size**2 / 4) <= size  # the edge passes through about that many cells
    assert abs(ink["diamond"] - size**2 / 2) <= size
    assert ink["square"] > ink["circle"] > ink["diamond"]


@quickly
@given(seeds, st.integers(1, 3))
def test_an_outline_is_the_solid_figure_without_its_inside(seed, line):
    solid, outline, inside = (
        figures(6, np.random.default_rng(seed), size_cells=(size, size), line_cells=thickness, shift_cells=0).images
        for size, thickness in ((14, None), (14, line), (14 - 2 * line, None))
    )
    assert_array_equal(outline + inside, solid)


@quickly
@given(seeds, st.floats(0, 180))
def test_a_turned_figure_keeps_its_ink(seed, turn_deg):
    turned = figures(6, np.random.default_rng(seed), size_cells=(14, 14), turn_deg=turn_deg, kinds=("square",))
    half_a_cell_along_the_edge = 4 * 14 / 2
    assert np.abs(turned.images.sum(axis=(1, 2)) - 14**2).max() <= half_a_cell_along_the_edge


@quickly
@given(seeds)
def test_a_shape_lies_anywhere_or_as_near_the_middle_as_asked(seed):
    stimuli = figures(9, np.random.default_rng(seed), size_cells=(8, 8), shift_cells=2)
    tops_and_lefts = np.array([box(image)[:2] for image in stimuli.images])
    assert tops_and_lefts.min() >= 4
    assert tops_and_lefts.max() <= 8


def test_every_place_on_the_retina_is_taken_in_the_long_run(rng):
    stimuli = figures(300, rng, size_cells=(16, 16), kinds=("square",))
    assert {box(image)[:2] for image in stimuli.images} == {(top, left) for top in range(5) for left in range(5)}


@quickly
@given(seeds, st.sampled_from([0.0, 10.0, 40.0]))
def test_a_horizontal_bar_is_wider_than_high(seed, turn_deg):
    stimuli = bars(10, np.random.default_rng(seed), turn_deg=turn_deg, length_cells=(10, 16), width_cells=(1, 1))
    for image, label in zip(stimuli.images, stimuli.labels, strict=True):
        _, _, height, width = box(image)
        assert stimuli.class_names[label] == ("horizontal" if width > height else "vertical")


@quickly
@given(seeds)
def test_a_straight_bar_has_the_length_and_width_asked(seed):
    for image in bars(10, np.random.default_rng(seed), length_cells=(7, 20), width_cells=(2, 6)).images:
        _, _, height, width = box(image)
        assert image.sum() == height * width
        assert 7 <= max(height, width) <= 20
        assert 2 <= min(height, width) <= 6


@quickly
@given(seeds, st.integers(2, 45), st.data())
def test_a_square_keeps_to_its_half_of_any_retina_and_off_the_middle_of_an_odd_one(seed, cells, data):
    half = cells // 2
    side = data.draw(st.integers(1, half))
    stimuli = left_right_squares(8, np.random.default_rng(seed), size_cells=(side, side), cells=cells)
    left, right = (stimuli.images[stimuli.labels == label] for label in (0, 1))
    assert_array_equal(left[:, :, :half].sum(axis=(1, 2)), side**2)
    assert_array_equal(right[:, :, cells - half :].sum(axis=(1, 2)), side**2)
    assert stimuli.images.sum() == 8 * side**2


@quickly
@given(seeds, st.integers(1, 10))
def test_a_left_square_lies_in_columns_0_to_9_and_a_right_one_in_10_to_19(seed, side):
    stimuli = left_right_squares(20, np.random.default_rng(seed), size_cells=(side, side))
    assert stimuli.class_names == ("left", "right")
    left_ink, right_ink = (
        stimuli.images[:, :, :10].sum(axis=(1, 2)),
        stimuli.images[:, :, 10:].sum(axis=(1, 2)),
    )
    assert_array_equal(left_ink, np.where(stimuli.labels == 0, side**2, 0))
    assert_array_equal(right_ink, np.where(stimuli.labels == 1, side**2, 0))


@quickly
@given(seeds, st.sampled_from(["XE", "EF", "QWM"]))
def test_a_moved_letter_is_the_shipped_letter_elsewhere(seed, capitals):
    shipped = letters("DejaVu Sans Bold")
    stimuli = moved_letters(6, np.random.default_rng(seed), capitals=capitals)
    for image, label in zip(stimuli.images, stimuli.labels, strict=True):
        original = shipped.images[shipped.class_names.index(capitals[label])]
        (top, left, height, width), (old_top, old_left, *_) = box(image), box(original)
        assert_array_equal(
            image[top : top + height, left : left + width],
            original[old_top : old_top + height, old_left : old_left + width],
        )
        assert image.sum() == original.sum()


@pytest.mark.parametrize("face", letter_faces())
@pytest.mark.parametrize("height", [7, 10, 14, 31])
def test_a_letter_is_as_high_as_asked_and_no_two_become_alike(face, height, rng):
    stimuli = moved_letters(3, rng, capitals="XEF", face=face, height_cells=height, shift_cells=0, cells=40)
    assert [box(image)[2] for image in stimuli.images] == [height] * 3
    assert len({image.tobytes() for image in stimuli.images}) == 3


def test_a_letter_as_high_as_it_ships_is_the_letter_that_ships(rng):
    shipped = letters("DejaVu Serif").images[[4]]
    drawn = moved_letters(1, rng, capitals="E", face="DejaVu Serif", height_cells=14, shift_cells=0)
    assert_array_equal(drawn.images, shipped)


def test_a_letter_twice_as_high_has_four_times_the_ink(rng):
    small, large = (
        moved_letters(1, rng, capitals="E", height_cells=height, shift_cells=0, cells=40).images.sum()
        for height in (14, 28)
    )
    assert large == 4 * small


def test_a_letter_turned_by_half_a_circle_stands_on_its_head(rng):
    stimuli = moved_letters(40, rng, capitals="E", turn_deg=180.0)
    ink = letters().images[4].sum()
    assert np.abs(stimuli.images.sum(axis=(1, 2)) - ink).max() <= 0.1 * ink
    assert len({image.tobytes() for image in stimuli.images}) == 40


@quickly
@given(seeds, st.sampled_from([0.0, 0.02, 0.1, 0.5, 1.0]))
def test_noise_flips_about_the_share_asked_and_leaves_the_input_alone(seed, share):
    clean = letters()
    before = clean.images.copy()
    noisy = with_noise(clean, share, np.random.default_rng(seed))
    flipped = (noisy.images != before).sum()
    cells = before.size
    assert abs(flipped - share * cells) <= 5 * np.sqrt(cells * share * (1 - share))
    assert_array_equal(clean.images, before)
    assert_array_equal(noisy.labels, clean.labels)
    assert noisy.class_names == clean.class_names


def test_noise_turns_a_grey_cell_into_its_opposite(rng):
    clean = letters()
    grey = type(clean)(clean.images * 0.25, clean.labels, clean.class_names, "grey")
    assert_array_equal(with_noise(grey, 1.0, rng).images, 1 - grey.images)


def test_the_same_seed_makes_the_same_noise():
    first, again = (with_noise(letters(), 0.1, np.random.default_rng(3)).images for _ in range(2))
    assert_array_equal(first, again)


@pytest.mark.parametrize(
    ("generate", "bad", "rule"),
    [
        (
            figures,
            {"kinds": ("square", "star")},
            r"kinds must be different ones of square, circle, diamond, got",
        ),
        (figures, {"kinds": ()}, r"kinds must be different ones"),
        (figures, {"kinds": "square"}, r"kinds must be different ones"),
        (figures, {"kinds": ("square", "square")}, r"kinds must be different ones"),
        (figures, {"size_cells": 8}, r"size_cells must be a pair, smallest and largest, got 8"),
        (figures, {"size_cells": (8, 21)}, r"size_cells must be a whole number in 5..20, got 21"),
        (figures, {"size_cells": (4, 8)}, r"size_cells must be a whole number in 5..20, got 4"),
        (figures, {"size_cells": (9, 8)}, r"size_cells must be smallest first, got \(9, 8\)"),
        (figures, {"size_cells": (8.0, 9)}, r"size_cells must be a whole number in 5..20, got 8.0"),
        (figures, {"line_cells": 3}, r"line_cells must be a whole number in 1..2, got 3"),
        (figures, {"line_cells": 0}, r"line_cells must be a whole number in 1..2, got 0"),
        (figures, {"shift_cells": -1}, r"shift_cells must be a whole number in 0..20, got -1"),
        (figures, {"turn_deg": 181.0}, r"turn_deg must be a number in 0..180, got 181.0"),
        (figures, {"turn_deg": float("nan")}, r"turn_deg must be a number in 0..180, got nan"),
        (figures, {"turn_deg": "30"}, r"turn_deg must be a number in 0..180, got '30'"),
        (
            figures,
            {"size_cells": (6, 18), "turn_deg": 30},
            r"turn_deg must keep a figure of 18 x 18 cells within 20, got 30",
        ),
        (bars, {"width_cells": (1, 8)}, r"width_cells must stay below length_cells 8, got 8"),
        (bars, {"turn_deg": 45}, r"turn_deg must be below 45 .*, got 45"),
        (
            bars,
            {"length_cells": (8, 20), "turn_deg": 20},
            r"turn_deg must keep a bar of 3 x 20 cells within 20, got 20",
        ),
        (bars, {"length_cells": (8, 30)}, r"length_cells must be a whole number in 2..20, got 30"),
        (left_right_squares, {"size_cells": (4, 11)}, r"size_cells must be a whole number in 1..10, got 11"),
        (moved_letters, {"capitals": "Xe"}, r"capitals must be different letters of A to Z, got 'Xe'"),
        (moved_letters, {"capitals": ""}, r"capitals must be different letters of A to Z, got ''"),
        (moved_letters, {"capitals": "EE"}, r"capitals must be different letters of A to Z, got 'EE'"),
        (moved_letters, {"capitals": None}, r"capitals must be different letters of A to Z, got None"),
        (
            moved_letters,
            {"capitals": "XW", "turn_deg": 20},
            r"turn_deg must keep a letter W of 14 x 20 cells within 20",
        ),
        (moved_letters, {"height_cells": 6}, r"height_cells must be a whole number in 7..20, got 6"),
        (moved_letters, {"height_cells": 21}, r"height_cells must be a whole number in 7..20, got 21"),
        (moved_letters, {"cells": 12}, r"turn_deg must keep a letter X of 14 x 13 cells within 12, got 0.0"),
        (figures, {"size_cells": (6, 12), "cells": 10}, r"size_cells must be a whole number in 5..10, got 12"),
        (left_right_squares, {"size_cells": (4, 6), "cells": 11}, r"size_cells must be a whole number in 1..5, got 6"),
        (moved_letters, {"face": "DejaVu Sans Bald"}, r"face must be .*did you mean 'DejaVu Sans Bold'"),
    ],
)
def test_an_impossible_setting_is_refused_by_name_rule_and_value(generate, bad, rule, rng):
    with pytest.raises(SettingError, match=rule):
        generate(4, rng, **bad)


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan"), "0.1", True, None])
def test_a_share_of_noise_outside_0_to_1_is_refused(share, rng):
    with pytest.raises(SettingError, match=r"flip_share must be a number in 0..1, got"):
        with_noise(letters(), share, rng)
