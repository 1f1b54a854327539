"""What is told of the Mark I itself, on the simulated one: the alphabet, a second typeface, squares left or right."""

import numpy as np

from hardware import CourseSpec, Trainer
from perceptron_sim.codes import codes_for
from perceptron_sim.evidence.machines import (
    ONCE_IN_ORDER,
    BoolArray,
    Lessons,
    answers,
    dice,
    one_bit_codes,
    patterns_for,
    teach,
    trainer_of,
    until_errorless,
)
from perceptron_sim.experiments.letters import YARDSTICK_EXPOSURES
from perceptron_sim.experiments.stimuli import letter_faces, letters
from perceptron_sim.reproduction.ibm704 import SQUARES
from perceptron_sim.reproduction.parameters import RETINA, Parameters
from perceptron_sim.reproduction.tasks import Field


def alphabet(parameters: Parameters, seed: int) -> dict[str, float]:
    """26 letters of one typeface until a pass is errorless: when that was, and how many are right then."""
    trainer, lessons = taught_letters(parameters, seed, parameters.most_exposures)
    return {
        "exposures": lessons.passes,
        "errorless within 40": lessons.errorless and lessons.passes <= YARDSTICK_EXPOSURES,
        "right": share_right(trainer, (parameters.letter_face,)),
    }


def second_typeface(parameters: Parameters, seed: int) -> dict[str, float]:
    """Each other typeface added to the first: what share of both faces' letters is right, on average."""
    shares = []
    for face in letter_faces():
        if face != parameters.letter_face:
            both = (parameters.letter_face, face)
            trainer, _ = taught_letters(parameters, seed, YARDSTICK_EXPOSURES)
            if parameters.added_exposures:
                _teach_letters(trainer, both, until_errorless(parameters.added_exposures))
            shares.append(share_right(trainer, both))
    return {"right": float(np.mean(shares))}


def left_right(parameters: Parameters, seed: int) -> dict[str, float]:
    """A hundred squares left or right, each shown once: the share right of new ones, all A-units being R1's."""
    trainer, rng, draw = trainer_of(parameters.mark1(1), seed), dice(seed), Field(parameters, RETINA.rows).halves()
    shown, new = draw(SQUARES, rng), draw(parameters.asked, rng)
    teach(trainer, patterns_for(trainer.machine, shown.images), one_bit_codes(shown.labels), ONCE_IN_ORDER)
    answered = answers(trainer.machine, patterns_for(trainer.machine, new.images))[:, 0]
    return {"right": float((answered == new.labels).mean())}


def taught_letters(parameters: Parameters, seed: int, exposures: int) -> tuple[Trainer, Lessons]:
    """The machine *seed*, taught the first typeface until a pass was errorless, so many *exposures* of each at most."""
    trainer = trainer_of(parameters.letters_machine(), seed)
    course = CourseSpec(order=parameters.order, passes=exposures)
    return trainer, _teach_letters(trainer, (parameters.letter_face,), course)


def share_right(trainer: Trainer, faces: tuple[str, ...]) -> float:
    """The share of the letters of *faces* of which all bits are right."""
    patterns = [pattern for face in faces for pattern in patterns_for(trainer.machine, letters(face).images)]
    right = answers(trainer.machine, patterns) == codes_of(trainer, len(faces))
    return float(right.all(axis=1).mean())


def codes_of(trainer: Trainer, faces: int = 1) -> BoolArray:
    """(26 faces, r_units): the lamps of the letters of so many *faces*, one after the other."""
    return np.tile(codes_for("binary", 26, trainer.machine.spec.response.units), (faces, 1))


def _teach_letters(trainer: Trainer, faces: tuple[str, ...], course: CourseSpec) -> Lessons:
    patterns = [pattern for face in faces for pattern in patterns_for(trainer.machine, letters(face).images)]
    return teach(trainer, patterns, codes_of(trainer, len(faces)), course)
