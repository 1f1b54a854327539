"""What turns behind the glass of bay 3: motors, wipers at their angles of this instant, and the light of what runs."""

import math
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pygame
from pygame import Rect, Surface

from hardware import Mark1Snapshot
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.sprites import LAMP_LEVELS, dial_index, level_index
from perceptron_sim.frontend.views.machine_room import values
from perceptron_sim.frontend.views.machine_room.layout import PER_MODULE, ModulesLayout

FloatArray = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]
SHAFT_PLACES, GEAR_RATIO = 16, 20  # the gear is ours: nothing about the real one was found
NARROWEST_MOTOR = 2


@lru_cache(maxsize=8)
def shafts(size: tuple[int, int], *, driven: bool) -> tuple[Surface, ...]:
    """SHAFT_PLACES pictures of a motor with the bright mark on its shaft, which runs round as it turns."""
    return tuple(_shaft(size, 2 * math.pi * place / SHAFT_PLACES, driven) for place in range(SHAFT_PLACES))


def _shaft(size: tuple[int, int], turned: float, driven: bool) -> Surface:
    """A motor whose mark is at the visitor's side where the cosine of *turned* is above zero."""
    sprite = values.motor(size).copy()
    if driven:
        sprite.fill((96, 58, 10), special_flags=pygame.BLEND_RGB_ADD)
    if math.cos(turned) > -0.2:
        middle = (size[1] - 1) / 2 * (1 + 0.86 * math.sin(turned))
        thick = max(1, round(size[1] / 5 * max(0.4, math.cos(turned))))
        top = min(max(0, round(middle - thick / 2)), size[1] - thick)
        sprite.fill(values.LIT_FACE if driven else (176, 172, 160), (0, top, size[0], thick))
    return sprite.convert() if pygame.display.get_surface() else sprite


def shaft_place(angle_deg: FloatArray) -> IntArray:
    """Which of the shafts' pictures is the one of a wiper at *angle_deg*: through its gear the motor turns faster."""
    turns = angle_deg * (GEAR_RATIO / 360.0)
    places: IntArray = np.rint(turns * SHAFT_PLACES).astype(np.intp) % SHAFT_PLACES
    return places


@lru_cache(maxsize=4)
def warmth(size: tuple[int, int]) -> tuple[Surface, ...]:
    """What LAMP_LEVELS of light add to a module of *size*: its pilot lamp, and amber on the chassis around."""
    width, height = size
    x, y = np.meshgrid(np.arange(width) - (width - 1) / 2, np.arange(height) - values.pilot_y(height), indexing="ij")
    lamp = np.exp(-((np.hypot(x, y) / max(1.5, height * 0.035)) ** 2))
    around = 0.2 * np.exp(-((np.hypot(x / width, y / height) / 0.62) ** 2)) + 0.07
    light = np.clip(lamp[..., None] * np.array((255, 224, 160)) + around[..., None] * np.array(theme.AMBER), 0, 255)
    levels = np.linspace(0, 1, LAMP_LEVELS)
    return tuple(pygame.surfarray.make_surface((light * level).astype(np.uint8)) for level in levels)


def running(machine: Mark1Snapshot, modules: int) -> npt.NDArray[np.bool_]:
    """Which of so many modules has a motor with current."""
    found = np.zeros(modules, dtype=np.bool_)
    found[np.flatnonzero(machine.current) // PER_MODULE] = True
    return found


class Values:
    """Bay 3 of one size of picture. What has not turned since the last time stays as it is on the layer that is kept.

    *kept* is that layer, its corner at *corner* of the view, with the rack still empty.
    """

    def __init__(self, layout: ModulesLayout, kept: Surface, corner: tuple[int, int]) -> None:
        self._layout, self._kept, self._corner = layout, kept, corner
        glass = layout.glass
        self._empty = kept.subsurface(glass.move(-corner[0], -corner[1])).copy()
        self._cells = [motor.union(knob) for motor, knob in zip(layout.motors, layout.knobs, strict=True)]
        self._places = np.full((2, len(layout.knobs)), -1, dtype=np.intp)
        self._glow = (values.sprite_side(layout.knobs[0].width, driven=True) - layout.knobs[0].width) // 2

    def settle(self, machine: Mark1Snapshot) -> None:
        """Bring the kept layer up to *machine*: every potentiometer and motor that has turned is drawn anew."""
        places = np.stack((dial_index(machine.angle_deg, machine.stop_deg), shaft_place(machine.angle_deg)))
        turned = np.flatnonzero((places != self._places).any(axis=0)).tolist()
        self._places = places
        if not turned:
            return
        layout, kept, glass = self._layout, self._kept, self._layout.glass
        reflection = values.reflection(glass.size)
        faces = values.faces(layout.knobs[0].width, machine.stop_deg, driven=False)
        marks = shafts(layout.motors[0].size, driven=False)
        dials, motors = places.tolist()
        within = [self._cells[unit].move(-glass.left, -glass.top) for unit in turned]
        at = [self._on_kept(self._cells[unit]) for unit in turned]
        kept.fblits([(self._empty.subsurface(cell), place) for cell, place in zip(within, at, strict=True)])
        if layout.motors[0].width >= NARROWEST_MOTOR:
            kept.fblits([(marks[motors[unit]], self._on_kept(layout.motors[unit])) for unit in turned])
        kept.fblits([(faces[dials[unit]], self._on_kept(layout.knobs[unit])) for unit in turned])
        kept.fblits([(reflection.subsurface(cell), place) for cell, place in zip(within, at, strict=True)])

    def _on_kept(self, area: Rect) -> tuple[int, int]:
        return area.left - self._corner[0], area.top - self._corner[1]

    def draw(self, surface: Surface, machine: Mark1Snapshot, lit: FloatArray) -> None:
        """On top of the kept layer: modules in their pilot lamps' light, *lit* (modules,) 0..1, and motors that run."""
        layout = self._layout
        for module, level in zip(layout.modules, level_index(lit).tolist(), strict=False):
            if level:
                surface.blit(warmth(module.size)[level], module, special_flags=pygame.BLEND_RGB_ADD)
        driven = np.flatnonzero(machine.current).tolist()
        if not driven:
            return
        dials, motors = self._places.tolist()
        marks = shafts(layout.motors[0].size, driven=True)
        faces = values.faces(layout.knobs[0].width, machine.stop_deg, driven=True)
        if layout.motors[0].width >= NARROWEST_MOTOR:
            surface.fblits([(marks[motors[unit]], layout.motors[unit].topleft) for unit in driven])
        corners = [layout.corners[unit] for unit in driven]
        surface.fblits(
            [
                (faces[dials[unit]], (x - self._glow, y - self._glow))
                for unit, (x, y) in zip(driven, corners, strict=True)
            ]
        )
