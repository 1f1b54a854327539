"""A loupe over bay 3: the module of the potentiometer that is pointed at, so large that motors are seen to turn."""

import math
from functools import lru_cache

import pygame
from pygame import Rect, Surface, Vector2

from hardware import Mark1Snapshot
from perceptron_sim.frontend import sprites, theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import blend
from perceptron_sim.frontend.view import Frame, Key
from perceptron_sim.frontend.views.machine_room import art, values
from perceptron_sim.frontend.views.machine_room.layout import PARTS_OF_MODULE, PER_MODULE, ModulesLayout
from perceptron_sim.frontend.views.machine_room.turning import GEAR_RATIO

DIAL = 72  # diameter of a potentiometer in the loupe, at 1920 x 1080
PINION = 0.19  # radius of the wheel on a motor's shaft, as a share of the potentiometer's diameter
TICKS = 11  # around a potentiometer, from stop to stop


def pointed_at(frame: Frame) -> int | None:
    """The A-unit whose potentiometer the mouse or the keyboard points at; None while a card is open."""
    if frame.opened is not None:
        return None
    return next((unit for key in (frame.hovered, frame.focused) if (unit := _knob_of(key)) is not None), None)


def _knob_of(key: Key | None) -> int | None:
    match key:
        case ("knob", int(unit)):
            return unit
    return None


def place(layout: ModulesLayout, type_: Type, unit: int, within: Rect) -> Rect:
    """Where the loupe of *unit* lies: below it, or above it and the slip with its name; always *within* the view."""
    knob, module = layout.knobs[unit], layout.modules[unit // PER_MODULE]
    large = type_.scale.px(DIAL) / knob.width
    area = Rect(0, 0, round(module.width * large), round(module.height * large))
    px = type_.scale.px
    area.midtop = (knob.centerx, knob.bottom + px(20))
    if area.bottom > within.bottom - px(16):
        area.bottom = knob.top - px(28) - type_.height(theme.SMALL)
    glass = layout.glass  # beside it stands what is to be read
    return area.clamp(Rect(glass.left, within.top + px(8), glass.width, within.height - px(16)))


def draw(surface: Surface, layout: ModulesLayout, type_: Type, machine: Mark1Snapshot, unit: int, within: Rect) -> None:
    """The module of *unit*, enlarged, every wiper and every shaft at its angle of this instant."""
    area = place(layout, type_, unit, within)
    art.soft_shadow(surface, area, type_.scale.px(10), 190, drop=type_.scale.px(4))
    rim = area.inflate(2 * type_.scale.px(5), 2 * type_.scale.px(5))
    pygame.draw.rect(surface, theme.BRASS, rim, border_radius=type_.scale.px(6))
    surface.blit(_chassis(area.size), area)
    first = unit // PER_MODULE * PER_MODULE
    fellows = range(first, min(first + PER_MODULE, len(layout.knobs)))
    _draw_pilot(surface, area, on=bool(machine.current[fellows.start : fellows.stop].any()))
    for one in fellows:
        knob = _knob(area, one - first)
        _draw_motor(surface, area, knob, machine, one)
        _draw_dial(surface, knob, machine, one)
    chosen = _knob(area, unit - first)
    pygame.draw.aacircle(surface, theme.CREAM, chosen.center, chosen.width // 2 + type_.scale.px(3), type_.scale.px(2))


@lru_cache(maxsize=2)
def _chassis(size: tuple[int, int]) -> Surface:
    return values.chassis(size, max(2, size[0] // 24))


def _knob(area: Rect, part: int) -> Rect:
    """A potentiometer in the loupe's *area*, right of its motor; all are equally far apart."""
    (columns, rows), edge = PARTS_OF_MODULE, area.height // 12
    wide, high = area.width / columns, (area.height - edge) / rows
    row, column = divmod(part, columns)
    side = round(min(wide * 0.68, high * 0.92))
    return Rect(
        round(area.left + (column + 1) * wide - side - 2),
        round(area.top + edge + (row + 0.5) * high - side / 2),
        side,
        side,
    )


def _draw_pilot(surface: Surface, area: Rect, *, on: bool) -> None:
    """The module's lamp: lit while one of its motors runs."""
    lamp = sprites.lamps(max(4, area.height // 20), theme.AMBER)[-1 if on else 0]
    surface.blit(lamp, lamp.get_rect(center=(area.centerx, area.top + round(values.pilot_y(area.height)))))


def _draw_motor(surface: Surface, area: Rect, knob: Rect, machine: Mark1Snapshot, unit: int) -> None:
    """The motor's can and the wheel on its shaft with a spoke, which turns GEAR_RATIO times as fast as the wiper."""
    driven, room = bool(machine.current[unit]), area.width // PARTS_OF_MODULE[0] - knob.width
    can = Rect(knob.left - room + room // 4, 0, max(3, room // 2), round(knob.height * 0.66))
    can.centery = knob.centery
    surface.blit(values.motor(can.size), can)
    radius, middle = knob.width * PINION, Vector2(can.centerx, knob.centery + knob.height * 0.2)
    turned = math.radians(float(machine.angle_deg[unit]) * GEAR_RATIO)
    way = Vector2(math.sin(turned), -math.cos(turned)) * radius
    pygame.draw.aacircle(surface, (24, 24, 25), middle, radius + 1)
    pygame.draw.aacircle(surface, values.LIT_FACE if driven else (128, 126, 120), middle, radius)
    width = max(2, round(radius / 3))
    pygame.draw.aaline(surface, theme.INK, middle - way * 0.85, middle + way * 0.85, width)
    pygame.draw.aacircle(surface, theme.CREAM, middle + way * 0.7, max(2, radius / 5))


def _draw_dial(surface: Surface, knob: Rect, machine: Mark1Snapshot, unit: int) -> None:
    """The face in its recess with marks from stop to stop, its pointer at its angle."""
    driven, middle, radius = bool(machine.current[unit]), Vector2(knob.center), knob.width * 0.4
    pygame.draw.aacircle(surface, (20, 20, 21), middle, knob.width / 2)
    for tick in range(TICKS):
        way = Vector2(0, -1).rotate(machine.stop_deg * (2 * tick / (TICKS - 1) - 1))
        long = 1.22 if tick in (0, TICKS // 2, TICKS - 1) else 1.15
        pygame.draw.aaline(
            surface, blend(theme.CREAM, art.BLACK, 0.3), middle + way * radius * 1.05, middle + way * radius * long
        )
    face = _face(round(radius * 2), driven=driven)
    surface.blit(face, face.get_rect(center=knob.center))
    way = Vector2(0, -1).rotate(float(machine.angle_deg[unit])) * radius
    pygame.draw.aaline(surface, theme.INK, middle - way * 0.1, middle + way * 0.92, max(2, round(radius / 6)))
    pygame.draw.aacircle(surface, theme.INK, middle, max(2, radius / 7))


@lru_cache(maxsize=4)
def _face(diameter: int, *, driven: bool) -> Surface:
    side = values.sprite_side(diameter, driven=driven)
    small = pygame.transform.smoothscale(values.disc(diameter, driven=driven), (side, side))
    return small.convert_alpha() if pygame.display.get_surface() else small
