"""The switch of the motors and the reinforcement control: what they do to a pulse, and what they leave alone."""

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from hardware import Control, Mark1, MotorSpec, ReinforcementSpec, SelfTestSpec, StimulusError, StuckMotor, Trainer

TAU_S, FULL = MotorSpec().time_constant_s, MotorSpec().speed_deg_per_s


@pytest.fixture
def machine_of(env, tiny_spec, straight):
    """A tiny machine and its trainer, its rules given."""

    def made(**rules):
        spec = replace(tiny_spec, reinforcement=ReinforcementSpec(**rules))
        return Trainer(Mark1(env, spec, wiring=straight))

    return made


def at(env, machine, at_s, on):
    """Switch the motors at that instant."""

    def hand():
        yield env.timeout(at_s - env.now)
        machine.switch_motors(on)

    env.process(hand())


def test_without_current_nothing_turns_and_the_lesson_is_as_long(machine_of, teach, light):
    trainer = machine_of(control=Control.FORCED, value_decay=0.5)
    trainer.machine.set_angles(np.array([40.0, 0.0, -8.0, 0.0]))
    trainer.machine.switch_motors(False)
    record, timing = teach(trainer, light(0, 2), (1, 0)), trainer.machine.spec.timing
    assert trainer.machine.potentiometers.angle_deg(record.ended_s).tolist() == [40.0, 0.0, -8.0, 0.0]
    assert (record.motor_s, record.turned_deg, record.motors_driven) == (0.0, 0.0, 0)
    assert_allclose(record.ended_s - record.read_s, timing.pulse_s + timing.interval_s)
    assert record.firing == 2
    assert record.relay_operations == 8  # two contacts and two A-relays, on and off: as ever
    trainer.machine.switch_motors(True)
    assert teach(trainer, light(0, 2), (1, 0)).motors_driven == 2


def test_switched_off_in_a_pulse_a_motor_coasts_down_and_switched_on_again_it_spins_up(env, machine_of, teach, light):
    trainer = machine_of(control=Control.FORCED)
    machine, timing = trainer.machine, trainer.machine.spec.timing
    off_s, on_s = timing.exposure_s + 0.2 * timing.pulse_s, timing.exposure_s + 0.7 * timing.pulse_s
    at(env, machine, off_s, False)
    at(env, machine, on_s, True)
    record = teach(trainer, light(0), (1, 0))
    assert_allclose(record.motor_s, 0.5 * timing.pulse_s, rtol=1e-9)
    assert_allclose(record.turned_deg, FULL * 0.5 * timing.pulse_s, rtol=1e-6)  # what spinning up lacks, coasting adds
    assert record.motors_driven == 1


def test_the_speed_falls_from_the_instant_of_the_switch_on(env, machine_of, light):
    trainer = machine_of(control=Control.FORCED)
    machine, off_s = trainer.machine, trainer.machine.spec.timing.exposure_s + 3 * TAU_S
    at(env, machine, off_s, False)
    env.process(trainer.teach(light(0), (1, 0)))
    env.run(until=off_s + TAU_S / 2)
    assert machine.pulsing
    assert machine.potentiometers.law.driven == 0
    speed = machine.potentiometers.speed_deg_per_s(env.now)
    assert_allclose(speed[0], FULL * (1 - math.exp(-3)) * math.exp(-0.5), rtol=1e-9)


@pytest.mark.parametrize(
    ("control", "answered_right", "code", "moves"),
    [
        (Control.FORCED, True, (1, 0), [1, 0, -1, 0]),
        (Control.ERROR_CORRECTION, True, (1, 0), [0, 0, 0, 0]),
        (Control.ERROR_CORRECTION, False, (0, 1), [-1, 0, 1, 0]),
        (Control.SPONTANEOUS, False, (0, 1), [1, 0, -1, 0]),
        (Control.SPONTANEOUS, True, None, [1, 0, -1, 0]),
    ],
)
@pytest.mark.parametrize("delivered", list(Control))
def test_what_is_set_decides_whatever_the_machine_was_delivered_with(
    machine_of, teach, light, delivered, control, answered_right, code, moves
):
    trainer = machine_of(control=delivered)
    machine = trainer.machine
    machine.set_angles(np.array([20.0, 0.0, -20.0, 0.0]))
    machine.set_control(control)
    record = teach(trainer, light(0, 2), code)
    assert record.answered == (1, 0)
    assert (record.wrong_bits == 0) is answered_right
    turned = machine.potentiometers.angle_deg(record.ended_s) - [20.0, 0.0, -20.0, 0.0]
    assert np.sign(turned).tolist() == moves
    assert machine.control is control
    assert machine.spec.reinforcement.control is delivered


def test_only_spontaneous_control_needs_no_code(machine_of, light):
    trainer = machine_of(control=Control.SPONTANEOUS)
    trainer.machine.set_control("forced")  # by its word
    with pytest.raises(StimulusError, match=r"^code must be given unless control is spontaneous, got None$"):
        trainer.teach(light(0))


def test_whoever_turns_the_control_away_from_spontaneous_in_a_lesson_without_a_code_has_taught_nothing(
    env, machine_of, light
):
    trainer = machine_of(control=Control.SPONTANEOUS)
    lesson = env.process(trainer.teach(light(0)))
    env.run(until=0.1)
    trainer.machine.set_control(Control.FORCED)
    assert env.run(until=lesson).motors_driven == 0


def test_a_pulse_under_way_goes_on_as_it_began_whatever_the_control(env, machine_of, light):
    trainer = machine_of(control=Control.FORCED)
    machine, timing = trainer.machine, trainer.machine.spec.timing
    lesson = env.process(trainer.teach(light(0), (1, 0)))
    env.run(until=timing.exposure_s + timing.pulse_s / 2)
    machine.set_control(Control.ERROR_CORRECTION)
    assert_allclose(env.run(until=lesson).motor_s, timing.pulse_s)


def test_a_self_test_gives_the_motors_current_and_leaves_the_switch_as_it_was(env, machine_of):
    trainer = machine_of()
    trainer.machine.switch_motors(False)
    trainer.machine.inject(StuckMotor(2))
    report = env.run(until=env.process(trainer.self_test(SelfTestSpec())))
    assert [finding.fault for finding in report.findings] == [StuckMotor(2)]
    assert not trainer.machine.motors_on


def test_settled_sums_are_volts_that_settled_lamps_are_decided_on(machine_of, light):
    machine = machine_of().machine
    machine.set_angles(np.array([30.0, 6.0, -3.0, 9.0]))
    volts_per_deg = machine.spec.potentiometer.volts_per_step / machine.spec.potentiometer.step_deg
    pattern = machine.pattern(light(0, 1, 2))
    assert_allclose(machine.settled_sums_v(pattern), np.array([36.0, -3.0]) * volts_per_deg, rtol=1e-12)
    assert machine.settled_answer(pattern).tolist() == [True, False]
    machine.switch(0, False)
    assert_allclose(machine.settled_sums_v(pattern), np.array([6.0, -3.0]) * volts_per_deg, rtol=1e-12)
