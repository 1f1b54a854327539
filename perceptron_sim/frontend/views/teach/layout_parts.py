"""What the parts of the teaching view's layout share: lengths, the inside of a panel, rows of equal things."""

from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import HEADING, heading_of
from perceptron_sim.frontend.text import Type

# In pixels at 1920 x 1080.
BETWEEN = 8  # controls of one kind
APART = 16  # things of different kinds


def label_room(type_: Type) -> int:
    """The room that the label of a thing takes above it."""
    return type_.height(theme.LABEL) + type_.scale.px(8)


def inside(panel: Rect, type_: Type) -> tuple[Rect, Rect]:
    """The line of a panel's title, and what is below it."""
    px, title = type_.scale.px, heading_of(panel, type_)
    top = title.bottom + px(BETWEEN)
    return title, Rect(title.left, top, title.width, panel.bottom - px(HEADING) - top)


def row_of(left: int, top: int, size: tuple[int, int], count: int, gap: int) -> tuple[Rect, ...]:
    return tuple(Rect((left + number * (size[0] + gap), top), size) for number in range(count))
