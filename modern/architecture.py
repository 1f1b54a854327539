"""Architectures in numbers: what any row of layers would be, worked out without allocating a single weight."""

from collections.abc import Iterator, Sequence
from typing import Any

from modern.errors import SettingError, ShapeError
from modern.layers import Layer, LayerSummary, Shape, whole_shape


def describe(layers: Sequence[Layer], input_shape: Shape) -> tuple[LayerSummary, ...]:
    """One summary per layer, for examples of *input_shape*; the *layers* themselves are left as they are.

    Raises ShapeError, naming the layer, what it takes and what it got, where one does not fit the one before.
    """
    shape = whole_shape("input_shape", input_shape)
    if not layers:
        raise SettingError("layers must be at least one, got none")
    return tuple(_one_after_the_other(layers, shape))


def parameter_count(layers: Sequence[Layer], input_shape: Shape) -> int:
    """How many numbers a network of these *layers* would learn: 6.9e10 for a 512 x 512 image into as many neurons."""
    return sum(summary.parameter_count for summary in describe(layers, input_shape))


def _one_after_the_other(layers: Sequence[Any], shape: Shape) -> Iterator[LayerSummary]:
    giver = "the input"
    for position, layer in enumerate(layers, start=1):
        if not isinstance(layer, Layer):
            raise SettingError(f"layer {position} must be a Layer, got {layer!r}")
        try:
            summary = layer.describe(shape)
        except ShapeError as error:
            raise ShapeError(f"layer {position} does not fit {giver}. {error}") from error
        shape, giver = summary.output_shape, f"layer {position} ({summary.name})"
        yield summary
