"""What turns the potentiometers: a `Drive`, DC gear-motors or ratchets."""

from typing import Protocol, TypeVar

from hardware.arrays import Int8Array
from hardware.motion import Condition, Law
from hardware.motors import MotorBank
from hardware.ratchet import RatchetBank
from hardware.spec import MotorSpec, RatchetSpec
from hardware.stored import Stored

LawT = TypeVar("LawT", bound=Law)


class Drive(Protocol[LawT]):
    """Many motors of one kind, as built: what moves is a law. *before* is the law that a new one takes over from.

    A drive carries over what its kind can: turning motors their speed, ratchets since when their current is unbroken.
    Without a law before, all motors stand still. *condition* None: nothing is wrong with any motor.
    """

    @property
    def motors(self) -> int:
        """How many."""

    def driven(
        self, current: Int8Array, at_s: float, before: LawT | None = None, condition: Condition | None = None
    ) -> LawT:
        """The law of motors with current of sign *current* (motors,) from *at_s* on."""

    def coasting(self, at_s: float, before: LawT | None = None, condition: Condition | None = None) -> LawT:
        """The law of motors without current from *at_s* on."""

    def restored(self, stored: Stored) -> LawT:
        """The law that `Law.state` told of; CheckpointError if these motors cannot move so."""


def drive_of(spec: MotorSpec | RatchetSpec, motors: int, seed: int) -> MotorBank | RatchetBank:
    """The drive that *spec* describes, its parts drawn by *seed*."""
    return MotorBank(spec, motors, seed) if isinstance(spec, MotorSpec) else RatchetBank(spec, motors)
