"""A squad: so many machines that their arrays stay in a processor's cache, at their lessons all at once.

The trainer, the meter and the cabinet of one machine, for machines whose relays settle before each reading and open
again before the next image: then which A-units fire is known beforehand, and time passes in closed form.
"""

from collections.abc import Sequence

import numpy as np

from hardware.arrays import BoolArray, FloatArray, Int8Array, IntArray
from hardware.fleet.exposures import FleetExposure, Int64Array
from hardware.fleet.images import SquadImages
from hardware.fleet.noise import FleetNoise
from hardware.fleet.senses import FleetSenses
from hardware.fleet.sums import FleetSums
from hardware.fleet.values import FleetValues
from hardware.machine import Mark1
from hardware.reinforcement import Reinforcement
from hardware.spec import Mark1Spec


class Squad:
    """Several machines of *spec*, *built* with their seeds; *rows* below number them from 0."""

    def __init__(self, spec: Mark1Spec, numbers: Sequence[int], built: Sequence[Mark1]) -> None:
        self.numbers: IntArray = np.array(numbers, dtype=np.intp)  # of each row, among the machines of the fleet
        self._spec, self._volts_per_step = spec, spec.potentiometer.volts_per_step
        self.senses = FleetSenses(spec, built)
        self.values = FleetValues(spec, [machine.potentiometers.motors for machine in built])
        self._noise = FleetNoise(spec, [machine.seed for machine in built])
        self._decide = built[0].response.decide
        self._sums = FleetSums([machine.wiring.assignment for machine in built], spec.response.units)
        self._reinforcement = Reinforcement(spec.reinforcement, spec.response.units)
        self._reinforcement.patch(
            np.arange(spec.response.units)
        )  # each is in use on some machine, for all that is known
        self.now_s, self._exposures = np.zeros(len(built)), np.zeros(len(built), dtype=np.int64)
        self._metered = np.zeros((3, len(built)))  # motor_s, turned_deg and gained_deg at the last reading

    def lesson(
        self, rows: IntArray, images: SquadImages, which: IntArray, wanted: BoolArray | None, *, reinforced: bool
    ) -> FleetExposure:
        """Show *rows* the images *which* (rows,), on which all settles in time, and read the lamps.

        Reinforce towards *wanted* (rows, r_units), or as the machines answer, if *reinforced*.
        """
        firing, fired = images.firing(rows, which), images.fired[rows, which].astype(np.int64)
        timing, power = self._spec.timing, self._spec.power
        placed_s = self.now_s[rows]
        read_s = placed_s + timing.exposure_s
        answered = self._answered(rows, firing, read_s)
        removed_s, driven = read_s, np.zeros(rows.size, dtype=np.int64)
        if reinforced:
            removed_s, driven = self._corrected(rows, firing, self._signs(rows, wanted, answered), read_s)
        self.now_s[rows] = ended_s = removed_s + timing.interval_s
        self._exposures[rows] += 1
        motor_s, turned_deg, gained_deg = self._spent(rows, ended_s)
        operations: Int64Array = 2 * images.closed[rows, which].astype(np.int64) + 2 * fired
        return FleetExposure(
            machines=self.numbers[rows],
            number=self._exposures[rows],
            placed_s=placed_s,
            read_s=read_s,
            ended_s=ended_s,
            answered=answered,
            wanted=wanted,
            wrong_bits=np.zeros_like(fired) if wanted is None else (answered != wanted).sum(axis=1),
            firing=fired,
            motors_driven=driven,
            motor_s=motor_s,
            turned_deg=turned_deg,
            value_change_deg=gained_deg,
            relay_operations=operations,
            standing_j=power.standing_w * (ended_s - placed_s),
            illumination_j=power.illumination_w * (removed_s - placed_s),
            motors_j=power.motor_w * motor_s,
            relays_j=power.relay_operation_j * operations.astype(np.float64),
        )

    def settled_answers(self, rows: IntArray, firing: BoolArray) -> BoolArray:
        """The lamps (rows, r_units) that long exposures would end in, values as they stand, without noise."""
        steps = self.values.wiper_steps(rows, self.now_s[rows])
        return self._decide(self._sums.whole(rows, steps * firing) * self._volts_per_step)

    def angle_deg(self, rows: IntArray) -> FloatArray:
        """Angles (rows, a_units) at each machine's own time."""
        return self.values.angle_deg(rows, self.now_s[rows])

    def clear_values(self) -> None:
        """Set every potentiometer to its middle at once."""
        self.values.clear(self.now_s)

    def _answered(self, rows: IntArray, firing: BoolArray, read_s: FloatArray) -> BoolArray:
        """The lamps (rows, r_units) at *read_s*."""
        before_s, noise = read_s - self._spec.response.delay_s, self._noise
        steps = self.values.wiper_steps(rows, before_s)
        if noise.on_wipers:
            noise_v = noise.wipers_v(rows, before_s, lambda: self.values.odometer_deg(rows, before_s))
            steps = steps + noise_v / self._volts_per_step
            sums_v = self._sums.in_order(rows, steps * firing) * self._volts_per_step
        else:
            sums_v = self._sums.whole(rows, steps * firing) * self._volts_per_step
        if noise.on_amplifiers:
            sums_v = sums_v + noise.amplifiers_v(rows, before_s)
        return self._decide(sums_v, noise.coins(rows, before_s)) if noise.on_ties else self._decide(sums_v)

    def _signs(self, rows: IntArray, wanted: BoolArray | None, answered: BoolArray) -> Int8Array:
        """Which R-units (rows, r_units) are concerned, and which way."""
        signs: Int8Array = self._reinforcement.signs(wanted, answered) * self._sums.in_use[rows]
        return signs

    def _corrected(
        self, rows: IntArray, firing: BoolArray, signs: Int8Array, read_s: FloatArray
    ) -> tuple[FloatArray, IntArray]:
        """Give a pulse to those of *rows* that any of *signs* concerns; when each is over, and the motors driven."""
        removed_s, driven = read_s.copy(), np.zeros(rows.size, dtype=np.int64)
        taught = np.flatnonzero(signs.any(axis=1))
        if not taught.size:
            return removed_s, driven
        pulsed, began_s = rows[taught], read_s[taught]
        current = self._sums.to_units(pulsed, signs[taught]) * firing[taught]
        driven[taught] = np.count_nonzero(current, axis=1)
        removed_s[taught] = until_s = began_s + self._spec.timing.pulse_s  # a clock that waits for it arrives then
        self.values.pulse(pulsed, current, began_s, until_s, self._spec.reinforcement.value_decay)
        return removed_s, driven

    def _spent(self, rows: IntArray, at_s: FloatArray) -> FloatArray:
        """What the meter has counted (3, rows) since it was last read: motor seconds, degrees turned and gained."""
        counted = np.stack((self.values.motor_s[rows], *self.values.sums_deg(rows, at_s)))
        spent: FloatArray = counted - self._metered[:, rows]
        self._metered[:, rows] = counted
        return spent
