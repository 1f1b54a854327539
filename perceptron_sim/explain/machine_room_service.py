"""What breaks in the machine room, in words: how a part can break, what is broken now, what the self-test found."""

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, fields

from hardware import FaultEvent, FaultRecord
from hardware.diagnostics import Finding, Part, SelfTestReport
from hardware.faults import (
    CutWire,
    DeadCell,
    DeadLamp,
    DirtyWiper,
    Fault,
    ShortedWire,
    SlippingMotor,
    StuckCell,
    StuckMotor,
    StuckRelay,
    SupplySag,
)
from hardware.spec import Mark1Spec

CELL, A_UNIT, R_UNIT, SUPPLY = "cell", "knob", "r_unit", "supply"
SUPPLIES = ("part", "supplies")
SLIP_SHARE, SAG_SHARE, DIRT_V = 0.5, 0.7, 1.0  # of what is broken by hand here; assumed, as every rate of failure is
MEASURED = ("share", "noise_v")  # fields that a self-test only measures
NOTHING_FOUND = "Nothing was found: every part that it can test is sound."


@dataclass(frozen=True, slots=True)
class Picked:
    """A part that can break: which kind, and its number, counted from 0."""

    kind: str
    number: int = 0

    @property
    def key(self) -> Hashable:
        """The thing in the room that it is."""
        return SUPPLIES if self.kind == SUPPLY else (self.kind, self.number)


@dataclass(frozen=True, slots=True)
class Way:
    """A way in which a part can break: its words, and the fault that it is."""

    words: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list of what is broken or was found: its words, the part, and the fault that can be mended now.

    *mended* is what was found and is not there any more.
    """

    words: str
    part: Picked
    fault: Fault | None
    mended: bool = False


def picked_by(key: Hashable, spec: Mark1Spec) -> Picked | None:
    """The part that the thing *key* is, or is a switch or a meter of; None where it cannot break."""
    match key:
        case ("cell" | "switch", int(number)) if number < spec.retina.s_units:
            return Picked(CELL, number)
        case ("knob", int(number)) if number < spec.association.units:
            return Picked(A_UNIT, number)
        case ("r_unit" | "r_switch", int(number)) if number < spec.response.units:
            return Picked(R_UNIT, number)
        case ("part", "supplies") | ("meter", "supply", _):
            return Picked(SUPPLY)
    return None


def named(part: Picked, spec: Mark1Spec) -> str:
    """What the part is called."""
    if part.kind == CELL:
        row, column = divmod(part.number, spec.retina.columns)
        return f"Photocell {part.number} (row {row + 1}, column {column + 1})"
    return {A_UNIT: f"A-unit {part.number}", R_UNIT: f"R{part.number + 1}"}.get(part.kind, "The supply")


def ways(part: Picked) -> tuple[Way, ...]:
    """How *part* can be broken by hand."""
    n = part.number
    return {
        CELL: (Way("dead: as in the dark", DeadCell(n)), Way("stuck: as in full light", StuckCell(n))),
        A_UNIT: (
            Way("relay stuck open", StuckRelay(n, False)),
            Way("relay stuck closed", StuckRelay(n, True)),
            Way("motor stuck", StuckMotor(n)),
            Way(f"motor slips: {SLIP_SHARE:.0%} arrives", SlippingMotor(n, SLIP_SHARE)),
            Way(f"wiper dirty: {DIRT_V:g} V noise", DirtyWiper(n, DIRT_V)),
        ),
        R_UNIT: (Way("lamp dead: it reads as 0", DeadLamp(n)),),
        SUPPLY: (Way(f"sags to {SAG_SHARE:.0%}", SupplySag(SAG_SHARE)),),
    }[part.kind]


def part_of(fault: Fault) -> Picked:
    """The part that has *fault*; of a wire, the A-unit it ends at."""
    match fault:
        case DeadCell(cell) | StuckCell(cell):
            return Picked(CELL, cell)
        case DeadLamp(r_unit):
            return Picked(R_UNIT, r_unit)
        case SupplySag():
            return Picked(SUPPLY)
        case _:
            return Picked(A_UNIT, fault.a_unit)


def in_words(fault: Fault) -> str:
    """What is broken, in a few words, the part before."""
    match fault:
        case DeadCell(cell):
            return f"Photocell {cell}: dead"
        case StuckCell(cell):
            return f"Photocell {cell}: stuck lit"
        case CutWire(unit, row):
            return f"A-unit {unit}: wire {row} cut"
        case ShortedWire(unit, row):
            return f"A-unit {unit}: wire {row} shorted"
        case StuckRelay(unit, closed):
            return f"A-unit {unit}: relay stuck {'closed' if closed else 'open'}"
        case StuckMotor(unit):
            return f"A-unit {unit}: motor stuck"
        case SlippingMotor(unit, share):
            return f"A-unit {unit}: motor slips, {share:.0%}"
        case DirtyWiper(unit, noise_v):
            return f"A-unit {unit}: dirty wiper, {noise_v:.2g} V"
        case DeadLamp(r_unit):
            return f"R{r_unit + 1}: lamp dead"
        case SupplySag(share):
            return f"Supply: {share:.0%} of its volts"


def present(fault: Fault, there: Iterable[Fault]) -> Fault | None:
    """Of those *there*, the one that is like *fault* in all but what is only measured."""
    return next((other for other in there if _kind_and_place(other) == _kind_and_place(fault)), None)


def _kind_and_place(fault: Fault) -> tuple[object, ...]:
    return (fault.kind, *(getattr(fault, item.name) for item in fields(fault) if item.name not in MEASURED))


def broken(there: Iterable[Fault], coming: Sequence[FaultRecord] = (), now_s: float = 0.0) -> tuple[Row, ...]:
    """What breaks soon, of what is *coming* at its instants, then what is broken now, the latest first.

    What goes by itself says how many seconds more it stays.
    """
    soon = [record for record in coming if record.event is FaultEvent.FAILED]
    goes = {record.fault: record.time_s for record in coming if record.event is FaultEvent.REPAIRED}
    rows = [Row(f"in {_left(one.time_s, now_s)}: {in_words(one.fault)}", part_of(one.fault), None) for one in soon]
    for fault in reversed(tuple(there)):
        until = f"{_left(goes[fault], now_s)} more: " if fault in goes else ""
        rows.append(Row(f"{until}{in_words(fault)}", part_of(fault), fault))
    return tuple(rows)


def seconds_left(coming: Iterable[FaultRecord], now_s: float) -> tuple[int, ...]:
    """In how many seconds, begun ones counted, each of what is *coming* is there."""
    return tuple(max(0, math.ceil(record.time_s - now_s)) for record in coming)


def _left(at_s: float, now_s: float) -> str:
    return f"{max(0, math.ceil(at_s - now_s))} s"


def found(report: SelfTestReport, there: tuple[Fault, ...]) -> tuple[Row, ...]:
    """What the self-test found, in its order; each with the fault that is *there*, where it is still to be mended."""
    return tuple(_finding(finding, there) for finding in report.findings)


def _finding(finding: Finding, there: tuple[Fault, ...]) -> Row:
    kind = {
        Part.LAMP: R_UNIT,
        Part.SUPPLY: SUPPLY,
        Part.S_RELAY: CELL,
        Part.CELL: CELL,
    }.get(finding.part, A_UNIT)
    part = Picked(kind, finding.number or 0)
    if finding.fault is not None:
        now = present(finding.fault, there)
        return Row(in_words(finding.fault), part, now, mended=now is None)
    name = {CELL: f"Photocell {part.number}", A_UNIT: f"A-unit {part.number}"}.get(kind, "Supply")
    return Row(f"{name}: {finding.says}", part, None)


def took(report: SelfTestReport) -> str:
    """How many parts fail, and how long the test took on the machine's clock."""
    minutes, s = divmod(round(report.ended_s - report.began_s), 60)
    count = len(report.findings)
    fail = "nothing fails" if not count else "1 part fails" if count == 1 else f"{count} parts fail"
    return f"{fail}; it took {minutes} min {s} s, {len(report.untestable)} not testable"
