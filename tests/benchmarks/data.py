"""Ten thousand IDX pictures of one's own: how long they take to read, and to teach to three learners."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "oracles"))

from own_files import handwriting, write_idx
from rows import Row, alone, seconds

from perceptron_sim import Session, experiment
from perceptron_sim.data import DataSpec, read_data
from perceptron_sim.experiments.stimuli import digits

TAUGHT, UNSEEN = 10_000, 2_000
PASSES = 3
MOST_LOADING_US, MOST_LEARNING_US = 3e6, 300e6
TOLD = "gzipped 28 x 28 IDX made of the UCI digits, ten classes"


def write_pictures(folder: Path) -> None:
    """Write the digits that ship as MNIST's files are, each as often as it takes, moved by up to two pixels.

    The last fifth of them, as published, is of other writers than the rest: it makes the unseen ones.
    """
    rng = np.random.default_rng(1960)
    last = len(digits()) * 4 // 5
    for kind, count, least, most in (("train", TAUGHT, 0, last), ("t10k", UNSEEN, last, len(digits()))):
        which = rng.integers(least, most, size=count)
        images, labels = handwriting(digits().images[which], digits().labels[which])
        moves = rng.integers(-2, 3, size=(count, 2))
        moved = np.stack([np.roll(image, move, axis=(0, 1)) for image, move in zip(images, moves, strict=True)])
        write_idx(folder, moved, labels, kind=kind, gzipped=True)


def rows(blocks: int) -> Iterator[Row]:
    """Reading, then one table of the Mark I, the counterfactual of 4,000 A-units and the network."""
    with tempfile.TemporaryDirectory() as folder:
        write_pictures(Path(folder))
        spec = DataSpec(path=folder)
        note = f"{TAUGHT:,} and {UNSEEN:,} unseen, {TOLD}"
        yield alone(
            "read 10,000 pictures",
            lambda: read_data(spec),
            calls=1,
            blocks=min(blocks, 5),
            note=note,
            us_at_most=MOST_LOADING_US,
        )
        yield _three_learners(folder)


def _three_learners(folder: str) -> Row:
    """The row of the table of accuracies, which stands in its note."""
    session = Session(experiment("sizes", data=folder, passes=PASSES))
    learning_s = seconds(session.run)
    told = "; ".join(
        f"{name} {one.accuracy['taught']:.1%} of taught, {one.accuracy['unseen']:.1%} of unseen"
        for name, one in session.report().learners.items()
    )
    return Row(
        "teach three learners 10,000", learning_s * 1e6, None, None, f"{PASSES} passes: {told}", None, MOST_LEARNING_US
    )
