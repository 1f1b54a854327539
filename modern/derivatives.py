"""Derivatives as values: of any output by any input, differentiable again, up to exact Hessian matrices."""

from collections.abc import Sequence

import numpy as np

from modern.errors import GraphError
from modern.graph import FloatArray, data_of, itself, recording, sweep
from modern.tensor import Tensor


def gradients(output: Tensor, inputs: Sequence[Tensor]) -> tuple[Tensor, ...]:
    """The derivative of the sum of *output* by each of *inputs*, as Tensors that can be derived again.

    Unlike `backward()` it leaves every `grad` alone. By an input that *output* does not depend on it is zero.
    """
    for position, tensor in enumerate(inputs):
        if not tensor.requires_grad:
            raise GraphError(f"inputs[{position}] must have requires_grad=True, got a constant {tensor!r}")
    with recording(True):  # a derivative has a graph of its own, asked for within `no_grad` or not
        arrived = sweep(output, Tensor(np.ones_like(output.data)), itself)
    return tuple(arrived[tensor] if tensor in arrived else Tensor(np.zeros_like(tensor.data)) for tensor in inputs)


def hessian(output: Tensor, inputs: Sequence[Tensor]) -> FloatArray:
    """(n, n): second derivatives of one number, *output*, by the n values of all *inputs* laid end to end."""
    if output.size != 1:
        raise GraphError(f"a Hessian must be of one number, got shape {output.shape}")
    rows = []
    for slopes in gradients(output, inputs):
        for index in np.ndindex(slopes.shape):
            with recording(True):
                slope = slopes[index]
            arrived = sweep(slope, np.ones_like(slope.data), data_of)
            rows.append([np.ravel(arrived.get(tensor, np.zeros_like(tensor.data))) for tensor in inputs])
    return np.array([np.concatenate(row) for row in rows])
