"""The picture before the machine: an easel, two floodlights, and the light that falls into the lens."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pygame
from pygame import Rect, Surface

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour, blend
from perceptron_sim.frontend.views.machine_room import art
from perceptron_sim.frontend.views.machine_room.layout import RoomLayout

FloatArray = npt.NDArray[np.floating]
Point = tuple[float, float]
BEAM_LEVELS = 16
WARM = (255, 244, 214)
WOOD: Colour = (96, 72, 48)
IRON: Colour = (58, 58, 60)
ENLARGED = 2  # the easel is drawn so much larger, then brought down


def draw_stand(surface: Surface, layout: RoomLayout, type_: Type) -> None:
    """An easel with its board, dark as yet, two floodlights above it, and the lens in the cabinet's flank."""
    stand = layout.stand.inflate(4 * type_.scale.px(8), 0)
    large = Surface((stand.width * ENLARGED, stand.height * ENLARGED), pygame.SRCALPHA)
    easel = _Easel(large, layout, type_, stand.topleft)
    easel.legs()
    easel.board()
    easel.rail()
    for x, y in _feet(layout):
        shadow = Rect(0, 0, type_.scale.px(40), type_.scale.px(5))
        shadow.center = (round(x), round(y) + type_.scale.px(2))
        art.soft_shadow(surface, shadow, type_.scale.px(6), 200)
    surface.blit(pygame.transform.smoothscale(large, stand.size), stand)
    _lens(surface, layout.lens, type_)


def _feet(layout: RoomLayout) -> tuple[Point, Point, Point]:
    """Where the legs stand on the floor: left, right, and the one behind."""
    picture, floor = layout.picture, layout.stand.bottom - layout.picture.width / 22
    spread = picture.width * 0.44
    return (
        (picture.centerx - spread, floor),
        (picture.centerx + spread, floor),
        (picture.centerx, floor - picture.width / 24),
    )


class _Easel:
    """The easel on a surface that is ENLARGED, its corner at *corner* of the view."""

    def __init__(self, large: Surface, layout: RoomLayout, type_: Type, corner: tuple[int, int]) -> None:
        self._large, self._layout, self._corner = large, layout, corner
        self._px = type_.scale.px
        self._frame = layout.picture.inflate(2 * self._px(9), 2 * self._px(9))

    def _at(self, x: float, y: float) -> Point:
        return (x - self._corner[0]) * ENLARGED, (y - self._corner[1]) * ENLARGED

    def _bar(self, start: Point, end: Point, widths: tuple[float, float], colour: Colour) -> None:
        """A bar from *start* to *end*, lit from the left: its light edge, its face, its dark edge."""
        across = [
            (0.0, 0.22, blend(colour, art.WHITE, 0.24)),
            (0.22, 0.72, colour),
            (0.72, 1.0, blend(colour, art.BLACK, 0.45)),
        ]
        upright = abs(end[1] - start[1]) > abs(end[0] - start[0])
        for low, high, shade in across:
            corners = []
            for (x, y), width, shares in ((start, widths[0], (low, high)), (end, widths[1], (high, low))):
                for share in shares:
                    aside = (share - 0.5) * width
                    corners.append(self._at(x + aside, y) if upright else self._at(x, y + aside))
            pygame.draw.polygon(self._large, shade, corners)

    def legs(self) -> None:
        """Two legs before, one behind, a brace between them, the ledge that holds the board."""
        px, frame = self._px, self._frame
        left, right, behind = _feet(self._layout)
        top = frame.centery
        self._bar((frame.centerx, top), behind, (px(9), px(7)), blend(WOOD, art.BLACK, 0.62))
        share = 0.62  # of the way down
        ends = [(frame.centerx + side * frame.width * 0.16, top) for side in (-1, 1)]
        braced = [
            (x + (foot[0] - x) * share, top + (foot[1] - top) * share)
            for (x, _), foot in zip(ends, (left, right), strict=True)
        ]
        self._bar(braced[0], braced[1], (px(7), px(7)), blend(WOOD, art.BLACK, 0.35))
        for end, foot in zip(ends, (left, right), strict=True):
            self._bar(end, foot, (px(12), px(9)), blend(WOOD, art.BLACK, 0.18))
            self._bar((foot[0], foot[1] - px(10)), foot, (px(11), px(11)), (26, 26, 27))

    def board(self) -> None:
        """The frame with mitred corners, the black card in it, and the ledge below with two brass clamps."""
        px, frame, inside = self._px, self._frame, self._layout.picture
        outer = [frame.topleft, frame.topright, frame.bottomright, frame.bottomleft]
        inner = [inside.topleft, inside.topright, inside.bottomright, inside.bottomleft]
        shades = (blend(WOOD, art.WHITE, 0.22), blend(WOOD, art.BLACK, 0.3), blend(WOOD, art.BLACK, 0.42), WOOD)
        for side, shade in enumerate(shades):
            after = (side + 1) % 4
            pygame.draw.polygon(
                self._large,
                shade,
                [self._at(*outer[side]), self._at(*outer[after]), self._at(*inner[after]), self._at(*inner[side])],
            )
        x, y = self._at(*inside.topleft)
        pygame.draw.rect(self._large, (24, 25, 27), (x, y, inside.width * ENLARGED, inside.height * ENLARGED))
        ledge = frame.bottom + px(5)
        self._bar(
            (frame.left - px(2), ledge), (frame.right + px(2), ledge), (px(10), px(10)), blend(WOOD, art.WHITE, 0.06)
        )
        for x in (frame.left + px(24), frame.right - px(24)):
            self._bar((x, frame.bottom - px(8)), (x, ledge), (px(7), px(7)), theme.BRASS)

    def rail(self) -> None:
        """The iron rail above the board with its two floodlights."""
        px, frame = self._px, self._frame
        y, lamps = frame.top - px(26), floodlights(self._layout)
        self._bar((frame.centerx, y), (frame.centerx, frame.top + px(4)), (px(5), px(5)), IRON)
        self._bar((lamps[0], y), (lamps[1], y), (px(4), px(4)), IRON)
        for x in lamps:
            self._floodlight(x, y)

    def _floodlight(self, x: int, y: int) -> None:
        px = self._px
        hood = [(x - px(7), y + px(4)), (x + px(7), y + px(4)), (x + px(17), y + px(20)), (x - px(17), y + px(20))]
        self._bar((x, y), (x, y + px(8)), (px(6), px(6)), IRON)
        pygame.draw.polygon(self._large, (44, 44, 46), [self._at(*point) for point in hood])
        shine = [(x - px(6), y + px(5)), (x - px(3), y + px(5)), (x - px(9), y + px(19)), (x - px(15), y + px(19))]
        pygame.draw.polygon(self._large, (96, 96, 98), [self._at(*point) for point in shine])
        self._bar((x - px(17), y + px(20)), (x + px(17), y + px(20)), (px(3), px(3)), (112, 110, 104))


def floodlights(layout: RoomLayout) -> tuple[int, int]:
    """x of the two floodlights."""
    return (layout.picture.left + layout.picture.width // 5, layout.picture.right - layout.picture.width // 5)


def _lens(surface: Surface, lens: Rect, type_: Type) -> None:
    """A black barrel with two rings in the cabinet's flank, its glass towards the picture."""
    px = type_.scale.px
    art.soft_shadow(surface, lens, px(4), 150, drop=px(3))
    flange, ring = Rect(0, 0, px(7), lens.height), Rect(0, 0, px(15), round(lens.height * 0.78))
    barrel = Rect(lens.left, 0, lens.width - flange.width, round(lens.height * 0.66))
    flange.right, ring.left = lens.right, lens.left + px(6)
    for part, light in ((barrel, 74), (ring, 92), (flange, 120)):
        part.centery = lens.centery
        surface.blit(_barrel(part.size, light), part)
    for x in range(ring.left + 2, ring.right - 1, max(2, px(3))):
        pygame.draw.line(surface, (14, 14, 15), (x, ring.top + 1), (x, ring.bottom - 2))
    rim = Rect(barrel.left, barrel.top, max(2, px(3)), barrel.height)
    surface.blit(_barrel(rim.size, 190, theme.BRASS), rim)


def _barrel(size: tuple[int, int], light: int, colour: Colour = (60, 60, 62)) -> Surface:
    """A lying cylinder: dark above and below, its light a third from the top."""
    share = np.linspace(0, 1, size[1])
    shine = 0.22 + np.exp(-(((share - 0.3) / 0.2) ** 2)) * light / 128
    column = np.clip(shine[None, :, None] * np.array(colour, dtype=float), 0, 255).astype(np.uint8)
    return pygame.surfarray.make_surface(np.repeat(column, size[0], axis=0))


@lru_cache(maxsize=BEAM_LEVELS + 1)
def beam(size: tuple[int, int], wide: int, level: int) -> Surface:
    """Light from the board (left, its whole height) into the lens (right, *wide* high), denser on the way."""
    width, height = size
    x, y = np.meshgrid(np.linspace(0, 1, width), np.arange(height) - height / 2, indexing="ij")
    half = height / 2 * (1 - x) * 0.94 + wide / 2 * x
    inside = np.clip((half - np.abs(y)) / (height * 0.1), 0, 1) ** 1.5
    strength = inside * (0.05 + 0.24 * x**1.6) * np.clip(8 * x, 0, 1) * level / BEAM_LEVELS
    light = Surface(size)
    pygame.surfarray.pixels3d(light)[:] = (strength[..., None] * np.array(WARM)).astype(np.uint8)
    return light


class Picture:
    """The board on its stand: the pattern that stands before the lens, in light while it is exposed."""

    def __init__(self, layout: RoomLayout, type_: Type) -> None:
        self._layout, self._type = layout, type_
        self._shown: tuple[bytes, int] | None = None
        self._image = Surface(layout.picture.size)
        self._pool = _pool(max(8, layout.picture.width))

    def draw(self, surface: Surface, light: FloatArray, cells: tuple[int, int], level: float) -> None:
        """*light* (s_units,) 0..1 as the retina is given it; *level* of the floodlights' filaments, 0..1."""
        layout, lit = self._layout, round(level * BEAM_LEVELS)
        state = (light.tobytes(), lit)
        if state != self._shown:
            self._shown = state
            self._paint(light.reshape(cells), lit / BEAM_LEVELS)
        surface.blit(self._image, layout.picture)
        if lit:
            self._shine(surface, lit)

    def _paint(self, image: FloatArray, level: float) -> None:
        card, ink = (np.array(colour, dtype=float) for colour in ((24, 25, 27), theme.CREAM))
        shades = card * (0.7 + 0.6 * level) + (ink - card) * image.T[..., None] * (0.35 + 0.65 * level)
        small = pygame.surfarray.make_surface(np.clip(shades, 0, 255).astype(np.uint8))
        size = self._layout.picture.size
        double = pygame.transform.scale(small, (small.get_width() * 4, small.get_height() * 4))
        self._image = pygame.transform.smoothscale(double, size)

    def _shine(self, surface: Surface, lit: int) -> None:
        layout, px = self._layout, self._type.scale.px
        for x in floodlights(layout):
            glow = self._pool[lit]
            at = glow.get_rect(center=(x, layout.picture.top - px(13)))
            surface.blit(glow, at, special_flags=pygame.BLEND_RGB_ADD)
        left = layout.picture.right + px(9)
        size = (layout.lens.left - left, layout.picture.height)
        light = beam(size, round(layout.lens.height * 0.5), lit)
        surface.blit(light, (left, layout.picture.top), special_flags=pygame.BLEND_RGB_ADD)


@lru_cache(maxsize=4)
def _pool(side: int) -> tuple[Surface, ...]:
    """The glow of a floodlight, BEAM_LEVELS + 1 of them."""
    axis = ((np.arange(side) - side / 2) / (side / 2)).astype(np.float32)
    x, y = np.meshgrid(axis, axis, indexing="ij")
    far = np.hypot(x, y * np.where(y > 0, 0.8, 1.6))
    light = 0.5 * np.exp(-((far / 0.16) ** 2)) + 0.2 * np.exp(-((far / 0.5) ** 2)) * np.clip(1.2 - far, 0, 1)
    light *= np.clip(2 * (1 - np.hypot(x, y)), 0, 1)
    brightest = Surface((side, side))
    pygame.surfarray.pixels3d(brightest)[:] = (light[..., None] * np.array(WARM)).astype(np.uint8)
    pools = []
    for level in range(BEAM_LEVELS + 1):
        glow = brightest.copy()
        glow.fill((255 * level // BEAM_LEVELS,) * 3, special_flags=pygame.BLEND_RGB_MULT)
        pools.append(glow)
    return tuple(pools)
