"""Bay 3 as it stands still: 64 modules of 8 motors and potentiometers behind glass, and their faces at every angle."""

import itertools
import math
from functools import lru_cache

import numpy as np
import pygame
from pygame import Rect, Surface, Vector2

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.sprites import DIAL_ANGLES
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour, blend
from perceptron_sim.frontend.views.machine_room import art
from perceptron_sim.frontend.views.machine_room.layout import ModulesLayout
from perceptron_sim.palette import STEEL_DARK

FACE: Colour = (168, 142, 92)  # brass as it is where light falls on it
LIT_FACE: Colour = (255, 214, 140)
HALO = 1.7  # diameters: how far a running motor's light reaches
CABLES: tuple[Colour, ...] = ((150, 140, 116), (112, 62, 46), (84, 92, 70), (74, 82, 98), (128, 118, 98))


def draw_still(surface: Surface, layout: ModulesLayout, type_: Type, words: str) -> None:
    """The rack: rails, modules with their motors and the housings of the potentiometers, cables below."""
    px = type_.scale.px
    art.sunken(surface, layout.glass, (15, 16, 18), type_)
    columns = sorted({module.left for module in layout.modules})
    module = layout.modules[0]
    for x in columns:
        rail = Rect(x - px(3), layout.glass.top, px(3), layout.glass.height)
        pygame.draw.rect(surface, blend(STEEL_DARK, art.BLACK, 0.72), rail)
        pygame.draw.line(surface, blend(STEEL_DARK, art.BLACK, 0.45), rail.topleft, rail.bottomleft)
    _cables(surface, layout.trunk, type_)
    empty = chassis(module.size, px(2))
    for area in layout.modules:
        surface.blit(empty, area)
    for knob in layout.knobs:  # the dark recess that each potentiometer sits in
        pygame.draw.circle(surface, (20, 20, 21), knob.center, knob.width / 2 + 1)
    shade = Rect(layout.glass.left, layout.glass.top, layout.glass.width, layout.glass.height // 3)
    art.shade_over(surface, shade, art.BLACK, 110, 0)
    art.plate(surface, layout.plate, type_, words)


def chassis(size: tuple[int, int], edge: int) -> Surface:
    """An empty module: a dark chassis with a lit upper edge, which is its handle."""
    module = art.gradient(size, (70, 71, 73), (42, 43, 45))
    pygame.draw.rect(module, (92, 93, 94), (0, 0, size[0], max(2, size[1] // 14)))
    pygame.draw.line(module, (140, 139, 134), (0, 0), (size[0], 0))
    art.bevel(module, Rect(0, 0, *size), 1, strength=40)
    pygame.draw.circle(module, (38, 26, 12), (size[0] / 2, pilot_y(size[1])), max(1.5, size[1] * 0.03))
    pygame.draw.line(module, (24, 24, 25), (size[0] // 2, edge * 3), (size[0] // 2, size[1] - edge))
    return module


@lru_cache(maxsize=8)
def motor(size: tuple[int, int]) -> Surface:
    """A motor's can from the side: a cylinder between two caps."""
    body = pygame.transform.rotate(art.gradient((size[1], size[0]), (118, 117, 112), (46, 46, 47)), 90)
    for y in (0, size[1] - 1):
        pygame.draw.line(body, (26, 26, 27), (0, y), (size[0], y))
    return body


def pilot_y(height: int) -> float:
    """How far below its upper edge a module's pilot lamp is: on the strip that is its handle."""
    return max(2, height // 14) / 2


def _cables(surface: Surface, area: Rect, type_: Type) -> None:
    """Braided bundles that sag from clamp to clamp below the modules."""
    rng = np.random.default_rng(64)
    px, before = type_.scale.px, surface.get_clip()
    surface.set_clip(area)
    clamps = np.linspace(area.left - px(10), area.right + px(10), 6)
    for strand in range(max(4, area.height // px(5))):
        colour = blend(CABLES[strand % len(CABLES)], art.BLACK, 0.25 + 0.3 * rng.random())
        y = area.top + strand * px(5) + px(2)
        for left, right in itertools.pairwise(clamps):
            x = np.linspace(left, right, 24)
            u = 2 * (x - left) / (right - left) - 1
            sag = px(9) * (1 - u**2) * (0.6 + 0.5 * rng.random())
            points = np.column_stack((x, y + sag)).tolist()
            pygame.draw.lines(surface, blend(colour, art.BLACK, 0.5), False, [(a, b + 2) for a, b in points], px(4))
            pygame.draw.lines(surface, colour, False, points, px(3))
            light = blend(colour, art.WHITE, 0.22)
            pygame.draw.aalines(surface, light, False, [(a, b - px(1)) for a, b in points])
    for x in clamps[1:-1]:
        clamp = Rect(0, area.top, px(7), area.height)
        clamp.centerx = round(x)
        pygame.draw.rect(surface, (62, 62, 62), clamp)
        art.bevel(surface, clamp, 1, strength=60)
    surface.set_clip(before)


@lru_cache(maxsize=8)
def faces(diameter: int, stop_deg: float, *, driven: bool) -> tuple[Surface, ...]:
    """DIAL_ANGLES sprites of a potentiometer, its pointer from -*stop_deg* to it, 0 straight up; *driven*: lit."""
    return tuple(_face(diameter, angle, driven) for angle in np.linspace(-stop_deg, stop_deg, DIAL_ANGLES).tolist())


@lru_cache(maxsize=8)
def disc(diameter: int, *, driven: bool) -> Surface:
    """A brass face without its pointer, LARGER times as large; a driven one stands in its motor's light."""
    side = sprite_side(diameter, driven=driven) * art.LARGER
    axis = np.arange(side) - (side - 1) / 2
    x, y = np.meshgrid(axis, axis, indexing="ij")
    r = diameter * art.LARGER / 2
    far = np.hypot(x, y) / r
    face = np.array(LIT_FACE if driven else FACE, dtype=float)
    sheen = 1 + 0.2 * np.cos(2 * (np.arctan2(y, x) + 0.8)) - 0.22 * (y / r)
    colour = face * np.clip(sheen, 0.5, 1.5)[..., None]
    rim = np.array(theme.AMBER if driven else (66, 56, 38), dtype=float)
    colour = np.where((far > 0.84)[..., None], rim, colour)
    alpha = np.clip((1 - far) * r / 2 + 0.5, 0, 1)
    if driven:
        glow = 0.6 * np.exp(-(((far - 0.9) / 0.42) ** 2)) * np.clip((HALO - far) * 3, 0, 1)
        colour = np.where((far > 1)[..., None], np.array(theme.AMBER, dtype=float), colour)
        alpha = np.maximum(alpha, glow)
    disc = Surface((side, side), pygame.SRCALPHA)
    pygame.surfarray.pixels3d(disc)[:] = np.clip(colour, 0, 255).astype(np.uint8)
    pygame.surfarray.pixels_alpha(disc)[:] = (255 * alpha).astype(np.uint8)
    return disc


def sprite_side(diameter: int, *, driven: bool) -> int:
    """How large a sprite is: a driven one has room for its light."""
    return diameter + 2 * math.ceil((HALO - 1) / 2 * diameter) if driven else diameter


def _face(diameter: int, angle_deg: float, driven: bool) -> Surface:
    large = disc(diameter, driven=driven).copy()
    angle = math.radians(angle_deg)
    middle = Vector2(large.get_width() / 2)
    at = Vector2(math.sin(angle), -math.cos(angle)) * diameter * art.LARGER / 2
    width = max(art.LARGER, round(diameter * art.LARGER * 0.15))
    pygame.draw.line(large, theme.INK, middle - at * 0.08, middle + at * 0.88, width)
    pygame.draw.circle(large, theme.INK, middle, width * 0.75)
    small = pygame.transform.smoothscale(large, (sprite_side(diameter, driven=driven),) * 2)
    return small.convert_alpha() if pygame.display.get_surface() else small


@lru_cache(maxsize=4)
def reflection(size: tuple[int, int]) -> Surface:
    """What the glass reflects: two slanting panes of faint light, and a bright upper edge."""
    small = (max(2, size[0] // 2), max(2, size[1] // 2))
    x, y = np.meshgrid(np.linspace(0, 1, small[0]), np.linspace(0, small[1] / small[0], small[1]), indexing="ij")
    slant = x + 0.42 * y
    panes = np.exp(-(((slant - 0.42) / 0.10) ** 4)) + 0.6 * np.exp(-(((slant - 0.72) / 0.045) ** 4))
    fade = np.clip(1.1 - y / y.max(), 0, 1)
    alpha = 26 * panes * fade + 30 * np.exp(-y / 0.02)
    glass = Surface(small, pygame.SRCALPHA)
    pygame.surfarray.pixels3d(glass)[:] = (226, 236, 244)
    pygame.surfarray.pixels_alpha(glass)[:] = alpha.astype(np.uint8)
    large = pygame.transform.smoothscale(glass, size)
    return large.convert_alpha() if pygame.display.get_surface() else large
