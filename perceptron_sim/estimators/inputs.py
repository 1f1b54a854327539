"""What comes from scikit-learn's side: examples with labels of any kind, and dice of several kinds."""

import warnings
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator
from sklearn.utils import check_array, check_random_state
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import validate_data

from hardware.errors import shown
from perceptron_sim.errors import SettingError
from perceptron_sim.options import LARGEST_SEED

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]
Labels = npt.NDArray[Any]


def checked_examples(estimator: BaseEstimator, x: Any, y: Any, *, reset: bool) -> tuple[FloatArray, Labels]:
    """*x* (n, features), finite, and *y* (n,), the names of classes; with *reset* it is *estimator*'s first sight."""
    checked, labels = validate_data(estimator, x, y, dtype=np.float64, reset=reset)
    with warnings.catch_warnings():
        if labels.dtype.kind != "f":  # one picture of each letter is an alphabet, and no regression
            warnings.simplefilter("ignore", UserWarning)
        check_classification_targets(labels)
    return checked, labels


def checked_features(estimator: BaseEstimator, x: Any) -> FloatArray:
    """*x* (n, features), finite, as *estimator* has learned from; ValueError if they are others."""
    features: FloatArray = validate_data(estimator, x, dtype=np.float64, reset=False)
    return features


def announced(classes: Any, known: Labels | None) -> Labels:
    """All *classes* there will ever be, in order: those that are *known*, once there are such.

    SettingError where none are named at first, or others later.
    """
    if classes is None:
        if known is None:
            raise SettingError("classes must be given at the first partial_fit, got None")
        return known
    named = np.asarray(classes)
    if named.ndim != 1 or not named.size:
        raise SettingError(f"classes must be a list of names, got {shown(classes)}")
    found: Labels = np.unique(named)
    if known is not None and not np.array_equal(found, known):
        raise SettingError(f"classes must be those of the first partial_fit, {known.tolist()}, got {found.tolist()}")
    return found


def places_of(labels: Labels, classes: Labels) -> IntArray:
    """(n,): which of *classes*, in order, each label is; SettingError for one that is none."""
    strange = ~np.isin(labels, classes)
    if strange.any():
        raise SettingError(f"y must hold classes that were announced, got {labels[strange].tolist()[0]!r}")
    return np.searchsorted(classes, labels)


def seed_of(random_state: Any) -> int:
    """The seed that *random_state* gives: a whole number itself, else one that is drawn from it."""
    if not isinstance(random_state, int | np.integer):
        return int(check_random_state(random_state).randint(LARGEST_SEED, dtype=np.int64))
    if not 0 <= random_state <= LARGEST_SEED:
        raise SettingError(f"random_state must be from 0 to {LARGEST_SEED} as a seed, got {random_state!r}")
    return int(random_state)


def checked_weights(weights: Any, labels: Labels) -> FloatArray:
    """*weights* (n,) of examples, one where there are none; SettingError unless none is negative and not all are 0."""
    if weights is None:
        return np.ones(len(labels))
    checked: FloatArray = check_array(weights, ensure_2d=False, dtype=np.float64, input_name="sample_weight")
    if checked.shape != labels.shape:
        raise SettingError(f"sample_weight must have shape {labels.shape}, one for each example, got {checked.shape}")
    if (checked < 0).any():
        raise SettingError(f"sample_weight must hold weights of zero or more, got {float(checked.min())!r}")
    if not checked.any():
        raise SettingError("sample_weight must hold at least one weight that is not zero, got zeros")
    return checked


def dice_of(seed: int, stream: int) -> np.random.Generator:
    """The generator that a session with the same *seed* has for this *stream*."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(stream,)))
