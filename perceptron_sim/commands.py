"""All that can be asked of a session or of its pace, as values: keys, clicks, scripts and tests send the same."""

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from perceptron_sim.operations import Operation

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
class StepEvent:
    """Let the next event come, whatever it is, then stand still."""


@dataclass(frozen=True, slots=True)
class StepExposure:
    """Let time pass until the next pattern is taken away, then stand still."""


@dataclass(frozen=True, slots=True)
class StepPass:
    """Let time pass until the pass through the stimuli ends, then stand still."""


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
class StartAnew:
    """Begin again as it first was: the experiment the window was opened with, its speed, its view."""


@dataclass(frozen=True, slots=True)
class GoBack:
    """Be again as when *lesson* lessons had ended, behind or ahead; what was asked for since is kept as the future."""

    lesson: int


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the latest command that changed the model."""


@dataclass(frozen=True, slots=True)
class SaveSession:
    """Keep the session in the file *path*, or in one that is named for it."""

    path: Path | None = None


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Go on with the session that is kept in the file *path*."""

    path: Path


@dataclass(frozen=True, slots=True)
class SaveWiring:
    """Write what is plugged now into a new file, in the folder where the window was opened."""


@dataclass(frozen=True, slots=True)
class SaveSheet:
    """Write what the view that is shown has to print into new files, in the folder where the window was opened."""


@dataclass(frozen=True, slots=True)
class Tell:
    """Say *sentence* at the foot of the window for some seconds: what a view has to say of what was just done."""

    sentence: str


@dataclass(frozen=True, slots=True)
class ShowView:
    """Show the view *name*, and open the card of its thing *opened*: asked of the window, never of the model."""

    name: str
    opened: Hashable | None = None


ModelCommand = ResetWeights | NewSeed | ChangeNetwork | Operation
PaceCommand = Pause | StepEvent | StepExposure | StepPass | ChangeSpeed | SetSpeed
WindowCommand = (
    StartExperiment | StartAnew | GoBack | Undo | SaveSession | OpenSession | SaveWiring | SaveSheet | Tell | ShowView
)


@dataclass(frozen=True, slots=True)
class LoggedCommand:
    """A command that changed the model, and the instant at which it took effect.

    *events_now* is how many events of that very instant had been carried out: it says whether the command came before
    or after them.
    """

    time_s: float
    events_now: int
    command: ModelCommand
