"""All units of both machines, small, as they are now: to choose one, and to see where it stands."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pygame

from perceptron_sim.explain.neuron import A_UNIT, LAYER, R_UNIT, UnitKey
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.panels.frame import draw_ground, draw_title_line
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour
from perceptron_sim.frontend.view import Thing
from perceptron_sim.frontend.views.neuron.fields import Field
from perceptron_sim.frontend.views.neuron.layout import UnitLayout

FloatArray = npt.NDArray[np.floating]
SHADES = 8  # of an active unit
HEADINGS = (("The machine of 1960", theme.AMBER), ("A network of today", theme.BLUE))
DARK, LIGHT = 0.42, 0.68  # shares of a colour: up to the one light names can be read on it, from the other dark ones
SHARES = (0.0, *np.linspace(0.08, DARK, SHADES // 2 - 1).tolist(), *np.linspace(LIGHT, 1, SHADES // 2).tolist())


@dataclass(frozen=True, slots=True, eq=False)
class FieldOfUnits:
    """Units of one kind: what they are called together, what each is called if that fits, how active each is, 0..1."""

    kind: str
    layer: int
    label: str
    names: tuple[str, ...]
    levels: FloatArray

    @property
    def colour(self) -> Colour:
        """Amber for the machine, blue for the network."""
        return theme.BLUE if self.kind == LAYER else theme.AMBER

    def key(self, unit: int) -> tuple[str, int] | tuple[str, int, int]:
        """What a unit of it is called among the things of the view."""
        return (LAYER, self.layer, unit) if self.kind == LAYER else (self.kind, unit)


def unit_key(key: object) -> UnitKey | None:
    """The unit that a thing of the view stands for, if it is one."""
    match key:
        case (str(kind), int(unit)) if kind in (A_UNIT, R_UNIT):
            return UnitKey(kind, unit)
        case (str(kind), int(layer), int(unit)) if kind == LAYER:
            return UnitKey(LAYER, unit, layer)
    return None


def draw_still(surface: pygame.Surface, layout: UnitLayout, type_: Type, fields: tuple[FieldOfUnits, ...]) -> None:
    """Ground, headings, labels and every cell dark."""
    draw_ground(surface, layout.chooser, type_)
    for area, (words, colour) in zip(layout.headings, HEADINGS, strict=True):
        draw_title_line(surface, layout.chooser, area, type_, words, colour)
    for place, field in zip(layout.fields, fields, strict=True):
        baseline = place.label_y + type_.ascent(theme.LABEL)
        text = type_.fitted(field.label.upper(), theme.LABEL, layout.headings[0].width)
        type_.write(surface, text, (place.grid.left, baseline), theme.LABEL, theme.MUTED)
        for unit, name in enumerate(field.names):
            area = _inner(place, unit)
            surface.fill(theme.RAISED, area)
            _name(surface, area, type_, name, theme.MUTED)


class Lights:
    """Draws the units that are active; what a cell looks like at a brightness is drawn once and kept."""

    def __init__(self, type_: Type) -> None:
        self._type = type_
        self._layout: UnitLayout | None = None
        self._cells: list[list[pygame.Rect]] = []
        self._drawn: dict[tuple[int, int, int], pygame.Surface] = {}

    def draw(
        self, surface: pygame.Surface, layout: UnitLayout, fields: tuple[FieldOfUnits, ...], chosen: UnitKey
    ) -> None:
        """Those that are active, lit, and a ring about the one that is opened."""
        if layout is not self._layout:
            self._layout = layout
            self._cells = [
                [_inner(place, unit) for unit in range(len(field.names))]
                for place, field in zip(layout.fields, fields, strict=True)
            ]
            self._drawn.clear()
        for number, (place, field) in enumerate(zip(layout.fields, fields, strict=True)):
            index = np.rint(np.clip(field.levels, 0, 1) * (SHADES - 1)).astype(np.intp)
            lit, cells = index.nonzero()[0].tolist(), self._cells[number]
            shades = index[lit].tolist()
            surface.fblits(
                [(self._cell(number, field, unit, shade), cells[unit]) for unit, shade in zip(lit, shades, strict=True)]
            )
            if field.kind == chosen.kind and field.layer == chosen.layer and chosen.index < len(place.places):
                ring = place.unit_area(chosen.index).inflate(6, 6)
                pygame.draw.rect(surface, theme.GROUND, ring.inflate(2, 2), 4, border_radius=4)
                pygame.draw.rect(surface, theme.CREAM, ring, 2, border_radius=4)

    def _cell(self, number: int, field: FieldOfUnits, unit: int, shade: int) -> pygame.Surface:
        """How the *unit* of the field *number* looks at *shade*; units without a name look alike."""
        name = field.names[unit]
        key = (number, unit if name else -1, shade)
        if key not in self._drawn:
            cell = pygame.Surface(self._cells[number][unit].size)
            cell.fill(theme.blend(theme.RAISED, field.colour, SHARES[shade]))
            _name(cell, cell.get_rect(), self._type, name, theme.INK if shade >= SHADES // 2 else theme.TEXT)
            self._drawn[key] = cell.convert() if pygame.display.get_surface() else cell
        return self._drawn[key]


def _inner(place: Field, unit: int) -> pygame.Rect:
    area = place.unit_area(unit)
    gap = 1 if area.width < 14 else 2
    return pygame.Rect(area.left, area.top, area.width - gap, area.height - gap)


def _name(surface: pygame.Surface, area: pygame.Rect, type_: Type, name: str, colour: Colour) -> None:
    font = type_.font(theme.SMALL)
    if font.size(name)[0] > area.width and not name.isdigit():
        name = name[:1]  # of a word its first letter
    if name and area.height >= type_.height(theme.SMALL) and font.size(name)[0] <= area.width:
        baseline = area.centery + (font.get_ascent() + font.get_descent()) // 2
        type_.write(surface, name, (area.centerx, baseline), theme.SMALL, colour, "centre")


def things(layout: UnitLayout, fields: tuple[FieldOfUnits, ...]) -> list[Thing]:
    """Every unit, a group for each field."""
    return [
        Thing(field.key(unit), place.unit_area(unit), _words(field, unit, name), field.label)
        for place, field in zip(layout.fields, fields, strict=True)
        for unit, name in enumerate(field.names)
    ]


def _words(field: FieldOfUnits, unit: int, name: str) -> str:
    """'A-unit 172', 'R4', 'hidden unit 7', 'output E'."""
    if field.kind == LAYER:
        return f"{field.label.removesuffix('s').lower()} {name}" if field.label[-1] == "s" else f"{field.label}, {name}"
    return name or f"A-unit {unit}"
