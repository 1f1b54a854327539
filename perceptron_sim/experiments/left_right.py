"""The experiment `left-right`: a square lies in the left or in the right half of the retina."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from perceptron_sim.experiments.curves import Curve, curves
from perceptron_sim.experiments.drawn_pictures import IN_A_PASS, MOST_PICTURES, UNSEEN, DrawnPictures
from perceptron_sim.experiments.experiment import MOST_PASSES
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.settings import setting
from perceptron_sim.experiments.shapes import left_right_squares
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.experiments.words import called, counted, opening, percent

if TYPE_CHECKING:
    from perceptron_sim.report import Report
    from perceptron_sim.session import Session

ON_THE_704 = 0.97  # of 100 squares, NYT713
ACCURACY, EXPOSURES = "accuracy_of_unseen_squares", "exposures"


@dataclass(frozen=True, kw_only=True)
class LeftRight(DrawnPictures):
    """A hundred squares, each shown once, ten in a pass, so that the passes are the points of a learning curve."""

    name: ClassVar[str] = "left-right"
    title: ClassVar[str] = "squares in the left or right half, each shown once"
    yardstick: ClassVar[str] = (
        f"{100 * ON_THE_704:.0f} of 100 right by a program on an IBM 704, not the Mark I (documented, NYT713); "
        "its retina and the size of its squares are not known"
    )
    smallest_cells: ClassVar[int] = 2
    called: ClassVar[str] = "squares"

    passes: int = setting(10, "at most so many passes", least=1, most=MOST_PASSES)
    pictures_in_a_pass: int = setting(10, IN_A_PASS, least=0, most=MOST_PICTURES)
    unseen_pictures: int = setting(1000, UNSEEN, least=0, most=MOST_PICTURES)
    size_cells: tuple[int, ...] = setting((4, 6), "smallest and largest side of a square", least=1)

    def draw(self, count: int, rng: np.random.Generator) -> Stimuli:
        """Squares wholly in one half, at random places."""
        return left_right_squares(count, rng, size_cells=self.size_cells, cells=self.cells)

    def measure(self, session: "Session") -> Iterator[Measurement]:
        """The learning curve: what share of the others was named rightly after so many exposures."""
        shown = 0
        for result in session.pass_results:
            shown += self.pictures_in_a_pass or self.pictures
            for name, share in result.held_out.items():
                yield Measurement(learner=name, measure=ACCURACY, value=share, at=((EXPOSURES, shown),))

    def seen(self, report: "Report") -> tuple[str, ...]:
        """After how many squares each had the yardstick's share; then as all such experiments."""
        found = curves(report.measurements, ACCURACY, EXPOSURES)
        return (*(_reached(name, curve) for name, curve in found.items()), *super().seen(report))


def _reached(name: str, curve: Curve) -> str:
    first = next((shown for shown, share in curve.items() if share >= ON_THE_704), None)
    right = f"{percent(ON_THE_704)} or more of the unseen squares right"
    if first is None:
        return f"{opening(name)} never had {right}."
    return f"It took {called(name)} {counted(int(first), 'exposure')} to have {right}."
