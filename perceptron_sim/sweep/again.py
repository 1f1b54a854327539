"""One cell of a sweep computed again by itself, and held against what the folder has of it."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from perceptron_sim.sweep.batch import CellResult, by_itself, experiment_of, sentence
from perceptron_sim.sweep.belongings import Belongings
from perceptron_sim.sweep.folder import FAILURES, ROWS, check_same_grid, description, stored_cells
from perceptron_sim.sweep.grid import Grid
from perceptron_sim.sweep.identity import cell_of, digest
from perceptron_sim.sweep.journal import CELL, FAILURE, LEARNERS, entry, line_of
from perceptron_sim.sweep.tables import ACCURACY, Columns, failure_line, row_lines


@dataclass(frozen=True, slots=True)
class Again:
    """One cell computed alone: what it came to, and whether that is what the folder has; None if that has nothing."""

    key: str
    told: dict[str, Any]
    same: bool | None

    @property
    def failed(self) -> bool:
        """Whether it came to nothing but a sentence."""
        return FAILURE in self.told


def computed_alone(key: str, grid: Grid, out: Path | None) -> Again:
    """The cell of *grid* whose rows have *key*, by its own session, beside what the folder *out* has of it.

    Raises:
        SettingError: no cell has that key.
        OutputError: the folder is that of another grid.
        InputError: what is in the folder is damaged, or there is nothing.
    """
    belongings = Belongings(grid)
    cell = cell_of(key, grid, belongings)
    if out is not None:
        check_same_grid(out, description(out), digest(grid, belongings))
    told = entry(line_of(_alone(cell, grid, belongings)), Path(key), grid.cells)
    stored = [one for number, one in stored_cells(out) if number == cell] if out is not None else []
    same = stored[-1] == told and _is_in_the_tables(out, grid, key, told) if out is not None and stored else None
    return Again(key, {name: value for name, value in told.items() if name != CELL}, same)


def _alone(cell: int, grid: Grid, belongings: Belongings) -> CellResult:
    combination, seed = grid.place(cell)
    piece = belongings.piece(grid.values(combination), (cell,), (seed,))
    try:
        experiment = experiment_of(piece.whole(belongings.shared), seed)
    except Exception as error:  # as in a batch
        return CellResult(cell, failure=sentence(error))
    return by_itself(cell, experiment)


def _is_in_the_tables(out: Path, grid: Grid, key: str, told: Mapping[str, Any]) -> bool:
    """Whether the tables in *out*, as far as they are written, say what was *told* of the cell with *key*."""
    combination, seed = grid.place(told[CELL])
    for name in (ROWS, FAILURES):
        if not (out / name).is_file():
            continue
        header, found = _lines_with(key, out / name)
        sets = tuple(one.removeprefix(f"{ACCURACY}:") for one in header if one.startswith(f"{ACCURACY}:"))
        columns = replace(Columns.of(grid, ()), sets=sets)
        settings = columns.settings(grid.values(combination))
        if name == ROWS:
            wanted = list(row_lines(columns, key, settings, seed, told.get(LEARNERS, ())))
        else:
            wanted = [failure_line(key, settings, seed, told[FAILURE])] if FAILURE in told else []
        if header != (columns.header if name == ROWS else columns.failure_header):
            return False
        if found != wanted and (found or description(out)["finished"]):  # else it came after the table was written
            return False
    return True


def _lines_with(key: str, path: Path) -> tuple[list[str], list[list[str]]]:
    """The first line of the table *path*, and those with *key*; nothing where it is no table."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        lines = csv.reader(file)
        try:
            return next(lines, []), [line for line in lines if key in line[1:2]]
        except csv.Error:
            return [], []
