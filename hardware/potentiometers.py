"""The values: one motor-driven potentiometer per A-unit, its angle between end stops, its wiper on a whole winding."""

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from hardware.arrays import FloatArray, Int8Array
from hardware.drives import Drive
from hardware.errors import ControlError, shown
from hardware.instants import LATEST_S
from hardware.motion import Condition, Law
from hardware.shafts import LARGEST_TOTAL, Gears, Shafts
from hardware.spec import PotentiometerSpec
from hardware.stored import Stored
from hardware.validation import real, whole

WHOLE = 1e-9  # of a winding: so near to the end stop, rounding decides whether the last one is still before it


class _Stretch(NamedTuple):
    """How the shafts stood when a law of motion began, and the law."""

    law: Law
    shafts: Shafts

    def at(self, at_s: float, gears: Gears) -> Shafts:
        """The shafts at *at_s*, turned by *gears*."""
        shafts = self.shafts
        for move_deg in self.law.moves_deg(at_s):
            shafts = gears.turned(shafts, move_deg)
        return shafts


class _Rest(NamedTuple):
    """The shafts, their windings (pots,), the sums of all turns and of all angles, while every motor stands still."""

    shafts: Shafts
    steps: FloatArray
    turned_deg: float
    total_deg: float


class PotentiometerBank:
    """All potentiometers and their motors. *memory_s* is how far into the past wipers may be asked for.

    *law* is how the motors move now; whoever asks for the present asks for an instant since it last changed.
    """

    def __init__(self, spec: PotentiometerSpec, motors: Drive[Any], memory_s: float) -> None:
        self._spec, self.motors, self._memory_s = spec, motors, memory_s
        self._gears = Gears(spec, motors.motors)
        self._last_step = math.floor(spec.stop_deg / spec.step_deg + WHOLE)
        self._rounds_past_stop = bool(np.rint(spec.stop_deg / spec.step_deg) > self._last_step)
        shafts = self._gears.middle()
        self._stretches: list[_Stretch] = []
        self._rested: _Rest | None = None
        self._seen_s, self._seen = math.nan, shafts  # where the shafts stand at the instant last asked for
        self._condition: Condition | None = None
        self._motor_s = 0.0  # up to the start of the present law
        self._by_hand_deg = 0.0  # what hands have changed the sum of all angles by
        self._move(motors.coasting(-math.inf), shafts)  # a rest without beginning

    def drive(self, current: Int8Array, at_s: float) -> None:
        """Give every motor current of sign *current* (pots,), -1, 0 or +1, from *at_s* on; it is kept."""
        self._begin(self.motors.driven(current, at_s, self.law, self._condition), self._shafts(at_s))

    def cut(self, at_s: float) -> None:
        """Cut the current of all motors at *at_s*: they coast down."""
        self._begin(self.motors.coasting(at_s, self.law, self._condition), self._shafts(at_s))

    def condition(self, at_s: float, share: npt.ArrayLike, stuck: npt.ArrayLike) -> None:
        """From *at_s* on, every motor has *share* (pots,), 0 to 1, of its full speeds, and *stuck* (pots,) ones none.

        What turns keeps its speed, but for the stuck. May raise ControlError.
        """
        self._condition = Condition.checked(self.motors.motors, share, stuck)
        self._begin(self._renewed(self.law, at_s, self._condition), self._shafts(at_s))

    def set_angles(self, angle_deg: npt.ArrayLike, at_s: float) -> None:
        """Cut all current, stop all motors and put every shaft (pots,) at *angle_deg* by hand, if within the stops.

        The odometer counts motors only. May raise ControlError.
        """
        self._put(self._checked(angle_deg), self.motors.coasting(at_s), at_s)

    def set_angle(self, unit: int, angle_deg: float, at_s: float) -> None:
        """Put one shaft at *angle_deg* by hand. Its motor stops, and starts again where it has current.

        May raise ControlError.
        """
        pots = self.motors.motors
        if not whole(unit, 0, pots - 1):
            raise ControlError(f"unit must be a whole number from 0 to {pots - 1}, got {shown(unit)}")
        shafts, stop_deg = self._shafts(at_s), self._spec.stop_deg
        if not real(angle_deg, -stop_deg, stop_deg):
            raise _beyond(unit, stop_deg, angle_deg)
        in_hand = np.arange(pots) == unit
        angles_deg = np.where(in_hand, angle_deg, shafts.angle_deg)
        held = self._renewed(self.law, at_s, Condition(np.ones(pots), in_hand))
        self._put(angles_deg, self._renewed(held, at_s, self._condition), at_s)

    def decay(self, share: float, at_s: float) -> None:
        """Take *share* from every angle at *at_s*: a counterfactual that no motor does. May raise ControlError."""
        if not 0 <= share <= 1:
            raise ControlError(f"share must be from 0 to 1, got {shown(share)}")
        self._begin(self._renewed(self.law, at_s, self._condition), self._shafts(at_s).faded(share))

    def angle_deg(self, at_s: float) -> FloatArray:
        """Angles (pots,) at *at_s*."""
        return _lent(self._shafts(at_s).angle_deg)

    def speed_deg_per_s(self, at_s: float) -> FloatArray:
        """Motor speeds (pots,), reduced to the shaft, at *at_s*."""
        speed = self.law.speed_at(at_s)
        return np.zeros(self.motors.motors) if speed is None else speed

    def motor_s(self, at_s: float) -> float:
        """Seconds of current all motors have ever had, summed over motors."""
        return self._motor_s + self._driven * (at_s - self.law.start_s) if self._driven else self._motor_s

    def turned_deg(self, at_s: float) -> float:
        """How far all shafts together have ever been turned by their motors."""
        rest = self._rest(at_s)
        return rest.turned_deg if rest else float(np.add.reduce(self._shafts(at_s).odometer_deg))

    def total_deg(self, at_s: float) -> float:
        """The sum of all angles, in numpy's order."""
        rest = self._rest(at_s)
        return rest.total_deg if rest else float(np.add.reduce(self._shafts(at_s).angle_deg))

    def gained_deg(self, at_s: float) -> float:
        """What all angles together have gained but by hand: `total_deg` less all that hands have changed."""
        return self.total_deg(at_s) - self._by_hand_deg

    def odometer_deg(self, at_s: float) -> FloatArray:
        """How far motors had ever turned each shaft (pots,) by *at_s*, which may lie in the past."""
        return _lent(self._past(at_s).odometer_deg)

    def wiper_steps(self, at_s: float) -> FloatArray:
        """The winding (pots,) each wiper rests on, as whole numbers counted from the middle; the past may be asked for.

        A wiper is never beyond the last winding before its end stop.
        """
        rest = self._rest(at_s)
        return rest.steps if rest else self._steps(self._past(at_s).angle_deg)

    def state(self) -> dict[str, Any]:
        """All that the future depends on, to be restored from: numbers, and arrays that are not to be written to."""
        stretches = [{"law": one.law.state(), "shafts": one.shafts.state()} for one in self._stretches]
        condition = None if self._condition is None else self._condition.state()
        by_hand_deg = self._by_hand_deg
        return {"motor_s": self._motor_s, "by_hand_deg": by_hand_deg, "condition": condition, "stretches": stretches}

    def restore(self, stored: Stored, now_s: float = LATEST_S) -> None:
        """Go on at *now_s* from what `state` told; CheckpointError, and nothing changes, if these cannot."""
        pots, since_s, stretches = self.motors.motors, -math.inf, []
        motor_s = stored.number("motor_s", 0.0, LARGEST_TOTAL)
        by_hand_deg = stored.number("by_hand_deg", -LARGEST_TOTAL, LARGEST_TOTAL)
        condition = Condition.restored(pots, stored.part("condition")) if stored.has("condition") else None
        for stretch in stored.parts("stretches"):
            since_s = stretch.part("law").number("start_s", since_s, now_s)  # one after the other
            law = self.motors.restored(stretch.part("law"))
            stretches.append(_Stretch(law, self._gears.restored(stretch.part("shafts"))))
        self._motor_s, self._by_hand_deg, self._condition = motor_s, by_hand_deg, condition
        self._stretches = stretches[:-1]
        self._move(*stretches[-1])

    def _shafts(self, at_s: float) -> Shafts:
        """The shafts at *at_s*, an instant since the law last changed."""
        rest = self._rest(at_s)
        if rest:
            return rest.shafts
        if self._seen_s != at_s:
            self._seen_s, self._seen = at_s, self._stretches[-1].at(at_s, self._gears)
        return self._seen

    def _past(self, at_s: float) -> Shafts:
        """The shafts at *at_s*, which may be as far in the past as the memory reaches."""
        if at_s >= self.law.start_s:
            return self._shafts(at_s)
        stretch = next((one for one in reversed(self._stretches) if one.law.start_s <= at_s), self._stretches[0])
        return stretch.at(at_s, self._gears)

    def _rest(self, at_s: float) -> _Rest | None:
        """What no longer changes, once every motor stands still; worked out at the first question."""
        if at_s < self._rest_s:
            return None
        if self._rested is None:
            shafts = self._stretches[-1].at(at_s, self._gears)
            steps = _lent(self._steps(shafts.angle_deg))
            sums = (float(np.add.reduce(degrees)) for degrees in (shafts.odometer_deg, shafts.angle_deg))
            self._rested = _Rest(shafts, steps, *sums)
        return self._rested

    def _steps(self, angle_deg: FloatArray) -> FloatArray:
        steps = np.rint(angle_deg / self._spec.step_deg)
        return np.clip(steps, -self._last_step, self._last_step) if self._rounds_past_stop else steps

    def _checked(self, angle_deg: npt.ArrayLike) -> FloatArray:
        """Angles (pots,) that a hand can set, copied."""
        pots, stop_deg = self.motors.motors, self._spec.stop_deg
        try:
            angles = np.array(angle_deg)
        except ValueError as error:  # ragged nesting
            raise ControlError(f"angle_deg must be {pots} real numbers, got {shown(angle_deg)}") from error
        if angles.shape != (pots,) or angles.dtype.kind not in "uif":
            raise ControlError(f"angle_deg must be {pots} real numbers, got {shown(angle_deg)}")
        beyond = np.flatnonzero(~(np.abs(angles) <= stop_deg))  # NaN fails the comparison
        if beyond.size:
            raise _beyond(int(beyond[0]), stop_deg, angles[beyond[0]].item())
        checked: FloatArray = angles.astype(np.float64)
        return checked

    def _renewed(self, law: Law, at_s: float, condition: Condition | None) -> Law:
        """A law of the same current as *law* that takes over from it at *at_s*."""
        drive = self.motors
        renewed: Law = (
            drive.driven(law.current, at_s, law, condition) if law.driven else drive.coasting(at_s, law, condition)
        )
        return renewed

    def _put(self, angle_deg: FloatArray, law: Law, at_s: float) -> None:
        """Let a hand turn the shafts to *angle_deg* (pots,), and *law* begin."""
        shafts = self._shafts(at_s)
        self._by_hand_deg += float(np.add.reduce(angle_deg - shafts.angle_deg))
        self._begin(law, self._gears.set_to(shafts, angle_deg))

    def _begin(self, law: Law, shafts: Shafts) -> None:
        """Start a new stretch and forget those that end before the memory begins."""
        self._motor_s = self.motor_s(law.start_s)
        self._move(law, shafts)
        horizon_s = law.start_s - self._memory_s
        while len(self._stretches) > 1 and self._stretches[1].law.start_s <= horizon_s:
            del self._stretches[0]

    def _move(self, law: Law, shafts: Shafts) -> None:
        """Let *law* move *shafts*; the bank keeps the law, how many motors it drives and when they will rest."""
        self._rested, self._seen_s = None, math.nan
        self._stretches.append(_Stretch(law, shafts))
        self.law, self._driven, self._rest_s = law, law.driven, law.rest_s


def _beyond(unit: int, stop_deg: float, angle_deg: object) -> ControlError:
    return ControlError(f"angle_deg of unit {unit} must be from {-stop_deg:g} to {stop_deg:g}, got {shown(angle_deg)}")


def _lent(array: FloatArray) -> FloatArray:
    """The same array, read-only from now on."""
    array.flags.writeable = False
    return array
