"""The rules that specifications are checked by; what breaks one is a SpecError naming field, rule and value."""

from dataclasses import fields
from enum import Enum
from numbers import Integral, Real
from typing import Any

import numpy as np

from hardware.errors import SpecError, shown

WIDEST_SPREAD = 1.0  # log-normal: one part in three beyond a factor of e either way
LARGEST = 1e9  # of any quantity in its unit; products of what is allowed stay far from overflow
SMALLEST = 1e-9
MOST = 1_000_000  # of anything that is counted


def require(holds: bool, spec: Any, name: str, rule: str) -> None:
    """Raise SpecError unless *holds*: the field *name* of *spec* must be *rule*."""
    if not holds:
        raise SpecError(f"{type(spec).__name__}.{name} must be {rule}, got {shown(getattr(spec, name))}")


def check_kinds(spec: Any) -> None:
    """Whole numbers where a field counts, finite real numbers where it measures, members where it chooses."""
    for item in fields(spec):
        value, kind = getattr(spec, item.name), item.type
        if isinstance(value, np.floating):
            value = float(value)
        if kind is int:
            require(_is_whole(value), spec, item.name, "a whole number")
            require(value <= MOST, spec, item.name, f"at most {MOST}")
            require(value >= -MOST, spec, item.name, f"at least -{MOST}")
            object.__setattr__(spec, item.name, int(value))
        elif kind is float:
            real = isinstance(value, Real) and not isinstance(value, bool)
            # NaN fails the comparison; it also spares huge integers the conversion that they would overflow
            require(real and abs(value) <= float("1.7e308"), spec, item.name, "a finite number")
            require(abs(value) <= LARGEST, spec, item.name, f"from {-LARGEST:g} to {LARGEST:g}")
            object.__setattr__(spec, item.name, float(value))  # numpy's numbers are written otherwise in records
        elif kind is bool:
            require(isinstance(value, bool | np.bool_), spec, item.name, "true or false")
            object.__setattr__(spec, item.name, bool(value))
        elif isinstance(kind, type) and issubclass(kind, Enum):
            words = [member.value for member in kind]
            require(isinstance(value, str) and value in words, spec, item.name, f"one of {', '.join(words)}")
            object.__setattr__(spec, item.name, kind(value))
        elif kind == tuple[int, ...]:
            listed = isinstance(value, tuple | list) and all(whole(number, -MOST, MOST) for number in value)
            require(listed, spec, item.name, "a list of whole numbers")
            object.__setattr__(spec, item.name, tuple(map(int, value)))


def whole(value: Any, low: int, high: int) -> bool:
    """Whether *value* is a whole number, and no truth value, from *low* to *high*."""
    return _is_whole(value) and low <= value <= high


def real(value: Any, low: float, high: float) -> bool:
    """Whether *value* is a real number, and no truth value, from *low* to *high*; NaN is not."""
    if isinstance(value, bool) or not isinstance(value, Real):
        return False
    number: Any = value  # of the abstract kind no type checker knows that it can be compared
    return bool(low <= number <= high)


def _is_whole(value: Any) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool)


def positive(spec: Any, *names: str) -> None:
    """Each of *names* must be above zero, and measures no smaller than SMALLEST."""
    for name in names:
        value = getattr(spec, name)
        require(value > 0, spec, name, "positive")
        require(value >= SMALLEST, spec, name, f"at least {SMALLEST:g}")


def not_negative(spec: Any, *names: str) -> None:
    """Each of *names* must be zero or more; what is not zero is no smaller than SMALLEST."""
    for name in names:
        value = getattr(spec, name)
        require(value >= 0, spec, name, "zero or more")
        require(value == 0 or value >= SMALLEST, spec, name, f"zero or at least {SMALLEST:g}")


def at_most(spec: Any, limit: float, *names: str) -> None:
    """Each of *names* must not exceed *limit*."""
    for name in names:
        require(getattr(spec, name) <= limit, spec, name, f"at most {limit:g}")


def spreads(spec: Any, *names: str) -> None:
    """Each of *names* is the standard deviation of a logarithm."""
    for name in names:
        require(0 <= getattr(spec, name) <= WIDEST_SPREAD, spec, name, f"from 0 to {WIDEST_SPREAD}")
