"""What breaks in a Mark I while it learns, and is mended: as an experiment says, by chance, and by a visitor's hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hardware import (
    CutWire,
    FailureProcess,
    Fault,
    FaultEvent,
    FaultRecord,
    FaultSchedule,
    Mark1,
    ScheduledFault,
    fault_as_dict,
)
from hardware.stored import Stored
from perceptron_sim.experiments.experiment import Experiment


class Breakdowns:
    """Watches the *schedule* and the *failures* of one machine; either may be None. What hands do is added later."""

    def __init__(self, schedule: FaultSchedule | None, failures: FailureProcess | None) -> None:
        self.schedule, self.failures = schedule, failures
        self._by_hand: list[FaultRecord] = []
        self._later: list[FaultSchedule] = []
        self._told = [0] * len(self._sources)

    @classmethod
    def started(cls, machine: Mark1, experiment: Experiment) -> "Breakdowns":
        """Let what *experiment* asks for happen to *machine*; nothing is started where it asks for nothing."""
        schedule = FaultSchedule(machine, experiment.faults).start() if experiment.faults else None
        failures = FailureProcess(machine, experiment.failures).start() if experiment.failures else None
        return cls(schedule, failures)

    def break_by_hand(self, machine: Mark1, fault: Fault, after_s: float, for_s: float | None) -> None:
        """Let *fault* come to *machine* in *after_s* seconds, and go *for_s* later; FaultError where it cannot come."""
        now_s = float(machine.env.now)
        until_s = None if for_s is None else now_s + after_s + for_s
        scheduled = ScheduledFault(fault=fault, at_s=now_s + after_s, until_s=until_s)
        if after_s:
            self._begin(FaultSchedule(machine, (scheduled,)))
            return
        machine.inject(fault)
        self._by_hand.append(FaultRecord(time_s=now_s, event=FaultEvent.FAILED, fault=fault))
        if until_s is not None:
            repair = {**fault_as_dict(fault), "at_s": until_s, "event": str(FaultEvent.REPAIRED)}
            self._begin(FaultSchedule.restored(machine, Stored("repair", {"pending": [repair]})))

    def _begin(self, schedule: FaultSchedule) -> None:
        """Let *schedule* happen, its records among those of hands; schedules that are over are forgotten."""
        schedule.records = self._by_hand
        self._later = [one for one in self._later if one.pending]
        self._later.append(schedule.start())

    def cut_by_hand(self, machine: Mark1, cuts: Sequence[CutWire]) -> None:
        """Cut all these wires of *machine*, or none: FaultError where one cannot be."""
        machine.inject_all(cuts)
        now_s = float(machine.env.now)
        self._by_hand += [FaultRecord(time_s=now_s, event=FaultEvent.FAILED, fault=cut) for cut in cuts]

    def mend_by_hand(self, machine: Mark1, faults: Sequence[Fault]) -> None:
        """Make good *faults* of *machine*, or none: FaultError where one is not there."""
        machine.mend_all(faults)
        now_s = float(machine.env.now)
        self._by_hand += [FaultRecord(time_s=now_s, event=FaultEvent.REPAIRED, fault=fault) for fault in faults]

    def state(self) -> "BreakdownsState":
        """What is still to come, and what has happened."""
        schedule, failures = self.schedule, self.failures
        return BreakdownsState(
            None if schedule is None else schedule.state(),
            None if failures is None else failures.state(),
            tuple(one.state() for one in self._later if one.pending),
            tuple(tuple(records) for records in self._sources),
            tuple(self._told),
        )

    @classmethod
    def restored(cls, machine: Mark1, state: "BreakdownsState") -> "Breakdowns":
        """Let go on with *machine* what `state` told of."""
        schedule = failures = None
        if state.schedule is not None:
            schedule = FaultSchedule.restored(machine, Stored("schedule", state.schedule)).start()
        if state.failures is not None:
            failures = FailureProcess.restored(machine, Stored("failures", state.failures)).start()
        breakdowns = cls(schedule, failures)
        for one in state.later:
            breakdowns._begin(FaultSchedule.restored(machine, Stored("later", one)))
        for source, records in zip(breakdowns._sources, state.records, strict=True):
            source[:] = records
        breakdowns._told = list(state.told)
        return breakdowns

    @property
    def records(self) -> tuple[FaultRecord, ...]:
        """All that has happened, in order of time."""
        return _in_order([record for source in self._sources for record in source])

    @property
    def coming(self) -> tuple[FaultRecord, ...]:
        """What hands have asked for that is still to come, in order of time."""
        pending = [one for schedule in self._later for one in schedule.pending]
        return _in_order([FaultRecord(time_s=at_s, event=event, fault=fault) for at_s, event, fault in pending])

    def news(self) -> tuple[FaultRecord, ...]:
        """What has happened since this was asked last, in order of time."""
        fresh: list[FaultRecord] = []
        for index, source in enumerate(self._sources):
            fresh += source[self._told[index] :]
            self._told[index] = len(source)
        return _in_order(fresh)

    @property
    def _sources(self) -> list[list[FaultRecord]]:
        """The records of each that can break or mend something, hands last."""
        given = [source.records for source in (self.schedule, self.failures) if source is not None]
        return [*given, self._by_hand]


@dataclass(frozen=True, slots=True)
class BreakdownsState:
    """What one machine's breakdowns depend on.

    later are the schedules that hands have begun and that are not over; records (sources,) are all there were, hands'
    last; told how many of each were passed on.
    """

    schedule: dict[str, object] | None
    failures: dict[str, object] | None
    later: tuple[dict[str, object], ...]
    records: tuple[tuple[FaultRecord, ...], ...]
    told: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LearnerFault:
    """What broke in the machine of *learner*, or was mended."""

    learner: str
    record: FaultRecord

    def as_dict(self) -> dict[str, Any]:
        """The same as plain values: whose, when, what happened, the kind of fault and its fields."""
        record = self.record
        event = {"time_s": record.time_s, "event": str(record.event)}
        return {"learner": self.learner, **event, **fault_as_dict(record.fault)}


def _in_order(records: list[FaultRecord]) -> tuple[FaultRecord, ...]:
    return tuple(sorted(records, key=lambda record: record.time_s))
