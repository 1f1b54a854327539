"""Faults as people write them: tables of an experiment's file, and KIND:FIELD=VALUE,... on a command line."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from itertools import combinations
from typing import Any

import simpy

from hardware import (
    FAULTS,
    Fault,
    Mark1,
    Mark1Error,
    Mark1Spec,
    ScheduledFault,
    Wiring,
    fault_as_dict,
    fault_from_dict,
)
from hardware.errors import shown as shown_in_short
from hardware.plain import suggestion
from perceptron_sim.errors import SettingError
from perceptron_sim.options import shown

WORDS = {"true": True, "yes": True, "false": False, "no": False}
FORM = "KIND:FIELD=VALUE,..."
INSTANTS = ("at_s", "until_s")


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
        raise SettingError(f"fault {shown(text)}: {error}") from error


def inject_from_text(machine: Mark1, text: str) -> None:
    """Break *machine* as *text* says; SettingError if it has no such part, or one that is broken so already."""
    fault = fault_from_text(text)
    try:
        machine.inject(fault)
    except Mark1Error as error:
        raise SettingError(f"fault {shown(text)}: {in_words(error, fault)}") from error


def in_words(error: Mark1Error, fault: Fault) -> str:
    """What *error* says about *fault*, faults written as on a command line; its kind stands before already."""
    message = str(error).removeprefix(f"{fault.kind}: ")
    for one in (fault, fault.contrary()):
        if one is not None:
            for shape in (repr(one), shown_in_short(one)):
                message = message.replace(shape, fault_as_text(one))
    return message


def fault_as_text(fault: Fault) -> str:
    """*fault* as it can be given on a command line; numbers with a point to three figures."""
    kind, *held = fault_as_dict(fault).items()
    return f"{kind[1]}:{','.join(f'{name}={_written(value)}' for name, value in held)}"


def scheduled_from_values(tables: object) -> Iterator[ScheduledFault]:
    """The faults of the [[faults]] tables of an experiment's file; SettingError says which of them is wrong."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise SettingError(f"faults must be tables, each begun by [[faults]], got {shown_in_short(tables)}")
    for number, table in enumerate(tables, start=1):
        with _numbered(number):
            instants = {name: table[name] for name in INSTANTS if name in table}
            fault = fault_from_values({name: value for name, value in table.items() if name not in instants})
            scheduled = ScheduledFault(fault=fault, **instants)
            if scheduled.until_s == scheduled.at_s:
                raise SettingError(f"until_s must be later than at_s ({scheduled.at_s:g}), got {scheduled.until_s:g}")
            yield scheduled


def scheduled_as_values(scheduled: ScheduledFault) -> dict[str, Any]:
    """*scheduled* as its table in an experiment's file."""
    return {**fault_as_dict(scheduled.fault), **{name: getattr(scheduled, name) for name in INSTANTS}}


def check_parts(scheduled: Sequence[ScheduledFault], spec: Mark1Spec, seed: int, wiring: Wiring | None) -> None:
    """Raise SettingError unless a machine of *spec* has every part that is to break, and they can break together."""
    check_together(scheduled)
    if not scheduled:
        return
    machine = Mark1(simpy.Environment(), spec, seed=seed, wiring=wiring)
    for number, one in enumerate(scheduled, start=1):
        with _numbered(number):
            try:
                one.fault.check(machine.spec, machine.wiring)
            except Mark1Error as error:
                raise SettingError(in_words(error, one.fault)) from error


@contextmanager
def _numbered(number: int) -> Iterator[None]:
    """Begin whatever is refused with the table it stands in."""
    try:
        yield
    except (SettingError, Mark1Error) as error:
        raise SettingError(f"[[faults]] number {number}: {error}") from error


def check_together(scheduled: Sequence[ScheduledFault]) -> None:
    """Raise SettingError, naming the first two that cannot be, unless no two faults are the same or contrary at a time.

    What is mended at an instant may come again at the same instant.
    """
    for (number, one), (other_number, other) in combinations(enumerate(scheduled, start=1), 2):
        at_once = one.at_s < _until_s(other) and other.at_s < _until_s(one)
        if at_once and other.fault in (one.fault, one.fault.contrary()):
            rule = "the same fault at one time" if one.fault == other.fault else "faults that contradict each other"
            found = f"{fault_as_text(one.fault)} and {fault_as_text(other.fault)}"
            found = f"{found} from {max(one.at_s, other.at_s):g} s on"
            raise SettingError(f"[[faults]] number {number} and number {other_number} must not be {rule}, got {found}")


def _until_s(one: ScheduledFault) -> float:
    return math.inf if one.until_s is None else one.until_s


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.3g}" if isinstance(value, float) else str(value)


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
