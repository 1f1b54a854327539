"""Defects that come at stated instants, and go again if they are mended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from simpy.events import ProcessGenerator

from hardware.errors import FaultError, FaultStateError, shown
from hardware.faults import Fault, fault_as_dict
from hardware.instants import LATEST_S, wait_until
from hardware.machine import Mark1
from hardware.records import FaultEvent, FaultRecord
from hardware.stored import Stored
from hardware.validation import real


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledFault:
    """A *fault* that comes at *at_s* and, if *until_s* is given, is mended then; seconds of the machine's clock."""

    fault: Fault
    at_s: float = 0.0
    until_s: float | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.fault, Fault):
            raise FaultError(f"fault must be one of the kinds of fault, got {shown(self.fault)}")
        self._check_instant("at_s", self.at_s, 0.0)
        if self.until_s is not None:
            self._check_instant("until_s", self.until_s, self.at_s)

    def _check_instant(self, name: str, value: Any, earliest_s: float) -> None:
        if not real(value, earliest_s, LATEST_S):
            raise FaultError(f"{name} must be a number from {earliest_s:g} to {LATEST_S:g} seconds, got {shown(value)}")
        object.__setattr__(self, name, float(value))


def happen(machine: Mark1, event: FaultEvent, fault: Fault) -> FaultRecord:
    """Let *fault* come to *machine*, or go; the record is of a void event where the part does not allow it."""
    try:
        (machine.inject if event is FaultEvent.FAILED else machine.mend)(fault)
    except FaultStateError:
        event = FaultEvent.VOID
    return FaultRecord(time_s=float(machine.env.now), event=event, fault=fault)


class FaultSchedule:
    """Injects and mends faults of *machine* at stated instants; those that have passed happen at once."""

    def __init__(self, machine: Mark1, scheduled: Sequence[ScheduledFault]) -> None:
        self._machine = machine
        for one in scheduled:
            if not isinstance(one, ScheduledFault):
                raise FaultError(f"scheduled must be ScheduledFaults, got {shown(one)}")
        self.records: list[FaultRecord] = []
        failures = [(one.at_s, 1, FaultEvent.FAILED, one.fault) for one in scheduled]
        # at one instant what was there before goes first; what comes and goes at once comes first
        repairs = [
            (one.until_s, 0 if one.at_s < one.until_s else 2, FaultEvent.REPAIRED, one.fault)
            for one in scheduled
            if one.until_s is not None
        ]
        moments = sorted(failures + repairs, key=lambda moment: moment[:2])
        self._pending = [(at_s, event, fault) for at_s, _, event, fault in moments]
        for _, _, fault in self._pending:
            fault.check(machine.spec, machine.wiring)

    @property
    def pending(self) -> tuple[tuple[float, FaultEvent, Fault], ...]:
        """What is still to come: when, what, and to which part."""
        return tuple(self._pending)

    def start(self) -> "FaultSchedule":
        """Let them happen from now on; returns itself."""
        self._machine.env.process(self._run())
        return self

    def state(self) -> dict[str, object]:
        """What is still to come, for a checkpoint."""
        return {
            "pending": [
                {**fault_as_dict(fault), "at_s": at_s, "event": str(event)} for at_s, event, fault in self._pending
            ]
        }

    @classmethod
    def restored(cls, machine: Mark1, stored: Stored) -> "FaultSchedule":
        """The schedule that `state` told of, not yet started; its records begin anew."""
        schedule = cls(machine, ())
        for one in stored.parts("pending", least=0):
            event = FaultEvent(one.choice("event", [FaultEvent.FAILED, FaultEvent.REPAIRED]))
            at_s = one.number("at_s", 0.0, LATEST_S)
            schedule._pending.append((at_s, event, one.fault(machine.spec, without=("at_s", "event"))))
        return schedule

    def _run(self) -> ProcessGenerator:
        while self._pending:
            at_s, event, fault = self._pending[0]
            yield from wait_until(self._machine.env, at_s)
            del self._pending[0]
            self.records.append(happen(self._machine, event, fault))
