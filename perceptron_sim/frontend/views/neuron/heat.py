"""Numbers as a field of cells: dark at zero, one colour for the unit, the other, with a minus in the cell, against."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pygame

from perceptron_sim.explain.neuron import LAYER, OpenedUnit
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.theme import Colour

FloatArray = npt.NDArray[np.floating]
Ramp = npt.NDArray[np.int32]
SHADES = 63
UNHEARD = 4  # times as faint is what lights a cell that no wire comes from
FAINTEST = 0.08  # of the largest: below it a minus is not marked
FAR = 1e30  # in place of what is beyond all numbers
LEAST_GAPPED = 5  # pixels from cell to cell, where there are gaps and signs


def colours_of(opened: OpenedUnit) -> tuple[Colour, Colour]:
    """What speaks for the unit and what against it; blue belongs to the network, amber to the machine."""
    return (theme.FOR, theme.AGAINST) if opened.key.kind == LAYER else (theme.AMBER, theme.CREAM)


def heat_area(area: pygame.Rect, opened: OpenedUnit) -> pygame.Rect:
    """Where in *area* the field of the unit's inputs stands: cells are square."""
    rows, columns = opened.places
    pitch = max(1, min(area.width // columns, area.height // rows))
    found = pygame.Rect(0, 0, pitch * columns, pitch * rows)
    found.center = area.center
    return found


def draw_heat(surface: pygame.Surface, area: pygame.Rect, values: FloatArray, opened: OpenedUnit) -> None:
    """*values* (n,) of the inputs, each in its cell."""
    rows, columns = opened.places
    shown, size = heat_area(area, opened), values.size
    largest = float(np.abs(values).max(initial=0))
    if not np.isfinite(largest):  # numbers have run away
        values = np.nan_to_num(values, posinf=FAR, neginf=-FAR)
        largest = float(np.abs(values).max(initial=0))
    level = values / max(largest, 1e-12)
    index = np.rint(level * SHADES).astype(np.intp) + SHADES
    ramps = _ramps(*colours_of(opened))
    if opened.heard.all():
        coloured = ramps.dark[index]
    else:  # what is not connected stays dark; a connected zero does not
        faint = ramps.dark[SHADES + (index - SHADES) // UNHEARD]
        coloured = np.where(opened.heard, ramps.lit[index], faint)
    picture = np.full(rows * columns, ramps.empty, dtype=np.int32)
    picture[:size] = coloured
    small = pygame.Surface((columns, rows), 0, surface)
    pygame.surfarray.blit_array(small, picture.reshape(rows, columns).T)
    pygame.transform.scale(small, shown.size, surface.subsurface(shown))
    pitch = shown.width // columns
    if pitch >= LEAST_GAPPED:
        surface.blit(_gaps(shown.size, pitch), shown)
        _mark(surface, shown, pitch, columns, (level < -FAINTEST).nonzero()[0].tolist())


def _mark(surface: pygame.Surface, shown: pygame.Rect, pitch: int, columns: int, cells: list[int]) -> None:
    """A minus in each of *cells*."""
    mark = _minus(pitch)
    left, top = shown.left + (pitch - mark.get_width()) // 2, shown.top + (pitch - mark.get_height()) // 2
    surface.fblits([(mark, (left + c % columns * pitch, top + c // columns * pitch)) for c in cells])


@lru_cache(maxsize=16)
def _minus(pitch: int) -> pygame.Surface:
    mark = pygame.Surface((max(2, pitch // 2), max(1, pitch // 8)))
    mark.fill(theme.INK)
    return mark.convert() if pygame.display.get_surface() else mark


@lru_cache(maxsize=16)
def _gaps(size: tuple[int, int], pitch: int) -> pygame.Surface:
    """Thin gaps between the cells of a field, all else left open."""
    lines = pygame.Surface(size)
    lines.fill(theme.INK)
    for x in range(pitch - 1, size[0], pitch):
        lines.fill(theme.PANEL, (x, 0, 1, size[1]))
    for y in range(pitch - 1, size[1], pitch):
        lines.fill(theme.PANEL, (0, y, size[0], 1))
    lines.set_colorkey(theme.INK, pygame.RLEACCEL)
    return lines


@dataclass(frozen=True, slots=True, eq=False)
class _Ramps:
    """Colours as numbers, from against to towards, with a *dark* zero and with a *lit* one; that of no cell at all."""

    dark: Ramp
    lit: Ramp
    empty: int


@lru_cache(maxsize=8)
def _ramps(towards: Colour, against: Colour) -> _Ramps:
    dark, lit = (_ramp(towards, against, zero) for zero in (theme.GLASS, theme.LINE))
    return _Ramps(dark, lit, int(_number(np.array(theme.PANEL))))


def _ramp(towards: Colour, against: Colour, zero: Colour) -> Ramp:
    share = np.linspace(0, 1, SHADES + 1)[:, None]
    ground = np.array(zero, dtype=float)
    up, down = (ground + (np.array(colour, dtype=float) - ground) * share for colour in (towards, against))
    return _number(np.vstack((down[:0:-1], up)).round())


def _number(colours: npt.NDArray[np.generic]) -> Ramp:
    """Colours (..., 3) as a surface of 32 bits holds them."""
    red, green, blue = np.moveaxis(colours.astype(np.int32), -1, 0)
    numbers: Ramp = (red << 16) | (green << 8) | blue
    return numbers
