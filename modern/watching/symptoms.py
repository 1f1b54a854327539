"""Symptoms of a training, measured: units that are silent or saturated, and what the loss has done of late."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from modern.activations import Activation, hard_sigmoid, sigmoid, sign, step, tanh
from modern.graph import BoolArray, FloatArray

# The slope of an activation as a share of the largest it has, from what it gave.
SLOPE_SHARES: Mapping[Activation, Callable[[FloatArray], Any]] = {
    sigmoid: lambda y: 4 * y * (1 - y),
    tanh: lambda y: 1 - y * y,
    hard_sigmoid: lambda y: (y > 0) & (y < 1),
    step: np.zeros_like,
    sign: np.zeros_like,
}
EXAMPLES_TO_JUDGE_BY = 32  # so many give a first loss, and about so many the latest one
EXAMPLES_TO_BEGIN_WITH = 4  # a batch of so many gives a first loss until then; that of one example may be luck
LEAP = 10  # times the first loss until then: a loss so high has exploded, and is no part of it


def silent_units(activity: FloatArray) -> BoolArray:
    """(units,): whether each gave nothing above 0 in all of *activity* (batch, units, ...)."""
    largest: FloatArray = np.asarray(activity.max(axis=_all_but_units(activity)))
    return largest <= 0


def saturated_units(
    activity: FloatArray, activation: Activation, slope_share: float, examples_share: float
) -> BoolArray:
    """(units,): whether each had less than *slope_share* of its largest slope for *examples_share* of the examples.

    *activity* (batch, units, ...) is what the *activation*, one of SLOPE_SHARES, gave.
    """
    flat = SLOPE_SHARES[activation](activity) < slope_share
    saturated: BoolArray = flat.mean(axis=_all_but_units(activity)) >= examples_share
    return saturated


def _all_but_units(activity: FloatArray) -> tuple[int, ...]:
    """The batch and, in images, rows and columns: a filter counts as one unit."""
    return (0, *range(2, activity.ndim))


class SilentUnits:
    """Since when each unit of a layer of ReLUs has been silent for every example looked at."""

    def __init__(self) -> None:
        self._since: npt.NDArray[np.int64] | None = None  # (units,): a step from 1, 0 for units that are awake

    def look(self, activity: FloatArray, step: int) -> npt.NDArray[np.int64]:
        """(units,): for how many steps each has been silent, having given *activity* at *step*; -1: it is awake."""
        silent: BoolArray = silent_units(activity)
        before = np.zeros(len(silent), np.int64) if self._since is None else self._since
        self._since = np.where(silent, np.where(before == 0, step, before), 0)
        return np.where(silent, step - self._since, -1)


class LossTrend:
    """Where the loss began, where it stands, and since when it has not fallen; given one finite loss after the other.

    It falls where its mean over a block of steps is lower than over all blocks before, by a share of the lowest.
    """

    def __init__(self, block_steps: int, block_examples: int, least_fall: float) -> None:
        """A block is at least *block_steps* and *block_examples* long; *least_fall* is the share."""
        self.first = math.nan  # the mean over the first 32 examples, less what leapt up; NaN until it is known
        self.recent = math.nan  # the mean over the latest 32 examples or so, later ones counting more
        self.stuck_steps = 0  # in whole blocks, since it fell
        self.stuck_blocks = 0
        self._block_steps, self._least_fall = block_steps, least_fall
        self._block_examples = max(block_examples, EXAMPLES_TO_JUDGE_BY)
        self._lowest: float | None = None
        self._first_mean = 0.0
        self._first_steps = self._first_examples = 0
        self._total, self._steps, self._examples = 0.0, 0, 0  # of the block

    def add(self, loss: float, examples: int) -> bool:
        """Take in the *loss* of a batch of so many *examples*; the answer is whether a block ends with it."""
        self._total += loss
        self._steps += 1
        self._examples += examples
        if self.first == self.first:
            self.recent += (loss - self.recent) * examples / (examples + EXAMPLES_TO_JUDGE_BY)
        if self._first_examples < EXAMPLES_TO_JUDGE_BY or not self._first_mean:
            self._begin(loss, examples)
        if self._steps < self._block_steps or self._examples < self._block_examples:
            return False
        self._end_block()
        return True

    def _begin(self, loss: float, examples: int) -> None:
        """Let the *loss* of a batch of so many *examples* count for the first one."""
        self._first_examples += examples
        if loss > LEAP * self.first:
            return
        self._first_steps += 1
        self._first_mean += (loss - self._first_mean) / self._first_steps
        enough = examples >= EXAMPLES_TO_BEGIN_WITH or self._first_examples >= EXAMPLES_TO_JUDGE_BY
        if enough and self._first_mean:  # a loss that is 0 at first is no measure
            if self.first != self.first:
                self.recent = self._first_mean
            self.first = self._first_mean

    def _end_block(self) -> None:
        mean = self._total / self._steps
        if self._lowest is None or mean < self._lowest - self._least_fall * abs(self._lowest):
            self._lowest = mean
            self.stuck_steps = self.stuck_blocks = 0
        else:
            self.stuck_steps += self._steps
            self.stuck_blocks += 1
        self._total, self._steps, self._examples = 0.0, 0, 0
