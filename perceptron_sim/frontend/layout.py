"""The measures that all views share: grids of equal cells, and where panels, their pages and titles stand."""

import math
from dataclasses import dataclass

from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type

MODULES = 8  # the glass front holds 8 x 8 modules of 8 assemblies (inferred from the museum's photograph)
MODULE_COLUMNS, MODULE_ROWS = 4, 2  # how we stand a module's 8 parts beside each other: our choice
GRID_COLUMNS, GRID_ROWS = MODULES * MODULE_COLUMNS, MODULES * MODULE_ROWS
# The one measure of all views, in pixels at 1920 x 1080
MARGIN = 32  # between the window's edge and the panels, left and right
ABOVE, BELOW = 8, 16  # between the header and the panels, the panels and the footer
GUTTER, ROW_GAP = 24, 16  # between panels beside each other, above each other
PAGE_ROW = 48  # how high the row of a view's own pages is, where it has some
PADDING, HEADING = 28, 16  # of a panel: from its edge to what is in it, from its top to the line of its title
CORNER = 14  # a panel's radius


@dataclass(frozen=True, slots=True)
class Grid:
    """Equal cells in columns and rows, *pitch* from one to the next, with a gap after every group of cells."""

    left: int
    top: int
    pitch: tuple[int, int]
    columns: int
    rows: int
    group: tuple[int, int] = (1, 1)
    gap: tuple[int, int] = (0, 0)

    @property
    def side(self) -> int:
        """The side of the largest square that fits into a cell."""
        return min(self.pitch)

    @property
    def rect(self) -> Rect:
        """The rectangle around all cells."""
        last = self.cell(self.columns * self.rows - 1)
        return Rect(self.left, self.top, last.right - self.left, last.bottom - self.top)

    def cell(self, index: int) -> Rect:
        """The rectangle of a cell, counted along the rows."""
        row, column = divmod(index, self.columns)
        x = self.left + column * self.pitch[0] + column // self.group[0] * self.gap[0]
        y = self.top + row * self.pitch[1] + row // self.group[1] * self.gap[1]
        return Rect((x, y), self.pitch)


def module_index(unit: int, modules: int = MODULES) -> int:
    """The cell of an A-unit in a grid with so many *modules* beside each other: 8 units in a row share a module."""
    module, part = divmod(unit, MODULE_COLUMNS * MODULE_ROWS)
    row = module // modules * MODULE_ROWS + part // MODULE_COLUMNS
    return row * modules * MODULE_COLUMNS + module % modules * MODULE_COLUMNS + part % MODULE_COLUMNS


def modules_of(a_units: int) -> tuple[int, int]:
    """Columns and rows of modules of eight A-units: 8 x 8 in the glass front, for others as near to a square."""
    count = math.ceil(a_units / (MODULE_COLUMNS * MODULE_ROWS))
    columns = math.ceil(math.sqrt(count))
    return columns, math.ceil(count / columns)


def in_modules(room: Rect, modules: tuple[int, int], gap: int) -> Grid:
    """A cell for each A-unit, in *modules* (columns, rows) with a *gap* between them at least, which fill *room*."""
    columns, rows = modules
    wide = (room.width - (columns - 1) * gap) // (columns * MODULE_COLUMNS)
    high = (room.height - (rows - 1) * gap) // (rows * MODULE_ROWS)
    pitch = max(1, min(wide, high + high // 2)), max(1, high)
    spare = max(0, room.width - columns * MODULE_COLUMNS * pitch[0]) // max(1, columns - 1)
    below = max(0, room.height - rows * MODULE_ROWS * pitch[1]) // max(1, rows - 1)
    group = (MODULE_COLUMNS, MODULE_ROWS)
    between = (min(spare, 4 * pitch[0]), min(below, 2 * pitch[1]))
    return Grid(room.left, room.top, pitch, columns * MODULE_COLUMNS, rows * MODULE_ROWS, group, between)


def panels_area(area: Rect, type_: Type) -> Rect:
    """What the panels of a view without pages fill, of its whole *area*."""
    px = type_.scale.px
    return Rect(
        area.left + px(MARGIN), area.top + px(ABOVE), area.width - 2 * px(MARGIN), area.height - px(ABOVE + BELOW)
    )


def pages_and_panels(area: Rect, type_: Type) -> tuple[Rect, Rect]:
    """Of a view with pages of its own the row of their names, whose words stand in its middle, and what panels fill."""
    px, whole = type_.scale.px, panels_area(area, type_)
    row = Rect(whole.left, area.top, whole.width, px(PAGE_ROW))
    top = row.bottom + px(ABOVE)
    return row, Rect(whole.left, top, whole.width, whole.bottom - top)


def heading_of(panel: Rect, type_: Type) -> Rect:
    """The line of a panel's title; `heading_baseline` is where its words stand."""
    px = type_.scale.px
    return Rect(
        panel.left + px(PADDING), panel.top + px(HEADING), panel.width - 2 * px(PADDING), type_.height(theme.TITLE)
    )


def heading_baseline(panel: Rect, type_: Type) -> int:
    """The baseline of a panel's title."""
    return panel.top + type_.scale.px(HEADING) + type_.font(theme.TITLE).get_ascent()
