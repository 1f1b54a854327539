"""The experiment `letters-two-faces`: one typeface until it is read without an error, then a second one added."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.curves import Curve, curves, values
from perceptron_sim.experiments.experiment import MOST_PASSES, Experiment, IntArray
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.on_letters import OTHER_FACE
from perceptron_sim.experiments.settings import setting
from perceptron_sim.experiments.stimuli import FACE, Stimuli, letters
from perceptron_sim.experiments.words import accuracies, called, named_rightly, percent

if TYPE_CHECKING:
    from perceptron_sim.ledger import PassResult
    from perceptron_sim.report import Report
    from perceptron_sim.session import Session

WHEN_ADDED = 0.85  # right when letters of a different typeface were added, NAVY60 (documented)
WHEN_UNSEEN, RIGHT_SHARE = "accuracy_when_added", "right_share"  # of the second typeface; of both, while taught
PASSES_OF_BOTH = "passes_of_both"
BOTH = "both"  # the examined set


@dataclass(frozen=True, kw_only=True)
class LettersTwoFaces(Experiment):
    """The second typeface counts as unseen until it is added; how long both are taught then, NAVY60 does not say."""

    name: ClassVar[str] = "letters-two-faces"
    title: ClassVar[str] = "26 capitals of one typeface, then of a second one too"
    aside: ClassVar[str] = "second"  # typeface, which is taught too in the end
    yardstick: ClassVar[str] = (
        f"one typeface without error, {WHEN_ADDED:.0%} when letters of a different one were added "
        "(documented, NAVY60); how many letters, and taught how long, is not stated"
    )

    passes: int = setting(80, "at most so many passes in all", least=1, most=MOST_PASSES)
    face: str = setting(FACE, "the typeface that is taught first")
    second_face: str = setting(OTHER_FACE, "the typeface that is added")
    passes_alone: int = setting(
        40, "add the second typeface after so many passes, errors or not", least=1, most=MOST_PASSES
    )

    def check(self) -> None:
        """Refuse to add the typeface that is taught already."""
        if self.second_face == self.face:
            raise SettingError(f"second_face must be another typeface than face, got {self.second_face!r}")

    def draw_taught(self) -> Stimuli:
        """The capitals of both, those of the first typeface first."""
        first, second = letters(self.face), self.draw_unseen()
        images = np.concatenate((first.images, second.images))
        labels = np.concatenate((first.labels, second.labels))
        return Stimuli(images, labels, first.class_names, f"letters in {self.face} and {self.second_face}")

    def draw_unseen(self) -> Stimuli:
        """The capitals that are added, scored after every pass from the first."""
        return letters(self.second_face, setting="second_face")

    def examination(self) -> dict[str, Stimuli]:
        """Both typefaces together, then each."""
        return {BOTH: self.stimuli, self.face: letters(self.face), self.second_face: letters(self.second_face)}

    def course(self, before: Sequence["PassResult"]) -> IntArray:
        """The first typeface alone until it has an errorless pass, then both."""
        alone = self._passes_alone(before)
        return np.arange(len(self.stimuli) // 2 if alone is None else len(self.stimuli))

    def enough(self, passes: Sequence["PassResult"]) -> bool:
        """Only a pass of both typefaces ends it."""
        alone = self._passes_alone(passes)
        return alone is not None and len(passes) > alone and super().enough(passes)

    def measure(self, session: "Session") -> Iterator[Measurement]:
        """What was right of the second typeface when it was added, and of both then and in each pass of both.

        What was right of the first typeface when the second was added is taken from the pass before.
        """
        passes = session.pass_results
        alone = self._passes_alone(passes)
        if alone is None:
            return
        before, letters_of_each = passes[alone - 1], len(self.stimuli) // 2
        for name, new in before.held_out.items():
            at_adding = (1 - before.errors[name] / letters_of_each + new) / 2
            while_taught = [1 - result.errors[name] / len(self.stimuli) for result in passes[alone:]]
            yield Measurement(learner=name, measure=WHEN_UNSEEN, value=new)
            for number, right in enumerate((at_adding, *while_taught)):
                yield Measurement(learner=name, measure=RIGHT_SHARE, value=right, at=((PASSES_OF_BOTH, number),))

    def seen(self, report: "Report") -> tuple[str, ...]:
        """What share was right at the beginning, on the way and in the end, beside the yardstick."""
        new = values(report.measurements, WHEN_UNSEEN)
        both = curves(report.measurements, RIGHT_SHARE, PASSES_OF_BOTH)
        ways = (self._way_in_words(name, new[name], curve) for name, curve in both.items())
        name, asked = (BOTH, len(self.stimuli)) if both else (self.face, len(self.stimuli) // 2)
        what = f"the {asked} letters of {'both typefaces' if both else name}"
        end = named_rightly(accuracies(report, name), what, asked)
        yardstick = f"The yardstick of 1960: {self.yardstick}."
        added = self._added_in_words(report, max(map(len, both.values()), default=0) - 1)
        return (*added, *ways, yardstick, f"{'In the end' if report.finished else 'So far'} {end}.")

    def _added_in_words(self, report: "Report", passes_of_both: int) -> Iterator[str]:
        if passes_of_both > 0:
            last = "pass" if passes_of_both == 1 else f"{passes_of_both:,} passes"
            taught = f"In the last {last} {self.second_face} was taught too"
            yield f"{taught}, though files of results list it as unseen in every pass."
        elif report.finished:
            why = f"passes is {self.passes}, passes_alone {self.passes_alone}"
            yield f"{self.second_face} was never added: {self.face} had no pass without an error before ({why})."

    def _way_in_words(self, name: str, new: float, both: Curve) -> str:
        first = next((number for number, right in both.items() if number and right >= WHEN_ADDED), None)
        enough = f"{percent(WHEN_ADDED)} or more right"
        reached = (
            f"no pass of both had {enough}" if first is None else f"pass {first:g} of both was the first with {enough}"
        )
        return (
            f"When {self.second_face} was added, unseen until then, {called(name)} rightly named {percent(new)} of its "
            f"letters and {percent(both[0])} of the letters of both typefaces; {reached}."
        )

    def _passes_alone(self, passes: Sequence["PassResult"]) -> int | None:
        """How many of *passes* showed the first typeface alone; None if the next one does too."""
        for result in passes:
            if not any(result.errors.values()) or result.number == self.passes_alone:
                return result.number
        return None
