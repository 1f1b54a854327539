"""What one cell of a sweep came to, by learner: the figures of a row."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from perceptron_sim.report import MACHINE_COSTS, Report
from perceptron_sim.session import Session

FORMAT_VERSION = 1
COSTS = (*MACHINE_COSTS, "multiply_adds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One learner's figures, those of its report but for what the computer took; what it does not have is None.

    accuracy is by examined set, held_out the share of the unseen set that was named rightly after the last pass.
    """

    learner: str
    exposures: int
    errors: int
    errorless_pass: int | None
    passes_done: int
    accuracy: Mapping[str, float]
    held_out: float | None
    energy_j: float
    simulated_s: float | None = None
    motor_s: float | None = None
    turned_deg: float | None = None
    relay_operations: int | None = None
    multiply_adds: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self)


FIELDS = tuple(field.name for field in fields(Outcome))


def outcomes_of(session: Session, report: Report) -> tuple[Outcome, ...]:
    """The figures of every learner of a *session* that has come to its *report*."""
    scores = session.scores()
    return tuple(
        Outcome(
            learner=name,
            exposures=learner.exposures,
            errors=learner.errors,
            errorless_pass=learner.errorless_pass,
            passes_done=scores[name].passes,
            accuracy=learner.accuracy,
            held_out=scores[name].held_out,
            **{cost: getattr(learner, cost) for cost in COSTS},
        )
        for name, learner in report.learners.items()
    )
