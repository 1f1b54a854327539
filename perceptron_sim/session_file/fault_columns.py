"""Records of faults in columns: one stroke through a bundle of wires makes thousands of them."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from hardware import FaultEvent, FaultRecord
from hardware.faults import FAULTS
from perceptron_sim.errors import InputError
from perceptron_sim.session_file.forms import Form, fields_of
from perceptron_sim.session_file.packing import packed, unpacked

KINDS, EVENTS = tuple(FAULTS), tuple(FaultEvent)
COLUMNS = {"time_s": "float64", "event": "int8", "kind": "int8", "first": "float64", "second": "float64"}
NAMES = ("kinds", *COLUMNS)
FIELDS: dict[str, list[tuple[str, Any]]] = {
    kind: [(item.name, item.type) for item in fields(FAULTS[kind])] for kind in KINDS
}


def _as_plain(records: Sequence[FaultRecord]) -> dict[str, Any]:
    """Kinds as numbers of a list that is in the file itself: a kind that comes later changes no older file."""
    rows = [_row(record) for record in records]
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    of_kinds = zip(COLUMNS.items(), columns, strict=True)
    return {"kinds": list(KINDS), **{name: packed(np.array(column, kind)) for (name, kind), column in of_kinds}}


def _row(record: FaultRecord) -> tuple[float, int, int, float, float]:
    kind = record.fault.kind
    held = [float(getattr(record.fault, name)) for name, _ in FIELDS[kind]]
    first, second = (*held, 0.0, 0.0)[:2]
    return record.time_s, EVENTS.index(record.event), KINDS.index(kind), first, second


def _from_plain(value: object, place: str) -> tuple[FaultRecord, ...]:
    given = fields_of(value, place, NAMES)
    kinds = given["kinds"]
    if not isinstance(kinds, list) or not all(isinstance(kind, str) and kind in FAULTS for kind in kinds):
        raise InputError(f"{place}.kinds must be of {', '.join(KINDS)}, got others")
    columns = [unpacked(given[name], f"{place}.{name}", (kind,), 1) for name, kind in COLUMNS.items()]
    _check(columns, len(kinds), place)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return tuple(
        FaultRecord(time_s=time_s, event=EVENTS[event], fault=FAULTS[kinds[kind]](**_held(kinds[kind], values)))
        for time_s, event, kind, *values in rows
    )


def _held(kind: str, values: Sequence[float]) -> dict[str, Any]:
    return {name: type_of(number) for (name, type_of), number in zip(FIELDS[kind], values, strict=False)}


def _check(columns: Sequence[np.ndarray[Any, Any]], kinds: int, place: str) -> None:
    times_s, events, numbers, first, second = columns
    if len({column.size for column in columns}) > 1:
        raise InputError(f"{place} must have columns of one length, got several")
    for name, column, most in (("event", events, len(EVENTS)), ("kind", numbers, kinds)):
        if ((column < 0) | (column >= most)).any():
            raise InputError(f"{place}.{name} must be numbers below {most}, got others")
    for name, column in (("time_s", times_s), ("first", first), ("second", second)):
        if not np.isfinite(column).all():
            raise InputError(f"{place}.{name} must be finite numbers, got others")


RECORDS: Form[tuple[FaultRecord, ...]] = Form(_from_plain, _as_plain)
