"""Where the path of a session that was kept is typed, over everything else; a file may be dropped instead."""

from pathlib import Path

import pygame
from pygame import Rect

from perceptron_sim.commands import OpenSession
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.actions import Window
from perceptron_sim.frontend.menus import PADDING, draw_sheet
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.text_field import TextField, draw_field
from perceptron_sim.frontend.widgets import ENTER

WIDTH, FIELD = 960, 48  # at 1920 x 1080
TITLE = "Open a session"
INVITATION = "Type where its file is and press Enter, or drop the file on the window. Esc closes this."


class PathField:
    """A sheet with one field; Enter asks for the session whose file stands in it, Esc closes it."""

    key = Window.OPEN

    def __init__(self, size: tuple[int, int], type_: Type) -> None:
        px = type_.scale.px
        self._type, self._field = type_, TextField()
        height = type_.height(theme.TITLE) + px(FIELD) + type_.height(theme.BODY) + px(3 * PADDING)
        self.area = Rect(0, 0, px(WIDTH), height)
        self.area.center = size[0] // 2, size[1] // 2
        top = self.area.top + px(PADDING) + type_.height(theme.TITLE)
        self.field = Rect(self.area.left + px(PADDING), top, self.area.width - 2 * px(PADDING), px(FIELD))

    def handle(self, event: pygame.event.Event) -> tuple[bool, OpenSession | None]:
        """Whether the sheet stays open after *event*, and the session that was asked for, if one was."""
        match event.type:
            case pygame.TEXTINPUT:
                self._field.insert(event.text)
            case pygame.KEYDOWN if event.key == pygame.K_ESCAPE:
                return False, None
            case pygame.KEYDOWN if event.key in ENTER:
                path = self._field.text.strip()
                return False, OpenSession(Path(path)) if path else None
            case pygame.KEYDOWN:
                self._field.key(event)
            case pygame.MOUSEBUTTONDOWN:
                return bool(self.area.collidepoint(event.pos)), None
        return True, None

    def draw(self, surface: pygame.Surface) -> None:
        """The sheet, its field with the cursor."""
        type_, px = self._type, self._type.scale.px
        draw_sheet(surface, type_, self.area, TITLE)
        draw_field(surface, type_, self.field, self._field.text, typing=self._field)
        at = self.field.left, self.field.bottom + px(PADDING) // 2 + type_.ascent(theme.BODY)
        type_.write(surface, INVITATION, at, theme.BODY, theme.MUTED)
