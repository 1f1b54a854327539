"""The lecture's network followed while it learns, as a sheet: every number on its way, as exact as the computer has it.

Two inputs, two hidden and two output neurons, all sigmoid; half the squared error; one example, again and again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from modern import (
    Dense,
    GradientDescent,
    Network,
    Tensor,
    gradients,
    half_squared_sum,
    sigmoid,
    train_step,
    zeros,
)
from modern.graph import FloatArray
from perceptron_sim.evidence.row import Row

INPUTS, TARGETS = np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])
HIDDEN_WEIGHTS = np.array([[0.15, 0.25], [0.20, 0.30]])  # w1 w3 / w2 w4: a column for each neuron
OUTPUT_WEIGHTS = np.array([[0.40, 0.50], [0.45, 0.55]])  # w5 w7 / w6 w8
HIDDEN_BIAS, OUTPUT_BIAS = 0.35, 0.60
RATE = 0.5
GIVEN = {
    **{f"i{number}": value for number, value in enumerate(INPUTS[0].tolist(), start=1)},
    **{f"t{number}": value for number, value in enumerate(TARGETS[0].tolist(), start=1)},
    **{f"w{number}": value for number, value in enumerate((*HIDDEN_WEIGHTS.T.flat, *OUTPUT_WEIGHTS.T.flat), start=1)},
    "b1": HIDDEN_BIAS,
    "b2": OUTPUT_BIAS,
    "λ": RATE,
}
# As the lecture prints them: cut or rounded.
PRINTED = {
    "in_h1": ".3775",
    "out_h1": ".5932",
    "in_o1": "1.105",
    "out_o1": ".751",
    "out_o2": ".7729",
    "L_o1": ".274",
    "L_o2": ".023",
    "L": ".298",
    "∂L/∂out_o1": ".741",
    "∂out_o1/∂in_o1": ".186",
    "∂in_o1/∂w5": ".593",
    "∂L/∂w5": ".082",
    "w5 after one step": ".358(9)",
    "w6 after one step": ".408",
    "w7 after one step": ".511",
    "w8 after one step": ".561",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of the sheet, and how it comes about."""

    name: str
    value: float
    formula: str


def lecture_network(*, biases_learn: bool) -> Network:
    """The network before its first step, in float64; in the original the biases stay as they are."""
    layers = [Dense(2, "sigmoid", weights=zeros), Dense(2, "sigmoid", weights=zeros)]
    network = Network(layers, input_shape=(2,), rng=np.random.default_rng(0), dtype=np.float64)
    for layer, weight, bias in zip(layers, (HIDDEN_WEIGHTS, OUTPUT_WEIGHTS), (HIDDEN_BIAS, OUTPUT_BIAS), strict=True):
        layer.weight.data, layer.bias.data = weight, np.full(2, bias)
        layer.bias.requires_grad = biases_learn
    return network


def measure(steps: int) -> Iterator[Quantity]:
    """Forward, backward, one step, and the loss after *steps* steps, with biases fixed and with biases learned."""
    for name, value in GIVEN.items():
        yield Quantity(name, float(value), "given")
    network = lecture_network(biases_learn=False)
    yield from _forward_and_backward(network)
    yield from _one_step(network)
    for biases_learn, words in ((False, "biases fixed, as the original"), (True, "biases learned too")):
        for many in (1, steps):
            plural = "" if many == 1 else "s"
            yield Quantity(f"L after {many:,} step{plural}", loss_after(many, biases_learn=biases_learn), words)


def loss_after(steps: int, *, biases_learn: bool) -> float:
    """L after so many steps of gradient descent."""
    network, optimizer = lecture_network(biases_learn=biases_learn), GradientDescent(RATE)
    for _ in range(steps):
        train_step(network, half_squared_sum, optimizer, INPUTS, TARGETS)
    return half_squared_sum(network(INPUTS), TARGETS).item()


@dataclass(frozen=True, slots=True)
class _Stage:
    """A layer of the two: *first* is the number of its first weight; weights (2, 2) are [from neuron, to neuron]."""

    letter: str
    inputs: tuple[str, str]
    bias: str
    first: int

    def weight(self, origin: int, neuron: int) -> str:
        """The name of the weight from *origin* to *neuron*, both counted from 0."""
        return f"w{self.first + 2 * neuron + origin}"

    def named(self, values: FloatArray) -> Iterator[tuple[str, float]]:
        """Each of the four by the name of its weight, in the order of the lecture."""
        for neuron, origin in np.ndindex(2, 2):
            yield self.weight(origin, neuron), float(values[origin, neuron])


HIDDEN = _Stage("h", ("i1", "i2"), "b1", 1)
OUTPUT = _Stage("o", ("out_h1", "out_h2"), "b2", 5)


def _forward_and_backward(network: Network) -> Iterator[Quantity]:
    """Layer by layer as on the board, and back by the chain rule; all derivatives are the library's own."""
    (w_h, b_h), (w_o, b_o) = (layer.parameters for layer in network.layers)
    in_h = Tensor(INPUTS) @ w_h + b_h
    out_h = sigmoid(in_h)
    in_o = out_h @ w_o + b_o
    out_o = sigmoid(in_o)
    loss = half_squared_sum(out_o, TARGETS)
    yield from _forward(HIDDEN, in_h, out_h)
    yield from _forward(OUTPUT, in_o, out_o)
    for number, (answer, target) in enumerate(zip(out_o.data[0], TARGETS[0], strict=True), start=1):
        yield Quantity(f"L_o{number}", float((target - answer) ** 2 / 2), f"½ (t{number} − out_o{number})²")
    yield Quantity("L", loss.item(), "L_o1 + L_o2")
    yield from _backward(OUTPUT, loss, in_o, out_o, w_o, out_h.data[0])
    yield from _backward(HIDDEN, loss, in_h, out_h, w_h, INPUTS[0])


def _forward(stage: _Stage, sums: Tensor, answers: Tensor) -> Iterator[Quantity]:
    """What comes into each neuron of a layer, and what goes out."""
    first, second = stage.inputs
    for neuron in range(2):
        name = f"{stage.letter}{neuron + 1}"
        formula = f"{stage.weight(0, neuron)} {first} + {stage.weight(1, neuron)} {second} + {stage.bias}"
        yield Quantity(f"in_{name}", float(sums.data[0, neuron]), formula)
        yield Quantity(f"out_{name}", float(answers.data[0, neuron]), f"1 / (1 + e^−in_{name})")


def _backward(
    stage: _Stage, loss: Tensor, sums: Tensor, answers: Tensor, weight: Tensor, inputs: FloatArray
) -> Iterator[Quantity]:
    """The three factors of each weight's derivative, and their product."""
    by_answer, by_weight = (slope.data for slope in gradients(loss, [answers, weight]))
    (local,) = gradients(answers.sum(), [sums])
    for neuron in range(2):
        name = f"{stage.letter}{neuron + 1}"
        formula = f"out_{name} − t{neuron + 1}" if stage is OUTPUT else _through_outputs(neuron)
        yield Quantity(f"∂L/∂out_{name}", float(by_answer[0, neuron]), formula)
        yield Quantity(f"∂out_{name}/∂in_{name}", float(local.data[0, neuron]), f"out_{name} (1 − out_{name})")
        for origin in range(2):
            weight_name = stage.weight(origin, neuron)
            yield Quantity(f"∂in_{name}/∂{weight_name}", float(inputs[origin]), stage.inputs[origin])
            yield Quantity(f"∂L/∂{weight_name}", float(by_weight[origin, neuron]), "the product of the three")


def _through_outputs(hidden: int) -> str:
    """How the loss comes to depend on what a hidden neuron gives: by both output neurons."""
    parts = (f"∂L/∂out_o{k + 1} ∂out_o{k + 1}/∂in_o{k + 1} {OUTPUT.weight(hidden, k)}" for k in range(2))
    return " + ".join(parts)


def _one_step(network: Network) -> Iterator[Quantity]:
    """All eight weights after one step."""
    train_step(network, half_squared_sum, GradientDescent(RATE), INPUTS, TARGETS)
    for stage, layer in zip((HIDDEN, OUTPUT), network.layers, strict=True):
        for name, value in stage.named(layer.parameters[0].data):
            yield Quantity(f"{name} after one step", value, f"{name} − λ ∂L/∂{name}")


def rows(measured: Iterable[Quantity]) -> Iterator[Row]:
    """Every number with all its digits, the lecture's beside it where it prints one."""
    for one in measured:
        theirs = f"{GIVEN[one.name]:.2f}".removeprefix("0") if one.name in GIVEN else PRINTED.get(one.name, "")
        yield Row(
            what=one.name,
            source="lecture" if theirs else "",
            theirs=theirs,
            ours=repr(one.value),
            note=one.formula,
        )
