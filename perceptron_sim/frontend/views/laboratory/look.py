"""How the experiment on the desk looks: what it takes, whether it can start here, and what to do where it cannot."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from perceptron_sim.desk import REFUSALS, Desk
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain.laboratory import Taking, command_of, taking, why_unshown
from perceptron_sim.frontend.scene import check
from perceptron_sim.reopening import PastRun

COPY, COPIED, REFUSED, AGAIN = (
    "Copy the command",
    "Copied",
    "It cannot start as it stands",
    "Start that very run",
)


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of the experiment on the desk: what it takes, why it cannot start, what runs it elsewhere.

    *words* are those on the button; it can be pressed where they do something.
    """

    taking: Taking | None
    refusal: str
    command: str
    words: str
    possible: bool

    def copied(self) -> "Look":
        """The same once the command has been copied."""
        return replace(self, words=COPIED) if self.command else self


def look_of(desk: Desk, opened: PastRun | None) -> Look:
    """How the experiment on *desk* looks where the run *opened* was opened last."""
    experiment = desk.experiment
    if experiment is None:
        return Look(None, desk.refusal, "", REFUSED, False)
    told = taking(experiment)
    if unshown := why_not_shown(experiment):
        return Look(told, unshown, command_of(desk), COPY, True)
    again = opened is not None and experiment is opened.experiment
    return Look(told, "", "", AGAIN if again else f"Start {desk.name}", True)


class UsualValues:
    """What every setting is where nothing is said, worked out once for each experiment."""

    def __init__(self) -> None:
        self._known: dict[type[Experiment], Mapping[str, str]] = {}

    def of(self, desk: Desk) -> Mapping[str, str]:
        """By the names of the settings of the experiment on *desk*; nothing where it could not be built yet."""
        if desk.kind not in self._known and desk.experiment is not None:
            self._known[desk.kind] = desk.as_usual()
        return self._known.get(desk.kind, {})


def why_not_shown(experiment: Experiment) -> str:
    """Why the window cannot show *experiment*, "" where it can."""
    try:
        check(experiment)
    except REFUSALS as error:
        return f"The window shows a Mark I beside a network: {why_unshown(experiment) or error}."
    return ""
