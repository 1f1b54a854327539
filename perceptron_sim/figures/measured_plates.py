"""The figures of what an experiment measured, each chosen by what it was measured over."""

from collections.abc import Iterator, Sequence

import numpy as np

from perceptron_sim.experiments.words import joined
from perceptron_sim.figures.bars import bars_sheet
from perceptron_sim.figures.heat import draw_table
from perceptron_sim.figures.measured import SET, Group, grouped
from perceptron_sim.figures.over_numbers import heading, lines_sheet, maps_sheet, title_of
from perceptron_sim.figures.plate import MOST_ROWS, Plate, Table
from perceptron_sim.figures.run_record import Run
from perceptron_sim.figures.sheet import Sheet
from perceptron_sim.figures.wording import is_share, lower, on_scale, readable, written_as

SECTION = "Measured"
LEAST_IN_A_TABLE = 4  # names of a condition from which on a table of shades is clearer than bars
MOST_IN_WORDS = 6  # pairs of axes


def measured_plates(run: Run) -> Iterator[Plate]:
    """Lines, then maps, then tables, then bars."""
    groups = grouped(run.measurements)
    for title, together in _sheets_of_lines(groups):
        yield _lines(run, title, together)
    for group in groups:
        if len(group.over) > 1:
            yield _map(run, group)
    named = [group for group in groups if not group.over]
    for group in named:
        if _is_table(group):
            yield _shades(run, group)
    bars = [group for group in named if not _is_table(group)]
    if bars:
        yield _bars(run, bars)


def _sheets_of_lines(groups: Sequence[Group]) -> list[tuple[str, list[Group]]]:
    """What stands on one sheet: a measure over several conditions, or else all measures over the same one."""
    parts = [part for group in groups if len(group.over) == 1 for part in group.parts(but=SET)]
    of_measure: dict[str, list[Group]] = {}
    for part in parts:
        of_measure.setdefault(part.measure, []).append(part)
    sheets: dict[str, list[Group]] = {}
    for part in parts:
        several = len(of_measure[part.measure]) > 1
        title = readable(part.measure) if several else f"By {lower(part.over[0])}"
        sheets.setdefault(title, []).append(part)
    return [(heading(x[0]) if len(x) == 1 else title, x) for title, x in sheets.items()]


def _lines(run: Run, title: str, groups: list[Group]) -> Plate:
    return Plate(
        name="measured-" + _slug(title),
        section=SECTION,
        draw=lambda: lines_sheet(run, title, groups),
        caption="",
        alt=f"{title}, as lines. {' '.join(_in_words(run, group) for group in groups[:MOST_IN_WORDS])}",
        tables=[_over_one(run, group) for group in groups],
    )


def _in_words(run: Run, group: Group) -> str:
    return f"{heading(group)} over {lower(group.over[0])}: {joined(_ends(run, group, x) for x in group.learners)}."


def _ends(run: Run, group: Group, learner: str) -> str:
    """How the line of *learner* begins and ends, or its lines, one for each set."""
    written, places = written_as(group.measure, group.values), on_scale(group.over[0], group.numbers(group.over[0]))
    told = []
    for part in group.of(learner=learner).parts():
        points = sorted((float(x.at[group.over[0]]), x.value) for x in part.points)
        (low, begin), (high, end) = points[0], points[-1]
        name = ", ".join([title_of(run, learner), *(str(part.at[x]) for x in group.by)])
        there = f"{written(begin)} at {places(low)}"
        told.append(f"{name} {there}" if low == high else f"{name} from {there} to {written(end)} at {places(high)}")
    return joined(told)


def _over_one(run: Run, group: Group) -> Table:
    """A row for every place, a column for every learner and set."""
    condition = group.over[0]
    numbers, written = group.numbers(condition), written_as(group.measure, group.values)
    places = on_scale(condition, numbers)
    columns = [part for name in group.learners for part in group.of(learner=name).parts()]
    header = [", ".join([title_of(run, x.learners[0]), *(str(x.at[name]) for name in group.by)]) for x in columns]
    found = [{float(point.at[condition]): point.value for point in part.points} for part in columns]
    rows = [[places(x), *(written(one[x]) if x in one else "" for one in found)] for x in numbers[:MOST_ROWS]]
    return Table(heading(group), [lower(condition), *header], rows)


def _map(run: Run, group: Group) -> Plate:
    title = f"{heading(group)}, by {joined(lower(name) for name in group.over[:2])}"
    written = written_as(group.measure, group.values)
    spans = [
        f"{title_of(run, name)} from {written(min(part.values))} to {written(max(part.values))}"
        for name in group.learners
        for part in [group.of(learner=name)]
    ]
    return Plate(
        name="measured-" + _slug(group.measure + "-map"),
        section=SECTION,
        draw=lambda: maps_sheet(run, title, group),
        caption="Light is much, dark is little.",
        alt=f"{title}, as maps of shades: {joined(spans)}.",
        tables=[_over_two(run, part) for name in group.learners for part in group.of(learner=name).parts()],
    )


def _over_two(run: Run, part: Group) -> Table:
    first, second = part.over[:2]
    rows, columns = part.numbers(first), part.numbers(second)
    grid, written = part.grid(first, second, rows, columns), written_as(part.measure, part.values)
    down, across = on_scale(first, rows), on_scale(second, columns)
    cells = [
        [down(x), *(written(y) if np.isfinite(y) else "" for y in line)] for x, line in zip(rows, grid, strict=True)
    ]
    title = ", ".join([title_of(run, part.learners[0]), *(str(x) for k, x in part.at.items() if k != "learner")])
    return Table(title, [f"{lower(first)} \\ {lower(second)}", *map(across, columns)], cells[:MOST_ROWS])


def _is_table(group: Group) -> bool:
    return len(group.by) == 1 and len(group.each(group.by[0])) >= LEAST_IN_A_TABLE


def _shades(run: Run, group: Group) -> Plate:
    condition = group.by[0]
    names = group.each(condition)
    title = f"{heading(group)}, by {lower(condition)}"
    found = {(point.learner, point.at[condition]): point.value for point in group.points}
    values = np.array([[found.get((learner, name), np.nan) for name in names] for learner in group.learners])
    learners, written = [title_of(run, name) for name in group.learners], written_as(group.measure, group.values)
    least, most = min(group.values), max(group.values)
    limits = (0.0, 1.0) if is_share(group.measure, group.values) else (least, most)

    def draw() -> Sheet:
        return draw_table(run, title, "", learners, [str(x) for x in names], values, written=written, limits=limits)

    rows = [
        [str(name), *(written(x) if np.isfinite(x) else "" for x in values[:, column])]
        for column, name in enumerate(names)
    ]
    return Plate(
        name="measured-" + _slug(f"{group.measure}-{condition}"),
        section=SECTION,
        draw=draw,
        caption="Light is much, dark is little.",
        alt=f"{title}: a table of shades for {joined(learners)}, from {written(least)} to {written(most)}.",
        tables=[Table(title, [lower(condition), *learners], rows)],
    )


def _bars(run: Run, groups: list[Group]) -> Plate:
    title = "Measured at the end"
    return Plate(
        name="measured",
        section=SECTION,
        draw=lambda: bars_sheet(run, title, groups),
        caption="",
        alt=f"{title}: bars for {joined(dict.fromkeys(lower(group.measure) for group in groups))}.",
        tables=[
            Table(title, ["measure", "learner", "conditions", "value"], [x for g in groups for x in _rows(run, g)])
        ],
    )


def _rows(run: Run, group: Group) -> Iterator[list[str]]:
    written = written_as(group.measure, group.values)
    for point in group.points[:MOST_ROWS]:
        at = ", ".join(f"{lower(name)} {value}" for name, value in point.at.items())
        yield [readable(group.measure), title_of(run, point.learner), at, written(point.value)]


def _slug(text: str) -> str:
    """*text* as a part of a file's name."""
    kept = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in text.lower())
    return "-".join(kept.split())[:60] or "values"
