"""The operator's self-test of an experiment's machine, and its outcome in words and as plain values."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from hardware import Fault, Mark1, fault_as_dict
from hardware.diagnostics import self_test
from hardware.diagnostics.findings import Part, SelfTestReport
from perceptron_sim.breakdowns import Breakdowns
from perceptron_sim.clock import Clock
from perceptron_sim.experiments.letters import Letters
from perceptron_sim.fault_values import fault_from_text
from perceptron_sim.quantities import duration


def outcome(experiment: Letters, faults: Sequence[str] = ()) -> SelfTestReport:
    """Build the machine of *experiment*, break it as *faults* say, let its own faults come, and test it."""
    env = Clock(0.0)
    machine = Mark1(env, experiment.mark1, seed=experiment.seed, wiring=experiment.wiring)
    for text in faults:
        machine.inject(fault_from_text(text))
    Breakdowns.started(machine, experiment)
    report = env.run(until=env.process(self_test(machine)))
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
    count = len(report.findings)
    yield "No part fails." if report.sound else f"{count} part{' fails' if count == 1 else 's fail'}."
    yield "What such a test does not see:"
    yield from (f"- {limit}" for limit in report.limits)


def part_name(part: Part, number: int | None) -> str:
    """What a part is called: numbers count from 0, but those of R-units from 1."""
    if number is None:
        return str(part)
    return f"{part} R{number + 1}" if part is Part.LAMP else f"{part} {number}"


def _fault(fault: Fault | None) -> str:
    """*fault* as it can be given on a command line, in brackets."""
    if fault is None:
        return ""
    kind, *fields = fault_as_dict(fault).items()
    return f" ({kind[1]}:{','.join(f'{name}={_value(value)}' for name, value in fields)})"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.3g}" if isinstance(value, float) else str(value)
