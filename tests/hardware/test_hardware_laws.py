"""Laws of any machine: stops hold, time and counters never run back, every source of chance has draws of its own."""

import math
from contextlib import suppress
from dataclasses import fields, replace
from itertools import islice

import numpy as np
import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from oracle_comparison import operate
from oracle_strategies import CODES, IMAGES, SEEDS, SPECS, taught_machines

from hardware import (
    AssociationSpec,
    Course,
    CourseSpec,
    FailureProcess,
    FailureSpec,
    Mark1,
    Mark1Error,
    Mark1Spec,
    MotorSpec,
    NoiseSpec,
    Order,
    PlugboardSpec,
    PotentiometerSpec,
    RatchetSpec,
    ResponseSpec,
    RetinaSpec,
    SpecError,
    SupplySag,
    Tie,
    TimingSpec,
    Trainer,
    Wiring,
    WiringError,
)


class Life:
    """Everything that happened in a scene, looked at after every event."""

    def __init__(self, scene):
        env = simpy.Environment()
        self.trainer, self.records, self.snapshots, self.counters = Trainer(scene.machine(env)), [], [], []
        machine = self.trainer.machine
        deeds = [deed for deed in scene.deeds if deed.verb != "look"]
        done = env.process(self.lessons(scene)) & env.process(operate(env, deeds, lambda verb: getattr(machine, verb)))
        while not done.processed:
            env.step()
            self.snapshots.append(self.trainer.snapshot())
            moves = machine.retina.relays.operations(env.now)
            self.counters.append((env.now, machine.motor_s, machine.turned_deg(), moves, self.trainer.exposures))

    def lessons(self, scene):
        for shown in scene.session:
            exposing = self.trainer.teach(shown.image, shown.wanted) if shown.taught else self.trainer.ask(shown.image)
            self.records.append((yield from exposing))


def assert_lawful(life):
    """No machine breaks any of these."""
    for snapshot in life.snapshots:
        assert (np.abs(snapshot.angle_deg) <= snapshot.stop_deg).all()
        assert (snapshot.conductance_us > 0).all()
        for array in (snapshot.conductance_us, snapshot.angle_deg, snapshot.speed_deg_per_s, snapshot.sums_v):
            assert np.isfinite(array).all()
    now_s, *counters = np.transpose(life.counters)
    assert (np.diff(now_s) >= 0).all()
    for counter in counters:  # sums of hundreds of angles, worked out anew each time: rounding is all that may be lost
        assert (np.diff(counter) >= -1e-12 * counter[1:]).all()
    for before, after in zip([None, *life.records], life.records, strict=False):
        assert after.placed_s <= after.read_s <= after.ended_s
        assert before is None or before.ended_s <= after.placed_s
        assert min(after.motor_s, after.turned_deg, after.relay_operations, after.energy_j, after.motors_driven) >= 0
        costs = (after.motor_s, after.turned_deg, after.value_change_deg, after.energy_j)
        assert all(math.isfinite(cost) for cost in costs)
    machine = life.trainer.machine
    odometer_deg = machine.potentiometers.odometer_deg(machine.env.now)
    assert_allclose(odometer_deg.sum(), machine.turned_deg(), rtol=1e-12, atol=1e-12)
    assert_allclose(sum(one.motor_s for one in life.records), machine.motor_s, rtol=1e-9, atol=1e-9)


@given(taught_machines())
@settings(max_examples=40)
def test_no_machine_breaks_a_law_whatever_happens_to_it(scene):
    assert_lawful(Life(scene))


@pytest.mark.long
@given(taught_machines())
@settings(max_examples=1000)
def test_no_machine_of_a_thousand_breaks_a_law(scene):
    assert_lawful(Life(scene))


@given(taught_machines())
@settings(max_examples=15)
def test_the_same_seed_and_the_same_deeds_give_the_same_records(scene):
    first, same = Life(scene), Life(scene)
    assert first.records == same.records
    assert first.counters == same.counters


@given(spec=SPECS, seed=SEEDS, image=IMAGES, code=CODES, delay_s=st.floats(0.0, 1000.0))
@settings(max_examples=20)
def test_what_a_machine_does_does_not_depend_on_when_it_is_switched_on_but_for_noise(spec, seed, image, code, delay_s):
    spec = replace(spec, noise=NoiseSpec(), response=replace(spec.response, tie=Tie.ONE, dead_band_v=1e-6))
    records = []
    for start_s in (0.0, delay_s):
        trainer = Trainer(Mark1(simpy.Environment(start_s), spec, seed=seed))
        env = trainer.machine.env
        records.append(env.run(until=env.process(trainer.teach(image, code))))
    for name in ("answered", "firing", "motors_driven", "relay_operations"):
        assert getattr(records[0], name) == getattr(records[1], name)
    assert_allclose(records[0].motor_s, records[1].motor_s, rtol=1e-6, atol=1e-6)


ENDLESS = CourseSpec(order=Order.DRAWN, errorless_passes=0)
TINY = Mark1Spec(
    retina=RetinaSpec(rows=2, columns=3),
    plugboard=PlugboardSpec(excitatory=1, inhibitory=1),
    association=AssociationSpec(units=4, delay_spread=0.1),
    response=ResponseSpec(units=2, in_use=2),
)
OTHERWISE = {  # one source of chance switched on or off, and which of the draws below that may change
    "cells": (replace(TINY, retina=replace(TINY.retina, cell_spread=0.2)), {"cells"}),
    "gammas": (replace(TINY, retina=replace(TINY.retina, gamma_spread=0.0)), {"gammas"}),
    "relays": (replace(TINY, retina=replace(TINY.retina, relay_spread=0.0)), {"relays"}),
    "delays": (replace(TINY, association=AssociationSpec(units=4)), {"delays"}),
    "motors": (replace(TINY, motor=MotorSpec(speed_spread=0.0)), {"motors", "motors down"}),
    "asymmetry": (replace(TINY, motor=MotorSpec(asymmetry_spread=0.2)), {"motors down"}),
    "wiring": (replace(TINY, plugboard=PlugboardSpec(excitatory=2, inhibitory=0)), {"wiring"}),
    "wiper noise": (replace(TINY, noise=NoiseSpec(wiper_v=1.0)), {"wipers"}),
    "amplifier noise": (replace(TINY, noise=NoiseSpec(amplifier_v=1.0)), {"amplifiers"}),
    "coin": (replace(TINY, response=ResponseSpec(units=2, in_use=2, tie=Tie.COIN)), {"coin"}),
    "hand": (replace(TINY, timing=TimingSpec(hand_spread=0.3)), {"hand"}),
    "ratchet": (replace(TINY, motor=RatchetSpec()), {"motors", "motors down"}),
}


def draws(spec, seed=3):
    """What chance made of a machine, by purpose; it has seen nothing, so that no wiper is heard."""
    machine = Mark1(env := simpy.Environment(), spec, seed=seed)
    tolerances, motors, trainer = machine.retina.tolerances, machine.potentiometers.motors, Trainer(machine)
    made = {
        "cells": (tolerances.gain_us_per_lux_gamma, tolerances.rise_s, tolerances.fall_s),
        "gammas": tolerances.gamma,
        "relays": (tolerances.operate_s, tolerances.release_s),
        "delays": machine.association.delay_s,
        "motors": getattr(motors, "full_up_deg_per_s", ()),
        "motors down": getattr(motors, "full_down_deg_per_s", ()),
        "wiring": machine.wiring.origins * machine.wiring.signs,
        "wipers": machine.response.wiper_noise_v(2.5),
        "amplifiers": machine.response.input_v(2.5),
        "coin": [machine.response.lamps(step, np.zeros(2)) for step in range(20)],
    }
    shown = [env.run(until=env.process(trainer.ask(np.zeros((2, 3))))) for _ in range(3)]
    course = Course(trainer, [machine.pattern(np.zeros((2, 3)))] * 5, [(0, 0)] * 5, ENDLESS)
    order = [index for index, _ in islice(course.lessons(), 10)]
    failures = FailureProcess(machine, FailureSpec(cell_life_h=1e-3)).start()
    env.run(until=env.now + 20.0)
    failed = [str(record.fault) for record in failures.records]
    made = {name: np.array(values).tolist() for name, values in made.items()}
    return made | {"hand": [one.read_s - one.placed_s for one in shown], "order": order, "failures": failed}


@pytest.mark.parametrize("source", OTHERWISE)
def test_switching_one_source_of_chance_leaves_all_other_draws_alone(source):
    other, changed = OTHERWISE[source]
    before, after = draws(TINY), draws(other)
    assert before["failures"]
    assert {name for name in before if before[name] != after[name]} == changed


def test_another_seed_is_another_machine():
    spec = replace(
        TINY,
        motor=MotorSpec(asymmetry_spread=0.1),
        noise=NoiseSpec(wiper_v=1.0, amplifier_v=1.0),
        response=ResponseSpec(units=2, in_use=2, tie=Tie.COIN, dead_band_v=10.0),
        timing=TimingSpec(hand_spread=0.3),
    )
    first, second = draws(spec, seed=1), draws(spec, seed=2)
    assert not [name for name in first if first[name] == second[name]]
    assert first == draws(spec, seed=1)


VALUES = [1e-9, 1e-7, 1e-4, 0.01, 0.3, 1.0, 2.5, 30.0, 1e3, 1e5, 1e6, 1e9, 0.0]
WHOLE = [0, 1, 2, 3, -1, 10**6, -(10**6)]
SMALL = {"rows", "columns", "units", "excitatory", "inhibitory", "in_use"}  # so that a machine takes no time to build
PARTS = [item.name for item in fields(Mark1Spec)]


@st.composite
def extreme_specs(draw):
    """A tiny machine of which a few fields are as small, as large or as odd as they may be."""
    spec = replace(TINY, motor=draw(st.sampled_from([MotorSpec(), RatchetSpec()])))
    for _ in range(draw(st.integers(1, 5))):
        part = draw(st.sampled_from(PARTS))
        item = draw(st.sampled_from(fields(getattr(spec, part))))
        kinds = {float: VALUES, int: WHOLE[:4] if item.name in SMALL else WHOLE, bool: [True, False]}
        choices = kinds.get(item.type) or (list(item.type) if isinstance(item.type, type) else [()])
        value = draw(st.sampled_from(choices))
        with suppress(SpecError):
            spec = replace(spec, **{part: replace(getattr(spec, part), **{item.name: value})})
    return spec


def assert_sane(spec, seed):
    """What a specification allows can be built and taught, without a warning, and stays finite."""
    trainer = Trainer(Mark1(simpy.Environment(), spec, seed=seed))
    env, machine = trainer.machine.env, trainer.machine
    shape, rng = (spec.retina.rows, spec.retina.columns), np.random.default_rng(seed)
    for lesson in range(3):
        image = rng.random(shape) if lesson else np.ones(shape)
        record = env.run(until=env.process(trainer.teach(image, rng.integers(0, 2, spec.response.units))))
        assert all(math.isfinite(getattr(record, name)) for name in ("motor_s", "value_change_deg", "energy_j"))
        snapshot = trainer.snapshot()
        assert (np.abs(snapshot.angle_deg) <= snapshot.stop_deg).all()
        for array in (snapshot.conductance_us, snapshot.angle_deg, snapshot.speed_deg_per_s, snapshot.sums_v):
            assert np.isfinite(array).all()
        if not lesson:
            machine.inject(SupplySag(0.001))
            machine.override(0, 1)


@given(spec=extreme_specs(), seed=SEEDS)
@settings(max_examples=100)
def test_what_a_specification_allows_can_be_built_and_taught_without_a_warning(spec, seed):
    with suppress(WiringError):  # Poisson numbers may come to more wires than the board has outlets
        assert_sane(spec, seed)


@pytest.mark.long
@given(spec=extreme_specs(), seed=SEEDS)
@settings(max_examples=5000)
def test_what_thousands_of_specifications_allow_can_be_built_and_taught(spec, seed):
    with suppress(WiringError):
        assert_sane(spec, seed)


@pytest.mark.parametrize("lux", [1e-9, 1.0, 10.0])
def test_a_light_that_cannot_close_any_relay_shows_the_machine_nothing(lux):
    trainer = Trainer(Mark1(simpy.Environment(), replace(TINY, retina=replace(TINY.retina, stimulus_lux=lux))))
    env = trainer.machine.env
    record = env.run(until=env.process(trainer.ask(np.ones((2, 3)))))
    assert (record.firing, record.relay_operations) == (0, 0)


@pytest.mark.parametrize(
    ("part", "values"),
    [
        (RetinaSpec, {"rows": 10**6, "columns": 10**6}),
        (RetinaSpec, {"rows": 1001, "columns": 1000}),
        (Mark1Spec, {"retina": RetinaSpec(rows=1000, columns=1000), "association": AssociationSpec(units=10**6)}),
    ],
)
def test_a_machine_that_no_memory_holds_is_refused(part, values):
    if part is Mark1Spec:
        values = values | {"plugboard": PlugboardSpec(excitatory=500, inhibitory=0, wires_per_s_unit=10**6)}
    with pytest.raises(SpecError, match=r"must be .*at most \d+"):
        part(**values)


@pytest.mark.parametrize("seed", [-1, 1.0, "1", None, True])
def test_a_seed_is_a_whole_number(seed):
    with pytest.raises(SpecError, match=r"^seed must be a whole number of zero or more, got "):
        Mark1(simpy.Environment(), TINY, seed=seed)


@pytest.mark.parametrize("spec", [TimingSpec(), {}, "mark 1", 0])
def test_what_is_no_specification_of_a_machine_is_refused(spec):
    with pytest.raises(Mark1Error, match=r"spec must be "):
        Mark1(simpy.Environment(), spec)


@pytest.mark.parametrize("wiring", [{}, "x", np.zeros((1, 4))])
def test_what_is_no_wiring_is_refused(wiring):
    with pytest.raises(Mark1Error, match=r"wiring must be "):
        Mark1(simpy.Environment(), TINY, wiring=wiring)


def test_stops_hold_against_any_drive_and_hand():
    spec = replace(TINY, motor=MotorSpec(speed_deg_per_s=1e6), potentiometer=PotentiometerSpec(backlash_deg=150.0))
    wiring = Wiring([[0, 1, 2, 3]], np.ones((1, 4), dtype=int), [0, 0, 1, 1])
    trainer = Trainer(Mark1(simpy.Environment(), spec, wiring=wiring))
    env = trainer.machine.env
    for code in ((1, 1), (0, 0), (1, 0)) * 3:
        env.run(until=env.process(trainer.teach(np.ones((2, 3)), code)))
        assert (np.abs(trainer.snapshot().angle_deg) <= 150.0).all()
