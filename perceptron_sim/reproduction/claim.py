"""A published claim: who printed what, what range of numbers that stands for, which of our figures goes beside it."""

import math
from dataclasses import dataclass
from enum import StrEnum

from perceptron_sim.reproduction.intervals import Estimate, Kind, wilson


@dataclass(frozen=True, slots=True)
class Source:
    """*key* as in docs/history-and-fidelity.md, *who* and *when* in words."""

    key: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Span:
    """All numbers that a printed figure may stand for, ends included."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What is measured: the *name* of a figure of the *measure*, how it is written, and what it can be at all."""

    measure: str
    name: str
    form: str = ".1%"
    kind: Kind = Kind.STUDENT
    least: float = 0.0
    most: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One row: *number* is that of history's list, *certainty* its tag there.

    There is a *figure* that is measured, or a closed *form* with the value *exact*; or, as *untestable* says, neither
    counts. *span* is None where no figure was printed. *remark* is what a reader of the row should know.
    """

    number: str
    what: str
    source: Source
    certainty: str
    printed: str
    span: Span | None = None
    figure: Figure | None = None
    exact: float | None = None
    form: str = ".4f"
    untestable: str = ""
    remark: str = ""


class Verdict(StrEnum):
    """How our figure stands to the printed one."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNTESTABLE = "cannot be tested"


RULE = (
    "A printed figure stands for a range: itself with its rounding, its own 95 % Wilson interval where it is a count, "
    "or all numbers that a bound allows. A row *agrees* if our 95 % interval and that range have a number in common, "
    "and *differs* if they have none; it *cannot be tested* where no figure is printed or what it takes is lost. A "
    "wide interval agrees easily: look how wide it is."
)


def verdict_of(span: Span, ours: Estimate) -> Verdict:
    """The rule, in code: the same for every row."""
    apart = ours.low > span.high or ours.high < span.low
    return Verdict.DIFFERS if apart else Verdict.AGREES


def about(printed: str, unit: float = 1.0) -> Span:
    """The figure *printed*, in multiples of *unit* (0.01 for per cent), give or take half of its last digit."""
    digits = len(printed.partition(".")[2])
    value, half = float(printed), 0.5 * 10.0**-digits
    return Span((value - half) * unit, (value + half) * unit)


def counted(successes: int, trials: int) -> Span:
    """So many of so many trials, as sure as that makes it."""
    found = wilson(successes, trials)
    return Span(found.low, found.high)


def as_many_as(successes: int, trials: int) -> Span:
    """So many of so many trials, or more."""
    return Span(counted(successes, trials).low, math.inf)


def more_than(value: float) -> Span:
    """Anything above *value*."""
    return Span(math.nextafter(value, math.inf), math.inf)


def at_most(value: float) -> Span:
    """Anything up to *value*."""
    return Span(-math.inf, value)


def exactly(value: float) -> Span:
    """*value* alone."""
    return Span(value, value)
