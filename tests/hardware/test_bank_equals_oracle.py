"""The bank model and one process per part are the same machine: every decision, every instant, every angle."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import simpy
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from one_process_per_part import Bits, OneProcessPerPart, Reading

from hardware import (
    AssociationSpec,
    Exposure,
    Mark1,
    Mark1Spec,
    MotorSpec,
    PlugboardSpec,
    PotentiometerSpec,
    ResponseSpec,
    RetinaSpec,
    TimingSpec,
    Trainer,
)

Shown = tuple[Any, Bits | None]  # an image (rows, columns) and the code wanted, None to ask
Slide = tuple[Any, float]  # an image and how long it is shown, in seconds
Seen = tuple[tuple[bool | int, ...], tuple[bool, ...]]  # R-lamps, A-units
Flip = tuple[int, float, int]  # the part, the instant, its new state
SAME_INSTANT_S = 1e-12
SAME_ANGLE_DEG = 1e-12 * 150


@dataclass
class Observed:
    """What the bank model did; flips only if it was watched."""

    machine: Mark1
    records: list[Exposure]
    contacts: list[Flip]
    current: list[Flip]


class Watch:
    """Looks at the bank model from event to event and notes what flips in between."""

    def __init__(self, machine: Mark1) -> None:
        self.machine = machine
        self.relays, self.potentiometers = machine.retina.relays, machine.potentiometers
        self.contacts: list[Flip] = []
        self.current: list[Flip] = []
        self.closed = self.relays.contacts(machine.env.now)
        self.driven = self.potentiometers.law.current

    def until_next_event(self) -> None:
        """Note the currents as they are now, and every contact that moves before the clock's next event."""
        now_s, next_s = self.machine.env.now, self.machine.env.peek()
        self.driven = note(self.current, now_s, self.driven, self.potentiometers.law.current)
        while now_s < next_s < np.inf:
            self.closed = note(self.contacts, now_s, self.closed, self.relays.contacts(now_s))
            now_s = self.relays.next_change_s(now_s, 0.0)


def note(flips: list[Flip], at_s: float, before: Any, after: Any) -> Any:
    """Append what differs between two states of a bank; return the later one."""
    flips.extend((int(part), at_s, int(after[part])) for part in np.flatnonzero(before != after))
    return after


def run_bank(spec: Mark1Spec, seed: int, session: Sequence[Shown], *, watched: bool) -> Observed:
    """Run *session* on the bank model, looking at it from event to event if *watched*."""
    env = simpy.Environment()
    machine = Mark1(env, spec, seed=seed)
    trainer, records = Trainer(machine), []

    def run() -> Any:
        for image, wanted in session:
            exposing = trainer.ask(image) if wanted is None else trainer.teach(image, wanted)
            records.append((yield from exposing))

    process, watch = env.process(run()), Watch(machine)
    while process.is_alive:
        env.step()
        if watched:
            watch.until_next_event()
    env.run(until=process)  # raises what the process raised
    return Observed(machine, records, watch.contacts, watch.current)


def run_oracle(bank: Mark1, session: Sequence[Shown]) -> OneProcessPerPart:
    """Run *session* on a machine of the same wiring and parts, one process for each."""
    env = simpy.Environment()
    oracle = OneProcessPerPart(env, bank.spec, bank.wiring, bank.retina.tolerances, bank.potentiometers.motors)

    def run() -> Any:
        for image, wanted in session:
            yield from oracle.expose(np.asarray(image, dtype=float).ravel().tolist(), wanted)

    env.run(until=env.process(run()))
    return oracle


def assert_same_exposure(record: Exposure, reading: Reading, wanted: Bits | None) -> None:
    """Every decision, instant and cost of one exposure."""
    instants = ("placed_s", "read_s", "ended_s")
    assert_allclose(
        *([getattr(one, name) for name in instants] for one in (record, reading)), rtol=0, atol=SAME_INSTANT_S
    )
    assert (record.answered, record.firing) == (reading.answered, reading.firing)
    assert record.wrong_bits == sum(a != b for a, b in zip(reading.answered, wanted or reading.answered, strict=True))
    assert record.motors_driven == len(reading.driven)
    assert record.relay_operations == reading.relay_operations
    assert_allclose(record.motor_s, reading.motor_s, rtol=0, atol=1e-10)
    assert_allclose(record.turned_deg, reading.turned_deg, rtol=0, atol=1e-9)
    assert_allclose(record.energy_j, reading.energy_j, rtol=1e-12)


def assert_same_flips(bank: list[Flip], oracle: Sequence[tuple[int, float, Any]]) -> None:
    """The same parts flip the same way at the same instants; parts that flip at one instant have no order."""
    by_part = sorted(bank), sorted((part, at_s, int(state)) for part, at_s, state in oracle)
    states = [[(part, state) for part, _, state in flips] for flips in by_part]
    assert states[0] == states[1]
    assert_allclose(*([at_s for _, at_s, _ in flips] for flips in by_part), rtol=0, atol=SAME_INSTANT_S)


def assert_same_machine(spec: Mark1Spec, seed: int, session: Sequence[Shown]) -> None:
    """Unwatched, as training runs, and watched from event to event, the bank model does what the oracle does."""
    unwatched = run_bank(spec, seed, session, watched=False)
    watched = run_bank(spec, seed, session, watched=True)
    oracle = run_oracle(unwatched.machine, session)
    for record, reading, (_, wanted) in zip(unwatched.records, oracle.log.readings, session, strict=True):
        assert_same_exposure(record, reading, wanted)
    assert watched.records == unwatched.records
    end_s = unwatched.machine.env.now
    before_end = [flip for flip in oracle.log.contacts if flip[1] < end_s - SAME_INSTANT_S]
    assert_same_flips([flip for flip in watched.contacts if flip[1] < end_s - SAME_INSTANT_S], before_end)
    assert_same_flips(watched.current, oracle.log.current)
    positions = [motor.position(oracle.env.now) for motor in oracle.motors]
    angles = unwatched.machine.potentiometers.angle_deg(end_s)
    assert_allclose(angles, [angle for angle, _ in positions], rtol=0, atol=SAME_ANGLE_DEG)
    turned_deg = unwatched.machine.turned_deg()
    assert_allclose(turned_deg, sum(odometer for _, odometer in positions), rtol=1e-12, atol=SAME_ANGLE_DEG)


def letterlike(rng: np.random.Generator, shape: tuple[int, int], count: int) -> list[Any]:
    """Images (rows, columns) of thick strokes, a fifth to a third of the cells lit."""
    images = []
    for _ in range(count):
        image = np.zeros(shape)
        for _ in range(3):
            top, left = rng.integers(shape[0] - 3), rng.integers(shape[1] - 3)
            height, width = (8, 3) if rng.random() < 0.5 else (3, 8)
            image[top : top + height, left : left + width] = 1.0
        images.append(image)
    return images


def codes(rng: np.random.Generator, units: int, count: int) -> list[Bits]:
    return [tuple(int(bit) for bit in rng.integers(0, 2, units)) for _ in range(count)]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_default_machine_learns_letters_as_the_oracle_does(seed: int) -> None:
    rng = np.random.default_rng(seed)
    lessons = list(zip(letterlike(rng, (20, 20), 6), codes(rng, 8, 6), strict=True))
    assert_same_machine(Mark1Spec(), seed, lessons * 4)


def test_the_default_machine_sees_grey_as_the_oracle_does() -> None:
    rng = np.random.default_rng(3)
    images = [rng.random((20, 20)) ** 4 for _ in range(12)]
    assert_same_machine(Mark1Spec(), 3, list(zip(images, codes(rng, 8, 12), strict=True)))


def test_a_hurried_default_machine_does_what_the_oracle_does() -> None:
    rng = np.random.default_rng(4)
    spec = Mark1Spec(timing=TimingSpec(exposure_s=0.031, pulse_s=0.02, interval_s=0.011))
    images = letterlike(rng, (20, 20), 24)
    assert_same_machine(spec, 4, list(zip(images, codes(rng, 8, 24), strict=True)))


def between(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_nan=False)


def zero_or(low: float, high: float) -> st.SearchStrategy[float]:
    return st.just(0.0) | between(low, high)


ROWS, COLUMNS, A_UNITS, R_UNITS = 4, 5, 12, 3
RETINAS = st.builds(
    RetinaSpec,
    rows=st.just(ROWS),
    columns=st.just(COLUMNS),
    gain_us_per_lux_gamma=between(5, 30),
    gamma=between(0.5, 0.9),
    cell_spread=zero_or(0.01, 0.3),
    gamma_spread=zero_or(0.005, 0.1),
    rise_s=between(0.005, 0.2),
    fall_s=between(0.005, 0.2),
    relay_on_us=between(40, 150),
    relay_off_us=between(5, 39),
    relay_operate_s=zero_or(0.001, 0.05),
    relay_release_s=zero_or(0.001, 0.05),
    relay_spread=zero_or(0.01, 0.3),
)
TIMINGS = st.builds(
    TimingSpec,
    exposure_s=between(0.003, 0.15) | between(0.15, 1.0),
    pulse_s=between(0.005, 0.3) | between(0.3, 3.0),
    interval_s=zero_or(0.003, 0.15) | between(0.15, 2.0),
)
SPECS = st.builds(
    Mark1Spec,
    retina=RETINAS,
    plugboard=st.builds(PlugboardSpec, excitatory=st.integers(1, 4), inhibitory=st.integers(0, 4)),
    association=st.builds(
        AssociationSpec, units=st.just(A_UNITS), threshold=st.integers(-1, 3), delay_s=zero_or(0.001, 0.05)
    ),
    potentiometer=st.builds(PotentiometerSpec, travel_deg=between(20, 300), step_deg=between(0.05, 5)),
    motor=st.builds(
        MotorSpec,
        speed_deg_per_s=between(5, 400),
        time_constant_s=between(0.001, 0.5),
        speed_spread=zero_or(0.01, 0.3),
        down_to_up=between(0.5, 2.0),
    ),
    response=st.builds(
        ResponseSpec,
        units=st.just(R_UNITS),
        in_use=st.integers(1, R_UNITS),
        threshold_v=st.sampled_from([-2.0, 0.0, 0.5]),
        delay_s=zero_or(0.001, 0.3),
    ),
    timing=TIMINGS,
)
LEVELS = st.sampled_from([0.0, 0.0, 0.05, 0.1, 0.3, 1.0, 1.0])
IMAGES = st.lists(LEVELS, min_size=ROWS * COLUMNS, max_size=ROWS * COLUMNS).map(
    lambda levels: np.reshape(levels, (ROWS, COLUMNS))
)
WANTED = st.tuples(*[st.integers(0, 1)] * R_UNITS)
DWELLS = st.just(0.0) | between(0.001, 0.03) | between(0.001, 0.03) | between(0.03, 0.3) | between(0.3, 2.0)
SLIDES = st.lists(st.tuples(IMAGES, DWELLS), min_size=2, max_size=12)
SESSIONS = st.lists(st.tuples(IMAGES, WANTED | WANTED | st.none()), min_size=2, max_size=8)


def well_posed(spec: Mark1Spec, seed: int, session: Sequence[Shown | Slide]) -> bool:
    """Whether no cell tends to its relay's very threshold, where the instant of crossing is lost in rounding."""
    machine = Mark1(simpy.Environment(), spec, seed=seed)
    limits_us = np.concatenate([machine.pattern(image).limit_us for image, _ in session])
    thresholds_us = np.array([[spec.retina.relay_on_us], [spec.retina.relay_off_us]])
    return bool((np.abs(limits_us - thresholds_us) > 1e-3 * limits_us).all())


def show_bank(spec: Mark1Spec, seed: int, slides: Sequence[Slide], *, watched: bool) -> tuple[list[Seen], Watch]:
    """Put each image straight in the place of the one before; return what is seen at the end of each, and the flips."""
    env = simpy.Environment()
    machine, seen = Mark1(env, spec, seed=seed), []
    machine.potentiometers.set_angles(angles_deg(spec), env.now)

    def run() -> Any:
        for image, dwell_s in slides:
            machine.place(machine.pattern(image))
            yield env.timeout(dwell_s)
            seen.append((tuple(machine.read().tolist()), tuple(machine.association.firing(env.now).tolist())))

    process, watch = env.process(run()), Watch(machine)
    while process.is_alive:
        env.step()
        if watched:
            watch.until_next_event()
    env.run(until=process)
    return seen, watch


def show_oracle(bank: Mark1, slides: Sequence[Slide]) -> tuple[list[Seen], OneProcessPerPart]:
    """The same on one process per part."""
    env, seen = simpy.Environment(), []
    oracle = OneProcessPerPart(env, bank.spec, bank.wiring, bank.retina.tolerances, bank.potentiometers.motors)
    oracle.set_angles(angles_deg(bank.spec).tolist())

    def run() -> Any:
        for image, dwell_s in slides:
            oracle.shine(np.ravel(image).tolist())
            yield env.timeout(dwell_s)
            seen.append((oracle.lamps(), tuple(unit.fires for unit in oracle.a_units)))

    env.run(until=env.process(run()))
    return seen, oracle


def angles_deg(spec: Mark1Spec) -> Any:
    """Values of either sign, so that the lamps tell one state of the A-units from another."""
    return spec.potentiometer.stop_deg * np.cos(np.arange(A_UNITS))


def assert_same_slides(spec: Mark1Spec, seed: int, slides: Sequence[Slide]) -> None:
    """Unwatched and watched, the bank model sees what the oracle sees."""
    seen, watch = show_bank(spec, seed, slides, watched=False)
    seen_watched, watched = show_bank(spec, seed, slides, watched=True)
    expected, oracle = show_oracle(watch.machine, slides)
    assert seen == expected
    assert seen_watched == expected
    end_s = oracle.env.now - SAME_INSTANT_S
    contacts = ([flip for flip in flips if flip[1] < end_s] for flips in (watched.contacts, oracle.log.contacts))
    assert_same_flips(*contacts)
    assert watch.machine.retina.relays.operations(end_s) == sum(flip[1] <= end_s for flip in oracle.log.contacts)


any_slides = given(spec=SPECS, seed=st.integers(0, 1000), slides=SLIDES)
any_machine = given(spec=SPECS, seed=st.integers(0, 1000), session=SESSIONS)
steady = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}


@any_machine
@settings(max_examples=80, **steady)
def test_any_machine_does_what_the_oracle_does(spec: Mark1Spec, seed: int, session: Sequence[Shown]) -> None:
    assume(well_posed(spec, seed, session))
    assert_same_machine(spec, seed, session)


def flicker(seed: int, slides: int, dwell_s: tuple[float, float]) -> list[Slide]:
    """A few cells that go on and off at random."""
    rng = np.random.default_rng(seed)
    images = (rng.random((slides, ROWS, COLUMNS)) < 0.1) * rng.choice([0.3, 1.0], (slides, 1, 1))
    return list(zip(images, rng.uniform(*dwell_s, slides).tolist(), strict=True))


@pytest.mark.parametrize("seed", range(3))
def test_a_light_that_flickers_faster_than_a_relay_moves_is_seen_as_the_oracle_sees_it(seed: int) -> None:
    retina = RetinaSpec(
        rows=ROWS, columns=COLUMNS, rise_s=0.02, fall_s=0.005, relay_operate_s=0.03, relay_release_s=0.03
    )
    spec = Mark1Spec(retina=retina, association=AssociationSpec(units=A_UNITS))
    assert_same_slides(spec, seed, flicker(seed, 250, (0.0, 0.02)))


@pytest.mark.parametrize("seed", range(3))
def test_a_light_that_changes_while_late_stages_still_see_the_past_is_seen_as_the_oracle_sees_it(
    seed: int,
) -> None:
    spec = Mark1Spec(
        retina=RetinaSpec(
            rows=ROWS,
            columns=COLUMNS,
            rise_s=0.005,
            fall_s=0.005,
            relay_operate_s=0.001,
            relay_release_s=0.001,
        ),
        association=AssociationSpec(units=A_UNITS, delay_s=0.05),
        response=ResponseSpec(in_use=R_UNITS, delay_s=0.1),
    )
    assert_same_slides(spec, seed, flicker(seed, 100, (0.0, 0.1)))


@any_slides
@settings(max_examples=80, **steady)
def test_any_slides_are_seen_as_the_oracle_sees_them(spec: Mark1Spec, seed: int, slides: Sequence[Slide]) -> None:
    assume(well_posed(spec, seed, slides))
    assert_same_slides(spec, seed, slides)


@pytest.mark.long
@any_slides
@settings(max_examples=600, **steady)
def test_hundreds_of_slides_are_seen_as_the_oracle_sees_them(
    spec: Mark1Spec, seed: int, slides: Sequence[Slide]
) -> None:
    assume(well_posed(spec, seed, slides))
    assert_same_slides(spec, seed, slides)


@pytest.mark.long
@any_machine
@settings(max_examples=600, **steady)
def test_hundreds_of_machines_do_what_the_oracle_does(spec: Mark1Spec, seed: int, session: Sequence[Shown]) -> None:
    assume(well_posed(spec, seed, session))
    assert_same_machine(spec, seed, session)
