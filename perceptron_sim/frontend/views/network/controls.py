"""Values that are changed step by step: a label, the value between two arrows."""

from dataclasses import dataclass

import pygame
from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.network.layout import stepper_height
from perceptron_sim.frontend.widgets import baseline_in

BACK_KEYS = (pygame.K_LEFT, pygame.K_DOWN, pygame.K_BACKSPACE)
ON_KEYS = (pygame.K_RIGHT, pygame.K_UP, pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE)


def step_of(event: pygame.event.Event) -> int:
    """What a key asks of the value that has the keyboard: -1, +1, or 0 for nothing."""
    return -1 if event.key in BACK_KEYS else 1 if event.key in ON_KEYS else 0


@dataclass(frozen=True, slots=True)
class Stepper:
    """A value called *label* in *area*, gone through by the arrows at its ends.

    Its label stands above it, or, *indent* pixels wide, before it.
    """

    name: str
    label: str
    area: Rect
    indent: int = 0

    def field(self, type_: Type) -> Rect:
        """The frame with the value and both arrows."""
        height, left = stepper_height(type_), self.area.left + self.indent
        return Rect(left, self.area.bottom - height, self.area.right - left, height)

    def press(self, position: tuple[int, int], type_: Type) -> int:
        """-1 at the left arrow, +1 at the right one, 0 elsewhere."""
        field = self.field(type_)
        if not field.collidepoint(position):
            return 0
        return -1 if position[0] < field.left + field.height else int(position[0] >= field.right - field.height)

    def draw(
        self,
        surface: pygame.Surface,
        type_: Type,
        value: str,
        *,
        ways: tuple[bool, bool] = (True, True),
        hovered: bool = False,
    ) -> None:
        """The value as it stands; *ways* is whether one may go back and on from it."""
        field, px = self.field(type_), type_.scale.px
        above = self.area.top + type_.font(theme.LABEL).get_ascent()
        baseline = baseline_in(field, type_, theme.LABEL) if self.indent else above
        type_.write(surface, self.label.upper(), (self.area.left, baseline), theme.LABEL, theme.MUTED)
        pygame.draw.rect(surface, theme.LINE if hovered else theme.RAISED, field, border_radius=px(8))
        words = type_.fitted(value, theme.BODY, field.width - 2 * field.height)
        at = (field.centerx, baseline_in(field, type_, theme.BODY))
        type_.write(surface, words, at, theme.BODY, theme.TEXT, "centre")
        for open_, x, way in ((ways[0], field.left, -1), (ways[1], field.right - field.height, 1)):
            if open_:
                _draw_arrow(surface, Rect(x, field.top, field.height, field.height), way, px(6))


def _draw_arrow(surface: pygame.Surface, area: Rect, way: int, size: int) -> None:
    tip = area.centerx + way * size // 2
    back = tip - way * size
    points = [(back, area.centery - size), (tip, area.centery), (back, area.centery + size)]
    pygame.draw.lines(surface, theme.TEXT, False, points, 2)
