"""The wires of what is picked on a layer of their own, drawn anew only where one of them changes."""

from collections.abc import Collection

import pygame
from pygame import Rect

from perceptron_sim.explain.wires import Wire
from perceptron_sim.explain.wires_plugging import Socket
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.plugboard.board import Course, draw_picked_wires

NOTHING = (255, 0, 255)  # where the layer lets through what is below; no wire has this colour
MARGIN = 24  # about all courses: a wire is so thick, and the ends of one that is cut hang so low


class PickedLayer:
    """What was drawn of which wires."""

    def __init__(self, type_: Type) -> None:
        self._type = type_
        self._drawn: tuple[tuple[Wire, ...], list[Course], frozenset[Socket]] | None = None
        self._area = Rect(0, 0, 1, 1)
        self._layer = pygame.Surface((1, 1))

    def draw(
        self, surface: pygame.Surface, wires: tuple[Wire, ...], courses: list[Course], off: Collection[Socket]
    ) -> None:
        """The *wires* along their *courses*, those that are *off* their sockets left out."""
        held = frozenset(off)
        if self._drawn is None or self._drawn[0] != wires or self._drawn[1] is not courses or self._drawn[2] != held:
            self._drawn = wires, courses, held
            self._draw_anew(wires, courses, held)
        if wires:
            surface.blit(self._layer, self._area)

    def _draw_anew(self, wires: tuple[Wire, ...], courses: list[Course], off: frozenset[Socket]) -> None:
        points = [point for course in courses for point in course]
        if not points:
            return
        x, y = zip(*points, strict=True)
        margin = self._type.scale.px(MARGIN)
        left, top = round(min(x)) - margin, round(min(y)) - margin
        self._area = Rect(left, top, round(max(x)) + margin - left, round(max(y)) + margin - top)
        self._layer = pygame.Surface(self._area.size, depth=32)
        self._layer.fill(NOTHING)
        self._layer.set_colorkey(NOTHING)
        moved = [[(x - left, y - top) for x, y in course] for course in courses]
        draw_picked_wires(self._layer, self._type, wires, moved, off)
