"""How brass, bakelite, shadows and knobs are drawn: large first, then brought down."""

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
import pygame
from pygame import Rect, Surface, Vector2

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour, Style, blend
from perceptron_sim.palette import STEEL_DARK, STEEL_LIGHT

LARGER = 4
BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)
BAKELITE: Colour = (26, 24, 23)
SHADOW = 150  # alpha
Draw = Callable[[Surface, float], None]


def large_to_small(size: tuple[int, int], draw: Draw) -> Surface:
    """A sprite of *size* that *draw* draws on a surface LARGER times as large; it is told how much larger."""
    large = Surface((size[0] * LARGER, size[1] * LARGER), pygame.SRCALPHA)
    draw(large, LARGER)
    small = pygame.transform.smoothscale(large, size)
    return small.convert_alpha() if pygame.display.get_surface() else small


def gradient(size: tuple[int, int], top: Colour, bottom: Colour) -> Surface:
    """Colours from *top* to *bottom*."""
    strip = Surface((1, 2))
    strip.set_at((0, 0), top)
    strip.set_at((0, 1), bottom)
    column = Surface((1, max(2, size[1])))
    for y in range(column.get_height()):
        column.set_at((0, y), blend(top, bottom, y / (column.get_height() - 1)))
    return pygame.transform.scale(column, (max(1, size[0]), max(1, size[1])))


def shade_over(surface: Surface, area: Rect, colour: Colour, top_alpha: int, bottom_alpha: int) -> None:
    """Lay *colour* over *area*, from one transparency at its top to another at its bottom."""
    column = Surface((1, max(2, area.height)), pygame.SRCALPHA)
    for y in range(column.get_height()):
        share = y / (column.get_height() - 1)
        column.set_at((0, y), (*colour, round(top_alpha + (bottom_alpha - top_alpha) * share)))
    surface.blit(pygame.transform.scale(column, (max(1, area.width), max(1, area.height))), area)


def soft_shadow(surface: Surface, area: Rect, spread: int, alpha: int = SHADOW, drop: int = 0) -> None:
    """A blurred shadow of *area* on what is behind it."""
    spread = max(2, spread)
    piece = Surface((area.width + 4 * spread, area.height + 4 * spread), pygame.SRCALPHA)
    piece.fill((0, 0, 0, alpha), (2 * spread, 2 * spread, *area.size))
    small = (max(2, piece.get_width() // spread * 2), max(2, piece.get_height() // spread * 2))
    piece = pygame.transform.smoothscale(pygame.transform.smoothscale(piece, small), piece.get_size())
    surface.blit(piece, (area.left - 2 * spread, area.top - 2 * spread + drop))


def round_shadow(surface: Surface, middle: tuple[int, int], radius: float, alpha: int = SHADOW) -> None:
    """The blurred shadow of a round thing that stands out of its plate."""
    side = max(8, round(radius * 3))
    axis = (np.arange(side) - (side - 1) / 2) / max(1.0, radius)
    x, y = np.meshgrid(axis, axis, indexing="ij")
    piece = Surface((side, side), pygame.SRCALPHA)
    piece.fill((0, 0, 0, 0))
    shade = alpha * np.clip((1.45 - np.hypot(x, y)) / 0.6, 0, 1) ** 2
    pygame.surfarray.pixels_alpha(piece)[:] = shade.astype(np.uint8)
    surface.blit(piece, piece.get_rect(center=middle))


def bevel(surface: Surface, area: Rect, width: int, *, raised: bool = True, strength: int = 70) -> None:
    """Light on the upper and left edges of *area* and dark on the others; the other way about where it is sunken."""
    layer = Surface(area.size, pygame.SRCALPHA)
    light, dark = (*WHITE, strength), (*BLACK, strength + 40)
    above, below = (light, dark) if raised else (dark, light)
    w, h = area.size
    for i in range(width):
        pygame.draw.line(layer, below, (i, h - 1 - i), (w - 1 - i, h - 1 - i))
        pygame.draw.line(layer, below, (w - 1 - i, i), (w - 1 - i, h - 1 - i))
        pygame.draw.line(layer, above, (i, i), (w - 1 - i, i))
        pygame.draw.line(layer, above, (i, i), (i, h - 1 - i))
    surface.blit(layer, area)


def sunken(surface: Surface, area: Rect, colour: Colour, type_: Type) -> None:
    """A recess in the steel, *colour* at its ground, with the shadow of its upper edge."""
    edge = type_.scale.px(2)
    rim = area.inflate(2 * edge, 2 * edge)
    pygame.draw.rect(surface, blend(STEEL_DARK, BLACK, 0.35), rim, border_radius=edge)
    bevel(surface, rim, edge, raised=False, strength=60)
    pygame.draw.rect(surface, colour, area)
    shade_over(surface, Rect(area.left, area.top, area.width, min(area.height, type_.scale.px(10))), BLACK, 150, 0)


@lru_cache(maxsize=32)
def screw(diameter: int, turn_deg: int) -> Surface:
    """A slotted screw of steel, its slot turned."""

    def draw(large: Surface, by: float) -> None:
        r = diameter * by / 2
        middle = Vector2(r, r)
        pygame.draw.circle(large, (0, 0, 0, 120), middle + Vector2(0, r * 0.12), r * 0.98)
        pygame.draw.circle(large, blend(STEEL_DARK, BLACK, 0.4), middle, r * 0.88)
        pygame.draw.circle(large, blend(STEEL_LIGHT, BLACK, 0.12), middle - Vector2(0, r * 0.08), r * 0.74)
        slot = Vector2(math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))) * r * 0.7
        pygame.draw.line(large, blend(STEEL_DARK, BLACK, 0.7), middle - slot, middle + slot, max(1, round(r * 0.26)))

    return large_to_small((diameter, diameter), draw)


def screws_at_corners(surface: Surface, area: Rect, inset: int, diameter: int) -> None:
    """Four screws, no two turned alike."""
    diameter = max(4, diameter)
    for number, (x, y) in enumerate(
        (
            (area.left + inset, area.top + inset),
            (area.right - inset, area.top + inset),
            (area.left + inset, area.bottom - inset),
            (area.right - inset, area.bottom - inset),
        )
    ):
        turned = (area.left * 7 + area.top * 3 + number * 53) % 12 * 15
        surface.blit(screw(diameter, turned), (x - diameter // 2, y - diameter // 2))


def plate(surface: Surface, area: Rect, type_: Type, words: str, style: Style = theme.LABEL) -> None:
    """An engraved plate: cream letters in black bakelite."""
    ground(surface, area, type_)
    if type_.width(words, style) > area.width - 4:
        style = theme.SMALL
    font = type_.font(style)
    baseline = area.centery + (font.get_ascent() + font.get_descent()) // 2
    type_.write(
        surface, type_.fitted(words, style, area.width - 4), (area.centerx, baseline), style, theme.CREAM, "centre"
    )


def ground(surface: Surface, area: Rect, type_: Type) -> None:
    """The black of an engraved plate."""
    radius = type_.scale.px(3)
    pygame.draw.rect(surface, blend(STEEL_DARK, BLACK, 0.55), area.move(0, 1), border_radius=radius)
    pygame.draw.rect(surface, BAKELITE, area, border_radius=radius)
    pygame.draw.line(
        surface, blend(BAKELITE, WHITE, 0.16), (area.left + radius, area.top), (area.right - radius, area.top)
    )


@lru_cache(maxsize=16)
def bakelite_knob(diameter: int, angle_deg: int, *, dial: bool = False) -> Surface:
    """A black knob with a cream line at *angle_deg*; as a *dial*, large, with a scale around it."""

    def draw(large: Surface, by: float) -> None:
        r = diameter * by / 2
        middle = Vector2(r, r)
        if dial:
            pygame.draw.circle(large, blend(STEEL_DARK, BLACK, 0.3), middle, r * 0.98)
            pygame.draw.circle(large, blend(STEEL_LIGHT, BLACK, 0.1), middle, r * 0.93)
            for step in range(0, 301, 30):
                at = _ray(step - 150)
                pygame.draw.line(
                    large, theme.INK, middle + at * r * 0.78, middle + at * r * 0.9, max(1, round(r * 0.05))
                )
        body = 0.7 if dial else 0.92
        pygame.draw.circle(large, (0, 0, 0, 130), middle + Vector2(0, r * 0.1), r * body)
        for flute in range(18):
            pygame.draw.circle(large, BAKELITE, middle + _ray(flute * 20) * r * body * 0.88, r * body * 0.13)
        pygame.draw.circle(large, BAKELITE, middle, r * body * 0.9)
        pygame.draw.circle(large, blend(BAKELITE, WHITE, 0.14), middle - Vector2(0, r * body * 0.08), r * body * 0.66)
        pygame.draw.circle(large, blend(BAKELITE, WHITE, 0.06), middle, r * body * 0.6)
        at = _ray(angle_deg)
        pygame.draw.line(
            large, theme.CREAM, middle + at * r * body * 0.3, middle + at * r * body * 0.86, max(2, round(r * 0.1))
        )

    return large_to_small((diameter, diameter), draw)


def _ray(angle_deg: float) -> Vector2:
    """One step from the middle, 0 straight up, clockwise."""
    return Vector2(math.sin(math.radians(angle_deg)), -math.cos(math.radians(angle_deg)))


def rod(size: tuple[int, int]) -> Surface:
    """An upright round bar of bright metal with rounded ends."""

    def draw(large: Surface, by: float) -> None:
        w, h = large.get_size()
        share = np.linspace(-1, 1, w)
        shine = 0.28 + 0.5 * np.sqrt(1 - share**2) + 0.5 * np.exp(-(((share + 0.35) / 0.22) ** 2))
        face = np.clip(shine[:, None] * np.array(STEEL_LIGHT, dtype=float) * 0.86, 0, 255).astype(np.uint8)
        pygame.draw.rect(large, WHITE, (0, 0, w, h), border_radius=w // 2)
        pygame.surfarray.pixels3d(large)[:] = face[:, None, :]

    return large_to_small(size, draw)


@lru_cache(maxsize=16)
def lever(size: tuple[int, int], thrown: int) -> Surface:
    """A lever switch lying across its plate: *thrown* +1 to the right, -1 to the left, 0 straight at the visitor."""

    def draw(large: Surface, by: float) -> None:
        w, h = large.get_size()
        slot = Rect(0, 0, round(w * 0.9), round(h * 0.46))
        slot.center = (w // 2, h // 2)
        escutcheon = slot.inflate(by * 3, by * 3)
        pygame.draw.rect(large, (*BLACK, 120), escutcheon.move(0, by), border_radius=escutcheon.height)
        pygame.draw.rect(large, blend(STEEL_LIGHT, BLACK, 0.18), escutcheon, border_radius=escutcheon.height)
        pygame.draw.rect(large, (12, 12, 12), slot, border_radius=slot.height)
        middle, tip = Vector2(w / 2, h / 2), Vector2(w / 2 + thrown * (w / 2 - h * 0.36), h / 2)
        pygame.draw.line(large, blend(STEEL_DARK, BLACK, 0.3), middle + Vector2(0, h * 0.03), tip, round(h * 0.26))
        pygame.draw.line(large, STEEL_LIGHT, middle - Vector2(0, h * 0.03), tip, round(h * 0.14))
        pygame.draw.circle(large, (0, 0, 0, 170), tip + Vector2(0, h * 0.1), h * 0.35)
        pygame.draw.circle(large, theme.CREAM if thrown > 0 else blend(BAKELITE, WHITE, 0.16), tip, h * 0.33)
        sheen = WHITE if thrown > 0 else blend(BAKELITE, WHITE, 0.4)
        pygame.draw.circle(large, sheen, tip - Vector2(h, h) * 0.1, h * 0.1)

    return large_to_small(size, draw)
