"""Experiments that can be made on any pictures, and are made on the capitals of a typeface unless others are given."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

from hardware import Mark1Error
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.lane import Lane
from perceptron_sim.experiments.settings import setting
from perceptron_sim.experiments.stimuli import FACE, Stimuli, letters
from perceptron_sim.learner import MODERN

OTHER_FACE = "Liberation Sans"


@dataclass(frozen=True, kw_only=True)
class OnLetters(Experiment):
    """Teaches the capitals of *face*; those of *held_out* are never taught."""

    takes_data: ClassVar[bool] = True

    face: str = setting(FACE, "typeface whose capitals are taught, where no data are given")
    held_out: str = setting(OTHER_FACE, "typeface that is never taught, where no data are given")

    def check(self) -> None:
        """Refuse a typeface that is taught and held out at once."""
        if self.held_out == self.face:
            raise SettingError(f"held_out must be another typeface than face, got {self.held_out!r}")

    def draw_taught(self) -> Stimuli:
        """The capitals of *face*."""
        return letters(self.face)

    def draw_unseen(self) -> Stimuli:
        """The capitals of *held_out*."""
        return letters(self.held_out, setting="held_out")

    def beside_network(self, machines: Iterable[Lane]) -> tuple[Lane, ...]:
        """*machines* and then the network, as far as `learners` has them taught."""
        taught = machines if self.learners != MODERN else ()
        return (*taught, *(lane for lane in Experiment.lanes(self) if lane.kind == MODERN))


def require_different(name: str, values: Iterable[object]) -> None:
    """Raise SettingError if the list called *name* has a value twice: it would be measured, or taught, twice."""
    listed = list(values)
    for place, value in enumerate(listed):
        if value in listed[:place]:
            raise SettingError(f"{name} must be a list of different values, got {value!r} twice")


@contextmanager
def buildable(name: str, value: object) -> Iterator[None]:
    """A context in which the setting *name* is made into machines: where *value* makes none, that is a SettingError."""
    try:
        yield
    except Mark1Error as error:
        raise SettingError(f"{name} must give machines that can be built, got {value!r}: {error}") from error
