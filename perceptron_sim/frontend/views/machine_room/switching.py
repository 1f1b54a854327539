"""What a switch of the machine room asks for: from a thing and how the switches stand to exactly one command."""

from collections.abc import Iterable

import numpy as np

from perceptron_sim.explain.machine_room import RoomState
from perceptron_sim.explain.machine_room_service import A_UNIT, CELL, R_UNIT
from perceptron_sim.explain.machine_room_switches import CONTROLS as NAMED_CONTROLS
from perceptron_sim.frontend.view import Key
from perceptron_sim.frontend.views.machine_room.layout import PER_MODULE
from perceptron_sim.operations import (
    ChooseLessons,
    ClearValues,
    SetControl,
    Source,
    SwitchAUnits,
    SwitchCells,
    SwitchMotors,
    SwitchRUnits,
)

Switched = SwitchCells | SwitchAUnits | SwitchRUnits
ON, AUTOMATIC, OFF = 1, 0, -1
AFTER = {AUTOMATIC: ON, ON: OFF, OFF: AUTOMATIC}  # the way a three-position switch goes round
BANKS = {"switch": CELL, "r_switch": R_UNIT, "knob": A_UNIT}  # kinds of things, and what their switches belong to
CONTROLS = tuple(control for control, *_ in NAMED_CONTROLS)
SCOPES = {
    CELL: ("this", "row", "column", "all"),
    A_UNIT: ("this", "module", "its R", "all"),
    R_UNIT: ("this", "all"),
}
"""For how many switches at once: this one, its fellows of two kinds, all."""


def bank_of(key: Key | None) -> tuple[str, int] | None:
    """What the switch *key* belongs to, and its number; None where the thing is no switch of a bank."""
    match key:
        case (str(kind), int(number)) if kind in BANKS:
            return BANKS[kind], number
    return None


def standing(kind: str, unit: int, state: RoomState) -> int | None:
    """How the switch stands, as the session says: +1, 0, -1, for A-units +1 or -1; None where there is no such one."""
    panel = state.panel
    if kind == A_UNIT:
        return None if unit >= panel.switched_on.size else ON if panel.switched_on[unit] else OFF
    positions = panel.overrides if kind == CELL else panel.r_switches
    return int(positions[unit]) if unit < positions.size else None


def next_of(kind: str, unit: int, state: RoomState) -> int | None:
    """Where the switch goes when it is thrown; None where there is none."""
    now = standing(kind, unit, state)
    if now is None:
        return None
    return -now if kind == A_UNIT else AFTER[now]


def set_to(kind: str, units: Iterable[int], position: int, state: RoomState) -> Switched | None:
    """The command that brings *units* to *position*; None where the machine has none of them."""
    there = tuple(sorted(unit for unit in units if standing(kind, unit, state) is not None))
    if not there:
        return None
    if kind == A_UNIT:
        return SwitchAUnits(there, position == ON)
    return SwitchCells(there, position) if kind == CELL else SwitchRUnits(there, position)


def fellows(kind: str, unit: int, scope: int, state: RoomState) -> tuple[int, ...]:
    """The switches that go with *unit* in the scope of that number of SCOPES."""
    words = SCOPES[kind]
    word = words[min(scope, len(words) - 1)]
    columns, assignment = state.spec.retina.columns, state.wiring.assignment
    counts = {CELL: state.panel.overrides.size, A_UNIT: assignment.size, R_UNIT: state.panel.r_switches.size}
    numbers = np.arange(counts[kind])
    chosen = {
        "this": numbers == unit,
        "row": numbers // columns == unit // columns,
        "column": numbers % columns == unit % columns,
        "module": numbers // PER_MODULE == unit // PER_MODULE,
        "all": numbers >= 0,
    }
    if word == "its R":
        return tuple(np.flatnonzero(assignment == assignment[unit]).tolist())
    return tuple(np.flatnonzero(chosen[word]).tolist())


def scope_of(kind: str, *, shift: bool, control: bool) -> int:
    """For how many switches a key is meant: with Shift the first kind of fellows, with Ctrl the second, both: all."""
    last = len(SCOPES[kind]) - 1
    return last if shift and control else min(last, 1) if shift else min(last, 2) if control else 0


def pressed(key: Key, state: RoomState) -> object | None:
    """What the motors' switch, the control switch, the lessons' switch or the button that clears asks for."""
    match key:
        case ("motors",):
            return SwitchMotors(not state.panel.motors_on)
        case ("rotary",):
            place = CONTROLS.index(state.panel.control)
            return SetControl(CONTROLS[(place + 1) % len(CONTROLS)])
        case ("mode", int(place)):
            return SetControl(CONTROLS[place])
        case ("lessons",):
            return ChooseLessons(Source.HAND if state.source is Source.AUTOMATIC else Source.AUTOMATIC)
        case ("clear",):
            return ClearValues()
    return None
