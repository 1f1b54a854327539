"""Where everything of the page of the transplant stands: pots and wipers at the left, weights of outputs right."""

from dataclasses import dataclass

from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import Grid, in_modules, modules_of
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.network.layout import inside_of, label_height, side_by_side

PARTS = (1.97, 1.0)  # of the page: the machine's, the network's
BUTTON, GAP = 196, 40  # how wide a button is, what is between two fields
FIELDS = 0.53  # of the height below the buttons
FIGURES = 284  # how wide the figures beside the wipers are


@dataclass(frozen=True, slots=True, kw_only=True)
class TransplantLayout:
    """Every rectangle of the page; the three fields are grids of equal cells in modules of eight."""

    panels: tuple[Rect, ...]
    buttons: tuple[Rect, ...]
    words: tuple[Rect, ...]
    now: Grid
    then: Grid
    weights: Grid
    wipers: Rect
    named: tuple[Rect, ...]
    numbers: Rect


def arrange(room: Rect, type_: Type, a_units: int) -> TransplantLayout:
    """Lay out *room* for a machine of so many *a_units*."""
    px, small, label = type_.scale.px, type_.height(theme.SMALL), label_height(type_)
    panels = side_by_side(room, type_, PARTS)
    left, right = (inside_of(panel, type_) for panel in panels)
    high = max(px(72), 4 * small)
    buttons = tuple(Rect(one.left, one.top, px(BUTTON), high) for one in (left, right))
    words = tuple(
        Rect(button.right + px(20), button.top, one.right - button.right - px(20), high)
        for button, one in zip(buttons, (left, right), strict=True)
    )
    top = left.top + high + px(20) + label
    field = Rect(left.left, top, (left.width - px(GAP)) // 2, round((left.bottom - top) * FIELDS))
    now = in_modules(field, modules_of(a_units), px(4))
    lower = now.rect.bottom + px(20) + label
    bottom = left.bottom - small - px(4)
    wipers = Rect(left.left, lower, left.width - px(GAP + FIGURES), bottom - lower)
    figures = type_.height(theme.FIGURE_LARGE) + small
    return TransplantLayout(
        panels=panels,
        buttons=buttons,
        words=words,
        now=now,
        then=_beside(now, left.right - now.rect.width),
        weights=_beside(now, right.left),
        wipers=wipers,
        named=(
            Rect(left.right - px(FIGURES), lower, px(FIGURES), figures),
            Rect(right.left, lower, right.width, figures),
        ),
        numbers=Rect(right.left, lower + figures + px(16), right.width, figures),
    )


def _beside(grid: Grid, left: int) -> Grid:
    return Grid(left, grid.top, grid.pitch, grid.columns, grid.rows, grid.group, grid.gap)
