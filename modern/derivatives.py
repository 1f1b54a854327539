"""Derivatives as values: of any output by any input, differentiable again, up to exact Hessian matrices."""

from collections.abc import Sequence

import numpy as np

from modern.backpropagation import data_of, itself, sweep
from modern.errors import GraphError
from modern.graph import FloatArray, recording
from modern.tensor import Tensor

Inputs = Tensor | Sequence[Tensor]


def gradients(output: Tensor, inputs: Inputs) -> tuple[Tensor, ...]:
    """The derivative of the sum of *output* by each of *inputs*, as Tensors that can be derived again.

    Unlike `backward()` it leaves every `grad` alone. By an input that *output* does not depend on it is zero.
    """
    wanted = _checked(inputs)
    with recording(True):  # a derivative has a graph of its own, asked for within `no_grad` or not
        arrived = sweep(output, Tensor(np.ones_like(output.data)), itself)
    return tuple(arrived[tensor] if tensor in arrived else Tensor(np.zeros_like(tensor.data)) for tensor in wanted)


def hessian(output: Tensor, inputs: Inputs) -> FloatArray:
    """(n, n): second derivatives of one number, *output*, by the n values of all *inputs* laid end to end."""
    return slopes_and_hessian(output, inputs)[1]


def slopes_and_hessian(output: Tensor, inputs: Inputs) -> tuple[FloatArray, FloatArray]:
    """(n,) first and (n, n) second derivatives of one number, *output*, as `hessian` lays them out."""
    if output.size != 1:
        raise GraphError(f"a Hessian must be of one number, got shape {output.shape}")
    wanted = _checked(inputs)
    first = gradients(output, wanted)
    rows = []
    for slopes in first:
        for index in np.ndindex(slopes.shape):
            with recording(True):
                slope = slopes[index]
            arrived = sweep(slope, np.ones_like(slope.data), data_of)
            rows.append([np.ravel(arrived.get(tensor, np.zeros_like(tensor.data))) for tensor in wanted])
    flat = [np.ravel(slopes.data) for slopes in first]
    return np.concatenate(flat), np.array([np.concatenate(row) for row in rows])


def _checked(inputs: Inputs) -> tuple[Tensor, ...]:
    """*inputs* as a tuple, each of which can be derived by."""
    wanted = (inputs,) if isinstance(inputs, Tensor) else tuple(inputs)
    for position, tensor in enumerate(wanted):
        if not isinstance(tensor, Tensor) or not tensor.requires_grad:
            raise GraphError(f"inputs[{position}] must have requires_grad=True, got a constant {tensor!r}")
    return wanted
