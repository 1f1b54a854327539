"""Handwritten digits: three networks, cross-validated in five folds, drawn at random and as the writers come."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from perceptron_sim.evidence.networks import DENSE, ONE_LAYER, SMALL_POOL, Course, Design, classes, taught
from perceptron_sim.evidence.row import NOT_FOUND, Row, percent
from perceptron_sim.experiments.folds import stratified_folds, taught_beside
from perceptron_sim.experiments.stimuli import digits

FOLDS, SEED, CLASSES = 5, 0, 10
COURSE = Course(epochs=30, batch_size=32)
AIMS = {SMALL_POOL: 0.975, DENSE: 0.96, ONE_LAYER: 0.93}  # set before anything was measured
SHUFFLED, AS_PUBLISHED = "shuffled", "as published"


@dataclass(frozen=True, slots=True)
class Examined:
    """The shares of the digits of each fold that a network named rightly which was taught the other four."""

    design: Design
    order: str
    right: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Over the folds; they are equally large but for one digit."""
        return float(np.mean(self.right))


def measure(
    folds: int, orders: Sequence[str] = (SHUFFLED, AS_PUBLISHED), designs: Iterable[Design] = AIMS
) -> Iterator[Examined]:
    """Examine networks of each of the *designs* on the first *folds* of the five folds, in each of the *orders*."""
    for order in orders:
        for design in designs:
            yield Examined(design, order, tuple(_share_right(design, order, fold) for fold in range(folds)))


def _share_right(design: Design, order: str, fold: int) -> float:
    everything = digits()
    rng = np.random.default_rng(SEED) if order == SHUFFLED else None
    asked = stratified_folds(everything.labels, FOLDS, rng)[fold]
    shown = taught_beside(asked, len(everything))
    network = taught(design, COURSE, everything.images[shown], everything.labels[shown], seed=SEED)
    return float(np.mean(classes(network, everything.images[asked]) == everything.labels[asked]))


def rows(measured: Iterable[Examined]) -> Iterator[Row]:
    """Each network, with the spread over folds; the aim is for the shuffled folds."""
    for one in measured:
        aim = f"aim {percent(AIMS[one.design])}; " if one.order == SHUFFLED else "mostly other writers; "
        yield Row(
            what=f"{one.design.name(CLASSES)}; {one.order}",
            source="",
            theirs=NOT_FOUND,
            ours=percent(one.mean, 2),
            basis=f"{len(one.right)} of {FOLDS} folds",
            note=f"{aim}{percent(min(one.right))} to {percent(max(one.right))}; "
            f"{one.design.parameter_count(CLASSES):,} parameters",
        )
