"""What is marked in the room: what is broken or switched off, what a self-test walks through, what fingers hold."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import pygame
from pygame import Rect, Surface, Vector2

from hardware.faults import CutWire, Fault, ShortedWire
from perceptron_sim.explain.machine_room import RoomState
from perceptron_sim.explain.machine_room_service import A_UNIT, CELL, R_UNIT, SUPPLY, Picked, part_of
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import blend
from perceptron_sim.frontend.views.machine_room import art
from perceptron_sim.frontend.views.machine_room.board import A_COLUMNS, jacks
from perceptron_sim.frontend.views.machine_room.hands import Stroke
from perceptron_sim.frontend.views.machine_room.layout import RoomLayout

LEAST_CROSS, LEAST_OF_WIRES = 9, 7  # pixels
Point = tuple[float, float]
Blit = tuple[Surface, tuple[int, int]]


class Marks:
    """The places of all parts of one layout, and what is drawn on them."""

    def __init__(self, layout: RoomLayout, type_: Type) -> None:
        self._layout, self._type = layout, type_
        retina, switches = layout.sensory.retina, layout.sensory.switches
        cells = range(retina.columns * retina.rows)
        lamps = [pair[0].union(pair[1]) for pair in layout.control.answer_lamps]
        self.places: dict[str, list[Rect]] = {
            CELL: [retina.cell(cell) for cell in cells],
            A_UNIT: list(layout.modules.knobs),
            R_UNIT: lamps,
            SUPPLY: [layout.meters.supplies[0]],
        }
        self.switches: dict[str, list[Rect]] = {
            CELL: [switches.cell(cell) for cell in cells],
            A_UNIT: list(layout.modules.knobs),
            R_UNIT: list(layout.control.door.lever_rows),
        }
        self._known: tuple[tuple[Fault, ...], list[Blit]] = (), []  # what is broken, and its crosses
        self._jacks = jacks(layout.board.a_units, A_COLUMNS, len(layout.modules.knobs))

    def draw(self, surface: Surface, state: RoomState) -> None:
        """What is off, what walks, what is broken."""
        knobs = self.places[A_UNIT]
        side = knobs[0].width
        off = np.flatnonzero(~state.panel.switched_on).tolist()
        surface.fblits([(_off(side), knobs[unit].topleft) for unit in off])
        if state.testing:
            ring = _ring(side + 4)
            firing = np.flatnonzero(state.machine.firing).tolist()
            surface.fblits([(ring, (knobs[unit].left - 2, knobs[unit].top - 2)) for unit in firing])
        if state.panel.faults != self._known[0]:
            self._known = state.panel.faults, [self._cross(*place) for place in self._broken(state.panel.faults)]
        surface.fblits(self._known[1])

    def _broken(self, faults: Iterable[Fault]) -> Iterable[tuple[int, Point]]:
        """How large the cross on each broken part is, and its middle, each once; that of a wire, 0, is at its jack."""
        found: dict[tuple[int, Point], None] = {}
        for fault in faults:
            part = part_of(fault)
            if isinstance(fault, CutWire | ShortedWire):
                x, y = self._jacks[fault.a_unit].tolist()
                found[0, (x, y)] = None
            elif part.number < len(self.places[part.kind]):
                place = self.places[part.kind][part.number]
                found[round(min(place.size) * (0.9 if part.kind != SUPPLY else 0.5)), place.center] = None
        return found

    def _cross(self, side: int, middle: Point) -> Blit:
        px = self._type.scale.px
        sprite = cross(min(max(LEAST_CROSS, px(13), side), px(30)) if side else max(LEAST_OF_WIRES, px(9)))
        return sprite, (round(middle[0] - sprite.get_width() / 2), round(middle[1] - sprite.get_height() / 2))

    def draw_picked(self, surface: Surface, part: Picked) -> None:
        """A wide ring around the part that the service sheet is about."""
        if part.number >= len(self.places[part.kind]):
            return
        place, px = self.places[part.kind][part.number], self._type.scale.px
        if part.kind in (SUPPLY, R_UNIT):
            pygame.draw.rect(surface, theme.CREAM, place.inflate(px(6), px(6)), max(2, px(2)), border_radius=px(6))
            return
        for radius, width in ((max(place.width, px(12)) + px(4), 2), (max(place.width, px(12)) // 2 + px(4), 1)):
            pygame.draw.aacircle(surface, theme.CREAM, place.center, radius, max(width, px(width)))

    def draw_strokes(self, surface: Surface, strokes: Sequence[Stroke]) -> None:
        """A frame around every switch that a finger has been drawn across: it is thrown when the finger is lifted."""
        for stroke in strokes:
            places = self.switches[stroke.kind]
            size = places[0].size
            frame = _frame((size[0] + 2, size[1] + 2), sharp=stroke.kind == CELL)
            surface.fblits([(frame, (places[unit].left - 1, places[unit].top - 1)) for unit in stroke.units])


def kept(surface: Surface) -> Surface:
    """*surface* as the screen has it."""
    return surface.convert_alpha() if pygame.display.get_surface() else surface


@lru_cache(maxsize=8)
def cross(side: int) -> Surface:
    """The sign of what is broken: an orange cross on a dark disc."""

    def draw(large: Surface, by: float) -> None:
        w = large.get_width()
        middle, arm = Vector2(w / 2), w * 0.24
        pygame.draw.circle(large, theme.WRONG, middle, w * 0.5)
        pygame.draw.circle(large, (20, 14, 10), middle, w * 0.41)
        for way in (Vector2(1, 1), Vector2(1, -1)):
            pygame.draw.line(large, blend(theme.WRONG, art.WHITE, 0.25), middle - way * arm, middle + way * arm, w // 7)

    return art.large_to_small((side, side), draw)


@lru_cache(maxsize=4)
def _off(side: int) -> Surface:
    """Over a potentiometer whose A-unit is switched off: its brass is dark, a bar lies across it."""

    def draw(large: Surface, by: float) -> None:
        w = large.get_width()
        pygame.draw.circle(large, (12, 13, 15, 205), Vector2(w / 2), w * 0.5)
        pygame.draw.line(large, theme.MUTED, (w * 0.22, w / 2), (w * 0.78, w / 2), max(1, round(w * 0.12)))

    return art.large_to_small((side, side), draw)


@lru_cache(maxsize=4)
def _ring(side: int) -> Surface:
    """Around an A-unit that fires while the self-test walks."""

    def draw(large: Surface, by: float) -> None:
        w = large.get_width()
        pygame.draw.circle(large, (*theme.AMBER, 70), Vector2(w / 2), w * 0.5)
        pygame.draw.circle(large, theme.AMBER, Vector2(w / 2), w * 0.49, max(1, round(w * 0.09)))

    return art.large_to_small((side, side), draw)


@lru_cache(maxsize=8)
def _frame(size: tuple[int, int], *, sharp: bool) -> Surface:
    frame = Surface(size, pygame.SRCALPHA)
    radius = 0 if sharp else min(size) // 3
    pygame.draw.rect(frame, (*theme.CREAM, 70), frame.get_rect(), border_radius=radius)
    pygame.draw.rect(frame, theme.CREAM, frame.get_rect(), 1 if sharp else 2, border_radius=radius)
    return kept(frame)
