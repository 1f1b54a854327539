"""Long computations cut into slices: a little of them is done for every picture, and each says how far it is."""

import time
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

import numpy as np

Found = TypeVar("Found")
SLICE_S = 0.0015  # of computing for one picture


class Sliced(Generic[Found]):
    """Goes through *steps*, each a better answer than the one before, for a moment at a time; `latest` is the best."""

    def __init__(self, steps: Iterator[Found], clock: Callable[[], float] = time.perf_counter) -> None:
        self._steps, self._clock = steps, clock
        self.latest: Found | None = None
        self.finished = False

    def advance(self, budget_s: float = SLICE_S) -> Found | None:
        """Go on for *budget_s*, one step at least, and give the best answer so far."""
        deadline_s = self._clock() + budget_s
        while not self.finished:
            try:
                with np.errstate(all="ignore"):  # a network that has run away is told in words
                    self.latest = next(self._steps)
            except StopIteration:
                self.finished = True
            if self._clock() >= deadline_s:
                break
        return self.latest
