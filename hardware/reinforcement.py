"""Reinforcement: which motors turn which way, and for how long, when the trainer's switch is pressed.

The rules alpha, beta and gamma (PR58 Table 1) size the change; the bivalent system (PR58 pp. 402-404) gives it a sign.
Motors run at one speed, so that a size is a time.
"""

from dataclasses import dataclass

import numpy as np

from hardware.arrays import BoolArray, FloatArray, Int8Array, IntArray
from hardware.choices import Control, Rule
from hardware.plugboard import UNASSIGNED
from hardware.spec import ReinforcementSpec


@dataclass(frozen=True, slots=True)
class Program:
    """One pulse. For each R-unit (r_units,): sign of the current and the instant at which it ends, for its A-units
    that fire and for those that do not; idle is None where none of those is driven. *ends_s* are these, in order.
    """

    active: Int8Array
    idle: Int8Array | None
    ends_s: tuple[float, ...]
    active_until_s: FloatArray | None = None  # None where all ends at once
    idle_until_s: FloatArray | None = None


class Reinforcement:
    """Turns what the lamps should say and what they say into a program for the motors.

    *control* is what the specification says, until somebody sets another.
    """

    def __init__(self, spec: ReinforcementSpec, r_units: int) -> None:
        self._spec, self._r_units, self.control = spec, r_units, spec.control
        self.patch(np.full(1, UNASSIGNED))

    def patch(self, assignment: IntArray) -> None:
        """From now on, each A-unit belongs to the R-unit that *assignment* (a_units,) says."""
        self._patched = assignment != UNASSIGNED
        self._assignment = np.where(self._patched, assignment, 0)
        self._sizes = np.bincount(assignment[self._patched], minlength=self._r_units)
        self._in_use = (self._sizes > 0).astype(np.int8)

    def signs(self, wanted: BoolArray | None, answered: BoolArray) -> Int8Array:
        """Which R-units (r_units,) are concerned: +1 towards 1, -1 towards 0, 0 not at all."""
        if self.control is Control.SPONTANEOUS:
            signs = 2 * answered.view(np.int8) - 1
        elif wanted is None:
            signs = np.zeros(self._r_units, dtype=np.int8)
        elif self.control is Control.FORCED:
            signs = 2 * wanted.view(np.int8) - 1
        else:
            signs = wanted.view(np.int8) - answered.view(np.int8)
        if not self._spec.bivalent:
            signs = np.maximum(signs, 0)
        concerned: Int8Array = signs * self._in_use
        return concerned

    def program(self, signs: Int8Array, firing: BoolArray, at_s: float, pulse_s: float) -> Program | None:
        """What a pulse that begins at *at_s* does to R-units concerned with *signs* (r_units,), None if nothing.

        *firing* (a_units,) are the A-units that fire when it begins; their number decides on sizes.
        """
        if not np.count_nonzero(signs):
            return None
        if self._spec.rule is Rule.ALPHA:
            return plain_program(signs, at_s + pulse_s)
        firing_units = self._assignment[firing & self._patched]
        active = np.bincount(firing_units, minlength=self._r_units).astype(np.float64)
        make = self._beta if self._spec.rule is Rule.BETA else self._gamma
        program = make(signs, active, at_s, pulse_s)
        return program if program.ends_s else None

    def direction(self, program: Program, firing: BoolArray, at_s: float) -> Int8Array:
        """The current's sign for every motor (a_units,) at *at_s*."""
        active = program.active if program.active_until_s is None else program.active * (at_s < program.active_until_s)
        if program.idle is None or program.idle_until_s is None:
            only_active: Int8Array = active[self._assignment] * (firing & self._patched)
            return only_active
        idle = program.idle * (at_s < program.idle_until_s)
        both: Int8Array = np.where(firing, active[self._assignment], idle[self._assignment]) * self._patched
        return both

    def _beta(self, signs: Int8Array, active: FloatArray, at_s: float, pulse_s: float) -> Program:
        """A constant feed: shared by the active units of a set concerned, by all units everywhere outside them."""
        dominant, feed_s = signs != 0, pulse_s * self._spec.feed
        outside = np.where(dominant, 0, self._in_use).astype(np.int8)
        share_s = np.full(signs.size, feed_s / self._sizes.sum())
        active_s = np.where(dominant, feed_s / np.maximum(active, 1), share_s)
        fed = np.where(dominant & (active > 0), signs, outside).astype(np.int8)
        return _program(fed, at_s + active_s, outside, at_s + share_s)

    def _gamma(self, signs: Int8Array, active: FloatArray, at_s: float, pulse_s: float) -> Program:
        """What the active units of a set gain, its idle ones lose, together; nothing where either are missing."""
        idle = self._sizes - active
        moving = (signs * ((active > 0) & (idle > 0))).astype(np.int8)
        idle_s = pulse_s * active / np.maximum(idle, 1)
        return _program(moving, np.full(signs.size, at_s + pulse_s), -moving, at_s + idle_s)


def plain_program(signs: Int8Array, until_s: float) -> Program:
    """The program that drives the firing A-units of each R-unit by *signs* (r_units,) until *until_s*, no others."""
    return Program(signs, None, (until_s,))


def _program(active: Int8Array, active_until_s: FloatArray, idle: Int8Array, idle_until_s: FloatArray) -> Program:
    ends_s = np.union1d(active_until_s[active != 0], idle_until_s[idle != 0])
    return Program(active, idle if idle.any() else None, tuple(ends_s.tolist()), active_until_s, idle_until_s)
