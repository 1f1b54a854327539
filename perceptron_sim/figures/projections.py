"""Weights laid back on the retina: what speaks for and against, cell by cell."""

import numpy as np

from perceptron_sim.figures.run_record import FloatArray, MachineWeights

UNPLUGGED = -1


def r_unit_maps(weights: MachineWeights, shape: tuple[int, int], r_units: int) -> FloatArray:
    """(r_units, rows, columns): at each cell, the sum over the wires from it of sign times angle, in degrees.

    Only A-units patched to the R-unit count: light on a cell with +90 speaks for the answer 1 as much as one
    potentiometer turned up by 90 degrees, if its A-unit fires.
    """
    plugged = weights.origins > UNPLUGGED
    units = np.broadcast_to(np.arange(weights.origins.shape[1]), weights.origins.shape)
    plugged &= (weights.assignment[units] >= 0) & (weights.assignment[units] < r_units)
    units, origins = units[plugged], weights.origins[plugged]
    maps = np.zeros((r_units, shape[0] * shape[1]))
    np.add.at(maps, (weights.assignment[units], origins), weights.signs[plugged] * weights.angle_deg[units])
    return maps.reshape(r_units, *shape)


def class_maps(layers: list[FloatArray], shape: tuple[int, int]) -> FloatArray:
    """(classes, rows, columns): the weights (inputs, outputs) of all *layers* multiplied, as if no unit cut off."""
    product = layers[0].astype(float)
    for weight in layers[1:]:
        product = product @ weight
    return product.T.reshape(-1, *shape)
