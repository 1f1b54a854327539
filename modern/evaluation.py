"""How good a network is on examples that it does not learn from."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from modern.examples import Examples, judge
from modern.graph import no_grad
from modern.losses import Loss
from modern.network import Network
from modern.tensor import Tensor


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came of showing examples to a network in use."""

    loss: float  # over all of them at once
    mistakes: int | None  # examples answered wrongly; None where labels name no classes
    examples: int


def evaluate(network: Network, data: npt.ArrayLike, labels: npt.ArrayLike, loss: Loss) -> Evaluation:
    """Show *data* (n, *input_shape) to *network* as in use, not as in training; it learns nothing from it.

    *labels* (n,) class numbers or (n, outputs) targets, as the *loss* takes them. Raises SettingError or
    ShapeError for what the network cannot take or the loss cannot judge. What counts as a mistake is said in
    `modern.examples`.
    """
    return evaluation_of(network, Examples.fitting(network, loss, data, labels, None), loss)


def evaluation_of(network: Network, examples: Examples, loss: Loss) -> Evaluation:
    """The same for *examples* known to fit."""
    logits = network.logits_of(Tensor(examples.data))
    with no_grad(), np.errstate(all="ignore"):
        value = judge(loss, Tensor(logits), examples.labels, examples.weights).item()
    return Evaluation(value, examples.mistakes(logits), len(examples))
