"""What happens in the machine room, in words: captions on the floor, one sentence for each step of the trainer."""

from dataclasses import dataclass

import numpy as np

from hardware import Control, Phase, Rule
from perceptron_sim.experiments.words import joined
from perceptron_sim.explain.machine_room import RoomState
from perceptron_sim.snapshot import SessionSnapshot

RIGHT, WRONG = "✓", "✗"


@dataclass(frozen=True, slots=True)
class Caption:
    """A museum's label: what stands above it and how it is now; *mark* is a sign that goes with its last word."""

    title: str
    words: str
    mark: str = ""


def captions(snapshot: SessionSnapshot, state: RoomState) -> tuple[Caption, ...]:
    """Of the picture and of the five bays, left to right."""
    machine, spec = state.machine, state.spec
    closed, firing = int(machine.s_contacts.sum()), int(machine.firing.sum())
    cells, units = machine.s_contacts.size, machine.firing.size
    return (
        Caption("The picture", _picture(snapshot, state)),
        Caption(
            _unlike("Retina", spec.retina.s_units, 400),
            _cells(closed, cells, state),
        ),
        Caption("Plugboard", f"{firing} of {units} A-units fire"),
        Caption(_unlike("Values", units, 512), f"{turning(state)}{_off(state)}"),
        _answer(snapshot, state),
        Caption("Meters", _largest_sum(state)),
    )


def _unlike(title: str, count: int, documented: int) -> str:
    """*title*, with what the Mark I had (DCN60) where this machine has another *count*."""
    return title if count == documented else f"{title} (Mark I: {documented})"


def _cells(closed: int, cells: int, state: RoomState) -> str:
    """How many cells are on, and why in the dark."""
    by_hand = int(np.count_nonzero(state.panel.overrides))
    if state.testing:
        return f"{closed} of {cells} on: the test"
    if by_hand:
        return f"{closed} on, {by_hand} by hand"
    return f"{closed} of {cells} cells on" if state.lit or not closed else f"{closed} cells still on"


def _off(state: RoomState) -> str:
    count = int((~state.panel.switched_on).sum())
    return f"; {count} A-unit{'s' if count > 1 else ''} off" if count else ""


def service(state: RoomState) -> tuple[str, ...]:
    """How it stands with the machine, in a few short lines, what matters most first."""
    panel, lines = state.panel, []
    broken, off = len(panel.faults), int((~panel.switched_on).sum())
    if state.testing:
        lines.append("testing …")
    if broken:
        lines.append(f"{broken:,} broken ✗")
    if off:
        lines.append(f"{off:,} A-units off" if off > 1 else "1 A-unit off")
    if not panel.motors_on:
        lines.append("motors off")
    if state.report and not state.testing:
        lines.append(f"test: {len(state.report.findings)} found")
    return tuple(lines) or ("all in order",)


def turning(state: RoomState) -> str:
    """How many motors have current, and which way they turn."""
    if not state.panel.motors_on:
        return "motors switched off"
    up, down = int((state.machine.current > 0).sum()), int((state.machine.current < 0).sum())
    parts = [f"{count} {way}" for count, way in ((up, "up"), (down, "down")) if count]
    return f"motors turn: {', '.join(parts)}" if parts else "all motors stand"


def _picture(snapshot: SessionSnapshot, state: RoomState) -> str:
    if not state.lit or snapshot.label is None:
        return "taken away, the lights are off"
    return f"{snapshot.class_names[snapshot.label]}, in the floodlights"


def _answer(snapshot: SessionSnapshot, state: RoomState) -> Caption:
    machine = state.machine
    if machine.answered is None:
        return Caption("Answer", "not read yet")
    meant = snapshot.meaning(machine.answered) or "nothing"
    if machine.wanted is None:
        return Caption("Answer", f"{'read' if state.lit else 'last:'} {meant}")
    right = machine.answered == machine.wanted
    verdict = "right" if right else "wrong"
    words = f"read {meant}: {verdict}" if state.lit else f"last: {meant}, {verdict}"
    return Caption("Answer", words, RIGHT if right else WRONG)


def _largest_sum(state: RoomState) -> str:
    sums_v = state.machine.sums_v
    if not sums_v.any():
        return "all sums 0 V"
    unit = int(np.abs(sums_v).argmax())
    return f"largest: R{unit + 1} {sums_v[unit]:+.1f} V".replace("-", "−")


def sentence(snapshot: SessionSnapshot, state: RoomState) -> str | None:
    """What to look at now; None where the session's own sentence says it."""
    machine = state.machine
    if state.testing:
        return _walking(state)
    if snapshot.finished or snapshot.label is None:
        return None
    name = snapshot.class_names[snapshot.label]
    picture = name if len(name) == 1 else f"A picture of {name}"
    if machine.phase is Phase.EXPOSING:
        closed, firing = int(machine.s_contacts.sum()), int(machine.firing.sum())
        if not closed:
            return f"{picture} comes into the lights; no cell is on yet."
        fire = f"{firing} of {machine.firing.size} A-units fire"
        return f"{picture} stands in the lights: {closed} cells are on, and {fire}."
    if machine.phase is Phase.CORRECTING and machine.current.any():
        rule = state.spec.reinforcement.rule
        plain = rule is Rule.ALPHA and state.panel.control is not Control.SPONTANEOUS
        return f"{_corrected(state)}." if plain else f"The {rule} rule: {turning(state)}."
    return None


def _walking(state: RoomState) -> str:
    """What the self-test does at this instant, as far as it is seen."""
    forced, firing = int((state.machine.switches > 0).sum()), int(state.machine.firing.sum())
    cells = "one cell forced on" if forced == 1 else f"{forced} cells forced on"
    return f"The self-test walks through the machine: {cells}, {firing} of {state.machine.firing.size} A-units fire."


def _corrected(state: RoomState) -> str:
    """Whose motors turn, and which way."""
    machine, parts = state.machine, []
    for sign, bit, way in ((1, 1, "up"), (-1, 0, "down")):
        driven = state.by_r_unit(machine.current == sign)
        concerned = [f"R{r + 1}" for r in np.flatnonzero(driven).tolist()]
        if concerned:
            verb = "turns" if driven.sum() == 1 else "turn"
            motors = "motor" if driven.sum() == 1 else "motors"
            parts.append(f"{joined(concerned)} should be {bit}: {int(driven.sum())} {motors} {verb} {way}")
    return ", and ".join(parts)
