"""What a camera sees, made light on the retina: the middle of its picture, lit where ink is, whatever the lamp."""

import numpy as np
import numpy.typing as npt

LEAST_CONTRAST = 24.0  # of 255, between the darkest and the lightest tenth of the cells; below it there is nothing
STEEP = 3.0  # how much steeper than the camera's greys those on the retina are
FULL = 255.0
FloatArray = npt.NDArray[np.float32]


def on_retina(greys: npt.NDArray[np.uint8], rows: int, columns: int) -> FloatArray:
    """(height, width) of greys, 255 = white -> light (rows, columns), 0 to 1; all dark where nothing stands out.

    Each cell is the mean of its part of the largest middle piece that has the retina's shape. What most of the edge
    is, is paper; the other is ink, and lit.
    """
    cells = _means(greys, rows, columns)
    low, high = np.percentile(cells, (10, 90))
    if high - low < LEAST_CONTRAST:  # a thin sign covers less than a tenth
        low, high = cells.min(), cells.max()
    if high - low < LEAST_CONTRAST:
        return np.zeros((rows, columns), dtype=np.float32)
    light = (cells - low) / (high - low)
    edge = np.concatenate([light[0], light[-1], light[:, 0], light[:, -1]])
    if np.median(edge) > 1 / 2:
        light = 1 - light
    steep: FloatArray = np.clip((light - 1 / 2) * STEEP + 1 / 2, 0, 1).astype(np.float32)
    return steep


def _means(greys: npt.NDArray[np.uint8], rows: int, columns: int) -> npt.NDArray[np.float64]:
    """The mean grey of each cell's part; a cell of fewer pixels than one has the nearest."""
    height, width = greys.shape
    pixels = min(height / rows, width / columns)
    sums = np.zeros((height + 1, width + 1))
    np.cumsum(np.cumsum(greys, axis=0, dtype=np.float64), axis=1, out=sums[1:, 1:])
    top, left = (height - rows * pixels) / 2, (width - columns * pixels) / 2
    y = np.clip(np.rint(top + pixels * np.arange(rows + 1)).astype(np.intp), 0, height)
    x = np.clip(np.rint(left + pixels * np.arange(columns + 1)).astype(np.intp), 0, width)
    y0, x0 = np.minimum(y[:-1], height - 1), np.minimum(x[:-1], width - 1)
    y1, x1 = np.maximum(y[1:], y0 + 1), np.maximum(x[1:], x0 + 1)
    total = sums[y1][:, x1] - sums[y0][:, x1] - sums[y1][:, x0] + sums[y0][:, x0]
    means: npt.NDArray[np.float64] = total / np.outer(y1 - y0, x1 - x0)
    return means
