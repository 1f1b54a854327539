"""The menus of the window: the ways to begin again, each with what stays, and all that is seldom needed."""

from collections.abc import Sequence
from dataclasses import dataclass

import pygame
from pygame import Rect

from perceptron_sim.commands import GoBack, ResetWeights, StartAnew
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.actions import Action, Entry, Place, Window
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.widgets import ENTER, Position, baseline_in, draw_focus
from perceptron_sim.operations import RestoreLayout

STEPS = {pygame.K_UP: -1, pygame.K_DOWN: 1, pygame.K_LEFT: -1, pygame.K_RIGHT: 1}
PRESSES = (*ENTER, pygame.K_SPACE)
VEILED = 190  # of 255
ROW, PADDING, LEAST_WIDTH = 68, 40, 620  # at 1920 x 1080


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a menu: what it does in few words, and what to know of it."""

    words: str
    explained: str
    action: Action


RESETS = (
    Choice("Rewind to the start", "Lesson 0 again; all that happened is kept, and can be gone to.", GoBack(0)),
    Choice("Clear the weights", "Both learners forget; wiring, clock, switches and lessons stay.", ResetWeights()),
    Choice("Default layout", "Wiring, switches and parts as delivered; what was learned stays.", RestoreLayout()),
    Choice("Factory state", "All as the window was opened; only files stay, and this can be undone.", StartAnew()),
)


class Menu:
    """A sheet of *choices* over everything else; arrows or Tab walk it, Enter takes one, Esc closes it."""

    def __init__(self, title: str, key: Window, choices: Sequence[Choice], size: tuple[int, int], type_: Type) -> None:
        self.key, self.choices = key, tuple(choices)
        self._title, self._type, self._at = title, type_, 0
        self._mouse: Position | None = None
        self._lay_out(size)

    @classmethod
    def of(cls, key: Window, entries: Sequence[Entry], size: tuple[int, int], type_: Type) -> "Menu":
        """The menu that *key* opens."""
        if key is Window.RESET:
            return cls("Begin again", key, RESETS, size, type_)
        seldom = [one for one in entries if one.place is Place.MORE]
        return cls(
            "More",
            key,
            [Choice(f"{one.button}  ({one.key_name})", _sentence(one.help), one.action) for one in seldom],
            size,
            type_,
        )

    def _lay_out(self, size: tuple[int, int]) -> None:
        px, type_ = self._type.scale.px, self._type
        words = max(type_.width(one.words, theme.STRONG) for one in self.choices)
        explained = max(type_.width(one.explained, theme.BODY) for one in self.choices)
        height = min(px(ROW), (size[1] - 2 * px(PADDING) - type_.height(theme.TITLE)) // (len(self.choices) + 1))
        width = max(px(LEAST_WIDTH), words + explained + px(3 * PADDING))
        head = type_.height(theme.TITLE) + px(PADDING)
        self.area = Rect(0, 0, width, head + height * len(self.choices) + px(PADDING) // 2)
        self.area.center = size[0] // 2, size[1] // 2
        self.explained_left = self.area.left + words + 2 * px(PADDING)
        top, inset = self.area.top + head, px(PADDING) // 2
        self.rows = [
            Rect(self.area.left + inset, top + number * height, width - 2 * inset, height - px(4))
            for number in range(len(self.choices))
        ]

    def handle(self, event: pygame.event.Event) -> tuple[bool, Action | None]:
        """Whether the menu stays open after *event*, and what was chosen, if anything."""
        match event.type:
            case pygame.KEYDOWN:
                return self._key(event)
            case pygame.MOUSEMOTION:
                row = self._row_at(event.pos)
                self._at = self._at if row is None else row
            case pygame.MOUSEBUTTONDOWN:
                row = self._row_at(event.pos)
                if row is not None:
                    return False, self.choices[row].action
                return bool(self.area.collidepoint(event.pos)), None
        return True, None

    def _key(self, event: pygame.event.Event) -> tuple[bool, Action | None]:
        back = getattr(event, "mod", 0) & pygame.KMOD_SHIFT
        step = STEPS.get(event.key, (-1 if back else 1) if event.key == pygame.K_TAB else 0)
        self._at = (self._at + step) % len(self.choices)
        if event.key in (pygame.K_HOME, pygame.K_END):
            self._at = 0 if event.key == pygame.K_HOME else len(self.choices) - 1
        if event.key in PRESSES:
            return False, self.choices[self._at].action
        return event.key != pygame.K_ESCAPE, None

    def _row_at(self, position: Position) -> int | None:
        return next((number for number, row in enumerate(self.rows) if row.collidepoint(position)), None)

    def draw(self, surface: pygame.Surface) -> None:
        """The sheet, the choice that has the keyboard ringed."""
        type_, px = self._type, self._type.scale.px
        draw_sheet(surface, type_, self.area, self._title)
        for number, (row, one) in enumerate(zip(self.rows, self.choices, strict=True)):
            if number == self._at:
                pygame.draw.rect(surface, theme.LINE, row, border_radius=px(8))
                draw_focus(surface, type_, row.inflate(-8, -8))
            left = self.area.left + px(PADDING)
            type_.write(surface, one.words, (left, baseline_in(row, type_, theme.STRONG)), theme.STRONG)
            at = self.explained_left, baseline_in(row, type_, theme.BODY)
            type_.write(surface, one.explained, at, theme.BODY, theme.TEXT if number == self._at else theme.MUTED)


def draw_sheet(surface: pygame.Surface, type_: Type, area: Rect, title: str) -> None:
    """A sheet with *title* in *area*, all else behind a veil."""
    px = type_.scale.px
    veil = pygame.Surface(surface.get_size(), pygame.SRCALPHA)
    veil.fill((*theme.GROUND, VEILED))
    surface.blit(veil, (0, 0))
    pygame.draw.rect(surface, theme.RAISED, area, border_radius=px(14))
    at = area.left + px(PADDING), area.top + px(PADDING) // 2 + type_.ascent(theme.TITLE)
    type_.write(surface, title, at, theme.TITLE)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
