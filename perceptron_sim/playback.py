"""The pace: turns seconds before the window into simulated seconds, within a budget; and goes to other instants."""

import math
import time
from collections import deque
from itertools import count
from typing import Protocol

from perceptron_sim.commands import (
    ChangeSpeed,
    PaceCommand,
    Pause,
    SetSpeed,
    StepEvent,
    StepExposure,
    StepPass,
)
from perceptron_sim.errors import SimulatorError
from perceptron_sim.session import Session

REAL_TIME, SLOW = 1.0, (0.1, 0.25, 0.5)
SPEEDS: tuple[float, ...] = (*SLOW, REAL_TIME, 2.0, 5.0, 10.0, 20.0, 60.0, 200.0, 1000.0, float("inf"))
DEFAULT_SPEED_INDEX = SPEEDS.index(2.0)  # at ten times real time the retina would flash more often than is safe
BUDGET_S = 0.008
LEAST_BUDGET_S = 0.001
STEADIED_S = 1.0  # within which the pace that is kept follows the one of the moment
LEAST_KEPT = 0.95  # of the asked pace, to be told as kept
KEPT_SHARE = 0.9  # of what drawing took, from one picture to the next: a slow one is remembered for a while
EVENTS_BETWEEN_LOOKS = 16  # at the clock, while a pass is run through
MOST_LEFT = 3  # sessions that are kept to go back to
LEAST_WAY_S = 0.004  # of a tick, for the way to another instant: while a hand scrubs, nothing else is computed
AT_ONCE_S = 0.1  # within which a command is undone while the window waits
PATIENCE = 20  # ticks, a third of a second: a way that takes more of them still is given up for another


class Way(Protocol):
    """What Session.journey gives: the session is elsewhere once it has been gone to its end, and not before."""

    @property
    def share(self) -> float:
        """How much of it has been gone, 0 to 1."""

    def go_on(self, budget_s: float) -> bool:
        """Go on for *budget_s* of computing; whether the end is reached."""


class Playback:
    """Paused or running, at one of SPEEDS simulated seconds a second; the last is as fast as the computer can.

    *budget_s* is what each tick may compute; without a limit, ticks depend on nothing but their seconds.
    """

    def __init__(self, session: Session, *, budget_s: float = BUDGET_S) -> None:
        self.session = session
        self._most_s = self._budget_s = budget_s
        self._drawing_s = 0.0
        self.paused = False
        self.speed_index = DEFAULT_SPEED_INDEX
        self.behind = False  # whether the computer could not keep the asked pace in the last tick
        self.reached: float | None = None  # simulated seconds a second, steadied; None where nothing is known yet
        self.going_to: int | None = None  # the lesson to which one is on the way
        self._left: deque[tuple[Session, object]] = deque(maxlen=MOST_LEFT)  # each with what was asked for then
        self._way: Way | None = None
        self._taking_back: object | None = None  # the command at whose undoing it is, where that takes long
        self._way_to, self._ticks = 0, 0  # where it leads, and for how long it has been gone
        self._pass: tuple[int, int] | None = None  # the pass that is run to its end, and the lesson at the latest

    @property
    def speed(self) -> float:
        """Simulated seconds a second."""
        return SPEEDS[self.speed_index]

    @property
    def kept(self) -> bool:
        """Whether the asked pace is kept, taken over about a second; the last one asks for no more than there is."""
        return self.reached is None or self.speed == SPEEDS[-1] or self.reached >= LEAST_KEPT * self.speed

    @property
    def share(self) -> float:
        """How much of the way to another lesson has been gone, 0 to 1."""
        return self._way.share if self._way else 0.0

    @property
    def slow(self) -> bool:
        """Whether the way to another lesson takes so long that a word should be said about it."""
        return self._way is not None and self._ticks >= PATIENCE

    def tick(self, elapsed_s: float) -> None:
        """Let the session catch up with *elapsed_s* seconds before the window, as far as the budget allows."""
        self.behind = False
        if self.going_to is not None:
            self._go_on()
            return
        if self._pass is not None:
            self._run_through(self._pass)
        if self.paused or self.session.finished:
            return
        before_s = self.session.time_s
        caught_up = self.session.advance(elapsed_s * self.speed, budget_s=self._budget_s)
        if elapsed_s and not self.session.finished:
            self._note((self.session.time_s - before_s) / elapsed_s, elapsed_s)
        self.behind = not caught_up and self.speed != SPEEDS[-1]

    def _note(self, pace: float, elapsed_s: float) -> None:
        """Follow the *pace* of the moment slowly, so that it can be read."""
        before = self.reached
        if before is None:
            before = pace if self.speed == SPEEDS[-1] else self.speed
        self.reached = before + (pace - before) * min(1.0, elapsed_s / STEADIED_S)

    def make_room(self, drawing_s: float, frame_s: float) -> None:
        """Compute no longer than is left of *frame_s* beside drawing, which took *drawing_s*: the speed drops first."""
        if math.isfinite(self._most_s):
            self._drawing_s = max(drawing_s, KEPT_SHARE * self._drawing_s)
            self._budget_s = max(LEAST_BUDGET_S, min(self._most_s, frame_s - self._drawing_s))

    @property
    def undoable(self) -> object | None:
        """The command that `undo` takes back: one to the session, or the one that began it; None if there is none."""
        command = self.session.undoable
        return command if command is not None or not self._left else self._left[-1][1]

    def undo(self) -> object:
        """Take the latest command back and say which it was; SettingError where there is none.

        At once, but where that takes longer than a hand notices: then tick by tick, and nothing else is taken back.
        """
        if self._taking_back is not None:
            return self._taking_back
        self.stay()
        if self.session.undoable is None and self._left:
            self.session, command = self._left.pop()
            self.behind, self.reached = False, None
            return command
        way, command = self.session.undoing(), self.session.undoable
        if not way.go_on(AT_ONCE_S if math.isfinite(self._most_s) else math.inf):
            self._way, self._way_to, self._ticks = way, way.lesson, 1
            self.going_to, self._taking_back = way.lesson, command
        return command

    def begin(self, session: Session, because: object | None = None) -> None:
        """Go on with another *session*, at the same speed, running; with *because*, a command, it can be undone."""
        self.stay()
        if because is not None:
            self._left.append((self.session, because))
        self.session, self.paused, self.behind, self.reached = session, False, False, None

    def go_to(self, lesson: int) -> None:
        """Pause, and be on the way to *lesson*, tick by tick; one that is gone for a moment only is gone to its end.

        So, while a hand scrubs, what lies between is seen wherever the computer gets there.
        """
        self.paused, self._pass = True, None
        self.going_to = min(max(lesson, 0), self.session.furthest)

    def stay(self) -> None:
        """Be no longer on the way anywhere."""
        self.going_to = self._way = self._pass = self._taking_back = None

    def _go_on(self) -> None:
        wanted = self.going_to
        if self._way is None or (wanted != self._way_to and self._is_long(self._way.share)):
            assert wanted is not None
            self._way, self._way_to, self._ticks = self.session.journey(wanted), wanted, 0
        self._ticks += 1
        try:
            there = self._way.go_on(self._way_budget_s)
        except SimulatorError:
            self.stay()
            raise
        if there:
            self._way = self._taking_back = None
            if wanted == self._way_to:
                self.going_to = None

    @property
    def _way_budget_s(self) -> float:
        """What a tick may compute of the way; its first step, which takes out the moment before, has one for itself."""
        if self._ticks == 1 and math.isfinite(self._most_s):
            return 0.0
        return max(self._budget_s, min(self._most_s, LEAST_WAY_S))

    def _is_long(self, share: float) -> bool:
        """Whether the way of which *share* is gone will take long still, for a hand that has moved on."""
        return self._ticks >= PATIENCE and self._ticks * (1 - share) > PATIENCE * share

    def apply(self, command: PaceCommand) -> None:
        """Carry out a command about time; a single step pauses."""
        match command:
            case Pause():
                self.paused = not self.paused
                self.stay()
            case StepEvent() | StepExposure() | StepPass():
                self.paused = True
                self._step(command)
            case ChangeSpeed(steps):
                self._set(self.speed_index + steps)
            case SetSpeed(index):
                self._set(index)

    def _step(self, command: StepEvent | StepExposure | StepPass) -> None:
        self.stay()
        session = self.session
        if session.finished:
            return
        match command:
            case StepEvent():
                session.step()
            case StepExposure():
                session.advance_exposure()
            case StepPass():
                self._pass = session.pass_number, session.lesson + session.experiment.pass_length

    def _run_through(self, until: tuple[int, int]) -> None:
        """Go on to the end of the pass, or where none comes, for as many lessons as one has."""
        session, deadline_s = self.session, time.perf_counter() + self._budget_s
        number, lesson = until
        for events in count():
            if session.pass_number != number or session.lesson >= lesson or session.finished or session.waiting:
                self._pass = None
                return
            if events % EVENTS_BETWEEN_LOOKS == 0 and events and time.perf_counter() >= deadline_s:
                return
            session.step()

    def _set(self, index: int) -> None:
        self.speed_index, self.reached = min(max(index, 0), len(SPEEDS) - 1), None
