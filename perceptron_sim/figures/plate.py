"""A plate: one figure of a report with what stands beside it, so that nobody needs to see it to know what it says."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from perceptron_sim.figures.sheet import Sheet

MOST_ROWS = 400  # of a table in the page; run.json and results.csv have all


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a figure: a row has as many cells as the header."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """*name* is that of its files, without an ending; *alt* says what the figure shows to who cannot see it."""

    name: str
    section: str
    draw: Callable[[], Sheet]
    caption: str
    alt: str
    tables: Sequence[Table] = ()


def numbered(plates: Iterable[Plate]) -> list[Plate]:
    """*plates* under names that are all different."""
    found: dict[str, Plate] = {}
    for plate in plates:
        name, number = plate.name, 2
        while name in found:
            name, number = f"{plate.name}-{number}", number + 1
        found[name] = replace(plate, name=name)
    return list(found.values())
