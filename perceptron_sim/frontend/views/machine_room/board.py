"""Bay 2: the jack field, the tangle of wires that hang from it, and the wires in which a signal runs."""

from collections.abc import Iterator
from itertools import islice

import numpy as np
import numpy.typing as npt
import pygame
from pygame import Rect, Surface

from hardware import Mark1Snapshot, Wiring
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour
from perceptron_sim.frontend.views.machine_room import art
from perceptron_sim.frontend.views.machine_room.layout import BoardLayout
from perceptron_sim.frontend.views.machine_room.tangle import FloatArray, IntArray, Tangle, Wires

BoolArray = npt.NDArray[np.bool_]

A_COLUMNS = 16
STEPS_A_FRAME, PARTS = 3, 12  # steps of hanging the wires, and those for the wires that can glow
BRIGHTEST = 235  # light of a jack at the end of a wire with a signal
BRIGHTEST_WIRE, SHARING = 165, 0.35
BLUR = 28  # pixels of the board in one of its haze
HAZE = (150, 136, 110)  # of 255: how much of the glow is haze
FEW_WIRES = 60  # so many shine as brightly as they can; more of them share the light, so that each can be seen


def jacks(area: Rect, columns: int, count: int) -> FloatArray:
    """Middles (count, 2) of so many jacks in rows of *columns*."""
    rows = -(-count // columns)
    row, column = np.divmod(np.arange(count), columns)
    x = area.left + (column + 0.5) * area.width / columns
    y = area.top + (row + 0.5) * area.height / rows
    return np.column_stack((x, y))


def thread_light(wires: int) -> int:
    """How bright each of so many wires with a signal is, 0..255."""
    share: float = min(1.0, (FEW_WIRES / max(1, wires)) ** SHARING)
    return round(BRIGHTEST_WIRE * share)


class Board:
    """The plugboard of one wiring; the wires with a signal are drawn anew when the signals change.

    The wires are hung a few at a time, at every `draw`, or all of them by `finish`; till then no wire glows.
    """

    def __init__(self, layout: BoardLayout, type_: Type, wiring: Wiring, cells: tuple[int, int]) -> None:
        self.wiring = wiring
        self._area, self._type = layout.board, type_
        corner = np.array(layout.board.topleft)
        self._s_jacks = jacks(layout.cells, cells[1], cells[0] * cells[1]) - corner
        self._a_jacks = jacks(layout.a_units, A_COLUMNS, wiring.assignment.size) - corner
        row, unit = np.nonzero(wiring.plugged)
        self._wires = Wires(self._s_jacks, self._a_jacks, wiring.origins[row, unit], unit, layout.board.size)
        exciting = np.flatnonzero(wiring.signs[row, unit] > 0)
        self._lit_cell, self._lit_unit, self._lit_row = self._wires.cells[exciting], unit[exciting], row[exciting]
        self._paths: IntArray | None = None  # (wires, points); None while wires are hung
        self._s_spots, self._a_spots = self._spots(self._s_jacks), self._spots(self._a_jacks)
        self.still = self._shaded(None)
        self._glow = self.still.copy()
        self._mapped = np.array([self._glow.map_rgb(colour) for colour in _ramp()], dtype=np.uint32)
        self._signals: bytes | None = None
        self._kept_on: Surface | None = None
        self._work = self._hang(exciting)

    def finish(self) -> "Board":
        """Hang all wires at once."""
        for _ in self._work:
            pass
        return self

    def _hang(self, exciting: IntArray) -> Iterator[None]:
        """Draw the tangle, then find the pixels along each wire that can glow; a little at each step."""
        tangle = Tangle(self._wires, self._type.scale.factor)
        yield from tangle.layers()
        self.still, self._signals = self._shaded(tangle.picture()), None
        yield
        paths = []
        for part in np.array_split(exciting, PARTS):
            paths.append(self._wires.pixels(part))
            yield
        self._paths, self._signals = np.concatenate(paths), None

    def draw(self, surface: Surface, corner: tuple[int, int], machine: Mark1Snapshot, sound: BoolArray) -> None:
        """The board on *surface* at *corner*; wires from cells that are on to A-units they excite and that fire glow.

        *surface* keeps it: nothing is drawn where no signal has changed since the last time.
        """
        for _ in islice(self._work, STEPS_A_FRAME):
            pass
        signals = machine.s_contacts.tobytes() + machine.firing.tobytes() + sound.tobytes()
        if signals != self._signals or surface is not self._kept_on:
            self._signals, self._kept_on = signals, surface
            carrying = self.carrying(machine, sound)
            paths = self._paths if carrying.any() else None
            surface.blit(self.still, corner)
            if paths is not None:
                self._light(carrying, paths)
                surface.blit(self._glow, corner, special_flags=pygame.BLEND_RGB_ADD)
                surface.blit(self._bloom(), corner, special_flags=pygame.BLEND_RGB_ADD)

    def carrying(self, machine: Mark1Snapshot, sound: BoolArray) -> BoolArray:
        """Which of the exciting wires carry a signal to an A-unit that fires."""
        carrying: BoolArray = machine.s_contacts[self._lit_cell] & machine.firing[self._lit_unit]
        return carrying & sound[self._lit_row, self._lit_unit]

    def _light(self, carrying: npt.NDArray[np.bool_], paths: IntArray) -> None:
        """Draw the wires *carrying* along their *paths*, a soft light around each, and light the jacks at the ends."""
        width, height = self._area.size
        light = np.zeros(height * width, dtype=np.uint8)
        light[paths[carrying].ravel()] = thread_light(int(np.count_nonzero(carrying)))
        soft = light >> 2
        for step in (1, width):  # beside and below, and the other way about
            np.maximum(light[step:], soft[:-step], out=light[step:])
            np.maximum(light[:-step], soft[step:], out=light[:-step])
        for spots, ends in ((self._s_spots, self._lit_cell), (self._a_spots, self._lit_unit)):
            lit = np.zeros(len(spots), dtype=np.bool_)
            lit[ends[carrying]] = True
            light[spots[lit].ravel()] = BRIGHTEST
        pygame.surfarray.pixels2d(self._glow).T[:] = self._mapped[light].reshape(height, width)

    def _bloom(self) -> Surface:
        """The haze that so much light makes: the glow, far out of focus."""
        width, height = self._area.size
        coarse = pygame.transform.smoothscale(self._glow, (max(2, width // BLUR), max(2, height // BLUR)))
        haze = pygame.transform.smoothscale(coarse, (max(2, width // 2), max(2, height // 2)))
        haze.fill(HAZE, special_flags=pygame.BLEND_RGB_MULT)
        return pygame.transform.scale(haze, (width, height))

    def _spots(self, points: FloatArray) -> IntArray:
        """Flat places (jacks, pixels) of the middle of each jack."""
        width, height = self._area.size
        radius = max(1, self._type.scale.px(2))
        near = [
            (x, y) for x in range(-radius, radius + 1) for y in range(-radius, radius + 1) if x * x + y * y <= radius**2
        ]
        middles = np.rint(points).astype(np.intp)[:, None, :] + np.array(near, dtype=np.intp)
        x, y = np.clip(middles[..., 0], 0, width - 1), np.clip(middles[..., 1], 0, height - 1)
        return y * width + x

    def _shaded(self, tangle: Surface | None) -> Surface:
        """The board in its frame: ground, jacks, the *tangle* of wires before them, the shadow of the frame."""
        size = self._area.size
        board = art.gradient(size, (30, 27, 24), (20, 18, 17))
        px = self._type.scale.px
        radius = max(1.0, px(2) * 0.7)
        for points in (self._s_jacks, self._a_jacks):
            left, top = points.min(axis=0) - px(7)
            right, bottom = points.max(axis=0) + px(7)
            field = Rect(round(left), round(top), round(right - left), round(bottom - top))
            pygame.draw.rect(board, (38, 34, 30), field, border_radius=px(3))
            art.bevel(board, field, 1, strength=30)
            for x, y in points.tolist():
                pygame.draw.circle(board, (112, 96, 64), (x, y), radius + 0.8)
                pygame.draw.circle(board, (8, 7, 6), (x, y), radius * 0.8)
        if tangle is not None:
            board.blit(tangle, (0, 0))
        art.shade_over(board, Rect(0, 0, size[0], size[1] // 4), art.BLACK, 130, 0)
        art.shade_over(board, Rect(0, size[1] * 3 // 4, size[0], size[1] // 4), art.BLACK, 0, 110)
        return board.convert() if pygame.display.get_surface() else board


def _ramp() -> list[Colour]:
    """Light 0..255 to what it adds to a picture: amber, towards white at its brightest."""
    share = np.linspace(0, 1, 256)[:, None]
    colour = np.array(theme.AMBER) * share + np.array((0, 40, 70)) * np.clip(share - 0.7, 0, 1)
    return [(int(r), int(g), int(b)) for r, g, b in np.clip(colour, 0, 255)]
