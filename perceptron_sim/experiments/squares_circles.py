"""The experiment `squares-circles`: figures anywhere on the retina, solid or outlined, of one size or several."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from perceptron_sim.experiments.drawn_pictures import MOST_PICTURES, SIMULATED, TAUGHT, DrawnPictures
from perceptron_sim.experiments.experiment import MOST_PASSES
from perceptron_sim.experiments.settings import setting
from perceptron_sim.experiments.shapes import SMALLEST_FIGURE_CELLS, figures
from perceptron_sim.experiments.stimuli import RETINA_CELLS, Stimuli


@dataclass(frozen=True, kw_only=True)
class SquaresCircles(DrawnPictures):
    """As in the simulation that it is held against, all are of one size, somewhere, and turned somehow."""

    name: ClassVar[str] = "squares-circles"
    title: ClassVar[str] = "squares and circles of one size, anywhere and turned"
    yardstick: ClassVar[str] = (
        f"99.8% of new ones right with 500 A-units after 10,000 pictures (WIK), {SIMULATED}; "
        "there thick outlines did better than solid figures"
    )
    smallest_cells: ClassVar[int] = SMALLEST_FIGURE_CELLS
    called: ClassVar[str] = "figures"

    passes: int = setting(20, "at most so many passes", least=1, most=MOST_PASSES)
    pictures: int = setting(300, TAUGHT, least=2, most=MOST_PICTURES)
    size_cells: tuple[int, ...] = setting((10, 10), "smallest and largest side of the box around a figure", least=5)
    line_cells: int = setting(0, "how thick outlines are; 0 for solid figures", least=0)
    shift_cells: int = setting(
        RETINA_CELLS, "how far off the middle a figure may lie, as far as there is room", least=0
    )
    turn_deg: float = setting(45.0, "how far a figure may be turned either way", least=0, most=180)

    def draw(self, count: int, rng: np.random.Generator) -> Stimuli:
        """Squares and circles."""
        return figures(
            count,
            rng,
            kinds=("square", "circle"),
            size_cells=self.size_cells,
            line_cells=self.line_cells or None,
            shift_cells=min(self.shift_cells, self.cells),
            turn_deg=self.turn_deg,
            cells=self.cells,
        )
