"""The shafts of the potentiometers, and the gears that turn them, with play, between two end stops."""

from typing import Any, NamedTuple

import numpy as np

from hardware.arrays import FloatArray
from hardware.spec import PotentiometerSpec
from hardware.stored import Stored

LARGEST_TOTAL = 1e15  # of anything that only ever grows: millions of years; what is added stays exact enough


class Shafts(NamedTuple):
    """Where all shafts stand at one instant; arrays are (pots,).

    angle_deg of the wipers; odometer_deg, how far motors have ever turned each; play_deg, how far the gear is ahead
    of its wiper, within half the backlash either way, None where the gears have none.
    """

    angle_deg: FloatArray
    odometer_deg: FloatArray
    play_deg: FloatArray | None

    def faded(self, share: float) -> "Shafts":
        """After every angle has lost *share* of itself, by no motor and no hand."""
        return Shafts(self.angle_deg * (1 - share), self.odometer_deg, self.play_deg)

    def state(self) -> dict[str, Any]:
        """All of it, to be restored from."""
        return self._asdict()


class Gears:
    """What couples so many motors to their wipers: the play of the gears, a slip clutch at two end stops."""

    def __init__(self, spec: PotentiometerSpec, pots: int) -> None:
        self.pots, self.stop_deg, self._half_deg = pots, spec.stop_deg, spec.backlash_deg / 2
        self._stops_deg = np.full(pots, -self.stop_deg), np.full(pots, self.stop_deg)  # numpy is slower with scalars
        self._plays_deg = np.full(pots, -self._half_deg), np.full(pots, self._half_deg)

    def middle(self) -> Shafts:
        """All wipers in the middle, never turned."""
        zero = np.zeros(self.pots)
        return Shafts(zero, zero, zero if self._half_deg else None)

    def turned(self, shafts: Shafts, move_deg: FloatArray) -> Shafts:
        """*shafts* after their motors have moved by *move_deg* (pots,), each in one direction.

        The wiper follows once the play is used up; at an end stop the clutch slips and the motor idles.
        """
        before_deg, odometer_deg, play_deg = shafts
        if play_deg is not None:
            ahead_deg = play_deg + move_deg
            play_deg = _within(ahead_deg, *self._plays_deg)
            move_deg = ahead_deg - play_deg
        angle_deg = _within(before_deg + move_deg, *self._stops_deg)
        return Shafts(angle_deg, odometer_deg + np.abs(angle_deg - before_deg), play_deg)

    def set_to(self, shafts: Shafts, angle_deg: FloatArray) -> Shafts:
        """*shafts* after a hand has put the wipers at *angle_deg* (pots,), dragging gears whose play is used up."""
        before_deg, odometer_deg, play_deg = shafts
        if play_deg is not None:
            play_deg = _within(play_deg - (angle_deg - before_deg), *self._plays_deg)
        return Shafts(angle_deg, odometer_deg, play_deg)

    def restored(self, stored: Stored) -> Shafts:
        """What `Shafts.state` told; CheckpointError if these shafts cannot stand so."""
        stop_deg, half_deg = self.stop_deg, self._half_deg
        angle_deg = stored.array("angle_deg", np.float64, self.pots, -stop_deg, stop_deg)
        odometer_deg = stored.array("odometer_deg", np.float64, self.pots, 0.0, LARGEST_TOTAL)
        play_deg = stored.array_or_none("play_deg", np.float64, self.pots, -half_deg, half_deg)
        stored.require((play_deg is not None) == (half_deg > 0), "play_deg", "None just where the gears have no play")
        return Shafts(angle_deg, odometer_deg, play_deg)


def _within(values: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """The nearest to *values* from *low* to *high*."""
    nearest: FloatArray = np.minimum(np.maximum(values, low), high)
    return nearest
