"""The motors in a self-test: a pulse drives each up, one down, and the turn of its dial is compared with nominal."""

import math

import numpy as np
from simpy.events import ProcessGenerator

from hardware.arrays import BoolArray, FloatArray
from hardware.diagnostics.bench import Bench
from hardware.diagnostics.findings import Part, SelfTestSpec
from hardware.faults import SMALLEST_SHARE, SlippingMotor, StuckMotor
from hardware.plugboard import UNASSIGNED
from hardware.ratchet import teeth_made
from hardware.spec import LONGEST_S, Mark1Spec, MotorSpec, RatchetSpec

READING_SHARE = 1e-3  # of the nominal turn: a dial is read no finer; assumed
SHORTEST_PULSE_S = 1e-6  # that a key could give; assumed
TEETH = 2  # of a ratchet in one pulse, where they have room
UP, DOWN = 1, -1


def pulse_length_s(spec: Mark1Spec, deviations: float) -> float:
    """How long motors are driven: a pulse as in teaching, shorter where a fast motor would come near an end stop."""
    motor, room_deg = spec.motor, spec.potentiometer.stop_deg / 2
    if isinstance(motor, RatchetSpec):
        return motor.impulse_s * max(1, min(TEETH, int(room_deg / motor.tooth_deg), int(LONGEST_S / motor.impulse_s)))
    spread = math.hypot(motor.speed_spread, motor.asymmetry_spread)
    fastest_deg_per_s = motor.speed_deg_per_s * max(1.0, motor.down_to_up) * math.exp(deviations * spread)
    return min(spec.timing.pulse_s, room_deg / fastest_deg_per_s)


def nominal_turn_deg(motor: MotorSpec | RatchetSpec, direction: int, pulse_s: float, supply_share: float) -> float:
    """How far a pulse turns a motor that is as its specification says, coasting included."""
    if isinstance(motor, RatchetSpec):
        return motor.tooth_deg * float(teeth_made(np.array(pulse_s), motor.impulse_s, motor.stroke_share))
    return motor.speed_deg_per_s * (motor.down_to_up if direction is DOWN else 1.0) * pulse_s * supply_share


def lowest_sound_share(motor: MotorSpec | RatchetSpec, direction: int, deviations: float) -> float:
    """The least share of the nominal turn that a sound motor makes, by the spread of such motors."""
    if isinstance(motor, RatchetSpec):
        return 1.0 - READING_SHARE
    spread = motor.speed_spread if direction is UP else math.hypot(motor.speed_spread, motor.asymmetry_spread)
    return math.exp(-deviations * spread) * (1.0 - READING_SHARE)


def motor_limit(spec: Mark1Spec, test: SelfTestSpec) -> str:
    """What slipping this test does not see."""
    if isinstance(spec.motor, RatchetSpec):
        least = f"one with more than {spec.motor.least_pull_share:g} of its pull looks sound, one with less looks stuck"
        return f"Motors: a ratchet that slips makes whole teeth or none: {least}."
    share = lowest_sound_share(spec.motor, UP, test.deviations)
    rule = f"one that slips but turns {100 * share:.1f} % of the nominal way is within the spread of sound ones"
    return f"Motors: {rule}; one that turns less than {100 * READING_SHARE:g} % looks stuck."


class MotorCheck:
    """Drives motors through the A-units that fire, as reinforcement does; arrays are (a_units,)."""

    def __init__(self, bench: Bench) -> None:
        self._bench, self._machine, self._spec = bench, bench.machine, bench.machine.spec
        self._pulse_s = pulse_length_s(self._spec, bench.spec.deviations)
        self._patched: BoolArray = bench.machine.wiring.assignment != UNASSIGNED
        self._shares = {direction: np.full(self._patched.size, math.nan) for direction in (UP, DOWN)}
        self._why_none = self._why_no_motor()
        self.wanting: BoolArray = self._patched & (self._why_none is None)  # can be tested, and was not yet

    def drive(self, firing: BoolArray) -> ProcessGenerator:
        """Test the motors of those *firing* A-units that were not tested yet; nothing where there are none."""
        fresh = firing & self.wanting
        if not fresh.any():
            return
        for direction in (UP, DOWN):
            yield from self._make_ready(fresh, direction)
            share = yield from self._turn(direction)
            self._shares[direction][fresh] = share[fresh]
        self.wanting &= ~fresh

    def conclude(self) -> None:
        """Say which motors fail, and of which that cannot be told."""
        motor, deviations = self._spec.motor, self._bench.spec.deviations
        lowest = [lowest_sound_share(motor, direction, deviations) for direction in (UP, DOWN)]
        for a_unit in range(self._patched.size):
            shares = [float(self._shares[direction][a_unit]) for direction in (UP, DOWN)]
            if math.isnan(shares[0]):
                self._bench.pass_over(Part.MOTOR, a_unit, self._why_not(a_unit))
            elif max(shares) < READING_SHARE:
                self._bench.find(Part.MOTOR, a_unit, "does not turn its potentiometer", StuckMotor(a_unit))
            elif any(share < limit for share, limit in zip(shares, lowest, strict=True)):
                share = max(min(shares), SMALLEST_SHARE)
                says = f"turns its potentiometer {100 * share:.1f} % of the nominal way"
                self._bench.find(Part.MOTOR, a_unit, says, SlippingMotor(a_unit, share))

    def _make_ready(self, fresh: BoolArray, direction: int) -> ProcessGenerator:
        """By hand: turn *fresh* potentiometers away from the end stop ahead, and take up the play of their gears."""
        env, angle_deg = self._bench.env, self._machine.potentiometers.angle_deg(self._bench.env.now)
        play_deg, stop_deg = self._spec.potentiometer.backlash_deg, self._spec.potentiometer.stop_deg
        in_hand, places_deg = fresh, [direction * play_deg / 2, -direction * play_deg / 2]
        if not play_deg:
            in_hand, places_deg = fresh & (direction * angle_deg > stop_deg / 2), [0.0]
        for place_deg in places_deg if in_hand.any() else []:
            yield env.timeout(int(np.count_nonzero(in_hand)) * self._spec.timing.hand_setting_s)
            angle_deg = np.where(in_hand, place_deg, angle_deg)
            self._machine.set_angles(angle_deg)

    def _turn(self, direction: int) -> ProcessGenerator:
        """Drive all firing A-units' motors by one pulse; return what share of the nominal turn each dial made."""
        env, potentiometers, stop_deg = self._bench.env, self._machine.potentiometers, self._spec.potentiometer.stop_deg
        before_deg, began_s, supply_share = potentiometers.angle_deg(env.now), env.now, self._bench.read_supply()
        yield from self._machine.test_pulse(np.full(self._spec.response.units, direction), self._pulse_s)
        supply_share = min(supply_share, self._bench.read_supply())  # it may have gone down or come back meanwhile
        nominal_deg = nominal_turn_deg(self._spec.motor, direction, env.now - began_s, supply_share)
        yield from self._bench.rest()
        turned_deg = direction * (potentiometers.angle_deg(env.now) - before_deg)
        room_deg = np.maximum(stop_deg - direction * before_deg, READING_SHARE * stop_deg)
        share: FloatArray = turned_deg / np.minimum(nominal_deg, room_deg)
        return share

    def _why_no_motor(self) -> str | None:
        """What keeps every motor from being tested, if anything does."""
        motor = self._spec.motor
        if isinstance(motor, RatchetSpec) and self._bench.supply_share <= motor.least_pull_share:
            return f"with {100 * self._bench.supply_share:.1f} % of the supply's voltage no ratchet makes a tooth"
        if self._pulse_s < SHORTEST_PULSE_S:
            return f"its pulse is shorter than a key can give ({SHORTEST_PULSE_S:g} s), or its travel too short for one"
        return None

    def _why_not(self, a_unit: int) -> str:
        if not self._patched[a_unit]:
            return "its A-unit is patched to no R-unit"
        return self._why_none or "its A-unit cannot be made to fire"
