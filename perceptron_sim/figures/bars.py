"""Measurements over no number: a block for each measure, in it a bar for every learner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from perceptron_sim import palette
from perceptron_sim.figures.looks import Look, looks
from perceptron_sim.figures.measured import Group
from perceptron_sim.figures.over_numbers import heading, title_of
from perceptron_sim.figures.run_record import Run
from perceptron_sim.figures.sheet import FIGURE_FAMILY, FULL_WIDTH, HEADER, LETTER, PADDING, Sheet
from perceptron_sim.figures.wording import is_share, on_scale, short
from perceptron_sim.palette import as_hex
from perceptron_sim.quantities import unit_of

MOST_COLUMNS, BETWEEN = 3, 48  # of blocks; px between two of them
TITLE_LINE = 20  # px from one line of a heading to the next
ROW, HEAD, AFTER = 26, 30, 26  # px of a bar, of a block's heading, between two blocks
LEAST_NAMES, MOST_NAMES, LEAST_BAR, NUMBERS = 120, 300, 110, 76  # px of a block for names, bars and numbers
BAR = 6  # px


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a block."""

    learner: str
    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Block:
    """How wide a block is, and the room in it for names, in px."""

    columns: int
    names: float

    @classmethod
    def of(cls, names: Sequence[str]) -> "Block":
        """The widest names decide how many blocks stand side by side."""
        wanted = min(max(LETTER * max(map(len, names)), LEAST_NAMES), MOST_NAMES)
        room = FULL_WIDTH - 2 * PADDING + BETWEEN
        return cls(max(1, min(MOST_COLUMNS, int(room / (wanted + LEAST_BAR + NUMBERS + BETWEEN)))), wanted)

    @property
    def width(self) -> float:
        """Px from its left to its right edge."""
        return (FULL_WIDTH - 2 * PADDING - (self.columns - 1) * BETWEEN) / self.columns

    def placed(self, heights: Sequence[int]) -> tuple[list[tuple[float, int]], int]:
        """Where each block lies, always below the shortest column; and how tall the tallest column gets."""
        ends, places = [0] * self.columns, []
        for height in heights:
            column = ends.index(min(ends))
            places.append((PADDING + column * (self.width + BETWEEN), ends[column]))
            ends[column] += height
        return places, max(ends)


def bars_sheet(run: Run, title: str, groups: Sequence[Group]) -> Sheet:
    """A block for each of *groups*."""
    blocks = [(group, _bars(run, group)) for group in groups]
    block = Block.of([bar.name for _, bars in blocks for bar in bars])
    head = HEAD + TITLE_LINE * (max(len(_title(group, block)) for group, _ in blocks) - 1)
    places, tall = block.placed([head + ROW * len(bars) + AFTER for _, bars in blocks])
    sheet = Sheet(title, "Each on its own scale; shares on one from none to all", run.mark, height=HEADER + tall + 32)
    others = {name for group in groups for name in group.learners} - {lane.name for lane in run.lanes}
    shown = looks(run.lanes, sorted(others))
    for (group, bars), (left, top) in zip(blocks, places, strict=True):
        _draw(sheet, block, group, bars, (left, HEADER + top), head, shown)
    return sheet


def _bars(run: Run, group: Group) -> list[Bar]:
    """The bars in the order of the points, called by what tells them apart."""
    bars = []
    for point in group.points:
        parts = [str(point.at[name]) for name in group.by]
        learner = [title_of(run, point.learner)] if len(group.learners) > 1 or not parts else []
        bars.append(Bar(point.learner, ", ".join([*learner, *parts]), point.value))
    return bars


def _title(group: Group, block: Block) -> list[str]:
    """What a block is headed, in as many lines as it takes."""
    unit = unit_of(group.measure)
    words = heading(group)
    return wrap(f"{words} ({unit})" if unit else words, int(block.width / (LETTER + 0.6)))


def _draw(
    sheet: Sheet,
    block: Block,
    group: Group,
    bars: Sequence[Bar],
    corner: tuple[float, float],
    head: int,
    shown: Mapping[str, Look],
) -> None:
    left, top = corner
    for line, words in enumerate(_title(group, block)[::-1]):
        sheet.text(left, top + head - HEAD + 14 - line * TITLE_LINE, words, weight="bold")
    values = [bar.value for bar in bars]
    written, full = on_scale(group.measure, values), 1.0 if is_share(group.measure, values) else max(values)
    begin, end = left + block.names + 8, left + block.width - NUMBERS
    for row, bar in enumerate(bars):
        y, colour = top + head + (row + 0.5) * ROW, shown[bar.learner].colour
        sheet.text(left, y + 5, short(bar.name, int(block.names / LETTER) + 1), size=13, colour=colour)
        sheet.text(left + block.width, y + 5, written(bar.value), size=13, ha="right", family=FIGURE_FAMILY)
        if min(values) >= 0 and full > 0:
            thick = {"linewidth": BAR * 0.75, "solid_capstyle": "butt"}
            sheet.line([begin, end], [y, y], color=as_hex(palette.LINE), **thick)
            sheet.line([begin, begin + (end - begin) * bar.value / full], [y, y], color=colour, **thick)
