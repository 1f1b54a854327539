"""Tables of shades: cividis from dark (little) to light (much), with numbers where there is room for them."""

import math
from collections.abc import Callable, Sequence

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import Normalize

from perceptron_sim import palette
from perceptron_sim.figures.run_record import FloatArray, Marked
from perceptron_sim.figures.sheet import FULL_WIDTH, HEADER, LETTER, PADDING, SMALL, Sheet
from perceptron_sim.palette import as_hex
from perceptron_sim.quantities import share

ROW = 32  # px from one row to the next
MOST_CELL_WIDTH, LEAST_WITH_NUMBERS = 96, 44
MOST_OUTLINED = 2500  # cells; more are one picture without gaps
KEY_WIDTH, KEY_HEIGHT = 160, 10
STEEP = 60  # degrees that names of columns lean where they do not fit
SHADES = colormaps["cividis"]


def draw_table(
    run: Marked,
    title: str,
    subtitle: str,
    rows: Sequence[str],
    columns: Sequence[str],
    values: FloatArray,
    *,
    written: Callable[[float], str] = share,
    limits: tuple[float, float] = (0.0, 1.0),
) -> Sheet:
    """A sheet with *values* (rows, columns) as shades between *limits*, NaN left empty."""
    names = 16 + LETTER * max(len(row) for row in rows)
    room = FULL_WIDTH - 2 * PADDING - names
    cell = min(MOST_CELL_WIDTH, room / len(columns))
    leaning = LETTER * max(len(column) for column in columns) > cell - 8
    above = 28 + (math.sin(math.radians(STEEP)) * LETTER * max(map(len, columns)) if leaning else 0)
    top = HEADER + above
    sheet = Sheet(title, subtitle, run.mark, height=math.ceil(top + len(rows) * ROW + 64))
    axes = sheet.axes(PADDING + names, top, cell * len(columns), len(rows) * ROW)
    draw_shades(axes, values, limits, numbers=written if cell >= LEAST_WITH_NUMBERS else None)
    name_cells(axes, rows, columns, leaning=leaning)
    draw_key(sheet, limits, written)
    return sheet


def draw_shades(
    axes: Axes, values: FloatArray, limits: tuple[float, float], *, numbers: Callable[[float], str] | None = None
) -> None:
    """Fill *axes* with a cell for each of *values* (rows, columns), the first row on top, and their *numbers*."""
    shown, scale = np.ma.masked_invalid(values), Normalize(*limits)
    if values.size <= MOST_OUTLINED:
        axes.pcolormesh(shown, cmap=SHADES, norm=scale, edgecolor=as_hex(palette.PANEL), linewidth=1.5)
    else:
        size = (0, values.shape[1], values.shape[0], 0)
        axes.imshow(shown, cmap=SHADES, norm=scale, aspect="auto", interpolation="nearest", extent=size)
    axes.set_xlim(0, values.shape[1])
    axes.set_ylim(values.shape[0], 0)
    if numbers is None:
        return
    for (row, column), value in np.ndenumerate(values):
        if np.isfinite(value):
            axes.text(
                column + 0.5,
                row + 0.52,
                numbers(float(value)),
                ha="center",
                va="center",
                fontsize=SMALL * 0.75,
                color=readable_on(float(value), limits),
            )


def readable_on(value: float, limits: tuple[float, float]) -> str:
    """The colour for a number on the shade of *value*: ink on light ones."""
    return as_hex(palette.INK if Normalize(*limits)(value) > 0.5 else palette.TEXT)


def name_cells(axes: Axes, rows: Sequence[str], columns: Sequence[str], *, leaning: bool = False) -> None:
    """The names of the rows to the left, of the columns above."""
    axes.set_yticks(np.arange(len(rows)) + 0.5, rows)
    axes.set_xticks(np.arange(len(columns)) + 0.5, columns)
    axes.xaxis.tick_top()
    if leaning:
        axes.tick_params(axis="x", labelrotation=STEEP)
        for label in axes.get_xticklabels():
            label.set(ha="left", va="bottom", rotation_mode="anchor")


def draw_key(sheet: Sheet, limits: tuple[float, float], written: Callable[[float], str], *, curve: float = 1.0) -> None:
    """The scale of the shades, which follow that power of the value, in the upper right corner."""
    left = sheet.width - PADDING - KEY_WIDTH
    axes = sheet.axes(left, 34, KEY_WIDTH, KEY_HEIGHT)
    axes.imshow(np.linspace(0, 1, 256)[None], cmap=SHADES, aspect="auto", interpolation="nearest")
    axes.set_axis_off()
    sheet.text(left, 62, written(limits[0]), size=13, colour=palette.MUTED)
    if curve != 1.0:
        middle = limits[0] + (limits[1] - limits[0]) * 0.5 ** (1 / curve)
        sheet.text(left + KEY_WIDTH / 2, 62, written(middle), size=13, colour=palette.MUTED, ha="center")
    sheet.text(left + KEY_WIDTH, 62, written(limits[1]), size=13, colour=palette.MUTED, ha="right")
