"""The operator in the machine room: what presses, strokes and keys at its switches and its service sheet come to."""

from collections.abc import Sequence

import pygame
from pygame.event import Event

from perceptron_sim.explain.machine_room import RoomState
from perceptron_sim.explain.machine_room_service import A_UNIT, picked_by
from perceptron_sim.frontend.pointing import Pointing
from perceptron_sim.frontend.view import Frame, Key, Thing
from perceptron_sim.frontend.views.machine_room import parts, switching
from perceptron_sim.frontend.views.machine_room.hands import Finger, Hands, Position, Stroke
from perceptron_sim.frontend.views.machine_room.layout import RoomLayout
from perceptron_sim.frontend.views.machine_room.marks import Marks
from perceptron_sim.frontend.views.machine_room.sheet import SHEET, Sheet
from perceptron_sim.frontend.widgets import ENTER

PRESSES = (*ENTER, pygame.K_SPACE)
PAGES = {pygame.K_PAGEUP: -1, pygame.K_PAGEDOWN: 1}
SWITCHES = ("motors", "rotary", "mode", "lessons", "clear")
WAYS = {1: "on", 0: "to automatic", -1: "off"}


class Operator:
    """Hands, the sheet and the veil over the room of one layout; *state* and focus are those of the latest picture."""

    def __init__(self, layout: RoomLayout, marks: Marks) -> None:
        self.hands, self.sheet = Hands(marks.switches), Sheet(layout.sheet)
        self.veiled = False
        self._all = parts.things(layout)
        self._before = tuple(thing for thing in self._all if thing.key not in parts.BEHIND_THE_SHEET)
        self._joined: tuple[Sequence[Thing], tuple[Thing, ...]] = ((), ())
        self._index = Pointing()
        self._state: RoomState | None = None
        self._focused: Key | None = None
        self._opened: Key | None = None

    def take_over(self, old: "Operator") -> None:
        """Go on as *old* was; what its hands held is let go."""
        self.veiled = old.veiled
        self.sheet.take_over(old.sheet)

    def see(self, state: RoomState, frame: Frame) -> None:
        """Take *state* for how the switches stand; what a card is open of, or arrows go to, the sheet is about.

        What Tab only comes by on its way to the sheet is not picked.
        """
        self._state = state
        self.sheet.see(state)
        walked = frame.focused if _kind(frame.focused) == _kind(self._focused) != "" else None
        if self.sheet.is_open and walked != self._focused:
            self.sheet.pick(picked_by(walked, state.spec))
        if self.sheet.is_open and frame.opened != self._opened:
            self.sheet.pick(picked_by(frame.opened, state.spec))
        self._focused, self._opened = frame.focused, frame.opened

    def things(self, state: RoomState) -> Sequence[Thing]:
        """All that can be pointed at: behind the open sheet nothing."""
        if not self.sheet.is_open:
            return self._all
        buttons = self.sheet.things(state)
        if self._joined[0] is not buttons:
            self._joined = buttons, (*buttons, *self._before)
        return self._joined[1]

    def grasps(self, event: Event) -> bool:
        """Whether a press, or a Space, on a thing that has a card throws a switch or picks a part instead."""
        if self.veiled or self._state is None:
            return False
        if event.type == pygame.KEYDOWN:
            return event.key == pygame.K_SPACE and self._throws(self._focused)
        if event.button != 1:
            return False
        key = self._at(event.pos)
        return self._throws(key) or (self.sheet.is_open and picked_by(key, self._state.spec) is not None)

    def _throws(self, key: Key | None) -> bool:
        """Whether *key* is a switch; those of A-units are the sheet's matter."""
        bank = switching.bank_of(key)
        if bank is not None:
            return self.sheet.is_open or bank[0] != A_UNIT
        return isinstance(key, tuple) and key[0] in SWITCHES

    def _at(self, position: Position) -> Key | None:
        if self._state is None:
            return None
        self._index.follow(self.things(self._state))
        thing = self._index.at(position)
        return thing.key if thing else None

    def handle(self, event: Event) -> object | None:
        """What the user did; a command, or None."""
        if self._state is None:
            return None
        finger = getattr(event, "finger", None)
        match event.type:
            case pygame.KEYDOWN:
                return self._key(event, self._state)
            case pygame.MOUSEBUTTONDOWN if event.button == 1:
                return self._press(finger, event.pos, self._state)
            case pygame.MOUSEMOTION:
                self._move(finger, event)
            case pygame.MOUSEBUTTONUP if event.button == 1:
                self.hands.move(finger, event.pos)
                return self._lifted(self.hands.end(finger), self._state)
            case pygame.MOUSEWHEEL if self.sheet.is_open:
                self.sheet.scroll(-event.y, self._state)
        return None

    def _press(self, finger: Finger, position: Position, state: RoomState) -> object | None:
        key = self._at(position)
        if self.sheet.is_open:
            self.sheet.pick(picked_by(key, state.spec))
        bank = switching.bank_of(key)
        if bank is None or self.veiled or not self._throws(key):
            return self._do(key, state)
        meant = switching.next_of(*bank, state)
        if meant is not None:
            self.hands.begin(finger, *bank, meant, position)
        return None

    def _move(self, finger: Finger, event: Event) -> None:
        """A finger moves; a mouse whose button is up again was let go outside of the window."""
        if finger is None and not any(getattr(event, "buttons", (1,))):
            self.hands.let_go(finger)
        self.hands.move(finger, event.pos)

    @staticmethod
    def _lifted(stroke: Stroke | None, state: RoomState) -> object | None:
        """What a stroke comes to; one press on a potentiometer only picks it."""
        if stroke is None or (stroke.kind == A_UNIT and not stroke.drawn):
            return None
        return switching.set_to(stroke.kind, stroke.units, stroke.position, state)

    def _key(self, event: Event, state: RoomState) -> object | None:
        if event.key == pygame.K_i:
            self._veil()
        elif event.key == pygame.K_s:
            self._open(not self.sheet.is_open)
        elif event.key in PAGES and self.sheet.is_open:
            self.sheet.scroll(PAGES[event.key] * len(self.sheet.layout.rows), state)
        elif event.key in PRESSES and self._focused is not None:
            bank = switching.bank_of(self._focused)
            if bank is None or not self._throws(self._focused):
                return self._do(self._focused, state)
            return self._thrown(*bank, getattr(event, "mod", 0), state)
        return None

    @staticmethod
    def _thrown(kind: str, unit: int, held: int, state: RoomState) -> object | None:
        """The switch that has the keyboard goes on to its next position, and with it those that Shift and Ctrl add."""
        meant = switching.next_of(kind, unit, state)
        if meant is None:
            return None
        shift, control = bool(held & pygame.KMOD_SHIFT), bool(held & pygame.KMOD_CTRL)
        scope = switching.scope_of(kind, shift=shift, control=control)
        return switching.set_to(kind, switching.fellows(kind, unit, scope, state), meant, state)

    def _do(self, key: Key | None, state: RoomState) -> object | None:
        """Press the button *key*."""
        match key:
            case parts.BUTTON:
                self._veil()
            case parts.CLIPBOARD:
                self._open(not self.sheet.is_open)
            case (str(first), *_) if first == SHEET:
                return self.sheet.press(key, state)
            case (str(first), *_) if first in SWITCHES and not self.veiled:
                return switching.pressed(key, state)
        return None

    def _veil(self) -> None:
        self.veiled = not self.veiled
        self._open(False)

    def _open(self, opened: bool) -> None:
        """Open or close the sheet: only one thing lies over the cabinet."""
        self.sheet.is_open = opened
        if opened:
            self.veiled = False

    def close(self) -> bool:
        """Take away the sheet or the veil; whether either was there."""
        there = self.veiled or self.sheet.is_open
        self.veiled = self.sheet.is_open = False
        return there

    def sentence(self) -> str | None:
        """What will come of what the hands hold, if anything is held."""
        strokes = [stroke for stroke in self.hands.strokes if stroke.drawn]
        if not strokes:
            return None
        latest = strokes[-1]
        return f"Lift your hand, and {len(latest.units)} switches go {WAYS[latest.position]}."


def _kind(key: Key | None) -> str:
    return str(key[0]) if isinstance(key, tuple) else ""
