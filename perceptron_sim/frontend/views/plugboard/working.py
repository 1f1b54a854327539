"""Working at the board: what is pressed, dragged and keyed becomes what is held, and then a command."""

from pathlib import Path

from pygame import Rect
from pygame.event import Event

from hardware import Mark1Spec, Wiring
from perceptron_sim.commands import SaveWiring, ShowView, Tell
from perceptron_sim.errors import InputError
from perceptron_sim.explain.wires import Wire
from perceptron_sim.explain.wires_plugging import Socket
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Key
from perceptron_sim.frontend.views.plugboard.board import badge_radius
from perceptron_sim.frontend.views.plugboard.holding import (
    Blade,
    End,
    Fresh,
    Grip,
    Hands,
    Hold,
    Outcome,
    Position,
    meant,
    outcome,
    outcome_of_cut,
)
from perceptron_sim.frontend.views.plugboard.layout import PlugboardLayout
from perceptron_sim.frontend.views.plugboard.pick import rows_of
from perceptron_sim.frontend.views.plugboard.places import CELL, UNIT, Pick, Places, is_place
from perceptron_sim.frontend.views.plugboard.reading import Seen
from perceptron_sim.frontend.views.plugboard.tools import DELIVERED, REDRAW, SAVE, Tools
from perceptron_sim.operations import RedrawWiring, RestoreLayout, SetWiring
from perceptron_sim.options import LARGEST_SEED
from perceptron_sim.wiring_file import opened

LEFT, RIGHT = 1, 3  # buttons of a mouse; the right one always is the knife
MOST_KNOWN = 1_000  # outcomes that are remembered
SLACK = 6  # pixels at 1920 x 1080 that a press may move and still is one


class Workbench:
    """The hands at the board, and the tools; nothing of the board itself changes here."""

    def __init__(self, name: str, layout: PlugboardLayout, type_: Type, places: Places, spec: Mark1Spec) -> None:
        self._name, self._layout, self._type, self._places, self._spec = name, layout, type_, places, spec
        self.hands, self.tools = Hands(), Tools(layout, type_)
        self.redrawn = 0  # how often the wires were drawn anew
        self.seen: Seen | None = None  # None before the first picture
        self._outcomes: dict[tuple[End | Fresh, Pick | None, int], Outcome] = {}  # on the board as it is *known*
        self._wiring: Wiring | None = None
        self._known: tuple[bytes, ...] = ()

    def take_over(self, before: "Workbench") -> None:
        """Go on with the tools of *before*; what it held it has let go."""
        self.tools.take_over(before.tools)
        self.redrawn = before.redrawn

    def see(self, seen: Seen) -> None:
        """Go on with what is in the latest picture."""
        self.seen = seen
        self.hands.forget(seen.state)

    # What is pressed and dragged.

    def grip_at(self, event: Event) -> Grip | None:
        """What the press *event* takes hold of, if anything."""
        at, board = event.pos, self._layout.board
        inside = board.collidepoint(at) and self.tools.at(at) is None
        if event.button == RIGHT or (event.button == LEFT and self.tools.knife and inside):
            return Blade() if inside else None
        if event.button != LEFT:
            return None
        if (end := self._end_at(at)) is not None:
            return end
        place = self._place_at(at) if inside else None
        return None if place is None else Fresh(place)

    def _place_at(self, at: Position) -> Pick | None:
        place = self._places.near(at)
        return place if place is not None and self._places.of(place).collidepoint(at) else None

    def _end_at(self, at: Position) -> End | None:
        """The end of a wire that is shown: its badge on the board, or its line in the list."""
        if self.seen is None:
            return None
        kind, reach = self.seen.loose_kind, badge_radius(self._type) + 2
        for wire in self.seen.wires:
            x, y = self._places.socket((CELL, wire.s_unit) if kind == CELL else (UNIT, wire.a_unit))
            if (x - at[0]) ** 2 + (y - at[1]) ** 2 <= reach**2:
                return end_of(wire, kind)
        found = (wire for wire, row in self._listed() if row.collidepoint(at))
        return next((end_of(wire, kind) for wire in found), None)

    def _listed(self) -> list[tuple[Wire, Rect]]:
        """The wires that are listed, and where."""
        assert self.seen is not None
        listed: list[tuple[Wire, Rect]] = []
        for area, sign in zip(self._layout.pick_lists, (1, -1), strict=True):
            wires = [wire for wire in self.seen.wires if wire.sign == sign]
            listed += zip(wires, rows_of(area, self._type, len(wires)), strict=False)
        return listed

    def press(self, event: Event) -> bool:
        """Take hold of what is at *event*; whether anything is."""
        grip = self.grip_at(event)
        if grip is None:
            return False
        self.hands.carried = None
        key: Key | None = self._place_at(event.pos)
        if key is None and isinstance(grip, End):
            key = ("wire", grip.row, grip.a_unit)
        shown = self.seen is not None and key is not None and self.seen.opened == key
        self.hands.holds[finger_of(event)] = Hold(grip, event.pos, event.pos, key, shown, event.button)
        return True

    def move(self, event: Event) -> None:
        """Follow a finger or the mouse; a mouse without a button pressed has let go somewhere else."""
        finger = finger_of(event)
        hold = self.hands.holds.get(finger)
        if hold is None:
            return
        hold.move(event.pos, self._type.scale.px(SLACK))
        if finger is None and not any(getattr(event, "buttons", (1,))):
            del self.hands.holds[finger]

    def release(self, event: Event) -> object | None:
        """Let go: what was dragged there is done; a press that did not move opens or closes the card of its thing."""
        finger = finger_of(event)
        hold = self.hands.holds.get(finger)
        if hold is None or hold.button != event.button:
            return None
        del self.hands.holds[finger]
        hold.move(event.pos, self._type.scale.px(SLACK))
        if not hold.moved:
            return ShowView(self._name, opened=hold.key) if hold.key is not None and not hold.shown else None
        return self.told(self.outcome_of(hold))

    def off(self) -> set[Socket]:
        """The wires of which an end is in a hand, off its socket."""
        held = [self.grip_of(hold) for hold in self.hands.holds.values() if hold.moved]
        return {grip.socket for grip in (*held, self.hands.carried) if isinstance(grip, End)}

    def grip_of(self, hold: Hold) -> Grip:
        """What *hold* is where it is now."""
        return hold.grip if isinstance(hold.grip, Blade) else meant(hold.grip, self.target_of(hold))

    def target_of(self, hold: Hold) -> Pick | None:
        """What the wire of *hold* would be plugged into."""
        return self._places.near(hold.at)

    def outcome_of(self, hold: Hold) -> Outcome:
        """What letting *hold* go would do."""
        if self.seen is None or not hold.moved:
            return Outcome()
        if isinstance(hold.grip, Blade):
            struck = self.seen.strands.struck([(hold.began, hold.at)], self.seen.state)
            return outcome_of_cut(self.seen.strands.sockets(struck), self.seen.state)
        return self._outcome(meant(hold.grip, self.target_of(hold)), self.target_of(hold))

    def carried_outcome(self) -> Outcome:
        """What Enter would do with what the keyboard carries."""
        if self.seen is None or not isinstance(self.hands.carried, End | Fresh):
            return Outcome()
        target = self.carried_target
        return Outcome() if target is None else self._outcome(meant(self.hands.carried, target), target)

    @property
    def carried_target(self) -> Pick | None:
        """What has the keyboard, if a wire can end there."""
        focused = None if self.seen is None else self.seen.focused
        return focused if is_place(focused) else None

    def _outcome(self, grip: End | Fresh, target: Pick | None) -> Outcome:
        assert self.seen is not None
        state = self.seen.state
        known = (state.contacts.tobytes(), state.cut.tobytes(), state.held.tobytes())
        if self._wiring is not state.wiring or self._known != known or len(self._outcomes) > MOST_KNOWN:
            self._wiring, self._known, self._outcomes = state.wiring, known, {}
        asked = grip, target, self.tools.sign
        if asked not in self._outcomes:
            self._outcomes[asked] = outcome(*asked, state, self._spec)
        return self._outcomes[asked]

    def told(self, come: Outcome) -> object | None:
        """What is done, or why it cannot be."""
        return Tell(f"Not possible: {come.refused}.") if come.refused else come.done

    # What is done to the whole board.

    def use(self, name: str) -> object | None:
        """Use the tool *name*."""
        if self.tools.use(name):
            return None
        match name:
            case str() if name == SAVE:
                return SaveWiring()
            case str() if name == DELIVERED:
                return RestoreLayout()
            case str() if name == REDRAW and self.seen is not None:
                self.redrawn += 1
                return RedrawWiring((self.seen.seed + self.redrawn) % (LARGEST_SEED + 1))
        return None

    def load(self, path: str) -> SetWiring | Tell:
        """The wiring in the file *path*, or why there is none."""
        try:
            return SetWiring(opened(Path(path).expanduser(), self._spec))
        except (InputError, RuntimeError) as error:  # no home to expand to
            return Tell(f"{error}.")


def end_of(wire: Wire, kind: str) -> End:
    """The end of *wire* at its cell or at its A-unit, as *kind* says."""
    return End(wire.a_unit, wire.row, wire.s_unit, wire.sign, kind)


def finger_of(event: Event) -> object:
    """Which finger *event* is of; None is the mouse."""
    return getattr(event, "finger", None)
