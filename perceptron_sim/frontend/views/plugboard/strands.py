"""The wires as pictures: where each hangs, all of them faint in one still layer, those that carry a signal above it."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pygame

from hardware import Wiring
from perceptron_sim.explain.wires import BoardState, Wire
from perceptron_sim.explain.wires_plugging import Socket
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.views.plugboard.hanging import (
    Blits,
    BoolArray,
    IntArray,
    Position,
    Ways,
    copied,
    covered,
    curve,
    nearest,
    pixels,
)
from perceptron_sim.frontend.views.plugboard.layout import PlugboardLayout

BEAD = 11  # pixels of the board's width to a point of a wire that carries a signal
DASH = 12  # of them from one dash of an inhibitory wire to the next, half of it drawn
GAP = (0.44, 0.56)  # of a wire's way: where one that is cut is missing
SEGMENTS = 36  # of a picked wire
CHUNK, BAND = 512, 32  # wires that are rasterised at a time; rows of the still layer that are drawn at a time
STEPS_A_FRAME = 2  # chunks or bands that are done in one frame
FEW = 256  # wires: if no more are plugged otherwise, the others stay as they are drawn
MOST_BEADS = 60_000  # of the wires that the knife strikes; of more wires fewer points are drawn
SMEAR = 5  # pixels from one sample of the still layer to the next, and how far each is drawn out
DENSITY = 4.0e-4  # of one wire at a pixel, for each pixel of the board's height
FAINT = 0.30  # how near to the wire's colour the densest part of the still layer comes
WIRE = theme.blend(theme.BRASS, theme.CREAM, 0.35)
MINUS, PLUS = theme.blend(theme.GLASS, theme.CREAM, 0.27), theme.blend(theme.GLASS, theme.AMBER, 0.34)
BROKEN, STRUCK = theme.blend(theme.GLASS, theme.WRONG, 0.6), theme.WRONG


class Strands:
    """All wires of one wiring on one layout: the layer of all of them, and the layer of those that carry a signal."""

    def __init__(self, layout: PlugboardLayout, state: BoardState, still: pygame.Surface, dark: Blits) -> None:
        """*still* is the board without wires, of the layout's board's size; *dark* are the unlit lamps above them."""
        self._offset = layout.board.topleft
        cells = np.array([layout.cell_area(cell).center for cell in range(state.contacts.size)], dtype=np.float64)
        units = np.array([layout.unit_area(unit).center for unit in range(state.firing.size)], dtype=np.float64)
        self._cells, self._units = cells - self._offset, units - self._offset
        self._still, self._dark, self._below = still, dark, covered(still.get_size(), dark)
        bands = {top: pygame.Rect(0, top, still.get_width(), BAND) for top in range(0, still.get_height(), BAND)}
        self._lamps = {
            top: [(lamp, at) for lamp, at in dark if area.colliderect(at, lamp.get_size())]
            for top, area in bands.items()
        }
        self._samples = max(8, still.get_width() // BEAD)
        self._density = np.zeros(still.get_width() * still.get_height(), dtype=np.int32)
        self._begin(state.wiring)

    def _begin(self, wiring: Wiring) -> None:
        """Take all wires off, and hang those of *wiring*."""
        self._plug(wiring)
        self.all = copied(self._still)
        self.all.fblits(self._dark)
        self._live = copied(self.all)
        self._index: IntArray | None = None  # None while wires are hung
        self._shown: bytes | None = None
        self._struck: pygame.Surface | None = None  # the live layer with what the knife would cut
        self._marked: BoolArray | None = None
        self._bands: list[int] = []  # of the still layer, that are to be drawn anew
        self._work = self._hang()

    def _plug(self, wiring: Wiring) -> None:
        row, unit = np.nonzero(wiring.signs)
        self._row, self._unit, self._cell = row, unit, wiring.origins[row, unit]
        self._plus = wiring.signs[row, unit] > 0
        self._courses: tuple[tuple[tuple[int, int], ...], list[list[tuple[float, float]]]] = (), []
        self._ways: Ways | None = None  # of all wires, for the knife
        self._met: tuple[tuple[tuple[Position, Position], ...], BoolArray] | None = None  # by which lines

    def rewire(self, wiring: Wiring) -> None:
        """Hang the wires of *wiring*: all anew, a little in every frame, or only those that are plugged otherwise."""
        index, codes, row, unit, cell = self._index, self._codes, self._row, self._unit, self._cell
        self._plug(wiring)
        number = np.full((max(len(wiring.origins), row.max(initial=0) + 1), len(self._units)), -1)
        number[row, unit] = np.arange(row.size)
        before = number[self._row, self._unit]  # of each wire, that of the one that was in its socket
        same = (before >= 0) & (cell[before] == self._cell) if row.size else np.zeros(self._row.size, dtype=np.bool_)
        gone = np.delete(codes, before[same])
        come = self._codes[~same]
        if index is None or gone.size + come.size > FEW:
            self._begin(wiring)
            return
        self._index = np.empty((same.size, self._samples), dtype=np.int32)
        self._index[same] = index[before[same]]
        self._index[~same] = self._indices(come)
        self._veil_otherwise(gone, come)
        self._shown = None

    @property
    def _codes(self) -> IntArray:
        """Of each wire a number for the way it hangs."""
        codes: IntArray = (self._cell * len(self._units) + self._unit).astype(np.int32)
        return codes

    def _ends(self, codes: IntArray) -> tuple[Any, Any]:
        """From where to where the wires hang that have those numbers."""
        cell, unit = np.divmod(codes, len(self._units))
        return self._cells[cell], self._units[unit]

    def finish(self) -> "Strands":
        """Hang all wires at once."""
        while self._index is None or self._bands:
            self._go_on()
        return self

    def _go_on(self) -> None:
        """A little of what is to be drawn anew."""
        if self._index is None:
            next(self._work, None)
        elif self._bands:
            self._draw_band(self._bands.pop())
            self._shown = None

    def _hang(self) -> Iterator[None]:
        """Draw all wires, then find where each can be bright; a little at each step."""
        self._density[:] = 0
        codes = self._codes
        for first in range(0, codes.size, CHUNK):
            place = self._points(codes[first : first + CHUNK])
            self._density += np.bincount(place, minlength=self._density.size)
            yield
        bare, self._bands = self.all, []
        self.all = copied(self._still)
        hung, self.all = self.all, bare  # nobody sees it before it is whole
        for top in range(0, hung.get_height(), BAND):
            self._draw_veil(hung, top)
            yield
        hung.fblits(self._dark)
        self.all = hung
        yield
        parts = []
        for first in range(0, codes.size, CHUNK):
            parts.append(self._indices(codes[first : first + CHUNK]))
            yield
        self._index = np.concatenate(parts) if parts else np.empty((0, self._samples), dtype=np.int32)
        self._shown = None

    def _points(self, codes: IntArray) -> Any:
        """Which pixels of the still layer the wires of those numbers touch."""
        width, height = self._still.get_size()
        x, y = pixels(curve(*self._ends(codes), np.linspace(0, 1, round(0.65 * width / SMEAR))), width, height)
        return (y * width + x).ravel()

    def _veil_otherwise(self, gone: IntArray, come: IntArray) -> None:
        """Take the wires *gone* out of the still layer, and put those that have *come* into it."""
        width, bands = self._still.get_width(), set(self._bands)
        for codes, change in ((gone, -1), (come, 1)):
            place = self._points(codes)
            np.add.at(self._density, place, change)
            bands.update((place // width // BAND * BAND).tolist())
        self._bands = sorted(bands)

    def _draw_band(self, top: int) -> None:
        """Draw a band of the layer of all wires anew, the lamps above it included."""
        area = pygame.Rect(0, top, self.all.get_width(), BAND)
        self.all.set_clip(area)
        self.all.blit(self._still, area, area)
        self._draw_veil(self.all, top)
        self.all.fblits(self._lamps[top])
        self.all.set_clip(None)

    def _draw_veil(self, layer: pygame.Surface, top: int) -> None:
        """How dense the wires lie at every pixel of a band of *layer*, as a veil of their colour."""
        width, height = layer.get_size()
        rows = min(BAND, height - top)
        first, last = top * width, (top + rows) * width
        run = np.zeros(SMEAR + last - first, dtype=np.int32)
        before = min(first, SMEAR - 1)
        run[SMEAR - before :] = self._density[first - before : last]
        run = np.cumsum(run, dtype=np.int32)
        run[SMEAR:] -= run[:-SMEAR].copy()
        run = run[SMEAR:]
        thin = DENSITY * height  # on a small board the same wires lie nearer to each other
        shades = 255 * FAINT * (1 - np.exp(-thin * np.arange(run.max() + 1)))
        veil = shades.round().astype(np.uint8)[run].reshape(rows, width)
        cloth = pygame.Surface((width, rows), pygame.SRCALPHA)
        cloth.fill((*WIRE, 0))
        pygame.surfarray.pixels_alpha(cloth)[:] = veil.T
        layer.blit(cloth, (0, top))

    def _indices(self, codes: IntArray) -> IntArray:
        """Where in the layer's memory the points of every wire lie, (wires, samples); those below a lamp lie at 0."""
        width, height = self._live.get_size()
        stride = self._live.get_pitch() // 4
        x, y = pixels(curve(*self._ends(codes), np.linspace(0, 1, self._samples)), width, height)
        found: IntArray = np.where(self._below[x, y], 0, y * stride + x).astype(np.int32)
        return found

    def live(self, state: BoardState, struck: BoolArray | None = None) -> pygame.Surface:
        """The board with the wires bright that carry a signal at the instant of *state*; dark while wires are hung.

        Those that are cut have a gap; those that the knife has *struck* (wires,) stand out.
        """
        for _ in range(STEPS_A_FRAME):
            self._go_on()
        if self._index is None:
            return self.all
        sound = state.sound[self._row, self._unit]
        shorted = state.shorted[self._row, self._unit]
        carrying = (state.contacts[self._cell] & sound) | shorted
        key = carrying.tobytes() + sound.tobytes()
        if key != self._shown:
            self._shown, self._marked = key, None
            self._live.blit(self.all, (0, 0))
            self._light(carrying, ~sound & ~shorted, self._index)
        return self._live if struck is None else self._mark(struck, self._index)

    def _light(self, carrying: BoolArray, cut: BoolArray, index: IntArray) -> None:
        """Write wires (wires,) into the picture: *carrying* ones, plus solid, minus dashed, and *cut* ones."""
        way = np.arange(self._samples)
        dashes, ends = way % DASH < DASH // 2, (way < GAP[0] * way.size) | (way >= GAP[1] * way.size)
        plus, minus, broken = (self._live.map_rgb(colour) for colour in (PLUS, MINUS, BROKEN))
        _write(self._live, index[carrying & ~self._plus][:, dashes], minus)
        _write(self._live, index[carrying & self._plus], plus)
        if cut.any():
            _write(self._live, index[cut][:, ends], broken)

    def _mark(self, struck: BoolArray, index: IntArray) -> pygame.Surface:
        """The live picture with the wires *struck* standing out."""
        if self._struck is None:
            self._struck = copied(self._live)
        if self._marked is None or not np.array_equal(self._marked, struck):
            self._marked = struck
            self._struck.blit(self._live, (0, 0))
            few = max(1, -(-int(struck.sum()) * self._samples // MOST_BEADS))
            _write(self._struck, index[struck][:, ::few], self._live.map_rgb(STRUCK))
        return self._struck

    def picked(self, wires: tuple[Wire, ...]) -> list[list[tuple[float, float]]]:
        """The course of each of *wires* in the window."""
        ends = tuple((wire.s_unit, wire.a_unit) for wire in wires)
        if ends != self._courses[0]:
            start = self._cells[[wire.s_unit for wire in wires]] + self._offset
            end = self._units[[wire.a_unit for wire in wires]] + self._offset
            self._courses = ends, curve(start, end, np.linspace(0, 1, SEGMENTS + 1)).tolist()
        return self._courses[1]

    def nearest(self, at: Position, reach: float, wires: tuple[Wire, ...] = ()) -> tuple[int, int] | None:
        """Row and A-unit of the wire that runs nearest to *at* in the window, no farther than *reach* pixels away.

        It is one of *wires* if they run there; else of all.
        """
        if wires and (found := nearest(np.array(self.picked(wires)), at, reach)) is not None:
            return wires[found].row, wires[found].a_unit
        start, end = self._cells[self._cell] + self._offset, self._units[self._unit] + self._offset
        found = nearest(curve(start, end, np.linspace(0, 1, SEGMENTS + 1)), at, reach)
        return None if found is None else (int(self._row[found]), int(self._unit[found]))

    def struck(self, lines: list[tuple[Position, Position]], state: BoardState) -> BoolArray:
        """Which wires (wires,) that are sound the knife meets that goes along *lines* in the window."""
        if self._ways is None:
            self._ways = Ways(*self._ends(self._codes))
        left, top = self._offset
        if self._met is None or self._met[0] != tuple(lines):
            found: BoolArray = np.zeros(self._cell.size, dtype=np.bool_)
            for (x, y), (right, down) in lines:
                found |= self._ways.crossed((x - left, y - top), (right - left, down - top))
            self._met = tuple(lines), found
        return self._met[1] & state.sound[self._row, self._unit]

    def sockets(self, struck: BoolArray) -> tuple[Socket, ...]:
        """A-unit and row of the wires *struck*, in order."""
        unit, row = self._unit[struck], self._row[struck]
        order = np.lexsort((row, unit))
        return tuple(zip(unit[order].tolist(), row[order].tolist(), strict=True))


def _write(layer: pygame.Surface, places: IntArray, colour: int) -> None:
    """Write *colour* into the memory of *layer* at *places*; the first pixel stays, where all lies that is hidden."""
    memory: Any = layer.get_buffer()
    picture = np.frombuffer(memory, dtype=np.uint32)
    corner = picture[0]
    picture[places.ravel()] = colour
    picture[0] = corner
