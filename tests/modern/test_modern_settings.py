"""The checks of settings: what they let through, and what they say of the rest."""

from fractions import Fraction

import numpy as np
import pytest

from modern import SettingError
from modern.settings import not_negative, one_of, positive, whole


@pytest.mark.parametrize("value", [1, 0.5, np.float32(0.5), np.float64(2), np.int64(3), Fraction(1, 4)])
def test_any_positive_number_becomes_a_python_float(value):
    assert type(positive("rate", value)) is float
    assert positive("rate", value) == value


@pytest.mark.parametrize("value", [True, "1", None, [1], np.array([1.0]), np.bool_(True), 1j])
@pytest.mark.parametrize("check", [positive, not_negative])
def test_what_is_no_number_is_refused(check, value):
    with pytest.raises(SettingError, match="rate must be a number, got "):
        check("rate", value)


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf"), 10**400, Fraction(1, 10**400)])
def test_what_is_not_positive_as_a_float_is_refused(value):
    with pytest.raises(SettingError, match="rate must be positive and finite, got "):
        positive("rate", value)


def test_bounds_are_kept_and_named():
    assert not_negative("rho", 0) == 0
    assert positive("factor", 1, at_most=1) == 1
    with pytest.raises(SettingError, match="rho must be at least 0 and below 1, got 1"):
        not_negative("rho", 1, below=1)
    with pytest.raises(SettingError, match=r"factor must be positive and at most 1, got 1\.5"):
        positive("factor", 1.5, at_most=1)


@pytest.mark.parametrize("value", [True, 1.0, "1", None, np.float64(1)])
def test_a_whole_number_is_an_integer_and_no_boolean(value):
    with pytest.raises(SettingError, match="epochs must be a whole number, got "):
        whole("epochs", value)


def test_a_whole_number_is_not_smaller_than_said():
    assert type(whole("epochs", np.int32(1))) is int
    with pytest.raises(SettingError, match="epochs must be at least 1, got 0"):
        whole("epochs", 0)


@pytest.mark.parametrize("value", ["middle", None, 1, ["outside"]])
def test_a_name_is_one_of_those_there_are(value):
    with pytest.raises(SettingError, match="placement must be 'outside' or 'inside', got "):
        one_of("placement", value, ("outside", "inside"))
