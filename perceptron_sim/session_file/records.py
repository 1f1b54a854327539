"""Forms of frozen records, worked out from what their fields are declared to be; which record it is, the code says."""

import math
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

import numpy as np

from hardware import Fault, fault_as_dict
from hardware.errors import shown
from hardware.validation import LARGEST
from perceptron_sim.errors import InputError
from perceptron_sim.operations import RunSelfTest, Show
from perceptron_sim.session_file.commands_plain import SIGN, command_as_plain, command_from_plain, fault_at
from perceptron_sim.session_file.forms import (
    TRUTH,
    Form,
    fields_of,
    misfit,
    number,
    pair,
    perhaps,
    several,
    text,
    whole,
    word,
)
from perceptron_sim.session_file.packing import ARRAY, packed, unpacked
from perceptron_sim.sign import Sign

LONGEST_TEXT = 10_000
MOST_COUNTED = 2**63 - 1
MOST_DEPTH = 20  # of a tree
NUMBER = "number"  # the key that tells, in a tree, a number that is not finite
NOT_FINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}  # which JSON has no numbers for


def _real(value: object, place: str) -> float:
    if isinstance(value, str) and value in NOT_FINITE:
        return NOT_FINITE[value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise misfit(place, f"a number, or one of {', '.join(NOT_FINITE)}", value)
    try:
        return float(value)
    except OverflowError as error:
        raise misfit(place, "a number", value) from error


def _real_as_plain(value: float) -> float | str:
    return float(value) if math.isfinite(value) else str(float(value))


REAL = Form(_real, _real_as_plain)
COUNTED = whole(-MOST_COUNTED, MOST_COUNTED)
TEXT = text(LONGEST_TEXT)
ARRAY_FORM: Form[Any] = Form(unpacked, packed)


def _scalar(value: object, place: str) -> str | int | float:
    if isinstance(value, str):
        return TEXT.read(value, place)
    return COUNTED.read(value, place) if type(value) is int else REAL.read(value, place)


SCALAR: Form[Any] = Form(_scalar, lambda value: value if isinstance(value, str | int) else float(value))


def named(form: Form[Any]) -> Form[dict[str, Any]]:
    """What *form* says, by names."""

    def read(value: object, place: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise misfit(place, "a JSON object", value)
        return {TEXT.read(name, place): form.read(each, f"{place}.{name}") for name, each in value.items()}

    return Form(read, lambda value: {name: form.write(each) for name, each in value.items()})


def record(kind: type[Any], **others: Form[Any]) -> Form[Any]:
    """A frozen record of *kind*, field by field; the forms of *others* are given by name."""
    hints = get_type_hints(kind)
    forms = {item.name: others.get(item.name) or form_of(hints[item.name]) for item in fields(kind)}

    def read(value: object, place: str) -> Any:
        given = fields_of(value, place, tuple(forms))
        return kind(**{name: form.read(given[name], f"{place}.{name}") for name, form in forms.items()})

    return Form(read, lambda value: {name: form.write(getattr(value, name)) for name, form in forms.items()})


@cache
def form_of(declared: Any) -> Form[Any]:
    """The form of values that are *declared* so; TypeError where there is none."""
    if declared in _SIMPLE:
        return _SIMPLE[declared]
    origin, parts = get_origin(declared), get_args(declared)
    if origin in (Union, types.UnionType) and type(None) in parts:
        return perhaps(form_of(_without_none(parts)))
    if origin is tuple and parts[1:] == (...,):
        return several(form_of(parts[0]))
    if origin is tuple and len(parts) == 2:
        return pair(form_of(parts[0]), form_of(parts[1]))
    if origin in (dict, Mapping) and parts[0] is str:
        return named(form_of(parts[1]))
    if origin is np.ndarray:
        return ARRAY_FORM
    if isinstance(declared, type) and issubclass(declared, StrEnum):
        return word(declared)
    if is_dataclass(declared) and isinstance(declared, type):
        return record(declared)
    raise TypeError(f"declared must be what a session's file has a form for, got {declared!r}")


def _without_none(parts: tuple[Any, ...]) -> Any:
    rest = tuple(part for part in parts if part is not type(None))
    return Union[rest]  # noqa: UP007  built from a tuple


def _asked(value: object, place: str) -> Any:
    command = command_from_plain(value, place)
    if not isinstance(command, Show | RunSelfTest):
        raise InputError(f"{place} must be show or run-self-test, got {shown(type(command).__name__)}")
    return command


def _measured_fault(value: object, place: str) -> Fault:
    """A fault as a self-test found it: shares and voltages are as measured, also such as no hand could ask for."""
    return fault_at(value, place, {int: COUNTED, bool: TRUTH, float: number(-LARGEST, LARGEST)})


_SIMPLE: dict[Any, Form[Any]] = {
    int: COUNTED,
    float: REAL,
    bool: TRUTH,
    str: TEXT,
    float | int | str: SCALAR,
    Sign: SIGN,
    Fault: Form(_measured_fault, fault_as_dict),
    Show | RunSelfTest: Form(_asked, command_as_plain),
}


def _tree(value: object, place: str, depth: int = 0) -> Any:
    if depth > MOST_DEPTH:
        raise InputError(f"{place} must be nested no deeper than {MOST_DEPTH}, got more")
    if isinstance(value, dict):
        if ARRAY in value:
            return unpacked(value, place)
        if NUMBER in value:
            return REAL.read(value[NUMBER], place)
        return {name: _tree(each, f"{place}.{name}", depth + 1) for name, each in value.items()}
    if isinstance(value, list):
        return [_tree(each, f"{place}[{index}]", depth + 1) for index, each in enumerate(value)]
    return value


def _tree_as_plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return packed(value)
    if isinstance(value, np.generic):
        return _tree_as_plain(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return {NUMBER: REAL.write(value)}
    if isinstance(value, Mapping):
        return {str(name): _tree_as_plain(each) for name, each in value.items()}
    return list(map(_tree_as_plain, value)) if isinstance(value, list | tuple) else value


TREE: Form[Any] = Form(_tree, _tree_as_plain)
"""States of parts that check by themselves what they take up: names, lists, numbers, texts and arrays."""
