"""How a picture comes onto the retina: which of it is ink, where it lies, how much of each cell it covers.

All of it is sums of whole numbers, so that every processor gets the same images.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from perceptron_sim.data.listing import Picture
from perceptron_sim.data.spec import AUTO, DARK, LIGHT, WHOLE, DataSpec

FULL_INK = 65535
FULL_LIGHTS = (1.0, 255.0, 65535.0)  # what numbers are usually given by: shares, bytes, pairs of bytes

CellArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fitter:
    """Brings pictures onto a retina of *rows* x *columns* cells as *spec* says."""

    spec: DataSpec
    rows: int
    columns: int

    @property
    def inks(self) -> tuple[str, ...]:
        """The inks that may have to be lit: which, is known after the last picture where nobody said it."""
        return (DARK, LIGHT) if self.spec.ink == AUTO else (self.spec.ink,)

    def cells(self, light: FloatArray, most: int) -> dict[str, CellArray]:
        """For each ink (rows, columns): how much of each cell it covers, 0 to 65535; of a picture's levels().

        The darkest value is all dark ink, the lightest all light ink; a picture of one value has none.
        """
        return {ink: self._placed(light if ink == LIGHT else most - light, most) for ink in self.inks}

    def _placed(self, ink: FloatArray, most: int) -> CellArray:
        if not most:
            return np.zeros((self.rows, self.columns), dtype=np.int64)
        whole = self.spec.fit == WHOLE
        (top, bottom), (left, right) = _whole(ink) if whole else _box(ink, most)
        margin = 0 if whole else 2 * min(self.spec.margin_cells, (min(self.rows, self.columns) - 1) // 2)
        pixels, cells = bottom - top, self.rows - margin
        if (right - left) * cells > pixels * (self.columns - margin):
            pixels, cells = right - left, self.columns - margin
        down = overlaps(ink.shape[0], top + bottom, pixels, cells, self.rows)
        across = overlaps(ink.shape[1], left + right, pixels, cells, self.columns)
        covered = (down @ ink @ across.T).astype(np.int64)  # whole numbers below 2**53: exact in any order
        return covered * FULL_INK // ((2 * pixels) ** 2 * most)


def levels(picture: Picture) -> tuple[FloatArray, int]:
    """The brightness of *picture* above its darkest value, in whole numbers, and the most of it; 0 if all is alike.

    Bytes are taken as they are, other numbers in 65,535 steps between the darkest and the lightest.
    """
    lowest, highest = picture.min(), picture.max()
    if picture.dtype == np.uint8:
        return picture.astype(np.float64) - int(lowest), int(highest) - int(lowest)
    values = picture.astype(np.float64)
    span = float(highest) - float(lowest)
    if not span:
        return np.zeros_like(values), 0
    return np.rint((values - float(lowest)) / span * FULL_INK), FULL_INK


def on_light_paper(light: FloatArray, most: int) -> int:
    """1 if the outermost ring of pixels is mostly nearer to the lightest value of levels(), -1 if to the darkest."""
    ring = border(light)
    return int(np.sign(2 * ring.sum() - most * len(ring)))


def border(picture: Picture) -> npt.NDArray[Any]:
    """The outermost ring of pixels, one after the other."""
    return np.concatenate([picture[0], picture[-1], picture[1:-1, 0], picture[1:-1, -1]])


def lit(cells: CellArray, threshold: float) -> npt.NDArray[np.float32]:
    """(n, rows, columns) of ink covering cells -> light on them, 0 to 1, or 0 and 1 from *threshold* on.

    A cell's ink is taken as a share of what inked cells of that picture have on average, each counting as much as its
    ink: so thin strokes are as bright as thick ones. More than that is 1.
    """
    total = cells.sum(axis=(1, 2), keepdims=True)
    squares = np.maximum((cells * cells).sum(axis=(1, 2), keepdims=True), 1)
    return as_shown(np.minimum(cells * total / squares, 1.0), threshold)


def as_shown(light: npt.NDArray[np.floating], threshold: float) -> npt.NDArray[np.float32]:
    """*light* itself if *threshold* is 0, else 1 from there on and 0 below."""
    return (light >= threshold if threshold else light).astype(np.float32)


def full_light(highest: float) -> float:
    """The number that stands for full light where *highest* is the highest there is."""
    return next((full for full in FULL_LIGHTS if highest <= full), highest)


def _whole(ink: FloatArray) -> tuple[tuple[int, int], tuple[int, int]]:
    return (0, ink.shape[0]), (0, ink.shape[1])


def _box(ink: FloatArray, most: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """First and last-but-one row, and column, of the box around all pixels of at least half the ink."""
    inked = 2 * ink >= most
    down, across = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    return (int(down[0]), int(down[-1]) + 1), (int(across[0]), int(across[-1]) + 1)


@lru_cache(maxsize=4096)
def overlaps(size: int, twice_middle: int, pixels: int, cells: int, retina: int) -> FloatArray:
    """(retina, size): how far each cell lies over each of *size* pixels, in units of 1 / (2 cells) of a pixel.

    A cell is pixels / cells wide; the middle of the retina's side lies on the pixels' *twice_middle* / 2.
    """
    begins = twice_middle * cells - retina * pixels + 2 * pixels * np.arange(retina)[:, np.newaxis]
    pixel_begins = 2 * cells * np.arange(size)
    over = np.minimum(begins + 2 * pixels, pixel_begins + 2 * cells) - np.maximum(begins, pixel_begins)
    covered: FloatArray = np.maximum(over, 0).astype(np.float64)
    return covered
