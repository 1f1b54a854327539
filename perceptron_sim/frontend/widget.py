"""What all controls of the small layer have in common: what they are asked, the ring of the keyboard, their words.

Every one of them says what it asks for when it is pressed, dragged or given a key while it has the keyboard; None is
nothing. What it shows, like the knob of a slider, its owner sets.
"""

from typing import Protocol, TypeVar

import pygame
from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Style

Asked = TypeVar("Asked")
ENTER = (pygame.K_RETURN, pygame.K_KP_ENTER)
Position = tuple[int, int]


class Widget(Protocol):
    """What all of them do."""

    @property
    def area(self) -> Rect:
        """Where it stands."""

    def press(self, position: Position) -> object | None:
        """What pressing at *position*, which lies in the area, asks for."""

    def drag(self, position: Position) -> object | None:
        """What dragging to *position* asks for, once it has been pressed."""

    def key(self, event: pygame.event.Event) -> object | None:
        """What a key asks for while the widget has the keyboard."""

    def draw(self, surface: pygame.Surface, type_: Type, *, mouse: Position | None, focused: bool) -> None:
        """The widget in its present state; *mouse* is where the mouse is, if it is in the window."""


def draw_focus(surface: pygame.Surface, type_: Type, area: Rect) -> None:
    """The ring around what has the keyboard: light, with a dark edge so that it stands out from any ground."""
    outer, width = area.inflate(8, 8), max(2, type_.scale.px(3))
    pygame.draw.rect(surface, theme.GROUND, outer.inflate(2, 2), width + 2, border_radius=type_.scale.px(8) + 4)
    pygame.draw.rect(surface, theme.CREAM, outer, width, border_radius=type_.scale.px(8) + 3)


def baseline_in(area: Rect, type_: Type, style: Style) -> int:
    """The baseline of one line of text in the middle of *area*."""
    font = type_.font(style)
    return area.centery + (font.get_ascent() + font.get_descent()) // 2


def over(area: Rect, mouse: Position | None) -> bool:
    """Whether the mouse is over *area*."""
    return mouse is not None and area.collidepoint(mouse)
