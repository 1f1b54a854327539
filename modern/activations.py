"""Activation functions, value beside derivative as on the board, and softmax; each finite for every |x| <= 1e4.

Given a Tensor they are recorded, given an array they return an array, of the same shape and type; a list counts as an
array of float64. All but softmax work entry by entry. g is the derivative that arrives from above, y the value.
"""

import math
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

import numpy as np

from modern.errors import SettingError, ShapeError
from modern.graph import FloatArray, Node, NodeOrArray, Primitive, numbers
from modern.operations import exp
from modern.settings import not_negative, number
from modern.tensor import Tensor

Activation = Callable[[Tensor], Tensor]

# With these two the activities of layer upon layer tend to mean 0 and variance 1 (Klambauer et al. 2017, eq. 14).
SELU_SCALE, SELU_ALPHA = 1.0507009873554804934193349852946, 1.6732632423543772848170429916717
GELU_TANH_CUBE = 0.044715  # fitted by Hendrycks and Gimpel (2016)

COLDEST, HOTTEST = 1e-12, 1e12  # temperatures; float32 holds 1 / T as well as 1 / T², of the second derivative
LARGEST_ALPHA = 1e12


@np.errstate(over="ignore")  # e^-x may be infinite: 1 / infinite is the 0 that is meant
def _sigmoid_value(x: FloatArray) -> Any:
    """1 / (1 + e^-x), few calls and all digits, however small."""
    return np.reciprocal(np.add(np.exp(np.negative(x)), 1))


def _normal_share_value(x: FloatArray) -> Any:
    """Φ(x) = ½ erfc(-x/√2), by the C library: numpy has no such function."""
    scaled = np.multiply(x, -math.sqrt(0.5), dtype=np.float64)
    shares = np.fromiter(map(math.erfc, scaled.ravel().tolist()), np.result_type(x.dtype, np.float32), scaled.size)
    return shares.reshape(scaled.shape) / 2


def _elu_value(x: Any, alpha: float) -> Any:
    """max(0, x) + α (e^min(0, x) - 1)."""
    return np.maximum(x, 0) + alpha * np.expm1(np.minimum(x, 0))


def _elu_slope(g: Any, x: Any, alpha: float) -> Any:
    """g 1[x>0] + g 1[x≤0] α e^min(0, x)."""
    return g * (x > 0) + alpha * (g * (x <= 0)) * exp(-relu(-x))


def _gelu_tanh_bend(x: Any) -> Any:
    """2 √(2/π) (x + 0.044715 x³): since ½ (1 + tanh z) = sigmoid(2z), which keeps its digits on the left."""
    return math.sqrt(8 / math.pi) * (x + GELU_TANH_CUBE * (x * x * x))


def _gelu_tanh_slope(g: Any, x: Any) -> Any:
    """g (s + x s (1 - s) b'), s the sigmoid of the bend b."""
    s = sigmoid(_gelu_tanh_bend(x))
    return g * (s + x * (s * (1 - s)) * (math.sqrt(8 / math.pi) * (1 + 3 * GELU_TANH_CUBE * (x * x))))


def _silu_slope(g: Any, y: Any, x: Any) -> Any:
    """g (s + y (1 - s)), s the sigmoid of x."""
    s = sigmoid(x)
    return g * (s + y * (1 - s))


@np.errstate(over="ignore", invalid="ignore")  # beyond the largest number lies -inf, rightly: e^-inf is 0
def _below_maximum(x: FloatArray, temperature: float) -> Any:
    """x less the largest on its last axis, over the temperature: its e^x lies in (0, 1]."""
    below = x - np.maximum.reduce(x, axis=-1, keepdims=True)
    return below if temperature == 1 else below / temperature


def _softmax_value(x: FloatArray, temperature: float) -> Any:
    powers = np.exp(_below_maximum(x, temperature))
    return powers / np.add.reduce(powers, axis=-1, keepdims=True)


def _log_softmax_value(x: FloatArray, temperature: float) -> Any:
    below = _below_maximum(x, temperature)
    return below - np.log(np.add.reduce(np.exp(below), axis=-1, keepdims=True))


step = Primitive(
    "step",
    lambda x: np.heaviside(x, 0),
    lambda g, y, x: g * 0,
    text="1[x>0], Rosenblatt's; slope 0, so that nothing is learned through it by the gradient",
)
sign = Primitive(
    "sign",
    np.sign,
    lambda g, y, x: g * 0,
    text="-1, 0 or +1: the step of a neuron that answers yes or no and may abstain; slope 0",
)
sigmoid = Primitive(
    "sigmoid", _sigmoid_value, lambda g, y, x: g * (y * (1 - y)), text="1 / (1 + e^-x), from 0 to 1; slope y (1 - y)"
)
tanh = Primitive(
    "tanh", np.tanh, lambda g, y, x: g * (1 - y * y), text="(e^x - e^-x) / (e^x + e^-x), from -1 to 1; slope 1 - y²"
)
relu = Primitive(
    "relu", lambda x: np.maximum(x, 0), lambda g, y, x: g * (x > 0), text="max(0, x); slope 1[x>0], 0 at x = 0"
)
soft_relu = Primitive(
    "soft_relu",
    lambda x: np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x))),  # no e^x that could overflow, no digit lost
    lambda g, y, x: g * sigmoid(x),
    text="log(1 + e^x), also called softplus; slope sigmoid(x)",
)
_leaky_relu = Primitive(
    "leaky_relu",
    lambda x, epsilon: epsilon * x + (1 - epsilon) * np.maximum(x, 0),
    lambda g, y, x, epsilon: epsilon * g + (1 - epsilon) * (g * (x > 0)),
)
_elu = Primitive("elu", _elu_value, lambda g, y, x, alpha: _elu_slope(g, x, alpha))
selu = Primitive(
    "selu",
    lambda x: SELU_SCALE * _elu_value(x, SELU_ALPHA),
    lambda g, y, x: SELU_SCALE * _elu_slope(g, x, SELU_ALPHA),
    text="1.0507 elu(x, 1.6733), so that activities normalise themselves (Klambauer et al. 2017); slope 1.0507 where x "
    "is positive, else 1.0507 · 1.6733 e^x",
)
normal_share = Primitive(
    "normal_share",
    _normal_share_value,
    lambda g, y, x: g * (exp(x * x * -0.5) * (1 / math.sqrt(2 * math.pi))),
    text="Φ(x), the share of the normal distribution below x; slope its density, e^(-x²/2) / √(2π)",
)
gelu = Primitive(
    "gelu",
    lambda x: x * _normal_share_value(x),
    lambda g, y, x: g * (normal_share(x) + x * (exp(x * x * -0.5) * (1 / math.sqrt(2 * math.pi)))),
    text="x Φ(x), exact (Hendrycks and Gimpel 2016); slope Φ(x) + x e^(-x²/2) / √(2π). Φ is asked for number by "
    "number, which takes a hundred times as long as a ReLU; gelu_tanh is nearly the same and quick",
)
gelu_tanh = Primitive(
    "gelu_tanh",
    lambda x: x * _sigmoid_value(_gelu_tanh_bend(x)),
    lambda g, y, x: _gelu_tanh_slope(g, x),
    text="½ x (1 + tanh(√(2/π) (x + 0.044715 x³))): gelu, nearly, as most networks of the 2010s computed it; slope "
    "s + x s (1 - s) b' with s = sigmoid(b), b = 2 √(2/π) (x + 0.044715 x³)",
)
silu = Primitive(
    "silu",
    lambda x: x * _sigmoid_value(x),
    _silu_slope,
    text="x sigmoid(x), also called swish; slope s + y (1 - s) with s = sigmoid(x)",
)
hard_sigmoid = Primitive(
    "hard_sigmoid",
    lambda x: np.minimum(np.maximum(x / 6 + 0.5, 0), 1),
    lambda g, y, x: g * ((x > -3) & (x < 3)) / 6,
    text="clip(x/6 + ½, 0, 1): a sigmoid of straight lines; slope 1/6 between -3 and 3, else 0",
)
_softmax = Primitive(
    "softmax",
    _softmax_value,
    lambda g, y, x, temperature: y * (g - (g * y).sum(axis=-1, keepdims=True)) / temperature,
)
_log_softmax = Primitive(
    "log_softmax",
    _log_softmax_value,
    lambda g, y, x, temperature: (g - exp(y) * g.sum(axis=-1, keepdims=True)) / temperature,
)


def linear(x: NodeOrArray) -> NodeOrArray:
    """x itself: a neuron that only adds up."""
    return _as_operand("linear", x)


def leaky_relu(x: NodeOrArray, epsilon: float = 0.01) -> NodeOrArray:
    """epsilon x + (1 - epsilon) max(0, x), *epsilon* from 0 to 1; slope 1 where x is positive, else epsilon."""
    return _leaky_relu(x, epsilon=not_negative("epsilon", epsilon, at_most=1))


def elu(x: NodeOrArray, alpha: float = 1.0) -> NodeOrArray:
    """x, or *alpha* (e^x - 1) where x is negative: bends smoothly for alpha 1 (Clevert et al. 2015).

    *alpha* is from 0 to 1e12; the slope is 1 where x is positive, else alpha e^x.
    """
    return _elu(x, alpha=not_negative("alpha", alpha, at_most=LARGEST_ALPHA))


def softmax(x: NodeOrArray, temperature: float = 1.0) -> NodeOrArray:
    """e^(x/T) / sum of e^(x/T) over the last axis, the classes: in 0 to 1, sums to 1, reads as a probability.

    The *temperature* T, from 1e-12 to 1e12, evens out the probabilities where it is high, and sharpens them where it
    is low.
    """
    return _softmax(_with_classes("softmax", x), temperature=_checked_temperature(temperature))


def log_softmax(x: NodeOrArray, temperature: float = 1.0) -> NodeOrArray:
    """The logarithm of `softmax(x, temperature)`, exact also where that has become 0."""
    return _log_softmax(_with_classes("log_softmax", x), temperature=_checked_temperature(temperature))


def _as_operand(name: str, x: NodeOrArray) -> NodeOrArray:
    """*x*, or what it lists as an array."""
    given: Any = x
    if not isinstance(given, Node | np.ndarray | np.generic):
        given = np.asarray(numbers(name, given), np.float64)
    operand: NodeOrArray = given
    return operand


def _with_classes(name: str, x: NodeOrArray) -> NodeOrArray:
    x = _as_operand(name, x)
    if not x.ndim or not x.shape[-1]:
        raise ShapeError(f"{name}: the last axis must hold at least one class, got shape {x.shape}")
    return x


def _checked_temperature(temperature: float) -> float:
    checked = number("temperature", temperature)
    if not COLDEST <= checked <= HOTTEST:
        raise SettingError(f"temperature must be from {COLDEST:g} to {HOTTEST:g}, got {temperature!r}")
    return checked


ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {
        "step": step,
        "sign": sign,
        "linear": linear,
        "sigmoid": sigmoid,
        "tanh": tanh,
        "relu": relu,
        "soft_relu": soft_relu,
        "leaky_relu": leaky_relu,
        "elu": elu,
        "selu": selu,
        "gelu": gelu,
        "gelu_tanh": gelu_tanh,
        "silu": silu,
        "hard_sigmoid": hard_sigmoid,
    }
)


def activation_named(name: str) -> Activation:
    """The activation of that name; SettingError, with the nearest name there is, for an unknown one."""
    if isinstance(name, str) and name in ACTIVATIONS:
        return ACTIVATIONS[name]
    nearest = get_close_matches(str(name).lower(), ACTIVATIONS, n=1, cutoff=0.0)
    raise SettingError(
        f"activation must be one of {', '.join(ACTIVATIONS)}, got {name!r}; did you mean {nearest[0]!r}?"
    )
