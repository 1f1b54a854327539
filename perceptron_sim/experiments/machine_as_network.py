"""A Mark I as a network of the modern stack: wires become weights before a step, windings weights of outputs."""

import numpy as np
import numpy.typing as npt

from hardware import UNASSIGNED, Mark1
from modern import Dense, Network, zeros

FloatArray = npt.NDArray[np.float64]


def network_of(machine: Mark1) -> Network:
    """S-units to A-units to R-units: logits above 0 where *machine*, settled, lights the lamp.

    Weights are whole numbers, windings not volts, so that no sum is rounded. What is broken is not taken over, nor
    dead bands, ties, noise; S-units count as images have them, from 0 to 1, where relays know on and off only.
    """
    spec = machine.spec
    units, r_units = spec.association.units, spec.response.units
    hidden, outputs = Dense(units, "step", weights=zeros), Dense(r_units, weights=zeros)
    unused = np.random.default_rng(0)  # all begins at zero
    network = Network([hidden, outputs], input_shape=(spec.retina.s_units,), rng=unused, dtype=np.float64)
    hidden.weight.data[...], hidden.bias.data[...] = wires_as_weights(machine)
    outputs.weight.data[...] = windings_as_weights(machine)
    outputs.bias.data[:] = -spec.response.threshold_v / spec.potentiometer.volts_per_step
    network.parameters.mark_changed()
    return network


def wires_as_weights(machine: Mark1) -> tuple[FloatArray, FloatArray]:
    """(s_units, a_units) and (a_units,): weights and biases of units before a step that fire as the A-units do."""
    wiring = machine.wiring
    weights = np.zeros((machine.spec.retina.s_units, machine.spec.association.units))
    row, unit = np.nonzero(wiring.plugged)
    np.add.at(weights, (wiring.origins[row, unit], unit), wiring.signs[row, unit])
    bias: FloatArray = np.subtract(
        0.5, machine.thresholds, dtype=np.float64
    )  # a step is 1 above 0: at the threshold, too
    return weights, bias


def windings_as_weights(machine: Mark1) -> FloatArray:
    """(a_units, r_units): the winding of each A-unit's wiper at the R-unit to which it is patched, all others 0."""
    assignment = machine.wiring.assignment
    weights = np.zeros((assignment.size, machine.spec.response.units))
    patched = np.flatnonzero(assignment != UNASSIGNED)
    steps = machine.potentiometers.wiper_steps(machine.env.now)
    weights[patched, assignment[patched]] = steps[patched]
    return weights
