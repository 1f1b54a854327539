"""The past of a session, and what is known of its future: its log, the moments to go back to, what can be undone."""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import partial

from perceptron_sim.commands import LoggedCommand, ModelCommand, NewSeed
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.journey import Journey, replayed
from perceptron_sim.moments import Instant, Moment, Moments
from perceptron_sim.operating import carry_out
from perceptron_sim.timeline import Timeline
from perceptron_sim.undoing import Era, Future, Undoable, Undoables

MOST_MARKS = 4096  # ends of passes that are known, the latest ones
MOST_STEPS_TO_TAKE_UP = 500_000  # events from a moment to where a session is taken up: half a minute of computing


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """All that is needed to go on with a session elsewhere.

    *first* is the experiment it began with, *begun* the one its present seed began with, after *begun_commands*
    commands; *log* are all commands, those of the known future included, *at* is where it stands, *furthest* the
    furthest lesson known, and *moment* one on the way there, from which the rest is computed; None: from the beginning
    of this seed.
    """

    first: Experiment
    begun: Experiment
    begun_commands: int
    log: tuple[LoggedCommand, ...]
    at: Instant
    furthest: int
    moment: Moment | None
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Lessons at which passes ended and at which commands were given, in order, of this seed; as far as is known."""

    passes: Sequence[int]
    commands: Sequence[int]


class History:
    """Holds the *timeline* of the present; *measure* measures after the last pass of any.

    Whoever goes back keeps the future: as time passes, the commands of the log are given again at their instants, until
    another command is given; then another branch begins, and the old future is gone, but for who undoes that. Unless
    it is to *remember*, no moments are kept: then every way begins at the beginning.
    """

    def __init__(
        self,
        experiment: Experiment,
        wall_clock: Callable[[], float],
        measure: Callable[["History"], Iterator[Measurement]],
        *,
        remember: bool = True,
        kept: Kept | None = None,
    ) -> None:
        self._wall_clock, self._measure, self._remember = wall_clock, measure, remember
        self.first = experiment
        self.log: list[LoggedCommand] = []
        self._given: list[int | None] = []  # the lesson at which each command of the log was given, if it is known
        self._undoables = Undoables()
        self.branch = 0
        """How often the log has been changed: a way that was begun before leads nowhere."""
        if kept is None:
            self._begin(experiment, 0)
        else:
            self._take_up(kept)

    def _begin(self, experiment: Experiment, commands: int) -> None:
        era = Era(experiment=experiment, commands=commands, moments=Moments(), pass_ends=[])
        self.timeline = self._new_timeline(era, None)
        self._era, self._furthest = era, 0

    def _take_up(self, kept: Kept) -> None:
        """Be where *kept* says."""
        self.first, self.log, self._given = kept.first, list(kept.log), [None] * len(kept.log)
        self._era = Era(experiment=kept.begun, commands=kept.begun_commands, moments=Moments(), pass_ends=[])
        self._furthest = kept.furthest
        if kept.moment is not None:
            self._era.moments.keep(kept.moment)
        timeline = self._new_timeline(self._era, kept.moment)
        arrive = partial(setattr, self, "timeline")
        Journey(lambda: timeline, self.log, kept.at, arrive, self._wall_clock, MOST_STEPS_TO_TAKE_UP).go_on(math.inf)

    def _new_timeline(self, era: Era, moment: Moment | None) -> Timeline:
        return Timeline(
            era.experiment if moment is None else moment.experiment,
            self._wall_clock,
            partial(self._before_lesson, era),
            lambda timeline: self._measure(self.around(timeline)),
            commands=era.commands,
            moment=moment,
        )

    def around(self, timeline: Timeline) -> "History":
        """The same with *timeline* as its present."""
        other = copy(self)
        other.timeline = timeline
        return other

    @property
    def has_future(self) -> bool:
        """Whether any command will be given again as time goes on."""
        return self.timeline.commands < len(self.log)

    @property
    def furthest(self) -> int:
        """The furthest lesson that is known to come, or this one."""
        return max(self._furthest, self.timeline.teaching.lesson)

    @property
    def undoable(self) -> ModelCommand | None:
        """What would be undone."""
        latest = self._undoables.latest
        return latest.command if latest else None

    @property
    def moments_bytes(self) -> int:
        """What the moments of the present seed hold."""
        return self._era.moments.size_bytes

    def marks(self) -> Marks:
        """What there is to see on the way from the first lesson to the furthest."""
        given = (lesson for lesson in self._given[self._era.commands :] if lesson is not None)
        teaching, ends = self.timeline.teaching, self._era.pass_ends
        last = (teaching.lesson,) if teaching.pass_has_ended and teaching.lesson not in ends[-1:] else ()
        return Marks(passes=(*ends, *last), commands=tuple(given))

    def keep(self) -> Kept:
        """All that is needed to go on elsewhere."""
        timeline = self.timeline
        return Kept(
            first=self.first,
            begun=self._era.experiment,
            begun_commands=self._era.commands,
            log=tuple(self.log),
            at=timeline.now,
            furthest=self.furthest,
            moment=self._era.moments.before(timeline.now),
            digest=timeline.digest.hexdigest(),
        )

    def foresee(self, log: Sequence[LoggedCommand]) -> None:
        """Let the commands of *log* be those to come, in place of what was known."""
        done = self.timeline.commands
        self.log[done:], self._given[done:] = log, [None] * len(log)
        self.branch += 1

    def replay(self, until_s: float = math.inf) -> bool:
        """Give the next command of the known future again, if it is due, by *until_s* at the latest; whether it was."""
        timeline, number = self.timeline, self.timeline.commands
        if number >= len(self.log):
            return False
        logged = self.log[number]
        lesson = timeline.teaching.lesson
        if isinstance(logged.command, NewSeed):
            if logged.time_s > until_s or not timeline.reached(logged):
                return False
            self._change_seed(logged.command)
            self._undoables = Undoables()  # they belong to the seed that was left
        elif not replayed(timeline, self.log, until_s):
            return False
        self._given[number] = lesson
        return True

    def apply(self, command: ModelCommand) -> None:
        """Carry out *command* now and log it; what was known of the future is dropped, and can be had again by undo."""
        now, left = self.timeline.now, self._era
        done = now.commands
        future = Future(
            log=tuple(self.log[done:]),
            given=tuple(self._given[done:]),
            furthest=self.furthest,
            pass_ends=tuple(left.pass_ends),
        )
        if isinstance(command, NewSeed):
            self._change_seed(command)
        else:
            carry_out(self.timeline, command)
            self._drop_after(now)
        self.branch += 1
        self.log[done:] = [LoggedCommand(now.time_s, now.events_now, command)]
        self._given[done:] = [now.lesson]
        changed = left if left is not self._era else None
        self._undoables.add(Undoable(command=command, instant=now, future=future, left=changed))

    def undoing(self) -> Journey:
        """The way to where nothing of the latest command is left; SettingError where there is none.

        That may be earlier or, for who has gone back since, later.
        """
        undoable = self._undoables.latest
        if undoable is None:
            raise SettingError("session must have a command to undo, got none")
        era = undoable.left or self._era
        return self._journey(undoable.instant, era, partial(self._undone, self.branch, undoable, era))

    def journey(self, lesson: int) -> Journey:
        """The way to where *lesson* lessons had ended; SettingError beyond what is known."""
        if type(lesson) is not int or not 0 <= lesson <= self.furthest:
            raise SettingError(f"lesson must be from 0 to {self.furthest}, got {lesson!r}")
        return self._journey(lesson if lesson else Instant(0, 0.0, 0, self._era.commands))

    def _journey(
        self, to: int | Instant, era: Era | None = None, arrive: Callable[[Timeline], None] | None = None
    ) -> Journey:
        era = era or self._era
        begin = partial(self._new_timeline, era, era.moments.before(to))
        return Journey(begin, self.log, to, arrive or partial(self._arrive, self.branch), self._wall_clock)

    def _arrive(self, branch: int, timeline: Timeline) -> None:
        if branch != self.branch:
            raise SettingError("way must lead to what is still to come, got one that was begun before another command")
        self._furthest = self.furthest
        self.timeline = timeline

    def _undone(self, branch: int, undoable: Undoable, era: Era, timeline: Timeline) -> None:
        self._arrive(branch, timeline)
        self._undoables.pop()
        self.branch += 1
        done, future, self._era = undoable.instant.commands, undoable.future, era
        self.log[done:], self._given[done:] = future.log, future.given
        self._furthest, era.pass_ends[:] = future.furthest, future.pass_ends

    def _before_lesson(self, era: Era, timeline: Timeline) -> None:
        teaching = timeline.teaching
        if teaching.pass_has_ended:
            _note(era.pass_ends, teaching.lesson)
        if self._remember and era.moments.due(teaching.lesson):
            era.moments.keep(timeline.moment())

    def _change_seed(self, command: NewSeed) -> None:
        self._begin(replace(self.timeline.experiment, seed=command.seed), self.timeline.commands + 1)

    def _drop_after(self, now: Instant) -> None:
        """Forget what lay ahead of *now*: another branch begins."""
        self._furthest = now.lesson
        self._era.moments.drop_after(now)
        ends = self._era.pass_ends
        del ends[bisect_right(ends, now.lesson) :]


def _note(pass_ends: list[int], lesson: int) -> None:
    """Enter *lesson*, unless it is there, in its order."""
    place = bisect_right(pass_ends, lesson)
    if not place or pass_ends[place - 1] != lesson:
        pass_ends.insert(place, lesson)
        del pass_ends[:-MOST_MARKS]
