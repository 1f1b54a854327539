"""Loss functions: (outputs, what they should be) -> one number."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from modern.activations import log_softmax, softmax
from modern.errors import SettingError, ShapeError
from modern.graph import FloatArray, Primitive
from modern.tensor import Tensor, require_finite

BoolArray = npt.NDArray[np.bool_]
Loss = Callable[[Tensor, Any], Tensor]


def _cross_entropy_slope(g: Any, y: Any, logits: Any, one_hot: BoolArray, log_p: FloatArray) -> Any:
    """g (p - one-hot) / N; p comes from the forward pass, or from softmax where it may be derived again."""
    p = softmax(logits) if isinstance(logits, Tensor) else np.exp(log_p)
    return (p - one_hot) * (g / len(one_hot))


_cross_entropy = Primitive(
    "cross_entropy",
    lambda logits, one_hot, log_p: -log_p[one_hot].sum() / len(one_hot),
    _cross_entropy_slope,
)


def cross_entropy(logits: Tensor, labels: npt.ArrayLike) -> Tensor:
    """-log p(label), averaged over the batch, where p = softmax(*logits*).

    *logits* (batch, classes), *labels* (batch,) integers from 0 to classes - 1.
    """
    one_hot = _one_hot(logits, labels)
    loss = _cross_entropy.record(logits, one_hot=one_hot, log_p=log_softmax(logits.data))
    return _finite(loss, logits, "logits")


def mean_squared_error(outputs: Tensor, targets: npt.ArrayLike) -> Tensor:
    """(1/N) sum (target - output)², N counting every entry of both, which have one shape."""
    loss = ((_checked_targets(outputs, targets) - outputs) ** 2).mean()
    return _finite(loss, outputs, "outputs")


def half_squared_sum(outputs: Tensor, targets: npt.ArrayLike) -> Tensor:
    """½ sum (target - output)², over every entry of both: the loss of the lecture's worked example."""
    loss = ((_checked_targets(outputs, targets) - outputs) ** 2).sum() / 2
    return _finite(loss, outputs, "outputs")


def _one_hot(logits: Tensor, labels: npt.ArrayLike) -> BoolArray:
    """(batch, classes): true at the label of each row, checked."""
    numbers = np.asarray(labels)
    if logits.ndim != 2 or not logits.size or numbers.shape != logits.shape[:1]:
        raise ShapeError(
            f"cross_entropy: logits must be (batch, classes) and labels (batch,), neither of them empty, "
            f"got {logits.shape} and {numbers.shape}"
        )
    if numbers.dtype.kind not in "iu":
        raise SettingError(f"labels must be integers, got {numbers.dtype}")
    classes = logits.shape[1]
    one_hot: BoolArray = numbers[:, np.newaxis] == np.arange(classes)
    if np.count_nonzero(one_hot) != len(numbers):
        outside = numbers[~one_hot.any(axis=1)]
        raise SettingError(f"labels must be 0 to {classes - 1}, got {outside[0]}")
    return one_hot


def _checked_targets(outputs: Tensor, targets: npt.ArrayLike) -> FloatArray:
    checked = np.asarray(targets, outputs.dtype)
    if checked.shape != outputs.shape or not checked.size:
        raise ShapeError(f"targets must have the outputs' shape {outputs.shape}, not empty, got {checked.shape}")
    require_finite("targets", checked)
    return checked


def _finite(loss: Tensor, outputs: Tensor, name: str) -> Tensor:
    """The *loss*; where it is no number the *outputs* are to blame, which only then are looked through."""
    if math.isnan(loss.data):
        require_finite(name, outputs.data)
    return loss
