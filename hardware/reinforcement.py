"""Reinforcement: which way the motors turn when the trainer corrects an answer.

Thin form: error correction with the bivalent sign (PR58 pp. 402-404). A wrong 0 drives the firing A-units of its R-unit
up, a wrong 1 drives them down; all others stand still. Each pulse turns every driven motor for the same time.
"""

import numpy as np

from hardware.plugboard import UNASSIGNED, Int8Array, Wiring
from hardware.relays import BoolArray


class ErrorCorrection:
    """Turns the bits that were wrong into currents for the motors."""

    def __init__(self, wiring: Wiring, r_units: int) -> None:
        patched = wiring.assignment != UNASSIGNED
        self._in_use = np.bincount(wiring.assignment[patched], minlength=r_units) > 0
        self._patched, self._assignment = patched, np.where(patched, wiring.assignment, 0)

    def signs(self, wanted: BoolArray, answered: BoolArray) -> Int8Array:
        """+1 where an R-unit (r_units,) should have said 1, -1 where 0, 0 where it was right or has no A-units."""
        signs: Int8Array = (wanted.view(np.int8) - answered.view(np.int8)) * self._in_use
        return signs

    def direction(self, signs: Int8Array, firing: BoolArray) -> Int8Array:
        """The current's sign for every motor (a_units,): its R-unit's sign if its A-unit is *firing*, else 0."""
        direction: Int8Array = signs[self._assignment] * (firing & self._patched)
        return direction
