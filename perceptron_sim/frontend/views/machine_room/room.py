"""The room and the steel: wall, floor, light, the row of cabinets with band and plinth."""

import numpy as np
import pygame
from pygame import Rect, Surface

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import blend
from perceptron_sim.frontend.views.machine_room import art, steel
from perceptron_sim.frontend.views.machine_room.layout import FLANK, RoomLayout
from perceptron_sim.palette import STEEL_DARK

ON_WALL = (44, 41, 36)
NAME, MAKER = "MARK I   PERCEPTRON", "CORNELL AERONAUTICAL LABORATORY, INC."


def draw_room(surface: Surface, layout: RoomLayout, type_: Type) -> None:
    """Wall and floor, and the shadow that the cabinets throw on both."""
    area, cabinet, px = layout.area, layout.cabinet, type_.scale.px
    surface.fill(theme.GROUND, area)
    surface.blit(_glow_on_wall(area.size, layout.floor_y - px(30) - area.top), area, special_flags=pygame.BLEND_RGB_ADD)
    thrown = Rect(cabinet.left + px(20), cabinet.top + px(40), cabinet.width, cabinet.height - px(40))
    art.soft_shadow(surface, thrown, px(22), 150, drop=px(8))
    foot = Rect(cabinet.left - px(8), cabinet.bottom - px(6), cabinet.width + px(8 + FLANK), px(12))
    art.soft_shadow(surface, foot, px(8), 240)


def _glow_on_wall(size: tuple[int, int], floor_y: int) -> Surface:
    """What the lamps above the cabinets make of wall and floor: nothing at the edges of the view."""
    small = (max(2, size[0] // 8), max(2, size[1] // 8))
    x, y = np.meshgrid(np.linspace(-1, 1, small[0]), np.linspace(0, 1, small[1]), indexing="ij")
    edge = np.clip(6 * y, 0, 1) * np.clip(6 * (1 - y), 0, 1) * np.clip(8 * (1 - np.abs(x)), 0, 1)
    wall = 0.9 * np.exp(-((x / 0.95) ** 4)) * np.exp(-(((y - 0.15) / 0.55) ** 2))
    floor = 0.55 * np.exp(-((x / 0.8) ** 4)) * (y > floor_y / size[1])
    light = edge * np.where(y > floor_y / size[1], floor, wall)
    pixels = (light[..., None] * np.array(ON_WALL)).astype(np.uint8)
    return pygame.transform.smoothscale(pygame.surfarray.make_surface(pixels), size)


def _flank(surface: Surface, layout: RoomLayout, type_: Type) -> None:
    """The right side of the last cabinet, of which little is seen: it gives the row its depth."""
    px, cabinet = type_.scale.px, layout.cabinet
    wide = px(FLANK)
    side = Rect(cabinet.right, cabinet.top, wide, cabinet.height)
    surface.blit(art.gradient(side.size, (74, 73, 70), (24, 24, 25)), side)
    pygame.draw.rect(surface, (22, 22, 23), (side.left, layout.plinth.top, wide, layout.plinth.height))
    band = Rect(side.left, layout.band.top, wide, layout.band.height)
    surface.blit(art.gradient(band.size, blend(theme.CREAM, art.BLACK, 0.5), blend(theme.CREAM, art.BLACK, 0.68)), band)
    pygame.draw.line(surface, (16, 16, 16), (side.left, side.top), (side.left, side.bottom - 1))
    for top, bottom in (
        ((side.right, side.top), (side.left, side.top)),
        ((side.right, side.bottom), (side.left, side.bottom)),
    ):
        away = px(7) if top[1] == side.top else -px(5)
        pygame.draw.polygon(surface, theme.GROUND, [bottom, top, (top[0], top[1] + away)])


def draw_steel(surface: Surface, layout: RoomLayout, type_: Type) -> None:
    """The bare cabinets: brushed sheets with their seams and screws, the name band, the plinth."""
    px = type_.scale.px
    _flank(surface, layout, type_)
    for number, bay in enumerate(layout.bays):
        surface.blit(steel.brushed(bay.size, 100 + number), bay)
        art.bevel(surface, bay.inflate(-2, 0), max(1, px(2)), strength=70)
        pygame.draw.rect(surface, (22, 22, 22), (bay.left - 1, bay.top, max(2, px(3)), bay.height))
        art.screws_at_corners(surface, bay, px(7), px(7))
    pygame.draw.rect(surface, (22, 22, 22), (layout.cabinet.right - 1, layout.band.bottom, 2, layout.bays[0].height))
    surface.blit(art.gradient(layout.plinth.size, (46, 46, 47), (16, 16, 17)), layout.plinth)
    pygame.draw.line(surface, (10, 10, 10), layout.plinth.topleft, (layout.plinth.right - 1, layout.plinth.top), px(2))
    _feet(surface, layout, type_)
    _band(surface, layout.band, type_)


def _feet(surface: Surface, layout: RoomLayout, type_: Type) -> None:
    px = type_.scale.px
    for bay in layout.bays:
        for x in (bay.left + px(24), bay.right - px(24)):
            foot = Rect(x - px(12), layout.plinth.bottom - px(7), px(24), px(7))
            pygame.draw.rect(surface, (8, 8, 9), foot, border_radius=px(2))


def _band(surface: Surface, band: Rect, type_: Type) -> None:
    """The cream strip; its words come later, above light and wear."""
    px = type_.scale.px
    surface.blit(art.gradient(band.size, theme.CREAM, blend(theme.CREAM, STEEL_DARK, 0.3)), band)
    art.bevel(surface, band, max(1, px(2)), strength=90)
    art.shade_over(surface, Rect(band.left, band.bottom, band.width, px(12)), art.BLACK, 130, 0)


def draw_wear(surface: Surface, layout: RoomLayout, type_: Type) -> None:
    """Sixty years: scratches, paint rubbed off the edges, a darker foot, kicks near the floor."""
    px = type_.scale.px
    for number, bay in enumerate(layout.bays):
        steel.scuffs(surface, bay, 300 + number, 40 * max(1, bay.width // bay.height + 1))
        steel.rubbed_edges(surface, bay.inflate(-px(6), -px(4)), type_, seed=310 + number)
        art.shade_over(surface, Rect(bay.left, bay.bottom - px(120), bay.width, px(120)), (30, 24, 18), 0, 70)
    for number, plate in enumerate((layout.sensory.blank, layout.control.top, layout.control.door.sheet)):
        steel.rubbed_edges(surface, plate, type_, seed=330 + number)
    _kicks(surface, layout.sensory.blank, type_)
    steel.scuffs(surface, layout.plinth, 400, 160)
    steel.rubbed_edges(surface, layout.band, type_, seed=340)


def _kicks(surface: Surface, area: Rect, type_: Type) -> None:
    """Dark marks that shoes left on the lowest panel."""
    rng, px = np.random.default_rng(402), type_.scale.px
    low = Rect(area.left + px(8), area.bottom - min(px(60), area.height // 2), area.width - px(16), 1)
    for _ in range(9):
        x, y = low.left + rng.random() * low.width, low.top + rng.random() ** 0.6 * (area.bottom - low.top - px(8))
        mark = Rect(0, 0, max(3, round(px(30) * rng.random())), max(2, px(2)))
        mark.center = (round(x), round(y))
        art.soft_shadow(surface, mark.clip(area), max(2, px(2)), 60)


def draw_light(surface: Surface, layout: RoomLayout) -> None:
    """Three lamps above the cabinets: what is near them is bright."""
    cabinet = layout.cabinet
    fixtures = np.column_stack((cabinet.width * np.array((0.14, 0.5, 0.86)), np.full(3, -0.05 * cabinet.height)))
    light = steel.light_map(cabinet.size, fixtures, (cabinet.width * 0.21, cabinet.height * 0.75), 0.4)
    surface.blit(light, cabinet, special_flags=pygame.BLEND_RGB_MULT)


def draw_words(surface: Surface, layout: RoomLayout, type_: Type) -> None:
    """The emblem and the words over the middle cabinets."""
    band, px = layout.band, type_.scale.px
    font = type_.font(theme.TITLE)
    baseline = band.centery + (font.get_ascent() + font.get_descent()) // 2
    radius = round(band.height * 0.32)
    words = type_.width(NAME, theme.TITLE) + px(22) + type_.width(MAKER, theme.SMALL)
    middle_bays = layout.bays[1].union(layout.bays[2])
    left = max(middle_bays.left + px(8), middle_bays.centerx - (2 * radius + px(16) + words) // 2)
    middle = (left + radius, band.centery)
    pygame.draw.aacircle(surface, theme.INK, middle, radius, max(1, px(2)))
    pygame.draw.aacircle(surface, theme.INK, middle, round(radius * 0.62), max(1, px(1)))
    at = (left + 2 * radius + px(16), baseline)
    right = type_.write(surface, NAME, at, theme.TITLE, theme.INK).right + px(22)
    room = layout.bays[3].left - right
    type_.write(surface, type_.fitted(MAKER, theme.SMALL, room), (right, baseline), theme.SMALL, theme.INK)


def draw_reflection(surface: Surface, layout: RoomLayout, type_: Type) -> None:
    """The polished floor holds a faint picture of what stands on it."""
    cabinet, height = layout.cabinet, type_.scale.px(64)
    source = Rect(cabinet.left, cabinet.bottom - height, cabinet.width, height)
    mirrored = Surface(source.size, pygame.SRCALPHA)
    mirrored.blit(pygame.transform.flip(surface.subsurface(source).copy(), False, True), (0, 0))
    veil = Surface(mirrored.get_size(), pygame.SRCALPHA)
    art.shade_over(veil, veil.get_rect(), art.WHITE, 62, 0)
    mirrored.blit(veil, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
    surface.blit(mirrored, (cabinet.left, cabinet.bottom))
