"""Figures of floors and bridges, in pairs: one connected, the other in two pieces for the place of a single bridge."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from perceptron_sim.errors import SettingError

Image = npt.NDArray[np.float32]
MOST_DRAWS = 100  # for a pair that has not been drawn yet, before there are taken to be no more


@dataclass(frozen=True, slots=True)
class Floors:
    """*gaps* + 1 rows lit from side to side on a retina of *rows* x *columns*, gaps of the same height between them."""

    rows: int
    columns: int
    gaps: int

    def figure(self, bridges: npt.NDArray[np.bool_]) -> Image:
        """The floors and a bridge, one cell wide, wherever *bridges* (gaps, columns) has one."""
        height = (self.rows - self.gaps - 1) // self.gaps
        top = (self.rows - 1 - self.gaps * (height + 1)) // 2
        image = np.zeros((self.rows, self.columns), dtype=np.float32)
        image[top : top + self.gaps * (height + 1) + 1 : height + 1] = 1.0
        for gap, lit in enumerate(bridges):
            first = top + gap * (height + 1) + 1
            image[first : first + height, lit] = 1.0
        return image


def drawn_pairs(floors: Floors, pairs: int, numbers: Sequence[int], rng: np.random.Generator) -> Image:
    """(2 pairs, rows, columns): a connected figure, then its fellow in two pieces, pair after pair, no two alike.

    A figure has as many bridges as one of *numbers*, taken at random, its fellow as many. SettingError if there are
    not so many figures, or so few that they are hardly found.
    """
    images: list[Image] = []
    known: set[bytes] = set()
    for _ in range(pairs):
        for _ in range(MOST_DRAWS):
            pair = [floors.figure(bridges) for bridges in _pair(floors, int(rng.choice(numbers)), rng)]
            keys = {image.tobytes() for image in pair}
            if not keys & known:
                break
        else:
            raise SettingError(f"pairs and unseen_pairs must be so few that no two are alike, got {pairs} in all")
        known |= keys
        images += pair
    return np.stack(images)


def _pair(floors: Floors, number: int, rng: np.random.Generator) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Bridges (gaps, columns) twice: every gap has one, one gap has only one; without it, which has gone elsewhere."""
    gaps, columns = floors.gaps, floors.columns
    lonely = int(rng.integers(gaps))
    others = np.delete(np.arange(gaps), lonely)
    count = np.ones(gaps, dtype=np.intp)
    np.add.at(count, rng.choice(others, size=number - gaps), 1)
    connected = np.zeros((gaps, columns), dtype=np.bool_)
    for gap in range(gaps):
        connected[gap, rng.choice(columns, size=count[gap], replace=False)] = True
    broken = connected.copy()
    broken[lonely] = False
    other = int(rng.choice(others))
    broken[other, rng.choice(np.flatnonzero(~connected[other]))] = True
    return connected, broken
