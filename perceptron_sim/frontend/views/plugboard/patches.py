"""The R-units at the edge of the board, and what is broken or switched on it, marked."""

from collections.abc import Iterable

import numpy as np
import pygame

from hardware import DeadCell, Fault, StuckCell
from perceptron_sim.explain.wires import BoardState, BoolArray
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.plugboard.layout import PlugboardLayout
from perceptron_sim.frontend.views.plugboard.places import R_UNIT, UNIT, Pick, Places
from perceptron_sim.quantities import count

FEW = 64  # A-units: rings about more of them are fainter


def draw_patches(
    surface: pygame.Surface, type_: Type, places: Places, state: BoardState, lamps: BoolArray, shown: Pick
) -> None:
    """Every R-unit with its lamp and how many A-units are patched to it; the patch of what is *shown*."""
    px = type_.scale.px
    number = np.bincount(state.assignment + 1, minlength=lamps.size + 1).tolist()
    patched = int(state.assignment[shown[1]]) if shown[0] == UNIT else None
    if patched is not None and places.has((R_UNIT, patched)):
        _draw_patch(surface, type_, places.socket(shown), places.socket((R_UNIT, patched)))
    for key, area in places.patches:
        r_unit, at = key[1], places.socket(key)
        radius = min(area.height // 2 - 2, px(13))
        lit = r_unit >= 0 and bool(lamps[r_unit])
        pygame.draw.circle(surface, theme.GLASS, at, radius)
        pygame.draw.circle(surface, theme.AMBER if lit else theme.BRASS, at, radius, 0 if lit else max(1, px(2)))
        name = f"R{r_unit + 1}" if r_unit >= 0 else "none"
        baseline = area.centery + (type_.font(theme.SMALL).get_ascent() + type_.font(theme.SMALL).get_descent()) // 2
        left = at[0] + radius + px(8)
        strong = theme.TEXT if patched == r_unit else theme.MUTED
        type_.write(surface, name, (left, baseline), theme.SMALL, strong)
        if number[r_unit + 1] or r_unit >= 0:
            type_.write(surface, count(number[r_unit + 1]), (area.right, baseline), theme.SMALL, strong, "right")


def _draw_patch(surface: pygame.Surface, type_: Type, start: tuple[int, int], end: tuple[int, int]) -> None:
    """The wire from an A-unit to its R-unit."""
    px = type_.scale.px
    for colour, width in ((theme.GROUND, px(2) + 3), (theme.BRASS, max(2, px(2)))):
        pygame.draw.line(surface, colour, start, end, width)


def draw_marks(
    surface: pygame.Surface, type_: Type, layout: PlugboardLayout, state: BoardState, faults: Iterable[Fault]
) -> None:
    """A stroke through every cell that is dead and every A-unit that is held off; a bar over what always is on."""
    off = [layout.cell_area(fault.s_unit) for fault in faults if isinstance(fault, DeadCell)]
    on = [layout.cell_area(fault.s_unit) for fault in faults if isinstance(fault, StuckCell)]
    off += [layout.unit_area(unit) for unit in np.flatnonzero(state.held < 0).tolist()]
    on += [layout.unit_area(unit) for unit in np.flatnonzero(state.held > 0).tolist()]
    width = max(2, type_.scale.px(2))
    for areas, stroke in ((off, True), (on, False)):
        if areas:
            mark = _mark(areas[0].width, width, stroke=stroke)
            half = mark.get_width() // 2
            surface.fblits([(mark, (area.centerx - half, area.centery - half)) for area in areas])


def _mark(side: int, width: int, *, stroke: bool) -> pygame.Surface:
    mark = pygame.Surface((side, side), pygame.SRCALPHA)
    if stroke:
        pygame.draw.line(mark, theme.WRONG, (2, side - 3), (side - 3, 2), width)
    else:
        pygame.draw.rect(mark, theme.WRONG, (1, side - 2 - width, side - 2, width))
    return mark


def draw_otherwise(surface: pygame.Surface, type_: Type, layout: PlugboardLayout, units: BoolArray) -> None:
    """A ring about every A-unit that answers otherwise than it did."""
    found = np.flatnonzero(units).tolist()
    if not found:
        return
    side = layout.unit_area(found[0]).width
    ring = pygame.Surface((side + 4, side + 4), pygame.SRCALPHA)
    colour = theme.TEXT if len(found) <= FEW else theme.MUTED
    pygame.draw.circle(ring, colour, (side // 2 + 2, side // 2 + 2), side // 2 + 1, max(1, type_.scale.px(2)))
    surface.fblits([(ring, layout.unit_area(unit).move(-2, -2).topleft) for unit in found])
