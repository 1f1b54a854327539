"""The lecture's network of row 21 by PyTorch: every number on the way of one step, and where 10,000 lead."""

from collections.abc import Iterator

import numpy as np
import torch
from golden_file import Case
from torch import nn

INPUTS, TARGETS, RATE = (0.05, 0.10), (0.01, 0.99), 0.5
# w1 w2 / w3 w4 into the hidden neurons, w5 w6 / w7 w8 into the outputs: row j belongs to neuron j, as PyTorch has it.
WEIGHTS = (((0.15, 0.20), (0.25, 0.30)), ((0.40, 0.45), (0.50, 0.55)))
BIASES = (0.35, 0.60)
SEEN_AFTER = (0, 1, 2, 10, 100, 1000, 10_000)


def network(biases_learn: bool) -> nn.Sequential:
    """2-2-2, float64, as the lecture starts it."""
    net = nn.Sequential(nn.Linear(2, 2), nn.Sigmoid(), nn.Linear(2, 2), nn.Sigmoid()).double()
    for layer, weight, bias in zip((net[0], net[2]), WEIGHTS, BIASES, strict=True):
        layer.weight.data = torch.tensor(weight, dtype=torch.float64)
        layer.bias.data = torch.full((2,), bias, dtype=torch.float64)
        layer.bias.requires_grad_(biases_learn)
    return net


def loss_of(net: nn.Sequential) -> torch.Tensor:
    """½ Σ (target - output)²."""
    x, t = (torch.tensor([row], dtype=torch.float64) for row in (INPUTS, TARGETS))
    return ((t - net(x)) ** 2).sum() / 2


def parameters(net: nn.Sequential) -> np.ndarray:
    """w1 to w8, then the biases: hidden, hidden, output, output."""
    tensors = (net[0].weight, net[2].weight, net[0].bias, net[2].bias)
    return torch.cat([tensor.detach().flatten() for tensor in tensors]).numpy()


def one_step() -> dict[str, np.ndarray]:
    """Each quantity on the way forward and, by retaining every derivative, on the way back."""
    net = network(biases_learn=True)
    nodes = {"x": torch.tensor([INPUTS], dtype=torch.float64)}
    nodes["in_h"] = net[0](nodes["x"])
    nodes["out_h"] = torch.sigmoid(nodes["in_h"])
    nodes["in_o"] = net[2](nodes["out_h"])
    nodes["out_o"] = torch.sigmoid(nodes["in_o"])
    nodes["loss_o"] = (torch.tensor([TARGETS], dtype=torch.float64) - nodes["out_o"]) ** 2 / 2
    nodes["loss"] = nodes["loss_o"].sum()
    for name in ("in_h", "out_h", "in_o", "out_o", "loss_o"):
        nodes[name].retain_grad()
    nodes["loss"].backward()
    found = {name: node.detach().numpy().ravel() for name, node in nodes.items()}
    found |= {f"by_{name}": nodes[name].grad.numpy().ravel() for name in ("in_h", "out_h", "in_o", "out_o", "loss_o")}
    for name, tensor in (("hidden", net[0]), ("output", net[2])):
        found |= {f"by_{name}_weight": tensor.weight.grad.numpy(), f"by_{name}_bias": tensor.bias.grad.numpy()}
    return found


def cases() -> Iterator[tuple[Case, dict[str, np.ndarray]]]:
    """One step opened, then 10,000 with biases fixed as in the original, and with biases that learn."""
    yield {"name": "one_step"}, one_step()
    for name, biases_learn in (("biases_fixed", False), ("biases_learned", True)):
        net = network(biases_learn)
        optimizer = torch.optim.SGD([tensor for tensor in net.parameters() if tensor.requires_grad], lr=RATE)
        losses, seen = [], []
        for step in range(SEEN_AFTER[-1] + 1):
            loss = loss_of(net)
            if step in SEEN_AFTER:
                losses.append(loss.item())
                seen.append(parameters(net))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        yield (
            {"name": name, "biases_learn": biases_learn, "steps": SEEN_AFTER},
            {"losses": np.array(losses), "parameters": np.array(seen)},
        )
