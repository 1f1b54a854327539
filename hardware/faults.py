"""Defects as values: what can be broken, where, and whether a machine has such a part."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from enum import Enum
from numbers import Real
from typing import Any, ClassVar

import numpy as np

from hardware.errors import FaultError, FaultStateError, shown
from hardware.plugboard import UNPLUGGED, Wiring
from hardware.spec import Mark1Spec
from hardware.validation import MOST, real, whole

SMALLEST_SHARE, LARGEST_NOISE_V = 1e-3, 1e6


class Concern(Enum):
    """Which parts feel a defect at once; wipers and lamps are looked at when they are read."""

    CELLS = "cells"
    A_UNITS = "A-units"
    DRIVES = "drives"
    READINGS = "readings"


@dataclass(frozen=True, slots=True)
class _Defect:
    """One defect; its fields say which part has it. Equal values are the same defect."""

    kind: ClassVar[str]
    concerns: ClassVar[Concern]

    def __post_init__(self) -> None:
        """Numbers of numpy become Python's own: a fault is plain data. What is no number, the checks refuse."""
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, np.generic):
                object.__setattr__(self, item.name, value.item())
            elif item.type is float and type(value) not in (bool, float) and isinstance(value, Real):
                with suppress(OverflowError):
                    object.__setattr__(self, item.name, float(value))

    def check(self, spec: Mark1Spec, wiring: Wiring) -> None:
        """Raise FaultError unless a machine of *spec* and *wiring* can have it now."""
        self.check_part(spec)

    def check_part(self, spec: Mark1Spec) -> None:
        """Raise FaultError unless machines of *spec* have such a part."""
        limits = {"s_unit": spec.retina.s_units, "a_unit": spec.association.units, "r_unit": spec.response.units}
        for item in fields(self):
            value = getattr(self, item.name)
            if item.name in limits:
                self._require_unit(item.name, value, limits[item.name])

    def contrary(self) -> "Fault | None":
        """The defect that cannot be there together with this one."""
        return None

    def _require_unit(self, name: str, value: Any, count: int) -> None:
        if not whole(value, 0, count - 1):
            raise FaultError(f"{self._named(name)} must be a whole number from 0 to {count - 1}, got {shown(value)}")

    def _require_real(self, name: str, low: float, high: float) -> None:
        value = getattr(self, name)
        if not real(value, low, high):
            raise FaultError(f"{self._named(name)} must be a number from {low:g} to {high:g}, got {shown(value)}")

    def _named(self, name: str) -> str:
        return f"{self.kind}: {name}"


@dataclass(frozen=True, slots=True)
class DeadCell(_Defect):
    """A photocell that conducts as in the dark, whatever falls on it."""

    kind: ClassVar[str] = "dead-cell"
    concerns: ClassVar[Concern] = Concern.CELLS
    s_unit: int

    def contrary(self) -> "Fault | None":
        """A cell is not dead and stuck."""
        return StuckCell(self.s_unit)


@dataclass(frozen=True, slots=True)
class StuckCell(_Defect):
    """A photocell that conducts as in full light, whatever falls on it."""

    kind: ClassVar[str] = "stuck-cell"
    concerns: ClassVar[Concern] = Concern.CELLS
    s_unit: int

    def contrary(self) -> "Fault | None":
        """A cell is not dead and stuck."""
        return DeadCell(self.s_unit)


@dataclass(frozen=True, slots=True)
class _WireDefect(_Defect):
    a_unit: int
    row: int

    def check_part(self, spec: Mark1Spec) -> None:
        """Raise FaultError unless the machine has the A-unit and can have such a row."""
        _Defect.check_part(self, spec)
        self._require_unit("row", self.row, MOST)

    def check(self, spec: Mark1Spec, wiring: Wiring) -> None:
        """Raise FaultError unless the wire is plugged."""
        self.check_part(spec)
        rows = wiring.origins.shape[0]
        if self.row >= rows or wiring.origins[self.row, self.a_unit] == UNPLUGGED:
            raise FaultStateError(f"{self._named('row')} must be a wire that is plugged, got {shown(self.row)}")


@dataclass(frozen=True, slots=True)
class CutWire(_WireDefect):
    """A socket of the plugboard, *row* of its A-unit's column, whose wire carries nothing, whichever is plugged."""

    kind: ClassVar[str] = "cut-wire"
    concerns: ClassVar[Concern] = Concern.A_UNITS

    def contrary(self) -> "Fault | None":
        """A wire is not cut and shorted."""
        return ShortedWire(self.a_unit, self.row)


@dataclass(frozen=True, slots=True)
class ShortedWire(_WireDefect):
    """A socket whose wire touches the supply: it always counts, with its sign, whichever is plugged."""

    kind: ClassVar[str] = "shorted-wire"
    concerns: ClassVar[Concern] = Concern.A_UNITS

    def contrary(self) -> "Fault | None":
        """A wire is not cut and shorted."""
        return CutWire(self.a_unit, self.row)


@dataclass(frozen=True, slots=True)
class StuckRelay(_Defect):
    """An A-unit's relay that stays closed (it always fires) or open (it never does)."""

    kind: ClassVar[str] = "stuck-relay"
    concerns: ClassVar[Concern] = Concern.A_UNITS
    a_unit: int
    closed: bool

    def check_part(self, spec: Mark1Spec) -> None:
        """Raise FaultError unless the machine has the relay."""
        _Defect.check_part(self, spec)
        if not isinstance(self.closed, bool):
            raise FaultError(f"{self._named('closed')} must be true or false, got {shown(self.closed)}")

    def contrary(self) -> "Fault | None":
        """A relay does not stick both ways."""
        return StuckRelay(self.a_unit, not self.closed)


@dataclass(frozen=True, slots=True)
class StuckMotor(_Defect):
    """A motor that does not turn."""

    kind: ClassVar[str] = "stuck-motor"
    concerns: ClassVar[Concern] = Concern.DRIVES
    a_unit: int


@dataclass(frozen=True, slots=True)
class SlippingMotor(_Defect):
    """A motor of whose speed only *share* arrives at the potentiometer."""

    kind: ClassVar[str] = "slipping-motor"
    concerns: ClassVar[Concern] = Concern.DRIVES
    a_unit: int
    share: float

    def check_part(self, spec: Mark1Spec) -> None:
        """Raise FaultError unless the machine has the motor and *share* is a share."""
        _Defect.check_part(self, spec)
        self._require_real("share", SMALLEST_SHARE, 1.0)


@dataclass(frozen=True, slots=True)
class DirtyWiper(_Defect):
    """A wiper whose voltage is noisy, with a standard deviation of *noise_v* on top of what the machine has."""

    kind: ClassVar[str] = "dirty-wiper"
    concerns: ClassVar[Concern] = Concern.READINGS
    a_unit: int
    noise_v: float

    def check_part(self, spec: Mark1Spec) -> None:
        """Raise FaultError unless the machine has the wiper and *noise_v* is a voltage."""
        _Defect.check_part(self, spec)
        self._require_real("noise_v", 0.0, LARGEST_NOISE_V)


@dataclass(frozen=True, slots=True)
class DeadLamp(_Defect):
    """An R-unit's lamp that does not light: it reads as 0."""

    kind: ClassVar[str] = "dead-lamp"
    concerns: ClassVar[Concern] = Concern.READINGS
    r_unit: int


@dataclass(frozen=True, slots=True)
class SupplySag(_Defect):
    """A supply with only *share* of its voltage: motors turn slower, wipers give less. Light and relays are not hit."""

    kind: ClassVar[str] = "supply-sag"
    concerns: ClassVar[Concern] = Concern.DRIVES
    share: float

    def check_part(self, spec: Mark1Spec) -> None:
        """Raise FaultError unless *share* is a share."""
        self._require_real("share", SMALLEST_SHARE, 1.0)


Fault = (
    DeadCell
    | StuckCell
    | CutWire
    | ShortedWire
    | StuckRelay
    | StuckMotor
    | SlippingMotor
    | DirtyWiper
    | DeadLamp
    | SupplySag
)
FAULTS: dict[str, type[Fault]] = {kind.kind: kind for kind in Fault.__args__}


def fault_as_dict(fault: Fault) -> dict[str, object]:
    """*fault* as plain values: its kind and its fields, as `[[faults]]` in an experiment's file has them."""
    return {"kind": fault.kind, **{item.name: getattr(fault, item.name) for item in fields(fault)}}


def fault_from_dict(values: Mapping[str, Any]) -> Fault:
    """The fault that *values* describe; FaultError if there is no such kind or it has other fields."""
    if not isinstance(values, Mapping):
        raise FaultError(f"a fault must be a table of kind and fields, got {shown(values)}")
    name = values.get("kind")
    if not isinstance(name, str) or name not in FAULTS:
        raise FaultError(f"kind must be one of {', '.join(FAULTS)}, got {shown(name)}")
    kind = FAULTS[name]
    given, names = {k: v for k, v in values.items() if k != "kind"}, [item.name for item in fields(kind)]
    if sorted(given) != sorted(names):
        raise FaultError(
            f"{kind.kind} must have the fields {', '.join(names)}, got {', '.join(map(str, given)) or None}"
        )
    return kind(**given)
