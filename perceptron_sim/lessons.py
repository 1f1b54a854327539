"""The Mark I alone at its lessons: taught so many exposures, put into a file, taken out again and taught on."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simpy.events import ProcessGenerator

from hardware import Course, CourseSpec, Mark1, Mark1Error, Trainer, checkpoint, restored
from hardware.validation import MOST
from perceptron_sim.breakdowns import Breakdowns
from perceptron_sim.clock import Clock
from perceptron_sim.digest import RecordDigest
from perceptron_sim.errors import InputError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.files import read_bytes, write_whole
from perceptron_sim.mark1_learner import Mark1Learner
from perceptron_sim.options import shown_path
from perceptron_sim.quantities import duration

MOST_BYTES = 2**28  # of a checkpoint's file
SUFFIX = ".json"  # of a checkpoint's file
FORMAT, VERSION = "perceptron-sim checkpoint", 1
ENDLESS = CourseSpec(passes=MOST, errorless_passes=0)  # whoever teaches says when it is enough


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What has been taught so far: simulated seconds, exposures, how many were answered wrongly, and the digest."""

    seed: int
    time_s: float
    exposures: int
    wrong: int
    digest: str

    def as_dict(self) -> dict[str, Any]:
        """The same as plain values."""
        return {name: getattr(self, name) for name in self.__slots__}

    def as_text(self) -> str:
        """The same in words; the times are assumed."""
        return (
            f"The Mark I of seed {self.seed} after {self.exposures} exposures, {self.wrong} of them answered wrongly; "
            f"{duration(self.time_s)} by its clock.\nDigest of the records: {self.digest}"
        )


class Lessons:
    """A machine and its *course*, what breaks in it, and the account of all lessons so far."""

    def __init__(self, course: Course, breakdowns: Breakdowns, *, wrong: int = 0, digest: str | None = None) -> None:
        self._course, self._breakdowns = course, breakdowns
        self._wrong, self._digest = wrong, RecordDigest(digest)

    @classmethod
    def of(cls, experiment: Experiment) -> "Lessons":
        """The machine of *experiment* before its first lesson; each pass shows every stimulus in a new order."""
        seed, wiring, stimuli = experiment.seed, experiment.wiring, experiment.stimuli
        learner = Mark1Learner(Clock(0.0), experiment.first_machine, experiment.codes, seed=seed, wiring=wiring)
        breakdowns = Breakdowns.started(learner.machine, experiment)
        patterns = [learner.machine.pattern(image) for image in stimuli.images]
        return cls(Course(learner.trainer, patterns, experiment.codes[stimuli.labels], ENDLESS), breakdowns)

    @classmethod
    def from_bytes(cls, content: bytes) -> "Lessons":
        """What `to_bytes` put into *content*; InputError if it is damaged, of another kind or of a newer version."""
        document = _document(content)
        try:
            held = restored(json.dumps(document["machine"]), Clock)
        except Mark1Error as error:
            raise InputError(str(error)) from error
        if held.course is None:
            raise InputError("checkpoint must hold a course of lessons, got none")
        breakdowns = Breakdowns(held.schedule, held.failures)
        return cls(held.course, breakdowns, wrong=document["wrong"], digest=document["digest"])

    def to_bytes(self) -> bytes:
        """Everything that is needed to go on as if nothing had been, as JSON."""
        parts = self._trainer, self._course, self._breakdowns.schedule, self._breakdowns.failures
        content = {"wrong": self._wrong, "digest": self._digest.hexdigest(), "machine": json.loads(checkpoint(*parts))}
        document = {"format": FORMAT, "version": VERSION, "sha256": _sha256(content), **content}
        return (json.dumps(document, separators=(",", ":")) + "\n").encode()

    @classmethod
    def from_file(cls, path: Path) -> "Lessons":
        """What `write` put into the file *path*; InputError names it if that cannot be."""
        content = read_bytes("checkpoint", path, MOST_BYTES)
        try:
            return cls.from_bytes(content)
        except InputError as error:
            raise InputError(f"{shown_path(path)}: {error}") from error

    def write(self, path: Path) -> None:
        """Put the machine into the file *path*, whole or not at all."""
        write_whole("checkpoint", path, self.to_bytes())

    def give(self, exposures: int) -> None:
        """Let so many lessons pass."""
        env = self._trainer.machine.env
        for _ in range(exposures):
            env.run(until=env.process(self._lesson()))
            for record in self._breakdowns.news():
                self._digest.add_fault(record)

    @property
    def machine(self) -> Mark1:
        """The machine that is taught."""
        return self._trainer.machine

    @property
    def account(self) -> Account:
        """How far it has come."""
        machine = self._trainer.machine
        return Account(
            seed=machine.seed,
            time_s=float(machine.env.now),
            exposures=self._trainer.exposures,
            wrong=self._wrong,
            digest=self._digest.hexdigest(),
        )

    def _lesson(self) -> ProcessGenerator:
        index, exposure = yield from self._course.lesson()
        self._wrong += exposure.answered != exposure.wanted
        self._digest.add("exposure", index, exposure)

    @property
    def _trainer(self) -> Trainer:
        return self._course.trainer


def _document(content: bytes) -> dict[str, Any]:
    """The document in *content*, if it is whole and of a version that is understood."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InputError("checkpoint must be a whole JSON document, got damaged text") from error
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise InputError(f"checkpoint must be of format {FORMAT!r}, got something else")
    version = document.get("version")
    if version != VERSION:
        newer = "a newer one, " if isinstance(version, int) and version > VERSION else ""
        raise InputError(f"checkpoint must be of version {VERSION}, got {newer}{version!r}")
    held = {name: value for name, value in document.items() if name not in ("format", "version", "sha256")}
    if set(held) != {"wrong", "digest", "machine"} or document.get("sha256") != _sha256(held):
        raise InputError("checkpoint must have the sha256 that it states, got a damaged one")
    wrong, digest = held["wrong"], held["digest"]
    if type(wrong) is not int or wrong < 0 or not isinstance(digest, str) or not re.fullmatch("[0-9a-f]{64}", digest):
        raise InputError(f"checkpoint must hold a count of errors and a digest, got {wrong!r} and {digest!r}")
    return held


def _sha256(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()
