"""Means over seeds of what lies between none and all: with their intervals, over passes and over settings.

Under several settings the same seeds come again, and what they give is not independent: an interval then takes all that
a seed gave for one draw.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from perceptron_sim.figures.run_record import FloatArray
from perceptron_sim.figures.sweeps.pairs import ALIKE, quantile
from perceptron_sim.figures.sweeps.swept_run import LEARNED, BoolArray, IntArray, SweptRun
from perceptron_sim.reproduction.intervals import wilson


@dataclass(frozen=True, slots=True)
class Share:
    """A mean over *count* machines or networks, with the ends of its 95 % interval."""

    value: float
    low: float
    high: float
    count: int


def share_of(measure: str, values: FloatArray, seeds: IntArray | None = None) -> Share:
    """The mean of *values*, NaN left out, whose *seeds* come again where there are several settings; else all differ.

    Its interval is Wilson's where each is yes or no, else Student's over the seeds, within none and all. Student's is
    not there, NaN, where there is a single seed or where all seeds gave the same, and Wilson's is over the seeds then.
    """
    known = np.isfinite(values)
    values, seeds = values[known], np.arange(known.sum()) if seeds is None else seeds[known]
    if not values.size:
        return Share(math.nan, math.nan, math.nan, 0)
    mean, often = float(values.mean()), np.bincount(seeds)
    draws = int(np.count_nonzero(often))
    half = _half(values - mean, seeds, draws)
    if measure == LEARNED and (draws == values.size or math.isnan(half)):
        estimate = wilson(mean * draws, draws)
        return Share(mean, estimate.low, estimate.high, values.size)
    return Share(mean, *(_within(mean - half), _within(mean + half)), values.size)


def _half(deviations: FloatArray, seeds: IntArray, draws: int) -> float:
    """Half of Student's interval, from each seed's sum of *deviations* from the mean of all; NaN if none differ."""
    sums = np.bincount(seeds, deviations)
    if draws == 1 or np.abs(sums).max() <= ALIKE * deviations.size:
        return math.nan
    return quantile(draws - 1) * math.sqrt(float(sums @ sums) * draws / (draws - 1)) / deviations.size


def _within(end: float) -> float:
    return min(max(end, 0.0), 1.0) if math.isfinite(end) else math.nan


def reached(run: SweptRun, chosen: BoolArray) -> list[Share]:
    """For each pass from the first, how many of the *chosen* rows had had a pass without an error by then."""
    errorless, seeds = run.rows.errorless_pass[chosen], run.rows.seed[chosen]
    last = int(run.rows.passes_done[chosen].max(initial=1))
    return [share_of(LEARNED, (errorless <= number).astype(float), seeds) for number in range(1, last + 1)]


def values_along(run: SweptRun, axis: int) -> list[Any]:
    """What the setting number *axis* of those varied is anywhere, in the order of the grid, or by size if numbers."""
    return run.along[axis][0]


def over(run: SweptRun, measure: str, learner: int, axis: int) -> Iterator[Share]:
    """The measure of one learner at each value of the setting number *axis*, over all else that varies."""
    values, places = run.along[axis]
    here = places[run.rows.combination]
    for place in range(len(values)):
        chosen = (run.rows.learner == learner) & (here == place)
        yield share_of(measure, run.measures[measure][chosen], run.rows.seed[chosen])


def half_way(values: Sequence[float], shares: Sequence[Share]) -> float | None:
    """Where, from left to right, the shares first pass one half, in a straight line between two of *values*.

    That is a capacity, where what varies is how much there is to learn, or with how much. None where they never do.
    """
    known = [(x, one.value) for x, one in zip(values, shares, strict=True) if math.isfinite(one.value)]
    for (left, before), (right, after) in pairwise(known):
        if (before - 0.5) * (after - 0.5) <= 0 and before != after:
            return left + (0.5 - before) / (after - before) * (right - left)
    return None


def grid_over(run: SweptRun, measure: str, learner: int, down: int, across: int) -> FloatArray:
    """(values down, values across): the mean measure of one learner at each value of the settings of these numbers.

    It is over all else that varies; NaN where nothing was measured.
    """
    values = run.measures[measure]
    chosen = (run.rows.learner == learner) & np.isfinite(values)
    (rows, row), (columns, column) = run.along[down], run.along[across]
    cell = (row * len(columns) + column)[run.rows.combination[chosen]]
    cells = len(rows) * len(columns)
    often, sums = np.bincount(cell, minlength=cells), np.bincount(cell, values[chosen], minlength=cells)
    means: FloatArray = np.divide(sums, often, out=np.full(cells, math.nan), where=often > 0)
    return means.reshape(len(rows), len(columns))
