"""The command `sweep`: a grid of settings over many seeds; returns what to print."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from perceptron_sim.answer import DONE, UNHEALTHY, Answer, json_answer
from perceptron_sim.errors import InputError, SettingError
from perceptron_sim.interruption import interrupted_as
from perceptron_sim.options import alone, whole_number

if TYPE_CHECKING:
    from perceptron_sim.sweep.grid import Grid
    from perceptron_sim.sweep.running import Sum

GRID_HELP = "A file (.toml) that says what is swept over, or the folder of a sweep."
GridOrFolder = Annotated[Path, Parameter(name="GRID", help=GRID_HELP)]
Workers = Annotated[
    int | None,
    Parameter(
        help="Processes of the scheduler local, by default one for each processor; rows do not depend on it.",
        converter=lambda _kind, tokens: whole_number("workers", tokens[0].value, 1, 64),
    ),
]


def sweep(
    grid: GridOrFolder,
    /,
    *,
    out: Path | None = None,
    scheduler: str = "local",
    workers: Workers = None,
    retry_failed: bool = False,
    stop_on_failure: bool = False,
    rerun: str | None = None,
) -> Answer:
    """Run an experiment over a grid of settings and seeds; the same command again goes on where one was ended.

    Parameters
    ----------
    out
        Write results.csv, failures.csv and sweep.json into this folder: new, empty, or that of the same sweep.
    scheduler
        sync: one after the other; local: in processes of this computer; the address (tcp://...) or file (.json) of a
        Dask scheduler. All but sync need the extra `sweep`.
    retry_failed
        Compute the cells again that have failed.
    stop_on_failure
        Stop at the first cell that fails, instead of listing it and going on.
    rerun
        Compute nothing but the cell with this key, alone, and print it; with out, compare it with its rows there.
    """
    from perceptron_sim.sweep.folder import grid_in, is_sweep
    from perceptron_sim.sweep.grid_file import read_grid

    if grid.is_dir() and not is_sweep(grid):
        raise InputError(f"GRID must be a grid's file or the folder of a sweep, got {str(grid)!r}, which is neither")
    given = grid_in(grid) if is_sweep(grid) else read_grid(grid)
    if out is None and is_sweep(grid):
        out = grid
    if rerun is not None:
        alone("rerun", workers=workers, retry_failed=retry_failed or None, stop_on_failure=stop_on_failure or None)
        return _again(rerun, given, out)
    if out is None or not out.name:
        given_out = "none" if out is None else repr(str(out))
        raise SettingError(f"out must name the folder of the sweep (--out DIR), got {given_out}")
    from perceptron_sim.sweep.progress import Line
    from perceptron_sim.sweep.running import sweep as swept

    kept = f"interrupted; {str(out)!r} holds what was reached, the same command goes on"
    with interrupted_as(kept), _ended_as_interrupted(), Line() as line:
        found = swept(
            given,
            out,
            scheduler=scheduler,
            workers=workers,
            retry_failed=retry_failed,
            stop_on_failure=stop_on_failure,
            progress=line.show,
        )
    return _told(found, out)


@contextmanager
def _ended_as_interrupted() -> Iterator[None]:
    """While it is entered, SIGTERM, by which a batch system ends what has run too long, is taken as Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _told(found: "Sum", out: Path) -> Answer:
    rows = f"{found.done:,} of {found.cells:,} cells have their rows in {out / 'results.csv'}."
    failed = f" {found.failures:,} failed: {out / 'failures.csv'} says why." if found.failures else ""
    missing = f" {found.missing:,} were not computed: the same command goes on." if found.missing else ""
    return Answer(rows + failed + missing, UNHEALTHY if found.failures or found.missing else DONE)


def _again(key: str, grid: "Grid", out: Path | None) -> Answer:
    from perceptron_sim.sweep.again import computed_alone

    again = computed_alone(key, grid, out)
    told = {"key": again.key, **again.told, "same_as_in_the_folder": again.same}
    return json_answer(told, UNHEALTHY if again.failed or again.same is False else DONE)
