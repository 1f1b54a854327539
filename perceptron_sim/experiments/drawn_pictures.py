"""Experiments of two classes whose pictures are drawn at random: some are taught, others never."""

import math
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import numpy.typing as npt

from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import IntArray
from perceptron_sim.experiments.one_lamp import OneLamp
from perceptron_sim.experiments.settings import setting
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.experiments.words import accuracies, counted, exposures, named_rightly, passes_in_words

if TYPE_CHECKING:
    from perceptron_sim.ledger import PassResult
    from perceptron_sim.report import Report

FloatArray = npt.NDArray[np.float32]
MOST_PICTURES = 20_000
MOST_CELLS_DRAWN = 200_000_000  # of all pictures together, 800 MB
MOST_ROUNDS, LEAST_IN_A_ROUND = 20, 200  # of drawing what is not taught: enough where one picture in ten is not
TAUGHT_DICE, UNSEEN_DICE = 0, 1
TAUGHT = "so many pictures are drawn to be taught"  # help, also of experiments with other defaults
IN_A_PASS = "so many of them are shown in a pass, the next ones in the next; 0 for all"
UNSEEN = "so many others are drawn, never taught, and scored after every pass; 0 for none"
SIMULATED = "taken for a simulation on an IBM 704, not the Mark I (inferred)"  # what WIK lists as the machine's


@dataclass(frozen=True, kw_only=True)
class DrawnPictures(OneLamp):
    """As many pictures of each class, give or take one; none of those that are scored as unseen is ever taught.

    They are as high and wide as the retina has rows.
    """

    smallest_cells: ClassVar[int]  # side of the smallest retina on which such pictures can be drawn
    called: ClassVar[str]  # what sentences call the pictures

    pictures: int = setting(100, TAUGHT, least=2, most=MOST_PICTURES)
    pictures_in_a_pass: int = setting(0, IN_A_PASS, least=0, most=MOST_PICTURES)
    unseen_pictures: int = setting(500, UNSEEN, least=0, most=MOST_PICTURES)

    def check(self) -> None:
        """Refuse more pictures in a pass than there are, and a retina too small or too large for them."""
        super().check()
        if self.pictures_in_a_pass > self.pictures:
            rule = f"at most pictures ({self.pictures})"
            raise SettingError(f"pictures_in_a_pass must be {rule}, got {self.pictures_in_a_pass!r}")
        if self.cells < self.smallest_cells:
            rule = f"at least {self.smallest_cells} for such pictures"
            raise SettingError(f"mark1.retina.rows must be {rule}, got {self.cells!r}")
        if (self.pictures + self.unseen_pictures) * self.cells**2 > MOST_CELLS_DRAWN:
            rule = f"so few that, with unseen_pictures, they have at most {MOST_CELLS_DRAWN:,} cells"
            raise SettingError(f"pictures must be {rule}, got {self.pictures!r} of {self.cells} x {self.cells}")

    @property
    def cells(self) -> int:
        """Side of the pictures."""
        return self.mark1.retina.rows

    @abstractmethod
    def draw(self, count: int, rng: np.random.Generator) -> Stimuli:
        """*count* pictures, as many of each class, give or take one."""

    def draw_taught(self) -> Stimuli:
        """So many pictures; the same one may come again."""
        return self.draw(self.pictures, self.rng(TAUGHT_DICE))

    def draw_unseen(self) -> Stimuli | None:
        """So many others, as many of each class, give or take one; SettingError where too few are left."""
        if not self.unseen_pictures:
            return None
        taught = {image.tobytes() for image in self.stimuli.images}
        wanted = [(self.unseen_pictures + 1 - label) // 2 for label in range(len(self.class_names))]
        kept: list[list[FloatArray]] = [[] for _ in wanted]
        rng = self.rng(UNSEEN_DICE)
        for _ in range(MOST_ROUNDS):
            drawn, before = self.draw(max(self.unseen_pictures, LEAST_IN_A_ROUND), rng), sum(map(len, kept))
            for image, label in zip(drawn.images, drawn.labels.tolist(), strict=True):
                if len(kept[label]) < wanted[label] and image.tobytes() not in taught:
                    kept[label].append(image)
            if [len(images) for images in kept] == wanted:
                labels = np.repeat(np.arange(len(wanted)), wanted)
                return Stimuli(
                    np.stack([image for images in kept for image in images]),
                    labels,
                    drawn.class_names,
                    f"{drawn.name}, not taught",
                )
            if sum(map(len, kept)) == before:
                break
        rule = "so few that others of each class are left, where unseen_pictures is not 0"
        raise SettingError(f"pictures must be {rule}, got {self.pictures!r}")

    def course(self, before: Sequence["PassResult"]) -> IntArray:
        """The next ones, from the first on again after the last."""
        lot = self.pass_length
        return (len(before) * lot + np.arange(lot)) % self.pictures

    @property
    def pass_length(self) -> int:
        """As many as are asked for."""
        return self.pictures_in_a_pass or self.pictures

    def enough(self, passes: Sequence["PassResult"]) -> bool:
        """So many passes without an error as it takes to show all."""
        round_of_all = math.ceil(self.pictures / self.pictures_in_a_pass) if self.pictures_in_a_pass else 1
        enough = super().enough
        return len(passes) >= round_of_all and all(enough((one,)) for one in passes[-round_of_all:])

    def seen(self, report: "Report") -> tuple[str, ...]:
        """When each had the taught ones, where all are in a pass; the yardstick; what each makes of the others."""
        passes = () if self.pictures_in_a_pass else passes_in_words(self, report)
        return (*passes, f"The yardstick: {self.yardstick}.", self._answers_in_words(report))

    def _answers_in_words(self, report: "Report") -> str:
        unseen = self.unseen
        which, images = ("unseen", unseen) if unseen else ("taught", self.stimuli)
        what = f"{counted(len(images), 'other')} never taught{_in_kinds(images)}" if unseen else "these"
        told = named_rightly(accuracies(report, which), what, len(images), digits=1)
        classes = " and ".join(self.class_names)
        return (
            f"After {exposures(report)} of {self.pictures:,} {self.called} ({classes}) {told}; guessing would give 50%."
        )


def _in_kinds(pictures: Stimuli) -> str:
    """How many of *pictures* are different, if some are drawn more than once."""
    different = len({image.tobytes() for image in pictures.images})
    return "" if different == len(pictures) else f" ({different:,} of them different)"
