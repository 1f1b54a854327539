"""The plugboard: which S-units feed which A-unit and with what sign, and which R-unit each A-unit is patched to."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from numbers import Integral
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from hardware.arrays import BoolArray, Int8Array, IntArray
from hardware.errors import WiringError, shown
from hardware.spec import Mark1Spec

Number = TypeVar("Number", bound=np.generic)
UNASSIGNED = -1  # an A-unit that is patched to no R-unit
UNPLUGGED = -1  # a socket without a wire
FARTHEST = int(np.iinfo(np.intp).max)  # an array counts no further


@dataclass(frozen=True, slots=True, eq=False)
class Wiring:
    """The S-to-A wires and the many-to-one A-to-R assignment; every array is copied and read-only.

    origins (rows, a_units): the S-unit that the wire in each socket comes from, or UNPLUGGED.
    signs (rows, a_units): +1 excitatory, -1 inhibitory, 0 where no wire is plugged.
    assignment (a_units,): the R-unit an A-unit is patched to, or UNASSIGNED.

    A row is one socket of every A-unit. Arrays that make no sense on any machine are a WiringError here; what a
    certain machine can hold is for `check` to say, and the edits below leave it to `check` too.
    """

    origins: IntArray
    signs: Int8Array
    assignment: IntArray

    def __post_init__(self) -> None:
        for name in self.__slots__:
            object.__setattr__(self, name, _whole_numbers(name, getattr(self, name)))
        if self.origins.ndim != 2:
            raise WiringError(f"origins must have shape (rows, a_units), got {self.origins.shape}")
        if self.signs.shape != self.origins.shape:
            raise WiringError(f"signs must have the shape of origins {self.origins.shape}, got {self.signs.shape}")
        if self.assignment.shape != self.origins.shape[1:]:
            rule = f"shape {self.origins.shape[1:]}, one R-unit per A-unit"
            raise WiringError(f"assignment must have {rule}, got {self.assignment.shape}")
        wrong = np.where(self.plugged, (self.signs != 1) & (self.signs != -1), self.signs != 0)
        if wrong.any():
            row, unit = np.argwhere(wrong)[0]
            rule = "+1 or -1 where a wire is plugged and 0 where none is"
            found = f"{self.signs[row, unit]} with origin {self.origins[row, unit]} in row {row} of A-unit {unit}"
            raise WiringError(f"signs must be {rule}, got {found}")
        object.__setattr__(self, "signs", _read_only(self.signs.astype(np.int8)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Wiring):
            return NotImplemented
        same = (getattr(self, name) == getattr(other, name) for name in self.__slots__)
        return self.origins.shape == other.origins.shape and all(one.all() for one in same)

    def __hash__(self) -> int:
        return hash((self.origins.shape, *(getattr(self, name).tobytes() for name in self.__slots__)))

    @property
    def plugged(self) -> BoolArray:
        """Which sockets (rows, a_units) hold a wire."""
        held: BoolArray = self.origins != UNPLUGGED
        return held

    def check(self, spec: Mark1Spec) -> None:
        """Raise WiringError naming every limit of *spec* that this wiring breaks."""
        broken = list(_broken_limits(self, spec))
        if broken:
            raise WiringError("; ".join(broken))

    def pulled(self, a_unit: int, row: int) -> "Wiring":
        """This board without the wire in socket *row* of *a_unit*; the socket stays, empty."""
        return self.pulled_all(((a_unit, row),))

    def pulled_all(self, wires: Iterable[tuple[int, int]]) -> "Wiring":
        """This board without *wires*, each given by its A-unit and its row; their sockets stay, empty."""
        origins, signs = self.origins.copy(), self.signs.copy()
        for a_unit, row in wires:
            held = self._wire(a_unit, row)
            if origins[held] == UNPLUGGED:
                raise WiringError(f"wires must be pulled once each, got {row} of A-unit {a_unit} twice")
            origins[held], signs[held] = UNPLUGGED, 0
        return replace(self, origins=origins, signs=signs)

    def pushed(self, s_unit: int, a_unit: int, sign: int) -> "Wiring":
        """This board with one more wire, in the first empty socket of *a_unit*, or in a new row if it has none."""
        cell = _number("s_unit", s_unit, range(FARTHEST), f"a whole number from 0 to {FARTHEST - 1}")
        unit = self._a_unit("a_unit", a_unit)
        charge = _number("sign", sign, (1, -1), "+1 or -1")
        origins, signs = self.origins.copy(), self.signs.copy()
        if self.plugged[:, unit].all():
            origins = np.vstack((origins, np.full_like(origins[:1], UNPLUGGED)))
            signs = np.vstack((signs, np.zeros_like(signs[:1])))
        row = int((origins[:, unit] == UNPLUGGED).argmax())
        origins[row, unit], signs[row, unit] = cell, charge
        return replace(self, origins=origins, signs=signs)

    def swapped(self, a_unit: int, row: int, other_unit: int, other_row: int) -> "Wiring":
        """This board with two wires exchanged: each comes from the other's S-unit; signs stay with their sockets."""
        one, other = self._wire(a_unit, row), self._wire(other_unit, other_row, "other_unit", "other_row")
        origins = self.origins.copy()
        origins[one], origins[other] = self.origins[other], self.origins[one]
        return replace(self, origins=origins)

    def patched(self, a_unit: int, r_unit: int) -> "Wiring":
        """This board with *a_unit* patched to *r_unit*, or to none if that is UNASSIGNED."""
        unit = self._a_unit("a_unit", a_unit)
        rule = f"a whole number from 0 to {FARTHEST - 1}, or {UNASSIGNED} for none"
        assignment = self.assignment.copy()
        assignment[unit] = _number("r_unit", r_unit, range(UNASSIGNED, FARTHEST), rule)
        return replace(self, assignment=assignment)

    def _a_unit(self, name: str, value: int) -> int:
        units = self.assignment.size
        return _number(name, value, range(units), f"an A-unit from 0 to {units - 1}")

    def _wire(self, a_unit: int, row: int, unit_name: str = "a_unit", row_name: str = "row") -> tuple[int, int]:
        """Where a wire is in the arrays; WiringError if there is none."""
        unit, rows = self._a_unit(unit_name, a_unit), len(self.origins)
        held = _number(row_name, row, range(rows), f"a row from 0 to {rows - 1}")
        if self.origins[held, unit] == UNPLUGGED:
            raise WiringError(f"{row_name} must be a socket of A-unit {unit} that holds a wire, got {held}")
        return held, unit


def _read_only(array: npt.NDArray[Number]) -> npt.NDArray[Number]:
    array.flags.writeable = False
    return array


def _whole_numbers(name: str, values: npt.ArrayLike) -> IntArray:
    """Return *values* copied; WiringError unless they are whole numbers that an array can count to, one at least."""
    try:
        array = np.asarray(values)
    except Exception as error:  # ragged nesting, or whatever a foreign object raises when it is converted
        raise WiringError(f"{name} must be an array of whole numbers, got {shown(values)}") from error
    if array.size == 0:
        raise WiringError(f"{name} must hold at least one number, got shape {array.shape}")
    if array.dtype.kind not in "iu":
        raise WiringError(f"{name} must hold whole numbers, got dtype {array.dtype.name!r}")
    if int(array.max()) > FARTHEST:
        raise WiringError(f"{name} must hold numbers up to {FARTHEST}, got {array.max()}")
    return _read_only(array.astype(np.intp))


def _number(name: str, value: object, allowed: Container[int], rule: str) -> int:
    """Return *value*; WiringError unless it is a whole number among *allowed*."""
    if isinstance(value, bool) or not isinstance(value, Integral) or int(value) not in allowed:
        raise WiringError(f"{name} must be {rule}, got {shown(value)}")
    return int(value)


def _broken_limits(wiring: Wiring, spec: Mark1Spec) -> Iterator[str]:
    """A clause for every limit of *spec* that *wiring* breaks, with the first or worst place where it does."""
    units, cells = spec.association.units, spec.retina.s_units
    if wiring.assignment.size != units:
        yield f"wiring must serve {units} A-units, got {wiring.assignment.size}"
    unknown = wiring.plugged & ((wiring.origins < 0) | (wiring.origins >= cells))
    if unknown.any():
        row, unit = np.argwhere(unknown)[0]
        found = f"{wiring.origins[row, unit]} in row {row} of A-unit {unit}"
        yield f"origins must be S-units 0 to {cells - 1} or {UNPLUGGED}, got {found}"
    used = np.bincount(wiring.origins[wiring.plugged & ~unknown], minlength=cells)
    limit = spec.plugboard.wires_per_s_unit
    if used.max() > limit:
        yield f"S-unit {used.argmax()} must carry at most {limit} wires, got {used.max()}"
    if not spec.plugboard.replacement:
        ordered = np.sort(wiring.origins, axis=0)
        twice = ((ordered[1:] == ordered[:-1]) & (ordered[1:] != UNPLUGGED)).any(axis=0)
        if twice.any():
            unit = int(twice.argmax())
            yield f"A-unit {unit} must have distinct origins, got {shown(_held(wiring, unit))}"
    last, patches = spec.response.units - 1, wiring.assignment
    unknown = (patches < UNASSIGNED) | (patches > last)
    if unknown.any():
        unit = int(unknown.argmax())
        yield f"assignment must be R-units 0 to {last} or {UNASSIGNED}, got {patches[unit]} for A-unit {unit}"


def _held(wiring: Wiring, unit: int) -> list[int]:
    held: list[int] = wiring.origins[wiring.plugged[:, unit], unit].tolist()
    return held
