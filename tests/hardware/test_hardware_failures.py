"""Faults that come at stated instants, or by themselves after exponential lives, and the one crew that repairs."""

import math
from collections import Counter
from dataclasses import fields, replace
from itertools import islice

import numpy as np
import pytest
import simpy
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from hardware import (
    AssociationSpec,
    Certainty,
    CutWire,
    DeadCell,
    DeadLamp,
    DirtyWiper,
    FailureProcess,
    FailureSpec,
    FaultError,
    FaultEvent,
    FaultRecord,
    FaultSchedule,
    Mark1,
    Mark1Spec,
    NoiseSpec,
    PlugboardSpec,
    ResponseSpec,
    RetinaSpec,
    ScheduledFault,
    ShortedWire,
    SlippingMotor,
    SpecError,
    StuckCell,
    StuckMotor,
    StuckRelay,
    SupplySag,
    Trainer,
    Wiring,
)
from hardware.instants import wait_until

FAILED, REPAIRED, VOID = FaultEvent
HOUR_S = 3600.0
CELLS, UNITS, WIRES, LAMPS = 20, 12, 36, 3
SPEC = Mark1Spec(
    retina=RetinaSpec(rows=4, columns=5),
    plugboard=PlugboardSpec(excitatory=2, inhibitory=1),
    association=AssociationSpec(units=UNITS),
    response=ResponseSpec(units=LAMPS, in_use=LAMPS),
)
ONCE_AN_HOUR = {  # lives by which one part of each kind fails in an hour, on average
    "cell_life_h": CELLS,
    "wire_life_h": WIRES,
    "relay_life_h": UNITS,
    "motor_life_h": UNITS,
    "wiper_life_h": UNITS,
    "lamp_life_h": LAMPS,
    "supply_life_h": 1,
}
KINDS = [(DeadCell, StuckCell), (CutWire, ShortedWire), (StuckRelay,), (StuckMotor, SlippingMotor), (DirtyWiper,)]
KINDS += [(DeadLamp,), (SupplySag,)]


def failing(repair_h, hours, *, seed=None, machine_seed=0, spec=SPEC, **lives_h):
    """A machine that has failed and been repaired for some hours."""
    machine = Mark1(simpy.Environment(), spec, seed=machine_seed)
    lives = {name: float(life_h) for name, life_h in (ONCE_AN_HOUR | lives_h).items()}
    failures = FailureProcess(machine, FailureSpec(repair_h=repair_h, **lives), seed=seed).start()
    machine.env.run(until=hours * HOUR_S)
    return failures


def of(failures, event):
    return [record for record in failures.records if record.event is event]


@pytest.fixture(scope="module")
def quick():
    """Seven failures an hour for 300 hours, each of them repaired in a moment."""
    return failing(1e-6, 300)


@pytest.fixture(scope="module")
def slow():
    """As many failures, and a crew that needs more time than there is."""
    return failing(0.2, 300)


@pytest.mark.parametrize("kinds", KINDS, ids=lambda kinds: kinds[0].kind)
def test_each_kind_of_part_fails_as_often_as_its_life_says(quick, kinds):
    count = sum(isinstance(record.fault, kinds) for record in of(quick, FAILED))
    assert abs(count - 300) < 4 * math.sqrt(300)


def test_a_longer_life_means_fewer_failures():
    failed = Counter(type(record.fault) for record in of(failing(1e-6, 100, lamp_life_h=LAMPS / 9), FAILED))
    assert abs(failed[DeadLamp] - 900) < 4 * math.sqrt(900)
    assert abs(failed[SupplySag] - 100) < 4 * math.sqrt(100)


def test_lives_are_exponential(quick):
    gaps_h = np.diff([record.time_s for record in of(quick, FAILED)]) / HOUR_S
    assert_allclose(gaps_h.mean(), 1 / 7, rtol=4 / math.sqrt(2100))
    assert_allclose(gaps_h.std(), gaps_h.mean(), rtol=0.1)
    for times in (0.1, 1.0, 2.0):
        share = np.mean(gaps_h > times / 7)
        assert abs(share - math.exp(-times)) < 4 * 0.5 / math.sqrt(2100)


def test_every_part_of_a_kind_is_as_likely_to_fail(quick):
    faults = [record.fault for record in of(quick, FAILED)]
    motors = Counter(fault.a_unit for fault in faults if isinstance(fault, StuckMotor | SlippingMotor))
    wires = Counter((fault.row, fault.a_unit) for fault in faults if isinstance(fault, CutWire | ShortedWire))
    for counts, parts in ((motors, UNITS), (wires, WIRES)):
        assert len(counts) == parts
        assert sum((count - 300 / parts) ** 2 for count in counts.values()) / (300 / parts) < 2.5 * parts
    either = Counter(type(fault) for fault in faults)
    for first, second in (kinds for kinds in KINDS if len(kinds) == 2):
        assert abs(either[first] - either[second]) < 4 * math.sqrt(300)
    closed = [fault.closed for fault in faults if isinstance(fault, StuckRelay)]
    assert abs(sum(closed) - len(closed) / 2) < 4 * math.sqrt(300) / 2


def test_a_failure_is_as_bad_as_the_specification_says():
    failures = failing(0.01, 10)
    spec = failures.spec
    for record in failures.records:
        bad = {SlippingMotor: ("share", spec.slip_share), DirtyWiper: ("noise_v", spec.dirt_v)}
        bad[SupplySag] = ("share", spec.sag_share)
        if type(record.fault) in bad:
            name, value = bad[type(record.fault)]
            assert getattr(record.fault, name) == value


@pytest.mark.parametrize("failures", ["quick", "slow"])
def test_what_breaks_first_is_repaired_first(request, failures):
    failures = request.getfixturevalue(failures)
    repaired = [record.fault for record in of(failures, REPAIRED)]
    assert repaired == [record.fault for record in of(failures, FAILED)][: len(repaired)]
    assert len(repaired) > 900
    assert not of(failures, VOID)


@pytest.mark.parametrize(("failures", "repair_s"), [("quick", 1e-6 * HOUR_S), ("slow", 0.2 * HOUR_S)])
def test_the_one_crew_repairs_one_part_at_a_time_and_never_rests_while_something_waits(request, failures, repair_s):
    failures = request.getfixturevalue(failures)
    failed_s, repaired_s = ([record.time_s for record in of(failures, event)] for event in (FAILED, REPAIRED))
    begun_s = np.maximum(failed_s[: len(repaired_s)], [0.0, *repaired_s[:-1]])
    works_s = np.array(repaired_s) - begun_s
    assert (works_s > 0).all()
    assert_allclose(works_s.mean(), repair_s, rtol=4 / math.sqrt(works_s.size))
    assert_allclose(works_s.std(), works_s.mean(), rtol=0.15)  # exponential, and so not all alike
    assert failures.crew.capacity == 1
    assert failures.crew.count <= 1


def test_a_part_that_is_broken_does_not_break_again(slow):
    broken = []
    for record in slow.records:
        if record.event is FAILED:
            assert record.fault not in broken
            assert record.fault.contrary() not in broken
            broken.append(record.fault)
        else:
            broken.remove(record.fault)
    assert tuple(broken) == slow.machine.faults
    assert len(broken) > 5


def test_records_are_in_order_of_time(slow):
    times_s = [record.time_s for record in slow.records]
    assert times_s == sorted(times_s)


def test_the_seed_decides_on_failures_the_machines_own_unless_another_is_given():
    records = [failing(0.1, 20, seed=seed, machine_seed=own).records for seed, own in ((5, 0), (5, 9), (None, 5))]
    assert records[0] == records[1] == records[2]
    assert records[0] != failing(0.1, 20, machine_seed=6).records


def test_failures_do_not_depend_on_noise_nor_on_what_is_taught():
    often = {name: life_h / 100 for name, life_h in ONCE_AN_HOUR.items()}
    quiet = failing(0.001, 0.05, **often)
    noisy = replace(SPEC, noise=NoiseSpec(wiper_v=1.0, amplifier_v=1.0))
    busy = FailureProcess(Mark1(simpy.Environment(), noisy), quiet.spec).start()
    machine, trainer = busy.machine, Trainer(busy.machine)

    def lessons():
        while True:
            yield from trainer.teach(np.eye(4, 5), (1, 0, 1))

    machine.env.process(lessons())
    machine.env.run(until=0.05 * HOUR_S)
    assert len(busy.records) > 30
    assert busy.records == quiet.records


def test_nothing_fails_before_the_process_is_started():
    machine = Mark1(simpy.Environment(), SPEC)
    failures = FailureProcess(machine, FailureSpec(lamp_life_h=1e-3))
    machine.env.run(until=HOUR_S)
    assert (failures.records, machine.faults) == ([], ())
    failures.start()
    machine.env.run(until=2 * HOUR_S)
    assert failures.records


def test_the_defaults_are_a_failure_every_eight_hours_or_so_on_the_mark_1():
    machine = Mark1(simpy.Environment())
    failures = FailureProcess(machine).start()
    machine.env.run(until=2000 * HOUR_S)
    rate_per_h = 400 / 50e3 + 5120 / 500e3 + 512 / 20e3 + 512 / 5e3 + 512 / 5e3 + 8 / 1e3 + 1 / 2e3
    assert abs(len(of(failures, FAILED)) - 2000 * rate_per_h) < 4 * math.sqrt(2000 * rate_per_h)


def test_what_a_visitor_mends_first_leaves_the_crew_nothing_to_do():
    rare = dict.fromkeys(ONCE_AN_HOUR, 1e6) | {"lamp_life_h": 1e3}
    machine = Mark1(simpy.Environment(), SPEC)
    failures = FailureProcess(machine, FailureSpec(repair_h=1e-3, **rare)).start()
    while not failures.records:
        machine.env.step()
    machine.mend(failures.records[0].fault)
    while len(failures.records) < 2:
        machine.env.step()
    assert [record.event for record in failures.records] == [FAILED, VOID]


def test_a_fault_that_is_there_already_by_hand_is_no_failure():
    machine = Mark1(simpy.Environment(), SPEC)
    for lamp in range(LAMPS):
        machine.inject(DeadLamp(lamp))
    failures = FailureProcess(machine, FailureSpec(lamp_life_h=1e-3)).start()
    machine.env.run(until=0.1 * HOUR_S)
    assert failures.records == []


def test_a_board_without_wires_has_none_to_break():
    machine = Mark1(simpy.Environment(), SPEC)
    failures = FailureProcess(machine, FailureSpec(wire_life_h=0.01, repair_h=1e-6)).start()
    machine.env.run(until=0.1 * HOUR_S)
    assert failures.records
    bare = np.full(machine.wiring.origins.shape, -1)
    machine.rewire(Wiring(bare, np.zeros_like(bare), machine.wiring.assignment))
    count = len(failures.records)
    machine.env.run(until=HOUR_S)
    assert not any(isinstance(record.fault, CutWire | ShortedWire) for record in failures.records[count + 1 :])


@pytest.mark.parametrize("item", fields(FailureSpec), ids=lambda item: item.name)
def test_every_life_is_labelled_assumed_and_refuses_what_is_none(item):
    assert item.metadata["certainty"] is Certainty.ASSUMED
    for value in (0, -1.0, math.nan, math.inf, "1", None, True):
        with pytest.raises(SpecError, match=rf"^FailureSpec\.{item.name} must be [^\n]+, got "):
            FailureSpec(**{item.name: value})
    if "share" in item.name:
        with pytest.raises(SpecError, match=r"must be from 0\.001 to 1, got"):
            FailureSpec(**{item.name: 1.5})


@pytest.fixture
def machine():
    return Mark1(simpy.Environment(), SPEC)


def told(machine, *scheduled, until_s=10.0):
    """What a schedule came to."""
    schedule = FaultSchedule(
        machine, [ScheduledFault(fault=fault, at_s=at_s, until_s=end_s) for fault, at_s, end_s in scheduled]
    )
    schedule.start()
    machine.env.run(until=until_s)
    return [(record.time_s, record.event, record.fault) for record in schedule.records]


def test_a_schedule_breaks_and_mends_at_its_instants(machine):
    records = told(machine, (DeadCell(1), 3.0, 4.5), (DeadLamp(0), 0.3, None), until_s=4.0)
    assert records == [(0.3, FAILED, DeadLamp(0)), (3.0, FAILED, DeadCell(1))]
    assert machine.faults == (DeadLamp(0), DeadCell(1))
    machine.env.run(until=5.0)
    assert machine.faults == (DeadLamp(0),)


def test_what_has_passed_when_the_schedule_starts_happens_at_once(machine):
    machine.env.run(until=2.0)
    records = told(machine, (DeadCell(1), 0.5, 1.0), (DeadCell(2), 1.5, 3.0))
    assert records == [
        (2.0, FAILED, DeadCell(1)),
        (2.0, REPAIRED, DeadCell(1)),
        (2.0, FAILED, DeadCell(2)),
        (3.0, REPAIRED, DeadCell(2)),
    ]


def test_what_cannot_happen_is_told_as_void(machine):
    records = told(machine, (DeadCell(1), 1.0, 5.0), (StuckCell(1), 2.0, 4.0), (DeadCell(1), 3.0, None))
    assert [(at_s, event) for at_s, event, _ in records] == [
        (1.0, FAILED),
        (2.0, VOID),  # it is dead
        (3.0, VOID),  # it is dead already
        (4.0, VOID),  # it was never stuck
        (5.0, REPAIRED),
    ]


def test_one_fault_may_follow_another_of_the_same_part_at_the_same_instant(machine):
    records = told(machine, (StuckCell(1), 5.0, 9.0), (DeadCell(1), 1.0, 5.0), (StuckCell(1), 9.0, None))
    assert [event for _, event, _ in records] == [FAILED, REPAIRED, FAILED, REPAIRED, FAILED]
    assert machine.faults == (StuckCell(1),)


def test_a_fault_may_come_and_go_at_one_instant(machine):
    assert [event for _, event, _ in told(machine, (DeadCell(1), 5.0, 5.0))] == [FAILED, REPAIRED]


def test_faults_of_one_instant_come_in_the_order_in_which_they_are_listed(machine):
    told(machine, (DeadLamp(2), 1.0, None), (DeadLamp(0), 1.0, None), (DeadLamp(1), 0.5, None))
    assert machine.faults == (DeadLamp(1), DeadLamp(2), DeadLamp(0))


def test_a_fault_record_names_the_instant_the_event_and_the_part(machine):
    schedule = FaultSchedule(machine, [ScheduledFault(fault=DeadLamp(0))]).start()
    machine.env.run(until=1.0)
    assert schedule.records == [FaultRecord(time_s=0.0, event=FAILED, fault=DeadLamp(0))]


@given(at_s=st.floats(0.0, 1e6), later_s=st.floats(0.0, 1e6))
def test_a_wait_ends_at_its_instant_to_the_last_bit_whenever_it_began(at_s, later_s):
    now_s, due_s = sorted((at_s, later_s))
    env = simpy.Environment(initial_time=now_s)
    env.run(until=env.process(wait_until(env, due_s)))
    assert env.now == due_s


def test_waits_of_every_length_end_at_their_instants_to_the_last_bit(rng):
    for now_s, due_s in np.sort(rng.uniform(0, 3, (500, 2))).tolist():
        env = simpy.Environment(initial_time=now_s)
        env.run(until=env.process(wait_until(env, due_s)))
        assert env.now == due_s


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"fault": None}, r"fault must be one of the kinds of fault, got None"),
        ({"fault": {"kind": "dead-cell"}}, r"fault must be one of the kinds of fault, got \{"),
        ({"fault": DeadCell(0), "at_s": -1.0}, r"at_s must be a number from 0 to 1e\+12 seconds, got -1\.0"),
        ({"fault": DeadCell(0), "at_s": math.nan}, r"at_s must be a number from 0 to 1e\+12 seconds, got nan"),
        ({"fault": DeadCell(0), "at_s": math.inf}, r"at_s must be a number from 0 to 1e\+12 seconds, got inf"),
        ({"fault": DeadCell(0), "at_s": "1"}, r"at_s must be a number from 0 to 1e\+12 seconds, got '1'"),
        ({"fault": DeadCell(0), "at_s": True}, r"at_s must be a number from 0 to 1e\+12 seconds, got True"),
        ({"fault": DeadCell(0), "at_s": 10**5000}, r"at_s must be a number from 0 to 1e\+12 seconds, got "),
        ({"fault": DeadCell(0), "at_s": 2, "until_s": 1}, r"until_s must be a number from 2 to 1e\+12 seconds, got 1"),
    ],
)
def test_a_fault_that_cannot_be_scheduled_is_refused(values, message):
    with pytest.raises(FaultError, match=rf"^{message}"):
        ScheduledFault(**values)


def test_a_schedule_for_a_part_that_the_machine_has_not_is_refused_at_once(machine):
    with pytest.raises(FaultError, match=r"^dead-cell: s_unit must be a whole number from 0 to 19, got 20$"):
        FaultSchedule(machine, [ScheduledFault(fault=DeadCell(20), at_s=5.0)])
    assert list(islice(machine.faults, 1)) == []


def test_a_wire_that_was_unplugged_before_its_fault_came_makes_the_fault_void(machine):
    schedule = FaultSchedule(machine, [ScheduledFault(fault=CutWire(0, 2), at_s=5.0)]).start()
    machine.rewire(Wiring(machine.wiring.origins[:1], machine.wiring.signs[:1], machine.wiring.assignment))
    machine.env.run(until=10.0)
    assert [record.event for record in schedule.records] == [VOID]
    assert machine.faults == ()


@pytest.mark.parametrize("scheduled", [DeadCell(0), None, ("dead-cell", 0)])
def test_a_schedule_is_of_scheduled_faults_alone(machine, scheduled):
    with pytest.raises(FaultError, match=r"^scheduled must be ScheduledFaults, got "):
        FaultSchedule(machine, [scheduled])


@pytest.mark.parametrize("spec", [{}, "often", Mark1Spec()])
def test_failures_need_a_specification_of_theirs(machine, spec):
    with pytest.raises(SpecError, match=r"^spec must be a FailureSpec, got "):
        FailureProcess(machine, spec)
