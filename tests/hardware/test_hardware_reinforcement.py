"""Error correction: only firing A-units of wrong R-units turn, up for a wrong 0 and down for a wrong 1."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from hardware import UNASSIGNED, Mark1, Mark1Spec, MotorSpec, ResponseSpec, TimingSpec, Trainer, Wiring

IDEAL = MotorSpec(speed_spread=0.0, time_constant_s=1e-9)
MOVE_DEG = 60.0 * 0.1


@pytest.fixture
def ideal(env, tiny_spec, straight):
    return Trainer(Mark1(env, replace(tiny_spec, motor=IDEAL), wiring=straight))


def test_a_wrong_0_drives_the_firing_units_up(ideal, teach, light):
    record = teach(ideal, light(0, 2), (1, 0))
    assert (record.answered, record.wrong_bits, record.motors_driven) == ((0, 0), 1, 1)
    assert_allclose(ideal.snapshot().angle_deg, [MOVE_DEG, 0, 0, 0], atol=1e-6)


def test_a_wrong_1_drives_the_firing_units_down(ideal, teach, light):
    ideal.machine.potentiometers.set_angles(np.full(4, 30.0), 0.0)
    teach(ideal, light(0, 2), (1, 0))
    assert_allclose(ideal.snapshot().angle_deg, [30, 30, 30 - MOVE_DEG, 30], atol=1e-6)


def test_a_right_answer_moves_nothing(ideal, teach, light):
    record = teach(ideal, light(0, 1, 2, 3), (0, 0))
    assert (record.wrong_bits, record.motors_driven, record.motor_s, record.turned_deg) == (0, 0, 0.0, 0.0)


def test_asking_changes_no_value(ideal, ask, light):
    ideal.machine.potentiometers.set_angles(np.array([1.0, 2.0, 3.0, 4.0]), 0.0)
    record = ask(ideal, light(0, 1, 2, 3))
    assert (record.wanted, record.wrong_bits, record.answered) == (None, 0, (1, 1))
    assert ideal.snapshot().angle_deg.tolist() == [1.0, 2.0, 3.0, 4.0]


def test_an_unassigned_unit_is_never_driven_and_never_counts(env, tiny_spec, teach, light):
    wiring = Wiring(np.arange(4)[None, :], np.ones((1, 4), dtype=int), np.array([0, UNASSIGNED, 1, UNASSIGNED]))
    trainer = Trainer(Mark1(env, replace(tiny_spec, motor=IDEAL), wiring=wiring))
    trainer.machine.potentiometers.set_angles(np.array([0.0, 90.0, 0.0, 90.0]), 0.0)
    assert teach(trainer, light(0, 1, 2, 3), (1, 1)).answered == (0, 0)
    assert_allclose(trainer.snapshot().angle_deg, [MOVE_DEG, 90, MOVE_DEG, 90], atol=1e-6)


def test_an_r_unit_without_a_units_always_answers_0_and_drives_nothing(env, tiny_spec, teach, light):
    wiring = Wiring(np.arange(4)[None, :], np.ones((1, 4), dtype=int), np.zeros(4, dtype=int))
    trainer = Trainer(Mark1(env, tiny_spec, wiring=wiring))
    record = teach(trainer, light(0), (0, 1))
    assert (record.answered, record.wrong_bits, record.motors_driven) == ((0, 0), 1, 0)


def test_a_unit_that_starts_to_fire_during_the_pulse_gets_current_from_then_on(env, tiny_spec, straight, teach, light):
    timing = TimingSpec(exposure_s=0.035, pulse_s=0.1)
    trainer = Trainer(Mark1(env, replace(tiny_spec, motor=IDEAL, timing=timing), wiring=straight))
    trainer.machine.place(trainer.machine.pattern(light(0)))
    fires_s = trainer.machine.association.next_change_s(0.0)
    record = teach(trainer, light(0), (1, 0))
    assert 0.035 < fires_s < 0.135
    assert_allclose(record.motor_s, 0.135 - fires_s)


def test_the_answer_at_the_threshold_itself_is_0(build, ask, light):
    assert ask(build(), light(0, 1, 2, 3)).answered == (0, 0)


@pytest.mark.parametrize("seed", [0, 1])
def test_the_settled_answer_is_what_a_long_exposure_ends_in(env, rng, ask, seed):
    trainer = Trainer(Mark1(env, Mark1Spec(timing=TimingSpec(exposure_s=3.0, interval_s=3.0)), seed=seed))
    machine = trainer.machine
    machine.potentiometers.set_angles(rng.uniform(-150, 150, 512), env.now)
    for image in rng.random((20, 20, 20)) ** 3:
        settled = machine.settled_answer(machine.pattern(image))
        assert ask(trainer, image).answered == tuple(settled.astype(int).tolist())


def test_eight_r_units_answer_independently(env, rng, teach):
    trainer = Trainer(Mark1(env, Mark1Spec(response=ResponseSpec(in_use=8))))
    image = (rng.random((20, 20)) < 0.3).astype(float)
    code = (1, 0, 1, 1, 0, 0, 1, 0)
    for _ in range(10):
        last = teach(trainer, image, code)
    assert last.answered == code
