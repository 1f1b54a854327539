"""Going back in time: to any of the last 1,000 lessons, and what the moments to go back to take."""

import random
import time
from collections.abc import Iterator
from statistics import median

from rows import Row

from perceptron_sim import Letters, Session

LESSONS = 1500
MOST_MB = 64
MOST_US = 200_000


def rows(journeys: int) -> Iterator[Row]:
    """One row for the usual way, one for the longest of *journeys*."""
    session, dice = Session(Letters(until_errorless=False, passes=100)), random.Random(1960)
    while session.lesson < LESSONS:
        session.step()
    times_us = []
    for _ in range(journeys):
        lesson = dice.randrange(LESSONS - 1000, LESSONS)
        began = time.perf_counter()
        session.go_back(lesson)
        times_us.append(1e6 * (time.perf_counter() - began))
    note = f"moments hold {session.moments_bytes / 1e6:.1f} of {MOST_MB} MB"
    yield Row("go back to one of 1,000 lessons", median(times_us), None, None, note, us_at_most=MOST_US)
    yield Row("go back, the longest way", max(times_us), None, None, f"of {journeys} ways", us_at_most=MOST_US)
