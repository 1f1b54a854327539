"""The ratchet drive: while a relay coil has current, each of its impulses moves the shaft by one whole tooth."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from hardware.arrays import FloatArray, Int8Array
from hardware.instants import LATEST_S
from hardware.motion import Condition, restored_current
from hardware.spec import RatchetSpec
from hardware.stored import Stored

ROUNDING = 1e-9  # of an impulse: a pulse that ends as a tooth falls has that tooth, however its end was rounded


def teeth_made(elapsed_s: FloatArray, impulse_s: float, stroke_share: float) -> FloatArray:
    """How many teeth a current has moved that is unbroken for *elapsed_s* seconds."""
    teeth: FloatArray = np.floor(elapsed_s / impulse_s + (1 - stroke_share) + ROUNDING)
    return teeth


@dataclass(frozen=True, slots=True)
class RatchetLaw:
    """How every shaft moves from *start_s* on: by one tooth after *stroke_share* of each impulse of unbroken current.

    current: (motors,), the sign of each coil's current; since_s: (motors,), since when it is unbroken, and
    tooth_deg: (motors,), what each tooth turns, down negative, 0 where none is made; both None without any current.
    """

    start_s: float
    impulse_s: float
    stroke_share: float
    current: Int8Array
    since_s: FloatArray | None = None
    tooth_deg: FloatArray | None = None

    @property
    def rest_s(self) -> float:
        """From when on all shafts stand still; infinity while any coil has current."""
        return self.start_s if self.since_s is None else math.inf

    @property
    def driven(self) -> int:
        """How many coils have current."""
        return 0 if self.since_s is None else int(np.count_nonzero(self.current))

    def speed_at(self, at_s: float) -> FloatArray | None:
        """None: between two teeth every shaft stands still."""
        return None

    def moves_deg(self, at_s: float) -> tuple[FloatArray, ...]:
        """Turns (motors,) since *start_s*: whole teeth, all in one direction."""
        if self.since_s is None or self.tooth_deg is None:
            return ()
        teeth = self._teeth(at_s, self.since_s) - self._teeth(self.start_s, self.since_s)
        return (teeth * self.tooth_deg,)

    def state(self) -> dict[str, Any]:
        """All of it but the length of an impulse, to be restored from."""
        return {
            "start_s": float(self.start_s),
            "current": self.current,
            "since_s": self.since_s,
            "tooth_deg": self.tooth_deg,
        }

    def _teeth(self, at_s: float, since_s: FloatArray) -> FloatArray:
        """How many impulses of the unbroken current have moved their tooth by *at_s*."""
        return teeth_made(at_s - since_s, self.impulse_s, self.stroke_share)


class RatchetBank:
    """All ratchets at once, every one like every other; tooth_deg is (motors,)."""

    def __init__(self, spec: RatchetSpec, motors: int) -> None:
        self.motors = motors
        self._timing = spec.impulse_s, spec.stroke_share
        self._least_pull_share = spec.least_pull_share
        self.tooth_deg: FloatArray = np.full(motors, spec.tooth_deg)
        self._no_current = np.zeros(motors, dtype=np.int8)
        self._no_current.flags.writeable = False

    def driven(
        self, current: Int8Array, at_s: float, before: RatchetLaw | None = None, condition: Condition | None = None
    ) -> RatchetLaw:
        """The law of coils with current of sign *current* (motors,); where it is as in *before*, it is unbroken."""
        since_s: FloatArray = np.full(self.motors, at_s)
        if before is not None and before.since_s is not None:
            np.copyto(since_s, before.since_s, where=current == before.current)
        tooth_deg: FloatArray = current * self.tooth_deg
        if condition is not None:
            tooth_deg[condition.stuck | (condition.share <= self._least_pull_share)] = 0.0
        return RatchetLaw(at_s, *self._timing, current, since_s, tooth_deg)

    def coasting(self, at_s: float, before: RatchetLaw | None = None, condition: Condition | None = None) -> RatchetLaw:
        """The law of coils without current: the shafts stand still at once."""
        return RatchetLaw(at_s, *self._timing, self._no_current)

    def restored(self, stored: Stored) -> RatchetLaw:
        """The law that `RatchetLaw.state` told of; CheckpointError if these ratchets cannot move so."""
        tooth = float(self.tooth_deg.max())
        tooth_deg = stored.array_or_none("tooth_deg", np.float64, self.motors, -tooth, tooth)
        start_s = stored.number("start_s", -math.inf if tooth_deg is None else -LATEST_S, LATEST_S)
        current = restored_current(stored, self.motors, tooth_deg)
        since_s = None if tooth_deg is None else stored.array("since_s", np.float64, self.motors, -LATEST_S, start_s)
        whole = tooth_deg is None or bool(((tooth_deg == 0) | (np.abs(tooth_deg) == tooth)).all())
        stored.require(whole, "tooth_deg", f"whole teeth of {tooth:g} degrees or none")
        return RatchetLaw(start_s, *self._timing, current, since_s, tooth_deg)
