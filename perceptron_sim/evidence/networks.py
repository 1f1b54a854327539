"""Networks on the bench: declared by their layers, all taught alike, asked for classes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from modern import Adam, Conv2D, Cosine, Dense, Flatten, Layer, MaxPool, Network, cross_entropy, train
from modern import parameter_count as counted
from perceptron_sim.experiments.stimuli import IMAGE_SHAPE

ONE_CHANNEL = (1, *IMAGE_SHAPE)
RATE = 0.003  # of Adam at first; it falls to 0 along half a cosine
FloatArray = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Design:
    """A network on the 20 x 20 cells: all of its layers but the last, which has a neuron for each class.

    *words* say what it is, with {} where the number of classes stands.
    """

    words: str
    hidden: Callable[[], Sequence[Layer]]

    def name(self, classes: int) -> str:
        """What it is called with so many *classes*."""
        return self.words.format(classes)

    def layers(self, classes: int) -> list[Layer]:
        """All its layers, new ones."""
        return [*self.hidden(), Dense(classes)]

    def parameter_count(self, classes: int) -> int:
        """How many numbers it learns."""
        return counted(self.layers(classes), ONE_CHANNEL)


@dataclass(frozen=True, slots=True)
class Course:
    """So many passes through what is taught, in batches."""

    epochs: int
    batch_size: int


ONE_LAYER = Design("one layer 400-{}", lambda: [Flatten()])
DENSE = Design("dense 400-64-{}", lambda: [Flatten(), Dense(64, "relu")])
SMALL_POOL = Design(
    "8 filters of 5 × 5, pools of 2 × 2, {}",
    lambda: [Conv2D(8, 5, activation="relu"), MaxPool(2), Flatten()],
)
WHOLE_POOL = Design(
    "32 filters of 9 × 9, one pool of all, {}",
    # 16 x 16 windows, of which the largest answer is kept: whether a filter found its pattern, no longer where
    lambda: [Conv2D(32, 9, padding=2, activation="relu"), MaxPool(16), Flatten()],
)


def taught(design: Design, course: Course, images: FloatArray, labels: npt.NDArray[np.int64], seed: int) -> Network:
    """A network of *design* after its course on *images* (n, 20, 20): its own dice, float64, the same for all.

    In float64, so that rounding, in which processors differ, hardly ever changes a class that is counted.
    """
    rng = np.random.default_rng(seed)
    layers = design.layers(int(labels.max()) + 1)
    network = Network(layers, input_shape=ONE_CHANNEL, rng=rng, dtype=np.float64)
    steps = course.epochs * -(-len(images) // course.batch_size)
    results = train(
        network,
        with_channel(images),
        labels,
        loss=cross_entropy,
        optimizer=Adam(Cosine(RATE, steps)),
        batch_size=course.batch_size,
        epochs=course.epochs,
        rng=rng,
    )
    for _ in results:
        pass
    return network


def classes(network: Network, images: FloatArray) -> npt.NDArray[np.intp]:
    """(n, 20, 20) -> (n,): the most probable class of each."""
    answers: npt.NDArray[np.intp] = network.activities(with_channel(images))[-1].argmax(axis=1)
    return answers


def with_channel(images: FloatArray) -> npt.NDArray[np.float64]:
    """(n, 20, 20) -> (n, 1, 20, 20), as layers that see images take them."""
    return np.asarray(images, dtype=np.float64)[:, np.newaxis]
