"""The R-units: eight independent bits, each 1 when the wipers of its firing A-units sum to more than its threshold."""

import numpy as np

from hardware.arrays import BoolArray, FloatArray, IntArray
from hardware.association import AssociationBank
from hardware.choices import Tie
from hardware.plugboard import UNASSIGNED
from hardware.potentiometers import PotentiometerBank
from hardware.randomness import HeldNoise, Purpose
from hardware.spec import Mark1Spec


class ResponseBank:
    """All R-units at once. A lamp shows what the sum, its noise and the tie rule gave one pure delay ago.

    Which A-units are patched to an R-unit, the supply's voltage and dead lamps count as they are when it is read.
    While *lamp_test_pressed*, all lamps are lit but the dead ones.
    """

    lamp_test_pressed = False

    def __init__(
        self, spec: Mark1Spec, association: AssociationBank, potentiometers: PotentiometerBank, seed: int
    ) -> None:
        self._spec, self._noise_spec = spec.response, spec.noise
        self._volts_per_step = spec.potentiometer.volts_per_step
        self._association, self._potentiometers = association, potentiometers
        units, hold_s = spec.response.units, spec.noise.hold_s
        self._wipers = HeldNoise(seed, Purpose.WIPER_NOISE, spec.association.units, hold_s)
        self._amplifiers = HeldNoise(seed, Purpose.AMPLIFIER_NOISE, units, hold_s)
        self._coins = HeldNoise(seed, Purpose.TIES, units, hold_s)
        self._bins: IntArray = np.zeros(spec.association.units, dtype=np.intp)
        self._simple = spec.response.dead_band_v == 0.0 and spec.response.tie is Tie.ZERO
        self.set_defects(np.zeros(spec.association.units), np.zeros(units, dtype=np.bool_), 1.0)

    def patch(self, assignment: IntArray) -> None:
        """Sum each A-unit into the R-unit that *assignment* (a_units,) says."""
        self._bins = np.where(assignment == UNASSIGNED, self._spec.units, assignment)

    def set_defects(self, dirt_v: FloatArray, dead_lamps: BoolArray, supply_share: float) -> None:
        """Noise that dirt adds to each wiper (a_units,), lamps (r_units,) that never light, the supply's share."""
        self._dirt_v, self._dead, self.supply_share = dirt_v, dead_lamps, supply_share
        noise = self._noise_spec
        self._noisy = bool(noise.wiper_v or noise.wiper_v_per_turn or dirt_v.any())
        self._lit = None if not dead_lamps.any() else ~dead_lamps

    def sums_v(self, firing: BoolArray, wiper_steps: FloatArray) -> FloatArray:
        """Wiper voltages of the *firing* A-units (a_units,), summed for each R-unit (r_units,).

        Steps are whole numbers, so sums without noise are exact; they run in ascending order of units.
        """
        steps = np.bincount(self._bins, weights=wiper_steps * firing, minlength=self._spec.units + 1)
        sums: FloatArray = np.multiply(steps[: self._spec.units], self._volts_per_step)
        return sums if self.supply_share == 1.0 else sums * self.supply_share

    def decide(self, sums_v: FloatArray, coin: BoolArray | bool = False) -> BoolArray:
        """The lamps (..., r_units) that *sums_v* would light; *coin* (r_units,) decides where a coin has to."""
        spec = self._spec
        lamps: BoolArray = sums_v > spec.threshold_v
        if not self._simple:
            tied = np.abs(sums_v - spec.threshold_v) <= spec.dead_band_v
            lamps = np.where(tied, coin if spec.tie is Tie.COIN else spec.tie is Tie.ONE, lamps)
        return lamps if self._lit is None else lamps & self._lit

    def wiper_noise_v(self, at_s: float) -> FloatArray:
        """Noise on each wiper (a_units,) at *at_s*, not before the last R-delay, in volts at full supply."""
        noise, at_s = self._noise_spec, max(at_s, 0.0)
        sigma_v = noise.wiper_v + self._dirt_v
        if noise.wiper_v_per_turn:
            sigma_v = sigma_v + noise.wiper_v_per_turn * (self._potentiometers.odometer_deg(at_s) / 360.0)
        return sigma_v * self._wipers.normals(at_s)

    def wiper_v(self, at_s: float) -> FloatArray:
        """Every wiper's voltage (a_units,) at *at_s*, noise included, as a meter at its jack would show it."""
        steps = self._potentiometers.wiper_steps(at_s)
        if self._noisy:
            steps = steps + self.wiper_noise_v(at_s) / self._volts_per_step
        return steps * self._volts_per_step * self.supply_share

    def input_v(self, at_s: float) -> FloatArray:
        """What each R-unit (r_units,) decided on: the sums as they were one delay before *at_s*, in volts."""
        before_s = at_s - self._spec.delay_s
        steps = self._potentiometers.wiper_steps(before_s)
        if self._noisy:
            steps = steps + self.wiper_noise_v(before_s) / self._volts_per_step
        sums_v = self.sums_v(self._association.firing(at_s, self._spec.delay_s), steps)
        if self._noise_spec.amplifier_v:
            sums_v = sums_v + self._noise_spec.amplifier_v * self._amplifiers.normals(max(before_s, 0.0))
        return sums_v

    def lamps(self, at_s: float, input_v: FloatArray | None = None) -> BoolArray:
        """Which R-lamps (r_units,) are lit at *at_s*; *input_v* (r_units,) if it is known already."""
        if self.lamp_test_pressed:
            return self.lamp_test()
        sums_v = self.input_v(at_s) if input_v is None else input_v
        if self._spec.tie is not Tie.COIN:
            return self.decide(sums_v)
        return self.decide(sums_v, self._coins.normals(max(at_s - self._spec.delay_s, 0.0)) > 0)

    def lamp_test(self) -> BoolArray:
        """Which bulbs (r_units,) light when the operator presses the lamp test."""
        return ~self._dead
