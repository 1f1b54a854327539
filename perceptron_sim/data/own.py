"""What was read: the pictures on the retina, where they came from, and what was left out."""

import hashlib
import json
from dataclasses import dataclass

from perceptron_sim.data.spec import DataSpec
from perceptron_sim.errors import InputError
from perceptron_sim.experiments.stimuli import Stimuli

BAD_NAMED = 5  # in a sentence; the command `data` names all


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file, or a part of one, that cannot be shown, and why."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


class BadFilesError(InputError):
    """Pictures that cannot be shown, so that nothing runs; *bad* names each with its reason."""

    def __init__(self, bad: tuple[BadFile, ...]) -> None:
        self.bad = bad
        named = "; ".join(map(str, bad[:BAD_NAMED]))
        more = f"; and {len(bad) - BAD_NAMED} more" if len(bad) > BAD_NAMED else ""
        super().__init__(f"data must all be sound (--skip-bad leaves others out), got {len(bad)} bad: {named}{more}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OwnData:
    """Pictures of one's own: *stimuli* are taught, *unseen* are scored after every pass, or None.

    *dark_ink* says which ink was lit, *as_is* whether each pixel is a cell. *skipped* is what was left out, *blank*
    names what is taught and lights no cell. *sha256* is over the images and labels as both learners get them: the same
    files give the same ones everywhere.
    """

    spec: DataSpec
    stimuli: Stimuli
    unseen: Stimuli | None
    dark_ink: bool
    as_is: bool
    skipped: tuple[BadFile, ...]
    sha256: str
    blank: tuple[str, ...] = ()


def fingerprint(stimuli: Stimuli, unseen: Stimuli | None) -> str:
    """The SHA-256 of the names of the classes, then of each set: its shape, its images, its labels."""
    told = hashlib.sha256(json.dumps(stimuli.class_names).encode())
    for images in (stimuli,) if unseen is None else (stimuli, unseen):
        told.update(json.dumps(images.images.shape).encode())
        told.update(images.images.astype("<f4").tobytes())
        told.update(images.labels.astype("<i8").tobytes())
    return told.hexdigest()
