"""The bench of a transplant: a machine's double whose potentiometers are set by hand, examined beside other weights."""

from collections.abc import Callable, Iterator
from functools import cached_property

import numpy as np
import numpy.typing as npt

from hardware import UNASSIGNED, Pattern
from perceptron_sim.experiments.learnability import firing
from perceptron_sim.experiments.learner_doubles import double_of, labels_of, settled_lamps
from perceptron_sim.experiments.machine_as_network import network_of
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.output_weights import logistic_weights, sums
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.mark1_learner import Mark1Learner

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Lamps = Callable[[str], BoolArray]  # of a set's name: (n, r_units), lit or not


class Bench:
    """A double of *learner*'s machine and the *sets* it is asked about, the taught one first."""

    def __init__(self, learner: Mark1Learner, sets: dict[str, Stimuli]) -> None:
        self.machine = double_of(learner).machine
        self._learner, self._sets = learner, sets
        self._patterns: dict[str, list[Pattern]] = {
            name: [self.machine.pattern(image) for image in stimuli.images] for name, stimuli in sets.items()
        }
        self._fires = {name: firing(self.machine, stimuli.images) for name, stimuli in sets.items()}

    def trained(self, epochs: int, rng: np.random.Generator) -> FloatArray:
        """(a_units,): weights that logistic regression finds on the A-units for the codes of the first set."""
        name, stimuli = next(iter(self._sets.items()))
        wanted = self._learner.codes[stimuli.labels]
        return logistic_weights(self._fires[name], wanted, self.machine.wiring.assignment, epochs, rng)

    def by(self, weights: FloatArray, threshold: float = 0.0) -> Lamps:
        """The lamps whose sums of *weights* (a_units,) are above *threshold*, whatever is broken behind the A-units."""
        wiring, r_units = self.machine.wiring, self.machine.spec.response.units
        return lambda name: sums(self._fires[name], weights, wiring.assignment, r_units) > threshold

    def on_potentiometers(self, name: str) -> BoolArray:
        """The lamps that the double lights, shafts as they stand."""
        return settled_lamps(self.machine, self._patterns[name])

    @property
    def in_a_network(self) -> Lamps:
        """The lamps of a network with the double's wires and windings, shafts as they stand now."""
        network = network_of(self.machine)

        def lamps(name: str) -> BoolArray:
            images = self._sets[name].images
            lit: BoolArray = network.logits_of(images.reshape(len(images), -1)) > 0
            return lit

        return lamps

    def accuracies(self, values: str, lamps: Lamps, *at: tuple[str, float]) -> Iterator[Measurement]:
        """The share of each set that *lamps* name rightly; *values* tells what kind of weights they rest on."""
        for name, stimuli in self._sets.items():
            right = labels_of(self._learner, lamps(name)) == stimuli.labels
            yield self.share(f"accuracy_{values}", float(right.mean()), *at, ("set", name))

    def share(self, measure: str, value: float, *at: tuple[str, float | str]) -> Measurement:
        """One figure of this machine."""
        return Measurement(learner=self._learner.name, measure=measure, value=value, at=at)

    def same_lamps_share(self, one: Lamps, other: Lamps) -> float:
        """At how many of all images *one* and *other* light the same lamps, R-units without A-units left out."""
        same = [(one(name) == other(name))[:, self._patched].all(axis=1) for name in self._sets]
        return float(np.concatenate(same).mean())

    @cached_property
    def _patched(self) -> npt.NDArray[np.intp]:
        assignment = self.machine.wiring.assignment
        return np.unique(assignment[assignment != UNASSIGNED])
