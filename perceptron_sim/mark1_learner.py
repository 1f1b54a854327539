"""The Mark I as a learner: labels become codes on its R-units, lit codes become labels."""

from collections.abc import Generator
from typing import Any

import numpy as np
import numpy.typing as npt
import simpy
from simpy.events import Event

from hardware import Exposure, Mark1, Mark1Snapshot, Mark1Spec, Pattern, Trainer, Wiring
from perceptron_sim.errors import StimulusError
from perceptron_sim.learner import NO_ANSWER, FloatArray, Trial

PATTERNS_KEPT = 4096


def binary_codes(classes: int, r_units: int = 8) -> npt.NDArray[np.bool_]:
    """(classes, r_units): label 0 is the number 1, label 25 the number 26, lowest bit on R1; 0 means no class."""
    numbers = np.arange(1, classes + 1)
    codes: npt.NDArray[np.bool_] = (numbers[:, None] >> np.arange(r_units)) % 2 == 1
    return codes


class Mark1Learner:
    """A Mark I and its trainer on the clock *env*, taught *codes* (classes, r_units) for its labels.

    *wiring* takes the place of the wiring that is drawn from *seed*.
    """

    name = "mark1"

    def __init__(
        self,
        env: simpy.Environment,
        spec: Mark1Spec,
        codes: npt.NDArray[np.bool_],
        *,
        seed: int,
        wiring: Wiring | None = None,
    ) -> None:
        self.machine = Mark1(env, spec, seed=seed, wiring=wiring)
        self.trainer = Trainer(self.machine)
        self.codes = codes
        self._env = env
        self._labels = {tuple(code): label for label, code in enumerate(codes.astype(int).tolist())}
        self._patterns: dict[bytes, Pattern] = {}

    def meaning(self, code: tuple[int, ...]) -> int | None:
        """The label that *code* (r_units,) stands for, or None: some codes mean nothing."""
        return self._labels.get(code)

    def begin(self, image: FloatArray, label: int) -> Event:
        """Expose *image* (20, 20), correct towards the code of *label*; the event's value is a Trial."""
        if not 0 <= label < len(self.codes):
            raise StimulusError(f"label must lie in 0..{len(self.codes) - 1}, got {label!r}")
        return self._env.process(self._teach(self._pattern(image), label))

    def classify(self, images: FloatArray) -> npt.NDArray[np.intp]:
        """(n, 20, 20) -> (n,): what long exposures would end in, read as labels, NO_ANSWER where a code has none."""
        meanings = (self._labels.get(tuple(code), NO_ANSWER) for code in self.lamps(images).astype(int).tolist())
        return np.fromiter(meanings, dtype=np.intp, count=len(images))

    def lamps(self, images: FloatArray) -> npt.NDArray[np.bool_]:
        """(n, 20, 20) -> (n, r_units): the R-lamps after long exposures, values as they stand."""
        return np.stack([self.machine.settled_answer(self._pattern(image)) for image in images])

    def forget(self) -> None:
        """Put every potentiometer back to its middle."""
        self.machine.clear_values()

    def snapshot(self, at_s: float) -> Mark1Snapshot:
        """The machine at *at_s*, an instant before the clock's next event."""
        return self.trainer.snapshot(at_s)

    def _teach(self, pattern: Pattern, label: int) -> Generator[Event, Any, Trial]:
        exposure: Exposure = yield from self.trainer.teach(pattern, self.codes[label])
        return Trial(
            learner=self.name,
            exposure=exposure.number,
            label=label,
            answer=self.meaning(exposure.answered),
            ended_s=exposure.ended_s,
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
