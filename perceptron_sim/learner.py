"""What both machines promise: shown an image and told its label, each answers, learns and says what that cost."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from simpy.events import Event

FloatArray = npt.NDArray[np.floating]
NO_ANSWER = -1  # the Mark I may light a code that means nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One exposure of one learner. What a learner does not spend is zero; wall_s depends on the computer.

    answer is a label, or None where the answer means none; ended_s is the session's clock when the trial was over.
    energy_j rests on assumed powers for both learners.
    """

    learner: str
    exposure: int
    label: int
    answer: int | None
    ended_s: float
    simulated_s: float = 0.0
    motor_s: float = 0.0
    turned_deg: float = 0.0
    relay_operations: int = 0
    multiply_adds: int = 0
    energy_j: float = 0.0
    wall_s: float = 0.0

    @property
    def right(self) -> bool:
        """Whether the answer was the label."""
        return self.answer == self.label


class Learner(Protocol):
    """A machine that can be taught by showing."""

    @property
    def name(self) -> str:
        """What records and reports call it."""

    def begin(self, image: FloatArray, label: int) -> Event:
        """Show *image* (20, 20) and teach that it is *label*; return the event whose value is the finished Trial."""

    def classify(self, images: FloatArray) -> npt.NDArray[np.intp]:
        """(n, 20, 20) -> (n,) labels or NO_ANSWER; no time passes and nothing is learned."""

    def forget(self) -> None:
        """Clear all weights at once; wiring and tolerances stay."""
