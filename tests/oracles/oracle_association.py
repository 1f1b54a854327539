"""One A-unit of the oracle: what its wires tell it, and what it shows of that a delay later, a process each."""

import bisect
import math
from collections.abc import Callable, Sequence

import simpy
from oracle_log import Log
from oracle_retina import SUnit
from simpy.events import ProcessGenerator


class AUnit:
    """Counts its wires that are on; its output repeats, a pure delay later, whether they reach the threshold.

    wires holds (row, S-unit, sign) of each wire that is plugged. cut and shorted are rows; relay_stuck says whether its
    relay is stuck closed, None where it is sound.
    """

    def __init__(
        self, env: simpy.Environment, threshold: int, delay_s: float, s_units: Sequence[SUnit], log: Log, number: int
    ) -> None:
        self.env, self.threshold, self.delay_s, self.s_units = env, threshold, delay_s, s_units
        self.log, self.number = log, number
        self.wires: list[tuple[int, int, int]] = []
        self.cut: set[int] = set()
        self.shorted: set[int] = set()
        self.relay_stuck: bool | None = None
        self.switched_on = True
        self.reached = self.fires = threshold <= 0  # in the dark, for ever
        self.history: list[tuple[float, bool]] = [(-math.inf, self.fires)]
        self.flipped: Callable[[], None] = lambda: None
        self.felt = env.event()
        env.process(self.live())

    def feel(self) -> None:
        """Something about the input has changed."""
        if not self.felt.triggered:
            self.felt.succeed()

    def live(self) -> ProcessGenerator:
        """Watch the input; every change of its being reached goes through the delay."""
        while True:
            yield self.felt
            self.felt = self.env.event()
            if self.decision() != self.reached:
                self.reached = not self.reached
                self.env.process(self.follow(self.reached))

    def decision(self) -> bool:
        """What the unit would show of its input as it is now."""
        if self.relay_stuck is not None:
            return self.relay_stuck
        if not self.switched_on:
            return False
        return self.net() >= self.threshold

    def net(self) -> int:
        """What all wires contribute."""
        net = 0
        for row, cell, sign in self.wires:
            if (self.s_units[cell].contact or row in self.shorted) and row not in self.cut:
                net += sign
        return net

    def follow(self, fires: bool) -> ProcessGenerator:
        """Carry one change of the input to the output."""
        yield self.env.timeout(self.delay_s)
        self.fires = fires
        self.history.append((self.env.now, fires))
        self.log.firing.append((self.number, self.env.now, fires))
        self.flipped()

    def fired(self, at_s: float) -> bool:
        """Whether the output was on at an instant that has passed."""
        return self.history[bisect.bisect_right(self.history, (at_s, True)) - 1][1]
