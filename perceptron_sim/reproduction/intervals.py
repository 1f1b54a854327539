"""How sure a figure is: 95 % intervals of Student for means over seeds, of Wilson for counts, none for closed forms."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

CONFIDENCE = 0.95
NORMAL_QUANTILE = 1.959963984540054  # of two-sided 95 %


class Kind(StrEnum):
    """What an interval rests on."""

    STUDENT = "Student t"
    WILSON = "Wilson"
    EXACT = "exact"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and the ends of its 95 % interval; *over*: how many machines, wirings or draws it was measured on."""

    value: float
    low: float
    high: float
    over: int
    kind: Kind


def exact(value: float) -> Estimate:
    """A closed form: no interval, no seeds."""
    return Estimate(value, value, value, 0, Kind.EXACT)


def student(values: Sequence[float], least: float = -math.inf, most: float = math.inf) -> Estimate:
    """The mean of one value for each seed; its interval is cut off at what a figure can be, *least* and *most*.

    Of a single seed the interval is everything that can be.
    """
    array = np.asarray(values, dtype=np.float64)
    mean = float(array.mean())
    if array.size == 1:
        return Estimate(mean, least, most, 1, Kind.STUDENT)
    half = student_quantile(array.size - 1) * float(array.std(ddof=1)) / math.sqrt(array.size)
    return Estimate(mean, max(mean - half, least), min(mean + half, most), array.size, Kind.STUDENT)


def wilson(successes: float, trials: int) -> Estimate:
    """The share of *trials* that were *successes* (E. B. Wilson 1927)."""
    share, z2 = successes / trials, NORMAL_QUANTILE**2
    middle = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = NORMAL_QUANTILE * math.sqrt(share * (1 - share) / trials + z2 / (4 * trials**2)) / (1 + z2 / trials)
    low = 0.0 if successes == 0 else middle - half
    high = 1.0 if successes == trials else middle + half
    return Estimate(share, low, high, trials, Kind.WILSON)


def student_quantile(freedom: int) -> float:
    """t of two-sided 95 % at so many degrees of *freedom*, one or more."""
    low, high = 0.0, math.pi / 2
    for _ in range(60):  # to the last digit
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < CONFIDENCE else (low, middle)
    return math.tan(high) * math.sqrt(freedom)


def _within(angle: float, freedom: int) -> float:
    """How likely |t| is below tan(angle) sqrt(freedom): the finite sums of Abramowitz & Stegun 26.7.3 and 26.7.4."""
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = freedom % 2
    term = cosine if odd else 1.0
    total = 0.0 if freedom == 1 else term
    for power in range(3 if odd else 2, freedom - 1, 2):
        term *= (power - 1) / power * cosine * cosine
        total += term
    return (angle + sine * total) * 2 / math.pi if odd else sine * total
