"""The experiment `data`: your own pictures, taught to both learners."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.experiments.words import counted, default_sentences

if TYPE_CHECKING:
    from perceptron_sim.report import Report


@dataclass(frozen=True, kw_only=True)
class OwnPictures(Experiment):
    """Teaches the pictures in *data*, which must be given; its unseen ones are scored after every pass."""

    name: ClassVar[str] = "data"
    title: ClassVar[str] = "your own pictures, as --data PATH names them"
    takes_data: ClassVar[bool] = True

    def draw_taught(self) -> Stimuli:
        """There is nothing to draw: pictures must be given."""
        raise SettingError("data must be the pictures to teach (--data PATH, or data.path in a file), got none")

    def seen(self, report: "Report") -> tuple[str, ...]:
        """What was left out, if anything was, and how the learners did."""
        assert self.data is not None
        left_out = len(self.data.skipped)
        told = f"Of {self.data.stimuli.name}, {counted(left_out, 'picture')} could not be shown and had to be left out."
        return (*((told,) if left_out else ()), *default_sentences(self, report))
