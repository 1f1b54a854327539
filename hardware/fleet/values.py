"""The potentiometers of many machines: where the shafts stand at each machine's own time, and what turned them.

A shaft that turns is one among very many: only those that do are worked out, and written among the others when
somebody looks.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from hardware.arrays import BoolArray, FloatArray, Int8Array, IntArray
from hardware.drives import Drive
from hardware.fleet.laws import Instants, fleet_drive
from hardware.motion import Law
from hardware.potentiometers import WHOLE
from hardware.shafts import Gears, Shafts
from hardware.spec import Mark1Spec


class _Turning(NamedTuple):
    """Shafts (n,) whose motors run down: their numbers among all, their machines, and how they were at their cut."""

    shaft: IntArray
    row: IntArray
    cut_s: Instants
    shafts: Shafts
    speed_deg_per_s: FloatArray

    def only(self, chosen: BoolArray) -> "_Turning":
        """The *chosen* (n,) ones."""
        if chosen.all():
            return self
        shafts = _taken(self.shafts, chosen)
        return _Turning(self.shaft[chosen], self.row[chosen], self.cut_s[chosen], shafts, self.speed_deg_per_s[chosen])

    def with_others(self, other: "_Turning") -> "_Turning":
        """These, then those of *other*."""
        if not (self.shaft.size and other.shaft.size):
            return self if self.shaft.size else other
        play_deg = None
        if self.shafts.play_deg is not None and other.shafts.play_deg is not None:
            play_deg = np.concatenate((self.shafts.play_deg, other.shafts.play_deg))
        angle_deg = np.concatenate((self.shafts.angle_deg, other.shafts.angle_deg))
        odometer_deg = np.concatenate((self.shafts.odometer_deg, other.shafts.odometer_deg))
        return _Turning(
            np.concatenate((self.shaft, other.shaft)),
            np.concatenate((self.row, other.row)),
            np.concatenate((self.cut_s, other.cut_s)),
            Shafts(angle_deg, odometer_deg, play_deg),
            np.concatenate((self.speed_deg_per_s, other.speed_deg_per_s)),
        )


class FleetValues:
    """All potentiometers of several machines; *rows* below number machines, instants are (rows,), one for each."""

    def __init__(self, spec: Mark1Spec, banks: Sequence[Drive[Any]]) -> None:
        self._shape = machines, units = len(banks), spec.association.units
        self._spec, self._drive = spec.potentiometer, fleet_drive(spec.motor, banks)
        self._gears = Gears(spec.potentiometer, 1)  # each is like every other
        middle = [np.zeros(machines * units) for _ in range(3)]
        # as they were when somebody last looked, counted through; so are the windings their wipers rest on
        self._shafts = Shafts(middle[0], middle[1], middle[2] if spec.potentiometer.backlash_deg else None)
        self._steps = np.zeros(machines * units)
        self._last_step = np.floor(spec.potentiometer.stop_deg / spec.potentiometer.step_deg + WHOLE)
        self._turning = self._none = self._run_down(np.zeros(0, dtype=np.intp), np.zeros(0), None)
        self.motor_s = np.zeros(machines)
        self._sums_deg, self._by_hand_deg = np.zeros((2, machines)), np.zeros(machines)  # of turns, of angles
        self._moved: BoolArray = np.zeros(machines, dtype=np.bool_)  # since they were summed

    def wiper_steps(self, rows: IntArray, at_s: FloatArray) -> FloatArray:
        """The winding (rows, a_units) each wiper rests on at *at_s*; not to be written to."""
        self._look(rows, at_s)
        return self._of(rows, self._steps)

    def angle_deg(self, rows: IntArray, at_s: FloatArray) -> FloatArray:
        """Angles (rows, a_units) at *at_s*; not to be written to."""
        self._look(rows, at_s)
        return self._of(rows, self._shafts.angle_deg)

    def odometer_deg(self, rows: IntArray, at_s: FloatArray) -> FloatArray:
        """How far motors have ever turned each shaft (rows, a_units) by *at_s*; not to be written to."""
        self._look(rows, at_s)
        return self._of(rows, self._shafts.odometer_deg)

    def sums_deg(self, rows: IntArray, at_s: FloatArray) -> tuple[FloatArray, FloatArray]:
        """At *at_s*: all turns ever (rows,) by motors; what all angles have gained (rows,) but by hand."""
        self._look(rows, at_s)
        moved = rows[self._moved[rows]]
        if moved.size:
            self._sums_deg[0, moved] = self._summed(moved, self._shafts.odometer_deg)
            self._sums_deg[1, moved] = self._summed(moved, self._shafts.angle_deg)
            self._moved[moved] = False
        turned_deg, total_deg = self._sums_deg[:, rows]
        return turned_deg, total_deg - self._by_hand_deg[rows]

    def pulse(self, rows: IntArray, current: Int8Array, began_s: FloatArray, until_s: FloatArray, decay: float) -> None:
        """Drive the motors of *rows* by *current* (rows, a_units) until *until_s*.

        When the pulse is over, every angle of these machines loses *decay*, a share of itself.
        """
        place, shaft, speed = self._seized(rows, current, began_s)
        signs = current.ravel()[shaft + (place - rows[place]) * self._shape[1]]
        law, cut_s = self._drive.driven(shaft, signs, began_s[place], speed), _each(until_s, place)
        self._stand(shaft, self._turned(_taken(self._shafts, shaft), law, cut_s))
        if decay:
            self._fade(rows, decay)
        self._turning = self._turning.with_others(self._run_down(shaft, cut_s, law.speed_at(cut_s)))
        self.motor_s[rows] += np.count_nonzero(current, axis=1) * (until_s - began_s)
        self._moved[rows] = True

    def clear(self, at_s: FloatArray) -> None:
        """Put every shaft in the middle by hand at *at_s* (machines,); all motors stop."""
        self._look(np.arange(self._shape[0]), at_s)
        shafts, middle_deg = self._shafts, np.zeros(self._shafts.angle_deg.size)
        by_hand_deg = (middle_deg - shafts.angle_deg).reshape(self._shape)
        self._by_hand_deg += np.add.reduce(by_hand_deg, axis=1)
        self._shafts = self._gears.set_to(shafts, middle_deg)
        self._steps[:], self._turning, self._moved[:] = 0.0, self._none, True

    def _look(self, rows: IntArray, at_s: FloatArray) -> None:
        """Let the shafts of *rows* be where they are at *at_s*, and those at rest turn no more."""
        if not self._turning.shaft.size:
            return
        at_of = np.full(self._shape[0], -np.inf)
        at_of[rows] = at_s
        asked = at_of[self._turning.row] >= 0
        looked, others = self._turning.only(asked), self._none if asked.all() else self._turning.only(~asked)
        now_s = at_of[looked.row]
        law = self._drive.coasting(looked.cut_s, looked.speed_deg_per_s)
        self._stand(looked.shaft, self._turned(looked.shafts, law, now_s))
        self._moved[looked.row] = True
        self._turning = others.with_others(looked.only(now_s < looked.cut_s + self._drive.rest_after_s))

    def _seized(
        self, rows: IntArray, current: Int8Array, began_s: FloatArray
    ) -> tuple[IntArray, IntArray, FloatArray | None]:
        """The shafts of *rows* that have current or still turn at *began_s*, and their speeds, None where all stand.

        First the place of each one's machine among *rows*. None of them runs down any more.
        """
        self._look(rows, began_s)
        turning, marks, speeds = self._turning, current != 0, None
        if turning.shaft.size:
            place_of = np.full(self._shape[0], -1)
            place_of[rows] = np.arange(rows.size)
            ours = place_of[turning.row] >= 0
            self._turning, turning = turning.only(~ours), turning.only(ours)
            place = place_of[turning.row]
            here = turning.shaft + (place - turning.row) * self._shape[1]
            law = self._drive.coasting(turning.cut_s, turning.speed_deg_per_s)
            speeds = np.zeros(current.size)
            speeds[here] = law.speed_at(began_s[place])
            marks.reshape(-1)[here] = True
        here = marks.reshape(-1).nonzero()[0]
        place = here // self._shape[1]
        shaft = here + (rows[place] - place) * self._shape[1]
        return place, shaft, None if speeds is None else speeds[here]

    def _run_down(self, shaft: IntArray, cut_s: Instants, speed: FloatArray | None) -> _Turning:
        """*shaft* (n,), as they stand, when at *cut_s* (n,) their motors lose the current; None: they stand still."""
        if speed is None:
            shaft, cut_s, speed = np.zeros(0, dtype=np.intp), np.zeros(0), np.zeros(0)
        return _Turning(shaft, shaft // self._shape[1], cut_s, _taken(self._shafts, shaft), speed)

    def _turned(self, shafts: Shafts, law: Law, at_s: Instants) -> Shafts:
        for move_deg in law.moves_deg(at_s):
            shafts = self._gears.turned(shafts, move_deg)
        return shafts

    def _stand(self, shaft: IntArray, shafts: Shafts) -> None:
        """Note where *shaft* (n,) are."""
        for whole, part in zip(self._shafts, shafts, strict=True):
            if whole is not None:
                whole[shaft] = part
        self._steps[shaft] = self._stepped(shafts.angle_deg)

    def _fade(self, rows: IntArray, share: float) -> None:
        angle_deg = self._of(rows, self._shafts.angle_deg) * (1 - share)
        self._shafts.angle_deg.reshape(self._shape)[rows] = angle_deg
        self._steps.reshape(self._shape)[rows] = self._stepped(angle_deg)

    def _stepped(self, angle_deg: FloatArray) -> FloatArray:
        """The windings on which wipers at *angle_deg* rest, none beyond the last one before an end stop."""
        steps: FloatArray = np.rint(angle_deg / self._spec.step_deg)
        held: FloatArray = np.minimum(np.maximum(steps, -self._last_step), self._last_step)
        return held

    def _summed(self, rows: IntArray, whole: FloatArray) -> FloatArray:
        """Sums (rows,) of all shafts of each machine, added in the order in which one machine adds its own."""
        sums: FloatArray = np.add.reduce(self._of(rows, whole), axis=1)
        return sums

    def _of(self, rows: IntArray, whole: FloatArray) -> FloatArray:
        """(rows, a_units) of an array of all shafts; a copy unless *rows* are all machines in order."""
        matrix: FloatArray = whole.reshape(self._shape)
        every = rows.size == self._shape[0] and bool((rows[1:] > rows[:-1]).all())
        chosen: FloatArray = matrix if every else matrix[rows]
        return chosen


def _each(instants_s: FloatArray, place: IntArray) -> Instants:
    """The instant of each motor, whose machine is the one at *place*."""
    return instants_s[place]


def _taken(shafts: Shafts, chosen: IntArray | BoolArray) -> Shafts:
    angle_deg, odometer_deg, play_deg = shafts
    return Shafts(angle_deg[chosen], odometer_deg[chosen], None if play_deg is None else play_deg[chosen])
