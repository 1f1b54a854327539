"""Courses: the order of the patterns, and when there have been enough lessons."""

from collections import Counter
from dataclasses import replace
from itertools import islice, pairwise

import numpy as np
import pytest
import simpy

from hardware import (
    Course,
    CourseSpec,
    Mark1,
    Mark1Error,
    MotorSpec,
    NoiseSpec,
    Order,
    SpecError,
    StimulusError,
    TimingSpec,
    Trainer,
)

QUICK = TimingSpec(exposure_s=0.1, pulse_s=0.1, interval_s=0.2)
CODES = [(1, 0), (0, 1), (1, 1)]
ENDLESS = {"passes": 1000, "errorless_passes": 0}


@pytest.fixture
def course(tiny_spec, straight):
    """A course on three patterns of two cells: what A-units 0 to 3 see can be learned, what makes no sense cannot."""

    def made(codes=CODES, cells=((0,), (2,), (1, 3)), seed=None, machine_seed=0, noise=None, motor=None, **spec):
        machine_spec = replace(tiny_spec, timing=QUICK, noise=noise or NoiseSpec(), motor=motor or tiny_spec.motor)
        trainer = Trainer(Mark1(simpy.Environment(), machine_spec, seed=machine_seed, wiring=straight))
        images = np.zeros((len(cells), 4))
        for image, lit in zip(images, cells, strict=True):
            image[list(lit)] = 1.0
        patterns = [trainer.machine.pattern(image.reshape(2, 2)) for image in images]
        return Course(trainer, patterns, codes, CourseSpec(**spec), seed=seed)

    return made


def shown(course, count):
    """Which patterns the next lessons show."""
    return [index for index, _ in islice(course.lessons(), count)]


def test_a_fixed_order_is_the_order_given_in_every_pass(course):
    assert shown(course(order=Order.FIXED, **ENDLESS), 9) == [0, 1, 2] * 3


def test_a_shuffled_order_shows_each_pattern_once_in_every_pass_and_is_not_always_the_same(course):
    passes = np.reshape(shown(course(order=Order.SHUFFLED, **ENDLESS), 120), (40, 3))
    assert (np.sort(passes, axis=1) == [0, 1, 2]).all()
    assert len({tuple(one) for one in passes.tolist()}) == 6


def test_a_drawn_order_shows_patterns_as_often_as_chance_does(course):
    drawn = shown(course(order=Order.DRAWN, **ENDLESS), 600)
    assert all(abs(count - 200) < 4 * (600 * 2 / 9) ** 0.5 for count in Counter(drawn).values())
    repeats = sum(before == after for before, after in pairwise(drawn))
    assert abs(repeats - 200) < 4 * (600 * 2 / 9) ** 0.5  # whatever came before


@pytest.mark.parametrize("order", [Order.SHUFFLED, Order.DRAWN])
def test_the_order_is_the_seeds_and_the_machines_seed_unless_another_is_given(course, order):
    given_seed = shown(course(order=order, seed=5, **ENDLESS), 30)
    assert given_seed == shown(course(order=order, seed=5, **ENDLESS), 30)
    assert given_seed == shown(course(order=order, machine_seed=5, **ENDLESS), 30)
    assert given_seed != shown(course(order=order, machine_seed=6, **ENDLESS), 30)


def test_the_order_does_not_depend_on_what_the_machine_answers(course):
    noisy = course(order=Order.DRAWN, noise=NoiseSpec(wiper_v=3.0, amplifier_v=3.0), **ENDLESS)
    spread = course(order=Order.DRAWN, motor=MotorSpec(speed_spread=0.3), **ENDLESS)
    assert shown(noisy, 30) == shown(spread, 30) == shown(course(order=Order.DRAWN, **ENDLESS), 30)


@pytest.mark.parametrize("order", [Order.FIXED, Order.SHUFFLED])
@pytest.mark.parametrize(
    ("criteria", "lessons"),
    [
        ({}, 3 + 3),  # one pass in which all is new, one without an error
        ({"errorless_passes": 3}, 3 + 9),
        ({"errorless_passes": 0, "right_in_a_row": 4}, 3 + 4),
        ({"errorless_passes": 2, "right_in_a_row": 5}, 3 + 5),  # whichever is met first
        ({"errorless_passes": 2, "right_in_a_row": 7}, 3 + 6),
        ({"errorless_passes": 0, "passes": 4}, 12),
        ({"passes": 1}, 3),
    ],
)
def test_a_course_ends_when_its_criterion_is_met_or_its_passes_are_over(course, order, criteria, lessons):
    one = course(order=order, **criteria)
    records = [exposure for _, exposure in one.lessons()]
    assert (len(records), one.exposures, one.passes, one.done) == (lessons, lessons, lessons // 3, True)
    assert [record.wrong_bits > 0 for record in records] == [True] * 3 + [False] * (lessons - 3)
    assert list(one.lessons()) == []


def test_what_cannot_be_learned_is_taught_until_the_passes_are_over(course):
    contrary = course(codes=[(1, 0), (0, 0)], cells=((0,), (0,)), passes=7, order=Order.FIXED)
    records = [exposure for _, exposure in contrary.lessons()]
    assert len(records) == 14
    assert sum(record.wrong_bits > 0 for record in records) >= 7


def test_one_wrong_answer_spoils_its_pass_and_begins_the_count_anew(course):
    one = course(order=Order.FIXED, errorless_passes=2, right_in_a_row=5)
    lessons = one.lessons()
    for _ in range(7):
        next(lessons)
    one.trainer.machine.clear_values()  # after one errorless pass and one right answer
    assert [exposure.wrong_bits for _, exposure in lessons] == [1, 2, 1, 0, 0, 0, 0, 0]
    assert one.exposures == 15


def test_lessons_are_numbered_and_told_with_their_pattern(course):
    one = course(order=Order.FIXED)
    for place, (index, exposure) in enumerate(one.lessons()):
        assert (index, exposure.number, exposure.wanted) == (place % 3, place + 1, CODES[index])


def test_a_lesson_may_run_on_a_clock_that_others_use(course):
    one = course(order=Order.FIXED)
    env = one.trainer.machine.env
    index, exposure = env.run(until=env.process(one.lesson()))
    assert (index, exposure.wanted, one.exposures, one.done) == (0, (1, 0), 1, False)


@pytest.mark.parametrize(
    "codes", [None, 5, [], [(1, 0)], [(1, 0)] * 4, [[1, 0], [1], [0, 1]], [(1, 0), (0, 2), (1, 1)]]
)
def test_codes_that_are_not_one_for_each_pattern_are_refused(course, codes):
    with pytest.raises(Mark1Error, match=r"codes? must be "):
        course(codes=codes)


def test_a_course_without_patterns_or_with_images_that_were_not_prepared_is_refused(course):
    trainer = course().trainer
    with pytest.raises(Mark1Error, match=r"must be "):
        Course(trainer, [], [])
    with pytest.raises(Mark1Error, match=r"patterns must be prepared by the machine, got "):
        Course(trainer, [np.zeros((2, 2))], [(1, 0)])


def test_patterns_of_another_machine_are_refused_when_they_are_shown(course):
    stranger = course().patterns
    one = course(order=Order.FIXED)
    with pytest.raises(StimulusError, match=r"pattern must be prepared by the machine that is shown it"):
        next(Course(one.trainer, stranger, CODES).lessons())


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"order": "sorted"}, r"CourseSpec\.order must be one of fixed, shuffled, drawn, got 'sorted'"),
        ({"passes": 0}, r"CourseSpec\.passes must be positive, got 0"),
        ({"passes": 2.0}, r"CourseSpec\.passes must be a whole number, got 2\.0"),
        ({"errorless_passes": -1}, r"CourseSpec\.errorless_passes must be zero or more, got -1"),
        ({"right_in_a_row": True}, r"CourseSpec\.right_in_a_row must be a whole number, got True"),
    ],
)
def test_a_course_that_cannot_be_is_refused(values, message):
    with pytest.raises(SpecError, match=message):
        CourseSpec(**values)


@pytest.mark.parametrize("spec", [{}, "long", 5])
def test_a_course_needs_a_specification_of_its_own(course, spec):
    one = course()
    with pytest.raises(SpecError, match=r"^spec must be a CourseSpec, got "):
        Course(one.trainer, one.patterns, CODES, spec)
