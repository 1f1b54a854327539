"""The Mark I once more, slow and plain: one SimPy process per photocell, moving contact, A-unit, motor and trainer.

The oracle of the bank model in hardware/. It shares with it the specification, the wiring and the parts as drawn,
and nothing else: every part is an object with its own process, all arithmetic is scalar.
"""

import bisect
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import simpy
from simpy.events import Event, ProcessGenerator

from hardware import Mark1Spec, Wiring

Bits = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One exposure as the oracle saw it: instants in seconds, costs over the whole span."""

    placed_s: float
    read_s: float
    ended_s: float
    answered: Bits
    firing: int
    driven: frozenset[int]
    motor_s: float
    turned_deg: float
    relay_operations: int
    energy_j: float


@dataclass
class Log:
    """Everything that happened: (part, time, new state), in order of time."""

    contacts: list[tuple[int, float, bool]] = field(default_factory=list)
    firing: list[tuple[int, float, bool]] = field(default_factory=list)
    current: list[tuple[int, float, int]] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)


@dataclass(frozen=True)
class CellParts:
    """One photocell and its relay, as drawn."""

    gain: float
    gamma: float
    rise_s: float
    fall_s: float
    operate_s: float
    release_s: float


class SUnit:
    """A photocell whose conductance creeps to where the light sends it, and a relay that follows with a delay."""

    def __init__(
        self, env: simpy.Environment, spec: Mark1Spec, parts: CellParts, moved: Callable[[bool], None]
    ) -> None:
        self.env, self.retina, self.parts, self.moved = env, spec.retina, parts, moved
        self.conductance_us = self.limit_us = spec.retina.dark_conductance_us
        self.since_s, self.tau_s = env.now, parts.fall_s
        self.coil = self.contact = False
        self.move: simpy.Process | None = None
        self.process = env.process(self.live())

    def live(self) -> ProcessGenerator:
        """Wait for the conductance to cross the relay's threshold, or for the light to change."""
        while True:
            try:
                yield self.crossing()
            except simpy.Interrupt as change:
                self.follow(change.cause)
            else:
                self.switch_coil()

    def follow(self, light: float) -> None:
        """Start a new exponential from the conductance as it is now."""
        elapsed_s = self.env.now - self.since_s
        self.conductance_us = self.limit_us + (self.conductance_us - self.limit_us) * math.exp(-elapsed_s / self.tau_s)
        lux = self.retina.stimulus_lux * light
        self.limit_us = self.retina.dark_conductance_us + self.parts.gain * math.pow(lux, self.parts.gamma)
        self.tau_s = self.parts.rise_s if self.limit_us > self.conductance_us else self.parts.fall_s
        self.since_s = self.env.now

    def crossing(self) -> Event:
        """An event for when the coil will switch; one that never comes where it will not."""
        threshold_us = self.retina.relay_off_us if self.coil else self.retina.relay_on_us
        crosses = self.limit_us < threshold_us if self.coil else self.limit_us > threshold_us
        if not crosses:
            return self.env.event()
        share_left = (threshold_us - self.limit_us) / (self.conductance_us - self.limit_us)
        due_s = self.since_s - self.tau_s * math.log(share_left)
        return self.env.timeout(max(0.0, due_s - self.env.now))

    def switch_coil(self) -> None:
        """Send the contact on its way, or call it back if it has not moved since the last switching."""
        self.coil = not self.coil
        if self.move is not None and self.move.is_alive:
            self.move.interrupt()
        else:
            self.move = self.env.process(self.move_contact())

    def move_contact(self) -> ProcessGenerator:
        """Move after the relay's delay, unless called back."""
        try:
            yield self.env.timeout(self.parts.operate_s if self.coil else self.parts.release_s)
        except simpy.Interrupt:
            return
        self.contact = not self.contact
        self.moved(self.contact)


class AUnit:
    """Counts its wires that are on; its output repeats, a pure delay later, whether they reach the threshold."""

    def __init__(self, env: simpy.Environment, spec: Mark1Spec, flipped: Callable[[bool], None]) -> None:
        self.env, self.threshold, self.delay_s = env, spec.association.threshold, spec.association.delay_s
        self.flipped = flipped
        self.net = 0
        self.reached = self.fires = self.threshold <= 0
        self.history: list[tuple[float, bool]] = [(-math.inf, self.fires)]
        self.felt = env.event()
        env.process(self.live())

    def feel(self, change: int) -> None:
        """One wire went on or off."""
        self.net += change
        if not self.felt.triggered:
            self.felt.succeed()

    def live(self) -> ProcessGenerator:
        """Watch the input; every change of its being reached goes through the delay."""
        while True:
            yield self.felt
            self.felt = self.env.event()
            if (self.net >= self.threshold) != self.reached:
                self.reached = not self.reached
                self.env.process(self.follow(self.reached))

    def follow(self, fires: bool) -> ProcessGenerator:
        """Carry one change of the input to the output."""
        yield self.env.timeout(self.delay_s)
        self.fires = fires
        self.history.append((self.env.now, fires))
        self.flipped(fires)

    def fired(self, at_s: float) -> bool:
        """Whether the output was on at an instant that has passed."""
        return self.history[bisect.bisect_right(self.history, (at_s, True)) - 1][1]


@dataclass(frozen=True)
class Run:
    """A shaft from one change of its motor's current to the next."""

    since_s: float
    angle_deg: float
    odometer_deg: float
    speed: float
    full_speed: float


class Motor:
    """A gear-motor and the potentiometer it turns; it has current while its A-unit fires during a pulse."""

    def __init__(self, env: simpy.Environment, spec: Mark1Spec, up: float, down: float) -> None:
        self.env, self.spec, self.up, self.down = env, spec, up, down
        self.pulse = self.current = 0
        self.firing: Callable[[], bool] = lambda: False
        self.switched: Callable[[int], None] = lambda current: None
        self.motor_s = 0.0
        self.runs = [Run(-math.inf, 0.0, 0.0, 0.0, 0.0)]
        self.nudged = env.event()
        env.process(self.live())

    def nudge(self) -> None:
        """Something the current depends on has changed."""
        if not self.nudged.triggered:
            self.nudged.succeed()

    def live(self) -> ProcessGenerator:
        """Switch the current whenever the pulse or the A-unit does."""
        while True:
            yield self.nudged
            self.nudged = self.env.event()
            current = self.pulse if self.firing() else 0
            if current != self.current:
                self.switch(current)

    def switch(self, current: int) -> None:
        """Begin a new run from where the shaft is now."""
        if self.current:
            self.motor_s += self.env.now - self.runs[-1].since_s
        angle_deg, odometer_deg = self.position(self.env.now)
        full_speed = {-1: -self.down, 0: 0.0, 1: self.up}[current]
        self.runs.append(Run(self.env.now, angle_deg, odometer_deg, self.speed(self.env.now), full_speed))
        self.current = current
        self.switched(current)

    def speed(self, at_s: float) -> float:
        """Degrees per second during the present run."""
        run = self.runs[-1]
        if run.speed == run.full_speed:
            return run.speed
        decay = math.exp((run.since_s - at_s) / self.spec.motor.time_constant_s)
        return run.full_speed + (run.speed - run.full_speed) * decay

    def position(self, at_s: float) -> tuple[float, float]:
        """Angle and odometer in degrees at an instant that has come."""
        run = self.runs[bisect.bisect_right(self.runs, at_s, key=lambda run: run.since_s) - 1]
        angle_deg, odometer_deg = run.angle_deg, run.odometer_deg
        if run.speed == run.full_speed == 0.0:
            return angle_deg, odometer_deg
        elapsed_s, speed = at_s - run.since_s, run.speed
        if speed * run.full_speed < 0:  # it slows down, stands still for an instant, and turns back
            slowing_s = self.spec.motor.time_constant_s * math.log1p(-speed / run.full_speed)
            if slowing_s < elapsed_s:
                angle_deg, odometer_deg = self.turn(angle_deg, odometer_deg, self.way(speed, run.full_speed, slowing_s))
                elapsed_s, speed = elapsed_s - slowing_s, 0.0
        return self.turn(angle_deg, odometer_deg, self.way(speed, run.full_speed, elapsed_s))

    def way(self, speed: float, full_speed: float, elapsed_s: float) -> float:
        """How far the motor turns: the integral of its speed."""
        tau_s = self.spec.motor.time_constant_s
        return full_speed * elapsed_s - (speed - full_speed) * tau_s * math.expm1(-elapsed_s / tau_s)

    def turn(self, angle_deg: float, odometer_deg: float, way_deg: float) -> tuple[float, float]:
        """Turn one way; past the end stop the clutch slips and the shaft stays."""
        stop_deg = self.spec.potentiometer.stop_deg
        reached_deg = max(-stop_deg, min(stop_deg, angle_deg + way_deg))
        return reached_deg, odometer_deg + abs(reached_deg - angle_deg)

    def winding(self, at_s: float) -> int:
        """The winding the wiper rests on, counted from the middle."""
        return round(self.position(at_s)[0] / self.spec.potentiometer.step_deg)


class OneProcessPerPart:
    """The whole machine and its trainer; *tolerances* and *motors* hold one array entry per part, as drawn."""

    def __init__(self, env: simpy.Environment, spec: Mark1Spec, wiring: Wiring, tolerances: Any, motors: Any) -> None:
        self.env, self.spec, self.log = env, spec, Log()
        names = ("gain_us_per_lux_gamma", "gamma", "rise_s", "fall_s", "operate_s", "release_s")
        columns = [getattr(tolerances, name).tolist() for name in names]
        parts = [CellParts(*values) for values in zip(*columns, strict=True)]
        speeds = zip(motors.full_up_deg_per_s.tolist(), motors.full_down_deg_per_s.tolist(), strict=True)
        self.motors = [Motor(env, spec, up, down) for up, down in speeds]
        self.a_units = [AUnit(env, spec, self.a_flip(unit)) for unit in range(spec.association.units)]
        self.s_units = [SUnit(env, spec, part, self.s_flip(cell)) for cell, part in enumerate(parts)]
        self.assignment = wiring.assignment.tolist()
        self.wires: list[list[tuple[int, int]]] = [[] for _ in parts]
        for origins, signs in zip(wiring.origins.tolist(), wiring.signs.tolist(), strict=True):
            for unit, (cell, sign) in enumerate(zip(origins, signs, strict=True)):
                self.wires[cell].append((unit, sign))
        for number, (motor, a_unit) in enumerate(zip(self.motors, self.a_units, strict=True)):
            motor.firing, motor.switched = self.output_of(a_unit), self.current_switch(number)
        self.paid = (env.now, 0.0, 0.0, 0)
        self.driven: set[int] = set()

    def s_flip(self, cell: int) -> Callable[[bool], None]:
        """What an S-unit's contact does when it moves: it switches all its wires."""

        def moved(contact: bool) -> None:
            self.log.contacts.append((cell, self.env.now, contact))
            for unit, sign in self.wires[cell]:
                self.a_units[unit].feel(sign if contact else -sign)

        return moved

    def a_flip(self, unit: int) -> Callable[[bool], None]:
        """What an A-unit does when its output flips: its motor may start or stop."""

        def flipped(fires: bool) -> None:
            self.log.firing.append((unit, self.env.now, fires))
            self.motors[unit].nudge()

        return flipped

    def set_angles(self, angles_deg: Sequence[float]) -> None:
        """Turn every shaft by hand, at once, while no motor turns."""
        for motor, angle_deg in zip(self.motors, angles_deg, strict=True):
            motor.runs.append(Run(self.env.now, angle_deg, motor.position(self.env.now)[1], 0.0, 0.0))

    def output_of(self, unit: AUnit) -> Callable[[], bool]:
        """The switch between the pulse and a motor."""
        return lambda: unit.fires

    def current_switch(self, number: int) -> Callable[[int], None]:
        """What is written down when a motor's current changes."""

        def switched(current: int) -> None:
            self.log.current.append((number, self.env.now, current))
            if current:
                self.driven.add(number)

        return switched

    def shine(self, light: Sequence[float]) -> None:
        """Let *light*, 0..1 for each cell, fall on the retina."""
        for s_unit, level in zip(self.s_units, light, strict=True):
            s_unit.process.interrupt(level)

    def lamp(self, r_unit: int) -> int:
        """An R-unit's lamp now: its firing A-units and their wipers as they were one delay ago."""
        before_s = self.env.now - self.spec.response.delay_s
        windings = 0
        for a_unit, motor, patched_to in zip(self.a_units, self.motors, self.assignment, strict=True):
            if patched_to == r_unit and a_unit.fired(before_s):
                windings += motor.winding(before_s)
        return int(windings * self.spec.potentiometer.volts_per_step > self.spec.response.threshold_v)

    def lamps(self) -> Bits:
        """All R-lamps now."""
        return tuple(self.lamp(r_unit) for r_unit in range(self.spec.response.units))

    def expose(self, light: Sequence[float], wanted: Bits | None) -> ProcessGenerator:
        """The trainer: place, wait, read, correct what differs from *wanted*, take away, wait."""
        timing, placed_s = self.spec.timing, self.env.now
        self.driven.clear()
        self.shine(light)
        yield self.env.timeout(timing.exposure_s)
        read_s, firing = self.env.now, sum(unit.fires for unit in self.a_units)
        answered = self.lamps()
        if wanted is not None and answered != wanted:
            yield from self.correct([want - got for want, got in zip(wanted, answered, strict=True)])
        self.shine([0.0] * len(self.s_units))
        lit_s = self.env.now - placed_s
        yield self.env.timeout(timing.interval_s)
        costs = self.costs(lit_s, firing)
        reading = Reading(
            placed_s=placed_s,
            read_s=read_s,
            ended_s=self.env.now,
            answered=answered,
            firing=firing,
            driven=frozenset(self.driven),
            **costs,
        )
        self.log.readings.append(reading)

    def correct(self, signs: list[int]) -> ProcessGenerator:
        """Offer every motor its R-unit's current for one pulse."""
        self.offer(signs)
        yield self.env.timeout(self.spec.timing.pulse_s)
        self.offer([0] * len(signs))

    def offer(self, signs: list[int]) -> None:
        """Put each R-unit's current on the line of its motors."""
        for motor, r_unit in zip(self.motors, self.assignment, strict=True):
            motor.pulse = signs[r_unit] if r_unit >= 0 else 0
            motor.nudge()

    def costs(self, lit_s: float, firing: int) -> dict[str, Any]:
        """What the time since the last call took."""
        power, now_s = self.spec.power, self.env.now
        motor_s = math.fsum(motor.motor_s for motor in self.motors)
        turned_deg = math.fsum(motor.position(now_s)[1] for motor in self.motors)
        contacts = len(self.log.contacts)
        since_s, motor_before_s, turned_before_deg, contacts_before = self.paid
        self.paid = now_s, motor_s, turned_deg, contacts
        operations = contacts - contacts_before + 2 * firing
        motor_s -= motor_before_s
        energy_j = power.standing_w * (now_s - since_s) + power.illumination_w * lit_s
        energy_j += power.motor_w * motor_s + power.relay_operation_j * operations
        return {
            "motor_s": motor_s,
            "turned_deg": turned_deg - turned_before_deg,
            "relay_operations": operations,
            "energy_j": energy_j,
        }
