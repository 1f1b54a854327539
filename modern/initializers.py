"""Where weights start: functions (rng, shape) -> array, for weights of shape (inputs, outputs)."""

from collections.abc import Callable

import numpy as np

from modern.graph import FloatArray

Initializer = Callable[[np.random.Generator, tuple[int, ...]], FloatArray]


def zeros(rng: np.random.Generator, shape: tuple[int, ...]) -> FloatArray:
    """All 0: right for biases; hidden layers that start so stay alike for ever. Draws nothing from *rng*."""
    return np.zeros(shape)


def uniform(rng: np.random.Generator, shape: tuple[int, ...], limit: float = 0.05) -> FloatArray:
    """Uniform in ±*limit*, whatever the shape; `functools.partial(uniform, limit=...)` for another limit."""
    return rng.uniform(-limit, limit, shape)


def xavier_uniform(rng: np.random.Generator, shape: tuple[int, ...]) -> FloatArray:
    """Uniform in ±√(6 / (inputs + outputs)): keeps the variance both ways (Glorot and Bengio 2010)."""
    return uniform(rng, shape, np.sqrt(6 / (shape[0] + shape[-1])))


def he_uniform(rng: np.random.Generator, shape: tuple[int, ...]) -> FloatArray:
    """Uniform in ±√(6 / inputs): keeps the variance where a ReLU drops half of it (He et al. 2015)."""
    return uniform(rng, shape, np.sqrt(6 / shape[0]))
