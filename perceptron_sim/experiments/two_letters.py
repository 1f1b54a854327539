"""The experiments `x-e` and `e-f`: two letters, moved and turned."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from perceptron_sim.experiments.drawn_pictures import MOST_PICTURES, SIMULATED, TAUGHT, DrawnPictures
from perceptron_sim.experiments.settings import setting
from perceptron_sim.experiments.shapes import SMALLEST_LETTER_CELLS, moved_letters
from perceptron_sim.experiments.stimuli import FACE, RETINA_CELLS, Stimuli

TURN = "how far a letter may be turned either way"


@dataclass(frozen=True, kw_only=True)
class TwoLetters(DrawnPictures):
    """Two capitals of one typeface, all of one height before they are turned."""

    capitals: ClassVar[str]
    smallest_cells: ClassVar[int] = SMALLEST_LETTER_CELLS
    called: ClassVar[str] = "letters"

    pictures: int = setting(60, TAUGHT, least=2, most=MOST_PICTURES)
    face: str = setting(FACE, "typeface of the letters")
    height_cells: int = setting(14, "height of the letters", least=SMALLEST_LETTER_CELLS)
    shift_cells: int = setting(
        RETINA_CELLS, "how far off the middle a letter may lie, as far as there is room", least=0
    )
    turn_deg: float = setting(0.0, TURN, least=0, most=180)

    def draw(self, count: int, rng: np.random.Generator) -> Stimuli:
        """The two letters."""
        return moved_letters(
            count,
            rng,
            capitals=self.capitals,
            face=self.face,
            height_cells=self.height_cells,
            shift_cells=min(self.shift_cells, self.cells),
            turn_deg=self.turn_deg,
            cells=self.cells,
        )


@dataclass(frozen=True, kw_only=True)
class XOrE(TwoLetters):
    """X against E, moved and turned by up to 30 degrees."""

    name: ClassVar[str] = "x-e"
    title: ClassVar[str] = "X against E, moved and turned"
    capitals: ClassVar[str] = "XE"
    yardstick: ClassVar[str] = (
        "100% right with 1,000 A-units after 20 pictures turned by up to 30 degrees, 90% after 60 turned by any angle "
        f"(WIK), {SIMULATED}"
    )

    turn_deg: float = setting(30.0, TURN, least=0, most=180)


@dataclass(frozen=True, kw_only=True)
class EOrF(TwoLetters):
    """E against F, moved: all that tells them apart is one bar."""

    name: ClassVar[str] = "e-f"
    title: ClassVar[str] = "E against F, moved"
    capitals: ClassVar[str] = "EF"
    yardstick: ClassVar[str] = f"more than 80% right with 1,000 A-units after 60 pictures (WIK), {SIMULATED}"
