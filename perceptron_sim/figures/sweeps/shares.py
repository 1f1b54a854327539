"""Means over seeds of what lies between none and all: with their intervals, over passes and over settings."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from perceptron_sim.figures.run_record import FloatArray
from perceptron_sim.figures.sweeps.pairs import quantile
from perceptron_sim.figures.sweeps.swept_run import LEARNED, BoolArray, SweptRun
from perceptron_sim.reproduction.intervals import wilson


@dataclass(frozen=True, slots=True)
class Share:
    """A mean over *count* machines or networks, with the ends of its 95 % interval."""

    value: float
    low: float
    high: float
    count: int


def share_of(measure: str, values: FloatArray) -> Share:
    """The mean of *values*, NaN left out: Wilson's interval where each is yes or no, else Student's within 0 and 1."""
    known = values[np.isfinite(values)]
    if not known.size:
        return Share(math.nan, math.nan, math.nan, 0)
    mean = float(known.mean())
    if measure == LEARNED:
        estimate = wilson(float(known.sum()), known.size)
        return Share(mean, estimate.low, estimate.high, known.size)
    if known.size == 1:
        return Share(mean, math.nan, math.nan, 1)
    half = quantile(known.size - 1) * float(known.std(ddof=1)) / math.sqrt(known.size)
    return Share(mean, max(mean - half, 0.0), min(mean + half, 1.0), known.size)


def reached(run: SweptRun, chosen: BoolArray) -> list[Share]:
    """For each pass from the first, how many of the *chosen* rows had had a pass without an error by then."""
    errorless = run.rows.errorless_pass[chosen]
    last = int(run.rows.passes_done[chosen].max(initial=1))
    return [share_of(LEARNED, (errorless <= number).astype(float)) for number in range(1, last + 1)]


def values_along(run: SweptRun, axis: int) -> list[Any]:
    """What the setting number *axis* of those varied is anywhere, in the order of the grid, or by size if numbers."""
    distinct: dict[str, Any] = {repr(one[axis]): one[axis] for one in run.settings}
    values = list(distinct.values())
    return sorted(values) if all(map(is_number, values)) else values


def over(run: SweptRun, measure: str, learner: int, axis: int, values: Sequence[Any]) -> Iterator[Share]:
    """The measure of one learner at each of *values* of the setting number *axis*, over all else that varies."""
    for value in values:
        yield share_of(measure, run.measures[measure][at(run, learner, {axis: value})])


def half_way(values: Sequence[float], shares: Sequence[Share]) -> float | None:
    """Where, from left to right, the shares first pass one half, in a straight line between two of *values*.

    That is a capacity, where what varies is how much there is to learn, or with how much. None where they never do.
    """
    known = [(x, one.value) for x, one in zip(values, shares, strict=True) if math.isfinite(one.value)]
    for (left, before), (right, after) in pairwise(known):
        if (before - 0.5) * (after - 0.5) <= 0 and before != after:
            return left + (0.5 - before) / (after - before) * (right - left)
    return None


def grid_over(
    run: SweptRun, measure: str, learner: int, down: tuple[int, Sequence[Any]], across: tuple[int, Sequence[Any]]
) -> FloatArray:
    """(down, across): the mean measure of one learner, over all else that varies; NaN where nothing was measured."""
    means = [
        [
            share_of(measure, run.measures[measure][at(run, learner, {down[0]: y, across[0]: x})]).value
            for x in across[1]
        ]
        for y in down[1]
    ]
    return np.array(means)


def at(run: SweptRun, learner: int, wanted: dict[int, Any]) -> BoolArray:
    """Which rows are of *learner*, with these settings by their numbers."""
    fits = np.array([all(repr(one[axis]) == repr(value) for axis, value in wanted.items()) for one in run.settings])
    chosen: BoolArray = (run.rows.learner == learner) & fits[run.rows.combination]
    return chosen


def is_number(value: object) -> bool:
    """Whether *value* can be a place on a scale."""
    return isinstance(value, int | float) and not isinstance(value, bool)
