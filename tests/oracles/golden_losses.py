"""Losses by PyTorch: value, first derivative, and the second along a drawn direction; with sample weights and without.

PyTorch weighs classes, not examples: its losses are taken example by example (`reduction="none"`) and weighed here.
"""

from collections.abc import Callable, Iterator

import numpy as np
import torch
from golden_file import Case
from golden_inputs import LOSS_REACHES, LOSS_SHAPE, LOSS_WEIGHTS, direction, drawn
from torch.nn import functional

SHARES, SIGNS = drawn(LOSS_SHAPE, 12, 0.0, 1.0), np.sign(drawn(LOSS_SHAPE, 13))
LABELS = np.array([3, 0, 1, 1, 2, 0])

PerExample = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def squared(x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
    """The square of every difference."""
    return functional.mse_loss(x, t, reduction="none")


def binary(x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
    """The binary cross-entropy of every entry."""
    return functional.binary_cross_entropy_with_logits(x, t, reduction="none")


# The loss of each example, and what the outputs should be.
LOSSES: dict[str, tuple[PerExample, np.ndarray]] = {
    "mean_squared_error": (lambda x, t: squared(x, t).mean(dim=1), drawn(LOSS_SHAPE, 11)),
    "half_squared_sum": (lambda x, t: squared(x, t).sum(dim=1) / 2, SHARES),
    "cross_entropy": (lambda x, t: functional.cross_entropy(x, t, reduction="none"), LABELS),
    "binary_cross_entropy": (lambda x, t: binary(x, t).mean(dim=1), SHARES),
    "hinge": (lambda x, t: torch.relu(1 - t * x).mean(dim=1), SIGNS),
    "perceptron_criterion": (lambda x, t: torch.relu(-t * x).mean(dim=1), SIGNS),
}


def weighed(name: str, losses: torch.Tensor, weights: np.ndarray | None) -> torch.Tensor:
    """One number: the weighted mean, but the weighted sum of half squared sums."""
    shares = torch.ones_like(losses) if weights is None else torch.tensor(weights)
    total = (shares * losses).sum()
    return total if name == "half_squared_sum" else total / shares.sum()


def derived(name: str, outputs: np.ndarray, weights: np.ndarray | None) -> dict[str, np.ndarray]:
    """The loss of *outputs*, its slope, and how that changes along a drawn direction."""
    per_example, targets = LOSSES[name]
    x = torch.tensor(outputs, requires_grad=True)
    value = weighed(name, per_example(x, torch.tensor(targets)), weights)
    (slope,) = torch.autograd.grad(value, x, create_graph=True)
    along = (slope * torch.tensor(direction(x.shape, 0))).sum()
    (bend,) = torch.autograd.grad(along, x) if along.requires_grad else (torch.zeros_like(x),)
    found = {"value": value, "slope": slope, "bend": bend}
    return {"outputs": outputs, "targets": targets} | {key: tensor.detach().numpy() for key, tensor in found.items()}


def cases() -> Iterator[tuple[Case, dict[str, np.ndarray]]]:
    """Every loss at moderate and at extreme outputs, each with weights and without."""
    for name in LOSSES:
        for reach, scale in LOSS_REACHES.items():
            outputs = drawn(LOSS_SHAPE, 14) * scale
            yield {"name": f"{name}_{reach}", "loss": name, "weighted": False}, derived(name, outputs, None)
            case = {"name": f"{name}_{reach}_weighted", "loss": name, "weighted": True}
            yield case, derived(name, outputs, LOSS_WEIGHTS)
