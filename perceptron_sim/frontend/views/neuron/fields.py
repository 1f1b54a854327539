"""The fields of units to choose from: how many columns, how large a cell, where each unit stands."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import GRID_COLUMNS, GRID_ROWS, Grid, module_index
from perceptron_sim.frontend.text import Type

MODULED = GRID_COLUMNS * GRID_ROWS  # of so many A-units we know how they stand
LARGEST = 36  # a cell, at 1920 x 1080, but those of A-units
SQUARE_ENOUGH = 0.85  # of the largest cell there could be
A_UNITS_SHARE = 0.74  # of the machine's room


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Units of one kind to choose from: their label, their grid, and in which cell each stands."""

    label_y: int
    grid: Grid
    places: tuple[int, ...]

    def unit_area(self, unit: int) -> Rect:
        """Where a unit stands."""
        return self.grid.cell(self.places[unit])


def fields_of(
    inside: Rect, top: int, type_: Type, counts: Sequence[int], room: float, *, of_network: bool = False
) -> tuple[tuple[Field, ...], int]:
    """A field for each of *counts* below each other, in *room* pixels of height together; and where they end."""
    px, label = type_.scale.px, type_.height(theme.LABEL) + type_.scale.px(6)
    shares = [1 / len(counts)] * len(counts) if of_network else [A_UNITS_SHARE, 1 - A_UNITS_SHARE]
    fields: list[Field] = []
    for number, (count, share) in enumerate(zip(counts, shares, strict=True)):
        most = px(LARGEST) if of_network or number else inside.height
        in_one_row = count if number and not of_network else 0
        place = Rect(inside.left, top + label, inside.width, round(room * share))
        fields.append(_field(place, top, count, in_one_row, most))
        top = fields[-1].grid.rect.bottom + px(12)
    return tuple(fields), top


def _field(place: Rect, label_y: int, count: int, columns: int, most: int) -> Field:
    """*count* cells in *place*, in so many *columns* if not 0, none larger than *most*."""
    if count == MODULED and not columns:
        pitch = max(2, min((place.width - 7) // GRID_COLUMNS, place.height // GRID_ROWS))
        columns, rows = GRID_COLUMNS, GRID_ROWS
        places = tuple(module_index(unit) for unit in range(count))
    else:
        columns = columns or _columns(count, place.width, place.height, most)
        rows = math.ceil(count / columns)
        pitch = max(2, min(place.width // columns, place.height // rows, most))
        places = tuple(range(count))
    return Field(label_y=label_y, grid=Grid(place.left, place.top, (pitch, pitch), columns, rows), places=places)


def _columns(count: int, width: int, height: int, most: int) -> int:
    """As wide as high, as the same units stand where they are inputs, unless cells are larger otherwise."""

    def pitch(columns: int) -> float:
        return min(width / columns, height / math.ceil(count / columns), most)

    square = math.ceil(math.sqrt(count))
    largest = max(range(1, count + 1), key=pitch)
    return square if pitch(square) >= SQUARE_ENOUGH * pitch(largest) else largest
