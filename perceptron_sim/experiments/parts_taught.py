"""Experiments that teach all patterns of some parts of the retina, so that nothing is left to guess."""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from perceptron_sim.experiments.all_patterns import PART_KINDS, IntArray, numbered_bits, parts_of, patterns
from perceptron_sim.experiments.learnability import measured_verdict
from perceptron_sim.experiments.learnability_in_words import has_learned, verdicts_in_words
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.one_lamp import OneLamp
from perceptron_sim.experiments.settings import setting
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.experiments.words import begun, called, default_sentences, joined, passes_in_words
from perceptron_sim.learner import MODERN
from perceptron_sim.mark1_learner import Mark1Learner

if TYPE_CHECKING:
    from perceptron_sim.report import Report
    from perceptron_sim.session import Session

CELLS = 0  # purpose of the dice


@dataclass(frozen=True, kw_only=True)
class PartsTaught(OneLamp):
    """The lamp is to light where an odd number of parts is lit. A small sample of patterns could be memorised."""

    part: str = setting("block", "what a part is: blocks share the retina, cells are single ones", choices=PART_KINDS)

    @property
    @abstractmethod
    def parts_shown(self) -> int:
        """How many parts there are."""

    @property
    @abstractmethod
    def what(self) -> str:
        """What is learned, as "the parity of 6 blocks"."""

    @property
    def part_of(self) -> IntArray:
        """(rows, columns): the part that each cell of the retina belongs to."""
        retina = self.mark1.retina
        return parts_of(self.part, self.parts_shown, (retina.rows, retina.columns), self.rng(CELLS))

    def draw_taught(self) -> Stimuli:
        """Every pattern once; class 1, the lamp lit, is an odd number of parts."""
        bits = numbered_bits(self.parts_shown)
        images, odd = patterns(self.part_of, bits), bits.sum(axis=1) % 2
        return Stimuli(images, odd, ("even", "odd"), f"all patterns of {self.parts_shown} {self.part}s")

    def measure(self, session: "Session") -> Iterator[Measurement]:
        """For each machine, what its A-units see and whether any values would do."""
        for learner in session.learners:
            if isinstance(learner, Mark1Learner):
                yield from measured_verdict(learner, self.stimuli, self.part_of)

    def seen(self, report: "Report") -> tuple[str, ...]:
        """For each machine whether it could, whether it did, and why not; then all at once."""
        if not report.finished:
            return default_sentences(self, report)
        passes = zip(report.learners.values(), passes_in_words(self, report), strict=True)
        networks = (sentence for learner, sentence in passes if learner.kind == MODERN)
        verdicts = verdicts_in_words(report, self.what, self.parts_shown)
        return (f"The yardstick: {self.yardstick}.", *verdicts, *networks, self._last(report))

    def _last(self, report: "Report") -> str:
        learned = [called(name) for name, learner in report.learners.items() if has_learned(learner)]
        failed = [called(name) for name, learner in report.learners.items() if not has_learned(learner)]
        what = begun(self.what)
        if not learned:
            return f"{what} was not learned by {'any of ' if failed[1:] else ''}{joined(failed)}."
        return f"{what} was learned by {joined(learned)}{f', but not by {joined(failed)}' if failed else ''}."
