"""All that can be asked of a session or of its pace, as values: keys, clicks, scripts and tests send the same."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ResetWeights:
    """Both learners forget what they learned; wiring, clock and stream of stimuli go on."""


@dataclass(frozen=True, slots=True)
class NewSeed:
    """Begin again with another seed: other wiring, other tolerances, other order."""

    seed: int


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


ModelCommand = ResetWeights | NewSeed
PaceCommand = Pause | StepExposure | ChangeSpeed | SetSpeed


@dataclass(frozen=True, slots=True)
class LoggedCommand:
    """A command that changed the model, and the simulated instant at which it took effect."""

    event_index: int
    time_s: float
    command: ModelCommand
