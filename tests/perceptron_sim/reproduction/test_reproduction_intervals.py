"""Intervals are those of the tables: Student's t, Wilson's of a count, none of a closed form."""

import math

import numpy as np
import pytest

from perceptron_sim.reproduction.intervals import CONFIDENCE, Kind, exact, student, student_quantile, wilson

# Any printed table of t, two-sided 95 %.
TABLE = {1: 12.7062, 2: 4.3027, 3: 3.1824, 4: 2.7764, 5: 2.5706, 9: 2.2622, 19: 2.0930, 30: 2.0423, 199: 1.9720}


@pytest.mark.parametrize(("freedom", "t"), TABLE.items())
def test_quantiles_are_those_of_the_table(freedom, t):
    assert student_quantile(freedom) == pytest.approx(t, abs=6e-5)


def test_students_interval_by_hand():
    found = student([1.0, 2.0, 3.0])
    half = TABLE[2] / math.sqrt(3)
    assert (found.value, found.over, found.kind) == (2.0, 3, Kind.STUDENT)
    assert (found.low, found.high) == (pytest.approx(2 - half, abs=1e-4), pytest.approx(2 + half, abs=1e-4))


def test_an_interval_ends_where_a_figure_ends():
    found = student([0.99, 1.0, 0.95], 0.0, 1.0)
    assert found.high == 1.0
    assert 0.9 < found.low < 0.98


def test_one_seed_leaves_everything_open():
    found = student([0.7], 0.0, 1.0)
    assert (found.value, found.low, found.high) == (0.7, 0.0, 1.0)


def test_students_interval_holds_the_mean_as_often_as_it_says(rng):
    held = [(one := student(values)).low <= 0 <= one.high for values in rng.standard_normal((1000, 5))]
    assert np.mean(held) == pytest.approx(CONFIDENCE, abs=0.02)


def test_wilsons_interval_by_his_formula():
    found = wilson(97, 100)
    assert (found.value, found.over, found.kind) == (0.97, 100, Kind.WILSON)
    assert (found.low, found.high) == (pytest.approx(0.9155, abs=5e-5), pytest.approx(0.9897, abs=5e-5))


@pytest.mark.parametrize(("successes", "low", "high"), [(0, 0.0, 0.1611), (20, 0.8389, 1.0)])
def test_none_and_all_are_within_wilsons_interval(successes, low, high):
    found = wilson(successes, 20)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_a_closed_form_is_sure():
    assert exact(0.5).low == exact(0.5).high == 0.5
