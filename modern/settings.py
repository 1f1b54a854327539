"""Checks of settings, each naming the setting, the rule and what was given instead."""

import math
from collections.abc import Sequence
from numbers import Integral, Real
from typing import Any, TypeVar

import numpy as np

from modern.errors import SettingError

Name = TypeVar("Name", bound=str)


def number(name: str, value: Any) -> float:
    """*value* as a Python float, which unlike numpy's leaves arrays of float32 what they are; NaN is let through."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise SettingError(f"{name} must be a number, got {value!r}")
    try:
        return float(value)
    except OverflowError:  # a whole number beyond all floats
        return math.inf


def positive(name: str, value: Any, *, at_most: float = math.inf, below: float = math.inf) -> float:
    """*value* as a Python float, greater than 0 and within the bound; anything else is a SettingError."""
    checked = number(name, value)
    if not (0 < checked <= at_most and checked < below):
        raise SettingError(f"{name} must be positive and {_bound(at_most, below)}, got {value!r}")
    return checked


def not_negative(name: str, value: Any, *, at_most: float = math.inf, below: float = math.inf) -> float:
    """*value* as a Python float, 0 or greater and within the bound; anything else is a SettingError."""
    checked = number(name, value)
    if not (0 <= checked <= at_most and checked < below):
        raise SettingError(f"{name} must be at least 0 and {_bound(at_most, below)}, got {value!r}")
    return checked


def whole(name: str, value: Any, *, at_least: int = 1, at_most: int | None = None) -> int:
    """*value* as a Python int from *at_least* to *at_most*; anything else is a SettingError."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise SettingError(f"{name} must be a whole number, got {value!r}")
    if value < at_least:
        raise SettingError(f"{name} must be at least {at_least}, got {value!r}")
    if at_most is not None and int(value) > at_most:
        raise SettingError(f"{name} must be at most {at_most}, got {value!r}")
    return int(value)


def one_of(name: str, value: Name, names: Sequence[Name]) -> Name:
    """*value*, which must be one of *names*; anything else is a SettingError."""
    if value not in names:
        raise SettingError(f"{name} must be {' or '.join(map(repr, names))}, got {value!r}")
    return value


class _Fixed:
    """What `fixed` makes: without a `__get__` reading goes straight to the object's own value."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __set__(self, made: Any, value: Any) -> None:
        if self._name in vars(made):
            kind = type(made).__name__
            raise SettingError(f"{self._name} must stay what it was made with, got {value!r}: make another {kind}")
        vars(made)[self._name] = value


def fixed() -> Any:
    """For the body of a class: a setting that is checked once, when the object is made, and stays what it is."""
    return _Fixed()


def whole_shape(name: str, shape: Any) -> tuple[int, ...]:
    """*shape* as a tuple; SettingError unless it is one or more whole numbers of at least 1."""
    if not isinstance(shape, tuple | list) or not shape:
        raise SettingError(f"{name} must be a tuple of at least one length, got {shape!r}")
    return tuple(whole(f"{name}[{axis}]", length) for axis, length in enumerate(shape))


def require_kind(name: str, value: Any, *kinds: type) -> None:
    """Raise SettingError unless *value* is of one of the *kinds*."""
    if not isinstance(value, kinds):
        raise SettingError(f"{name} must be of type {' or '.join(kind.__name__ for kind in kinds)}, got {value!r}")


def require_generator(name: str, rng: Any) -> None:
    """Raise SettingError unless *rng* is a numpy Generator: no other dice are thrown here."""
    if not isinstance(rng, np.random.Generator):
        raise SettingError(f"{name} must be a numpy Generator, as numpy.random.default_rng(seed) gives, got {rng!r}")


def _bound(at_most: float, below: float) -> str:
    if at_most < math.inf:
        return f"at most {at_most:g}"
    return "finite" if below == math.inf else f"below {below:g}"
