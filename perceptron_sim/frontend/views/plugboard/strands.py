"""The wires as pictures: where each hangs, all of them faint in one still layer, those that carry a signal above it."""

from collections.abc import Generator, Iterator
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
import pygame

from perceptron_sim.explain.wires import BoardState, Wire
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.views.plugboard.layout import PlugboardLayout

FloatArray = npt.NDArray[np.float64]
Float32Array = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int32]
Blits = list[tuple[pygame.Surface, tuple[int, int]]]
BEAD = 11  # pixels of the board's width to a point of a wire that carries a signal
DASH = 12  # of them from one dash of an inhibitory wire to the next, half of it drawn
SEGMENTS = 36  # of a picked wire
CHUNK = 512  # wires that are rasterised at a time
STEPS_A_FRAME = 2  # chunks of wires that are hung in one frame
SMEAR = 5  # pixels from one sample of the still layer to the next, and how far each is drawn out
DENSITY = 4.0e-4  # of one wire at a pixel, for each pixel of the board's height
FAINT = 0.30  # how near to the wire's colour the densest part of the still layer comes
WIRE = theme.blend(theme.BRASS, theme.CREAM, 0.35)


def curve(start: FloatArray, end: FloatArray, share: FloatArray) -> Float32Array:
    """Points (wires, shares, 2) at *share* (shares,) of the way of wires that hang from *start* to *end* (wires, 2)."""
    span = end - start
    nothing = np.zeros(len(span))
    reach = np.stack((0.45 * span[:, 0], nothing), axis=1)
    sag = np.stack((nothing, 0.05 * np.abs(span[:, 0]) + 0.08 * np.abs(span[:, 1])), axis=1)
    corners = np.stack((start, start + reach + sag, end - reach + sag, end), axis=2).astype(np.float32)  # of a Bezier
    t, u = share, 1 - share
    weights = np.stack((u**3, 3 * u * u * t, 3 * u * t * t, t**3)).astype(np.float32)
    points: Float32Array = (corners @ weights).swapaxes(1, 2)
    return points


class Strands:
    """All wires of one wiring on one layout: the layer of all of them, and the layer of those that carry a signal."""

    def __init__(self, layout: PlugboardLayout, state: BoardState, still: pygame.Surface, dark: Blits) -> None:
        """*still* is the board without wires, of the layout's board's size; *dark* are the unlit lamps above them."""
        self._offset = layout.board.topleft
        cells = np.array([layout.cell_area(cell).center for cell in range(state.contacts.size)], dtype=np.float64)
        units = np.array([layout.unit_area(unit).center for unit in range(state.firing.size)], dtype=np.float64)
        self._cells, self._units = cells - self._offset, units - self._offset
        row, unit = np.nonzero(state.signs)
        self._row, self._unit, self._cell = row, unit, state.origins[row, unit]
        self._plus = state.signs[row, unit] > 0
        self.all = _copied(still)
        self.all.fblits(dark)
        self._live = _copied(self.all)
        self._samples = max(8, still.get_width() // BEAD)
        self._index: IntArray | None = None  # None while wires are hung
        self._shown: bytes | None = None
        self._work = self._hang(still, dark)
        self._courses: tuple[tuple[tuple[int, int], ...], list[list[tuple[float, float]]]] = (), []

    def finish(self) -> "Strands":
        """Hang all wires at once."""
        for _ in self._work:
            pass
        return self

    def _hang(self, still: pygame.Surface, dark: Blits) -> Iterator[None]:
        """Draw all wires, then find where each can be bright; a little at each step."""
        whole = _copied(still)
        yield from self._draw_all(whole)
        whole.fblits(dark)
        self.all, self._live = whole, _copied(whole)
        yield
        self._index = yield from self._indices(dark)
        self._shown = None

    def live(self, state: BoardState) -> pygame.Surface:
        """The board with the wires bright that carry a signal at the instant of *state*; dark while wires are hung."""
        for _ in islice(self._work, STEPS_A_FRAME):
            pass
        if self._index is None:
            return self.all
        carrying = state.contacts[self._cell] & state.sound[self._row, self._unit]
        if (key := carrying.tobytes()) != self._shown:
            self._shown = key
            self._live.blit(self.all, (0, 0))
            self._light(carrying, self._index)
        return self._live

    def _light(self, carrying: npt.NDArray[np.bool_], index: IntArray) -> None:
        """Write the wires (wires,) that are *carrying* a signal into the picture, plus ones solid, minus dashed."""
        dashes = np.arange(self._samples) % DASH < DASH // 2
        minus = self._live.map_rgb(theme.blend(theme.GLASS, theme.CREAM, 0.27))
        plus = self._live.map_rgb(theme.blend(theme.GLASS, theme.AMBER, 0.34))
        memory: Any = self._live.get_buffer()
        pixels = np.frombuffer(memory, dtype=np.uint32)  # the picture's own memory
        corner = pixels[0]
        pixels[index[carrying & ~self._plus][:, dashes].ravel()] = minus
        pixels[index[carrying & self._plus].ravel()] = plus
        pixels[0] = corner

    def picked(self, wires: tuple[Wire, ...]) -> list[list[tuple[float, float]]]:
        """The course of each of *wires* in the window."""
        ends = tuple((wire.s_unit, wire.a_unit) for wire in wires)
        if ends != self._courses[0]:
            self._courses = ends, self._hung(wires)
        return self._courses[1]

    def nearest(self, at: tuple[int, int], reach: float, wires: tuple[Wire, ...] = ()) -> tuple[int, int] | None:
        """Row and A-unit of the wire that runs nearest to *at* in the window, no farther than *reach* pixels away.

        It is one of *wires* if they run there; else of all.
        """
        if wires and (found := _nearest(np.array(self.picked(wires)), at, reach)) is not None:
            return wires[found].row, wires[found].a_unit
        start, end = self._cells[self._cell] + self._offset, self._units[self._unit] + self._offset
        found = _nearest(curve(start, end, np.linspace(0, 1, SEGMENTS + 1)), at, reach)
        return None if found is None else (int(self._row[found]), int(self._unit[found]))

    def _hung(self, wires: tuple[Wire, ...]) -> list[list[tuple[float, float]]]:
        start = self._cells[[wire.s_unit for wire in wires]] + self._offset
        end = self._units[[wire.a_unit for wire in wires]] + self._offset
        courses: list[list[tuple[float, float]]] = curve(start, end, np.linspace(0, 1, SEGMENTS + 1)).tolist()
        return courses

    def _draw_all(self, whole: pygame.Surface) -> Iterator[None]:
        """How dense the wires lie at every pixel, as a veil of their colour."""
        width, height = whole.get_size()
        density = np.zeros(width * height, dtype=np.int32)
        share = np.linspace(0, 1, round(0.65 * width / SMEAR))
        for first in range(0, self._cell.size, CHUNK):
            part = slice(first, first + CHUNK)
            x, y = _pixels(curve(self._cells[self._cell[part]], self._units[self._unit[part]], share), width, height)
            density += np.bincount((y * width + x).ravel(), minlength=density.size)
            yield
        run = np.cumsum(density, dtype=np.int32)
        run[SMEAR:] -= run[:-SMEAR].copy()
        thin = DENSITY * height  # on a small board the same wires lie nearer to each other
        shades = 255 * FAINT * (1 - np.exp(-thin * np.arange(run.max() + 1)))
        veil = shades.round().astype(np.uint8)[run].reshape(height, width)
        cloth = pygame.Surface((width, height), pygame.SRCALPHA)
        cloth.fill((*WIRE, 0))
        pygame.surfarray.pixels_alpha(cloth)[:] = veil.T
        whole.blit(cloth, (0, 0))

    def _indices(self, dark: Blits) -> Generator[None, None, IntArray]:
        """Where in the layer's memory the points of every wire lie, (wires, samples); those below a lamp lie at 0."""
        width, height = self._live.get_size()
        stride = self._live.get_pitch() // 4
        below, parts = _covered((width, height), dark), []
        for first in range(0, self._cell.size, CHUNK):
            part = slice(first, first + CHUNK)
            start, end = self._cells[self._cell[part]], self._units[self._unit[part]]
            x, y = _pixels(curve(start, end, np.linspace(0, 1, self._samples)), width, height)
            parts.append(np.where(below[x, y], 0, y * stride + x).astype(np.int32))
            yield
        return np.concatenate(parts) if parts else np.empty((0, self._samples), dtype=np.int32)


def _nearest(courses: npt.NDArray[np.floating], at: tuple[int, int], reach: float) -> int | None:
    """Which of *courses* (wires, points, 2) comes nearest to *at*; None if that is beyond *reach*."""
    begin, step = courses[:, :-1] - np.array(at), np.diff(courses, axis=1)
    along = -(begin * step).sum(axis=2) / np.maximum((step**2).sum(axis=2), 1e-9)
    away = np.hypot(*np.moveaxis(begin + np.clip(along, 0, 1)[..., None] * step, 2, 0)).min(axis=1)
    nearest = int(away.argmin())
    return nearest if away[nearest] <= reach else None


def _covered(size: tuple[int, int], dark: Blits) -> npt.NDArray[np.bool_]:
    """Which pixels (width, height) lie below a lamp."""
    mask = pygame.Surface(size, depth=32)
    for lamp, (x, y) in dark:
        radius = lamp.get_width() // 2
        pygame.draw.circle(mask, theme.CREAM, (x + radius, y + radius), radius)
    covered: npt.NDArray[np.bool_] = pygame.surfarray.array2d(mask) != mask.map_rgb((0, 0, 0))
    return covered


def _pixels(points: Float32Array, width: int, height: int) -> tuple[IntArray, IntArray]:
    """*points* as columns and rows of a picture, kept within it."""
    whole = points.round().astype(np.int32)
    return whole[..., 0].clip(0, width - 1), whole[..., 1].clip(0, height - 1)


def _copied(surface: pygame.Surface) -> pygame.Surface:
    """A copy of *surface* with four bytes a pixel."""
    copy = pygame.Surface(surface.get_size(), depth=32)
    copy.blit(surface, (0, 0))
    return copy
