"""What an operator's hand gives to the machine, checked: unit numbers, switch positions, thresholds, codes."""

from enum import StrEnum
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from hardware.arrays import BoolArray, Int8Array, Int32Array, IntArray
from hardware.errors import ControlError, Mark1Error, StimulusError, shown
from hardware.spec import LONGEST_S
from hardware.validation import MOST, real, whole

ChoiceT = TypeVar("ChoiceT", bound=StrEnum)


def unit_number(name: str, value: Any, count: int, error: type[Mark1Error] = ControlError) -> int:
    """*value* if it is a whole number from 0 to *count* - 1, else *error*."""
    if not whole(value, 0, count - 1):
        raise error(f"{name} must be a whole number from 0 to {count - 1}, got {shown(value)}")
    return int(value)


def unit_numbers(name: str, values: npt.ArrayLike | slice, count: int) -> IntArray:
    """*values*, a number, a list of them or a slice, as numbers from 0 to *count* - 1; else ControlError."""
    if isinstance(values, slice):
        try:
            return np.arange(count)[values]
        except (TypeError, ValueError) as error:
            raise ControlError(f"{name} must be a slice of whole numbers, got {shown(values)}") from error
    array = _array(values)
    fits = array is not None and array.dtype.kind in "iu" and array.ndim <= 1
    if array is None or not fits or (array.size and (array.min() < 0 or array.max() >= count)):
        raise ControlError(f"{name} must be whole numbers from 0 to {count - 1}, got {shown(values)}")
    return np.atleast_1d(array.astype(np.intp))


def signs(name: str, values: npt.ArrayLike, shape: tuple[int, ...]) -> Int8Array:
    """*values*, one for all of *shape* or one for each, as +1, 0 or -1; else ControlError."""
    array = _array(values)
    fits = array is not None and array.dtype.kind in "iu" and array.shape in ((), shape)
    if array is None or not fits or not np.isin(array, (-1, 0, 1)).all():
        raise ControlError(f"{name} must be +1, 0 or -1, one for all or {shape[0]} of them, got {shown(values)}")
    return np.broadcast_to(array, shape).astype(np.int8)


def switches(name: str, values: npt.ArrayLike, shape: tuple[int, ...]) -> BoolArray:
    """*values*, one for all of *shape* or one for each, as true or false; else ControlError."""
    array = _array(values)
    if array is None or array.dtype != np.bool_ or array.shape not in ((), shape):
        raise ControlError(f"{name} must be true or false, one for all or {shape[0]} of them, got {shown(values)}")
    return np.broadcast_to(array, shape)


def switch(name: str, value: Any) -> bool:
    """*value* if it is true or false, else ControlError."""
    if not isinstance(value, bool | np.bool_):
        raise ControlError(f"{name} must be true or false, got {shown(value)}")
    return bool(value)


def choice(name: str, value: Any, choices: type[ChoiceT]) -> ChoiceT:
    """The one of *choices* that *value* is, or whose word it is; else ControlError."""
    found = next((one for one in choices if isinstance(value, str) and value == one), None)
    if found is None:
        raise ControlError(f"{name} must be one of {', '.join(choices)}, got {shown(value)}")
    return found


def seconds(name: str, value: Any) -> float:
    """*value* if it is a positive number of seconds within reason, else ControlError."""
    if not (real(value, 0, LONGEST_S) and value > 0):
        raise ControlError(f"{name} must be a positive number of at most {LONGEST_S:g} seconds, got {shown(value)}")
    return float(value)


def within(name: str, value: Any, limit: float) -> None:
    """Raise ControlError unless *value* is a number from -*limit* to *limit*."""
    if not real(value, -limit, limit):
        raise ControlError(f"{name} must be a number from {-limit:g} to {limit:g}, got {shown(value)}")


def thresholds_array(values: npt.ArrayLike, units: int) -> Int32Array:
    """*values* as one threshold for each of *units* A-units, else ControlError."""
    array = _array(values)
    fits = array is not None and array.shape == (units,) and array.dtype.kind in "iu"
    if array is None or not fits or array.min() < -MOST or array.max() > MOST:
        raise ControlError(f"thresholds must be {units} whole numbers from -{MOST} to {MOST}, got {shown(values)}")
    return array.astype(np.int32)


def code_bits(code: npt.ArrayLike, units: int) -> BoolArray:
    """*code* as bits (r_units,); StimulusError unless it is one 0 or 1 for each of *units* R-units."""
    bits = _array(code)
    if bits is not None and bits.dtype == np.bool_ and bits.shape == (units,):
        return bits.copy()
    lamps: BoolArray = np.empty(0, dtype=np.bool_)
    if bits is not None and bits.dtype.kind in "bui":
        lamps = bits.astype(np.bool_)
    if lamps.shape != (units,) or (lamps != bits).any():
        raise StimulusError(f"code must be {units} bits of 0 or 1, got {shown(code)}")
    return lamps


def _array(values: Any) -> npt.NDArray[Any] | None:
    """*values* as an array, None where they are ragged."""
    try:
        return np.asarray(values)
    except (ValueError, OverflowError):
        return None
