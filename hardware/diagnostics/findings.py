"""What a self-test says: findings, what could not be tested and why, and the manner in which it tests."""

from dataclasses import dataclass
from enum import StrEnum

from hardware.faults import Fault
from hardware.provenance import assumed
from hardware.validation import at_most, check_kinds, positive, require


class Part(StrEnum):
    """The kinds of part that a self-test walks through, in its order."""

    LAMP = "R-lamp"
    SUPPLY = "supply"
    S_RELAY = "S-relay"
    CELL = "photocell"
    WIRE = "wire"
    POTENTIOMETER = "potentiometer"
    A_RELAY = "A-relay"
    MOTOR = "motor"


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTestSpec:
    """How the operator tests; no procedure of the real machine is known."""

    step_s: float = assumed(1.0, "no evidence found; throwing switches or pulling one wire, and reading")
    readings: int = assumed(100, "no evidence found; how often a recorder notes each wiper's voltage")
    deviations: float = assumed(5.0, "standard deviations that a sound part is granted: one false alarm in millions")

    def __post_init__(self) -> None:
        check_kinds(self)
        positive(self, "step_s", "readings", "deviations")
        at_most(self, 1e6, "step_s", "readings")
        at_most(self, 20.0, "deviations")
        require(self.readings >= 10, self, "readings", "at least 10")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One part that fails: *fault* is what it comes to; None where the machine has no name for that.

    *number* counts from 0, A-units for wires, potentiometers and motors; None for the supply. Shares and voltages
    in *fault* are as measured.
    """

    part: Part
    number: int | None
    says: str
    fault: Fault | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Untestable:
    """A part of which the self-test cannot tell whether it is sound, and *why*."""

    part: Part
    number: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTestReport:
    """The outcome of one self-test, which took from *began_s* to *ended_s* on the simulated clock.

    *set_back* is how many potentiometers were turned back by hand to the values that were found, in *set_back_s*
    seconds of that time. *limits* says what such a test does not see on any part.
    """

    began_s: float
    ended_s: float
    findings: tuple[Finding, ...]
    untestable: tuple[Untestable, ...]
    limits: tuple[str, ...]
    set_back: int
    set_back_s: float

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults that were named, in the order in which they were found."""
        return tuple(finding.fault for finding in self.findings if finding.fault is not None)
