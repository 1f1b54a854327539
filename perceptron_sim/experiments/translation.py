"""The experiment `translation`: what was taught in one place is asked for everywhere."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import numpy.typing as npt

from modern import TranslationScores, translation_scores
from perceptron_sim.data.choosing import in_turn
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.curves import values
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.lane import Lane
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.settings import setting
from perceptron_sim.experiments.stimuli import FACE, Stimuli, letters
from perceptron_sim.experiments.words import (
    called,
    counted,
    default_sentences,
    joined,
    named_rightly,
    percent,
    set_in_words,
)
from perceptron_sim.learner import MODERN, Learner
from perceptron_sim.network_spec import NetworkSpec

if TYPE_CHECKING:
    from perceptron_sim.report import Report
    from perceptron_sim.session import Session

SMALL_POOL, WHOLE_POOL = "small-pool", "whole-pool"
WHOLE_CELLS = 9  # a side of its filters: most of a letter's height, so that each finds more than a stroke
MEAN, WIDTH = "mean_share_right", "width_cells"


@dataclass(frozen=True, kw_only=True)
class Translation(Experiment):
    """Everything is taught in place and scored at every offset. What is moved over the edge is lost."""

    name: ClassVar[str] = "translation"
    title: ClassVar[str] = "capitals taught in place, asked for at every offset"
    yardstick: ClassVar[str] = "single cells lose what is moved (the lecture); nothing is known of the Mark I itself"
    takes_data: ClassVar[bool] = True

    face: str = setting(FACE, "typeface whose capitals are taught, where no data are given")
    reach: int = setting(4, "cells that images are moved by at most, in each direction", least=0)
    asked: int = setting(130, "at most so many of the taught images are moved, classes in turn", least=1, most=100_000)
    filters: int = setting(8, "filters of the network that pools 2 x 2 answers", least=1, most=512)
    whole_filters: int = setting(32, "filters, 9 x 9, of the network that pools all answers", least=1, most=512)
    whole_rate: float = setting(0.003, "learning rate of the network that pools all answers", least=1e-9, most=1e9)

    def check(self) -> None:
        """Refuse to move images off the retina altogether."""
        retina = self.mark1.retina
        most = max(retina.rows, retina.columns) - 1
        if self.reach > most:
            rule = f"at most {most}, which leaves one row or column of {retina.rows} x {retina.columns} cells"
            raise SettingError(f"reach must be {rule}, got {self.reach!r}")

    def draw_taught(self) -> Stimuli:
        """The capitals of *face*."""
        return letters(self.face)

    def lanes(self) -> tuple[Lane, ...]:
        """The learners as usual, and two networks with filters, which pool little of the retina or all of it."""
        usual = super().lanes()
        if not any(lane.kind == MODERN for lane in usual):
            return usual
        small = replace(self.modern, hidden=(), filters=self.filters, pool="2x2")
        whole = replace(small, filters=self.whole_filters, filter_cells=WHOLE_CELLS, pool="whole", rate=self.whole_rate)
        return (
            *usual,
            Lane(name=SMALL_POOL, spec=small, about=f"{_seeing(small)}, the greatest of each 2 x 2 answers kept"),
            Lane(name=WHOLE_POOL, spec=whole, about=f"{_seeing(whole)}, the greatest of all answers kept, not where"),
        )

    def measure(self, session: "Session") -> Iterator[Measurement]:
        """The share named rightly at each offset, its mean, and how far images may be moved."""
        images, labels = self.stimuli.images[self._asked], self.stimuli.labels[self._asked]
        for learner in session.learners:
            scores = translation_scores(learner.classify, images, labels, self.reach)
            yield from _measured(learner, scores)

    def seen(self, report: "Report") -> tuple[str, ...]:
        """How far images may be moved and are still known, learner by learner."""
        if not report.finished:
            return default_sentences(self, report)
        means, widths = values(report.measurements, MEAN), values(report.measurements, WIDTH)
        lost = max(one.value for one in report.measurements if one.measure == "ink_lost_share")
        offsets, cells = (2 * self.reach + 1) ** 2, counted(self.reach, "cell")
        where = "In place" if offsets == 1 else f"Averaged over all {offsets} offsets of up to {cells}"
        mean = f"{where}, {named_rightly(means, self._asked_in_words, len(self._asked) * offsets)}"
        if offsets == 1:
            return (*default_sentences(self, report), f"{mean}.")
        width = joined(f"{side:.1f} for {called(name)}" for name, side in widths.items())
        return (
            *default_sentences(self, report),
            f"{mean}; at most {percent(lost)} of what is lit falls over the edge.",
            f"Most of them are still named rightly where they are moved within a square of so many cells a side: "
            f"{width}, where 1 is in place only and {2 * self.reach + 1} every offset.",
        )

    @cached_property
    def _asked(self) -> npt.NDArray[np.intp]:
        """Which of the taught images are moved."""
        labels = self.stimuli.labels
        return in_turn(labels, np.arange(len(labels)), self.asked)

    @property
    def _asked_in_words(self) -> str:
        asked, taught = len(self._asked), len(self.stimuli)
        images = set_in_words("taught", asked)
        return images if asked == taught else f"{images} asked about (of {taught:,})"


def _seeing(spec: NetworkSpec) -> str:
    return f"{spec.filters} filters of {spec.filter_cells} x {spec.filter_cells} cells, no hidden layer"


def _measured(learner: Learner, scores: TranslationScores) -> Iterator[Measurement]:
    name, offsets = learner.name, range(-scores.reach, scores.reach + 1)
    for down in offsets:
        for right in offsets:
            at = ("down_cells", down), ("right_cells", right)
            yield Measurement(learner=name, measure="accuracy", value=scores.at(down, right), at=at)
    yield Measurement(learner=name, measure="ink_lost_share", value=float(scores.share_lost.max()))
    yield Measurement(learner=name, measure=MEAN, value=scores.mean_share_right)
    yield Measurement(learner=name, measure=WIDTH, value=scores.width_cells())
