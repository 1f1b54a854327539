"""Bays 1, 4 and 5 as they stand still: displays and switches, control panel and door, meters and supplies."""

from functools import lru_cache

import numpy as np
import pygame
from pygame import Rect, Surface

from perceptron_sim.explain.machine_room import METERS, SUPPLY
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.fields import Order, draw_dark_lamps
from perceptron_sim.frontend.sprites import lamps
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import blend
from perceptron_sim.frontend.views.machine_room import art, controls, meters, steel
from perceptron_sim.frontend.views.machine_room.layout import SensoryLayout
from perceptron_sim.frontend.views.machine_room.layout_racks import ControlLayout, MetersLayout
from perceptron_sim.palette import STEEL_DARK, STEEL_LIGHT

PHASE_WORDS = ("EXPOSE", "CORRECT", "CHANGE")


def draw_sensory(surface: Surface, layout: SensoryLayout, type_: Type) -> None:
    """The black panel with its dark lamps, and the field of switches."""
    art.sunken(surface, layout.retina_panel, (13, 13, 14), type_)
    draw_dark_lamps(surface, layout.retina, Order.ROWS, theme.AMBER)
    art.sunken(surface, layout.switches_panel, blend(STEEL_DARK, art.BLACK, 0.45), type_)
    toggles = {position: toggle(layout.switches.side, position) for position in (0,)}
    cells = range(layout.switches.columns * layout.switches.rows)
    surface.fblits([(toggles[0], layout.switches.cell(cell).topleft) for cell in cells])


@lru_cache(maxsize=16)
def toggle(side: int, position: int) -> Surface:
    """A small black switch: its bat up, down or straight at the visitor."""

    def draw(large: Surface, by: float) -> None:
        w = large.get_width()
        middle = pygame.Vector2(w / 2, w / 2)
        pygame.draw.circle(large, blend(STEEL_DARK, art.BLACK, 0.15), middle, w * 0.36)
        pygame.draw.circle(large, (16, 16, 16), middle, w * 0.25)
        tip = middle - pygame.Vector2(0, position * w * 0.34)
        colour = theme.CREAM if position else (64, 64, 64)
        pygame.draw.line(large, colour, middle, tip, max(1, round(w * 0.2)))
        pygame.draw.circle(large, colour, tip, w * (0.15 if position else 0.11))

    return art.large_to_small((side, side), draw)


def draw_sensory_words(surface: Surface, layout: SensoryLayout, type_: Type) -> None:
    """The plates under the two fields."""
    art.plate(surface, layout.retina_plate, type_, "SENSORY UNITS")
    art.plate(surface, layout.switches_plate, type_, "CELL SWITCHES")


def draw_control(surface: Surface, layout: ControlLayout, type_: Type) -> None:
    """The steel of the control panel: top plate, door, handle, connectors."""
    steel.sheet(surface, layout.top, type_, seed=41)
    steel.sheet(surface, layout.door.sheet, type_, seed=42, lift=5)
    _handle(surface, layout.door.handle, type_)
    _connectors(surface, layout.door.connectors, type_)


def _handle(surface: Surface, area: Rect, type_: Type) -> None:
    """A round bar lying on two feet, its shadow on the door below it."""
    px = type_.scale.px
    foot, bar = Rect(0, 0, px(9), area.height), area.inflate(0, -area.height // 2)
    art.soft_shadow(surface, bar.move(px(2), px(6)), px(4), 140)
    for x in (area.left + px(6), area.right - px(6)):
        foot.center = (x, area.centery)
        art.soft_shadow(surface, foot, px(2), 120, drop=px(1))
        surface.blit(art.gradient(foot.size, (122, 121, 116), (52, 52, 51)), foot)
    surface.blit(pygame.transform.rotate(art.rod((bar.height, bar.width)), -90), bar)


def _connectors(surface: Surface, area: Rect, type_: Type) -> None:
    """Round connectors near the floor."""
    radius = area.height // 2 - type_.scale.px(3)
    for number in range(4):
        middle = (area.left + round((number + 0.5) * area.width / 4), area.centery)
        pygame.draw.aacircle(surface, blend(STEEL_DARK, art.BLACK, 0.5), (middle[0], middle[1] + 1), radius + 1)
        pygame.draw.aacircle(surface, blend(STEEL_LIGHT, art.BLACK, 0.3), middle, radius)
        pygame.draw.aacircle(surface, (22, 22, 23), middle, round(radius * 0.74))
        for pin in range(5):
            at = pygame.Vector2(middle) + pygame.Vector2(0, -radius * 0.42).rotate(72 * pin)
            pygame.draw.circle(surface, theme.BRASS, at, max(1, radius // 8))


def draw_control_words(surface: Surface, layout: ControlLayout, type_: Type, in_use: int) -> None:
    """Plates, the panel meter's face, what is engraved beside the switches, the R-units' names."""
    px = type_.scale.px
    panel = METERS[-1]
    meters.draw_face(surface, layout.meter, type_, "", centred=False)
    art.plate(surface, layout.meter_plate, type_, panel.label)
    controls.draw_still(surface, layout, type_)
    _answers(surface, layout, type_, in_use)
    art.plate(surface, layout.door.levers_plate, type_, "FORCE")
    _names(surface, layout.door.levers, layout.door.levers_area, type_, in_use)
    for area in layout.door.phases:
        art.ground(surface, area.inflate(0, -px(3)), type_)
    art.plate(surface, layout.door.counter_plate, type_, "SHOWN")
    art.sunken(surface, layout.door.counter, (10, 10, 10), type_)


def _answers(surface: Surface, layout: ControlLayout, type_: Type, in_use: int) -> None:
    """The black plate behind the answers, with 1 and 0 above the lamps."""
    px = type_.scale.px
    art.ground(surface, layout.answers, type_)
    font = type_.font(theme.LABEL)
    for column, word in enumerate("10"):
        x = layout.answer_lamps[0][column].centerx
        type_.write(
            surface, word, (x, layout.answers.top + px(2) + font.get_ascent()), theme.LABEL, theme.CREAM, "centre"
        )
    _names(
        surface, [pair[0] for pair in layout.answer_lamps], layout.answers.move(px(4), 0), type_, in_use, plates=False
    )
    dark = lamps(layout.answer_lamps[0][0].width, theme.AMBER)[0]
    side = dark.get_width()
    for lamp in (lamp for pair in layout.answer_lamps for lamp in pair):
        surface.blit(dark, (lamp.centerx - side // 2, lamp.centery - side // 2))


def _names(
    surface: Surface, rows: tuple[Rect, ...] | list[Rect], area: Rect, type_: Type, in_use: int, *, plates: bool = True
) -> None:
    """R1 to R8 at the left edge of *area*, beside *rows*; R-units that are not in use are muted."""
    font, width = type_.font(theme.LABEL), type_.width("R8", theme.LABEL)
    if plates:
        top, bottom = rows[0].top, rows[-1].bottom
        art.ground(surface, Rect(area.left - 2, top - 2, width + 4, bottom - top + 4), type_)
    for number, row in enumerate(rows):
        y = row.centery + (font.get_ascent() + font.get_descent()) // 2
        colour = theme.CREAM if number < in_use else theme.MUTED
        type_.write(surface, f"R{number + 1}", (area.left, y), theme.LABEL, colour)


def draw_meters(surface: Surface, layout: MetersLayout, type_: Type) -> None:
    """The steel of the meter rack: fuses, blank panels, supplies with their knobs and dials."""
    _fuses(surface, layout.fuses, type_)
    px = type_.scale.px
    half = (layout.plates.height - px(2)) // 2
    for row in range(2):
        blank = Rect(layout.plates.left, layout.plates.top + row * (half + px(2)), layout.plates.width, half)
        surface.blit(steel.brushed(blank.size, 50 + row, 6.0), blank)
        art.bevel(surface, blank, 1)
        rating = Rect(0, 0, blank.width // 4, max(4, half - px(6)))
        rating.center = blank.center
        pygame.draw.rect(surface, theme.BRASS, rating)
        art.bevel(surface, rating, 1, strength=50)
        for line in range(rating.top + 3, rating.bottom - 2, 3):
            pygame.draw.line(
                surface, blend(theme.BRASS, art.BLACK, 0.35), (rating.left + 4, line), (rating.right - 5, line)
            )
    for number, supply in enumerate(layout.supplies):
        surface.blit(steel.brushed(supply.size, 60 + number, 6.0), supply)
        art.shade_over(surface, supply, art.BLACK, 40, 70)
        art.bevel(surface, supply, max(1, px(2)), strength=60)


def _fuses(surface: Surface, area: Rect, type_: Type) -> None:
    """Six fuse caps and four push buttons in a row."""
    radius = max(3, area.height // 2 - type_.scale.px(3))
    for number in range(10):
        middle = (area.left + round((number + 0.5) * area.width / 10), area.centery)
        pygame.draw.aacircle(surface, (20, 20, 20), (middle[0], middle[1] + 1), radius)
        cap = art.BAKELITE if number < 6 else ((104, 34, 28), (40, 70, 48), (40, 40, 42), (40, 40, 42))[number - 6]
        pygame.draw.aacircle(surface, blend(cap, art.WHITE, 0.12), middle, radius - 1)
        pygame.draw.aacircle(
            surface, blend(cap, art.WHITE, 0.3 if number >= 6 else 0.2), middle, max(1, round(radius * 0.5))
        )


def draw_meters_words(surface: Surface, layout: MetersLayout, type_: Type) -> None:
    """The faces of all meters, the knobs, the names of what the supplies' meters show."""
    px = type_.scale.px
    for index, area in enumerate(layout.meters):
        meters.draw_face(surface, area, type_, METERS[index].label, centred=METERS[index].key[0] != "firing")
    for area in layout.supply_meters:
        meters.draw_face(surface, area, type_, "", centred=False)
    for number, knob in enumerate(layout.supply_knobs):
        turned = int(np.array((-30, 20, 60, 95))[number])
        art.round_shadow(surface, (knob.centerx, knob.centery + px(2)), knob.width / 2, 150)
        surface.blit(art.bakelite_knob(knob.width, turned, dial=number >= 2), knob)
    named = [meter for meter in METERS if meter.key[0] == SUPPLY]
    font = type_.font(theme.SMALL)
    for number, strip in enumerate(layout.supply_strips):
        art.ground(surface, strip, type_)
        y = strip.centery + (font.get_ascent() + font.get_descent()) // 2
        for side in (0, 1):
            at = (strip.left + strip.width * (1 + 2 * side) // 4, y)
            type_.write(surface, named[2 * number + side].label, at, theme.SMALL, theme.CREAM, "centre")
