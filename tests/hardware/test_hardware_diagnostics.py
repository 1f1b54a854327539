"""The self-test names every fault that can be seen and nothing else, says what cannot be told, and leaves no trace."""

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import simpy
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from oracle_strategies import (
    A_UNITS,
    ASSOCIATIONS,
    BOARDS,
    CELLS,
    COLUMNS,
    KINDS,
    MOTORS,
    POTENTIOMETERS,
    RATCHETS,
    RESPONSES,
    RETINAS,
    ROWS,
    SEEDS,
    Plan,
    board,
)

from hardware import (
    ControlError,
    CutWire,
    DeadCell,
    DeadLamp,
    DirtyWiper,
    Fault,
    FaultSchedule,
    Mark1,
    Mark1Spec,
    MotorSpec,
    NoiseSpec,
    PotentiometerSpec,
    RatchetSpec,
    ScheduledFault,
    ShortedWire,
    SlippingMotor,
    SpecError,
    StuckCell,
    StuckMotor,
    StuckRelay,
    SupplySag,
    Wiring,
)
from hardware.diagnostics import self_test
from hardware.diagnostics.findings import Part, SelfTestReport, SelfTestSpec
from hardware.snapshot import Phase

SPECS = st.builds(
    Mark1Spec,
    retina=RETINAS,
    plugboard=BOARDS,
    association=ASSOCIATIONS,
    potentiometer=POTENTIOMETERS,
    motor=MOTORS | RATCHETS,
    response=RESPONSES,
    noise=st.sampled_from([NoiseSpec(), NoiseSpec(wiper_v=0.05, amplifier_v=1.0)]),
)
BREAKABLE = [
    kind for kind in KINDS if kind.split()[0] in ("dead", "stuck", "cut", "shorted", "slipping", "dirty", "supply")
]
BREAKAGES = st.lists(st.tuples(st.sampled_from(BREAKABLE), SEEDS), max_size=12)
GRANTED = 5.0  # standard deviations
READING = 1e-3


def report_of(machine: Mark1, spec: SelfTestSpec | None = None) -> SelfTestReport:
    """The report of a self-test of *machine*."""
    return machine.env.run(until=machine.env.process(self_test(machine, spec)))


def faults_of(spec: Mark1Spec, machine: Mark1, breakages: Iterable[tuple[str, int]]) -> list[Fault]:
    """What *breakages* come to on *machine*, as far as they can be together."""
    plan = Plan(spec, machine.wiring)
    for kind, number in breakages:
        plan.add(0.0, kind, number)
    return plan.faults


def key(fault: Fault) -> tuple[Any, ...]:
    """Which fault of which part, whatever its measure."""
    names = ("s_unit", "a_unit", "r_unit", "row", "closed")
    return fault.kind, *(getattr(fault, name) for name in names if hasattr(fault, name))


class Expected:
    """What can be seen of *faults* on *machine*, worked out unit by unit from the specification."""

    def __init__(self, machine: Mark1, faults: list[Fault]) -> None:
        self.spec, self.wiring, self.faults = machine.spec, machine.wiring, faults
        self.motors, self.thresholds = machine.potentiometers.motors, machine.thresholds
        self.sag = math.prod(fault.share for fault in faults if isinstance(fault, SupplySag))
        closes = machine.pattern(np.ones((ROWS, COLUMNS))).limit_us > self.spec.retina.relay_on_us
        self.weak = np.flatnonzero(~closes).tolist()  # cells that cannot close their relay: as good as dead
        self.seen = {key(fault) for fault in faults if self.is_direct(fault)}
        self.seen |= {("dead-cell", cell) for cell in self.weak}
        self.untestable: set[tuple[Part, int]] = set()
        for a_unit in range(self.spec.association.units):
            self.add_relay(a_unit)
            self.add_motor(a_unit)

    def is_direct(self, fault: Fault) -> bool:
        """Whether *fault* shows whatever else is broken."""
        if isinstance(fault, SupplySag):
            return self.sag < 1.0
        if isinstance(fault, StuckCell):
            return fault.s_unit not in self.weak
        return not isinstance(fault, StuckRelay | StuckMotor | SlippingMotor)

    def of_unit(self, kind: type, a_unit: int) -> list[Any]:
        return [fault for fault in self.faults if isinstance(fault, kind) and fault.a_unit == a_unit]

    def nets(self, a_unit: int) -> tuple[int, int]:
        """The lowest and the highest net input that any setting of the S-units gives."""
        cut, shorted = ({f.row for f in self.of_unit(kind, a_unit)} for kind in (CutWire, ShortedWire))
        always, by_cell = 0, dict.fromkeys(range(CELLS), 0)
        for row, (cell, sign) in enumerate(
            zip(self.wiring.origins[:, a_unit], self.wiring.signs[:, a_unit], strict=True)
        ):
            if row in shorted:
                always += int(sign)
            elif row not in cut and sign:
                by_cell[int(cell)] += int(sign)
        return always + sum(min(g, 0) for g in by_cell.values()), always + sum(max(g, 0) for g in by_cell.values())

    def add_relay(self, a_unit: int) -> None:
        """A stuck relay shows only where the unit can be brought to do the other thing."""
        (lowest, highest), threshold = self.nets(a_unit), self.thresholds[a_unit]
        for stuck in self.of_unit(StuckRelay, a_unit):
            if lowest < threshold if stuck.closed else highest >= threshold:
                self.seen.add(key(stuck))
                return
        if highest < threshold or lowest >= threshold:
            self.untestable.add((Part.A_RELAY, a_unit))

    def add_motor(self, a_unit: int) -> None:
        """A motor is tested through its A-unit, and slipping is told from spread only where there is enough of it."""
        stuck = [fault.closed for fault in self.of_unit(StuckRelay, a_unit)]
        fires = stuck[0] if stuck else self.nets(a_unit)[1] >= self.thresholds[a_unit]
        ratchet = isinstance(self.spec.motor, RatchetSpec)
        if not fires or self.wiring.assignment[a_unit] < 0 or (ratchet and self.sag <= 0.5):
            self.untestable.add((Part.MOTOR, a_unit))
            return
        share = math.prod(fault.share for fault in self.of_unit(SlippingMotor, a_unit))
        if self.of_unit(StuckMotor, a_unit) or (ratchet and share * self.sag <= 0.5):
            self.seen.add(("stuck-motor", a_unit))
        elif not ratchet and self.slips(a_unit, share):
            self.seen.add(("slipping-motor", a_unit))

    def slips(self, a_unit: int, share: float) -> bool:
        motor: Any = self.spec.motor
        up = share * self.motors.full_up_deg_per_s[a_unit] / motor.speed_deg_per_s
        down = share * self.motors.full_down_deg_per_s[a_unit] / (motor.speed_deg_per_s * motor.down_to_up)
        spreads = motor.speed_spread, math.hypot(motor.speed_spread, motor.asymmetry_spread)
        limits = [(1 - READING) * math.exp(-GRANTED * spread) for spread in spreads]
        assume(min(abs(up / limits[0] - 1), abs(down / limits[1] - 1), abs(max(up, down) / READING - 1)) > 1e-6)
        return up < limits[0] or down < limits[1]


any_breakage = given(spec=SPECS, seed=SEEDS, by_hand=st.none() | SEEDS, breakages=BREAKAGES)


def assert_named(spec: Mark1Spec, seed: int, by_hand: int | None, breakages: list[tuple[str, int]]) -> None:
    """What is found on a machine, drawn or plugged by hand, is what can be seen of its faults."""
    wiring = None if by_hand is None else board(spec, np.random.default_rng(by_hand))
    machine = Mark1(simpy.Environment(), spec, seed=seed, wiring=wiring)
    faults = faults_of(spec, machine, breakages)
    for fault in faults:
        machine.inject(fault)
    expected, report = Expected(machine, faults), report_of(machine)
    assert all(finding.fault for finding in report.findings)
    assert sorted(map(key, report.faults)) == sorted(expected.seen)
    assert {(item.part, item.number) for item in report.untestable} == expected.untestable


@any_breakage
@settings(max_examples=35)
def test_exactly_the_faults_that_can_be_seen_are_named(spec, seed, by_hand, breakages):
    assert_named(spec, seed, by_hand, breakages)


@pytest.mark.long
@any_breakage
@settings(max_examples=1500)
def test_on_hundreds_of_machines_exactly_the_faults_that_can_be_seen_are_named(spec, seed, by_hand, breakages):
    assert_named(spec, seed, by_hand, breakages)


@given(spec=SPECS, seed=SEEDS, breakages=BREAKAGES)
@settings(max_examples=10)
def test_the_machine_is_left_as_it_was_found(spec, seed, breakages):
    rng = np.random.default_rng(seed)
    machine = Mark1(simpy.Environment(), spec, seed=seed)
    for fault in faults_of(spec, machine, breakages):
        machine.inject(fault)
    machine.override(slice(None), rng.integers(-1, 2, CELLS))
    machine.switch(slice(None), rng.random(A_UNITS) < 0.7)
    machine.place(machine.pattern(rng.random((ROWS, COLUMNS))))
    machine.set_angles(rng.uniform(-1, 1, A_UNITS) * spec.potentiometer.stop_deg)
    before = visible(machine)
    report_of(machine)
    assert visible(machine) == before


def visible(machine: Mark1) -> list[Any]:
    """All that an operator finds set, plugged or in view."""
    angle_deg, light = machine.potentiometers.angle_deg(machine.env.now), machine.retina.light
    arrays = machine.overrides, machine.switched_on, machine.thresholds, angle_deg, light
    return [machine.wiring, machine.faults, *(array.tolist() for array in arrays)]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_sound_default_machine_passes(env, seed):
    report = report_of(Mark1(env, seed=seed))
    assert report.sound
    assert not report.untestable
    assert report.set_back == 0
    assert report.ended_s - report.began_s == env.now


ONE_OF_EACH = (
    DeadLamp(7),
    SupplySag(0.9),
    DeadCell(0),
    StuckCell(399),
    CutWire(511, 9),
    ShortedWire(256, 0),
    DirtyWiper(100, 0.02),
    StuckRelay(10, True),
    StuckRelay(11, False),
    StuckMotor(12),
    SlippingMotor(13, 0.5),
)


def test_one_of_each_fault_is_found_on_the_default_machine(env):
    machine = Mark1(env, seed=1)
    for fault in ONE_OF_EACH:
        machine.inject(fault)
    report = report_of(machine)
    assert sorted(map(key, report.faults)) == sorted(map(key, ONE_OF_EACH))
    why = "its A-unit cannot be made to fire"
    assert [(item.part, item.number, item.why) for item in report.untestable] == [(Part.MOTOR, 11, why)]


TINY_FAULTS = (
    DeadLamp(1),
    SupplySag(0.9),
    DeadCell(0),
    StuckCell(3),
    CutWire(3, 0),
    ShortedWire(2, 0),
    DirtyWiper(1, 0.02),
    StuckRelay(1, True),
    StuckRelay(2, False),
    StuckMotor(0),
    SlippingMotor(3, 0.5),
)


@pytest.mark.parametrize("fault", TINY_FAULTS, ids=lambda fault: fault.kind)
def test_a_finding_names_part_and_number_and_says_what_is_seen(build, fault):
    machine = build().machine
    machine.inject(fault)
    (finding,) = report_of(machine).findings
    numbers = [getattr(fault, name) for name in ("s_unit", "a_unit", "r_unit") if hasattr(fault, name)]
    assert [finding.number] == (numbers or [None])
    assert key(finding.fault) == key(fault)
    assert finding.says


def test_what_is_measured_is_what_is_broken(env, build):
    machine = build().machine  # without spread
    for fault in (SlippingMotor(0, 0.25), SupplySag(0.5), SupplySag(0.8), DirtyWiper(1, 2.0), DirtyWiper(1, 1.0)):
        machine.inject(fault)
    sag, dirt, slip = report_of(machine).faults
    assert sag == SupplySag(0.4)
    assert dirt == DirtyWiper(1, pytest.approx(3.0, rel=0.25))
    assert slip == SlippingMotor(0, pytest.approx(0.25))


def test_wear_is_told_from_dirt(env, tiny_spec, straight, light):
    spec = replace(tiny_spec, noise=NoiseSpec(wiper_v=0.01, wiper_v_per_turn=1.0))
    machine = Mark1(env, spec, wiring=straight)
    machine.place(machine.pattern(light(0, 1, 2)))

    def turn():
        for direction in (1, -1) * 20:
            yield env.timeout(1.0)
            yield from machine.test_pulse([direction] * 2, 1.0)
        yield env.timeout(1.0)

    env.run(until=env.process(turn()))
    machine.inject(DirtyWiper(3, 0.5))  # on the shaft that did not turn; the others have more noise by wear
    assert {key(fault) for fault in report_of(machine).faults} == {("dirty-wiper", 3)}


def test_gears_with_play_are_taken_up_by_hand_and_values_are_set_back(env, tiny_spec, straight):
    pots = PotentiometerSpec(backlash_deg=20.0)
    machine = Mark1(env, replace(tiny_spec, potentiometer=pots), wiring=straight)
    machine.set_angles([150.0, -150.0, 3.0, 0.0])
    report = report_of(machine)
    assert report.sound
    assert report.set_back == 4
    assert report.set_back_s == 4 * machine.spec.timing.hand_setting_s
    assert machine.potentiometers.angle_deg(env.now).tolist() == [150.0, -150.0, 3.0, 0.0]


def test_values_near_an_end_stop_leave_room_for_the_pulse(env, build):
    machine = build().machine
    machine.set_angles([150.0, -150.0, 149.0, 0.0])
    report = report_of(machine)
    assert report.sound
    assert report.set_back == 3


def test_wires_of_one_a_unit_from_one_s_unit_are_told_apart(env, tiny_spec):
    spec = replace(tiny_spec, plugboard=replace(tiny_spec.plugboard, excitatory=2, inhibitory=2, replacement=True))
    wiring = Wiring(np.full((4, 4), 2), np.array([[1] * 4, [1] * 4, [-1] * 4, [-1] * 4]), np.array([0, 0, 1, 1]))
    machine = Mark1(env, spec, wiring=wiring)
    broken = {CutWire(0, 0), CutWire(0, 2), ShortedWire(1, 1), ShortedWire(1, 3), CutWire(2, 1), ShortedWire(2, 2)}
    for fault in broken:
        machine.inject(fault)
    found = report_of(machine).faults
    assert len(found) == len(broken)
    assert set(found) == broken


def test_a_relay_that_does_not_obey_its_switch_is_found_and_hides_what_is_behind_it(env, build, monkeypatch):
    machine = build().machine
    contacts = machine.retina.relays.contacts
    monkeypatch.setattr(machine.retina.relays, "contacts", lambda *when: contacts(*when) & (np.arange(4) != 2))
    report = report_of(machine)
    assert [(item.part, item.number, item.fault) for item in report.findings] == [(Part.S_RELAY, 2, None)]
    hidden = {(item.part, item.number) for item in report.untestable}
    assert hidden == {(part, 2) for part in (Part.CELL, Part.WIRE, Part.A_RELAY, Part.MOTOR)}


def test_a_wiper_that_is_not_where_its_dial_stands_is_found(env, build, monkeypatch):
    machine = build().machine
    wiper_v = machine.response.wiper_v
    monkeypatch.setattr(machine.response, "wiper_v", lambda at_s: wiper_v(at_s) + 0.5 * (np.arange(4) == 1))
    (finding,) = report_of(machine).findings
    assert (finding.part, finding.number, finding.fault) == (Part.POTENTIOMETER, 1, None)


def test_a_pulse_too_short_for_a_key_is_not_tried(env, tiny_spec, straight):
    pots, motor = PotentiometerSpec(travel_deg=1e-3, step_deg=1e-4), MotorSpec(speed_deg_per_s=1e6)
    report = report_of(Mark1(env, replace(tiny_spec, potentiometer=pots, motor=motor), wiring=straight))
    assert report.sound
    assert [item.part for item in report.untestable] == [Part.MOTOR] * 4


def test_ratchets_without_pull_are_not_called_stuck(env, tiny_spec, straight):
    machine = Mark1(env, replace(tiny_spec, motor=RatchetSpec()), wiring=straight)
    machine.inject(SupplySag(0.5))
    report = report_of(machine)
    assert report.faults == (SupplySag(0.5),)
    assert [item.part for item in report.untestable] == [Part.MOTOR] * 4


def test_the_slowest_ratchet_is_given_one_impulse(env, tiny_spec, straight):
    machine = Mark1(env, replace(tiny_spec, motor=RatchetSpec(impulse_s=1e6)), wiring=straight)
    machine.inject(StuckMotor(1))
    assert report_of(machine).faults == (StuckMotor(1),)


def test_an_a_unit_without_r_unit_keeps_its_motor_untested(env, build):
    machine = build().machine
    machine.rewire(machine.wiring.patched(1, -1))
    (item,) = report_of(machine).untestable
    assert (item.part, item.number, item.why) == (Part.MOTOR, 1, "its A-unit is patched to no R-unit")


@pytest.mark.parametrize("motor", [MotorSpec(), RatchetSpec()])
def test_the_report_says_what_is_never_seen(env, tiny_spec, straight, motor):
    report = report_of(Mark1(env, replace(tiny_spec, motor=motor), wiring=straight))
    assert any("assumed" in sentence for sentence in report.limits)
    limits = [sentence for sentence in report.limits if sentence.startswith("Motors: ")]
    assert limits == [
        "Motors: one that slips but turns 77.8 % of the nominal way is within the spread of sound ones; "
        "one that turns less than 0.1 % looks stuck."
        if isinstance(motor, MotorSpec)
        else "Motors: a ratchet that slips makes whole teeth or none: one with more than 0.5 of its pull looks sound, "
        "one with less looks stuck."
    ]


def test_nobody_may_teach_meanwhile(env, build, light):
    trainer = build()
    env.process(trainer.teach(light(0), (1, 0)))
    env.run(until=0.55)
    with pytest.raises(ControlError, match="machine must be free for a self-test, got one that is at a lesson"):
        self_test(trainer.machine)


@pytest.mark.parametrize("at_s", [0.5, 4.5, 9.5, 15.5, 23.05])  # the last two: a wire is pulled, a pulse is given
def test_a_test_that_is_broken_off_lets_go_of_everything_but_the_values(env, build, light, at_s):
    machine = build().machine
    machine.override(0, 1)
    machine.switch(2, False)
    machine.place(machine.pattern(light(1)))
    machine.inject(CutWire(0, 0))
    before = visible(machine)
    process = env.process(self_test(machine))
    env.run(until=at_s)
    process.interrupt("the fire alarm rings")
    with pytest.raises(simpy.Interrupt):
        env.run(until=process)
    after = visible(machine)
    assert not machine.potentiometers.law.driven
    assert after[:5] + after[6:] == before[:5] + before[6:]


def test_whoever_looks_on_sees_the_lamp_test_then_each_cell_walk_alone_then_the_a_units(env, build):
    trainer = build()
    trainer.machine.inject(DeadLamp(1))
    process, seen = env.process(trainer.self_test()), []
    while not process.processed:
        env.step()
        seen.append(trainer.snapshot(min(env.peek(), env.now + 0.5)))  # when all has settled
    assert {one.phase for one in seen} == {Phase.TESTING, Phase.WAITING}
    pressed = seen.index(next(one for one in seen if one.lamps.any()))
    assert seen[pressed].lamps.tolist() == [True, False]
    walked = [one.s_contacts.argmax() for one in seen if one.s_contacts.sum() == 1]
    assert [cell for cell, before in zip(walked, [-1, *walked], strict=False) if cell != before] == [0, 1, 2, 3]
    assert np.any([one.firing for one in seen], axis=0).all()
    assert np.any([one.current for one in seen], axis=0).all()
    assert seen[-1].phase is Phase.WAITING
    assert process.value.faults == (DeadLamp(1),)


def test_a_lamp_test_that_is_broken_off_is_let_go(env, build):
    trainer = build()
    process = env.process(trainer.self_test())
    env.run(until=1.5)
    assert trainer.machine.read().all()
    process.interrupt()
    with pytest.raises(simpy.Interrupt):
        env.run(until=process)
    assert not trainer.machine.read().any()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"step_s": 0.0}, "SelfTestSpec.step_s must be positive, got 0.0"),
        ({"readings": 9}, "SelfTestSpec.readings must be at least 10, got 9"),
        ({"deviations": -1.0}, "SelfTestSpec.deviations must be positive, got -1.0"),
        ({"deviations": 21.0}, "SelfTestSpec.deviations must be at most 20, got 21.0"),
        ({"readings": 10**6 + 1}, "SelfTestSpec.readings must be"),
    ],
)
def test_a_manner_of_testing_that_makes_no_sense_is_refused(settings, message):
    with pytest.raises(SpecError, match=message):
        SelfTestSpec(**settings)


@pytest.mark.parametrize(("at_s", "until_s"), [(100.0, 550.0), (500.0, 530.0)])
def test_a_supply_that_sags_in_the_midst_of_the_test_is_named_and_no_motor_blamed_for_it(env, at_s, until_s):
    machine = Mark1(env, seed=1)
    FaultSchedule(machine, [ScheduledFault(fault=SupplySag(0.7), at_s=at_s, until_s=until_s)]).start()
    report = env.run(until=env.process(self_test(machine)))
    assert report.began_s < at_s < until_s < report.ended_s
    assert set(report.faults) == {SupplySag(0.7)}
