"""The service sheet says of every defect whose it is and what is wrong, and finds what a self-test has measured."""

from dataclasses import replace

import pytest

from hardware import FaultEvent, FaultRecord, Mark1Spec
from hardware.diagnostics import Finding, Part, SelfTestReport
from hardware.faults import (
    FAULTS,
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
from perceptron_sim.explain.machine_room_service import (
    A_UNIT,
    CELL,
    R_UNIT,
    SUPPLY,
    Picked,
    broken,
    found,
    in_words,
    named,
    part_of,
    picked_by,
    seconds_left,
    took,
    ways,
)

ONE_OF_EACH: tuple[Fault, ...] = (
    DeadCell(7),
    StuckCell(8),
    CutWire(9, 1),
    ShortedWire(9, 2),
    StuckRelay(10, True),
    StuckRelay(10, False),
    StuckMotor(11),
    SlippingMotor(12, 0.4),
    DirtyWiper(13, 0.5),
    DeadLamp(3),
    SupplySag(0.8),
)
SPEC = Mark1Spec()


def report(*findings: Finding) -> SelfTestReport:
    return SelfTestReport(
        began_s=3.0, ended_s=567.0, findings=findings, untestable=(), limits=(), set_back=0, set_back_s=0.0
    )


def test_every_kind_of_defect_has_words_of_its_own_and_a_part_that_can_be_found_in_the_room() -> None:
    assert {fault.kind for fault in ONE_OF_EACH} == set(FAULTS)
    assert len({in_words(fault) for fault in ONE_OF_EACH}) == len(ONE_OF_EACH)
    for fault in ONE_OF_EACH:
        part = part_of(fault)
        assert picked_by(part.key, SPEC) == part
        number = part.number + 1 if part.kind == R_UNIT else part.number
        assert part.kind == SUPPLY or str(number) in in_words(fault)


@pytest.mark.parametrize("part", [Picked(CELL, 399), Picked(A_UNIT, 511), Picked(R_UNIT, 7), Picked(SUPPLY)], ids=str)
def test_every_way_to_break_a_part_is_a_defect_of_that_part(part: Picked) -> None:
    assert named(part, SPEC)
    for way in ways(part):
        way.fault.check_part(SPEC)
        assert part_of(way.fault) == part


def test_what_the_machine_does_not_have_cannot_be_picked() -> None:
    keys = (("cell", 400), ("switch", 400), ("knob", 512), ("r_unit", 8), ("meter", "sum", 0), ("bay", 1), None)
    assert [picked_by(key, SPEC) for key in keys] == [None] * len(keys)


def test_the_latest_defect_stands_first() -> None:
    assert [row.fault for row in broken(ONE_OF_EACH)] == list(reversed(ONE_OF_EACH))


def test_what_is_still_to_come_stands_before_what_is_there_and_says_in_how_many_seconds() -> None:
    coming = (
        FaultRecord(time_s=12.0, event=FaultEvent.FAILED, fault=StuckMotor(5)),
        FaultRecord(time_s=9.5, event=FaultEvent.REPAIRED, fault=DeadCell(7)),
    )
    rows = broken((DeadCell(7), DeadLamp(2)), coming, 4.25)
    assert [row.words for row in rows] == [
        "in 8 s: A-unit 5: motor stuck",
        "R3: lamp dead",
        "6 s more: Photocell 7: dead",
    ]
    assert [row.fault for row in rows] == [None, DeadLamp(2), DeadCell(7)]
    assert seconds_left(coming, 11.5) == (1, 0)


def test_a_finding_is_mended_by_the_defect_that_is_there_not_by_what_was_measured() -> None:
    there = (SlippingMotor(12, 0.4), SupplySag(0.8), StuckMotor(11))
    measured = (SlippingMotor(12, 0.398), SupplySag(0.8), StuckMotor(99), StuckRelay(12, True))
    parts = (Part.MOTOR, Part.SUPPLY, Part.MOTOR, Part.A_RELAY)
    findings = [
        Finding(part=part, number=getattr(fault, "a_unit", None), says="fails", fault=fault)
        for part, fault in zip(parts, measured, strict=True)
    ]
    rows = found(report(*findings), there)
    assert [row.fault for row in rows] == [there[0], there[1], None, None]
    assert [row.mended for row in rows] == [False, False, True, True]
    assert [row.part for row in rows] == [Picked(A_UNIT, 12), Picked(SUPPLY), Picked(A_UNIT, 99), Picked(A_UNIT, 12)]


def test_a_finding_without_a_name_says_what_was_seen() -> None:
    row = found(report(Finding(part=Part.S_RELAY, number=5, says="does not obey", fault=None)), ())[0]
    assert (row.words, row.part, row.fault, row.mended) == ("Photocell 5: does not obey", Picked(CELL, 5), None, False)


def test_a_report_says_how_long_it_took_and_how_much_it_found() -> None:
    none, one = report(), report(Finding(part=Part.LAMP, number=2, says="is dark", fault=DeadLamp(2)))
    assert took(none) == "nothing fails; it took 9 min 24 s, 0 not testable"
    assert took(one).startswith("1 part fails;")
    assert took(replace(one, findings=one.findings * 3)).startswith("3 parts fail;")
