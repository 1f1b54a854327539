"""The pace: turns seconds before the window into simulated seconds, within a budget of computing."""

import math

from perceptron_sim.commands import ChangeSpeed, PaceCommand, Pause, SetSpeed, StepExposure
from perceptron_sim.session import Session

REAL_TIME = 1.0
SPEEDS: tuple[float, ...] = (REAL_TIME, 2.0, 5.0, 10.0, 20.0, 60.0, 200.0, 1000.0, float("inf"))
DEFAULT_SPEED_INDEX = 1  # at ten times real time the whole retina would flash more often than is safe to look at
BUDGET_S = 0.008
LEAST_BUDGET_S = 0.001
STEADIED_S = 1.0  # within which the pace that is kept follows the one of the moment
LEAST_KEPT = 0.95  # of the asked pace, to be told as kept
KEPT_SHARE = 0.9  # of what drawing took, from one picture to the next: a slow one is remembered for a while


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

    @property
    def speed(self) -> float:
        """Simulated seconds a second."""
        return SPEEDS[self.speed_index]

    @property
    def kept(self) -> bool:
        """Whether the asked pace is kept, taken over about a second; the last one asks for no more than there is."""
        return self.reached is None or self.speed == SPEEDS[-1] or self.reached >= LEAST_KEPT * self.speed

    def tick(self, elapsed_s: float) -> None:
        """Let the session catch up with *elapsed_s* seconds before the window, as far as the budget allows."""
        self.behind = False
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

    def begin(self, session: Session) -> None:
        """Go on with another *session*, at the same speed, running."""
        self.session, self.paused, self.behind, self.reached = session, False, False, None

    def apply(self, command: PaceCommand) -> None:
        """Carry out a command about time."""
        match command:
            case Pause():
                self.paused = not self.paused
            case StepExposure():
                self.paused = True
                self.session.advance_exposure()
            case ChangeSpeed(steps):
                self._set(self.speed_index + steps)
            case SetSpeed(index):
                self._set(index)

    def _set(self, index: int) -> None:
        self.speed_index, self.reached = min(max(index, 0), len(SPEEDS) - 1), None
