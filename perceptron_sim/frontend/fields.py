"""Fields of many equal things: lamps and dials in a grid, copied from their sprites in one go."""

from enum import Enum
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pygame

from perceptron_sim.frontend import sprites, theme
from perceptron_sim.frontend.layout import MODULE_COLUMNS, Grid, module_index
from perceptron_sim.frontend.theme import Colour

FloatArray = npt.NDArray[np.floating]
KNOB_DRIVEN = (255, 208, 132)


class Order(Enum):
    """In which cell of a grid the things of an array stand."""

    ROWS = "along the rows"
    MODULES = "in modules of eight"


@lru_cache(maxsize=32)
def corners(grid: Grid, order: Order, side: int) -> tuple[tuple[int, int], ...]:
    """Top left corners of sprites of *side* in the middle of the grid's cells, in the order of the array."""
    count = grid.columns * grid.rows
    modules = grid.columns // MODULE_COLUMNS
    cells = range(count) if order is Order.ROWS else [module_index(unit, modules) for unit in range(count)]
    rects = [grid.cell(cell) for cell in cells]
    return tuple((rect.centerx - side // 2, rect.centery - side // 2) for rect in rects)


def lamp_diameter(grid: Grid) -> int:
    """The size of a lamp in *grid*."""
    return max(3, round(grid.side * 0.72))


def draw_dark_lamps(
    surface: pygame.Surface, grid: Grid, order: Order, colour: Colour, count: int | None = None
) -> None:
    """The glass of every lamp, or of the first *count*, unlit; drawn once into the still layer."""
    dark = sprites.lamps(lamp_diameter(grid), colour)[0]
    surface.fblits([(dark, corner) for corner in corners(grid, order, dark.get_width())[:count]])


def draw_lamps(surface: pygame.Surface, grid: Grid, order: Order, colour: Colour, levels: FloatArray) -> None:
    """The lamps that glow at all, each at its level 0..1, over their dark glass."""
    lamps = sprites.lamps(lamp_diameter(grid), colour)
    places = corners(grid, order, lamps[0].get_width())
    index = sprites.level_index(levels)
    lit = index.nonzero()[0]
    sprites_lit, places_lit = map(lamps.__getitem__, index[lit].tolist()), map(places.__getitem__, lit.tolist())
    surface.fblits(list(zip(sprites_lit, places_lit, strict=True)))


def draw_dials(
    surface: pygame.Surface, grid: Grid, angle_deg: FloatArray, current: npt.NDArray[np.int8], stop_deg: float
) -> None:
    """One knob per value at its angle (n,) between its stops; where *current* (n,) is not zero its face is lit."""
    diameter = grid.side - max(1, grid.side // 10)
    knobs = _knobs(diameter, stop_deg)
    index = sprites.dial_index(angle_deg, stop_deg) + sprites.DIAL_ANGLES * (current != 0)
    places = corners(grid, Order.MODULES, diameter)[: len(index)]
    surface.fblits(list(zip(map(knobs.__getitem__, index.tolist()), places, strict=True)))


@lru_cache(maxsize=16)
def _knobs(diameter: int, stop_deg: float) -> tuple[pygame.Surface, ...]:
    """Those at rest at all their angles, and after them those that are driven."""
    idle = sprites.dials(diameter, theme.BRASS, theme.GLASS, stop_deg)
    return idle + sprites.dials(diameter, KNOB_DRIVEN, theme.INK, stop_deg)
