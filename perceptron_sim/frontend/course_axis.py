"""Where the exposures of a course stand on its axis, and the curve of the share of right answers along it."""

import numpy as np
import numpy.typing as npt
from pygame import Rect

FIRST_AXIS = 128  # exposures; it doubles as they come to its end
NEXT = 1e-9  # of an exposure: what rounding may leave short of a whole one
Point = tuple[float, float]


def axis_end(exposures: int, limit: int) -> int:
    """Which exposure stands at the right edge: the axis doubles when it is full, but rests at *limit* on its way."""
    end = FIRST_AXIS if exposures <= limit else max(limit, 1)
    while end < exposures:
        end *= 2
    if exposures > limit:
        return end
    return max(min(end, limit) if end * 5 < limit * 4 else limit, 1)


def stops(width: int, most: int) -> npt.NDArray[np.intp]:
    """At which exposures, counted from 1, a curve over *width* pixels has a point: every one, or one for each pixel."""
    ends = np.floor(np.arange(1, width + 1) * most / width + NEXT).astype(np.intp)
    new: npt.NDArray[np.intp] = ends[np.diff(ends, prepend=0) > 0]
    return new


def curve_points(
    curve: npt.NDArray[np.floating],
    plot: Rect,
    most: int,
    numbers: npt.NDArray[np.intp] | None = None,
    every: int = 1,
) -> list[Point]:
    """Where the shares after the exposures *numbers* stand in *plot*, whose right edge is *most*.

    *curve* has the shares after every *every*-th exposure, from the first on. Without numbers, of as many exposures as
    there are pixels for, and of the last one.
    """
    if numbers is None:
        numbers = stops(plot.width, most)
        numbers = np.append(numbers[numbers < curve.size], curve.size)
    x = plot.left + numbers / most * plot.width
    y = plot.bottom - curve[(numbers - 1) // every] * plot.height
    return list(zip(x.tolist(), y.tolist(), strict=True))
