"""Faults as people write them: tables of an experiment's file, and KIND:FIELD=VALUE,... on a command line."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from hardware import FAULTS, Fault, fault_from_dict
from hardware.plain import suggestion
from perceptron_sim.errors import SettingError
from perceptron_sim.options import shown

WORDS = {"true": True, "yes": True, "false": False, "no": False}
FORM = "KIND:FIELD=VALUE,..."


def fault_from_values(values: Mapping[str, Any]) -> Fault:
    """The fault with the "kind" and the fields of *values*; SettingError names a wrong one and suggests the nearest."""
    kind = values.get("kind")
    if not isinstance(kind, str) or kind not in FAULTS:
        raise SettingError(f"kind must be one of {', '.join(FAULTS)}, got {_given(kind)}{suggestion(kind, FAULTS)}")
    wanted = [item.name for item in fields(FAULTS[kind])]
    for name in values:
        if name not in ("kind", *wanted):
            rule = f"no field of {kind} but {', '.join(wanted)}"
            raise SettingError(f"there must be {rule}, got {shown(str(name))}{suggestion(name, wanted)}")
    for name in wanted:
        if name not in values:
            raise SettingError(f"{name} must be given for {kind}, got none")
    return fault_from_dict(dict(values))


def fault_from_text(text: str) -> Fault:
    """The fault that *text* writes, as in slipping-motor:a_unit=7,share=0.5; SettingError if it does not."""
    kind, _, rest = text.partition(":")
    values: dict[str, Any] = {"kind": kind}
    for part in filter(None, rest.split(",")):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or name in values:
            rule = f"{FORM} with each field once"
            raise SettingError(f"fault must be {rule}, got {shown(text)}")
        values[name] = _value(value)
    try:
        return fault_from_values(values)
    except SettingError as error:
        raise SettingError(f"fault must be {FORM}, got {shown(text)}: {error}") from error


def _value(text: str) -> Any:
    """A word for yes or no, a whole number, a number, or else the text itself, which no field accepts."""
    if text.lower() in WORDS:
        return WORDS[text.lower()]
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _given(value: object) -> str:
    return "none" if value is None else shown(str(value))
