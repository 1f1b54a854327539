"""A row of the table, and how two things are timed in turn."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """Medians in microseconds, the median of the ratios taken pair by pair, and what is compared with what.

    A row whose reference is not installed has neither reference nor ratio.
    """

    name: str
    median_us: float
    reference_us: float | None
    ratio: float | None
    note: str
    ratio_at_most: float | None = None  # what is asked of it
    us_at_most: float | None = None

    @property
    def asked(self) -> str:
        """The figure asked, as it is printed: a ratio, a time, or nothing."""
        if self.ratio_at_most is not None:
            return f"<= {self.ratio_at_most:.3g}"
        return "" if self.us_at_most is None else f"<= {self.us_at_most:,.0f} us"

    @property
    def missed(self) -> bool:
        """Whether more was asked than this run found."""
        too_slow = self.us_at_most is not None and self.median_us > self.us_at_most
        return too_slow or (None not in (self.ratio_at_most, self.ratio) and self.ratio > self.ratio_at_most)


def seconds(work: Callable[[], object]) -> float:
    """How long *work* takes once."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def in_turn(
    name: str,
    ours: Callable[[], object],
    reference: Callable[[], object],
    *,
    calls: int,
    blocks: int,
    note: str,
    ratio_at_most: float | None = None,
    us_at_most: float | None = None,
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
        ratio_at_most,
        us_at_most,
    )


def alone(name: str, ours: Callable[[], object], *, calls: int, blocks: int, note: str, us_at_most: float) -> Row:
    """Time *ours*, a block of *calls* units of work, *blocks* times after a warm-up: there is nothing to compare."""
    ours()
    median_us = median(seconds(ours) for _ in range(blocks)) * 1e6 / calls
    return Row(name, median_us, None, None, note, us_at_most=us_at_most)
