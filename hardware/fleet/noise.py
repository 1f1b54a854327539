"""Chance in the wires of many machines: each has the noise that its own seed gives it."""

from collections.abc import Callable, Sequence

import numpy as np

from hardware.arrays import BoolArray, FloatArray, IntArray
from hardware.choices import Tie
from hardware.randomness import HeldNoise, Purpose
from hardware.spec import Mark1Spec


class FleetNoise:
    """What chance adds to the readings of machines with *seeds*; *rows* below number them, instants are (rows,)."""

    def __init__(self, spec: Mark1Spec, seeds: Sequence[int]) -> None:
        self._spec, units = spec.noise, spec.response.units
        self.worn = spec.noise.wiper_v_per_turn > 0
        self.on_wipers, self.on_amplifiers = spec.noise.wiper_v > 0 or self.worn, spec.noise.amplifier_v > 0
        self.on_ties = spec.response.tie is Tie.COIN

        def each(purpose: Purpose, size: int, wanted: bool) -> list[HeldNoise]:
            return [HeldNoise(seed, purpose, size, spec.noise.hold_s) for seed in seeds] if wanted else []

        self._wipers = each(Purpose.WIPER_NOISE, spec.association.units, self.on_wipers)
        self._amplifiers = each(Purpose.AMPLIFIER_NOISE, units, self.on_amplifiers)
        self._coins = each(Purpose.TIES, units, self.on_ties)

    def wipers_v(self, rows: IntArray, at_s: FloatArray, odometer_deg: Callable[[], FloatArray]) -> FloatArray:
        """Noise on each wiper (rows, a_units); *odometer_deg* tells how worn they are, if that matters."""
        sigma_v: FloatArray = np.full((1, 1), self._spec.wiper_v)
        if self.worn:
            sigma_v = sigma_v + self._spec.wiper_v_per_turn * (odometer_deg() / 360.0)
        return sigma_v * _drawn(self._wipers, rows, at_s)

    def amplifiers_v(self, rows: IntArray, at_s: FloatArray) -> FloatArray:
        """Noise on each sum (rows, r_units)."""
        return self._spec.amplifier_v * _drawn(self._amplifiers, rows, at_s)

    def coins(self, rows: IntArray, at_s: FloatArray) -> BoolArray:
        """What coins (rows, r_units) show."""
        return _drawn(self._coins, rows, at_s) > 0


def _drawn(noises: Sequence[HeldNoise], rows: IntArray, at_s: FloatArray) -> FloatArray:
    """The standard normal values (rows, size) that stand at *at_s*."""
    return np.stack([noises[row].normals(at) for row, at in zip(rows.tolist(), at_s.tolist(), strict=True)])
