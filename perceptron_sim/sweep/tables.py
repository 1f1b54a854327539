"""The tables of a sweep: which columns there are, and the lines of a cell; numbers are exact."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from perceptron_sim.errors import SimulatorError
from perceptron_sim.experiment_file import as_plain, experiment_from_values
from perceptron_sim.sweep.batch import SEED
from perceptron_sim.sweep.grid import Grid, Settings, found
from perceptron_sim.sweep.journal import LEARNERS
from perceptron_sim.sweep.outcome import COSTS, FORMAT_VERSION

FIRST = ("format_version", "key")
COUNTED = ("seed", "learner", "exposures", "errors", "errorless_pass", "passes_done")
ACCURACY = "accuracy"
LAST = ("held_out", *COSTS)
FAILURE_LAST = ("seed", "failure")


@dataclass(frozen=True, slots=True)
class Columns:
    """The settings that vary, and the sets that any learner was examined on."""

    varied: tuple[str, ...]
    sets: tuple[str, ...]
    defaults: Settings

    @classmethod
    def of(cls, grid: Grid, cells: Iterable[tuple[int, Mapping[str, Any]]]) -> "Columns":
        """Those that *cells* of *grid* need; sets in the order in which they come up."""
        names = (name for _, told in cells for learner in told.get(LEARNERS, ()) for name in learner[ACCURACY])
        return cls(grid.varied, tuple(dict.fromkeys(names)), _defaults(grid) if grid.listed else {})

    @property
    def header(self) -> list[str]:
        """The columns of the rows."""
        return [*FIRST, *self.varied, *COUNTED, *(f"{ACCURACY}:{name}" for name in self.sets), *LAST]

    @property
    def failure_header(self) -> list[str]:
        """The columns of the failures."""
        return [*FIRST, *self.varied, *FAILURE_LAST]

    def settings(self, values: Settings) -> list[str]:
        """What varies, as *values* have it, or else as it is where nothing is said."""
        told = {name: found(values, name) for name in self.varied}
        return [_text(self.defaults.get(name) if value is None else value) for name, value in told.items()]


def row_lines(
    columns: Columns, key: str, settings: Sequence[str], seed: int, learners: Sequence[Mapping[str, Any]]
) -> Iterator[list[str]]:
    """A line for each of the *learners* of one cell."""
    for one in learners:
        counted = [_text({**one, "seed": seed}[name]) for name in COUNTED]
        accuracy = [_text(one[ACCURACY].get(name)) for name in columns.sets]
        yield [str(FORMAT_VERSION), key, *settings, *counted, *accuracy, *(_text(one[name]) for name in LAST)]


def failure_line(key: str, settings: Sequence[str], seed: int, failure: str) -> list[str]:
    """The line of a cell that failed."""
    return [str(FORMAT_VERSION), key, *settings, str(seed), failure]


def _defaults(grid: Grid) -> Settings:
    """What varies as it is where a listed cell says nothing of it; nothing where the experiment as such cannot be."""
    try:
        experiment = experiment_from_values({**grid.base, SEED: grid.seeds[0]}, folder=grid.folder)
    except SimulatorError:
        return {}
    told = as_plain(experiment)
    return {name: found(told, name) for name in grid.varied}


def _text(value: Any) -> str:
    """Nothing for None, a text as it is, anything else as JSON has it, which is exact."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
