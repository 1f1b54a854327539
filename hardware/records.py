"""What happened and when: one frozen record per exposure, setting by hand and fault, times in simulated seconds."""

from dataclasses import dataclass
from enum import StrEnum

from hardware.faults import Fault

Code = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Energy:
    """Joules by part; all of it rests on assumed powers. Standing is what runs all the time: electronics, supplies."""

    standing_j: float
    illumination_j: float
    motors_j: float
    relays_j: float

    @property
    def total_j(self) -> float:
        """All parts together."""
        return self.standing_j + self.illumination_j + self.motors_j + self.relays_j


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """One pattern shown to the machine, from the instant it was placed to the end of the interval after it.

    wanted is None where the trainer said nothing of it. Costs cover this span, and no idle time: motor_s is the time
    motors had current, summed over motors; turned_deg what their shafts turned, coasting included;
    value_change_deg what all values together gained but by hand: by the gamma rule, what a real drive leaks.
    A-relay operations are counted at the reading: each unit found firing closes and opens once.
    """

    number: int
    placed_s: float
    read_s: float
    ended_s: float
    answered: Code
    wanted: Code | None
    wrong_bits: int
    firing: int
    motors_driven: int
    motor_s: float
    turned_deg: float
    value_change_deg: float
    relay_operations: int
    energy: Energy

    @property
    def energy_j(self) -> float:
        """Joules of the whole span, all parts together."""
        return self.energy.total_j


@dataclass(frozen=True, slots=True, kw_only=True)
class HandSetting:
    """Potentiometers turned by hand, one after the other: how many, to what angle, how long it took, and joules."""

    began_s: float
    ended_s: float
    potentiometers: int
    angle_deg: float
    energy: Energy


class FaultEvent(StrEnum):
    """What can happen to a part."""

    FAILED = "failed"
    REPAIRED = "repaired"
    VOID = "void"  # it could not happen: the part was broken so already, or good


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRecord:
    """A part that failed, or that was repaired."""

    time_s: float
    event: FaultEvent
    fault: Fault
