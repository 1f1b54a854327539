"""Stimuli drawn at random: figures, bars, squares left or right, letters moved and turned; noise on any.

Every generator is handed its dice, and *cells*, the side of the retina. What is drawn stays wholly on it.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.drawing import (
    MOST_CELLS,
    FloatArray,
    Placement,
    Shape,
    balanced_labels,
    bitmap,
    check_dice,
    checked_pair,
    checked_real,
    checked_whole,
    drawn_set,
)
from perceptron_sim.experiments.stimuli import FACE, RETINA_CELLS, Stimuli, letters

__all__ = ["FIGURE_KINDS", "bars", "figures", "left_right_squares", "moved_letters", "with_noise"]

# How far a point is from the middle, so counted that a figure is where this is at most half its size.
FIGURE_KINDS: dict[str, Callable[[FloatArray, FloatArray], FloatArray]] = {
    "square": lambda x, y: np.maximum(np.abs(x), np.abs(y)),
    "circle": np.hypot,
    "diamond": lambda x, y: np.abs(x) + np.abs(y),
}
SMALLEST_FIGURE_CELLS = 5  # below it a circle and a diamond, or a circle and a square, light the same cells
SMALLEST_LETTER_CELLS = 7  # below it the strokes of thin faces fall between the centres of cells


def figures(
    count: int,
    rng: np.random.Generator,
    *,
    kinds: Sequence[str] = ("square", "circle", "diamond"),
    size_cells: tuple[int, ...] = (6, 12),
    line_cells: int | None = None,
    shift_cells: int | None = None,
    turn_deg: float = 0.0,
    cells: int = RETINA_CELLS,
) -> Stimuli:
    """Return *count* figures of the given *kinds* (the labels), as many of each, give or take one.

    Args:
        size_cells: smallest and largest side of the box around a figure, both included; at least 5.
        line_cells: None for solid figures, else how thick an outline is, along rows and columns.
        shift_cells: most that a figure lies off the middle, along rows and columns; None for anywhere.
        turn_deg: most that a figure is turned either way. A square turned by 45 degrees is a diamond.
        cells: side of the retina.

    Raises:
        SettingError: a setting is of the wrong type or range, or some figure would not fit the retina.
    """
    _check_kinds(kinds)
    checked_whole("cells", cells, SMALLEST_FIGURE_CELLS, MOST_CELLS)
    smallest, largest = checked_pair("size_cells", size_cells, SMALLEST_FIGURE_CELLS, cells)
    if line_cells is not None:
        checked_whole("line_cells", line_cells, 1, (smallest - 1) // 2)
    placement = Placement(cells, shift_cells, turn_deg)
    placement.check_room("figure", largest, largest)

    def draw(label: int) -> Shape:
        return _figure(kinds[label], int(rng.integers(smallest, largest + 1)), line_cells)

    return drawn_set(draw, count, tuple(kinds), "figures", placement=placement, rng=rng)


def bars(
    count: int,
    rng: np.random.Generator,
    *,
    length_cells: tuple[int, ...] = (8, 16),
    width_cells: tuple[int, ...] = (1, 3),
    shift_cells: int | None = None,
    turn_deg: float = 0.0,
    cells: int = RETINA_CELLS,
) -> Stimuli:
    """Return *count* bars, label 0 horizontal, label 1 vertical; the other settings are those of figures().

    Raises:
        SettingError: a setting is out of range, a bar may be as wide as long, or turn_deg is not below 45.
    """
    checked_whole("cells", cells, 2, MOST_CELLS)
    shortest, longest = checked_pair("length_cells", length_cells, 2, cells)
    thinnest, thickest = checked_pair("width_cells", width_cells, 1, cells)
    if thickest >= shortest:
        raise SettingError(f"width_cells must stay below length_cells {shortest}, got {thickest}")
    placement = Placement(cells, shift_cells, turn_deg)
    placement.check_room("bar", thickest, longest)
    if turn_deg >= 45:
        raise SettingError(f"turn_deg must be below 45 for horizontal and vertical to differ, got {turn_deg!r}")

    def draw(label: int) -> Shape:
        length, width = int(rng.integers(shortest, longest + 1)), int(rng.integers(thinnest, thickest + 1))
        return _bar(width, length) if label == 0 else _bar(length, width)

    return drawn_set(draw, count, ("horizontal", "vertical"), "bars", placement=placement, rng=rng)


def moved_letters(
    count: int,
    rng: np.random.Generator,
    *,
    capitals: str = "XE",
    face: str = FACE,
    height_cells: int | None = None,
    shift_cells: int | None = None,
    turn_deg: float = 0.0,
    cells: int = RETINA_CELLS,
) -> Stimuli:
    """Return *count* of the *capitals* ("XE", "EF"; the labels) of *face*, moved and turned as in figures().

    Args:
        height_cells: how high the highest of the capitals is, before it is turned; None for as it ships.

    Raises:
        SettingError: no such face or capital, a setting out of range, or a letter turned so would not fit.
    """
    alphabet = letters(face)
    known = isinstance(capitals, str) and all(letter in alphabet.class_names for letter in capitals)
    if not known or not capitals or len(set(capitals)) < len(capitals):
        raise SettingError(f"capitals must be different letters of A to Z, got {capitals!r}")
    checked_whole("cells", cells, SMALLEST_LETTER_CELLS, MOST_CELLS)
    if height_cells is not None:
        checked_whole("height_cells", height_cells, SMALLEST_LETTER_CELLS, cells)
    pictures = [alphabet.images[alphabet.class_names.index(letter)] > 0 for letter in capitals]
    highest = max(np.ptp(np.flatnonzero(picture.any(axis=1))) + 1 for picture in pictures)
    shapes = [bitmap(picture, 1.0 if height_cells is None else height_cells / highest) for picture in pictures]
    placement = Placement(cells, shift_cells, turn_deg)
    for letter, shape in zip(capitals, shapes, strict=True):
        placement.check_room(f"letter {letter}", shape.height_cells, shape.width_cells)
    return drawn_set(shapes.__getitem__, count, tuple(capitals), f"letters in {face}", placement=placement, rng=rng)


def left_right_squares(
    count: int, rng: np.random.Generator, *, size_cells: tuple[int, ...] = (4, 6), cells: int = RETINA_CELLS
) -> Stimuli:
    """Return *count* solid squares at random places, label 0 wholly in the left half, label 1 in the right.

    Of an odd number of columns the middle one belongs to neither half.

    The task shown to the press in July 1958 on an IBM 704 (NYT713); how large its squares were is not known.

    Raises:
        SettingError: a setting is of the wrong type or range; a side is at most half the retina.
    """
    checked_whole("cells", cells, 2, MOST_CELLS)
    half = cells // 2
    smallest, largest = checked_pair("size_cells", size_cells, 1, half)
    labels = balanced_labels(count, 2, rng)
    images = np.zeros((len(labels), cells, cells), dtype=np.float32)
    for image, label in zip(images, labels, strict=True):
        size = int(rng.integers(smallest, largest + 1))
        top = int(rng.integers(0, cells - size + 1))
        left = int(rng.integers(0, half - size + 1)) + (cells - half) * int(label)
        image[top : top + size, left : left + size] = 1.0
    return Stimuli(images, labels, ("left", "right"), "squares: left, right")


def with_noise(stimuli: Stimuli, flip_share: float, rng: np.random.Generator) -> Stimuli:
    """Return a copy of *stimuli*, each cell flipped (x becomes 1 - x) with probability *flip_share*.

    Raises:
        SettingError: flip_share is no number in 0..1.
    """
    check_dice(rng)
    share = checked_real("flip_share", flip_share, 0.0, 1.0)
    flipped = rng.random(stimuli.images.shape) < share
    images = np.where(flipped, 1 - stimuli.images, stimuli.images)
    return Stimuli(images, stimuli.labels, stimuli.class_names, f"{stimuli.name}, flip share {share:g}")


def _figure(kind: str, size: int, line: int | None) -> Shape:
    gauge = FIGURE_KINDS[kind]
    outer = size / 2
    inner = -1.0 if line is None else outer - line

    def inside(x: FloatArray, y: FloatArray) -> NDArray[np.bool_]:
        distance = gauge(x, y)
        return (distance > inner) & (distance <= outer)

    return Shape(inside, size, size)


def _bar(height: int, width: int) -> Shape:
    return Shape(lambda x, y: (np.abs(x) <= width / 2) & (np.abs(y) <= height / 2), height, width)


def _check_kinds(kinds: Sequence[str]) -> None:
    known = isinstance(kinds, tuple | list) and all(kind in tuple(FIGURE_KINDS) for kind in kinds)
    if not known or not kinds or len(set(kinds)) < len(kinds):
        raise SettingError(f"kinds must be different ones of {', '.join(FIGURE_KINDS)}, got {kinds!r}")
