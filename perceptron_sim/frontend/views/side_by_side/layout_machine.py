"""Where everything of the left panel stands: the Mark I."""

from dataclasses import dataclass

from pygame import Rect

from perceptron_sim.frontend.layout import MODULE_COLUMNS, MODULE_ROWS, Grid
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.side_by_side.layout_panels import bottom_row, inside, label_height, square_cell
from perceptron_sim.frontend.views.side_by_side.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineLayout:
    """The left panel: the Mark I."""

    panel: Rect
    title: Rect
    trainer: Rect
    retina: Grid
    a_units: Grid
    potentiometers: Grid
    response: Rect
    lamps: Grid
    verdict: Rect


def arrange_machine(panel: Rect, type_: Type, shape: Shape) -> MachineLayout:
    px, label = type_.scale.px, label_height(type_)
    title, rest = inside(panel, type_)
    trainer = Rect(0, title.top, px(330), title.height)
    trainer.right = title.right
    title = Rect(title.left, title.top, trainer.left - title.left, title.height)
    cell = square_cell(type_, shape)
    retina = Grid(rest.left, rest.top + label, (cell, cell), shape.columns, shape.rows)
    left = retina.rect.right + px(40)
    a_units = _in_modules(Rect(left, retina.top, rest.right - left, retina.rect.height), shape, px(3))
    response = bottom_row(rest, type_)
    top = retina.rect.bottom + px(14) + label
    room = Rect(rest.left, top, rest.width, response.top - px(12) - top)
    pitch = min(px(46), rest.width * 6 // 10 // shape.r_units)
    lamps = Grid(rest.left, response.top + label, (pitch, px(44)), shape.r_units, 1)
    return MachineLayout(
        panel=panel,
        title=title,
        trainer=trainer,
        retina=retina,
        a_units=a_units,
        potentiometers=_in_modules(room, shape, px(8)),
        response=response,
        lamps=lamps,
        verdict=Rect(lamps.rect.right + px(16), lamps.top, rest.right - lamps.rect.right - px(16), px(44)),
    )


def _in_modules(room: Rect, shape: Shape, gap: int) -> Grid:
    """A cell for each A-unit, in modules with a *gap* between them at least, which fill *room* from side to side."""
    columns, rows = shape.modules
    wide = (room.width - (columns - 1) * gap) // (columns * MODULE_COLUMNS)
    high = (room.height - (rows - 1) * gap) // (rows * MODULE_ROWS)
    pitch = max(1, min(wide, high + high // 2)), max(1, high)
    spare = max(0, room.width - columns * MODULE_COLUMNS * pitch[0]) // max(1, columns - 1)
    below = max(0, room.height - rows * MODULE_ROWS * pitch[1]) // max(1, rows - 1)
    group = (MODULE_COLUMNS, MODULE_ROWS)
    between = (min(spare, 4 * pitch[0]), min(below, 2 * pitch[1]))
    return Grid(room.left, room.top, pitch, columns * MODULE_COLUMNS, rows * MODULE_ROWS, group, between)
