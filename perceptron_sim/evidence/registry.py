"""All evidence by name: what is measured, how it becomes a table, in a short form and in full."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from hardware.plain import suggestion
from perceptron_sim.errors import SettingError
from perceptron_sim.evidence import (
    alphabet,
    convergence,
    damage,
    digits,
    drift,
    exclusive_or,
    firing,
    parity,
    r57,
    rt58,
    squares,
    translation,
    worked_example,
)
from perceptron_sim.evidence.row import Row
from perceptron_sim.evidence.table import markdown
from perceptron_sim.options import shown


@dataclass(frozen=True, slots=True)
class Evidence:
    """One table. *measure* takes a number of machines, wirings, folds or steps, *rows* takes what it yields.

    short, full: that number in a quick look and in the documentation.
    """

    name: str
    title: str
    measure: Callable[[int], Iterable[Any]]
    rows: Callable[[Iterable[Any]], Iterator[Row]]
    short: int = 0
    full: int = 0


_ALL = (
    Evidence("firing-formula", "A-units that fire: the formula", lambda _: firing.settings(), firing.formula_rows),
    Evidence("firing-measured", "A-units that fire: wirings drawn", firing.measure, firing.measured_rows, 20, 200),
    Evidence("wire-limit", "What the limit of 40 wires changes", firing.measure_limit, firing.limit_rows, 5, 200),
    Evidence("r57-table-1", "R57 Table 1", lambda _: r57.entries(), r57.table_rows),
    Evidence("r57-appendix-2", "R57 Appendix II", lambda _: r57.appendix(), r57.appendix_rows),
    Evidence("rt58-figure-5", "RT58 Figure 5", rt58.measure, rt58.rows, 1, 6),
    Evidence("convergence", "When error correction ends", convergence.measure, convergence.rows, 3, 20),
    Evidence("parity", "Parity", parity.measure, parity.rows, 3, 3),
    Evidence("exclusive-or", "Exclusive-or", exclusive_or.measure, exclusive_or.rows, 10, 200),
    Evidence("letters", "26 letters", alphabet.measure_first, alphabet.first_rows, 20, 20),
    Evidence("second-typeface", "A second typeface", alphabet.measure_second, alphabet.second_rows, 1, 10),
    Evidence("squares", "Squares left or right", squares.measure, squares.rows, 2, 20),
    Evidence("damage", "Damage", damage.measure, damage.rows, 8, 50),
    Evidence("drift", "Noise and drift", drift.measure, drift.rows, 1, 10),
    Evidence("worked-example", "The worked example", worked_example.measure, worked_example.rows, 1_000, 10_000),
    Evidence("digits", "Handwritten digits", digits.measure, digits.rows, 1, digits.FOLDS),
    Evidence("translation", "The alphabet, moved", translation.measure, translation.rows, 1, 10),
)
EVIDENCE: dict[str, Evidence] = {one.name: one for one in _ALL}


def listed() -> Iterator[str]:
    """A line for every table: its name and its title."""
    width = max(map(len, EVIDENCE))
    return (f"{name:{width}}  {one.title}" for name, one in EVIDENCE.items())


def tables(name: str | None = None, *, full: bool = False) -> Iterator[str]:
    """The table *name*, or all of them, each under its title as soon as it is worked out; may raise SettingError."""
    if name is not None and name not in EVIDENCE:
        raise SettingError(f"name must be one of {', '.join(EVIDENCE)}, got {shown(name)}{suggestion(name, EVIDENCE)}")
    for one in _ALL if name is None else (EVIDENCE[name],):
        measured = one.measure(one.full if full else one.short)
        yield f"{one.title} ({one.name})\n\n{markdown(one.rows(measured))}\n"
