"""The experiment `digits`: handwriting of many people; a fifth of it is never taught."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import numpy.typing as npt

from perceptron_sim.experiments.experiment import MOST_PASSES, Experiment, IntArray
from perceptron_sim.experiments.folds import stratified_folds, taught_beside
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.settings import setting
from perceptron_sim.experiments.stimuli import Stimuli, digits
from perceptron_sim.experiments.words import accuracies, exposures, named_rightly, opening, percent
from perceptron_sim.learner import MARK1, NO_ANSWER

if TYPE_CHECKING:
    from perceptron_sim.ledger import PassResult
    from perceptron_sim.report import Report
    from perceptron_sim.session import Session

FOLDS = 5
FOLD_DICE = 0
SHOWN = 1  # digits of a percentage
AS_PUBLISHED, SHUFFLED = "as-published", "shuffled"
ORDERS = (AS_PUBLISHED, SHUFFLED)


@dataclass(frozen=True, kw_only=True)
class Digits(Experiment):
    """The UCI digits in five parts; one of them is asked and never taught.

    As published, the digits of a writer stand together, and most that are asked come from hands never taught.
    """

    name: ClassVar[str] = "digits"
    title: ClassVar[str] = "1,797 handwritten digits (UCI), a fifth of them never taught"

    passes: int = setting(20, "at most so many passes", least=1, most=MOST_PASSES)
    passes_for_all: int = setting(4, "so many passes show each digit once", least=1, most=100)
    fold: int = setting(1, "which fifth is never taught", least=1, most=FOLDS)
    order: str = setting(
        AS_PUBLISHED, "how the fifths are cut: as published, writer by writer, or shuffled by the seed", choices=ORDERS
    )

    def draw_taught(self) -> Stimuli:
        """Four fifths."""
        return _part(taught_beside(self._asked(), len(digits())), "taught")

    def draw_unseen(self) -> Stimuli:
        """The other fifth."""
        return _part(self._asked(), "not taught")

    def course(self, before: Sequence["PassResult"]) -> IntArray:
        """The first and every so-manieth from it on, the second and so on in the next pass: some of each writer."""
        return np.arange(len(before) % self.passes_for_all, len(self.stimuli), self.passes_for_all)

    @property
    def pass_length(self) -> int:
        """A part of all."""
        return math.ceil(len(self.stimuli) / self.passes_for_all)

    def enough(self, passes: Sequence["PassResult"]) -> bool:
        """So many passes without an error as it takes to show all."""
        enough, every = super().enough, self.passes_for_all
        return len(passes) >= every and all(enough((one,)) for one in passes[-every:])

    def measure(self, session: "Session") -> Iterator[Measurement]:
        """How each digit of the other fifth is named, and how often the lamps of a Mark I mean none."""
        unseen = self.draw_unseen()
        for learner in session.learners:
            answers = learner.classify(unseen.images)
            for label, digit in enumerate(unseen.class_names):
                right = float((answers[unseen.labels == label] == label).mean())
                yield Measurement(
                    learner=learner.name, measure="accuracy", value=right, at=(("set", "unseen"), ("digit", digit))
                )
            if learner.kind == MARK1:
                none = float((answers == NO_ANSWER).mean())
                yield Measurement(learner=learner.name, measure="no_answer_share", value=none, at=(("set", "unseen"),))

    def seen(self, report: "Report") -> tuple[str, ...]:
        """How each names what it was taught and the rest; then the Mark I's lamps that mean no digit."""
        taught, unseen = (len(part) for part in self.examination().values())
        known = named_rightly(accuracies(report, "taught"), f"the {taught:,} taught digits", taught, digits=SHOWN)
        other = named_rightly(accuracies(report, "unseen"), f"the {unseen:,} unseen ones", unseen, digits=SHOWN)
        return (*_confusions(report), f"After {exposures(report)} {known}; {other}.")

    def _asked(self) -> npt.NDArray[np.intp]:
        """Numbers of the digits that are never taught, ascending."""
        rng = self.rng(FOLD_DICE) if self.order == SHUFFLED else None
        return stratified_folds(digits().labels, FOLDS, rng)[self.fold - 1]


def _part(numbers: npt.NDArray[np.intp], called: str) -> Stimuli:
    everything = digits()
    name = f"{everything.name}, {called}"
    return Stimuli(everything.images[numbers], everything.labels[numbers], everything.class_names, name)


def _confusions(report: "Report") -> Iterator[str]:
    """By learner, which digit it names best and which worst; of a Mark I also how often its lamps mean none."""
    for name in report.learners:
        found = [one for one in report.measurements if one.learner == name]
        by_digit = {str(dict(one.at)["digit"]): one.value for one in found if one.measure == "accuracy"}
        if by_digit:
            best, worst = (choose(by_digit, key=by_digit.__getitem__) for choose in (max, min))
            none = "".join(
                f"; at {percent(one.value, SHOWN)} of them its lamps mean no digit"
                for one in found
                if one.measure == "no_answer_share"
            )
            yield (
                f"{opening(name)} names {best} best ({percent(by_digit[best])}) and {worst} worst "
                f"({percent(by_digit[worst])}) of the digits that it is never taught{none}."
            )
