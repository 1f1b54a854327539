"""Stimuli drawn at random: figures, bars, squares left or right, letters moved and turned; noise on any.

Every generator is handed its dice. What is drawn stays wholly on the retina: nothing wraps around or is cut
off, and settings that would need it are refused. A cell is lit if its centre lies inside the shape.
"""

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.stimuli import IMAGE_SHAPE, RETINA_CELLS, Stimuli, letters

__all__ = ["FIGURE_KINDS", "bars", "figures", "left_right_squares", "moved_letters", "with_noise"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
# Of two coordinates in cells from the middle, x to the right and y down: is that point inside?
Inside = Callable[[FloatArray, FloatArray], BoolArray]

# How far a point is from the middle, so counted that a figure is where this is at most half its size.
FIGURE_KINDS: dict[str, Callable[[FloatArray, FloatArray], FloatArray]] = {
    "square": lambda x, y: np.maximum(np.abs(x), np.abs(y)),
    "circle": np.hypot,
    "diamond": lambda x, y: np.abs(x) + np.abs(y),
}
SMALLEST_FIGURE_CELLS = 5  # below it a circle and a diamond, or a circle and a square, light the same cells
HALF_RETINA_CELLS = RETINA_CELLS // 2


@dataclass(frozen=True, slots=True)
class _Shape:
    """Something to draw: a test of points and the box, centred on (0, 0), that holds all of it."""

    inside: Inside
    height_cells: int
    width_cells: int


@dataclass(frozen=True, slots=True)
class _Placement:
    """How far a shape may lie off the middle (None: anywhere on the retina) and be turned either way."""

    shift_cells: int | None
    turn_deg: float

    def __post_init__(self) -> None:
        if self.shift_cells is not None:
            _whole("shift_cells", self.shift_cells, 0, RETINA_CELLS)
        _real("turn_deg", self.turn_deg, 0.0, 180.0)

    def check_room(self, what: str, height: int, width: int) -> None:
        """Refuse to turn *what*, a box of *height* x *width* cells, off the retina."""
        turn = math.radians(self.turn_deg)
        reach = max(_widest(height, width, turn), _widest(width, height, turn))
        if reach > RETINA_CELLS + 1e-9:
            rule = f"keep a {what} of {height} x {width} cells within {RETINA_CELLS}"
            raise SettingError(f"turn_deg must {rule}, got {self.turn_deg!r}")

    def random_turn_deg(self, rng: np.random.Generator) -> float:
        return float(rng.uniform(-self.turn_deg, self.turn_deg))

    def random_start(self, extent: int, rng: np.random.Generator) -> int:
        """Return a first row or column for *extent* cells that keeps them on the retina."""
        spare = RETINA_CELLS - extent
        reach = spare if self.shift_cells is None else self.shift_cells
        return int(rng.integers(max(0, spare // 2 - reach), min(spare, spare // 2 + reach) + 1))


def figures(
    count: int,
    rng: np.random.Generator,
    *,
    kinds: Sequence[str] = ("square", "circle", "diamond"),
    size_cells: tuple[int, int] = (6, 12),
    line_cells: int | None = None,
    shift_cells: int | None = None,
    turn_deg: float = 0.0,
) -> Stimuli:
    """Return *count* figures of the given *kinds* (the labels), as many of each, give or take one.

    Args:
        size_cells: smallest and largest side of the box around a figure, both included; at least 5.
        line_cells: None for solid figures, else how thick an outline is, along rows and columns.
        shift_cells: most that a figure lies off the middle, along rows and columns; None for anywhere.
        turn_deg: most that a figure is turned either way. A square turned by 45 degrees is a diamond.

    Raises:
        SettingError: a setting is of the wrong type or range, or some figure would not fit the retina.
    """
    _check_kinds(kinds)
    smallest, largest = _pair("size_cells", size_cells, SMALLEST_FIGURE_CELLS, RETINA_CELLS)
    if line_cells is not None:
        _whole("line_cells", line_cells, 1, (smallest - 1) // 2)
    placement = _Placement(shift_cells, turn_deg)
    placement.check_room("figure", largest, largest)

    def draw(label: int) -> _Shape:
        return _figure(kinds[label], int(rng.integers(smallest, largest + 1)), line_cells)

    return _drawn_set(draw, count, tuple(kinds), "figures", placement=placement, rng=rng)


def bars(
    count: int,
    rng: np.random.Generator,
    *,
    length_cells: tuple[int, int] = (8, 16),
    width_cells: tuple[int, int] = (1, 3),
    shift_cells: int | None = None,
    turn_deg: float = 0.0,
) -> Stimuli:
    """Return *count* bars, label 0 horizontal, label 1 vertical; the other settings are those of figures().

    Raises:
        SettingError: a setting is out of range, a bar may be as wide as long, or turn_deg is not below 45.
    """
    shortest, longest = _pair("length_cells", length_cells, 2, RETINA_CELLS)
    thinnest, thickest = _pair("width_cells", width_cells, 1, RETINA_CELLS)
    if thickest >= shortest:
        raise SettingError(f"width_cells must stay below length_cells {shortest}, got {thickest}")
    placement = _Placement(shift_cells, turn_deg)
    placement.check_room("bar", thickest, longest)
    if turn_deg >= 45:
        raise SettingError(f"turn_deg must be below 45 for horizontal and vertical to differ, got {turn_deg!r}")

    def draw(label: int) -> _Shape:
        length, width = int(rng.integers(shortest, longest + 1)), int(rng.integers(thinnest, thickest + 1))
        return _bar(width, length) if label == 0 else _bar(length, width)

    return _drawn_set(draw, count, ("horizontal", "vertical"), "bars", placement=placement, rng=rng)


def moved_letters(
    count: int,
    rng: np.random.Generator,
    *,
    capitals: str = "XE",
    face: str = "DejaVu Sans Bold",
    shift_cells: int | None = None,
    turn_deg: float = 0.0,
) -> Stimuli:
    """Return *count* of the *capitals* ("XE", "EF"; the labels) of *face*, moved and turned as in figures().

    Raises:
        SettingError: no such face or capital, a setting out of range, or a letter turned so would not fit.
    """
    alphabet = letters(face)
    known = isinstance(capitals, str) and all(letter in alphabet.class_names for letter in capitals)
    if not known or not capitals or len(set(capitals)) < len(capitals):
        raise SettingError(f"capitals must be different letters of A to Z, got {capitals!r}")
    shapes = [_bitmap(alphabet.images[alphabet.class_names.index(letter)] > 0) for letter in capitals]
    placement = _Placement(shift_cells, turn_deg)
    for letter, shape in zip(capitals, shapes, strict=True):
        placement.check_room(f"letter {letter}", shape.height_cells, shape.width_cells)
    return _drawn_set(shapes.__getitem__, count, tuple(capitals), f"letters in {face}", placement=placement, rng=rng)


def left_right_squares(count: int, rng: np.random.Generator, *, size_cells: tuple[int, int] = (4, 6)) -> Stimuli:
    """Return *count* solid squares at random places, label 0 wholly in the left half, label 1 in the right.

    The task shown to the press in July 1958 on an IBM 704 (NYT713); how large its squares were is not known.

    Raises:
        SettingError: a setting is of the wrong type or range; a side is at most 10 cells, half the retina.
    """
    smallest, largest = _pair("size_cells", size_cells, 1, HALF_RETINA_CELLS)
    labels = _balanced_labels(count, 2, rng)
    images = np.zeros((len(labels), *IMAGE_SHAPE), dtype=np.float32)
    for image, label in zip(images, labels, strict=True):
        size = int(rng.integers(smallest, largest + 1))
        top = int(rng.integers(0, RETINA_CELLS - size + 1))
        left = int(rng.integers(0, HALF_RETINA_CELLS - size + 1)) + HALF_RETINA_CELLS * int(label)
        image[top : top + size, left : left + size] = 1.0
    return Stimuli(images, labels, ("left", "right"), "squares: left, right")


def with_noise(stimuli: Stimuli, flip_share: float, rng: np.random.Generator) -> Stimuli:
    """Return a copy of *stimuli*, each cell flipped (x becomes 1 - x) with probability *flip_share*.

    Raises:
        SettingError: flip_share is no number in 0..1.
    """
    _check_dice(rng)
    share = _real("flip_share", flip_share, 0.0, 1.0)
    flipped = rng.random(stimuli.images.shape) < share
    images = np.where(flipped, 1 - stimuli.images, stimuli.images)
    return Stimuli(images, stimuli.labels, stimuli.class_names, f"{stimuli.name}, flip share {share:g}")


def _drawn_set(
    draw: Callable[[int], _Shape],
    count: int,
    class_names: tuple[str, ...],
    name: str,
    *,
    placement: _Placement,
    rng: np.random.Generator,
) -> Stimuli:
    """Draw a shape for each of *count* random labels, turn it, and put it at a random place."""
    labels = _balanced_labels(count, len(class_names), rng)
    images = np.zeros((len(labels), *IMAGE_SHAPE), dtype=np.float32)
    for image, label in zip(images, labels, strict=True):
        picture = _rasterise(draw(int(label)), placement.random_turn_deg(rng))
        top, left = (placement.random_start(extent, rng) for extent in picture.shape)
        image[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    return Stimuli(images, labels, class_names, f"{name}: {', '.join(class_names)}")


def _balanced_labels(count: int, classes: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return *count* labels in random order, no class more than one ahead of another."""
    _check_dice(rng)
    return rng.permutation(np.arange(_whole("count", count, 1), dtype=np.int64) % classes)


def _figure(kind: str, size: int, line: int | None) -> _Shape:
    gauge = FIGURE_KINDS[kind]
    outer = size / 2
    inner = -1.0 if line is None else outer - line

    def inside(x: FloatArray, y: FloatArray) -> BoolArray:
        distance = gauge(x, y)
        return (distance > inner) & (distance <= outer)

    return _Shape(inside, size, size)


def _bar(height: int, width: int) -> _Shape:
    return _Shape(lambda x, y: (np.abs(x) <= width / 2) & (np.abs(y) <= height / 2), height, width)


def _bitmap(picture: BoolArray) -> _Shape:
    """Return the lit part of *picture* as a shape: inside is where its bilinear interpolation is >= 1/2."""
    ink = _cropped(picture)
    height, width = ink.shape
    padded = np.pad(ink.astype(np.float64), 1)

    def inside(x: FloatArray, y: FloatArray) -> BoolArray:
        column = np.clip(x + (width + 1) / 2, 0, width + 0.999)
        row = np.clip(y + (height + 1) / 2, 0, height + 0.999)
        left, top = column.astype(np.intp), row.astype(np.intp)
        across, down = column - left, row - top
        above = padded[top, left] * (1 - across) + padded[top, left + 1] * across
        below = padded[top + 1, left] * (1 - across) + padded[top + 1, left + 1] * across
        return np.asarray(above * (1 - down) + below * down >= 0.5)

    return _Shape(inside, height, width)


def _rasterise(shape: _Shape, turn_deg: float) -> BoolArray:
    """Return the cells whose centres lie inside *shape* turned clockwise, cropped to those lit."""
    margin = max(shape.height_cells, shape.width_cells) // 2 + 1  # a turned box reaches no further
    y, x = np.meshgrid(
        _cell_centres(shape.height_cells + 2 * margin),
        _cell_centres(shape.width_cells + 2 * margin),
        indexing="ij",
    )
    cosine, sine = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    return _cropped(shape.inside(cosine * x + sine * y, cosine * y - sine * x))


def _cell_centres(cells: int) -> FloatArray:
    """(cells,): where the centres of a row of cells lie, the middle of the row being 0."""
    return np.arange(cells, dtype=np.float64) - (cells - 1) / 2


def _cropped(picture: BoolArray) -> BoolArray:
    rows, columns = np.flatnonzero(picture.any(axis=1)), np.flatnonzero(picture.any(axis=0))
    return picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _widest(height: int, width: int, turn: float) -> float:
    """Return the largest extent across of a box turned by any angle up to *turn* radians."""
    diagonal_lies_flat = math.atan2(height, width)
    if turn >= diagonal_lies_flat:
        return math.hypot(height, width)
    return width * math.cos(turn) + height * math.sin(turn)


def _check_kinds(kinds: Sequence[str]) -> None:
    known = isinstance(kinds, tuple | list) and all(kind in tuple(FIGURE_KINDS) for kind in kinds)
    if not known or not kinds or len(set(kinds)) < len(kinds):
        raise SettingError(f"kinds must be different ones of {', '.join(FIGURE_KINDS)}, got {kinds!r}")


def _check_dice(rng: np.random.Generator) -> None:
    if not isinstance(rng, np.random.Generator):
        raise SettingError(f"rng must be a numpy.random.Generator, got {rng!r}")


def _whole(name: str, value: int, lowest: int, highest: int | None = None) -> int:
    """Return *value* if it is a whole number in range."""
    try:
        number = operator.index(value)
    except TypeError:
        number = lowest - 1
    if isinstance(value, bool) or number < lowest or (highest is not None and number > highest):
        rule = f"at least {lowest}" if highest is None else f"in {lowest}..{highest}"
        raise SettingError(f"{name} must be a whole number {rule}, got {value!r}")
    return number


def _pair(name: str, pair: tuple[int, int], lowest: int, highest: int) -> tuple[int, int]:
    """Return (smallest, largest) if both are whole numbers in range and in order."""
    if not isinstance(pair, tuple | list) or len(pair) != 2:
        raise SettingError(f"{name} must be a pair, smallest and largest, got {pair!r}")
    smallest, largest = (_whole(name, value, lowest, highest) for value in pair)
    if smallest > largest:
        raise SettingError(f"{name} must be smallest first, got {pair!r}")
    return smallest, largest


def _real(name: str, value: float, lowest: float, highest: float) -> float:
    """Return *value* as a float if it is a number in range."""
    number = isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)
    if not number or not lowest <= value <= highest:
        raise SettingError(f"{name} must be a number in {lowest:g}..{highest:g}, got {value!r}")
    return float(value)
