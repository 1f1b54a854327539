"""Lamps and dials, drawn once at every state they can show and then only copied."""

import math
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pygame

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.theme import Colour

LAMP_LEVELS = 16
DIAL_ANGLES = 301  # a degree apart
SUPERSAMPLING = 4
TONED_DEG, TONE = 45.0, 0.4  # from which angle on a knob has its full tone, and how much of it


def level_index(levels: npt.NDArray[np.floating]) -> npt.NDArray[np.intp]:
    """Brightness 0..1 as an index into a lamp's sprites."""
    known = np.fmin(np.fmax(levels, 0.0), 1.0)  # a network can run away to NaN; its lamps are dark then
    index: npt.NDArray[np.intp] = np.rint(known * (LAMP_LEVELS - 1)).astype(np.intp)
    return index


@lru_cache(maxsize=32)
def lamps(diameter: int, colour: Colour) -> tuple[pygame.Surface, ...]:
    """LAMP_LEVELS sprites, dark to full, three diameters wide: dark disc, warm centre, soft glow, small highlight."""
    side = 3 * diameter
    centre = (side - 1) / 2
    y, x = np.mgrid[:side, :side] - centre
    distance = np.hypot(x, y) / (diameter / 2)  # 1 at the rim of the glass
    disc = np.clip((1 - distance) * diameter / 2 + 0.5, 0, 1)
    core = np.exp(-((distance / 0.75) ** 2))
    halo = 0.45 * np.exp(-((distance / 1.15) ** 2)) + 0.12 * np.exp(-((distance / 1.9) ** 2))
    edge = np.clip(1.5 * (3 - distance), 0, 1)  # the glow ends before the sprite does
    highlight = np.exp(-(((x + 0.18 * diameter) ** 2 + (y + 0.18 * diameter) ** 2) / (0.12 * diameter) ** 2))
    return tuple(_lamp(disc, core, halo * edge, highlight, level, colour) for level in np.linspace(0, 1, LAMP_LEVELS))


def _lamp(
    disc: npt.NDArray[np.float64],
    core: npt.NDArray[np.float64],
    halo: npt.NDArray[np.float64],
    highlight: npt.NDArray[np.float64],
    level: float,
    colour: Colour,
) -> pygame.Surface:
    glow = np.array(colour, dtype=float)
    glass = np.array(theme.blend(theme.GLASS, colour, 0.14), dtype=float)
    hot = glow + (255 - glow) * 0.55 * (core * level)[..., None]
    lit = glass + (hot - glass) * level
    lit = lit + (255 - lit) * (0.35 * highlight * (0.25 + 0.75 * level))[..., None]
    alpha = np.maximum(disc, halo * level)
    inside = (disc / np.maximum(alpha, 1e-9))[..., None]
    colours = lit * inside + glow * (1 - inside)
    return _surface(colours, alpha)


def _surface(colours: npt.NDArray[np.float64], alpha: npt.NDArray[np.float64]) -> pygame.Surface:
    height, width = alpha.shape
    pixels = np.dstack((np.clip(colours, 0, 255), 255 * np.clip(alpha, 0, 1))).round().astype(np.uint8)
    surface = pygame.image.frombytes(pixels.tobytes(), (width, height), "RGBA")
    return surface.convert_alpha() if pygame.display.get_surface() else surface


def dial_index(angle_deg: npt.NDArray[np.floating], stop_deg: float) -> npt.NDArray[np.intp]:
    """Angles from -stop to +stop as an index into a dial's sprites."""
    return np.rint((angle_deg / stop_deg + 1) / 2 * (DIAL_ANGLES - 1)).astype(np.intp)


@lru_cache(maxsize=16)
def dials(diameter: int, face: Colour, pointer: Colour, stop_deg: float) -> tuple[pygame.Surface, ...]:
    """DIAL_ANGLES sprites of a knob whose pointer runs from -stop to +stop, straight up at zero.

    One that is turned up is lighter, one turned down darker: so what was learned is seen where pointers are too small.
    """
    return tuple(_dial(diameter, face, pointer, angle) for angle in np.linspace(-stop_deg, stop_deg, DIAL_ANGLES))


def _dial(diameter: int, face: Colour, pointer: Colour, angle_deg: float) -> pygame.Surface:
    side = diameter * SUPERSAMPLING
    large = pygame.Surface((side, side), pygame.SRCALPHA)
    tone = TONE * min(1.0, abs(angle_deg) / TONED_DEG)
    face = theme.blend(face, theme.CREAM if angle_deg > 0 else theme.GLASS, tone)
    large.fill((*face, 0))
    middle, radius = pygame.Vector2(side / 2), side / 2 - SUPERSAMPLING / 2
    pygame.draw.circle(large, theme.blend(face, theme.GROUND, 0.45), middle, radius)
    pygame.draw.circle(large, face, middle, radius - SUPERSAMPLING * max(1, diameter // 14))
    direction = pygame.Vector2(math.sin(math.radians(angle_deg)), -math.cos(math.radians(angle_deg)))
    tip, tail = direction * radius * 0.92, -direction * radius * 0.1
    width = max(SUPERSAMPLING, round(side * 0.14))
    pygame.draw.line(large, pointer, middle + tail, middle + tip, width)
    small = pygame.transform.smoothscale(large, (diameter, diameter))
    return small.convert_alpha() if pygame.display.get_surface() else small
