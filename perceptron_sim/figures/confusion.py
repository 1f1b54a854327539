"""The confusions of one learner as a sheet: class shown against class answered, a Mark I's codes drawn as its lamps."""

import math
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm

from perceptron_sim import palette
from perceptron_sim.figures.confusions import Confusions, confusions
from perceptron_sim.figures.heat import SHADES, STEEP, draw_key
from perceptron_sim.figures.run_record import IntArray, LaneRun, Run
from perceptron_sim.figures.sheet import FULL_WIDTH, HALF_WIDTH, HEADER, LETTER, PADDING, Sheet
from perceptron_sim.figures.wording import short
from perceptron_sim.palette import as_hex
from perceptron_sim.quantities import count, share

LARGEST_CELL, LARGEST_OF_FEW, LEAST_NAMED, LEAST_WITH_COUNTS = 40, 60, 15, 28  # px
FEW = 6  # columns
LAMP, LAMP_PITCH = 5, 8  # px
GAP = 12  # px between classes and codes that mean none
CURVE = 0.5  # the shades follow the square root: what is rare is seen
NAME = 13  # px
LEANING = math.radians(STEEP)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything lies on such a sheet, in px; names of classes and their codes ("" where there are none)."""

    names: list[str]
    codes: list[str]
    lamps: int
    columns: int
    width: int
    left: float
    top: float
    cell: float
    leaning: bool

    @classmethod
    def of(cls, run: Run, lane: LaneRun, counted: Confusions) -> "Layout":
        """The layout that suits the number of classes and the length of their names."""
        names, lamps = [short(name) for name in run.class_names], lane.lamps_used
        codes = lane.code_texts or [""] * len(names)
        longest = LETTER * max(map(len, names))
        left = PADDING + 12 + longest + (LAMP_PITCH * lamps + 12 if lamps else 0)
        columns = counted.counts.shape[1]
        room = FULL_WIDTH - PADDING - left - GAP
        largest = LARGEST_OF_FEW if columns <= FEW else LARGEST_CELL
        leaning = longest > min(largest, room / columns) - 4
        height, overhang = (math.sin(LEANING) * longest, math.cos(LEANING) * longest) if leaning else (NAME, 0.0)
        cell = min(largest, (room - overhang) / columns)
        half = left + columns * cell + GAP + overhang <= HALF_WIDTH - PADDING
        top = HEADER + 16 + height + (LAMP_PITCH * lamps + 8 if lamps and cell >= LEAST_NAMED else 0)
        return cls(names, codes, lamps, columns, HALF_WIDTH if half else FULL_WIDTH, left, top, cell, leaning)

    @property
    def rows(self) -> int:
        """How many classes there are."""
        return len(self.names)

    @property
    def step(self) -> int:
        """Every how many-th class is named."""
        return max(1, math.ceil(LEAST_NAMED / self.cell))

    def x(self, column: int) -> float:
        """The middle of a column."""
        return self.left + (column + 0.5) * self.cell + (GAP if column >= self.rows else 0)

    def y(self, row: int) -> float:
        """The middle of a row."""
        return self.top + (row + 0.5) * self.cell

    @property
    def names_end(self) -> float:
        """The base line of the columns' names, above their lamps."""
        return self.top - 8 - (LAMP_PITCH * self.lamps + 4 if self.lamps and self.step == 1 else 0)


def confusion(run: Run, lane: LaneRun) -> Sheet:
    """All exposures of *lane*, as they were answered before the correction."""
    counted = confusions(run, lane)
    layout = Layout.of(run, lane, counted)
    what = "code lit" if lane.is_machine else "class answered"
    times = f"{count(int(counted.counts.sum()))} exposures"
    full = layout.width == FULL_WIDTH
    sheet = Sheet(
        f"{lane.title}: what was read as what",
        f"Down: class shown. Across: {what}. All {times}, those of the beginning too",
        run.mark,
        width=layout.width,
        height=math.ceil(layout.top + layout.rows * layout.cell + 64),
    )
    _draw_counts(sheet, layout, counted)
    _name_rows(sheet, layout)
    _name_columns(sheet, layout, counted)
    if full:
        draw_key(sheet, (0.0, 1.0), share, curve=CURVE)
    return sheet


def _draw_counts(sheet: Sheet, layout: Layout, counted: Confusions) -> None:
    """The classes as answers, and beside them the codes that mean no class."""
    shares = counted.counts / np.maximum(counted.counts.sum(axis=1, keepdims=True), 1)
    tall = layout.rows * layout.cell
    for first, end in ((0, layout.rows), (layout.rows, layout.columns)):
        if end > first:
            left = layout.x(first) - layout.cell / 2
            axes = sheet.axes(left, layout.top, (end - first) * layout.cell, tall)
            _shades(axes, shares[:, first:end], gaps=layout.cell >= LEAST_NAMED)
            if layout.cell >= LEAST_WITH_COUNTS:
                _numbers(axes, counted.counts[:, first:end], shares[:, first:end])


def _shades(axes: Axes, shares: np.ndarray, *, gaps: bool) -> None:
    """A shade for the share of a class's exposures, none where it is nought."""
    rows, columns = shares.shape
    axes.set_facecolor(as_hex(palette.GROUND))
    shown, scale = np.ma.masked_equal(shares, 0), PowerNorm(CURVE, 0, 1)
    size = (0, columns, rows, 0)
    axes.imshow(shown, cmap=SHADES, norm=scale, aspect="auto", interpolation="nearest", extent=size)
    axes.set(xlim=(0, columns), ylim=(rows, 0), xticks=[], yticks=[])
    if gaps:
        axes.hlines(range(1, rows), 0, columns, color=as_hex(palette.PANEL), linewidth=1)
        axes.vlines(range(1, columns), 0, rows, color=as_hex(palette.PANEL), linewidth=1)


def _numbers(axes: Axes, counts: IntArray, shares: np.ndarray) -> None:
    for (row, column), times in np.ndenumerate(counts):
        if times:
            colour = as_hex(palette.INK if shares[row, column] ** CURVE > 0.5 else palette.TEXT)
            place = column + 0.5, row + 0.53
            axes.text(*place, str(times), ha="center", va="center", color=colour, fontsize=NAME * 0.75)


def _name_rows(sheet: Sheet, layout: Layout) -> None:
    lamps_left = layout.left - 8 - LAMP_PITCH * (layout.lamps - 0.5)
    names_right = layout.left - 8 - (LAMP_PITCH * layout.lamps + 8 if layout.lamps else 0)
    rows = range(0, layout.rows, layout.step)
    for row in rows:
        sheet.text(names_right, layout.y(row) + 5, layout.names[row], ha="right", size=NAME)
    lamps = [
        (lamps_left + number * LAMP_PITCH, layout.y(row), lamp == "1")
        for row in rows
        for number, lamp in enumerate(layout.codes[row][: layout.lamps])
    ]
    _draw_lamps(sheet, lamps)


def _name_columns(sheet: Sheet, layout: Layout, counted: Confusions) -> None:
    """The names, leaning where they are too long; below them the lamps, R1 on top."""
    leaning = layout.leaning or layout.step > 1
    how = {"rotation": STEEP, "ha": "left", "rotation_mode": "anchor"} if leaning else {"ha": "center"}
    for column in range(0, layout.rows, layout.step):
        sheet.text(layout.x(column), layout.names_end, layout.names[column], size=NAME, **how)
    if counted.codes:
        words = "no class" if layout.x(layout.columns - 1) + 40 < layout.width else "none"
        edge = layout.x(layout.rows) - layout.cell / 2
        sheet.text(edge, layout.names_end, words, size=NAME, colour=palette.MUTED)
    if layout.step > 1:
        return
    lamps = [
        (layout.x(column), layout.top - 8 - LAMP_PITCH * (layout.lamps - 0.5 - number), lamp == "1")
        for column, code in enumerate([*layout.codes, *counted.codes])
        if set(code) <= {"0", "1"}
        for number, lamp in enumerate(code[: layout.lamps])
    ]
    _draw_lamps(sheet, lamps)


def _draw_lamps(sheet: Sheet, lamps: list[tuple[float, float, bool]]) -> None:
    """Lamps at (x, y), those that are lit amber."""
    for wanted, colour in ((False, palette.LINE), (True, palette.AMBER)):
        places = [(x, y) for x, y, lit in lamps if lit is wanted]
        how = {"marker": "o", "color": as_hex(colour), "markersize": LAMP * 0.75, "markeredgewidth": 0}
        sheet.line([x for x, _ in places], [y for _, y in places], linestyle="none", **how)
