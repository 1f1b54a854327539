"""What is shown: squares left or right, figures, letters, random dots, on a retina of any size, by the parameters."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from perceptron_sim.experiments.shapes import figures, left_right_squares, moved_letters
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.reproduction.parameters import Parameters

BoolArray = npt.NDArray[np.bool_]
Draw = Callable[[int, np.random.Generator], Stimuli]
PORTION = 500  # images of a large retina at a time, so that they need not all be in memory


@dataclass(frozen=True, slots=True)
class Field:
    """A retina of *cells* x *cells*, and how large and where things are on it."""

    parameters: Parameters
    cells: int

    @property
    def size_cells(self) -> int:
        """How wide a figure is, how high a letter."""
        return round(self.parameters.figure_share * self.cells)

    @property
    def shift_cells(self) -> int | None:
        """How far off the middle; None for anywhere."""
        share = self.parameters.place_share
        return None if share == 1 else round(share * (self.cells - self.size_cells) / 2)

    def halves(self) -> Draw:
        """Squares wholly in the left half, or in the right."""
        size = round(self.parameters.figure_share * (self.cells // 2))
        return lambda count, rng: left_right_squares(count, rng, size_cells=(size, size), cells=self.cells)

    def figures(self, kinds: tuple[str, str], *, turn_deg: float = 0.0, outlined: bool = False) -> Draw:
        """Two kinds of figures, solid or as thick outlines."""
        size, line = self.size_cells, max(1, round(self.parameters.line_share * self.size_cells))

        def draw(count: int, rng: np.random.Generator) -> Stimuli:
            return figures(
                count,
                rng,
                kinds=kinds,
                size_cells=(size, size),
                line_cells=line if outlined else None,
                shift_cells=self.shift_cells,
                turn_deg=turn_deg,
                cells=self.cells,
            )

        return draw

    def letters(self, capitals: str, *, turn_deg: float = 0.0) -> Draw:
        """Two capitals."""

        def draw(count: int, rng: np.random.Generator) -> Stimuli:
            return moved_letters(
                count,
                rng,
                capitals=capitals,
                face=self.parameters.letter_face,
                height_cells=self.size_cells,
                shift_cells=self.shift_cells,
                turn_deg=turn_deg,
                cells=self.cells,
            )

        return draw

    def dots(self) -> Draw:
        """Random dots in two classes that have nothing to do with them: PR58's ideal environment."""

        def draw(count: int, rng: np.random.Generator) -> Stimuli:
            lit = rng.random((count, self.cells, self.cells)) < self.parameters.ideal_lit_share
            labels = rng.permutation(np.arange(count) % 2)
            return Stimuli(lit.astype(np.float32), labels, ("0", "1"), "random dots")

        return draw


def portions(draw: Draw, count: int, rng: np.random.Generator) -> Iterator[Stimuli]:
    """*count* stimuli in all, some at a time; as many of each class, give or take one, in every portion."""
    while count > 0:
        yield draw(min(count, PORTION), rng)
        count -= PORTION
