"""What breaks in a Mark I while it learns, and is mended: as an experiment says, and by chance."""

from dataclasses import dataclass
from typing import Any

from hardware import FailureProcess, FaultRecord, FaultSchedule, Mark1, fault_as_dict
from perceptron_sim.experiments.experiment import Experiment


class Breakdowns:
    """Watches the *schedule* and the *failures* of one machine; either may be None."""

    def __init__(self, schedule: FaultSchedule | None, failures: FailureProcess | None) -> None:
        self.schedule, self.failures = schedule, failures
        self._sources = [source for source in (schedule, failures) if source is not None]
        self._told = [0] * len(self._sources)

    @classmethod
    def started(cls, machine: Mark1, experiment: Experiment) -> "Breakdowns":
        """Let what *experiment* asks for happen to *machine*; nothing is started where it asks for nothing."""
        schedule = FaultSchedule(machine, experiment.faults).start() if experiment.faults else None
        failures = FailureProcess(machine, experiment.failures).start() if experiment.failures else None
        return cls(schedule, failures)

    @property
    def records(self) -> tuple[FaultRecord, ...]:
        """All that has happened, in order of time."""
        return _in_order([record for source in self._sources for record in source.records])

    def news(self) -> tuple[FaultRecord, ...]:
        """What has happened since this was asked last, in order of time."""
        fresh = []
        for index, source in enumerate(self._sources):
            fresh += source.records[self._told[index] :]
            self._told[index] = len(source.records)
        return _in_order(fresh)


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
