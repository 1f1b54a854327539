"""What moves the shafts of many machines: the laws of one machine's motors, with an instant for each motor.

Machines of a fleet live by clocks of their own. The arithmetic is that of one machine; only what happens once for all
its motors, a comparison of instants or an exponential, happens here once for each machine.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from hardware.arrays import FloatArray, Int8Array, IntArray
from hardware.drives import Drive
from hardware.motors import REST_TIME_CONSTANTS, MotorBank, MotorLaw
from hardware.ratchet import RatchetLaw
from hardware.spec import MotorSpec, RatchetSpec

Instants = Any  # FloatArray (motors,) where the law of one machine has a float; equal ones stand in runs


@dataclass(frozen=True, slots=True)
class FleetMotorLaw(MotorLaw):
    """How motors (motors,) of several machines move, each from its own *start_s* (motors,) on."""

    def speed_at(self, at_s: Instants) -> FloatArray | None:
        """Speeds (motors,) in degrees per second at *at_s* (motors,); None where none ever turned."""
        remaining: Any = self._remaining(at_s)
        if self.target_deg_per_s is not None:
            gained: FloatArray = self.target_deg_per_s * (1 - remaining)
            return gained if self.speed_deg_per_s is None else self.speed_deg_per_s * remaining + gained
        if self.speed_deg_per_s is None:
            return None
        rests = at_s >= self.start_s + REST_TIME_CONSTANTS * self.time_constant_s
        return np.where(rests, 0.0, self.speed_deg_per_s * remaining)

    def _remaining(self, at_s: Instants) -> Any:
        """What share (motors,) of a speed is left: worked out by the function that one machine's law uses."""
        elapsed = (at_s - self.start_s) / self.time_constant_s
        begins = np.ones(elapsed.size, dtype=np.bool_)
        np.not_equal(elapsed[1:], elapsed[:-1], out=begins[1:])
        shares = [math.exp(-one) if one < REST_TIME_CONSTANTS else 0.0 for one in elapsed[begins].tolist()]
        return np.array(shares)[begins.cumsum() - 1]


class FleetDrive(Protocol):
    """The motors of several machines, numbered through; *rest_after_s* is when they stand after a current ends."""

    rest_after_s: float

    def driven(
        self, motor: IntArray, current: Int8Array, at_s: Instants, speed: FloatArray | None
    ) -> FleetMotorLaw | RatchetLaw:
        """The law of *motor* (n,) that get *current* (n,) at *at_s* (n,), while they turn with *speed* (n,)."""

    def coasting(self, since_s: Instants, speed: FloatArray) -> FleetMotorLaw | RatchetLaw:
        """The law of motors that lost their current at *since_s* (n,) while they turned with *speed* (n,)."""


class FleetMotors:
    """The DC motors of several machines."""

    def __init__(self, spec: MotorSpec, banks: Sequence[MotorBank]) -> None:
        self._up_deg_per_s = np.concatenate([bank.full_up_deg_per_s for bank in banks])
        self._down_deg_per_s = np.concatenate([bank.full_down_deg_per_s for bank in banks])
        self._time_constant_s = spec.time_constant_s
        self.rest_after_s = REST_TIME_CONSTANTS * spec.time_constant_s

    def driven(self, motor: IntArray, current: Int8Array, at_s: Instants, speed: FloatArray | None) -> FleetMotorLaw:
        """Motors that tend to their full speeds, up or down."""
        full_deg_per_s: FloatArray = np.where(current < 0, self._down_deg_per_s[motor], self._up_deg_per_s[motor])
        target_deg_per_s: FloatArray = current * full_deg_per_s
        return FleetMotorLaw(at_s, self._time_constant_s, current, speed, target_deg_per_s)

    def coasting(self, since_s: Instants, speed: FloatArray) -> FleetMotorLaw:
        """Motors that run down."""
        return FleetMotorLaw(since_s, self._time_constant_s, np.zeros(speed.size, dtype=np.int8), speed)


class FleetRatchets:
    """The ratchets of several machines, each like every other."""

    rest_after_s = 0.0

    def __init__(self, spec: RatchetSpec) -> None:
        self._timing = spec.impulse_s, spec.stroke_share
        self._tooth_deg = spec.tooth_deg

    def driven(self, motor: IntArray, current: Int8Array, at_s: Instants, speed: FloatArray | None) -> RatchetLaw:
        """Coils that move a tooth with every impulse."""
        tooth_deg: FloatArray = current * np.float64(self._tooth_deg)
        return RatchetLaw(at_s, *self._timing, current, at_s, tooth_deg)

    def coasting(self, since_s: Instants, speed: FloatArray) -> RatchetLaw:
        """Coils without current: the shafts stand still at once."""
        return RatchetLaw(since_s, *self._timing, np.zeros(speed.size, dtype=np.int8))


def fleet_drive(spec: MotorSpec | RatchetSpec, banks: Sequence[Drive[Any]]) -> FleetDrive:
    """The drive of all machines whose own drives are *banks*, in their order."""
    if isinstance(spec, RatchetSpec):
        return FleetRatchets(spec)
    return FleetMotors(spec, [bank for bank in banks if isinstance(bank, MotorBank)])
