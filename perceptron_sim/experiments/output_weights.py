"""Weights from the A-units to the R-units by logistic regression, and what potentiometers make of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hardware import UNASSIGNED, PotentiometerSpec
from modern import Adam, Dense, Network, binary_cross_entropy, train, zeros

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.intp]
RATE = 0.05  # of Adam, all patterns at once


def logistic_weights(
    fires: BoolArray, wanted: BoolArray, assignment: IntArray, epochs: int, rng: np.random.Generator
) -> FloatArray:
    """(a_units,): for each R-unit, a logistic regression on the A-units that *assignment* patches to it, no bias.

    *fires* (n, a_units) and *wanted* (n, r_units) are what is taught. An A-unit of no R-unit has weight 0. All begin
    at 0, so that *rng*, which any network asks for, draws nothing.
    """
    weights = np.zeros(fires.shape[1])
    for _ in logistic_steps(weights, fires, wanted, assignment, epochs, rng):
        pass
    return weights


def logistic_steps(
    weights: FloatArray,
    fires: BoolArray,
    wanted: BoolArray,
    assignment: IntArray,
    epochs: int,
    rng: np.random.Generator,
) -> Iterator[None]:
    """As `logistic_weights`, epoch by epoch: *weights* (a_units,) are filled in for one R-unit after the other."""
    for r_unit in np.unique(assignment[assignment != UNASSIGNED]):
        own = np.flatnonzero(assignment == r_unit)
        neuron = Network([Dense(1, weights=zeros, with_bias=False)], input_shape=(own.size,), rng=rng, dtype=np.float64)
        results = train(
            neuron,
            fires[:, own],
            wanted[:, [r_unit]],
            loss=binary_cross_entropy,
            optimizer=Adam(RATE),
            epochs=epochs,
        )
        for _ in results:
            yield
        weights[own] = neuron.parameters.values


def sums(fires: BoolArray, weights: FloatArray, assignment: IntArray, r_units: int) -> FloatArray:
    """(n, a_units) -> (n, r_units): the weights of the A-units that fire, summed for each R-unit."""
    patched = (assignment[:, np.newaxis] == np.arange(r_units)) * weights[:, np.newaxis]
    total: FloatArray = fires @ patched
    return total


@dataclass(frozen=True, slots=True)
class Turned:
    """Shafts that are to be turned to *meant_deg* (a_units,), whether their stops allow it or not."""

    spec: PotentiometerSpec
    meant_deg: FloatArray

    @classmethod
    def to(cls, weights: FloatArray, turn: float, spec: PotentiometerSpec) -> "Turned":
        """As *weights* (a_units,) have it, the largest *turn* times as far from the middle as its stop."""
        largest = float(np.abs(weights).max())
        return cls(spec, weights * (turn * spec.stop_deg / largest) if largest else weights)

    @property
    def steps(self) -> FloatArray:
        """(a_units,): the nearest winding of each, counted from the middle, were there no stops."""
        return np.rint(self.meant_deg / self.spec.step_deg)

    @property
    def stopped_deg(self) -> FloatArray:
        """(a_units,): the angles that can be set; a shaft goes no further than its end stop."""
        return np.clip(self.meant_deg, -self.spec.stop_deg, self.spec.stop_deg)

    @property
    def stopped_steps(self) -> FloatArray:
        """(a_units,): the same in windings, not rounded to whole ones."""
        return self.stopped_deg / self.spec.step_deg

    @property
    def at_stop_share(self) -> float:
        """Of all shafts, those that were to go beyond a stop."""
        return float((np.abs(self.meant_deg) > self.spec.stop_deg).mean())

    @property
    def lost_in_the_middle_share(self) -> float:
        """Of all shafts, those whose weight is not 0 and whose wiper stays on the middle winding all the same."""
        return float(((self.steps == 0) & (self.meant_deg != 0)).mean())
