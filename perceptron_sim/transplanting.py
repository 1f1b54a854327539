"""Carries weights over: trained modern ones into a machine's potentiometers, a machine's own into a network."""

import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from hardware import UNASSIGNED, Mark1
from modern import Dense, Network
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.lane import Lane
from perceptron_sim.experiments.learnability import firing
from perceptron_sim.experiments.machine_as_network import windings_as_weights, wires_as_weights
from perceptron_sim.experiments.output_weights import Turned, logistic_steps
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.learner import FloatArray
from perceptron_sim.mark1_learner import Mark1Learner
from perceptron_sim.network_spec import NetworkSpec

EPOCHS = 120
MOST_STIMULI = 1000  # that are learned from, evenly spread over all: less than half a second


def values_for_machine(learner: Mark1Learner, stimuli: Stimuli) -> npt.NDArray[np.float64]:
    """Angles (a_units,), in degrees, at which the machine of *learner* answers *stimuli*, if any do.

    A logistic regression for each R-unit in use, on its own A-units as they fire, whatever is broken or switched off.
    The largest weight is turned to its stop; A-units of no R-unit in use stand in the middle. An R-unit's threshold
    is taken for 0.
    """
    learned = learned_from(stimuli)
    fires, weights = firing(learner.machine, stimuli.images[learned]), np.zeros(learner.machine.wiring.assignment.size)
    for _ in regression(learner, weights, fires, stimuli.labels[learned]):
        pass
    return Turned.to(weights, 1.0, learner.machine.spec.potentiometer).stopped_deg


def learned_from(stimuli: Stimuli) -> npt.NDArray[np.intp]:
    """Which of *stimuli* are learned from: all, or so many evenly spread."""
    found: npt.NDArray[np.intp] = np.unique(np.linspace(0, len(stimuli.images) - 1, MOST_STIMULI).astype(np.intp))
    return found


def regression(
    learner: Mark1Learner,
    weights: npt.NDArray[np.float64],
    fires: npt.NDArray[np.bool_],
    labels: npt.NDArray[np.intp],
) -> Iterator[None]:
    """Fill in *weights* (a_units,), epoch by epoch, from which A-units fire (n, a_units) at pictures of *labels* (n,).

    EPOCHS for each of `heard`, the R-units in use that have A-units.
    """
    wanted, rng = learner.codes[labels], np.random.default_rng(0)
    return logistic_steps(weights, fires, wanted, _in_use(learner.machine), EPOCHS, rng)


def heard(machine: Mark1) -> npt.NDArray[np.intp]:
    """The R-units in use to which A-units are patched."""
    r_units = np.unique(_in_use(machine))
    found: npt.NDArray[np.intp] = r_units[r_units != UNASSIGNED]
    return found


def _in_use(machine: Mark1) -> npt.NDArray[np.intp]:
    """(a_units,): the R-unit in use to which each A-unit is patched, else UNASSIGNED."""
    assignment = machine.wiring.assignment
    return np.where(assignment < machine.spec.response.in_use, assignment, UNASSIGNED)


def network_from_machine(learner: Mark1Learner, classes: int) -> tuple[NetworkSpec, FloatArray]:
    """The machine of *learner* as a network of *classes* outputs: its kind and its weights (parameters,), in order.

    Wires become weights before a step. Each output adds up how far the sum of every R-unit in use lies above its
    threshold, or below it where the class's code has a 0: the largest is that of the code that the lamps show, if they
    show one. All is divided by a power of two, so that no sum is rounded: half of what an R-unit's windings would come
    to if each were added or taken away by chance. So probabilities are neither all alike nor all 0 and 1. What is
    broken is not taken over, nor dead bands, ties, noise; grey counts as grey. An A-unit that is switched off stays
    silent. SettingError where a network may not have so many weights.
    """
    machine, retina = learner.machine, learner.machine.spec.retina
    spec = spec_from_machine(machine)
    layers = spec.layers((retina.rows, retina.columns), classes)
    network = Network(layers, input_shape=(retina.s_units,), rng=np.random.default_rng(0))
    hidden, outputs = (layer for layer in layers if isinstance(layer, Dense))
    hidden.weight.data[...], hidden.bias.data[...] = hidden_from_machine(machine)
    outputs.weight.data[...], outputs.bias.data[...] = outputs_from_machine(learner, classes)
    network.parameters.mark_changed()
    return spec, network.parameters.values


def spec_from_machine(machine: Mark1) -> NetworkSpec:
    """What kind of network *machine* becomes."""
    return NetworkSpec(hidden=(machine.spec.association.units,), activation="step")


def check_lanes(lanes: Iterable[Lane], spec: NetworkSpec) -> None:
    """Raise SettingError unless there are networks among *lanes*, and all of them have the layers of *spec*."""
    networks = [(lane.name, lane.spec) for lane in lanes if isinstance(lane.spec, NetworkSpec)]
    if not networks:
        raise SettingError("learners must have a network among them for this, got none")
    for name, of_lane in networks:
        if not of_lane.same_shape(spec) or of_lane.activation != spec.activation:
            raise SettingError(f"networks must all take the machine's layers, got {name}, which keeps its own")


def hidden_from_machine(machine: Mark1) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Weights (s_units, a_units) and biases (a_units,) that its wires become."""
    weights, bias = wires_as_weights(machine)
    silent = -1.0 - machine.wiring.plugged.sum(axis=0)  # more than all wires together can make up for
    return weights, np.where(machine.switched_on, bias, silent)


def outputs_from_machine(
    learner: Mark1Learner, classes: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Weights (a_units, classes) and biases (classes,) that its windings become, as they stand."""
    machine, in_use = learner.machine, learner.machine.spec.response.in_use
    steps = windings_as_weights(machine)[:, :in_use]
    towards = np.where(learner.codes[:classes, :in_use], 1.0, -1.0).T / _unit_steps(steps)
    return steps @ towards, -_border_steps(machine) * towards.sum(axis=0)


def _unit_steps(steps: npt.NDArray[Any]) -> float:
    """How many windings become 1: half the root mean square of sums of *steps* (a_units, r_units) of random signs."""
    size = math.sqrt(float((steps**2).sum()) / steps.shape[1]) / 2
    return 2.0 ** round(math.log2(size)) if size else 1.0


def _border_steps(machine: Mark1) -> float:
    """Half-way between the last sum, in windings, that leaves a lamp dark and the first that lights it."""
    threshold_v, volts = machine.spec.response.threshold_v, machine.spec.potentiometer.volts_per_step
    near = round(threshold_v / volts)
    return next(steps for steps in (near - 1, near, near + 1) if steps * volts > threshold_v) - 0.5
