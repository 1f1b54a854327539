"""One descent watched closely: every point it came through, and in words why it ended.

>>> from modern import GradientDescent, Newton, descend, landscape_named
>>> valley = landscape_named("rosenbrock")
>>> descend(valley, GradientDescent(rate=0.01), [-1, 1], steps=500).sentence
'Diverged: out of the domain and up, from 4 to 4.28e+17 in 5 steps. What helps is a smaller rate.'
>>> descend(valley, Newton(damping="automatic"), [-1, 1], steps=500).sentence
'Converged in 20 steps at (1, 1), a minimum of value 0.'
"""

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from modern.curvature import Curvature
from modern.errors import SettingError, ShapeError
from modern.graph import BoolArray, FloatArray
from modern.landscapes.descent import TOLERANCE, Coordinates, Ending, GradientWalker, judged, require_descent
from modern.landscapes.landscape import Landscape
from modern.newton import Newton
from modern.optimizers import Optimizer

LEVEL_PLACES = {  # by the kind of the Hessian
    "positive definite": "a minimum that is not on the list",
    "negative definite": "a hilltop, no minimum",
    "indefinite": "a saddle, no minimum",
}


@dataclass(frozen=True, slots=True, eq=False)
class DescentPath:
    """Where a descent came through in t steps; all numbers are finite, arrays read-only."""

    landscape: Landscape
    points: FloatArray  # (t + 1, d), the start first
    values: FloatArray  # (t + 1,)
    gradient_norms: FloatArray  # (t + 1,)
    ending: Ending
    notes: tuple[str, ...]  # what Newton's method said of each step; empty for optimizers that say nothing

    @property
    def steps(self) -> int:
        """t; a last step beyond all numbers is not counted."""
        return len(self.points) - 1

    @property
    def minimum(self) -> int:
        """Row of the landscape's minima that it ended at, within 1 % of the domain's diagonal; -1 for none."""
        return int(self.landscape.minimum_near(self.points[-1]))

    @property
    def sentence(self) -> str:
        """Why it ended, and what would help."""
        decimals = 6 - math.ceil(math.log10(self.landscape.diagonal))
        rounded = [float(x) for x in self.points[-1].round(decimals) + 0.0]
        where = f"({', '.join(f'{x:g}' for x in rounded)})" if len(rounded) > 1 else f"{rounded[0]:g}"
        match self.ending:
            case Ending.CONVERGED:
                return f"Converged in {self.steps} steps at {where}, {self._level_place()}."
            case Ending.LEFT:
                return f"Left the domain and was at {where}, no higher than it began, after {self.steps} steps."
            case Ending.DIVERGED:
                cure = "a line search" if self.notes else "a smaller rate"
                climb = f"{self.values[-1]:.3g} in {self.steps} steps"
                if self.values[-1] <= self.values[0]:
                    climb = "beyond all numbers"
                return (
                    f"Diverged: out of the domain and up, from {self.values[0]:.3g} to {climb}. What helps is {cure}."
                )
            case Ending.STUCK:
                return f"Stuck after {self.steps} steps at {where}: {self.notes[-1]}"
        return f"Ran out of steps after {self.steps} at {where}, {self._under_way()}."

    def _level_place(self) -> str:
        if self.minimum >= 0:
            return f"a minimum of value {round(float(self.values[-1]), 9) + 0.0:.6g}"
        curvature = Curvature(self.landscape.hessian(self.points[-1]))
        found = LEVEL_PLACES.get(curvature.kind, "a level place")
        return f"{found}: its curvatures go from {curvature.smallest:.3g} to {curvature.largest:.3g}"

    def _under_way(self) -> str:
        place = "near a minimum" if self.minimum >= 0 else f"on a slope of {self.gradient_norms[-1]:.3g}"
        moves = np.diff(self.points[-3:], axis=0)
        if len(moves) > 1 and float(moves[0] @ moves[1]) < 0:
            return f"{place}, going to and fro; what helps is a smaller rate"
        return f"{place}, still under way; what helps is a larger rate, or more steps"


def descend(
    landscape: Landscape,
    optimizer: Optimizer | Newton,
    start: npt.ArrayLike,
    *,
    steps: int,
    tolerance: float = TOLERANCE,
) -> DescentPath:
    """Go down from *start* (d,), at most *steps* steps; slope and step both within *tolerance* count as arrived.

    Any optimizer will do; it begins anew. Raises ShapeError or SettingError for a start that is not (d,) or where the
    landscape is not finite, and for settings out of range.
    """
    require_descent(landscape, optimizer)
    place = landscape.checked(start)
    if place.ndim != 1:
        raise ShapeError(f"start must be ({landscape.dimensions},), got shape {place.shape}")
    starts = place[np.newaxis]
    if isinstance(optimizer, Newton):
        walker: GradientWalker | _TalkingNewton = _TalkingNewton(landscape, optimizer, starts)
    else:
        walker = GradientWalker(landscape, optimizer, starts)
    moments = list(judged(landscape, walker, steps, tolerance))
    ending = Ending(int(moments[-1].endings[0]))
    if ending is Ending.DIVERGED and np.array_equal(moments[-1].points, moments[-2].points):
        moments.pop()  # its step went beyond all numbers
    points, values, norms = (
        np.concatenate([getattr(moment, name) for moment in moments]) for name in ("points", "values", "gradient_norms")
    )
    for array in (points, values, norms):
        array.flags.writeable = False
    return DescentPath(landscape, points, values, norms, ending, tuple(walker.notes))


class _TalkingNewton(Coordinates):
    """Moved by Newton's method, one start alone, with what it says."""

    coasts: ClassVar[bool] = False

    def __init__(self, landscape: Landscape, newton: Newton, starts: FloatArray) -> None:
        super().__init__(landscape, starts)
        self._newton = newton

    def move(self, rolling: BoolArray) -> BoolArray:
        """Make a step and note what was said; stuck where there is none, or where nothing was moved."""
        try:
            step = self._newton.step(self.parameters, lambda: self.heights().sum())
        except SettingError as error:
            self.notes.append(str(error))
            return rolling
        self.notes.append(step.sentence)
        return rolling & (step.rate == 0)
