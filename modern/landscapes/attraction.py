"""Basins of attraction: the starts of a grid, each by the minimum where a descent from there ends.

>>> from modern import GradientDescent, basins, landscape_named
>>> found = basins(landscape_named("double-well"), GradientDescent(rate=0.01), cells=10)
>>> found.labels
array([0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from modern.errors import ShapeError
from modern.graph import FloatArray
from modern.landscapes.descent import TOLERANCE, Ending, require_descent, roll
from modern.landscapes.landscape import LabelArray, Landscape
from modern.newton import Newton
from modern.optimizers import Optimizer
from modern.settings import whole


@dataclass(frozen=True, slots=True, eq=False)
class Basins:
    """Where a descent from each cell of the domain ends; axis i of the arrays is coordinate i; all read-only."""

    landscape: Landscape
    axes: tuple[FloatArray, ...]  # of each coordinate: the middles of the cells, where the descents start
    labels: LabelArray  # (cells, ...): row of the landscape's minima, within 1 % of the domain's diagonal; -1 none
    endings: npt.NDArray[np.int8]  # (cells, ...), of `Ending`
    steps: npt.NDArray[np.int64]  # (cells, ...): made from there until it ended

    @property
    def shares(self) -> FloatArray:
        """(k,): the share of all starts that each minimum draws; what is missing to 1 reaches none."""
        counts = np.bincount(self.labels.ravel() + 1, minlength=len(self.landscape.minima) + 1)
        return counts[1:] / self.labels.size


def basins(
    landscape: Landscape,
    optimizer: Optimizer | Newton,
    cells: int | Sequence[int],
    *,
    steps: int = 500,
    tolerance: float = TOLERANCE,
) -> Basins:
    """Cut the domain into *cells*, so many along every coordinate, or (number, ...), and descend from each middle.

    Every label is what `descend` finds from there. The *optimizer*, as for `roll`, begins anew.
    Raises SettingError or ShapeError for settings that are out of range or do not fit.
    """
    require_descent(landscape, optimizer)
    numbers = list(cells) if isinstance(cells, Sequence) else [cells] * landscape.dimensions
    if len(numbers) != landscape.dimensions:
        raise ShapeError(f"cells must be one number, or {landscape.dimensions}, one a coordinate, got {cells!r}")
    shape = tuple(whole(f"cells[{axis}]", number) for axis, number in enumerate(numbers))
    axes = tuple(
        lowest + (highest - lowest) * (np.arange(number) + 0.5) / number
        for (lowest, highest), number in zip(landscape.domain, shape, strict=True)
    )
    starts = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, landscape.dimensions)
    made = np.zeros(len(starts), np.int64)
    for marbles in roll(landscape, optimizer, starts, steps=steps, tolerance=tolerance):
        made[marbles.endings == Ending.ROLLING] += 1
    found = Basins(
        landscape,
        axes,
        labels=landscape.minimum_near(marbles.points).reshape(shape),
        endings=marbles.endings.reshape(shape),
        steps=made.reshape(shape),
    )
    arrays: list[npt.NDArray[Any]] = [*axes, found.labels, found.endings, found.steps]
    for array in arrays:
        array.flags.writeable = False
    return found
