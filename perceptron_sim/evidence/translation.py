"""The translation test: the alphabet, taught in the middle of the retina, asked at every offset of some cells."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from modern import TranslationScores, translation_scores
from perceptron_sim.evidence.alphabet import CODES, taught_letters
from perceptron_sim.evidence.machines import answers, patterns_for
from perceptron_sim.evidence.networks import DENSE, SMALL_POOL, WHOLE_POOL, Course, Design, classes, taught
from perceptron_sim.evidence.row import NOT_FOUND, Mean, Row, mean_of, percent
from perceptron_sim.experiments.stimuli import FACE, letters

REACH_CELLS = 4
OFFSETS = range(-REACH_CELLS, REACH_CELLS + 1)
COURSE = Course(epochs=150, batch_size=26)
MARK1 = "the Mark I"
FloatArray = npt.NDArray[np.floating]
Classifier = Callable[[FloatArray], npt.NDArray[np.intp]]


@dataclass(frozen=True, slots=True)
class Moved:
    """How a learner of one kind fared, seed by seed."""

    learner: str
    scores: tuple[TranslationScores, ...]

    @property
    def share_right(self) -> npt.NDArray[np.float64]:
        """(2 reach + 1, 2 reach + 1): the mean over the seeds at each offset; [0, 0] is up and left."""
        mean: npt.NDArray[np.float64] = np.mean([one.share_right for one in self.scores], axis=0)
        return mean

    @property
    def width(self) -> Mean:
        """In cells, as TranslationScores has it."""
        return mean_of([one.width_cells() for one in self.scores])


def measure(seeds: int) -> Iterator[Moved]:
    """Teach as many learners of each kind the centred alphabet, and ask them for it everywhere."""
    kinds: dict[str, Callable[[int], Classifier]] = {MARK1: _machine}
    kinds |= {design.name(len(CODES)): _network(design) for design in (DENSE, SMALL_POOL, WHOLE_POOL)}
    what = letters(FACE).images, letters(FACE).labels
    for name, learner in kinds.items():
        asked = [translation_scores(learner(seed), *what, REACH_CELLS) for seed in range(seeds)]
        yield Moved(name, tuple(asked))


def _network(design: Design) -> Callable[[int], Classifier]:
    alphabet = letters(FACE)

    def learner(seed: int) -> Classifier:
        network = taught(design, COURSE, alphabet.images, alphabet.labels, seed)
        return lambda images: classes(network, images)

    return learner


def _machine(seed: int) -> Classifier:
    trainer, _ = taught_letters(seed)

    def classify(images: FloatArray) -> npt.NDArray[np.intp]:
        lamps = answers(trainer.machine, patterns_for(trainer.machine, images))
        matches = (lamps[:, np.newaxis] == CODES).all(axis=2)
        return np.where(matches.any(axis=1), matches.argmax(axis=1), -1)

    return classify


def rows(measured: Iterable[Moved]) -> Iterator[Row]:
    """For each learner its width, then the table: a row for each offset up or down, all offsets across in it."""
    for one in measured:
        yield _width(one)
        for down, shares in zip(OFFSETS, one.share_right, strict=True):
            yield Row(
                what=f"{one.learner}; {_moved(down, 'up', 'down')}",
                source="",
                theirs=NOT_FOUND,
                ours=" ".join(f"{100 * share:3.0f}" for share in shares) + " %",
                basis=f"from {REACH_CELLS} left to {REACH_CELLS} right",
            )


def _width(one: Moved) -> Row:
    lost = max(float(scores.share_lost.max()) for scores in one.scores)
    return Row(
        what=f"{one.learner}: width",
        source="",
        theirs=NOT_FOUND,
        ours=f"{one.width.value:.1f} cells",
        basis=f"{len(one.scores)} learner{'' if len(one.scores) == 1 else 's'} {one.width.interval(1, 1.0)}".rstrip(),
        note=f"mean of all {len(OFFSETS) ** 2} offsets {percent(float(one.share_right.mean()))}; "
        f"at most {percent(lost)} of the ink is off the retina",
    )


def _moved(cells: int, before: str, after: str) -> str:
    return f"{abs(cells)} {before if cells < 0 else after}" if cells else "in place"
