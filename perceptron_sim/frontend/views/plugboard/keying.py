"""Working at the board by keys: what they take up, plug in, pull out, cut, mend and patch."""

import pygame
from pygame.event import Event

from hardware import CutWire, Mark1Spec
from perceptron_sim.explain.wires import Wire, wires_of_unit
from perceptron_sim.explain.wires_plugging import Socket
from perceptron_sim.frontend.views.plugboard.holding import End, Fresh, Grip
from perceptron_sim.frontend.views.plugboard.places import UNIT, is_pick, is_place
from perceptron_sim.frontend.views.plugboard.reading import Seen, wires_of
from perceptron_sim.frontend.views.plugboard.tools import MINUS, PLUS
from perceptron_sim.frontend.views.plugboard.working import Workbench, end_of
from perceptron_sim.operations import CutBundle, Mend, PatchAUnit, PullWires


class Keyboard:
    """The keys of *bench*, the workbench of a machine of *spec*."""

    def __init__(self, bench: Workbench, spec: Mark1Spec) -> None:
        self._bench, self._spec = bench, spec

    def key(self, event: Event) -> object | None:
        """What a key asks for; see the list of keys."""
        bench, hands = self._bench, self._bench.hands
        seen = bench.seen
        if seen is None:
            return None
        match event.key:
            case pygame.K_p:
                hands.carried = None if hands.carried is not None else self._taken(seen)
            case pygame.K_RETURN | pygame.K_KP_ENTER | pygame.K_SPACE if hands.carried is not None:
                come, hands.carried = bench.carried_outcome(), None
                return bench.told(come)
            case pygame.K_DELETE | pygame.K_BACKSPACE:
                carried, hands.carried = hands.carried, None
                wires = (carried.socket,) if isinstance(carried, End) else _sockets(_wires(seen))
                return PullWires(wires) if wires else None
            case pygame.K_x:
                return _cut_or_mend(seen)
            case pygame.K_e:
                bench.tools.use(MINUS if bench.tools.sign > 0 else PLUS)
            case pygame.K_a:
                return self._patched_on(seen)
        return None

    def _taken(self, seen: Seen) -> Grip:
        """What P takes: the wire that has the keyboard, or a new one from the place that has it or is shown."""
        wire = _focused_wire(seen)
        if wire is not None:
            return end_of(wire, seen.loose_kind)
        return Fresh(seen.focused if is_place(seen.focused) else seen.shown)

    def _patched_on(self, seen: Seen) -> PatchAUnit | None:
        """Patch the A-unit to the R-unit after its own, after the last one to none."""
        kind, number = seen.focused if is_pick(seen.focused) else seen.shown
        if kind != UNIT:
            return None
        r_units, r_unit = self._spec.response.units, int(seen.state.assignment[number])
        return PatchAUnit(number, (r_unit + 2) % (r_units + 1) - 1)


def _focused_wire(seen: Seen) -> Wire | None:
    match seen.focused:
        case ("wire", int(row), int(a_unit)):
            return next((wire for wire in wires_of_unit(seen.state, a_unit) if wire.row == row), None)
    return None


def _wires(seen: Seen) -> tuple[Wire, ...]:
    """The wires that keys are about: the one that has the keyboard, or all of the place that has it or is shown."""
    wire = _focused_wire(seen)
    if wire is not None:
        return (wire,)
    return wires_of(seen.state, seen.focused if is_pick(seen.focused) else seen.shown)


def _sockets(wires: tuple[Wire, ...]) -> tuple[Socket, ...]:
    return tuple((wire.a_unit, wire.row) for wire in wires)


def _cut_or_mend(seen: Seen) -> object | None:
    """Cut what is sound; where nothing is, mend the first that is cut."""
    wires = _wires(seen)
    sound = tuple(wire for wire in wires if wire.sound)
    if sound:
        return CutBundle(_sockets(sound))
    cut = next((wire for wire in wires if wire.cut), None)
    return None if cut is None else Mend(CutWire(cut.a_unit, cut.row))
