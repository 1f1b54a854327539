"""Two learners on the same seeds, held against each other: the mean difference, its interval, and a sign test."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np

from perceptron_sim.figures.run_record import FloatArray, LaneRun
from perceptron_sim.figures.sweeps.swept_run import LEARNED, SweptRun
from perceptron_sim.reproduction.intervals import NORMAL_QUANTILE, student_quantile

quantile = cache(student_quantile)
ALIKE = 1e-12  # shares that differ by less differ by rounding only
MOST_AGAINST_EACH_OTHER = 4  # learners; of more, all are held against the first


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """*first* beside *second* in one *measure* on the seeds that both have, all else equal.

    difference is the mean of first minus second, low and high the ends of its 95 % interval, both NaN where there is
    none: of a single seed, or of several that all differ alike. better, equal and worse count seeds; chance is that of
    the sign test: how often a fair coin would be at least as one-sided over the seeds that are not equal (of yes and no
    that is McNemar's exact test).
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
    """Every comparison of *run*: each measure, each combination of settings, each two learners."""
    for measure, values in run.measures.items():
        known = _by_seed(run, values)
        for first, second in _couples(len(run.learners)):
            for combination, of_seeds in enumerate(known[first] - known[second]):
                differences = of_seeds[np.isfinite(of_seeds)]
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


def yes_or_no_interval(better: int, worse: int, count: int) -> tuple[float, float]:
    """95 % for (better - worse) / count, where each of *count* pairs is of yes or no (D. G. Bonett & R. M. Price 2012).

    As if one more pair had differed either way, so that few pairs, or pairs that are all alike, are not taken for sure.
    """
    first, second = (better + 1) / (count + 2), (worse + 1) / (count + 2)
    middle = first - second
    half = NORMAL_QUANTILE * math.sqrt((first + second - middle**2) / (count + 2))
    return max(middle - half, -1.0), min(middle + half, 1.0)


def _couples(learners: int) -> list[tuple[int, int]]:
    if learners <= MOST_AGAINST_EACH_OTHER:
        return list(combinations(range(learners), 2))
    return [(0, other) for other in range(1, learners)]


def _by_seed(run: SweptRun, values: FloatArray) -> FloatArray:
    """(learners, combinations, seeds): *values*, NaN where there is none."""
    known = np.full((len(run.learners), run.grid.combinations, len(run.grid.seeds)), math.nan)
    known[run.rows.learner, run.rows.combination, run.rows.seed] = values
    return known


def _pairing(first: LaneRun, second: LaneRun, combination: int, measure: str, differences: FloatArray) -> Pairing:
    count, mean = differences.size, float(differences.mean())
    better, worse = int((differences > 0).sum()), int((differences < 0).sum())
    if measure == LEARNED:
        low, high = yes_or_no_interval(better, worse, count)
    elif count > 1 and np.ptp(differences) > ALIKE:
        half = quantile(count - 1) * float(differences.std(ddof=1)) / math.sqrt(count)
        low, high = max(mean - half, -1.0), min(mean + half, 1.0)
    else:
        low = high = math.nan
    return Pairing(
        first=first,
        second=second,
        combination=combination,
        measure=measure,
        difference=mean,
        low=low,
        high=high,
        better=better,
        equal=count - better - worse,
        worse=worse,
        chance=sign_test(better, worse),
    )
