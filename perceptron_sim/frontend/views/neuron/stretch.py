"""Stretches along a column of bars: where a running sum goes, on one scale with zero and the threshold."""

import math

import pygame

from perceptron_sim.explain.neuron import OpenedUnit
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour


class Scale:
    """Values along the bars' column, from *low* to *high* with a little room."""

    def __init__(self, bar: pygame.Rect, low: float, high: float) -> None:
        low, high = (value if math.isfinite(value) else 0.0 for value in (low, high))
        room = max((high - low) * 0.04, 1e-9)
        self._bar, self._low, self._high = bar, low - room, high + room

    def x(self, value: float) -> int:
        """Where *value* lies."""
        return self._bar.left + round((value - self._low) / (self._high - self._low) * self._bar.width)

    def draw(
        self,
        surface: pygame.Surface,
        row: pygame.Rect,
        before: float,
        after: float,
        towards: Colour,
        against: Colour,
        *,
        thick: bool = False,
    ) -> None:
        """The stretch from *before* to *after*: filled where it goes up, hollow where it goes down."""
        if before == after or not math.isfinite(after - before):
            return
        left, right = sorted((self.x(before), self.x(after)))
        height = row.height - (2 if thick else row.height // 3)
        area = pygame.Rect(left, row.centery - height // 2, max(2, right - left), height)
        if after > before:
            surface.fill(towards, area)
        else:
            surface.fill(theme.blend(theme.PANEL, against, 0.35), area)
            pygame.draw.rect(surface, against, area, 1 if area.width < 6 else 2)


def draw_posts(surface: pygame.Surface, type_: Type, scale: Scale, top: int, bottom: int, opened: OpenedUnit) -> None:
    """Zero, and the threshold where there is one, across all rows."""
    surface.fill(theme.LINE, (scale.x(0.0), top, max(1, type_.scale.px(2)), bottom - top))
    if opened.threshold is not None:
        x = scale.x(opened.threshold)
        dash = type_.scale.px(6)
        for y in range(top, bottom, 2 * dash):
            surface.fill(theme.TEXT, (x, y, max(1, type_.scale.px(2)), min(dash, bottom - y)))
