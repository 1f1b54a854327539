"""Networks on digits and on letters that are moved: what the documentation claims of them holds."""

import math

import numpy as np
import pytest

from perceptron_sim.evidence import digits
from perceptron_sim.evidence.digits import AIMS, AS_PUBLISHED, FOLDS, SHUFFLED
from perceptron_sim.evidence.networks import DENSE, ONE_LAYER, SMALL_POOL, WHOLE_POOL
from perceptron_sim.evidence.translation import MARK1, REACH_CELLS
from perceptron_sim.experiments.folds import stratified_folds


def test_on_one_fold_dense_networks_are_within_two_standard_errors_of_their_aim_or_better():
    for one in digits.measure(1, orders=[SHUFFLED], designs=[DENSE, ONE_LAYER]):
        (right,) = one.right
        aim = AIMS[one.design]
        assert right >= aim - 2 * math.sqrt(aim * (1 - aim) / 360)


@pytest.mark.long
def test_over_five_folds_every_network_reaches_its_aim(measured):
    shuffled = [one for one in measured("digits", "full") if one.order == SHUFFLED]
    assert {one.design for one in shuffled} == set(AIMS) == {SMALL_POOL, DENSE, ONE_LAYER}
    for one in shuffled:
        assert len(one.right) == FOLDS
        assert one.mean >= AIMS[one.design]


@pytest.mark.long
def test_other_writers_are_harder_for_every_network(measured):
    mean = {(one.design, one.order): one.mean for one in measured("digits", "full")}
    for design in AIMS:
        assert mean[design, AS_PUBLISHED] < mean[design, SHUFFLED] - 0.01


def test_the_folds_of_the_digits_are_equally_large_but_for_one():
    everything = digits.digits()
    sizes = [len(fold) for fold in stratified_folds(everything.labels, FOLDS, np.random.default_rng(digits.SEED))]
    assert sorted(sizes) == [359, 359, 359, 360, 360]


def test_networks_know_what_they_are_called_and_how_large_they_are():
    assert DENSE.name(10) == "dense 400-64-10"
    assert DENSE.parameter_count(10) == 400 * 64 + 64 + 64 * 10 + 10
    assert SMALL_POOL.parameter_count(10) == 8 * 25 + 8 + 8 * 8 * 8 * 10 + 10


def test_a_moved_letter_is_read_best_with_a_pool_and_worst_by_the_machine(measured, length):
    moved = {one.learner: one for one in measured("translation", length)}
    assert all(one.share_right[REACH_CELLS, REACH_CELLS] == 1.0 for one in moved.values())
    whole, small, dense = (moved[design.name(26)] for design in (WHOLE_POOL, SMALL_POOL, DENSE))
    assert whole.width.least >= 2 * dense.width.most
    assert whole.share_right.mean() > 3 * dense.share_right.mean()
    assert dense.share_right.mean() < small.share_right.mean() < 2 * dense.share_right.mean()
    assert dense.width.least > moved[MARK1].width.most == 1.0


@pytest.mark.long
def test_the_full_form_teaches_ten_learners_of_each_kind(measured):
    assert {len(one.scores) for one in measured("translation", "full")} == {10}
