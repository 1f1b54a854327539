"""Doubles of learners as they stand, to be asked or broken while the learners themselves stay as they are."""

from collections.abc import Iterable
from copy import deepcopy
from typing import cast

import numpy as np
import numpy.typing as npt

from hardware import Exposure, Mark1, Pattern, Trainer, checkpoint, restored
from modern import Network
from perceptron_sim.learner import NO_ANSWER, FloatArray
from perceptron_sim.mark1_learner import Mark1Learner

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.intp]


def double_of(learner: Mark1Learner) -> Trainer:
    """Its machine and trainer once more, on a clock of their own that begins at the learner's instant.

    Values, wiring, defects and tolerances are the same, and so is the noise to come.
    """
    return restored(checkpoint(learner.trainer)).trainer


def copy_of(network: Network) -> Network:
    """The same layers and weights once more."""
    return deepcopy(network)


def settled_lamps(machine: Mark1, patterns: Iterable[Pattern]) -> BoolArray:
    """(n, r_units): the lamps after long exposures to *patterns* (n) without noise; no time passes."""
    return np.stack([machine.settled_answer(pattern) for pattern in patterns])


def asked(trainer: Trainer, images: FloatArray) -> tuple[BoolArray, FloatArray]:
    """(n, rows, columns) -> (n, r_units), (n,): the lamps, and the share of A-units that fire, as the trainer reads.

    Time passes, one exposure after the other, and noise is what it is then; nothing is learned.
    """
    machine = trainer.machine
    exposures = [_asked_about(trainer, image) for image in images]
    lamps = np.array([one.answered for one in exposures], dtype=np.bool_)
    return lamps, np.array([one.firing for one in exposures]) / machine.spec.association.units


def labels_of(learner: Mark1Learner, lamps: BoolArray) -> IntArray:
    """(n, r_units) -> (n,): what *lamps* mean to *learner*, NO_ANSWER where they mean nothing."""
    meanings = (learner.meaning(tuple(code)) for code in lamps.astype(int).tolist())
    return np.array([NO_ANSWER if label is None else label for label in meanings], dtype=np.intp)


def _asked_about(trainer: Trainer, image: FloatArray) -> Exposure:
    env = trainer.machine.env
    return cast(Exposure, env.run(until=env.process(trainer.ask(image))))
