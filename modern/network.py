"""A network: layers in a row, their parameters in one flat array."""

import math
import sys
from collections.abc import Iterable, Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from modern.activations import Activation, sigmoid, softmax
from modern.architecture import checked_layers, describe
from modern.clipping import euclidean_norm
from modern.errors import SettingError, ShapeError
from modern.graph import FloatArray, no_grad
from modern.initializers import Initializer
from modern.layers import Layer, Shape, of_a_batch
from modern.memory import keep_freed_memory
from modern.neurons import Dense
from modern.parameters import Parameters
from modern.settings import whole
from modern.tensor import Tensor, require_finite

_BLOCK = 256  # examples that are answered at a time: memory is needed for the insides of so many only
_MOST_PARAMETERS = sys.maxsize // 8  # float64, in memory that has an address


class Network:
    """f(x) = g_n(... g_2(g_1(x))): any number of layers from one up. What the last one gives are the logits.

    Without hidden layers, `Network.dense([400, 26], rng=rng)`, it is a single layer of neurons. With a single output
    it tells two classes apart: 1 where the logit is above 0, else 0.

    Data are arrays of finite numbers, anything else in them is refused; a Tensor may hold what it will. What
    overflows in a network that has diverged becomes infinite or NaN, without a warning.
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
        needed = sum(summary.parameter_count for summary in summaries)
        try:
            if needed > _MOST_PARAMETERS:
                raise MemoryError("more than there are addresses")
            for layer in self.layers:
                layer.initialize(rng, dtype)
            self.parameters = Parameters((tensor for layer in self.layers for tensor in layer.parameters), dtype)
        except MemoryError as error:
            raise SettingError(f"layers must fit into memory, got {needed:.2g} parameters") from error
        self._input_shape = self.layers[0].input_shape
        self._changing = tuple(layer for layer in self.layers if layer.memory() is not None)
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

    def __repr__(self) -> str:
        layers = "; ".join(layer.in_words for layer in self.layers)
        return f"<Network of {self.parameter_count} parameters: {layers}>"

    def __call__(self, x: Tensor | npt.ArrayLike) -> Tensor:
        """(batch, *input_shape) -> logits (batch, classes), as in use."""
        with np.errstate(all="ignore"):
            y = self.as_input(x)
            for layer in self.layers:
                y = layer(y)
        return y

    def while_training(self, x: Tensor | npt.ArrayLike) -> Tensor:
        """(batch, *input_shape) -> logits (batch, classes), with what some layers do in training only."""
        with np.errstate(all="ignore"), self.all_or_nothing():
            return self.trained_on(self.as_input(x))

    def trained_on(self, x: Tensor) -> Tensor:
        """The same for what `as_input` gave; numpy may warn of an overflow on the way."""
        for layer in self.layers:
            x = layer.while_training(x)
        return x

    def activities(self, x: Tensor | npt.ArrayLike) -> list[FloatArray]:
        """What each layer gives for *x*, in order, each (batch, *its output_shape); the last are the logits."""
        return [_end_to_end(parts) for parts in zip(*map(self._given_by_each, self._blocks(x)), strict=True)]

    def logits_of(self, x: Tensor | npt.ArrayLike) -> FloatArray:
        """(batch, classes): logits without a graph, for any number of examples in little memory."""
        return _end_to_end([self._given_by_each(block)[-1] for block in self._blocks(x)])

    def predict_probabilities(self, x: Tensor | npt.ArrayLike) -> FloatArray:
        """(batch, classes): softmax of the logits; of a single output (batch, 1), sigmoid, the probability of 1.

        Raises SettingError where the last layer has an activation other than "linear": those are no logits.
        """
        last = self.layers[-1]
        if len(self.output_shape) != 1:
            raise ShapeError(
                f"predict_probabilities: the last layer must give one logit per class, (classes,), "
                f"got {self.output_shape} of {last.name}"
            )
        if last.activation_name not in (None, "linear"):
            raise SettingError(
                f"predict_probabilities: the last layer must give logits, without an activation, "
                f"got {last.activation_name} of {last.name}: what network(x) gives are its answers already"
            )
        logits = self.logits_of(x)
        with np.errstate(all="ignore"):
            return sigmoid(logits) if self.output_shape == (1,) else softmax(logits)

    def initialize(self, rng: np.random.Generator) -> None:
        """Forget everything learned and draw new parameters."""
        for layer in self.layers:
            layer.initialize(rng)

    def all_or_nothing(self) -> "AllOrNothing":
        """A context that what fails within leaves with running values, and dice, as they were at its beginning."""
        return AllOrNothing(self._changing) if self._changing else _NOTHING_CHANGES

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
    def parameter_names(self) -> dict[Tensor, str]:
        """Each parameter and what a walk through the graph may call it: "layer 1 weight"."""
        return {
            tensor: f"layer {number} {name}"
            for number, layer in enumerate(self.layers, start=1)
            for name, tensor in zip(layer.parameter_shapes, layer.parameters, strict=True)
        }

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

    def gradient_norms(self) -> tuple[float, ...]:
        """The Euclidean length of the gradient of each layer, as it stands: 0 for a layer that learns nothing.

        After a training step these are the slopes that the step went by, clipped where the optimizer clips.
        """
        with np.errstate(all="ignore"):
            flat = [
                [np.ravel(tensor.grad) for tensor in layer.parameters if tensor.grad is not None]
                for layer in self.layers
            ]
            return tuple(math.hypot(*map(euclidean_norm, slopes)) for slopes in flat)

    def as_input(self, x: Tensor | npt.ArrayLike) -> Tensor:
        """*x* (batch, *input_shape) as a Tensor of the network's type; a Tensor of that type as it is.

        Raises ShapeError for another shape, SettingError for an array that holds NaN or infinity and for a Tensor of
        another type to derive by, which cannot be cast. numpy may warn of an overflow on the way.
        """
        dtype = self.parameters.dtype
        if not isinstance(x, Tensor):
            tensor = Tensor(x, dtype=dtype)
        elif x.dtype == dtype:
            tensor = x
        elif x.requires_grad:
            raise SettingError(f"data to derive by must be {dtype}, as the network, got {x.dtype}")
        else:
            tensor = Tensor(x.data, dtype=dtype)
        if tensor.shape[1:] != self._input_shape:
            raise ShapeError(
                f"layer 1 ({self.layers[0].name}) must be given {of_a_batch(self._input_shape)}, "
                f"got {tensor.shape}{_hint(tensor.shape, self._input_shape)}"
            )
        if not isinstance(x, Tensor):
            require_finite_data(tensor)
        return tensor

    def _blocks(self, x: Tensor | npt.ArrayLike) -> list[Tensor]:
        """*x* cut into blocks, at least one."""
        with np.errstate(all="ignore"):
            data = self.as_input(x).data
        return [Tensor(data[start : start + _BLOCK]) for start in range(0, max(1, len(data)), _BLOCK)]

    def _given_by_each(self, x: Tensor) -> list[FloatArray]:
        """What each layer gives for *x*."""
        given = []
        with no_grad(), np.errstate(all="ignore"):
            for layer in self.layers:
                x = layer(x)
                given.append(x.data)
        return given


def _hint(given: Shape, wanted: Shape) -> str:
    """What to do about data of the shape *given* where examples of the shape *wanted* are expected."""
    if given == wanted:
        return ": one example is a batch of one, x[np.newaxis]"
    if len(given) > 1 and math.prod(given[1:]) == math.prod(wanted):
        return f": they have as many values, so x.reshape(-1, {', '.join(map(str, wanted))}) will do"
    return ""


def _end_to_end(parts: Sequence[FloatArray]) -> FloatArray:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


class AllOrNothing:
    """A context: where it is left by an exception, *layers* are again what they were when it was entered."""

    __slots__ = ("_layers", "_memories")

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = layers

    def __enter__(self) -> None:
        self._memories = [layer.memory() for layer in self._layers]

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> None:
        if kind is not None:
            for layer, memory in zip(self._layers, self._memories, strict=True):
                layer.recall(memory)


_NOTHING_CHANGES = AllOrNothing(())


def require_finite_data(data: Tensor) -> None:
    """Raise SettingError, saying which and where, if a number is NaN or infinite; numpy may warn on the way."""
    if not math.isfinite(np.vdot(data.data, data.data)):  # the quickest look at all of them
        require_finite("data", data.data)


def _multiply_adds_back(layers: Sequence[Layer]) -> int:
    """Multiply-adds of one example on its way back: by the weights of each layer, and by its inputs where asked."""
    total = 0
    asked = False  # whether a layer before this one learns
    for layer in layers:
        learns = layer.parameter_count > 0
        total += layer.multiply_adds * (learns + asked)
        asked = asked or learns
    return total
