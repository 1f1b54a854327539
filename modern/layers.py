"""Layers: each reads like the formula on the board."""

from typing import Protocol

import numpy as np
import numpy.typing as npt

from modern.activations import Activation, activation_named, leaky_relu, relu, soft_relu
from modern.errors import SettingError, ShapeError
from modern.initializers import Initializer, he_uniform, xavier_uniform, zeros
from modern.tensor import Tensor

_HALF_SILENT = (relu, leaky_relu, soft_relu)  # these drop about half of the variance, as He et al. assume


class Layer(Protocol):
    """What a network asks of a layer."""

    @property
    def name(self) -> str:
        """What error messages call it."""

    @property
    def input_shape(self) -> tuple[int, ...]:
        """Shape of one example coming in."""

    @property
    def output_shape(self) -> tuple[int, ...]:
        """Shape of one example going out."""

    @property
    def parameters(self) -> tuple[Tensor, ...]:
        """What it learns."""

    @property
    def multiply_adds(self) -> int:
        """Multiplications, each with its addition, that one example costs on the way forward."""

    def initialize(self, rng: np.random.Generator) -> None:
        """Forget everything learned and draw new weights."""

    def __call__(self, x: Tensor) -> Tensor:
        """(batch, *input_shape) -> (batch, *output_shape)."""


class Dense:
    """A layer of neurons, each connected to every input: g(x W + b)."""

    def __init__(
        self,
        inputs: int,
        outputs: int,
        *,
        activation: str | Activation = "identity",
        rng: np.random.Generator,
        weights: Initializer | None = None,
        biases: Initializer = zeros,
        dtype: npt.DTypeLike = np.float32,
    ) -> None:
        """*weights* defaults to He's initializer before the ReLU family, Xavier's before all else.

        A parameter is kept fixed by `layer.bias.requires_grad = False`.
        """
        for name, number in (("inputs", inputs), ("outputs", outputs)):
            if number < 1:
                raise SettingError(f"{name} must be at least 1, got {number!r}")
        self.activation = activation_named(activation) if isinstance(activation, str) else activation
        self._draw_weights = weights or (he_uniform if self.activation in _HALF_SILENT else xavier_uniform)
        self._draw_biases = biases
        self.weight = Tensor(np.zeros((inputs, outputs)), requires_grad=True, dtype=dtype)
        self.bias = Tensor(np.zeros(outputs), requires_grad=True, dtype=dtype)
        self._input_shape = (inputs,)
        self.initialize(rng)

    def __call__(self, x: Tensor) -> Tensor:
        """(batch, inputs) -> (batch, outputs): g(x W + b)."""
        if x.shape[-1:] != self._input_shape:
            raise ShapeError(
                f"{self.name}: the last axis of its input must have the length of its weight's first, "
                f"got {x.shape} for weight {self.weight.shape}"
            )
        return self.activation(x @ self.weight + self.bias)

    def initialize(self, rng: np.random.Generator) -> None:
        """Forget everything learned and draw weights and biases anew."""
        self.weight.data = self._draw_weights(rng, self.weight.shape)
        self.bias.data = self._draw_biases(rng, self.bias.shape)

    @property
    def name(self) -> str:
        """Kind and size, as in "Dense 400-64"."""
        inputs, outputs = self.weight.shape
        return f"Dense {inputs}-{outputs}"

    @property
    def input_shape(self) -> tuple[int, ...]:
        """(inputs,)."""
        return self._input_shape

    @property
    def output_shape(self) -> tuple[int, ...]:
        """(outputs,)."""
        return self.bias.shape

    @property
    def parameters(self) -> tuple[Tensor, Tensor]:
        """Weight (inputs, outputs) and bias (outputs,)."""
        return self.weight, self.bias

    @property
    def multiply_adds(self) -> int:
        """inputs times outputs; adding the bias and the activation are not counted."""
        return self.weight.size
