"""Many starts on one landscape, rolling down at once: for each where it is, how steep it is there, and why it ended.

An optimizer that works on every number by itself moves all of them as one flat array; Newton's method goes through a
stack of small Hessians.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from modern.clipping import ByNorm
from modern.curvature import automatic_damping
from modern.derivatives import gradients
from modern.errors import SettingError, ShapeError
from modern.graph import BoolArray, FloatArray
from modern.landscapes.landscape import Landscape
from modern.newton import MOST_HALVINGS, ROUNDING, SUFFICIENT_SHARE, Newton
from modern.optimizers import Optimizer
from modern.parameters import Parameters
from modern.settings import positive, require_kind, whole
from modern.tensor import Tensor

TOLERANCE = 1e-6  # who stands on a slope no steeper, after a step no longer, has converged
FAR = 1000  # widths of the domain: who is that far from its middle does not come back


class Ending(IntEnum):
    """Why a descent is over."""

    ROLLING = 0  # it is not
    CONVERGED = 1  # inside the domain the slope is 0, within the tolerance
    LEFT = 2  # outside the domain, no higher than it began
    DIVERGED = 3  # outside the domain, higher than it began, or beyond all numbers
    OUT_OF_STEPS = 4  # inside the domain
    STUCK = 5  # no step can be worked out: Newton's Hessian is singular, or its line search finds no way down


@dataclass(frozen=True, slots=True, eq=False)
class Marbles:
    """All descents at one moment; those that ended lie where they ended. All numbers are finite, arrays read-only."""

    step: int  # steps made so far
    points: FloatArray  # (m, d)
    values: FloatArray  # (m,)
    gradient_norms: FloatArray  # (m,)
    endings: npt.NDArray[np.int8]  # (m,), of `Ending`


class Walker(Protocol):
    """What goes down: asked where it stands, and told to make a step."""

    coasts: ClassVar[bool]  # whether it may move on where the slope is 0, as with momentum

    @property
    def points(self) -> FloatArray:
        """(m, d): where it stands."""

    def look(self) -> tuple[FloatArray, FloatArray]:
        """(m,) values and (m, d) gradients there."""

    def move(self, rolling: BoolArray) -> BoolArray:
        """Make a step, at least for those (m,) still *rolling*; gives those (m,) that cannot."""


class Coordinates:
    """Where some walkers stand, as Tensors in one flat array: first all x, then all y."""

    def __init__(self, landscape: Landscape, starts: FloatArray) -> None:
        self._landscape = landscape
        self._tensors = [Tensor(start.copy(), requires_grad=True) for start in starts.T]
        self.parameters = Parameters(self._tensors)
        self.notes: list[str] = []  # what the optimizer said to each step; most say nothing

    @property
    def points(self) -> FloatArray:
        """(m, d): where they stand."""
        return self.parameters.values.reshape(len(self._tensors), -1).T

    def heights(self) -> Tensor:
        """(m,): the landscape there, recorded."""
        heights: Tensor = self._landscape.function(*self._tensors)
        return heights

    def look(self) -> tuple[FloatArray, FloatArray]:
        """(m,) values and (m, d) gradients there."""
        self.parameters.zero_gradients()
        heights = self.heights()
        heights.sum().backward()
        return heights.data, self.parameters.gradients.reshape(len(self._tensors), -1).T


class GradientWalker(Coordinates):
    """Moved by an optimizer, which begins anew."""

    coasts: ClassVar[bool] = True

    def __init__(self, landscape: Landscape, optimizer: Optimizer, starts: FloatArray) -> None:
        super().__init__(landscape, starts)
        self._optimizer = optimizer
        optimizer.reset()

    def move(self, rolling: BoolArray) -> BoolArray:
        """Make a step; none is ever stuck."""
        self._optimizer.step(self.parameters)
        return np.zeros(len(rolling), bool)


class NewtonWalker:
    """Moved by Newton's formula, each start by its own Hessian; settings, damping and line search are Newton's."""

    coasts: ClassVar[bool] = False

    def __init__(self, landscape: Landscape, newton: Newton, starts: FloatArray) -> None:
        self._landscape = landscape
        self._newton = newton
        self.points = starts.copy()

    def look(self) -> tuple[FloatArray, FloatArray]:
        """(m,) values and (m, d) gradients; the Hessians (m, d, d) are kept for the move."""
        coordinates = [Tensor(column.copy(), requires_grad=True) for column in self.points.T]
        heights = self._landscape.function(*coordinates)
        slopes = gradients(heights, coordinates)
        bends = [np.stack([bend.data for bend in gradients(slope, coordinates)], axis=-1) for slope in slopes]
        self._values = heights.data
        self._slopes = np.stack([slope.data for slope in slopes], axis=-1)
        self._hessians = np.stack(bends, axis=-2)
        return self._values, self._slopes

    def move(self, rolling: BoolArray) -> BoolArray:
        """Make a step; stuck are those whose damped Hessian is singular or whose line search finds no way down."""
        moved = np.flatnonzero(rolling & np.isfinite(self._hessians).all(axis=(1, 2)))
        directions, regular = _directions(self._hessians[moved], self._slopes[moved], self._newton.damping)
        moved, directions = moved[regular], directions[regular]
        rates = self._rates(moved, directions)
        self.points[moved] += rates[:, np.newaxis] * directions
        stuck = rolling.copy()
        stuck[moved[rates > 0]] = False
        return stuck

    def _rates(self, moved: npt.NDArray[np.intp], directions: FloatArray) -> FloatArray:
        """(len(moved),): the rate; in a line search halved until it goes down far enough, 0 where none does."""
        if not self._newton.line_search:
            return np.full(len(moved), self._newton.rate)
        values = self._values[moved]
        slopes = (self._slopes[moved] * directions).sum(axis=1)
        slack = ROUNDING * np.finfo(np.float64).eps * np.abs(values)
        rates = np.zeros(len(moved))
        searching = slopes < 0
        for halvings in range(MOST_HALVINGS + 1):
            tried = np.flatnonzero(searching)
            if not len(tried):
                break
            rate = self._newton.rate / 2**halvings
            reached = self._landscape.function(*(self.points[moved[tried]] + rate * directions[tried]).T)
            found = tried[reached <= (values + slack + SUFFICIENT_SHARE * rate * slopes)[tried]]
            rates[found], searching[found] = rate, False
        return rates


def _directions(hessians: FloatArray, slopes: FloatArray, damping: float | str) -> tuple[FloatArray, BoolArray]:
    """-[H + damping I]⁻¹ ∇f of each, (m, d), and whether that matrix is regular, (m,): `Curvature`, for many."""
    eigenvalues, axes = np.linalg.eigh(hessians)
    steepest = np.abs(eigenvalues).max(axis=1)
    rounding = slopes.shape[1] * np.finfo(np.float64).eps * steepest
    if isinstance(damping, str):
        added = automatic_damping(eigenvalues[:, 0], steepest, rounding)
    else:
        added = np.full(len(slopes), damping)
    shifted = eigenvalues + added[:, np.newaxis]
    regular = (np.abs(shifted) > rounding[:, np.newaxis]).all(axis=1)
    along_axes = np.einsum("mji,mj->mi", axes, slopes) / np.where(regular[:, np.newaxis], shifted, 1.0)
    return -np.einsum("mij,mj->mi", axes, along_axes), regular


def roll(
    landscape: Landscape,
    optimizer: Optimizer | Newton,
    starts: npt.ArrayLike,
    *,
    steps: int,
    tolerance: float = TOLERANCE,
) -> Iterator[Marbles]:
    """Let all *starts* (m, d) go down at once as it is iterated: Marbles at the start, then after each step.

    The *optimizer* begins anew. It must treat every number by itself, as all in this package do; clipping by the norm
    would mix the starts. Raises SettingError or ShapeError, at the call, for what does not fit.
    """
    require_descent(landscape, optimizer)
    places = landscape.checked(starts)
    if places.ndim != 2 or not len(places):
        raise ShapeError(f"starts must be (m, {landscape.dimensions}), one at least, got shape {places.shape}")
    if isinstance(optimizer, Newton):
        return judged(landscape, NewtonWalker(landscape, optimizer, places), steps, tolerance)
    require_separate(optimizer, len(places))
    return judged(landscape, GradientWalker(landscape, optimizer, places), steps, tolerance)


def require_descent(landscape: Landscape, optimizer: Optimizer | Newton) -> None:
    """Raise SettingError unless there is a *landscape* to go down on, and an *optimizer* to do it."""
    require_kind("landscape", landscape, Landscape)
    require_kind("optimizer", optimizer, Optimizer, Newton)


def require_separate(optimizer: Optimizer, starts: int) -> None:
    """Raise SettingError where *optimizer* would move several *starts* otherwise than each alone."""
    if isinstance(optimizer.clip, ByNorm) and starts > 1:
        raise SettingError(f"clip must not mix {starts} starts by their common norm, got {optimizer.clip!r}")


def judged(landscape: Landscape, walker: Walker, steps: int, tolerance: float) -> Iterator[Marbles]:
    """What *walker* does within *steps*, judged after each; settings are checked at the call."""
    count, least = whole("steps", steps), positive("tolerance", tolerance)
    with np.errstate(all="ignore"):
        values = walker.look()[0]
    if not np.isfinite(values).all():
        raise SettingError(f"starts must be where {landscape.name} is finite, got {values[~np.isfinite(values)][0]}")
    return _judged(landscape, walker, count, least)


def _judged(landscape: Landscape, walker: Walker, steps: int, tolerance: float) -> Iterator[Marbles]:
    points = walker.points.copy()
    first = values = norms = np.zeros(len(points))
    endings = np.zeros(len(points), np.int8)
    for step in range(steps + 1):
        with np.errstate(all="ignore"):
            heights, slopes = walker.look()
            steepness = np.linalg.norm(slopes, axis=1)
            settled = steepness <= tolerance
            if walker.coasts:
                settled &= np.linalg.norm(walker.points - points, axis=1) <= tolerance
            finite = np.isfinite(heights) & np.isfinite(steepness) & np.isfinite(walker.points).all(axis=1)
        rolling = endings == Ending.ROLLING
        endings[rolling & ~finite] = Ending.DIVERGED
        seen = rolling & finite
        points = np.where(seen[:, np.newaxis], walker.points, points)
        values, norms = np.where(seen, heights, values), np.where(seen, steepness, norms)
        first = first if step else values
        endings[seen] = _verdicts(landscape, points, values > first, settled, step == steps)[seen]
        rolling = endings == Ending.ROLLING
        if rolling.any():
            with np.errstate(all="ignore"):
                endings[walker.move(rolling)] = Ending.STUCK
        for array in (points, values, norms):
            array.flags.writeable = False
        yield Marbles(step, points, values, norms, _read_only(endings))
        if not (endings == Ending.ROLLING).any():
            return


def _verdicts(
    landscape: Landscape, points: FloatArray, uphill: BoolArray, settled: BoolArray, at_the_last_step: bool
) -> npt.NDArray[np.int8]:
    """(m,): the `Ending` of each of *points* (m, d), higher than its start or not, at rest or not."""
    lowest, highest = np.array(landscape.domain).T
    outside = ((points < lowest) | (points > highest)).any(axis=1)
    far = (np.abs(points - (lowest + highest) / 2) > FAR * (highest - lowest)).any(axis=1)
    ended_outside = np.where(uphill & ~settled, Ending.DIVERGED, Ending.LEFT)
    ended_inside = np.where(settled, Ending.CONVERGED, Ending.OUT_OF_STEPS)
    ended = np.where(outside, ended_outside, ended_inside)
    return np.where(far | settled | at_the_last_step, ended, Ending.ROLLING).astype(np.int8)


def _read_only(endings: npt.NDArray[np.int8]) -> npt.NDArray[np.int8]:
    copy = endings.copy()
    copy.flags.writeable = False
    return copy
