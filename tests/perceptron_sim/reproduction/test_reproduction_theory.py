"""What the bench measures of the theorems is what they speak of."""

import numpy as np
import pytest

from hardware.theory import correction_bound, normal_probability, recall_z
from perceptron_sim.reproduction import capacity, ibm704, predictions, theorems
from perceptron_sim.reproduction.parameters import Parameters


def test_separability_through_zero_needs_no_bias():
    right = np.array([[2.0, 0.0], [0.0, 2.0]])
    found = theorems.through_zero(right)
    assert found.separable
    assert found.margin == pytest.approx(np.sqrt(2))
    assert found.bias == pytest.approx(0.0, abs=1e-12)


def test_what_only_a_bias_could_tell_apart_is_not_separable_through_zero():
    same_direction = theorems.signed_patterns(np.array([[1, 1], [1, 1]]) > 0, np.array([True, False]))
    assert not theorems.through_zero(same_direction).separable
    assert theorems.bound(np.array([[True, True], [True, True]]), np.array([True, False])) == np.inf


def test_the_bound_is_that_of_the_widest_margin(rng):
    fired = rng.random((12, 30)) < 0.4
    wanted = np.arange(12) % 2 == 0
    found = theorems.through_zero(theorems.signed_patterns(fired, wanted))
    assert theorems.bound(fired, wanted) == pytest.approx(correction_bound(fired, wanted, found.weights), rel=1e-6)


def test_so_many_patterns_are_separable_as_the_halving_says():
    one = capacity.nested(Parameters(), 16, seed=1)
    most = int(capacity.most_separable(one))
    signed = theorems.signed_patterns(one.fired, one.wanted)
    assert theorems.through_zero(signed[:most]).separable
    assert not theorems.through_zero(signed[: most + 1]).separable


def test_condition_of_pr58_holds_of_halves_and_not_of_figures():
    found = predictions.overlaps(Parameters(), 0)
    assert found["halves: P_c12"] < found["halves: P_a"] < found["halves: P_c11"]
    assert found["figures: P_c12"] > found["figures: P_a"]
    assert found["halves"] > 0.9
    assert np.isnan(found["figures"])


def test_table_1_tried_out_is_surer_with_fewer_stimuli_and_more_a_units():
    found = predictions.table_1(Parameters(), 0)
    assert found["100, 10"] > found["100, 100"] > found["100, 1000"] > found["100, 10000"] > 0.5
    assert all(found[f"200, {n}"] >= found[f"100, {n}"] for n in predictions.TABLE_1_STIMULI)
    z = recall_z(1000, 100, predictions.TABLE_1_SHARE)
    assert found["100, 1000"] < normal_probability(z)


def test_without_decay_one_answer_wins():
    found = predictions.spontaneous(Parameters(), 0)
    assert found["C: one answer"]
    assert not found["C: told apart"]


def test_squares_are_told_apart_the_better_the_more_were_shown():
    found = ibm704.left_right(Parameters(), 0)
    assert 0.5 < found["first 50"] < found["after 40"] <= found["after 100"]


def test_parity_cancels_and_is_not_learned():
    assert theorems.parity(Parameters(), 0) == {"largest": 0, "learned": False}
