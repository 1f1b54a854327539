"""What `modern` computes for each case of the goldens of its parts, under the names of the golden's arrays."""

from collections.abc import Callable
from typing import Any

import numpy as np
from golden_file import Case
from golden_inputs import (
    LOSS_WEIGHTS,
    SOFTMAX_POINTS,
    direction,
    layer_operands,
    normalization_parameters,
    normalized_batches,
    output_weights,
    tied_images,
)

import modern
from modern import Tensor, gradients

Arrays = dict[str, np.ndarray]


def derived(function: Callable[[Tensor], Tensor], points: np.ndarray, arriving: np.ndarray, way: np.ndarray) -> Arrays:
    """*function* at *points*, what it passes back of an *arriving* derivative, and how that changes along a *way*."""
    x = Tensor(points, requires_grad=True)
    y = function(x)
    (slope,) = gradients((y * arriving).sum(), [x])
    along = (slope * way).sum()
    bend = gradients(along, [x])[0].data if along.requires_grad else np.zeros_like(points)
    return {"value": y.data, "slope": slope.data, "bend": bend}


def activations(case: Case, golden: Arrays) -> Arrays:
    """One of ACTIVATIONS at every point, or softmax."""
    if "softmax" in case:
        function, shape = getattr(modern, case["softmax"]), SOFTMAX_POINTS.shape
        arriving, way = output_weights(shape), direction(shape, 0)
        return derived(lambda x: function(x, case["temperature"]), SOFTMAX_POINTS, arriving, way)
    function, ones = modern.activation_named(case["activation"]), np.ones_like
    found = derived(function, golden["x"], ones(golden["x"]), ones(golden["x"]))
    if "kink_x" in golden:
        at_kinks = derived(function, golden["kink_x"], ones(golden["kink_x"]), ones(golden["kink_x"]))
        found |= {f"kink_{quantity}": at_kinks[quantity] for quantity in ("value", "slope")}
    return found


def losses(case: Case, golden: Arrays) -> Arrays:
    """A loss of drawn outputs."""
    function, outputs = getattr(modern, case["loss"]), golden["outputs"]
    targets = golden["targets"].astype(int) if case["loss"] == "cross_entropy" else golden["targets"]
    weights = LOSS_WEIGHTS if case["weighted"] else None
    return derived(lambda x: function(x, targets, weights), outputs, np.array(1.0), direction(outputs.shape, 0))


class Recorded(np.random.Generator):
    """Dice that fall as they did for PyTorch: above any share where it kept a value, below where not."""

    def __init__(self, kept: np.ndarray) -> None:
        super().__init__(np.random.PCG64(0))
        self.kept = kept

    def random(self, *args: Any, **kwargs: Any) -> np.ndarray:
        """(batch, ...): 0.999 or 0, whatever is asked for."""
        return np.where(self.kept, 0.999, 0.0)


def back(y: Tensor, operands: list[Tensor]) -> Arrays:
    """Output, derivatives by every operand of a drawn sum of its squares, and how those change along a drawn way."""
    slopes = gradients((output_weights(y.shape) * y * y).sum(), operands)
    along = sum(((slope * direction(slope.shape, i)).sum() for i, slope in enumerate(slopes)), Tensor(np.array(0.0)))
    found = {"output": y.data}
    for i, (slope, bend) in enumerate(zip(slopes, gradients(along, operands), strict=True)):
        found |= {f"slope_{i}": slope.data, f"bend_{i}": bend.data}
    return found


def layers(case: Case, golden: Arrays) -> Arrays:
    """A layer in training, or batch normalization in use; its parameters as PyTorch had them."""
    settings = case["settings"] | ({"rng": Recorded(golden["kept"])} if case["layer"] == "Dropout" else {})
    layer, shape = getattr(modern, case["layer"])(**settings), tuple(case["input_shape"])
    layer.place(shape)
    layer.initialize(np.random.default_rng(0), np.float64)
    if case["layer"] == "BatchNorm":
        return normalized(layer, case["in_use"])
    x, *parameters = [tied_images()] if "ties" in case else layer_operands(shape, case["parameters"], case["batch"])
    for tensor, data in zip(layer.parameters, parameters, strict=True):
        tensor.data = data
    operands = [Tensor(x, requires_grad=True), *layer.parameters]
    return back(layer.while_training(operands[0]), operands)


def normalized(layer: modern.Layer, in_use: bool) -> Arrays:
    """Three batches in training; the last of them derived, or else one in use after them."""
    for tensor, data in zip(layer.parameters, normalization_parameters(layer.input_shape[0]), strict=True):
        tensor.data = data
    *batches, used = (Tensor(batch, requires_grad=True) for batch in normalized_batches(layer.input_shape))
    for x in batches:
        y = layer.while_training(x)
    if in_use:
        x, y = used, layer(used)
    return back(y, [x, *layer.parameters]) | layer.state
