"""Where everything of the teaching view stands: left the pad, between what to say and show, right both answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import (
    GUTTER,
    HEADING,
    PADDING,
    ROW_GAP,
    Grid,
    panels_area,
)
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.teach.layout_answers import MachineLayout, NetworkLayout, arrange_answers
from perceptron_sim.frontend.views.teach.layout_parts import APART, BETWEEN, inside, label_room, row_of

# In pixels at 1920 x 1080.
CONTROL = 44  # the height of what a finger presses
STRIP = 56  # the brushes beside the pad
MIDDLE = 424  # the column between pad and answers
LEAST_CLASS = 30  # a class's button in height, where there are many
ANSWERS = 630  # the column of both answers, at least
THUMB = 48  # a sign in the tray
STAMP = 42
SMALL_THUMB = 22  # a sign in a line of the visits
LIGHTS, WIDTHS = 5, 3  # brushes that there are
BOARD_BUTTONS = ("undo", "clear", "left", "up", "down", "right", "camera")
SOURCES = 3
LEAST_VISITS, MOST_VISITS = 4, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PadLayout:
    """The panel of the pad: its cells, the brushes beside it, below it what is done at once, and the stamps."""

    panel: Rect
    title: Rect
    cells: Grid
    frame: Rect
    lights: tuple[Rect, ...]
    widths: tuple[Rect, ...]
    strip_labels: tuple[tuple[int, int], tuple[int, int]]
    board: dict[str, Rect]
    pages: Rect
    stamps: Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class SayLayout:
    """What it is: a button for each class, those that show the sign, and what came of it."""

    panel: Rect
    title: Rect
    classes: Grid
    teach: Rect
    ask: Rect
    result: Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonsLayout:
    """Where lessons come from, the tray, and the latest visits."""

    panel: Rect
    title: Rect
    sources: tuple[Rect, ...]
    words: Rect
    tray: Grid
    thumb: int
    empty: Rect
    earlier: Rect
    later: Rect
    visits: Rect
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachLayout:
    """All of it."""

    area: Rect
    pad: PadLayout
    say: SayLayout
    lessons: LessonsLayout
    machine: MachineLayout
    network: NetworkLayout


def arrange(
    area: Rect, type_: Type, shape: tuple[int, int], names: Sequence[str], a_units: int, lamps: int
) -> TeachLayout:
    """Lay it out in *area* for a retina of *shape*, classes called *names*, and so many A-units and R-lamps in use."""
    px, whole = type_.scale.px, panels_area(area, type_)
    pad = _pad(whole, type_, shape)
    middle = Rect(pad.panel.right + px(GUTTER), whole.top, px(MIDDLE), whole.height)
    say = _say(middle, type_, names)
    top = say.panel.bottom + px(ROW_GAP)
    lessons = _lessons(Rect(middle.left, top, middle.width, whole.bottom - top), type_, names)
    left = middle.right + px(GUTTER)
    right = Rect(left, whole.top, whole.right - left, whole.height)
    machine, network = arrange_answers(right, type_, names, a_units, lamps)
    return TeachLayout(area=area, pad=pad, say=say, lessons=lessons, machine=machine, network=network)


def _pad(whole: Rect, type_: Type, shape: tuple[int, int]) -> PadLayout:
    px = type_.scale.px
    title, rest = inside(whole, type_)
    pages = type_.height(theme.BODY) + px(BETWEEN)
    below = px(APART + CONTROL) + px(APART) // 2 + pages + 2 * px(STAMP)
    left = rest.left + px(STRIP) + px(APART)
    right = whole.right - px(MIDDLE) - 2 * px(GUTTER) - px(ANSWERS) - px(PADDING)
    cells = _cells((left, rest.top), min(rest.height - below, right - left), shape)
    frame = Rect(left, rest.top, cells.side * max(shape), cells.side * max(shape))
    panel = Rect(whole.left, whole.top, frame.right + px(PADDING) - whole.left, whole.height)
    title.width = panel.right - px(PADDING) - title.left
    lights = _brushes(rest.topleft, LIGHTS, type_)
    widths = _brushes((rest.left, lights[-1].bottom + px(APART)), WIDTHS, type_)
    board = Rect(rest.left, frame.bottom + px(APART), title.width, px(CONTROL))
    tabs = Rect(rest.left, board.bottom + px(APART) // 2, title.width, pages)
    return PadLayout(
        panel=panel,
        title=title,
        cells=cells,
        frame=frame,
        lights=lights,
        widths=widths,
        strip_labels=(lights[0].topleft, widths[0].topleft),
        board=_board(board, type_),
        pages=tabs,
        stamps=_stamps(Rect(tabs.bottomleft, (title.width, rest.bottom - tabs.bottom)), px(STAMP)),
    )


def _cells(corner: tuple[int, int], room: int, shape: tuple[int, int]) -> Grid:
    """The largest square cells, in the middle of a square that begins at *corner* and is at most *room* wide."""
    side, (rows, columns) = max(1, room // max(shape)), shape
    left, top = (begin + (max(shape) - count) * side // 2 for begin, count in zip(corner, (columns, rows), strict=True))
    return Grid(left, top, (side, side), columns, rows)


def _brushes(corner: tuple[int, int], count: int, type_: Type) -> tuple[Rect, ...]:
    """So many brushes below each other, and above them room for their label, from *corner* on."""
    px, (left, top) = type_.scale.px, corner
    first, pitch = top + label_room(type_), px(CONTROL) + px(BETWEEN)
    return tuple(Rect(left, first + number * pitch, px(STRIP), px(CONTROL)) for number in range(count))


def _stamps(room: Rect, stamp: int) -> Grid:
    across, down = (room.width + 1) // stamp, max(1, room.height // stamp)
    return Grid(room.left, room.top, (room.width // across, stamp), across, down)


def _board(row: Rect, type_: Type) -> dict[str, Rect]:
    """The buttons for what is done with the whole picture: words at the left, arrows between, the camera right."""
    px, found, left = type_.scale.px, {}, row.left
    for name, words in (("undo", "Undo stroke"), ("clear", "Clear")):
        found[name] = Rect(left, row.top, type_.width(words, theme.BODY) + px(36), row.height)
        left = found[name].right + px(BETWEEN)
    width = type_.width("Camera off", theme.BODY) + px(36)
    found["camera"] = Rect(row.right - width, row.top, width, row.height)
    arrows = BOARD_BUTTONS[2:6]
    room = found["camera"].left - left
    wide = 4 * row.height + 3 * px(BETWEEN)
    places = row_of(left + (room - wide) // 2, row.top, (row.height, row.height), len(arrows), px(BETWEEN))
    return {**found, **dict(zip(arrows, places, strict=True))}


def _say(middle: Rect, type_: Type, names: Sequence[str]) -> SayLayout:
    px = type_.scale.px
    title, rest = inside(middle, type_)
    gap = max(2, px(4))
    wide = max(type_.width(name, theme.STRONG) for name in names) + px(16)
    columns = max(1, min((rest.width + gap) // (max(wide, px(CONTROL)) + gap), len(names)))
    rows = -(-len(names) // columns)
    columns = -(-len(names) // rows)
    height = max(px(LEAST_CLASS), min(px(CONTROL), px(4 * CONTROL) // rows))
    pitch = ((rest.width + gap) // columns - gap, height)
    classes = Grid(rest.left, rest.top, pitch, columns, rows, (1, 1), (gap, gap))
    show = Rect(rest.left, classes.rect.bottom + px(APART), rest.width, px(CONTROL + 8))
    half = (show.width - px(BETWEEN)) // 2
    teach, ask = row_of(show.left, show.top, (half, show.height), 2, px(BETWEEN))
    result = Rect(rest.left, show.bottom + px(BETWEEN), rest.width, 2 * type_.height(theme.BODY))
    panel = Rect(middle.left, middle.top, middle.width, result.bottom + px(HEADING) - middle.top)
    return SayLayout(panel=panel, title=title, classes=classes, teach=teach, ask=ask, result=result)


def _lessons(panel: Rect, type_: Type, names: Sequence[str]) -> LessonsLayout:
    px = type_.scale.px
    title, rest = inside(panel, type_)
    gap = max(2, px(4))
    sources = row_of(rest.left, rest.top, ((rest.width - (SOURCES - 1) * gap) // SOURCES, px(CONTROL)), SOURCES, gap)
    words = Rect(rest.left, sources[0].bottom + gap, rest.width, type_.height(theme.SMALL))
    top = words.bottom + px(BETWEEN) + label_room(type_)
    line = max(px(SMALL_THUMB) + 4, type_.height(theme.SMALL) + px(4))
    least = label_room(type_) + LEAST_VISITS * line
    tray = _tray(Rect(rest.left, top, rest.width, rest.bottom - top - least), type_, names)
    top = tray.rect.bottom + px(BETWEEN) // 2 + label_room(type_)
    lines = max(1, min(MOST_VISITS, (rest.bottom - top) // line))
    empty, earlier, later = _tray_buttons(Rect(rest.left, tray.top, rest.width, 0), type_)
    return LessonsLayout(
        panel=panel,
        title=title,
        sources=sources,
        words=words,
        tray=tray,
        thumb=px(THUMB),
        empty=empty,
        earlier=earlier,
        later=later,
        visits=Rect(rest.left, top, rest.width, lines * line),
        line=line,
    )


def _tray(room: Rect, type_: Type, names: Sequence[str]) -> Grid:
    """A row of signs with their names below, or two where there is room; long names need wide cells."""
    px = type_.scale.px
    thumb, gap, height = px(THUMB), px(BETWEEN), px(THUMB) + type_.height(theme.SMALL) + px(4)
    longest = max(type_.width(one, theme.SMALL) for one in names) + thumb // 2 + px(4)
    wide = min(max(thumb, longest), (room.width - 2 * gap) // 3)
    across = (room.width + gap) // (wide + gap)
    spread = (room.width - across * wide) // max(1, across - 1)
    return Grid(room.left, room.top, (wide, height), across, max(1, min(2, room.height // height)), (1, 1), (spread, 0))


def _tray_buttons(tray: Rect, type_: Type) -> tuple[Rect, Rect, Rect]:
    """On the line above the *tray*, at its right: empty it, and before that the pages before and after."""
    px, height = type_.scale.px, type_.height(theme.BODY) + type_.scale.px(2)
    wide, arrow = type_.width("Empty it", theme.BODY) + px(20), max(height, px(28))
    empty = Rect(tray.right - wide, tray.top - px(6) - height, wide, height)
    later = Rect(empty.left - px(BETWEEN) - arrow, empty.top, arrow, height)
    return empty, later.move(-arrow - max(2, px(4)), 0), later
