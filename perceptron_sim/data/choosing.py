"""Which pictures are taken of those there are: some kept back as unseen, no more than asked for, classes in turn."""

import numpy as np

from perceptron_sim.data.listing import IntArray


def kept_back(labels: IntArray, share: float) -> IntArray:
    """Indexes of the pictures that stay unseen: *share* of each class, spread evenly over its pictures.

    Of a class, picture k, counted from 0, is one of them where (k + 1) x share has passed a whole number.
    """
    rank = _rank_in_class(labels)
    passed: IntArray = np.flatnonzero(np.floor((rank + 1) * share) > np.floor(rank * share))
    return passed


def in_turn(labels: IntArray, wanted: IntArray, most: int) -> IntArray:
    """At most *most* of the *wanted* indexes, ascending: the first of each class, then the second of each, ..."""
    own = labels[wanted]
    order = np.lexsort((own, _rank_in_class(own)))
    return np.sort(wanted[order[:most]])


def _rank_in_class(labels: IntArray) -> IntArray:
    """(n,): how many pictures of the same class come before each."""
    order = np.argsort(labels, kind="stable")
    ordered = labels[order]
    begins = np.searchsorted(ordered, ordered)
    rank = np.empty_like(labels)
    rank[order] = np.arange(len(labels)) - begins
    return rank
