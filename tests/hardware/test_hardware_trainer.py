"""The trainer: a timer or a hand on the switch, potentiometers set by hand, its phases, and who needs a code."""

import math
from dataclasses import replace

import numpy as np
import pytest
import simpy
from numpy.testing import assert_allclose

from hardware import (
    Control,
    ControlError,
    Energy,
    HandSetting,
    Mark1,
    Mark1Spec,
    Phase,
    ReinforcementSpec,
    StimulusError,
    StuckRelay,
    TimingSpec,
    Trainer,
    checkpoint,
)
from hardware.randomness import NumberedDraws, Purpose

STANDING = Energy(standing_j=1500.0 * 9, illumination_j=0.0, motors_j=0.0, relays_j=0.0)  # nine seconds


def by(control, tiny_spec, straight):
    spec = replace(tiny_spec, reinforcement=ReinforcementSpec(control=control))
    return Trainer(Mark1(simpy.Environment(), spec, wiring=straight))


def test_a_timer_keeps_its_times_to_the_last_bit(build, teach, light):
    trainer = build(exposure_s=0.31, pulse_s=0.17, interval_s=0.23)
    records = [teach(trainer, light(0), (1, 0)), teach(trainer, light(0), (1, 0))]
    assert (records[0].placed_s, records[0].read_s, records[0].ended_s) == (0.0, 0.31, 0.31 + 0.17 + 0.23)
    assert_allclose([records[1].read_s, records[1].ended_s], [0.71 + 0.31, 0.71 + 0.31 + 0.23])  # right: no pulse


@pytest.mark.parametrize("seed", [0, 7])
def test_a_hand_keeps_its_times_as_the_draws_of_each_exposure_say(env, tiny_spec, straight, teach, light, seed):
    timing = TimingSpec(hand_spread=0.4)
    trainer = Trainer(Mark1(env, replace(tiny_spec, timing=timing), seed=seed, wiring=straight))
    draws = NumberedDraws(seed, Purpose.HAND, 3)
    for number in range(1, 6):
        trainer.machine.clear_values()  # so that every answer is wrong, and corrected
        record = teach(trainer, light(0, 2), (1, 1))
        exposure, pulse, interval = np.exp(0.4 * draws.normals(number))
        assert record.number == number
        assert_allclose(record.read_s - record.placed_s, timing.exposure_s * exposure)
        assert_allclose(record.motor_s, 2 * timing.pulse_s * pulse)
        assert_allclose(record.ended_s - record.read_s, timing.pulse_s * pulse + timing.interval_s * interval)


def test_no_two_exposures_by_hand_are_alike_but_they_are_log_normal_about_the_nominal(env, tiny_spec, straight, ask):
    timing = TimingSpec(exposure_s=0.5, interval_s=0.0, hand_spread=0.3)
    trainer = Trainer(Mark1(env, replace(tiny_spec, timing=timing), wiring=straight))
    exposures_s = [(record := ask(trainer, np.zeros((2, 2)))).read_s - record.placed_s for _ in range(400)]
    logarithms = np.log(np.array(exposures_s) / 0.5)
    assert len(set(exposures_s)) == 400
    assert abs(logarithms.mean()) < 4 * 0.3 / math.sqrt(400)
    assert_allclose(logarithms.std(), 0.3, rtol=0.15)
    assert record.ended_s == record.read_s  # no interval at all is none by hand either


def test_a_question_moves_the_hand_on_as_a_lesson_does(env, tiny_spec, straight, ask, teach, light):
    spec = replace(tiny_spec, timing=TimingSpec(hand_spread=0.4))
    trainers = [Trainer(Mark1(simpy.Environment(), spec, wiring=straight)) for _ in range(2)]
    ask(trainers[0], light(1))
    teach(trainers[1], light(1), (1, 0))
    second = [teach(trainer, light(0), (1, 0)) for trainer in trainers]
    assert_allclose(*[record.read_s - record.placed_s for record in second], rtol=1e-12)


def test_setting_by_hand_takes_its_time_for_each_potentiometer_and_is_told_of(build):
    trainer = build(hand_setting_s=3.0)
    machine = trainer.machine
    machine.env.run(until=1.0)
    setting = machine.env.process(trainer.set_by_hand(45.0, [2, 0, 3]))
    for at_s, angles_deg in ((3.9, [0, 0, 0, 0]), (4.1, [0, 0, 45, 0]), (7.1, [45, 0, 45, 0])):
        machine.env.run(until=at_s)
        assert trainer.snapshot().angle_deg.tolist() == angles_deg
        assert trainer.phase is Phase.SETTING
    record = machine.env.run(until=setting)
    assert record == HandSetting(began_s=1.0, ended_s=10.0, potentiometers=3, angle_deg=45.0, energy=STANDING)
    assert trainer.phase is Phase.WAITING
    assert trainer.snapshot().angle_deg.tolist() == [45, 0, 45, 45]


def test_clearing_all_values_of_the_mark_1_by_hand_takes_most_of_an_hour():
    trainer = Trainer(Mark1(simpy.Environment(), Mark1Spec()))
    machine = trainer.machine
    machine.set_angles(np.full(512, 30.0))
    record = machine.env.run(until=machine.env.process(trainer.set_by_hand(0)))
    assert (record.ended_s - record.began_s, record.potentiometers, record.angle_deg) == (512 * 5.0, 512, 0.0)
    assert not trainer.snapshot().angle_deg.any()
    assert machine.turned_deg() == 0.0


def test_setting_nothing_takes_no_time(build):
    trainer = build()
    env = trainer.machine.env
    record = env.run(until=env.process(trainer.set_by_hand(5.0, slice(0))))
    assert (record.ended_s, record.potentiometers) == (0.0, 0)
    assert trainer.phase is Phase.WAITING


@pytest.mark.parametrize("angle_deg", [999.0, -150.1, math.nan, None, "5", True])
def test_an_angle_that_no_hand_can_set_is_refused_before_anything_has_happened(build, angle_deg):
    trainer = build()
    env = trainer.machine.env
    before = checkpoint(trainer)
    with pytest.raises(ControlError, match=r"angle_deg.* must be "):
        env.run(until=env.process(trainer.set_by_hand(angle_deg)))
    assert checkpoint(trainer) == before
    assert (trainer.phase, env.now) == (Phase.WAITING, 0)


@pytest.mark.parametrize("units", [4, [0, -1], "all", None])
def test_potentiometers_that_the_machine_has_not_are_refused_before_anything_has_happened(build, units):
    trainer = build()
    env = trainer.machine.env
    with pytest.raises(ControlError, match=r"^a_units must be whole numbers from 0 to 3, got "):
        env.run(until=env.process(trainer.set_by_hand(0.0, units)))
    assert (trainer.phase, env.now) == (Phase.WAITING, 0)


@pytest.mark.parametrize("control", [Control.ERROR_CORRECTION, Control.FORCED])
def test_who_is_led_needs_a_code(tiny_spec, straight, light, control):
    with pytest.raises(StimulusError, match=r"^code must be given unless control is spontaneous, got None$"):
        by(control, tiny_spec, straight).teach(light(0))


def test_who_learns_spontaneously_needs_none_but_may_be_given_one(tiny_spec, straight, teach, light):
    records, angles_deg = [], []
    for code in (None, (1, 0)):
        trainer = by(Control.SPONTANEOUS, tiny_spec, straight)
        records.append(teach(trainer, light(0), code))
        angles_deg.append(trainer.snapshot().angle_deg.tolist())
    assert [record.wanted for record in records] == [None, (1, 0)]
    assert [record.wrong_bits for record in records] == [0, 1]
    assert angles_deg[0] == angles_deg[1]
    assert_allclose(angles_deg[0], [-6, 0, 0, 0], atol=1e-9)


def test_a_lesson_passes_through_its_phases_and_shows_them(build, light):
    trainer = build(exposure_s=0.5, pulse_s=0.1, interval_s=0.5)
    env = trainer.machine.env
    lesson = env.process(trainer.teach(light(0), (1, 0)))
    assert trainer.phase is Phase.WAITING
    seen = []
    for at_s in (0.1, 0.499, 0.501, 0.599, 0.601, 1.099):
        env.run(until=at_s)
        assert trainer.snapshot().phase is trainer.phase
        seen.append((trainer.phase, trainer.exposures, trainer.snapshot().answered, trainer.machine.pulsing))
    assert seen == [
        (Phase.EXPOSING, 0, None, False),
        (Phase.EXPOSING, 0, None, False),
        (Phase.CORRECTING, 0, (0, 0), True),
        (Phase.CORRECTING, 0, (0, 0), True),
        (Phase.CHANGING, 0, (0, 0), False),
        (Phase.CHANGING, 0, (0, 0), False),
    ]
    env.run(until=lesson)
    assert (trainer.phase, trainer.exposures) == (Phase.WAITING, 1)


def test_a_question_has_no_phase_of_correction(build, light):
    trainer = build()
    env = trainer.machine.env
    asking = env.process(trainer.ask(light(0)))
    phases = []
    while not asking.processed:
        env.step()
        phases.append(trainer.phase)
    assert list(dict.fromkeys(phases)) == [Phase.EXPOSING, Phase.CHANGING, Phase.WAITING]


def test_light_falls_from_placing_to_the_end_of_the_pulse_and_is_paid_for(build, teach, light):
    trainer = build(exposure_s=0.5, pulse_s=0.1, interval_s=0.5)
    machine = trainer.machine
    lesson = machine.env.process(trainer.teach(light(0), (1, 0)))
    lit = []
    for at_s in (0.001, 0.599, 0.601):
        machine.env.run(until=at_s)
        lit.append(bool(machine.retina.light.any()))
    assert lit == [True, True, False]
    assert_allclose(machine.env.run(until=lesson).energy.illumination_j, 500.0 * 0.6)


def test_a_lesson_in_which_the_values_are_cleared_before_the_reading_is_void(build, light):
    trainer = build()
    machine = trainer.machine
    lesson = machine.env.process(trainer.teach(light(0), (1, 0)))
    machine.env.run(until=0.2)
    machine.clear_values()
    record = machine.env.run(until=lesson)
    assert (record.wrong_bits, record.motors_driven, record.ended_s, machine.clearings) == (1, 0, 1.0, 1)
    assert not trainer.snapshot().angle_deg.any()


def test_a_value_set_by_hand_in_a_pulse_goes_on_being_taught(build, light):
    trainer = build()
    machine = trainer.machine
    lesson = machine.env.process(trainer.teach(light(0, 1), (1, 0)))
    machine.env.run(until=0.55)
    machine.set_angle(0, -20.0)
    machine.env.run(until=lesson)
    assert_allclose(trainer.snapshot().angle_deg, [-20.0 + 60 * 0.05, 6.0, 0, 0], atol=1e-9)


def test_a_pulse_that_is_broken_off_from_outside_leaves_no_motor_running(build, light):
    trainer = build()
    machine = trainer.machine
    lesson = machine.env.process(trainer.teach(light(0), (1, 0)))
    machine.env.run(until=0.55)
    lesson.interrupt("the visitor has left")
    with pytest.raises(simpy.Interrupt):
        machine.env.run(until=lesson)
    assert not machine.pulsing
    machine.env.run(until=2.0)
    assert_allclose(trainer.snapshot().angle_deg, [3.0, 0, 0, 0], atol=1e-9)
    assert_allclose(machine.motor_s, 0.05)


@pytest.mark.parametrize("first", ["visitor", "hand"])
def test_after_a_pulse_that_was_broken_off_while_something_else_was_done_the_next_one_still_notices(
    build, light, first
):
    trainer = build()
    machine = trainer.machine

    def interrupted():
        try:
            yield from trainer.teach(light(0), (1, 0))
        except simpy.Interrupt:
            yield machine.env.timeout(2.0)
        return machine.env.now

    lesson = machine.env.process(interrupted())
    machine.env.run(until=0.55)
    deeds = [lambda: lesson.interrupt("the visitor has left"), lambda: machine.switch(3, False)]
    for deed in deeds if first == "visitor" else reversed(deeds):
        deed()
    assert machine.env.run(until=lesson) == 2.55
    machine.clear_values()
    trainer = Trainer(machine)
    lesson = machine.env.process(trainer.teach(light(0), (1, 0)))
    machine.env.run(until=2.55 + 0.53)
    machine.inject(StuckRelay(1, True))
    record = machine.env.run(until=lesson)
    assert_allclose(record.motor_s, 0.1 + 0.06)
    assert record.motors_driven == 2


def test_energy_is_told_by_part(build, teach, light):
    record = teach(build(), light(0, 2), (1, 0))
    energy = record.energy
    assert_allclose([energy.standing_j, energy.illumination_j], [1500 * 1.1, 500 * 0.6])
    assert_allclose([energy.motors_j, energy.relays_j], [5 * 0.1, 0.02 * 8])
    assert (
        record.energy_j
        == energy.total_j
        == sum((energy.standing_j, energy.illumination_j, energy.motors_j, energy.relays_j))
    )


BUSY = {
    "a lesson": lambda trainer: trainer.teach(np.eye(2), (1, 0)),
    "a question": lambda trainer: trainer.ask(np.eye(2)),
    "a setting by hand": lambda trainer: trainer.set_by_hand(5.0),
    "a self-test": lambda trainer: trainer.self_test(),
}


@pytest.mark.parametrize("second", BUSY)
@pytest.mark.parametrize("first", BUSY)
def test_one_activity_at_a_time_and_the_first_goes_on(build, first, second):
    records = []
    for disturbed in (False, True):
        trainer = build()
        env = trainer.machine.env
        began_s = env.now
        under_way = env.process(BUSY[first](trainer))
        env.run(until=began_s + 0.55)
        if disturbed:
            with pytest.raises(ControlError, match=r"^machine must be free for a [\w -]+, got one that is at a "):
                env.run(until=env.process(BUSY[second](Trainer(trainer.machine))))
            assert env.now == began_s + 0.55
        env.run(until=under_way)
        records.append((env.now - began_s, trainer.snapshot().angle_deg.tolist()))
        assert trainer.phase is Phase.WAITING
        assert trainer.machine.occupied_by is None
    assert_allclose(records[0][0], records[1][0])
    assert_allclose(records[0][1], records[1][1], atol=1e-9)


def test_no_two_pulses_at_a_time(build, light):
    trainer = build()
    machine = trainer.machine
    machine.env.process(trainer.teach(light(0), (1, 0)))
    machine.env.run(until=0.55)
    with pytest.raises(ControlError, match=r"^machine must be .*pulse"):
        machine.env.run(until=machine.env.process(machine.test_pulse([1, 1], 0.1)))
    machine.env.run(until=0.7)
    assert_allclose(trainer.snapshot().angle_deg[0], 6.0, atol=0.02)


@pytest.mark.parametrize("at_s", [0.2, 0.55, 0.8])
@pytest.mark.parametrize("first", BUSY)
def test_what_is_broken_off_leaves_the_machine_dark_free_and_at_rest(build, first, at_s):
    trainer = build()
    machine = trainer.machine
    under_way = machine.env.process(BUSY[first](trainer))
    machine.env.run(until=at_s)
    under_way.interrupt("the visitor has left")
    with pytest.raises(simpy.Interrupt):
        machine.env.run(until=under_way)
    assert (trainer.phase, machine.occupied_by, machine.pulsing) == (Phase.WAITING, None, False)
    assert not machine.retina.light.any()
    assert not trainer.snapshot().current.any()
    assert checkpoint(trainer)
    machine.env.run(until=machine.env.process(trainer.ask(np.eye(2))))


def test_a_self_test_is_a_phase_of_its_own_and_charged_to_no_exposure(build, teach, light):
    trainer, other = build(), build()
    env = trainer.machine.env
    testing = env.process(trainer.self_test())
    env.run(until=0.5)
    assert (trainer.phase, trainer.snapshot().phase, trainer.exposures) == (Phase.TESTING, Phase.TESTING, 0)
    env.run(until=testing)
    env.run(until=env.now + 5.0)
    assert (trainer.phase, trainer.exposures) == (Phase.WAITING, 0)
    tested, untested = teach(trainer, light(0), (1, 0)), teach(other, light(0), (1, 0))
    assert_allclose(tested.energy_j, untested.energy_j)
    assert_allclose(tested.turned_deg, untested.turned_deg, atol=1e-9)


def test_without_a_code_nothing_but_spontaneous_learning_can_correct(tiny_spec, straight, light):
    for control, driven in ((Control.FORCED, 0), (Control.ERROR_CORRECTION, 0), (Control.SPONTANEOUS, 1)):
        machine = by(control, tiny_spec, straight).machine
        machine.place(machine.pattern(light(0)))
        machine.env.run(until=1.0)
        pulse = machine.env.process(machine.correct(None, machine.read(), 0.1))
        assert machine.env.run(until=pulse) == driven


@pytest.mark.parametrize("pulse_s", [0.0, -1.0, math.nan, math.inf])
def test_a_pulse_that_takes_no_time_or_for_ever_is_refused(build, pulse_s):
    machine = build().machine
    with pytest.raises(ControlError, match=r"^pulse_s must be "):
        machine.env.run(until=machine.env.process(machine.correct(np.ones(2, dtype=bool), machine.read(), pulse_s)))


@pytest.mark.parametrize("env", [None, 0.0, "clock"])
def test_a_machine_needs_a_clock(env):
    with pytest.raises(ControlError, match=r"^env must be a simpy\.Environment, got "):
        Mark1(env)
