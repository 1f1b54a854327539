"""The alphabet: 26 letters on five R-units until a pass is errorless, then other typefaces, asked and added."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from hardware import Mark1Spec, ResponseSpec, Trainer
from perceptron_sim.codes import codes_for
from perceptron_sim.evidence.machines import (
    BoolArray,
    Lessons,
    answers,
    patterns_for,
    teach,
    trainer_of,
    until_errorless,
)
from perceptron_sim.evidence.row import NOT_FOUND, Mean, Row, mean_of, over, span
from perceptron_sim.experiments.letters import CODE_BITS, YARDSTICK_EXPOSURES
from perceptron_sim.experiments.stimuli import FACE, letter_faces, letters

SPEC = Mark1Spec(response=ResponseSpec(in_use=CODE_BITS))
BETWEEN = 10  # exposures of each letter of both faces: a quarter of the yardstick
CODES: BoolArray = codes_for("binary", 26, SPEC.response.units)


@dataclass(frozen=True, slots=True)
class FirstFace:
    """Machines that were taught one typeface: their lessons, and for each typeface the shares named rightly."""

    lessons: tuple[Lessons, ...]
    asked: dict[str, Mean]

    @property
    def exposures(self) -> list[int]:
        """How often each machine was shown each letter before it was errorless; the pass that showed it included."""
        return [one.passes for one in self.lessons]


@dataclass(frozen=True, slots=True)
class SecondFace:
    """What a second typeface did: the share of both faces' 52 letters named rightly.

    *before* the second face was ever taught, *between*, after ten exposures of each letter, and *after* forty.
    """

    face: str
    machines: int
    before: Mean
    between: Mean
    after: Mean
    errorless: int


def measure_first(machines: int) -> Iterator[FirstFace]:
    """Teach *machines* the first face and ask them all faces: one record."""
    lessons, shares = [], []
    for seed in range(machines):
        trainer, learned = taught_letters(seed)
        lessons.append(learned)
        shares.append([share_right(trainer, [face]) for face in letter_faces()])
    columns = np.transpose(shares).tolist()
    asked = {face: mean_of(column) for face, column in zip(letter_faces(), columns, strict=True)}
    yield FirstFace(tuple(lessons), asked)


def measure_second(machines: int) -> Iterator[SecondFace]:
    """Teach *machines* the first face, then both together, for every other face."""
    for face in letter_faces():
        if face == FACE:
            continue
        results = [_added(seed, face) for seed in range(machines)]
        before, between, after = (mean_of(column) for column in zip(*results, strict=True))
        yield SecondFace(face, machines, before, between, after, sum(one[-1] == 1.0 for one in results))


def taught_letters(seed: int) -> tuple[Trainer, Lessons]:
    """The machine *seed*, taught the first face until a pass was errorless, 40 exposures each at most."""
    trainer = trainer_of(SPEC, seed)
    patterns = patterns_for(trainer.machine, letters(FACE).images)
    return trainer, teach(trainer, patterns, CODES, until_errorless(YARDSTICK_EXPOSURES))


def share_right(trainer: Trainer, faces: Sequence[str]) -> float:
    """The share of the letters of *faces* of which all five bits are right."""
    patterns = [pattern for face in faces for pattern in patterns_for(trainer.machine, letters(face).images)]
    right = (answers(trainer.machine, patterns) == np.tile(CODES, (len(faces), 1))).all(axis=1)
    return float(right.mean())


def _added(seed: int, face: str) -> tuple[float, float, float]:
    trainer, _ = taught_letters(seed)
    both = [FACE, face]
    patterns = [pattern for one in both for pattern in patterns_for(trainer.machine, letters(one).images)]
    codes, before = np.tile(CODES, (2, 1)), share_right(trainer, both)
    teach(trainer, patterns, codes, until_errorless(BETWEEN))
    between = share_right(trainer, both)
    teach(trainer, patterns, codes, until_errorless(YARDSTICK_EXPOSURES - BETWEEN))
    return before, between, share_right(trainer, both)


def first_rows(measured: Iterable[FirstFace]) -> Iterator[Row]:
    """The yardstick, and what was never taught."""
    for first in measured:
        yield from _first_rows(first)


def _first_rows(first: FirstFace) -> Iterator[Row]:
    exposures, machines = first.exposures, len(first.lessons)
    errorless = sum(one.errorless for one in first.lessons)
    yield Row(
        what="exposures of each letter until none is named wrongly",
        source="DCN60",
        theirs=f"{YARDSTICK_EXPOSURES}",
        ours=f"{np.mean(exposures):.1f}",
        basis=over(machines, span(exposures)),
        note=f"errorless within {YARDSTICK_EXPOSURES}: {errorless} of {machines}",
    )
    for face, share in first.asked.items():
        taught = face == FACE
        yield Row(
            what=f"{face}, {'taught' if taught else 'never taught'}: named rightly",
            source="NAVY60" if taught else "",
            theirs="without error" if taught else NOT_FOUND,
            ours=share.percent(),
            basis=over(machines, share.interval()),
        )


def second_rows(second: Iterable[SecondFace]) -> Iterator[Row]:
    """The source states neither how many faces there were nor how long they were taught: three readings of it."""
    for one in second:
        yield Row(
            what=f"letters of {FACE} and {one.face} named rightly",
            source="NAVY60",
            theirs="85 %",
            ours=", ".join(part.percent() for part in (one.before, one.between, one.after)),
            basis=over(one.machines, *(part.interval() for part in (one.before, one.between, one.after))),
            note=f"errorless in the end: {one.errorless} of {one.machines}",
        )
