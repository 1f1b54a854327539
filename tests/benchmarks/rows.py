"""A row of the table, and how two things are timed in turn."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """Medians in microseconds, the median of the ratios taken pair by pair, and what is compared with what."""

    name: str
    median_us: float
    reference_us: float
    ratio: float
    note: str


def seconds(work: Callable[[], object]) -> float:
    """How long *work* takes once."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def in_turn(
    name: str, ours: Callable[[], object], reference: Callable[[], object], *, calls: int, blocks: int, note: str
) -> Row:
    """Time *ours* and *reference*, each a block of *calls* units of work, in turn *blocks* times after a warm-up."""
    ours(), reference()
    pairs = [(seconds(ours), seconds(reference)) for _ in range(blocks)]
    us = 1e6 / calls
    return Row(
        name,
        median(ours_s for ours_s, _ in pairs) * us,
        median(reference_s for _, reference_s in pairs) * us,
        median(ours_s / reference_s for ours_s, reference_s in pairs),
        note,
    )
