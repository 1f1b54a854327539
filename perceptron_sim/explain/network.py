"""A network in figures: its layers, how many numbers each learns and why, and one unit's sum term by term."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from modern import ACTIVATIONS, Dense, Layer, Network, Tensor
from perceptron_sim.explain.network_settings import called
from perceptron_sim.explain.neuron_words import multiplied
from perceptron_sim.learner import FloatArray
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.quantities import whole_or_four

TERMS_SHOWN = 6
FAINTEST = 1e-6  # what gives less is dark
LARGEST = 1e30  # what is beyond all numbers stands for this
DUST = 1e-6  # of the largest term: what is less is rounding
FIGURES = 4  # of the largest in a column


@dataclass(frozen=True, slots=True, eq=False)
class LayerReading:
    """One layer that can be looked at. weight and bias are copies, None where it learns nothing.

    place is its number among all layers of the network, from 0: where its activity is found.
    """

    place: int
    title: str  # "hidden 1", "outputs", "filters", "pool"
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    activation: str
    weight: FloatArray | None
    bias: FloatArray | None

    @property
    def units(self) -> int:
        """How many units or channels it has."""
        return self.outputs[0]

    @property
    def images(self) -> bool:
        """Whether it gives images."""
        return len(self.outputs) == 3

    @property
    def count(self) -> int:
        """How many numbers it learns."""
        return sum(array.size for array in (self.weight, self.bias) if array is not None)


def read_layers(network: Network) -> tuple[LayerReading, ...]:
    """Those layers of *network* that compute something; what only lays values out anew is left out."""
    seen = [(place, layer) for place, layer in enumerate(network.layers) if not _only_lays_out(layer)]
    last, hidden, found = seen[-1][0], 0, []
    for place, layer in seen:
        hidden += isinstance(layer, Dense)
        title = "outputs" if place == last else f"hidden {hidden}" if isinstance(layer, Dense) else _seeing(layer)
        arrays = {
            name: tensor.data.copy() for name, tensor in zip(layer.parameter_shapes, layer.parameters, strict=True)
        }
        found.append(
            LayerReading(
                place=place,
                title=title,
                inputs=layer.input_shape,
                outputs=layer.output_shape,
                activation=layer.activation_name or "linear",
                weight=arrays.get("weight"),
                bias=arrays.get("bias"),
            )
        )
    return tuple(found)


def _only_lays_out(layer: Layer) -> bool:
    return not layer.parameters and math.prod(layer.input_shape) == math.prod(layer.output_shape)


def _seeing(layer: Layer) -> str:
    return "filters" if layer.parameters else "pool"


def count_arithmetic(layer: LayerReading) -> str:
    """Why the layer learns as many numbers as it does: "400 × 64 + 64 = 25,664"."""
    if layer.weight is None:
        return "learns nothing"
    shape = layer.weight.shape
    if len(shape) == 4:
        weights = f"{shape[0]} × {shape[2]} × {shape[3]}" + (f" × {shape[1]}" if shape[1] > 1 else "")
    else:
        weights = f"{shape[0]:,} × {shape[1]:,}"
    bias = "" if layer.bias is None else f" + {layer.bias.size:,}"
    return f"{weights}{bias} = {layer.count:,}"


def total_arithmetic(layers: Sequence[LayerReading]) -> tuple[str, ...]:
    """The number of all weights and biases, layer by layer, the sum last."""
    lines = [f"{layer.title}: {count_arithmetic(layer)}" for layer in layers if layer.count]
    total = sum(layer.count for layer in layers)
    if len(lines) > 1:
        lines.append(f"{' + '.join(f'{layer.count:,}' for layer in layers if layer.count)} = {total:,}")
    return tuple(lines)


def layer_in_words(layer: LayerReading, activity: FloatArray | None) -> str:
    """What the layer does at this instant: "23 of 64 active"."""
    if layer.images:
        channels, rows, columns = layer.outputs
        return f"{channels} images of {rows} × {columns}"
    if activity is None:
        return f"{layer.units} units"
    return f"{int((activity > FAINTEST).sum())} of {layer.units} above 0"


def levels(activity: FloatArray) -> FloatArray:
    """How bright the lamps of a layer are, 0..1, the most active one full; what is below 0 is dark."""
    positive = np.nan_to_num(np.maximum(activity, 0), nan=0.0, posinf=LARGEST)
    found: FloatArray = positive / max(float(positive.max(initial=0)), FAINTEST)
    return found


def kind_in_words(spec: NetworkSpec, cells: int, classes: int) -> str:
    """ "400 cells, 64 ReLU units, 26 outputs"."""
    seeing = f"{spec.filters} filters of {spec.filter_cells} × {spec.filter_cells}, " if spec.filters else ""
    hidden = " and ".join(str(width) for width in spec.hidden)
    units = f"{hidden} {called(spec.activation)} units" if hidden else "no hidden units"
    return f"{cells} cells, {seeing}{units}, {classes} outputs"


@dataclass(frozen=True, slots=True)
class UnitSum:
    """A unit's sum with the weights of this instant: lines for paper, the sum, and what its activation makes of it."""

    lines: tuple[str, ...]
    total: float
    answer: float


def unit_sum(layer: LayerReading, unit: int, inputs: FloatArray, names: str = "input") -> UnitSum:
    """Why *unit* of a dense *layer* gives what it gives for *inputs* (n,): its largest terms, the rest, the bias."""
    assert layer.weight is not None
    weights = layer.weight[:, unit].astype(np.float64)
    terms = inputs.astype(np.float64).ravel() * weights
    order = np.argsort(-np.abs(terms), kind="stable")
    shown = [index for index in order[:TERMS_SHOWN].tolist() if terms[index]]
    lines = []
    for index in shown:
        value, weight, result = multiplied(float(inputs.flat[index]), float(weights[index]))
        lines.append(f"{names} {index}: {value} × {weight} = {result}")
    rest = int(np.count_nonzero(terms)) - len(shown)
    bias = 0.0 if layer.bias is None else float(layer.bias[unit])
    total = float(terms.sum()) + bias
    if rest:
        others = np.delete(terms, shown)
        lines.append(f"{rest:,} more terms, together {signed(_without_dust(float(others.sum()), terms))}")
    lines.append(f"bias {signed(bias)}")
    lines.append(f"sum {signed(total)}")
    with np.errstate(all="ignore"):
        answer = ACTIVATIONS[layer.activation](Tensor(np.array(total))).item()
    if layer.activation != "linear":
        given = whole_or_four(answer) if math.isfinite(answer) else signed(answer)
        lines.append(f"{called(layer.activation)}({signed(total)}) = {given}")
    return UnitSum(tuple(lines), total, answer)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one sum is made of: its largest terms as (number of the input, from 0, value), the rest, the bias."""

    terms: tuple[tuple[int, float], ...]
    rest: float
    bias: float

    @property
    def total(self) -> float:
        """The sum."""
        return sum(value for _, value in self.terms) + self.rest + self.bias


def evidence_for(layer: LayerReading, unit: int, inputs: FloatArray, most: int = 8) -> Evidence:
    """The sum of *unit* of a dense *layer* for *inputs* (n,), its weights as they stand, the *most* largest terms."""
    assert layer.weight is not None
    terms = inputs.ravel() * layer.weight[:, unit]
    order = np.argsort(-np.abs(terms), kind="stable")[:most].tolist()
    shown = tuple((index, float(terms[index])) for index in order if terms[index])
    bias = 0.0 if layer.bias is None else float(layer.bias[unit])
    others = float(np.delete(terms, [index for index, _ in shown]).sum(dtype=np.float64))
    return Evidence(shown, _without_dust(others, terms), bias)


def _without_dust(value: float, terms: FloatArray) -> float:
    """*value*, or 0 where it is nothing but the rounding of *terms* (n,)."""
    return 0.0 if abs(value) < DUST * float(np.abs(terms).max(initial=0)) else value


def signed(value: float) -> str:
    """ "+0.0431", "−0.012": four figures, the sign always told."""
    if not math.isfinite(value):
        return "no number" if math.isnan(value) else "beyond all numbers"
    return f"{'−' if value < 0 else '+'}{abs(value):.4g}"
