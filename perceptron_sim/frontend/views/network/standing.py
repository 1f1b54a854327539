"""How the units of a layer stand: lamps above, the pictures of what they look for below; arrows between layers."""

from collections.abc import Sequence

import numpy as np
import pygame
from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.network.pictures import Tiles


def draw_arrow(surface: pygame.Surface, type_: Type, area: Rect, words: Sequence[Sequence[str]]) -> None:
    """From one layer to the next: the first of *words* above it, the others below, each as long as there is room."""
    px, y = type_.scale.px, area.centery
    pygame.draw.line(surface, theme.MUTED, area.midleft, (area.right, y), 2)
    tip = [(area.right - px(8), y - px(7)), (area.right, y), (area.right - px(8), y + px(7))]
    pygame.draw.lines(surface, theme.MUTED, False, tip, 2)
    line, baseline = type_.height(theme.SMALL), y - px(12)
    for number, forms in enumerate(words):
        fitting = next((one for one in forms if type_.width(one, theme.SMALL) <= area.width), "")
        colour = theme.MUTED if number else theme.TEXT
        type_.write(surface, fitting, (area.centerx, baseline), theme.SMALL, colour, "centre")
        baseline = y + px(8) + line if number == 0 else baseline + line


def _across(units: int) -> int:
    """How many units stand beside each other: a power of two, so that layers look alike."""
    return int(max(1, 2 ** int(np.ceil(np.log2(max(units, 1)) / 2))))


def lamp_cells(area: Rect, units: int, below: Rect, shape: tuple[int, int]) -> list[Rect]:
    """The room of each lamp in *area*, in columns that are those of the pictures *below*."""
    across, tiles = _across(units), field_tiles(below, units, shape)
    down = -(-units // across)
    height = max(3, area.height // max(down, 4))
    width = tiles.size[0] + tiles.gap[0] if tiles.columns == across else max(3, min(area.width // across, height))
    return [Rect(area.left + i % across * width, area.top + i // across * height, width, height) for i in range(units)]


def field_tiles(area: Rect, units: int, shape: tuple[int, int]) -> Tiles:
    """The pictures of *units* units, in rows as their lamps stand if there is room for all of them."""
    across = _across(units)
    gap = 2
    down = -(-units // across)
    scale = min(
        ((area.width + gap) // across - gap) // shape[1],
        ((area.height + gap) // down - gap) // shape[0],
    )
    if scale < 1 or area.width > 2 * area.height:
        return Tiles.fitted(area, units, shape, (gap, gap))
    return Tiles(area.left, area.top, across, units, shape, min(scale, area.height // 3 // shape[0] or 1), (gap, gap))
