"""A Mark I taught points of the plane, each shown as two thermometers on its retina: what it answers everywhere."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import simpy

from hardware import Mark1Spec
from modern import Sample
from perceptron_sim.experiments.thermometers import thermometers
from perceptron_sim.explain.network_two_inputs import EDGE, SETS, scaled
from perceptron_sim.learner import NO_ANSWER, FloatArray
from perceptron_sim.mark1_learner import Mark1Learner

PLACES = 40  # along a side of the picture
AT_ONCE = 8  # places that are asked in one step of the work
FIRST_LOOK = 24  # exposures before the first picture; later ones follow every pass
MOST_PASSES = 30


@dataclass(frozen=True, slots=True, eq=False)
class MachinePlane:
    """What the machine knows: answers (PLACES, PLACES), 1 where its lamp is lit, row 0 at the bottom; None at first.

    The picture is of *drawn_at* exposures. mistakes are of the latest whole pass, None before its end; simulated_s is
    how long the machine has been at it; step says what is being done.
    """

    sample: Sample
    points: FloatArray
    answers: FloatArray | None
    exposures: int
    drawn_at: int
    mistakes: int | None
    simulated_s: float
    step: str


def machine_plane(name: str, seed: int = 1) -> Iterator[MachinePlane]:
    """Teach a machine of the usual make, one R-unit in use, the set *name* until a pass has no mistake."""
    rng = np.random.default_rng(seed)
    sample = SETS[name](rng)
    points = scaled(sample.points)
    found = MachinePlane(sample, points, None, 0, 0, None, 0.0, "is being wired")
    yield found
    spec = Mark1Spec()
    spec = replace(spec, response=replace(spec.response, in_use=1))
    codes = np.zeros((2, spec.response.units), dtype=np.bool_)
    codes[1, 0] = True
    env = simpy.Environment()
    learner = Mark1Learner(env, spec, codes, seed=seed)
    yield found
    shape = spec.retina.rows, spec.retina.columns
    images = thermometers(points.astype(np.float64), -EDGE, EDGE, shape)
    for _ in range(MOST_PASSES):
        wrong = 0
        for index in rng.permutation(len(images)).tolist():
            trial: Any = env.run(until=learner.begin(images[index], int(sample.labels[index])))
            wrong += trial.answer != sample.labels[index]
            found = replace(found, exposures=found.exposures + 1, simulated_s=float(env.now), step="is being taught")
            yield found
            if found.exposures == FIRST_LOOK:
                found = yield from _pictured(learner, shape, found)
        found = replace(found, mistakes=int(wrong))
        found = yield from _pictured(learner, shape, found)
        if not wrong:
            break
    yield replace(found, step="has learned" if not found.mistakes else "is taught no more")


def _pictured(
    learner: Mark1Learner, shape: tuple[int, int], found: MachinePlane
) -> Generator[MachinePlane, None, MachinePlane]:
    """How far a new picture is; at the end *found* with it."""
    along = np.linspace(-EDGE, EDGE, PLACES)
    answers = np.zeros((PLACES, PLACES))
    for row, y in enumerate(along.tolist()):
        images = thermometers(np.stack([along, np.full(PLACES, y)], axis=1), -EDGE, EDGE, shape)
        for start in range(0, PLACES, AT_ONCE):
            part = slice(start, start + AT_ONCE)
            answers[row, part] = [settled_meaning(learner, image) for image in images[part]]
            yield replace(found, step=f"is asked, row {row + 1} of {PLACES}")
    found = replace(found, answers=answers, drawn_at=found.exposures)
    yield found
    return found


def settled_meaning(learner: Mark1Learner, image: FloatArray) -> int:
    """The label that a long exposure to *image* (rows, columns) would end in; nothing of it is kept."""
    machine = learner.machine
    label = learner.meaning(tuple(machine.settled_answer(machine.pattern(image)).astype(int).tolist()))
    return NO_ANSWER if label is None else label
