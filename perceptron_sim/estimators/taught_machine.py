"""A Mark I with its trainer at its bench, between lessons: it is taught, looked at, and can be pickled."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import simpy

from hardware import Code, Exposure, Mark1, Pattern, Trainer, checkpoint, restored
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.mark1_learner import PATTERNS_KEPT

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]
Images = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answers:
    """What long exposures end in, without noise: lamps (n, r_units in use) and how far each sum is from its threshold.

    margins_v (n, r_units in use) are volts of zero or more.
    """

    lamps: BoolArray
    margins_v: FloatArray


class TaughtMachine:
    """The Mark I of *experiment*, as a session would have it, to be taught lesson by lesson."""

    def __init__(self, experiment: Experiment) -> None:
        machine = Mark1(simpy.Environment(), experiment.mark1, seed=experiment.seed)
        self._trainer = Trainer(machine)
        self._in_use = experiment.mark1.response.in_use
        self.codes: BoolArray = experiment.codes  # (classes, r_units)
        self.correctable_bits = experiment.correctable_bits
        self._known: dict[Code, int] = {}  # what lamps mean that have been seen
        self.energy_j = 0.0  # of all lessons, on assumed powers

    @property
    def simulated_s(self) -> float:
        """What the machine's clock shows."""
        return float(self._trainer.machine.env.now)

    @property
    def codes_in_use(self) -> BoolArray:
        """(classes, r_units in use): the lamps that mean each class."""
        return self.codes[:, : self._in_use]

    def teach(self, images: Images, classes: IntArray, orders: Iterable[IntArray]) -> Iterator[int]:
        """For each of *orders* give lessons on *images* (n, rows, columns), towards the codes of their *classes* (n,).

        Yields the errors of each such pass.
        """
        patterns: dict[int, Pattern] = {}
        for order in orders:
            errors = 0
            for index in order.tolist():
                if index not in patterns:
                    if len(patterns) >= PATTERNS_KEPT:
                        patterns.clear()
                    patterns[index] = self._trainer.machine.pattern(images[index])
                errors += self._lesson(patterns[index], int(classes[index]))
            yield errors

    def _lesson(self, pattern: Pattern, label: int) -> bool:
        """One lesson; whether the answer was wrong."""
        env = self._trainer.machine.env
        lesson = env.process(self._trainer.teach(pattern, self.codes[label]))
        exposure = cast(Exposure, env.run(until=lesson))
        self.energy_j += exposure.energy_j
        lamps = exposure.answered[: self._in_use]
        if lamps not in self._known:
            self._known[lamps] = int(self.meanings(np.array([lamps], dtype=np.bool_))[0])
        return self._known[lamps] != label

    def answers(self, images: Images) -> Answers:
        """What long exposures to *images* (n, rows, columns) would end in, values as they stand; no time passes."""
        machine, now_s = self._trainer.machine, self._trainer.machine.env.now
        steps, spec = machine.potentiometers.wiper_steps(now_s), machine.spec.response
        sums_v = np.empty((len(images), spec.units))
        for place, image in enumerate(images):
            firing = machine.association.fires(machine.retina.felt(machine.pattern(image)).closes)
            sums_v[place] = machine.response.sums_v(firing, steps)
        in_use = slice(self._in_use)
        margins_v = np.abs(sums_v - spec.threshold_v)[:, in_use]
        return Answers(lamps=machine.response.decide(sums_v)[:, in_use], margins_v=margins_v)

    def meanings(self, lamps: BoolArray) -> IntArray:
        """(n, r_units in use) -> (n,): the class that each row of lamps means, or −1 where it means none."""
        wrong = disagreement(lamps, self.codes_in_use, np.ones(lamps.shape))
        return np.where(wrong.min(axis=1) <= self.correctable_bits, wrong.argmin(axis=1), -1)

    def checkpoint(self) -> str:
        """The machine as it stands, as a document."""
        return checkpoint(self._trainer)

    def __getstate__(self) -> dict[str, Any]:
        """Everything, the machine as a checkpoint: processes on a clock cannot be pickled."""
        return {**self.__dict__, "_trainer": self.checkpoint()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update({**state, "_trainer": restored(state["_trainer"]).trainer})


def disagreement(lamps: BoolArray, codes: BoolArray, weights: FloatArray) -> FloatArray:
    """(n, units), (classes, units), (n, units) -> (n, classes): the weights of lamps that are not as in the code."""
    lit, dark = weights * lamps, weights * ~lamps
    wrong: FloatArray = lit @ (~codes).T.astype(np.float64) + dark @ codes.T.astype(np.float64)
    return wrong
