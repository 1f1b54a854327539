"""Heights as a picture: brighter is higher, with lines of equal height, and basins in colours of their own.

It is painted a few rows at a time, at the full resolution of the screen: no frame has to wait for the whole.
"""

import time
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pygame

from perceptron_sim import palette
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.views.network.pictures import FloatArray, Pixels, shares

BASINS = np.array(palette.BASINS, dtype=np.float32)
BANDS = 14  # of height, with lines between them
ROWS = 16  # pixels that are painted at once
LOWEST, HIGHEST = 0.06, 0.7  # brightness of heights
DARKEST = 0.5  # of a basin, at its lowest
LINE = 0.3  # how light a line is
MOST_SMOOTHED = 8  # more basins than these are drawn cell by cell
BUDGET_S = 0.0015


class Relief:
    """A picture of *size* that follows the heights and basins it is shown."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.picture = pygame.Surface(size)
        if pygame.display.get_surface():
            self.picture = self.picture.convert()
        self.picture.fill(theme.GLASS)
        self._strips = -(-size[1] // ROWS)
        self._next, self._left = 0, 0
        self._of: tuple[object, object] = (None, None)
        self.version = 0  # counts what has been painted

    def show(self, heights: FloatArray, basins: npt.NDArray[np.int64] | None, ramp: Pixels) -> None:
        """Begin to paint *heights* (rows, columns), row 0 at the bottom, NaN where not known, *basins* over them."""
        if self._of[0] is heights and self._of[1] is basins:
            return
        if self._of[0] is not heights:
            known = np.isfinite(heights)
            low = float(heights[known].min()) if known.any() else 0.0
            with np.errstate(all="ignore"):
                climb = np.log1p(np.where(known, np.maximum(heights - low, 0), 0.0))
            self._share = (climb / max(float(climb.max(initial=0.0)), 1e-12)).astype(np.float32)[::-1]
            self._unknown, self._ramp = ~known[::-1], ramp
            self._across = _between(self.picture.get_width(), heights.shape[1])
        self._of, self._left = (heights, basins), self._strips
        self._basins = None if basins is None else basins[::-1]
        if basins is not None:
            self._kinds = np.flatnonzero(np.bincount(basins.ravel() + 1)) - 1  # unique() would import much
            self._smooth_across = _between(self.picture.get_width(), basins.shape[1], straight=True)

    def paint(self, budget_s: float = BUDGET_S, clock: Callable[[], float] = time.perf_counter) -> None:
        """Paint for *budget_s*, one strip of rows at least if any is out of date."""
        until_s = clock() + budget_s
        while self._left:
            top = self._next * ROWS
            strip = self.picture.subsurface(
                (0, top, self.picture.get_width(), min(ROWS, self.picture.get_height() - top))
            )
            pygame.surfarray.blit_array(strip, self._pixels(top, strip.get_height()).swapaxes(0, 1))
            self._next, self._left = (self._next + 1) % self._strips, self._left - 1
            self.version += 1
            if clock() >= until_s:
                return

    @property
    def finished(self) -> bool:
        """Whether all of it is as it should be."""
        return not self._left

    def _pixels(self, top: int, height: int) -> Pixels:
        """(height, width, 3) from the row *top* on."""
        whole = self.picture.get_height()
        rows = _between(whole, len(self._share), (top - 1, top + height + 1))
        share = np.clip(_spread(rows, self._share, self._across), 0, 1)
        bands = share * BANDS
        down, across = np.abs(bands[2:] - bands[:-2]) / 2, np.abs(np.gradient(bands[1:-1], axis=1))
        bands, share = bands[1:-1], share[1:-1]
        steep = np.maximum(np.hypot(down, across), 1e-4)
        line = LINE * np.clip(1.2 - np.abs(bands - np.rint(bands)) / steep, 0, 1) * (bands > 0.5)
        colours = self._ground(share, top, height)
        colours += (np.array(theme.CREAM, np.float32) - colours) * line[..., np.newaxis]
        if self._unknown.any():
            at = _nearest(whole, len(self._share), top, height), _nearest(share.shape[1], self._share.shape[1])
            colours[self._unknown[np.ix_(*at)]] = theme.GLASS
        pixels: Pixels = colours.astype(np.uint8)
        return pixels

    def _ground(self, share: FloatArray, top: int, height: int) -> FloatArray:
        plain = shares(LOWEST + (HIGHEST - LOWEST) * share, self._ramp).astype(np.float32)
        if self._basins is None:
            return plain
        labels = self._labels(top, height)
        inside = labels >= 0
        coloured = BASINS[labels % len(BASINS)] * (DARKEST + (1 - DARKEST) * share)[..., np.newaxis]
        return np.where(inside[..., np.newaxis], coloured, plain)

    def _labels(self, top: int, height: int) -> npt.NDArray[np.int64]:
        """(height, width): which basin, with smooth borders where there are few."""
        assert self._basins is not None
        size, basins = self.picture.get_size(), self._basins
        if len(self._kinds) > MOST_SMOOTHED:
            at = _nearest(size[1], len(basins), top, height), _nearest(size[0], basins.shape[1])
            return basins[np.ix_(*at)]
        rows = _between(size[1], len(basins), (top, top + height), straight=True)
        parts = [_spread(rows, (basins == kind).astype(np.float32), self._smooth_across) for kind in self._kinds]
        found: npt.NDArray[np.int64] = self._kinds[np.argmax(parts, axis=0)]
        return found


def _nearest(pixels: int, cells: int, first: int = 0, count: int | None = None) -> npt.NDArray[np.intp]:
    """The cell that each of *count* pixels from *first* on stands in."""
    return (np.arange(first, first + (pixels if count is None else count)) * cells // pixels).astype(np.intp)


def _between(
    pixels: int, cells: int, part: tuple[int, int] | None = None, *, straight: bool = False
) -> npt.NDArray[np.float32]:
    """(pixels, cells): how much each cell counts at each pixel, on a smooth curve (Catmull-Rom) or *straight* lines.

    On a curve the first and the last cell stand on the edges of the picture; on straight lines every cell is as wide.
    """
    first, last = part or (0, pixels)
    at = (np.arange(first, last) + 0.5) / pixels  # 0..1
    at = np.clip(at * cells - 0.5 if straight else at * (cells - 1), 0, cells - 1)
    low = np.minimum(at.astype(np.intp), max(cells - 2, 0))
    t = at - low
    zero = np.zeros_like(t)
    weights = (
        (zero, 1 - t, t, zero)
        if straight
        else (
            -t / 2 + t**2 - t**3 / 2,
            1 - 2.5 * t**2 + 1.5 * t**3,
            t / 2 + 2 * t**2 - 1.5 * t**3,
            -(t**2) / 2 + t**3 / 2,
        )
    )
    found = np.zeros((len(at), cells), np.float32)
    here = np.arange(len(at))
    for step, weight in zip((-1, 0, 1, 2), weights, strict=True):
        np.add.at(found, (here, np.clip(low + step, 0, cells - 1)), weight)
    return found


def _spread(rows: FloatArray, values: FloatArray, across: FloatArray) -> FloatArray:
    """*values* (r, c) at the pixels of *rows* (h, r) and *across* (w, c); only rows that count are looked at."""
    used = np.flatnonzero(rows.any(axis=0))
    part = slice(int(used[0]), int(used[-1]) + 1)
    found: FloatArray = rows[:, part] @ (values[part] @ across.T)
    return found
