"""The operator's self-test of an experiment's machine, and its outcome in words and as plain values."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from hardware import Fault, Mark1, fault_as_dict
from hardware.diagnostics import self_test
from hardware.diagnostics.findings import Part, SelfTestReport
from perceptron_sim.breakdowns import Breakdowns
from perceptron_sim.clock import Clock
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.fault_values import fault_as_text, inject_from_text
from perceptron_sim.quantities import duration


def machine_of(experiment: Experiment) -> Mark1:
    """The machine of *experiment* before its first lesson; its faults will come when they should."""
    machine = Mark1(Clock(0.0), experiment.first_machine, seed=experiment.seed, wiring=experiment.wiring)
    Breakdowns.started(machine, experiment)
    return machine


def outcome(machine: Mark1, faults: Sequence[str] = ()) -> SelfTestReport:
    """Break *machine* as *faults* say, and test it as it stands."""
    for text in faults:
        inject_from_text(machine, text)
    report = machine.env.run(until=machine.env.process(self_test(machine)))
    assert isinstance(report, SelfTestReport)  # SimPy does not tell what a process returns
    return report


def report_as_dict(report: SelfTestReport, seed: int) -> dict[str, Any]:
    """*report* as plain values; fields as in hardware.SelfTestReport."""
    values = asdict(report)
    for plain, finding in zip(values["findings"], report.findings, strict=True):
        plain["fault"] = fault_as_dict(finding.fault) if finding.fault else None
    for name in ("findings", "untestable", "limits"):
        values[name] = list(values[name])
    return {"seed": seed, "sound": report.sound, **values}


def report_as_text(report: SelfTestReport, seed: int) -> str:
    """*report* in lines: what fails, what could not be tested, how long it took, what such a test does not see."""
    return "\n".join(_lines(report, seed))


def _lines(report: SelfTestReport, seed: int) -> Iterator[str]:
    yield f"Self-test of the Mark I of seed {seed}: {duration(report.ended_s - report.began_s)} by its clock (assumed)."
    if report.set_back:
        by_hand = duration(report.set_back_s)
        yield f"Of that, {by_hand} to turn {report.set_back} potentiometers back by hand, as they were found."
    for finding in report.findings:
        yield f"FAILS   {part_name(finding.part, finding.number)}: {finding.says}{_fault(finding.fault)}"
    for untested in report.untestable:
        yield f"UNKNOWN {part_name(untested.part, untested.number)}: {untested.why}"
    yield _verdict(len(report.findings), len(report.untestable))
    yield "What such a test does not see:"
    yield from (f"- {limit}" for limit in report.limits)


def _verdict(failing: int, untested: int) -> str:
    """How many parts fail, and how many might: of what could not be tested nothing is claimed."""
    could_not = f"; {untested:,} could not be tested" if untested else ""
    if failing:
        return f"{failing:,} part{' fails' if failing == 1 else 's fail'}{could_not}."
    return f"No part{' that could be tested' if untested else ''} fails{could_not}."


def part_name(part: Part, number: int | None) -> str:
    """What a part is called: numbers count from 0, but those of R-units from 1."""
    if number is None:
        return str(part)
    return f"{part} R{number + 1}" if part is Part.LAMP else f"{part} {number}"


def _fault(fault: Fault | None) -> str:
    """*fault* as it can be given on a command line, in brackets."""
    return f" ({fault_as_text(fault)})" if fault else ""
