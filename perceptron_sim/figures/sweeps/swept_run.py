"""What the folder of a sweep holds, as figures need it: arrays with a row for each learner of each cell."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from perceptron_sim.errors import InputError, SimulatorError
from perceptron_sim.experiment_file import EXPERIMENT, as_plain, experiment_from_values
from perceptron_sim.figures.run_record import FloatArray, LaneRun
from perceptron_sim.figures.wording import lower
from perceptron_sim.learner import MARK1, MODERN
from perceptron_sim.options import shown_path
from perceptron_sim.sweep.folder import JOURNAL, description, stored_cells
from perceptron_sim.sweep.grid import Grid, canonical, found, grid_of
from perceptron_sim.sweep.journal import FAILURE, LEARNERS

IntArray = npt.NDArray[np.intp]
BoolArray = npt.NDArray[np.bool_]
LEARNED, HELD_OUT = "learned", "held out"
MOST_SETS = 3  # that have figures of their own


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """A row for each learner of each cell, in the order of the grid; what is not known is NaN.

    combination, learner and seed (rows,) are places in the lists of the sweep. errorless_pass (rows,) is the first pass
    without an error, NaN where there was none; accuracy by examined set; held_out (rows,) that of the unseen set after
    the last pass.
    """

    combination: IntArray
    learner: IntArray
    seed: IntArray
    errorless_pass: FloatArray
    passes_done: FloatArray
    accuracy: Mapping[str, FloatArray]
    held_out: FloatArray


@dataclass(frozen=True, kw_only=True, eq=False)
class SweptRun:
    """A sweep as its folder tells it: *described* is sweep.json, *failures* counts the cells that failed."""

    grid: Grid
    described: Mapping[str, Any]
    learners: tuple[LaneRun, ...]
    rows: Rows
    cells_done: int
    failures: int

    @property
    def mark(self) -> str:
        """What stands at the foot of every figure: it tells from where a figure came, wherever it ends up."""
        missing = self.grid.cells - self.cells_done - self.failures
        state = f" · {missing} missing" if missing else ""
        digest = str(self.described["digest"])[:12]
        return f"sweep over {self.experiment} · {self.cells_done} cells · digest {digest}{state}"

    @property
    def experiment(self) -> str:
        """What is swept over."""
        return str(self.grid.base[EXPERIMENT])

    @property
    def sets(self) -> tuple[str, ...]:
        """The sets that were examined, the taught one first."""
        return tuple(self.rows.accuracy)

    @property
    def measures(self) -> dict[str, FloatArray]:
        """What figures are about, by name, each (rows,) and from 0 to 1: learned without an error, then accuracies.

        Where many sets were examined, those are of the first, which was taught, and of the one that is held out.
        """
        learned, sets = {LEARNED: np.isfinite(self.rows.errorless_pass).astype(float)}, self.rows.accuracy
        if len(sets) <= MOST_SETS:
            return {**learned, **sets}
        taught = next(iter(sets))
        held_out = {HELD_OUT: self.rows.held_out} if np.isfinite(self.rows.held_out).any() else {}
        return {**learned, taught: sets[taught], **held_out}

    @cached_property
    def settings(self) -> list[tuple[Any, ...]]:
        """What each combination sets of what varies; where it says nothing, what holds then, else None."""
        usual, names = _usual(self.grid), self.grid.varied
        values = (self.grid.values(number) for number in range(self.grid.combinations))
        return [tuple(_first(found(one, name), found(usual, name)) for name in names) for one in values]

    @cached_property
    def along(self) -> list[tuple[list[Any], IntArray]]:
        """For each setting that varies its values, in the order of the grid or by size if they are numbers.

        And (combinations,): which of these values each combination has.
        """
        return [_sorted_out([one[axis] for one in self.settings]) for axis in range(len(self.grid.varied))]

    def name_of(self, combination: int) -> str:
        """What is varied in *combination*, in words; empty where nothing is."""
        pairs = zip(self.grid.varied, self.settings[combination], strict=True)
        return ", ".join(f"{lower(condition(name))} {as_words(value)}" for name, value in pairs)


def condition(name: str) -> str:
    """The dotted *name* of a setting as figures have names of conditions; of the machine's, without its first table."""
    return name.removeprefix(f"{MARK1}.").replace(".", "_")


def is_number(value: object) -> bool:
    """Whether *value* can be a place on a scale."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def as_words(value: Any) -> str:
    """A value of a setting as a figure writes it."""
    if isinstance(value, list | tuple):
        return "+".join(map(as_words, value)) or "none"
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "–"}[value]
    return f"{value:g}" if isinstance(value, float) else str(value)


def read_sweep(folder: Path) -> SweptRun:
    """The sweep in *folder*, finished or not; InputError if a file of it is damaged."""
    told = description(folder)
    grid = grid_of(told["grid"])
    cells = dict(stored_cells(folder))  # of a cell that was computed again the last
    done = {cell: cells[cell][LEARNERS] for cell in sorted(cells) if FAILURE not in cells[cell]}
    try:
        learners = tuple(_learners(done))
        rows = _rows(grid, done, [lane.name for lane in learners])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        why = f"no {error}" if isinstance(error, KeyError) else str(error)
        raise InputError(f"{JOURNAL} must be what a sweep writes, got {shown_path(folder / JOURNAL)}: {why}") from error
    return SweptRun(
        grid=grid,
        described=told,
        learners=learners,
        rows=rows,
        cells_done=len(done),
        failures=len(cells) - len(done),
    )


def _usual(grid: Grid) -> Mapping[str, Any]:
    """What holds where a combination says nothing: the experiment as its base has it, or nothing if that cannot be."""
    try:
        return as_plain(experiment_from_values(grid.base, folder=grid.folder))
    except SimulatorError:
        return {}


def _sorted_out(values: list[Any]) -> tuple[list[Any], IntArray]:
    """The distinct ones of *values*, where 2.0 is 2, and which of them each is."""
    names = [canonical(value) for value in values]
    distinct = dict(zip(reversed(names), reversed(values), strict=True))  # of equal ones the first
    order = list(dict.fromkeys(names))
    if all(map(is_number, values)):
        order.sort(key=lambda name: float(distinct[name]))
    places = {name: place for place, name in enumerate(order)}
    return [distinct[name] for name in order], np.array([places[name] for name in names], dtype=np.intp)


def _first(value: Any, other: Any) -> Any:
    return other if value is None else value


def _learners(done: Mapping[int, list[Any]]) -> Iterator[LaneRun]:
    """Every learner of any cell; one that took the machine's time is a Mark I."""
    kinds: dict[str, str] = {}
    for outcomes in done.values():
        for one in outcomes:
            kinds.setdefault(str(one["learner"]), MODERN if one["simulated_s"] is None else MARK1)
    for name, kind in kinds.items():
        yield LaneRun(name=name, kind=kind)


def _rows(grid: Grid, done: Mapping[int, list[Any]], learners: list[str]) -> Rows:
    flat = [(cell, one) for cell, outcomes in done.items() for one in outcomes]
    sets = dict.fromkeys(str(name) for _, one in flat for name in one["accuracy"])
    places = np.array([cell for cell, _ in flat], dtype=np.intp)
    combination, seed = np.divmod(places, len(grid.seeds))
    return Rows(
        combination=combination,
        learner=np.array([learners.index(one["learner"]) for _, one in flat], dtype=np.intp),
        seed=seed,
        errorless_pass=_numbers(one["errorless_pass"] for _, one in flat),
        passes_done=_numbers(one["passes_done"] for _, one in flat),
        accuracy={name: _numbers(one["accuracy"].get(name) for _, one in flat) for name in sets},
        held_out=_numbers(one["held_out"] for _, one in flat),
    )


def _numbers(values: Iterator[Any]) -> FloatArray:
    return np.array([math.nan if value is None else float(value) for value in values], dtype=np.float64)
