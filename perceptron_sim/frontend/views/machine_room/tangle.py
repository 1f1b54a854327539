"""How the wires of the plugboard hang, and the picture of their tangle, drawn a few of them at a time."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pygame
from pygame import Surface

from perceptron_sim.frontend.theme import Colour

IntArray = npt.NDArray[np.intp]
FloatArray = npt.NDArray[np.float64]
Curve = npt.NDArray[np.float32]
CLOTH: tuple[Colour, ...] = (
    (178, 170, 148), (150, 142, 122), (124, 74, 56), (92, 100, 78), (88, 98, 116), (168, 148, 104), (110, 104, 94),
)  # fmt: skip
LAYER = 64  # wires of the tangle that are drawn at a time
SHARE_DRAWN = 4  # of the wires without a signal every fourth is drawn: all of them would hide the jacks
SAG = 0.11  # of the board's height
TWICE = 2  # the tangle is drawn so much larger, then brought down


class Wires:
    """Wires (n,) from *cells* to *units*, between jacks (count, 2) on a board of *size*."""

    def __init__(
        self, s_jacks: FloatArray, a_jacks: FloatArray, cells: IntArray, units: IntArray, size: tuple[int, int]
    ) -> None:
        self.cells, self.units, self.size = cells, units, size
        self._s_jacks, self._a_jacks = s_jacks, a_jacks

    def curve(self, chosen: IntArray, points: int) -> tuple[Curve, Curve]:
        """x and y (wires, points) of the wires *chosen*, hanging between their jacks."""
        cell, unit = self.cells[chosen], self.units[chosen]
        start, end = (jacks.astype(np.float32) for jacks in (self._s_jacks[cell], self._a_jacks[unit]))
        t = np.linspace(0, 1, points, dtype=np.float32)
        hanging = 2 * t * (1 - t)
        slack = (0.35 + (cell * 37 + unit * 61) % 101 / 101).astype(np.float32) * np.float32(2 * SAG * self.size[1])
        aside = ((cell * 13 + unit * 29) % 17 - 8).astype(np.float32)
        x = start[:, :1] + (end - start)[:, :1] * t + aside[:, None] * hanging
        y = start[:, 1:] + (end - start)[:, 1:] * t + slack[:, None] * hanging
        return x, np.minimum(y, np.float32(self.size[1] - 2))

    def pixels(self, chosen: IntArray) -> IntArray:
        """Flat places (wires, points) of the pixels along each wire."""
        width, height = self.size
        x, y = self.curve(chosen, width)
        row = np.clip(np.rint(y), 0, height - 1).astype(np.intp)
        return row * width + np.clip(np.rint(x), 0, width - 1).astype(np.intp)


class Tangle:
    """The wires in their cloth: every SHARE_DRAWN-th of *wires*, later ones before earlier ones."""

    def __init__(self, wires: Wires, factor: float) -> None:
        self._wires = wires
        self._order = np.random.default_rng(512).permutation(wires.cells.size)[::SHARE_DRAWN]
        self._size = (TWICE * wires.size[0], TWICE * wires.size[1])
        self._pixels = np.zeros(self._size[0] * self._size[1], dtype=np.uint32)
        thick = max(2, round(2.6 * factor))
        falling = ((down, 1.0 - 0.5 * down / thick) for down in reversed(range(thick)))
        self._shades = ((thick + 1, 0.1), *falling)  # how far below a wire's middle, and how bright there

    def layers(self) -> Iterator[None]:
        """Draw LAYER wires at each step; those of a layer hang beside each other."""
        (width, height), count = self._size, self._order.size
        for first in range(0, count, LAYER):
            wire = np.arange(first, min(first + LAYER, count))
            depth = 0.3 + 0.7 * wire / count
            cloth = np.array(CLOTH)[wire % len(CLOTH)] * depth[:, None]
            x, y = self._wires.curve(self._order[wire], width * 5 // 4)
            columns = np.clip(np.rint(TWICE * x), 0, width - 1).astype(np.int32)
            rows = np.rint(TWICE * y).astype(np.int32)
            for down, shade in self._shades:
                places = np.minimum(rows + down, height - 1) * width + columns
                self._pixels[places] = _packed(cloth * shade)[:, None]
            yield

    def picture(self) -> Surface:
        """What has been drawn, as large as the board."""
        large = pygame.image.frombuffer(self._pixels.tobytes(), self._size, "RGBA")
        return pygame.transform.smoothscale(large, self._wires.size)


def _packed(colours: FloatArray) -> npt.NDArray[np.uint32]:
    """Opaque *colours* (n, 3) as four bytes each: red, green, blue, alpha."""
    solid = np.concatenate((np.clip(colours, 0, 255), np.full((len(colours), 1), 255.0)), axis=1)
    packed: npt.NDArray[np.uint32] = np.ascontiguousarray(solid.astype(np.uint8)).view(np.uint32)[:, 0]
    return packed
