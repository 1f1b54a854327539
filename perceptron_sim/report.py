"""What a run came to: by learner the exposures, the errorless pass, the accuracy on every set and the cost."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from perceptron_sim.breakdowns import LearnerFault
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.experiments.words import counterfactual_in_words, faults_in_words
from perceptron_sim.learner import MARK1, Learner
from perceptron_sim.ledger import Score
from perceptron_sim.mark1_learner import Mark1Learner

MACHINE_COSTS = ("energy_j", "simulated_s", "motor_s", "turned_deg", "relay_operations")
NETWORK_COSTS = ("energy_j", "multiply_adds", "wall_s")


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerReport:
    """One learner's result. accuracy is by examined set, the taught one first; what a learner does not have is None.

    kind is "mark1" or "modern", about says how it differs from the other learners. bits_right is by set too: the share
    of single R-units that are right, where a class needs all of them.
    """

    kind: str
    about: str
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
    """A run's result. finished is False where it was stopped before its end; faults is what broke and was mended.

    learners is in the order of the lanes, by their names; measurements are there where it is finished.
    """

    experiment: str
    seed: int
    digest: str
    finished: bool
    learners: dict[str, LearnerReport]
    measurements: tuple[Measurement, ...]
    faults: tuple[LearnerFault, ...]
    sentences: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The JSON of a run, see docs/reference/json-of-a-run.md."""
        return {
            "experiment": self.experiment,
            "seed": self.seed,
            "digest": self.digest,
            "finished": self.finished,
            "learners": {name: learner.as_dict() for name, learner in self.learners.items()},
            "measurements": [one.as_dict() for one in self.measurements],
            "faults": [fault.as_dict() for fault in self.faults],
            "sentences": list(self.sentences),
        }


def examined(
    experiment: Experiment,
    learners: Iterable[Learner],
    scores: dict[str, Score],
    measurements: tuple[Measurement, ...],
    digest: str,
    finished: bool,
    faults: tuple[LearnerFault, ...],
) -> Report:
    """Examine all learners on every set, put it beside what they spent, and say it in words."""
    sets, abouts = experiment.examination(), {lane.name: lane.about for lane in experiment.lanes()}
    report = Report(
        experiment=experiment.name,
        seed=experiment.seed,
        digest=digest,
        finished=finished,
        learners={x.name: _learner(experiment, x, abouts[x.name], scores[x.name], sets) for x in learners},
        measurements=measurements,
        faults=faults,
    )
    before = (*counterfactual_in_words(experiment), *faults_in_words(faults))
    return replace(report, sentences=(*before, *experiment.seen(report)))


def _learner(
    experiment: Experiment, learner: Learner, about: str, score: Score, sets: dict[str, Stimuli]
) -> LearnerReport:
    return LearnerReport(
        kind=learner.kind,
        about=about,
        exposures=score.exposures,
        errors=score.errors,
        errorless_pass=score.errorless_pass,
        accuracy={name: float((learner.classify(x.images) == x.labels).mean()) for name, x in sets.items()},
        bits_right=_bits_right(experiment, learner, sets) if isinstance(learner, Mark1Learner) else None,
        **{name: getattr(score, name) for name in (MACHINE_COSTS if learner.kind == MARK1 else NETWORK_COSTS)},
    )


def _bits_right(experiment: Experiment, learner: Mark1Learner, sets: dict[str, Stimuli]) -> dict[str, float]:
    wrong = {name: learner.lamps(x.images) ^ experiment.codes[x.labels] for name, x in sets.items()}
    return {name: float(1 - bits[:, : experiment.code_bits].mean()) for name, bits in wrong.items()}
