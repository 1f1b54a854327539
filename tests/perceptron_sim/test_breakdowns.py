"""Faults in a session: they come when they should, are told of, and leave a run without any as it was."""

from dataclasses import replace

import pytest

from hardware import DeadCell, FailureSpec, FaultEvent, ScheduledFault, StuckMotor, SupplySag
from perceptron_sim import Letters, Session
from perceptron_sim.commands import NewSeed
from perceptron_sim.errors import SettingError
from perceptron_sim.headless import teach
from perceptron_sim.results import RunFolder

SHORT = Letters(seed=1, passes=1)
FAULTS = (
    ScheduledFault(fault=SupplySag(0.5), at_s=12.0, until_s=20.0),
    ScheduledFault(fault=DeadCell(210)),
)
BROKEN = replace(SHORT, faults=FAULTS)


def test_faults_come_and_go_at_their_instants():
    session = Session(BROKEN)
    session.step()
    seen = []
    for instant_s in (1.0, 12.5, 21.0):
        session.advance(instant_s - session.time_s, budget_s=10.0)
        seen.append(session.snapshot().mark1.faults)
    assert seen == [(DeadCell(210),), (DeadCell(210), SupplySag(0.5)), (DeadCell(210),)]
    assert [(x.record.time_s, x.record.event, x.record.fault) for x in session.faults] == [
        (0.0, FaultEvent.FAILED, DeadCell(210)),
        (12.0, FaultEvent.FAILED, SupplySag(0.5)),
        (20.0, FaultEvent.REPAIRED, SupplySag(0.5)),
    ]


def test_the_report_tells_of_them():
    report = Session(BROKEN).run()
    assert report.as_dict()["faults"][1] == {
        "learner": "mark1",
        "time_s": 12.0,
        "event": "failed",
        "kind": "supply-sag",
        "share": 0.5,
    }
    assert report.sentences[0] == "While the Mark I learned, 2 parts of it failed and 1 was mended."
    plain = Session(SHORT).run()
    assert plain.as_dict()["faults"] == []
    assert "failed" not in plain.sentences[-1]


def test_they_are_in_the_digest_and_a_fault_too_late_to_come_is_not():
    plain = Session(SHORT).run().digest
    late = replace(SHORT, faults=(ScheduledFault(fault=StuckMotor(3), at_s=1e6),))
    assert Session(late).run().digest == plain
    unseen = replace(SHORT, faults=(ScheduledFault(fault=DeadCell(0), at_s=0.0, until_s=0.0),))
    assert Session(unseen).run().digest != plain
    assert Session(BROKEN).run().digest == Session(BROKEN).run().digest != plain


def test_parts_fail_by_chance_where_that_is_asked_for():
    experiment = replace(SHORT, failures=FailureSpec(motor_life_h=1.0, repair_h=0.001))
    session = Session(experiment)
    digest = session.run().digest
    assert {fault.record.event for fault in session.faults} == {FaultEvent.FAILED, FaultEvent.REPAIRED}
    times = [fault.record.time_s for fault in session.faults]
    assert times == sorted(times)
    assert Session(experiment).run().digest == digest
    session.apply(NewSeed(2))
    assert session.faults == ()


def test_the_network_does_not_notice():
    reports = [Session(experiment).run().as_dict()["learners"]["modern"] for experiment in (SHORT, BROKEN)]
    assert [{**report, "wall_s": 0} for report in reports] == [{**reports[0], "wall_s": 0}] * 2


def test_a_run_with_faults_is_resumed_with_the_same_faults_only(tmp_path):
    def run_in(experiment, exposures, resume):
        session = Session(experiment)
        with RunFolder(tmp_path, experiment, resume=resume) as folder:
            if not exposures:
                return teach(session, folder)
            for _ in range(exposures):
                session.advance_exposure()
            return folder.conclude(session.report(), session)

    run_in(BROKEN, 3, resume=False)
    with pytest.raises(Exception, match=r"out must hold a run with faults \[\] to be resumed"):
        run_in(SHORT, None, resume=True)
    assert run_in(BROKEN, None, resume=True).digest == Session(BROKEN).run().digest


def test_a_step_is_one_event():
    one, other = Session(SHORT), Session(SHORT)
    instants = set()
    while not one.finished:
        one.step()
        instants.add(one.time_s)
    other.run()
    assert one.digest == other.digest
    assert {0.0, 0.5, 1.1} <= {round(instant, 9) for instant in instants}
    with pytest.raises(SettingError, match="session must not be finished for a step"):
        one.step()


@pytest.mark.parametrize(
    ("setting", "value", "rule"),
    [
        ("wiring", "w.json", "wiring must be a Wiring, got 'w.json'"),
        ("failures", True, "failures must be a FailureSpec, got True"),
        ("faults", DeadCell(3), r"faults must be a tuple of ScheduledFaults, got DeadCell"),
        ("faults", [DeadCell(3)], r"faults must be a tuple of ScheduledFaults, got \[DeadCell"),
    ],
)
def test_what_is_no_fault_is_refused(setting, value, rule):
    with pytest.raises(SettingError, match=f"^{rule}"):
        Letters(**{setting: value})
