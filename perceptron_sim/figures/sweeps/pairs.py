"""Two learners on the same seeds, held against each other: the mean difference, its interval, and a sign test."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np

from perceptron_sim.figures.run_record import FloatArray, LaneRun
from perceptron_sim.figures.sweeps.swept_run import LEARNED, IntArray, SweptRun
from perceptron_sim.reproduction.intervals import student_quantile

quantile = cache(student_quantile)
MOST_AGAINST_EACH_OTHER = 4  # learners; of more, all are held against the first


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """*first* beside *second* in one *measure* on the seeds that both have, all else equal.

    difference is the mean of first minus second, low and high the ends of its 95 % interval (Student's over the seeds,
    which a single seed does not have: NaN). better, equal and worse count seeds; chance is that of the sign test: how
    often a fair coin would be at least as one-sided over the seeds that are not equal.
    """

    first: LaneRun
    second: LaneRun
    combination: int
    measure: str
    difference: float
    low: float
    high: float
    better: int
    equal: int
    worse: int
    chance: float

    @property
    def seeds(self) -> int:
        """On how many seeds both were measured."""
        return self.better + self.equal + self.worse


def pairings(run: SweptRun) -> Iterator[Pairing]:
    """Every comparison of *run*: each examined set, each combination of settings, each two learners."""
    for measure, values in run.measures.items():
        if measure == LEARNED:
            continue  # yes or no, which the figures of criteria show
        for first, second in _couples(len(run.learners)):
            for combination in range(run.grid.combinations):
                differences = _differences(run, values, combination, first, second)
                if differences.size:
                    lanes = run.learners[first], run.learners[second]
                    yield _pairing(*lanes, combination, measure, differences)


def sign_test(better: int, worse: int) -> float:
    """How likely a fair coin is to fall at least so one-sidedly; 1 where it was never thrown."""
    thrown, fewer = better + worse, min(better, worse)
    tail = term = 1
    for number in range(1, fewer + 1):
        term = term * (thrown - number + 1) // number
        tail += term
    return min(1.0, 2 * tail / 2**thrown) if thrown else 1.0


def _couples(learners: int) -> list[tuple[int, int]]:
    if learners <= MOST_AGAINST_EACH_OTHER:
        return list(combinations(range(learners), 2))
    return [(0, other) for other in range(1, learners)]


def _differences(run: SweptRun, values: FloatArray, combination: int, first: int, second: int) -> FloatArray:
    """First minus second on each seed that both have."""
    there, seeds = run.rows.combination == combination, run.rows.seed
    values_of = []
    for learner in (first, second):
        places: IntArray = np.flatnonzero(there & (run.rows.learner == learner) & np.isfinite(values))
        values_of.append(dict(zip(seeds[places].tolist(), values[places].tolist(), strict=True)))
    one, other = values_of
    return np.array([one[seed] - other[seed] for seed in one if seed in other], dtype=np.float64)


def _pairing(first: LaneRun, second: LaneRun, combination: int, measure: str, differences: FloatArray) -> Pairing:
    count, mean = differences.size, float(differences.mean())
    half = math.nan
    if count > 1:
        half = quantile(count - 1) * float(differences.std(ddof=1)) / math.sqrt(count)
    better, worse = int((differences > 0).sum()), int((differences < 0).sum())
    return Pairing(
        first=first,
        second=second,
        combination=combination,
        measure=measure,
        difference=mean,
        low=mean - half,
        high=mean + half,
        better=better,
        equal=count - better - worse,
        worse=worse,
        chance=sign_test(better, worse),
    )
