"""A network: layers in a row, their parameters in one flat array."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Self

import numpy as np
import numpy.typing as npt

from modern.activations import Activation, softmax
from modern.errors import SettingError, ShapeError
from modern.graph import FloatArray, no_grad
from modern.initializers import Initializer
from modern.layers import Dense, Layer
from modern.parameters import Parameters
from modern.tensor import Tensor


class Network:
    """f(x) = g_n(... g_2(g_1(x))): any number of layers from one up. What the last one gives are the logits.

    Without hidden layers, `Network.dense([400, 26], rng=rng)`, it is a single layer of neurons.
    """

    def __init__(self, layers: Sequence[Layer]) -> None:
        """Chain *layers*, each taking what the one before gives, and move their parameters together."""
        if not layers:
            raise SettingError("layers must be at least one, got none")
        self.layers = tuple(layers)
        for position, (before, layer) in enumerate(pairwise(self.layers), start=2):
            if layer.input_shape != before.output_shape:
                raise ShapeError(
                    f"layer {position} ({layer.name}) must take what {before.name} gives, "
                    f"got input shape {layer.input_shape} after output shape {before.output_shape}"
                )
        self.parameters = Parameters(tensor for layer in self.layers for tensor in layer.parameters)
        self._multiply_adds = [layer.multiply_adds for layer in self.layers]

    @classmethod
    def dense(
        cls,
        widths: Sequence[int],
        *,
        activation: str | Activation = "relu",
        rng: np.random.Generator,
        weights: Initializer | None = None,
        dtype: npt.DTypeLike = np.float32,
    ) -> Self:
        """Dense layers of *widths*, inputs first; *activation* on the hidden ones, none on the last."""
        if len(widths) < 2:
            raise SettingError(f"widths must name inputs and outputs at least, got {list(widths)!r}")
        activations = [activation] * (len(widths) - 2) + ["identity"]
        return cls(
            [
                Dense(inputs, outputs, activation=g, rng=rng, weights=weights, dtype=dtype)
                for (inputs, outputs), g in zip(pairwise(widths), activations, strict=True)
            ]
        )

    def __call__(self, x: Tensor | npt.ArrayLike) -> Tensor:
        """(batch, *inputs) -> logits (batch, classes)."""
        y = self._checked(x)
        for layer in self.layers:
            y = layer(y)
        return y

    def activities(self, x: Tensor | npt.ArrayLike) -> list[FloatArray]:
        """What each layer gives for *x*, in order, each (batch, width); the last are the logits."""
        y = self._checked(x)
        given = []
        with no_grad():
            for layer in self.layers:
                y = layer(y)
                given.append(y.data)
        return given

    def predict_probabilities(self, x: Tensor | npt.ArrayLike) -> FloatArray:
        """(batch, classes): softmax of the logits."""
        return softmax(self.activities(x)[-1])

    def initialize(self, rng: np.random.Generator) -> None:
        """Forget everything learned and draw new parameters."""
        for layer in self.layers:
            layer.initialize(rng)

    @property
    def parameter_count(self) -> int:
        """How many numbers it learns."""
        return len(self.parameters)

    @property
    def multiply_adds(self) -> int:
        """Multiply-adds of one example on its way forward: inputs times outputs, summed over the layers."""
        return sum(self._multiply_adds)

    def multiply_adds_per_step(self, examples: int, per_parameter: int = 0) -> int:
        """Multiply-adds of one training step on a batch of *examples*.

        As much as forward again for the derivatives by the weights, and again for those by the inputs, but
        not by the inputs of the first layer, which nobody asks for; then *per_parameter* of the optimizer for
        each parameter.
        """
        forward = by_weights = sum(self._multiply_adds)
        by_inputs = forward - self._multiply_adds[0]
        return examples * (forward + by_weights + by_inputs) + per_parameter * self.parameter_count

    def _checked(self, x: Tensor | npt.ArrayLike) -> Tensor:
        tensor = x if isinstance(x, Tensor) else Tensor(x, dtype=self.parameters.dtype)
        if tensor.shape[1:] != self.layers[0].input_shape:
            expected = ", ".join(("batch", *map(str, self.layers[0].input_shape)))
            raise ShapeError(f"layer 1 ({self.layers[0].name}) must be given ({expected}), got {tensor.shape}")
        return tensor
