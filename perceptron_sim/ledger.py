"""The score: what each learner has been shown, got wrong and spent since its weights were last cleared."""

from array import array
from collections import deque
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from perceptron_sim.learner import Trial

SUMMED = ("simulated_s", "motor_s", "turned_deg", "relay_operations", "multiply_adds", "energy_j", "wall_s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One learner's account. recent is the share right in the last pass's worth of exposures, None before the first.

    held_out is the share of the unseen set named rightly after the last full pass; None before, or if there is none.
    errorless_pass is the first pass through all that is taught without an error. curve (exposures,) is *recent* after
    each exposure, read-only.
    """

    exposures: int
    errors: int
    recent: float | None
    held_out: float | None
    passes: int
    errorless_pass: int | None
    last: Trial | None
    curve: npt.NDArray[np.float32]
    simulated_s: float
    motor_s: float
    turned_deg: float
    relay_operations: int
    multiply_adds: int
    energy_j: float
    wall_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PassResult:
    """One pass through what is taught: by learner, errors and the share of the unseen set, if any, named rightly."""

    number: int
    errors: dict[str, int]
    held_out: dict[str, float]


class Account:
    """The running score of one learner; the last *window* exposures count as recent."""

    def __init__(self, window: int) -> None:
        self._recent: deque[bool] = deque(maxlen=window)
        self._recent_right = 0
        self._curve = array("f")
        self._sums = dict.fromkeys(SUMMED, 0.0)
        self._exposures = self._errors = self._errors_before_pass = self._passes = 0
        self._last: Trial | None = None
        self._held_out: float | None = None
        self.errorless_pass: int | None = None

    def add(self, trial: Trial) -> None:
        """Enter one exposure."""
        if len(self._recent) == self._recent.maxlen:
            self._recent_right -= self._recent[0]
        self._recent.append(trial.right)
        self._recent_right += trial.right
        self._curve.append(self._recent_right / len(self._recent))
        self._exposures += 1
        self._errors += not trial.right
        self._last = trial
        for name in SUMMED:
            self._sums[name] += getattr(trial, name)

    def close_pass(self, held_out: float | None, *, of_all: bool = True) -> int:
        """End a pass through the stimuli, *of_all* or some of them; return its errors."""
        errors = self._errors - self._errors_before_pass
        self._errors_before_pass = self._errors
        self._passes += 1
        self._held_out = held_out
        if errors == 0 and of_all and self.errorless_pass is None:
            self.errorless_pass = self._passes
        return errors

    def score(self) -> Score:
        """The account as it stands."""
        curve = np.array(self._curve, dtype=np.float32)
        curve.flags.writeable = False
        sums = self._sums
        return Score(
            exposures=self._exposures,
            errors=self._errors,
            recent=float(curve[-1]) if self._exposures else None,
            held_out=self._held_out,
            passes=self._passes,
            errorless_pass=self.errorless_pass,
            last=self._last,
            curve=curve,
            simulated_s=sums["simulated_s"],
            motor_s=sums["motor_s"],
            turned_deg=sums["turned_deg"],
            relay_operations=int(sums["relay_operations"]),
            multiply_adds=int(sums["multiply_adds"]),
            energy_j=sums["energy_j"],
            wall_s=sums["wall_s"],
        )
