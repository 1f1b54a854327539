"""Exact Hessians and Newton's steps by PyTorch: `torch.func.hessian`, solved by torch.linalg."""

from collections.abc import Callable, Iterator

import numpy as np
import torch
from golden_file import Case
from golden_inputs import NEWTON_IMAGES, NEWTON_POINTS, NEWTON_TARGETS, drawn
from torch.func import grad, hessian
from torch.nn import functional

Arrays = dict[str, np.ndarray]
Loss = Callable[[torch.Tensor], torch.Tensor]

POINTS, IMAGES = torch.tensor(NEWTON_POINTS), torch.tensor(NEWTON_IMAGES)
SIDES, SHARES, LABELS = (torch.tensor(NEWTON_TARGETS[name]) for name in ("sides", "shares", "labels"))


def parts(w: torch.Tensor, *shapes: tuple[int, ...]) -> list[torch.Tensor]:
    """*w* cut into tensors of *shapes*, end to end."""
    pieces = torch.split(w, [int(np.prod(shape)) for shape in shapes])
    return [piece.reshape(shape) for piece, shape in zip(pieces, shapes, strict=True)]


def net_2_3_1(w: torch.Tensor) -> torch.Tensor:
    """tanh, then one linear output, for the points."""
    hidden, hidden_bias, out, out_bias = parts(w, (2, 3), (3,), (3, 1), (1,))
    return torch.tanh(POINTS @ hidden + hidden_bias) @ out + out_bias


def neuron(w: torch.Tensor) -> torch.Tensor:
    """One linear neuron, for the points."""
    weight, bias = parts(w, (2, 1), (1,))
    return POINTS @ weight + bias


def conv_net(w: torch.Tensor) -> torch.Tensor:
    """2 filters 3x3, tanh, the largest of 2x2, 3 classes, for the images."""
    filters, bias, weight, out_bias = parts(w, (2, 1, 3, 3), (2,), (8, 3), (3,))
    seen = functional.max_pool2d(torch.tanh(functional.conv2d(IMAGES, filters, bias)), 2)
    return seen.flatten(1) @ weight + out_bias


# name: (network and loss by our names, number of parameters, the loss of parameters)
LOSSES: dict[str, tuple[Case, int, Loss]] = {
    "net_squared": (
        {"network": "net_2_3_1", "loss": "mean_squared_error", "targets": "sides"},
        13,
        lambda w: functional.mse_loss(net_2_3_1(w), SIDES),
    ),
    "net_binary": (
        {"network": "net_2_3_1", "loss": "binary_cross_entropy", "targets": "shares"},
        13,
        lambda w: functional.binary_cross_entropy_with_logits(net_2_3_1(w), SHARES),
    ),
    "neuron_binary": (
        {"network": "neuron", "loss": "binary_cross_entropy", "targets": "shares"},
        3,
        lambda w: functional.binary_cross_entropy_with_logits(neuron(w), SHARES),
    ),
    "conv_classes": (
        {"network": "conv_net", "loss": "cross_entropy", "targets": "labels"},
        47,
        lambda w: functional.cross_entropy(conv_net(w), LABELS),
    ),
}

SUFFICIENT, ROUNDING = 1e-4, 4 * 2.0**-52  # Armijo's share; how much a loss may seem to rise
FLAT = 1e-6  # share of the largest curvature that a lifted one must have at least


def automatic(eigenvalues: torch.Tensor) -> float:
    """Nothing where all curvatures are positive, else what lifts the lowest as far above 0 as it was below."""
    smallest = eigenvalues[0].item()
    return 0.0 if smallest > 0 else max(-smallest, FLAT * eigenvalues.abs().max().item()) - smallest


def halved(loss: Loss, w: torch.Tensor, move: torch.Tensor, slope: torch.Tensor, rate: float) -> float:
    """*rate*, halved until the loss falls by a share of what the slope promises."""
    while loss(w + rate * move) > loss(w) * (1 + ROUNDING) + SUFFICIENT * rate * slope:
        rate /= 2
    return rate


def walk(loss: Loss, start: np.ndarray, steps: int, rate: float, damping: float | str, line_search: bool) -> Arrays:
    """W ← W - λ (H + damping)⁻¹ ∇f, and what was met on the way."""
    w = torch.tensor(start)
    met = {quantity: [] for quantity in ("loss", "smallest", "largest", "damping", "rate", "parameters")}
    for _ in range(steps):
        h, g = hessian(loss)(w), grad(loss)(w)
        eigenvalues = torch.linalg.eigvalsh(h)
        added = automatic(eigenvalues) if damping == "automatic" else damping
        move = -torch.linalg.solve(h + added * torch.eye(len(w), dtype=w.dtype), g)
        used = halved(loss, w, move, g @ move, rate) if line_search else rate
        for quantity, number in (("loss", loss(w)), ("smallest", eigenvalues[0]), ("largest", eigenvalues[-1])):
            met[quantity].append(number.item())
        w = w + used * move
        met["damping"].append(added), met["rate"].append(used), met["parameters"].append(w.numpy())
    return {quantity: np.array(numbers) for quantity, numbers in met.items()}


# name: (whose loss, steps, rate, damping, line search)
WALKS: dict[str, tuple[str, int, float, float | str, bool]] = {
    "undamped_convex": ("neuron_binary", 8, 1.0, 0.0, False),
    "half_rate_convex": ("neuron_binary", 8, 0.5, 0.0, False),
    "line_search_convex": ("neuron_binary", 6, 8.0, 0.0, True),
    "undamped_not_convex": ("net_squared", 3, 1.0, 0.0, False),
    "damped": ("net_squared", 20, 1.0, 1.0, False),
    "damped_binary": ("net_binary", 20, 0.7, 0.5, False),
    "automatic": ("net_squared", 15, 1.0, "automatic", True),
    "automatic_binary": ("net_binary", 15, 1.0, "automatic", True),
}


def cases() -> Iterator[tuple[Case, Arrays]]:
    """A Hessian of every loss; then walks, undamped where that is right and where it is not, damped, searching."""
    for name, (case, size, loss) in LOSSES.items():
        start = drawn((size,), 73)
        found = {"loss": loss, "gradient": grad(loss), "hessian": hessian(loss)}
        arrays = {quantity: function(torch.tensor(start)).numpy() for quantity, function in found.items()}
        yield {"name": f"hessian_{name}", **case}, {"start": start} | arrays
    for name, (of, steps, *settings) in WALKS.items():
        case, size, loss = LOSSES[of]
        start = drawn((size,), 73)
        given = dict(zip(("rate", "damping", "line_search"), settings, strict=True))
        yield {"name": f"walk_{name}", **case, "settings": given}, {"start": start} | walk(loss, start, steps, **given)
