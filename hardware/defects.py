"""The defects that a machine has now, as its parts feel them."""

import numpy as np

from hardware import faults
from hardware.arrays import BoolArray, FloatArray, Int8Array
from hardware.errors import FaultError, FaultStateError, shown
from hardware.faults import SMALLEST_SHARE, Fault
from hardware.plugboard import Wiring
from hardware.spec import Mark1Spec


class Defects:
    """The faults that are present, in the order in which they came."""

    def __init__(self, spec: Mark1Spec) -> None:
        self._spec = spec
        self.present: tuple[Fault, ...] = ()

    def add(self, fault: Fault, wiring: Wiring) -> None:
        """Note *fault*; FaultError if the machine has no such part or the fault already."""
        if not isinstance(fault, Fault):
            raise FaultError(f"fault must be one of the kinds of fault, got {shown(fault)}")
        fault.check(self._spec, wiring)
        self.keep(fault)

    def keep(self, fault: Fault) -> None:
        """Note *fault* even if the wire that has it is not plugged any more; FaultError if it cannot be."""
        fault.check_part(self._spec)
        if fault in self.present:
            raise FaultStateError(f"fault must be one that is not there yet, got {shown(fault)}")
        contrary = fault.contrary()
        if contrary in self.present:
            raise FaultStateError(f"fault must not contradict {contrary!r}, which is there, got {shown(fault)}")
        if isinstance(fault, faults.SupplySag) and self.supply_share() * fault.share < SMALLEST_SHARE:
            rule = f"at least {SMALLEST_SHARE:g} of the supply together with the others"
            raise FaultStateError(f"share must leave {rule}, got {shown(fault)}")
        self.present += (fault,)

    def remove(self, fault: Fault) -> None:
        """Forget *fault*; FaultError if it is not there."""
        if not isinstance(fault, Fault) or fault not in self.present:
            raise FaultStateError(f"fault must be one that is there, got {shown(fault)}")
        self.present = tuple(other for other in self.present if other != fault)

    def cells(self) -> tuple[BoolArray, BoolArray]:
        """Which photocells (s_units,) are dead, and which are stuck."""
        size = self._spec.retina.s_units
        dead = [fault.s_unit for fault in self.present if isinstance(fault, faults.DeadCell)]
        stuck = [fault.s_unit for fault in self.present if isinstance(fault, faults.StuckCell)]
        return _marked(size, dead), _marked(size, stuck)

    def wires(self, wiring: Wiring) -> tuple[BoolArray, BoolArray]:
        """Which wires (rows, a_units) of *wiring* are cut, and which are shorted."""
        cut, shorted = np.zeros((2, *wiring.origins.shape), dtype=np.bool_)
        for fault in self.present:
            if isinstance(fault, faults.CutWire | faults.ShortedWire) and fault.row < wiring.origins.shape[0]:
                (cut if isinstance(fault, faults.CutWire) else shorted)[fault.row, fault.a_unit] = True
        return cut, shorted

    def relays(self) -> Int8Array:
        """Which A-relays (a_units,) are stuck: +1 closed, -1 open, 0 sound; the later defect of one relay counts."""
        stuck = np.zeros(self._spec.association.units, dtype=np.int8)
        for fault in self.present:
            if isinstance(fault, faults.StuckRelay):
                stuck[fault.a_unit] = 1 if fault.closed else -1
        return stuck

    def motors(self) -> tuple[FloatArray, BoolArray]:
        """What share of each motor's speed (a_units,) arrives, and which motors do not turn at all."""
        units = self._spec.association.units
        share = np.full(units, self.supply_share())
        for fault in self.present:
            if isinstance(fault, faults.SlippingMotor):
                share[fault.a_unit] *= fault.share
        return share, _marked(units, [fault.a_unit for fault in self.present if isinstance(fault, faults.StuckMotor)])

    def dirt_v(self) -> FloatArray:
        """What dirt adds to the noise of each wiper (a_units,)."""
        dirt_v = np.zeros(self._spec.association.units)
        for fault in self.present:
            if isinstance(fault, faults.DirtyWiper):
                dirt_v[fault.a_unit] += fault.noise_v
        return dirt_v

    def dead_lamps(self) -> BoolArray:
        """Which R-lamps (r_units,) do not light."""
        dead = [fault.r_unit for fault in self.present if isinstance(fault, faults.DeadLamp)]
        return _marked(self._spec.response.units, dead)

    def supply_share(self) -> float:
        """What share of its voltage the supply gives."""
        share = 1.0
        for fault in self.present:
            if isinstance(fault, faults.SupplySag):
                share *= fault.share
        return share


def _marked(size: int, numbers: list[int]) -> BoolArray:
    marked = np.zeros(size, dtype=np.bool_)
    marked[numbers] = True
    return marked
