"""Weights as pictures on the retina, of both learners: what light on each cell does to a unit."""

import numpy as np

from hardware import Wiring
from perceptron_sim.explain.network import LayerReading
from perceptron_sim.learner import FloatArray


def machine_fields(wiring: Wiring, angle_deg: FloatArray, shape: tuple[int, int], r_units: int) -> FloatArray:
    """(r_units, rows, columns) in degrees: the values *angle_deg* laid back on the retina through the wires."""
    plugged = (wiring.origins >= 0) & (wiring.assignment >= 0) & (wiring.assignment < r_units)
    cells = shape[0] * shape[1]
    places = (wiring.assignment * cells + wiring.origins)[plugged]
    degrees = (wiring.signs * np.asarray(angle_deg, dtype=np.float64))[plugged]
    found: FloatArray = np.bincount(places, degrees, minlength=r_units * cells).astype(np.float64)
    return found.reshape(r_units, *shape)


def wires_to(wiring: Wiring, r_unit: int) -> tuple[int, int]:
    """How many A-units are patched to *r_unit*, and how many wires reach those."""
    own = wiring.assignment == r_unit
    return int(own.sum()), int((wiring.origins[:, own] >= 0).sum())


def network_fields(layers: tuple[LayerReading, ...], shape: tuple[int, int]) -> tuple[FloatArray, ...]:
    """For each dense layer (units, rows, columns): all weights up to it multiplied, as if no unit cut off.

    Of a network with filters there is none: what a filter sees moves over the retina.
    """
    found: list[FloatArray] = []
    product: FloatArray | None = None
    for layer in layers:
        if layer.weight is None or layer.weight.ndim != 2:
            return ()
        product = layer.weight if product is None else product @ layer.weight
        found.append(product.T.reshape(-1, *shape))
    return tuple(found)


def unit_field(layers: tuple[LayerReading, ...], place: int, unit: int, shape: tuple[int, int]) -> FloatArray:
    """(rows, columns) of one unit of dense *layers*, as `network_fields`, without working out those of the others."""
    weights = [layer.weight for layer in layers[: place + 1]]
    last = weights.pop()
    assert last is not None
    found: FloatArray = last[:, unit]
    for weight in reversed(weights):
        assert weight is not None
        found = weight @ found
    return found.reshape(shape)


def strongest_cell(field: FloatArray) -> tuple[int, int, float]:
    """Row and column (from 1) of the cell that counts most in *field* (rows, columns), and its weight."""
    row, column = divmod(int(np.abs(field).argmax()), field.shape[1])
    return row + 1, column + 1, float(field[row, column])
