"""Every machine of a fleet is what a single machine and its trainer are: the same records, to the last bit."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle_strategies import CODES, IMAGES, NOISES, QUIET, SEEDS, SPECS, between, board

from hardware import Exposure, Fleet, Mark1, Mark1Spec, Rule, TimingSpec, Trainer, Wiring

SLOW_HAND = st.builds(
    TimingSpec, exposure_s=between(0.8, 3.0), pulse_s=between(0.005, 5.0), interval_s=between(0.8, 3.0)
)


@dataclass(frozen=True)
class Class:
    """Machines and their lessons: of each, which image each machine is shown, and whether it is taught or asked."""

    spec: Mark1Spec
    seeds: tuple[int, ...]
    wirings: tuple[Wiring, ...] | None
    images: Any
    codes: Any
    lessons: list[tuple[tuple[int, ...], bool]]
    cleared_before: int


def together(spec: Mark1Spec, timing: TimingSpec) -> Mark1Spec:
    """*spec* with nothing that keeps machines from being computed together, whatever they are shown."""
    rule = replace(spec.reinforcement, rule=Rule.ALPHA)
    response = replace(spec.response, delay_s=min(spec.response.delay_s, 0.1))
    return replace(spec, reinforcement=rule, response=response, timing=timing)


CALM_SPECS = st.builds(together, SPECS, SLOW_HAND)
NOISY_SPECS = st.builds(lambda spec, noise: replace(spec, noise=noise), CALM_SPECS, QUIET | NOISES)


@st.composite
def classes(draw: st.DrawFn, specs: st.SearchStrategy[Mark1Spec]) -> Class:
    """One machine, two or seven, some lessons of one stream or of a stream for each."""
    spec, size = draw(specs), draw(st.sampled_from([1, 2, 2, 7]))
    seeds = tuple(draw(SEEDS) + place for place in range(size))
    plugged = draw(st.none() | st.none() | SEEDS)
    wirings = None if plugged is None else tuple(board(spec, np.random.default_rng(plugged + at)) for at in range(size))
    images = draw(st.lists(IMAGES, min_size=2, max_size=3))
    one_for_all = draw(st.booleans())
    which = st.integers(0, len(images) - 1)
    shown = st.tuples(*[which] * (1 if one_for_all else size))
    lessons = draw(st.lists(st.tuples(shown, st.sampled_from([True, True, True, False])), min_size=2, max_size=6))
    codes = [draw(CODES) for _ in images]
    return Class(spec, seeds, wirings, np.array(images), np.array(codes), lessons, draw(st.integers(1, 12)))


def by_themselves(school: Class, place: int) -> tuple[list[Exposure], Mark1, list[Any]]:
    """The records of one machine alone, the machine, and its settled answers at the end."""
    wiring = None if school.wirings is None else school.wirings[place]
    machine = Mark1(simpy.Environment(), school.spec, seed=school.seeds[place], wiring=wiring)
    trainer, records = Trainer(machine), []
    patterns = [machine.pattern(image) for image in school.images]
    for number, (which, taught) in enumerate(school.lessons):
        if number == school.cleared_before:
            machine.clear_values()
        shown = which[place % len(which)]
        exposing = trainer.teach(patterns[shown], school.codes[shown]) if taught else trainer.ask(patterns[shown])
        records.append(machine.env.run(until=machine.env.process(exposing)))
    return records, machine, [machine.settled_answer(pattern).tolist() for pattern in patterns]


def taught_together(school: Class) -> tuple[Fleet, list[list[Exposure]]]:
    """The fleet after all lessons, and the records of each machine."""
    fleet = Fleet(school.spec, school.seeds, school.wirings)
    images, records = fleet.images(school.images), []
    for number, (which, taught) in enumerate(school.lessons):
        if number == school.cleared_before:
            fleet.clear_values()
        codes = school.codes[which[0]] if len(which) == 1 else school.codes[list(which)]
        told = fleet.teach(images, which, codes) if taught else fleet.ask(images, which)
        records.append([told.record(place) for place in range(len(fleet))])
    return fleet, [list(each) for each in zip(*records, strict=True)]


def assert_the_same(school: Class) -> Fleet:
    fleet, records = taught_together(school)
    answers = fleet.settled_answers(fleet.images(school.images))
    for place in range(len(fleet)):
        alone, machine, settled = by_themselves(school, place)
        assert records[place] == alone, fleet.by_themselves
        assert fleet.now_s[place] == machine.env.now
        np.testing.assert_array_equal(fleet.angle_deg[place], machine.potentiometers.angle_deg(machine.env.now))
        assert answers[place].tolist() == settled
    return fleet


@settings(max_examples=50, deadline=None)
@given(classes(CALM_SPECS))
def test_a_fleet_at_ease_is_so_many_single_machines(school):
    assert_the_same(school)


@settings(max_examples=30, deadline=None)
@given(classes(NOISY_SPECS))
def test_a_fleet_with_noise_wear_and_coins_is_so_many_single_machines(school):
    assert_the_same(school)


@settings(max_examples=25, deadline=None)
@given(classes(SPECS))
def test_any_fleet_is_so_many_single_machines(school):
    assert_the_same(school)


@pytest.mark.long
@settings(max_examples=2000, deadline=None)
@given(classes(CALM_SPECS | NOISY_SPECS | SPECS))
def test_very_many_fleets_are_so_many_single_machines(school):
    assert_the_same(school)
