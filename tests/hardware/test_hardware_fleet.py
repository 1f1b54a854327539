"""The fleet: who is in it, what it is shown, who has to leave it, and what it refuses."""

from dataclasses import replace

import numpy as np
import pytest
import simpy

from hardware import (
    Control,
    ControlError,
    DeadLamp,
    Fleet,
    Mark1,
    Mark1Spec,
    ReinforcementSpec,
    ResponseSpec,
    Rule,
    SpecError,
    StimulusError,
    StuckMotor,
    TimingSpec,
    Trainer,
    Wiring,
    WiringError,
)
from hardware.fleet.sums import FleetSums

LETTERS, SEEDS = 4, (5, 3, 8)
FAINT = 0.2, 0.35  # shares of full light: about where relays close at last, but slowly


@pytest.fixture
def images(rng):
    """A few images for the Mark I."""
    return (rng.random((LETTERS, 20, 20)) < 0.3).astype(float)


@pytest.fixture
def codes(rng):
    """What they mean."""
    return rng.integers(0, 2, (LETTERS, 8))


@pytest.fixture
def order(rng):
    """In which order they are shown."""
    return np.concatenate([rng.permutation(LETTERS) for _ in range(4)])


def single(seed, spec=None, wiring=None):
    return Trainer(Mark1(simpy.Environment(), spec, seed=seed, wiring=wiring))


def teach(trainer, image, code):
    env = trainer.machine.env
    return env.run(until=env.process(trainer.teach(image, code)))


def taught(seed, images, codes, order, spec=None):
    trainer = single(seed, spec)
    return [teach(trainer, images[which], codes[which]) for which in order]


def test_a_fleet_of_mark_1s_learns_as_each_does_alone(images, codes, order):
    fleet = Fleet(None, SEEDS)
    told = list(fleet.lessons(fleet.images(images), codes, order))
    assert not fleet.by_themselves
    assert len({tuple(one.motors_driven) for one in told}) > 4  # machines differ, and so do lessons
    for place, seed in enumerate(SEEDS):
        assert [one.record(place) for one in told] == taught(seed, images, codes, order)


def test_the_order_of_machines_and_their_company_do_not_matter(images, codes, order):
    told = {}
    for seeds in ((5, 3, 8), (8, 5, 3), (3,), (8, 3)):
        fleet = Fleet(None, seeds)
        for number, one in enumerate(fleet.lessons(fleet.images(images), codes, order)):
            for place, seed in enumerate(seeds):
                assert told.setdefault((number, seed), one.record(place)) == one.record(place)


def test_each_machine_may_be_shown_an_order_of_its_own(images, codes, order):
    orders = np.stack([order, order[::-1], np.roll(order, 1)], axis=1)
    fleet = Fleet(None, SEEDS)
    told = list(fleet.lessons(fleet.images(images), codes, orders))
    for place, seed in enumerate(SEEDS):
        assert [one.record(place) for one in told] == taught(seed, images, codes, orders[:, place])


def test_each_machine_may_have_images_of_its_own(rng, codes, order):
    images = (rng.random((len(SEEDS), LETTERS, 20, 20)) < 0.3).astype(float)
    fleet = Fleet(None, SEEDS)
    told = list(fleet.lessons(fleet.images(images), codes, order))
    for place, seed in enumerate(SEEDS):
        assert [one.record(place) for one in told] == taught(seed, images[place], codes, order)


def test_some_machines_may_learn_while_the_clocks_of_the_others_stand(images, codes):
    fleet = Fleet(None, SEEDS)
    shown = fleet.images(images)
    told = [fleet.teach(shown, 0, codes[0]), fleet.teach(shown, [1, 2], codes[[1, 2]], machines=[2, 0])]
    told.append(fleet.teach(shown, 3, codes[3]))
    assert told[1].machines.tolist() == [2, 0]
    assert [one.record(0) for one in (told[0], told[2])] != taught(5, images, codes, [0, 3])
    assert [told[0].record(0), told[1].record(1), told[2].record(0)] == taught(5, images, codes, [0, 2, 3])
    assert [told[0].record(1), told[2].record(1)] == taught(3, images, codes, [0, 3])


def test_wirings_given_take_the_place_of_those_drawn(images, codes, order, rng):
    wirings = [
        Wiring(rng.integers(0, 400, (rows, 512)), rng.choice([-1, 1], (rows, 512)), rng.integers(-1, 8, 512))
        for rows in (3, 5)
    ]
    spec = replace(Mark1Spec(), plugboard=replace(Mark1Spec().plugboard, replacement=True))
    fleet = Fleet(spec, [1, 1], wirings)
    told = list(fleet.lessons(fleet.images(images), codes, order))
    for place, wiring in enumerate(wirings):
        trainer = single(1, spec, wiring)
        assert [one.record(place) for one in told] == [teach(trainer, images[x], codes[x]) for x in order]


@pytest.mark.parametrize("units", [*range(1, 20), 127, 128, 129, 512, 1000, 9001])
def test_numpy_adds_the_rows_of_a_matrix_as_it_adds_each_by_itself(units, rng):
    angles_deg = rng.normal(0, 50, (5, units))
    sums = np.add.reduce(angles_deg[[3, 1, 4]], axis=1)
    assert sums.tolist() == [float(np.add.reduce(angles_deg[row])) for row in (3, 1, 4)]


def test_what_an_exposure_took_is_told_for_all_machines_at_once(images, codes):
    fleet = Fleet(None, SEEDS)
    told = fleet.teach(fleet.images(images), 0, codes[0])
    records = [told.record(place) for place in range(3)]
    assert told.energy_j.tolist() == [record.energy_j for record in records]
    assert told.ended_s.tolist() == fleet.now_s.tolist() == [record.ended_s for record in records]
    assert told.answered.astype(int).tolist() == [list(record.answered) for record in records]


def test_a_question_changes_nothing_but_the_time(images):
    fleet = Fleet(None, SEEDS)
    told = fleet.ask(fleet.images(images), [0, 1, 2])
    assert told.wanted is None
    assert not fleet.angle_deg.any()
    assert told.record(0).wanted is None
    assert fleet.now_s.tolist() == [1.0, 1.0, 1.0]


def test_spontaneous_machines_need_no_code(images):
    spec = replace(Mark1Spec(), reinforcement=ReinforcementSpec(control=Control.SPONTANEOUS))
    fleet, trainer = Fleet(spec, [4]), single(4, spec)
    assert fleet.teach(fleet.images(images), 1).record(0) == teach(trainer, images[1], None)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"timing": TimingSpec(hand_spread=0.1)}, "hand"),
        ({"reinforcement": ReinforcementSpec(rule=Rule.GAMMA)}, "gamma rule"),
        ({"timing": TimingSpec(interval_s=0.1)}, "opened"),
        ({"timing": TimingSpec(exposure_s=0.05)}, "settled"),
    ],
)
def test_what_cannot_be_computed_together_is_computed_one_by_one(change, reason, images, codes):
    spec = replace(Mark1Spec(), **change)
    fleet, trainer = Fleet(spec, [2, 6]), single(6, spec)
    shown = fleet.images(images)
    records = [fleet.teach(shown, which, codes[which]).record(1) for which in range(3)]
    assert records == [teach(trainer, images[which], codes[which]) for which in range(3)]
    assert {number: reason in why for number, why in fleet.by_themselves.items()} == {0: True, 1: True}


def test_who_meets_an_image_on_which_relays_are_slow_goes_on_by_itself(images, codes, rng):
    images[3] *= rng.uniform(*FAINT, (20, 20))
    spec = replace(Mark1Spec(), timing=TimingSpec(exposure_s=0.16))
    fleet = Fleet(spec, SEEDS)
    shown, order = fleet.images(images), [0, 1, 2, 3, 0, 3, 1]
    told, left = [], []
    for which in order:
        told.append(fleet.teach(shown, which, codes[which]))
        left.append(len(fleet.by_themselves))
    assert left[:3] == [0, 0, 0]
    assert left[3] > 0
    for place, seed in enumerate(SEEDS):
        assert [one.record(place) for one in told] == taught(seed, images, codes, order, spec)
    assert fleet.settled_answers(shown).shape == (3, LETTERS, 8)


def test_values_are_cleared_for_all_at_once_by_themselves_or_not(images, codes, order):
    fleet, trainer = Fleet(None, SEEDS), single(3)
    fleet.take_out(2)
    shown = fleet.images(images)
    told = [*fleet.lessons(shown, codes, order[:5])]
    fleet.clear_values()
    assert not fleet.angle_deg.any()
    told += fleet.lessons(shown, codes, order[5:])
    records = [teach(trainer, images[which], codes[which]) for which in order[:5]]
    trainer.machine.clear_values()
    records += [teach(trainer, images[which], codes[which]) for which in order[5:]]
    assert [one.record(1) for one in told] == records
    fleet.take_out(1)
    np.testing.assert_array_equal(fleet.angle_deg[1], trainer.machine.potentiometers.angle_deg(trainer.machine.env.now))


def test_a_machine_taken_out_is_as_it_was_and_feels_what_is_done_to_it(images, codes, order):
    fleet, trainer = Fleet(None, SEEDS), single(3)
    shown = fleet.images(images)
    for _ in fleet.lessons(shown, codes, order):
        pass
    for which in order:
        teach(trainer, images[which], codes[which])
    for machine in (fleet.take_out(1).machine, trainer.machine):
        machine.inject(StuckMotor(7))
        machine.inject(DeadLamp(0))
    wrong = 1 - codes  # so that there is something to correct
    told = [fleet.teach(shown, which, wrong[which]) for which in order]
    assert [one.record(1) for one in told] == [teach(trainer, images[which], wrong[which]) for which in order]
    assert fleet.settled_answers(shown)[1].tolist() == [
        trainer.machine.settled_answer(trainer.machine.pattern(image)).tolist() for image in images
    ]
    assert list(fleet.by_themselves) == [1]
    assert fleet.take_out(1) is fleet.take_out(1)


def test_nobody_is_taught_where_one_machine_is_not_free(images, codes):
    fleet = Fleet(None, SEEDS)
    fleet.take_out(2).machine.occupy("an inspection")
    with pytest.raises(ControlError, match=r"machine must be free for a lesson, got one that is at an inspection"):
        fleet.teach(fleet.images(images), 0, codes[0])
    assert not fleet.now_s.any()


@pytest.mark.parametrize("seeds", [[], "12", None, 7])
def test_a_fleet_has_machines(seeds):
    with pytest.raises(SpecError, match="seeds must be a list of at least one, got"):
        Fleet(None, seeds)


@pytest.mark.parametrize("seed", [-1, 1.5, True, "x"])
def test_every_seed_is_one(seed):
    with pytest.raises(SpecError, match="seed must be a whole number of zero or more, got"):
        Fleet(None, [1, seed])


def test_a_fleet_is_made_by_a_specification():
    with pytest.raises(SpecError, match="spec must be a Mark1Spec, got"):
        Fleet(ResponseSpec(), [1])


def test_wirings_are_one_for_each_machine_and_fit_it(straight):
    with pytest.raises(WiringError, match="wirings must be one for each of 2 seeds, got"):
        Fleet(None, [1, 2], [straight])
    with pytest.raises(WiringError, match="A-units"):
        Fleet(None, [1], [straight])


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        (np.zeros((20, 20)), r"shape \(images, 20, 20\), or that for each of 3 machines, got \(20, 20\)"),
        (np.zeros((2, 4, 20, 20)), r"got \(2, 4, 20, 20\)"),
        (np.zeros((0, 20, 20)), r"got \(0, 20, 20\)"),
        (np.zeros((2, 20, 21)), r"got \(2, 20, 21\)"),
        ([np.zeros((20, 20)), np.zeros((2, 2))], "an array of real numbers"),
        (np.full((1, 20, 20), "x"), "real numbers, got dtype"),
        (np.full((1, 20, 20), 1.5), "within 0..1"),
        (np.full((1, 20, 20), np.nan), "within 0..1"),
    ],
)
def test_images_fit_the_retina(wrong, rule):
    with pytest.raises(StimulusError, match=rule):
        Fleet(None, SEEDS).images(wrong)


def test_images_are_for_the_fleet_that_has_prepared_them(images, codes):
    other = Fleet(None, SEEDS).images(images)
    for wrong in (other, images):
        with pytest.raises(StimulusError, match="images must be prepared by the fleet that is shown them, got"):
            Fleet(None, SEEDS).teach(wrong, 0, codes[0])


@pytest.mark.parametrize("which", [4, -1, [0, 1], 0.5, []])
def test_which_image_is_one_number_or_one_for_each_machine(which, images, codes):
    fleet = Fleet(None, SEEDS)
    with pytest.raises(ControlError, match="which must be"):
        fleet.teach(fleet.images(images), which, codes[0])


@pytest.mark.parametrize("code", [None, [1, 0], np.full((3, 8), 2), np.zeros((2, 8), dtype=int), np.zeros((3, 8))])
def test_codes_are_one_for_all_or_one_for_each_machine(code, images):
    fleet = Fleet(None, SEEDS)
    with pytest.raises(StimulusError, match="code must be"):
        fleet.teach(fleet.images(images), 0, code)


@pytest.mark.parametrize("machines", [[], [0, 0], 3, "all"])
def test_machines_are_taught_once_each(machines, images, codes):
    fleet = Fleet(None, SEEDS)
    with pytest.raises(ControlError, match="machines must be"):
        fleet.teach(fleet.images(images), 0, codes[0], machines=machines)


def test_only_a_machine_of_the_fleet_is_taken_out():
    with pytest.raises(ControlError, match="machine must be a whole number from 0 to 2, got 3"):
        Fleet(None, SEEDS).take_out(3)


def test_a_clock_that_waits_until_a_pulse_is_over_arrives_at_that_very_instant(rng):
    began_s, pulse_s = np.exp(rng.uniform(-7, 7, (2, 100_000)))
    until_s = began_s + pulse_s
    assert (began_s + (until_s - began_s) == until_s).all()


def test_numbers_that_are_not_whole_are_summed_in_the_order_of_units(rng):
    assignments, volts = rng.integers(-1, 8, (3, 512)), rng.normal(0, 5, (3, 512))
    sums = FleetSums(list(assignments), 8).in_order(np.array([2, 0]), volts[[2, 0]])
    for found, row in zip(sums, (2, 0), strict=True):
        each = [0.0] * 9
        for r_unit, volt in zip(assignments[row], volts[row].tolist(), strict=True):
            each[r_unit] += volt
        assert found.tolist() == each[:8]
