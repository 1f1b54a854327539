"""The losses a network with one output for each class may be taught by, from logits and class numbers."""

from typing import Any

import numpy as np
import numpy.typing as npt

from modern import Loss, Tensor, binary_cross_entropy, cross_entropy, hinge, mean_squared_error, softmax


def _one_hot(logits: Tensor, labels: npt.ArrayLike) -> npt.NDArray[np.float32]:
    """(batch, classes): 1 for the label of each, 0 elsewhere."""
    chosen: npt.NDArray[np.float32] = np.eye(logits.shape[1], dtype=np.float32)[np.asarray(labels)]
    return chosen


def squared_error(logits: Tensor, labels: Any, weights: Any = None) -> Tensor:
    """(1/N) sum (y - p)², as the lecture has it: p = softmax(*logits*), y is 1 for the label and 0 elsewhere."""
    return mean_squared_error(softmax(logits), _one_hot(logits, labels), weights)


def one_against_rest(logits: Tensor, labels: Any, weights: Any = None) -> Tensor:
    """Binary cross-entropy of every output by itself, sigmoid(logit) towards 1 for the label and 0 elsewhere."""
    return binary_cross_entropy(logits, _one_hot(logits, labels), weights)


def margins(logits: Tensor, labels: Any, weights: Any = None) -> Tensor:
    """Hinge loss of every output by itself, towards +1 or more for the label and -1 or less elsewhere."""
    return hinge(logits, 2 * _one_hot(logits, labels) - 1, weights)


LOSSES: dict[str, Loss] = {
    "cross-entropy": cross_entropy,
    "squared-error": squared_error,
    "binary-cross-entropy": one_against_rest,
    "hinge": margins,
}
