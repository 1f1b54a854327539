"""The folder of a sweep: what it is, its cells as they end, and at the end its rows in the order of the grid."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Self

import numpy as np
import numpy.typing as npt

from perceptron_sim.computer import git_commit, numpy_build, processor, versions
from perceptron_sim.errors import InputError, OutputError
from perceptron_sim.files import UNFINISHED_SUFFIX, read_text, replace_in, replaced, written_into
from perceptron_sim.held_folder import HeldFolder
from perceptron_sim.options import shown_path
from perceptron_sim.past_run import as_json
from perceptron_sim.sweep.batch import BatchResult, Computer
from perceptron_sim.sweep.belongings import Belongings
from perceptron_sim.sweep.grid import Grid, grid_of
from perceptron_sim.sweep.identity import digest
from perceptron_sim.sweep.journal import FAILURE, LEARNERS, Journal, entries, entry
from perceptron_sim.sweep.outcome import FORMAT_VERSION
from perceptron_sim.sweep.tables import Columns, failure_line, row_lines

SWEEP, JOURNAL, ROWS, FAILURES = "sweep.json", "cells.jsonl", "results.csv", "failures.csv"
FORMAT, DIGEST = "format_version", "digest"
UNFINISHED = tuple(name + UNFINISHED_SUFFIX for name in (SWEEP, ROWS, FAILURES))  # what a kill can leave
MOST_BYTES = 2**26  # of sweep.json
MISSING, DONE, FAILED = 0, 1, 2  # states of a cell


class SweepFolder:
    """The folder *path* with the sweep over *grid*, held by this process; begun, or gone on with.

    Raises:
        SettingError: the grid has no cells, or too many.
        OutputError: it cannot be written to, another process writes into it, or it holds something else.
        InputError: what it holds is damaged.
    """

    def __init__(self, path: Path, grid: Grid) -> None:
        grid.check_size()
        self._path, self._grid = path, grid
        self.belongings = Belongings(grid)
        self._digest = digest(grid, self.belongings)
        with written_into(self._path), ExitStack() as opened:
            self._is_new = not path.exists()
            self._folder = HeldFolder(path)
            opened.callback(self._folder.release)
            self._stored = self._found()
            for name in UNFINISHED:
                (path / name).unlink(missing_ok=True)
            self.state, self._starts = _read_journal(path / JOURNAL, grid.cells)
            self._is_begun_now = not self._stored
            if not self._stored:
                self._stored = self._described()
                replace_in(self._path, SWEEP, as_json(self._stored))
            self._journal = Journal(path / JOURNAL)
            opened.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._journal.close()
        self._folder.release()

    @property
    def finished(self) -> bool:
        """Whether all cells have come to something, and their rows are written."""
        whole = all((self._path / name).is_file() for name in (ROWS, FAILURES))
        return whole and bool(self._stored["finished"]) and not (self.state == MISSING).any()

    @property
    def failures(self) -> int:
        """How many cells have failed."""
        return int((self.state == FAILED).sum())

    @property
    def done(self) -> int:
        """How many cells have come to their rows."""
        return int((self.state == DONE).sum())

    def add(self, result: BatchResult) -> None:
        """Keep the cells of a batch: when this returns they are on the disk."""
        with written_into(self._path):
            self._journal.add(result.cells)
            for one in result.cells:
                self.state[one.cell] = DONE if one.failure is None else FAILED
            self._note(result.computer)

    def abandon(self) -> None:
        """Take away again what was begun just now, if nothing has been computed."""
        with suppress(OSError):
            if self._is_begun_now and not self.state.any():
                for name in (JOURNAL, SWEEP):
                    (self._path / name).unlink()
                if self._is_new:
                    self._path.rmdir()

    def conclude(self) -> None:
        """Write the rows and the failures there are, in the order of the grid; whether all have come to something."""
        with written_into(self._path):
            self._folder.check()
            journal = self._path / JOURNAL
            self.state, self._starts = _read_journal(journal, self._grid.cells)
            with replaced(self._path / ROWS) as rows, replaced(self._path / FAILURES) as failures:
                self._write_tables(rows, failures)
            ended = {"rows": self.done, "failures": self.failures, "ended_at": _now()}
            self._stored |= {"finished": not (self.state == MISSING).any(), **ended}
            replace_in(self._path, SWEEP, as_json(self._stored))

    def _write_tables(self, rows: BinaryIO, failures: BinaryIO) -> None:
        columns = Columns.of(self._grid, self._in_order())
        rows.write(_line(columns.header))
        failures.write(_line(columns.failure_header))
        combination, key = -1, ""
        for cell, told in self._in_order():
            number, seed = self._grid.place(cell)
            if number != combination:
                combination, key = number, self.belongings.key(number)
                settings = columns.settings(self._grid.values(number))
            if FAILURE in told:
                failures.write(_line(failure_line(f"{key}-{seed}", settings, seed, told[FAILURE])))
            else:
                for line in row_lines(columns, f"{key}-{seed}", settings, seed, told[LEARNERS]):
                    rows.write(_line(line))

    def _in_order(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Every cell that has come to something, in the order of the grid, read one at a time."""
        path = self._path / JOURNAL
        with path.open("rb") as file:
            for cell in np.flatnonzero(self.state).tolist():
                file.seek(int(self._starts[cell]))
                yield cell, entry(file.readline(), path, self._grid.cells)

    def _found(self) -> dict[str, Any]:
        """What sweep.json says of the sweep in the folder, which must be this one; nothing where there is none."""
        present = sorted(item.name for item in self._path.iterdir() if item.name not in UNFINISHED)
        if not present:
            return {}
        if SWEEP not in present:
            rule = "an empty folder, or that of a sweep over the same grid"
            raise OutputError(f"out must be {rule}, got {str(self._path)!r}, which holds {present[0]!r}")
        stored = description(self._path)
        check_same_grid(self._path, stored, self._digest)
        return stored

    def _described(self) -> dict[str, Any]:
        return {
            FORMAT: FORMAT_VERSION,
            DIGEST: self._digest,
            "finished": False,
            "cells": self._grid.cells,
            "varied": list(self._grid.varied),
            "grid": self._grid.as_dict(),
            "versions": versions(),
            "processor": processor(),
            "numpy_build": numpy_build(),
            "git_commit": git_commit(),
            "computed_on": [],
            "begun_at": _now(),
        }

    def _note(self, computer: Computer) -> None:
        """Say on what else cells were computed, if it is something new."""
        told = {"perceptron_sim": computer.program, "numpy": computer.numpy, "processor": computer.processor}
        if told not in self._stored["computed_on"]:
            self._stored["computed_on"].append(told)
            replace_in(self._path, SWEEP, as_json(self._stored))


def is_sweep(folder: Path) -> bool:
    """Whether *folder* holds a sweep, whatever has become of it."""
    return (folder / SWEEP).is_file()


def description(folder: Path) -> dict[str, Any]:
    """What sweep.json in *folder* says; InputError if it is missing, damaged, or of another format."""
    text = read_text(SWEEP, folder / SWEEP, MOST_BYTES)
    try:
        told = json.loads(text)
        fits = isinstance(told, dict) and told[FORMAT] == FORMAT_VERSION and isinstance(told["computed_on"], list)
        fits = fits and isinstance(told[DIGEST], str) and "finished" in told and grid_of(told["grid"]).cells >= 0
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        fits = False
    if not fits:
        rule = f"the description of a sweep, of {FORMAT} {FORMAT_VERSION}"
        raise InputError(f"{SWEEP} must be {rule}, got {shown_path(folder / SWEEP)}, which is none")
    return dict(told)


def check_same_grid(folder: Path, stored: Mapping[str, Any], wanted: str) -> None:
    """Raise OutputError unless the grid of the sweep in *folder*, described as *stored*, has the digest *wanted*."""
    if stored[DIGEST] != wanted:
        rule = f"the folder of a sweep over this grid, whose digest is {wanted[:12]}"
        raise OutputError(f"out must be {rule}, got {str(folder)!r}, whose grid has {stored[DIGEST][:12]}")


def grid_in(folder: Path) -> Grid:
    """The grid of the sweep in *folder*."""
    return grid_of(description(folder)["grid"])


def stored_cells(folder: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every line of the journal in *folder*: the cell, and what it says."""
    for _, told in entries(folder / JOURNAL, grid_in(folder).cells):
        yield told["cell"], told


def _read_journal(path: Path, cells: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """What has become of each cell, and where its last line begins."""
    state, starts = np.zeros(cells, dtype=np.uint8), np.zeros(cells, dtype=np.int64)
    for start, told in entries(path, cells):
        cell = told["cell"]
        state[cell], starts[cell] = FAILED if FAILURE in told else DONE, start
    return state, starts


def _line(values: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(values)
    return text.getvalue().encode()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
