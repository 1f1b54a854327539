"""What was read, in words and numbers: what the command prints and the preview says."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from hardware import plain
from perceptron_sim.data.own import BadFile, OwnData
from perceptron_sim.data.spec import AUTO, WHOLE
from perceptron_sim.experiments.words import begun

MOST_NAMED = 3  # of pictures that light nothing


def facts(data: OwnData) -> Iterator[str]:
    """Sentences: how many pictures of how many classes, what is lit, how they lie, what was left out."""
    classes, (rows, columns) = len(data.stimuli.class_names), data.stimuli.images.shape[1:]
    unseen = f" and {len(data.unseen)} unseen ({data.unseen.name})" if data.unseen else ", none unseen"
    yield f"{len(data.stimuli)} pictures to teach{unseen}, of {classes} classes, on {rows} x {columns} cells."
    yield f"{ink_in_words(data)}."
    yield f"{begun(fit_in_words(data))}; {threshold_in_words(data)}."
    lit = data.stimuli.images.sum(axis=(1, 2)).mean()
    yield f"On average {lit:.0f} of {rows * columns} cells are lit; {_blank(data.blank)}."
    if data.skipped:
        yield f"Left out, as they cannot be shown: {len(data.skipped)}."


def ink_in_words(data: OwnData) -> str:
    """Which ink is lit, and who said so."""
    lit = "Dark ink on light paper is lit" if data.dark_ink else "Light ink on dark paper is lit"
    if data.spec.ink != AUTO:
        return lit
    return f"{lit}, {'as numbers say light' if data.as_is else 'as most pictures have it at their borders'}"


def fit_in_words(data: OwnData) -> str:
    """How a picture lies on the retina."""
    if data.as_is:
        return "every pixel is a cell, as it is"
    if data.spec.fit == WHOLE:
        return "the whole picture is scaled onto the retina"
    margin = data.spec.margin_cells
    return f"the ink is centred and scaled, with a margin of {margin} cell{'' if margin == 1 else 's'}"


def threshold_in_words(data: OwnData) -> str:
    """From how much ink on a cell is lit."""
    threshold = data.spec.threshold
    return f"a cell is lit from {threshold:.0%} of the ink on" if threshold else "greys stay greys"


def table(data: OwnData) -> Iterator[str]:
    """A line for each class: its number, how many are taught and unseen, its name."""
    yield f"{'class':>5} {'taught':>7} {'unseen':>7}  name"
    counts = zip(*(_counts(data, which) for which in ("taught", "unseen")), strict=True)
    for number, (name, (taught, unseen)) in enumerate(zip(data.stimuli.class_names, counts, strict=True)):
        yield f"{number:>5} {taught:>7} {unseen:>7}  {name}"


def as_dict(data: OwnData) -> dict[str, Any]:
    """The same as plain values."""
    return {
        "settings": plain(data.spec),
        "sha256": data.sha256,
        "rows": data.stimuli.images.shape[1],
        "columns": data.stimuli.images.shape[2],
        "class_names": list(data.stimuli.class_names),
        "taught": _counts(data, "taught"),
        "unseen": _counts(data, "unseen"),
        "dark_ink": data.dark_ink,
        "as_is": data.as_is,
        "skipped": bad_as_dicts(data.skipped),
        "blank": list(data.blank),
    }


def bad_as_dicts(bad: Sequence[BadFile]) -> list[dict[str, str]]:
    """What cannot be shown, as plain values."""
    return [{"name": one.name, "reason": one.reason} for one in bad]


def _counts(data: OwnData, which: str) -> list[int]:
    """How many pictures each class has among those taught or unseen."""
    images = data.stimuli if which == "taught" else data.unseen
    classes = len(data.stimuli.class_names)
    return [0] * classes if images is None else np.bincount(images.labels, minlength=classes).tolist()


def _blank(names: Sequence[str]) -> str:
    """Which pictures light nothing."""
    if not names:
        return "every picture lights some"
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    lighting = "one picture lights" if len(names) == 1 else f"{len(names)} pictures light"
    return f"{lighting} none: {', '.join(names[:MOST_NAMED])}{more}"
