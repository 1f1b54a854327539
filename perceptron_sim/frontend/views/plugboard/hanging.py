"""How a wire hangs, which one runs at a point or across a line, and what of a picture lies below the lamps."""

import numpy as np
import numpy.typing as npt
import pygame

from perceptron_sim.frontend import theme

FloatArray = npt.NDArray[np.float64]
Float32Array = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int32]
BoolArray = npt.NDArray[np.bool_]
Position = tuple[int, int]
Blits = list[tuple[pygame.Surface, Position]]


def curve(start: FloatArray, end: FloatArray, share: FloatArray) -> Float32Array:
    """Points (wires, shares, 2) at *share* (shares,) of the way of wires that hang from *start* to *end* (wires, 2)."""
    span = end - start
    nothing = np.zeros(len(span))
    reach = np.stack((0.45 * span[:, 0], nothing), axis=1)
    sag = np.stack((nothing, 0.05 * np.abs(span[:, 0]) + 0.08 * np.abs(span[:, 1])), axis=1)
    corners = np.stack((start, start + reach + sag, end - reach + sag, end), axis=2).astype(np.float32)  # of a Bezier
    t, u = share, 1 - share
    weights = np.stack((u**3, 3 * u * u * t, 3 * u * t * t, t**3)).astype(np.float32)
    points: Float32Array = (corners @ weights).swapaxes(1, 2)
    return points


SHARES = np.linspace(0, 1, 129)
COME = curve(np.zeros((1, 2)), np.array([[1.0, 0.0]]), SHARES)[0, :, 0].astype(np.float64)  # of a span, at each
CROSSINGS = 9  # points of a wire between the ends of a line that may cross it


def nearest(courses: npt.NDArray[np.floating], at: Position, reach: float) -> int | None:
    """Which of *courses* (wires, points, 2) comes nearest to *at*; None if that is beyond *reach*."""
    if not len(courses):
        return None
    begin, step = courses[:, :-1] - np.array(at), np.diff(courses, axis=1)
    along = -(begin * step).sum(axis=2) / np.maximum((step**2).sum(axis=2), 1e-9)
    away = np.hypot(*np.moveaxis(begin + np.clip(along, 0, 1)[..., None] * step, 2, 0)).min(axis=1)
    first = int(away.argmin())
    return first if away[first] <= reach else None


class Ways:
    """The ways of all wires (wires,), which hang from *start* to *end* (wires, 2), for a line that meets them.

    All go to the right alike: how far a wire has come at a share of its way is the same for each, in its own span.
    """

    def __init__(self, start: FloatArray, end: FloatArray) -> None:
        self._x, self._y = start.astype(np.float32).T
        right, down = (end - start).astype(np.float32).T
        self._right, self._down = np.maximum(right, np.float32(1)), down
        self._sag = np.float32(0.05) * np.abs(right) + np.float32(0.08) * np.abs(down)

    def crossed(self, start: Position, end: Position) -> BoolArray:
        """Which wires (wires,) the line from *start* to *end* crosses."""
        (left, high), (right, low) = sorted((start, end))
        first, last = (self._share(x) for x in (left, right))
        shares = np.linspace(0, 1, CROSSINGS, dtype=np.float32)[:, None] * (last - first) + first
        if right == left:  # straight down: a wire has but one point there
            there = (self._x <= left) & (left <= self._x + self._right)
            y = self._at(first)[1]
            return np.asarray(there & (min(high, low) <= y) & (y <= max(high, low)))
        x, y = self._at(shares)
        above = (y - high) * (right - left) > (x - left) * (low - high)
        found: BoolArray = (above[1:] != above[:-1]).any(axis=0)
        return found

    def _share(self, x: float) -> Float32Array:
        """The share of its way at which each wire is at *x*, or nearest to it."""
        share: Float32Array = np.interp((x - self._x) / self._right, COME, SHARES).astype(np.float32)
        return share

    def _at(self, t: Float32Array) -> tuple[Float32Array, Float32Array]:
        """Where each wire is at the share *t* of its way."""
        u = 1 - t
        early, late, there = 3 * u * u * t, 3 * u * t * t, t * t * t
        x = self._x + self._right * (np.float32(0.45) * early + np.float32(0.55) * late + there)
        return x, self._y + self._sag * (early + late) + self._down * (late + there)


def covered(size: tuple[int, int], dark: Blits) -> BoolArray:
    """Which pixels (width, height) lie below a lamp."""
    mask = pygame.Surface(size, depth=32)
    for lamp, (x, y) in dark:
        radius = lamp.get_width() // 2
        pygame.draw.circle(mask, theme.CREAM, (x + radius, y + radius), radius)
    below: BoolArray = pygame.surfarray.array2d(mask) != mask.map_rgb((0, 0, 0))
    return below


def pixels(points: Float32Array, width: int, height: int) -> tuple[IntArray, IntArray]:
    """*points* as columns and rows of a picture, kept within it."""
    whole = points.round().astype(np.int32)
    return whole[..., 0].clip(0, width - 1), whole[..., 1].clip(0, height - 1)


def copied(surface: pygame.Surface) -> pygame.Surface:
    """A copy of *surface* with four bytes a pixel."""
    copy = pygame.Surface(surface.get_size(), depth=32)
    copy.blit(surface, (0, 0))
    return copy
