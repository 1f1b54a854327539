"""What both machines promise, asked of each in the same words."""

import numpy as np
import pytest

from hardware import Mark1Spec, ResponseSpec
from perceptron_sim.codes import codes_for
from perceptron_sim.experiments.stimuli import letters
from perceptron_sim.learner import NO_ANSWER, Trial
from perceptron_sim.mark1_learner import Mark1Learner
from perceptron_sim.network_learner import NetworkLearner
from perceptron_sim.network_spec import NetworkSpec


def mark1(env):
    return Mark1Learner(env, Mark1Spec(response=ResponseSpec(in_use=5)), codes_for("binary", 26, 8), seed=1)


def modern(env):
    return NetworkLearner(env, NetworkSpec(), (20, 20), 26, np.random.default_rng(1))


@pytest.fixture(params=[mark1, modern], ids=lambda make: make.__name__)
def learner(request, env):
    """One of the two."""
    return request.param(env)


@pytest.fixture
def alphabet():
    return letters()


def teach(env, learner, image, label):
    return env.run(until=learner.begin(image, label))


def test_an_exposure_ends_in_a_trial_that_says_what_was_shown(env, learner, alphabet):
    trial = teach(env, learner, alphabet.images[4], 4)
    assert isinstance(trial, Trial)
    assert (trial.learner, trial.exposure, trial.label) == (learner.name, 1, 4)
    assert trial.answer is None or 0 <= trial.answer < 26
    assert trial.right == (trial.answer == 4)


def test_exposures_are_numbered(env, learner, alphabet):
    assert [teach(env, learner, alphabet.images[i], i).exposure for i in range(3)] == [1, 2, 3]


def test_an_exposure_costs_something_and_nothing_costs_less_than_nothing(env, learner, alphabet):
    trial = teach(env, learner, alphabet.images[0], 0)
    costs = [trial.simulated_s, trial.motor_s, trial.turned_deg, trial.relay_operations, trial.multiply_adds]
    assert min(costs) >= 0
    assert trial.energy_j > 0


def test_it_classifies_a_batch_into_labels(learner, alphabet):
    answers = learner.classify(alphabet.images)
    assert answers.shape == (26,)
    assert answers.dtype.kind == "i"
    assert answers.min() >= NO_ANSWER
    assert answers.max() < 26


def test_classifying_takes_no_time_and_teaches_nothing(env, learner, alphabet):
    teach(env, learner, alphabet.images[0], 0)
    now_s, first = env.now, learner.classify(alphabet.images)
    assert np.array_equal(learner.classify(alphabet.images), first)
    assert env.now == now_s


def test_it_learns_what_it_is_shown(env, learner, alphabet):
    for _ in range(40):
        teach(env, learner, alphabet.images[3], 3)
    assert learner.classify(alphabet.images[3:4]) == [3]


def test_it_answers_before_it_learns(env, learner, alphabet):
    untaught = int(learner.classify(alphabet.images[3:4])[0])
    trial = teach(env, learner, alphabet.images[3], 3)
    assert (NO_ANSWER if trial.answer is None else trial.answer) == untaught


def test_forgetting_takes_away_what_was_learned(env, learner, alphabet):
    for _ in range(40):
        teach(env, learner, alphabet.images[3], 3)
    learner.forget()
    assert learner.classify(alphabet.images[3:4]) != [3]


def test_what_was_forgotten_can_be_learned_again(env, learner, alphabet):
    learner.forget()
    for _ in range(40):
        teach(env, learner, alphabet.images[3], 3)
    assert learner.classify(alphabet.images[3:4]) == [3]


def test_it_does_not_change_the_image(env, learner, alphabet):
    image = alphabet.images[7].copy()
    teach(env, learner, image, 7)
    assert np.array_equal(image, alphabet.images[7])


def test_binary_codes_count_from_one_with_the_lowest_bit_first():
    codes = codes_for("binary", 26, 8)
    assert codes.shape == (26, 8)
    assert codes[0].tolist() == [True] + [False] * 7
    assert codes[25].tolist() == [False, True, False, True, True, False, False, False]  # 26 = 2 + 8 + 16
    assert len({tuple(code) for code in codes.tolist()}) == 26
    assert codes.any(axis=1).all()


def test_six_of_the_32_codes_of_five_bits_mean_no_letter(env):
    learner = mark1(env)
    codes = [tuple((number >> bit) & 1 for bit in range(8)) for number in range(32)]
    assert sum(learner.meaning(code) is None for code in codes) == 6


def test_the_network_needs_no_simulated_time_and_the_machine_does(env, alphabet):
    assert teach(env, modern(env), alphabet.images[0], 0).ended_s == 0.0
    trial = teach(env, mark1(env), alphabet.images[0], 0)
    assert trial.ended_s == trial.simulated_s == pytest.approx(1.1)


def test_the_networks_wall_clock_is_measured_by_the_clock_it_is_given(env, alphabet, hand_clock):
    learner = NetworkLearner(env, NetworkSpec(), (20, 20), 26, np.random.default_rng(1), hand_clock(0.25))
    assert teach(env, learner, alphabet.images[0], 0).wall_s == 0.25
