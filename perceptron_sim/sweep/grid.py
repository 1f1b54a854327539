"""The grid of a sweep: settings that vary and seeds, as numbered cells; nothing is listed that can be counted."""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from perceptron_sim.errors import SettingError
from perceptron_sim.experiment_file import EXPERIMENT

Settings = Mapping[str, Any]
MOST_CELLS = 10_000_000
KEY_DIGITS = 12  # of a hash: two of a million settings share one with a chance of 1 in 500


@dataclass(frozen=True, kw_only=True)
class Grid:
    """An experiment's *base* values, as its file has them, with others over them, and *seeds*.

    *axes* are dotted names with the values that each takes, combined with all of the others; *listed* are combinations
    beside these, by dotted names. With neither there is one combination, the base. Names of files are looked for in
    *folder*. Cells count from 0: the seeds of the first combination, those of the next.
    """

    base: Settings
    axes: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    listed: Sequence[Settings] = ()
    seeds: Sequence[int] = range(1, 2)
    folder: Path = Path()

    @cached_property
    def combinations(self) -> int:
        """How many combinations of settings there are."""
        return self._combined + len(self.listed)

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return self.combinations * len(self.seeds)

    @cached_property
    def varied(self) -> tuple[str, ...]:
        """The dotted names of all that varies but the seed."""
        return tuple(dict.fromkeys([*self.axes, *(name for one in self.listed for name in one)]))

    def check_size(self) -> None:
        """Raise SettingError unless there are some cells, and not too many of them."""
        if not 1 <= self.cells <= MOST_CELLS:
            raise SettingError(f"the grid must have 1 to {MOST_CELLS:,} cells, got {self.cells:,}")

    def place(self, cell: int) -> tuple[int, int]:
        """The combination and the seed of *cell*."""
        combination, number = divmod(cell, len(self.seeds))
        return combination, self.seeds[number]

    def settings(self, combination: int) -> dict[str, Any]:
        """What *combination* sets, by dotted names; the last of the axes varies fastest."""
        if combination >= self._combined:
            return dict(self.listed[combination - self._combined])
        chosen: dict[str, Any] = {}
        for name in reversed(tuple(self.axes)):
            combination, place = divmod(combination, len(self.axes[name]))
            chosen[name] = self.axes[name][place]
        return {name: chosen[name] for name in self.axes}

    def values(self, combination: int) -> dict[str, Any]:
        """All values of *combination*, nested as in an experiment's file, without a seed."""
        return overlaid(self.base, self.settings(combination))

    def as_dict(self) -> dict[str, Any]:
        """The same as plain values, for a file; `grid_of` reads them."""
        seeds = self.seeds
        told = {"first": seeds[0], "count": len(seeds)} if isinstance(seeds, range) else list(seeds)
        axes = [[name, list(values)] for name, values in self.axes.items()]
        listed = [dict(one) for one in self.listed]
        return {"base": dict(self.base), "axes": axes, "listed": listed, "seeds": told, "folder": str(self.folder)}

    @property
    def _combined(self) -> int:
        """How many combinations the axes have."""
        return math.prod(map(len, self.axes.values())) if self.axes or not self.listed else 0


def grid_of(told: Mapping[str, Any]) -> Grid:
    """The grid whose `as_dict` is *told*; KeyError, TypeError or ValueError where it is none."""
    seeds = told["seeds"]
    if not all(isinstance(one, dict) for one in (told["base"], *told["listed"])):
        raise TypeError("base and listed must be tables")
    return Grid(
        base=told["base"],
        axes={str(name): tuple(values) for name, values in told["axes"]},
        listed=tuple(told["listed"]),
        seeds=range(seeds["first"], seeds["first"] + seeds["count"]) if isinstance(seeds, dict) else tuple(seeds),
        folder=Path(told["folder"]),
    )


def overlaid(base: Settings, settings: Settings) -> dict[str, Any]:
    """*base* with dotted *settings* over it; what is replaced is copied."""
    values = dict(base)
    for name, value in settings.items():
        *tables, last = name.split(".")
        inner = values
        for table in tables:
            before = inner.get(table)
            inner[table] = inner = dict(before) if isinstance(before, Mapping) else {}
        inner[last] = value
    return values


def found(values: Settings, name: str) -> Any:
    """What stands under the dotted *name* in nested *values*; None where nothing does."""
    for part in name.split("."):
        if not isinstance(values, Mapping) or part not in values:
            return None
        values = values[part]
    return values


def canonical(value: Any) -> str:
    """*value* as the one JSON text for it: keys sorted, 2.0 as 2."""
    return json.dumps(_whole(value), sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def combination_key(values: Settings) -> str:
    """The name of a combination: a hash of its *values*, whatever grid it stands in."""
    return hashlib.sha256(canonical({EXPERIMENT: None, **values}).encode()).hexdigest()[:KEY_DIGITS]


def _whole(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _whole(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
