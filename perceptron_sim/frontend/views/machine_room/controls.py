"""The switches of the control panel as they stand: motors, control, lessons, the R-switches; the button that clears."""

from functools import lru_cache

import pygame
from pygame import Rect, Surface, Vector2

from hardware.choices import Control
from perceptron_sim.explain.machine_room import RoomState
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.sprites import lamps
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import blend
from perceptron_sim.frontend.views.machine_room import art
from perceptron_sim.frontend.views.machine_room.layout_racks import ControlLayout, DoorLayout
from perceptron_sim.operations import Source
from perceptron_sim.palette import STEEL_DARK, STEEL_LIGHT

MODES = ((Control.FORCED, "Forced"), (Control.ERROR_CORRECTION, "Errors"), (Control.SPONTANEOUS, "Spont."))
MODE_ANGLES = (-50, 0, 50)
MOTORS_WORDS, LESSONS_WORDS, CLEAR_WORD = ("On", "Off"), ("Auto", "Hand"), "CLEAR"
CAP = (150, 44, 34)  # of the button that clears


def draw_still(surface: Surface, layout: ControlLayout, type_: Type) -> None:
    """The black plates under the switches, and what is engraved on them that never changes."""
    px, door = type_.scale.px, layout.door
    for plate in (layout.motors, layout.rotary_plate, door.lessons, door.clear):
        art.ground(surface, plate, type_)
    font, radius, middle = type_.font(theme.LABEL), layout.rotary.width / 2, Vector2(layout.rotary.center)
    for angle, (_, word) in zip(MODE_ANGLES, MODES, strict=True):
        way = Vector2(0, -1).rotate(angle)
        pygame.draw.aaline(surface, theme.CREAM, middle + way * (radius + 1), middle + way * (radius + px(5)), px(3))
        at = middle + way * (radius + px(5) + font.get_ascent() * 0.55)
        y = round(at.y) + (font.get_ascent() + font.get_descent()) // 2
        type_.write(surface, word[0], (round(at.x), y), theme.LABEL, theme.CREAM, "centre")
    art.plate(surface, door.lessons_plate, type_, "LESSONS")
    _clear(surface, door.clear, type_)


def _clear(surface: Surface, area: Rect, type_: Type) -> None:
    """A red cap that is pushed, and its word."""
    px, font = type_.scale.px, type_.font(theme.LABEL)
    middle, radius = (area.left + px(11), area.centery), min(px(9), area.height // 2 - 2)
    pygame.draw.aacircle(surface, blend(STEEL_LIGHT, art.BLACK, 0.25), middle, radius + 1)
    pygame.draw.aacircle(surface, (18, 16, 16), middle, radius)
    pygame.draw.aacircle(surface, CAP, (middle[0], middle[1] - 1), radius - 1)
    pygame.draw.aacircle(surface, blend(CAP, art.WHITE, 0.24), (middle[0], middle[1] - 1), max(1, radius - px(4)))
    y = area.centery + (font.get_ascent() + font.get_descent()) // 2
    type_.write(surface, CLEAR_WORD, (middle[0] + radius + px(6), y), theme.LABEL, theme.CREAM)


def draw(surface: Surface, layout: ControlLayout, type_: Type, state: RoomState) -> None:
    """Every switch in the position that the session says."""
    panel, door = state.panel, layout.door
    _draw_rotary(surface, layout, type_, panel.control)
    _draw_toggle(surface, layout.motors, type_, MOTORS_WORDS, 1 if panel.motors_on else -1)
    lessons = {Source.AUTOMATIC: 1, Source.HAND: -1}.get(state.source, 0)
    _draw_toggle(surface, door.lessons, type_, LESSONS_WORDS, lessons)
    _draw_levers(surface, door, state)


def _draw_rotary(surface: Surface, layout: ControlLayout, type_: Type, control: Control) -> None:
    """The knob at its position, and the three names, the chosen one bold beside a dot."""
    place, px = [mode for mode, _ in MODES].index(control), type_.scale.px
    surface.blit(art.bakelite_knob(layout.rotary.width, MODE_ANGLES[place], dial=True), layout.rotary)
    ascent = type_.ascent(theme.SMALL)
    for row, (area, (_, word)) in enumerate(zip(layout.modes, MODES, strict=True)):
        y, chosen = area.top + ascent, row == place
        style, colour = (theme.LABEL, theme.CREAM) if chosen else (theme.SMALL, theme.MUTED)
        type_.write(surface, word, (area.centerx + 2, y), style, colour, "centre")
        if chosen:
            pygame.draw.aacircle(surface, theme.CREAM, (area.left + px(6), y - ascent // 3), max(2, px(2)))


def _draw_toggle(surface: Surface, area: Rect, type_: Type, words: tuple[str, str], position: int) -> None:
    """A bat that points at one of two words, or between them."""
    px, line = type_.scale.px, area.height // 2
    sprite = bat((min(px(30), area.width // 3), area.height - 2), position)
    surface.blit(sprite, (area.left + px(3), area.top + 1))
    for row, word in enumerate(words):
        chosen = position == 1 - 2 * row
        style, colour = (theme.LABEL, theme.CREAM) if chosen else (theme.SMALL, theme.MUTED)
        font = type_.font(style)
        y = area.top + row * line + line // 2 + (font.get_ascent() + font.get_descent()) // 2
        type_.write(surface, word, (area.left + sprite.get_width() + px(8), y), style, colour)


@lru_cache(maxsize=16)
def bat(size: tuple[int, int], position: int) -> Surface:
    """A toggle switch with a bat handle: +1 up, -1 down, 0 straight at the visitor."""

    def draw_large(large: Surface, by: float) -> None:
        w, h = large.get_size()
        middle, r = Vector2(w / 2, h / 2), min(w, h) * 0.4
        pygame.draw.circle(large, (0, 0, 0, 120), middle + Vector2(0, by), r)
        pygame.draw.circle(large, blend(STEEL_LIGHT, art.BLACK, 0.12), middle, r)
        pygame.draw.circle(large, blend(STEEL_DARK, art.BLACK, 0.25), middle, r * 0.7)
        pygame.draw.circle(large, (14, 14, 14), middle, r * 0.5)
        tip = middle - Vector2(0, position * (h / 2 - r * 0.66))
        pygame.draw.line(large, blend(STEEL_LIGHT, art.BLACK, 0.3), middle, tip, round(r * 0.5))
        pygame.draw.line(large, STEEL_LIGHT, middle - (by / 2, 0), tip - Vector2(by / 2, 0), round(r * 0.2))
        pygame.draw.circle(large, blend(STEEL_DARK, art.BLACK, 0.3), tip + Vector2(0, by / 2), r * 0.6)
        pygame.draw.circle(large, theme.CREAM, tip, r * 0.54)

    return art.large_to_small(size, draw_large)


def _draw_levers(surface: Surface, door: DoorLayout, state: RoomState) -> None:
    """The R-switches; while the trainer corrects, a light at the side of each one in use that the code wants."""
    machine, switches = state.machine, state.panel.r_switches.tolist()
    wanted = machine.wanted if machine.wanted is not None and state.correcting else ()
    for number, area in enumerate(door.levers):
        surface.blit(art.lever(area.size, switches[number] if number < len(switches) else 0), area)
        if number < min(state.spec.response.in_use, len(wanted)):
            x = area.right - area.height // 6 if wanted[number] else area.left + area.height // 6
            light = lamps(max(4, area.height // 3), theme.AMBER)[-1]
            surface.blit(light, light.get_rect(center=(x, area.centery)))
