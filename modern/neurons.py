"""Layers of neurons: what all of them share, and the one whose neurons are connected to every input."""

from typing import Any

import numpy as np
import numpy.typing as npt

from modern.activations import (
    ACTIVATIONS,
    Activation,
    activation_named,
    elu,
    gelu,
    gelu_tanh,
    leaky_relu,
    relu,
    silu,
    soft_relu,
)
from modern.errors import SettingError, ShapeError
from modern.graph import recording
from modern.initializers import Initializer, he_uniform, xavier_uniform, zeros
from modern.layers import Layer, LayerSummary, Shape
from modern.settings import whole
from modern.tensor import Tensor

# These drop about half of the variance, as He et al. assume; SELU drops none, by its making.
_HALF_SILENT = (relu, leaky_relu, soft_relu, elu, gelu, gelu_tanh, silu)


class Neurons(Layer):
    """What neurons share, whatever they are connected to: a weight, a bias, an activation."""

    def __init__(
        self,
        name: str,
        *,
        activation: str | Activation,
        weights: Initializer | None,
        biases: Initializer,
        with_bias: bool,
    ) -> None:
        self.activation = activation_named(activation) if isinstance(activation, str) else activation
        if not callable(self.activation):
            raise SettingError(f"{name}: activation must be a function, got {activation!r}")
        draw_weights = (
            (he_uniform if self.activation in _HALF_SILENT else xavier_uniform) if weights is None else weights
        )
        for what, tensor, function in (("weights", "weight", draw_weights), ("biases", "bias", biases)):
            if not callable(function):
                raise SettingError(
                    f"{name}: {what} must be a function (rng, shape) -> array, got {function!r}: numbers of your own "
                    f"are assigned once the network is built, layer.{tensor}.data = ..."
                )
        if isinstance(self.activation, np.ufunc):
            raise SettingError(f"{name}: activation must take Tensors, as modern.tanh does, got numpy's {activation!r}")
        self.with_bias = with_bias
        super().__init__(name, {"weight": draw_weights, **({"bias": biases} if with_bias else {})})

    def initialize(self, rng: np.random.Generator, dtype: npt.DTypeLike | None = None) -> None:
        """As any layer; an activation of one's own is tried first, which must give what can be derived."""
        super().initialize(rng, dtype)
        if self.activation not in ACTIVATIONS.values():
            z = Tensor(np.zeros((1, *self.output_shape), self.weight.dtype), requires_grad=True)
            with recording(True), np.errstate(all="ignore"):
                y: Any = self.activation(z)
            if not isinstance(y, Tensor) or not y.requires_grad or y.shape != z.shape:
                raise SettingError(
                    f"{self.name}: activation must compute a Tensor of the same shape from its own, by operations that "
                    f"are recorded, got {y!r}"
                )

    @property
    def weight(self) -> Tensor:
        """What the inputs are multiplied by."""
        return self._parameter("weight")

    @property
    def bias(self) -> Tensor:
        """What is added to the weighted sums, one number per output; SettingError without bias."""
        return self._parameter("bias")


class Dense(Neurons):
    """A layer of neurons, each connected to every input: g(x W + b)."""

    def __init__(
        self,
        outputs: int,
        activation: str | Activation = "linear",
        *,
        weights: Initializer | None = None,
        biases: Initializer = zeros,
        with_bias: bool = True,
    ) -> None:
        """*weights* defaults to He's initializer before the ReLU family, Xavier's before all else."""
        self.outputs = whole("Dense.outputs", outputs)
        super().__init__(f"Dense {outputs}", activation=activation, weights=weights, biases=biases, with_bias=with_bias)

    def describe(self, input_shape: Shape) -> LayerSummary:
        """Weight (inputs, outputs), bias (outputs,); inputs times outputs multiply-adds.

        Adding the bias and the activation are not counted.
        """
        if len(input_shape) != 1:
            raise ShapeError(
                f"{self._declared_name}: must be given vectors, (inputs,), got {input_shape}: put Flatten() before it"
            )
        (inputs,) = input_shape
        outputs = self.outputs
        shapes: dict[str, Shape] = {"weight": (inputs, outputs), **({"bias": (outputs,)} if self.with_bias else {})}
        return LayerSummary(
            f"Dense {inputs}-{outputs}", input_shape, (outputs,), inputs * outputs, shapes, name_of(self.activation)
        )

    def __call__(self, x: Tensor) -> Tensor:
        """(batch, inputs) -> (batch, outputs): g(x W + b)."""
        self.require_input(x)
        z = x @ self.weight
        return self.activation(z + self.bias if self.with_bias else z)


def name_of(activation: Activation) -> str:
    """The name of an *activation* in ACTIVATIONS; of any other function what it calls itself, or "custom"."""
    for name, known in ACTIVATIONS.items():
        if known is activation:
            return name
    return str(getattr(activation, "__name__", "custom"))
