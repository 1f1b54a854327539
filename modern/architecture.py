"""Architectures in numbers: what any row of layers would be, worked out without allocating a single weight."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from modern.errors import SettingError, ShapeError
from modern.layers import Layer, LayerSummary, Shape
from modern.settings import whole_shape


def describe(layers: Sequence[Layer], input_shape: Shape) -> tuple[LayerSummary, ...]:
    """One summary per layer, for examples of *input_shape*; the *layers* themselves are left as they are.

    Raises ShapeError, naming the layer, what it takes and what it got, where one does not fit the one before.
    """
    return tuple(_one_after_the_other(checked_layers(layers), whole_shape("input_shape", input_shape)))


def parameter_count(layers: Sequence[Layer], input_shape: Shape) -> int:
    """How many numbers a network of these *layers* would learn: 6.9e10 for a 512 x 512 image into as many neurons."""
    return sum(summary.parameter_count for summary in describe(layers, input_shape))


def checked_layers(layers: Iterable[Any]) -> tuple[Layer, ...]:
    """*layers* as a tuple; SettingError unless there is one at least, and all are layers."""
    try:
        row = tuple(layers)
    except TypeError as error:
        raise SettingError(f"layers must be a list of layers, got {layers!r}") from error
    if not row:
        raise SettingError("layers must be at least one, got none")
    for position, layer in enumerate(row, start=1):
        if not isinstance(layer, Layer):
            raise SettingError(f"layer {position} must be a Layer, got {layer!r}")
    return row


def _one_after_the_other(layers: Sequence[Layer], shape: Shape) -> Iterator[LayerSummary]:
    after = ""
    for position, layer in enumerate(layers, start=1):
        try:
            summary = layer.describe(shape)
        except ShapeError as error:
            raise ShapeError(f"layer {position}, {error}{after}") from error
        shape, after = summary.output_shape, f" (it comes after {summary.name})"
        yield summary
