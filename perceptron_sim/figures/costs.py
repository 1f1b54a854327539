"""The cost ledger: what every learner took, in time and energy on logarithmic scales, and in its own kind of work."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes

from perceptron_sim import palette
from perceptron_sim.figures.looks import Look, looks
from perceptron_sim.figures.run_record import LaneRun, Run
from perceptron_sim.figures.sheet import HEADER, PADDING, Sheet
from perceptron_sim.network_learner import JOULES_PER_MULTIPLY_ADD
from perceptron_sim.palette import as_hex
from perceptron_sim.quantities import NOTHING, count, duration, energy

NAMES, SCALE_WIDTH, BETWEEN = 168, 296, 40
ROW, NARROW_ROW, MOST_WIDE_ROWS = 72, 44, 8
MARGIN = 1.2  # that points keep from the ends of a scale, as a ratio
TIMES_S = (1e-9, 1e-6, 1e-3, 1.0, 60.0, 3600.0, 86400.0, 31557600.0)
TIME_NAMES = ("1 ns", "1 µs", "1 ms", "1 s", "1 min", "1 h", "1 day", "1 year")
ENERGIES_J = tuple(10.0**power for power in range(-12, 13, 3))
ENERGY_NAMES = ("1 pJ", "1 nJ", "1 µJ", "1 mJ", "1 J", "1 kJ", "1 MJ", "1 GJ", "1 TJ")


def time_s(lane: LaneRun) -> float | None:
    """The machine's own time, or what the computer took for a network."""
    return lane.result.get("simulated_s" if lane.is_machine else "wall_s")


def energy_j(lane: LaneRun) -> float | None:
    """What it took, on assumed powers."""
    return lane.result.get("energy_j")


def work(result: Mapping[str, Any]) -> list[str]:
    """What was done, in the units of its kind."""
    told: tuple[tuple[str, Callable[[float], str]], ...] = (
        ("turned_deg", lambda value: f"{count(value)}° turned"),
        ("motor_s", lambda value: f"motors ran {duration(value)}"),
        ("relay_operations", lambda value: f"{count(value)} relay operations"),
        ("multiply_adds", lambda value: f"{count(value)} multiply-adds"),
    )
    return [words(result[name]) for name, words in told if result.get(name) is not None]


def costs(run: Run) -> Sheet:
    """A row for every learner."""
    lanes = [lane for lane in run.lanes if lane.result]
    row = ROW if len(lanes) <= MOST_WIDE_ROWS else NARROW_ROW
    subtitle = (
        "The machine's times, turns and energies rest on assumed values; "
        f"a network's energy on an assumed {1e9 * JOULES_PER_MULTIPLY_ADD:g} nJ a multiply-add"
    )
    sheet = Sheet("What it took", subtitle, run.mark, height=HEADER + 40 + len(lanes) * row + 84)
    shown = looks(run.lanes)
    first, second = PADDING + NAMES, PADDING + NAMES + SCALE_WIDTH + BETWEEN
    third = second + SCALE_WIDTH + BETWEEN
    for left, name in ((first, "TIME"), (second, "ENERGY, ASSUMED"), (third, "WORK")):
        sheet.text(left, HEADER + 12, name, size=13, weight="bold", colour=palette.MUTED)
    for index, lane in enumerate(lanes):
        middle = HEADER + 40 + (index + 0.5) * row
        sheet.text(PADDING, middle + 5, lane.title, size=16, weight="bold", colour=shown[lane.name].colour)
        _write_work(sheet, third, middle, work(lane.result), row)
    box = HEADER + 40, len(lanes) * row
    _scale(sheet, first, box, lanes, time_s, duration, TIMES_S, TIME_NAMES, shown)
    _scale(sheet, second, box, lanes, energy_j, energy, ENERGIES_J, ENERGY_NAMES, shown)
    return sheet


def _write_work(sheet: Sheet, left: float, middle: float, lines: Sequence[str], row: float) -> None:
    lines = lines if row == ROW else lines[:1]
    top = middle - (len(lines) - 1) * 10 + 5
    for number, line in enumerate(lines):
        sheet.text(left, top + number * 20, line, size=14)


def _scale(
    sheet: Sheet,
    left: float,
    box: tuple[float, float],
    lanes: Sequence[LaneRun],
    value_of: Callable[[LaneRun], float | None],
    written: Callable[[float], str],
    ticks: Sequence[float],
    tick_names: Sequence[str],
    shown: Mapping[str, Look],
) -> None:
    """A logarithmic scale with a point and its number for each lane."""
    top, tall = box
    axes = sheet.axes(left, top, SCALE_WIDTH, tall)
    values = [value_of(lane) for lane in lanes]
    positive = [value for value in values if value and value > 0]
    low = max((tick for tick in ticks if tick * MARGIN <= min(positive, default=1.0)), default=ticks[0])
    high = min((tick for tick in ticks if tick >= max(positive, default=1.0) * MARGIN), default=ticks[-1])
    axes.set(xscale="log", xlim=(low, high), ylim=(len(lanes), 0), yticks=[])
    fit = [(tick, name) for tick, name in zip(ticks, tick_names, strict=True) if low <= tick <= high]
    axes.set_xticks([tick for tick, _ in fit], [name for _, name in fit])
    axes.minorticks_off()
    axes.grid(axis="x")
    for index, (lane, value) in enumerate(zip(lanes, values, strict=True)):
        _point(axes, index + 0.5, value, written, shown[lane.name], low)


def _point(
    axes: Axes, row: float, value: float | None, written: Callable[[float], str], look: Look, low: float
) -> None:
    if value is None or not value > 0:
        axes.text(low, row, "  " + NOTHING, va="center", color=as_hex(palette.MUTED))
        return
    axes.plot([low, value], [row, row], color=as_hex(palette.LINE), linewidth=2, zorder=2)
    axes.plot([value], [row], color=look.colour, marker=look.marker, markersize=8, zorder=3)
    start, end = axes.get_xlim()
    left_half = math.log(value / start) < 0.5 * math.log(end / start)
    axes.annotate(
        written(value),
        (value, row),
        (10, 0) if left_half else (-10, 0),
        textcoords="offset points",
        va="center",
        ha="left" if left_half else "right",
        fontsize=12,
        color=as_hex(palette.TEXT),
        bbox={"facecolor": as_hex(palette.PANEL), "edgecolor": "none", "pad": 2},
        zorder=3,
    )
