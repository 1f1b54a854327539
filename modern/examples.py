"""Examples to learn from or to be judged by: checked once against network and loss, then cut into batches."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from modern.errors import SettingError, ShapeError
from modern.graph import FloatArray
from modern.losses import Loss
from modern.network import Network
from modern.settings import require_generator, whole
from modern.tensor import Tensor, require_finite

LabelArray = npt.NDArray[Any]
Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Examples:
    """Data (n, ...) with labels, one each, and weights (n,) or None; or a batch of them."""

    data: FloatArray
    labels: LabelArray
    weights: FloatArray | None

    @classmethod
    def fitting(
        cls, network: Network, loss: Loss, data: npt.ArrayLike, labels: npt.ArrayLike, weights: npt.ArrayLike | None
    ) -> "Examples":
        """Examples that *network* can take and *loss* can judge, which is tried on outputs of 0.

        Those of weight 0 are left out. Raises SettingError or ShapeError for all that cannot be learned from.
        """
        with np.errstate(all="ignore"):
            images = finite_data(network, data).data
        wanted = _rectangular("labels", labels)
        if not images.size:
            raise ShapeError(f"data must hold at least one example, got shape {images.shape}")
        if images.shape[1:] != network.input_shape:
            expected = ", ".join(("n", *map(str, network.input_shape)))
            raise ShapeError(f"data must be ({expected}) for {network.layers[0].name}, got {images.shape}")
        if wanted.shape[:1] != images.shape[:1]:
            raise ShapeError(f"labels must be one per example, got {wanted.shape} for data of {images.shape}")
        examples = cls(images, wanted, None if weights is None else _rectangular("weights", weights))
        examples._try(network, loss)
        if examples.weights is None or examples.weights.all():
            return examples
        return examples.at(np.flatnonzero(examples.weights))

    def __len__(self) -> int:
        return len(self.data)

    def at(self, indices: Indices) -> "Examples":
        """Those of the given numbers."""
        weights = None if self.weights is None else self.weights[indices]
        return Examples(self.data.take(indices, axis=0), self.labels[indices], weights)

    def batches(self, batch_size: int, rng: np.random.Generator | None) -> Iterator["Examples"]:
        """All of them, `minibatches` at a time."""
        return (self.at(indices) for indices in minibatches(len(self), batch_size, rng))

    def mistakes(self, logits: FloatArray) -> int | None:
        """How many of *logits* (n, classes) are largest elsewhere than at the label; None if those are no numbers."""
        if self.labels.ndim != 1 or self.labels.dtype.kind not in "iu" or logits.ndim != 2:
            return None
        return int(np.count_nonzero(logits.argmax(axis=1) != self.labels))

    def _try(self, network: Network, loss: Loss) -> None:
        outputs = Tensor(np.zeros((len(self), *network.output_shape)), dtype=network.parameters.dtype)
        with np.errstate(all="ignore"):
            judged: Any = judge(loss, outputs, self.labels, self.weights)
        if not isinstance(judged, Tensor) or judged.size != 1:
            raise SettingError(f"loss must give a Tensor of one number, got {judged!r}")


def finite_data(network: Network, data: Tensor | npt.ArrayLike) -> Tensor:
    """*data* as a Tensor of the network's type; SettingError where a number is NaN or infinite in that type.

    On its way numpy may warn of an overflow; whoever calls it ignores that.
    """
    tensor = data if isinstance(data, Tensor) else Tensor(data, dtype=network.parameters.dtype)
    if not math.isfinite(np.vdot(tensor.data, tensor.data)):  # the quickest look at all of them
        require_finite("data", tensor.data)
    return tensor


def judge(loss: Loss, outputs: Tensor, labels: Any, weights: Any) -> Tensor:
    """The loss of *outputs*; one that knows no weights is asked without them where there are none."""
    return loss(outputs, labels) if weights is None else loss(outputs, labels, weights)


def minibatches(examples: int, batch_size: int, rng: np.random.Generator | None) -> list[Indices]:
    """The numbers 0 to *examples* - 1 cut into batches, the last of which may be smaller.

    In an order drawn from *rng*; as they are without one.
    """
    size, number = whole("batch_size", batch_size), whole("examples", examples)
    if rng is not None:
        require_generator("rng", rng)
    order = np.arange(number) if rng is None else rng.permutation(number)
    return [order[start : start + size] for start in range(0, number, size)]


def _rectangular(name: str, values: npt.ArrayLike) -> npt.NDArray[Any]:
    try:
        return np.asarray(values)
    except ValueError as error:
        raise ShapeError(f"{name} must be a rectangular array, got {values!r}") from error
