"""Panel meters: a printed face in a black case, drawn once, and a needle that stands where the signal is."""

import math
from functools import lru_cache

import numpy as np
import pygame
from pygame import Rect, Surface, Vector2

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import blend
from perceptron_sim.frontend.views.machine_room import art
from perceptron_sim.frontend.views.machine_room.layout_racks import MetersLayout

SWING_DEG = 46.0  # to either side of the middle
NEEDLES = 93  # a degree apart
NEEDLE = (120, 20, 14)
LEAST_WITH_BAND = 36  # height of a meter, in pixels
CAPITALS = 0.72  # height of a capital letter, as a share of its font's ascent
Size = tuple[int, int]


def needle_index(share: float) -> int:
    """A place on the scale, 0..1, as an index into the needles."""
    return round(share * (NEEDLES - 1))


def _pivot(size: Size, band: float) -> tuple[Vector2, float]:
    """Where the needle turns, behind the black *band* at the foot, and how long it is."""
    width, height = size
    pivot = Vector2(width / 2, height - band * 0.75)
    return pivot, min(pivot.y - height * 0.13, width * 0.62)


@lru_cache(maxsize=16)
def face(size: Size, band: int, *, centred: bool) -> Surface:
    """A meter without its needle, over a *band* of black as high; *centred* ones have their zero in the middle."""

    def draw(large: Surface, by: float) -> None:
        w, h = large.get_size()
        pygame.draw.rect(large, art.BAKELITE, (0, 0, w, h), border_radius=round(min(w, h) * 0.1))
        inside = Rect(0, 0, w, h).inflate(-round(2.4 * by), -round(2.4 * by))
        pygame.draw.rect(large, theme.CREAM, inside, border_radius=round(min(w, h) * 0.06))
        pygame.draw.rect(
            large, blend(theme.CREAM, theme.BRASS, 0.35), (inside.left, inside.top, inside.width, round(h * 0.07))
        )
        pivot, length = _pivot((w, h), band * by)
        pen = by * max(1.0, min(size) / 48)  # a meter of 48 pixels is the reference
        for tick in range(11):
            at = _ray((tick / 10 * 2 - 1) * SWING_DEG)
            main = tick % 5 == 0
            inner = 0.76 if main else 0.86
            wide = max(2, round(pen * (1.0 if main else 0.6)))
            pygame.draw.line(large, theme.INK, pivot + at * length * inner, pivot + at * length, wide)
        arc = [pivot + _ray(angle) * length for angle in np.linspace(-SWING_DEG, SWING_DEG, 24)]
        pygame.draw.lines(large, theme.INK, False, arc, max(2, round(pen * 0.7)))
        if centred:
            pygame.draw.circle(large, theme.INK, pivot + _ray(0) * length * 0.68, by * 0.9)
        foot = Rect(inside.left, round(h - band * by), inside.width, round(band * by))
        pygame.draw.rect(large, art.BAKELITE, foot)
        pygame.draw.line(large, blend(art.BAKELITE, art.WHITE, 0.25), foot.topleft, foot.topright, round(by * 0.6))

    return art.large_to_small(size, draw)


@lru_cache(maxsize=16)
def needles(size: Size, band: int) -> tuple[Surface, ...]:
    """NEEDLES sprites of *size*, from the low end of the scale to the high one."""
    return tuple(_needle(size, angle, band) for angle in np.linspace(-SWING_DEG, SWING_DEG, NEEDLES))


def _needle(size: Size, angle_deg: float, band: int) -> Surface:
    sprite = Surface(size, pygame.SRCALPHA)
    pivot, length = _pivot(size, band)
    at, foot = _ray(angle_deg), size[1] - band
    width = max(1, round(min(size) / 32))
    start = pivot + at * max(0.0, pivot.y - foot) / max(0.5, -at.y)
    pygame.draw.aaline(sprite, (0, 0, 0, 70), start + Vector2(1, 1), pivot + at * length * 0.94 + Vector2(1, 2), width)
    pygame.draw.aaline(sprite, NEEDLE, start, pivot + at * length * 0.97, width)
    return sprite.convert_alpha() if pygame.display.get_surface() else sprite


def _ray(angle_deg: float) -> Vector2:
    return Vector2(math.sin(math.radians(angle_deg)), -math.cos(math.radians(angle_deg)))


def band_height(area: Rect, type_: Type, *, labelled: bool) -> int:
    """How high the black foot of a meter is: a label has room on it, but on small meters, where the face needs it."""
    if not labelled:
        return max(3, area.height // 5)
    if area.height < LEAST_WITH_BAND:
        return max(2, area.height // 12)
    capitals = round(type_.font(theme.LABEL).get_ascent() * CAPITALS)
    return capitals + max(3, area.height // 10)


def draw_face(surface: Surface, area: Rect, type_: Type, label: str, *, centred: bool) -> None:
    """A meter at rest; its *label*, if any, on its foot, or printed to both sides of the needle's pivot."""
    band = band_height(area, type_, labelled=bool(label))
    surface.blit(face(area.size, band, centred=centred), area)
    if label and area.height < LEAST_WITH_BAND:
        y = area.bottom - band - 2
        type_.write(surface, label[0], (area.left + 3, y), theme.LABEL, theme.INK)
        type_.write(surface, label[1:], (area.right - 3, y), theme.LABEL, theme.INK, "right")
    elif label:
        at = (area.centerx, area.bottom - max(2, area.height // 18))
        type_.write(surface, label, at, theme.LABEL, theme.CREAM, "centre")


def all_areas(layout: MetersLayout, panel: Rect) -> tuple[Rect, ...]:
    """The meters' places in the order of METERS."""
    return (*layout.meters, *layout.supply_meters, panel)
