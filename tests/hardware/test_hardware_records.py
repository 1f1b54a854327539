"""Records: what an exposure cost adds up, and the same seed gives the same records whatever else is going on."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import simpy
from numpy.testing import assert_allclose

from hardware import Energy, Mark1, Mark1Spec, ResponseSpec, RetinaSpec, TimingSpec, Trainer

NO_ENERGY = Energy(standing_j=0, illumination_j=0, motors_j=0, relays_j=0)
QUICK = Mark1Spec(timing=TimingSpec(exposure_s=0.06, pulse_s=0.1, interval_s=0.03))


def lessons(count):
    """Random images and codes, the same in every run."""
    rng = np.random.default_rng(7)
    return [((rng.random((20, 20)) < 0.25).astype(float), rng.integers(0, 2, 8)) for _ in range(count)]


def teaching(trainer, count, records):
    for image, code in lessons(count):
        records.append((yield from trainer.teach(image, code)))


def taught(seed, *, spec=QUICK, count=8, env=None):
    env, records = env or simpy.Environment(), []
    trainer = Trainer(Mark1(env, spec, seed=seed))
    env.run(until=env.process(teaching(trainer, count, records)))
    return records, trainer


def test_the_same_seed_gives_the_same_records_and_another_seed_others():
    first, same, other = (taught(seed)[0] for seed in (1, 1, 2))
    assert first == same
    assert first != other


def test_two_machines_on_one_clock_do_not_disturb_each_other(env):
    together = [], []
    for seed, records in enumerate(together):
        env.process(teaching(Trainer(Mark1(env, QUICK, seed=seed)), 8, records))
    env.run()
    for seed, records in enumerate(together):
        for alone, beside in zip(taught(seed)[0], records, strict=True):
            assert replace(alone, energy=NO_ENERGY) == replace(beside, energy=NO_ENERGY)
            assert_allclose(alone.energy_j, beside.energy_j)


def test_switching_the_cells_spread_off_leaves_wiring_motors_and_relays_alone(env):
    spread = Mark1(env, seed=3)
    even = Mark1(env, Mark1Spec(retina=RetinaSpec(cell_spread=0.0, gamma_spread=0.0)), seed=3)
    assert (spread.wiring.origins == even.wiring.origins).all()
    motors = spread.potentiometers.motors.full_up_deg_per_s, even.potentiometers.motors.full_up_deg_per_s
    assert (motors[0] == motors[1]).all()
    assert (spread.retina.tolerances.operate_s == even.retina.tolerances.operate_s).all()
    assert (spread.retina.tolerances.gamma != even.retina.tolerances.gamma).all()


def test_degrees_and_motor_seconds_of_all_records_sum_to_the_machines():
    records, trainer = taught(1)
    machine = trainer.machine
    assert sum(record.turned_deg for record in records) > 100
    assert_allclose(sum(record.turned_deg for record in records), machine.turned_deg())
    assert_allclose(sum(record.motor_s for record in records), machine.motor_s)


def test_relay_operations_of_all_records_sum_to_the_machines():
    records, trainer = taught(1)
    contacts = trainer.machine.retina.relays.operations(records[-1].ended_s)
    assert sum(record.relay_operations - 2 * record.firing for record in records) == contacts


def test_exposures_are_numbered_and_follow_each_other_without_a_gap():
    records, _ = taught(1)
    assert [record.number for record in records] == list(range(1, 9))
    assert all(before.ended_s == after.placed_s for before, after in pairwise(records))
    assert all(record.read_s == record.placed_s + 0.06 for record in records)


def test_energy_adds_up_by_hand(build, teach, light):
    record = teach(build(), light(0, 2), (1, 0))
    assert_allclose(record.motor_s, 0.1)
    assert record.relay_operations == 2 * 2 + 2 * 2  # two cells and two A-units close and open
    lit_s, span_s = 0.5 + 0.1, 0.5 + 0.1 + 0.5
    assert_allclose(record.energy_j, 1500 * span_s + 500 * lit_s + 5 * 0.1 + 0.02 * 8)


def test_idle_time_between_exposures_is_charged_to_none(build, ask, light):
    trainer = build()
    ask(trainer, light(0))
    trainer.machine.env.run(until=trainer.machine.env.now + 10.0)
    assert_allclose(ask(trainer, light(0)).energy_j, 1500 * 1 + 500 * 0.5 + 0.02 * 4)


def test_a_second_trainer_pays_for_its_own_time_only(build, teach, light):
    first = build()
    before = teach(first, light(0), (1, 0))
    after = teach(Trainer(first.machine), light(1), (1, 0))
    costs = ("motor_s", "turned_deg", "relay_operations", "energy_j")
    assert_allclose(*([getattr(record, name) for name in costs] for record in (before, after)))


def test_a_machine_may_start_at_any_time_of_the_clock(light, tiny_spec, straight, teach):
    records = []
    for start_s in (0.0, 1000.0):
        trainer = Trainer(Mark1(simpy.Environment(initial_time=start_s), tiny_spec, wiring=straight))
        records.append(teach(trainer, light(0), (1, 0)))
    assert_allclose(records[1].energy_j, records[0].energy_j)
    assert_allclose(records[1].turned_deg, records[0].turned_deg)


@pytest.mark.parametrize("seed", [1, 2])
def test_random_patterns_are_learned_and_stay_learned(seed):
    records, trainer = taught(seed, spec=Mark1Spec(response=ResponseSpec(in_use=8)), count=10)
    for _ in range(20):
        again = []
        trainer.machine.env.run(until=trainer.machine.env.process(teaching(trainer, 10, again)))
    assert any(record.wrong_bits for record in records)
    assert not any(record.wrong_bits for record in again)
