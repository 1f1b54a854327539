"""Where the notebook's two pages stand, and on each the margin for names and dates and the column for sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

from pygame import Rect

from perceptron_sim.explain.myths import SOURCES, UNVERIFIED
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import GUTTER, heading_of, panels_area
from perceptron_sim.frontend.text import Type

# A column is as wide as this sentence: eighty letters, for lines are shorter than the column.
MEASURE = "Seventy letters to a line, or a few less, is what the eye likes best of all."
WIDEST_MARGINS = (
    "exposure 99,999",
    "the network",
    "not documented",
    "documented",
    UNVERIFIED,
    *(s.key for s in SOURCES),
)
VERDICTS = ("✓ right", "✗ wrong", "✗ warning", "✓ well")
SECTIONS = ("So far", "Warnings", "Myths", "Sources")
TURNS = ("‹ earlier", "later ›", "the last one")
CARD_CELLS = 20


@dataclass(frozen=True, slots=True)
class PageLayout:
    """One page: its ground, the row below its title, what stands at the right of both, and where entries scroll."""

    panel: Rect
    beside: Rect
    below_title: Rect
    entries: Rect
    margin_width: int
    column_left: int
    column_width: int


@dataclass(frozen=True, slots=True)
class NotebookLayout:
    """Both pages, the picture on the left one and what turns to earlier exposures: back, on, to the last one."""

    area: Rect
    exposure: PageLayout
    story: PageLayout
    picture: Rect
    turns: tuple[Rect, Rect, Rect]


def arrange(area: Rect, type_: Type) -> NotebookLayout:
    """The layout for *area*."""
    inside = panels_area(area, type_)
    width = (inside.width - type_.scale.px(GUTTER)) // 2
    left = _page(Rect(inside.left, inside.top, width, inside.height), type_)
    right = _page(Rect(inside.right - width, inside.top, width, inside.height), type_)
    cell = left.beside.height // CARD_CELLS
    picture = Rect(0, left.beside.top, CARD_CELLS * cell, CARD_CELLS * cell)
    picture.right = left.beside.right
    return NotebookLayout(area, left, right, picture, _turns(left.below_title, type_))


def _page(panel: Rect, type_: Type) -> PageLayout:
    px, inside = type_.scale.px, heading_of(panel, type_)
    side = px(112)
    below = Rect(inside.left, inside.bottom + px(8), inside.width - side, px(44))
    beside = Rect(inside.right - side, panel.top + px(20), side, below.bottom - panel.top - px(20))
    top = below.bottom + px(20)
    entries = Rect(inside.left, top, inside.width, panel.bottom - px(20) - top)
    words = max(type_.width(word, theme.LABEL) for word in WIDEST_MARGINS)
    verdicts = max(type_.width(word, theme.SMALL) for word in VERDICTS) + px(12)
    margin = max(words, verdicts)
    column_left = inside.left + margin + px(24)
    room = inside.right - px(16) - column_left  # the bar of the scroll stands at the right
    return PageLayout(
        panel=panel,
        beside=beside,
        below_title=below,
        entries=entries,
        margin_width=margin,
        column_left=column_left,
        column_width=min(room, type_.width(MEASURE, theme.BODY)),
    )


def _turns(place: Rect, type_: Type) -> tuple[Rect, Rect, Rect]:
    """What turns the page, one beside the other."""
    px, areas = type_.scale.px, []
    left = place.left
    for words in TURNS:
        areas.append(Rect(left, place.top, type_.width(words, theme.BODY) + px(32), place.height))
        left = areas[-1].right + px(8)
    return areas[0], areas[1], areas[2]


def section_areas(place: Rect, type_: Type, words: Sequence[str]) -> list[Rect]:
    """The names of the sections in a row; the first word, not its area, stands at the edge."""
    px, areas = type_.scale.px, []
    left = place.left - px(16)
    for word in words:
        width = type_.width(word, theme.STRONG) + px(32)
        areas.append(Rect(left, place.top, width, place.height))
        left += width
    return areas
