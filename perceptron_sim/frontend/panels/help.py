"""The list of keys, over everything else: left those of the window, right those of each view."""

from collections.abc import Sequence
from typing import NamedTuple

import pygame
from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.actions import ENTRIES, POINTING_KEYS, Entry
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Style
from perceptron_sim.frontend.views import built

Row = tuple[str, ...]
STYLES: dict[str, tuple[Style, ...]] = {
    "Keys": (theme.STRONG, theme.BODY),
    "Keys of the views": (theme.SMALL, theme.STRONG, theme.BODY),
}
VEILED = 190  # of 255
PADDING, BETWEEN, EDGE = 40, 24, 8  # at 1920 x 1080; the last: from the window's edge, at least


def sections(entries: Sequence[Entry] = ENTRIES) -> dict[str, list[Row]]:
    """Both lists by their headings: (key, words), and (view, key, words) with each view named once."""
    everywhere: list[Row] = [*((entry.key_name, entry.help) for entry in entries), *POINTING_KEYS]
    of_views: list[Row] = []
    for view in built():
        of_views += [("" if number else view.title, *row) for number, row in enumerate(view.keys)]
    return dict(zip(STYLES, (everywhere, of_views), strict=True))


class Sheet(NamedTuple):
    """Where the list stands, how high a line of it is, and of each section where its columns begin."""

    area: Rect
    line: int
    columns: tuple[tuple[int, ...], ...]


def lay_out(size: tuple[int, int], type_: Type, entries: Sequence[Entry] = ENTRIES) -> Sheet:
    """The list in the middle of a window of *size*."""
    px = type_.scale.px
    found = sections(entries)
    rows = max(map(len, found.values()))
    lefts, x = [], px(PADDING)
    for (_, styles), listed in zip(STYLES.items(), found.values(), strict=True):
        columns = []
        for style, words in zip(styles, zip(*listed, strict=True), strict=True):
            columns.append(x)
            x += max(type_.width(one, style) for one in words) + px(BETWEEN)
        lefts.append(columns)
        x += px(PADDING)
    room = size[1] - 2 * px(EDGE) - _head(type_) - px(2 * 28)
    line = min(type_.height(theme.BODY) + px(14), room // rows)
    area = Rect(0, 0, x - px(BETWEEN), _head(type_) + rows * line + px(2 * 28))
    area.center = size[0] // 2, size[1] // 2
    return Sheet(area, line, tuple(tuple(area.left + left for left in columns) for columns in lefts))


def draw_help(surface: pygame.Surface, type_: Type, entries: Sequence[Entry] = ENTRIES) -> None:
    """A sheet in the middle of *surface* with every key and what it does."""
    px, sheet = type_.scale.px, lay_out(surface.get_size(), type_, entries)
    veil = pygame.Surface(surface.get_size(), pygame.SRCALPHA)
    veil.fill((*theme.GROUND, VEILED))
    surface.blit(veil, (0, 0))
    pygame.draw.rect(surface, theme.RAISED, sheet.area, border_radius=px(14))
    top = sheet.area.top + px(28) + type_.ascent(theme.TITLE)
    for (heading, listed), columns in zip(sections(entries).items(), sheet.columns, strict=True):
        type_.write(surface, heading, (columns[0], top), theme.TITLE)
        at = Rect(0, top + _head(type_), 0, sheet.line)
        _draw_rows(surface, type_, listed, STYLES[heading], columns, at)


def _draw_rows(
    surface: pygame.Surface, type_: Type, rows: Sequence[Row], styles: Sequence[Style], columns: Sequence[int], at: Rect
) -> None:
    """Write *rows* one below the other, the baseline of the first at the top of *at*."""
    for number, row in enumerate(rows):
        for words, style, x in zip(row, styles, columns, strict=True):
            colour = theme.MUTED if style is theme.SMALL else theme.TEXT
            type_.write(surface, words, (x, at.top + number * at.height), style, colour)


def _head(type_: Type) -> int:
    return type_.height(theme.TITLE) + type_.scale.px(16)
