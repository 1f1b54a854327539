"""Cross-validation: a labelled set cut into folds, each of them the examination once while all others are taught."""

import operator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from perceptron_sim.errors import SettingError, StimulusError

__all__ = ["stratified_folds", "taught_beside"]


def stratified_folds(
    labels: ArrayLike, folds: int, rng: np.random.Generator | None = None
) -> tuple[NDArray[np.intp], ...]:
    """Return the numbers of the examples in each of *folds* parts, ascending: disjoint, and together all.

    The sizes of the parts differ by one at most, and so does how much each has of any class. With *rng* chance
    decides who comes where. Without, each class is cut as it stands: what came together, as the digits of one
    writer do, stays together.

    Args:
        labels: whole numbers (n,), the class of each example.
        folds: from 2 to n.

    Raises:
        StimulusError: labels is no such array.
        SettingError: folds is out of range.
    """
    classes = np.asarray(labels)
    if classes.ndim != 1 or classes.dtype.kind not in "iu":
        raise StimulusError(f"labels must be whole numbers (n,), got {classes.dtype.name} {classes.shape}")
    parts = _whole_folds(folds, len(classes))
    order = np.arange(len(classes)) if rng is None else rng.permutation(len(classes))
    by_class = order[np.argsort(classes[order], kind="stable")]
    dealt = np.arange(len(classes)) % parts  # class by class, as cards are: no part is more than one card ahead
    in_parts = dealt[np.lexsort((dealt, classes[by_class]))]  # the same counts, each class cut at as many places
    return tuple(np.sort(by_class[in_parts == part]) for part in range(parts))


def taught_beside(fold: NDArray[np.intp], examples: int) -> NDArray[np.intp]:
    """Return the numbers of all *examples* that are not in *fold*, ascending: what is taught before the examination."""
    return np.setdiff1d(np.arange(examples), fold)


def _whole_folds(folds: int, examples: int) -> int:
    """Return *folds* if so many examples can be cut into so many parts."""
    try:
        number = operator.index(folds)
    except TypeError:
        number = 0
    if isinstance(folds, bool) or not 2 <= number <= examples:
        raise SettingError(f"folds must be a whole number from 2 to the {examples} examples, got {folds!r}")
    return number
