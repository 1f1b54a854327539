"""One line of evidence: what a source says, what our machine does, and how sure that is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

NOT_FOUND = "not found"  # in the column of the sources: nobody's figure is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """*source* is a key of docs/history-and-fidelity.md; *basis* is over how many, and the interval if there is one."""

    what: str
    source: str
    theirs: str
    ours: str
    basis: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over machines and the half width of its 95 % interval, two standard errors."""

    value: float
    half_width: float
    least: float
    most: float

    def percent(self, digits: int = 1) -> str:
        """The mean as a percentage."""
        return percent(self.value, digits)

    def interval(self, digits: int = 1, unit: float = 0.01) -> str:
        """The half width, in percentage points or another *unit*; nothing for a single machine."""
        return f"± {self.half_width / unit:.{digits}f}" if math.isfinite(self.half_width) else ""


def percent(share: float, digits: int = 1) -> str:
    """*share* of 1 as a percentage."""
    return f"{100 * share:.{digits}f} %"


def over(count: int, *intervals: str) -> str:
    """*count* machines and the intervals that there are."""
    return ", ".join([f"{count} machine{'' if count == 1 else 's'}", *filter(None, intervals)])


def span(numbers: Sequence[float]) -> str:
    """The least and the greatest of *numbers*, as whole numbers."""
    least, most = f"{min(numbers):.0f}", f"{max(numbers):.0f}"
    return least if least == most else f"{least} to {most}"


def mean_of(values: Sequence[float]) -> Mean:
    """The mean of one value per machine; of a single machine the interval is endless."""
    array = np.asarray(values, dtype=np.float64)
    half = 2 * float(array.std(ddof=1)) / math.sqrt(array.size) if array.size > 1 else math.inf
    return Mean(float(array.mean()), half, float(array.min()), float(array.max()))
