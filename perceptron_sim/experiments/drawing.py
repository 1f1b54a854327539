"""How a shape comes onto the retina: a test of points, turned, sampled at the cells' centres, put at a random place.

Nothing wraps around or is cut off, and settings that would need it are refused. A cell is lit if its centre lies
inside the shape.
"""

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.stimuli import Stimuli

__all__ = [
    "MOST_CELLS",
    "FloatArray",
    "Placement",
    "Shape",
    "balanced_labels",
    "bitmap",
    "check_dice",
    "checked_pair",
    "checked_real",
    "checked_whole",
    "drawn_set",
]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
# Of two coordinates in cells from the middle, x to the right and y down: is that point inside?
Inside = Callable[[FloatArray, FloatArray], BoolArray]

MOST_CELLS = 1000  # a side


@dataclass(frozen=True, slots=True)
class Shape:
    """Something to draw: a test of points and the box, centred on (0, 0), that holds all of it."""

    inside: Inside
    height_cells: int
    width_cells: int


@dataclass(frozen=True, slots=True)
class Placement:
    """Where on a retina of *cells* x *cells*: how far off the middle (None: anywhere), how far turned either way."""

    cells: int
    shift_cells: int | None
    turn_deg: float

    def __post_init__(self) -> None:
        if self.shift_cells is not None:
            checked_whole("shift_cells", self.shift_cells, 0, self.cells)
        checked_real("turn_deg", self.turn_deg, 0.0, 180.0)

    def check_room(self, what: str, height: int, width: int) -> None:
        """Refuse to turn *what*, a box of *height* x *width* cells, off the retina."""
        turn = math.radians(self.turn_deg)
        reach = max(_widest(height, width, turn), _widest(width, height, turn))
        if reach > self.cells + 1e-9:
            rule = f"keep a {what} of {height} x {width} cells within {self.cells}"
            raise SettingError(f"turn_deg must {rule}, got {self.turn_deg!r}")

    def random_turn_deg(self, rng: np.random.Generator) -> float:
        """How far to turn the next shape, clockwise."""
        return float(rng.uniform(-self.turn_deg, self.turn_deg))

    def random_start(self, extent: int, rng: np.random.Generator) -> int:
        """Return a first row or column for *extent* cells that keeps them on the retina."""
        spare = self.cells - extent
        reach = spare if self.shift_cells is None else self.shift_cells
        return int(rng.integers(max(0, spare // 2 - reach), min(spare, spare // 2 + reach) + 1))


def drawn_set(
    draw: Callable[[int], Shape],
    count: int,
    class_names: tuple[str, ...],
    name: str,
    *,
    placement: Placement,
    rng: np.random.Generator,
) -> Stimuli:
    """Draw a shape for each of *count* random labels, turn it, and put it at a random place."""
    labels = balanced_labels(count, len(class_names), rng)
    images = np.zeros((len(labels), placement.cells, placement.cells), dtype=np.float32)
    for image, label in zip(images, labels, strict=True):
        picture = _rasterise(draw(int(label)), placement.random_turn_deg(rng))
        top, left = (placement.random_start(extent, rng) for extent in picture.shape)
        image[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    return Stimuli(images, labels, class_names, f"{name}: {', '.join(class_names)}")


def balanced_labels(count: int, classes: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return *count* labels in random order, no class more than one ahead of another."""
    check_dice(rng)
    return rng.permutation(np.arange(checked_whole("count", count, 1), dtype=np.int64) % classes)


def bitmap(picture: NDArray[np.bool_], scale: float = 1.0) -> Shape:
    """Return the lit part of *picture*, *scale* times as large: inside is where its bilinear interpolate is >= 1/2."""
    ink = _cropped(picture)
    height, width = ink.shape
    padded = np.pad(ink.astype(np.float64), 1)

    def inside(x: FloatArray, y: FloatArray) -> BoolArray:
        column = np.clip(x / scale + (width + 1) / 2, 0, width + 0.999)
        row = np.clip(y / scale + (height + 1) / 2, 0, height + 0.999)
        left, top = column.astype(np.intp), row.astype(np.intp)
        across, down = column - left, row - top
        above = padded[top, left] * (1 - across) + padded[top, left + 1] * across
        below = padded[top + 1, left] * (1 - across) + padded[top + 1, left + 1] * across
        return np.asarray(above * (1 - down) + below * down >= 0.5)

    return Shape(inside, *(math.ceil(extent * scale - 1e-9) for extent in ink.shape))


def check_dice(rng: np.random.Generator) -> None:
    """Refuse anything but a generator."""
    if not isinstance(rng, np.random.Generator):
        raise SettingError(f"rng must be a numpy.random.Generator, got {rng!r}")


def checked_whole(name: str, value: int, lowest: int, highest: int | None = None) -> int:
    """Return *value* if it is a whole number in range."""
    try:
        number = operator.index(value)
    except TypeError:
        number = lowest - 1
    if isinstance(value, bool) or number < lowest or (highest is not None and number > highest):
        rule = f"at least {lowest}" if highest is None else f"in {lowest}..{highest}"
        raise SettingError(f"{name} must be a whole number {rule}, got {value!r}")
    return number


def checked_pair(name: str, pair: tuple[int, ...], lowest: int, highest: int) -> tuple[int, int]:
    """Return (smallest, largest) if both are whole numbers in range and in order."""
    if not isinstance(pair, tuple | list) or len(pair) != 2:
        raise SettingError(f"{name} must be a pair, smallest and largest, got {pair!r}")
    smallest, largest = (checked_whole(name, value, lowest, highest) for value in pair)
    if smallest > largest:
        raise SettingError(f"{name} must be smallest first, got {pair!r}")
    return smallest, largest


def checked_real(name: str, value: float, lowest: float, highest: float) -> float:
    """Return *value* as a float if it is a number in range."""
    number = isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)
    if not number or not lowest <= value <= highest:
        raise SettingError(f"{name} must be a number in {lowest:g}..{highest:g}, got {value!r}")
    return float(value)


def _rasterise(shape: Shape, turn_deg: float) -> BoolArray:
    """Return the cells whose centres lie inside *shape* turned clockwise, cropped to those lit."""
    height, width = shape.height_cells, shape.width_cells
    margin = math.ceil((math.hypot(height, width) - min(height, width)) / 2)  # a turned box reaches no further
    x = _cell_centres(width + 2 * margin)
    y = _cell_centres(height + 2 * margin)[:, np.newaxis]
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
