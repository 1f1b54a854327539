"""What `modern` computes for each case of the goldens of learning: optimizers, Newton, whole trainings, the lecture."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from golden_file import Case
from golden_inputs import (
    DENSE_BATCH,
    DENSE_BATCHES,
    DENSE_EVERY,
    DENSE_STEPS,
    NEWTON_IMAGES,
    NEWTON_POINTS,
    NEWTON_TARGETS,
    OPTIMIZER_BATCH,
    OPTIMIZER_INPUTS,
    OPTIMIZER_KEPT,
    OPTIMIZER_LABELS,
    OPTIMIZER_START,
    OPTIMIZER_STEPS,
    SMALL_BATCH,
    SMALL_EXAMPLES,
    SMALL_IMAGES,
    SMALL_LABELS,
    SMALL_START,
    SMALL_STEPS,
    SMALL_WEIGHTS,
    dense_data,
    dense_weights,
)

import modern

Arrays = dict[str, np.ndarray]

PYTORCH_ADDS_TO_NORM = 1e-6  # before it divides by it, in clip_grad_norm_


def turn(step: int, batch: int, examples: int) -> slice:
    """The batch whose turn it is."""
    first = step * batch % examples
    return slice(first, first + batch)


def float64(layers: list[modern.Layer], input_shape: tuple[int, ...], start: np.ndarray) -> modern.Network:
    """A network of these parameters."""
    network = modern.Network(layers, input_shape=input_shape, rng=np.random.default_rng(0), dtype=np.float64)
    network.parameters.values = start
    return network


def schedule(about: dict[str, Any]) -> Callable[[int], float]:
    """One of our schedules from its description."""
    settings = {key: schedule(value) if key == "then" else value for key, value in about["settings"].items()}
    return getattr(modern, about["schedule"])(**settings)


def optimizers(case: Case, golden: Arrays) -> Arrays:
    """A schedule's rates, a clipped gradient, or 200 steps of a 2-2-2 net."""
    if "rates" in case:
        return {"rates": np.array([schedule(case["rates"])(step) for step in range(OPTIMIZER_STEPS)])}
    if "limit" in case:
        cut = golden["gradient"].copy()
        norm = getattr(modern, case["clip"])(case["limit"])(cut)
        adds = PYTORCH_ADDS_TO_NORM if case["clip"] == "ByNorm" and norm > case["limit"] else 0.0
        return {"cut": cut * norm / (norm + adds)}
    settings = case["settings"] | ({"rate": schedule(case["rate"])} if case["rate"] else {})
    clip = getattr(modern, case["clip"][0])(case["clip"][1]) if case["clip"] else None
    optimizer = getattr(modern, case["optimizer"])(**settings, clip=clip)
    network = float64([modern.Dense(2, "tanh"), modern.Dense(2)], (2,), OPTIMIZER_START)
    seen = []
    for step in range(OPTIMIZER_STEPS):
        batch = turn(step, OPTIMIZER_BATCH, len(OPTIMIZER_LABELS))
        modern.train_step(network, modern.cross_entropy, optimizer, OPTIMIZER_INPUTS[batch], OPTIMIZER_LABELS[batch])
        if step + 1 in OPTIMIZER_KEPT:
            seen.append(network.parameters.values.copy())
    return {"parameters": np.array(seen)}


# Layers, and what comes in, by the name of the network in the golden.
NEWTON_NETWORKS: dict[str, tuple[Callable[[], list[modern.Layer]], np.ndarray]] = {
    "net_2_3_1": (lambda: [modern.Dense(3, "tanh"), modern.Dense(1)], NEWTON_POINTS),
    "neuron": (lambda: [modern.Dense(1)], NEWTON_POINTS),
    "conv_net": (
        lambda: [modern.Conv2D(2, 3, activation="tanh"), modern.MaxPool(2), modern.Flatten(), modern.Dense(3)],
        NEWTON_IMAGES,
    ),
}


def newton(case: Case, golden: Arrays) -> Arrays:
    """A Hessian, or some of Newton's steps."""
    layers, x = NEWTON_NETWORKS[case["network"]]
    network = float64(layers(), x.shape[1:], golden["start"])
    loss = partial(getattr(modern, case["loss"]), targets=NEWTON_TARGETS[case["targets"]])
    if case["loss"] == "cross_entropy":
        loss = partial(modern.cross_entropy, labels=NEWTON_TARGETS[case["targets"]])
    if "settings" not in case:
        value = loss(network(x))
        value.backward()
        found = {"loss": value.data, "gradient": network.parameters.gradients}
        return found | {"hessian": modern.hessian(loss(network(x)), list(network.parameters))}
    optimizer, seen = modern.Newton(**case["settings"]), []
    for _ in golden["loss"]:
        step = optimizer.step(network.parameters, lambda: loss(network(x)))
        found = {"loss": step.loss_before, "smallest": step.smallest_eigenvalue, "largest": step.largest_eigenvalue}
        found |= {"damping": step.damping, "rate": step.rate, "parameters": network.parameters.values.copy()}
        seen.append(found)
    return {quantity: np.array([found[quantity] for found in seen]) for quantity in seen[0]}


def training(case: Case, golden: Arrays) -> Arrays:
    """One of the two whole trainings."""
    return dense_training(case["rate"]) if case["network"] == "dense" else small_training()


def dense_training(rate: float) -> Arrays:
    """400-64-10 in float32."""
    network = modern.Network.dense([400, 64, 10], rng=np.random.default_rng(0))
    for layer, weight in zip(network.layers, dense_weights(), strict=True):
        layer.weight.data = weight
    images, labels = dense_data()
    adam, results = modern.Adam(rate), []
    for step in range(DENSE_STEPS):
        batch = turn(step, DENSE_BATCH, DENSE_BATCH * DENSE_BATCHES)
        results.append(modern.train_step(network, modern.cross_entropy, adam, images[batch], labels[batch]))
    return {
        "losses": np.array([result.loss for result in results]),
        "gradient_norms": np.array([result.gradient_norm for result in results]),
        "parameters": network.parameters.values[::DENSE_EVERY],
        "logits": network(images[:DENSE_BATCH]).data,
    }


def small_training() -> Arrays:
    """Layers of many kinds in float64, the examples weighted, with warm-up, decay and clipping."""
    normalization = modern.BatchNorm()
    layers = [modern.Conv2D(4, 3, padding=1, activation="silu"), normalization, modern.MaxPool(3, stride=2)]
    layers += [modern.Flatten(), modern.Dense(5, "tanh"), modern.Dense(3)]
    network = float64(layers, (1, 8, 8), np.concatenate([start.ravel() for start in SMALL_START]))
    rate = modern.WarmUp(10, modern.Constant(0.01))
    adamw, losses = modern.AdamW(rate, weight_decay=0.05, clip=modern.ByValue(0.1)), []
    for step in range(SMALL_STEPS):
        batch = turn(step, SMALL_BATCH, SMALL_EXAMPLES)
        given = SMALL_IMAGES[batch], SMALL_LABELS[batch], SMALL_WEIGHTS[batch]
        losses.append(modern.train_step(network, modern.cross_entropy, adamw, *given).loss)
    found = {"losses": np.array(losses), "parameters": network.parameters.values}
    return found | {"logits": network(SMALL_IMAGES).data} | normalization.state


LECTURE_INPUTS, LECTURE_TARGETS = np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])


def lecture_network() -> modern.Network:
    """2-2-2 as the lecture starts it: in our order w1 w3 w2 w4, b1 b1, w5 w7 w6 w8, b2 b2."""
    start = np.array([0.15, 0.25, 0.20, 0.30, 0.35, 0.35, 0.40, 0.50, 0.45, 0.55, 0.60, 0.60])
    return float64([modern.Dense(2, "sigmoid"), modern.Dense(2, "sigmoid")], (2,), start)


def lecture(case: Case, golden: Arrays) -> Arrays:
    """Every number of one step, or 10,000 steps."""
    network = lecture_network()
    hidden, output = network.layers
    if "steps" not in case:
        return lecture_step(hidden, output)
    for layer in network.layers:
        layer.bias.requires_grad = case["biases_learn"]
    descent, losses, parameters = modern.GradientDescent(0.5), [], []
    for step in range(case["steps"][-1] + 1):
        if step in case["steps"]:
            losses.append(modern.half_squared_sum(network(LECTURE_INPUTS), LECTURE_TARGETS).item())
            tensors = (hidden.weight.data.T, output.weight.data.T, hidden.bias.data, output.bias.data)
            parameters.append(np.concatenate([tensor.ravel() for tensor in tensors]))
        modern.train_step(network, modern.half_squared_sum, descent, LECTURE_INPUTS, LECTURE_TARGETS)
    return {"losses": np.array(losses), "parameters": np.array(parameters)}


def lecture_step(hidden: modern.Dense, output: modern.Dense) -> Arrays:
    """Forward and back, every node of it."""
    nodes = {"in_h": modern.Tensor(LECTURE_INPUTS) @ hidden.weight + hidden.bias}
    nodes["out_h"] = modern.sigmoid(nodes["in_h"])
    nodes["in_o"] = nodes["out_h"] @ output.weight + output.bias
    nodes["out_o"] = modern.sigmoid(nodes["in_o"])
    nodes["loss_o"] = (LECTURE_TARGETS - nodes["out_o"]) ** 2 / 2
    loss = nodes["loss_o"].sum()
    weights = {"hidden_weight": hidden.weight, "hidden_bias": hidden.bias}
    weights |= {"output_weight": output.weight, "output_bias": output.bias}
    by = dict(zip([*nodes, *weights], modern.gradients(loss, [*nodes.values(), *weights.values()]), strict=True))
    found = {name: node.data.ravel() for name, node in nodes.items()}
    found |= {f"by_{name}": by[name].data.ravel() for name in nodes}
    found |= {f"by_{name}": by[name].data.T for name in weights}
    return found | {"loss": np.array([loss.item()])}
