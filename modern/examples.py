"""Examples to learn from or to be judged by: checked once against network and loss, then cut into batches.

What a mistake is depends on what the labels are. Class numbers (n,) are answered by the largest logit. A network of
a single output answers 1 where it is above 0, else 0, and its labels, (n, 1), name classes where the loss goes by
that border, `binary_cross_entropy`, `hinge` or `perceptron_criterion`, and all are 0 or 1, or all are -1 or +1, of
which the greater is class 1. Other labels are targets to come near to, be they what numbers they may: there are no
mistakes then, only a loss.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from modern.errors import SettingError, ShapeError
from modern.graph import FloatArray
from modern.losses import Loss, binary_cross_entropy, hinge, perceptron_criterion
from modern.network import Network, require_finite_data
from modern.settings import require_generator, require_kind, whole
from modern.tensor import Tensor

LabelArray = npt.NDArray[Any]
Indices = npt.NDArray[np.intp]
ClassArray = npt.NDArray[np.integer[Any]]

_BORDER_AT_0 = (binary_cross_entropy, hinge, perceptron_criterion)


@dataclass(frozen=True, slots=True)
class Examples:
    """Data (n, ...) with labels, one each, and weights (n,) or None; or a batch of them."""

    data: FloatArray
    labels: LabelArray
    weights: FloatArray | None
    classes: ClassArray | None = None  # (n,): the right answers; None where labels name no classes

    @classmethod
    def fitting(
        cls, network: Network, loss: Loss, data: npt.ArrayLike, labels: npt.ArrayLike, weights: npt.ArrayLike | None
    ) -> "Examples":
        """Examples that *network* can take and *loss* can judge, which is tried on outputs of 0.

        Those of weight 0 are left out. Raises SettingError or ShapeError for all that cannot be learned from.
        """
        require_kind("network", network, Network)
        with np.errstate(all="ignore"):
            images = finite_input(network, data).data
        wanted = _rectangular("labels", labels)
        if not images.size:
            raise ShapeError(f"data must hold at least one example, got shape {images.shape}")
        if wanted.shape[:1] != images.shape[:1]:
            raise ShapeError(f"labels must be one per example, got {wanted.shape} for data of {images.shape}")
        shares = None if weights is None else _rectangular("sample_weights", weights)
        outputs = Tensor(np.zeros((len(images), *network.output_shape)), dtype=network.parameters.dtype)
        with np.errstate(all="ignore"):
            judge(loss, outputs, wanted, None)
            if shares is not None:
                _require_weights(loss, outputs, wanted, shares)
        examples = cls(images, wanted, shares, _classes(network, loss, wanted))
        if examples.weights is None or examples.weights.all():
            return examples
        return examples.at(np.flatnonzero(examples.weights))

    def __len__(self) -> int:
        return len(self.data)

    def at(self, indices: Indices) -> "Examples":
        """Those of the given numbers."""
        weights = None if self.weights is None else self.weights[indices]
        classes = None if self.classes is None else self.classes[indices]
        return Examples(self.data.take(indices, axis=0), self.labels[indices], weights, classes)

    def batches(self, batch_size: int, rng: np.random.Generator | None) -> Iterator["Examples"]:
        """All of them, `minibatches` at a time."""
        return (self.at(indices) for indices in minibatches(len(self), batch_size, rng))

    def mistakes(self, logits: FloatArray) -> int | None:
        """How many of *logits* (n, classes) answer with another class than the label; None if labels name none."""
        return None if self.classes is None else int(np.count_nonzero(answers_of(logits) != self.classes))


def answers_of(logits: FloatArray) -> Indices:
    """(n,): the class that each of *logits* (n, classes) answers; of a single one 1 where it is above 0, else 0."""
    answers: Indices = (logits[:, 0] > 0).astype(np.intp) if logits.shape[1] == 1 else logits.argmax(axis=1)
    return answers


def finite_input(network: Network, data: Tensor | npt.ArrayLike) -> Tensor:
    """*data*, be it a Tensor, as an input of *network*; SettingError where a number is NaN or infinite in its type.

    On its way numpy may warn of an overflow; whoever calls it ignores that.
    """
    tensor = network.as_input(data)
    if tensor is data:
        require_finite_data(tensor)
    return tensor


def judge(loss: Loss, outputs: Tensor, labels: Any, weights: Any) -> Tensor:
    """The loss of *outputs*; one that knows no weights is asked without them where there are none."""
    if not callable(loss):
        raise SettingError(f"loss must be a function of outputs and labels, got {loss!r}")
    judged = loss(outputs, labels) if weights is None else loss(outputs, labels, weights)
    if not isinstance(judged, Tensor) or judged.size != 1:
        raise SettingError(f"loss must give a Tensor of one number, got {judged!r}")
    return judged


def minibatches(examples: int, batch_size: int, rng: np.random.Generator | None) -> list[Indices]:
    """The numbers 0 to *examples* - 1 cut into batches, the last of which may be smaller.

    In an order drawn from *rng*; as they are without one.
    """
    size, number = whole("batch_size", batch_size), whole("examples", examples)
    if rng is not None:
        require_generator("rng", rng)
    order = np.arange(number) if rng is None else rng.permutation(number)
    return [order[start : start + size] for start in range(0, number, size)]


def _require_weights(loss: Loss, outputs: Tensor, labels: LabelArray, weights: FloatArray) -> None:
    """Raise what *loss* has to say against *weights*, by the name under which they were given."""
    try:
        judge(loss, outputs, labels, weights)
    except (SettingError, ShapeError) as error:
        raise type(error)(f"sample_weights: {error}") from error


def _classes(network: Network, loss: Loss, labels: LabelArray) -> ClassArray | None:
    """(n,): the class that each of *labels* names, None where they name none; the rule stands above."""
    numbers = labels.ndim == 1 and labels.dtype.kind in "iu"
    if len(network.output_shape) == 1 and network.output_shape != (1,):
        return labels if numbers else None
    if network.output_shape != (1,) or not (numbers or any(loss is known for known in _BORDER_AT_0)):
        return None
    one_of_two = any(np.isin(labels, pair).all() for pair in ((0, 1), (-1, 1)))
    return (labels.reshape(-1) > 0).astype(np.intp) if one_of_two else None


def _rectangular(name: str, values: npt.ArrayLike) -> npt.NDArray[Any]:
    try:
        return np.asarray(values)
    except ValueError as error:
        raise ShapeError(f"{name} must be a rectangular array, got {values!r}") from error
