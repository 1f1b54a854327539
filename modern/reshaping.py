"""Layers that leave every number as it is and lay them out anew: between vectors and images."""

import math

from modern.errors import ShapeError
from modern.layers import Layer, LayerSummary, Shape
from modern.settings import whole_shape
from modern.tensor import Tensor


class Reshape(Layer):
    """The same numbers in another shape, such as (1, 20, 20): an image of one channel from 400 cells."""

    def __init__(self, shape: Shape) -> None:
        """*shape* of one example, without the batch."""
        self.shape = whole_shape("Reshape.shape", shape)
        super().__init__(f"Reshape {self.shape}")

    def describe(self, input_shape: Shape) -> LayerSummary:
        """No parameters, no arithmetic."""
        if math.prod(input_shape) != math.prod(self.shape):
            raise ShapeError(
                f"{self._declared_name}: must be given {math.prod(self.shape)} values in any shape, "
                f"got {math.prod(input_shape)} of {input_shape}"
            )
        return LayerSummary(self._declared_name, input_shape, self.shape, 0)

    def __call__(self, x: Tensor) -> Tensor:
        """(batch, *input_shape) -> (batch, *shape)."""
        self.require_input(x)
        return x.reshape(x.shape[0], *self.output_shape)


class Flatten(Layer):
    """An example of any shape as one vector, row after row: what Dense takes."""

    def __init__(self) -> None:
        super().__init__("Flatten")

    def describe(self, input_shape: Shape) -> LayerSummary:
        """No parameters, no arithmetic."""
        return LayerSummary("Flatten", input_shape, (math.prod(input_shape),), 0)

    def __call__(self, x: Tensor) -> Tensor:
        """(batch, *input_shape) -> (batch, values)."""
        self.require_input(x)
        return x.reshape(x.shape[0], *self.output_shape)
