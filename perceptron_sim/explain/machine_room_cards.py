"""What there is to know of a thing in the machine room: figures, arithmetic as on paper, how well it is known."""

from collections.abc import Hashable

import numpy as np

from hardware import Phase, ResponseSpec
from perceptron_sim.explain.cells import conductance
from perceptron_sim.explain.knobs import motor_in_words, signed, wiper
from perceptron_sim.explain.machine_room import INDEX, METERS, PANEL, Meter, RoomState, read_meters
from perceptron_sim.explain.machine_room_parts import PARTS, Known, Told, look_of
from perceptron_sim.explain.machine_room_service import A_UNIT, CELL, R_UNIT, SUPPLY, Picked, in_words, part_of
from perceptron_sim.explain.machine_room_switches import POSITIONS, told_of_switch
from perceptron_sim.explain.parts_known import PARTS_KNOWN
from perceptron_sim.snapshot import SessionSnapshot

PHASES = (
    (Phase.EXPOSING, "EXPOSE", "the picture is shown, and the trainer waits for the lamps"),
    (Phase.CORRECTING, "CORRECT", "the wanted code is forced, and motors turn"),
    (Phase.CHANGING, "CHANGE", "the picture is taken away, and the cells grow dark"),
)
BAYS = ("the sensory rack", "the plugboard", "the values", "the control panel", "the meter rack")
BAY_PARTS = (
    ("retina", "switches", "blank"),
    ("doors", "plugboard"),
    ("modules", "trunk"),
    (
        "answers",
        "control",
        "panel meter",
        "motors switch",
        "levers",
        "phases",
        "counter",
        "lessons switch",
        "clear button",
        "handle",
        "foot",
    ),
    ("meters", "fuses", "plates", "supplies"),
)


def told(key: Hashable, snapshot: SessionSnapshot, state: RoomState) -> Told | None:
    """The card of the thing *key*; None where there is nothing to know."""
    match key:
        case ("cell", int(cell)):
            return _cell(cell, state)
        case ("knob", int(unit)):
            return _knob(unit, state)
        case ("r_unit", int(unit)):
            return _r_unit(unit, snapshot, state)
        case ("meter", str(group), int(index)):
            return _meter(METERS[INDEX[group, index]], state)
        case ("phase", int(index)):
            return _phase(index, state)
        case ("bay", int(number)):
            return _bay(number)
        case ("part", str(name)):
            return _part(name, snapshot, state)
        case _:
            return told_of_switch(key, state)


def _cell(cell: int, state: RoomState) -> Told:
    machine, retina, wiring = state.machine, state.spec.retina, state.wiring
    row, column = divmod(cell, retina.columns)
    wires = (wiring.origins == cell) & wiring.plugged
    plus, minus = (int((wires & (wiring.signs == sign)).sum()) for sign in (1, -1))
    known = PARTS_KNOWN["photocell"]
    return Told(
        title=f"Photocell {cell} (row {row + 1}, column {column + 1})",
        facts=(
            ("light on it", f"{machine.light[cell]:.0%}"),
            ("its relay", "closed: the lamp is lit" if machine.s_contacts[cell] else "open: the lamp is dark"),
            ("its switch", POSITIONS[int(state.panel.overrides[cell])]),
            *_broken(Picked(CELL, cell), state),
            ("wires from it", f"{plus} exciting, {minus} inhibiting"),
        ),
        arithmetic=conductance(retina, machine, cell),
        certainty=known.certainty,
        source=f"{known.source} {look_of('retina')}",
    )


def _knob(unit: int, state: RoomState) -> Told:
    machine, pots, known = state.machine, state.spec.potentiometer, PARTS_KNOWN["potentiometer"]
    volts, r_unit = float(state.wiper_v[unit]), int(state.wiring.assignment[unit])
    supply = (
        ()
        if state.supply_share == 1
        else (f"the supply gives {state.supply_share:.0%} of its volts: {signed(volts, 3)} V",)
    )
    at_full_v = volts / state.supply_share if state.supply_share else 0.0
    return Told(
        title=f"A-unit {unit}: its value",
        facts=(
            ("module", f"{unit // 8}, part {unit % 8}"),
            ("fires", "yes" if machine.firing[unit] else "no"),
            ("motor", motor_in_words(int(machine.current[unit]), float(machine.speed_deg_per_s[unit]))),
            ("patched to", f"R{r_unit + 1}" if r_unit >= 0 else "no R-unit"),
            *((("its switch", "off: it never fires"),) if not state.panel.switched_on[unit] else ()),
            *_broken(Picked(A_UNIT, unit), state),
        ),
        arithmetic=(*wiper(pots, float(machine.angle_deg[unit]), at_full_v), *supply, *_share(unit, state)),
        certainty=known.certainty,
        source=f"{known.source} {look_of('modules')}",
    )


def _broken(part: Picked, state: RoomState) -> tuple[tuple[str, str], ...]:
    """What is broken of *part*, if anything is."""
    words = [in_words(fault).partition(": ")[2] for fault in state.panel.faults if part_of(fault) == part]
    return (("broken", ", ".join(words)),) if words else ()


def _share(unit: int, state: RoomState) -> tuple[str, ...]:
    """What an A-unit's wiper adds to its R-unit's sum at this instant."""
    machine, r_unit = state.machine, int(state.wiring.assignment[unit])
    if r_unit < 0:
        return ()
    if not machine.firing[unit]:
        return (f"it does not fire: adds 0 V to R{r_unit + 1}",)
    fellows = (state.wiring.assignment == r_unit) & machine.firing
    volts, total = float(state.wiper_v[unit]), float(state.wiper_v[fellows].sum())
    moved = float(np.abs(state.wiper_v[fellows]).sum())
    share = f", {abs(volts) / moved:.1%} of the pull" if moved else ""
    return (
        f"R{r_unit + 1} sums {int(fellows.sum())} wipers: {signed(total, 3)} V",
        f"this one: {signed(volts, 3)} V{share}",
    )


def _r_unit(unit: int, snapshot: SessionSnapshot, state: RoomState) -> Told:
    machine = state.machine
    if unit >= machine.lamps.size:
        return Told(
            title=f"R{unit + 1}",
            facts=(("state", "this machine has no such R-unit"),),
            source=PARTS["answers"].use_source,
        )
    fellows, known = state.wiring.assignment == unit, PARTS_KNOWN["r_unit"]
    firing, lit = int((fellows & machine.firing).sum()), int(machine.lamps[unit])
    idle = () if fellows.any() else (("in use", "no: no A-unit is patched to it"),)
    return Told(
        title=f"R{unit + 1}: the lamp at {lit} is lit",
        facts=(
            ("A-units", f"{firing} of {int(fellows.sum())} fire"),
            ("read", "not yet" if machine.answered is None else f"{machine.answered[unit]}"),
            ("wanted", "nothing yet" if machine.wanted is None else f"{machine.wanted[unit]}"),
            *idle,
            *_broken(Picked(R_UNIT, unit), state),
        ),
        arithmetic=(
            f"sum of {firing} wipers: {signed(float(machine.sums_v[unit]), 3)} V",
            decided(state.spec.response, float(machine.sums_v[unit]), lit),
        ),
        certainty=known.certainty,
        source=f"{known.source} {look_of('answers')}",
    )


def decided(spec: ResponseSpec, sum_v: float, lit: int) -> str:
    """The sum against the threshold, and what comes of it; *lit* is what the lamp says."""
    volts, threshold = f"{signed(sum_v, 3)} V", f"{spec.threshold_v:g} V"
    if abs(sum_v - spec.threshold_v) <= spec.dead_band_v:
        band = f"within {spec.dead_band_v:g} V of {threshold}" if spec.dead_band_v else f"= {threshold}"
        return f"{volts} is {band}: a tie ({spec.tie}), answer {lit}"
    above = sum_v > spec.threshold_v
    line = f"{volts} {'>' if above else '<'} {threshold}: answer {int(above)}"
    return line if above == bool(lit) else f"{line}, but its lamp does not light (a dead lamp)"


def _meter(meter: Meter, state: RoomState) -> Told:
    readings, index = read_meters(state), INDEX[meter.key]
    value, low, high = (float(array[index]) for array in (readings.value, readings.low, readings.high))
    beyond = () if low <= value <= high else (("needle", "at its peg: the signal is beyond the scale"),)
    number = f"{value:.1f}" if value % 1 else f"{value:.0f}"
    part = PARTS["panel meter" if meter.key[0] == PANEL else "supplies" if meter.key[0] == "supply" else "meters"]
    return Told(
        title=f"Meter: {meter.name}",
        facts=(
            ("shows", f"{number} {meter.unit}".replace("-", "−")),
            ("scale", f"{low:g} to {high:g} {meter.unit}".replace("-", "−")),
            *beyond,
        ),
        certainty="assumed",
        source=f"{meter.source}. A meter's look: {part.look}, {part.look_source}.",
    )


def _phase(index: int, state: RoomState) -> Told:
    phase, word, what = PHASES[index]
    now = "lit" if state.machine.phase is phase else "dark"
    part = PARTS["phases"]
    return Told(
        title=f"{word}: {what}",
        facts=(("lamp", now), ("trainer", str(state.machine.phase))),
        certainty="assumed",
        source=f"{part.use_source}. {look_of('phases')}",
    )


def _bay(number: int) -> Told:
    facts = tuple((PARTS[name].name.lower(), str(PARTS[name].look)) for name in BAY_PARTS[number])
    return Told(
        title=f"Bay {number + 1}: {BAYS[number]}",
        facts=facts,
        certainty="inferred",
        source="the words say how well the look of each part is known; widths are read off the museum's photographs",
    )


def _part(name: str, snapshot: SessionSnapshot, state: RoomState) -> Told:
    part = PARTS[name]
    worst = part.look if part.look is not Known.INVENTED else "assumed"
    facts: tuple[tuple[str, str], ...] = (
        ("look", f"{part.look}: {part.look_source}"),
        ("use", f"{part.use}: {part.use_source}"),
    )
    if name == "counter":
        facts = (("now", f"exposure {snapshot.exposure}"), *facts)
    if name == "control":
        facts = (("set to", str(state.panel.control)), *facts)
    if name == "supplies":
        facts = (*_broken(Picked(SUPPLY), state), *facts)
    return Told(title=part.name, facts=facts, certainty=str(worst), source=part.what)
