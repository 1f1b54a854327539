"""Where both answers stand: the machine's lamps, volts and potentiometers, below them the network's classes."""

from collections.abc import Sequence
from dataclasses import dataclass

from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import HEADING, ROW_GAP, Grid, in_modules, modules_of
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.side_by_side.machine import TITLE
from perceptron_sim.frontend.views.teach.layout_parts import APART, BETWEEN, inside, label_room

# In pixels at 1920 x 1080.
ANSWER = 176  # the answer beside what it rests on
BARS = 84  # the longest bar of volts up, and the longest one down
SHOWN_CLASSES = 5  # of the network's, the most probable ones


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineLayout:
    """The machine's answer, its lamps and their volts, its potentiometers and the room for them and their label."""

    panel: Rect
    title: Rect
    trainer: Rect
    answer: Rect
    lamps: Grid
    knobs: Grid
    knobs_room: Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkLayout:
    """The network's answer, and its most probable classes: the row of each, and in it the full length of its bar."""

    panel: Rect
    title: Rect
    answer: Rect
    rows: tuple[Rect, ...]
    bars: tuple[Rect, ...]


def arrange_answers(
    right: Rect, type_: Type, names: Sequence[str], a_units: int, lamps: int
) -> tuple[MachineLayout, NetworkLayout]:
    """Both panels in the column *right*: the network's as high as it needs, the machine's above it."""
    machine = _machine(right, type_, a_units, lamps, min(SHOWN_CLASSES, len(names)))
    top = machine.panel.bottom + type_.scale.px(ROW_GAP)
    return machine, _network(Rect(right.left, top, right.width, right.bottom - top), type_, names)


def _machine(right: Rect, type_: Type, a_units: int, lamps: int, classes: int) -> MachineLayout:
    px = type_.scale.px
    title, rest = inside(right, type_)
    label = label_room(type_)
    answer = Rect(rest.left, rest.top, px(ANSWER), label + px(36 + BARS) + 2 * type_.height(theme.SMALL))
    left = answer.right + px(APART)
    wide = (rest.right - left) // max(1, lamps)
    block = Grid(left, rest.top + label, (wide, answer.bottom - rest.top - label), max(1, lamps), 1)
    top = answer.bottom + px(APART) + label
    network = _network_height(type_, classes)
    bottom = right.bottom - network - px(ROW_GAP) - px(HEADING)
    knobs = in_modules(Rect(rest.left, top, rest.width, bottom - top), modules_of(a_units), px(5))
    panel = Rect(right.left, right.top, right.width, bottom + px(HEADING) - right.top)
    words = type_.width(TITLE, theme.TITLE) + px(24)
    trainer = Rect(title.left + words, title.top, title.width - words, title.height)
    title.width = words
    knobs_room = Rect(rest.left, top - label, rest.width, bottom - top + label).inflate(px(8), 0)
    return MachineLayout(
        panel=panel, title=title, trainer=trainer, answer=answer, lamps=block, knobs=knobs, knobs_room=knobs_room
    )


def _row_height(type_: Type) -> int:
    return max(type_.height(theme.BODY) + type_.scale.px(6), type_.scale.px(30))


def _network_height(type_: Type, classes: int) -> int:
    px = type_.scale.px
    rows = max(classes * _row_height(type_), px(64) + 2 * type_.height(theme.SMALL))
    return px(2 * HEADING) + type_.height(theme.TITLE) + px(BETWEEN) + label_room(type_) + rows


def _network(panel: Rect, type_: Type, names: Sequence[str]) -> NetworkLayout:
    px = type_.scale.px
    title, rest = inside(panel, type_)
    label, height = label_room(type_), _row_height(type_)
    answer = Rect(rest.left, rest.top, px(ANSWER), rest.height)
    left = answer.right + px(APART)
    rows = tuple(
        Rect(left, rest.top + label + number * height, rest.right - left, height - px(6))
        for number in range(min(SHOWN_CLASSES, len(names)))
    )
    name = max(type_.width(one, theme.STRONG) for one in names) + px(14)
    figure = type_.width("100 %", theme.SMALL) + px(12)
    bars = tuple(Rect(row.left + name, row.top, row.width - name - figure, row.height) for row in rows)
    return NetworkLayout(panel=panel, title=title, answer=answer, rows=rows, bars=bars)
