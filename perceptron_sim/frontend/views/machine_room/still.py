"""The still layer: all that never moves, drawn once for a size in the order in which it stands before another."""

import pygame
from pygame import Rect, Surface

from hardware import Mark1Spec
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import blend
from perceptron_sim.frontend.views.machine_room import art, racks, room, sheet_drawing, stand, steel, values
from perceptron_sim.frontend.views.machine_room.layout import BoardLayout, RoomLayout
from perceptron_sim.palette import STEEL_DARK, STEEL_LIGHT


def draw_still(layout: RoomLayout, type_: Type, spec: Mark1Spec) -> Surface:
    """A picture of the room's area, its corner at the area's corner."""
    still = Surface(layout.area.size)
    still = still.convert() if pygame.display.get_surface() else still
    whole = Surface((layout.area.right, layout.area.bottom))
    whole = whole.convert() if pygame.display.get_surface() else whole
    room.draw_room(whole, layout, type_)
    stand.draw_stand(whole, layout, type_)
    sheet_drawing.draw_clipboard(whole, layout, type_)
    room.draw_steel(whole, layout, type_)
    _board_frame(whole, layout.board, type_)
    if layout.sensory.blank.height > type_.scale.px(40):
        steel.sheet(whole, layout.sensory.blank, type_, seed=21)
    racks.draw_control(whole, layout.control, type_)
    racks.draw_meters(whole, layout.meters, type_)
    room.draw_wear(whole, layout, type_)
    room.draw_light(whole, layout)
    room.draw_reflection(whole, layout, type_)
    _lit_things(whole, layout, type_, spec)
    still.blit(whole, (0, 0), layout.area)
    return still


def _lit_things(surface: Surface, layout: RoomLayout, type_: Type, spec: Mark1Spec) -> None:
    """What has to be read, and what shines by itself: not dimmed by where it stands in the light."""
    room.draw_words(surface, layout, type_)
    racks.draw_sensory(surface, layout.sensory, type_)
    racks.draw_sensory_words(surface, layout.sensory, type_)
    cells, units = spec.retina.s_units, spec.association.units
    art.plate(surface, layout.board.plate, type_, f"SENSORY PLUGBOARD   {cells} TO {units}")
    values.draw_still(surface, layout.modules, type_, f"{units} MOTOR-DRIVEN POTENTIOMETERS")
    racks.draw_control_words(surface, layout.control, type_, spec.response.in_use)
    racks.draw_meters_words(surface, layout.meters, type_)


def _board_frame(surface: Surface, layout: BoardLayout, type_: Type) -> None:
    """The recess of the board, and the two doors, opened to the sides and seen edge on, with their long handles."""
    px = type_.scale.px
    art.sunken(surface, layout.board, (16, 15, 14), type_)
    for number, door in enumerate(layout.doors):
        outer, inner = (blend(STEEL_LIGHT, art.BLACK, 0.1), blend(STEEL_DARK, art.BLACK, 0.5))
        leaf = art.gradient((door.height, door.width), *((outer, inner) if number else (inner, outer)))
        surface.blit(pygame.transform.rotate(leaf, 90), door)
        pygame.draw.rect(surface, (20, 20, 20), door, 1)
        handle = Rect(0, 0, max(3, px(5)), door.height // 4)
        handle.center = door.center
        art.soft_shadow(surface, handle, px(3), 140, drop=px(2))
        grip = art.gradient((handle.height, handle.width), (244, 242, 236), (80, 79, 76))
        surface.blit(pygame.transform.rotate(grip, 90), handle)
        surface.fill(blend(theme.CREAM, art.BLACK, 0.1), (handle.left, handle.top, 1, handle.height))
