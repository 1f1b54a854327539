"""The score, checked against sums done by hand."""

import numpy as np
import pytest

from perceptron_sim.learner import Trial
from perceptron_sim.ledger import Account, Passes, PassResult
from perceptron_sim.series import MOST_OF_CURVE, Curve, Series


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


def test_each_exposure_is_remembered_as_right_or_wrong_and_cannot_be_changed(account):
    right = account.score().right
    assert right.tolist() == [True, False, True, True]
    with pytest.raises(ValueError, match="read-only"):
        right[0] = False


def test_what_was_seen_of_a_series_stays_as_it_was_when_it_grows():
    series = Series(np.float32)
    series.append(0.5)
    before = series.seen()
    for value in range(3000):
        series.append(value)
    assert before.tolist() == [0.5]
    assert series.seen().tolist() == [0.5, *range(3000)]
    with pytest.raises(ValueError, match="read-only"):
        before[0] = 1.0


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


def test_a_curve_keeps_the_first_and_every_so_manieth_of_very_many():
    curve = Curve()
    for value in range(2 * MOST_OF_CURVE + 5):
        curve.append(value)
    seen = curve.seen()
    assert seen.size <= MOST_OF_CURVE
    assert seen.tolist() == list(range(0, 2 * MOST_OF_CURVE + 5, curve.every))
    assert curve.latest == 2 * MOST_OF_CURVE + 4


def test_pass_results_come_back_as_they_were_entered():
    passes = Passes(("mark1", "modern"))
    results = [
        PassResult(number=1, errors={"mark1": 3, "modern": 2}, held_out={"mark1": 0.5, "modern": 0.25}),
        PassResult(number=2, errors={"mark1": 0, "modern": 1}, held_out={}),
    ]
    passes.add(results[0])
    before = passes.seen()
    passes.add(results[1])
    assert list(passes.seen()) == results
    assert passes.seen()[-1] == results[1]
    assert passes.seen()[-5:] == tuple(results)
    assert list(before) == results[:1]
    with pytest.raises(IndexError):
        before[1]


def test_the_end_of_each_pass_is_remembered(account):
    account.close_pass(None)
    account.add(trial(True))
    account.close_pass(None)
    assert account.score().pass_ends.tolist() == [4, 5]
