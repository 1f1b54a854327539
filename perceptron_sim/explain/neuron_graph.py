"""From one neuron to the loss and back: the library's own graph of it, everything else in the network held still."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from modern import Network, Tensor, walk
from modern.backpropagation import data_of, sweep
from modern.graph import Node
from modern.walk import NodeView
from perceptron_sim.explain.neuron import Given, UnitKey, neuron_layers
from perceptron_sim.explain.neuron_words import signed
from perceptron_sim.learner import FloatArray
from perceptron_sim.network_losses import LOSSES

CONSTANT = "constant"  # what nobody named
SHOWN = 12  # numbers of a larger array that are written out
MEANINGS = {
    "input": "what the unit hears",
    "weights": "what it multiplies that by",
    "bias": "a number of its own",
    "products": "each input times its weight, added up",
    "sum": "products and bias: what goes into the activation",
    "output": "what the activation makes of the sum",
    "outgoing": "by how much the next layer weighs it",
    "passed on": "its share in the sums of the next layer",
    "the others": "what all other units and biases bring to those sums",
    "next sums": "the sums of the next layer, complete",
    "next outputs": "what they make of them",
    "later weights": "the weights of a later layer, held still",
    "later products": "outputs times the weights of a later layer",
    "later biases": "the biases of a later layer, held still",
    "logits": "the sums of all outputs",
    "place": "1 for this output, 0 for all others",
    "loss": "how wrong the answer is: what learning makes small",
}


@dataclass(frozen=True, slots=True, eq=False)
class GraphStep:
    """One node on the way to the loss: its value, and what comes back to it, the derivative of the loss by it.

    *operation* is None for what is given, *backward* where nobody asks for a derivative.
    """

    label: str
    operation: str | None
    forward: npt.NDArray[Any]
    backward: npt.NDArray[Any] | None

    @property
    def meaning(self) -> str:
        """What it is, in words."""
        return MEANINGS.get(self.label, "")


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """Every node from the inputs of a unit to the loss, in order, at one instant."""

    steps: tuple[GraphStep, ...]
    _output: Tensor
    _names: dict[Tensor, str]

    def opened(self) -> tuple[NodeView, ...]:
        """The same nodes with the local derivatives between them, which take longer to work out."""
        return tuple(view for view in walk(self._output, self._names) if view.label != CONSTANT)


def graph_of(network: Network, image: FloatArray, given: Given, label: int, key: UnitKey, loss: str) -> Way:
    """The way from the inputs of the unit *key* to the loss of *image* (rows, columns) with *label*.

    The other units stay as they are; so the derivatives by this unit's weights and bias are those of the whole network.
    """
    output, names = _traced(network, image, given, label, key, loss)
    return Way(tuple(_steps(output, names)), output, names)


def _steps(output: Tensor, names: dict[Tensor, str]) -> Iterator[GraphStep]:
    """In the order in which `walk` goes; a constant that nobody named says nothing to a reader."""
    gradients = sweep(output, np.ones_like(output.data), data_of)
    seen: set[Node] = set()
    called: dict[Node, str] = dict(names.items())
    for node in sorted(gradients, key=lambda node: node.order):
        if node.operation is None:
            continue  # what is given comes where it is first used
        for operand in node.operands:
            if isinstance(operand, Tensor) and operand not in seen and operand in called:
                seen.add(operand)
                yield GraphStep(called[operand], None, operand.data, gradients.get(operand))
        seen.add(node)
        yield GraphStep(called.get(node) or node.operation.name, node.operation.name, node.data, gradients[node])


def _traced(
    network: Network, image: FloatArray, given: Given, label: int, key: UnitKey, loss: str
) -> tuple[Tensor, dict[Tensor, str]]:
    layers = neuron_layers(network)
    place, layer = layers[key.layer]
    x = image.reshape(1, -1)
    inputs = (x if place == 0 else given[place - 1]).reshape(1, -1).astype(layer.weight.dtype)
    dtype = layer.weight.dtype
    heard = Tensor(inputs)
    weights = Tensor(layer.weight.data[:, key.index : key.index + 1].copy(), requires_grad=True)
    products = heard @ weights
    names = {heard: "input", weights: "weights", products: "products"}
    total = products
    if layer.with_bias:
        bias = Tensor(layer.bias.data[key.index : key.index + 1].copy(), requires_grad=True)
        total = products + bias
        names |= {bias: "bias", total: "sum"}
    answer = layer.activation(total)
    rest = layers[key.layer + 1 :]
    if rest:
        names[answer] = "output"
        logits = _onwards(answer, given[place][0], key.index, rest, names)
    else:
        spot = np.zeros((1, layer.weight.shape[1]), dtype=dtype)
        spot[0, key.index] = 1
        others = given[place].astype(dtype) * (1 - spot)
        onward, still = Tensor(spot), Tensor(others)
        own = answer * onward
        logits = own + still
        names |= {onward: "place", own: "passed on", still: "the others"}
    names[logits] = "logits"
    wrong = LOSSES[loss](logits, np.array([label]))
    names[wrong] = "loss"
    return wrong, names


def _onwards(
    answer: Tensor, given: FloatArray, index: int, rest: list[tuple[int, Any]], names: dict[Tensor, str]
) -> Tensor:
    """The logits that follow from *answer* (1, 1), all other units giving what they gave."""
    following = rest[0][1]
    alone = np.array(given, dtype=following.weight.dtype)[None]
    alone[0, index] = 0
    held = alone @ following.weight.data + (following.bias.data if following.with_bias else 0)
    outgoing, others = Tensor(following.weight.data[index : index + 1].copy()), Tensor(held)
    passed = answer * outgoing
    sums = passed + others
    names |= {outgoing: "outgoing", passed: "passed on", others: "the others", sums: "next sums"}
    current: Tensor = following.activation(sums)
    for _, layer in rest[1:]:
        names.setdefault(current, "next outputs")
        weight = Tensor(layer.weight.data.copy())
        current = current @ weight
        names |= {weight: "later weights", current: "later products"}
        if layer.with_bias:
            bias = Tensor(layer.bias.data.copy())
            current = current + bias
            names |= {bias: "later biases", current: "next sums"}
        current = layer.activation(current)
    return current


def brief(values: npt.NDArray[Any]) -> tuple[int, str]:
    """How many numbers there are, and the one that is farthest from zero, with four figures."""
    flat = values.reshape(-1)
    farthest = flat[int(np.abs(flat).argmax())] if flat.size > 1 else flat[0]
    return flat.size, signed(float(farthest), plus=False)


def in_full(values: npt.NDArray[Any], gradient: npt.NDArray[Any] | None) -> Iterator[str]:
    """Every number with all its digits and, after ∂, the derivative of the loss by it; of many the SHOWN largest.

    Those are the ones with the largest derivatives, or the largest themselves where there are none.
    """
    flat = values.reshape(-1)
    slopes = None if gradient is None else gradient.reshape(-1)
    order = np.argsort(-np.abs(flat if slopes is None else slopes), kind="stable")
    for index in order[:SHOWN].tolist():
        place = f"[{index}] " if flat.size > 1 else ""
        slope = "" if slopes is None else f", ∂ {_digits(slopes[index])}"
        yield f"{place}{_digits(flat[index])}{slope}"
    if flat.size > SHOWN:
        yield f"and {flat.size - SHOWN} more"


def _digits(value: Any) -> str:
    """All digits that tell a number from its neighbours."""
    return str(value).replace("-", "−")
