"""The stream of signal changes: what an oscilloscope with hundreds of channels on the machine would show.

A `Trace` only looks. Whoever owns the clock lets it go on before every event: changes come out in order of time.
"""

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from hardware.arrays import IntArray
from hardware.choices import Tie
from hardware.errors import ControlError, shown
from hardware.faults import DirtyWiper
from hardware.machine import Mark1
from hardware.spec import Mark1Spec
from hardware.validation import MOST, whole

CHARGE_TIME_CONSTANTS = 40.0  # exp(-40): a conductance does not move any more in double precision


class SignalKind(StrEnum):
    """What is traced, in the order in which a stimulus passes through the machine."""

    LIGHT = "light"  # 0..1 on a photocell
    CONDUCTANCE = "conductance"  # of a photocell, in microsiemens
    S_RELAY = "s-relay"  # 1: contact closed
    A_UNIT = "a-unit"  # 1: fires
    R_LAMP = "r-lamp"  # 1: lit
    CURRENT = "current"  # of a motor: +1 up, -1 down, 0 none
    ANGLE = "angle"  # of a potentiometer, in degrees from its middle


SAMPLED = {SignalKind.CONDUCTANCE: 1e-3, SignalKind.ANGLE: 1e-3}  # least change between events that is told of


@dataclass(frozen=True, slots=True)
class Signal:
    """One channel: photocell, A-unit, R-unit, motor or potentiometer *number*, counted from 0."""

    kind: SignalKind
    number: int

    def __post_init__(self) -> None:
        if not isinstance(self.kind, SignalKind):
            raise ControlError(f"kind must be a SignalKind, got {shown(self.kind)}")
        if not whole(self.number, -MOST, MOST):  # whether there is such a channel, a machine says
            raise ControlError(f"number must be a whole number, got {shown(self.number)}")


@dataclass(frozen=True, slots=True)
class SignalChange:
    """From *time_s* on, *signal* has *value*; the first one of each signal is its value when the window begins."""

    time_s: float
    signal: Signal
    value: float


def signals_of(spec: Mark1Spec, *kinds: SignalKind) -> tuple[Signal, ...]:
    """All signals of *kinds*, by default of every kind, that a machine of *spec* has."""
    return tuple(Signal(kind, number) for kind in kinds or SignalKind for number in range(channels(spec, kind)))


def channels(spec: Mark1Spec, kind: SignalKind) -> int:
    """How many signals of *kind* a machine of *spec* has."""
    if not isinstance(kind, SignalKind):
        raise ControlError(f"kind must be a SignalKind, got {shown(kind)}")
    if kind is SignalKind.R_LAMP:
        return spec.response.units
    of_cells = kind in (SignalKind.LIGHT, SignalKind.CONDUCTANCE, SignalKind.S_RELAY)
    return spec.retina.s_units if of_cells else spec.association.units


@dataclass(slots=True)
class _Group:
    """The traced signals of one kind, and what was last told of them."""

    kind: SignalKind
    signals: tuple[Signal, ...]
    numbers: IntArray
    known: npt.NDArray[Any] | None = None

    def changes(self, at_s: float, values: npt.NDArray[Any], exact: bool) -> Iterator[SignalChange]:
        """What of *values* (all units) is news at *at_s*; unless *exact*, too small a change is not."""
        now = values[self.numbers]
        if self.known is None:
            told = np.ones(now.size, dtype=np.bool_)
        elif exact or self.kind not in SAMPLED:
            told = now != self.known
        else:
            told = np.abs(now - self.known) >= SAMPLED[self.kind]
        self.known = now if self.known is None else np.where(told, now, self.known)
        for index in told.nonzero()[0].tolist():
            yield SignalChange(at_s, self.signals[index], now[index].item())


class Trace:
    """Follows *signals* of *machine* from *begin_s* to *end_s*, both included; ControlError for what is not there.

    Light, currents, S-relays and A-units change at their exact instants, and so do lamps on their account or by hand.
    What moving wipers or noise do to lamps, angles that move and conductances are looked at every *sample_s*. What is
    SAMPLED and has changed by less is told at the clock's next event, an angle also when the motors come to rest.
    """

    def __init__(
        self,
        machine: Mark1,
        signals: Iterable[Signal],
        *,
        begin_s: float = 0.0,
        end_s: float = math.inf,
        sample_s: float = 0.01,
    ) -> None:
        given = tuple(signals)
        if not all(isinstance(signal, Signal) for signal in given):
            raise ControlError(f"signals must be Signals, got {shown(given)}")
        self.signals = tuple(dict.fromkeys(given))
        self._machine, self._env = machine, machine.env
        self._begin_s, self._end_s, self._sample_s = begin_s, end_s, sample_s
        self._check()
        self._groups = tuple(self._group(kind) for kind in SignalKind if any(s.kind is kind for s in self.signals))
        self._kinds = {group.kind for group in self._groups}
        self.signals = tuple(signal for group in self._groups for signal in group.signals)
        parts = machine.retina.tolerances
        self._charging_s = CHARGE_TIME_CONSTANTS * float(max(parts.rise_s.max(), parts.fall_s.max()))
        self._looked_s, self._event_s = -math.inf, -math.inf
        self._wipers_seen_s = -math.inf  # until when lamps may still see wipers move
        self._lamp_instants: deque[float] = deque()

    def follow(self, advance: Callable[[], object], over: Callable[[], bool]) -> Iterator[SignalChange]:
        """Let time pass by *advance*, which carries out one event, until *over* or the end of the window."""
        while not over() and self._env.peek() <= self._end_s and self._env.peek() < math.inf:
            yield from self.step()
            advance()
        yield from self.step(self._env.now if over() or math.isinf(self._end_s) else self._end_s)

    def step(self, until_s: float | None = None) -> Iterator[SignalChange]:
        """Yield what changes from now until just before the clock's next event; to be exhausted before it comes.

        Whoever touches the machine between two events lets the trace go on *until_s*, that instant included, before.
        """
        now_s, next_s = self._env.now, self._env.peek()
        before_s = math.nextafter(next_s, -math.inf) if next_s < math.inf else now_s
        if until_s is not None:
            before_s = max(now_s, until_s if next_s == math.inf else min(until_s, before_s))
        before_s = min(before_s, self._end_s)
        if now_s <= before_s:
            self._note_event(now_s, before_s)
        due = [(max(now_s, self._begin_s, self._looked_s), True)] * len(self._groups)
        while (at_s := min(due)[0]) <= before_s:
            self._looked_s = at_s
            for index, group in enumerate(self._groups):
                if due[index][0] == at_s:
                    yield from group.changes(at_s, self._values(group.kind, at_s), due[index][1])
                    due[index] = self._next_instant(group.kind, at_s)

    def _values(self, kind: SignalKind, at_s: float) -> npt.NDArray[Any]:
        """All units' values at *at_s*, an instant before the clock's next event."""
        machine = self._machine
        match kind:
            case SignalKind.LIGHT:
                return machine.retina.light
            case SignalKind.CONDUCTANCE:
                return machine.retina.conductance_us(at_s)
            case SignalKind.S_RELAY:
                return machine.retina.relays.contacts(at_s).view(np.int8)
            case SignalKind.A_UNIT:
                return machine.association.firing(at_s).view(np.int8)
            case SignalKind.R_LAMP:
                return machine.response.lamps(at_s).view(np.int8)
            case SignalKind.CURRENT:
                return machine.potentiometers.law.current
            case SignalKind.ANGLE:
                return machine.potentiometers.angle_deg(at_s)

    def _note_event(self, now_s: float, before_s: float) -> None:
        """What was done at *now_s* shows at the lamps one R-delay later; nothing else is done until *before_s*."""
        delay_s = self._machine.spec.response.delay_s
        moving_s = min(self._machine.potentiometers.law.rest_s, before_s)
        self._event_s, self._wipers_seen_s = now_s, max(self._wipers_seen_s, moving_s + delay_s)
        instants = self._lamp_instants
        while instants and instants[0] <= now_s:
            instants.popleft()
        if SignalKind.R_LAMP in self._kinds:
            instants.append(_later(now_s, delay_s))

    def _next_instant(self, kind: SignalKind, at_s: float) -> tuple[float, bool]:
        """When a signal of *kind* may next change after *at_s*, and whether that is exact and not only a sample."""
        machine, exact_s, sampled_until_s = self._machine, math.inf, -math.inf
        if kind is SignalKind.S_RELAY:
            exact_s = machine.retina.relays.next_change_s(at_s, 0.0)
        elif kind is SignalKind.A_UNIT:
            exact_s = machine.association.next_change_s(at_s)
        elif kind is SignalKind.R_LAMP:
            coming_s = (instant for instant in self._lamp_instants if instant > at_s)
            exact_s = machine.association.next_change_s(at_s, machine.spec.response.delay_s)
            exact_s = min(exact_s, next(coming_s, math.inf))
            sampled_until_s = math.inf if self._by_chance() else self._wipers_seen_s
        elif kind is SignalKind.ANGLE:
            sampled_until_s = machine.potentiometers.law.rest_s
            exact_s = sampled_until_s if sampled_until_s > at_s else math.inf
        elif kind is SignalKind.CONDUCTANCE:
            sampled_until_s = self._event_s + self._charging_s
        sample_s = self._next_sample_s(at_s) if at_s < sampled_until_s else math.inf
        return (exact_s, True) if exact_s <= sample_s else (sample_s, False)

    def _next_sample_s(self, at_s: float) -> float:
        number = math.floor(at_s / self._sample_s) + 1
        return max(number * self._sample_s, math.nextafter(at_s, math.inf))

    def _by_chance(self) -> bool:
        """Whether lamps may change by chance."""
        noise = self._machine.spec.noise
        dirty = any(isinstance(fault, DirtyWiper) for fault in self._machine.faults)
        by_coin = self._machine.spec.response.tie is Tie.COIN
        return bool(noise.wiper_v or noise.wiper_v_per_turn or noise.amplifier_v or dirty or by_coin)

    def _group(self, kind: SignalKind) -> _Group:
        signals = tuple(signal for signal in self.signals if signal.kind is kind)
        return _Group(kind, signals, np.array([signal.number for signal in signals], dtype=np.intp))

    def _check(self) -> None:
        if not self.signals:
            raise ControlError("signals must hold at least one signal, got none")
        for signal in self.signals:
            count = channels(self._machine.spec, signal.kind)
            if not 0 <= signal.number < count:
                raise ControlError(f"{signal.kind} must be a number from 0 to {count - 1}, got {signal.number!r}")
        if not 0 <= self._begin_s <= self._end_s:
            raise ControlError(f"end_s must be at least begin_s ({self._begin_s!r}), from 0, got {self._end_s!r}")
        if not 0 < self._sample_s < math.inf:
            raise ControlError(f"sample_s must be a positive number of seconds, got {self._sample_s!r}")


def _later(at_s: float, delay_s: float) -> float:
    """The first instant that lies *delay_s* after *at_s* in the arithmetic of who looks back by it."""
    later_s = at_s + delay_s
    while later_s - delay_s < at_s:
        later_s = math.nextafter(later_s, math.inf)
    return later_s
