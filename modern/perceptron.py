"""Rosenblatt's rule as a neuron in software: it learns from its mistakes alone, and they are numbered."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from modern.errors import SettingError, ShapeError
from modern.graph import FloatArray
from modern.separability import checked_points, separability
from modern.settings import positive, require_generator, whole
from modern.tensor import as_float_array, require_finite

IntArray = npt.NDArray[np.intp]

MOST_INPUTS = 1_000_000
LARGEST = 1e100  # of points and rate: the products of weights and points are numbers then


@dataclass(frozen=True, slots=True)
class Mistake:
    """One wrong answer, and the neuron after it learned from it."""

    number: int  # of the mistake, counted from 1 over all that the neuron ever made
    epoch: int  # the pass through the data, counted from 1
    example: int  # which of the points, counted from 0
    label: int  # what it is: 0 or 1; the answer was the other
    weights: FloatArray  # (inputs,), read-only
    bias: float


class Perceptron:
    """One neuron with a step, 1[weights · x + bias > 0], that starts from 0: (n, inputs) -> (n,), each 0 or 1."""

    def __init__(self, inputs: int, rate: float = 1.0) -> None:
        """*rate* scales weights and bias alike and changes no answer, since they start from 0."""
        self.rate = positive("rate", rate, at_most=LARGEST)
        self.weights: FloatArray = np.zeros(whole("inputs", inputs, at_most=MOST_INPUTS))
        self.bias = 0.0
        self.mistakes = 0  # made so far, while learning

    def __call__(self, points: npt.ArrayLike) -> IntArray:
        """(n, inputs), finite -> (n,): 1 where the weighted sum is above 0; at 0 the answer is 0."""
        x = as_float_array(points, np.float64)
        self._require_inputs(x)
        return (x @ self.weights + self.bias > 0).astype(np.intp)

    def learn(
        self, points: npt.ArrayLike, labels: npt.ArrayLike, *, epochs: int, rng: np.random.Generator | None = None
    ) -> Iterator[Mistake]:
        """Learn as it is iterated: one Mistake for each that is made, until a whole pass has none, or after *epochs*.

        *points* (n, inputs), within ±1e100, *labels* (n,) 0 or 1. On a mistake the weights move by
        rate (label - answer) x, the bias by rate (label - answer): the rule of Rosenblatt (1960). Each pass draws its
        order from *rng*; without one it is that of the data.
        """
        x, classes = checked_points(points, labels)
        self._require_inputs(x)
        if rng is not None:
            require_generator("rng", rng)
        return self._learning(x, classes, whole("epochs", epochs), rng)

    def _learning(
        self, x: FloatArray, classes: IntArray, epochs: int, rng: np.random.Generator | None
    ) -> Iterator[Mistake]:
        for epoch in range(1, epochs + 1):
            mistakes_before = self.mistakes
            for example in range(len(x)) if rng is None else rng.permutation(len(x)):
                answer = int(x[example] @ self.weights + self.bias > 0)
                if answer != classes[example]:
                    yield self._corrected(x[example], int(classes[example]), epoch, int(example))
            if self.mistakes == mistakes_before:
                return

    def _corrected(self, x: FloatArray, label: int, epoch: int, example: int) -> Mistake:
        sign = 1 if label else -1  # label - answer
        self.weights = self.weights + self.rate * sign * x
        self.weights.flags.writeable = False
        self.bias += self.rate * sign
        self.mistakes += 1
        return Mistake(self.mistakes, epoch, example, label, self.weights, self.bias)

    def _require_inputs(self, x: FloatArray) -> None:
        if x.ndim != 2 or x.shape[1:] != self.weights.shape:
            raise ShapeError(f"points must be (n, {len(self.weights)}), got {x.shape}")
        require_finite("points", x)
        largest = np.abs(x).max(initial=0)
        if largest > LARGEST:
            raise SettingError(f"points must lie within ±{LARGEST:g}, got {largest:g}")


def mistake_bound(points: npt.ArrayLike, labels: npt.ArrayLike) -> float:
    """(R/γ)²: how many mistakes a Perceptron can make on these data at most; infinite if no neuron separates them.

    *points* (n, inputs), *labels* (n,) 0 or 1; in whatever order they come, and at any rate (Novikoff 1962).
    """
    return separability(points, labels).mistake_bound
