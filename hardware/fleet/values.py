"""The potentiometers of many machines: where the shafts stand at each machine's own time, and what turned them.

Between two pulses a shaft that turns is one among very many: only those that do are worked out.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from hardware.arrays import BoolArray, FloatArray, Int8Array, IntArray
from hardware.drives import Drive
from hardware.fleet.laws import Instants, fleet_drive
from hardware.motion import Law
from hardware.potentiometers import WHOLE
from hardware.shafts import Gears, Shafts
from hardware.spec import Mark1Spec


class FleetValues:
    """All potentiometers of several machines; *rows* below number machines, instants are (rows,), one for each."""

    def __init__(self, spec: Mark1Spec, banks: Sequence[Drive[Any]]) -> None:
        self._shape = machines, units = len(banks), spec.association.units
        self._spec, self._drive = spec.potentiometer, fleet_drive(spec.motor, banks)
        self._gears = Gears(spec.potentiometer, 1)  # each is like every other
        middle = [np.zeros(machines * units) for _ in range(3)]
        # as they stood when the last pulse ended, or as they rest
        self._shafts = Shafts(middle[0], middle[1], middle[2] if spec.potentiometer.backlash_deg else None)
        self._last_step = np.floor(spec.potentiometer.stop_deg / spec.potentiometer.step_deg + WHOLE)
        self._speed_deg_per_s = np.zeros(machines * units)
        self._steps = np.zeros(self._shape)  # of machines at rest
        self._coasts: BoolArray = np.zeros(machines, dtype=np.bool_)
        self._cut_s, self.motor_s = np.zeros(machines), np.zeros(machines)
        self._turned_deg, self._total_deg, self._by_hand_deg = np.zeros((3, machines))

    def wiper_steps(self, rows: IntArray, at_s: FloatArray) -> FloatArray:
        """The winding (rows, a_units) each wiper rests on at *at_s*."""
        moving = self._settled(rows, at_s)
        steps = self._steps[rows]
        if moving.size:
            steps[moving] = self._stepped(self.shafts(rows[moving], at_s[moving]).angle_deg)
        return steps

    def sums_deg(self, rows: IntArray, at_s: FloatArray) -> tuple[FloatArray, FloatArray]:
        """At *at_s*: all turns ever (rows,) by motors; what all angles have gained (rows,) but by hand."""
        moving = self._settled(rows, at_s)
        turned_deg, total_deg = self._turned_deg[rows], self._total_deg[rows]
        if moving.size:
            shafts = self.shafts(rows[moving], at_s[moving])
            turned_deg[moving], total_deg[moving] = _sums(shafts)
        return turned_deg, total_deg - self._by_hand_deg[rows]

    def shafts(self, rows: IntArray, at_s: FloatArray) -> Shafts:
        """The shafts at *at_s*; each array is (rows, a_units) and a copy."""
        place, shaft = self._marked(self._of(rows, self._speed_deg_per_s) != 0, rows)
        angle_deg, odometer_deg = (self._of(rows, whole) for whole in self._shafts[:2])
        play_deg = None if self._shafts.play_deg is None else self._of(rows, self._shafts.play_deg)
        standing = Shafts(angle_deg, odometer_deg, play_deg)
        here = shaft + (place - rows[place]) * self._shape[1]
        _put(standing, here, self._coasted(shaft, self._cut_s[rows[place]], at_s[place]))
        return standing

    def pulse(self, rows: IntArray, current: Int8Array, began_s: FloatArray, until_s: FloatArray) -> FloatArray:
        """Drive the motors of *rows* by *current* (rows, a_units) until *until_s*; return when that was (rows,).

        A clock that is told to wait from one instant to another may arrive a rounding error off: a motor whose pulse
        is not over then is given its current once more.
        """
        place, shaft = self._marked((current != 0) | (self._of(rows, self._speed_deg_per_s) != 0), rows)
        driven, current = np.count_nonzero(current, axis=1), current[place, shaft - rows[place] * self._shape[1]]
        shafts, speed = self._at_start(shaft, self._cut_s[rows[place]], began_s[place])
        now_s = began_s
        while True:
            law = self._drive.driven(shaft, current, began_s[place], now_s[place], speed)
            next_s = np.where(now_s < until_s, now_s + (until_s - now_s), now_s)
            shafts, speed = self._turned(shafts, law, next_s[place]), _speed(law, next_s[place])
            self.motor_s[rows] += driven * (next_s - now_s)
            now_s = next_s
            if not (now_s < until_s).any():
                break
        _put(self._shafts, shaft, shafts)
        self._speed_deg_per_s[shaft] = 0.0 if speed is None else speed
        self._cut_s[rows], self._coasts[rows] = now_s, True
        return now_s

    def decay(self, rows: IntArray, share: float) -> None:
        """Take *share* from every angle of *rows*, just when their pulse has ended."""
        angles_deg = self._shafts.angle_deg.reshape(self._shape)
        angles_deg[rows] = angles_deg[rows] * (1 - share)

    def clear(self, rows: IntArray, at_s: FloatArray) -> None:
        """Put every shaft of *rows* in the middle by hand at *at_s*; all motors stop."""
        shafts, middle_deg = self.shafts(rows, at_s), np.zeros((rows.size, self._shape[1]))
        self._by_hand_deg[rows] += np.add.reduce(middle_deg - shafts.angle_deg, axis=1)
        held = self._gears.set_to(shafts, middle_deg)
        for whole, part in zip(self._shafts, held, strict=True):
            if whole is not None:
                whole.reshape(self._shape)[rows] = part
        self._speed_deg_per_s.reshape(self._shape)[rows] = 0.0
        self._rest(rows)

    def _settled(self, rows: IntArray, at_s: FloatArray) -> IntArray:
        """Let motors that stand still by *at_s* be at rest; return which of *rows*, by place, have some that turn."""
        coasting = np.flatnonzero(self._coasts[rows])
        if not coasting.size:
            return coasting
        rests = at_s[coasting] >= self._cut_s[rows[coasting]] + self._drive.rest_after_s
        resting = coasting[rests]
        if resting.size:
            place, shaft = self._marked(self._of(rows[resting], self._speed_deg_per_s) != 0, rows[resting])
            cut_s = self._cut_s[rows[resting][place]]
            _put(self._shafts, shaft, self._coasted(shaft, cut_s, at_s[resting][place]))
            self._speed_deg_per_s[shaft] = 0.0
            self._rest(rows[resting])
        return coasting[~rests]

    def _rest(self, rows: IntArray) -> None:
        """Note what does not change any more, all motors of *rows* standing still."""
        self._coasts[rows] = False
        angle_deg, odometer_deg = (self._of(rows, whole) for whole in self._shafts[:2])
        self._steps[rows] = self._stepped(angle_deg)
        self._turned_deg[rows], self._total_deg[rows] = _sums(Shafts(angle_deg, odometer_deg, None))

    def _at_start(self, shaft: IntArray, cut_s: Instants, at_s: Instants) -> tuple[Shafts, FloatArray | None]:
        """Where so many *shaft* stand at *at_s*, and their speeds; None where no motor turns."""
        speed = self._speed_deg_per_s[shaft]
        if not speed.any():
            return _taken(self._shafts, shaft), None
        return self._coasted(shaft, cut_s, at_s), _speed(self._drive.coasting(cut_s, speed), at_s)

    def _coasted(self, shaft: IntArray, cut_s: Instants, at_s: Instants) -> Shafts:
        """Where so many *shaft* (n,), whose current ended at *cut_s*, stand at *at_s*."""
        law = self._drive.coasting(cut_s, self._speed_deg_per_s[shaft])
        return self._turned(_taken(self._shafts, shaft), law, at_s)

    def _turned(self, shafts: Shafts, law: Law, at_s: Instants) -> Shafts:
        for move_deg in law.moves_deg(at_s):
            shafts = self._gears.turned(shafts, move_deg)
        return shafts

    def _stepped(self, angle_deg: FloatArray) -> FloatArray:
        """The windings on which wipers at *angle_deg* rest, none beyond the last one before an end stop."""
        steps: FloatArray = np.rint(angle_deg / self._spec.step_deg)
        return steps.clip(-self._last_step, self._last_step)

    def _of(self, rows: IntArray, whole: FloatArray) -> FloatArray:
        """(rows, a_units) of an array of all shafts, copied."""
        part: FloatArray = whole.reshape(self._shape)[rows]
        return part

    def _marked(self, marks: BoolArray, rows: IntArray) -> tuple[IntArray, IntArray]:
        """The marked (rows, a_units): the place of each one's machine among *rows*, and its number among all shafts."""
        here = np.flatnonzero(marks)
        place = here // self._shape[1]
        return place, here + (rows[place] - place) * self._shape[1]


def _speed(law: Law, at_s: Instants) -> FloatArray | None:
    return law.speed_at(at_s)


def _taken(shafts: Shafts, shaft: IntArray) -> Shafts:
    angle_deg, odometer_deg, play_deg = shafts
    return Shafts(angle_deg[shaft], odometer_deg[shaft], None if play_deg is None else play_deg[shaft])


def _put(shafts: Shafts, shaft: IntArray, new: Shafts) -> None:
    """Write *new* to the places *shaft*, counted through, of the arrays of *shafts*."""
    for whole, part in zip(shafts, new, strict=True):
        if whole is not None:
            whole.reshape(-1)[shaft] = part


def _sums(shafts: Shafts) -> tuple[FloatArray, FloatArray]:
    """All turns and all angles of each machine, added in the order in which one machine adds its own."""
    turned_deg, total_deg = (np.add.reduce(degrees, axis=1) for degrees in (shafts.odometer_deg, shafts.angle_deg))
    return turned_deg, total_deg
