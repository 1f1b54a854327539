"""Where in the plot of the course words have room that no curve runs through."""

from collections.abc import Sequence

import numpy as np
from pygame import Rect

from perceptron_sim.learner import FloatArray
from perceptron_sim.ledger import Score


def heights(score: Score, plot: Rect, most: int) -> FloatArray:
    """How high the curve of *score* stands at each pixel of *plot* (width,), in y; NaN where it has not come to."""
    at = np.arange(plot.width) * most / plot.width
    known = np.append(1 + score.curve_every * np.arange(score.curve.size), score.exposures)
    share = np.interp(at, known, np.append(score.curve, score.recent or 0.0), right=np.nan)
    y: FloatArray = plot.bottom - share * plot.height
    return y


def room_for(size: tuple[int, int], within: Rect, curves: Sequence[FloatArray], taken: Sequence[Rect]) -> Rect | None:
    """The lowest place of *size* in *within*, and there the leftmost, that neither a curve nor one *taken* touches.

    *curves* are heights (n,) over the pixels from the left of *within* on. None where there is no such place.
    """
    width, height = size
    for top in range(within.bottom - height, within.top - 1, -2):
        blocked = np.zeros(max(within.width, 0), dtype=np.int32)
        for curve in curves:
            y = curve[: blocked.size]
            blocked[: y.size] |= (y > top - 2) & (y < top + height + 2)
        for area in taken:
            if area.top < top + height and top < area.bottom:
                blocked[max(0, area.left - within.left) : max(0, area.right - within.left)] = 1
        counted = np.concatenate(([0], np.cumsum(blocked)))
        free = np.flatnonzero(counted[width:] == counted[: max(0, counted.size - width)])
        if free.size:
            return Rect(within.left + int(free[0]), top, width, height)
    return None
