"""The DC gear-motors that turn the potentiometers: they spin up, run and coast down by one exponential law."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from hardware.arrays import BoolArray, FloatArray, Int8Array
from hardware.instants import LATEST_S
from hardware.motion import Condition, restored_current
from hardware.randomness import Purpose, generator
from hardware.spec import MotorSpec
from hardware.stored import Stored

REST_TIME_CONSTANTS = 40.0  # exp(-40) of any speed moves no angle in double precision: the motor stands
ROUNDING = 1e-9  # by which a speed may have come to exceed the full speed


@dataclass(frozen=True, slots=True)
class MotorLaw:
    """How every motor moves from *start_s* on, until its current changes: w(t) = w_inf + (w_0 - w_inf) exp(-t/tau).

    speed_deg_per_s, target_deg_per_s: (motors,), w_0 and w_inf, None where all are zero.
    current: (motors,), the sign of each motor's current.
    """

    start_s: float
    time_constant_s: float
    current: Int8Array
    speed_deg_per_s: FloatArray | None = None
    target_deg_per_s: FloatArray | None = None

    @property
    def rest_s(self) -> float:
        """From when on all motors stand still; infinity while any has current."""
        if self.target_deg_per_s is not None:
            return math.inf
        moving = self.speed_deg_per_s is not None
        return self.start_s + REST_TIME_CONSTANTS * self.time_constant_s if moving else self.start_s

    @property
    def driven(self) -> int:
        """How many motors have current."""
        return 0 if self.target_deg_per_s is None else int(np.count_nonzero(self.current))

    def speed_at(self, at_s: float) -> FloatArray | None:
        """Speeds (motors,) in degrees per second at *at_s*; None where all stand still."""
        if at_s >= self.rest_s:
            return None
        remaining = self._remaining(at_s)
        return _weighted(self.speed_deg_per_s, remaining, self.target_deg_per_s, 1 - remaining)

    def moves_deg(self, at_s: float) -> tuple[FloatArray, ...]:
        """Turns (motors,) since *start_s*, as moves of which none changes its direction on the way."""
        elapsed_s, lag_s = at_s - self.start_s, self.time_constant_s * (1 - self._remaining(at_s))
        whole = _weighted(self.speed_deg_per_s, lag_s, self.target_deg_per_s, elapsed_s - lag_s)
        if whole is None:
            return ()
        if self.speed_deg_per_s is None or self.target_deg_per_s is None:
            return (whole,)
        reversing = self.speed_deg_per_s * self.target_deg_per_s < 0
        if not reversing.any():
            return (whole,)
        first = self._before_reversal_deg(elapsed_s, self.speed_deg_per_s, self.target_deg_per_s, reversing)
        return first, whole - first

    def state(self) -> dict[str, Any]:
        """All of it but the time constant, to be restored from."""
        return {
            "start_s": float(self.start_s),
            "current": self.current,
            "speed_deg_per_s": self.speed_deg_per_s,
            "target_deg_per_s": self.target_deg_per_s,
        }

    def _remaining(self, at_s: float) -> float:
        elapsed = (at_s - self.start_s) / self.time_constant_s
        return math.exp(-elapsed) if elapsed < REST_TIME_CONSTANTS else 0.0

    def _before_reversal_deg(
        self, elapsed_s: float, speed: FloatArray, target: FloatArray, reversing: BoolArray
    ) -> FloatArray:
        """Turns until the speed is zero, or until now if that is sooner; 0 for motors that are not *reversing*."""
        ratio = 1.0 - np.divide(speed, target, out=np.zeros_like(speed), where=reversing)
        turning_s = np.minimum(self.time_constant_s * np.log(ratio), elapsed_s)
        lag_s = self.time_constant_s * (1 - np.exp(-turning_s / self.time_constant_s))
        return np.where(reversing, speed * lag_s + target * (turning_s - lag_s), 0.0)


def _weighted(
    first: FloatArray | None, by_first: float, second: FloatArray | None, by_second: float
) -> FloatArray | None:
    """first * by_first + second * by_second, where None stands for zeros."""
    if first is None:
        return None if second is None else second * by_second
    return first * by_first if second is None else first * by_first + second * by_second


class MotorBank:
    """All motors at once, each with its own full speeds; full_up and full_down are (motors,) degrees per second."""

    def __init__(self, spec: MotorSpec, motors: int, seed: int) -> None:
        spread = spec.speed_spread * generator(seed, Purpose.MOTOR_TOLERANCES).standard_normal(motors)
        unlike = spec.asymmetry_spread * generator(seed, Purpose.MOTOR_ASYMMETRY).standard_normal(motors)
        self.motors = motors
        self._time_constant_s = spec.time_constant_s
        self._no_current = np.zeros(motors, dtype=np.int8)
        self._no_current.flags.writeable = False
        self.full_up_deg_per_s: FloatArray = spec.speed_deg_per_s * np.exp(spread)
        self.full_down_deg_per_s: FloatArray = self.full_up_deg_per_s * spec.down_to_up * np.exp(unlike)
        self._alike = bool((self.full_up_deg_per_s == self.full_down_deg_per_s).all())  # up and down

    def driven(
        self, current: Int8Array, at_s: float, before: MotorLaw | None = None, condition: Condition | None = None
    ) -> MotorLaw:
        """The law of motors with current of sign *current* (motors,), turning as fast as they did in *before*."""
        full_deg_per_s = self.full_up_deg_per_s
        if not self._alike:
            full_deg_per_s = np.where(current < 0, self.full_down_deg_per_s, self.full_up_deg_per_s)
        target_deg_per_s: FloatArray = current * full_deg_per_s
        if condition is not None:
            target_deg_per_s = np.where(condition.stuck, 0.0, target_deg_per_s * condition.share)
        return MotorLaw(at_s, self._time_constant_s, current, _carried(before, at_s, condition), target_deg_per_s)

    def coasting(self, at_s: float, before: MotorLaw | None = None, condition: Condition | None = None) -> MotorLaw:
        """The law of motors without current that at *at_s* turn as fast as they did in *before*."""
        return MotorLaw(at_s, self._time_constant_s, self._no_current, _carried(before, at_s, condition))

    def restored(self, stored: Stored) -> MotorLaw:
        """The law that `MotorLaw.state` told of; CheckpointError if these motors cannot move so."""
        top_deg_per_s = float(max(self.full_up_deg_per_s.max(), self.full_down_deg_per_s.max())) * (1 + ROUNDING)
        limits = np.float64, self.motors, -top_deg_per_s, top_deg_per_s
        speed_deg_per_s = stored.array_or_none("speed_deg_per_s", *limits)
        target_deg_per_s = stored.array_or_none("target_deg_per_s", *limits)
        moving = speed_deg_per_s is not None or target_deg_per_s is not None
        start_s = stored.number("start_s", -LATEST_S if moving else -math.inf, LATEST_S)
        current = restored_current(stored, self.motors, target_deg_per_s)
        return MotorLaw(start_s, self._time_constant_s, current, speed_deg_per_s, target_deg_per_s)


def _carried(before: MotorLaw | None, at_s: float, condition: Condition | None) -> FloatArray | None:
    """The speed that motors keep when a new law begins; a stuck motor loses it at once."""
    speed = None if before is None else before.speed_at(at_s)
    return speed if speed is None or condition is None else np.where(condition.stuck, 0.0, speed)
