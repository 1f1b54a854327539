"""The curve of capacity in the style of the house: both axes in powers of two, so that 2 N is a straight line."""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullFormatter, NullLocator

from perceptron_sim import palette
from perceptron_sim.figures.sheet import FULL_WIDTH, HEADER, PADDING, Sheet, house_style
from perceptron_sim.palette import as_hex
from perceptron_sim.reproduction.curve import KINDS, SUBTITLE, TITLE, Point

TALL, SCALE, NAMES, BELOW = 440, 64, 230, 92  # px: the axes, left of them, right of them, below
LOOKS = {  # colour, mark, and how far aside, so that equal ones are all seen
    "separable": (palette.TEXT, "o", 1.0),
    "program": (palette.MUTED, "D", 0.96),
    "machine": (palette.AMBER, "s", 1.04),
}
COVER: Any = {"color": as_hex(palette.RIGHT), "linewidth": 1.5, "dashes": (6, 3), "zorder": 1}
NAME = "capacity"


def sheet(points: Sequence[Point]) -> dict[str, bytes]:
    """capacity.png and capacity.svg."""
    with house_style():
        drawn = Sheet(TITLE, SUBTITLE, "perceptron-sim reproduce", height=HEADER + TALL + BELOW)
        axes = drawn.axes(PADDING + SCALE, HEADER, FULL_WIDTH - 2 * PADDING - SCALE - NAMES, TALL)
        weights = sorted({point.weights for point in points})
        _dress(axes, weights)
        axes.plot(weights, [2 * n for n in weights], **COVER)
        for kind in KINDS:
            _draw(axes, [point for point in points if point.kind == kind], *LOOKS[kind])
        _name(drawn, [kind for kind in KINDS if any(point.kind == kind for point in points)])
        return {f"{NAME}.png": drawn.png(), f"{NAME}.svg": drawn.svg()}


def _draw(axes: Axes, points: Sequence[Point], colour: palette.Colour, marker: str, aside: float) -> None:
    for point in points:
        ends = [point.patterns.low, point.patterns.high]
        axes.plot([point.weights * aside] * 2, ends, color=as_hex(colour), linewidth=1.5, zorder=2)
    places, values = [point.weights * aside for point in points], [point.patterns.value for point in points]
    axes.plot(places, values, color=as_hex(colour), marker=marker, markersize=6, linewidth=1.5, zorder=3)


def _name(drawn: Sheet, kinds: Sequence[str]) -> None:
    """What each line is, right of the axes."""
    left, top = FULL_WIDTH - PADDING - NAMES + 24, HEADER + 24
    drawn.line([left, left + 20], [top - 5, top - 5], **COVER)
    drawn.text(left + 30, top, "2 N (Cover 1965)", colour=palette.RIGHT)
    for row, kind in enumerate(kinds, start=1):
        colour, marker, _ = LOOKS[kind]
        drawn.mark(left + 10, top + 28 * row - 5, marker=marker, color=as_hex(colour), markersize=6)
        drawn.text(left + 30, top + 28 * row, KINDS[kind], colour=colour)


def _dress(axes: Axes, weights: Sequence[int]) -> None:
    axes.set_xscale("log", base=2)
    axes.set_yscale("log", base=2)
    axes.xaxis.set_major_locator(FixedLocator(weights))
    axes.yaxis.set_major_locator(FixedLocator([2 * n for n in weights]))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_minor_locator(NullLocator())
        axis.set_minor_formatter(NullFormatter())
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.grid(axis="y")
    axes.set_xlabel("weights of the R-unit", fontsize=axes.xaxis.label.get_fontsize(), labelpad=8)
    axes.set_ylabel("patterns", fontsize=axes.yaxis.label.get_fontsize(), labelpad=8)
