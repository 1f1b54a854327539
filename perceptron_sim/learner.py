"""What both machines promise: shown an image and told its label, each answers, learns and says what that cost."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from simpy.events import Event

FloatArray = npt.NDArray[np.floating]
NO_ANSWER = -1  # the Mark I may light a code that means nothing
MARK1, MODERN = "mark1", "modern"  # the two kinds of learners; also their names where there is one of each


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One exposure of one learner. What a learner does not spend is zero; wall_s depends on the computer.

    label and answer are classes; answer is None where the lamps mean none. code is the R-lamps lit, R1 first, as
    "10010000", and loss the network's; the other learner has None. pass_number counts from 1 and stimulus is the image
    in the taught set; the session fills them in. ended_s is its clock when the trial was over. energy_j rests on
    assumed powers for both learners.
    """

    learner: str
    exposure: int
    label: int
    answer: int | None
    ended_s: float
    pass_number: int = 0
    stimulus: int = -1
    code: str | None = None
    loss: float | None = None
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

    @property
    def kind(self) -> str:
        """MARK1 or MODERN."""

    def begin(self, image: FloatArray, label: int) -> Event:
        """Show *image* (rows, columns), teach that it is *label*; the event's value is the finished Trial."""

    def classify(self, images: FloatArray) -> npt.NDArray[np.intp]:
        """(n, rows, columns) -> (n,) labels or NO_ANSWER; no time passes and nothing is learned."""

    def forget(self) -> None:
        """Clear all weights at once; wiring and tolerances stay."""
