"""What running the machine costs: seconds, motor-seconds, degrees, relay operations, joules."""

from dataclasses import dataclass

from hardware.machine import Mark1


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one span of time took; energy_j rests on assumed powers alone."""

    motor_s: float
    turned_deg: float
    relay_operations: int
    energy_j: float


class CostMeter:
    """Reads the machine's counters; every reading covers the time since the one before, so that nothing is lost."""

    def __init__(self, machine: Mark1) -> None:
        self._machine = machine
        self._at_s, self._motor_s, self._turned_deg = machine.env.now, machine.motor_s, machine.turned_deg()
        self._relay_operations = machine.retina.relays.operations(machine.env.now)

    def read(self, *, lit_s: float, firing: int) -> Cost:
        """Close the span that ends now: a pattern was lit for *lit_s*, *firing* A-units closed and opened."""
        machine, power = self._machine, self._machine.spec.power
        now_s, motor_s, turned_deg = machine.env.now, machine.motor_s, machine.turned_deg()
        contacts = machine.retina.relays.operations(now_s)
        operations = contacts - self._relay_operations + 2 * firing
        cost = Cost(
            motor_s=motor_s - self._motor_s,
            turned_deg=turned_deg - self._turned_deg,
            relay_operations=operations,
            energy_j=power.standing_w * (now_s - self._at_s)
            + power.illumination_w * lit_s
            + power.motor_w * (motor_s - self._motor_s)
            + power.relay_operation_j * operations,
        )
        self._at_s, self._motor_s, self._turned_deg, self._relay_operations = now_s, motor_s, turned_deg, contacts
        return cost
