"""How motors move, whatever their kind: by a `Law`, from one change of their current or `Condition` to the next."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from hardware.arrays import BoolArray, FloatArray, Int8Array
from hardware.errors import ControlError, shown
from hardware.stored import Stored

STANDSTILL = 1e-100  # a smaller share of any speed moves no angle in double precision: the motor stands


@dataclass(frozen=True, slots=True)
class Condition:
    """What is left of the motors: the *share* (motors,) of its speed that each still makes, and which are *stuck*."""

    share: FloatArray
    stuck: BoolArray

    @classmethod
    def checked(cls, motors: int, share: npt.ArrayLike, stuck: npt.ArrayLike) -> "Condition | None":
        """The condition of so many motors, None where nothing is wrong with any; may raise ControlError."""
        shares, stops = np.array(share), np.array(stuck)
        if shares.shape != (motors,) or shares.dtype.kind not in "uif":
            raise ControlError(f"share must be {motors} numbers, got {shown(share)}")
        wrong = np.flatnonzero(~((shares >= 0) & (shares <= 1)))  # NaN fails both comparisons
        if wrong.size:
            raise ControlError(f"share of motor {wrong[0]} must be from 0 to 1, got {shown(shares[wrong[0]].item())}")
        if stops.shape != (motors,) or stops.dtype != np.bool_:
            raise ControlError(f"stuck must be {motors} of true or false, got {shown(stuck)}")
        if (shares == 1).all() and not stops.any():
            return None
        return cls(np.where(shares < STANDSTILL, 0.0, shares), stops)

    def state(self) -> dict[str, Any]:
        """All of it, to be restored from."""
        return {"share": self.share, "stuck": self.stuck}

    @classmethod
    def restored(cls, motors: int, stored: Stored) -> "Condition":
        """What `state` told of so many motors; CheckpointError if it cannot be."""
        return cls(stored.array("share", np.float64, motors, 0.0, 1.0), stored.array("stuck", np.bool_, motors, 0, 1))


class Law(Protocol):
    """How every motor moves from *start_s* on, until its current changes."""

    @property
    def start_s(self) -> float:
        """Since when."""

    @property
    def current(self) -> Int8Array:
        """The sign (motors,) of each motor's current, 0 for none."""

    @property
    def rest_s(self) -> float:
        """From when on all motors stand still; infinity while any has current."""

    @property
    def driven(self) -> int:
        """How many motors have current."""

    def speed_at(self, at_s: float) -> FloatArray | None:
        """Speeds (motors,) in degrees per second at *at_s*; None where all stand still."""

    def moves_deg(self, at_s: float) -> tuple[FloatArray, ...]:
        """Turns (motors,) since *start_s*, as moves of which none changes its direction on the way."""

    def state(self) -> dict[str, Any]:
        """All of it, as numbers and arrays, to be restored from."""


def restored_current(stored: Stored, motors: int, towards: FloatArray | None) -> Int8Array:
    """The stored current (motors,); CheckpointError unless it has the sign that motors are driven *towards*, if any."""
    current = stored.array("current", np.int8, motors, -1, 1)
    agreed = current == 0 if towards is None else (np.sign(towards) == current) | (towards == 0)
    stored.require(bool(agreed.all()), "current", "the sign that each motor is driven with")
    return current
