"""Where weights start: functions (rng, shape) -> array of that shape, drawn from the generator handed in.

Weights of shape (inputs, outputs) belong to a Dense layer, those of (filters, channels, rows, columns) to a
convolution; `fans` says what counts as input and output of each. All refuse a shape that is none with a ShapeError,
and dice that are none with a SettingError.
"""

import math
from collections.abc import Callable
from functools import partial
from numbers import Integral, Real
from typing import Any

import numpy as np

from modern.errors import SettingError, ShapeError
from modern.graph import FloatArray
from modern.settings import positive, require_generator

LARGEST = 1e38  # what float32 holds
Initializer = Callable[[np.random.Generator, tuple[int, ...]], FloatArray]


def fans(shape: tuple[int, ...]) -> tuple[int, int]:
    """(fan in, fan out): how many inputs one neuron sums up, and how many neurons one input reaches.

    (inputs, outputs) are just these. Of (filters, channels, *window) a neuron sums channels times window, and an
    input reaches filters times window (stride 1), as in PyTorch. For (n,), biases, both are n.
    """
    _require_shape(shape)
    if len(shape) < 3:
        return shape[0], shape[-1]
    window = math.prod(shape[2:])
    return shape[1] * window, shape[0] * window


def _require_shape(shape: tuple[int, ...]) -> None:
    lengths: Any = shape if isinstance(shape, tuple | list) else ()
    if not lengths or not all(isinstance(length, Integral) and int(length) >= 1 for length in lengths):
        raise ShapeError(f"shape must be a tuple of one or more whole lengths, each 1 or more, got {shape!r}")


def _filled(rng: np.random.Generator, shape: tuple[int, ...], value: float) -> FloatArray:
    _require_shape(shape)
    return np.full(shape, value)


def constant(value: float) -> Initializer:
    """All *value*: `constant(0.1)` for biases, say, with which hardly a ReLU starts silent. Draws nothing."""
    number: Any = value
    if not (isinstance(number, Real) and -LARGEST <= float(number) <= LARGEST):
        raise SettingError(f"value must be a number of at most {LARGEST:g}, got {value!r}")
    return partial(_filled, value=float(value))


def zeros(rng: np.random.Generator, shape: tuple[int, ...]) -> FloatArray:
    """All 0: right for biases; hidden layers that start so stay alike for ever. Draws nothing from *rng*."""
    return _filled(rng, shape, 0.0)


def uniform(rng: np.random.Generator, shape: tuple[int, ...], limit: float = 0.05) -> FloatArray:
    """Uniform in ±*limit*, whatever the shape; `functools.partial(uniform, limit=...)` for another limit."""
    bound = positive("limit", limit, at_most=LARGEST)
    require_generator("rng", rng)
    _require_shape(shape)
    return rng.uniform(-bound, bound, shape)


def normal(rng: np.random.Generator, shape: tuple[int, ...], deviation: float = 0.05) -> FloatArray:
    """Normal, mean 0, of standard *deviation*; `functools.partial(normal, deviation=...)` for another one."""
    spread = positive("deviation", deviation, at_most=LARGEST)
    require_generator("rng", rng)
    _require_shape(shape)
    return rng.standard_normal(shape) * spread


def xavier_uniform(rng: np.random.Generator, shape: tuple[int, ...]) -> FloatArray:
    """Uniform in ±√(6 / (fan in + fan out)): keeps the variance both ways (Glorot and Bengio 2010, eq. 16)."""
    return uniform(rng, shape, math.sqrt(6 / sum(fans(shape))))


def xavier_normal(rng: np.random.Generator, shape: tuple[int, ...]) -> FloatArray:
    """Normal of variance 2 / (fan in + fan out), as `xavier_uniform` has it too (Glorot and Bengio 2010, eq. 12)."""
    return normal(rng, shape, math.sqrt(2 / sum(fans(shape))))


def he_uniform(rng: np.random.Generator, shape: tuple[int, ...]) -> FloatArray:
    """Uniform in ±√(6 / fan in): keeps the variance where a ReLU drops half of it (He et al. 2015)."""
    return uniform(rng, shape, math.sqrt(6 / fans(shape)[0]))


def he_normal(rng: np.random.Generator, shape: tuple[int, ...]) -> FloatArray:
    """Normal of variance 2 / fan in, as `he_uniform` has it too (He et al. 2015, eq. 10)."""
    return normal(rng, shape, math.sqrt(2 / fans(shape)[0]))
