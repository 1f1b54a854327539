"""Activation functions, value beside derivative as on the board, and softmax; each finite for every finite x.

Given a Tensor they are recorded, given an array they return an array.
"""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

import numpy as np

from modern.errors import SettingError
from modern.graph import FloatArray, NodeOrArray, Primitive
from modern.operations import exp
from modern.tensor import Tensor

Activation = Callable[[Tensor], Tensor]


def _sigmoid(x: FloatArray) -> Any:
    """1 / (1 + e^-x), written with e^-|x| only, which cannot overflow."""
    decay = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, decay) / (1 + decay)


def _below_maximum(x: FloatArray) -> Any:
    """x less the largest on its last axis, so that its e^x lies in (0, 1]; an overflow is -inf, rightly."""
    with np.errstate(over="ignore", invalid="ignore"):
        return x - np.maximum.reduce(x, axis=-1, keepdims=True)


def _softmax(x: FloatArray) -> Any:
    """e^x / sum of e^x."""
    powers = np.exp(_below_maximum(x))
    return powers / np.add.reduce(powers, axis=-1, keepdims=True)


def _log_softmax(x: FloatArray) -> Any:
    """x - log of the sum of e^x."""
    below = _below_maximum(x)
    return below - np.log(np.add.reduce(np.exp(below), axis=-1, keepdims=True))


sigmoid = Primitive("sigmoid", _sigmoid, lambda g, y, x: g * (y * (1 - y)))
tanh = Primitive("tanh", np.tanh, lambda g, y, x: g * (1 - y * y))
relu = Primitive("relu", lambda x: np.maximum(x, 0), lambda g, y, x: g * (x > 0))
soft_relu = Primitive("soft_relu", lambda x: np.logaddexp(x, 0), lambda g, y, x: g * sigmoid(x))
_leaky_relu = Primitive(
    "leaky_relu",
    lambda x, epsilon: epsilon * x + (1 - epsilon) * np.maximum(x, 0),
    lambda g, y, x, epsilon: epsilon * g + (1 - epsilon) * (g * (x > 0)),
)
# Over the last axis, the classes; sums to 1 and reads as the probability of each class given the input.
softmax = Primitive("softmax", _softmax, lambda g, y, x: y * (g - (g * y).sum(axis=-1, keepdims=True)))
log_softmax = Primitive("log_softmax", _log_softmax, lambda g, y, x: g - exp(y) * g.sum(axis=-1, keepdims=True))


def leaky_relu(x: NodeOrArray, epsilon: float = 0.01) -> NodeOrArray:
    """epsilon x + (1 - epsilon) max(0, x): a ReLU whose left side keeps the slope *epsilon*."""
    return _leaky_relu(x, epsilon=epsilon)


def identity(x: NodeOrArray) -> NodeOrArray:
    """x itself: a linear layer."""
    return x


ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {
        "identity": identity,
        "sigmoid": sigmoid,
        "tanh": tanh,
        "relu": relu,
        "soft_relu": soft_relu,
        "leaky_relu": leaky_relu,
    }
)


def activation_named(name: str) -> Activation:
    """The activation of that name; SettingError, with the nearest name there is, for an unknown one."""
    if name in ACTIVATIONS:
        return ACTIVATIONS[name]
    nearest = get_close_matches(str(name), ACTIVATIONS, n=1, cutoff=0.0)
    raise SettingError(
        f"activation must be one of {', '.join(ACTIVATIONS)}, got {name!r}; did you mean {nearest[0]!r}?"
    )
