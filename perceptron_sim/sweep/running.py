"""A sweep from its grid to its rows: batches out, cells into the folder as they come, tables at the end."""

from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from perceptron_sim.errors import SimulatorError
from perceptron_sim.sweep.folder import FAILED, MISSING, SweepFolder
from perceptron_sim.sweep.grid import Grid
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
            work = Work(grid, wanted, folder.belongings, stops=stop_on_failure)
            with ExitStack() as opened:
                try:
                    entered = opened.enter_context(place)
                except SimulatorError:
                    folder.abandon()
                    raise
                results = opened.enter_context(closing(entered.results(work, folder.belongings.shared)))
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
