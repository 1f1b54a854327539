"""What there is to know of the machine room's switches: how each stands, what it does, how well that is known."""

from collections.abc import Hashable

from hardware import Control
from perceptron_sim.explain.machine_room import RoomState
from perceptron_sim.explain.machine_room_parts import PARTS, Known, Told, look_of
from perceptron_sim.operations import Source

POSITIONS = {1: "up: forced on", -1: "down: forced off", 0: "middle: automatic"}
LEVERS = {1: "right: wants 1", -1: "left: wants 0", 0: "middle: as the label says"}
CONTROLS = (
    (Control.FORCED, "forced learning", "every picture is reinforced towards its code, right or wrong"),
    (Control.ERROR_CORRECTION, "error correction", "only R-units that answered wrongly are reinforced"),
    (Control.SPONTANEOUS, "spontaneous learning", "the machine's own answer is reinforced, whatever it is"),
)
LESSONS = {
    Source.AUTOMATIC: "automatic: the experiment's pictures",
    Source.TRAY: "between: the visitor's tray",
    Source.HAND: "hand: only what you show",
}


def told_of_switch(key: Hashable, state: RoomState) -> Told | None:
    """The card of the switch or button *key*; None where it is none."""
    match key:
        case ("switch", int(cell)):
            return _cell_switch(cell, state)
        case ("r_switch", int(unit)):
            return _r_switch(unit, state)
        case ("rotary",):
            place = [control for control, *_ in CONTROLS].index(state.panel.control)
            return _mode(place, "The control switch", state)
        case ("mode", int(place)):
            return _mode(place, f"Control switch: {CONTROLS[place][1]}", state)
        case ("motors",):
            stands = "on" if state.panel.motors_on else "off: no motor gets current from reinforcement"
            return _plain("motors switch", (("stands", stands),))
        case ("lessons",):
            return _plain("lessons switch", (("stands", LESSONS[state.source]),))
        case ("clear",):
            return _plain("clear button", (("pressed", "all values go to 0 V at once; it can be undone"),))
    return None


def _certainty(known: Known) -> str:
    return "assumed" if known is Known.INVENTED else str(known)


def _plain(name: str, facts: tuple[tuple[str, str], ...]) -> Told:
    part = PARTS[name]
    return Told(
        title=part.name,
        facts=(*facts, ("what it does", part.what)),
        certainty=_certainty(part.use),
        source=f"Its use is {_certainty(part.use)}: {part.use_source}. {look_of(name)}",
    )


def _cell_switch(cell: int, state: RoomState) -> Told:
    part, (row, column) = PARTS["switches"], divmod(cell, state.spec.retina.columns)
    return Told(
        title=f"Switch of photocell {cell} (row {row + 1}, column {column + 1})",
        facts=(
            ("stands", POSITIONS[int(state.panel.overrides[cell])]),
            ("use", f"assumed: {part.use_source}"),
            ("look", f"{part.look}: {part.look_source}"),
        ),
        certainty="assumed",
        source="Inferred from the photographs is only that they were there, as many as there are photocells.",
    )


def _r_switch(unit: int, state: RoomState) -> Told:
    machine, part, switches = state.machine, PARTS["levers"], state.panel.r_switches
    if unit >= switches.size:
        facts: tuple[tuple[str, str], ...] = (("state", "this machine has no such R-unit"),)
    else:
        wants = machine.wanted[unit] if state.correcting and machine.wanted and unit < len(machine.wanted) else None
        forced = (("wanted now", f"{wants}"),) if wants is not None else ()
        driven = int((machine.current[state.wiring.assignment == unit] != 0).sum())
        facts = (("stands", LEVERS[int(switches[unit])]), *forced, ("motors it drives", f"{driven}"))
    return Told(
        title=f"R-switch {unit + 1}",
        facts=facts,
        certainty="inferred",
        source=f"{part.use_source}. {look_of('levers')}",
    )


def _mode(place: int, title: str, state: RoomState) -> Told:
    _, name, what = CONTROLS[place]
    delivered = state.spec.reinforcement.control
    return Told(
        title=title,
        facts=(
            ("set to", str(state.panel.control)),
            (name, what),
            *((("as delivered", str(delivered)),) if delivered is not state.panel.control else ()),
        ),
        certainty="documented",
        source=f"{PARTS['control'].use_source}. {look_of('control')}",
    )
