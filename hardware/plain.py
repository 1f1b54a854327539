"""Specifications as plain values: mappings, lists, strings and numbers, as files and checkpoints hold them."""

import difflib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, TypeVar

from hardware.errors import SpecError, shown
from hardware.spec import MotorSpec, RatchetSpec

SpecT = TypeVar("SpecT")
DRIVES: dict[str, type[MotorSpec] | type[RatchetSpec]] = {"dc": MotorSpec, "ratchet": RatchetSpec}
DRIVE = "drive"  # the key by which a motor's mapping says which of them it describes


def plain(spec: Any) -> dict[str, Any]:
    """*spec* as nested mappings; enumerations by their value, tuples as lists."""
    names = {kind: name for name, kind in DRIVES.items()}
    values: dict[str, Any] = {DRIVE: names[type(spec)]} if type(spec) in names else {}
    for item in fields(spec):
        value = getattr(spec, item.name)
        if is_dataclass(value):
            value = plain(value)
        elif isinstance(value, Enum):
            value = value.value
        elif isinstance(value, tuple):
            value = list(value)
        values[item.name] = value
    return values


def from_plain(kind: type[SpecT], values: Any, name: str | None = None) -> SpecT:
    """The specification of *kind* that *values* describe, defaults where they are silent.

    SpecError naming the key, with the nearest one that exists, if there is none such; and what the fields refuse.
    """
    name = kind.__name__ if name is None else name
    if not isinstance(values, Mapping):
        raise SpecError(f"{name} must be a table of fields, got {shown(values)}")
    dataclass: Any = kind
    kinds: dict[str, Any] = {item.name: item.type for item in fields(dataclass)}
    given = {}
    for key, value in values.items():
        if key not in kinds:
            raise SpecError(f"{name} must have no key but {', '.join(kinds)}, got {shown(key)}{suggestion(key, kinds)}")
        given[key] = _field(kinds[key], value, f"{name}.{key}")
    return kind(**given)


def suggestion(key: object, names: Any) -> str:
    """What to add to a message about *key*: the nearest of *names*, if one is near."""
    near = difflib.get_close_matches(str(key), list(names), n=1, cutoff=0.7)
    return f"; did you mean {near[0]!r}?" if near else ""


def _field(kind: Any, value: Any, name: str) -> Any:
    if kind == MotorSpec | RatchetSpec:
        return _drive(value, name)
    if is_dataclass(kind) and isinstance(kind, type):
        return from_plain(kind, value, name)
    if isinstance(kind, type) and issubclass(kind, Enum):
        choices = [member.value for member in kind]
        if isinstance(value, str) and value.replace("-", " ") in choices:  # as names of learners write it
            return kind(value.replace("-", " "))
        if not isinstance(value, str) or value not in choices:
            raise SpecError(
                f"{name} must be one of {', '.join(choices)}, got {shown(value)}{suggestion(value, choices)}"
            )
        return kind(value)
    return tuple(value) if isinstance(value, list) else value


def _drive(value: Any, name: str) -> MotorSpec | RatchetSpec:
    if not isinstance(value, Mapping):
        raise SpecError(f"{name} must be a table of fields, got {shown(value)}")
    drive = value.get(DRIVE, "dc")
    if not isinstance(drive, str) or drive not in DRIVES:
        raise SpecError(
            f"{name}.{DRIVE} must be one of {', '.join(DRIVES)}, got {shown(drive)}{suggestion(drive, DRIVES)}"
        )
    return from_plain(DRIVES[drive], {key: item for key, item in value.items() if key != DRIVE}, name)
