"""What goes into the goldens: numbers by a formula that is exact on every machine, so that none need be kept."""

from collections.abc import Sequence

import numpy as np

LEHMER_FACTOR, LEHMER_MODULUS = 48_271, 2**31 - 1  # Park, Miller and Stockmeyer 1993


def drawn(shape: Sequence[int], seed: int, low: float = -1.0, high: float = 1.0) -> np.ndarray:
    """float64 of *shape*, spread over *low* to *high* by a Lehmer generator: whole numbers, the same everywhere."""
    count = int(np.prod(shape))
    numbers, x = np.empty(count), seed * 7_919 + 1
    for i in range(-8, count):  # the first few still resemble the seed
        x = x * LEHMER_FACTOR % LEHMER_MODULUS
        if i >= 0:
            numbers[i] = x / LEHMER_MODULUS
    return low + (high - low) * numbers.reshape(shape)


# Softmax and losses: six examples, four or five entries each, the examples of very different size.
SOFTMAX_POINTS = drawn((6, 5), 3) * np.array([[1e-8], [1.0], [30.0], [700.0], [1e4], [0.0]])
LOSS_SHAPE = (6, 4)
LOSS_REACHES = {"moderate": 3.0, "extreme": np.array([[1e-6], [1.0], [30.0], [700.0], [1e4], [1e4]])}
LOSS_WEIGHTS = np.array([1.0, 2.0, 0.0, 0.5, 3.0, 1.0])

# Optimizers: a 2-2-2 net on 12 examples in batches of 4, which no net of its size gets all right: slopes stay.
OPTIMIZER_STEPS, OPTIMIZER_BATCH = 200, 4
OPTIMIZER_KEPT = (1, 2, 10, 50, 100, 200)
OPTIMIZER_START, OPTIMIZER_INPUTS = drawn((12,), 60), drawn((12, 2), 61, -2.0, 2.0)
OPTIMIZER_LABELS = np.array([0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1])

# Newton: points and images, and what is wanted of them.
NEWTON_POINTS, NEWTON_IMAGES = drawn((100, 2), 70, -2.0, 2.0), drawn((5, 1, 6, 6), 72)
NEWTON_TARGETS = {
    "sides": (NEWTON_POINTS[:, :1] * NEWTON_POINTS[:, 1:] > 0).astype(np.float64),  # as in XOR
    "shares": drawn((100, 1), 71, 0.05, 0.95),
    "labels": np.array([0, 1, 2, 1, 0]),
}

# The small net of every kind of layer: 24 images, how much each counts.
SMALL_STEPS, SMALL_BATCH, SMALL_EXAMPLES = 40, 8, 24
SMALL_IMAGES, SMALL_LABELS = drawn((SMALL_EXAMPLES, 1, 8, 8), 90), np.arange(SMALL_EXAMPLES) * 5 % 3
SMALL_WEIGHTS = drawn((SMALL_EXAMPLES,), 91, 0.0, 2.0)
SMALL_SHAPES = ((4, 1, 3, 3), (4,), (4,), (4,), (36, 5), (5,), (5, 3), (3,))  # scale of the normalization: the third
SMALL_START = [drawn(shape, 92 + i) * 0.5 + (i == 2) for i, shape in enumerate(SMALL_SHAPES)]

# 400-64-10.
DENSE_STEPS, DENSE_BATCH, DENSE_BATCHES = 100, 32, 10
DENSE_EVERY = 61  # of the 26,378 parameters this many-th is kept


def layer_operands(input_shape: Sequence[int], parameters: Sequence[Sequence[int]], batch: int) -> list[np.ndarray]:
    """What comes into a layer, and its parameters."""
    return [drawn((batch, *input_shape), 20), *(drawn(shape, 21 + i) for i, shape in enumerate(parameters))]


def tied_images() -> np.ndarray:
    """(3, 2, 6, 6): whole numbers, of which many are equal."""
    return np.round(drawn((3, 2, 6, 6), 30) * 1.4)


def output_weights(shape: Sequence[int]) -> np.ndarray:
    """How much the square of each output counts in the number that is derived."""
    return drawn(shape, 1)


def direction(shape: Sequence[int], operand: int) -> np.ndarray:
    """How much each first derivative by the *operand*-th counts in the number that is derived next."""
    return drawn(shape, 2 + operand)


def normalized_batches(shape: Sequence[int]) -> list[np.ndarray]:
    """Three batches to train on, of 3, 4 and 5 examples, and one of 3 for use."""
    return [*(drawn((3 + i, *shape), 43 + i, -1.0, 2.0 + i) for i in range(3)), drawn((3, *shape), 46)]


def normalization_parameters(features: int) -> list[np.ndarray]:
    """Scale and shift."""
    return [drawn((features,), 41, 0.5, 1.5), drawn((features,), 42)]


def dense_data() -> tuple[np.ndarray, np.ndarray]:
    """(320, 400) grey images, each brighter in the tenth that is its label, and the labels."""
    labels = np.arange(DENSE_BATCH * DENSE_BATCHES) * 7 % 10
    images = drawn((len(labels), 400), 80, 0.0, 0.7)
    for image, label in zip(images, labels, strict=True):
        image[40 * label : 40 * label + 40] += 0.3
    return images.astype(np.float32), labels


def dense_weights() -> list[np.ndarray]:
    """(inputs, outputs) of both layers, as He et al. have them; biases start at 0."""
    return [(drawn(shape, 81) * (6 / shape[0]) ** 0.5).astype(np.float32) for shape in ((400, 64), (64, 10))]
