"""How each learner of a run looks in every figure: machines in ambers, networks in blues, told apart by marks too."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from perceptron_sim import palette
from perceptron_sim.figures.run_record import LaneRun
from perceptron_sim.figures.sheet import LETTER, PADDING, Sheet
from perceptron_sim.palette import Colour, as_hex, blend

MARKERS = ("o", "s", "D", "^", "v", "P", "X", "<", ">")
MOST_POINTS = 32  # of a line that is drawn with a mark at each
LIGHTEST = 0.5  # of the way to the colour of the text
DARKEST = 0.28  # of the way to the ground: names in such a shade can still be read, 4.5 : 1
LEGEND_ROW = 24  # px
DASHES = ((), (5, 2), (1.5, 2), (5, 2, 1.5, 2))


@dataclass(frozen=True, slots=True)
class Look:
    """A colour, the shape of its points and the dashes of its line."""

    colour: str
    marker: str
    dashes: tuple[float, ...]

    def line(self, axes: Axes, x: Any, y: Any, *, faint: bool = False, plain: bool = False) -> None:
        """Draw points joined by a line. *faint*: thin, and the points hollow; *plain*: without points, and solid."""
        dashes = (2, 2) if faint else () if plain else self.dashes
        how: dict[str, Any] = {"dashes": dashes} if dashes else {}
        axes.plot(
            x,
            y,
            color=self.colour,
            linewidth=1.2 if faint else 2.2,
            marker="" if plain or len(x) > MOST_POINTS else self.marker,
            markersize=4.5,
            markerfacecolor=as_hex(palette.PANEL) if faint else self.colour,
            clip_on=False,
            zorder=2 if faint else 3,
            **how,
        )


def looks(lanes: Sequence[LaneRun], others: Sequence[str] = ()) -> dict[str, Look]:
    """The look of every lane by its name: the machine is amber, the network blue, variants go from light to dark.

    *others* are whoever was measured and is neither: they are the colour of the text.
    """
    found = {name: Look(as_hex(palette.TEXT), MARKERS[i % len(MARKERS)], ()) for i, name in enumerate(others)}
    for colour, wanted in ((palette.AMBER, True), (palette.BLUE, False)):
        same = [lane for lane in lanes if lane.is_machine is wanted]
        varied = [lane.name for lane in same if lane.name != lane.kind]
        for index, lane in enumerate(same):
            usual = lane.name == lane.kind  # the one that the others are held against
            shade = colour if usual else _shade(colour, varied.index(lane.name), len(varied))
            found[lane.name] = Look(as_hex(shade), MARKERS[index % len(MARKERS)], DASHES[index % len(DASHES)])
    return found


def _shade(colour: Colour, index: int, count: int) -> Colour:
    """The *index*-th of *count* shades of *colour*, from light to dark, all of them clear on a panel."""
    place = 2 * index / (count - 1) - 1 if count > 1 else -1
    towards, share = (palette.TEXT, -LIGHTEST * place) if place < 0 else (palette.GROUND, DARKEST * place)
    return blend(colour, towards, share)


def legend(sheet: Sheet, entries: Sequence[tuple[Look, str, bool]], left: float, top: float) -> None:
    """Marks and names in rows of as many as fit; of each entry, whether its mark is hollow."""
    x, y = left, top
    for (look, name, hollow), width in zip(entries, _widths([name for _, name, _ in entries]), strict=True):
        if x > left and x + width > sheet.width - PADDING:
            x, y = left, y + LEGEND_ROW
        face = as_hex(palette.PANEL) if hollow else look.colour
        sheet.mark(x + 6, y - 5, marker=look.marker, color=look.colour, markerfacecolor=face, markersize=6)
        sheet.text(x + 18, y, name, colour=look.colour)
        x += width


def legend_height(names: Sequence[str], room: float) -> float:
    """How tall the rows of such a legend are, in px, where there are *room* px for each."""
    rows, x = 1, 0.0
    for width in _widths(names):
        if x and x + width > room:
            rows, x = rows + 1, 0.0
        x += width
    return rows * LEGEND_ROW


def _widths(names: Sequence[str]) -> list[float]:
    return [18 + LETTER * len(name) + 20 for name in names]


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """*places* moved apart as little as it takes for each to be *gap* from the next, within *low* and *high*.

    Of equal ones the first comes to lie highest.
    """
    order = sorted(range(len(places)), key=lambda index: (places[index], -index))
    moved = [min(max(places[index], low), high) for index in order]
    for index in range(1, len(moved)):
        moved[index] = max(moved[index], moved[index - 1] + gap)
    limit = high
    for index in reversed(range(len(moved))):
        moved[index] = min(moved[index], limit)
        limit = moved[index] - gap
    return [moved[order.index(index)] for index in range(len(places))]
