"""Learning curves: what share of a pass was answered rightly before it was corrected, pass by pass, and the loss."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from perceptron_sim import palette
from perceptron_sim.figures.lines import FINE, LABELS, TWO_DECADES, Series, draw_lines, dress_share, name_lines
from perceptron_sim.figures.looks import looks
from perceptron_sim.figures.run_record import LaneRun, Run
from perceptron_sim.figures.sheet import FULL_WIDTH, GUTTER, HEADER, LETTER, PADDING, Sheet
from perceptron_sim.figures.wording import short
from perceptron_sim.palette import as_hex
from perceptron_sim.quantities import share

MOST_TOGETHER = 8  # lines in one pair of axes; of more, every learner gets axes of its own
SCALE = 56  # px left of the axes for numbers
TALL, SMALL_TALL = 400, 150
COLUMNS, COLUMNS_OF_LONG, LONG = 4, 3, 24  # of small axes, and where names have more letters than that
NICE_STEPS = (1, *(digit * 10**power for power in range(7) for digit in (5, 10, 20)))
TICK = 56  # px that a number below the axes takes
BELOW = 92  # px below the axes: scale, name of the axis, footer


def right_answers(run: Run) -> Sheet:
    """The share right of every lane, and of the unseen set where it was scored."""
    series = [one for lane in run.lanes for one in _shares(lane)]
    unseen = any(one.faint for one in series)
    subtitle = "Share of each pass answered rightly, before the correction" + (
        "; thin: unseen images, after the pass" if unseen else ""
    )
    return _sheet(run, "Right answers, pass by pass", subtitle, series, dress_share)


def losses(run: Run) -> Sheet:
    """The mean loss of every network over each pass, on a logarithmic scale."""
    title, subtitle = "Loss, pass by pass", "Mean cross-entropy of a network's answers before each correction"
    return _sheet(run, title, subtitle, [_loss(lane) for lane in run.lanes if has_loss(lane)], _dress_loss)


def has_loss(lane: LaneRun) -> bool:
    """Whether there is a loss to be drawn on a logarithmic scale."""
    return lane.curve is not None and bool((lane.curve.loss > 0).any())


def _shares(lane: LaneRun) -> list[Series]:
    curve = lane.curve
    if curve is None or not len(curve.number):
        return []
    series = [Series(lane.name, curve.number, curve.right, f"{lane.title}  {share(curve.right[-1])}")]
    if np.isfinite(curve.unseen).any():
        last = curve.unseen[np.isfinite(curve.unseen)][-1]
        series.append(Series(lane.name, curve.number, curve.unseen, f"{lane.title}, unseen  {share(last)}", faint=True))
    return series


def _loss(lane: LaneRun) -> Series:
    assert lane.curve is not None  # has_loss
    positive = lane.curve.loss > 0
    number, loss = lane.curve.number[positive], lane.curve.loss[positive]
    return Series(lane.name, number, loss, f"{lane.title}  {loss[-1]:.2g}")


def _sheet(run: Run, title: str, subtitle: str, series: Sequence[Series], dress: Callable[[Axes], None]) -> Sheet:
    if len(series) > MOST_TOGETHER:
        return _apart(run, title, subtitle, series, dress)
    sheet = Sheet(title, subtitle, run.mark, height=HEADER + TALL + BELOW)
    axes = sheet.axes(PADDING + SCALE, HEADER, FULL_WIDTH - 2 * PADDING - SCALE - LABELS, TALL)
    draw_lines(axes, series, looks(run.lanes))
    dress(axes)
    _name_passes(axes, series)
    axes.set_xlabel("pass", fontsize=axes.xaxis.label.get_fontsize(), labelpad=8)
    name_lines(sheet, axes, series, looks(run.lanes))
    return sheet


def _dress_loss(axes: Axes) -> None:
    axes.set_yscale("log")
    low, high = axes.get_ylim()
    axes.yaxis.set_major_locator(LogLocator(subs=FINE if high / low < TWO_DECADES else (1,)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.grid(axis="y")


def _name_passes(axes: Axes, series: Sequence[Series]) -> None:
    last = max((int(one.places[-1]) for one in series), default=1)
    axes.set_xlim((0.5, 1.5) if last == 1 else (1, last))
    room = axes.get_window_extent().width / TICK
    step = next(step for step in NICE_STEPS if last / step <= room)
    axes.set_xticks([1, *range(step, last + 1, step)] if step > 1 else range(1, last + 1))


def _apart(run: Run, title: str, subtitle: str, series: Sequence[Series], dress: Callable[[Axes], None]) -> Sheet:
    """A small pair of axes for every lane, the others grey behind it."""
    names = list(dict.fromkeys(one.lane for one in series))
    columns = COLUMNS if max(len(one.label) for one in series if not one.faint) <= LONG else COLUMNS_OF_LONG
    rows = -(-len(names) // columns)
    pitch = SMALL_TALL + 72
    sheet = Sheet(title, subtitle, run.mark, height=HEADER + rows * pitch + 44)
    width = (FULL_WIDTH - 2 * PADDING - SCALE - (columns - 1) * GUTTER) / columns
    shown = looks(run.lanes)
    for index, name in enumerate(names):
        left = PADDING + SCALE + index % columns * (width + GUTTER)
        axes = sheet.axes(left, HEADER + 24 + index // columns * pitch, width, SMALL_TALL)
        for one in series:
            if one.lane != name and not one.faint:
                axes.plot(one.places, one.values, color=as_hex(palette.LINE), linewidth=1, zorder=1)
        own = [one for one in series if one.lane == name]
        draw_lines(axes, own, shown, plain=True)
        dress(axes)
        _name_passes(axes, series)
        if index % columns:
            axes.tick_params(labelleft=False)
        sheet.text(
            left,
            HEADER + 12 + index // columns * pitch,
            short(own[0].label, int(width / LETTER)),
            colour=shown[name].colour,
            weight="bold",
        )
    return sheet
