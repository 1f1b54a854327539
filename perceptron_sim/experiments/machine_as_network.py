"""A Mark I as a network of the modern stack: wires become weights before a step, windings weights of outputs."""

import numpy as np

from hardware import UNASSIGNED, Mark1
from modern import Dense, Network, zeros


def network_of(machine: Mark1) -> Network:
    """S-units to A-units to R-units: logits above 0 where *machine*, settled, lights the lamp.

    Weights are whole numbers, windings not volts, so that no sum is rounded. What is broken is not taken over, nor
    dead bands, ties, noise; S-units count as images have them, from 0 to 1, where relays know on and off only.
    """
    spec, wiring = machine.spec, machine.wiring
    units, r_units = spec.association.units, spec.response.units
    hidden, outputs = Dense(units, "step", weights=zeros), Dense(r_units, weights=zeros)
    unused = np.random.default_rng(0)  # all begins at zero
    network = Network([hidden, outputs], input_shape=(spec.retina.s_units,), rng=unused, dtype=np.float64)
    row, unit = np.nonzero(wiring.plugged)
    np.add.at(hidden.weight.data, (wiring.origins[row, unit], unit), wiring.signs[row, unit])
    hidden.bias.data[:] = 0.5 - machine.thresholds  # a step is 1 above 0: at the threshold itself, too
    patched = np.flatnonzero(wiring.assignment != UNASSIGNED)
    steps = machine.potentiometers.wiper_steps(machine.env.now)
    outputs.weight.data[patched, wiring.assignment[patched]] = steps[patched]
    outputs.bias.data[:] = -spec.response.threshold_v / spec.potentiometer.volts_per_step
    network.parameters.mark_changed()
    return network
