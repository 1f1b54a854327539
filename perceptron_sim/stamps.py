"""What can be stamped on the pad: one picture of each class that is taught, plain shapes, and what was dropped."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from perceptron_sim.experiments.shapes import FIGURE_KINDS, bars, figures
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.sign import Sign

TAUGHT, SHAPES, DROPPED = "Taught", "Shapes", "Dropped"
FIGURE_SHARE, BAR_SHARE = 0.6, 0.7  # of the retina's side
LEAST_CELLS = 9  # a side: on smaller retinas the shapes look alike


@dataclass(frozen=True, slots=True)
class Stamp:
    """A *sign*, what it is called, and the class it is, where it is one of those that are taught."""

    sign: Sign
    name: str
    label: int | None = None


def of_each_class(stimuli: Stimuli, most: int) -> tuple[Stamp, ...]:
    """Pictures of *stimuli*, class by class: the first ones of each, as many as let every class have a place of *most*.

    One of each, where there are more classes than places.
    """
    each = max(1, most // len(stimuli.class_names))
    found: list[Stamp] = []
    for label, name in enumerate(stimuli.class_names):
        places = np.flatnonzero(stimuli.labels == label)[:each].tolist()
        found += [Stamp(Sign.of(stimuli.images[place]), name, label) for place in places]
    return tuple(found)


def shapes(rows: int, columns: int, class_names: Sequence[str]) -> tuple[Stamp, ...]:
    """Figures, solid and in outline, and bars, in the middle of a retina of *rows* x *columns*; none on small ones."""
    cells = min(rows, columns)
    if cells < LEAST_CELLS:
        return ()
    size, length = round(FIGURE_SHARE * cells), round(BAR_SHARE * cells)
    thick = max(1, cells // 10)
    dice = np.random.default_rng(0)  # of one size in one place: nothing is left to chance but the order
    drawn = {"size_cells": (size, size), "shift_cells": 0, "cells": cells}
    solid = figures(len(FIGURE_KINDS), dice, kinds=tuple(FIGURE_KINDS), **drawn)  # type: ignore[arg-type]
    outline = figures(len(FIGURE_KINDS), dice, kinds=tuple(FIGURE_KINDS), line_cells=thick, **drawn)  # type: ignore[arg-type]
    lying = bars(2, dice, length_cells=(length, length), width_cells=(thick, thick), shift_cells=0, cells=cells)
    found = []
    for stimuli, words in ((solid, "{}"), (outline, "{}, its outline"), (lying, "{} bar")):
        for place in np.argsort(stimuli.labels).tolist():
            name = stimuli.class_names[int(stimuli.labels[place])]
            sign = Sign.of(_in_the_middle(stimuli.images[place], rows, columns))
            found.append(Stamp(sign, words.format(name), label_of(name, class_names)))
    return tuple(found)


def dropped(signs: Sequence[tuple[Sign, str]], class_names: Sequence[str]) -> tuple[Stamp, ...]:
    """Stamps of *signs*, each with what it is called: a class where that is its name."""
    return tuple(Stamp(sign, name, label_of(name, class_names)) for sign, name in signs)


def label_of(name: str, class_names: Sequence[str]) -> int | None:
    """Which class is called *name*, whatever the case of its letters; None if none is."""
    folded = [known.casefold() for known in class_names]
    return folded.index(name.casefold()) if name.casefold() in folded else None


def _in_the_middle(image: npt.NDArray[np.float32], rows: int, columns: int) -> npt.NDArray[np.float32]:
    whole = np.zeros((rows, columns), dtype=np.float32)
    down, right = (rows - image.shape[0]) // 2, (columns - image.shape[1]) // 2
    whole[down : down + image.shape[0], right : right + image.shape[1]] = image
    return whole
