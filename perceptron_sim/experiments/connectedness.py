"""The experiment `connectedness`: whether a figure hangs together, which cannot be seen from a few cells at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.connected_figures import Floors, drawn_pairs
from perceptron_sim.experiments.curves import values
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.on_letters import require_different
from perceptron_sim.experiments.one_lamp import OneLamp
from perceptron_sim.experiments.settings import setting
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.experiments.words import (
    accuracies,
    called,
    counted,
    default_sentences,
    joined,
    named_rightly,
    percent,
)
from perceptron_sim.mark1_learner import Mark1Learner

if TYPE_CHECKING:
    from perceptron_sim.learner import Learner
    from perceptron_sim.report import Report
    from perceptron_sim.session import Session

FIGURES = 0  # purpose of the dice
MOST_PAIRS = 5000
PAIRS_RIGHT, GUESSED_PAIRS, GUESSED = "pairs_right", 1 / 4, 1 / 2


@dataclass(frozen=True, kw_only=True)
class Connectedness(OneLamp):
    """Floors one above the other, joined by bridges: the figure is connected if each gap has a bridge.

    Figures come in pairs that differ in the place of one bridge, one connected and one in two pieces: as much of the
    retina is lit in both, and nearly the same cells.
    """

    name: ClassVar[str] = "connectedness"
    title: ClassVar[str] = "whether a figure hangs together"
    yardstick: ClassVar[str] = (
        "connectedness is of no finite order: the larger the retina, the more cells some A-units have to see "
        "(Minsky and Papert 1969)"
    )

    pairs: int = setting(40, "pairs of figures that are taught", least=1, most=MOST_PAIRS)
    unseen_pairs: int = setting(100, "pairs of figures that are never taught", least=1, most=MOST_PAIRS)
    gaps: int = setting(4, "gaps between floors; there is one floor more", least=2, most=100)
    bridges: tuple[int, ...] = setting((5, 6, 7), "how many bridges a figure has: drawn from these", least=2)

    def check(self) -> None:
        """Refuse figures that the retina has no room for."""
        super().check()
        if not self.bridges:
            raise SettingError(f"bridges must be one number at least, got {self.bridges!r}")
        require_different("bridges", self.bridges)
        rows, columns = self.mark1.retina.rows, self.mark1.retina.columns
        if 2 * self.gaps + 1 > rows:
            raise SettingError(f"gaps must be at most {(rows - 1) // 2} on {rows} rows, got {self.gaps!r}")
        if not all(self.gaps <= number <= columns for number in self.bridges):
            rule = f"from {self.gaps}, one for each gap, to the {columns} columns"
            raise SettingError(f"bridges must be {rule}, got {self.bridges!r}")

    @cached_property
    def figures(self) -> tuple[Stimuli, Stimuli]:
        """The taught and the unseen ones: connected, then its fellow in pieces, pair after pair; no two alike."""
        floors = Floors(self.mark1.retina.rows, self.mark1.retina.columns, self.gaps)
        images = drawn_pairs(floors, self.pairs + self.unseen_pairs, self.bridges, self.rng(FIGURES))
        labels, names = np.tile([1, 0], len(images) // 2), ("in pieces", "connected")
        taught = 2 * self.pairs
        return (
            Stimuli(images[:taught], labels[:taught], names, "the taught figures"),
            Stimuli(images[taught:], labels[taught:], names, "the unseen figures"),
        )

    def draw_taught(self) -> Stimuli:
        """Class 1, the lamp lit, is a connected figure."""
        return self.figures[0]

    def draw_unseen(self) -> Stimuli:
        """Further pairs."""
        return self.figures[1]

    def measure(self, session: "Session") -> Iterator[Measurement]:
        """How many pairs were told apart, and how much of a figure an A-unit sees."""
        for learner in session.learners:
            for name, figures in self.examination().items():
                right = _pairs_right(learner, figures)
                yield Measurement(learner=learner.name, measure=PAIRS_RIGHT, value=right, at=(("set", name),))
            if isinstance(learner, Mark1Learner):
                most = learner.machine.wiring.plugged.sum(axis=0).max()
                yield Measurement(learner=learner.name, measure="cells_seen_by_an_a_unit_at_most", value=float(most))

    def seen(self, report: "Report") -> tuple[str, ...]:
        """How unseen figures were told apart, one by one and in pairs, beside guessing."""
        if not report.finished:
            return default_sentences(self, report)
        cells = values(report.measurements, "cells_seen_by_an_a_unit_at_most").items()
        wires = (
            f"An A-unit of {called(name)} sees at most {counted(int(most), 'cell')} of a figure."
            for name, most in cells
        )
        return (*default_sentences(self, report), *wires, self._last(report))

    def _last(self, report: "Report") -> str:
        asked = 2 * self.unseen_pairs
        figures = named_rightly(accuracies(report, "unseen"), f"the {counted(asked, 'unseen figure')}", asked)
        right = {
            one.learner: one.value
            for one in report.measurements
            if one.measure == PAIRS_RIGHT and one.at == (("set", "unseen"),)
        }
        pairs = joined(f"{called(name)} in {percent(value)}" for name, value in right.items())
        return (
            f"In the end {figures}, where guessing gets {GUESSED:.0%}; "
            f"of pairs that differ in the place of one bridge, both figures are named rightly by {pairs}, "
            f"where guessing gets {GUESSED_PAIRS:.0%}."
        )


def _pairs_right(learner: "Learner", figures: Stimuli) -> float:
    """The share of pairs of which both figures are named rightly."""
    right = learner.classify(figures.images) == figures.labels
    return float(right.reshape(-1, 2).all(axis=1).mean())
