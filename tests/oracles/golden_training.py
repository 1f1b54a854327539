"""Whole trainings by PyTorch: 400-64-10 in float32, 100 steps; a net of every kind of layer in float64, 40 steps."""

from collections.abc import Iterator

import numpy as np
import torch
from golden_file import Case
from golden_inputs import (
    DENSE_BATCH,
    DENSE_BATCHES,
    DENSE_EVERY,
    DENSE_STEPS,
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
from torch import nn
from torch.nn import functional


def dense_training() -> tuple[Case, dict[str, np.ndarray]]:
    """Adam on cross-entropy; every loss, and what the network is in the end."""
    net = nn.Sequential(nn.Linear(400, 64), nn.ReLU(), nn.Linear(64, 10))
    for layer, weight in zip((net[0], net[2]), dense_weights(), strict=True):
        layer.weight.data = torch.tensor(weight.T.copy())
        nn.init.zeros_(layer.bias)
    images, labels = (torch.tensor(array) for array in dense_data())
    optimizer, losses, norms = torch.optim.Adam(net.parameters(), lr=0.001), [], []
    for step in range(DENSE_STEPS):
        batch = slice(step % DENSE_BATCHES * DENSE_BATCH, (step % DENSE_BATCHES + 1) * DENSE_BATCH)
        loss = functional.cross_entropy(net(images[batch]), labels[batch])
        optimizer.zero_grad()
        loss.backward()
        norms.append(torch.linalg.vector_norm(torch.cat([tensor.grad.flatten() for tensor in net.parameters()])).item())
        optimizer.step()
        losses.append(loss.item())
    tensors = (net[0].weight.T, net[0].bias, net[2].weight.T, net[2].bias)
    flat = torch.cat([tensor.detach().flatten() for tensor in tensors]).numpy()
    found = {"losses": np.array(losses), "gradient_norms": np.array(norms), "parameters": flat[::DENSE_EVERY]}
    case = {"name": "dense_400_64_10", "network": "dense", "rate": 0.001}
    return case, found | {"logits": net(images[:DENSE_BATCH]).detach().numpy()}


def small_network() -> nn.Sequential:
    """Convolution with SiLU, batch normalization, pooling, dense tanh, dense."""
    net = nn.Sequential(
        *(nn.Conv2d(1, 4, 3, padding=1), nn.SiLU(), nn.BatchNorm2d(4), nn.MaxPool2d(3, 2), nn.Flatten()),
        *(nn.Linear(36, 5), nn.Tanh(), nn.Linear(5, 3)),
    ).double()
    for parameter, start in zip(net.parameters(), SMALL_START, strict=True):
        parameter.data = torch.tensor(start if start.ndim != 2 else start.T.copy())
    return net


def small_training() -> tuple[Case, dict[str, np.ndarray]]:
    """AdamW with warm-up and clipping by value on the weighted cross-entropy."""
    net, losses = small_network(), []
    images, labels, weights = map(torch.tensor, (SMALL_IMAGES, SMALL_LABELS, SMALL_WEIGHTS))
    optimizer = torch.optim.AdamW(net.parameters(), lr=0.01, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=0.1, total_iters=9)
    for step in range(SMALL_STEPS):
        first = step * SMALL_BATCH % SMALL_EXAMPLES
        batch = slice(first, first + SMALL_BATCH)
        per_example = functional.cross_entropy(net(images[batch]), labels[batch], reduction="none")
        loss = (weights[batch] * per_example).sum() / weights[batch].sum()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_value_(net.parameters(), 0.1)
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
    flat = [(tensor.T if tensor.ndim == 2 else tensor).detach().flatten() for tensor in net.parameters()]
    net.eval()
    found = {"losses": torch.tensor(losses, dtype=torch.float64), "parameters": torch.cat(flat)}
    found |= {
        "logits": net(images).detach(),
        "running_mean": net[2].running_mean,
        "running_variance": net[2].running_var,
    }
    return {"name": "small_conv", "network": "small"}, {quantity: tensor.numpy() for quantity, tensor in found.items()}


def cases() -> Iterator[tuple[Case, dict[str, np.ndarray]]]:
    """Both trainings."""
    yield dense_training()
    yield small_training()
