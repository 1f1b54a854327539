"""R-units: dead band, tie rules, the coin, noise of amplifiers and wipers, wear, and that looking changes nothing."""

import math
from dataclasses import replace

import numpy as np
import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from oracle_comparison import operate
from oracle_strategies import taught_machines

from hardware import (
    AssociationSpec,
    DirtyWiper,
    Mark1,
    Mark1Spec,
    NoiseSpec,
    PotentiometerSpec,
    ResponseSpec,
    SupplySag,
    Tie,
    Trainer,
    checkpoint,
)
from hardware.randomness import HeldNoise, NumberedDraws, Purpose

VOLTS_PER_STEP = 11.0 * 0.3 / 150.0
STEP_DEG, R_DELAY_S, HOLD_S, LONG_S = 0.3, 0.010, 0.010, 5.0


@pytest.fixture
def of(env, tiny_spec, straight):
    """A tiny machine that has seen cells 0 and 2 for long, with other R-units or noise."""

    def made(steps=(0, 0, 0, 0), seed=0, noise=None, **response):
        spec = replace(tiny_spec, response=ResponseSpec(units=2, in_use=2, **response), noise=noise or NoiseSpec())
        machine = Mark1(env, spec, seed=seed, wiring=straight)
        machine.set_angles(STEP_DEG * np.array(steps))
        machine.place(machine.pattern([[1, 0], [1, 0]]))
        env.run(until=env.now + LONG_S)
        return machine

    return made


def test_a_sum_above_the_threshold_is_1_and_one_below_it_0(of):
    assert of(steps=(1, 90, -1, 90)).read().tolist() == [True, False]


@pytest.mark.parametrize(("tie", "lamps"), [(Tie.ZERO, [False, False]), (Tie.ONE, [True, True])])
def test_at_the_threshold_itself_the_tie_rule_answers(of, tie, lamps):
    assert of(tie=tie).read().tolist() == lamps


@pytest.mark.parametrize("tie", Tie)
@pytest.mark.parametrize("steps", [3, -3])
def test_outside_the_dead_band_no_tie_rule_is_asked(of, tie, steps):
    band_v = 2.5 * VOLTS_PER_STEP
    assert of(steps=(steps, 0, steps, 0), dead_band_v=band_v, tie=tie).read().tolist() == [steps > 0] * 2


@pytest.mark.parametrize("steps", [-2, -1, 0, 1, 2])
@pytest.mark.parametrize("tie", [Tie.ZERO, Tie.ONE])
def test_within_the_dead_band_the_tie_rule_answers(of, steps, tie):
    band_v = 2.5 * VOLTS_PER_STEP
    assert of(steps=(steps, 0, steps, 0), dead_band_v=band_v, tie=tie).read().tolist() == [tie is Tie.ONE] * 2


@pytest.mark.parametrize("side", [-1, 1])
def test_the_edge_of_the_dead_band_belongs_to_it(of, side):
    machine = of(steps=(10 * side, 0, 0, 0), dead_band_v=10 * VOLTS_PER_STEP, tie=Tie.ONE)
    assert abs(machine.response.input_v(LONG_S)[0]) == 10 * VOLTS_PER_STEP
    assert machine.read().tolist() == [True, True]


def test_the_band_lies_about_the_threshold(of):
    threshold_v = 10 * VOLTS_PER_STEP
    machine = of(steps=(13, 0, 9, 0), threshold_v=threshold_v, dead_band_v=2 * VOLTS_PER_STEP, tie=Tie.ZERO)
    assert machine.read().tolist() == [True, False]
    machine.set_angle(0, 11 * STEP_DEG)
    machine.set_angle(2, 7 * STEP_DEG)
    machine.env.run(until=2 * LONG_S)
    assert machine.read().tolist() == [False, False]


def test_an_r_unit_without_a_units_sums_to_0_and_the_tie_rule_answers_for_it(of):
    machine = of(tie=Tie.ONE)
    machine.rewire(machine.wiring.patched(2, 0).patched(3, 0))
    assert machine.response.input_v(LONG_S).tolist() == [0.0, 0.0]
    assert machine.read().tolist() == [True, True]


@pytest.mark.parametrize("seed", range(3))
def test_the_coin_is_tossed_for_each_lamp_anew_after_each_hold_and_shows_what_its_numbers_say(of, seed):
    machine = of(seed=seed, tie=Tie.COIN)
    coin = HeldNoise(seed, Purpose.TIES, 2, HOLD_S)
    tosses = []
    for step in range(200):
        machine.env.run(until=LONG_S + 0.003 + step * HOLD_S)
        tosses.append(machine.read().tolist())
        assert tosses[-1] == machine.read().tolist()
        assert tosses[-1] == (coin.normals(machine.env.now - R_DELAY_S) > 0).tolist()
    heads = np.sum(tosses, axis=0)
    assert (np.abs(heads - 100) < 4 * math.sqrt(200) / 2).all()
    assert np.corrcoef(np.transpose(tosses))[0, 1] < 0.3


def test_the_examiners_look_shows_a_coin_as_0_and_hears_no_noise(of):
    machine = of(steps=(0, 0, 1, 0), seed=1, tie=Tie.COIN, noise=NoiseSpec(wiper_v=5.0, amplifier_v=50.0))
    pattern = machine.pattern([[1, 0], [1, 0]])
    for _ in range(20):
        machine.env.run(until=machine.env.now + HOLD_S)
        assert machine.settled_answer(pattern).tolist() == [False, True]


def test_wear_dirt_and_the_amplifier_add_up_as_the_formula_says(of):
    noise = NoiseSpec(wiper_v=0.5, wiper_v_per_turn=2.0, amplifier_v=0.3)
    machine = of(steps=(10, 20, -30, 40), seed=4, noise=noise)
    machine.inject(DirtyWiper(2, 1.5))
    machine.env.process(machine.test_pulse([1, 1], 1.0))
    machine.env.run(until=LONG_S + 3.0)
    now_s, before_s = machine.env.now, machine.env.now - R_DELAY_S
    potentiometers = machine.potentiometers
    odometer_deg, steps = potentiometers.odometer_deg(before_s), potentiometers.wiper_steps(before_s)
    assert_allclose(odometer_deg, [60.0, 0.0, 60.0, 0.0])
    sigma_v = 0.5 + 2.0 * odometer_deg / 360.0 + np.array([0.0, 0.0, 1.5, 0.0])
    noise_v = sigma_v * HeldNoise(4, Purpose.WIPER_NOISE, 4, HOLD_S).normals(before_s)
    amplifier_v = 0.3 * HeldNoise(4, Purpose.AMPLIFIER_NOISE, 2, HOLD_S).normals(before_s)
    expected_v = (steps * VOLTS_PER_STEP + noise_v)[[0, 2]] + amplifier_v
    assert_allclose(machine.response.input_v(now_s), expected_v, rtol=1e-12)
    assert_allclose(machine.response.wiper_v(before_s), steps * VOLTS_PER_STEP + noise_v, rtol=1e-12)
    assert_allclose(machine.response.wiper_noise_v(before_s), noise_v, rtol=1e-12)


def test_a_sagging_supply_takes_from_wipers_and_their_noise_but_not_from_the_amplifiers(of):
    machine = of(steps=(100, 0, 100, 0), seed=2, noise=NoiseSpec(wiper_v=1.0, amplifier_v=1.0))
    before_s = LONG_S - R_DELAY_S
    amplifier_v = HeldNoise(2, Purpose.AMPLIFIER_NOISE, 2, HOLD_S).normals(before_s)
    full_v, wiper_v = machine.response.input_v(LONG_S), machine.response.wiper_v(before_s)
    machine.inject(SupplySag(0.5))
    assert_allclose(machine.response.input_v(LONG_S) - amplifier_v, 0.5 * (full_v - amplifier_v), rtol=1e-12)
    assert_allclose(machine.response.wiper_v(before_s), 0.5 * wiper_v, rtol=1e-12)


def test_noise_has_the_spread_that_the_specification_states(of):
    machine = of(noise=NoiseSpec(wiper_v=0.2, amplifier_v=0.7))
    sums_v = [machine.response.input_v(LONG_S + step * HOLD_S) for step in range(1500)]
    assert_allclose(np.std(sums_v, axis=0), math.hypot(0.2, 0.7), rtol=0.08)
    assert (np.abs(np.mean(sums_v, axis=0)) < 4 * 0.73 / math.sqrt(1500)).all()


def test_silent_units_add_no_noise(of):
    machine = of(noise=NoiseSpec(wiper_v=1.0))
    machine.remove()
    machine.env.run(until=2 * LONG_S)
    assert machine.response.input_v(2 * LONG_S).tolist() == [0.0, 0.0]
    assert machine.response.wiper_v(2 * LONG_S).all()


def test_the_lamps_show_noise_from_the_first_instant_on(env, tiny_spec, straight):
    spec = replace(tiny_spec, noise=NoiseSpec(amplifier_v=1.0), response=ResponseSpec(units=2, in_use=2, tie=Tie.COIN))
    machine = Mark1(env, spec, wiring=straight)
    amplifier_v = HeldNoise(0, Purpose.AMPLIFIER_NOISE, 2, HOLD_S).normals(0.0)
    assert machine.response.input_v(0.0).tolist() == amplifier_v.tolist()
    assert machine.read().tolist() == (amplifier_v > 0).tolist()


def test_without_noise_sums_are_exact(of, rng):
    machine = of()
    for _ in range(20):
        steps = rng.integers(-500, 501, 4)
        machine.set_angles(STEP_DEG * steps)
        machine.env.run(until=machine.env.now + LONG_S)
        now_s = machine.env.now
        assert machine.response.input_v(now_s).tolist() == [steps[0] * VOLTS_PER_STEP, steps[2] * VOLTS_PER_STEP]


@settings(max_examples=20)
@given(steps=st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=40), data=st.data())
def test_sums_of_any_windings_are_whole_numbers_of_steps(steps, data):
    units = len(steps)
    spec = Mark1Spec(
        association=AssociationSpec(units=units),
        potentiometer=PotentiometerSpec(step_deg=150.0 / 10**6),
        response=ResponseSpec(units=2, in_use=1),
    )
    machine = Mark1(simpy.Environment(), spec)
    firing = np.array(data.draw(st.lists(st.booleans(), min_size=units, max_size=units)))
    total = sum(step for step, fires in zip(steps, firing, strict=True) if fires)
    sums_v = machine.response.sums_v(firing, np.array(steps, dtype=float))
    assert sums_v.tolist() == [total * spec.potentiometer.volts_per_step, 0.0]


@given(number=st.integers(0, 2**40), others=st.lists(st.integers(0, 2**40), max_size=5))
def test_draws_belong_to_their_number_whatever_was_drawn_before(number, others):
    fresh, used = (NumberedDraws(3, Purpose.TIES, 7) for _ in range(2))
    for other in others:
        used.normals(other)
    assert used.normals(number).tolist() == fresh.normals(number).tolist()
    assert not set(fresh.normals(number).tolist()) & set(fresh.normals(number + 1).tolist())


def test_held_noise_changes_half_way_between_multiples_of_its_hold():
    noise = HeldNoise(0, Purpose.TIES, 3, 0.25)
    assert noise.normals(0.0).tolist() == noise.normals(0.124).tolist() != noise.normals(0.126).tolist()
    assert noise.normals(0.126).tolist() == noise.normals(0.374).tolist() != noise.normals(0.376).tolist()
    with pytest.raises(ValueError, match="read-only"):
        noise.normals(0.0)[0] = 0.0


def look_at_everything(trainer):
    machine = trainer.machine
    now_s = machine.env.now
    trainer.snapshot()
    machine.settled_answer(machine.pattern(np.ones((machine.spec.retina.rows, machine.spec.retina.columns))))
    machine.retina.relays.next_change_s(now_s, 0.0)
    machine.association.next_change_s(now_s)
    machine.association.net_input_now(now_s)
    machine.response.wiper_v(now_s)
    machine.turned_deg()
    checkpointed = machine.state(), trainer.state()
    return checkpointed, machine.motor_s, machine.settled_s, machine.response.lamp_test()


def happened(scene, look):
    """Let *scene* happen, calling *look* after every event; its records, and all that the future depends on."""
    env = simpy.Environment()
    trainer, records = Trainer(scene.machine(env)), []

    def run():
        for shown in scene.session:
            exposing = trainer.teach(shown.image, shown.wanted) if shown.taught else trainer.ask(shown.image)
            records.append((yield from exposing))

    deeds = [deed for deed in scene.deeds if deed.verb != "look"]
    done = env.process(run()) & env.process(operate(env, deeds, lambda verb: getattr(trainer.machine, verb)))
    while not done.processed:
        env.step()
        look(trainer)
    return records, checkpoint(trainer)


@given(taught_machines())
@settings(max_examples=25)
def test_looking_at_everything_after_every_event_changes_nothing_at_all(scene):
    assert happened(scene, look_at_everything) == happened(scene, lambda trainer: None)


@pytest.mark.long
@given(taught_machines())
@settings(max_examples=1000)
def test_looking_at_any_of_hundreds_of_machines_changes_nothing_at_all(scene):
    assert happened(scene, look_at_everything) == happened(scene, lambda trainer: None)
