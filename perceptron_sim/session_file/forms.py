"""The forms of values in a session's file: each says how a value is written plainly, and reads it back only if it fits.

What does not is an InputError of one sentence that begins with the place in the file, as in "log[3].command.label".
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from hardware import Mark1Error
from hardware.errors import shown
from hardware.plain import suggestion
from hardware.validation import MOST
from modern import ModernError
from perceptron_sim.errors import InputError, SimulatorError

Value = TypeVar("Value")
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True)
class Form(Generic[Value]):
    """How a value is written as plain JSON, and read from it; *read* is given the place, for its sentence."""

    read: Callable[[object, str], Value]
    write: Callable[[Value], Any]


def misfit(place: str, rule: str, value: object) -> InputError:
    """The error that *place* must be *rule* and is *value*."""
    return InputError(f"{place} must be {rule}, got {shown(value)}")


@contextmanager
def refused_at(place: str) -> Iterator[None]:
    """Begin with *place* what the parts of the program refuse."""
    try:
        yield
    except InputError:
        raise
    except (SimulatorError, Mark1Error, ModernError) as error:
        raise InputError(f"{place}: {error}") from error


def fields_of(value: object, place: str, wanted: tuple[str, ...], perhaps: tuple[str, ...] = ()) -> Mapping[str, Any]:
    """*value*, which must be a JSON object with the fields *wanted*, and no others but *perhaps*."""
    if not isinstance(value, dict):
        raise misfit(place, "a JSON object", value)
    for name in value:
        if name not in (*wanted, *perhaps):
            rule = f"no field but {', '.join((*wanted, *perhaps)) or 'none at all'}"
            raise InputError(f"{place} must have {rule}, got {shown(name)}{suggestion(name, wanted)}")
    for name in wanted:
        if name not in value:
            raise InputError(f"{place}.{name} must be given, got none")
    return value


def listed_at(value: object, place: str) -> list[Any]:
    """*value*, which must be a list."""
    if not isinstance(value, list):
        raise misfit(place, "a list", value)
    return value


def whole(least: int = 0, most: int = MOST) -> Form[int]:
    """A whole number in that range."""

    def read(value: object, place: str) -> int:
        if type(value) is not int or not least <= value <= most:
            raise misfit(place, f"a whole number from {least} to {most}", value)
        return value

    return Form(read, int)


def number(least: float, most: float) -> Form[float]:
    """A number in that range, whole ones as they are: the digest of a session may tell them apart."""

    def read(value: object, place: str) -> float:
        if not isinstance(value, int | float) or isinstance(value, bool) or not least <= value <= most:
            raise misfit(place, f"a number from {least:g} to {most:g}", value)
        return value

    return Form(read, lambda value: value if type(value) is int else float(value))


def text(most: int) -> Form[str]:
    """A text of *most* characters at most, which can be written in UTF-8."""

    def read(value: object, place: str) -> str:
        if not isinstance(value, str) or len(value) > most or any("\ud800" <= mark <= "\udfff" for mark in value):
            raise misfit(place, f"a text of at most {most} characters", value)
        return value

    return Form(read, str)


def hexadecimal(digits: int) -> Form[str]:
    """So many hexadecimal digits, small letters."""

    def read(value: object, place: str) -> str:
        if not isinstance(value, str) or len(value) != digits or not set(value) <= set("0123456789abcdef"):
            raise misfit(place, f"{digits} hexadecimal digits", value)
        return value

    return Form(read, str)


def _truth(value: object, place: str) -> bool:
    if not isinstance(value, bool):
        raise misfit(place, "true or false", value)
    return value


TRUTH = Form(_truth, bool)


def word(kind: type[StrEnum]) -> Form[Any]:
    """A member of *kind*, by its word."""
    words = [str(member) for member in kind]

    def read(value: object, place: str) -> StrEnum:
        if not isinstance(value, str) or value not in words:
            raise InputError(f"{place} must be one of {', '.join(words)}, got {shown(value)}{suggestion(value, words)}")
        return kind(value)

    return Form(read, lambda value: kind(value).value)


def one_of(*values: int) -> Form[int]:
    """One of these whole numbers."""

    def read(value: object, place: str) -> int:
        if type(value) is not int or value not in values:
            raise misfit(place, f"one of {', '.join(map(str, values))}", value)
        return value

    return Form(read, int)


def perhaps(form: Form[Value]) -> Form[Value | None]:
    """What *form* says, or null."""

    def read(value: object, place: str) -> Value | None:
        return None if value is None else form.read(value, place)

    return Form(read, lambda value: None if value is None else form.write(value))


def several(form: Form[Value]) -> Form[tuple[Value, ...]]:
    """Any number of what *form* says."""

    def read(value: object, place: str) -> tuple[Value, ...]:
        return tuple(form.read(each, f"{place}[{index}]") for index, each in enumerate(listed_at(value, place)))

    return Form(read, lambda value: [form.write(each) for each in value])


def pair(one: Form[Value], other: Form[Other]) -> Form[tuple[Value, Other]]:
    """Two values, each of its form."""

    def read(value: object, place: str) -> tuple[Value, Other]:
        if not isinstance(value, list) or len(value) != 2:
            raise misfit(place, "a list of two", value)
        return one.read(value[0], f"{place}[0]"), other.read(value[1], f"{place}[1]")

    return Form(read, lambda value: [one.write(value[0]), other.write(value[1])])
