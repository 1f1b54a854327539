"""What both learners' panels have in common: the line of the title, labels, the size of a picture, the lowest row."""

from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import HEADING, heading_of
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Style
from perceptron_sim.frontend.views.side_by_side.shape import Shape

RETINA_SIDE = 160  # of retina, input and stimulus, which are of one importance; at 1920 x 1080, as all lengths here


def label_height(type_: Type) -> int:
    """The room that a label takes above the thing it names."""
    return type_.height(theme.LABEL) + type_.scale.px(8)


def square_cell(type_: Type, shape: Shape) -> int:
    """The side of a cell of retina, input and stimulus."""
    return max(2, type_.scale.px(RETINA_SIDE) // max(shape.rows, shape.columns))


def inside(panel: Rect, type_: Type) -> tuple[Rect, Rect]:
    """The inside of *panel*: its title, and what is below."""
    title = heading_of(panel, type_)
    title.height += type_.scale.px(8)
    bottom = panel.bottom - type_.scale.px(HEADING)
    return title, Rect(title.left, title.bottom, title.width, bottom - title.bottom)


def bottom_row(rest: Rect, type_: Type) -> Rect:
    """The lowest row of a panel: response or answer, its label included."""
    height = label_height(type_) + type_.scale.px(44) + type_.height(theme.SMALL)
    return Rect(rest.left, rest.bottom - height, rest.width, height)


def verdict_baseline(row: Rect, type_: Type) -> int:
    """Where the words of both answers stand, and the last figures of the score between them, in the lowest *row*."""
    return row.top + label_height(type_) + type_.scale.px(34)


def line_on(baseline: int, left: int, width: int, type_: Type, style: Style) -> Rect:
    """The area of a line of text that stands on *baseline*."""
    font = type_.font(style)
    middle = baseline - (font.get_ascent() + font.get_descent()) // 2
    return Rect(left, middle - font.get_height() // 2, width, font.get_height())
