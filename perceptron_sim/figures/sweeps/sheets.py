"""The sheets of a sweep: criteria over passes and over settings, maps over two settings, learners in pairs."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from perceptron_sim import palette
from perceptron_sim.figures.heat import draw_table
from perceptron_sim.figures.lines import LABELS, Series, draw_lines, dress_places, dress_share, name_lines
from perceptron_sim.figures.looks import Look, looks
from perceptron_sim.figures.run_record import LaneRun
from perceptron_sim.figures.sheet import FULL_WIDTH, HEADER, LETTER, PADDING, POINTS_PER_PX, SMALL, Sheet
from perceptron_sim.figures.sweeps.pairs import Pairing
from perceptron_sim.figures.sweeps.shares import Share, grid_over, over, reached, values_along
from perceptron_sim.figures.sweeps.swept_run import LEARNED, SweptRun, as_words, condition, is_number
from perceptron_sim.figures.wording import lower, share_finely, short
from perceptron_sim.palette import as_hex
from perceptron_sim.quantities import NOTHING

SCALE, TALL, BELOW = 56, 380, 104  # px left of axes for numbers, of axes, below them
LONGEST_LABELS, BESIDE_LABELS = 600, 72  # px right of axes for names at most, and what they need beside their letters
MOST_TICKS = 8
PASS = "pass"
BAND, MOST_BANDS = 0.18, 4  # how much of a line's colour its interval has, and of how many lines they can be told apart
ROW, TWO_LINES = 34, 46  # px for a pair, and where its settings stand below its name
BAND_SAYS, TABLE_SAYS = "bands: 95 % intervals", "95 % intervals stand in the table"
Line = tuple[LaneRun, Sequence[Share]]


def reached_sheet(run: SweptRun, chosen: Sequence[tuple[str, int, Sequence[int]]]) -> Sheet:
    """How many had a pass without an error by each pass; a line for each of *chosen*: name, learner, combinations."""
    lines: list[Line] = []
    for name, learner, combinations in chosen:
        rows = (run.rows.learner == learner) & np.isin(run.rows.combination, combinations)
        if rows.any():
            lines.append((LaneRun(name=name, kind=run.learners[learner].kind), reached(run, rows)))
    title, subtitle = "Who had learned by which pass", f"Share with a pass without an error; {_intervals(len(lines))}"
    passes = [np.arange(1, len(shares) + 1) for _, shares in lines]
    return _lines_sheet(run, title, subtitle, PASS, lines, passes)


def over_sheet(run: SweptRun, measure: str, axis: int) -> Sheet:
    """One measure over the setting number *axis*: lines where it is a number, else a table of shades."""
    values, name = values_along(run, axis), condition(run.grid.varied[axis])
    shares = [list(over(run, measure, learner, axis)) for learner in range(len(run.learners))]
    title = f"{title_of(measure)} over {lower(name)}"
    if all(map(is_number, values)):
        places = np.array(values, dtype=float)
        lines = list(zip(run.learners, shares, strict=True))
        subtitle = _all_else(run, [axis], _intervals(len(lines)))
        return _lines_sheet(run, title, subtitle, name, lines, [places] * len(lines))
    grid = np.array([[each[row].value for each in shares] for row in range(len(values))])
    rows, columns = [short(as_words(value)) for value in values], [lane.title for lane in run.learners]
    return draw_table(run, title, _all_else(run, [axis]), rows, columns, grid)


def map_sheet(run: SweptRun, measure: str, learner: int, down: int, across: int) -> Sheet:
    """One measure of one learner over two settings."""
    rows, columns = values_along(run, down), values_along(run, across)
    names = [lower(condition(run.grid.varied[axis])) for axis in (across, down)]
    said = title_of(measure)
    title = f"{run.learners[learner].title}: {said[:1].lower()}{said[1:]}"
    subtitle = f"Across: {names[0]}. Down: {names[1]}. {_all_else(run, [down, across])}"
    grid = grid_over(run, measure, learner, down, across)
    named = [[short(as_words(value)) for value in values] for values in (rows, columns)]
    return draw_table(run, title, subtitle, named[0], named[1], grid)


def pairs_sheet(run: SweptRun, pairs: Sequence[Pairing]) -> Sheet:
    """The mean difference of every pair with its interval, around nought."""
    names = [(_couple(one), run.name_of(one.combination)) for one in pairs]
    row = TWO_LINES if any(where for _, where in names) else ROW
    left = PADDING + min(24 + LETTER * max(len(words) for name in names for words in name), FULL_WIDTH * 0.5)
    height = math.ceil(HEADER + len(pairs) * row + BELOW)
    subtitle = "Mean difference over the same seeds with its 95 % interval; to the right the first is better"
    sheet = Sheet("Learners in pairs", subtitle, run.mark, height=height)
    for number, (couple, where) in enumerate(names):
        middle = HEADER + (number + 0.5) * row + 5
        for words, place, colour in ((couple, 0, palette.TEXT), (where, 18, palette.MUTED)):
            sheet.fit(sheet.text(PADDING, middle + place - 9 * bool(where), words, colour=colour), left - PADDING - 16)
    axes = sheet.axes(left, HEADER, FULL_WIDTH - PADDING - left, len(pairs) * row)
    _draw_pairs(axes, pairs)
    return sheet


def name_of_pair(run: SweptRun, one: Pairing) -> str:
    """Who is held against whom, in what, under which settings."""
    return ", ".join(filter(None, (_couple(one), run.name_of(one.combination))))


def _couple(one: Pairing) -> str:
    return f"{one.first.title} − {one.second.title}, {one.measure}"


def title_of(measure: str) -> str:
    """What a figure calls a measure."""
    if measure == LEARNED:
        return "Share that learned"
    return f"Right of {lower(measure) if measure.islower() else measure}"


def percent(value: float) -> str:
    """A share, or a dash where it is not known."""
    return share_finely(value) if math.isfinite(value) else NOTHING


def in_points(difference: float) -> str:
    """A difference of shares in percentage points, with its sign."""
    return f"{100 * difference:+.3g}".replace("-", "−") if round(1e9 * difference) else "0"


def _intervals(lines: int) -> str:
    return BAND_SAYS if lines <= MOST_BANDS else TABLE_SAYS


def _lines_sheet(
    run: SweptRun, title: str, subtitle: str, below: str, lines: Sequence[Line], places: Sequence[Any]
) -> Sheet:
    shown = looks([lane for lane, _ in lines])
    sheet = Sheet(title, subtitle, run.mark, height=HEADER + TALL + BELOW)
    longest = max(len(lane.title) for lane, _ in lines)
    labels = min(max(BESIDE_LABELS + LETTER * longest, LABELS), LONGEST_LABELS)
    axes = sheet.axes(PADDING + SCALE, HEADER, FULL_WIDTH - 2 * PADDING - SCALE - labels, TALL)
    series = []
    for (lane, shares), where in zip(lines, places, strict=True):
        values = np.array([one.value for one in shares])
        if np.isfinite(values).any():
            if len(lines) <= MOST_BANDS:
                _band(axes, where, shares, shown[lane.name])
            last = values[np.isfinite(values)][-1]
            series.append(Series(lane.name, where, values, f"{lane.title}  {share_finely(last)}"))
    draw_lines(axes, series, shown)
    dress_share(axes)
    _dress_below(axes, below, sorted({float(one) for where in places for one in where}))
    axes.set_xlabel(lower(below), fontsize=SMALL * POINTS_PER_PX, labelpad=6)
    name_lines(sheet, axes, series, shown)
    return sheet


def _dress_below(axes: Axes, below: str, places: Sequence[float]) -> None:
    if below == PASS:
        axes.set_xlim(1, max(places[-1], 2))
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=8))
        return
    dress_places(axes, below, places)
    if len(places) <= MOST_TICKS and axes.get_xscale() == "linear":
        axes.set_xticks(places)


def _band(axes: Axes, places: Any, shares: Sequence[Share], look: Look) -> None:
    low, high = (np.array([getattr(one, end) for one in shares]) for end in ("low", "high"))
    axes.fill_between(places, low, high, color=look.colour, alpha=BAND, linewidth=0, zorder=1)


def _draw_pairs(axes: Axes, pairs: Sequence[Pairing]) -> None:
    ends = [abs(end) for one in pairs for end in (one.low, one.high, one.difference) if math.isfinite(end)]
    limit = max(1.1 * max(ends, default=0.0), 0.01)
    axes.set_xlim(-limit, limit)
    axes.set_ylim(len(pairs), 0)
    axes.axvline(0, color=as_hex(palette.MUTED), linewidth=1)
    for row, one in enumerate(pairs):
        sure = math.isfinite(one.low) and not one.low <= 0 <= one.high
        better = one.first if one.difference > 0 else one.second
        colour = looks([better])[better.name].colour if sure else as_hex(palette.MUTED)
        if math.isfinite(one.low):
            axes.plot([one.low, one.high], [row + 0.5] * 2, color=colour, linewidth=2.2)
        axes.plot([one.difference], [row + 0.5], color=colour, marker="o", markersize=6, linestyle="none")
    axes.set_yticks([])
    axes.locator_params(axis="x", nbins=7)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: in_points(value)))
    axes.set_xlabel("percentage points", fontsize=SMALL * POINTS_PER_PX, labelpad=6)
    axes.grid(axis="x")


def _all_else(run: SweptRun, axes: Sequence[int], more: str = "") -> str:
    """What a mean is over: all that varies beside *axes*, and the seeds."""
    others = [lower(condition(name)) for axis, name in enumerate(run.grid.varied) if axis not in axes]
    words = f"Means over {', '.join([*others, 'seeds'])}"
    return f"{words}; {more}" if more else words
