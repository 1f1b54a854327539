"""The result of a run on a terminal: accuracy by set and learner, what was measured, what was spent, and the words."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from perceptron_sim.console_table import title_of
from perceptron_sim.experiments.words import begun, joined
from perceptron_sim.learner import MARK1
from perceptron_sim.quantities import NOTHING, count, duration, energy, unit_of, whole_or_four, without_unit

MOST_BESIDE = 3  # learners in columns; where there are more, each has a number and a row
MOST_SETS = 4  # in columns, where learners have rows; of more, the mean of those after the first is shown
MOST_MEASURES = 5  # in columns
MOST_ACROSS = 11  # values of a condition, in columns
MOST_ROWS, FEWEST_LEFT_OUT = 24, 4  # of measurements; the JSON has all
LEARNER = "learner"
Learners = Mapping[str, Mapping[str, Any]]  # as in the JSON of a run
Measured = tuple[str, Table, int]  # a heading, its table, and how many rows were left out


def show_report(to: Console, report: dict[str, Any], folder: Path | None = None) -> None:
    """Show a *report*, a Report.as_dict(), and the *folder* it is in."""
    learners: Learners = report["learners"]
    labels = _labels(learners)
    to.print("\nNamed rightly after the run; the first set holds all that was taught:")
    to.print(_by_set(learners) if len(learners) <= MOST_BESIDE else _by_learner(learners, labels))
    for name, learner in learners.items():
        if learner["about"]:
            to.print(f"{title_of(name)}: {learner['about']}")
    for heading, table, left_out in _measurements(report["measurements"], labels):
        to.print(f"\n{heading}:")
        to.print(table)
        if left_out:
            to.print(f"... and {left_out} more rows, which run.json and --json have")
    _show_costs(to, learners, labels)
    for sentence in ("", *report["sentences"], f"Digest of the records: {report['digest']}"):
        to.print(sentence)
    if folder:
        to.print(f"The results are in {folder}.", soft_wrap=True)


def _labels(learners: Learners) -> dict[str, str]:
    """What rows and columns call each learner: its name, or its number where there are many."""
    many = len(learners) > MOST_BESIDE
    return {name: f"{number:>2}" if many else title_of(name) for number, name in enumerate(learners, start=1)}


def _by_set(learners: Learners) -> Table:
    """A row for every set, and the single R-units where there is one Mark I."""
    machines = [learner["bits_right"] for learner in learners.values() if learner["kind"] == MARK1]
    single = machines[0] if len(machines) == 1 else None
    table = _table("set", [*map(title_of, learners), *(["single R-units"] if single else [])])
    for name in next(iter(learners.values()))["accuracy"]:
        shares = [learner["accuracy"][name] for learner in learners.values()]
        table.add_row(name, *(f"{share:.0%}" for share in [*shares, *([single[name]] if single else [])]))
    return table


def _by_learner(learners: Learners, labels: Mapping[str, str]) -> Table:
    """A row for every learner, which says its number, too."""
    first, *others = next(iter(learners.values()))["accuracy"]
    shown = others if len(others) < MOST_SETS else []
    table = Table("", LEARNER, box=None)
    for name in ("errorless pass", first, *(shown or [f"mean of {len(others)} more"] * bool(others))):
        table.add_column(name, justify="right", overflow="fold")
    for name, learner in learners.items():
        accuracy = learner["accuracy"]
        shares = [accuracy[first], *(accuracy[one] for one in shown)]
        if others and not shown:
            shares.append(sum(accuracy[one] for one in others) / len(others))
        passed = str(learner["errorless_pass"] or NOTHING)
        table.add_row(labels[name], title_of(name), passed, *(f"{share:.0%}" for share in shares))
    return table


def _measurements(measurements: Sequence[Mapping[str, Any]], labels: Mapping[str, str]) -> Iterator[Measured]:
    """Tables of all that was measured under the same kinds of conditions; also of what was no lane of the run."""
    kinds: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for one in measurements:
        kinds.setdefault(tuple(one["at"]), []).append({**one, LEARNER: labels.get(one[LEARNER], one[LEARNER])})
    for conditions, ones in kinds.items():
        learners, measures = (list(dict.fromkeys(one[key] for one in ones)) for key in (LEARNER, "measure"))
        if len(conditions) == 2 and len(measures) == 1 and len(ones) > len(learners):
            grids = [_grid([one for one in ones if one[LEARNER] == name], conditions) for name in learners]
            if all(len(grid.columns) <= MOST_ACROSS + 1 for grid in grids):
                down, across = map(_spaced, conditions)
                for name, grid in zip(learners, grids, strict=True):
                    what = f"{_begun(measures[0])} of {LEARNER} {name.strip()}"
                    yield f"{what}; rows: {down}, columns: {across}", grid, 0
                continue
        if conditions and len(measures) == 1 and len(learners) <= MOST_BESIDE:
            heading = f"{_begun(measures[0])} by {' and '.join(map(_spaced, conditions))}"
            yield (heading, *_pivoted(ones, conditions, LEARNER, learners))
            continue
        by_learner = sorted(ones, key=lambda one: learners.index(one[LEARNER]))
        rows = (LEARNER, *conditions)
        for begin in range(0, len(measures), MOST_MEASURES):
            shown = measures[begin : begin + MOST_MEASURES]
            what = _begun(shown[0]) if len(shown) == 1 else "Measured"
            yield (f"{what} by {joined(map(_spaced, rows))}", *_pivoted(by_learner, rows, "measure", shown))


def _pivoted(
    ones: Iterable[Mapping[str, Any]], rows: Sequence[str], across: str, columns: Sequence[str]
) -> tuple[Table, int]:
    """A row for every combination of what *rows* names, a column for each of *columns*, which *across* tells apart."""
    found: dict[tuple[Any, ...], dict[str, float]] = {}
    for one in ones:
        if one[across] in columns:
            row = tuple(one[LEARNER] if name == LEARNER else one["at"][name] for name in rows)
            found.setdefault(row, {})[one[across]] = one["value"]
    table = _table(_spaced(rows[0]), map(_spaced, (*rows[1:], *columns)))
    shown = MOST_ROWS if len(found) >= MOST_ROWS + FEWEST_LEFT_OUT else len(found)
    for row, values in list(found.items())[:shown]:
        numbers = [whole_or_four(values[name]) if name in values else NOTHING for name in columns]
        table.add_row(*map(_written, row), *numbers)
    return table, len(found) - shown


def _grid(ones: Sequence[Mapping[str, Any]], conditions: Sequence[str]) -> Table:
    """What was measured under two conditions: a row for each value of the first, a column for each of the second."""
    down, across = (list(dict.fromkeys(one["at"][name] for one in ones)) for name in conditions)
    found = {tuple(one["at"].values()): one["value"] for one in ones}
    table = _table("", map(_written, across))
    for row in down:
        cells = (found.get((row, column)) for column in across)
        table.add_row(_written(row), *(NOTHING if value is None else f"{value:.2g}" for value in cells))
    return table


def _show_costs(to: Console, learners: Learners, labels: Mapping[str, str]) -> None:
    """What each learner took: times, turns and energies of a machine rest on assumed values."""
    if len(learners) <= MOST_BESIDE:
        parts = "; ".join(f"{title_of(name)} {_costs(learner)}" for name, learner in learners.items())
        to.print(f"\nSpent: {parts}.")
        return
    table = _table(LEARNER, ["machine time", "all motors", "computing", "multiply-adds", "energy"])
    for name, learner in learners.items():
        times = [learner.get(key) for key in ("simulated_s", "motor_s", "wall_s")]
        adds = learner.get("multiply_adds")
        cells = [NOTHING if time_s is None else duration(time_s) for time_s in times]
        table.add_row(labels[name], *cells, NOTHING if adds is None else count(adds), energy(learner["energy_j"]))
    to.print("\nSpent (times of machines and energies are assumed):")
    to.print(table)


def _costs(learner: Mapping[str, Any]) -> str:
    if learner["kind"] == MARK1:
        return (
            f"{duration(learner['simulated_s'])}, its motors {duration(learner['motor_s'])} and "
            f"{count(learner['turned_deg'])}° together, {energy(learner['energy_j'])} (all assumed)"
        )
    return (
        f"{duration(learner['wall_s'])} of computing, {count(learner['multiply_adds'])} multiply-adds, "
        f"{energy(learner['energy_j'])} (assumed)"
    )


def _spaced(name: str) -> str:
    """*name* as words, which can be broken into lines, with the unit that it ends in."""
    words, unit = without_unit(name).replace("_", " "), unit_of(name)
    told = re.sub(r"\b([asr]) (units?)\b", lambda found: f"{found[1].upper()}-{found[2]}", words)
    return f"{told} ({unit})" if unit else told


def _begun(name: str) -> str:
    """*name* as the words that begin a heading."""
    return begun(_spaced(name))


def _written(value: object) -> str:
    return whole_or_four(value) if isinstance(value, float) else str(value)


def _table(first: str, others: Iterable[str]) -> Table:
    """A table without lines, whose columns after the first hold numbers."""
    table = Table(first, box=None)
    for name in others:
        table.add_column(name, justify="right", overflow="fold")
    return table
