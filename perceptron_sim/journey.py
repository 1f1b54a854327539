"""The way to another instant of a session: from a moment before it, event by event, commands where they were given."""

from collections.abc import Callable, Sequence

from perceptron_sim.commands import LoggedCommand
from perceptron_sim.errors import SettingError
from perceptron_sim.moments import Instant
from perceptron_sim.operating import carry_out
from perceptron_sim.timeline import Timeline


class Journey:
    """Lets a timeline run to *to*, a lesson or an instant, with the commands of *log*; *arrive* is called there.

    *begin* makes the timeline, at some instant before, when the way is first gone on. Until the end nobody sees
    anything of it, and it can be dropped.
    """

    def __init__(
        self,
        begin: Callable[[], Timeline],
        log: Sequence[LoggedCommand],
        to: int | Instant,
        arrive: Callable[[Timeline], None],
        wall_clock: Callable[[], float],
        most_steps: float = float("inf"),
    ) -> None:
        self._begin, self._log, self._arrive, self._wall_clock = begin, log, arrive, wall_clock
        self._to = to
        self._steps_left = most_steps  # SettingError where it takes more
        self._began: int | None = None  # the lesson at which the timeline began
        self._arrived = False

    @property
    def lesson(self) -> int:
        """Which lesson it goes to."""
        return self._to if isinstance(self._to, int) else self._to.lesson

    @property
    def share(self) -> float:
        """How much of the way lies behind, from 0 to 1."""
        if self._arrived:
            return 1.0
        if self._began is None:
            return 0.0
        return min(1.0, (self._timeline.teaching.lesson - self._began) / max(1, self.lesson - self._began))

    def go_on(self, budget_s: float) -> bool:
        """Go as far as *budget_s* of computing allows; True if it has arrived."""
        deadline_s = self._wall_clock() + budget_s
        if self._began is None:
            self._timeline = self._begin()
            self._began = self._timeline.teaching.lesson
        while not self._arrived:
            if self._there():
                self._arrived = True
                self._arrive(self._timeline)
                break
            self._step()
            if self._wall_clock() >= deadline_s:
                return self._arrived
        return True

    def _there(self) -> bool:
        timeline, to = self._timeline, self._to
        if isinstance(to, int):
            return timeline.teaching.lesson >= to
        if timeline.commands < to.commands or not timeline.reached(to):
            return False
        timeline.env.move_to(to.time_s)
        return True

    def _step(self) -> None:
        """The next command of the log, if it is due, or the next event."""
        timeline = self._timeline
        if not replayed(timeline, self._log):
            check_ahead(timeline, self._log, self._to)
            self._steps_left -= 1
            if self._steps_left < 0:
                raise SettingError(f"log must lead on in fewer events, got one that is at {timeline.env.now!r} s")
            timeline.step()


def replayed(timeline: Timeline, log: Sequence[LoggedCommand], until_s: float = float("inf")) -> bool:
    """Carry out the next command of *log* on *timeline*, if it is due, by *until_s* at the latest; whether it was."""
    if timeline.commands >= len(log):
        return False
    logged = log[timeline.commands]
    if logged.time_s > until_s or not timeline.reached(logged):
        return False
    timeline.env.move_to(logged.time_s)
    carry_out(timeline, logged.command)
    return True


def check_ahead(timeline: Timeline, log: Sequence[LoggedCommand], to: int | Instant | None = None) -> None:
    """Raise SettingError where *timeline* comes neither to the next command of *log* nor to *to*, however long it runs.

    A log that somebody else has written, or of another experiment, may name an instant that never comes.
    """
    ahead: LoggedCommand | Instant | None = log[timeline.commands] if timeline.commands < len(log) else None
    if isinstance(to, Instant) and timeline.commands >= to.commands:
        ahead = to
    never = timeline.env.peek() == float("inf") if ahead is None else timeline.missed(ahead)
    gone_by = isinstance(to, Instant) and timeline.teaching.lesson > to.lesson
    never = never or gone_by or timeline.finished  # where the course is over, time stands
    if never:
        at_s = "a lesson further on" if ahead is None else f"{ahead.time_s!r} s, event {ahead.events_now}"
        raise SettingError(f"log must lead to instants that come, got {at_s}, which does not")
