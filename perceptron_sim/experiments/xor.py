"""The experiment `xor`: either part of the retina but not both, which one neuron cannot tell and two layers can."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from hardware import WiringFamily
from modern import separability
from perceptron_sim.experiments.experiment import MOST_PASSES
from perceptron_sim.experiments.lane import Lane
from perceptron_sim.experiments.learnability import EXIST
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.parts_taught import PartsTaught
from perceptron_sim.experiments.settings import setting
from perceptron_sim.learner import MODERN
from perceptron_sim.mark1_learner import Mark1Learner
from perceptron_sim.network_learner import NetworkLearner
from perceptron_sim.network_spec import NetworkSpec

if TYPE_CHECKING:
    from perceptron_sim.report import Report
    from perceptron_sim.session import Session

ONE_LAYER = f"{MODERN}-one-layer"
PARTS = 2


@dataclass(frozen=True, kw_only=True)
class Xor(PartsTaught):
    """Four patterns: neither part lit, the first, the second, both. Two halves are easy, two single cells are not."""

    name: ClassVar[str] = "xor"
    title: ClassVar[str] = "either half of the retina lit, but not both"
    yardstick: ClassVar[str] = (
        "impossible for one neuron on the cells (proven); a layer of A-units before it is enough where any of them "
        "joins the two parts"
    )

    passes: int = setting(60, "at most so many passes through the four patterns", least=1, most=MOST_PASSES)
    modern: NetworkSpec = field(default_factory=lambda: NetworkSpec(rate=0.003))

    @property
    def parts_shown(self) -> int:
        """Two."""
        return PARTS

    @property
    def what(self) -> str:
        """Of what parts."""
        return f"the exclusive-or of two {'halves' if self.part == 'block' else 'single cells'} of the retina"

    def lanes(self) -> tuple[Lane, ...]:
        """The learners as usual, and the network without its hidden layers and filters: one layer on the cells."""
        usual = super().lanes()
        if not any(lane.kind == MODERN for lane in usual):
            return usual
        bare = replace(self.modern, hidden=(), filters=0)
        about = "no hidden layer: two outputs on the cells, which come to one neuron"
        return (*usual, Lane(name=ONE_LAYER, spec=bare, about=about))

    def measure(self, session: "Session") -> Iterator[Measurement]:
        """What the A-units allow, how likely their wiring was to, and what one layer on the cells allows."""
        yield from super().measure(session)
        for learner in session.learners:
            if isinstance(learner, Mark1Learner) and self._joins_by_chance(learner):
                yield Measurement(learner=learner.name, measure="chance_of_joining", value=self._chance(learner))
            if isinstance(learner, NetworkLearner) and learner.name == ONE_LAYER:
                cells = self.stimuli.images.reshape(len(self.stimuli), -1)
                exist = separability(cells, self.stimuli.labels).separable
                yield Measurement(learner=learner.name, measure=EXIST, value=float(exist))

    def _joins_by_chance(self, learner: Mark1Learner) -> bool:
        """Whether the formula is one for this machine: it counts pairs of wires that make an A-unit join two cells."""
        spec = learner.machine.spec
        board, association = spec.plugboard, spec.association
        drawn = self.wiring is None and board.family is WiringFamily.BINOMIAL and not board.replacement
        return self.part == "cell" and drawn and association.threshold == 1 and not association.thresholds

    def _chance(self, learner: Mark1Learner) -> float:
        from perceptron_sim.evidence.exclusive_or import joining_chance  # brings all of the evidence

        machine = learner.machine
        board, on_r1 = machine.spec.plugboard, int((machine.wiring.assignment == 0).sum())
        return joining_chance(on_r1, machine.spec.retina.s_units, board.excitatory, board.inhibitory)

    def seen(self, report: "Report") -> tuple[str, ...]:
        """As for all patterns, with the reason why one layer fails before the end."""
        *before, last = super().seen(report)
        if not report.finished or ONE_LAYER not in report.learners:
            return (*before, last)
        why = (
            "One layer on the cells cannot: whatever its weights, the two sums for one part alone add up to as much as "
            "those for neither part and for both, so that the one pair cannot be above the threshold and the other "
            "below it."
        )
        return (*before, why, last)
