"""Weights laid back on the retina as sheets: the Mark I's by R-unit, a network's first layer and all its layers."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, Normalize

from perceptron_sim import palette
from perceptron_sim.figures.projections import r_unit_maps
from perceptron_sim.figures.run_record import FloatArray, LaneRun, Run
from perceptron_sim.figures.sheet import FULL_WIDTH, HEADER, LETTER, PADDING, Sheet
from perceptron_sim.figures.wording import short
from perceptron_sim.palette import as_hex

SIGNED = LinearSegmentedColormap.from_list("signed", [as_hex(x) for x in (palette.AGAINST, palette.GLASS, palette.FOR)])
MOST_SHOWN = 96  # units of a layer
GAP, NAME = 16, 22  # px between images, above an image for its name
FEW, MANY = 6, 36  # images
LARGEST = 244  # px along a side of an image
LONGEST_LIST = 28  # letters, of the classes that a lamp is on for
KEY_WIDTH, KEY_HEIGHT = 220, 10


def r_units_sheet(run: Run, lane: LaneRun) -> Sheet:
    """What light on each cell adds to the sum of each R-unit that is in use, through all wires from that cell."""
    assert lane.machine is not None
    used = max(lane.lamps_used, int(lane.machine.assignment.max()) + 1)
    maps = r_unit_maps(lane.machine, run.shape, used)
    largest = float(np.abs(maps).max())
    title = f"{lane.title}: what speaks for each lamp"
    subtitle = "At each cell, sign × angle of the potentiometer, added up over the A-units wired to it"
    names = [f"R{unit + 1}{_on_for(run, lane, unit)}" for unit in range(used)]
    if not largest:
        subtitle = "No potentiometer has turned: every value is nought"
    return _sheet(run, title, subtitle, maps / (largest or 1.0), names, f"{largest:.0f}°")


def first_layer_sheet(run: Run, lane: LaneRun) -> Sheet:
    """The first layer of weights of a network: hidden units, filters, or classes where there are no hidden units."""
    maps = lane.first_layer
    assert maps is not None
    chosen = strongest(maps)
    what = "filters" if maps.shape[1:] != run.shape else "hidden units" if lane.class_maps is not None else "outputs"
    title = f"{lane.title}: what its {what} look for"
    of_all = f"the {len(chosen)} strongest of {len(maps)}" if len(chosen) < len(maps) else f"all {len(maps)}"
    subtitle = f"Weights of {of_all}, each on its own scale: patterns are compared, not sizes"
    names = list(run.class_names) if what == "outputs" else []
    return _sheet(run, title, _told(subtitle, maps), _each_full(maps[chosen]), names, "its largest")


def class_maps_sheet(run: Run, lane: LaneRun) -> Sheet:
    """What light on each cell adds to each class, all layers multiplied."""
    assert lane.class_maps is not None
    maps = lane.class_maps[:MOST_SHOWN]
    title = f"{lane.title}: what speaks for each class"
    subtitle = "All its layers multiplied together, as if no unit ever cut off; each on its own scale"
    return _sheet(run, title, _told(subtitle, maps), _each_full(maps), list(run.class_names), "its largest")


def strongest(maps: FloatArray) -> list[int]:
    """The units with the largest weights, as many as are shown, in their own order."""
    sizes = np.square(np.where(np.isfinite(maps), maps, 0.0)).sum(axis=(1, 2))
    return sorted(np.argsort(-sizes, kind="stable")[:MOST_SHOWN].tolist())


def _each_full(maps: FloatArray) -> FloatArray:
    """Each of *maps* on the scale of its largest weight; what is no number is left empty."""
    finite = np.where(np.isfinite(maps), maps, 0.0)
    largest = np.abs(finite).max(axis=(1, 2), keepdims=True)
    full: FloatArray = np.where(np.isfinite(maps), finite / np.maximum(largest, np.finfo(float).tiny), np.nan)
    return full


def _told(subtitle: str, maps: FloatArray) -> str:
    return subtitle if np.isfinite(maps).all() else "Weights that are no numbers any more are left empty: it broke down"


def _on_for(run: Run, lane: LaneRun, unit: int) -> str:
    """The classes that light the lamp, if they can be told in a few letters."""
    if lane.codes is None:
        return ""
    between = "" if all(len(name) == 1 for name in run.class_names) else ", "
    names = between.join(name for name, code in zip(run.class_names, lane.codes, strict=True) if code[unit])
    return f"   {names}" if len(names) <= LONGEST_LIST else ""


def _columns(count: int) -> int:
    """How many images stand side by side: so many that the last row is as full as can be."""
    if count <= FEW:
        return max(count, 1)
    choices = (4,) if count <= 2 * 4 else (9, 8, 7, 6, 5) if count <= MANY else (13, 12, 11, 10)
    return min(choices, key=lambda columns: -count % columns)


def _sheet(run: Run, title: str, subtitle: str, maps: FloatArray, names: Sequence[str], full: str) -> Sheet:
    columns = _columns(len(maps))
    room = FULL_WIDTH - 2 * PADDING
    side = min(LARGEST, (room - (columns - 1) * GAP) / columns)
    tall = side * maps.shape[1] / maps.shape[2]
    pitch = tall + GAP + (NAME if names else 0)
    rows = math.ceil(len(maps) / columns)
    sheet = Sheet(title, subtitle, run.mark, height=math.ceil(HEADER + rows * pitch + 40))
    for index, image in enumerate(maps):
        left, top = PADDING + index % columns * (side + GAP), HEADER + index // columns * pitch
        if names:
            sheet.text(left, top + 14, short(names[index], max(2, int(side / LETTER))), size=13)
            top += NAME
        _image(sheet.axes(left, top, side, tall), image)
    _key(sheet, full)
    return sheet


def _image(axes: Axes, image: FloatArray) -> None:
    axes.imshow(image, cmap=SIGNED, norm=Normalize(-1, 1), interpolation="nearest", aspect="auto")
    axes.set(xticks=[], yticks=[])


def _key(sheet: Sheet, full: str) -> None:
    """The scale, in the upper right corner."""
    left = sheet.width - PADDING - KEY_WIDTH
    _image(sheet.axes(left, 34, KEY_WIDTH, KEY_HEIGHT), np.linspace(-1, 1, 255)[None])
    sheet.text(left, 62, f"against −{full}" if full[0].isdigit() else "against", size=13, colour=palette.MUTED)
    sheet.text(left + KEY_WIDTH / 2, 62, "0", size=13, colour=palette.MUTED, ha="center")
    right = f"+{full} for" if full[0].isdigit() else "for"
    sheet.text(left + KEY_WIDTH, 62, right, size=13, colour=palette.MUTED, ha="right")
