"""The pad as it is drawn: its cells, the brushes beside it, the pen, and small pictures of signs."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pygame
from pygame import Rect

from perceptron_sim.drawing_board import BRUSHES_CELLS, LIGHTS, Brush, DrawingBoard
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import Grid
from perceptron_sim.frontend.panels.frame import draw_label
from perceptron_sim.frontend.signed import shades
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.teach.layout import PadLayout
from perceptron_sim.sign import Sign

SHADES = 33
UNLIT = theme.blend(theme.GLASS, theme.RAISED, 0.75)
LEVELS = shades(UNLIT, theme.CREAM, SHADES)
ERASER = 0
LIGHT_LEVELS = (*LIGHTS, ERASER)
INVITATION = ("Draw a sign here", "with the mouse or a finger")


class PadPicture:
    """The cells of *grid*; only those that have changed since they were drawn last are filled anew."""

    def __init__(self, grid: Grid) -> None:
        gap, count = 1 if grid.side < 12 else 2, grid.columns * grid.rows
        cells = map(grid.cell, range(count))
        self._areas = [Rect(cell.left, cell.top, cell.width - gap, cell.height - gap) for cell in cells]
        self.forget()

    def forget(self) -> None:
        """Know no longer what was drawn: the next time every cell is filled."""
        self._shown = np.full(len(self._areas), -1, dtype=np.intp)
        self._of: tuple[DrawingBoard, int] | None = None

    def draw(self, surface: pygame.Surface, board: DrawingBoard) -> None:
        """What lies on *board*, on the *surface* that all former ones were drawn on."""
        if self._of != (board, board.version):
            self._of = board, board.version
            index = np.rint(board.light.ravel() * (SHADES - 1)).astype(np.intp)
            for cell in np.flatnonzero(index != self._shown).tolist():
                surface.fill(LEVELS[index[cell]], self._areas[cell])
            self._shown = index


def draw_invitation(surface: pygame.Surface, frame: Rect, type_: Type) -> None:
    """What to do with an empty pad."""
    title, small = INVITATION
    at = (frame.centerx, frame.centery)
    for words, style, colour, y in (
        (title, theme.TITLE, theme.TEXT, at[1]),
        (small, theme.BODY, theme.MUTED, at[1] + type_.height(theme.BODY) + type_.scale.px(6)),
    ):
        width = type_.width(words, style) + type_.scale.px(24)
        ground = Rect(at[0] - width // 2, y - type_.ascent(style), width, type_.height(style))
        surface.fill(theme.GLASS, ground)
        type_.write(surface, words, (at[0], y), style, colour, "centre")


def draw_pen(surface: pygame.Surface, grid: Grid, cell: tuple[int, int], *, down: bool) -> None:
    """The cell that the keyboard's pen is over; a thick ring while it is down."""
    area = grid.cell(cell[0] * grid.columns + cell[1]).inflate(4, 4)
    pygame.draw.rect(surface, theme.GROUND, area.inflate(4, 4), 2)
    pygame.draw.rect(surface, theme.CREAM, area, 5 if down else 3)


def draw_brush_at(surface: pygame.Surface, frame: Rect, mouse: tuple[int, int], radius: float) -> None:
    """How wide the brush under the mouse is."""
    before = surface.get_clip()
    surface.set_clip(frame)
    pygame.draw.aacircle(surface, theme.GROUND, mouse, round(radius) + 2, 2)
    pygame.draw.aacircle(surface, theme.MUTED, mouse, max(2, round(radius)), 2)
    surface.set_clip(before)


def draw_brushes(surface: pygame.Surface, layout: PadLayout, type_: Type, brush: Brush) -> None:
    """The swatches of light, the eraser, the widths; what is chosen has a frame."""
    for at, words in zip(layout.strip_labels, ("Light", "Width"), strict=True):
        draw_label(surface, at, type_, words)
    for level, area in zip(LIGHT_LEVELS, layout.lights, strict=True):
        _ground(surface, area, type_, chosen=brush.level == level)
        inner = area.inflate(-type_.scale.px(16), -type_.scale.px(16))
        if level == ERASER:
            _draw_eraser(surface, inner, type_)
        else:
            colour = LEVELS[round(level / LIGHTS[0] * (SHADES - 1))]
            pygame.draw.rect(surface, colour, inner, border_radius=type_.scale.px(4))
    for radius, area in zip(BRUSHES_CELLS, layout.widths, strict=True):
        _ground(surface, area, type_, chosen=brush.radius_cells == radius)
        dot = max(2, round(radius / BRUSHES_CELLS[-1] * area.height * 0.36))
        pygame.draw.aacircle(surface, theme.TEXT, area.center, dot)


def _ground(surface: pygame.Surface, area: Rect, type_: Type, *, chosen: bool) -> None:
    radius = type_.scale.px(8)
    pygame.draw.rect(surface, theme.RAISED, area, border_radius=radius)
    if chosen:
        pygame.draw.rect(surface, theme.CREAM, area, max(2, type_.scale.px(3)), border_radius=radius)


def _draw_eraser(surface: pygame.Surface, area: Rect, type_: Type) -> None:
    """A rubber: a slanted block whose end is light."""
    slant = area.height // 3
    block = [(area.left + slant, area.top), (area.right, area.top), (area.right - slant, area.bottom), area.bottomleft]
    pygame.draw.polygon(surface, theme.MUTED, block, max(2, type_.scale.px(2)))
    middle = area.centerx - slant // 2
    end = [(middle, area.top), (area.right, area.top), (area.right - slant, area.bottom), (middle - slant, area.bottom)]
    pygame.draw.polygon(surface, theme.MUTED, end)


@lru_cache(maxsize=192)
def thumbnail(sign: Sign, side: int) -> pygame.Surface:
    """*sign* in a square of *side*: light on dark."""
    light = np.frombuffer(sign.levels, dtype=np.uint8).reshape(sign.rows, sign.columns).T / np.float32(255)
    colours = np.array(theme.INK) + (np.array(theme.CREAM) - theme.INK) * light[..., None]
    small: npt.NDArray[np.uint8] = colours.round().astype(np.uint8)
    longest = max(small.shape[:2])
    square = np.full((longest, longest, 3), theme.INK, dtype=np.uint8)
    left, top = (longest - small.shape[0]) // 2, (longest - small.shape[1]) // 2
    square[left : left + small.shape[0], top : top + small.shape[1]] = small
    return pygame.transform.smoothscale(pygame.surfarray.make_surface(square), (side, side))
