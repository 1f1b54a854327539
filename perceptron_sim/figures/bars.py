"""Measurements over no number: a block for each measure, in it a bar for every learner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from perceptron_sim import palette
from perceptron_sim.figures.looks import Look, looks
from perceptron_sim.figures.measured import Group
from perceptron_sim.figures.over_numbers import title_of
from perceptron_sim.figures.run_record import Run
from perceptron_sim.figures.sheet import FIGURE_FAMILY, FULL_WIDTH, GUTTER, HEADER, PADDING, Sheet
from perceptron_sim.figures.wording import is_share, on_scale, readable, short, unit_of
from perceptron_sim.palette import as_hex

COLUMNS = 3
ROW, HEAD, AFTER = 26, 30, 26  # px of a bar, of a block's heading, between two blocks
NAMES, NUMBERS = 128, 76  # px of a block for the learners' names, for the numbers
BAR = 6  # px
LONGEST_TITLE, LONGEST_NAME = 40, 17


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a block."""

    learner: str
    name: str
    value: float


def bars_sheet(run: Run, title: str, groups: Sequence[Group]) -> Sheet:
    """A block for each of *groups*."""
    blocks = [(group, _bars(run, group)) for group in groups]
    places, tall = _placed([HEAD + ROW * len(bars) + AFTER for _, bars in blocks])
    sheet = Sheet(title, "Each on its own scale; shares on one from none to all", run.mark, height=HEADER + tall + 32)
    others = {name for group in groups for name in group.learners} - {lane.name for lane in run.lanes}
    shown = looks(run.lanes, sorted(others))
    for (group, bars), (left, top) in zip(blocks, places, strict=True):
        _draw(sheet, group, bars, left, HEADER + top, shown)
    return sheet


def _bars(run: Run, group: Group) -> list[Bar]:
    """The bars in the order of the points, called by what tells them apart."""
    bars = []
    for point in group.points:
        parts = [str(point.at[name]) for name in group.by]
        learner = [title_of(run, point.learner)] if len(group.learners) > 1 or not parts else []
        bars.append(Bar(point.learner, ", ".join([*learner, *parts]), point.value))
    return bars


def _width() -> float:
    return (FULL_WIDTH - 2 * PADDING - (COLUMNS - 1) * GUTTER * 2) / COLUMNS


def _placed(heights: Sequence[int]) -> tuple[list[tuple[float, int]], int]:
    """Where each block lies, always below the shortest column; and how tall the longest column gets."""
    ends, places = [0] * COLUMNS, []
    for height in heights:
        column = ends.index(min(ends))
        places.append((PADDING + column * (_width() + 2 * GUTTER), ends[column]))
        ends[column] += height
    return places, max(ends)


def _draw(sheet: Sheet, group: Group, bars: Sequence[Bar], left: float, top: float, shown: Mapping[str, Look]) -> None:
    parts, unit = [str(value) for value in group.at.values()], unit_of(group.measure)
    title = ", ".join([readable(group.measure), *parts])
    sheet.text(left, top + 14, f"{short(title, LONGEST_TITLE)}{f' ({unit})' if unit else ''}", weight="bold")
    values = [bar.value for bar in bars]
    written, full = on_scale(group.measure, values), 1.0 if is_share(group.measure, values) else max(values)
    begin, end = left + NAMES, left + _width() - NUMBERS
    for row, bar in enumerate(bars):
        y, colour = top + HEAD + (row + 0.5) * ROW, shown[bar.learner].colour
        sheet.text(left, y + 5, short(bar.name, LONGEST_NAME), size=13, colour=colour)
        sheet.text(left + _width(), y + 5, written(bar.value), size=13, ha="right", family=FIGURE_FAMILY)
        if min(values) >= 0 and full > 0:
            thick = {"linewidth": BAR * 0.75, "solid_capstyle": "butt"}
            sheet.line([begin, end], [y, y], color=as_hex(palette.LINE), **thick)
            sheet.line([begin, begin + (end - begin) * bar.value / full], [y, y], color=colour, **thick)
