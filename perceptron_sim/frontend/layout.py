"""Where everything of the shell stands: every rectangle from the size of the window; and the grids that views use."""

from dataclasses import dataclass

from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type

MODULES = 8  # the glass front holds 8 x 8 modules of 8 assemblies (inferred from the museum's photograph)
MODULE_COLUMNS, MODULE_ROWS = 4, 2  # how we stand a module's 8 parts beside each other: our choice
GRID_COLUMNS, GRID_ROWS = MODULES * MODULE_COLUMNS, MODULES * MODULE_ROWS
TITLE_WORDS = "Mark I Perceptron"
# The one measure of all views, in pixels at 1920 x 1080
MARGIN = 32  # between the window's edge and the panels, left and right
ABOVE, BELOW = 8, 16  # between the header and the panels, the panels and the footer
GUTTER, ROW_GAP = 24, 16  # between panels beside each other, above each other
PAGE_ROW = 48  # how high the row of a view's own pages is, where it has some
PADDING, HEADING = 28, 16  # of a panel: from its edge to what is in it, from its top to the line of its title
CORNER = 14  # a panel's radius
WIPING, APART = 2, 32  # so many buttons of the header, the first ones, undo what was learned, and stand so far apart


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellLayout:
    """The window: the title and the tabs above, the view's area, at the foot the sentence and the pace of time.

    tabs and quiet are the areas of the buttons in the header, from left to right; slower, faster, step and pause those
    in the footer; pace_words is the line below the slider.
    """

    window: Rect
    header: Rect
    title: Rect
    tabs: tuple[Rect, ...]
    quiet: tuple[Rect, ...]
    area: Rect
    footer: Rect
    sentence: Rect
    clock: Rect
    slower: Rect
    slider: Rect
    faster: Rect
    pace_words: Rect
    step: Rect
    pause: Rect


def arrange(size: tuple[int, int], type_: Type, tabs: tuple[str, ...], quiet: tuple[str, ...]) -> ShellLayout:
    """Lay out a window of *size*; *tabs* and *quiet* are the words on the buttons of the header."""
    px = type_.scale.px
    margin = px(32)
    header, footer = Rect(0, 0, size[0], px(72)), Rect(0, size[1] - px(108), size[0], px(108))
    title = Rect(margin, 0, type_.width(TITLE_WORDS.upper(), theme.TITLE), header.height)
    pause = _square(footer, margin, type_, type_.width("Pause", theme.BODY) + px(48))
    step = pause.move(-pause.width - px(12), 0)
    faster = Rect(0, step.top, step.height, step.height)
    faster.right = step.left - px(40)
    slider = Rect(0, faster.top, px(300), faster.height)
    slider.right = faster.left - px(8)
    slower = faster.move(slider.left - px(8) - faster.right, 0)
    words_height = type_.height(theme.SMALL)
    words = Rect(slower.left, slider.bottom + px(4), faster.right - slower.left, words_height)
    clock = Rect(margin, words.top, slower.left - px(56) - margin, words_height)
    sentence = Rect(margin, footer.top + px(12), clock.width, clock.top - footer.top - px(12))
    return ShellLayout(
        window=Rect((0, 0), size),
        header=header,
        title=title,
        tabs=_row(tabs, type_, title.right + px(40), header, theme.STRONG, px(24)),
        quiet=_from_right(quiet, type_, size[0] - margin + px(12), header),
        area=Rect(0, header.bottom, size[0], footer.top - header.bottom),
        footer=footer,
        sentence=sentence,
        clock=clock,
        slower=slower,
        slider=slider,
        faster=faster,
        pace_words=words,
        step=step,
        pause=pause,
    )


def _square(footer: Rect, margin: int, type_: Type, width: int) -> Rect:
    """The last button of the footer."""
    px = type_.scale.px
    height = px(44)
    return Rect(footer.right - margin - width, footer.top + px(20), width, height)


def _row(
    words: tuple[str, ...], type_: Type, left: int, header: Rect, style: theme.Style, padding: int
) -> tuple[Rect, ...]:
    """Buttons of the header beside each other from *left* on."""
    areas = []
    for text in words:
        width = type_.width(text, style) + padding
        areas.append(Rect(left, header.top + type_.scale.px(14), width, type_.scale.px(44)))
        left += width
    return tuple(areas)


def _from_right(words: tuple[str, ...], type_: Type, right: int, header: Rect) -> tuple[Rect, ...]:
    """Quiet buttons of the header, the last one ending at *right*; those that wipe stand apart."""
    padding, apart = type_.scale.px(24), type_.scale.px(APART)
    wide = sum(type_.width(text, theme.SMALL) + padding for text in words) + apart
    row = _row(words, type_, right - wide, header, theme.SMALL, padding)
    return (*row[:WIPING], *(area.move(apart, 0) for area in row[WIPING:]))
