"""RT58 Fig. 5: what was taught is recalled ever less well, what is new is answered ever better, both tend to one limit.

The source gives neither retina nor x, y, θ nor figures. Here they are the simulator's assumed ones, solid squares and
circles as wide as half the retina stand anywhere on it, and every one is taught once, by forced learning.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hardware import (
    AssociationSpec,
    Control,
    Mark1,
    Mark1Spec,
    Pattern,
    PotentiometerSpec,
    ReinforcementSpec,
    ResponseSpec,
    Rule,
)
from perceptron_sim.evidence.machines import (
    ONCE_IN_ORDER,
    answers,
    dice,
    one_bit_codes,
    patterns_for,
    teach,
    trainer_of,
)
from perceptron_sim.evidence.row import NOT_FOUND, Mean, Row, mean_of, over
from perceptron_sim.experiments.shapes import figures

STEPS = (5, 20, 100, 500, 2000)  # squares, and as many circles, that have been taught
NEW = 400  # stimuli that are never taught
SIZE_CELLS = 10
UNBOUNDED = PotentiometerSpec(travel_deg=300_000.0)  # RT58's values have no ends
PRINTED = {100: (".92", ".85"), STEPS[-1]: (".887 in the limit", ".887 in the limit")}
PRINTED_A_UNITS = 100


@dataclass(frozen=True, slots=True)
class Variant:
    """How many A-units feed R1, by which rule they learn, on which potentiometers."""

    a_units: int
    rule: Rule = Rule.GAMMA
    potentiometer: PotentiometerSpec = UNBOUNDED

    def __str__(self) -> str:
        stops = "" if self.potentiometer == UNBOUNDED else f", stops at ± {self.potentiometer.stop_deg:g}°"
        return f"{self.a_units} A-units, {self.rule}{stops}"

    @property
    def spec(self) -> Mark1Spec:
        """The machine: one R-unit over all A-units."""
        return Mark1Spec(
            association=AssociationSpec(units=self.a_units),
            potentiometer=self.potentiometer,
            response=ResponseSpec(in_use=1),
            reinforcement=ReinforcementSpec(rule=self.rule, control=Control.FORCED),
        )


VARIANTS = (
    Variant(100),
    Variant(200),
    Variant(500),
    Variant(100, potentiometer=PotentiometerSpec()),
    Variant(100, rule=Rule.ALPHA),
)


@dataclass(frozen=True, slots=True)
class Answered:
    """The share of right answers after *taught* squares and as many circles."""

    variant: Variant
    taught: int
    machines: int
    recall: Mean
    generalisation: Mean


def measure(
    machines: int, steps: tuple[int, ...] = STEPS, variants: Iterable[Variant] = VARIANTS
) -> Iterator[Answered]:
    """Teach *machines* of each variant step by step, and examine them after each."""
    for variant in variants:
        shares = np.array([_one_machine(variant, seed, steps) for seed in range(machines)])
        for number, taught in enumerate(steps):
            recall, new = (mean_of(column) for column in shares[:, number].T.tolist())
            yield Answered(variant, taught, machines, recall, new)


def _one_machine(variant: Variant, seed: int, steps: tuple[int, ...]) -> list[tuple[float, float]]:
    """For each step, the share of right answers to what was taught so far and to what is new."""
    trainer, rng = trainer_of(variant.spec, seed), dice(seed)
    patterns, labels = _squares_and_circles(trainer.machine, 2 * steps[-1], rng)
    new, new_labels = _squares_and_circles(trainer.machine, NEW, rng)
    shares, done = [], 0
    for step in steps:
        lessons = slice(done, 2 * step)
        teach(trainer, patterns[lessons], one_bit_codes(labels[lessons]), ONCE_IN_ORDER)
        done = 2 * step
        shares.append(
            (
                _share_right(trainer.machine, patterns[:done], labels[:done]),
                _share_right(trainer.machine, new, new_labels),
            )
        )
    return shares


def _squares_and_circles(
    machine: Mark1, count: int, rng: np.random.Generator
) -> tuple[list[Pattern], npt.NDArray[np.int64]]:
    drawn = figures(count, rng, kinds=("square", "circle"), size_cells=(SIZE_CELLS, SIZE_CELLS))
    return patterns_for(machine, drawn.images), drawn.labels


def _share_right(machine: Mark1, patterns: list[Pattern], labels: npt.NDArray[np.int64]) -> float:
    return float((answers(machine, patterns)[:, 0] == labels).mean())


def rows(answered: Iterable[Answered]) -> Iterator[Row]:
    """Recall and generalisation, beside the printed figures where there are any."""
    for one in answered:
        printed = PRINTED.get(one.taught) if one.variant.a_units == PRINTED_A_UNITS else None
        recall, new = printed or (NOT_FOUND, NOT_FOUND)
        theirs = f"{recall} taught, {new} new" if recall != new else recall
        yield Row(
            what=f"{one.variant}: {one.taught:,} squares, as many circles",
            source="RT58 Fig. 5",
            theirs=theirs,
            ours=f"{one.recall.value:.3f} taught, {one.generalisation.value:.3f} new",
            basis=over(one.machines, one.recall.interval(3, 1.0), one.generalisation.interval(3, 1.0)),
        )
