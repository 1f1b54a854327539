"""One photocell of the oracle: its conductance, its relay's coil and the contact that follows, a process each."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import simpy
from oracle_log import NEAR_S, Log
from simpy.events import Event, ProcessGenerator

from hardware import Mark1Spec


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
    """A photocell whose conductance creeps to where the light sends it, and a relay that follows with a delay.

    switch is its switch on the sensory panel: +1 forces the coil on, -1 off, 0 leaves it to the photocell.
    """

    def __init__(self, env: simpy.Environment, spec: Mark1Spec, parts: CellParts, log: Log, number: int) -> None:
        self.env, self.retina, self.parts, self.log, self.number = env, spec.retina, parts, log, number
        self.light, self.switch = 0.0, 0
        self.dead = self.stuck = False
        self.conductance_us = self.limit_us = spec.retina.dark_conductance_us
        self.since_s, self.tau_s = env.now, parts.fall_s
        self.coil = self.contact = False
        self.move: simpy.Process | None = None
        self.due_s = -math.inf
        self.moved: Callable[[], None] = lambda: None
        self.process = env.process(self.live())

    def live(self) -> ProcessGenerator:
        """Wait for the conductance to cross the relay's threshold, or for something else to change."""
        while True:
            try:
                yield self.crossing()
            except simpy.Interrupt:
                continue
            self.switch_coil()

    def shine(self, light: float) -> None:
        """Let light of 0..1 fall on the cell."""
        self.light = light
        self.follow()

    def suffer(self, *, dead: bool, stuck: bool) -> None:
        """Be dead, or stuck at full light, or well again."""
        self.dead, self.stuck = dead, stuck
        self.follow()

    def follow(self) -> None:
        """Start a new exponential from the conductance as it is now."""
        self.conductance_us = self.conductance(self.env.now)
        lux = self.retina.stimulus_lux * (1.0 if self.stuck else self.light)
        grown_us = 0.0 if self.dead else self.parts.gain * math.pow(lux, self.parts.gamma)
        self.limit_us = self.retina.dark_conductance_us + grown_us
        self.tau_s = self.parts.rise_s if self.limit_us > self.conductance_us else self.parts.fall_s
        self.since_s = self.env.now
        self.process.interrupt()

    def conductance(self, at_s: float) -> float:
        """Microsiemens at an instant since the light last changed."""
        elapsed_s = at_s - self.since_s
        return self.limit_us + (self.conductance_us - self.limit_us) * math.exp(-elapsed_s / self.tau_s)

    def turn_switch(self, position: int) -> None:
        """Turn the switch on the sensory panel; where that leaves the coil to the cell, its conductance decides."""
        released = position == 0 and self.switch != 0
        self.switch = position
        coil = self.judged() if released else {-1: False, 0: self.coil, 1: True}[position]
        if coil != self.coil:
            self.switch_coil()
        self.process.interrupt()

    def judged(self) -> bool:
        """Whether the conductance, as it is now, holds the coil."""
        conductance_us = self.conductance(self.env.now)
        for threshold_us in (self.retina.relay_on_us, self.retina.relay_off_us):
            if abs(conductance_us - threshold_us) < 1e-9 * threshold_us:
                self.log.doubt("a conductance at the very threshold")
        if self.retina.relay_off_us <= conductance_us <= self.retina.relay_on_us:
            return self.coil
        return conductance_us > self.retina.relay_on_us

    def crossing(self) -> Event:
        """An event for when the coil will switch; one that never comes where it will not."""
        threshold_us = self.retina.relay_off_us if self.coil else self.retina.relay_on_us
        if abs(self.limit_us - threshold_us) < 1e-3 * self.limit_us:
            self.log.doubt("a conductance that tends to the very threshold")
        crosses = self.limit_us < threshold_us if self.coil else self.limit_us > threshold_us
        if self.switch or not crosses:
            return self.env.event()
        share_left = (threshold_us - self.limit_us) / (self.conductance_us - self.limit_us)
        due_s = self.since_s - self.tau_s * math.log(share_left)
        return self.env.timeout(max(0.0, due_s - self.env.now))

    def switch_coil(self) -> None:
        """Send the contact on its way, or call it back if it has not moved since the last switching."""
        self.coil = not self.coil
        if abs(self.env.now - self.due_s) < NEAR_S:
            self.log.doubt("a coil that switches as its contact moves")
        if self.move is not None and self.move.is_alive:
            self.move.interrupt()
            self.move = None
        else:
            delay_s = self.parts.operate_s if self.coil else self.parts.release_s
            self.due_s = self.env.now + delay_s
            self.move = self.env.process(self.move_contact(delay_s))

    def move_contact(self, delay_s: float) -> ProcessGenerator:
        """Move after the relay's delay, unless called back."""
        try:
            yield self.env.timeout(delay_s)
        except simpy.Interrupt:
            return
        self.contact = not self.contact
        self.log.contacts.append((self.number, self.env.now, self.contact))
        self.moved()
