"""The R-units of the oracle: what each sums, what chance adds, and what its lamp shows of it."""

from collections.abc import Sequence

from oracle_association import AUnit
from oracle_log import NEAR, NEAR_S, Log
from oracle_motors import Motor

from hardware import Mark1Spec
from hardware.randomness import HeldNoise, Purpose
from hardware.spec import Tie


class Noise:
    """One source of chance, and whether an instant is too near to where it changes."""

    def __init__(self, spec: Mark1Spec, seed: int, purpose: Purpose, size: int, log: Log) -> None:
        self.hold_s, self.log = spec.noise.hold_s, log
        self.held = HeldNoise(seed, purpose, size, spec.noise.hold_s)

    def normal(self, number: int, at_s: float) -> float:
        """The draw that stands for one part at an instant."""
        place = max(at_s, 0.0) / self.hold_s + 0.5
        if abs(place - round(place)) * self.hold_s < NEAR_S:
            self.log.doubt("noise that changes as it is looked at")
        return float(self.held.normals(max(at_s, 0.0))[number])


class RUnit:
    """One R-unit over the A-units that are patched to it."""

    def __init__(self, spec: Mark1Spec, number: int, noises: dict[Purpose, Noise], log: Log) -> None:
        self.spec, self.number, self.noises, self.log = spec, number, noises, log
        self.patched: Sequence[tuple[AUnit, Motor]] = ()
        self.dead, self.supply = False, 1.0
        self.dirt_v: dict[int, float] = {}

    def lamp(self, now_s: float) -> int:
        """The lamp now: what was decided on the unit's input of one delay ago."""
        before_s = now_s - self.spec.response.delay_s
        self.log.decided_s.append(before_s)
        lit = self.decision(before_s)
        return 0 if self.dead else lit

    def decision(self, at_s: float) -> int:
        """0 or 1 by the threshold, or by the tie rule within the dead band about it."""
        response, sum_v = self.spec.response, self.sum_v(at_s)
        from_threshold_v = abs(sum_v - response.threshold_v)
        if 0.0 < abs(from_threshold_v - response.dead_band_v) < NEAR:
            self.log.doubt("a sum at the very threshold")
        if from_threshold_v > response.dead_band_v:
            return int(sum_v > response.threshold_v)
        if response.tie is Tie.COIN:
            return int(self.noises[Purpose.TIES].normal(self.number, at_s) > 0)
        return int(response.tie is Tie.ONE)

    def sum_v(self, at_s: float) -> float:
        """The firing units' wipers in order of their numbers, and the amplifier's noise."""
        volts_per_step, windings = self.spec.potentiometer.volts_per_step, 0.0
        for a_unit, motor in self.patched:
            if a_unit.fired(at_s):
                windings += motor.winding(at_s) + self.wiper_noise_v(motor, at_s) / volts_per_step
        sum_v = windings * volts_per_step * self.supply
        if self.spec.noise.amplifier_v:
            sum_v += self.spec.noise.amplifier_v * self.noises[Purpose.AMPLIFIER_NOISE].normal(self.number, at_s)
        return sum_v

    def wiper_noise_v(self, motor: Motor, at_s: float) -> float:
        """What chance adds to one wiper: more, the more it has turned, and the dirtier it is."""
        noise, turns = self.spec.noise, motor.shaft(max(at_s, 0.0)).odometer_deg / 360.0
        sigma_v = noise.wiper_v + noise.wiper_v_per_turn * turns + self.dirt_v.get(motor.number, 0.0)
        return sigma_v * self.noises[Purpose.WIPER_NOISE].normal(motor.number, at_s) if sigma_v else 0.0
