"""The experiment `exposure-too-short`: lamps that are read before cells and relays have followed the picture."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from perceptron_sim.experiments.curves import Curve, curves, row
from perceptron_sim.experiments.experiment import MOST_PASSES
from perceptron_sim.experiments.firing_shares import firing_share
from perceptron_sim.experiments.lane import Lane
from perceptron_sim.experiments.learner_doubles import asked, double_of, labels_of
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.on_letters import OnLetters, buildable, require_different
from perceptron_sim.experiments.settings import setting
from perceptron_sim.experiments.words import default_sentences, joined, passes_in_a_row, percent
from perceptron_sim.learner import MARK1
from perceptron_sim.mark1_learner import Mark1Learner

if TYPE_CHECKING:
    from perceptron_sim.report import Report
    from perceptron_sim.session import Session

SHORTEST_S, LONGEST_S = 0.001, 1000.0
MEASURES = (
    "lamps_settled_share",
    "accuracy_as_read",
    "accuracy_settled",
    "firing_share_as_read",
    "firing_share_settled",
)


@dataclass(frozen=True, kw_only=True)
class ExposureTooShort(OnLetters):
    """A machine for each time of exposure. Cells, relays, A-units and lamps each take theirs to follow a picture."""

    name: ClassVar[str] = "exposure-too-short"
    title: ClassVar[str] = "lamps that are read before the machine has seen the picture"

    passes: int = setting(15, "at most so many passes through what is taught", least=1, most=MOST_PASSES)
    exposures_s: tuple[float, ...] = setting(
        (0.03, 0.045, 0.05, 0.055, 0.1, 0.5),
        "a machine for each: seconds from a picture's coming to the reading of the lamps",
        least=SHORTEST_S,
        most=LONGEST_S,
    )

    def check(self) -> None:
        """Refuse what would be taught twice."""
        super().check()
        require_different("exposures_s", self.exposures_s)

    def lanes(self) -> tuple[Lane, ...]:
        """A machine for each time of exposure, and the network, which takes no time."""
        return self.beside_network(map(self._exposing, self.exposures_s))

    def measure(self, session: "Session") -> Iterator[Measurement]:
        """What is right as the lamps are read, and in the end; how many A-units fire then, and in the end."""
        for learner in session.learners:
            if isinstance(learner, Mark1Learner):
                at = (("exposure_s", learner.machine.spec.timing.exposure_s),)
                for measure, value in self._early_and_late(learner).items():
                    yield Measurement(learner=learner.name, measure=measure, value=value, at=at)

    def seen(self, report: "Report") -> tuple[str, ...]:
        """What is read in time, and what is not."""
        lamps, as_read, settled, firing, would_fire = (_by_exposure(report.measurements, one) for one in MEASURES)
        if not as_read:
            return default_sentences(self, report)
        times = joined(f"{time_s:g}" for time_s in sorted(as_read))
        return (
            passes_in_a_row(report.learners, self.passes),
            f"When the lamps are read after {times} s, {row(firing)} of the A-units fire; in a long exposure "
            f"{row(would_fire)} would.",
            f"Read then, the lamps rightly name {row(as_read)} of the taught images; in a long exposure "
            f"they would name {row(settled)}.",
            _in_time(lamps),
        )

    def _early_and_late(self, learner: Mark1Learner) -> dict[str, float]:
        machine, taught = learner.machine, self.stimuli
        in_use = machine.spec.response.in_use
        lamps, firing = asked(double_of(learner), taught.images)
        settled = [firing_share(machine, machine.pattern(image)) for image in taught.images]
        return {
            "lamps_settled_share": float((lamps == learner.lamps(taught.images))[:, :in_use].mean()),
            "accuracy_as_read": float((labels_of(learner, lamps) == taught.labels).mean()),
            "accuracy_settled": float((learner.classify(taught.images) == taught.labels).mean()),
            "firing_share_as_read": float(firing.mean()),
            "firing_share_settled": float(np.mean(settled)),
        }

    def _exposing(self, exposure_s: float) -> Lane:
        with buildable("exposures_s", exposure_s):
            spec = replace(self.mark1, timing=replace(self.mark1.timing, exposure_s=exposure_s))
        return Lane(
            name=f"{MARK1}-{exposure_s:g}-s", spec=spec, about=f"lamps are read {exposure_s:g} s after a picture comes"
        )


def _by_exposure(measurements: Iterable[Measurement], measure: str) -> Curve:
    """The values of all machines, each of which has an exposure of its own."""
    of_each = curves(measurements, measure, "exposure_s").values()
    return {exposure_s: value for curve in of_each for exposure_s, value in curve.items()}


def _in_time(settled: Curve) -> str:
    """From which exposure on all lamps, when read, show what they will show in the end."""
    late_s = [exposure_s for exposure_s in settled if settled[exposure_s] < 1]
    enough_s = [exposure_s for exposure_s in settled if not late_s or exposure_s > max(late_s)]
    parts = []
    if enough_s:
        parts.append(f"all of them after {_or('more', min(enough_s), enough_s)}")
    if late_s:
        most = max(settled[one] for one in late_s)
        share = f"at most {percent(most)}" if most else "none"
        parts.append(f"{share} of them after {_or('less', max(late_s), late_s)}")
    return f"The lamps show, when they are read, what a long exposure would make them show: {'; '.join(parts)}."


def _or(which: str, exposure_s: float, among_s: list[float]) -> str:
    """ "0.5 s or more", where *among_s* there are more."""
    return f"{exposure_s:g} s" if len(among_s) == 1 else f"{exposure_s:g} s or {which}"
