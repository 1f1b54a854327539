"""One motor of the oracle and the potentiometer it turns: current, gears, wiper, each in scalar closed form."""

import bisect
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import simpy
from oracle_log import NEAR, NEAR_S, Log
from simpy.events import Event, EventPriority, ProcessGenerator

from hardware import Mark1Spec, MotorSpec, RatchetSpec


@dataclass(frozen=True)
class Program:
    """What a pulse wants of a motor: current of one sign for so many seconds from its beginning."""

    sign: int
    duration_s: float


NO_PROGRAM = Program(0, 0.0)


class EndOfInstant(Event):
    """An event that comes when all else that happens at this instant has happened.

    Whoever waits for it does not act on half of what happens at once, nor for no time at all.
    """

    def __init__(self, env: simpy.Environment) -> None:
        super().__init__(env)
        self._ok, self._value = True, None
        env.schedule(self, priority=EventPriority(2))  # after everything urgent (0) and normal (1)


class Law(Protocol):
    """How a motor turns from one change of whatever it depends on to the next."""

    def speed(self, at_s: float) -> float:
        """Degrees per second."""
        ...

    def moves(self, at_s: float) -> list[float]:
        """Degrees turned until then, in pieces of which each goes one way."""
        ...


@dataclass(frozen=True)
class Turning:
    """A DC motor on its way from one speed to another."""

    since_s: float
    first: float
    full: float
    tau_s: float

    def speed(self, at_s: float) -> float:
        if self.first == self.full:
            return self.first
        return self.full + (self.first - self.full) * math.exp((self.since_s - at_s) / self.tau_s)

    def moves(self, at_s: float) -> list[float]:
        elapsed_s = at_s - self.since_s
        if self.first * self.full < 0:  # it slows down, stands still for an instant, and turns back
            slowing_s = self.tau_s * math.log1p(-self.first / self.full)
            if slowing_s < elapsed_s:
                return [self.way(self.first, slowing_s), self.way(0.0, elapsed_s - slowing_s)]
        return [self.way(self.first, elapsed_s)]

    def way(self, speed: float, elapsed_s: float) -> float:
        """How far the motor turns: the integral of its speed."""
        return self.full * elapsed_s - (speed - self.full) * self.tau_s * math.expm1(-elapsed_s / self.tau_s)


@dataclass(frozen=True)
class Stepping:
    """A ratchet whose coil gets impulses; each moves it one whole tooth, half an impulse after it began."""

    since_s: float
    current_since_s: float
    tooth_deg: float  # signed; 0 where it has no current, or cannot move
    impulse_s: float
    log: Log

    def speed(self, at_s: float) -> float:
        return 0.0

    def moves(self, at_s: float) -> list[float]:
        return [self.tooth_deg] * (self.teeth(at_s) - self.teeth(self.since_s)) if self.tooth_deg else []

    def teeth(self, at_s: float) -> int:
        """Teeth since the current came on."""
        teeth = (at_s - self.current_since_s) / self.impulse_s + 0.5
        if abs(teeth - round(teeth)) * self.impulse_s < NEAR_S:
            self.log.doubt("a tooth that is looked at as it moves")
        return math.floor(teeth)


@dataclass(frozen=True)
class Shaft:
    """Where gears and wiper are: play_deg is the gear's place relative to the wiper."""

    wiper_deg: float = 0.0
    play_deg: float = 0.0
    odometer_deg: float = 0.0

    def turned(self, way_deg: float, spec: Mark1Spec) -> "Shaft":
        """Turn one way: the gear takes up the backlash, then carries the wiper, until the clutch slips at the stop."""
        stop_deg, half_deg = spec.potentiometer.stop_deg, spec.potentiometer.backlash_deg / 2
        play_deg = clipped(self.play_deg + way_deg, half_deg)
        wiper_deg = clipped(self.wiper_deg + (self.play_deg + way_deg - play_deg), stop_deg)
        return Shaft(wiper_deg, play_deg, self.odometer_deg + abs(wiper_deg - self.wiper_deg))

    def set(self, wiper_deg: float, spec: Mark1Spec) -> "Shaft":
        """Turn the wiper by hand; the gear goes along where the play ends."""
        moved_deg, half_deg = wiper_deg - self.wiper_deg, spec.potentiometer.backlash_deg / 2
        return replace(self, wiper_deg=wiper_deg, play_deg=clipped(self.play_deg - moved_deg, half_deg))


def clipped(value: float, limit: float) -> float:
    """*value* between -limit and +limit."""
    return max(-limit, min(limit, value))


@dataclass(frozen=True)
class Run:
    """A shaft from one change of its motor's law to the next."""

    since_s: float
    shaft: Shaft
    law: Law


class Motor:
    """A motor and its potentiometer; what current it has, its A-unit and the pulse's two programs decide.

    share is what slipping and the supply leave of its full speed. *up* and *down* are the full speeds of a DC motor.
    """

    def __init__(self, env: simpy.Environment, spec: Mark1Spec, up: float, down: float, log: Log, number: int) -> None:
        self.env, self.spec, self.up, self.down, self.log, self.number = env, spec, up, down, log, number
        self.active = self.inactive = NO_PROGRAM
        self.pulse_since_s = self.current_since_s = -math.inf
        self.current, self.share, self.stuck = 0, 1.0, False
        self.firing: Callable[[], bool] = lambda: False
        self.past_motor_s = self.by_hand_deg = 0.0
        self.driven, self.powered = False, True
        self.jumps_s: list[float] = []
        self.runs = [Run(-math.inf, Shaft(), self.law(0.0))]
        self.nudged = env.event()
        env.process(self.live())

    def live(self) -> ProcessGenerator:
        """Let the current follow its program and its A-unit."""
        while True:
            self.nudged = self.env.event()
            yield self.program_over()
            yield EndOfInstant(self.env)
            program = self.program()
            lasts = self.powered and self.env.now < self.pulse_since_s + program.duration_s
            current = program.sign if lasts else 0
            if current != self.current:
                self.switch(current)

    def program_over(self) -> Event:
        """An event for the end of the present program, or for a change of plans."""
        end_s = self.pulse_since_s + self.program().duration_s
        if not self.current:
            return self.nudged
        return self.nudged | self.env.timeout(max(0.0, end_s - self.env.now))

    def nudge(self) -> None:
        """Something the current depends on has changed."""
        if not self.nudged.triggered:
            self.nudged.succeed()

    def program(self) -> Program:
        """Which of the pulse's programs holds for the A-unit as it is now."""
        return self.active if self.firing() else self.inactive

    def offer(self, since_s: float, active: Program, inactive: Program) -> None:
        """Have these programs of a pulse that began at *since_s*."""
        self.pulse_since_s, self.active, self.inactive = since_s, active, inactive
        self.nudge()

    def switch(self, current: int) -> None:
        """Change the current, and with it the law."""
        self.past_motor_s, self.current_since_s = self.motor_s(self.env.now), self.env.now
        self.current = current
        self.driven = self.driven or current != 0
        self.log.current.append((self.number, self.env.now, current))
        self.begin(self.shaft(self.env.now), self.speed(self.env.now))

    def motor_s(self, at_s: float) -> float:
        """Seconds of current so far."""
        return self.past_motor_s + (at_s - self.current_since_s if self.current else 0.0)

    def suffer(self, *, share: float, stuck: bool) -> None:
        """Turn with a share of the full speed, or not at all."""
        self.share, self.stuck = share, stuck
        self.begin(self.shaft(self.env.now), self.speed(self.env.now))

    def set_by_hand(self, wiper_deg: float) -> None:
        """Put the wiper somewhere; the motor is stopped by the hand, and starts again if it has current."""
        shaft = self.shaft(self.env.now)
        self.jumps_s.append(self.env.now)
        self.by_hand_deg += wiper_deg - shaft.wiper_deg
        self.begin(shaft.set(wiper_deg, self.spec), 0.0)

    def decay(self, share: float) -> None:
        """Lose a share of the value, by no one's hand."""
        shaft = self.shaft(self.env.now)
        self.jumps_s.append(self.env.now)
        self.begin(replace(shaft, wiper_deg=shaft.wiper_deg * (1.0 - share)), self.speed(self.env.now))

    def begin(self, shaft: Shaft, speed: float) -> None:
        """Go on from *shaft* and *speed* under the law that holds now."""
        self.runs.append(Run(self.env.now, shaft, self.law(0.0 if self.stuck else speed)))

    def law(self, speed: float) -> Law:
        """The law for current and defects as they are now."""
        match self.spec.motor:
            case MotorSpec(time_constant_s=tau_s):
                full = {-1: -self.down, 0: 0.0, 1: self.up}[self.current] * self.share
                return Turning(self.env.now, speed, 0.0 if self.stuck else full, tau_s)
            case RatchetSpec(tooth_deg=tooth_deg, impulse_s=impulse_s):
                moves = self.current if self.share > 0.5 and not self.stuck else 0
                return Stepping(self.env.now, self.current_since_s, moves * tooth_deg, impulse_s, self.log)

    def shaft(self, at_s: float) -> Shaft:
        """Gears and wiper at an instant that has come."""
        run = self.runs[bisect.bisect_right(self.runs, at_s, key=lambda run: run.since_s) - 1]
        shaft = run.shaft
        if run.since_s > -math.inf:
            for way_deg in run.law.moves(at_s):
                shaft = shaft.turned(way_deg, self.spec)
        return shaft

    def speed(self, at_s: float) -> float:
        """Degrees per second under the present law."""
        return self.runs[-1].law.speed(at_s)

    def winding(self, at_s: float) -> int:
        """The winding the wiper rests on, counted from the middle."""
        pot = self.spec.potentiometer
        place, last = self.shaft(at_s).wiper_deg / pot.step_deg, math.floor(pot.stop_deg / pot.step_deg + 1e-9)
        if abs(abs(place) % 1.0 - 0.5) < NEAR and math.floor(abs(place)) < last:
            self.log.doubt("a wiper half-way between two windings")
        if any(abs(jump_s - at_s) < NEAR_S for jump_s in self.jumps_s):
            self.log.doubt("a wiper that is looked at as a hand moves it")
        return max(-last, min(last, round(place)))
