"""What an experiment measured, sorted by how it is best seen: over a number, over two, over names, or as it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from perceptron_sim.figures.run_record import FloatArray, Point

SET = "set"  # a condition whose values stand together: what was taught, what was not
NAMED_BY_NUMBERS = {"digit", "class", "label", "set", "fold", "seed"}  # conditions whose numbers are only names
Value = float | int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Points of one *measure* under the same conditions; *over* are those that vary and are numbers, *by* the others
    that vary; *at* holds what is the same everywhere."""

    measure: str
    points: tuple[Point, ...]
    over: tuple[str, ...]
    by: tuple[str, ...]
    at: Mapping[str, Value]

    @property
    def learners(self) -> list[str]:
        """Whose points they are, in order."""
        return list(dict.fromkeys(point.learner for point in self.points))

    @property
    def values(self) -> list[float]:
        """All values."""
        return [point.value for point in self.points]

    def each(self, condition: str) -> list[Value]:
        """The values of a condition: numbers in their order, names as they came."""
        found = list(dict.fromkeys(point.at[condition] for point in self.points))
        return sorted(found, key=_as_number) if condition in self.over else found

    def of(self, **wanted: Value) -> "Group":
        """The part of the group in which the conditions *wanted* (or the learner) are so."""
        points = tuple(x for x in self.points if all({**x.at, "learner": x.learner}[k] == v for k, v in wanted.items()))
        by = tuple(name for name in self.by if name not in wanted)
        return Group(measure=self.measure, points=points, over=self.over, by=by, at={**self.at, **wanted})

    def parts(self, but: str = "") -> list["Group"]:
        """The group for each combination of what it varies *by*, the condition *but* aside."""
        first = next((name for name in self.by if name != but), None)
        if first is None:
            return [self]
        return [part for value in self.each(first) for part in self.of(**{first: value}).parts(but)]

    def numbers(self, condition: str) -> list[float]:
        """The values of a condition that is a number, in their order."""
        return [float(value) for value in self.each(condition)]

    def grid(self, down: str, across: str, rows: Sequence[float], columns: Sequence[float]) -> FloatArray:
        """(rows, columns): the values where the conditions *down* and *across* are so, NaN where there is none."""
        grid = np.full((len(rows), len(columns)), np.nan)
        for point in self.points:
            grid[rows.index(float(point.at[down])), columns.index(float(point.at[across]))] = point.value
        return grid


def grouped(points: Iterable[Point]) -> list[Group]:
    """*points* by measure and the names of their conditions, in the order in which they came."""
    together: dict[tuple[str, ...], list[Point]] = {}
    for point in points:
        together.setdefault((point.measure, *point.at), []).append(point)
    return [_group(measure, conditions, tuple(ones)) for (measure, *conditions), ones in together.items()]


def _group(measure: str, conditions: list[str], points: tuple[Point, ...]) -> Group:
    distinct = {name: {point.at[name] for point in points} for name in conditions}
    varied = [name for name in conditions if len(distinct[name]) > 1]
    over = tuple(name for name in varied if name not in NAMED_BY_NUMBERS and all(map(is_number, distinct[name])))
    learners = {point.learner for point in points}
    if len(over) > 1 and len(points) == len(learners):  # each learner has conditions of its own: its name says which
        over = ()
    by = tuple(name for name in varied if name not in over and len(points) > len(learners))
    at = {name: points[0].at[name] for name in conditions if name not in varied}
    return Group(measure=measure, points=points, over=over, by=by, at=at)


def is_number(value: object) -> bool:
    """Whether *value* can be a place on a scale."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _as_number(value: Value) -> float:
    return float(value) if is_number(value) else 0.0
