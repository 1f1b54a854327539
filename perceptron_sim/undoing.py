"""What can be undone: where a session stood before each command that changed it, and what was to come then."""

from collections import deque
from dataclasses import dataclass

from perceptron_sim.commands import LoggedCommand, ModelCommand
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.moments import Instant, Moments

MOST_UNDONE = 100  # commands, the latest ones
MOST_ERAS = 4  # seeds that were left of which moments are kept; to older ones the way begins at their beginning
BYTES_OF_AN_ERA = 4 * 10**6  # of its moments, once it is left


@dataclass(frozen=True, slots=True, kw_only=True)
class Era:
    """From one seed to the next: the *experiment* it began with, the *commands* given before, what is remembered."""

    experiment: Experiment
    commands: int
    moments: Moments
    pass_ends: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Future:
    """What was known of the time to come: *log*, the lesson at which each was *given* if that is known, *furthest*.

    pass_ends are the lessons at which passes end, those of the past included.
    """

    log: tuple[LoggedCommand, ...]
    given: tuple[int | None, ...]
    furthest: int
    pass_ends: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoable:
    """Before *command*: the instant, the *future* as it was then, and the era that was *left* for another one."""

    command: ModelCommand
    instant: Instant
    future: Future
    left: Era | None


class Undoables:
    """The latest commands of a session that can be undone."""

    def __init__(self) -> None:
        self._kept: deque[Undoable] = deque(maxlen=MOST_UNDONE)

    @property
    def latest(self) -> Undoable | None:
        """The one that would be undone."""
        return self._kept[-1] if self._kept else None

    def add(self, undoable: Undoable) -> None:
        """One more; the era that it left is made small, and those that were left long ago give up their moments."""
        self._kept.append(undoable)
        if undoable.left is not None:
            undoable.left.moments.shrink(BYTES_OF_AN_ERA)
            for era in [one.left for one in self._kept if one.left is not None][:-MOST_ERAS]:
                era.moments.shrink(0)

    def pop(self) -> Undoable:
        """Take out the latest one."""
        return self._kept.pop()
