"""Capacity as a curve: patterns against weights, Cover's 2 N beside them, as CSV and, with matplotlib, as a picture."""

from dataclasses import dataclass

from perceptron_sim.computer import installed_version
from perceptron_sim.reproduction.bench import Reproduction
from perceptron_sim.reproduction.capacity import ALL_WEIGHTS, WEIGHTS
from perceptron_sim.reproduction.intervals import Estimate, student

KINDS = {
    "separable": "separable on the A-units",
    "program": "learned without stops",
    "machine": "learned by the Mark I",
}
TITLE, SUBTITLE = (
    "Patterns against weights",
    "Random dots in two random classes, one R-unit; bars: 95 % intervals of the mean",
)


@dataclass(frozen=True, slots=True)
class Point:
    """How many patterns, in one of the KINDS, with so many *weights*."""

    kind: str
    weights: int
    patterns: Estimate


def points(found: Reproduction) -> list[Point]:
    """All that was measured of it, kind by kind; empty if nothing was."""
    values: dict[tuple[str, str], list[float]] = {}
    for one in found.measured:
        values.setdefault((one.measure, one.name), []).append(one.value)
    places = {
        **{("separable", n): ("capacity", f"{n}") for n in WEIGHTS},
        ("separable", ALL_WEIGHTS): ("capacity-512", f"{ALL_WEIGHTS}"),
        **{(kind, n): ("capacity-learned", f"{kind}, {n}") for kind in ("program", "machine") for n in WEIGHTS},
    }
    known = ((kind, weights, values.get(place)) for (kind, weights), place in places.items())
    return [Point(kind, weights, student(each)) for kind, weights, each in known if each]


def drawn(found: Reproduction) -> dict[str, bytes]:
    """The picture as files by name; none where nothing was measured of it, or matplotlib is not installed."""
    known = points(found)
    if not known or installed_version("matplotlib") is None:  # the extra `report`
        return {}
    from perceptron_sim.reproduction.curve_sheet import sheet

    return sheet(known)
