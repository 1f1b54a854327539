"""All that can be asked of a session or of its pace, as values: keys, clicks, scripts and tests send the same."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from perceptron_sim.experiments.experiment import Experiment
    from perceptron_sim.network_spec import NetworkSpec


@dataclass(frozen=True, slots=True)
class ResetWeights:
    """Both learners forget what they learned; wiring, clock and stream of stimuli go on."""


@dataclass(frozen=True, slots=True)
class NewSeed:
    """Begin again with another seed: other wiring, other tolerances, other order."""

    seed: int


@dataclass(frozen=True, slots=True)
class ChangeNetwork:
    """Go on with a network of another kind, *spec*: it keeps its weights wherever their shapes stay, else begins anew.

    The Mark I, its values and the clock go on. Where the course is over another one begins, and the score with it.
    """

    spec: "NetworkSpec"


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop the clock, or let it go on."""


@dataclass(frozen=True, slots=True)
class StepExposure:
    """Let time pass until the next pattern is taken away, then stand still."""


@dataclass(frozen=True, slots=True)
class ChangeSpeed:
    """Go *steps* faster (above zero) or slower on the scale of speeds."""

    steps: int


@dataclass(frozen=True, slots=True)
class SetSpeed:
    """Take the speed at *index* of the scale of speeds."""

    index: int


@dataclass(frozen=True, slots=True, eq=False)
class StartExperiment:
    """Leave the session as it is and begin one of *experiment*: asked of whoever holds the session.

    *digest_at* is the exposure whose digest the new session is to keep, if any: see Session.digest_when.
    """

    experiment: "Experiment"
    digest_at: int | None = None


@dataclass(frozen=True, slots=True)
class ShowView:
    """Show the view *name*, and open the card of its thing *opened*: asked of the window, never of the model."""

    name: str
    opened: Hashable | None = None


ModelCommand = ResetWeights | NewSeed | ChangeNetwork
PaceCommand = Pause | StepExposure | ChangeSpeed | SetSpeed


@dataclass(frozen=True, slots=True)
class LoggedCommand:
    """A command that changed the model, and the simulated instant at which it took effect."""

    event_index: int
    time_s: float
    command: ModelCommand


def log_in_words(log: Sequence[LoggedCommand]) -> tuple[str, ...]:
    """That the run was interfered with, and how often; nothing where it was not."""
    words = {
        ResetWeights: "the weights were cleared",
        ChangeNetwork: "the network was changed",
        NewSeed: "it began anew",
    }
    counts = Counter(type(logged.command) for logged in log)
    told = [f"{words[kind]} {'once' if count == 1 else f'{count} times'}" for kind, count in counts.items()]
    rule = "the same digest comes only from the experiment it began with and the log of these commands"
    return (f"While it ran {', '.join(told)}: {rule}.",) if told else ()
