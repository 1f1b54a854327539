"""Loss functions: (outputs, what they should be, what each example counts) -> one number to make small.

Every one takes *weights*, (batch,), finite, none negative, not all 0: an example of weight 2 counts as if it stood
there twice. Outputs that are no numbers are not refused: the loss is then no number either. All else that cannot
be judged is, with a ShapeError or a SettingError.
"""

import math
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from modern.activations import log_softmax, sigmoid, soft_relu, softmax
from modern.errors import SettingError, ShapeError
from modern.graph import BoolArray, FloatArray, Primitive
from modern.tensor import Tensor, require_finite

MANY = 10_000  # numbers, from where on np.vdot, which adds one to the other, loses digits of a sum in float32
Share = float | FloatArray  # what an entry counts: one for all, or (batch, 1, ...)


class Loss(Protocol):
    """Any function of outputs (batch, ...), targets as it wants them, and weights (batch,) or None, to a number."""

    def __call__(self, outputs: Tensor, targets: Any, weights: Any = None, /) -> Tensor:
        """How wrong *outputs* are."""


def _cross_entropy_slope(g: Any, y: Any, logits: Any, one_hot: BoolArray, log_p: FloatArray, share: Share) -> Any:
    """g (p - one-hot) / N; p comes from the forward pass, or from softmax where it may be derived again."""
    p = softmax(logits) if isinstance(logits, Tensor) else np.exp(log_p)
    return (p - one_hot) * (g * share)


@np.errstate(invalid="ignore")  # 0 * infinite, of logits that have run away
def _binary_cross_entropy_value(logits: FloatArray, targets: FloatArray, share: Share) -> Any:
    """-t log p - (1 - t) log(1 - p), where -log sigmoid(x) = log(1 + e^-x): no digit is lost on either side."""
    losses = targets * soft_relu(-logits) + (1 - targets) * soft_relu(logits)
    return (share * losses).sum()


def _sum_of_squares(errors: FloatArray, share: Share) -> Any:
    """sum share error², by the quickest way for few numbers; by the one that rounds least for many."""
    shares = share * errors
    return np.vdot(errors, shares) if errors.size <= MANY else (errors * shares).sum()


_half_squared_sum = Primitive(
    "half_squared_sum",
    lambda outputs, targets, share: _sum_of_squares(targets - outputs, share) / 2,
    lambda g, y, outputs, targets, share: (outputs - targets) * (g * share),
)
_mean_squared_error = Primitive(
    "mean_squared_error",
    lambda outputs, targets, share: _sum_of_squares(targets - outputs, share),
    lambda g, y, outputs, targets, share: (outputs - targets) * (2 * (g * share)),
)
_cross_entropy = Primitive(
    "cross_entropy",
    lambda logits, one_hot, log_p, share: (share * -log_p[one_hot].reshape(-1, 1)).sum() + 0.0,  # no -0
    _cross_entropy_slope,
)
_binary_cross_entropy = Primitive(
    "binary_cross_entropy",
    _binary_cross_entropy_value,
    lambda g, y, logits, targets, share: (sigmoid(logits) - targets) * (g * share),
)
_hinge = Primitive(
    "hinge",
    lambda outputs, targets, share: (share * np.maximum(1 - targets * outputs, 0)).sum(),
    lambda g, y, outputs, targets, share: -targets * (targets * outputs < 1) * (g * share),
)
_perceptron_criterion = Primitive(
    "perceptron_criterion",
    lambda outputs, targets, share: (share * np.maximum(-targets * outputs, 0)).sum(),
    lambda g, y, outputs, targets, share: -targets * (targets * outputs <= 0) * (g * share),
)


def mean_squared_error(outputs: Tensor, targets: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> Tensor:
    """(1/N) sum (target - output)², N counting every entry of both, which have one shape."""
    wanted = _checked_targets(outputs, targets)
    return _mean_squared_error.record(outputs, targets=wanted, share=_share_of_mean(outputs, weights))


def half_squared_sum(outputs: Tensor, targets: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> Tensor:
    """½ sum (target - output)², over every entry of both: the loss of the lecture's worked example."""
    wanted = _checked_targets(outputs, targets)
    share = 1.0 if weights is None else _checked_weights(outputs, weights, outputs.dtype)
    return _half_squared_sum.record(outputs, targets=wanted, share=share)


def cross_entropy(logits: Tensor, labels: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> Tensor:
    """-log p(label), averaged over the batch, where p = softmax(*logits*).

    *logits* (batch, classes), *labels* (batch,) integers from 0 to classes - 1.
    """
    one_hot = _one_hot(logits, labels)
    share = _share_of_mean(logits, weights, counted=len(one_hot))
    return _cross_entropy.record(logits, one_hot=one_hot, log_p=log_softmax(logits.data), share=share)


def binary_cross_entropy(logits: Tensor, targets: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> Tensor:
    """-(target log p + (1 - target) log(1 - p)), averaged over every entry, where p = sigmoid(*logits*).

    *targets*, of the logits' shape, are probabilities from 0 to 1.
    """
    wanted = _checked_targets(logits, targets)
    _require("targets must be from 0 to 1", (wanted >= 0) & (wanted <= 1), wanted)
    return _binary_cross_entropy.record(logits, targets=wanted, share=_share_of_mean(logits, weights))


def hinge(outputs: Tensor, targets: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> Tensor:
    """max(0, 1 - target output), averaged over every entry: 0 only where the answer is right by a margin of 1.

    *targets*, of the outputs' shape, are -1 or +1.
    """
    wanted = _checked_signs(outputs, targets)
    return _hinge.record(outputs, targets=wanted, share=_share_of_mean(outputs, weights))


def perceptron_criterion(outputs: Tensor, targets: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> Tensor:
    """max(0, -target output), averaged over every entry: what Rosenblatt's rule descends, example by example.

    *targets*, of the outputs' shape, are -1 or +1. An output of 0 is a mistake: its slope is -target, not 0.
    """
    wanted = _checked_signs(outputs, targets)
    return _perceptron_criterion.record(outputs, targets=wanted, share=_share_of_mean(outputs, weights))


def _one_hot(logits: Tensor, labels: npt.ArrayLike) -> BoolArray:
    """(batch, classes): true at the label of each row, checked."""
    _require_tensor("logits", logits)
    numbers = _as_array("labels", labels)
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
        cure = ": a single output takes binary_cross_entropy" if classes == 1 else ""
        raise SettingError(f"labels must be 0 to {classes - 1}, got {outside[0]}{cure}")
    return one_hot


def _require_tensor(name: str, outputs: Tensor) -> None:
    if not isinstance(outputs, Tensor):
        raise SettingError(f"{name} must be a Tensor, got {type(outputs).__name__}")


def _checked_targets(outputs: Tensor, targets: npt.ArrayLike) -> FloatArray:
    _require_tensor("outputs", outputs)
    checked = _as_floats("targets", targets, outputs.dtype)
    if checked.shape != outputs.shape or not checked.size:
        cure = ""
        if outputs.ndim == 2 and checked.shape == outputs.shape[:1]:
            one_of_each = outputs.shape[1] > 1
            cure = (
                f": {'np.eye(classes)[labels]' if one_of_each else 'labels.reshape(-1, 1)'} makes such of class numbers"
            )
        raise ShapeError(f"targets must have the outputs' shape {outputs.shape}, not empty, got {checked.shape}{cure}")
    if not math.isfinite(np.vdot(checked, checked)):  # the quick look; it may be only their squares
        require_finite("targets", checked)
    return checked


def _checked_signs(outputs: Tensor, targets: npt.ArrayLike) -> FloatArray:
    checked = _checked_targets(outputs, targets)
    _require("targets must be -1 or +1", np.abs(checked) == 1, checked)
    return checked


def _checked_weights(outputs: Tensor, weights: npt.ArrayLike, dtype: npt.DTypeLike) -> FloatArray:
    """(batch, 1, ...), as many axes as *outputs* have."""
    checked = _as_floats("weights", weights, dtype)
    if checked.ndim != 1 or checked.shape != outputs.shape[:1]:
        raise ShapeError(f"weights must be (batch,), one per example of {outputs.shape}, got {checked.shape}")
    require_finite("weights", checked)
    _require("weights must not be negative", checked >= 0, checked)
    if not checked.any():
        raise SettingError(f"weights must not all be 0, got {len(checked)} zeros")
    return checked.reshape(-1, *(1,) * (outputs.ndim - 1))


def _share_of_mean(outputs: Tensor, weights: npt.ArrayLike | None, counted: int | None = None) -> Share:
    """What each entry counts in the weighted mean of *counted* losses; of as many as there are outputs for None."""
    entries = outputs.size if counted is None else counted
    if weights is None:
        return 1 / entries
    checked = _checked_weights(outputs, weights, np.float64)
    relative = checked / checked.max()  # their sum then cannot overflow
    shares: FloatArray = relative * (len(relative) / entries / relative.sum())
    return shares.astype(outputs.dtype)


def _as_array(name: str, values: npt.ArrayLike) -> npt.NDArray[Any]:
    try:
        return np.asarray(values)
    except ValueError as error:
        raise ShapeError(f"{name} must be a rectangular array of numbers, got {values!r}") from error


def _as_floats(name: str, values: npt.ArrayLike, dtype: npt.DTypeLike) -> FloatArray:
    """*values* as an array of *dtype*; too large a number becomes infinite, which is refused later."""
    array = _as_array(name, values)
    if array.dtype.kind not in "buif":
        raise SettingError(f"{name} must be real numbers, got {array.dtype}")
    with np.errstate(over="ignore"):
        return array.astype(dtype, copy=False)


def _require(rule: str, held: BoolArray, values: FloatArray) -> None:
    """Raise SettingError, saying the *rule* and where it was broken, unless it is *held* everywhere."""
    if not held.all():
        bad = tuple(np.argwhere(~held)[0].tolist())
        raise SettingError(f"{rule}, got {values[bad]} at {bad}")
