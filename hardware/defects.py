"""The defects that a machine has now, as its parts feel them."""

from collections.abc import Sequence

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

    def add(self, those: Sequence[Fault], wiring: Wiring) -> None:
        """Note *those* faults, or none: FaultError if the machine lacks one of the parts or has one of the faults."""
        for fault in those:
            if not isinstance(fault, Fault):
                raise FaultError(f"fault must be one of the kinds of fault, got {shown(fault)}")
            fault.check(self._spec, wiring)
        self.keep(those)

    def keep(self, those: Sequence[Fault]) -> None:
        """Note *those* even if the wires that have them are not plugged any more; FaultError if one cannot be."""
        known, share = set(self.present), self.supply_share()
        for fault in those:
            fault.check_part(self._spec)
            if fault in known:
                raise FaultStateError(f"fault must be one that is not there yet, got {shown(fault)}")
            contrary = fault.contrary()
            if contrary in known:
                raise FaultStateError(f"fault must not contradict {contrary!r}, which is there, got {shown(fault)}")
            if isinstance(fault, faults.SupplySag):
                share *= fault.share
                if share < SMALLEST_SHARE:
                    rule = f"at least {SMALLEST_SHARE:g} of the supply together with the others"
                    raise FaultStateError(f"share must leave {rule}, got {shown(fault)}")
            known.add(fault)
        self.present += tuple(those)

    def remove(self, those: Sequence[Fault]) -> None:
        """Forget *those*, or none: FaultError if one is not there, or is named twice."""
        left = set(self.present)
        for fault in those:
            if not isinstance(fault, Fault) or not _is_among(fault, left):
                raise FaultStateError(f"fault must be one that is there, got {shown(fault)}")
            left.remove(fault)
        self.present = tuple(fault for fault in self.present if fault in left)

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

    def r_units(self) -> tuple[FloatArray, BoolArray, float]:
        """What R-units feel: noise of dirt on each wiper (a_units,), dead lamps (r_units,), the supply's share."""
        return self.dirt_v(), self.dead_lamps(), self.supply_share()

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


def _is_among(fault: Fault, some: set[Fault]) -> bool:
    try:
        return fault in some
    except TypeError:  # made of lists and the like
        return False


def _marked(size: int, numbers: list[int]) -> BoolArray:
    marked = np.zeros(size, dtype=np.bool_)
    marked[numbers] = True
    return marked
