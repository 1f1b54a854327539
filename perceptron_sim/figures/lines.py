"""Lines over a number, their scales and their names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from perceptron_sim.figures.looks import Look, spread
from perceptron_sim.figures.run_record import FloatArray, IntArray
from perceptron_sim.figures.sheet import PADDING, SMALL, Sheet
from perceptron_sim.figures.wording import is_share, on_scale, written_as
from perceptron_sim.quantities import share

LABELS = 232  # px right of the axes for the names of lines
WIDE_RANGE = 10.0  # ratio of the largest place to the smallest from which on the scale is logarithmic
LEAST_LOGARITHMIC = 4  # places
TWO_DECADES, FINE = 100.0, (1, 2, 5)  # a logarithmic scale that spans less is divided more finely


@dataclass(frozen=True, slots=True)
class Series:
    """One line of the learner *lane*: *values* at *places*; faint if it is a lesser one.

    *label* stands at its end, *name* in a legend.
    """

    lane: str
    places: FloatArray | IntArray
    values: FloatArray
    label: str
    faint: bool = False
    name: str = ""

    @property
    def end(self) -> tuple[float, float]:
        """The last place with a value, and that value."""
        last = np.flatnonzero(np.isfinite(self.values))[-1]
        return float(self.places[last]), float(self.values[last])


def draw_lines(axes: Axes, series: Iterable[Series], shown: Mapping[str, Look], *, plain: bool = False) -> None:
    """Draw every line in the look of its learner."""
    for one in series:
        shown[one.lane].line(axes, one.places, one.values, faint=one.faint, plain=plain)


def name_lines(sheet: Sheet, axes: Axes, series: Sequence[Series], shown: Mapping[str, Look]) -> None:
    """Write every line's name to the right of *axes*, at its end, moved apart where they would touch."""
    box = axes.get_position()
    bottom, top = box.y0 * sheet.height, box.y1 * sheet.height
    ends = [axes.transData.transform(one.end)[1] for one in series]
    left = box.x1 * sheet.width + 20
    for one, end, place in zip(series, ends, spread(ends, SMALL + 6, bottom, top), strict=True):
        colour, weight = shown[one.lane].colour, "normal" if one.faint else "bold"
        words = sheet.text(left + 12, sheet.height - place + 5, one.label, colour=colour, weight=weight)
        sheet.fit(words, sheet.width - PADDING / 2 - left - 12)
        sheet.line([left - 10, left + 6], [sheet.height - end, sheet.height - place], color=colour, linewidth=0.8)


def dress_share(axes: Axes) -> None:
    """A scale from none to all."""
    axes.set_ylim(0, 1)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: share(value)))
    axes.grid(axis="y")


def dress_values(axes: Axes, measure: str, values: Sequence[float]) -> None:
    """A scale for *values* of a measure, from nought where they are not negative."""
    finite = [value for value in values if np.isfinite(value)]
    if is_share(measure, finite):
        dress_share(axes)
        return
    low, high = min(finite, default=0.0), max(finite, default=1.0)
    low = min(low, 0.0)
    axes.set_ylim(low, high + 0.08 * ((high - low) or 1.0))
    written = written_as(measure, finite)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: written(value)))
    axes.locator_params(axis="y", nbins=5)
    axes.grid(axis="y")


def dress_places(axes: Axes, condition: str, places: Sequence[float]) -> None:
    """A scale below for the *places* of a condition, logarithmic where they lie far apart."""
    low, high = min(places), max(places)
    written = on_scale(condition, places)
    even = np.allclose(np.diff(places), (high - low) / max(len(places) - 1, 1))
    if not even and low > 0 and high / low >= WIDE_RANGE and len(places) >= LEAST_LOGARITHMIC:
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(subs=FINE if high / low < TWO_DECADES else (1,)))
        axes.xaxis.set_minor_formatter(NullFormatter())
    else:
        axes.locator_params(axis="x", nbins=6)
    axes.tick_params(axis="x", pad=10)
    axes.set_xlim((low, high) if high > low else (low - 0.5, low + 0.5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: written(value)))
