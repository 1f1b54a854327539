"""A pulse: while the trainer's switch is pressed, the motors have the currents that the A-units give them."""

from functools import partial

import numpy as np
import simpy
from simpy.events import ProcessGenerator

from hardware.arrays import Int8Array
from hardware.association import AssociationBank
from hardware.errors import ControlError
from hardware.potentiometers import PotentiometerBank
from hardware.reinforcement import Program, Reinforcement
from hardware.undoing import AtTheEnd


class Pulses:
    """Lets programs drive the motors, one pulse at a time; *powered* says whether the motors have any current."""

    powered = True

    def __init__(
        self,
        env: simpy.Environment,
        association: AssociationBank,
        potentiometers: PotentiometerBank,
        reinforcement: Reinforcement,
    ) -> None:
        self._env, self._association = env, association
        self._potentiometers, self._reinforcement = potentiometers, reinforcement
        self._disturbed: simpy.Event | None = None  # what a pulse under way waits for
        self._cut_short = False

    @property
    def under_way(self) -> bool:
        """Whether a pulse is under way."""
        return self._disturbed is not None

    def disturb(self) -> None:
        """Wake a pulse under way: what it drives may have changed."""
        if self._disturbed is not None:
            _wake(self._disturbed)

    def cut_short(self) -> None:
        """End a pulse under way, its motors being stopped already."""
        self._cut_short = True
        self.disturb()

    def run(self, program: Program) -> ProcessGenerator:
        """Give the motors their currents until *program* ends, or is cut short; return how many had any.

        Where it is asked for while another is under way, ControlError.
        """
        if self.under_way:
            raise ControlError("machine must be without a pulse for another, got one under way")
        self._cut_short = False
        driven = np.zeros(self._potentiometers.motors.motors, dtype=np.bool_)
        with AtTheEnd(self._end):  # also where somebody interrupts the trainer
            while (now_s := self._env.now) < program.ends_s[-1] and not self._cut_short:
                driven |= self._switched(program, now_s) != 0
                next_end_s = next(end for end in program.ends_s if end > now_s)
                next_s = min(next_end_s, self._association.next_change_s(now_s))
                self._disturbed = self._env.event()
                timer = self._env.timeout(next_s - now_s)
                timer.callbacks.append(partial(_wake, self._disturbed))
                yield self._disturbed
                if timer.callbacks:  # disturbed before: nobody waits for it any more
                    timer.callbacks.clear()
        return int(np.count_nonzero(driven))

    def _switched(self, program: Program, now_s: float) -> Int8Array:
        """Give each motor the current that *program* has for it now, if there is any; return its sign (motors,)."""
        if self.powered:
            firing = self._association.firing(now_s)
            self._potentiometers.drive(self._reinforcement.direction(program, firing, now_s), now_s)
        else:
            self._potentiometers.cut(now_s)
        return self._potentiometers.law.current

    def _end(self) -> None:
        self._disturbed = None
        if not self._cut_short:
            self._potentiometers.cut(self._env.now)


def _wake(waiting: simpy.Event, _timer: simpy.Event | None = None) -> None:
    """Let a pulse go on that waits for *waiting*, unless it does already."""
    if not waiting.triggered:
        waiting.succeed()
