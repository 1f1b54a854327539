"""One exposure of many machines: the record of each, field by field as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from hardware.arrays import BoolArray, FloatArray, IntArray
from hardware.records import Code, Energy, Exposure

Int64Array = npt.NDArray[np.int64]
COUNTS = ("number", "wrong_bits", "firing", "motors_driven", "relay_operations")
MEASURES = ("placed_s", "read_s", "ended_s", "motor_s", "turned_deg", "value_change_deg")
PARTS = ("standing_j", "illumination_j", "motors_j", "relays_j")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FleetExposure:
    """A pattern shown to each of *machines* (n,): every field of `Exposure`, as an array with a row for each.

    answered is (n, r_units), and wanted too, or None where the trainer said nothing of it; energy is told by part.
    """

    machines: IntArray
    number: Int64Array
    placed_s: FloatArray
    read_s: FloatArray
    ended_s: FloatArray
    answered: BoolArray
    wanted: BoolArray | None
    wrong_bits: Int64Array
    firing: Int64Array
    motors_driven: Int64Array
    motor_s: FloatArray
    turned_deg: FloatArray
    value_change_deg: FloatArray
    relay_operations: Int64Array
    standing_j: FloatArray
    illumination_j: FloatArray
    motors_j: FloatArray
    relays_j: FloatArray

    @property
    def energy_j(self) -> FloatArray:
        """Joules (n,) of the whole span, all parts together."""
        total_j: FloatArray = self.standing_j + self.illumination_j + self.motors_j + self.relays_j
        return total_j

    def record(self, place: int) -> Exposure:
        """The record of the machine at *place* among `machines`, as it would have given it by itself."""
        return Exposure(
            number=int(self.number[place]),
            placed_s=float(self.placed_s[place]),
            read_s=float(self.read_s[place]),
            ended_s=float(self.ended_s[place]),
            answered=_code(self.answered[place]),
            wanted=None if self.wanted is None else _code(self.wanted[place]),
            wrong_bits=int(self.wrong_bits[place]),
            firing=int(self.firing[place]),
            motors_driven=int(self.motors_driven[place]),
            motor_s=float(self.motor_s[place]),
            turned_deg=float(self.turned_deg[place]),
            value_change_deg=float(self.value_change_deg[place]),
            relay_operations=int(self.relay_operations[place]),
            energy=Energy(**{name: float(getattr(self, name)[place]) for name in PARTS}),
        )


def of_records(machines: Sequence[int], records: Sequence[Exposure]) -> FleetExposure:
    """What *machines* told one by one."""
    wanted = [record.wanted for record in records]
    counts: dict[str, Any] = {
        name: np.array([getattr(record, name) for record in records], dtype=np.int64) for name in COUNTS
    }
    measures: dict[str, Any] = {
        name: np.array([getattr(record, name) for record in records], dtype=np.float64) for name in MEASURES
    }
    parts: dict[str, Any] = {name: np.array([getattr(record.energy, name) for record in records]) for name in PARTS}
    return FleetExposure(
        machines=np.array(machines, dtype=np.intp),
        answered=np.array([record.answered for record in records], dtype=np.bool_),
        wanted=None if None in wanted else np.array(wanted, dtype=np.bool_),
        **counts,
        **measures,
        **parts,
    )


def joined(parts: Sequence[FleetExposure], machines: IntArray) -> FleetExposure:
    """One exposure of *machines*, in this order, of which each one of *parts* tells some."""
    if len(parts) == 1 and np.array_equal(parts[0].machines, machines):
        return parts[0]
    told = np.concatenate([part.machines for part in parts])
    order = np.argsort(told)[np.argsort(np.argsort(machines))]
    whole: dict[str, Any] = {}
    for item in fields(FleetExposure):
        arrays = [getattr(part, item.name) for part in parts]
        whole[item.name] = None if arrays[0] is None else np.concatenate(arrays)[order]
    return FleetExposure(**whole)


def _code(lamps: BoolArray) -> Code:
    return tuple(lamps.view(np.int8).tolist())
