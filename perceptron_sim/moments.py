"""Going back in time: what a session was between two exposures, kept now and then, to be gone on from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from perceptron_sim.breakdowns import BreakdownsState
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.teaching import TeachingState

SPACING = 32  # lessons from one moment to the next, of the latest ones
CLOSE = 1024  # lessons back to which moments stand that close; farther back they stand ever farther apart
MOST_BYTES = 48 * 10**6  # of the moments of one seed; with those of the seeds that were left 64 MB


@dataclass(frozen=True, slots=True)
class Instant:
    """A point between two events: *events_now* of those at *time_s* are over, and *commands* of the log carried out."""

    lesson: int
    time_s: float
    events_now: int
    commands: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """All that the future of a session depends on, before the lesson *lesson* (counted from 0) begins.

    *events_now* events of the instant *time_s* have been carried out, and *commands* of the log; *digest* is that of
    all records so far. learners and breakdowns are by learner's name.
    """

    lesson: int
    time_s: float
    events_now: int
    commands: int
    digest: str
    experiment: Experiment
    teaching: TeachingState
    learners: Mapping[str, Any]
    breakdowns: Mapping[str, BreakdownsState]

    @property
    def size_bytes(self) -> int:
        """What its arrays hold; the records they share with the session are left out."""
        return sum(map(_held_bytes, self.learners.values()))


class Moments:
    """The moments of one seed, the latest closest together, of MOST_BYTES at most: then they stand farther apart."""

    def __init__(self) -> None:
        self._spacing = SPACING
        self._kept: dict[int, Moment] = {}
        self._sizes: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def size_bytes(self) -> int:
        """What all of them hold."""
        return sum(self._sizes.values())

    def due(self, lesson: int) -> bool:
        """Whether one ought to be kept before *lesson*; before the first none is needed, a session begins anew."""
        return lesson > 0 and lesson % self._spacing == 0 and lesson not in self._kept

    def keep(self, moment: Moment) -> None:
        """Add *moment*, and drop what is no longer needed so closely, then what there is no room for."""
        self._kept[moment.lesson], self._sizes[moment.lesson] = moment, moment.size_bytes
        self._drop([each for each in self._kept if each % _spacing(moment.lesson - each)])
        self.shrink(MOST_BYTES)

    def shrink(self, most_bytes: int) -> None:
        """Keep no more than *most_bytes*: every other one is left out, and those to come, as often as is needed."""
        while self._kept and self.size_bytes > most_bytes:
            self._spacing *= 2
            self._drop([each for each in self._kept if each % self._spacing or len(self._kept) == 1])

    def before(self, to: int | Instant) -> Moment | None:
        """The latest one from which *to* can be reached: where a lesson has just ended, or an instant."""
        kept = self._kept.values()
        if isinstance(to, Instant):
            fitting = [each for each in kept if _before_instant(each, to)]
        else:
            fitting = [each for each in kept if each.lesson < to]
        return max(fitting, key=_lesson, default=None)

    def drop_after(self, at: Instant) -> None:
        """Forget what lies after *at*: another future begins there."""
        self._drop([lesson for lesson, each in self._kept.items() if not _before_instant(each, at)])

    def _drop(self, lessons: list[int]) -> None:
        for lesson in lessons:
            del self._kept[lesson], self._sizes[lesson]


def _before_instant(moment: Moment, at: Instant) -> bool:
    in_time = (moment.time_s, moment.events_now) <= (at.time_s, at.events_now)
    return in_time and moment.commands <= at.commands


def _lesson(moment: Moment) -> int:
    return moment.lesson


def _spacing(age: int) -> int:
    """How far apart moments stand that lie *age* lessons back: close, then two between an age and twice that age."""
    if age <= CLOSE:
        return SPACING
    spacing = CLOSE // 2
    while age > 4 * spacing:
        spacing *= 2
    return spacing


def _held_bytes(value: Any) -> int:
    if isinstance(value, np.ndarray):
        return int(value.nbytes)
    if isinstance(value, Mapping):
        return sum(map(_held_bytes, value.values()))
    if isinstance(value, list | tuple):
        return sum(map(_held_bytes, value))
    return 0
