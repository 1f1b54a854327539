"""Every command that changes the model as plain values, and back: a table of kinds, of fields, and of their forms."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from hardware import Control, Fault, Wiring, fault_as_dict, fault_from_dict
from hardware.errors import shown
from hardware.faults import FAULTS, LARGEST_NOISE_V, SMALLEST_SHARE
from hardware.instants import LATEST_S
from hardware.plain import from_plain, plain, suggestion
from hardware.plugboard import UNASSIGNED
from hardware.validation import LARGEST
from perceptron_sim import operations as hand
from perceptron_sim.commands import ChangeNetwork, LoggedCommand, ModelCommand, NewSeed, ResetWeights
from perceptron_sim.errors import InputError
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.options import LARGEST_SEED
from perceptron_sim.session_file.forms import (
    TRUTH,
    Form,
    fields_of,
    misfit,
    number,
    one_of,
    pair,
    perhaps,
    refused_at,
    several,
    whole,
    word,
)
from perceptron_sim.session_file.packing import bytes_as_text, bytes_from_text, packed, unpacked
from perceptron_sim.sign import MOST_CELLS, Sign

KIND = "kind"
MOST_LAYERS = 100
MOST_WIRES = 2_000_000  # on one board, and on those of all machines of an experiment together
MOST_EVENTS = 2**53  # of one instant
LOGGED = ("time_s", "events_now", "command")
WHOLE_NUMBERS = ("int8", "int16", "int32", "int64")
NUMBER = whole()  # of a part, counted from 0
MOST_LISTED = 16  # parts or wires; more of them are packed


def _many(form: Form[Any], dimensions: int) -> Form[tuple[Any, ...]]:
    """Any number of parts or wires: a few as people read them, many packed."""
    few = several(form)

    def read(value: object, place: str) -> tuple[Any, ...]:
        if isinstance(value, dict):
            value = unpacked(value, place, WHOLE_NUMBERS, dimensions).tolist()
        return few.read(value, place)

    def write(values: tuple[Any, ...]) -> Any:
        return few.write(values) if len(values) <= MOST_LISTED else packed(np.array(values, np.int64))

    return Form(read, write)


PARTS, WIRES = _many(NUMBER, 1), _many(pair(NUMBER, NUMBER), 2)


def _sign_as_plain(sign: Sign) -> dict[str, Any]:
    return {"rows": sign.rows, "columns": sign.columns, "levels": bytes_as_text(sign.levels)}


def _sign_from_plain(value: object, place: str) -> Sign:
    given = fields_of(value, place, ("rows", "columns", "levels"))
    size = whole(1, MOST_CELLS)
    rows, columns = size.read(given["rows"], f"{place}.rows"), size.read(given["columns"], f"{place}.columns")
    if rows * columns > MOST_CELLS:
        raise InputError(f"{place} must have at most {MOST_CELLS} cells, got {rows * columns}")
    return Sign(rows, columns, bytes_from_text(given["levels"], f"{place}.levels", rows * columns))


def _wiring_as_plain(wiring: Wiring) -> dict[str, Any]:
    return {name: packed(getattr(wiring, name)) for name in wiring.__slots__}


def _wiring_from_plain(value: object, place: str) -> Wiring:
    given = fields_of(value, place, tuple(Wiring.__slots__))
    with refused_at(place):
        return Wiring(**{name: unpacked(given[name], f"{place}.{name}", WHOLE_NUMBERS) for name in given})


def fault_at(value: object, place: str, forms: Mapping[type[Any], Form[Any]], **by_name: Form[Any]) -> Fault:
    """The fault that *value* describes, its fields of *forms* by their type, or *by_name*."""
    if not isinstance(value, dict):
        raise misfit(place, "a JSON object", value)
    kind = value.get(KIND)
    if not isinstance(kind, str) or kind not in FAULTS:
        near = suggestion(kind, FAULTS)
        raise InputError(f"{place}.{KIND} must be one of {', '.join(FAULTS)}, got {shown(kind)}{near}")
    wanted: dict[str, Any] = {item.name: item.type for item in fields(FAULTS[kind])}
    given = fields_of(value, place, (KIND, *wanted))
    for name, kind_of_field in wanted.items():
        by_name.get(name, forms[kind_of_field]).read(given[name], f"{place}.{name}")
    with refused_at(place):
        return fault_from_dict(given)


def _fault_from_plain(value: object, place: str) -> Fault:
    share, noise_v = number(SMALLEST_SHARE, 1.0), number(0.0, LARGEST_NOISE_V)
    return fault_at(value, place, {int: NUMBER, bool: TRUTH, float: share}, share=share, noise_v=noise_v)


def _network_from_plain(value: object, place: str) -> NetworkSpec:
    with refused_at(place):
        spec = from_plain(NetworkSpec, value, place)
    if len(spec.hidden) > MOST_LAYERS:
        raise InputError(f"{place}.hidden must be at most {MOST_LAYERS} layers, got {len(spec.hidden)}")
    return spec


SIGN = Form(_sign_from_plain, _sign_as_plain)
WIRING_FORM = Form(_wiring_from_plain, _wiring_as_plain)
FAULT: Form[Fault] = Form(_fault_from_plain, fault_as_dict)
NETWORK = Form(_network_from_plain, plain)
SEED = whole(0, LARGEST_SEED)

# What a command is called in a file, what it is, and the forms of its fields; files that exist hold these names.
KINDS: dict[str, tuple[type[Any], dict[str, Form[Any]]]] = {
    "reset-weights": (ResetWeights, {}),
    "new-seed": (NewSeed, {"seed": SEED}),
    "change-network": (ChangeNetwork, {"spec": NETWORK}),
    "show": (hand.Show, {"sign": SIGN, "label": perhaps(NUMBER)}),
    "choose-lessons": (hand.ChooseLessons, {"source": word(hand.Source)}),
    "take-from-tray": (hand.TakeFromTray, {"index": NUMBER}),
    "empty-tray": (hand.EmptyTray, {}),
    "switch-cells": (hand.SwitchCells, {"s_units": PARTS, "position": one_of(-1, 0, 1)}),
    "switch-a-units": (hand.SwitchAUnits, {"a_units": PARTS, "on": TRUTH}),
    "switch-r-units": (hand.SwitchRUnits, {"r_units": PARTS, "position": one_of(-1, 0, 1)}),
    "switch-motors": (hand.SwitchMotors, {"on": TRUTH}),
    "set-control": (hand.SetControl, {"control": word(Control)}),
    "set-potentiometer": (hand.SetPotentiometer, {"a_unit": NUMBER, "angle_deg": number(-LARGEST, LARGEST)}),
    "clear-values": (hand.ClearValues, {}),
    "pull-wires": (hand.PullWires, {"wires": WIRES}),
    "push-wire": (hand.PushWire, {"s_unit": NUMBER, "a_unit": NUMBER, "sign": one_of(-1, 1)}),
    "move-wire": (hand.MoveWire, {"a_unit": NUMBER, "row": NUMBER, "s_unit": NUMBER, "to_unit": NUMBER}),
    "patch-a-unit": (hand.PatchAUnit, {"a_unit": NUMBER, "r_unit": whole(UNASSIGNED)}),
    "set-wiring": (hand.SetWiring, {"wiring": WIRING_FORM}),
    "redraw-wiring": (hand.RedrawWiring, {"seed": SEED}),
    "cut-bundle": (hand.CutBundle, {"wires": WIRES}),
    "break": (
        hand.Break,
        {"fault": FAULT, "after_s": number(0.0, LATEST_S), "for_s": perhaps(number(0.0, LATEST_S))},
    ),
    "mend": (hand.Mend, {"fault": FAULT}),
    "mend-all": (hand.MendAll, {}),
    "run-self-test": (hand.RunSelfTest, {}),
    "restore-layout": (hand.RestoreLayout, {}),
    "transplant": (hand.Transplant, {"direction": word(hand.Direction)}),
}
_CALLED = {kind: name for name, (kind, _) in KINDS.items()}


def command_as_plain(command: ModelCommand | hand.Operation) -> dict[str, Any]:
    """*command* as its kind and its fields, all plain values."""
    name = _CALLED[type(command)]
    forms = KINDS[name][1]
    return {KIND: name, **{field: form.write(getattr(command, field)) for field, form in forms.items()}}


def command_from_plain(values: object, place: str = "command") -> Any:
    """The command that *values* describe; InputError, beginning with *place*, if they are none."""
    if not isinstance(values, dict):
        raise misfit(place, "a JSON object", values)
    name = values.get(KIND)
    if not isinstance(name, str) or name not in KINDS:
        raise InputError(
            f"{place}.{KIND} must be one of {', '.join(KINDS)}, got {shown(name)}{suggestion(name, KINDS)}"
        )
    kind, forms = KINDS[name]
    given: Mapping[str, Any] = fields_of(values, place, (KIND, *forms))
    return kind(**{field: form.read(given[field], f"{place}.{field}") for field, form in forms.items()})


def logged_as_plain(logged: LoggedCommand) -> dict[str, Any]:
    """*logged* with its instant."""
    command = command_as_plain(logged.command)
    return {"time_s": float(logged.time_s), "events_now": int(logged.events_now), "command": command}


def logged_from_plain(values: object, place: str) -> LoggedCommand:
    """What `logged_as_plain` gave as *values*; else InputError."""
    given = fields_of(values, place, LOGGED)
    return LoggedCommand(
        float(number(0.0, LATEST_S).read(given["time_s"], f"{place}.time_s")),
        whole(0, MOST_EVENTS).read(given["events_now"], f"{place}.events_now"),
        command_from_plain(given["command"], f"{place}.command"),
    )
