"""How the experiment on the desk looks: what it takes, and whether it can start."""

from collections.abc import Mapping
from dataclasses import dataclass

from perceptron_sim.desk import Desk
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain.laboratory import Taking, taking
from perceptron_sim.reopening import PastRun

REFUSED, AGAIN = "It cannot start as it stands", "Start that very run"


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of the experiment on the desk: what it takes, why it cannot start, the words on the button."""

    taking: Taking | None
    refusal: str
    words: str

    @property
    def possible(self) -> bool:
        """Whether it can start."""
        return not self.refusal


def look_of(desk: Desk, opened: PastRun | None) -> Look:
    """How the experiment on *desk* looks where the run *opened* was opened last."""
    experiment = desk.experiment
    if experiment is None:
        return Look(None, desk.refusal, REFUSED)
    again = opened is not None and experiment is opened.experiment
    return Look(taking(experiment), "", AGAIN if again else f"Start {desk.name}")


class UsualValues:
    """What every setting is where nothing is said, worked out once for each experiment."""

    def __init__(self) -> None:
        self._known: dict[type[Experiment], Mapping[str, str]] = {}

    def of(self, desk: Desk) -> Mapping[str, str]:
        """By the names of the settings of the experiment on *desk*; nothing where it could not be built yet."""
        if desk.kind not in self._known and desk.experiment is not None:
            self._known[desk.kind] = desk.as_usual()
        return self._known.get(desk.kind, {})
