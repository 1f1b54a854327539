"""The plugboard: which S-units feed which A-unit and with what sign, and which R-unit each A-unit is patched to."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from hardware.errors import WiringError
from hardware.relays import IntArray
from hardware.spec import Mark1Spec, PlugboardSpec

Int8Array = npt.NDArray[np.int8]
Number = TypeVar("Number", bound=np.generic)
UNASSIGNED = -1


def _read_only(array: npt.NDArray[Number]) -> npt.NDArray[Number]:
    array.flags.writeable = False
    return array


def _whole_numbers(name: str, values: npt.ArrayLike) -> IntArray:
    """Return *values* copied; WiringError unless they are whole numbers, one at least."""
    array = np.asarray(values)
    if array.dtype.kind not in "iu":
        raise WiringError(f"{name} must hold whole numbers, got dtype {array.dtype.name!r}")
    if array.size == 0:
        raise WiringError(f"{name} must hold at least one number, got shape {array.shape}")
    return _read_only(array.astype(np.intp))


@dataclass(frozen=True, slots=True)
class Wiring:
    """The S-to-A wires and the many-to-one A-to-R assignment; every array is read-only.

    origins (wires_per_a_unit, a_units): the S-unit each wire comes from.
    signs (wires_per_a_unit, a_units): +1 excitatory, -1 inhibitory.
    assignment (a_units,): the R-unit an A-unit is patched to, or UNASSIGNED.
    """

    origins: IntArray
    signs: Int8Array
    assignment: IntArray

    def __post_init__(self) -> None:
        for name in ("origins", "signs", "assignment"):
            object.__setattr__(self, name, _whole_numbers(name, getattr(self, name)))
        if self.origins.ndim != 2 or self.origins.shape != self.signs.shape:
            raise WiringError(f"signs must have the shape of origins {self.origins.shape}, got {self.signs.shape}")
        if self.assignment.shape != self.origins.shape[1:]:
            rule = f"shape {self.origins.shape[1:]}, one R-unit per A-unit"
            raise WiringError(f"assignment must have {rule}, got {self.assignment.shape}")
        if not np.isin(self.signs, (-1, 1)).all():
            raise WiringError(f"signs must be +1 or -1, got {sorted(set(self.signs.ravel().tolist()))}")
        object.__setattr__(self, "signs", _read_only(self.signs.astype(np.int8)))

    def check(self, spec: Mark1Spec) -> None:
        """Raise WiringError naming the first limit of *spec* that this wiring breaks."""
        units, cells, limit = spec.association.units, spec.retina.s_units, spec.plugboard.wires_per_s_unit
        if self.origins.shape[1] != units:
            raise WiringError(f"wiring must serve {units} A-units, got {self.origins.shape[1]}")
        if self.origins.min() < 0 or self.origins.max() >= cells:
            found = f"{self.origins.min()} to {self.origins.max()}"
            raise WiringError(f"origins must be S-units 0 to {cells - 1}, got {found}")
        used = np.bincount(self.origins.ravel(), minlength=cells)
        if used.max() > limit:
            raise WiringError(f"S-unit {used.argmax()} must carry at most {limit} wires, got {used.max()}")
        ordered = np.sort(self.origins, axis=0)
        if (ordered[1:] == ordered[:-1]).any():
            unit = int((ordered[1:] == ordered[:-1]).any(axis=0).argmax())
            raise WiringError(f"A-unit {unit} must have distinct origins, got {self.origins[:, unit].tolist()}")
        if self.assignment.min() < UNASSIGNED or self.assignment.max() >= spec.response.units:
            found = f"{self.assignment.min()} to {self.assignment.max()}"
            raise WiringError(f"assignment must be R-units 0 to {spec.response.units - 1} or {UNASSIGNED}, got {found}")


def draw_wiring(spec: Mark1Spec, rng: np.random.Generator) -> Wiring:
    """Draw x + y distinct S-units for every A-unit, and split the A-units evenly over the R-units in use."""
    board, units = spec.plugboard, spec.association.units
    origins = _draw_origins(board, spec.retina.s_units, units, rng)
    signs = np.repeat(np.array([1, -1], dtype=np.int8), (board.excitatory, board.inhibitory))
    shares = np.array_split(np.arange(units), spec.response.in_use)
    assignment = np.repeat(np.arange(len(shares)), [share.size for share in shares])
    return Wiring(origins, np.repeat(signs[:, None], units, axis=1), assignment)


def _draw_origins(board: PlugboardSpec, cells: int, units: int, rng: np.random.Generator) -> IntArray:
    """Return (wires_per_a_unit, a_units) S-units, distinct within a unit, none used more than the board allows."""
    wires = board.wires_per_a_unit
    keys = rng.random((units, cells))
    chosen = np.argpartition(keys, wires - 1, axis=1)[:, :wires]
    order = np.argsort(np.take_along_axis(keys, chosen, axis=1), axis=1)  # sign must not depend on position
    origins = np.ascontiguousarray(np.take_along_axis(chosen, order, axis=1).T)
    used = np.bincount(origins.ravel(), minlength=cells)
    for cell in np.flatnonzero(used > board.wires_per_s_unit):
        over = np.argwhere(origins == cell)
        for wire, unit in rng.permutation(over)[: used[cell] - board.wires_per_s_unit]:
            _redraw(origins, used, wire, unit, board.wires_per_s_unit, rng)
    return origins


def _redraw(origins: IntArray, used: IntArray, wire: int, unit: int, limit: int, rng: np.random.Generator) -> None:
    """Move one wire of *unit* from its full S-unit to one with a free outlet."""
    old = origins[wire, unit]
    free = np.setdiff1d(np.flatnonzero(used < limit), origins[:, unit])
    if free.size:
        new = rng.choice(free)
    else:  # every cell with an outlet already feeds this unit: another unit moves there and leaves its cell to this one
        target = rng.choice(np.flatnonzero(used < limit))
        lacking = ~(origins == target).any(axis=0)
        movable = lacking[None, :] & ~np.isin(origins, origins[:, unit])
        other_wire, other_unit = rng.choice(np.argwhere(movable))
        new, origins[other_wire, other_unit] = origins[other_wire, other_unit], target
        used[target] += 1
        used[new] -= 1
    origins[wire, unit] = new
    used[new] += 1
    used[old] -= 1
