"""Windows that slide over images: how many there are, and which cells each of them sees.

Images are (batch, channels, rows, columns). A window moves by `stride` cells, rows and columns alike; where the last
step would lead over the edge it is not made. Padding adds cells of 0 on all four sides.
"""

from collections.abc import Iterator
from typing import Any

from modern.errors import ShapeError
from modern.settings import whole

Pair = tuple[int, int]


def windows_along(length: int, size: int, stride: int, padding: int = 0) -> int:
    """How many windows of *size* fit along an axis of *length*; 0 or less if not even one does."""
    return (length + 2 * padding - size) // stride + 1


def cells_of(size: Pair, stride: int, windows: Pair) -> Iterator[tuple[int, int, tuple[Any, ...]]]:
    """For each cell of a window, row by row: its place, and where an image holds that cell of every window."""
    for row in range(size[0]):
        for column in range(size[1]):
            rows = slice(row, row + stride * windows[0], stride)
            yield row, column, (..., rows, slice(column, column + stride * windows[1], stride))


def windows_in(shape: tuple[int, ...], size: Pair, stride: int, padding: int = 0) -> Pair:
    """Windows along the rows and along the columns of images of *shape*."""
    rows, columns = (windows_along(shape[axis], size[axis], stride, padding) for axis in (-2, -1))
    return rows, columns


def check_windows(name: str, shape: tuple[int, ...], size: Pair, stride: int, padding: int) -> None:
    """At least one window must fit, and it must move."""
    for setting, number in {"rows": size[0], "columns": size[1], "stride": stride}.items():
        whole(f"{name}: {setting}", number)
    whole(f"{name}: padding", padding, at_least=0)
    if min(windows_in(shape, size, stride, padding)) < 1:
        padded = f" with {padding} cells of padding" if padding else ""
        raise ShapeError(f"{name}: a window must fit into the image, got {size} for images of {shape[2:]}{padded}")
