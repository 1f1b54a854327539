"""A network of the same settings on two numbers: small enough that all it answers is one picture."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from modern import (
    EpochResult,
    Network,
    Sample,
    galaxies,
    moons,
    no_grad,
    rings,
    softmax,
    spirals,
    training_steps,
    xor,
)
from perceptron_sim.learner import FloatArray
from perceptron_sim.network_losses import LOSSES
from perceptron_sim.network_spec import NetworkSpec

POINTS = 240
SETS: dict[str, Callable[[np.random.Generator], Sample]] = {
    "xor": lambda rng: xor(rng, POINTS),
    "moons": lambda rng: moons(rng, POINTS),
    "rings": lambda rng: rings(rng, POINTS),
    "spirals": lambda rng: spirals(rng, POINTS, turns=1.0),
    "galaxies": lambda rng: galaxies(rng, POINTS),
}
CALLED = {"xor": "XOR"}
GRID = 72  # cells along a side of the picture
EDGE = 1.15  # of the picture, in units of the data's half width
STEPS_BETWEEN = 4  # steps of learning between two stretches of the picture
ROWS_AT_ONCE = 3
COST = 30_000  # numbers times rows, or steps: what may be done in one go
EPOCHS = 10**9
MOST_UNITS = 16  # of the first layer that are shown


@dataclass(frozen=True, slots=True, eq=False)
class TwoInputs:
    """What such a network knows: probability (GRID, GRID) of the last class, row 0 at the bottom; after *steps* steps.

    units (k, GRID, GRID) is what the first hidden units give. points (n, 2) are scaled to about ±1. mistakes are of
    the latest whole pass, None before its end.
    """

    sample: Sample
    points: FloatArray
    probability: FloatArray
    units: FloatArray
    steps: int
    drawn_at: int
    loss: float
    mistakes: int | None
    parameters: int


def scaled(points: FloatArray) -> FloatArray:
    """*points* (n, 2) moved and stretched so that the farther ones lie at ±1."""
    lowest, highest = points.min(axis=0), points.max(axis=0)
    found: FloatArray = (2 * points - lowest - highest) / (highest - lowest).max()
    return found


def two_inputs(name: str, spec: NetworkSpec, seed: int = 1) -> Iterator[TwoInputs]:
    """Teach a network of *spec* the set *name*, without end; its first weights are He's or Xavier's."""
    rng = np.random.default_rng(seed)
    sample = SETS[name](rng)
    points = scaled(sample.points)
    classes = len(sample.class_names)
    network = Network.dense([2, *spec.hidden, classes], activation=spec.activation, rng=rng)
    results = training_steps(
        network,
        points,
        sample.labels,
        loss=LOSSES[spec.loss],
        optimizer=spec.new_optimizer(),
        batch_size=min(spec.batch, len(points)),
        epochs=EPOCHS,
        rng=rng,
    )
    picture = _Picture(network)
    between = max(1, min(STEPS_BETWEEN, COST // network.parameter_count))
    steps, loss, mistakes = 0, 0.0, None
    while True:
        for probability, units in picture.stretches():
            yield TwoInputs(
                sample, points, probability, units, steps, picture.drawn_at, loss, mistakes, network.parameter_count
            )
            for _ in range(between if steps else 1):
                result = next(results)
                if isinstance(result, EpochResult):
                    mistakes = result.mistakes
                else:
                    steps, loss = steps + 1, loss + (result.loss - loss) / min(steps + 1, 50)
        picture.drawn_at = steps


class _Picture:
    """The answers on a grid of places, worked out row by row while the network learns; shown when it is whole."""

    def __init__(self, network: Network) -> None:
        self._network, self.drawn_at = network, 0
        along = np.linspace(-EDGE, EDGE, GRID, dtype=np.float32)
        y, x = np.meshgrid(along, along, indexing="ij")
        self._places = np.stack([x.ravel(), y.ravel()], axis=1)
        hidden = network.layers[0].output_shape[0] if len(network.layers) > 1 else 0
        self._units = min(hidden, MOST_UNITS)
        self._shown = np.full((GRID, GRID), 0.5), np.zeros((self._units, GRID, GRID))

    def stretches(self) -> Iterator[tuple[FloatArray, FloatArray]]:
        """Probability (GRID, GRID) and units (k, GRID, GRID) as last drawn whole, while they are drawn anew."""
        probability, units = np.empty(GRID * GRID), np.empty((self._units, GRID * GRID))
        step = max(1, min(ROWS_AT_ONCE, COST // self._network.parameter_count)) * GRID
        for start in range(0, GRID * GRID, step):
            part = slice(start, start + step)
            with no_grad():
                given = self._network.activities(self._places[part])
            probability[part] = softmax(given[-1])[:, -1]
            units[:, part] = given[0][:, : self._units].T if self._units else 0
            yield self._shown
        self._shown = probability.reshape(GRID, GRID), units.reshape(-1, GRID, GRID)
