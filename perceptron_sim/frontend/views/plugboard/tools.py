"""The tools beside the board's title: which sign new wires have, the knife, and what is done to the whole board."""

from collections.abc import Iterator

import pygame
from pygame import Rect
from pygame.event import Event

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.text_field import TextField, draw_field
from perceptron_sim.frontend.view import Key, Thing
from perceptron_sim.frontend.views.plugboard.layout import PlugboardLayout
from perceptron_sim.frontend.widgets import ENTER, Button, Position

TOOL, GROUP = "tool", "tools"
PLUS, MINUS, KNIFE, REDRAW, LOAD, SAVE, DELIVERED = "plus", "minus", "knife", "redraw", "load", "save", "delivered"
WORDS = {
    PLUS: ("+ plus", "new wires excite"),
    MINUS: ("− minus", "new wires inhibit"),
    KNIFE: ("Knife", "the knife: draw it across wires to cut them"),
    REDRAW: ("Redraw", "wire the whole board anew, at random"),
    LOAD: ("Load", "load a wiring from a file"),
    SAVE: ("Save", "save this wiring in a file"),
    DELIVERED: ("As delivered", "the machine as it was delivered: wires, switches, nothing broken"),
}
APART = (KNIFE, REDRAW)  # these stand a little away from the one before
PLACEHOLDER = "a file with a wiring: type its path, then Enter; Esc leaves"


class Tools:
    """Which tool is in the hand; *sign* is that of new wires. One may type the path of a file."""

    def __init__(self, layout: PlugboardLayout, type_: Type) -> None:
        self._type = type_
        self.sign, self.knife = 1, False
        self.field: TextField | None = None
        self.buttons: dict[str, Button[str]] = {}
        px, right = type_.scale.px, layout.tools.right
        for name in reversed(WORDS):
            width = type_.width(WORDS[name][0], theme.BODY) + px(26)
            area = Rect(right - width, layout.tools.top, width, layout.tools.height)
            self.buttons[name] = Button(area, WORDS[name][0], name)
            right = area.left - px(18 if name in APART else 5)
        left = layout.title.left + type_.width("Plugboard", theme.TITLE) + px(20)
        self.left = right - px(12)  # so far the words of the title may go
        self.field_area = Rect(left, layout.tools.top, self.left - left, layout.tools.height)

    def take_over(self, before: "Tools") -> None:
        """Go on with what was in the hand."""
        self.sign, self.knife, self.field = before.sign, before.knife, before.field

    def things(self) -> Iterator[Thing]:
        """The buttons, from left to right."""
        for name in WORDS:
            yield Thing((TOOL, name), self.buttons[name].area, WORDS[name][1], GROUP)

    def at(self, position: Position) -> str | None:
        """The name of the tool at *position*."""
        return next((name for name, button in self.buttons.items() if button.area.collidepoint(position)), None)

    def use(self, name: str) -> bool:
        """Take *name* into the hand, if it is a tool of that kind; whether it was."""
        if name in (PLUS, MINUS):
            self.sign = 1 if name == PLUS else -1
        elif name == KNIFE:
            self.knife = not self.knife
        elif name == LOAD:
            self.field = TextField() if self.field is None else None
        else:
            return False
        return True

    def typed(self, event: Event) -> str | None:
        """Take the key *event* into the field; the path that was typed, once it is entered."""
        assert self.field is not None
        if event.key in (*ENTER, pygame.K_ESCAPE, pygame.K_TAB):
            path, self.field = self.field.text.strip(), None
            return path if event.key in ENTER and path else None
        self.field.key(event)
        return None

    def draw(self, surface: pygame.Surface, mouse: Position | None) -> None:
        """All buttons, what is in the hand marked; and the field."""
        inside = {PLUS: self.sign > 0, MINUS: self.sign < 0, KNIFE: self.knife, LOAD: self.field is not None}
        for name, button in self.buttons.items():
            button.active = inside.get(name, False)
            button.draw(surface, self._type, mouse=mouse, focused=False)
        if self.field is not None:
            surface.fill(theme.PANEL, self.field_area)
            draw_field(surface, self._type, self.field_area, "", typing=self.field)
            if not self.field.text:
                px, font = self._type.scale.px, self._type.font(theme.SMALL)
                baseline = self.field_area.centery + (font.get_ascent() + font.get_descent()) // 2
                words = self._type.fitted(PLACEHOLDER, theme.SMALL, self.field_area.width - px(28))
                at = (self.field_area.left + px(16), baseline)
                self._type.write(surface, words, at, theme.SMALL, theme.MUTED)


def tool_of(key: Key | None) -> str | None:
    """The name of the tool whose thing is *key*."""
    match key:
        case (kind, str(name)) if kind == TOOL and name in WORDS:
            return name
    return None
