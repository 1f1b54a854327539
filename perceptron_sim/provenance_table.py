"""Every constant of the machine with its unit, how well it is known, and from where."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from hardware import Certainty, FailureSpec, Mark1Spec, MotorSpec, ProvenanceRow, RatchetSpec, provenance
from hardware.diagnostics.findings import SelfTestSpec
from hardware.diagnostics.motor_check import READING_SHARE, SHORTEST_PULSE_S
from hardware.diagnostics.panel_walk import METER_SHARE
from hardware.plain import DRIVE, plain
from perceptron_sim.codes import bits_of
from perceptron_sim.experiment_file import wiring_fingerprint
from perceptron_sim.experiments.experiment import USUAL_MACHINE, Experiment
from perceptron_sim.experiments.letters import YARDSTICK_EXPOSURES
from perceptron_sim.machine_values import default_machine
from perceptron_sim.network_learner import JOULES_PER_MULTIPLY_ADD
from perceptron_sim.quantities import unit_of

HEADINGS = ("number", "value", "unit", "certainty", "source or reason")
NO_EVIDENCE = "no evidence found; "
LETTERS = 26
CHOSEN = "chosen"  # by whoever wrote the experiment's file
BOARD, MOTOR = "mark1.plugboard.", "mark1.motor."
DRAWN_BY = tuple(
    BOARD + name for name in ("family", "excitatory", "inhibitory", "replacement", "local_sigma_cells", "shares")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """One constant; *unit* is empty where it counts something, chooses something or is a ratio."""

    name: str
    value: Any
    unit: str
    certainty: str
    source: str

    def as_dict(self) -> dict[str, Any]:
        """The same as plain values."""
        return {name: getattr(self, name) for name in self.__slots__}


def constants(experiment: Experiment) -> Iterator[Constant]:
    """A row for every constant of the machine of *experiment*, the drive it has not, failures, and the self-test's.

    How well a number is known is said of its default: where *experiment* has another value, its row says that instead.
    """
    default = {row.name: row for row in _rows(_default_machine(experiment), FailureSpec())}
    wired = experiment.wiring is not None
    for row in _rows(experiment.first_machine, experiment.failures or FailureSpec()):
        constant = _constant(row, default.get(row.name, row))
        if wired and row.name == DRAWN_BY[0]:
            yield _wiring_from_file(experiment)
        if wired and row.name in DRAWN_BY:
            constant = replace(constant, source=f"not used, since the wiring is from a file; {constant.source}")
        yield constant


def table(rows: list[Constant]) -> str:
    """*rows* in columns, a line each."""
    cells = [HEADINGS, *((row.name, written(row.value), row.unit, row.certainty, row.source) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS) - 1)]
    return "\n".join(
        "  ".join((*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[-1])) for line in cells
    )


def written(value: object) -> str:
    """*value* as a table shows it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(map(str, value[:3])) + (" ..." if len(value) > 3 else "") or "none"
        case float():
            return f"{value:g}"
        case _:
            return str(value)


def _rows(machine: Mark1Spec, failures: FailureSpec) -> Iterator[ProvenanceRow]:
    specs = {
        "mark1": machine,
        "other_drive": RatchetSpec() if isinstance(machine.motor, MotorSpec) else MotorSpec(),
        "failures": failures,
        "self_test": SelfTestSpec(),
    }
    drive: ProvenanceRow | None = _drive(machine)
    for name, spec in specs.items():
        for row in provenance(spec, f"{name}."):
            if drive is not None and row.name.startswith(MOTOR):
                yield drive
                drive = None
            yield row
    yield from _outside_specifications()


def _default_machine(experiment: Experiment) -> Mark1Spec:
    """What the machine of such an experiment is where nothing is said of it."""
    spec = default_machine(type(experiment))
    if spec is not USUAL_MACHINE:
        return spec
    bits = bits_of(experiment.code, len(experiment.class_names), experiment.codewords)
    return replace(spec, response=replace(spec.response, in_use=min(bits, spec.response.units)))


def _drive(machine: Mark1Spec) -> ProvenanceRow:
    """Which of the drives it is: a choice between specifications, for which none has a field."""
    source = "sources contradict each other: DC motors, stepping motors (TAPP), relay coils with ratchets (Nagle 1986)"
    return ProvenanceRow(
        name=MOTOR + DRIVE, value=plain(machine.motor)[DRIVE], certainty=Certainty.ASSUMED, source=source
    )


def _wiring_from_file(experiment: Experiment) -> Constant:
    source = f"from a wiring file of SHA-256 {wiring_fingerprint(experiment)}; by default drawn from the seed"
    return Constant(name="mark1.wiring", value="from a file", unit="", certainty=CHOSEN, source=source)


def _outside_specifications() -> Iterator[ProvenanceRow]:
    """What no specification has a field for."""
    code_bits = bits_of("binary", LETTERS)
    stated = (
        ("self_test.meter_share", METER_SHARE, "of the full voltage: the least that a meter at a wiper's jack shows"),
        ("self_test.reading_share", READING_SHARE, "of the nominal turn: a dial is read no finer"),
        ("self_test.shortest_pulse_s", SHORTEST_PULSE_S, "the shortest pulse that a key could give"),
        ("letters.code_bits", code_bits, "five R-units for 26 codes; that the Mark I used five is not documented"),
        ("network.multiply_add_j", JOULES_PER_MULTIPLY_ADD, "a laptop's processor, memory traffic included"),
    )
    for name, value, source in stated:
        yield ProvenanceRow(name=name, value=value, certainty=Certainty.ASSUMED, source=NO_EVIDENCE + source)
    yield ProvenanceRow(
        name="letters.yardstick_exposures",
        value=YARDSTICK_EXPOSURES,
        certainty=Certainty.DOCUMENTED,
        source="DCN60: exposures of each letter until no error was made",
    )


def _constant(row: ProvenanceRow, default: ProvenanceRow) -> Constant:
    certainty, source, value = str(row.certainty), row.source, _plain(row.value)
    if row.value != default.value:
        certainty, source = CHOSEN, f"by default {written(_plain(default.value))} ({certainty}): {source}"
    return Constant(name=row.name, value=value, unit=unit_of(row.name), certainty=certainty, source=source)


def _plain(value: object) -> object:
    value = value.value if isinstance(value, Enum) else value
    return list(value) if isinstance(value, tuple) else value
