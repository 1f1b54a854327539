"""The experiment `noise`: cells of the pictures flipped, and machines whose voltages flicker while they learn."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from hardware import Mark1Spec
from perceptron_sim.experiments.curves import conditions, curves, held_out, row, values
from perceptron_sim.experiments.lane import Lane
from perceptron_sim.experiments.learner_doubles import asked, double_of, labels_of
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.on_letters import OnLetters, require_different
from perceptron_sim.experiments.settings import setting
from perceptron_sim.experiments.shapes import with_noise
from perceptron_sim.experiments.words import called, default_sentences, named_rightly
from perceptron_sim.learner import MARK1, Learner
from perceptron_sim.mark1_learner import Mark1Learner

if TYPE_CHECKING:
    from perceptron_sim.report import Report
    from perceptron_sim.session import Session

FLIPS = 0  # purpose of the dice
ACCURACY, FLIP_SHARE = "accuracy", "flip_share"
WITH_NOISE = "accuracy_with_the_noise_of_its_own"
ABOUT = "{volts:g} V of noise on {where}, learning and answering (assumed: how noisy the machine was is not known)"


@dataclass(frozen=True, kw_only=True)
class Noise(OnLetters):
    """Everyone is taught clean pictures and asked about spoilt ones; further machines have noise of their own."""

    name: ClassVar[str] = "noise"
    title: ClassVar[str] = "spoilt pictures, and machines whose voltages flicker"

    flip_shares: tuple[float, ...] = setting(
        (0.0, 0.02, 0.05, 0.1, 0.2), "share of all cells flipped in the pictures that are asked about", least=0, most=1
    )
    copies: int = setting(10, "how often each picture is asked about, spoilt anew", least=1, most=10_000)
    wiper_v: tuple[float, ...] = setting(
        (0.1, 0.5), "a machine for each: noise of every wiper, standard deviation in volts", least=0, most=1000
    )
    amplifier_v: tuple[float, ...] = setting(
        (0.5,), "a machine for each: noise of every R-unit's sum, standard deviation in volts", least=0, most=1000
    )

    def check(self) -> None:
        """Refuse what would be measured twice."""
        super().check()
        for name in ("flip_shares", "wiper_v", "amplifier_v"):
            require_different(name, getattr(self, name))

    def lanes(self) -> tuple[Lane, ...]:
        """The learners without noise, and a machine for each level of it."""
        usual = Lane(name=MARK1, spec=self.mark1)
        wipers = (self._noisy("wiper", "every wiper", volts) for volts in self.wiper_v)
        amplifiers = (self._noisy("amplifier", "every R-unit's sum", volts) for volts in self.amplifier_v)
        return self.beside_network((usual, *wipers, *amplifiers))

    def measure(self, session: "Session") -> Iterator[Measurement]:
        """How many spoilt pictures are named rightly, and how many clean ones with the noise of each machine."""
        for learner in session.learners:
            for share in self.flip_shares:
                right, at = self._right_of_spoilt(learner, share), ((FLIP_SHARE, share),)
                yield Measurement(learner=learner.name, measure=ACCURACY, value=right, at=at)
        for learner in session.learners:
            if isinstance(learner, Mark1Learner):
                right = self._right_when_asked(learner)
                yield Measurement(learner=learner.name, measure=WITH_NOISE, value=right)

    def seen(self, report: "Report") -> tuple[str, ...]:
        """What noise of either kind costs."""
        spoilt = curves(report.measurements, ACCURACY, FLIP_SHARE)
        if not spoilt:
            return default_sentences(self, report)
        (first, curve), *others = spoilt.items()
        rest = "".join(f"; {called(name)} {row(curve)}" for name, curve in others)
        flips = f"With {conditions(self.flip_shares)} of the cells flipped"
        table = f"{flips}, {called(first)} rightly names {row(curve)} of the images{rest}."
        last = held_out((name, "of the cells flipped", curve) for name, curve in spoilt.items())
        return (*default_sentences(self, report), table, *self._flickering(report), last)

    def _noisy(self, part: str, where: str, volts: float) -> Lane:
        noise = replace(self.mark1.noise, **{f"{part}_v": volts})
        spec: Mark1Spec = replace(self.mark1, noise=noise)
        return Lane(name=f"{MARK1}-{part}-{volts:g}-v", spec=spec, about=ABOUT.format(volts=volts, where=where))

    def _flickering(self, report: "Report") -> Iterator[str]:
        """What the machines with noise of their own name while it goes on."""
        noisy = [lane.name for lane in self.lanes() if isinstance(lane.spec, Mark1Spec) and not _is_quiet(lane.spec)]
        if noisy:
            right = values(report.measurements, WITH_NOISE)
            what, asked = f"the {len(self.stimuli):,} clean images", self.copies * len(self.stimuli)
            told = named_rightly({name: right[name] for name in noisy}, what, asked)
            yield f"Asked while voltages flicker as they did in learning, {told}."

    def _right_of_spoilt(self, learner: Learner, share: float) -> float:
        """The share of spoilt pictures named rightly; the same dice for every learner and share."""
        rng, taught = self.rng(FLIPS), self.stimuli
        right = [learner.classify(with_noise(taught, share, rng).images) == taught.labels for _ in range(self.copies)]
        return float(np.mean(right))

    def _right_when_asked(self, learner: Mark1Learner) -> float:
        """The share of clean pictures named rightly as the lamps are read, with the noise of that moment."""
        double, taught = double_of(learner), self.stimuli
        right = [labels_of(learner, asked(double, taught.images)[0]) == taught.labels for _ in range(self.copies)]
        return float(np.mean(right))


def _is_quiet(spec: Mark1Spec) -> bool:
    noise = spec.noise
    return not any((noise.wiper_v, noise.wiper_v_per_turn, noise.amplifier_v))
