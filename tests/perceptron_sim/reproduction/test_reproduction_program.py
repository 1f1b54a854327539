"""The program of a 704 decides as the simulated machine does when its drive is ideal; its rules are PR58's."""

from dataclasses import replace

import numpy as np
import pytest

from hardware import AssociationSpec, Mark1Spec, MotorSpec, ResponseSpec, RetinaSpec, Rule, TimingSpec, WiringFamily
from perceptron_sim.evidence.convergence import IDEAL
from perceptron_sim.evidence.machines import ONCE_IN_ORDER, dice, one_bit_codes, patterns_for, teach, trainer_of
from perceptron_sim.reproduction.parameters import Parameters
from perceptron_sim.reproduction.program import Program, increments
from perceptron_sim.reproduction.tasks import Field

CELLS, A_UNITS, STIMULI = 24, 60, 80


@pytest.fixture
def field():
    return Field(Parameters(), CELLS)


@pytest.mark.parametrize("threshold", [1, 2])
def test_error_correction_is_that_of_a_machine_with_an_ideal_drive(field, threshold):
    parameters = replace(Parameters(), threshold=threshold)
    program = Program(parameters, CELLS, A_UNITS, seed=3)
    shown = field.figures(("square", "circle"))(STIMULI, dice(3))
    spec = Mark1Spec(
        retina=RetinaSpec(rows=CELLS, columns=CELLS),
        plugboard=parameters.plugboard(CELLS, A_UNITS),
        association=AssociationSpec(units=A_UNITS, threshold=threshold),
        potentiometer=IDEAL,
        motor=MotorSpec(speed_spread=0.0),
        response=ResponseSpec(in_use=1),
        timing=TimingSpec(interval_s=1.0),
    )
    trainer = trainer_of(spec, 3, program.wiring)
    wrong = program.correct_errors(program.fires(shown.images), shown.labels == 1)
    patterns = patterns_for(trainer.machine, shown.images)
    lessons = teach(trainer, patterns, one_bit_codes(shown.labels), ONCE_IN_ORDER)
    assert wrong.sum() == lessons.corrections > 10
    steps = trainer.machine.potentiometers.wiper_steps(trainer.machine.env.now)
    assert np.array_equal(program.values, steps)
    answered = [trainer.machine.settled_answer(pattern)[0] for pattern in patterns]
    assert np.array_equal(program.answers(program.fires(shown.images)), answered)


def test_a_program_forced_by_alpha_adds_up(rng):
    fired, towards = rng.random((6, 9)) < 0.4, np.array([1, -1, 1, -1, 1, -1])
    assert np.array_equal(increments(fired, towards, Rule.ALPHA), towards[:, None] * fired)


def test_gamma_keeps_the_total(rng):
    fired = rng.random((50, 20)) < 0.4
    fired[0], fired[1] = True, False  # all, none: nothing to give, nobody to take
    changes = increments(fired, np.ones(50), Rule.GAMMA)
    assert changes.sum(axis=1) == pytest.approx(np.zeros(50), abs=1e-12)
    assert not changes[:2].any()
    assert (changes[2:][fired[2:]] == 1).all()


def test_beta_shares_one_increment(rng):
    fired = rng.random((50, 20)) < 0.4
    fired[0] = False
    totals = increments(fired, -np.ones(50), Rule.BETA).sum(axis=1)
    assert totals == pytest.approx(np.where(fired.any(axis=1), -1.0, 0.0))


def test_wires_of_a_large_retina_have_no_limit_and_may_be_local():
    even = Program(Parameters(), 72, 1000, seed=0).wiring
    local = Program(replace(Parameters(), family=WiringFamily.LOCAL), 72, 1000, seed=0).wiring
    assert even.origins.shape == local.origins.shape == (10, 1000)
    reach = [np.ptp(wiring.origins // 72, axis=0).mean() for wiring in (even, local)]
    assert reach[1] < 0.7 * reach[0]


def test_a_seed_gives_the_same_program_and_another_another():
    one, same, other = (Program(Parameters(), CELLS, A_UNITS, seed).wiring for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_figures_are_half_as_wide_as_what_they_may_lie_in(field, rng):
    halves, anywhere = field.halves()(20, rng), field.figures(("square", "diamond"))(20, rng)
    assert {int(image.any(axis=0).sum()) for image in halves.images} == {CELLS // 4}
    assert {int(image.any(axis=0).sum()) for image in anywhere.images} == {CELLS // 2}


def test_figures_stay_as_near_to_the_middle_as_is_asked(rng):
    near = Field(replace(Parameters(), place_share=0.5), CELLS).figures(("square", "circle"))(100, rng)
    columns = {int(np.flatnonzero(image.any(axis=0))[0]) for image in near.images}
    assert columns == set(range(3, 10))  # the middle one is 6; half of the way to an edge is 3


def test_dots_are_as_dense_as_is_asked_and_classes_equal(field, rng):
    dots = field.dots()(500, rng)
    assert dots.images.mean() == pytest.approx(Parameters().ideal_lit_share, abs=0.01)
    assert dots.labels.sum() == 250
