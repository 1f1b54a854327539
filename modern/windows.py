"""Convolution and pooling: what a window sees as it slides over images, value beside derivative.

Images are (batch, channels, rows, columns). A window moves by `stride` cells, rows and columns alike; where the last
step would lead over the edge it is not made. Padding adds cells of 0 on all four sides.
"""

from collections.abc import Iterator
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from modern.errors import ShapeError
from modern.graph import FloatArray, Node, Primitive
from modern.settings import whole

NodeOrArray = TypeVar("NodeOrArray", bound=Node | FloatArray)
Pair = tuple[int, int]
BoolArray = npt.NDArray[np.bool_]


def windows_along(length: int, size: int, stride: int, padding: int = 0) -> int:
    """How many windows of *size* fit along an axis of *length*; 0 or less if not even one does."""
    return (length + 2 * padding - size) // stride + 1


def _cells(size: Pair, stride: int, windows: Pair) -> Iterator[tuple[int, int, tuple[Any, ...]]]:
    """For each cell of a window, row by row: its place, and where an image holds that cell of every window."""
    for row in range(size[0]):
        for column in range(size[1]):
            rows = slice(row, row + stride * windows[0], stride)
            yield row, column, (..., rows, slice(column, column + stride * windows[1], stride))


def _windows(shape: tuple[int, ...], size: Pair, stride: int, padding: int = 0) -> Pair:
    """Windows along the rows and along the columns of images of *shape*."""
    rows, columns = (windows_along(shape[axis], size[axis], stride, padding) for axis in (-2, -1))
    return rows, columns


# Convolution. Each of the three is linear in both its operands, and the derivatives of each are the two others.


def _batch_last(x: FloatArray) -> FloatArray:
    """(channels, rows, columns, batch), contiguous: a step of the window then moves whole rows of memory."""
    return np.ascontiguousarray(x.transpose(1, 2, 3, 0))


def _seen(x: FloatArray, size: Pair, stride: int, padding: int) -> FloatArray:
    """(channels * cells of the window, windows * batch): what each cell of each window sees."""
    last = _batch_last(x)
    if padding:
        last = np.pad(last, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    channels, rows, columns, batch = last.shape
    windows = _windows((rows, columns), size, stride)
    seen = np.empty((channels, *size, *windows, batch), x.dtype)
    for row, column, place in _cells(size, stride, windows):
        seen[:, row, column] = last[:, place[1], place[2]]
    return seen.reshape(channels * size[0] * size[1], -1)


def _flat(y: FloatArray) -> FloatArray:
    """(filters, windows * batch) from (batch, filters, rows, columns)."""
    return _batch_last(y).reshape(y.shape[1], -1)


def _convolve(x: FloatArray, weight: FloatArray, stride: int, padding: int, seen: FloatArray | None) -> FloatArray:
    """Sum, over channels and cells of the window, of weight times what the cell sees."""
    if seen is None:
        seen = _seen(x, weight.shape[2:], stride, padding)
    windows = _windows(x.shape, weight.shape[2:], stride, padding)
    y: FloatArray = weight.reshape(len(weight), -1) @ seen
    return y.reshape(len(weight), *windows, len(x)).transpose(3, 0, 1, 2)


def _spread(g: FloatArray, weight: FloatArray, shape: tuple[int, ...], stride: int, padding: int) -> FloatArray:
    """Images of *shape*: each cell gathers weight times g from all windows that saw it."""
    batch, channels, rows, columns = shape
    windows = g.shape[2:]
    seen = (weight.reshape(len(weight), -1).T @ _flat(g)).reshape(channels, *weight.shape[2:], *windows, batch)
    x = np.zeros((channels, rows + 2 * padding, columns + 2 * padding, batch), g.dtype)
    for row, column, place in _cells(weight.shape[2:], stride, windows):
        x[:, place[1], place[2]] += seen[:, row, column]
    return x[:, padding : padding + rows, padding : padding + columns].transpose(3, 0, 1, 2)


def _correlate(
    x: FloatArray, g: FloatArray, size: Pair, stride: int, padding: int, seen: FloatArray | None
) -> FloatArray:
    """(filters, channels, *size): over all windows, the sum of g times what each cell saw."""
    if seen is None:
        seen = _seen(x, size, stride, padding)
    return (_flat(g) @ seen.T).reshape(g.shape[1], x.shape[1], *size)


convolution: Primitive = Primitive(
    "convolve",
    _convolve,
    lambda g, y, x, weight, stride, padding, seen: spread(g, weight, shape=x.shape, stride=stride, padding=padding),
    lambda g, y, x, weight, stride, padding, seen: correlate(
        x, g, size=weight.shape[2:], stride=stride, padding=padding, seen=seen
    ),
)
spread: Primitive = Primitive(
    "spread",
    _spread,
    lambda g, y, h, weight, shape, stride, padding: convolution(g, weight, stride=stride, padding=padding, seen=None),
    lambda g, y, h, weight, shape, stride, padding: correlate(
        g, h, size=weight.shape[2:], stride=stride, padding=padding, seen=None
    ),
)
correlate: Primitive = Primitive(
    "correlate",
    _correlate,
    lambda g, y, x, h, size, stride, padding, seen: spread(h, g, shape=x.shape, stride=stride, padding=padding),
    lambda g, y, x, h, size, stride, padding, seen: convolution(x, g, stride=stride, padding=padding, seen=seen),
)


def convolve(x: NodeOrArray, weight: NodeOrArray, stride: int = 1, padding: int = 0) -> NodeOrArray:
    """(batch, filters, rows, columns): how well each filter fits what each window of *x* shows.

    *x* (batch, channels, rows, columns), *weight* (filters, channels, rows, columns of the window). It is what
    networks call a convolution: the filter is not turned round (to a mathematician, a cross-correlation).
    """
    if x.ndim != 4 or weight.ndim != 4 or x.shape[1] != weight.shape[1]:
        raise ShapeError(
            "convolve: x must be (batch, channels, rows, columns) and weight (filters, channels, rows, columns) with "
            f"as many channels, got {x.shape} and {weight.shape}"
        )
    size = weight.shape[2], weight.shape[3]
    _check_windows("convolve", x.shape, size, stride, padding)
    seen = _seen(x._data if isinstance(x, Node) else x, size, stride, padding)  # the way back uses it again
    return convolution(x, weight, stride=stride, padding=padding, seen=seen)


# Pooling.


def _largest(x: FloatArray, size: int, stride: int) -> FloatArray:
    """The largest value each window sees."""
    places = [place for *_, place in _cells((size, size), stride, _windows(x.shape, (size, size), stride))]
    y: FloatArray = x[places[0]].copy(order="K")
    for place in places[1:]:
        np.maximum(y, x[place], out=y)
    return y


def _where_largest(x: Any, y: Any, size: int, stride: int) -> list[BoolArray]:
    """For each cell of a window, in which windows it holds the largest value; the first of several that do."""
    x, y = (operand._data if isinstance(operand, Node) else operand for operand in (x, y))
    chosen: list[BoolArray] = []
    left: Any = None
    for *_, place in _cells((size, size), stride, y.shape[2:]):
        here = x[place] == y
        chosen.append(here if left is None else here & left)
        left = ~here if left is None else left & ~here
    return chosen


def _put_back(g: FloatArray, chosen: list[BoolArray], shape: tuple[int, ...], size: int, stride: int) -> FloatArray:
    """Images of *shape*, 0 but for the cells *chosen*, which receive what their windows hand them."""
    g = _in_order_of(chosen[0], g)
    x = _zeros_in_order_of(chosen[0], shape, g.dtype)
    for here, (*_, place) in zip(chosen, _cells((size, size), stride, g.shape[2:]), strict=True):
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
    places = [place for *_, place in _cells((size, size), stride, chosen[0].shape[2:])]
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
    places = [place for *_, place in _cells((size, size), stride, _windows(x.shape, (size, size), stride))]
    y: FloatArray = x[places[0]].copy(order="K")
    for place in places[1:]:
        y += x[place]
    y /= size * size
    return y


def _share_out(g: FloatArray, shape: tuple[int, ...], size: int, stride: int) -> FloatArray:
    """Images of *shape*: each window hands every cell it sees an equal share of g."""
    x, share = _zeros_in_order_of(g, shape, g.dtype), g / (size * size)
    for *_, place in _cells((size, size), stride, g.shape[2:]):
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
    _check_windows(name, x.shape, (size, size), step, 0)
    return step


def _check_windows(name: str, shape: tuple[int, ...], size: Pair, stride: int, padding: int) -> None:
    """At least one window must fit, and it must move."""
    for setting, number in {"rows": size[0], "columns": size[1], "stride": stride}.items():
        whole(f"{name}: {setting}", number)
    whole(f"{name}: padding", padding, at_least=0)
    if min(_windows(shape, size, stride, padding)) < 1:
        padded = f" with {padding} cells of padding" if padding else ""
        raise ShapeError(f"{name}: a window must fit into the image, got {size} for images of {shape[2:]}{padded}")
