"""Squares left or right, which an IBM 704 showed the press in July 1958, put before the Mark I."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hardware import Mark1Spec, ResponseSpec
from perceptron_sim.evidence.machines import (
    ONCE_IN_ORDER,
    answers,
    dice,
    one_bit_codes,
    patterns_for,
    teach,
    trainer_of,
)
from perceptron_sim.evidence.row import Mean, Row, mean_of, over, percent
from perceptron_sim.experiments.shapes import left_right_squares

SIZES_CELLS = (4, 5, 6)
TRIALS, NEW = 100, 1000
SPEC = Mark1Spec(response=ResponseSpec(in_use=1))


@dataclass(frozen=True, slots=True)
class Squares:
    """What share of new squares was answered rightly after the trials, and how many were wrong during them."""

    size_cells: int
    machines: int
    right: Mean
    wrong_trials: Mean


def measure(machines: int) -> Iterator[Squares]:
    """Teach *machines* a hundred squares of each size, each shown once, then ask for a thousand others."""
    for size_cells in SIZES_CELLS:
        results = [_one_machine(size_cells, seed) for seed in range(machines)]
        right, wrong = (mean_of(column) for column in zip(*results, strict=True))
        yield Squares(size_cells, machines, right, wrong)


def _one_machine(size_cells: int, seed: int) -> tuple[float, float]:
    trainer, rng, size = trainer_of(SPEC, seed), dice(seed), (size_cells, size_cells)
    shown, new = (left_right_squares(count, rng, size_cells=size) for count in (TRIALS, NEW))
    patterns = patterns_for(trainer.machine, shown.images)
    wrong = teach(trainer, patterns, one_bit_codes(shown.labels), ONCE_IN_ORDER).corrections
    answered = answers(trainer.machine, patterns_for(trainer.machine, new.images))[:, 0]
    return float((answered == new.labels).mean()), float(wrong)


def rows(measured: Iterable[Squares]) -> Iterator[Row]:
    """Beside the 704's 97 of 100, of which neither the retina nor the squares' size is known."""
    for one in measured:
        yield Row(
            what=f"squares of {one.size_cells} × {one.size_cells} cells, new ones, after {TRIALS} trials",
            source="NYT713",
            theirs="97 of 100, on an IBM 704",
            ours=one.right.percent(),
            basis=over(one.machines, one.right.interval()),
            note=f"{percent(one.right.least)} to {percent(one.right.most)}; "
            f"wrong during the trials: {one.wrong_trials.value:.1f}",
        )
