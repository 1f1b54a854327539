"""The cells that are still to be computed, cut into batches of about equal time as they are asked for."""

import math

import numpy as np
import numpy.typing as npt

from perceptron_sim.experiment_keys import FAILURES, FAULTS
from perceptron_sim.learner import MARK1
from perceptron_sim.sweep.batch import Batch, BatchResult, Piece
from perceptron_sim.sweep.belongings import Belongings
from perceptron_sim.sweep.fleet_run import LEAST_MACHINES
from perceptron_sim.sweep.grid import Grid, found

WANTED_S, LEAST_S = 1.0, 0.2  # of a batch: far above what a task costs, and little is lost when one is
WANTED_FLEET_S = (
    4.0  # the more machines, the less time each takes: a fleet by itself costs as much as thirty of its machines
)
FIRST_FLEET, LEAST_FLEET, MOST_CELLS = 125, 60, 250
FIRST_SESSIONS = 2


class Work:
    """Batches of the cells *wanted* (cells,) of *grid*; *stops* says whether the first failure ends it all."""

    def __init__(
        self, grid: Grid, wanted: npt.NDArray[np.bool_], belongings: Belongings, *, stops: bool = False
    ) -> None:
        self._grid, self._belongings, self._stops = grid, belongings, stops
        self._left: npt.NDArray[np.intp] = np.flatnonzero(wanted)
        self._next = 0
        self._seconds: dict[bool, float] = {}  # of a cell, lately: in fleets and not
        self._together = _fit_for_fleets(grid)

    def batch(self, at_it: int) -> Batch | None:
        """The next batch, where *at_it* processes share the rest; None when there is none."""
        left = self._left.size - self._next
        if not left:
            return None
        size = min(self._size(), max(self._least(), math.ceil(left / max(at_it, 1))))
        cells = self._left[self._next : self._next + size]
        self._next += cells.size
        combinations = cells // len(self._grid.seeds)
        starts = np.flatnonzero(np.diff(combinations, prepend=-1))
        return Batch(tuple(self._piece(part.tolist()) for part in np.split(cells, starts[1:])), self._stops)

    def note(self, result: BatchResult) -> None:
        """Learn from *result* how long cells take."""
        together = 2 * result.in_fleets > len(result.cells)
        if self._together and not together and len(result.cells) >= LEAST_MACHINES:
            self._together = False
        each_s = result.took_s / max(len(result.cells), 1)
        before = self._seconds.get(together, each_s)
        self._seconds[together] = (before + each_s) / 2

    def _size(self) -> int:
        """How many cells take about as long as a batch should."""
        each_s = self._seconds.get(self._together)
        if each_s is None:
            return FIRST_FLEET if self._together else FIRST_SESSIONS
        wanted_s = WANTED_FLEET_S if self._together else WANTED_S
        return min(max(_within(wanted_s, each_s), self._least()), MOST_CELLS)

    def _least(self) -> int:
        """How many cells are worth a task, at the end, when the rest is shared."""
        return LEAST_FLEET if self._together else _within(LEAST_S, self._seconds.get(False, LEAST_S))

    def _piece(self, cells: list[int]) -> Piece:
        combination = self._grid.place(cells[0])[0]
        seeds = tuple(self._grid.place(cell)[1] for cell in cells)
        return self._belongings.piece(self._grid.values(combination), tuple(cells), seeds)


def _fit_for_fleets(grid: Grid) -> bool:
    """Whether cells of *grid* look as if they could be taught in fleets; a fleet finds out by itself."""
    names = (*grid.varied, *grid.base)
    broken = any(name.partition(".")[0] in (FAULTS, FAILURES) for name in names)
    return found(grid.base, "learners") == MARK1 and not broken and len(grid.seeds) >= LEAST_MACHINES


def _within(time_s: float, each_s: float) -> int:
    """How many cells of *each_s* seconds fit into *time_s*, one at least."""
    return max(1, min(MOST_CELLS, int(time_s / max(each_s, 1e-6))))
