"""The values: one motor-driven potentiometer per A-unit, its angle between end stops, its wiper on a whole winding."""

import math
from dataclasses import dataclass

import numpy as np

from hardware.motors import MotorBank, MotorLaw
from hardware.plugboard import Int8Array
from hardware.relays import FloatArray
from hardware.spec import PotentiometerSpec


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Where the shafts (pots,) stood and how far they had ever turned when a law of motion began."""

    law: MotorLaw
    angle_deg: FloatArray
    odometer_deg: FloatArray
    stop_deg: float

    def position(self, at_s: float) -> tuple[FloatArray, FloatArray]:
        """Angle and odometer (pots,) at *at_s*. At an end stop the slip clutch lets the motor idle."""
        angle_deg, odometer_deg = self.angle_deg, self.odometer_deg
        for move_deg in self.law.moves_deg(at_s):
            reached_deg = np.minimum(np.maximum(angle_deg + move_deg, -self.stop_deg), self.stop_deg)
            odometer_deg = odometer_deg + np.abs(reached_deg - angle_deg)
            angle_deg = reached_deg
        return angle_deg, odometer_deg


@dataclass(frozen=True, slots=True)
class _Rest:
    """Angles, odometers and windings (pots,) and the sum of all turns, while every motor stands still."""

    angle_deg: FloatArray
    odometer_deg: FloatArray
    steps: FloatArray
    turned_deg: float


class PotentiometerBank:
    """All potentiometers and their motors. *memory_s* is how far into the past wipers may be asked for."""

    def __init__(self, spec: PotentiometerSpec, motors: MotorBank, memory_s: float) -> None:
        self._spec, self.motors, self._memory_s = spec, motors, memory_s
        zero = np.zeros(motors.full_up_deg_per_s.size)
        self._stretches = [_Stretch(motors.coasting(-math.inf), zero, zero, spec.stop_deg)]  # a rest without beginning
        self._rested: _Rest | None = None
        self._motor_s = 0.0  # up to the start of the present law

    @property
    def law(self) -> MotorLaw:
        """How the motors move now."""
        return self._stretches[-1].law

    def drive(self, current: Int8Array, at_s: float) -> None:
        """Give every motor current of sign *current* (pots,), -1, 0 or +1, from *at_s* on."""
        self._begin(self.motors.driven(current, at_s, self.law.speed_at(at_s)), *self._position(at_s))

    def cut(self, at_s: float) -> None:
        """Cut the current of all motors at *at_s*: they coast down."""
        self._begin(self.motors.coasting(at_s, self.law.speed_at(at_s)), *self._position(at_s))

    def set_angles(self, angle_deg: FloatArray, at_s: float) -> None:
        """Stop all motors and put every shaft (pots,) at *angle_deg* by hand; the odometer counts motors only."""
        within_deg = np.clip(angle_deg, -self._spec.stop_deg, self._spec.stop_deg)
        self._begin(self.motors.coasting(at_s), within_deg, self._position(at_s)[1])

    def angle_deg(self, at_s: float) -> FloatArray:
        """Angles (pots,) at *at_s*, an instant since the current last changed."""
        return self._position(at_s)[0]

    def speed_deg_per_s(self, at_s: float) -> FloatArray:
        """Motor speeds (pots,), reduced to the shaft, at *at_s*."""
        speed = self.law.speed_at(at_s)
        return np.zeros(self.law.current.size) if speed is None else speed

    def motor_s(self, at_s: float) -> float:
        """Seconds of current all motors have ever had, summed over motors."""
        law = self.law
        return self._motor_s if law.target_deg_per_s is None else self._motor_s + law.driven * (at_s - law.start_s)

    def turned_deg(self, at_s: float) -> float:
        """How far all shafts together have ever been turned by their motors."""
        rest = self._rest(at_s)
        return rest.turned_deg if rest else float(self._position(at_s)[1].sum())

    def wiper_steps(self, at_s: float) -> FloatArray:
        """The winding (pots,) each wiper rests on, as whole numbers counted from the middle."""
        rest = self._rest(at_s)
        if rest:
            return rest.steps
        stretch = next(s for s in reversed(self._stretches) if s.law.start_s <= at_s)
        return self._steps(stretch.position(at_s)[0])

    def _position(self, at_s: float) -> tuple[FloatArray, FloatArray]:
        """Angles and odometers (pots,) at *at_s*, an instant since the current last changed."""
        rest = self._rest(at_s)
        return (rest.angle_deg, rest.odometer_deg) if rest else self._stretches[-1].position(at_s)

    def _rest(self, at_s: float) -> _Rest | None:
        """What no longer changes, once every motor stands still; worked out at the first question."""
        if at_s < self.law.rest_s:
            return None
        if self._rested is None:
            angle_deg, odometer_deg = self._stretches[-1].position(at_s)
            self._rested = _Rest(angle_deg, odometer_deg, self._steps(angle_deg), float(odometer_deg.sum()))
        return self._rested

    def _steps(self, angle_deg: FloatArray) -> FloatArray:
        return np.rint(angle_deg / self._spec.step_deg)

    def _begin(self, law: MotorLaw, angle_deg: FloatArray, odometer_deg: FloatArray) -> None:
        """Start a new stretch and forget those that end before the memory begins."""
        self._rested, self._motor_s = None, self.motor_s(law.start_s)
        self._stretches.append(_Stretch(law, angle_deg, odometer_deg, self._spec.stop_deg))
        horizon_s = law.start_s - self._memory_s
        while len(self._stretches) > 1 and self._stretches[1].law.start_s <= horizon_s:
            del self._stretches[0]
