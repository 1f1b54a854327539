"""Numbers as pictures: each is a thermometer of its own on the retina, so many cells lit as it is high."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


def thermometers(points: FloatArray, lowest: float, highest: float, shape: tuple[int, int]) -> npt.NDArray[np.float32]:
    """(n, numbers) -> (n, rows, columns): one thermometer below the other, each filled column by column from the left.

    At *lowest* and below none of its cells is lit, at *highest* and above all are.
    """
    rows, columns = shape
    images = np.zeros((len(points), rows, columns), dtype=np.float32)
    bounds = np.linspace(0, rows, points.shape[1] + 1).astype(np.intp)
    height = np.clip((points - lowest) / (highest - lowest), 0.0, 1.0)
    for number, (top, bottom) in enumerate(pairwise(bounds)):
        order = np.arange((bottom - top) * columns).reshape(columns, -1).T  # in which the cells are lit
        images[:, top:bottom] = order < np.rint(height[:, number] * order.size)[:, np.newaxis, np.newaxis]
    return images


def beyond_share(points: FloatArray, lowest: float, highest: float) -> float:
    """The share of *points* (n, numbers) that a thermometer from *lowest* to *highest* cannot show."""
    return float(((points < lowest) | (points > highest)).mean())
