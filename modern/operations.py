"""The primitives of arithmetic and shape: on each line a value and, beside it, its derivatives.

g is the derivative that arrives from above, y the value, a and b the operands. In numpy's terms broadcasting
comes for free: the graph sums what a repeated operand receives.
"""

from collections.abc import Sequence
from functools import partial
from types import EllipsisType
from typing import TYPE_CHECKING, Any

import numpy as np

from modern.errors import GraphError, SettingError, ShapeError
from modern.graph import Node, NodeOrArray, Primitive, numbers

if TYPE_CHECKING:
    from modern.tensor import Tensor


def _columns_times_rows(columns: Any, rows: Any) -> Any:
    """columns @ rows; one of each is multiplied out, thrice as fast as by BLAS (online learning)."""
    return columns * rows if rows.shape[-2] == 1 else columns @ rows


def _kept_shape(shape: tuple[int, ...], axis: Any) -> tuple[int, ...]:
    """*shape* with length 1 along the summed axes."""
    axes = range(len(shape)) if axis is None else np.atleast_1d(axis) % max(len(shape), 1)
    return tuple(1 if i in axes else length for i, length in enumerate(shape))


def _as_kept(reduced: Any, a: Any, axis: Any) -> Any:
    """What a reduction of *a* gave, with the axes back that it took away."""
    return reduced.reshape(_kept_shape(a.shape, axis))


def _shares(a: Any, largest: Any, axis: Any) -> Any:
    """1 at the largest along *axis*; where several are largest they share it equally."""
    at = a >= largest
    return (at / np.sum(at, axis=axis, keepdims=True)).astype(a.dtype)


def _placed(a: Any, index: Any, shape: tuple[int, ...]) -> Any:
    """Zeros of *shape* with *a* added at *index*, as often as an entry is named there."""
    zeros = np.zeros(shape, np.asarray(a).dtype)
    parts = index if isinstance(index, tuple) else (index,)
    if all(isinstance(part, int | slice | None | EllipsisType) for part in parts):
        zeros[index] = a  # names no entry twice
    else:
        np.add.at(zeros, index, a)
    return zeros


add = Primitive("add", np.add, lambda g, y, a, b: g, lambda g, y, a, b: g)
subtract = Primitive("subtract", np.subtract, lambda g, y, a, b: g, lambda g, y, a, b: -g)
multiply = Primitive("multiply", np.multiply, lambda g, y, a, b: g * b, lambda g, y, a, b: g * a)
divide = Primitive("divide", np.divide, lambda g, y, a, b: g / b, lambda g, y, a, b: -g * y / b)
negate = Primitive("negate", np.negative, lambda g, y, a: -g)
exp = Primitive("exp", np.exp, lambda g, y, a: g * y, text="e^a; slope e^a")
log = Primitive("log", np.log, lambda g, y, a: g / a, text="the natural logarithm of a; slope 1/a")
sin: Primitive = Primitive("sin", np.sin, lambda g, y, a: g * cos(a), text="sin a, in radians; slope cos a")
cos: Primitive = Primitive("cos", np.cos, lambda g, y, a: -g * sin(a), text="cos a, in radians; slope -sin a")

# Where both are equal, each is the larger one by half.
maximum = Primitive(
    "maximum",
    np.maximum,
    lambda g, y, a, b: (g * (a > b) + g * (a >= b)) / 2,
    lambda g, y, a, b: (g * (b > a) + g * (b >= a)) / 2,
)

minimum = Primitive(
    "minimum",
    np.minimum,
    lambda g, y, a, b: (g * (a < b) + g * (a <= b)) / 2,
    lambda g, y, a, b: (g * (b < a) + g * (b <= a)) / 2,
    text="the smaller of a and b, entry by entry; slopes as of `maximum`",
)
absolute = Primitive("abs", np.absolute, lambda g, y, a: g * (a > 0) - g * (a < 0))

# Exponent 0 stays 0 in the derivative: the factor 0 does it all, and 0 * 0**-1 would be no number.
power = Primitive(
    "power",
    lambda a, exponent: a**exponent,
    lambda g, y, a, exponent: g * (exponent * a ** (exponent - bool(exponent))),
)

# Both may vary. Where the base is 0 so is the result, whatever the exponent: its slope there is 0, not 0 * log 0.
power_of: Primitive = Primitive(
    "power_of",
    np.power,
    lambda g, y, a, b: g * (b * a ** (b - ((b > 0) | (b < 0)))),  # as in `power`, 0 stays 0
    lambda g, y, a, b: g * (y * log(a + (a <= 0))),
)

matmul = Primitive(
    "matmul",
    np.matmul,
    lambda g, y, a, b: g @ b.swapaxes(-1, -2),
    lambda g, y, a, b: _columns_times_rows(a.swapaxes(-1, -2), g),
)

total: Primitive = Primitive(
    "sum",
    lambda a, axis, keepdims: np.sum(a, axis=axis, keepdims=keepdims),
    lambda g, y, a, axis, keepdims: stretch(_as_kept(g, a, axis), shape=a.shape),
)
stretch: Primitive = Primitive("stretch", np.broadcast_to, lambda g, y, a, shape: g)
extreme: Primitive = Primitive(
    "max",
    lambda a, axis, keepdims: np.max(a, axis=axis, keepdims=keepdims),
    lambda g, y, a, axis, keepdims: _as_kept(g, a, axis) * _shares(a, _as_kept(y, a, axis), axis),
)
reshape = Primitive("reshape", lambda a, shape: a.reshape(shape), lambda g, y, a, shape: g.reshape(a.shape))
transpose = Primitive(
    "transpose",
    lambda a, axes: a.transpose(axes),
    lambda g, y, a, axes: g.transpose(*np.argsort([axis % a.ndim for axis in axes])),
)
select: Primitive = Primitive(
    "select", lambda a, index: a[index], lambda g, y, a, index: place(g, index=index, shape=a.shape)
)
place: Primitive = Primitive("place", _placed, lambda g, y, a, index, shape: g[index])


def matrix_product(a: Any, b: Any) -> "Tensor":
    """a @ b for nodes and arrays, one of them a node: matrices, stacks of them, and vectors as in numpy."""
    if not isinstance(a, Node):
        a = np.asarray(numbers("matmul", a))
    if not isinstance(b, Node):
        b = np.asarray(numbers("matmul", b))
    if a.ndim > 1 and b.ndim > 1:
        return matmul.record(a, b)
    if not a.ndim or not b.ndim:
        raise ShapeError(f"matmul: both operands must have axes, got shapes {a.shape} and {b.shape}")
    product = matmul.record(a if a.ndim > 1 else a.reshape(1, -1), b if b.ndim > 1 else b.reshape(-1, 1))
    vector_axes = tuple(axis for axis, operand in ((-2, a), (-1, b)) if operand.ndim == 1)
    return product.reshape(np.squeeze(product.data, vector_axes).shape)


def clip(x: NodeOrArray, low: Any, high: Any) -> NodeOrArray:
    """*x* held between *low* and *high*, numbers or arrays; its slope is 1 inside, 0 outside, ½ on the two corners."""
    low, high = numbers("clip: low", low), numbers("clip: high", high)
    if not np.all(low <= high):
        raise SettingError(f"clip: low must be at most high, got {low!r} and {high!r}")
    return minimum(maximum(x, low), high)


def concatenate(operands: Sequence[Any], axis: int = 0) -> "Tensor":
    """Nodes and arrays, at least one of them a node, joined end to end along *axis*."""
    if not any(isinstance(operand, Node) for operand in operands):
        raise GraphError(
            f"concatenate: one of the operands at least must be a Tensor, got {len(operands)} that are none"
        )
    derivatives = [partial(_part, position=position, axis=axis) for position in range(len(operands))]
    return Primitive("concatenate", lambda *arrays: np.concatenate(arrays, axis), *derivatives).record(*operands)


def _part(g: Any, y: Any, *operands: Any, position: int, axis: int) -> Any:
    """What of *g* belongs to the operand at *position* of those joined along *axis*."""
    along = axis % y.ndim
    start = sum(operand.shape[along] for operand in operands[:position])
    return g[(*(slice(None),) * along, slice(start, start + operands[position].shape[along]))]


def stack(operands: Sequence[Any], axis: int = 0) -> "Tensor":
    """Nodes and arrays of one shape, side by side along a new *axis*."""
    nodes: list[Any] = [
        operand if isinstance(operand, Node) else np.asarray(numbers("stack", operand)) for operand in operands
    ]
    ndim = max((node.ndim for node in nodes), default=0)
    if not -ndim - 1 <= axis <= ndim:
        raise ShapeError(f"stack: axis must be from {-ndim - 1} to {ndim}, got {axis!r}")
    place = (*(slice(None),) * (axis % (ndim + 1)), np.newaxis)
    return concatenate([node[place] for node in nodes], axis)
