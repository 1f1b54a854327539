"""The experiment `galaxies`: two colors as thermometers on the retina, beside one neuron on the bare numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from modern import Adam, Network, Sample, binary_cross_entropy, galaxies, galaxy_classes, galaxy_height, train, zeros
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import MOST_PASSES
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.one_lamp import OneLamp
from perceptron_sim.experiments.settings import setting
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.experiments.thermometers import beyond_share, thermometers
from perceptron_sim.experiments.words import accuracies, counted, default_sentences, named_rightly, part_of

if TYPE_CHECKING:
    from perceptron_sim.report import Report
    from perceptron_sim.session import Session

TAUGHT, UNSEEN, NEURON_DICE = 0, 1, 2  # purposes of the dice
MOST_GALAXIES = 10_000
NEURON, LINE = "one-neuron", "lecture-line"  # no lanes: given the numbers, they are measured beside the learners
ACCURACY, SLOPE, OFFSET = "accuracy", "slope_of_its_line", "offset_of_its_line_mag"
SHOWN = 1  # digits of a percentage
EPOCHS, RATE = 500, 0.1  # of Adam, all galaxies at once: more bring nothing


@dataclass(frozen=True, kw_only=True)
class Galaxies(OneLamp):
    """Quiescent galaxies leave the lamp dark, star-forming ones light it. They are synthetic, none was measured."""

    name: ClassVar[str] = "galaxies"
    title: ClassVar[str] = "quiescent or star-forming, from two colors (synthetic)"
    yardstick: ClassVar[str] = "the lecture's line, sgn[(U-V) - 0.8 (V-J) - 0.7], and one neuron on the two numbers"

    passes: int = setting(15, "at most so many passes through the galaxies", least=1, most=MOST_PASSES)
    taught_galaxies: int = setting(150, "galaxies that are taught", least=1, most=MOST_GALAXIES)
    unseen_galaxies: int = setting(500, "galaxies that are never taught", least=1, most=MOST_GALAXIES)
    scatter_mag: float = setting(0.1, "error of each color, standard deviation in magnitudes", least=0, most=10)
    quiescent_share: float = setting(0.3, "share of quiescent galaxies, class 0", least=0, most=1)
    lowest_mag: float = setting(-0.5, "color at which a thermometer begins", least=-100, most=100)
    highest_mag: float = setting(2.5, "color at which a thermometer is all lit", least=-100, most=100)

    def check(self) -> None:
        """Refuse thermometers without a scale or without cells."""
        super().check()
        if self.highest_mag <= self.lowest_mag:
            raise SettingError(f"highest_mag must be above lowest_mag {self.lowest_mag!r}, got {self.highest_mag!r}")
        if self.mark1.retina.rows < 2:
            raise SettingError(f"mark1.retina.rows must be at least 2 for two colors, got {self.mark1.retina.rows}")

    @cached_property
    def samples(self) -> dict[str, Sample]:
        """The galaxies as numbers: taught and unseen."""
        settings = {"scatter_mag": self.scatter_mag, "quiescent_share": self.quiescent_share}
        return {
            "taught": galaxies(self.rng(TAUGHT), self.taught_galaxies, **settings),
            "unseen": galaxies(self.rng(UNSEEN), self.unseen_galaxies, **settings),
        }

    def draw_taught(self) -> Stimuli:
        """U-V in the upper half of the retina, V-J in the lower."""
        return self._shown("taught")

    def draw_unseen(self) -> Stimuli:
        """Further galaxies."""
        return self._shown("unseen")

    def measure(self, session: "Session") -> Iterator[Measurement]:
        """How the lecture's line and one neuron on the numbers do, which line the neuron found, what left the scale."""
        neuron = self._neuron()
        for name, sample in self.samples.items():
            answers = {NEURON: neuron.logits_of(sample.points)[:, 0] > 0, LINE: galaxy_classes(sample.points)}
            for who, given in answers.items():
                right = float((given == sample.labels).mean())
                yield Measurement(learner=who, measure=ACCURACY, value=right, at=(("set", name),))
        for measure, value in _line_of(neuron).items():
            yield Measurement(learner=NEURON, measure=measure, value=value)
        beyond = beyond_share(self.samples["taught"].points, self.lowest_mag, self.highest_mag)
        for learner in session.learners:
            yield Measurement(learner=learner.name, measure="colors_beyond_the_scale_share", value=beyond)

    def seen(self, report: "Report") -> tuple[str, ...]:
        """What everyone made of galaxies that were never taught, and the neuron's line beside the lecture's."""
        if not report.finished:
            return default_sentences(self, report)
        beside = {one.learner: one.value for one in report.measurements if one.at == (("set", "unseen"),)}
        asked = f"the {counted(self.unseen_galaxies, 'unseen galaxy', 'unseen galaxies')}"
        neuron, line = (part_of(beside[who], self.unseen_galaxies, SHOWN) for who in (NEURON, LINE))
        last = (
            "From two colors shown as bars on the retina "
            f"{named_rightly(accuracies(report, 'unseen'), asked, self.unseen_galaxies, digits=SHOWN)}; "
            f"from the two numbers themselves one neuron names {neuron} and the lecture's line {line}."
        )
        return (*default_sentences(self, report), *self._alike_in_words(), *self._lines_in_words(report), last)

    def _shown(self, name: str) -> Stimuli:
        sample, retina = self.samples[name], self.mark1.retina
        images = thermometers(sample.points, self.lowest_mag, self.highest_mag, (retina.rows, retina.columns))
        return Stimuli(images, sample.labels, sample.class_names, f"the {name} galaxies")

    def _neuron(self) -> Network:
        """One neuron with a sigmoid on (U-V, V-J), taught all taught galaxies at once."""
        sample = self.samples["taught"]
        rng = self.rng(NEURON_DICE)
        neuron = Network.dense([2, 1], rng=rng, weights=zeros, dtype=np.float64)
        results = train(
            neuron,
            sample.points,
            sample.labels[:, np.newaxis],
            loss=binary_cross_entropy,
            optimizer=Adam(RATE),
            epochs=EPOCHS,
        )
        for _ in results:
            pass
        return neuron

    def _alike_in_words(self) -> Iterator[str]:
        """How many unseen galaxies light the same cells as a taught one, if any."""
        taught = {image.tobytes() for image in self.stimuli.images}
        alike = sum(image.tobytes() in taught for image in self.draw_unseen().images)
        if alike:
            lights = "lights" if alike == 1 else "light"
            yield f"Of the unseen galaxies {alike:,} {lights} the same cells as a taught one."

    def _lines_in_words(self, report: "Report") -> Iterator[str]:
        found = {one.measure: one.value for one in report.measurements}
        if SLOPE in found:
            at_zero, at_one = galaxy_height([[0.0, 0.0], [0.0, 1.0]])  # how far U-V = 0 lies above the lecture's line
            lecture = _line_in_words(at_zero - at_one, -at_zero)
            yield f"The neuron's line is {_line_in_words(found[SLOPE], found[OFFSET])}, the lecture's {lecture}."


def _line_in_words(slope: float, offset: float) -> str:
    return f"U-V = {slope:.2f} (V-J) {'-' if offset < 0 else '+'} {abs(offset):.2f}"


def _line_of(neuron: Network) -> dict[str, float]:
    """Slope and offset of the line on which *neuron* is undecided, (U-V) = slope (V-J) + offset, if it has one."""
    weight, bias = (parameter.data.ravel() for parameter in neuron.parameters)
    with np.errstate(all="ignore"):  # a neuron that does not heed U-V has no such line
        slope, offset = float(-weight[1] / weight[0]), float(-bias[0] / weight[0])
    return {SLOPE: slope, OFFSET: offset} if np.isfinite([slope, offset]).all() else {}
