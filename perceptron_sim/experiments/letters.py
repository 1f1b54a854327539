"""The experiment `letters`: 26 capitals of one typeface, five-bit codes on the Mark I against a softmax network."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from perceptron_sim.experiments.on_letters import OnLetters
from perceptron_sim.experiments.stimuli import Stimuli, letter_faces, letters
from perceptron_sim.experiments.words import default_sentences, named_rightly, passes_in_words, percent
from perceptron_sim.learner import MARK1, MODERN

if TYPE_CHECKING:
    from perceptron_sim.report import Report

YARDSTICK_EXPOSURES = 40  # of each letter until the Mark I made no error, DCN60 p. 2 (documented)
CODE_BITS = 5  # five R-units carry 26 codes; that the Mark I used five of its eight is not documented

# Measured part by part in docs/unseen-typefaces.md.
REASON = (
    "It is not that its A-units see less; three things add up. Each R-unit hears a fifth of the A-units, since an "
    "A-unit has one potentiometer. Each bit of the code is an arbitrary half of the alphabet, and all bits must be "
    "right at once, where the network has an output for every letter and the most probable wins. And its rule stops "
    "at the first answer that is right by however little, where the network goes on to widen its margin."
)


@dataclass(frozen=True, kw_only=True)
class Letters(OnLetters):
    """Settings of the experiment; *held_out* is scored after every pass, the report scores all typefaces."""

    name: ClassVar[str] = "letters"
    title: ClassVar[str] = "26 capitals of one typeface"
    yardstick: ClassVar[str] = f"errorless after {YARDSTICK_EXPOSURES} exposures of each letter (documented, DCN60)"

    def examination(self) -> dict[str, Stimuli]:
        """Every typeface that ships, the taught one first, by name."""
        if self.data:
            return super().examination()
        others = [face for face in letter_faces() if face != self.face]
        return {face: letters(face) for face in (self.face, *others)}

    def seen(self, report: "Report") -> tuple[str, ...]:
        """When each had it, the yardstick, and how typefaces are read that were never taught."""
        if self.data:
            return default_sentences(self, report)
        yardstick = f"The yardstick of 1960: {self.yardstick}."
        return (*passes_in_words(self, report), yardstick, self._unseen_in_words(report))

    @property
    def _measured_machine(self) -> bool:
        """Whether it is the machine that docs/unseen-typefaces.md took apart, but for its times and tolerances."""
        usual, machine = Letters().mark1, self.mark1
        parts = ("plugboard", "association", "response", "reinforcement")
        alike = all(getattr(machine, part) == getattr(usual, part) for part in parts)
        return alike and self.code == "binary" and self.wiring is None

    def _unseen_in_words(self, report: "Report") -> str:
        faces = [face for face in letter_faces() if face != self.face]
        means = {
            name: float(np.mean([learner.accuracy[face] for face in faces]))
            for name, learner in report.learners.items()
        }
        when, told = "In the end" if report.finished else "So far", f"the letters of {len(faces)} unseen typefaces"
        figures = f"{when} {named_rightly(means, told, len(faces) * len(self.stimuli))}."
        mark1 = report.learners.get(MARK1)
        learned = mark1 is not None and mark1.errorless_pass is not None and means[MARK1] < means.get(MODERN, 0.0)
        if mark1 is None or not learned or not self._measured_machine:
            return figures
        bits = percent(float(np.mean([(mark1.bits_right or {})[face] for face in faces])))
        single = f"The Mark I's single R-units are right in {bits} of the cases, but a letter needs all of them."
        return f"{figures} {single} {REASON}"
