"""The cost ledger: what every learner took, in time and energy on logarithmic scales, and in its own kind of work."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from perceptron_sim import palette
from perceptron_sim.figures.looks import Look, looks
from perceptron_sim.figures.run_record import LaneRun, Run
from perceptron_sim.figures.sheet import FULL_WIDTH, HEADER, PADDING, Sheet
from perceptron_sim.network_learner import JOULES_PER_MULTIPLY_ADD
from perceptron_sim.palette import as_hex
from perceptron_sim.quantities import NOTHING, count, duration, energy

LEAST_NAMES, MOST_NAMES, WORK, BETWEEN = 120, 300, 184, 60  # px for names, for the words of the work, between columns
BOLD_LETTER = 9.4  # px that a letter of a name takes
ROW, NARROW_ROW, MOST_WIDE_ROWS = 72, 44, 8
MARGIN = 1.2  # that points keep from the ends of a scale, as a ratio


def time_s(lane: LaneRun) -> float | None:
    """The machine's own time, or what the computer took for a network."""
    return lane.result.get("simulated_s" if lane.is_machine else "wall_s")


def energy_j(lane: LaneRun) -> float | None:
    """What it took, on assumed powers."""
    return lane.result.get("energy_j")


@dataclass(frozen=True, slots=True)
class Scale:
    """A logarithmic scale: what it shows of a learner, how that is written, and at which values it has a line."""

    value_of: Callable[[LaneRun], float | None]
    written: Callable[[float], str]
    lines: Mapping[float, str]

    def draw(self, axes: Axes, lanes: Sequence[LaneRun], shown: Mapping[str, Look]) -> None:
        """A row for every learner with a point and its number."""
        values = [self.value_of(lane) for lane in lanes]
        positive = [value for value in values if value is not None and value > 0]
        low = max((x for x in self.lines if x * MARGIN <= min(positive, default=1.0)), default=min(self.lines))
        high = min((x for x in self.lines if x >= max(positive, default=1.0) * MARGIN), default=max(self.lines))
        axes.set(xscale="log", xlim=(low, high), ylim=(len(lanes), 0), yticks=[])
        within = {value: name for value, name in self.lines.items() if low <= value <= high}
        axes.set_xticks(list(within), list(within.values()))
        axes.minorticks_off()
        axes.grid(axis="x")
        for index, (lane, value) in enumerate(zip(lanes, values, strict=True)):
            if value is not None and value > 0:
                _point(axes, index + 0.5, value, self.written, shown[lane.name])
            else:
                axes.text(low, index + 0.5, NOTHING, va="center", color=as_hex(palette.MUTED))


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
    names = min(max(BOLD_LETTER * max(len(lane.title) for lane in lanes) + 16, LEAST_NAMES), MOST_NAMES)
    wide = (FULL_WIDTH - 2 * PADDING - names - WORK - 2 * BETWEEN) / 2
    first, second, third = (PADDING + names + index * (wide + BETWEEN) for index in range(3))
    for left, name in ((first, "TIME"), (second, "ENERGY, ASSUMED"), (third, "WORK")):
        sheet.text(left, HEADER + 12, name, size=13, weight="bold", colour=palette.MUTED)
    for index, lane in enumerate(lanes):
        middle = HEADER + 40 + (index + 0.5) * row
        title = sheet.text(PADDING, middle + 5, lane.title, size=16, weight="bold", colour=shown[lane.name].colour)
        sheet.fit(title, names - 16)
        _write_work(sheet, third, middle, work(lane.result), row)
    for left, scale in ((first, TIME), (second, ENERGY)):
        scale.draw(sheet.axes(left, HEADER + 40, wide, len(lanes) * row), lanes, shown)
    return sheet


def _write_work(sheet: Sheet, left: float, middle: float, lines: Sequence[str], row: float) -> None:
    lines = lines if row == ROW else lines[:1]
    top = middle - (len(lines) - 1) * 10 + 5
    for number, line in enumerate(lines):
        sheet.text(left, top + number * 20, line, size=14)


def _point(axes: Axes, row: float, value: float, written: Callable[[float], str], look: Look) -> None:
    low, high = axes.get_xlim()
    axes.plot([low, value], [row, row], color=as_hex(palette.LINE), linewidth=2, zorder=2)
    axes.plot([value], [row], color=look.colour, marker="o", markersize=8, zorder=3)
    left_half = math.log(value / low) < 0.5 * math.log(high / low)
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


TIME = Scale(
    time_s,
    duration,
    {
        1e-9: "1 ns",
        1e-6: "1 µs",
        1e-3: "1 ms",
        1.0: "1 s",
        60.0: "1 min",
        3600.0: "1 h",
        86400.0: "1 day",
        31557600.0: "1 year",
    },
)
UNITS_OF_ENERGY = ("pJ", "nJ", "µJ", "mJ", "J", "kJ", "MJ", "GJ", "TJ")
ENERGY = Scale(energy_j, energy, {1000.0 ** (i - 4): f"1 {unit}" for i, unit in enumerate(UNITS_OF_ENERGY)})
