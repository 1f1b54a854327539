"""Learning curves: what share of a pass was answered rightly before it was corrected, pass by pass, and the loss."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from perceptron_sim import palette
from perceptron_sim.figures.lines import FINE, LABELS, TWO_DECADES, Series, draw_lines, dress_share, name_lines
from perceptron_sim.figures.looks import Look, looks
from perceptron_sim.figures.run_record import LaneRun, Run
from perceptron_sim.figures.sheet import FULL_WIDTH, GUTTER, HEADER, LETTER, PADDING, Sheet
from perceptron_sim.figures.wording import share_finely, short
from perceptron_sim.palette import as_hex

MOST_CHANGES = 3  # of the number of images in a pass, that are marked
MOST_TOGETHER = 8  # lines in one pair of axes; of more, every learner gets axes of its own
SCALE = 56  # px left of the axes for numbers
TALL, SMALL_TALL = 400, 150
COLUMNS, COLUMNS_OF_LONG, LONG = 4, 3, 24  # of small axes, and where names have more letters than that
NICE_STEPS = (1, *(digit * 10**power for power in range(7) for digit in (5, 10, 20)))
TICK = 56  # px that a number below the axes takes
BELOW = 92  # px below the axes: scale, name of the axis, footer


@dataclass(frozen=True, slots=True)
class Course:
    """What is drawn over the passes: lines, how to dress their scale, and from which pass on other images are shown."""

    title: str
    subtitle: str
    series: list[Series]
    dress: Callable[[Axes], None]
    changes: dict[int, int]

    @property
    def last(self) -> int:
        """The last pass."""
        return max(int(one.places[-1]) for one in self.series)


def right_answers(run: Run) -> Sheet:
    """The share right of every lane, and of the unseen set where it was scored."""
    changes = changes_of(run)
    series = [one for lane in run.lanes for one in _shares(lane, aside_of(run))]
    subtitle = "Share of each pass answered rightly, before the correction"
    if any(one.faint for one in series):
        subtitle += f"; dashed and thin: {'images set aside at first' if changes else 'unseen images'}, after the pass"
    return _sheet(run, Course("Right answers, pass by pass", subtitle, series, dress_share, changes))


def losses(run: Run) -> Sheet:
    """The mean loss of every network over each pass, on a logarithmic scale."""
    subtitle = "Mean cross-entropy of a network's answers before each correction, on a logarithmic scale"
    series = [_loss(lane) for lane in run.lanes if has_loss(lane)]
    return _sheet(run, Course("Loss, pass by pass", subtitle, series, _dress_loss, changes_of(run)))


def has_loss(lane: LaneRun) -> bool:
    """Whether there is a loss to be drawn on a logarithmic scale."""
    return lane.curve is not None and bool((lane.curve.loss > 0).any())


def changes_of(run: Run) -> dict[int, int]:
    """From which pass on how many images are shown, where that is not as before; nothing if it changes all the time."""
    curve = next((lane.curve for lane in run.lanes if lane.curve is not None), None)
    if curve is None:
        return {}
    changed = np.flatnonzero(np.diff(curve.images)) + 1
    found = dict(zip(curve.number[changed].tolist(), curve.images[changed].tolist(), strict=True))
    return found if len(found) <= MOST_CHANGES else {}


def aside_of(run: Run) -> str:
    """What the set is called that is scored after every pass: where images come in later, it may be they."""
    return "set aside at first" if changes_of(run) else "unseen"


def _shares(lane: LaneRun, aside: str) -> list[Series]:
    curve = lane.curve
    if curve is None or not len(curve.number):
        return []
    right = Series(lane.name, curve.number, curve.right, f"{lane.title}  {share_finely(curve.right[-1])}")
    if not np.isfinite(curve.unseen).any():
        return [right]
    last = share_finely(curve.unseen[np.isfinite(curve.unseen)][-1])
    return [right, Series(lane.name, curve.number, curve.unseen, f"{lane.title}, {aside}  {last}", faint=True)]


def _loss(lane: LaneRun) -> Series:
    assert lane.curve is not None  # has_loss
    positive = lane.curve.loss > 0
    number, loss = lane.curve.number[positive], lane.curve.loss[positive]
    return Series(lane.name, number, loss, f"{lane.title}  {loss[-1]:.3g}")


def _sheet(run: Run, course: Course) -> Sheet:
    if len(course.series) > MOST_TOGETHER:
        return _apart(run, course)
    sheet = Sheet(course.title, course.subtitle, run.mark, height=HEADER + TALL + BELOW)
    axes = sheet.axes(PADDING + SCALE, HEADER, FULL_WIDTH - 2 * PADDING - SCALE - LABELS, TALL)
    draw_lines(axes, course.series, looks(run.lanes))
    course.dress(axes)
    _name_passes(axes, course)
    for number, images in course.changes.items():
        words = f" from here on {images} images a pass"
        axes.annotate(words, (number, 0), xycoords=("data", "axes fraction"), xytext=(4, 6), textcoords="offset points")
    axes.set_xlabel("pass", fontsize=axes.xaxis.label.get_fontsize(), labelpad=8)
    name_lines(sheet, axes, course.series, looks(run.lanes))
    return sheet


def _dress_loss(axes: Axes) -> None:
    axes.set_yscale("log")
    low, high = axes.get_ylim()
    axes.yaxis.set_major_locator(LogLocator(subs=FINE if high / low < TWO_DECADES else (1,)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.grid(axis="y")


def _name_passes(axes: Axes, course: Course) -> None:
    """Number the passes, and mark those from which on more is taught."""
    last = course.last
    axes.set_xlim((0.5, 1.5) if last == 1 else (1, last))
    room = axes.get_window_extent().width / TICK
    step = next(step for step in NICE_STEPS if last / step <= room)
    axes.set_xticks([1, *range(step, last + 1, step)] if step > 1 else range(1, last + 1))
    for number in course.changes:
        axes.axvline(number, color=as_hex(palette.MUTED), linewidth=1, dashes=(1, 3), zorder=1)


def _apart(run: Run, course: Course) -> Sheet:
    """A small pair of axes for every lane."""
    names = list(dict.fromkeys(one.lane for one in course.series))
    columns = COLUMNS if max(len(x.label) for x in course.series if not x.faint) <= LONG else COLUMNS_OF_LONG
    pitch = SMALL_TALL + 72
    rows = -(-len(names) // columns)
    sheet = Sheet(course.title, course.subtitle, run.mark, height=HEADER + rows * pitch + 44)
    width = (FULL_WIDTH - 2 * PADDING - SCALE - (columns - 1) * GUTTER) / columns
    shown = looks(run.lanes)
    for index, name in enumerate(names):
        left, top = PADDING + SCALE + index % columns * (width + GUTTER), HEADER + index // columns * pitch
        axes = sheet.axes(left, top + 24, width, SMALL_TALL)
        label = _draw_one(axes, course, name, shown)
        axes.tick_params(labelleft=index % columns == 0)
        words = short(label, int(width / LETTER))
        sheet.text(left, top + 12, words, colour=shown[name].colour, weight="bold")
    return sheet


def _draw_one(axes: Axes, course: Course, name: str, shown: dict[str, Look]) -> str:
    """The lines of one lane, the others grey behind them; return what it is called."""
    for one in course.series:
        if one.lane != name and not one.faint:
            axes.plot(one.places, one.values, color=as_hex(palette.LINE), linewidth=1, zorder=1)
    own = [one for one in course.series if one.lane == name]
    draw_lines(axes, own, shown, plain=True)
    course.dress(axes)
    _name_passes(axes, course)
    return own[0].label
