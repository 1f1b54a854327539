"""The experiment `damage`: units switched off and wires cut once everything is learned."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from perceptron_sim.experiments.curves import Curve, conditions, curves, held_out, row
from perceptron_sim.experiments.damage_bench import WayToBreak, ways_to_break
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.on_letters import OnLetters, require_different
from perceptron_sim.experiments.settings import setting
from perceptron_sim.experiments.words import called, default_sentences

if TYPE_CHECKING:
    from perceptron_sim.report import Report
    from perceptron_sim.session import Session

ORDER = 0  # purpose of the dice
IN_WORDS = {
    "a_units_off_share": "A-units off",
    "wires_cut_share": "S-to-A wires cut",
    "hidden_units_off_share": "hidden units off",
    "weights_cut_share": "first weights cut",
}


@dataclass(frozen=True, kw_only=True)
class Damage(OnLetters):
    """What was learned is asked for with more and more of each learner gone, in orders drawn at random."""

    name: ClassVar[str] = "damage"
    title: ClassVar[str] = "units switched off and wires cut after learning"

    shares: tuple[float, ...] = setting(
        (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8),
        "shares of the units, and of the wires, that are taken away",
        least=0,
        most=1,
    )
    draws: int = setting(10, "orders in which they are taken away; results are means", least=1, most=10_000)

    def check(self) -> None:
        """Refuse what would be measured twice."""
        super().check()
        require_different("shares", self.shares)

    def measure(self, session: "Session") -> Iterator[Measurement]:
        """What is still named rightly with each share gone; of a Mark I also how many lamps are right."""
        for learner in session.learners:
            for condition, way in ways_to_break(learner):
                yield from self._decline(learner.name, condition, way)

    def seen(self, report: "Report") -> tuple[str, ...]:
        """How the learners decline."""
        declines = [
            (name, f"of its {parts}", curve)
            for condition, parts in IN_WORDS.items()
            for name, curve in curves(report.measurements, "accuracy", condition).items()
        ]
        if not declines:
            return default_sentences(self, report)
        return (*default_sentences(self, report), *(_in_words(*one) for one in declines), held_out(declines))

    def _decline(self, learner: str, condition: str, way: WayToBreak) -> Iterator[Measurement]:
        dice = self.rng(ORDER).spawn(self.draws)
        drawn = [[broken(share) for share in self.shares] for broken in (way(self.stimuli, rng) for rng in dice)]
        for share, scores in zip(self.shares, zip(*drawn, strict=True), strict=True):
            for measure in scores[0]:
                value = float(np.mean([one[measure] for one in scores]))
                yield Measurement(learner=learner, measure=measure, value=value, at=((condition, share),))


def _in_words(name: str, what: str, curve: Curve) -> str:
    return f"With {conditions(curve)} {what}, {called(name)} rightly names {row(curve)} of the images."
