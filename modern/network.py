"""A network: layers in a row, their parameters in one flat array."""

from collections.abc import Iterable, Sequence
from typing import Self

import numpy as np
import numpy.typing as npt

from modern.activations import Activation, softmax
from modern.architecture import checked_layers, describe
from modern.errors import SettingError, ShapeError
from modern.graph import FloatArray, no_grad
from modern.initializers import Initializer
from modern.layers import Dense, Layer, Shape, of_a_batch
from modern.memory import keep_freed_memory
from modern.parameters import Parameters
from modern.settings import whole
from modern.tensor import Tensor


class Network:
    """f(x) = g_n(... g_2(g_1(x))): any number of layers from one up. What the last one gives are the logits.

    Without hidden layers, `Network.dense([400, 26], rng=rng)`, it is a single layer of neurons.
    """

    def __init__(
        self,
        layers: Sequence[Layer],
        *,
        input_shape: Shape,
        rng: np.random.Generator,
        dtype: npt.DTypeLike = np.float32,
    ) -> None:
        """Place *layers* one after the other, draw their parameters from *rng* and move these together.

        *input_shape* is that of one example, such as (400,), or (1, 20, 20) for an image of one channel. Raises
        ShapeError, naming the layer, both shapes and the rule, where a layer does not fit what comes in.
        """
        keep_freed_memory()
        self.layers = checked_layers(layers)
        summaries = describe(self.layers, input_shape)
        for position, layer in enumerate(self.layers, start=1):
            if layer.initialized or layer in self.layers[: position - 1]:
                raise SettingError(
                    f"layer {position} ({layer.name}) must be new: a layer has one place in one network, got it again"
                )
        for layer, summary in zip(self.layers, summaries, strict=True):
            layer.place(summary.input_shape)
        try:
            for layer in self.layers:
                layer.initialize(rng, dtype)
            self.parameters = Parameters((tensor for layer in self.layers for tensor in layer.parameters), dtype)
        except MemoryError as error:
            needed = sum(summary.parameter_count for summary in summaries)
            raise SettingError(f"layers must fit into memory, got {needed:.2g} parameters") from error
        self._forward = sum(layer.multiply_adds for layer in self.layers)
        self._backward = _multiply_adds_back(self.layers)

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
        if not isinstance(widths, Iterable) or len(widths) < 2:
            raise SettingError(f"widths must name inputs and outputs at least, got {widths!r}")
        inputs, *hidden, outputs = (whole(f"widths[{i}]", width) for i, width in enumerate(widths))
        layers = [*(Dense(width, activation, weights=weights) for width in hidden), Dense(outputs, weights=weights)]
        return cls(layers, input_shape=(inputs,), rng=rng, dtype=dtype)

    def __call__(self, x: Tensor | npt.ArrayLike) -> Tensor:
        """(batch, *input_shape) -> logits (batch, classes), as in use."""
        y = self._checked(x)
        for layer in self.layers:
            y = layer(y)
        return y

    def while_training(self, x: Tensor | npt.ArrayLike) -> Tensor:
        """(batch, *input_shape) -> logits (batch, classes), with what some layers do in training only."""
        y = self._checked(x)
        for layer in self.layers:
            y = layer.while_training(y)
        return y

    def activities(self, x: Tensor | npt.ArrayLike) -> list[FloatArray]:
        """What each layer gives for *x*, in order, each (batch, *its output_shape); the last are the logits."""
        y = self._checked(x)
        given = []
        with no_grad():
            for layer in self.layers:
                y = layer(y)
                given.append(y.data)
        return given

    def predict_probabilities(self, x: Tensor | npt.ArrayLike) -> FloatArray:
        """(batch, classes): softmax of the logits."""
        if len(self.output_shape) != 1:
            raise ShapeError(
                f"predict_probabilities: the last layer must give one logit per class, (classes,), "
                f"got {self.output_shape} of {self.layers[-1].name}"
            )
        return softmax(self.activities(x)[-1])

    def initialize(self, rng: np.random.Generator) -> None:
        """Forget everything learned and draw new parameters."""
        for layer in self.layers:
            layer.initialize(rng)

    @property
    def input_shape(self) -> Shape:
        """Shape of one example coming in."""
        return self.layers[0].input_shape

    @property
    def output_shape(self) -> Shape:
        """Shape of what is given for one example: (classes,)."""
        return self.layers[-1].output_shape

    @property
    def parameter_count(self) -> int:
        """How many numbers it learns."""
        return len(self.parameters)

    @property
    def multiply_adds(self) -> int:
        """Multiply-adds of one example on its way forward, summed over the layers."""
        return self._forward

    def multiply_adds_per_step(self, examples: int, per_parameter: int = 0) -> int:
        """Multiply-adds of one training step on a batch of *examples*.

        As much as forward again for the derivatives by the weights, and again for those by the inputs, but
        not by those of the first layer that learns, which nobody asks for; then *per_parameter* of the optimizer
        for each parameter.
        """
        return examples * (self._forward + self._backward) + per_parameter * self.parameter_count

    def _checked(self, x: Tensor | npt.ArrayLike) -> Tensor:
        tensor = x if isinstance(x, Tensor) else Tensor(x, dtype=self.parameters.dtype)
        first = self.layers[0]
        if tensor.shape[1:] != first.input_shape:
            raise ShapeError(
                f"layer 1 ({first.name}) must be given {of_a_batch(first.input_shape)}, got {tensor.shape}"
            )
        return tensor


def _multiply_adds_back(layers: Sequence[Layer]) -> int:
    """Multiply-adds of one example on its way back: by the weights of each layer, and by its inputs where asked."""
    total = 0
    asked = False  # whether a layer before this one learns
    for layer in layers:
        learns = layer.parameter_count > 0
        total += layer.multiply_adds * (learns + asked)
        asked = asked or learns
    return total
