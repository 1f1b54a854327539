"""Convolution, value beside derivative.

Each of the three operations here is linear in both its operands, and its derivatives are the two others.
"""

import numpy as np

from modern.errors import ShapeError
from modern.graph import FloatArray, Node, NodeOrArray, Primitive
from modern.windows import Pair, cells_of, check_windows, windows_in


def _batch_last(x: FloatArray) -> FloatArray:
    """(channels, rows, columns, batch), contiguous: a step of the window then moves whole rows of memory."""
    return np.ascontiguousarray(x.transpose(1, 2, 3, 0))


def _seen(x: FloatArray, size: Pair, stride: int, padding: int) -> FloatArray:
    """(channels * cells of the window, windows * batch): what each cell of each window sees."""
    last = _batch_last(x)
    if padding:
        last = np.pad(last, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    channels, rows, columns, batch = last.shape
    windows = windows_in((rows, columns), size, stride)
    seen = np.empty((channels, *size, *windows, batch), x.dtype)
    for row, column, place in cells_of(size, stride, windows):
        seen[:, row, column] = last[:, place[1], place[2]]
    return seen.reshape(channels * size[0] * size[1], -1)


def _flat(y: FloatArray) -> FloatArray:
    """(filters, windows * batch) from (batch, filters, rows, columns)."""
    return _batch_last(y).reshape(y.shape[1], -1)


def _convolve(x: FloatArray, weight: FloatArray, stride: int, padding: int, seen: FloatArray | None) -> FloatArray:
    """Sum, over channels and cells of the window, of weight times what the cell sees."""
    if seen is None:
        seen = _seen(x, weight.shape[2:], stride, padding)
    windows = windows_in(x.shape, weight.shape[2:], stride, padding)
    y: FloatArray = weight.reshape(len(weight), -1) @ seen
    return y.reshape(len(weight), *windows, len(x)).transpose(3, 0, 1, 2)


def _spread(g: FloatArray, weight: FloatArray, shape: tuple[int, ...], stride: int, padding: int) -> FloatArray:
    """Images of *shape*: each cell gathers weight times g from all windows that saw it."""
    batch, channels, rows, columns = shape
    windows = g.shape[2:]
    seen = (weight.reshape(len(weight), -1).T @ _flat(g)).reshape(channels, *weight.shape[2:], *windows, batch)
    x = np.zeros((channels, rows + 2 * padding, columns + 2 * padding, batch), g.dtype)
    for row, column, place in cells_of(weight.shape[2:], stride, windows):
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
    check_windows("convolve", x.shape, size, stride, padding)
    seen = _seen(x._data if isinstance(x, Node) else x, size, stride, padding)  # the way back uses it again
    return convolution(x, weight, stride=stride, padding=padding, seen=seen)
