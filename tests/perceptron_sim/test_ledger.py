"""The score, checked against sums done by hand."""

import numpy as np
import pytest

from perceptron_sim.learner import Trial
from perceptron_sim.ledger import Account


def trial(right, **costs):
    return Trial(learner="mark1", exposure=1, label=1, answer=1 if right else None, ended_s=0.0, **costs)


@pytest.fixture
def account():
    """Right, wrong, right, right: a window of three."""
    account = Account(window=3)
    for number, right in enumerate((True, False, True, True), start=1):
        account.add(trial(right, motor_s=0.5, relay_operations=10 * number, energy_j=2.0, multiply_adds=3))
    return account


def test_a_new_account_is_empty():
    score = Account(window=3).score()
    assert (score.exposures, score.errors, score.passes) == (0, 0, 0)
    assert score.recent is score.held_out is score.errorless_pass is score.last is None
    assert score.curve.shape == (0,)


def test_exposures_and_errors_are_counted(account):
    assert (account.score().exposures, account.score().errors) == (4, 1)


def test_the_curve_is_the_share_right_in_the_window(account):
    assert account.score().curve == pytest.approx([1, 1 / 2, 2 / 3, 2 / 3])
    assert account.score().recent == pytest.approx(2 / 3)


def test_costs_are_added_up(account):
    score = account.score()
    assert (score.motor_s, score.relay_operations, score.energy_j, score.multiply_adds) == (2.0, 100, 8.0, 12)
    assert isinstance(score.relay_operations, int)


def test_a_pass_has_its_own_errors(account):
    assert account.close_pass(held_out=0.25) == 1
    account.add(trial(False))
    account.add(trial(False))
    assert account.close_pass(held_out=0.75) == 2
    assert (account.score().passes, account.score().held_out) == (2, 0.75)
    assert account.score().errorless_pass is None


def test_the_first_errorless_pass_is_kept(account):
    account.close_pass(held_out=0.0)
    account.add(trial(True))
    assert account.close_pass(held_out=0.0) == 0
    account.add(trial(True))
    account.close_pass(held_out=0.0)
    assert account.score().errorless_pass == 2


def test_a_score_does_not_change_afterwards(account):
    score = account.score()
    account.add(trial(False))
    assert np.array_equal(score.curve, np.float32([1, 1 / 2, 2 / 3, 2 / 3]))
    assert not score.curve.flags.writeable


def test_the_latest_trial_is_in_the_score(account):
    latest = trial(False)
    account.add(latest)
    assert account.score().last is latest
