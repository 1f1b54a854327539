"""Functions handed in by somebody: their values on a grid, checked, and the places where they jump.

A jump shows itself by bisection: of a continuous function, values at two places draw together as the places do.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from modern.errors import SettingError, ShapeError
from modern.graph import FloatArray
from modern.tensor import Tensor, as_float_array

Function = Callable[[FloatArray], npt.ArrayLike]  # (m,) places -> (m,) values; a constant may give one number

RESOLUTION = 2.0**-42  # how near two places are brought, relative to the interval's largest |x|: well above rounding
LAST_HALVINGS = 10  # over which the values of a function without a jump must draw together, by this share at least:
DRAWN_TOGETHER = 0.1  # |x|^0.02 still does
DERIVABLE = "made of Tensor operations (modern.sin, not numpy.sin)"
PEAKS_CLIMBED = 64
SEEN_FROM = 1e-6  # of the range of the values: smaller jumps are not looked for


@dataclass(frozen=True, slots=True)
class Jump:
    """A place where a function has no limit: left of it one value, right of it another."""

    x: float
    left: float  # the two nearest places looked at, a few 10^-13 of |x| apart
    right: float
    value_left: float
    value_right: float

    @property
    def height(self) -> float:
        """How far the two values lie apart."""
        return abs(self.value_right - self.value_left)


def values_of(function: Function, places: FloatArray, name: str = "function") -> FloatArray:
    """(m,): the values of *function* at *places* (m,), in float64.

    Raises SettingError where it fails, gives other than real numbers, or a value that is not finite; ShapeError
    where it does not give one value for each place.
    """
    asked = places.copy()
    asked.flags.writeable = False
    try:
        with np.errstate(all="ignore"):
            values = as_float_array(function(asked), np.float64)
    except MemoryError:
        raise
    except Exception as error:  # it is somebody's own: anything may happen in it
        raise SettingError(
            f"{name} must take an array and give as many real numbers, got {type(error).__name__}: {error}"
        ) from error
    if values.shape not in ((), places.shape):
        raise ShapeError(f"{name} must give one value for each of {places.shape} places, got shape {values.shape}")
    values = np.broadcast_to(values, places.shape)
    finite = np.isfinite(values)
    if not finite.all():
        first = int(np.argmin(finite))
        raise SettingError(
            f"{name} must be finite on all of [a, b], got {values[first]} at x = {float(places[first])!r}"
        )
    return values


def recorded(function: Callable[..., Any], *operands: Any, name: str = "function") -> Tensor:
    """What *function* gives for *operands*, Tensors among them; SettingError where that is no Tensor.

    Let the Tensors hold several numbers: of a single one math.sin makes a number, and its slope is lost.
    """
    try:
        with np.errstate(all="ignore"):
            result = function(*operands)
    except MemoryError:
        raise
    except Exception as error:  # it is somebody's own: anything may happen in it
        raise SettingError(f"{name} must be {DERIVABLE}, got {type(error).__name__}: {error}") from error
    if not isinstance(result, Tensor):
        raise SettingError(f"{name} must be {DERIVABLE}, got a {type(result).__name__}")
    return result


def jumps_of(function: Function, grid: FloatArray) -> tuple[Jump, ...]:
    """Where *function* jumps, from left to right; *grid* (m,), rising, is looked at between every two places.

    What no grid shows stays unseen: several jumps from one place of the grid to the next count as one, and a value
    that is off at a single point is found only by chance. A slope that rises within some 10^-12 of the interval is
    taken for a jump.
    """
    resolution = RESOLUTION * float(np.abs(grid).max())
    halvings = math.floor(math.log2(np.diff(grid).min() / resolution)) if resolution else 0
    if halvings < LAST_HALVINGS:
        return ()  # the grid is as fine as numbers are: nothing can be told
    values = values_of(function, grid)
    _require_bounds(function, grid, values, resolution)
    ends = np.array([grid[:-1], grid[1:]])
    at_ends = np.array([values[:-1], values[1:]])
    for _ in range(halvings - LAST_HALVINGS):
        _halve(function, ends, at_ends)
    before = np.abs(at_ends[1] - at_ends[0])
    for _ in range(LAST_HALVINGS):
        _halve(function, ends, at_ends)
    apart = np.abs(at_ends[1] - at_ends[0])
    seen_from = max(SEEN_FROM * float(np.ptp(values)), 64 * RESOLUTION * float(np.abs(values).max()))
    found = np.flatnonzero((apart > seen_from) & (apart > (1 - DRAWN_TOGETHER) * before))
    return _joined([_jump(ends[:, i], at_ends[:, i], resolution) for i in found], 4 * resolution)


def _require_bounds(function: Function, grid: FloatArray, values: FloatArray, resolution: float) -> None:
    """Raise SettingError where *function* grows without bound, as 1/x does: its highest peaks are climbed to see.

    Poles steeper than |x|^-0.15 are found, if the *grid* shows them as peaks; one that log makes is not.
    """
    middle = float(np.median(values))
    heights = np.abs(values - middle)
    peaks = 1 + np.flatnonzero((heights[1:-1] >= heights[:-2]) & (heights[1:-1] >= heights[2:]))
    tops = grid[peaks[np.argsort(heights[peaks])[-PEAKS_CLIMBED:]]]
    reach = float(np.diff(grid).max())
    while reach > resolution and len(tops):
        places = np.clip(tops[:, np.newaxis] + reach * np.linspace(-1, 1, 9), grid[0], grid[-1])
        climbed = np.abs(values_of(function, places.ravel()) - middle).reshape(places.shape)
        tops = places[np.arange(len(tops)), climbed.argmax(axis=1)]
        reach /= 4
    below, above = (_beside(function, tops, times * resolution, grid) - middle for times in (256, 16))
    endless = (np.abs(above) > 1.5 * np.abs(below)) & (np.abs(above) > 2 * np.quantile(heights, 0.9))
    endless &= np.abs(above) > 64 * RESOLUTION * abs(middle)
    if endless.any():
        x = float(np.broadcast_to(tops, endless.shape)[endless][0])
        raise SettingError(f"function must be finite on all of [a, b], got values without bound near x = {x:.9g}")


def _beside(function: Function, places: FloatArray, distance: float, grid: FloatArray) -> FloatArray:
    """(2, m): the values at that *distance* left and right of *places* (m,), within the *grid*."""
    sides = np.clip([places - distance, places + distance], grid[0], grid[-1])
    return values_of(function, sides.ravel()).reshape(sides.shape)


def _halve(function: Function, ends: FloatArray, at_ends: FloatArray) -> None:
    """Bring the two *ends* (2, m) of each stretch to that half of it over which the function changes more."""
    middles = (ends[0] + ends[1]) / 2
    at_middles = values_of(function, middles)
    is_left = np.abs(at_middles - at_ends[0]) > np.abs(at_ends[1] - at_middles)
    for side, chosen in ((1, is_left), (0, ~is_left)):
        ends[side, chosen] = middles[chosen]
        at_ends[side, chosen] = at_middles[chosen]


def _jump(ends: FloatArray, at_ends: FloatArray, resolution: float) -> Jump:
    """The jump between two *ends*; its place is rounded to what the resolution tells."""
    x = round(float(ends.mean()), -math.ceil(math.log10(resolution)) - 1)
    return Jump(x + 0.0, float(ends[0]), float(ends[1]), float(at_ends[0]), float(at_ends[1]))


def _joined(jumps: list[Jump], nearness: float) -> tuple[Jump, ...]:
    """*jumps*, those made one that lie within *nearness*: a value of its own at the very place of the jump."""
    joined: list[Jump] = []
    for jump in jumps:
        if joined and jump.left - joined[-1].right <= nearness:
            first = joined.pop()
            joined.append(Jump(first.x, first.left, jump.right, first.value_left, jump.value_right))
        else:
            joined.append(jump)
    return tuple(joined)
