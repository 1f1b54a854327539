"""Layers: what all of them share, whatever they compute.

A layer is declared first, by its settings alone; placed second, where the shape of what comes in is known; given
its parameters last. Until then it costs nothing, so that the largest network can be described.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from modern.errors import SettingError, ShapeError
from modern.graph import FloatArray
from modern.initializers import Initializer
from modern.settings import require_generator, whole_shape
from modern.tensor import Tensor, as_float_array, require_finite

Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LayerSummary:
    """A layer in its place, in numbers: known before anything is allocated."""

    name: str
    input_shape: Shape  # of one example coming in
    output_shape: Shape  # of one example going out
    multiply_adds: int  # of one example on its way forward
    parameter_shapes: Mapping[str, Shape] = field(default_factory=dict, hash=False)  # in the order of `parameters`
    activation: str | None = None  # its name, where the layer has one

    @property
    def parameter_count(self) -> int:
        """How many numbers it learns."""
        return sum(math.prod(shape) for shape in self.parameter_shapes.values())


class Layer(ABC):
    """One stage of a network: (batch, *input_shape) -> (batch, *output_shape).

    A layer says what it is in a place by `describe`, and what it computes by `__call__`. It belongs to one network.
    """

    def __init__(self, name: str, initializers: Mapping[str, Initializer] | None = None) -> None:
        """*name* is what messages call it before it has a place; *initializers* draw its parameters, in order."""
        self._declared_name = name
        self._initializers = dict(initializers or {})
        self._summary: LayerSummary | None = None
        self._tensors: dict[str, Tensor] | None = None

    @abstractmethod
    def describe(self, input_shape: Shape) -> LayerSummary:
        """What it would be where *input_shape* comes in: arithmetic only, nothing is kept or allocated.

        Raises ShapeError, naming the layer, what it takes and what it got, where that does not fit.
        """

    @abstractmethod
    def __call__(self, x: Tensor) -> Tensor:
        """(batch, *input_shape) -> (batch, *output_shape), as in use."""

    def __repr__(self) -> str:
        return f"<{self.in_words if self._summary else self.name}>"

    def while_training(self, x: Tensor) -> Tensor:
        """(batch, *input_shape) -> (batch, *output_shape), as in training: the same for most layers."""
        return self(x)

    def place(self, input_shape: Shape) -> Shape:
        """Take a place where *input_shape* comes in and give the shape that goes out; nothing is allocated yet."""
        if self.initialized:
            raise SettingError(f"{self.name}: a layer must belong to one network, got a second place for it")
        self._summary = self.describe(whole_shape("input_shape", input_shape))
        return self._summary.output_shape

    def initialize(self, rng: np.random.Generator, dtype: npt.DTypeLike | None = None) -> None:
        """Forget everything learned and draw the parameters anew; the first time makes room for them.

        *dtype*, float32 by default, is decided then and holds from then on.
        """
        require_generator("rng", rng)
        if self._tensors is None:
            kind = as_float_array(0, np.float32 if dtype is None else dtype).dtype
            shapes = self._in_place().parameter_shapes
            self._tensors = {name: Tensor(np.zeros(shape, kind), requires_grad=True) for name, shape in shapes.items()}
        for name, tensor in self._tensors.items():
            tensor.data = self._drawn(rng, name, tensor)

    @property
    def initialized(self) -> bool:
        """Whether its parameters are there: it has its place for good then."""
        return self._tensors is not None

    @property
    def name(self) -> str:
        """What messages call it: kind and size, as in "Dense 400-64"."""
        return self._summary.name if self._summary else self._declared_name

    @property
    def in_words(self) -> str:
        """Name, shapes, settings, activation in one line: "Dense 400-64 from (400,) to (64,), relu"."""
        summary = self._in_place()
        shapes = f"{summary.name} from {summary.input_shape} to {summary.output_shape}"
        return ", ".join(filter(None, (shapes, self._settings_in_words(), summary.activation)))

    @property
    def activation_name(self) -> str | None:
        """The name of its activation, where it has one."""
        return self._in_place().activation

    @property
    def input_shape(self) -> Shape:
        """Shape of one example coming in."""
        return self._in_place().input_shape

    @property
    def output_shape(self) -> Shape:
        """Shape of one example going out."""
        return self._in_place().output_shape

    @property
    def parameter_shapes(self) -> Mapping[str, Shape]:
        """The shape of each of its parameters, by name."""
        return self._in_place().parameter_shapes

    @property
    def parameter_count(self) -> int:
        """How many numbers it learns."""
        return self._in_place().parameter_count

    @property
    def multiply_adds(self) -> int:
        """Multiplications, each with its addition, that one example costs on the way forward."""
        return self._in_place().multiply_adds

    @property
    def parameters(self) -> tuple[Tensor, ...]:
        """What it learns. One is kept fixed by `requires_grad = False`."""
        return tuple((self._tensors or {}).values())

    @property
    def state(self) -> dict[str, FloatArray]:
        """What it keeps beside its parameters, by name: the arrays themselves, to be written into by who restores."""
        return {}

    @property
    def smallest_batch(self) -> int:
        """How many examples it takes at least to learn from: one for most layers."""
        return 1

    def memory(self) -> Any:
        """A copy of all that `while_training` changes here, for `recall`; None if it changes nothing."""
        return {name: array.copy() for name, array in self.state.items()} or None

    def recall(self, memory: Any) -> None:
        """Be again as `memory()` found it."""
        for name, array in self.state.items():
            array[...] = memory[name]

    def broken_rule(self, state: Mapping[str, FloatArray]) -> str | None:
        """The rule that *state*, of the right shapes, breaks, and what it holds; None where it could be its own."""
        return None

    def require_input(self, x: Tensor) -> None:
        """Raise ShapeError unless *x* is (batch, *input_shape)."""
        expected = self._summary.input_shape if self._summary else self.input_shape
        if x.shape[1:] != expected:
            raise ShapeError(f"{self.name}: must be given {of_a_batch(expected)}, got {x.shape}")

    def _settings_in_words(self) -> str:
        """What it answers by that neither name, nor shapes, nor activation tell."""
        return ""

    def _drawn(self, rng: np.random.Generator, name: str, tensor: Tensor) -> FloatArray:
        """First values of the parameter of that *name*, checked: an initializer may be anybody's."""
        try:
            drawn = as_float_array(self._initializers[name](rng, tensor.shape), tensor.dtype)
        except SettingError as error:
            raise SettingError(f"{self.name}: initial {name}: {error}") from error
        if drawn.shape != tensor.shape:
            raise ShapeError(f"{self.name}: initial {name} must have shape {tensor.shape}, got {drawn.shape}")
        require_finite(f"{self.name}: initial {name}", drawn)
        return drawn

    def _in_place(self) -> LayerSummary:
        if self._summary is None:
            raise SettingError(f"{self.name}: must be placed first, got no input shape yet: build a Network with it")
        return self._summary

    def _parameter(self, name: str) -> Tensor:
        tensors = self._tensors
        if tensors is None or name not in tensors:
            state = "a layer that is not in a network yet" if tensors is None else "a layer without one"
            raise SettingError(f"{self.name}: {name} must be there to be asked for, got {state}")
        return tensors[name]


def of_a_batch(shape: Shape) -> str:
    """*shape* of one example as that of a batch: "(batch, 1, 20, 20)"."""
    return f"({', '.join(('batch', *map(str, shape)))})"
