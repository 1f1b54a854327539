"""Layers by PyTorch: forward, backward, and the derivative of the derivatives, alone and with their parameters."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from golden_file import Case
from golden_inputs import (
    direction,
    layer_operands,
    normalization_parameters,
    normalized_batches,
    output_weights,
    tied_images,
)
from torch import nn
from torch.nn import functional

Settings = dict[str, Any]
Arrays = dict[str, np.ndarray]
Function = Callable[..., torch.Tensor]

ACTIVATED = {"linear": lambda x: x, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "silu": functional.silu}


def dense(x: torch.Tensor, weight: torch.Tensor, *bias: torch.Tensor, **settings: Any) -> torch.Tensor:
    """PyTorch keeps the weight as (outputs, inputs)."""
    return ACTIVATED[settings.get("activation", "linear")](functional.linear(x, weight.T, *bias))


def conv2d(x: torch.Tensor, weight: torch.Tensor, *bias: torch.Tensor, **settings: Any) -> torch.Tensor:
    """Convolution, bias, activation."""
    moving = {key: settings[key] for key in ("stride", "padding") if key in settings}
    return ACTIVATED[settings.get("activation", "linear")](functional.conv2d(x, weight, *bias, **moving))


# kind, settings as our layer takes them, shape of one example, shapes of the parameters.
PLAIN: dict[str, tuple[str, Settings, tuple[int, ...], tuple[tuple[int, ...], ...]]] = {
    "dense": ("Dense", {"outputs": 4}, (5,), ((5, 4), (4,))),
    "dense_tanh": ("Dense", {"outputs": 4, "activation": "tanh"}, (5,), ((5, 4), (4,))),
    "dense_one_to_one": ("Dense", {"outputs": 1, "activation": "sigmoid"}, (1,), ((1, 1), (1,))),
    "dense_without_bias": ("Dense", {"outputs": 3, "with_bias": False}, (4,), ((4, 3),)),
    "conv_without_bias": ("Conv2D", {"filters": 2, "size": 2, "with_bias": False}, (2, 4, 5), ((2, 2, 2, 2),)),
    "conv": ("Conv2D", {"filters": 3, "size": 3}, (2, 7, 6), ((3, 2, 3, 3), (3,))),
    "conv_one_cell": ("Conv2D", {"filters": 3, "size": 1}, (2, 4, 5), ((3, 2, 1, 1), (3,))),
    "conv_whole_image": ("Conv2D", {"filters": 2, "size": 4}, (3, 4, 4), ((2, 3, 4, 4), (2,))),
    "conv_stride_2": ("Conv2D", {"filters": 3, "size": 3, "stride": 2}, (2, 8, 7), ((3, 2, 3, 3), (3,))),
    "conv_stride_3_over": ("Conv2D", {"filters": 2, "size": 2, "stride": 3}, (1, 9, 7), ((2, 1, 2, 2), (2,))),
    "conv_padding_1": ("Conv2D", {"filters": 3, "size": 3, "padding": 1}, (2, 5, 6), ((3, 2, 3, 3), (3,))),
    "conv_padding_2_stride_2_silu": (
        "Conv2D",
        {"filters": 4, "size": 5, "stride": 2, "padding": 2, "activation": "silu"},
        (1, 8, 9),
        ((4, 1, 5, 5), (4,)),
    ),
    "max_pool": ("MaxPool", {"size": 2}, (3, 6, 8), ()),
    "max_pool_cut_off": ("MaxPool", {"size": 2}, (2, 5, 7), ()),
    "max_pool_overlapping": ("MaxPool", {"size": 3, "stride": 2}, (2, 7, 8), ()),
    "max_pool_apart": ("MaxPool", {"size": 2, "stride": 3}, (2, 8, 8), ()),
    "average_pool": ("AveragePool", {"size": 2}, (3, 6, 8), ()),
    "average_pool_overlapping": ("AveragePool", {"size": 3, "stride": 1}, (2, 5, 6), ()),
    "average_pool_apart": ("AveragePool", {"size": 2, "stride": 3}, (2, 8, 9), ()),
    "flatten": ("Flatten", {}, (3, 4, 2), ()),
    "reshape": ("Reshape", {"shape": (2, 3, 4)}, (24,), ()),
}
FUNCTIONS: dict[str, Function] = {
    "Dense": dense,
    "Conv2D": conv2d,
    "MaxPool": lambda x, size, stride=None: functional.max_pool2d(x, size, stride),
    "AveragePool": lambda x, size, stride=None: functional.avg_pool2d(x, size, stride),
    "Flatten": lambda x: torch.flatten(x, start_dim=1),
    "Reshape": lambda x, shape: torch.unflatten(x, 1, shape),
}
BATCH = 3


def back(y: torch.Tensor, operands: list[torch.Tensor]) -> Arrays:
    """Output, derivatives by every operand of a drawn sum of its squares, and how those change along a drawn way."""
    number = (torch.tensor(output_weights(y.shape)) * y * y).sum()
    slopes = torch.autograd.grad(number, operands, create_graph=True)
    along = sum((slope * torch.tensor(direction(slope.shape, i))).sum() for i, slope in enumerate(slopes))
    bends = torch.autograd.grad(along, operands)
    found = {"output": y}
    for i, (slope, bend) in enumerate(zip(slopes, bends, strict=True)):
        found |= {f"slope_{i}": slope, f"bend_{i}": bend}
    return {quantity: tensor.detach().numpy() for quantity, tensor in found.items()}


def leaves(*arrays: np.ndarray) -> list[torch.Tensor]:
    """Tensors to derive by."""
    return [torch.tensor(array, requires_grad=True) for array in arrays]


def plain() -> Iterator[tuple[Case, Arrays]]:
    """The layers that are the same in training and in use."""
    for name, (kind, settings, shape, parameters) in PLAIN.items():
        operands = leaves(*layer_operands(shape, parameters, BATCH))
        case = {"name": name, "layer": kind, "settings": settings, "input_shape": shape, "parameters": parameters}
        yield case | {"batch": BATCH}, back(FUNCTIONS[kind](*operands, **settings), operands)


def ties() -> Iterator[tuple[Case, Arrays]]:
    """Where several cells of a window are largest, all the derivative goes to the first of them, row by row."""
    operands = leaves(tied_images())
    case = {"name": "max_pool_ties", "layer": "MaxPool", "settings": {"size": 3}, "input_shape": (2, 6, 6)}
    yield case | {"ties": True}, back(functional.max_pool2d(operands[0], 3), operands)


def batch_norm(name: str, shape: tuple[int, ...], settings: Settings, kind: type) -> Iterator[tuple[Case, Arrays]]:
    """Three batches in training, the last derived; then one in use, derived, with what the three left running."""
    layer = kind(shape[0], eps=settings.get("epsilon", 1e-5), momentum=settings.get("momentum", 0.1)).double()
    layer.weight.data, layer.bias.data = map(torch.tensor, normalization_parameters(shape[0]))
    *batches, in_use = normalized_batches(shape)
    for batch in batches:
        (x,) = leaves(batch)
        y = layer(x)
    running = {"running_mean": layer.running_mean.numpy().copy(), "running_variance": layer.running_var.numpy().copy()}
    case = {"layer": "BatchNorm", "settings": settings, "input_shape": shape}
    yield case | {"name": f"{name}_in_training", "in_use": False}, back(y, [x, layer.weight, layer.bias]) | running
    layer.eval()
    (x,) = leaves(in_use)
    yield case | {"name": f"{name}_in_use", "in_use": True}, back(layer(x), [x, layer.weight, layer.bias]) | running


def dropout() -> Iterator[tuple[Case, Arrays]]:
    """In training with the mask PyTorch happened to draw, which is kept; in use it does nothing."""
    for share in (0.25, 0.5):
        operands = leaves(*layer_operands((3, 5), (), BATCH))
        y = functional.dropout(operands[0], share, training=True)
        case = {"name": f"dropout_{share:g}", "layer": "Dropout", "settings": {"share": share}, "input_shape": (3, 5)}
        yield case | {"parameters": (), "batch": BATCH}, back(y, operands) | {"kept": y.detach().numpy() != 0}


def cases() -> Iterator[tuple[Case, Arrays]]:
    """Every layer."""
    yield from plain()
    yield from ties()
    yield from batch_norm("batch_norm_2d", (5,), {}, nn.BatchNorm1d)
    yield from batch_norm("batch_norm_4d", (3, 4, 5), {}, nn.BatchNorm2d)
    yield from batch_norm("batch_norm_settings", (3,), {"momentum": 0.3, "epsilon": 1e-2}, nn.BatchNorm1d)
    yield from dropout()
