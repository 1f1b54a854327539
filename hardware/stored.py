"""Reads back what a part told of its state, field by field; what cannot be is a CheckpointError with field and rule."""

import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from hardware.errors import CheckpointError, Mark1Error, shown
from hardware.faults import Fault, fault_from_dict
from hardware.plain import from_plain
from hardware.spec import Mark1Spec

MOST_COUNTED = 2**53
SpecT = TypeVar("SpecT")


class Stored:
    """The stored state of the part called *name*: a mapping of numbers, strings, arrays, and of further such parts."""

    def __init__(self, name: str, state: object) -> None:
        self._name = name
        if not isinstance(state, Mapping):
            raise CheckpointError(f"{name} must be a mapping of fields, got {shown(state)}")
        self._state: Mapping[Any, object] = state

    def require(self, holds: bool, field: str, rule: str) -> None:
        """Raise CheckpointError unless *holds*: *field* must be *rule*."""
        if not holds:
            raise self._error(field, rule, self._state[field])

    def number(self, field: str, low: float, high: float) -> float:
        """A number from *low* to *high*, as a float."""
        value = self._value(field)
        number = math.nan  # which fails the comparison
        if isinstance(value, int | float) and not isinstance(value, bool):
            with suppress(OverflowError):
                number = float(value)
        if not low <= number <= high:
            raise self._error(field, f"a number from {low:g} to {high:g}", value)
        return number

    def count(self, field: str, most: int = MOST_COUNTED, least: int = 0) -> int:
        """A whole number from *least* to *most*."""
        value = self._value(field)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self._error(field, f"a whole number of at least {least}", value)
        return value

    def bits(self, field: str, size: int) -> tuple[int, ...] | None:
        """So many bits of 0 or 1, or None."""
        value = self._value(field)
        if value is None:
            return None
        if (
            not isinstance(value, list)
            or len(value) != size
            or any(type(x) is not int or x not in (0, 1) for x in value)
        ):
            raise self._error(field, f"{size} bits of 0 or 1", value)
        return tuple(value)

    def array(self, field: str, dtype: type[np.generic], size: int | None, low: float, high: float) -> npt.NDArray[Any]:
        """A copy, read-only, of *size* entries of *dtype*, or of any number of them, each from *low* to *high*."""
        value = self._value(field)
        fits = isinstance(value, np.ndarray) and value.dtype == dtype and value.ndim == 1
        if not isinstance(value, np.ndarray) or not fits or size not in (None, value.size):
            many = "any number of" if size is None else size
            raise self._error(field, f"an array of {many} {np.dtype(dtype).name}", value)
        wrong = np.flatnonzero(~((value >= low) & (value <= high)))  # NaN fails both comparisons
        if wrong.size:
            entry = f"{field}[{wrong[0]}]"
            raise self._error(entry, f"from {low:g} to {high:g}", value[wrong[0]].item())
        copy = value.copy()
        copy.flags.writeable = False
        return copy

    def array_or_none(
        self, field: str, dtype: type[np.generic], size: int, low: float, high: float
    ) -> npt.NDArray[Any] | None:
        """As `array`, or None where that is stored."""
        return self.array(field, dtype, size, low, high) if self.has(field) else None

    def spec(self, field: str, kind: type[SpecT]) -> SpecT:
        """A specification of *kind*."""
        try:
            return from_plain(kind, self._value(field))
        except Mark1Error as error:
            raise CheckpointError(f"{self._name}.{field} must be a {kind.__name__}: {error}") from error

    def set_generator(self, field: str, rng: np.random.Generator) -> None:
        """Put *rng* where the stored generator stood."""
        value: Any = self._value(field)  # numpy checks what it is
        try:
            rng.bit_generator.state = value
        except (TypeError, ValueError, LookupError, OverflowError, AttributeError) as error:
            raise self._error(field, f"the state of a {type(rng.bit_generator).__name__} generator", value) from error

    def flag(self, field: str) -> bool:
        """True or false."""
        value = self._value(field)
        if not isinstance(value, bool):
            raise self._error(field, "true or false", value)
        return value

    def tells(self, field: str) -> bool:
        """Whether *field* is there at all: what an older version has stored may lack it."""
        return field in self._state

    def has(self, field: str) -> bool:
        """Whether *field* is anything but None."""
        return self._value(field) is not None

    def part(self, field: str) -> "Stored":
        """The stored state of one part of this part."""
        return Stored(f"{self._name}.{field}", self._value(field))

    def choice(self, field: str, choices: Sequence[str]) -> str:
        """One of *choices*."""
        value = self._value(field)
        if not isinstance(value, str) or value not in choices:
            raise self._error(field, f"one of {', '.join(choices)}", value)
        return value

    def fault(self, spec: Mark1Spec, without: Sequence[str] = ()) -> Fault:
        """This part, but for the fields *without*, as a fault that machines of *spec* can have."""
        try:
            fault = fault_from_dict({str(key): self._state[key] for key in self._state if key not in without})
            fault.check_part(spec)
            return fault
        except Mark1Error as error:
            raise CheckpointError(f"{self._name} must be a fault: {error}") from error

    def parts(self, field: str, least: int = 1) -> "list[Stored]":
        """The stored states of *least* or more parts of one kind."""
        value = self._value(field)
        if not isinstance(value, list) or len(value) < least:
            raise self._error(field, f"a list of {least} or more parts", value)
        return [Stored(f"{self._name}.{field}[{index}]", state) for index, state in enumerate(value)]

    def _value(self, field: str) -> object:
        if field not in self._state:
            raise CheckpointError(
                f"{self._name} must have the field {field!r}, got {shown(sorted(map(str, self._state)))}"
            )
        return self._state[field]

    def _error(self, field: str, rule: str, value: object) -> CheckpointError:
        return CheckpointError(f"{self._name}.{field} must be {rule}, got {shown(value)}")
