"""Any unit of either machine opened: each input times its weight, the sum, the threshold or activation, the answer."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from hardware import Mark1, Mark1Snapshot, Tie
from hardware.association import ALWAYS
from modern import Dense, Network
from perceptron_sim.explain.neuron_activation import SOFTMAX, STEP, log_sum_exp, softmax_of, value_and_slope
from perceptron_sim.explain.wires import FAR, cell_name
from perceptron_sim.learner import FloatArray

A_UNIT, R_UNIT, LAYER = "a_unit", "r_unit", "layer"
HEADS = {"binary-cross-entropy": "sigmoid", "hinge": "linear"}
Given = list[FloatArray]  # what each layer gives for one image, (1, *its output_shape)


@dataclass(frozen=True, slots=True)
class UnitKey:
    """Which unit: an A-unit, an R-unit, or unit *index* of the *layer*-th layer of neurons, counted from 0."""

    kind: str
    index: int
    layer: int = 0


@dataclass(frozen=True, kw_only=True, eq=False)  # without slots: what follows from it is worked out once
class OpenedUnit:
    """One unit at one instant. inputs and weights (n,) are what it hears and how it weighs it; arrays are read-only.

    heard (n,) says which of them are connected at all; places is how they stand (rows, columns), numbers (n,) what they
    are called by, if by numbers; constant is a bias, or what shorted wires add; others is, of an output, the logarithm
    of what all other outputs' powers come to. unit is that of the sum; settles is what a unit of the machine answers
    once its relay has followed, where that is sure.
    """

    key: UnitKey
    name: str
    about: str
    inputs: FloatArray
    weights: FloatArray
    heard: npt.NDArray[np.bool_]
    places: tuple[int, int]
    input_word: str
    weight_word: str
    constant: float
    constant_word: str
    activation: str
    output: float
    slope: float | None
    threshold: float | None = None
    others: float = 0.0
    unit: str = ""
    first_index: str = ""
    settles: bool | None = None
    numbers: npt.NDArray[np.integer] | None = None

    @cached_property
    def terms(self) -> FloatArray:
        """Each input times its weight (n,)."""
        product: FloatArray = self.inputs * self.weights
        return product

    @cached_property
    def total(self) -> float:
        """The sum of all terms and of what is constant."""
        return float(self.terms.sum(dtype=np.float64)) + self.constant

    def input_name(self, index: int) -> str:
        """What the input *index* is called."""
        if self.first_index:
            return f"{self.first_index} {index if self.numbers is None else self.numbers[index]}"
        return cell_name(index, self.places[1])


def a_unit(machine: Mark1, snapshot: Mark1Snapshot, index: int) -> OpenedUnit:
    """An A-unit: cells on or off, each wire +1 or −1, all or nothing at its threshold."""
    board, retina = machine.association.board, machine.spec.retina
    weights, heard = np.zeros(retina.s_units), np.zeros(retina.s_units, dtype=np.bool_)
    live = board.signs[:, index] != 0
    np.add.at(weights, board.origins[live, index], board.signs[live, index])
    heard[board.origins[live, index]] = True
    held = int(board.thresholds[index])
    free = ALWAYS // 2 < held < FAR
    r_unit = int(machine.wiring.assignment[index])
    about = f"the machine of 1960, drives the potentiometer of R{r_unit + 1}" if r_unit >= 0 else "patched to no R-unit"
    return OpenedUnit(
        key=UnitKey(A_UNIT, index),
        name=f"A-unit {index}",
        about=about if free else "a fault or its switch decides, whatever its sum",
        inputs=_fixed(snapshot.s_contacts.astype(np.float64)),
        weights=_fixed(weights),
        heard=_fixed(heard),
        places=(retina.rows, retina.columns),
        input_word="cells",
        weight_word="wire",
        constant=float(board.always[index]),
        constant_word="shorted wires" if board.always[index] else "",
        activation=STEP,
        output=float(snapshot.firing[index]),
        slope=None,
        threshold=float(machine.thresholds[index]),
    )


def r_unit(machine: Mark1, snapshot: Mark1Snapshot, index: int) -> OpenedUnit:
    """An R-unit: A-units fire or not, each potentiometer a voltage, 1 where the sum is above the threshold."""
    own = np.flatnonzero(machine.wiring.assignment == index)
    volts = machine.response.wiper_v(snapshot.time_s)[own]
    firing = snapshot.firing[own].astype(np.float64)
    wanted, answered = snapshot.wanted, snapshot.answered
    said = "" if wanted is None or answered is None else f"; read {answered[index]}, should be {wanted[index]}"
    return OpenedUnit(
        key=UnitKey(R_UNIT, index),
        name=f"R{index + 1}",
        about=f"the machine of 1960, hears {own.size} A-units{said}",
        inputs=_fixed(firing),
        weights=_fixed(volts),
        heard=_fixed(np.ones(own.size, dtype=np.bool_)),
        places=_near_square(max(1, own.size)),
        input_word="A-units",
        weight_word="potentiometer",
        constant=0.0,
        constant_word="",
        activation=STEP,
        output=float(snapshot.lamps[index]),
        slope=None,
        threshold=float(machine.spec.response.threshold_v),
        unit="V",
        first_index="A-unit",
        numbers=_fixed(own),
        settles=_settles(machine, index, float(firing @ volts)),
    )


def _settles(machine: Mark1, index: int, sum_v: float) -> bool | None:
    """What the R-unit *index* answers to *sum_v* once its relay has followed; None where a coin decides."""
    spec = machine.spec.response
    if spec.tie is Tie.COIN and abs(sum_v - spec.threshold_v) <= spec.dead_band_v:
        return None
    sums = np.zeros(spec.units)
    sums[index] = sum_v
    return bool(machine.response.decide(sums)[index])


def neuron_layers(network: Network) -> list[tuple[int, Dense]]:
    """The layers of neurons that hear everything of the layer before, each with its place among all layers."""
    return [(place, layer) for place, layer in enumerate(network.layers) if isinstance(layer, Dense)]


def network_unit(
    network: Network,
    image: FloatArray,
    given: Given,
    key: UnitKey,
    class_names: tuple[str, ...],
    loss: str = "cross-entropy",
) -> OpenedUnit:
    """A unit of *network*, as it is now, at *image* (rows, columns), whose layers have *given* what they give.

    *loss* decides what is made of the sums of the outputs.
    """
    layers = neuron_layers(network)
    place, layer = layers[key.layer]
    heard = np.asarray(image if place == 0 else given[place - 1]).reshape(-1).astype(np.float64)
    weights = layer.weight.data[:, key.index].astype(np.float64)
    bias = float(layer.bias.data[key.index]) if layer.with_bias else 0.0
    last = key.layer == len(layers) - 1
    total = float(heard @ weights) + bias
    answer = _of_output(given[place][0], total, key.index, loss) if last else _of_hidden(layer, total)
    where = f", layer {key.layer + 1}" if not last and len(layers) > 2 else ""
    return OpenedUnit(
        key=key,
        name=f"Output {class_names[key.index]}" if last else f"Hidden unit {key.index}",
        about=f"the network of today{where}, hears {heard.size} {'units' if place else 'cells'}",
        inputs=_fixed(heard),
        weights=_fixed(weights),
        heard=_fixed(np.ones(heard.size, dtype=np.bool_)),
        places=_near_square(heard.size) if place else (image.shape[0], image.shape[1]),
        input_word="units before" if place else "cells",
        weight_word="weight",
        constant=bias,
        constant_word="bias" if layer.with_bias else "",
        activation=answer.activation,
        output=answer.output,
        slope=answer.slope,
        others=answer.others,
        first_index=_before(layers, key.layer) if place else "",
    )


class _Answer(NamedTuple):
    """What a unit makes of its sum: its activation, output, slope; of an output what the others come to."""

    activation: str
    output: float
    slope: float
    others: float


def _of_hidden(layer: Dense, total: float) -> _Answer:
    activation = layer.activation_name or "linear"
    return _Answer(activation, *value_and_slope(activation, total), 0.0)


def _of_output(sums: FloatArray, total: float, index: int, loss: str) -> _Answer:
    """Of the output *index* with the sum *total* among all *sums* (outputs,), by what the *loss* makes of them."""
    head = HEADS.get(loss, SOFTMAX)
    if head != SOFTMAX:
        return _Answer(head, *value_and_slope(head, total), 0.0)
    others = log_sum_exp(np.delete(sums.astype(np.float64), index))
    return _Answer(SOFTMAX, *softmax_of(total, others), others)


def _before(layers: list[tuple[int, Dense]], layer: int) -> str:
    """What the inputs of a later layer are called."""
    return "hidden" if layer > 0 and layers[layer - 1][0] == layers[layer][0] - 1 else "feature"


def _near_square(count: int) -> tuple[int, int]:
    """Rows and columns of a field for *count* units."""
    columns = max(1, int(np.ceil(np.sqrt(count))))
    return -(-count // columns), columns


def _fixed(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    array.flags.writeable = False
    return array
