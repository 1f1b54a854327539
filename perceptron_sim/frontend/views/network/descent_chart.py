"""How far down each optimizer has come, step by step: the height along each path, in its kind of line."""

from collections.abc import Sequence

import numpy as np
import pygame
from pygame import Rect

from perceptron_sim.explain.network_surface import Path
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.panels.frame import draw_label
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.network.layout import label_height
from perceptron_sim.frontend.views.network.paths import draw_line
from perceptron_sim.frontend.views.network.pictures import FloatArray

LEAST_HEIGHT = 72  # at the reference size: lower ones are not drawn
FIRST_STEPS = (1, 10, 100, 1000)


class DescentChart:
    """The chart in *area*, drawn anew where there are more paths or other ones."""

    def __init__(self, type_: Type) -> None:
        self._type = type_
        self._drawn: tuple[object, pygame.Surface | None] = (None, None)

    def draw(self, surface: pygame.Surface, area: Rect, paths: Sequence[Path], pointed: int | None) -> None:
        """All finished *paths*; the one *pointed* at bright, the others quiet."""
        if area.height < self._type.scale.px(LEAST_HEIGHT) + label_height(self._type) or not paths:
            return
        state = tuple(area), tuple(paths), pointed
        drawn, picture = self._drawn
        if drawn != state or picture is None:
            picture = pygame.Surface(area.size)
            picture = picture.convert() if pygame.display.get_surface() else picture
            picture.fill(theme.PANEL)
            self._draw(picture, paths, pointed)
            self._drawn = state, picture
        surface.blit(picture, area)

    def _draw(self, picture: pygame.Surface, paths: Sequence[Path], pointed: int | None) -> None:
        type_, px = self._type, self._type.scale.px
        top, foot = label_height(type_), type_.height(theme.SMALL)
        area = Rect(px(8), top, picture.get_width() - px(16), picture.get_height() - top - foot - px(4))
        draw_label(
            picture, (0, top), type_, "height", "after so many steps; both scales logarithmic", picture.get_width()
        )
        heights = [_climb(path.heights) for path in paths]
        most = max(*(float(one.max(initial=0.0)) for one in heights), 1e-12)
        longest = max(len(one) for one in heights)
        across = area.width / max(np.log1p(longest - 1), 1e-9)
        pygame.draw.line(picture, theme.LINE, area.bottomleft, area.bottomright)
        for step in [one for one in FIRST_STEPS if one < longest]:
            at = area.left + round(across * float(np.log1p(step))), area.bottom + px(2) + type_.ascent(theme.SMALL)
            type_.write(picture, f"{step}", at, theme.SMALL, theme.MUTED, "centre")
        for number in sorted(range(len(paths)), key=lambda one: one == pointed):
            x = area.left + across * np.log1p(np.arange(len(heights[number])))
            y = area.bottom - heights[number] / most * area.height
            colour = theme.CREAM if pointed in (None, number) else theme.MUTED
            draw_line(picture, type_, list(zip(x.tolist(), y.tolist(), strict=True)), number, colour)


def _climb(heights: FloatArray) -> FloatArray:
    """How high (t,) each step stands above 0, on the scale of the picture; what is no number stands at the top."""
    known = np.nan_to_num(heights, nan=np.inf)
    found: FloatArray = np.log1p(np.clip(known, 0, 1e6))
    return found
