"""Where everything of the left panel stands: the Mark I."""

from dataclasses import dataclass

from pygame import Rect

from perceptron_sim.frontend.layout import Grid, in_modules
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
    a_units = in_modules(Rect(left, retina.top, rest.right - left, retina.rect.height), shape.modules, px(3))
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
        potentiometers=in_modules(room, shape.modules, px(8)),
        response=response,
        lamps=lamps,
        verdict=Rect(lamps.rect.right + px(16), lamps.top, rest.right - lamps.rect.right - px(16), px(44)),
    )
