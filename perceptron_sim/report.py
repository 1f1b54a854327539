"""What a run came to: by learner the exposures, the errorless pass, the accuracy on every typeface and the cost."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from hardware import FaultEvent, FaultRecord
from perceptron_sim.breakdowns import fault_record_as_dict
from perceptron_sim.experiments.letters import Letters
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.learner import Learner
from perceptron_sim.ledger import Score
from perceptron_sim.mark1_learner import Mark1Learner
from perceptron_sim.network_learner import NetworkLearner

# Measured part by part in docs/unseen-typefaces.md.
REASON = (
    "It is not that its A-units see less; three things add up. Each R-unit hears a fifth of the A-units, since an "
    "A-unit has one potentiometer. Each bit of the code is an arbitrary half of the alphabet, and all bits must be "
    "right at once, where the network has an output for every letter and the most probable wins. And its rule stops "
    "at the first answer that is right by however little, where the network goes on to widen its margin."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerReport:
    """One learner's result. accuracy is by typeface, the taught one included; what a learner does not have is None.

    bits_right is by typeface too: the share of single R-units that are right, where a letter needs all of them.
    """

    exposures: int
    errors: int
    errorless_pass: int | None
    accuracy: dict[str, float]
    energy_j: float
    bits_right: dict[str, float] | None = None
    simulated_s: float | None = None
    motor_s: float | None = None
    turned_deg: float | None = None
    relay_operations: int | None = None
    multiply_adds: int | None = None
    wall_s: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """Only what this learner has; errorless_pass is None if there was none."""
        return {
            name: value
            for name in self.__slots__  # in order of declaration
            if (value := getattr(self, name)) is not None or name == "errorless_pass"
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A run's result. finished is False where it was stopped before its end; faults is what broke and was mended."""

    experiment: str
    seed: int
    digest: str
    finished: bool
    learners: dict[str, LearnerReport]
    faults: tuple[FaultRecord, ...]
    sentences: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The JSON of a run, see docs/reference/json-of-a-run.md."""
        return {
            "experiment": self.experiment,
            "seed": self.seed,
            "digest": self.digest,
            "finished": self.finished,
            "learners": {name: learner.as_dict() for name, learner in self.learners.items()},
            "faults": [fault_record_as_dict(record) for record in self.faults],
            "sentences": list(self.sentences),
        }


def examined(
    experiment: Letters,
    mark1: Mark1Learner,
    modern: NetworkLearner,
    scores: dict[str, Score],
    digest: str,
    finished: bool,
    faults: tuple[FaultRecord, ...],
) -> Report:
    """Examine both learners on every typeface and put it beside what they spent."""
    sets = experiment.examination()
    old = _machine(scores[mark1.name], _accuracy(mark1, sets), _bits_right(experiment, mark1, sets))
    new = _network(scores[modern.name], _accuracy(modern, sets))
    return Report(
        experiment=experiment.name,
        seed=experiment.seed,
        digest=digest,
        finished=finished,
        learners={mark1.name: old, modern.name: new},
        faults=faults,
        sentences=(*_sentences(experiment, old, new), *_breakdowns(faults)),
    )


def _accuracy(learner: Learner, sets: dict[str, Stimuli]) -> dict[str, float]:
    return {face: float((learner.classify(x.images) == x.labels).mean()) for face, x in sets.items()}


def _bits_right(experiment: Letters, mark1: Mark1Learner, sets: dict[str, Stimuli]) -> dict[str, float]:
    in_use = experiment.mark1.response.in_use
    wrong = {face: mark1.lamps(x.images) ^ experiment.codes[x.labels] for face, x in sets.items()}
    return {face: float(1 - bits[:, :in_use].mean()) for face, bits in wrong.items()}


def _machine(score: Score, accuracy: dict[str, float], bits_right: dict[str, float]) -> LearnerReport:
    return LearnerReport(
        exposures=score.exposures,
        errors=score.errors,
        errorless_pass=score.errorless_pass,
        accuracy=accuracy,
        bits_right=bits_right,
        energy_j=score.energy_j,
        simulated_s=score.simulated_s,
        motor_s=score.motor_s,
        turned_deg=score.turned_deg,
        relay_operations=score.relay_operations,
    )


def _network(score: Score, accuracy: dict[str, float]) -> LearnerReport:
    return LearnerReport(
        exposures=score.exposures,
        errors=score.errors,
        errorless_pass=score.errorless_pass,
        accuracy=accuracy,
        energy_j=score.energy_j,
        multiply_adds=score.multiply_adds,
        wall_s=score.wall_s,
    )


def _sentences(experiment: Letters, old: LearnerReport, new: LearnerReport) -> tuple[str, ...]:
    """The result in words, from the figures."""
    named = {"The Mark I": old, "The network": new}
    passes = [
        f"{who} named all letters of {experiment.face} without an error in pass {learner.errorless_pass}, "
        f"after {learner.errorless_pass - 1} exposures of each."
        if learner.errorless_pass
        else f"{who} had no errorless pass in {learner.exposures} exposures."
        for who, learner in named.items()
    ]
    unseen = [face for face in old.accuracy if face != experiment.face]
    return (*passes, f"The yardstick of 1960: {experiment.yardstick}.", _unseen(old, new, unseen))


def _breakdowns(faults: tuple[FaultRecord, ...]) -> tuple[str, ...]:
    """What broke, in words, if anything did."""
    if not faults:
        return ()
    failed, repaired = (sum(x.event is event for x in faults) for event in (FaultEvent.FAILED, FaultEvent.REPAIRED))
    parts, mended = "1 part" if failed == 1 else f"{failed} parts", "1 was" if repaired == 1 else f"{repaired} were"
    return (f"While the Mark I learned, {parts} of it failed and {mended} mended.",)


def _unseen(old: LearnerReport, new: LearnerReport, faces: list[str]) -> str:
    """How both read typefaces they were never taught, and why."""
    mark1, network = (float(np.mean([x.accuracy[face] for face in faces])) for x in (old, new))
    bits = float(np.mean([(old.bits_right or {})[face] for face in faces]))
    figures = f"On unseen typefaces the network names {network:.0%} of the letters, the Mark I {mark1:.0%}"
    if network <= mark1 or old.errorless_pass is None:
        return f"{figures}."
    return (
        f"{figures}: its single R-units are right in {bits:.0%} of the cases, but a letter needs all of them. {REASON}"
    )
