"""Activation functions as a unit opened shows them: value, derivative, and what people call them."""

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from modern import Tensor, activation_named, gradients, softmax
from perceptron_sim.explain.network_settings import called

STEP, SOFTMAX = "step", "softmax"
NO_SLOPE = "a step has slope 0 wherever it has one: no gradient passes"
FloatVector = npt.NDArray[np.float64]


def in_words(activation: str) -> str:
    """What people call it: "ReLU" for "relu"."""
    return called(activation)


def value_and_slope(activation: str, at: float) -> tuple[float, float]:
    """The value of an activation at *at*, and its derivative there by the library's own."""
    values, slopes = _worked_out(activation, (at,))
    return float(values[0]), float(slopes[0])


@lru_cache(maxsize=16)
def curve(activation: str, xs: tuple[float, ...]) -> tuple[FloatVector, FloatVector]:
    """Values and derivatives (n,) of an activation at *xs*; softmax is that of one output beside a second one at 0."""
    return _worked_out(activation, xs)


def _worked_out(activation: str, xs: tuple[float, ...]) -> tuple[FloatVector, FloatVector]:
    function: Any = activation_named("sigmoid" if activation == SOFTMAX else activation)
    x = Tensor(np.array(xs, dtype=np.float64), requires_grad=True)
    y = function(x)
    if y is x:
        return np.array(xs), np.ones(len(xs))
    (slope,) = gradients(y.sum(), [x])
    return np.array(y.data), np.array(slope.data)


def softmax_of(total: float, others: float) -> tuple[float, float]:
    """Probability and slope of an output, the other outputs, whose powers come to e^*others*, staying as they are."""
    if not np.isfinite(total) or np.isnan(others) or others == np.inf:  # numbers have run away
        return np.nan, np.nan
    p = float(softmax(np.array([total, others]))[0]) if np.isfinite(others) else 1.0
    return p, p * (1 - p)


def log_sum_exp(values: FloatVector) -> float:
    """The logarithm of the sum of e^x, stable."""
    if not values.size:
        return -np.inf
    top = float(values.max())
    return top + float(np.log(np.exp(values - top).sum()))
