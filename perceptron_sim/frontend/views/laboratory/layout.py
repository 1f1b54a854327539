"""Where the laboratory's panels stand: what there is, its settings, what it takes, what runs, and past runs."""

from dataclasses import dataclass

from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import GUTTER, PADDING, ROW_GAP, heading_of, panels_area
from perceptron_sim.frontend.text import Type

LIST, SETTINGS, START, RUNNING, OPENING = "list", "settings", "start", "running", "opening"
MESSAGE_LINES, OPENING_LINES, VERDICT_LINES, TAKING_LINES, ENDING_LINES, FIGURE_LINES = 2, 3, 2, 5, 3, 6


@dataclass(frozen=True, slots=True)
class RowColumns:
    """Where the parts of a setting stand, as offsets from the left edge of its row, and how wide they are."""

    control: int
    control_width: int
    unit: int
    help: int
    help_width: int


@dataclass(frozen=True, slots=True)
class SettingsLayout:
    """The middle panel: a message below the experiment's name, the names of the tables, the rows."""

    message: Rect
    tables: Rect
    rows: Rect
    columns: RowColumns


@dataclass(frozen=True, slots=True)
class RunningLayout:
    """The run that is going on: progress, figures, curves, how it stands to the opened run."""

    progress: Rect
    figures: Rect
    curve: Rect
    verdict: Rect


@dataclass(frozen=True, slots=True)
class OpeningLayout:
    """Where a run is opened: path, key of a row, the button, what is said of it."""

    path: Rect
    row_key: Rect
    open: Rect
    message: Rect


@dataclass(frozen=True, slots=True)
class LaboratoryLayout:
    """Panels by name and what stands in them."""

    area: Rect
    panels: dict[str, Rect]
    list_rows: Rect
    list_pitch: int
    settings: SettingsLayout
    taking: Rect
    taking_line: int
    start: Rect
    running: RunningLayout
    opening: OpeningLayout


def arrange(area: Rect, type_: Type) -> LaboratoryLayout:
    """The layout for *area*."""
    px = type_.scale.px
    inside, gutter, gap = panels_area(area, type_), px(GUTTER), px(ROW_GAP)
    left, right = px(420), px(480)
    lists = Rect(inside.left, inside.top, left, inside.height)
    middle = Rect(lists.right + gutter, inside.top, inside.width - left - right - 2 * gutter, inside.height)
    last = Rect(inside.right - right, inside.top, right, inside.height)
    opening_panel, opening = _opening(lists, type_)
    listing = Rect(lists.left, lists.top, lists.width, opening_panel.top - gap - lists.top)
    list_top = heading_of(listing, type_).bottom + px(6)
    start_panel, told, start = _start(last, type_)
    top = start_panel.bottom + gap
    running = Rect(last.left, top, last.width, last.bottom - top)
    return LaboratoryLayout(
        area=area,
        panels={LIST: listing, SETTINGS: middle, START: start_panel, RUNNING: running, OPENING: opening_panel},
        list_rows=Rect(listing.left + px(12), list_top, listing.width - px(24), listing.bottom - px(8) - list_top),
        list_pitch=max(px(27), type_.height(theme.BODY) + px(3)),
        settings=_settings(middle, type_),
        taking=told,
        taking_line=type_.height(theme.BODY) + px(2),
        start=start,
        running=_running(running, type_),
        opening=opening,
    )


def below_heading(panel: Rect, type_: Type) -> Rect:
    """What a panel has for its contents, below the line of its title."""
    px, heading = type_.scale.px, heading_of(panel, type_)
    top = heading.bottom + px(6)
    return Rect(heading.left, top, heading.width, panel.bottom - px(20) - top)


def _opening(column: Rect, type_: Type) -> tuple[Rect, OpeningLayout]:
    """At the foot of *column*: a path, the key of a row, what opens them, what is to be said of it."""
    px = type_.scale.px
    field = max(px(36), type_.height(theme.SMALL) + px(8))
    lines = OPENING_LINES * type_.height(theme.SMALL)
    head = heading_of(column, type_).bottom + px(6) - column.top
    height = head + 2 * field + 2 * px(8) + lines + px(8)
    panel = Rect(column.left, column.bottom - height, column.width, height)
    left, width, button = panel.left + px(PADDING), panel.width - 2 * px(PADDING), px(96)
    path = Rect(left, panel.top + head, width, field)
    row = Rect(left, path.bottom + px(8), width - button - px(8), field)
    open_ = Rect(left + width - button, row.top, button, field)
    message = Rect(left, row.bottom + px(8), width, lines)
    return panel, OpeningLayout(path, row, open_, message)


def _settings(panel: Rect, type_: Type) -> SettingsLayout:
    px = type_.scale.px
    inside = below_heading(panel, type_)
    message = Rect(inside.left, inside.top, inside.width, MESSAGE_LINES * type_.height(theme.SMALL))
    tables = Rect(inside.left, message.bottom + px(4), inside.width, px(44))
    top = tables.bottom + px(12)
    rows = Rect(inside.left, top, inside.width, inside.bottom - top)
    width = rows.width - px(20)  # the bar of the scroll stands at the right
    control, control_width = round(width * 0.25), round(width * 0.31)
    unit = control + control_width + px(8)
    help_ = unit + type_.width("µS/lx^γ", theme.SMALL) + px(28)
    return SettingsLayout(message, tables, rows, RowColumns(control, control_width, unit, help_, width - help_))


def _start(column: Rect, type_: Type) -> tuple[Rect, Rect, Rect]:
    """The panel, where it is told what a run takes, and the button."""
    px = type_.scale.px
    line = type_.height(theme.BODY) + px(2)
    ending, button = ENDING_LINES * type_.height(theme.SMALL), px(52)
    top = below_heading(column, type_).top
    told = Rect(column.left + px(PADDING), top, column.width - 2 * px(PADDING), TAKING_LINES * line + px(8) + ending)
    start = Rect(told.left, told.bottom + px(12), told.width, button)
    return Rect(column.left, column.top, column.width, start.bottom + px(20) - column.top), told, start


def _running(panel: Rect, type_: Type) -> RunningLayout:
    px = type_.scale.px
    inside = below_heading(panel, type_)
    small, body = type_.height(theme.SMALL), type_.height(theme.BODY)
    progress = Rect(inside.left, inside.top + px(6), inside.width, px(8) + px(6) + small)
    figures = Rect(inside.left, progress.bottom + px(12), inside.width, FIGURE_LINES * (body + px(2)))
    verdict = Rect(inside.left, inside.bottom - VERDICT_LINES * small, inside.width, VERDICT_LINES * small)
    top = figures.bottom + px(16)
    curve = Rect(inside.left, top, inside.width, verdict.top - px(12) - top)
    return RunningLayout(progress, figures, curve, verdict)
