"""Fields of many equal things: lamps and dials in a grid, copied from their sprites in one go."""

from enum import Enum
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pygame

from perceptron_sim.frontend import sprites, theme
from perceptron_sim.frontend.layout import Grid, module_index
from perceptron_sim.frontend.theme import Colour

FloatArray = npt.NDArray[np.floating]
KNOB_DRIVEN = (255, 208, 132)


class Order(Enum):
    """In which cell of a grid the things of an array stand."""

    ROWS = "along the rows"
    MODULES = "eight by eight modules of eight"


@lru_cache(maxsize=32)
def corners(grid: Grid, order: Order, side: int) -> tuple[tuple[int, int], ...]:
    """Top left corners of sprites of *side* in the middle of the grid's cells, in the order of the array."""
    count = grid.columns * grid.rows
    cells = range(count) if order is Order.ROWS else [module_index(unit) for unit in range(count)]
    rects = [grid.cell(cell) for cell in cells]
    return tuple((rect.centerx - side // 2, rect.centery - side // 2) for rect in rects)


def lamp_diameter(grid: Grid) -> int:
    """The size of a lamp in *grid*."""
    return max(3, round(grid.side * 0.72))


def draw_dark_lamps(surface: pygame.Surface, grid: Grid, order: Order, colour: Colour) -> None:
    """The glass of every lamp, unlit; drawn once into the still layer."""
    dark = sprites.lamps(lamp_diameter(grid), colour)[0]
    surface.fblits([(dark, corner) for corner in corners(grid, order, dark.get_width())])


def draw_lamps(surface: pygame.Surface, grid: Grid, order: Order, colour: Colour, levels: FloatArray) -> None:
    """The lamps that glow at all, each at its level 0..1, over their dark glass."""
    lamps = sprites.lamps(lamp_diameter(grid), colour)
    places = corners(grid, order, lamps[0].get_width())
    index = sprites.level_index(levels)
    lit = index.nonzero()[0]
    surface.fblits([(lamps[level], places[i]) for i, level in zip(lit.tolist(), index[lit].tolist(), strict=True)])


def draw_dials(
    surface: pygame.Surface, grid: Grid, angle_deg: FloatArray, current: npt.NDArray[np.int8], stop_deg: float
) -> None:
    """One knob per value at its angle (n,) between its stops; where *current* (n,) is not zero its face is lit."""
    diameter = grid.side - max(1, grid.side // 10)
    idle = sprites.dials(diameter, theme.BRASS, theme.GLASS, stop_deg)
    driven = sprites.dials(diameter, KNOB_DRIVEN, theme.INK, stop_deg)
    faces = [driven if on else idle for on in current.tolist()]
    index = sprites.dial_index(angle_deg, stop_deg).tolist()
    places = corners(grid, Order.MODULES, diameter)
    surface.fblits([(face[i], place) for face, i, place in zip(faces, index, places, strict=True)])
