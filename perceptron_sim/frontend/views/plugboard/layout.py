"""Where everything stands in the plugboard: the board above, the picked thing and the figures below."""

import math
from dataclasses import dataclass
from typing import Any

from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import (
    GRID_COLUMNS,
    GRID_ROWS,
    GUTTER,
    MODULE_COLUMNS,
    MODULE_ROWS,
    PADDING,
    ROW_GAP,
    Grid,
    heading_of,
    module_index,
    panels_area,
)
from perceptron_sim.frontend.text import Type

PATCH = 112  # how wide an R-unit is, at 1920 x 1080
MODULED = GRID_COLUMNS * GRID_ROWS  # of so many A-units we know how they stand


@dataclass(frozen=True, slots=True, kw_only=True)
class PlugboardLayout:
    """Every rectangle of the view.

    places are the cells of the A-units' grid in the order of the units; patches are the R-units, those there is room
    for, and last of all where an A-unit is patched to none.
    """

    area: Rect
    board: Rect
    title: Rect
    retina: Grid
    a_units: Grid
    places: tuple[int, ...]
    label_y: int
    legend: Rect
    tools: Rect
    patches: tuple[Rect, ...]
    pick: Rect
    pick_head: Rect
    pick_lists: tuple[Rect, Rect]
    pick_sum: Rect
    firing: Rect
    plot: Rect
    firing_words: Rect
    origin: Rect
    origin_rows: Rect

    @property
    def lower(self) -> Rect:
        """All below the board."""
        return Rect(self.area.left, self.board.bottom, self.area.width, self.area.bottom - self.board.bottom)

    @property
    def around(self) -> tuple[Rect, ...]:
        """The strips above the board and at its sides."""
        area, board = self.area, self.board
        return (
            Rect(area.left, area.top, area.width, board.top - area.top),
            Rect(area.left, board.top, board.left - area.left, board.height),
            Rect(board.right, board.top, area.right - board.right, board.height),
        )

    def cell_area(self, s_unit: int) -> Rect:
        """Where a cell's socket stands."""
        return self.retina.cell(s_unit)

    def unit_area(self, a_unit: int) -> Rect:
        """Where an A-unit stands."""
        return self.a_units.cell(self.places[a_unit])


def arrange(area: Rect, type_: Type, cells: tuple[int, int], a_units: int, r_units: int = 8) -> PlugboardLayout:
    """Lay out *area* for a retina of *cells* (rows, columns), so many A-units and so many R-units."""
    px, inside = type_.scale.px, panels_area(area, type_)
    lower = Rect(inside.left, inside.bottom - _lower_height(type_), inside.width, _lower_height(type_))
    board = Rect(inside.left, inside.top, inside.width, lower.top - px(ROW_GAP) - inside.top)
    title, pad = heading_of(board, type_), px(PADDING)
    label_y = title.bottom + px(8)
    top = label_y + type_.height(theme.LABEL) + px(12)
    height = board.bottom - px(24) - top
    retina = _retina(board.left + pad, top, height, cells)
    patches = _patches(board.right - pad, top, height, r_units, type_)
    right = patches[0].left - px(40)
    grid, places = _a_units(right, top, height, a_units, board.width * 2 // 5)
    between = Rect(retina.rect.right, label_y, grid.left - retina.rect.right, board.bottom - label_y)
    return PlugboardLayout(
        area=area,
        board=board,
        title=title,
        retina=retina,
        a_units=grid,
        places=places,
        label_y=label_y,
        legend=between.inflate(-px(64), 0),
        tools=Rect(board.centerx, board.top + px(10), board.right - pad - board.centerx, px(44)),
        patches=patches,
        **_below(lower, type_),
    )


def _below(lower: Rect, type_: Type) -> dict[str, Any]:
    """The three panels below the board, and their parts."""
    gutter = type_.scale.px(GUTTER)
    widths = [round((lower.width - 2 * gutter) * share) for share in (0.42, 0.29)]
    pick = Rect(lower.left, lower.top, widths[0], lower.height)
    firing = Rect(pick.right + gutter, lower.top, widths[1], lower.height)
    origin = Rect(firing.right + gutter, lower.top, lower.right - firing.right - gutter, lower.height)
    lists, total = _pick_parts(pick, type_)
    plot, firing_words = _firing_parts(firing, type_)
    return {
        "pick": pick,
        "pick_head": heading_of(pick, type_),
        "pick_lists": lists,
        "pick_sum": total,
        "firing": firing,
        "plot": plot,
        "firing_words": firing_words,
        "origin": origin,
        "origin_rows": _below_heading(origin, type_),
    }


def _lower_height(type_: Type) -> int:
    """A title, a label, seven rows, and the padding around them."""
    px = type_.scale.px
    rows = type_.height(theme.TITLE) + type_.height(theme.LABEL) + 7 * row_height(type_)
    return rows + px(2 * 20 + 24)


def row_height(type_: Type) -> int:
    """From one line of a list to the next."""
    return type_.height(theme.BODY) + type_.scale.px(3)


def _retina(left: int, top: int, height: int, cells: tuple[int, int]) -> Grid:
    rows, columns = cells
    pitch = max(2, min(height // rows, height * 3 // 2 // columns))
    return Grid(left, top + (height - pitch * rows) // 2, (pitch, pitch), columns, rows)


def _a_units(right: int, top: int, height: int, units: int, width: int) -> tuple[Grid, tuple[int, ...]]:
    """As in the cabinet where it is the machine's number of units, else in rows of a broad rectangle."""
    if units == MODULED:
        modules = GRID_ROWS // MODULE_ROWS
        gap = max(2, height // 48)
        pitch = min((height - (modules - 1) * gap) // GRID_ROWS, (width - (modules - 1) * gap) // GRID_COLUMNS)
        group, gaps = (MODULE_COLUMNS, MODULE_ROWS), (gap, gap)
        grid = Grid(0, 0, (pitch, pitch), GRID_COLUMNS, GRID_ROWS, group, gaps)
        places = tuple(module_index(unit) for unit in range(units))
    else:
        columns = max(1, math.ceil(math.sqrt(2 * units)))
        rows = math.ceil(units / columns)
        pitch = max(2, min(height // rows, width // columns, height // 8))
        grid, places = Grid(0, 0, (pitch, pitch), columns, rows), tuple(range(units))
    size = grid.rect.size
    left, top = right - size[0], top + (height - size[1]) // 2
    return Grid(left, top, grid.pitch, grid.columns, grid.rows, grid.group, grid.gap), places


def _patches(right: int, top: int, height: int, r_units: int, type_: Type) -> tuple[Rect, ...]:
    """A column of the R-units there is room for, none the last, their left ends where they are plugged."""
    width, least = type_.scale.px(PATCH), type_.height(theme.SMALL) + type_.scale.px(4)
    pitch = max(least, min(height // (r_units + 1), type_.scale.px(48)))
    shown = min(r_units + 1, height // pitch)
    first = top + (height - shown * pitch) // 2
    return tuple(Rect(right - width, first + k * pitch, width, pitch) for k in range(shown))


def _pick_parts(pick: Rect, type_: Type) -> tuple[tuple[Rect, Rect], Rect]:
    """The two lists of wires, and the sum."""
    px, below = type_.scale.px, _below_heading(pick, type_)
    width = round(below.width * 0.31)
    plus, minus = (Rect(below.left + k * (width + px(12)), below.top, width, below.height) for k in (0, 1))
    left = minus.right + px(20)
    return (plus, minus), Rect(left, below.top, below.right - left, below.height)


def _below_heading(panel: Rect, type_: Type) -> Rect:
    px, heading = type_.scale.px, heading_of(panel, type_)
    top = heading.bottom + px(12)
    return Rect(heading.left, top, heading.width, panel.bottom - px(20) - top)


def _firing_parts(firing: Rect, type_: Type) -> tuple[Rect, Rect]:
    """The chart, and the figures below it."""
    px, inside = type_.scale.px, _below_heading(firing, type_)
    words_height = 3 * type_.height(theme.SMALL)
    words = Rect(inside.left, firing.bottom - px(12) - words_height, inside.width, words_height)
    left = inside.left + type_.width("50 %", theme.SMALL) + px(8)
    bottom = words.top - type_.height(theme.SMALL) - px(4)
    plot = Rect(left, inside.top, inside.right - left - px(8), bottom - inside.top)
    return plot, words
