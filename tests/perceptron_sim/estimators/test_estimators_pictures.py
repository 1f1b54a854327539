"""Numbers become thermometers by rules: what is lit, on which scale, and where."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal

from perceptron_sim.errors import SettingError
from perceptron_sim.estimators.pictures import EVEN, PAIRS, PICTURES, PIXELS, QUANTILES, SCALES, THERMOMETERS, learned
from perceptron_sim.experiments.thermometers import thermometers

RETINA = (20, 20)
numbers = arrays(
    np.float64, st.tuples(st.integers(1, 12), st.integers(1, 40)), elements=st.floats(allow_nan=False, width=64)
)


@given(x=numbers, picture=st.sampled_from([PAIRS, THERMOMETERS]), scale=st.sampled_from(SCALES))
def test_any_finite_numbers_can_be_shown(x, picture, scale):
    x = np.where(np.isfinite(x), x, 0.0)
    with np.errstate(over="ignore", invalid="ignore"):
        shown = learned(x, picture, scale, RETINA).pictures(x)
    assert shown.shape == (len(x), 20, 20)
    assert set(np.unique(shown)) <= {0.0, 1.0}


def test_even_thermometers_are_those_of_the_experiments(rng):
    x = rng.uniform(-3, 5, (50, 3))
    shown = learned(x, THERMOMETERS, EVEN, RETINA).pictures(x)
    for feature in range(3):
        points = np.tile(x[:, [feature]], 3)
        wanted = thermometers(points, x[:, feature].min(), x[:, feature].max(), RETINA)
        rows = slice(*np.linspace(0, 20, 4).astype(int)[feature : feature + 2])
        assert_array_equal(shown[:, rows], wanted[:, rows])


@pytest.mark.parametrize("features", [1, 3, 20, 21, 64, 200])
def test_a_pair_lights_half_of_its_cells_whatever_the_number(features, rng):
    x = rng.normal(size=(30, features))
    shown = learned(x, PAIRS, QUANTILES, RETINA).pictures(x)
    assert np.abs(shown.sum(axis=(1, 2)) - 200).max() <= 1.5 * features


def test_the_greater_a_number_the_more_cells_are_lit(rng):
    x = rng.normal(size=(40, 4))
    code = learned(x, THERMOMETERS, QUANTILES, RETINA)
    low, high = code.pictures(x), code.pictures(x + np.array([0.5, 0, 0, 0]))
    assert (high >= low).all()
    assert (high[:, 5:] == low[:, 5:]).all()


def test_between_two_quantile_levels_lie_equally_many_examples(rng):
    x = np.exp(rng.normal(size=(4000, 1)))
    lit = learned(x, THERMOMETERS, QUANTILES, RETINA).pictures(x).sum(axis=(1, 2)).astype(int)
    counts = np.bincount(lit, minlength=401)
    assert counts[1:400].min() >= 9
    assert counts[1:400].max() <= 11


def test_numbers_beyond_the_scale_stay_at_its_ends(rng):
    x = rng.normal(size=(40, 2))
    code = learned(x, PAIRS, EVEN, RETINA)
    ends = np.array([[x[:, 0].max(), x[:, 1].min()]])
    assert_array_equal(code.pictures(np.array([[1e300, -1e300]])), code.pictures(ends))


def test_pixels_are_the_light_on_the_cells(rng):
    x = rng.uniform(size=(3, 12))
    assert_array_equal(learned(x, PIXELS, EVEN, (3, 4)).pictures(x), x.astype(np.float32).reshape(3, 3, 4))


@pytest.mark.parametrize(("picture", "most"), [(THERMOMETERS, 400), (PAIRS, 200)])
def test_more_features_than_cells_are_refused(picture, most):
    learned(np.zeros((2, most)), picture, EVEN, RETINA)
    with pytest.raises(SettingError, match=f"^X must have at most {most} features for '{picture}' .*, got {most + 1}$"):
        learned(np.zeros((2, most + 1)), picture, EVEN, RETINA)


@pytest.mark.parametrize("picture", PICTURES[:2])
def test_every_cell_shows_one_feature(picture):
    code = learned(np.zeros((1, 7)), picture, EVEN, RETINA)
    counts = np.bincount(code.feature)
    assert counts.sum() == 400
    assert counts.min() >= 40
