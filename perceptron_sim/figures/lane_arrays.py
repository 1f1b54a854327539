"""What weights.npz holds of one learner, as figures need it; InputError where arrays do not fit together."""

import re
from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from perceptron_sim.errors import InputError
from perceptron_sim.figures.projections import UNPLUGGED, class_maps
from perceptron_sim.figures.run_record import BoolArray, FloatArray, MachineWeights
from perceptron_sim.npz import AnyArray
from perceptron_sim.past_run import WEIGHTS

WEIGHT = re.compile(r"layer_([0-9]+)_weight")
OF_MACHINE = ("origins", "signs", "assignment", "angle_deg")


def arrays_of(lane: str, held: Mapping[str, AnyArray]) -> dict[str, AnyArray]:
    """The arrays of *lane* by their own names."""
    return {name.removeprefix(f"{lane}/"): array for name, array in held.items() if name.startswith(f"{lane}/")}


def machine_weights(lane: str, arrays: Mapping[str, AnyArray], cells: int) -> MachineWeights | None:
    """Wires and angles of the Mark I *lane* with a retina of so many *cells*; None where they are not there."""
    if not set(OF_MACHINE) <= set(arrays):
        return None
    origins, signs, assignment, angle_deg = (arrays[name] for name in OF_MACHINE)
    a_units = len(assignment) if assignment.ndim == 1 else -1
    shapes = origins.ndim == 2 and origins.shape == signs.shape == (len(origins), a_units)
    kinds = all(x.dtype.kind in "iu" for x in (origins, signs, assignment)) and angle_deg.dtype.kind == "f"
    _require(shapes and kinds and angle_deg.shape == (a_units,), lane, "wires and angles of the same A-units")
    _require(not origins.size or UNPLUGGED <= origins.min() <= origins.max() < cells, lane, f"origins below {cells}")
    return MachineWeights(
        origins=origins.astype(np.intp),
        signs=signs.astype(np.intp),
        assignment=assignment.astype(np.intp),
        angle_deg=angle_deg,
    )


def codes(lane: str, arrays: Mapping[str, AnyArray], classes: int) -> BoolArray | None:
    """(classes, r_units): the lamps that mean each class; None where they are not there."""
    if "codes" not in arrays:
        return None
    found = arrays["codes"]
    _require(found.dtype == bool and found.ndim == 2 and len(found) == classes, lane, f"codes of {classes} classes")
    return found


def first_layer(arrays: Mapping[str, AnyArray], shape: tuple[int, int]) -> FloatArray | None:
    """(units, rows, columns) of the first layer with weights, or (filters, cells, cells); None where nothing fits."""
    weights = _weights(arrays)
    if not weights:
        return None
    first = weights[0]
    if first.ndim == 4 and first.shape[1] == 1:
        return first[:, 0]
    if first.ndim == 2 and len(first) == shape[0] * shape[1]:
        return first.T.reshape(-1, *shape)
    return None


def all_layers(arrays: Mapping[str, AnyArray], shape: tuple[int, int]) -> FloatArray | None:
    """(classes, rows, columns) of all layers multiplied; None where there is one, or one that is not dense."""
    weights = _weights(arrays)
    if len(weights) < 2 or not all(weight.ndim == 2 for weight in weights):
        return None
    fit = all(one.shape[1] == len(other) for one, other in pairwise(weights))
    return class_maps(weights, shape) if fit and len(weights[0]) == shape[0] * shape[1] else None


def _weights(arrays: Mapping[str, AnyArray]) -> list[FloatArray]:
    """The weights of all layers, the one next to the image first."""
    found = {int(match[1]): name for name in arrays if (match := WEIGHT.fullmatch(name))}
    return [arrays[found[number]] for number in sorted(found) if arrays[found[number]].dtype.kind == "f"]


def _require(fits: bool, lane: str, rule: str) -> None:
    if not fits:
        raise InputError(f"{WEIGHTS} must hold for {lane} {rule}, got others")
