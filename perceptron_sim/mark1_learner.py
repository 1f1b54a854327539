"""The Mark I as a learner: labels become codes on its R-units, lit codes become labels."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import simpy
from simpy.events import Event

from hardware import Exposure, Mark1, Mark1Snapshot, Mark1Spec, Pattern, Trainer, Wiring
from perceptron_sim.errors import StimulusError
from perceptron_sim.learner import MARK1, NO_ANSWER, FloatArray, Trial

PATTERNS_KEPT = 4096


@dataclass(frozen=True, slots=True)
class FiringTally:
    """How many exposures were read since the values were last cleared, and how many A-units fired at all of them."""

    exposures: int = 0
    fired: int = 0

    def share(self, a_units: int) -> float | None:
        """The share of so many *a_units* that fired, the mean of all exposures; None before the first has ended."""
        return self.fired / (self.exposures * a_units) if self.exposures else None


class Mark1Learner:
    """A Mark I and its trainer on the clock *env*, taught *codes* (classes, r_units) for its labels.

    *wiring* takes the place of the wiring that is drawn from *seed*. Lamps that differ from a code in no more than
    *correctable_bits* still mean its label; a code may have no other within twice as many.
    """

    kind = MARK1

    def __init__(
        self,
        env: simpy.Environment,
        spec: Mark1Spec,
        codes: npt.NDArray[np.bool_],
        *,
        seed: int,
        wiring: Wiring | None = None,
        correctable_bits: int = 0,
        name: str = MARK1,
    ) -> None:
        self.name, self._correctable_bits = name, correctable_bits
        self.machine = Mark1(env, spec, seed=seed, wiring=wiring)
        self.trainer = Trainer(self.machine)
        self.codes = codes
        self._env = env
        self._in_use = spec.response.in_use  # the lamps of idle R-units mean nothing, whatever they show
        self._labels = {tuple(code): label for label, code in enumerate(codes[:, : self._in_use].astype(int).tolist())}
        self._patterns: dict[bytes, Pattern] = {}
        self._tally = FiringTally()

    @property
    def firing(self) -> FiringTally:
        """How many A-units were found firing at the readings of all exposures so far."""
        return self._tally

    def meaning(self, code: tuple[int, ...]) -> int | None:
        """The label that *code* (r_units,) stands for, or None: some codes mean nothing."""
        lamps = code[: self._in_use]
        found = self._labels.get(lamps)
        if found is None and self._correctable_bits:
            wrong_bits = (self.codes[:, : self._in_use] != np.array(lamps, dtype=np.bool_)).sum(axis=1)
            nearest = int(wrong_bits.argmin())
            found = nearest if wrong_bits[nearest] <= self._correctable_bits else None
        return found

    def begin(self, image: FloatArray, label: int) -> Event:
        """Expose *image* (rows, columns), correct towards the code of *label*; the event's value is a Trial."""
        if not 0 <= label < len(self.codes):
            raise StimulusError(f"label must lie in 0..{len(self.codes) - 1}, got {label!r}")
        return self._env.process(self._teach(self._pattern(image), label))

    def classify(self, images: FloatArray) -> npt.NDArray[np.intp]:
        """(n, rows, columns) -> (n,): what long exposures would end in, as labels, NO_ANSWER where lamps mean none."""
        meanings = (self.meaning(tuple(code)) for code in self.lamps(images).astype(int).tolist())
        labels = (NO_ANSWER if label is None else label for label in meanings)
        return np.fromiter(labels, dtype=np.intp, count=len(images))

    def lamps(self, images: FloatArray) -> npt.NDArray[np.bool_]:
        """(n, rows, columns) -> (n, r_units): the R-lamps after long exposures, values as they stand."""
        return np.stack([self.machine.settled_answer(self._pattern(image)) for image in images])

    def forget(self) -> None:
        """Put every potentiometer back to its middle."""
        self.machine.clear_values()
        self._tally = FiringTally()

    def snapshot(self, at_s: float) -> Mark1Snapshot:
        """The machine at *at_s*, an instant before the clock's next event."""
        return self.trainer.snapshot(at_s)

    def _teach(self, pattern: Pattern, label: int) -> Generator[Event, Any, Trial]:
        clearings = self.machine.clearings
        exposure: Exposure = yield from self.trainer.teach(pattern, self.codes[label])
        if self.machine.clearings == clearings:  # else it belongs to what was cleared
            self._tally = FiringTally(self._tally.exposures + 1, self._tally.fired + exposure.firing)
        return Trial(
            learner=self.name,
            exposure=exposure.number,
            label=label,
            answer=self.meaning(exposure.answered),
            ended_s=exposure.ended_s,
            code="".join(map(str, exposure.answered)),
            simulated_s=exposure.ended_s - exposure.placed_s,
            motor_s=exposure.motor_s,
            turned_deg=exposure.turned_deg,
            relay_operations=exposure.relay_operations,
            energy_j=exposure.energy_j,
        )

    def _pattern(self, image: FloatArray) -> Pattern:
        """Prepare *image* once: stimuli come again and again."""
        key = image.tobytes()
        pattern = self._patterns.get(key)
        if pattern is None:
            if len(self._patterns) >= PATTERNS_KEPT:
                self._patterns.clear()
            pattern = self._patterns[key] = self.machine.pattern(image)
        return pattern
