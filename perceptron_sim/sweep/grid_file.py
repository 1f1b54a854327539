"""A grid as a TOML file: an experiment's file with seeds, [grid] and [[cells]], checked before anything is computed."""

import difflib
import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from hardware.errors import shown as in_short
from perceptron_sim.errors import InputError, SettingError, SimulatorError
from perceptron_sim.experiment_file import EXPERIMENT, experiment_from_values, located_in, values_of_file
from perceptron_sim.experiment_keys import DATA, FAILURES, MARK1, MODERN, keys_of
from perceptron_sim.experiments.registry import kind_of
from perceptron_sim.options import LARGEST_SEED, shown, shown_path
from perceptron_sim.sweep.defaults import default_of, told_apart
from perceptron_sim.sweep.grid import Grid, Settings, canonical, found, overlaid

GRID, CELLS, SEEDS, SEED = "grid", "cells", "seeds", "seed"
FIRST, COUNT = "first", "count"
MOST_TRIED = 300  # combinations that are built to see whether they can be
TABLES = (MARK1, MODERN, FAILURES, DATA)


def read_grid(path: Path) -> Grid:
    """The grid that the file *path* describes.

    Every value of an axis goes with some value of the others, and every listed cell can be, as far as MOST_TRIED
    tell: what else cannot be is a failure of its cell.

    Raises:
        SettingError: a key, a value, or how many there are is not as it must be.
        InputError: the file, or one that it names, cannot be read.
    """
    values = values_of_file(path, GRID)
    with located_in(shown_path(path)):
        grid = _grid(values, path.absolute().parent)
        _check_different(grid)
        _try(grid)
    return grid


def _grid(values: Mapping[str, Any], folder: Path) -> Grid:
    if EXPERIMENT not in values:
        raise SettingError(f'{EXPERIMENT} must say what is taught, as {EXPERIMENT} = "letters", got nothing')
    if not {GRID, CELLS, SEEDS} & values.keys():
        raise SettingError(f"there must be something to sweep over, {SEEDS}, [{GRID}] or [[{CELLS}]], got none of them")
    if SEED in values:
        raise SettingError(f"{SEED} must be left out where {SEEDS} says which there are, got {in_short(values[SEED])}")
    _check_plain(values)
    names = {key.name for key in keys_of(kind_of(values[EXPERIMENT]))} - {SEED}
    base = {key: value for key, value in values.items() if key not in (GRID, CELLS, SEEDS)}
    _check_top(base, names)
    seeds = _seeds(values.get(SEEDS, [1]))
    axes = {name: _axis(name, value) for name, value in _dotted(_table(GRID, values.get(GRID, {})), names)}
    listed = [dict(_dotted(_table(CELLS, one), names)) for one in _list(CELLS, values.get(CELLS, []))]
    for name in chain(axes, *listed):
        _check_name(name, names)
    grid = Grid(base=base, axes=axes, listed=listed, seeds=seeds, folder=folder)
    grid.check_size()
    return grid


def _seeds(told: object) -> Sequence[int]:
    if isinstance(told, Mapping):
        for key in told:
            if key not in (FIRST, COUNT):
                raise SettingError(
                    f"{SEEDS} must have no key but {FIRST}, {COUNT}, got {shown(key)}{_near(key, (FIRST, COUNT))}"
                )
        return _span(told.get(FIRST, 1), told.get(COUNT))
    if not isinstance(told, list):
        return _span(1, told)
    for seed in told:
        if not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed <= LARGEST_SEED:
            raise SettingError(f"{SEEDS} must be whole numbers from 0 to {LARGEST_SEED}, got {in_short(seed)}")
    if not told or len(set(told)) < len(told):
        rule = "one or more different numbers"
        raise SettingError(f"{SEEDS} must be {rule}, got {in_short(_twice(told)) + ' twice' if told else 'none'}")
    return tuple(told)


def _span(first: object, count: object) -> range:
    if not isinstance(first, int) or isinstance(first, bool) or not 0 <= first <= LARGEST_SEED:
        raise SettingError(f"{SEEDS}.{FIRST} must be a whole number from 0 to {LARGEST_SEED}, got {in_short(first)}")
    if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= LARGEST_SEED - first + 1:
        rule = f"a whole number of at least 1, a list of seeds, or {{ {FIRST} = 1, {COUNT} = 100 }}"
        raise SettingError(f"{SEEDS} must be {rule}, got {in_short(count)}")
    return range(first, first + count)


def _axis(name: str, values: object) -> list[Any]:
    if not isinstance(values, list) or not values:
        rule = "a list of values, one at least"
        raise SettingError(f'{GRID}."{name}" must be {rule}, got {in_short(values)}')
    told = [canonical(value) for value in values]
    if len(set(told)) < len(told):
        raise SettingError(f'{GRID}."{name}" must be a list of different values, got {_twice(told)} twice')
    return values


def _dotted(table: Mapping[str, Any], names: set[str], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every setting of *table* with its dotted name, however it is nested."""
    for key, value in table.items():
        name = prefix + key
        if isinstance(value, Mapping) and name not in names and any(one.startswith(f"{name}.") for one in names):
            yield from _dotted(value, names, f"{name}.")
        else:
            yield name, value


def _check_top(base: Mapping[str, Any], names: set[str]) -> None:
    for name in TABLES:
        _table(name, base.get(name, {}))
    known = {EXPERIMENT, SEEDS, GRID, CELLS, *TABLES, *(name for name in names if "." not in name)}
    for key in base:
        if key not in known:
            listed = ", ".join(sorted(known))
            raise SettingError(f"there must be no key but {listed}, got {shown(key)}{_near(key, known | names)}")


def _check_name(name: str, names: set[str]) -> None:
    if name == SEED:
        raise SettingError(f"{SEED} must be left out of the grid, {SEEDS} says which there are")
    if name not in names:
        rule = "settings of the experiment, as `perceptron-sim list EXPERIMENT` shows them"
        raise SettingError(f"the grid must vary {rule}, got {shown(name)}{_near(name, names)}")


def _check_plain(value: object) -> None:
    """Refuse what TOML can say and no setting can be."""
    if isinstance(value, Mapping | list):
        for item in value.values() if isinstance(value, Mapping) else value:
            _check_plain(item)
    elif not isinstance(value, str | int | float) or not (isinstance(value, str) or math.isfinite(value)):
        raise SettingError(f"the grid must hold texts, finite numbers and truth values, got {in_short(value)}")


def _check_different(grid: Grid) -> None:
    """Refuse a listed cell that is listed twice, or that the axes have."""
    seen: set[str] = set()
    for one in grid.listed:
        told = canonical(told_apart(overlaid(grid.base, one)))
        by_axes = {name: _of_axis(grid, name, one) for name in grid.axes}
        if told in seen or (grid.axes and told == canonical(told_apart(overlaid(grid.base, by_axes)))):
            raise SettingError(f"the cells must be different ones, got {in_short(dict(one))} twice")
        seen.add(told)


def _of_axis(grid: Grid, name: str, settings: Settings) -> Any:
    """What the listed *settings* come to under *name*, if that is a value of the axis; else what no setting can be."""
    value = found(overlaid(grid.base, settings), name)
    value = default_of(grid.base[EXPERIMENT], name) if value is None else value
    return value if canonical(value) in {canonical(other) for other in grid.axes[name]} else None


def _try(grid: Grid) -> None:
    """Build combinations until each value of the axes was in one that can be, and each listed one; refuse others."""
    left = MOST_TRIED
    first = {name: values[0] for name, values in grid.axes.items()}
    for one in grid.listed[:left]:
        _build(grid, one)
    left -= len(grid.listed)
    for name, values in grid.axes.items():
        for value in values[: max(left, 0)]:
            left -= _tries(grid, {**first, name: value}, name, max(left, 1))
    if not grid.axes and not grid.listed:
        _build(grid, {})


def _tries(grid: Grid, settings: Settings, name: str, most: int) -> int:
    """How many combinations it took to find one with the value of *name* that can be; the first refusal if none."""
    refusal: SimulatorError | None = None
    others = ({**settings, other: value} for other in grid.axes if other != name for value in grid.axes[other][1:])
    for number, one in enumerate(chain([settings], others), 1):
        try:
            _build(grid, one)
        except SimulatorError as error:
            refusal = refusal or error
            if number >= most:
                break
        else:
            return number
    assert refusal is not None
    raise refusal


def _build(grid: Grid, settings: Settings) -> None:
    values = {**overlaid(grid.base, settings), SEED: grid.seeds[0]}
    try:
        with located_in(None):
            experiment_from_values(values, folder=grid.folder)
    except InputError:
        raise
    except SimulatorError as error:
        raise SettingError(str(error)) from error


def _table(name: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise SettingError(f"{name} must be a table, got {in_short(value)}")
    if not value and name == CELLS:
        raise SettingError(f"{CELLS} must say something each, got an empty one")
    return value


def _list(name: str, value: object) -> list[Any]:
    if not isinstance(value, list):
        raise SettingError(f"{name} must be tables, as [[{name}]], got {in_short(value)}")
    return value


def _twice(values: Sequence[Any]) -> Any:
    return next(value for place, value in enumerate(values) if value in values[:place])


def _near(name: str, known: Any) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
