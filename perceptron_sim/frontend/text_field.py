"""A field in which a line of text is typed: with a cursor, by keyboard, or pasted."""

from dataclasses import dataclass

import pygame
from pygame import Rect
from pygame.event import Event

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Style

LONGEST = 4096


@dataclass(slots=True)
class TextField:
    """What is being typed: its *text*, and where the *cursor* stands in it."""

    text: str = ""
    cursor: int = 0

    @classmethod
    def of(cls, text: str) -> "TextField":
        """A field that holds *text*, the cursor behind it."""
        return cls(text, len(text))

    def insert(self, text: str) -> None:
        """Put *text*, what can be shown of it, where the cursor stands."""
        kept = "".join(letter for letter in text if letter.isprintable())[: LONGEST - len(self.text)]
        self.text = self.text[: self.cursor] + kept + self.text[self.cursor :]
        self.cursor += len(kept)

    def key(self, event: Event) -> None:
        """Move the cursor, delete, or paste."""
        match event.key:
            case pygame.K_BACKSPACE if self.cursor:
                self.text = self.text[: self.cursor - 1] + self.text[self.cursor :]
                self.cursor -= 1
            case pygame.K_DELETE:
                self.text = self.text[: self.cursor] + self.text[self.cursor + 1 :]
            case pygame.K_LEFT:
                self.cursor = max(0, self.cursor - 1)
            case pygame.K_RIGHT:
                self.cursor = min(len(self.text), self.cursor + 1)
            case pygame.K_HOME:
                self.cursor = 0
            case pygame.K_END:
                self.cursor = len(self.text)
            case pygame.K_v if getattr(event, "mod", 0) & (pygame.KMOD_CTRL | pygame.KMOD_META):
                self.insert(pasted())
            case pygame.K_u if getattr(event, "mod", 0) & pygame.KMOD_CTRL:
                self.text, self.cursor = "", 0


def pasted() -> str:
    """What the clipboard holds, as one line; nothing where there is none."""
    try:
        return " ".join(pygame.scrap.get_text().split())
    except pygame.error:
        return ""


def copied(text: str) -> bool:
    """Put *text* into the clipboard; whether that could be done."""
    try:
        pygame.scrap.put_text(text)
    except pygame.error:
        return False
    return True


def draw_field(
    surface: pygame.Surface,
    type_: Type,
    area: Rect,
    text: str,
    *,
    style: Style = theme.FIGURE_SMALL,
    typing: TextField | None = None,
    wrong: bool = False,
    placeholder: str = "",
) -> None:
    """The field in *area*: *text*, or what is being typed into it with its cursor, its end in view."""
    px = type_.scale.px
    edge = theme.CREAM if typing else theme.WRONG if wrong else theme.MUTED
    pygame.draw.rect(surface, theme.GLASS, area, border_radius=px(6))
    pygame.draw.rect(surface, edge, area, 2 if typing or wrong else 1, border_radius=px(6))
    room = area.width - 2 * px(10)
    font = type_.font(style)
    baseline = area.centery + (font.get_ascent() + font.get_descent()) // 2
    shown = typing.text if typing else text
    if not shown and not typing:
        hint = type_.fitted(placeholder, theme.SMALL, room)
        type_.write(surface, hint, (area.left + px(10), baseline), theme.SMALL, theme.MUTED)
        return
    before = surface.get_clip()
    surface.set_clip(area.inflate(-2 * px(8), 0).clip(before))
    left = area.left + px(10)
    if typing:
        x = type_.width(typing.text[: typing.cursor], style)
        left -= max(0, x - room)
        mark = left + x
        surface.fill(theme.CREAM, (mark, area.centery - font.get_height() // 2, max(1, px(2)), font.get_height()))
    elif type_.width(shown, style) > room:
        shown = type_.fitted(shown, style, room)
    type_.write(surface, shown, (left, baseline), style)
    surface.set_clip(before)
