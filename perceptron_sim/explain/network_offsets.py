"""The translation test live: the same pictures at every offset, scored by the Mark I and by networks as they stand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from modern import TranslationScores, shifted
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.learner import FloatArray

REACH = 4
MOST_PICTURES = 40
Classify = Callable[[FloatArray], npt.NDArray[np.intp]]


@dataclass(frozen=True, slots=True, eq=False)
class OffsetScores:
    """The share right at every offset so far, (2 reach + 1, 2 reach + 1), NaN in those to come; row 0 is furthest up.

    latest is the offset (down, right) scored last; begun and now count the exposures between which it was scored.
    """

    name: str
    share_right: FloatArray
    scored: int
    latest: tuple[int, int] | None
    pictures: int
    classes: int
    begun: int
    now: int

    @property
    def width_cells(self) -> float | None:
        """How far pictures may be moved and are still known; None before all offsets are scored."""
        if np.isnan(self.share_right).any():
            return None
        nothing = np.zeros_like(self.share_right)
        return TranslationScores(REACH, self.share_right, nothing, self.pictures, self.classes).width_cells()


def asked(stimuli: Stimuli) -> npt.NDArray[np.intp]:
    """Which pictures are moved: all, or some evenly chosen."""
    return np.linspace(0, len(stimuli) - 1, min(len(stimuli), MOST_PICTURES)).round().astype(np.intp)


def offsets() -> list[tuple[int, int]]:
    """(down, right) from the middle outwards."""
    along = range(-REACH, REACH + 1)
    return sorted(((down, right) for down in along for right in along), key=lambda at: (max(map(abs, at)), at))


def scores(
    name: str, classify: Classify, stimuli: Stimuli, exposures: Callable[[], int], at_once: int
) -> Iterator[OffsetScores]:
    """Score *classify* offset by offset, so many pictures *at_once*; what it knows may change meanwhile."""
    which = asked(stimuli)
    images, labels = stimuli.images[which], stimuli.labels[which]
    share = np.full((2 * REACH + 1, 2 * REACH + 1), np.nan)
    begun, classes = exposures(), len(stimuli.class_names)
    before: tuple[int, int] | None = None
    for scored, (down, right) in enumerate(offsets()):
        moved, wrong = shifted(images, down, right), 0
        for start in range(0, len(moved), at_once):
            part = slice(start, start + at_once)
            wrong += int((classify(moved[part]) != labels[part]).sum())
            yield OffsetScores(name, share.copy(), scored, before, len(which), classes, begun, exposures())
        share[down + REACH, right + REACH] = 1 - wrong / len(moved)
        before = down, right
    yield OffsetScores(name, share, share.size, before, len(which), classes, begun, exposures())


def instant_in_words(found: OffsetScores) -> str:
    """Between which exposures it was scored, and how far it is."""
    between = f"exposure {found.begun:,}" if found.begun == found.now else f"exposures {found.begun:,} to {found.now:,}"
    left = "" if found.scored == found.share_right.size else f", {found.scored} of {found.share_right.size} offsets"
    return f"at {between}{left}"


def offset_in_words(down: int, right: int) -> str:
    """ "2 down, 1 left"; "in place"."""
    parts = [
        f"{abs(cells)} {positive if cells > 0 else negative}"
        for cells, positive, negative in ((down, "down", "up"), (right, "right", "left"))
        if cells
    ]
    return ", ".join(parts) or "in place"
