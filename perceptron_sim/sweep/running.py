"""A sweep from its grid to its rows: batches out, cells into the folder as they come, tables at the end."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from perceptron_sim.sweep.batch import CellResult, Piece, by_itself, experiment_of
from perceptron_sim.sweep.belongings import Belongings
from perceptron_sim.sweep.folder import FAILED, MISSING, SweepFolder, stored_cells
from perceptron_sim.sweep.grid import Grid
from perceptron_sim.sweep.identity import cell_of
from perceptron_sim.sweep.journal import CELL, entry, line_of
from perceptron_sim.sweep.schedulers import scheduler_called
from perceptron_sim.sweep.work import Work

Progress = Callable[[int, int, int], None]
"""Told how many cells have come to something, of how many, and how many of them have failed."""


@dataclass(frozen=True, slots=True)
class Sum:
    """How a sweep stands: its *cells*, how many of them have rows, how many *failures*, how many are *missing*."""

    cells: int
    done: int
    failures: int

    @property
    def missing(self) -> int:
        """How many have not been computed."""
        return self.cells - self.done - self.failures


def sweep(
    grid: Grid,
    out: Path,
    *,
    scheduler: str = "sync",
    workers: int | None = None,
    retry_failed: bool = False,
    stop_on_failure: bool = False,
    progress: Progress = lambda done, of, failures: None,
) -> Sum:
    """Compute all cells of *grid* that the folder *out* has not yet, and write the tables there.

    Raises:
        SettingError: there is no such scheduler, or nobody behind it.
        OutputError: the folder cannot be written to, or holds another sweep.
    """
    place = scheduler_called(scheduler, workers)
    with SweepFolder(out, grid) as folder:
        wanted = folder.state == MISSING
        if retry_failed:
            wanted |= folder.state == FAILED
        if wanted.any():
            work = Work(grid, wanted, folder.belongings)
            with place as entered, closing(entered.results(work, folder.belongings.shared)) as results:
                progress(grid.cells - int(wanted.sum()), grid.cells, folder.failures)
                left = int(wanted.sum())
                for result in results:
                    folder.add(result)
                    work.note(result)
                    left -= len(result.cells)
                    progress(grid.cells - left, grid.cells, folder.failures)
                    if stop_on_failure and any(one.failure is not None for one in result.cells):
                        break
        if wanted.any() or not folder.finished:
            folder.conclude()
        return Sum(grid.cells, folder.done, folder.failures)


@dataclass(frozen=True, slots=True)
class Again:
    """One cell computed alone: what it came to, and whether that is what the folder has; None if that has nothing."""

    key: str
    told: dict[str, Any]
    same: bool | None


def computed_alone(key: str, grid: Grid, out: Path | None) -> Again:
    """The cell of *grid* whose rows have *key*, by its own session, beside what the folder *out* has of it."""
    belongings = Belongings(grid)
    cell = cell_of(key, grid, belongings)
    combination, seed = grid.place(cell)
    piece = belongings.piece(grid.values(combination), (cell,), (seed,))
    result = _alone(piece, cell, seed, belongings)
    told = entry(line_of(result), Path(key), grid.cells)
    stored = [one for number, one in stored_cells(out) if number == cell] if out is not None else []
    same = stored[-1] == told if stored else None
    return Again(key, {name: value for name, value in told.items() if name != CELL}, same)


def _alone(piece: Piece, cell: int, seed: int, belongings: Belongings) -> CellResult:
    return by_itself(cell, experiment_of(piece.whole(belongings.shared), seed))
