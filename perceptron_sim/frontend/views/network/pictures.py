"""Numbers as pictures: signed weights, activities, shares, by tables of colour; many small images side by side."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pygame
from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour

FloatArray = npt.NDArray[np.floating]
Pixels = npt.NDArray[np.uint8]
SHADES = 255
FAINTEST = 1e-12


def _between(*colours: Colour) -> Pixels:
    """SHADES + 1 colours for each stretch between two of *colours*, those in the middle once."""
    ends = np.array(colours, dtype=float)
    share = np.linspace(0, len(colours) - 1, SHADES * (len(colours) - 1) + 1)
    parts = [np.interp(share, np.arange(len(colours)), ends[:, channel]) for channel in range(3)]
    return np.stack(parts, axis=1).round().astype(np.uint8)


# Dark at nought, one colour for, another against; of the machine and of the network.
NETWORK_SIGNED = _between(theme.AGAINST, theme.GLASS, theme.FOR)
MACHINE_SIGNED = _between(theme.MUTED, theme.GLASS, theme.AMBER)
NETWORK = _between(theme.GLASS, theme.BLUE)
MACHINE = _between(theme.GLASS, theme.AMBER)
PLAIN = _between(theme.GLASS, theme.MUTED)


def signed(values: FloatArray, ramp: Pixels, largest: FloatArray | float) -> Pixels:
    """(...) -> (..., 3): nought is dark, plus or minus *largest* has the full colour; no number is dark too."""
    share = (np.asarray(values, dtype=np.float32) / np.maximum(largest, FAINTEST)).astype(np.float32, copy=False)
    share[~np.isfinite(share)] = 0
    np.clip(share, -1, 1, out=share)
    share += 1
    share *= SHADES
    np.rint(share, out=share)
    colours: Pixels = ramp.take(share.astype(np.intp), axis=0)
    return colours


def each_full(images: FloatArray, ramp: Pixels) -> Pixels:
    """(n, rows, columns) -> (n, rows, columns, 3), the largest of each in the full colour: patterns, not sizes."""
    return signed(images, ramp, np.abs(images).max(axis=(1, 2), keepdims=True, initial=0))


def shares(values: FloatArray, ramp: Pixels) -> Pixels:
    """(...) in 0..1 -> (..., 3)."""
    colours: Pixels = ramp[np.rint(np.nan_to_num(np.clip(values, 0, 1)) * SHADES).astype(np.intp)]
    return colours


def _as_displayed(pixels: Pixels) -> pygame.Surface:
    """*pixels* (rows, columns, 3) in the format of the screen: what is copied there most quickly."""
    small = pygame.surfarray.make_surface(pixels.swapaxes(0, 1))
    return small.convert() if pygame.display.get_surface() else small


def surface_of(pixels: Pixels, size: tuple[int, int], *, smooth: bool = False) -> pygame.Surface:
    """*pixels* (rows, columns, 3) as a picture of *size*; square cells, or *smooth* between them."""
    small = _as_displayed(pixels)
    return pygame.transform.smoothscale(small, size) if smooth else pygame.transform.scale(small, size)


def finer(values: FloatArray, times: int) -> FloatArray:
    """(rows, columns) -> (times rows, times columns), straight lines between the middles of the cells."""
    for axis in (0, 1):
        count = values.shape[axis]
        at = np.clip((np.arange(count * times) + 0.5) / times - 0.5, 0, count - 1)
        low = np.minimum(at.astype(np.intp), max(count - 2, 0))
        share = np.expand_dims(at - low, 1 - axis)
        below, above = np.take(values, low, axis), np.take(values, np.minimum(low + 1, count - 1), axis)
        values = below + (above - below) * share
    return values


@dataclass(frozen=True, slots=True)
class Tiles:
    """Equal small images in rows; each of *cells* (rows, columns), a cell *scale* pixels, *gap* between images."""

    left: int
    top: int
    columns: int
    count: int
    cells: tuple[int, int]
    scale: int
    gap: tuple[int, int]

    @classmethod
    def fitted(
        cls, area: Rect, count: int, cells: tuple[int, int], gap: tuple[int, int], most_scale: int = 99
    ) -> "Tiles":
        """As many of *count* as find room in *area*, as large as whole pixels allow."""
        best = (0, 0, 1)
        for columns in range(1, count + 1):
            rows = -(-count // columns)
            across = ((area.width + gap[0]) // columns - gap[0]) // cells[1]
            down = ((area.height + gap[1]) // rows - gap[1]) // cells[0]
            scale = min(across, down, most_scale)
            best = max(best, (scale, -(columns * rows - count), columns))
        scale, columns = max(1, best[0]), best[2]
        if best[0] < 1:
            columns = max(1, (area.width + gap[0]) // (cells[1] + gap[0]))
        rows = max(1, (area.height + gap[1]) // (cells[0] * scale + gap[1]))
        return cls(area.left, area.top, columns, min(count, columns * rows), cells, scale, gap)

    def spread(self, area: Rect, most: int) -> "Tiles":
        """With wider gaps, *most* pixels more at most, where that fills *area* better."""
        rows = -(-self.count // self.columns)
        spare = area.width - self.rect.width, area.height - self.rect.height
        more = [min(most, room // max(1, parts - 1)) for room, parts in zip(spare, (self.columns, rows), strict=True)]
        return replace(self, gap=(self.gap[0] + max(0, more[0]), self.gap[1] + max(0, more[1])))

    @property
    def size(self) -> tuple[int, int]:
        """Of one image, in pixels."""
        return self.cells[1] * self.scale, self.cells[0] * self.scale

    @property
    def rect(self) -> Rect:
        """Around all of them."""
        rows = -(-self.count // self.columns)
        pitch = self.size[0] + self.gap[0], self.size[1] + self.gap[1]
        columns = min(self.columns, self.count)
        return Rect(self.left, self.top, columns * pitch[0] - self.gap[0], rows * pitch[1] - self.gap[1])

    def place(self, number: int) -> Rect:
        """Where the image *number* stands."""
        row, column = divmod(number, self.columns)
        at = self.left + column * (self.size[0] + self.gap[0]), self.top + row * (self.size[1] + self.gap[1])
        return Rect(at, self.size)

    def draw(self, surface: pygame.Surface, images: Pixels) -> None:
        """*images* (n, rows, columns, 3), as many as are shown."""
        shown = images[: self.count]
        strip = shown.reshape(-1, *shown.shape[2:])  # one below the other
        tall = _as_displayed(strip)
        large = pygame.transform.scale(tall, (self.size[0], self.size[1] * len(shown)))
        width, height = self.size
        across, down = width + self.gap[0], height + self.gap[1]
        parts = [
            (
                large,
                (self.left + number % self.columns * across, self.top + number // self.columns * down),
                (0, number * height, width, height),
            )
            for number in range(len(shown))
        ]
        surface.blits(parts, doreturn=False)


class Mosaic:
    """Small images side by side as one picture, put together anew only when they are others."""

    def __init__(self) -> None:
        self._of: object = None
        self._tiles: Tiles | None = None
        self._picture: pygame.Surface | None = None

    def draw(self, surface: pygame.Surface, tiles: Tiles, of: object, images: Callable[[], Pixels]) -> None:
        """*images*() in the places of *tiles*; they are asked for when *of*, what they are of, is another object."""
        if self._picture is None or self._of is not of or self._tiles != tiles:
            self._of, self._tiles, self._picture = of, tiles, self._put_together(tiles, images())
        surface.blit(self._picture, (tiles.left, tiles.top))

    def _put_together(self, tiles: Tiles, images: Pixels) -> pygame.Surface:
        picture = self._picture
        if picture is None or picture.size != tiles.rect.size or self._tiles != tiles:
            picture = pygame.Surface(tiles.rect.size)
            picture = picture.convert() if pygame.display.get_surface() else picture
            picture.fill(theme.PANEL)
        replace(tiles, left=0, top=0).draw(picture, images)
        return picture


def draw_key(surface: pygame.Surface, type_: Type, at: tuple[int, int], ramp: Pixels, low: str, high: str) -> int:
    """A key to a table of colours between the words for its ends, its baseline at *at*; gives where it ends."""
    px = type_.scale.px
    bar = type_.write(surface, low, at, theme.SMALL, theme.MUTED).right + px(8)
    area = Rect(bar, at[1] - px(12), px(120), px(14))
    surface.blit(surface_of(ramp[np.newaxis, :: max(1, len(ramp) // 64)], area.size), area)
    return type_.write(surface, high, (area.right + px(8), at[1]), theme.SMALL, theme.MUTED).right
