"""Pooling, value beside derivative: each window becomes its largest value, or its mean."""

from typing import Any

import numpy as np
import numpy.typing as npt

from modern.errors import ShapeError
from modern.graph import BoolArray, FloatArray, Node, NodeOrArray, Primitive
from modern.windows import cells_of, check_windows, windows_in


def _largest(x: FloatArray, size: int, stride: int) -> FloatArray:
    """The largest value each window sees."""
    places = [place for *_, place in cells_of((size, size), stride, windows_in(x.shape, (size, size), stride))]
    y: FloatArray = x[places[0]].copy(order="K")
    for place in places[1:]:
        np.maximum(y, x[place], out=y)
    return y


def _where_largest(x: Any, y: Any, size: int, stride: int) -> list[BoolArray]:
    """For each cell of a window, in which windows it holds the largest value; the first of several that do."""
    x, y = (operand._data if isinstance(operand, Node) else operand for operand in (x, y))
    chosen: list[BoolArray] = []
    left: Any = None
    for *_, place in cells_of((size, size), stride, y.shape[2:]):
        here = x[place] == y
        chosen.append(here if left is None else here & left)
        left = ~here if left is None else left & ~here
    return chosen


def _put_back(g: FloatArray, chosen: list[BoolArray], shape: tuple[int, ...], size: int, stride: int) -> FloatArray:
    """Images of *shape*, 0 but for the cells *chosen*, which receive what their windows hand them."""
    g = _in_order_of(chosen[0], g)
    x = _zeros_in_order_of(chosen[0], shape, g.dtype)
    for here, (*_, place) in zip(chosen, cells_of((size, size), stride, g.shape[2:]), strict=True):
        x[place] += g * here
    return x


def _order(array: npt.NDArray[Any]) -> list[int]:
    """The axes of *array* as they lie in memory, the one of the largest steps first."""
    return sorted(range(array.ndim), key=lambda axis: -array.strides[axis])


def _zeros_in_order_of(array: npt.NDArray[Any], shape: tuple[int, ...], dtype: Any) -> FloatArray:
    """Zeros of *shape* that lie in memory as *array* does: walking through both together is then quick."""
    order = _order(array)
    return np.zeros([shape[axis] for axis in order], dtype).transpose(np.argsort(order))


def _in_order_of(array: npt.NDArray[Any], g: FloatArray) -> FloatArray:
    """*g*, lying in memory as *array* does."""
    order = _order(array)
    return np.ascontiguousarray(g.transpose(order)).transpose(np.argsort(order))


def _pick(x: FloatArray, chosen: list[BoolArray], size: int, stride: int) -> FloatArray:
    """From each window the value of the cell *chosen* there."""
    places = [place for *_, place in cells_of((size, size), stride, chosen[0].shape[2:])]
    picked: FloatArray = sum(
        (x[place] * here for here, place in zip(chosen, places, strict=True)), start=np.zeros((), x.dtype)
    )
    return picked


largest = Primitive(
    "max_pool",
    _largest,
    lambda g, y, x, size, stride: put_back(
        g, chosen=_where_largest(x, y, size, stride), shape=x.shape, size=size, stride=stride
    ),
)
put_back: Primitive = Primitive(
    "put_back",
    _put_back,
    lambda g, y, h, chosen, shape, size, stride: pick(g, chosen=chosen, size=size, stride=stride),
)
pick: Primitive = Primitive(
    "pick",
    _pick,
    lambda g, y, x, chosen, size, stride: put_back(g, chosen=chosen, shape=x.shape, size=size, stride=stride),
)


def _window_mean(x: FloatArray, size: int, stride: int) -> FloatArray:
    """The mean of what each window sees."""
    places = [place for *_, place in cells_of((size, size), stride, windows_in(x.shape, (size, size), stride))]
    y: FloatArray = x[places[0]].copy(order="K")
    for place in places[1:]:
        y += x[place]
    y /= size * size
    return y


def _share_out(g: FloatArray, shape: tuple[int, ...], size: int, stride: int) -> FloatArray:
    """Images of *shape*: each window hands every cell it sees an equal share of g."""
    x, share = _zeros_in_order_of(g, shape, g.dtype), g / (size * size)
    for *_, place in cells_of((size, size), stride, g.shape[2:]):
        x[place] += share
    return x


window_mean: Primitive = Primitive(
    "average_pool",
    _window_mean,
    lambda g, y, x, size, stride: share_out(g, shape=x.shape, size=size, stride=stride),
)
share_out: Primitive = Primitive(
    "share_out", _share_out, lambda g, y, h, shape, size, stride: window_mean(g, size=size, stride=stride)
)


def max_pool(x: NodeOrArray, size: int, stride: int | None = None) -> NodeOrArray:
    """(batch, channels, rows, columns): the largest value in each window of *size* by *size* cells.

    Without a *stride* windows lie side by side. Of several largest the first, row by row, receives the derivative.
    """
    step = _pool_stride("max_pool", x, size, stride)
    return largest(x, size=size, stride=step)


def average_pool(x: NodeOrArray, size: int, stride: int | None = None) -> NodeOrArray:
    """(batch, channels, rows, columns): the mean of each window of *size* by *size* cells, as in `max_pool`."""
    step = _pool_stride("average_pool", x, size, stride)
    return window_mean(x, size=size, stride=step)


def _pool_stride(name: str, x: Node | FloatArray, size: int, stride: int | None) -> int:
    """The stride, *size* if none is given; everything checked."""
    if x.ndim != 4:
        raise ShapeError(f"{name}: x must be (batch, channels, rows, columns), got {x.shape}")
    step = size if stride is None else stride
    check_windows(name, x.shape, (size, size), step, 0)
    return step
