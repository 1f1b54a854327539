"""What both machines promise: shown an image and told its label, each answers, learns and says what that cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """How a learner takes an image, and how sure it is.

    Of a Mark I: margins (r_units in use,) are volts above the threshold of each R-unit, below it negative, after a long
    exposure without noise; sureness is the least of them, whatever its sign; label is None where the lamps mean none.
    Of a network: margins (classes,) are the probabilities, sureness the greatest.
    """

    label: int | None
    sureness: float
    margins: tuple[float, ...]


class Learner(Protocol):
    """A machine that can be taught by showing."""

    @property
    def name(self) -> str:
        """What records and reports call it."""

    @property
    def kind(self) -> str:
        """MARK1 or MODERN."""

    def begin(self, image: FloatArray, label: int | None) -> Event:
        """Show *image* (rows, columns), teach that it is *label*, or only ask; the event's value is the finished Trial.

        The label of a trial that only asked is NO_ANSWER.
        """

    def classify(self, images: FloatArray) -> npt.NDArray[np.intp]:
        """(n, rows, columns) -> (n,) labels or NO_ANSWER; no time passes and nothing is learned."""

    def opinion(self, image: FloatArray) -> "Opinion":
        """What it makes of *image* (rows, columns) as it stands; no time passes and nothing is learned."""

    def forget(self) -> None:
        """Clear all weights at once; wiring and tolerances stay."""

    def state(self) -> Mapping[str, Any]:
        """All that its future depends on, between two lessons: plain values and arrays, to be changed by nobody."""

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from what `state` told, the clock being where it was then."""
