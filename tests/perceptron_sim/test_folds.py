"""Folds cut a labelled set into parts that are alike: nothing twice, nothing left out, every class in each."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron_sim.errors import SettingError, StimulusError
from perceptron_sim.experiments.folds import stratified_folds, taught_beside

sets = st.lists(st.integers(0, 4), min_size=2, max_size=60).map(np.array)
seeds = st.none() | st.integers(0, 2**32)


def cut(labels, folds, seed):
    return stratified_folds(labels, folds, None if seed is None else np.random.default_rng(seed))


@given(sets, st.data(), seeds)
def test_every_example_is_in_exactly_one_fold(labels, data, seed):
    folds = cut(labels, data.draw(st.integers(2, len(labels))), seed)
    assert sorted(np.concatenate(folds)) == list(range(len(labels)))
    assert all((np.diff(fold) > 0).all() for fold in folds)


@given(sets, st.data(), seeds)
def test_sizes_differ_by_one_at_most_and_so_does_every_class(labels, data, seed):
    folds = cut(labels, data.draw(st.integers(2, len(labels))), seed)
    assert np.ptp([len(fold) for fold in folds]) <= 1
    counts = np.array([np.bincount(labels[fold], minlength=5) for fold in folds])
    assert np.ptp(counts, axis=0).max() <= 1


def test_without_dice_each_class_is_cut_where_it_stands():
    assert [fold.tolist() for fold in stratified_folds([0, 1, 0, 1, 0, 1, 1, 0], 2)] == [[0, 1, 2, 3], [4, 5, 6, 7]]


def test_without_dice_a_fold_of_each_class_is_a_run_of_it():
    labels = np.array([0, 1, 2] * 10)
    for fold in stratified_folds(labels, 5):
        for label in range(3):
            places = np.searchsorted(np.flatnonzero(labels == label), fold[labels[fold] == label])
            assert (np.diff(places) == 1).all()


def test_the_same_dice_cut_alike_and_others_otherwise():
    labels = np.arange(50) % 10
    first, again, other = (np.concatenate(cut(labels, 5, seed)).tolist() for seed in (0, 0, 1))
    assert first == again
    assert first != other


def test_chance_spreads_what_stood_together():
    labels = np.zeros(1000, dtype=int)
    first_half = [int((fold < 500).sum()) for fold in cut(labels, 5, 0)]
    assert min(first_half) > 70


def test_what_is_taught_is_all_but_the_fold():
    assert taught_beside(np.array([1, 3]), 5).tolist() == [0, 2, 4]


@pytest.mark.parametrize("folds", [1, 0, -2, 5, 2.0, True, None, "2"])
def test_a_number_of_folds_that_cannot_be_is_refused(folds):
    with pytest.raises(SettingError, match="folds must be a whole number from 2 to the 4 examples, got "):
        stratified_folds([0, 1, 0, 1], folds)


@pytest.mark.parametrize("labels", [[], [[0, 1]], [0.0, 1.0], ["a", "b"], 3])
def test_labels_that_are_no_row_of_whole_numbers_are_refused(labels):
    with pytest.raises((StimulusError, SettingError), match=r"labels must be whole numbers \(n,\), got|folds must"):
        stratified_folds(labels, 2)
