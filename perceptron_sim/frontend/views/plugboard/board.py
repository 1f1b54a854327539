"""The board itself: sockets as a glowing field, A-units in their modules, and the wires of what is picked."""

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import pygame

from perceptron_sim.explain.wires import BoardState, Wire
from perceptron_sim.explain.wires_plugging import Socket
from perceptron_sim.frontend import sprites, theme
from perceptron_sim.frontend.fields import lamp_diameter
from perceptron_sim.frontend.layout import MODULE_COLUMNS, MODULE_ROWS, MODULES
from perceptron_sim.frontend.panels.frame import draw_ground
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour
from perceptron_sim.frontend.views.plugboard.layout import MODULED, PlugboardLayout
from perceptron_sim.quantities import count

FloatArray = npt.NDArray[np.floating]
Course = list[tuple[float, float]]
DASHED = (2, 1)  # segments drawn and left out, in turn
COLOURS = {1: theme.AMBER, -1: theme.CREAM}
DIM = {sign: theme.blend(theme.GLASS, colour, 0.45 if sign > 0 else 0.6) for sign, colour in COLOURS.items()}
HOLLOW = {sign: theme.blend(theme.GLASS, colour, 0.75) for sign, colour in COLOURS.items()}


def draw_still(surface: pygame.Surface, layout: PlugboardLayout, type_: Type, subtitle: str, most_right: int) -> None:
    """Ground, title, the glass below both fields and every lamp unlit; the wires come between glass and lamps."""
    draw_ground(surface, layout.board, type_)
    px, title = type_.scale.px, layout.title
    baseline = title.top + type_.font(theme.TITLE).get_ascent()
    right = type_.write(surface, "Plugboard", (title.left, baseline), theme.TITLE).right
    words = type_.fitted(subtitle, theme.SMALL, most_right - right - px(20))
    type_.write(surface, words, (right + px(20), baseline), theme.SMALL, theme.MUTED)
    bar = pygame.Rect(layout.board.left, title.top + px(2), px(5), title.height - px(4))
    pygame.draw.rect(surface, theme.AMBER, bar, border_radius=px(2))
    _draw_glass(surface, layout, type_)


def _draw_glass(surface: pygame.Surface, layout: PlugboardLayout, type_: Type) -> None:
    pad = type_.scale.px(6)
    for grid in (layout.retina, layout.a_units):
        if grid is layout.a_units and len(layout.places) == MODULED:
            continue
        pygame.draw.rect(surface, theme.GLASS, grid.rect.inflate(2 * pad, 2 * pad), border_radius=pad)
    if len(layout.places) == MODULED:
        size = MODULE_COLUMNS * MODULE_ROWS
        for module in range(MODULES * MODULES):
            first, last = layout.unit_area(size * module), layout.unit_area(size * module + size - 1)
            pygame.draw.rect(surface, theme.GLASS, first.union(last).inflate(2, 2), border_radius=pad // 2)


def dark_lamps(layout: PlugboardLayout) -> list[tuple[pygame.Surface, tuple[int, int]]]:
    """The glass of every socket and every A-unit, unlit, to be copied onto the board."""
    blits = []
    for grid, corners in ((layout.retina, cell_corners), (layout.a_units, unit_corners)):
        diameter = lamp_diameter(grid)
        glass = sprites.lamps(diameter, theme.AMBER)[0].subsurface((diameter, diameter, diameter, diameter))
        offset = layout.board.topleft
        blits += [(glass, (x - offset[0], y - offset[1])) for x, y in corners(layout, diameter)]
    return blits


def cell_corners(layout: PlugboardLayout, side: int) -> list[tuple[int, int]]:
    """Top left corners of sprites of *side* in the middle of every socket."""
    cells = layout.retina.columns * layout.retina.rows
    return [_corner(layout.cell_area(cell), side) for cell in range(cells)]


def unit_corners(layout: PlugboardLayout, side: int) -> list[tuple[int, int]]:
    """The same of every A-unit."""
    return [_corner(layout.unit_area(unit), side) for unit in range(len(layout.places))]


def _corner(area: pygame.Rect, side: int) -> tuple[int, int]:
    return area.centerx - side // 2, area.centery - side // 2


def draw_levels(
    surface: pygame.Surface, lamps: tuple[pygame.Surface, ...], corners: list[tuple[int, int]], levels: FloatArray
) -> None:
    """The lamps that glow at all, each at its level 0..1."""
    index = sprites.level_index(levels)
    lit = index.nonzero()[0]
    surface.fblits([(lamps[level], corners[i]) for i, level in zip(lit.tolist(), index[lit].tolist(), strict=True)])


def draw_labels(surface: pygame.Surface, layout: PlugboardLayout, type_: Type, state: BoardState) -> None:
    """What each field is, and how much of it is on now."""
    closed, firing = int(state.contacts.sum()), int(state.firing.sum())
    _label(surface, layout, type_, layout.retina.left, "Cells", f"{closed} of {state.contacts.size} lit")
    _label(surface, layout, type_, layout.a_units.left, "A-units", f"{firing} of {state.firing.size} fire")
    plus, minus = state.carrying_counts()
    cut = int((state.cut & (state.signs != 0)).sum())
    figure = f"{count(plus)} plus and {count(minus)} minus carry a signal"
    if cut:  # shorter, so that it has room
        figure = f"{count(plus + minus)} carry a signal, {count(cut)} cut"
    width = type_.width(f"{count(state.wires)} WIRES", theme.LABEL) + type_.width(figure, theme.SMALL) + 10
    left = layout.legend.centerx - width // 2
    _label(surface, layout, type_, left, f"{count(state.wires)} wires", figure)
    _label(surface, layout, type_, layout.patches[0].left, "R-units", "")


def _label(surface: pygame.Surface, layout: PlugboardLayout, type_: Type, left: int, name: str, figure: str) -> None:
    baseline = layout.label_y + type_.font(theme.LABEL).get_ascent()
    x = type_.write(surface, name.upper(), (left, baseline), theme.LABEL, theme.MUTED).right + type_.scale.px(10)
    type_.write(surface, figure, (x, baseline), theme.SMALL)


def draw_picked_wires(
    surface: pygame.Surface, type_: Type, wires: tuple[Wire, ...], courses: list[Course], off: Collection[Socket] = ()
) -> None:
    """The wires of what is picked: plus ones solid, minus ones dashed, those that carry a signal bright, cut ones cut.

    Those that are *off* their sockets a hand holds.
    """
    px = type_.scale.px
    drawn = sorted(zip(wires, courses, strict=True), key=lambda pair: pair[0].counts != 0)
    for wire, course in drawn:
        if (wire.a_unit, wire.row) in off:
            continue
        live = wire.counts != 0 or wire.shorted
        colour = COLOURS[wire.sign] if live else DIM[wire.sign]
        width = px(3) if live else px(2)
        for part in _pieces(course, px(14)) if wire.cut else [course] if wire.sign > 0 else dashes(course):
            pygame.draw.lines(surface, theme.GROUND, False, part, width + 2)
            pygame.draw.lines(surface, colour, False, part, width)


def dashes(course: Course) -> list[Course]:
    """*course* in pieces of two segments, one left out after each."""
    on, left_out = DASHED
    return [course[i : i + on + 1] for i in range(0, len(course) - 1, on + left_out)]


def _pieces(course: Course, droop: int) -> list[Course]:
    """What is left of a wire that is cut: its two ends, which hang down by *droop*."""
    before, after = course[: len(course) * 2 // 5 + 1], course[len(course) * 3 // 5 :]
    (x, y), (right, down) = before[-1], after[0]
    lean = droop if right > x else -droop
    hanging = (x + lean // 2, y + droop), (right - lean // 2, down + droop)
    return [[*before, hanging[0]], [hanging[1], *after]]


def draw_ends(
    surface: pygame.Surface,
    layout: PlugboardLayout,
    type_: Type,
    wires: tuple[Wire, ...],
    off: Collection[Socket] = (),
    *,
    at_cells: bool,
) -> None:
    """A badge with its sign at the far end of every picked wire: at the cells, or at the A-units."""
    for wire in wires:
        area = layout.cell_area(wire.s_unit) if at_cells else layout.unit_area(wire.a_unit)
        if (wire.a_unit, wire.row) in off:
            draw_hole(surface, area.center, type_)
            continue
        draw_badge(surface, area.center, type_, wire.sign, on=wire.counts != 0)


def badge_radius(type_: Type) -> int:
    """Of the disc at the end of a picked wire."""
    return max(6, type_.scale.px(9))


def draw_hole(surface: pygame.Surface, at: tuple[int, int], type_: Type) -> None:
    """A socket whose wire is in a hand."""
    pygame.draw.circle(surface, theme.GROUND, at, badge_radius(type_) + 2)
    pygame.draw.circle(surface, theme.MUTED, at, badge_radius(type_), 1)


def draw_badge(surface: pygame.Surface, at: tuple[int, int], type_: Type, sign: int, *, on: bool) -> None:
    """A small disc with + or −, bright where a signal passes."""
    px = type_.scale.px
    radius, colour = badge_radius(type_), COLOURS[sign]
    pygame.draw.circle(surface, theme.GROUND, at, radius + 2)
    ink = theme.INK if on else HOLLOW[sign]
    if on:
        pygame.draw.circle(surface, colour, at, radius)
    else:
        pygame.draw.circle(surface, HOLLOW[sign], at, radius, max(1, px(2)))
    draw_sign(surface, at, radius, ink, sign)


def draw_sign(surface: pygame.Surface, at: tuple[int, int], radius: int, colour: Colour, sign: int) -> None:
    """A plus or a minus about *at*."""
    arm, thick = max(2, round(radius * 0.5)), max(2, radius // 4)
    surface.fill(colour, (at[0] - arm, at[1] - thick // 2, 2 * arm + 1, thick))
    if sign > 0:
        surface.fill(colour, (at[0] - thick // 2, at[1] - arm, thick, 2 * arm + 1))


def draw_ring(surface: pygame.Surface, area: pygame.Rect, type_: Type) -> None:
    """A ring about what is picked."""
    radius = max(area.width, area.height) // 2 + type_.scale.px(5)
    pygame.draw.circle(surface, theme.GROUND, area.center, radius + 2, 6)
    pygame.draw.circle(surface, theme.CREAM, area.center, radius, max(2, type_.scale.px(3)))
