"""The R-units: eight independent bits, each 1 when the wipers of its firing A-units sum to more than its threshold."""

import numpy as np

from hardware.association import AssociationBank
from hardware.plugboard import UNASSIGNED, Wiring
from hardware.potentiometers import PotentiometerBank
from hardware.relays import BoolArray, FloatArray
from hardware.spec import Mark1Spec


class ResponseBank:
    """All R-units at once. A lamp follows the sum after a pure delay; at the threshold itself it shows 0."""

    def __init__(
        self, spec: Mark1Spec, wiring: Wiring, association: AssociationBank, potentiometers: PotentiometerBank
    ) -> None:
        self._spec = spec.response
        self._volts_per_step = spec.potentiometer.volts_per_step
        self._association, self._potentiometers = association, potentiometers
        self._bins = np.where(wiring.assignment == UNASSIGNED, spec.response.units, wiring.assignment)

    def sums_v(self, firing: BoolArray, wiper_steps: FloatArray) -> FloatArray:
        """Wiper voltages of the *firing* A-units (a_units,), summed for each R-unit (r_units,).

        Steps are whole numbers, so the sums are exact; they run in ascending order of units.
        """
        steps = np.bincount(self._bins, weights=wiper_steps * firing, minlength=self._spec.units + 1)
        sums: FloatArray = np.multiply(steps[: self._spec.units], self._volts_per_step)
        return sums

    def decide(self, sums_v: FloatArray) -> BoolArray:
        """The lamps (..., r_units) that *sums_v* would light."""
        return sums_v > self._spec.threshold_v

    def input_v(self, at_s: float) -> FloatArray:
        """What each R-unit (r_units,) decided on: the sums as they were one delay before *at_s*, in volts."""
        firing = self._association.firing(at_s, self._spec.delay_s)
        return self.sums_v(firing, self._potentiometers.wiper_steps(at_s - self._spec.delay_s))

    def lamps(self, at_s: float) -> BoolArray:
        """Which R-lamps (r_units,) are lit at *at_s*."""
        return self.decide(self.input_v(at_s))
