"""Measurements over one condition as lines, over two as maps of shades, one pair of axes beside the other."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from perceptron_sim import palette
from perceptron_sim.figures.heat import LEAST_WITH_NUMBERS, draw_key, draw_shades
from perceptron_sim.figures.lines import LABELS, Series, draw_lines, dress_places, dress_values, name_lines
from perceptron_sim.figures.looks import Look, legend, legend_height, looks
from perceptron_sim.figures.measured import SET, Group
from perceptron_sim.figures.run_record import Run
from perceptron_sim.figures.sheet import FULL_WIDTH, HEADER, PADDING, SMALL, Sheet
from perceptron_sim.figures.wording import is_share, lower, on_scale, readable, written_as
from perceptron_sim.palette import as_hex

SCALE, BETWEEN = 56, 64  # px left of axes for numbers, between two pairs of axes
WIDE_TALL, TALL, MAP_TALL = 380, 240, 300
BELOW, ABOVE = 72, 32  # px below axes for the scale and its name, above them for a title
MAPS_IN_A_ROW, MAP_SCALE = 4, 36  # px left of a map for numbers
MOST_NAMED = 8  # lines with their names at their ends
DOWNWARDS = {"down", "row", "rows"}  # words of conditions that grow from top to bottom
MOST_TICKS = 7
MEASURED = "Measured by the experiment"
ALL_MACHINES, ALL_NETWORKS = "machines", "networks"  # joined by one line


def lines_sheet(run: Run, title: str, groups: Sequence[Group]) -> Sheet:
    """A pair of axes for each of *groups*, each over one condition."""
    series = [_series(run, group) for group in groups]
    shown = _shown(run, groups)
    if len(groups) == 1 and len(series[0]) <= MOST_NAMED:
        return _one(run, title, groups[0], series[0], shown)
    names = {one.name: (shown[one.lane], one.name, one.faint) for each in series for one in each}
    key = legend_height(list(names), FULL_WIDTH - 2 * PADDING)
    columns = min(len(groups), 2 if len(groups) in (2, 4) else 3)
    width = (FULL_WIDTH - 2 * PADDING - columns * SCALE - (columns - 1) * BETWEEN / 2) / columns
    pitch = ABOVE + TALL + BELOW
    rows = math.ceil(len(groups) / columns)
    sheet = Sheet(title, MEASURED, run.mark, height=math.ceil(HEADER + key + rows * pitch + 32))
    legend(sheet, list(names.values()), PADDING, HEADER)
    for index, (group, each) in enumerate(zip(groups, series, strict=True)):
        left = PADDING + SCALE + index % columns * (width + SCALE + BETWEEN / 2)
        top = HEADER + key + index // columns * pitch
        name = heading(group)
        sheet.text(left, top + 18, readable(group.over[0]) if name == title else name, weight="bold")
        _draw(sheet.axes(left, top + ABOVE, width, TALL), group, each, shown)
    return sheet


def maps_sheet(run: Run, title: str, group: Group) -> Sheet:
    """A map for every learner (and all that the group varies by) over the first two conditions."""
    across, down = _directions(group)
    maps = [part for name in group.learners for part in group.of(learner=name).parts()]
    limits = (0.0, 1.0) if is_share(group.measure, group.values) else (min(group.values), max(group.values))
    columns = min(len(maps), MAPS_IN_A_ROW)
    width = (FULL_WIDTH - 2 * PADDING - columns * MAP_SCALE - (columns - 1) * 16) / columns
    tall = min(MAP_TALL * 1.6, width * len(group.each(down)) / len(group.each(across)))
    pitch = ABOVE + tall + BELOW
    rows = math.ceil(len(maps) / columns)
    subtitle = f"Across: {lower(across)}. Along the side: {lower(down)}. {MEASURED}"
    sheet = Sheet(title, subtitle, run.mark, height=math.ceil(HEADER + rows * pitch + 24))
    for index, part in enumerate(maps):
        left = PADDING + MAP_SCALE + index % columns * (width + MAP_SCALE + 16)
        top = HEADER + index // columns * pitch
        look = looks(run.lanes, group.learners)[part.learners[0]]
        sheet.text(left, top + 18, _part_title(run, part), weight="bold", colour=look.colour)
        _draw_map(sheet.axes(left, top + ABOVE, width, tall), part, group, across, down, limits)
    draw_key(sheet, limits, written_as(group.measure, group.values))
    return sheet


def heading(group: Group) -> str:
    """What a pair of axes or a block is headed: the measure, and under which conditions that never varied."""
    parts = [value if isinstance(value, str) else f"{lower(name)} {value}" for name, value in group.at.items()]
    return ", ".join([readable(group.measure), *parts])


def title_of(run: Run, learner: str) -> str:
    """What a figure calls whoever was measured."""
    return next((lane.title for lane in run.lanes if lane.name == learner), learner)


def _shown(run: Run, groups: Sequence[Group]) -> dict[str, Look]:
    """The looks of all learners, and of what joins those of a kind."""
    known = {lane.name for lane in run.lanes}
    others = dict.fromkeys(name for group in groups for name in group.learners if name not in known)
    joined = {ALL_MACHINES: Look(as_hex(palette.AMBER), "o", ()), ALL_NETWORKS: Look(as_hex(palette.BLUE), "o", ())}
    return {**looks(run.lanes, list(others)), **joined}


def _one(run: Run, title: str, group: Group, series: Sequence[Series], shown: Mapping[str, Look]) -> Sheet:
    sheet = Sheet(title, MEASURED, run.mark, height=HEADER + WIDE_TALL + BELOW + 32)
    axes = sheet.axes(PADDING + SCALE, HEADER, FULL_WIDTH - 2 * PADDING - SCALE - LABELS, WIDE_TALL)
    _draw(axes, group, series, shown)
    name_lines(sheet, axes, series, shown)
    return sheet


def _draw(axes: Axes, group: Group, series: Sequence[Series], shown: Mapping[str, Look]) -> None:
    draw_lines(axes, series, shown)
    dress_values(axes, group.measure, group.values)
    dress_places(axes, group.over[0], group.numbers(group.over[0]))
    axes.set_xlabel(lower(group.over[0]), fontsize=SMALL * 0.75, labelpad=6)


def _series(run: Run, group: Group) -> list[Series]:
    """A line for every learner and set; where each learner has one place only, those of a kind are joined."""
    machines = {lane.name: lane.is_machine for lane in run.lanes}
    alone = not group.by and all(len(group.of(learner=x).points) == 1 and x in machines for x in group.learners)
    sets = [str(value) for value in group.each(SET)] if SET in group.by else [""]
    lines: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for point in group.points:
        kind = ALL_MACHINES if machines.get(point.learner) else ALL_NETWORKS
        line = kind if alone else point.learner, str(point.at.get(SET, "")) if SET in group.by else ""
        lines.setdefault(line, []).append((float(point.at[group.over[0]]), point.value))
    written = written_as(group.measure, group.values)
    series = []
    for (learner, part), points in lines.items():
        places, values = (np.array(x) for x in zip(*sorted(points), strict=True))
        name = ", ".join(filter(None, (title_of(run, learner), part)))
        series.append(Series(learner, places, values, f"{name}  {written(values[-1])}", part != sets[0], name))
    return series


def _part_title(run: Run, part: Group) -> str:
    parts = [str(value) for name, value in part.at.items() if name != "learner"]
    return ", ".join([title_of(run, part.learners[0]), *parts])


def _directions(group: Group) -> tuple[str, str]:
    """Which of the first two conditions runs across, and which down or up the side."""
    first, second = group.over[:2]
    return (second, first) if not DOWNWARDS.isdisjoint(first.split("_")) else (first, second)


def _draw_map(axes: Axes, part: Group, whole: Group, across: str, down: str, limits: tuple[float, float]) -> None:
    rows, columns = whole.numbers(down), whole.numbers(across)
    grid = part.grid(down, across, rows, columns)
    if DOWNWARDS.isdisjoint(down.split("_")):  # then it grows upwards
        rows, grid = rows[::-1], grid[::-1]
    width = axes.get_window_extent().width / len(columns)
    written = written_as(part.measure, whole.values) if width >= LEAST_WITH_NUMBERS else None
    draw_shades(axes, grid, limits, numbers=written)
    axes.set_xticks(*_ticks(across, columns))
    axes.set_yticks(*_ticks(down, rows))


def _ticks(condition: str, values: Sequence[float]) -> tuple[list[float], list[str]]:
    """Where to write which of *values*, nought among them if it is there."""
    step = math.ceil(len(values) / MOST_TICKS)
    begin = next((index for index, value in enumerate(values) if value == 0), 0) % step
    chosen, written = range(begin, len(values), step), on_scale(condition, values)
    return [index + 0.5 for index in chosen], [written(values[index]) for index in chosen]
