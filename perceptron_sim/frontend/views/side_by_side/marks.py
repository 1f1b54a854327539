"""Every exposure as a mark: tall in the learner's colour for a right answer, low for a wrong one."""

import math

import numpy as np
import numpy.typing as npt

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.course_axis import NEXT
from perceptron_sim.frontend.signed import Indices

LEARNERS = (("mark1", "1960", theme.AMBER), ("modern", "today", theme.BLUE))
LOW_SHARE = 0.3  # of a row's height, for the mark of a wrong answer
NONE, WRONG, LIT = range(3)  # of a timeline's marks; right ones are LIT + learner
SOFTENED = 0.85  # of the learner's colour: so many marks together would outshine what happens now
GAP_FROM = 3  # pixels; marks as wide as this have a gap between them
MARKS = [
    theme.PANEL,
    theme.WRONG,
    *(theme.blend(theme.PANEL, colour, SOFTENED) for _, _, colour in LEARNERS),
]
DIMMED = 0.3  # of their learner's colour, the curves of further learners of its kind fade into the panel
BoolArray = npt.NDArray[np.bool_]


def right_shares(
    right: BoolArray, width: int, most: int, columns: range | None = None
) -> tuple[npt.NDArray[np.float64], BoolArray]:
    """For each of *width* pixels the share of right ones among the exposures that fall on it, and whether any do.

    Of these pixels only *columns*, if they are given; no more of *right* (exposures,) is looked at than falls on them.
    """
    columns = columns or range(width)
    edges = np.arange(columns.start, columns.stop + 1) * most / width
    first = np.minimum(np.floor(edges[:-1] + NEXT).astype(np.intp), right.size)
    after = np.minimum(np.maximum(np.ceil(edges[1:] - NEXT).astype(np.intp), first + 1), right.size)
    since = int(first[0])
    counted = np.concatenate(([0], np.cumsum(right[since : after[-1]], dtype=np.int32)))
    number = after - first
    return (counted[after - since] - counted[first - since]) / np.maximum(number, 1), number > 0


def timeline_marks(
    right: BoolArray, size: tuple[int, int], most: int, lit: int, columns: range | None = None
) -> Indices:
    """(columns, height) places in MARKS: a tall mark, *lit*, for a right answer, a low one for a wrong one.

    Where several exposures share a pixel, the tall mark is as high as the share of right ones.
    """
    width, height = size
    columns = columns or range(width)
    share, there = right_shares(right, width, most, columns)
    if width / most >= GAP_FROM:
        place = np.arange(columns.start, columns.stop) * most / width
        there = there & (np.floor(place + NEXT) == np.floor(place + most / width + NEXT))
    low = max(2, round(height * LOW_SHARE))
    tall = np.where(share > 0, np.maximum(np.round(share * height), low + 1), 0)
    up = height - 1 - np.arange(height)[None, :]
    wrong = np.where((share < 1) & there, low, 0)[:, None] > up
    tall_enough = np.where(there, tall, 0)[:, None] > up
    return np.where(wrong, WRONG, np.where(tall_enough, lit, NONE)).astype(np.uint8)


def touched(first: int, after: int, width: int, most: int) -> range:
    """The pixels on which the exposures from *first* on, before *after*, have a part."""
    return range(max(0, math.floor(first * width / most) - 1), min(width, math.ceil(after * width / most) + 1))
