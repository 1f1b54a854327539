"""The training loop: one step, one pass, many passes. It yields results and never prints."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from modern.clipping import euclidean_norm
from modern.errors import SettingError, ShapeError
from modern.evaluation import Evaluation, evaluation_of
from modern.examples import Examples, answers_of, finite_input, judge, minibatches
from modern.graph import FloatArray
from modern.losses import Loss
from modern.network import Network
from modern.newton import Newton
from modern.optimizers import Optimizer
from modern.settings import require_generator, require_kind, whole
from modern.tensor import Tensor

__all__ = ["EpochResult", "StepResult", "minibatches", "train", "train_step", "training_steps"]


@dataclass(frozen=True, slots=True)
class StepResult:
    """One training step, as things stood before the parameters moved."""

    loss: float  # of the batch
    logits: FloatArray  # (batch, classes), read-only: what the network gave before it learned
    multiply_adds: int
    gradient_norm: float  # √Σ (∇f)² over all parameters, before any clipping
    step: int  # counted from 1, by the optimizer
    epoch: int | None  # counted from 1; None outside of a pass

    @property
    def answers(self) -> npt.NDArray[np.intp]:
        """(batch,): the class of each largest logit; of a single output 1 where it is above 0, else 0."""
        return answers_of(self.logits)


@dataclass(frozen=True, slots=True)
class EpochResult:
    """One pass through the data; every example counts as it was met, before its batch was learned."""

    epoch: int  # counted from 1
    loss: float  # mean over the examples, or over their weights, of the loss of their batch
    step_losses: FloatArray  # (steps,), read-only: how it fluctuated within the pass
    mistakes: int | None  # examples answered wrongly; None where labels name no classes, as `modern.examples` says
    examples: int
    multiply_adds: int
    held_out: Evaluation | None = None  # after the pass, on examples set apart


def train_step(
    network: Network,
    loss: Loss,
    optimizer: Optimizer,
    data: Tensor | npt.ArrayLike,
    labels: Any,
    weights: npt.ArrayLike | None = None,
) -> StepResult:
    """Learn once from one batch: *data* (batch, *input_shape), finite; *labels* and *weights* as *loss* takes them.

    What overflows in a run that diverges becomes infinite or NaN, without a warning: the result shows it. Where
    anything is refused, nothing was learned: parameters, running values and dice are what they were.
    """
    require_kind("network", network, Network)
    _require_optimizer(optimizer)
    with np.errstate(all="ignore"):
        return _learn(network, loss, optimizer, finite_input(network, data), labels, weights, None)


def training_steps(
    network: Network,
    data: npt.ArrayLike,
    labels: npt.ArrayLike,
    *,
    loss: Loss,
    optimizer: Optimizer,
    batch_size: int | None = None,
    epochs: int,
    rng: np.random.Generator | None = None,
    sample_weights: npt.ArrayLike | None = None,
    held_out: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
) -> Iterator[StepResult | EpochResult]:
    """Train as it is iterated: a StepResult after each step, an EpochResult after the last one of each pass.

    *data* (n, *input_shape), finite; *labels* (n,) class numbers or (n, outputs) targets, as the *loss* takes them.
    A *batch_size* of None is full-batch descent, 1 is online learning. Each pass draws its order from *rng*; None
    keeps the order given. *sample_weights* (n,) say what an example counts beside the others of its batch; one of
    weight 0 is left out. *held_out* data and labels are only looked at, after each pass.

    Whoever has seen enough stops iterating: each step is whole, and another call with the same network, optimizer
    and *rng* goes on from there, with a new pass. Bad data and settings are refused at the call, not later.
    """
    _require_optimizer(optimizer)
    examples = Examples.fitting(network, loss, data, labels, sample_weights)
    size = len(examples) if batch_size is None else whole("batch_size", batch_size)
    _require_large_batches(network, len(examples), size)
    whole("epochs", epochs)
    if rng is not None:
        require_generator("rng", rng)
    judged_by = _held_out_examples(network, loss, held_out)
    return _passes(network, loss, optimizer, examples, size, epochs, rng, judged_by)


def train(
    network: Network,
    data: npt.ArrayLike,
    labels: npt.ArrayLike,
    *,
    loss: Loss,
    optimizer: Optimizer,
    batch_size: int | None = None,
    epochs: int,
    rng: np.random.Generator | None = None,
    sample_weights: npt.ArrayLike | None = None,
    held_out: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
) -> Iterator[EpochResult]:
    """Train as it is iterated, like `training_steps`, but with one result per pass only."""
    results = training_steps(
        network,
        data,
        labels,
        loss=loss,
        optimizer=optimizer,
        batch_size=batch_size,
        epochs=epochs,
        rng=rng,
        sample_weights=sample_weights,
        held_out=held_out,
    )
    return (result for result in results if isinstance(result, EpochResult))


def _learn(
    network: Network, loss: Loss, optimizer: Optimizer, data: Tensor, labels: Any, weights: Any, epoch: int | None
) -> StepResult:
    """One step on *data* known to be finite; whoever calls it ignores what numpy says of an overflow."""
    parameters = network.parameters
    with network.all_or_nothing():
        logits = network.trained_on(data)
        value = judge(loss, logits, labels, weights)
        parameters.zero_gradients()
        value.backward()
        gradient_norm = euclidean_norm(parameters.gradients)
        optimizer.move(parameters)
    logits.data.setflags(write=False)
    multiply_adds = network.multiply_adds_per_step(logits.shape[0], optimizer.multiply_adds_per_parameter)
    return StepResult(value.item(), logits.data, multiply_adds, gradient_norm, optimizer.steps, epoch)


def _passes(
    network: Network,
    loss: Loss,
    optimizer: Optimizer,
    examples: Examples,
    batch_size: int,
    epochs: int,
    rng: np.random.Generator | None,
    held_out: Examples | None,
) -> Iterator[StepResult | EpochResult]:
    for epoch in range(1, epochs + 1):
        tally = _Tally()
        for batch in examples.batches(batch_size, rng):
            with np.errstate(all="ignore"):  # around no yield: it would hold for whoever iterates
                step = _learn(network, loss, optimizer, Tensor(batch.data), batch.labels, batch.weights, epoch)
            tally.add(batch, step)
            yield step
        judged = None if held_out is None else evaluation_of(network, held_out, loss)
        yield tally.result(epoch, judged)


class _Tally:
    """What adds up during one pass."""

    def __init__(self) -> None:
        self._losses: list[float] = []
        self._shares: list[float] = []  # of the batches in the mean
        self._mistakes: int | None = 0
        self._examples = self._multiply_adds = 0

    def add(self, batch: Examples, step: StepResult) -> None:
        """Count one step."""
        self._losses.append(step.loss)
        self._shares.append(len(batch) if batch.weights is None else float(batch.weights.sum()))
        mistakes = batch.mistakes(step.logits)
        if mistakes is None or self._mistakes is None:
            self._mistakes = None
        else:
            self._mistakes += mistakes
        self._examples += len(batch)
        self._multiply_adds += step.multiply_adds

    def result(self, epoch: int, held_out: Evaluation | None) -> EpochResult:
        """The pass as a whole."""
        losses = np.array(self._losses)
        losses.setflags(write=False)
        shares = np.array(self._shares)
        with np.errstate(all="ignore"):
            mean = float(losses @ (shares / shares.sum()))
        return EpochResult(epoch, mean, losses, self._mistakes, self._examples, self._multiply_adds, held_out)


def _held_out_examples(network: Network, loss: Loss, held_out: Any) -> Examples | None:
    if held_out is None:
        return None
    if not isinstance(held_out, tuple | list) or len(held_out) != 2:
        raise SettingError(f"held_out must be a pair of data and labels, got {held_out!r}")
    try:
        return Examples.fitting(network, loss, held_out[0], held_out[1], None)
    except (SettingError, ShapeError) as error:
        raise type(error)(f"held_out: {error}") from error


def _require_optimizer(optimizer: Any) -> None:
    if not isinstance(optimizer, Optimizer):
        hint = ": Newton's method moves by itself, newton.step(network.parameters, objective)"
        raise SettingError(
            f"optimizer must be an Optimizer, got {optimizer!r}{hint if isinstance(optimizer, Newton) else ''}"
        )


def _require_large_batches(network: Network, examples: int, size: int) -> None:
    """Raise SettingError where the last of all batches of that *size* is too small for a layer to learn from."""
    last = examples % size or size
    for layer in network.layers:
        if last < layer.smallest_batch:
            raise SettingError(
                f"batch_size must leave {layer.smallest_batch} examples at least to each batch for {layer.name} to "
                f"learn from, got {size}, of {examples} examples: the last batch has {last}"
            )
