"""What running the machine costs: seconds, motor-seconds, degrees, relay operations, joules by part."""

from typing import NamedTuple

from hardware.machine import Mark1
from hardware.records import Energy
from hardware.shafts import LARGEST_TOTAL
from hardware.stored import Stored


class Cost(NamedTuple):
    """What one span of time took; energy rests on assumed powers alone."""

    motor_s: float
    turned_deg: float
    value_change_deg: float
    relay_operations: int
    energy: Energy


class _Counters(NamedTuple):
    """The machine's counters at one instant."""

    at_s: float
    motor_s: float
    turned_deg: float
    gained_deg: float
    contact_moves: int


class CostMeter:
    """Reads the machine's counters; a reading covers the time since the one before, or since a span was opened."""

    def __init__(self, machine: Mark1) -> None:
        self._machine = machine
        self._before = self._counters()

    def begin(self) -> None:
        """Open a span now, if time has passed since the last one: what the machine cost idle belongs to none."""
        if self._machine.env.now != self._before.at_s:
            self._before = self._counters()

    def read(self, *, lit_s: float = 0.0, firing: int = 0) -> Cost:
        """Close the span that ends now: a pattern was lit for *lit_s*, *firing* A-units closed and opened."""
        power, before, after = self._machine.spec.power, self._before, self._counters()
        self._before = after
        motor_s = after.motor_s - before.motor_s
        operations = after.contact_moves - before.contact_moves + 2 * firing
        return Cost(
            motor_s=motor_s,
            turned_deg=after.turned_deg - before.turned_deg,
            value_change_deg=after.gained_deg - before.gained_deg,
            relay_operations=operations,
            energy=Energy(
                standing_j=power.standing_w * (after.at_s - before.at_s),
                illumination_j=power.illumination_w * lit_s,
                motors_j=power.motor_w * motor_s,
                relays_j=power.relay_operation_j * operations,
            ),
        )

    def state(self) -> dict[str, object]:
        """The counters as they were at the last reading."""
        return self._before._asdict()

    def restore(self, stored: Stored) -> None:
        """Go on from what `state` told."""
        now = self._before  # no reading can have been beyond what the machine has counted by now
        self._before = _Counters(
            at_s=stored.number("at_s", 0.0, now.at_s),
            motor_s=stored.number("motor_s", 0.0, now.motor_s),
            turned_deg=stored.number("turned_deg", 0.0, now.turned_deg),
            gained_deg=stored.number("gained_deg", -LARGEST_TOTAL, LARGEST_TOTAL),
            contact_moves=stored.count("contact_moves", now.contact_moves),
        )

    def _counters(self) -> _Counters:
        machine, now_s = self._machine, float(self._machine.env.now)
        potentiometers = machine.potentiometers
        moves = machine.retina.relays.operations(now_s)
        return _Counters(
            now_s, machine.motor_s, potentiometers.turned_deg(now_s), potentiometers.gained_deg(now_s), moves
        )
