"""Clipping: a gradient too large is cut down before the optimizer uses it, so that no step leaps out of reach."""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from modern.errors import SettingError
from modern.graph import FloatArray
from modern.settings import positive

_BLOCK = 2**15  # numbers whose squares are added up in one go: longer sums lose digits of float32
_SMALLEST_NORM = 1e-16  # the squares of slopes below are lost in float32, whose range ends near 1e-38


class Clipping(ABC):
    """What an optimizer asks of a clipping."""

    __slots__ = ()
    multiply_adds_per_parameter: ClassVar[int]

    def __call__(self, gradients: FloatArray) -> float:
        """Cut *gradients* (n,), of float32 or float64, in place; the answer is their Euclidean norm before."""
        if not isinstance(gradients, np.ndarray) or gradients.dtype.kind != "f" or gradients.ndim != 1:
            raise SettingError(f"gradients must be an array (n,) of float32 or float64, got {gradients!r}")
        with np.errstate(all="ignore"):
            norm = euclidean_norm(gradients)
            self._cut(gradients, norm)
        return norm

    @abstractmethod
    def _cut(self, gradients: FloatArray, norm: float) -> None:
        """Change *gradients*, whose Euclidean norm is *norm*, in place."""


@dataclass(frozen=True, slots=True)
class ByValue(Clipping):
    """g ← max(-limit, min(limit, g)): each slope for itself, so that the direction may change."""

    limit: float
    multiply_adds_per_parameter: ClassVar[int] = 2  # norm: 1; comparisons, counted as one: 1

    def __post_init__(self) -> None:
        positive("limit", self.limit)

    def _cut(self, gradients: FloatArray, norm: float) -> None:
        np.clip(gradients, -float(self.limit), float(self.limit), out=gradients)


@dataclass(frozen=True, slots=True)
class ByNorm(Clipping):
    """g ← g limit / ‖g‖ where ‖g‖ is larger than the limit (Pascanu et al. 2013): shorter, the same direction.

    The norm is that of all parameters together. PyTorch divides by ‖g‖ + 1e-6 instead. A gradient that is not
    finite has no direction: it stays what it is.
    """

    limit: float
    multiply_adds_per_parameter: ClassVar[int] = 2  # norm: 1; product: 1

    def __post_init__(self) -> None:
        positive("limit", self.limit)

    def _cut(self, gradients: FloatArray, norm: float) -> None:
        if self.limit < norm < math.inf:
            gradients /= norm  # first, as limit / norm alone may be too small a number for float32
            gradients *= float(self.limit)


def euclidean_norm(gradients: FloatArray) -> float:
    """√Σ g² of *gradients* (n,), right also where the squares leave float32; not finite where an entry is not.

    On its way numpy may warn of an overflow; who takes part in a step ignores that.
    """
    squares = gradients.dot(gradients) if gradients.size <= _BLOCK else _sum_of_blocks(gradients)
    norm = math.sqrt(squares)
    if _SMALLEST_NORM < norm < math.inf:
        return norm
    largest = float(np.abs(gradients).max(initial=0))
    if largest == 0 or not math.isfinite(largest):
        return largest
    return largest * float(np.linalg.norm(gradients.astype(np.float64) / largest))


def _sum_of_blocks(numbers: FloatArray) -> float:
    """Sum of the squares of *numbers*, each block in their type, the blocks in float64."""
    blocks = (numbers[start : start + _BLOCK] for start in range(0, numbers.size, _BLOCK))
    return sum(float(block.dot(block)) for block in blocks)
