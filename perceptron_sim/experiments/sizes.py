"""The experiment `sizes`: the Mark I beside machines with other numbers of A-units, which never were, and a network."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from hardware import UNASSIGNED
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.curves import values
from perceptron_sim.experiments.experiment import USUAL_MACHINE
from perceptron_sim.experiments.lane import Lane
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.on_letters import OnLetters, buildable, require_different
from perceptron_sim.experiments.settings import setting
from perceptron_sim.experiments.words import (
    accuracies,
    called,
    default_sentences,
    joined,
    named_rightly,
    passes_in_a_row,
    set_in_words,
)
from perceptron_sim.learner import MARK1, MODERN, Learner
from perceptron_sim.mark1_learner import Mark1Learner
from perceptron_sim.network_learner import NetworkLearner

if TYPE_CHECKING:
    from perceptron_sim.report import Report
    from perceptron_sim.session import Session

MOST_A_UNITS = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Sizes(OnLetters):
    """The machine as it was; counterfactuals with other numbers of A-units, their boards without a limit; a network."""

    name: ClassVar[str] = "sizes"
    title: ClassVar[str] = "counterfactual machines with more A-units, and a network"

    a_units: tuple[int, ...] = setting(
        (4000,), "a counterfactual machine for each: its number of A-units", least=1, most=MOST_A_UNITS
    )

    def check(self) -> None:
        """Refuse what would be taught twice, and what fits one number of A-units only."""
        super().check()
        require_different("a_units", self.a_units)
        for units in (USUAL_MACHINE.association.units, self.mark1.association.units):
            if units in self.a_units:
                raise SettingError(f"a_units must be other numbers than that of the Mark I, got {units}")
        thresholds, shares = self.mark1.association.thresholds, self.mark1.plugboard.shares
        fitted = {"wiring": self.wiring, "mark1.association.thresholds": thresholds, "mark1.plugboard.shares": shares}
        for name, given in fitted.items():
            if given:
                raise SettingError(f"{name} must be left out of {self.name}, whose machines differ in size, got one")

    def lanes(self) -> tuple[Lane, ...]:
        """The machine, its counterfactuals, and the network."""
        usual = Lane(name=MARK1, spec=self.mark1, about=f"{self.mark1.association.units} A-units")
        return self.beside_network((usual, *map(self._sized, self.a_units)))

    def measure(self, session: "Session") -> Iterator[Measurement]:
        """How many values each learner can change."""
        for learner in session.learners:
            yield Measurement(learner=learner.name, measure="learned_values", value=float(_learned_values(learner)))

    def seen(self, report: "Report") -> tuple[str, ...]:
        """What more A-units are good for."""
        sizes = values(report.measurements, "learned_values")
        if not sizes:
            return default_sentences(self, report)
        numbers = joined(f"{size:,.0f} in {self._called(name)}" for name, size in sizes.items())
        return (
            passes_in_a_row(report.learners, self.passes, self._called),
            f"The values that learning can change are {numbers}.",
            *(self._best_first(report, name, len(asked)) for name, asked in self.examination().items()),
        )

    def _best_first(self, report: "Report", name: str, asked: int) -> str:
        """How the learners stand in one set of the examination, best first."""
        right = accuracies(report, name)
        ordered = {lane: right[lane] for lane in sorted(right, key=lambda lane: -right[lane])}
        return f"In the end {named_rightly(ordered, set_in_words(name, asked), asked, names=self._called)}."

    def _called(self, lane: str) -> str:
        """A counterfactual is called one in every sentence."""
        return f"{lane} (counterfactual)" if lane not in (MARK1, MODERN) else called(lane)

    def _sized(self, units: int) -> Lane:
        board = self.mark1.plugboard
        most = units * (board.wires_per_a_unit if board.replacement else 1)  # all that one S-unit could be asked for
        larger = units > self.mark1.association.units
        outlets = max(board.wires_per_s_unit, most) if larger else board.wires_per_s_unit
        with buildable("a_units", units):
            spec = replace(
                self.mark1,
                association=replace(self.mark1.association, units=units),
                plugboard=replace(board, wires_per_s_unit=outlets),
            )
        lifted = (
            f"; no limit to the wires of an S-unit, where the board took {board.wires_per_s_unit}" if larger else ""
        )
        about = f"counterfactual: {units} A-units in place of {USUAL_MACHINE.association.units}{lifted}"
        return Lane(name=f"{MARK1}-{units}-a-units", spec=spec, about=about)


def _learned_values(learner: Learner) -> int:
    """Potentiometers that are patched to an R-unit, or parameters."""
    if isinstance(learner, Mark1Learner):
        return int(np.count_nonzero(learner.machine.wiring.assignment != UNASSIGNED))
    return learner.network.parameter_count if isinstance(learner, NetworkLearner) else 0
