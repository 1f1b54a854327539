"""What the wipers of many machines sum to, for each of their R-units."""

from collections.abc import Sequence

import numpy as np

from hardware.arrays import BoolArray, FloatArray, Int8Array, IntArray
from hardware.plugboard import UNASSIGNED


class FleetSums:
    """The patching of A-units to *r_units* R-units: *assignments* are (a_units,), one for each machine."""

    def __init__(self, assignments: Sequence[IntArray], r_units: int) -> None:
        self._r_units = r_units
        assignment = np.stack(assignments)
        self._bins: IntArray = np.where(assignment == UNASSIGNED, r_units, assignment)
        patched = [bins[:, None] == np.arange(r_units) for bins in self._bins]
        alike = bool((self._bins == self._bins[0]).all())
        self._patched = patched[0].astype(np.float64) if alike else None  # (a_units, r_units)
        self.in_use: BoolArray = np.stack([one.any(axis=0) for one in patched])  # (machines, r_units)

    def whole(self, rows: IntArray, steps: FloatArray) -> FloatArray:
        """Sums (rows, r_units) of whole numbers *steps* (rows, a_units), which are exact in any order."""
        return self.in_order(rows, steps) if self._patched is None else steps @ self._patched

    def in_order(self, rows: IntArray, steps: FloatArray) -> FloatArray:
        """Sums (rows, r_units) of any numbers *steps* (rows, a_units), added in ascending order of units."""
        size = self._r_units + 1
        bins = self._bins[rows] + size * np.arange(rows.size)[:, None]
        sums: FloatArray = np.bincount(bins.ravel(), steps.ravel(), size * rows.size).astype(np.float64, copy=False)
        return sums.reshape(-1, size)[:, :-1]

    def to_units(self, rows: IntArray, of_r_units: Int8Array) -> Int8Array:
        """For each A-unit (rows, a_units), what *of_r_units* (rows, r_units) says of its R-unit; 0 if it has none."""
        padded = np.zeros((rows.size, self._r_units + 1), dtype=np.int8)
        padded[:, :-1] = of_r_units
        if self._patched is not None:
            spread: Int8Array = padded.take(self._bins[0], axis=1)
            return spread
        return np.take_along_axis(padded, self._bins[rows], axis=1)
