"""Batch normalization: what comes in is brought to mean 0 and variance 1 over the batch, then scaled and shifted."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from modern.errors import ShapeError
from modern.graph import FloatArray
from modern.initializers import constant, zeros
from modern.layers import Layer, LayerSummary, Shape
from modern.settings import fixed, positive
from modern.tensor import Tensor


class BatchNorm(Layer):
    """weight (x - mean) / √(variance + ε) + bias, for each feature of a vector or each channel of an image.

    In training mean and variance are those of the batch, over its examples (and, of images, their cells); the
    variance is the mean square, divided by n. In use they are running means of what was met in training

        running ← (1 - momentum) running + momentum batch

    for which the variance is divided by n - 1 (Ioffe and Szegedy 2015; the constants are PyTorch's).
    """

    momentum: float = fixed()
    epsilon: float = fixed()

    def __init__(self, momentum: float = 0.1, epsilon: float = 1e-5) -> None:
        """*momentum*, above 0 and at most 1, is the share of the new; *epsilon* > 0 keeps the root from 0."""
        self.momentum = positive("BatchNorm.momentum", momentum, at_most=1)
        self.epsilon = positive("BatchNorm.epsilon", epsilon)
        self._state: dict[str, FloatArray] = {}
        super().__init__("BatchNorm", {"weight": constant(1), "bias": zeros})

    def describe(self, input_shape: Shape) -> LayerSummary:
        """Weight and bias (features,) or (channels,); in use, one multiply-add per value."""
        if len(input_shape) not in (1, 3):
            raise ShapeError(
                "BatchNorm: must be given vectors, (features,), or images, (channels, rows, columns), "
                f"got {input_shape}"
            )
        features = input_shape[0]
        shapes: dict[str, Shape] = {"weight": (features,), "bias": (features,)}
        return LayerSummary(f"BatchNorm {features}", input_shape, input_shape, math.prod(input_shape), shapes)

    def initialize(self, rng: np.random.Generator, dtype: npt.DTypeLike | None = None) -> None:
        """Scale by 1, shift by 0, and remember no batch: running mean 0, running variance 1. Draws nothing."""
        super().initialize(rng, dtype)
        if not self._state:
            self._state = {name: np.empty_like(self.bias.data) for name in ("running_mean", "running_variance")}
        self._state["running_mean"].fill(0)
        self._state["running_variance"].fill(1)

    def __call__(self, x: Tensor) -> Tensor:
        """(batch, *shape) -> (batch, *shape), by the running mean and variance."""
        self.require_input(x)
        mean, variance = self._state["running_mean"], self._state["running_variance"]
        return self._normalized(x - self._per_feature(mean), self._per_feature(variance))

    def while_training(self, x: Tensor) -> Tensor:
        """(batch, *shape) -> (batch, *shape), by the mean and variance of this batch, which are remembered.

        Raises ShapeError for a batch with fewer than two values per feature, which have no variance.
        """
        self.require_input(x)
        if x.shape[0] < self.smallest_batch:
            raise ShapeError(
                f"{self.name}: must be given at least two values of each feature to learn from, got {x.shape}: "
                "make the batches larger"
            )
        values = x.size // self.input_shape[0]
        axes = (0, *range(2, x.ndim))
        mean = x.mean(axes, keepdims=True)
        centred = x - mean
        variance = (centred * centred).mean(axes, keepdims=True)
        self._remember(running_mean=mean.data, running_variance=variance.data * (values / (values - 1)))
        return self._normalized(centred, variance)

    def _normalized(self, centred: Tensor, variance: Any) -> Tensor:
        """weight centred / √(variance + ε) + bias."""
        scale = self._per_feature(self.weight) / (variance + self.epsilon) ** 0.5
        y: Tensor = centred * scale + self._per_feature(self.bias)
        return y

    def _settings_in_words(self) -> str:
        return f"epsilon {self.epsilon!r}"

    def _per_feature(self, numbers: Any) -> Any:
        """(features,) as it meets vectors, (channels, 1, 1) as it meets images."""
        return numbers.reshape(-1, 1, 1) if len(self.input_shape) == 3 else numbers

    def _remember(self, **batch: FloatArray) -> None:
        """running ← (1 - momentum) running + momentum batch."""
        for name, of_batch in batch.items():
            running = self._state[name]
            running *= 1 - self.momentum
            running += self.momentum * of_batch.reshape(running.shape)

    @property
    def weight(self) -> Tensor:
        """(features,): the scale, often called γ."""
        return self._parameter("weight")

    @property
    def bias(self) -> Tensor:
        """(features,): the shift, often called β."""
        return self._parameter("bias")

    @property
    def state(self) -> dict[str, FloatArray]:
        """running_mean and running_variance, each (features,): the arrays themselves."""
        return dict(self._state)

    @property
    def smallest_batch(self) -> int:
        """Two examples; one if it is an image of several cells, among which there is a variance already."""
        return 1 if math.prod(self.input_shape[1:]) > 1 else 2

    def broken_rule(self, state: Mapping[str, FloatArray]) -> str | None:
        """A variance is never negative."""
        least = state["running_variance"].min()
        return f"running_variance must be at least 0, got {least}" if least < 0 else None
