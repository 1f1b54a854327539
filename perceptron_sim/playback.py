"""The pace: turns seconds before the window into simulated seconds, within a budget of computing."""

from perceptron_sim.commands import ChangeSpeed, PaceCommand, Pause, SetSpeed, StepExposure
from perceptron_sim.session import Session

REAL_TIME = 1.0
SPEEDS: tuple[float, ...] = (REAL_TIME, 2.0, 5.0, 10.0, 20.0, 60.0, 200.0, 1000.0, float("inf"))
DEFAULT_SPEED_INDEX = 3
BUDGET_S = 0.008


class Playback:
    """Paused or running, at one of SPEEDS simulated seconds a second; the last is as fast as the computer can.

    *budget_s* is what each tick may compute; without a limit, ticks depend on nothing but their seconds.
    """

    def __init__(self, session: Session, *, budget_s: float = BUDGET_S) -> None:
        self.session = session
        self._budget_s = budget_s
        self.paused = False
        self.speed_index = DEFAULT_SPEED_INDEX
        self.behind = False  # whether the computer could not keep the asked pace in the last tick

    @property
    def speed(self) -> float:
        """Simulated seconds a second."""
        return SPEEDS[self.speed_index]

    def tick(self, elapsed_s: float) -> None:
        """Let the session catch up with *elapsed_s* seconds before the window, as far as the budget allows."""
        self.behind = False
        if self.paused or self.session.finished:
            return
        caught_up = self.session.advance(elapsed_s * self.speed, budget_s=self._budget_s)
        self.behind = not caught_up and self.speed != SPEEDS[-1]

    def apply(self, command: PaceCommand) -> None:
        """Carry out a command about time."""
        match command:
            case Pause():
                self.paused = not self.paused
            case StepExposure():
                self.paused = True
                self.session.advance_exposure()
            case ChangeSpeed(steps):
                self.speed_index = min(max(self.speed_index + steps, 0), len(SPEEDS) - 1)
            case SetSpeed(index):
                self.speed_index = min(max(index, 0), len(SPEEDS) - 1)
