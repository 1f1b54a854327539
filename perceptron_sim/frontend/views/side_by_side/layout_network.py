"""Where everything of the right panel stands: the network."""

import math
from dataclasses import dataclass

from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import Grid
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.side_by_side.layout_machine import MachineLayout
from perceptron_sim.frontend.views.side_by_side.layout_panels import RETINA_SIDE, bottom_row, inside, label_height
from perceptron_sim.frontend.views.side_by_side.shape import Shape

FIELDS = 24  # so many pictures of weights are wanted, before they are made any smaller
FIELD_GAP = 5  # at 1920 x 1080
LEAST_LAMP = 4  # pixels; smaller ones cannot be told apart


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkLayout:
    """The right panel: the network; activities is None where there are no hidden units, scale is pixels a weight."""

    panel: Rect
    title: Rect
    kind: Rect
    input: Grid
    activities: Grid | None
    fields: Grid
    scale: int
    probabilities: Rect
    answer: Rect


def arrange_network(panel: Rect, machine: MachineLayout, type_: Type, shape: Shape) -> NetworkLayout:
    px, label = type_.scale.px, label_height(type_)
    title, rest = inside(panel, type_)
    words = type_.width("A network of today", theme.TITLE) + px(24)
    kind = Rect(title.left + words, title.top, title.width - words, title.height)
    title = Rect(title.left, title.top, words, title.height)
    answer = bottom_row(rest, type_)
    bars = px(64) + type_.height(theme.SMALL)
    probabilities = Rect(rest.left, answer.top - px(12) - bars, rest.width, bars)
    cell = machine.retina.pitch[0]
    seen = Grid(rest.left, machine.retina.top, (cell, cell), shape.columns, shape.rows)
    bottom = probabilities.top - label - px(12)
    side = min(max(seen.rect.width, px(RETINA_SIDE)), px(RETINA_SIDE) * 5 // 4)
    activities = None
    if shape.hidden:
        top = seen.rect.bottom + px(14) + label
        activities = _square(Rect(rest.left, top, side, bottom - top), shape.hidden)
    left = rest.left + side + px(40)
    room = Rect(left, seen.top, rest.right - left, bottom - seen.top)
    fields, scale = _fields(room, shape, max(2, px(FIELD_GAP)))
    return NetworkLayout(
        panel=panel,
        title=title,
        kind=kind,
        input=seen,
        activities=activities,
        fields=fields,
        scale=scale,
        probabilities=probabilities,
        answer=answer,
    )


def _square(room: Rect, count: int) -> Grid:
    """Cells for *count* lamps, or for as many as can still be told apart, in a field near to a square."""
    columns = math.ceil(math.sqrt(count))
    while True:
        rows = math.ceil(count / columns)
        pitch = min(room.width // columns, room.height // rows)
        if pitch >= LEAST_LAMP or columns <= 1:
            return Grid(room.left, room.top, (pitch, pitch), columns, rows)
        columns -= 1
        count = columns * columns


def _fields(room: Rect, shape: Shape, gap: int) -> tuple[Grid, int]:
    """Cells for the pictures of weights, and whole pixels for each weight, as large as leaves FIELDS of them."""
    rows, columns = shape.field_cells
    scale = max(1, min(room.width // columns, room.height // rows))
    while True:
        pitch = (columns * scale + gap, rows * scale + gap)
        across, down = (room.width + gap) // pitch[0], (room.height + gap) // pitch[1]
        if across * down >= min(shape.looking, FIELDS) or scale == 1:
            break
        scale -= 1
    across = max(1, min(across, shape.looking))
    down = max(1, min(down, math.ceil(shape.looking / across)))
    return _spread(room, (columns * scale, rows * scale), across, down, gap), scale


def _spread(room: Rect, picture: tuple[int, int], across: int, down: int, gap: int) -> Grid:
    """Pictures in columns and rows that fill *room* as far as gaps of a quarter of a picture allow."""
    between = []
    for whole, side, number in ((room.width, picture[0], across), (room.height, picture[1], down)):
        free = (whole - number * side) // max(1, number - 1)
        between.append(min(max(free, gap), max(gap, side // 4)))
    return Grid(room.left, room.top, picture, across, down, (1, 1), (between[0], between[1]))
