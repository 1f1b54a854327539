"""The bench: every claim beside our figure, and how those that differ move with what is assumed."""

import hashlib
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from perceptron_sim.reproduction.claim import Claim, Figure, Verdict, verdict_of
from perceptron_sim.reproduction.groups import CLAIMS
from perceptron_sim.reproduction.intervals import Estimate, Kind, exact, student, wilson
from perceptron_sim.reproduction.measures import MEASURES
from perceptron_sim.reproduction.parameters import FULL, BenchSize, Parameters, variations
from perceptron_sim.reproduction.workers import Figures, Progress, Task, Workers, processors

NOT_MEASURED = "it takes minutes and is left to the full bench"
CONDITION = "its condition holds on none of the seeds"


@dataclass(frozen=True, slots=True)
class Row:
    """A claim, our figure beside it (None: there is none), the verdict, and why it cannot be tested if so."""

    claim: Claim
    ours: Estimate | None
    verdict: Verdict
    why: str = ""

    @property
    def uses(self) -> tuple[str, ...]:
        """The assumed parameters that our figure depends on."""
        return MEASURES[self.claim.figure.measure].uses if self.claim.figure else ()


@dataclass(frozen=True, slots=True)
class Varied:
    """Our figure beside *claim* with one *parameter* at another *value*, all else as it was."""

    claim: Claim
    parameter: str
    value: Any
    ours: Estimate

    @property
    def measure(self) -> str:
        """What was measured."""
        return self.claim.figure.measure if self.claim.figure else ""

    @property
    def reaches(self) -> bool:
        """Whether the figure itself, its interval left aside, is what is printed."""
        return self.claim.span is not None and self.claim.span.low <= self.ours.value <= self.claim.span.high


@dataclass(frozen=True, slots=True)
class Measured:
    """What one seed gave: the figure *name* of *measure*."""

    measure: str
    name: str
    seed: int
    value: float


@dataclass(frozen=True, slots=True)
class Reproduction:
    """The whole table, and what it rests on."""

    size: BenchSize
    parameters: Parameters
    rows: tuple[Row, ...]
    varied: tuple[Varied, ...]
    measured: tuple[Measured, ...]

    @property
    def digest(self) -> str:
        """The fingerprint of parameters and figures: equal if all of them are, to the last digit."""
        figures = [(one.measure, one.name, one.seed, repr(one.value)) for one in self.measured]
        varied = [(x.claim.number, x.claim.what, x.parameter, str(x.value), repr(x.ours.value)) for x in self.varied]
        return hashlib.sha256(repr((self.parameters, self.size, figures, varied)).encode()).hexdigest()

    def varied_of(self, claim: Claim) -> tuple[Varied, ...]:
        """How the figure beside *claim* moved; empty unless it differs."""
        return tuple(one for one in self.varied if one.claim is claim)

    def counts(self) -> dict[Verdict, int]:
        """How many rows there are of each verdict."""
        return {verdict: sum(row.verdict is verdict for row in self.rows) for verdict in Verdict}


Told = Callable[[int, int, int], None]


def _silent(_stage: int, _done: int, _of: int) -> None:
    pass


def reproduce(
    size: BenchSize = FULL,
    parameters: Parameters | None = None,
    *,
    claims: Sequence[Claim] = CLAIMS,
    workers: int | None = None,
    progress: Told = _silent,
) -> Reproduction:
    """Measure all that *claims* need and compare; *workers* processes (by default one for each processor) share it.

    *progress* is told the stage, 0 for the rows and 1 for what is varied, how many measurements are done, of how many.
    """
    chosen = parameters or Parameters()
    with Workers(processors() if workers is None else workers) as team:
        needed = [name for name in MEASURES if any(x.figure and x.figure.measure == name for x in claims)]
        tasks = [Task(name, chosen, seed) for name in needed for seed in range(MEASURES[name].seeds_of(size))]
        found = _by_measure(tasks, team.results(tasks, partial(progress, 0)))
        rows = tuple(row_of(claim, found) for claim in claims)
        varied = tuple(_varied(rows, chosen, size, team, partial(progress, 1)))
    measured = (
        Measured(task.measure, name, task.seed, value)
        for task, figures in zip(tasks, (x for one in found.values() for x in one), strict=True)
        for name, value in figures.items()
    )
    return Reproduction(size, chosen, rows, varied, tuple(measured))


def row_of(claim: Claim, found: Mapping[str, Sequence[Figures]]) -> Row:
    """*claim* beside what was *found*, a list of figures by measure, one for each seed."""
    seeds = found.get(claim.figure.measure, ()) if claim.figure else ()
    ours = exact(claim.exact) if claim.exact is not None else None
    if claim.figure:
        ours = estimate(claim.figure, seeds)
    if claim.untestable or claim.span is None:
        return Row(claim, ours, Verdict.UNTESTABLE, claim.untestable)
    if ours is None:
        return Row(claim, None, Verdict.UNTESTABLE, CONDITION if seeds else NOT_MEASURED)
    return Row(claim, ours, verdict_of(claim.span, ours))


def estimate(figure: Figure, found: Sequence[Figures]) -> Estimate | None:
    """The figure over all seeds; those where its condition did not hold (NaN) do not count. None if none counts."""
    values = [one[figure.name] for one in found if not math.isnan(one[figure.name])]
    if not values:
        return None
    if figure.kind is Kind.WILSON:
        return wilson(sum(values), len(values))
    return student(values, figure.least, figure.most)


def _varied(
    rows: Sequence[Row], chosen: Parameters, size: BenchSize, team: Workers, progress: Progress
) -> Iterator[Varied]:
    """Every row that differs, with each parameter that it uses at each other value of its range."""
    if not size.varied:
        return
    differing = [row.claim for row in rows if row.verdict is Verdict.DIFFERS and row.claim.figure]
    changes = [
        (name, *change)
        for name, measure in MEASURES.items()
        if any(claim.figure and claim.figure.measure == name for claim in differing)
        for change in variations(chosen, measure.uses)
    ]
    tasks = [Task(name, changed, seed) for name, _, _, changed in changes for seed in range(size.varied)]
    results = team.results(tasks, progress)
    for number, (name, parameter, value, _) in enumerate(changes):
        found = results[number * size.varied : (number + 1) * size.varied]
        for claim in differing:
            if claim.figure and claim.figure.measure == name:
                ours = estimate(claim.figure, found)
                if ours is not None:
                    yield Varied(claim, parameter, value, ours)


def _by_measure(tasks: Sequence[Task], results: Sequence[Figures]) -> dict[str, list[Figures]]:
    found: dict[str, list[Figures]] = {}
    for task, figures in zip(tasks, results, strict=True):
        found.setdefault(task.measure, []).append(figures)
    return found
