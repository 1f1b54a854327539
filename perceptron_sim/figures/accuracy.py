"""What every learner can name at the end of the run, set by set, and of a Mark I how many single R-units were right."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from perceptron_sim import palette
from perceptron_sim.figures.heat import ROW, draw_table
from perceptron_sim.figures.looks import Look, legend, looks
from perceptron_sim.figures.run_record import LaneRun, Run
from perceptron_sim.figures.sheet import FULL_WIDTH, HEADER, PADDING, Sheet
from perceptron_sim.figures.wording import short
from perceptron_sim.palette import as_hex
from perceptron_sim.quantities import share

SIZES = (10.5, 7.5, 5.5, 3.5)  # of the lanes' points, so that equal ones are all seen; more become a table of shades
LONGEST_SET = 30
NAMES, RIGHT_EDGE = 232, 40  # px left of the axes for the sets, right of them


def set_names(run: Run) -> list[str]:
    """The examined sets: the taught one, then the others, those that are named best first."""
    shares: dict[str, list[float]] = {}
    for lane in run.lanes:
        for name, value in lane.result.get("accuracy", {}).items():
            shares.setdefault(name, []).append(value)
    taught, *others = shares
    return [taught, *sorted(others, key=lambda name: -sum(shares[name]) / len(shares[name]))]


def accuracy(run: Run) -> Sheet:
    """A row for every set."""
    sets = set_names(run)
    lanes = [lane for lane in run.lanes if lane.result.get("accuracy")]
    title = "Named rightly at the end"
    if len(lanes) > len(SIZES):
        return _table(run, title, sets, lanes)
    subtitle = "Share of each set, asked without correcting; the first is what was taught"
    sheet = Sheet(title, subtitle, run.mark, height=HEADER + 32 + len(sets) * ROW + 84)
    shown = looks(run.lanes)
    _name_marks(sheet, lanes, shown)
    axes = sheet.axes(PADDING + NAMES, HEADER + 32, FULL_WIDTH - 2 * PADDING - NAMES - RIGHT_EDGE, len(sets) * ROW)
    for row, name in enumerate(sets):
        _draw_row(axes, row, name, lanes, shown)
        sheet.text(
            PADDING,
            HEADER + 32 + (row + 0.5) * ROW + 5,
            short(name, LONGEST_SET),
            weight="bold" if row == 0 else "normal",
        )
    _dress(axes, len(sets))
    return sheet


def _name_marks(sheet: Sheet, lanes: list[LaneRun], shown: Mapping[str, Look]) -> None:
    entries = [(shown[lane.name], lane.title, False) for lane in lanes]
    entries += [(shown[x.name], f"{x.title}, single R-units", True) for x in lanes if x.result.get("bits_right")]
    legend(sheet, entries, PADDING + NAMES, HEADER + 8)


def _draw_row(axes: Axes, row: int, name: str, lanes: list[LaneRun], shown: Mapping[str, Look]) -> None:
    """The points of one set, joined by a hairline."""
    values = [lane.result["accuracy"].get(name, np.nan) for lane in lanes]
    axes.plot([min(values), max(values)], [row, row], color=as_hex(palette.LINE), linewidth=2, zorder=2)
    for lane, value, size in zip(lanes, values, SIZES, strict=False):
        look = shown[lane.name]
        how: dict[str, Any] = {"color": look.colour, "marker": look.marker, "clip_on": False, "zorder": 3}
        bits = lane.result.get("bits_right", {}).get(name)
        if bits is not None:
            axes.plot([bits], [row], markerfacecolor=as_hex(palette.PANEL), markersize=5.5, **how)
        axes.plot([value], [row], markersize=size, **how)


def _dress(axes: Axes, rows: int) -> None:
    axes.set_xlim(0, 1)
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_yticks([])
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: share(value)))
    axes.grid(axis="x")


def _table(run: Run, title: str, sets: list[str], lanes: list[LaneRun]) -> Sheet:
    """A row for every learner and a column for every set, as shades with their numbers."""
    values = np.array([[lane.result["accuracy"].get(name, np.nan) for name in sets] for lane in lanes])
    subtitle = "Share of each set, asked without correcting; the first is what was taught"
    return draw_table(
        run, title, subtitle, [lane.title for lane in lanes], [short(name, LONGEST_SET) for name in sets], values
    )
