"""The training loop: one step, one pass, many passes. It yields results and never prints."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from modern.errors import SettingError, ShapeError
from modern.graph import FloatArray
from modern.losses import Loss
from modern.network import Network
from modern.optimizers import Optimizer
from modern.tensor import require_finite

LabelArray = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class StepResult:
    """One training step, as things stood before the parameters moved."""

    loss: float  # of the batch
    logits: FloatArray  # (batch, classes), read-only: what the network gave before it learned
    multiply_adds: int

    @property
    def answers(self) -> npt.NDArray[np.intp]:
        """(batch,): the class of each largest logit."""
        classes: npt.NDArray[np.intp] = self.logits.argmax(axis=1)
        return classes


@dataclass(frozen=True, slots=True)
class EpochResult:
    """One pass through the data; every example counts as it was met, before its batch was learned."""

    epoch: int  # counted from 1
    loss: float  # mean over the examples of the loss of their batch
    step_losses: FloatArray  # (steps,), read-only: how it fluctuated within the pass
    mistakes: int | None  # examples answered wrongly; None where labels are not class numbers
    examples: int
    multiply_adds: int


def train_step(
    network: Network, loss: Loss, optimizer: Optimizer, images: npt.ArrayLike, labels: npt.ArrayLike
) -> StepResult:
    """Learn once from one batch: *images* (batch, inputs), *labels* as the *loss* takes them."""
    logits = network(images)
    value = loss(logits, labels)
    network.parameters.zero_gradients()
    value.backward()
    optimizer.step(network.parameters)
    logits.data.flags.writeable = False
    multiply_adds = network.multiply_adds_per_step(logits.shape[0], optimizer.multiply_adds_per_parameter)
    return StepResult(value.item(), logits.data, multiply_adds)


def minibatches(examples: int, batch_size: int, rng: np.random.Generator) -> list[npt.NDArray[np.intp]]:
    """The numbers 0 to *examples* - 1 in random order, cut into batches; the last one may be smaller."""
    if batch_size < 1:
        raise SettingError(f"batch_size must be at least 1, got {batch_size!r}")
    order = rng.permutation(examples)
    return [order[start : start + batch_size] for start in range(0, examples, batch_size)]


def train(
    network: Network,
    data: npt.ArrayLike,
    labels: npt.ArrayLike,
    *,
    loss: Loss,
    optimizer: Optimizer,
    batch_size: int,
    epochs: int,
    rng: np.random.Generator,
) -> Iterator[EpochResult]:
    """Train as it is iterated: one EpochResult per pass. Whoever has seen enough stops iterating.

    *data* (n, inputs), finite; *labels* (n,) class numbers or (n, outputs) targets, as the *loss* takes them.
    A *batch_size* of n is full-batch descent, 1 is online learning; each pass draws its order from *rng*. Bad
    data and settings are refused at the call, not at the first result.
    """
    images, wanted = _checked_data(network, data, labels)
    if batch_size < 1:
        raise SettingError(f"batch_size must be at least 1, got {batch_size!r}")
    if epochs < 1:
        raise SettingError(f"epochs must be at least 1, got {epochs!r}")
    return (
        _learn_once(epoch, network, loss, optimizer, images, wanted, minibatches(len(images), batch_size, rng))
        for epoch in range(1, epochs + 1)
    )


def _learn_once(
    epoch: int,
    network: Network,
    loss: Loss,
    optimizer: Optimizer,
    images: FloatArray,
    labels: LabelArray,
    batches: list[npt.NDArray[np.intp]],
) -> EpochResult:
    classified = labels.ndim == 1 and labels.dtype.kind in "iu"
    losses = np.empty(len(batches))
    mistakes = multiply_adds = 0
    for i, batch in enumerate(batches):
        wanted = labels[batch]
        step = train_step(network, loss, optimizer, images.take(batch, axis=0), wanted)
        losses[i] = step.loss
        multiply_adds += step.multiply_adds
        if classified:
            mistakes += int(np.count_nonzero(step.answers != wanted))
    losses.flags.writeable = False
    mean_loss = float(np.average(losses, weights=[len(batch) for batch in batches]))
    return EpochResult(epoch, mean_loss, losses, mistakes if classified else None, len(images), multiply_adds)


def _checked_data(network: Network, data: npt.ArrayLike, labels: npt.ArrayLike) -> tuple[FloatArray, LabelArray]:
    images, wanted = np.asarray(data, network.parameters.dtype), np.asarray(labels)
    if images.ndim < 1 or not images.size:
        raise ShapeError(f"data must hold at least one example, got shape {images.shape}")
    if wanted.shape[:1] != images.shape[:1]:
        raise ShapeError(f"labels must be one per example, got {wanted.shape} for data of {images.shape}")
    require_finite("data", images)
    return images, wanted
