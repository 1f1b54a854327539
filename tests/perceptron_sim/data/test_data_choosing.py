"""Which pictures are taken: shares of each class, spread evenly; classes in turn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from perceptron_sim.data.choosing import in_turn, kept_back

LABELS = arrays(np.intp, st.integers(0, 60), elements=st.integers(0, 4))


def test_every_fifth_picture_of_each_class_is_kept_back():
    labels = np.array([0] * 10 + [1] * 5 + [2] * 4)
    assert kept_back(labels, 0.2).tolist() == [4, 9, 14]


@given(LABELS, st.floats(0, 0.9))
def test_of_each_class_the_share_is_kept_back_and_one_stays(labels, share):
    kept = kept_back(labels, share)
    for label in range(5):
        of_class = int((labels == label).sum())
        back = int((labels[kept] == label).sum())
        assert back == pytest.approx(share * of_class, abs=1)
        assert back < max(of_class, 1)


def test_pictures_are_taken_from_the_classes_in_turn():
    labels = np.array([0, 0, 0, 0, 1, 1, 2])
    everything = np.arange(7)
    assert in_turn(labels, everything, 3).tolist() == [0, 4, 6]
    assert in_turn(labels, everything, 5).tolist() == [0, 1, 4, 5, 6]
    assert in_turn(labels, everything, 100).tolist() == list(range(7))
    assert in_turn(labels, np.array([1, 2, 5]), 2).tolist() == [1, 5]


@given(LABELS, st.integers(1, 40))
def test_no_class_is_ahead_of_another_by_more_than_one_unless_that_has_no_more(labels, most):
    taken = labels[in_turn(labels, np.arange(len(labels)), most)]
    assert len(taken) == min(most, len(labels))
    counts, there = np.bincount(taken, minlength=5), np.bincount(labels, minlength=5)
    short = counts < there
    assert not short.any() or counts.max() <= counts[short].min() + 1
