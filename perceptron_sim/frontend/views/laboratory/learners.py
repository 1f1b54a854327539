"""Whose figures the laboratory shows: of a run with many learners, the first machine's and the first network's."""

from typing import NamedTuple

from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.words import called
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.theme import Colour
from perceptron_sim.learner import MARK1, MODERN


class Shown(NamedTuple):
    """One learner: its name, what it is called, the words over its figures, its colour, and whether it is a machine."""

    name: str
    called: str
    words: str
    colour: Colour
    machine: bool


def learners_of(experiment: Experiment) -> tuple[Shown, ...]:
    """The first learner of each kind, as far as *experiment* has both."""
    lanes, found = experiment.lanes(), []
    for kind, words, colour in ((MARK1, "1960", theme.AMBER), (MODERN, "today", theme.BLUE)):
        name = next((lane.name for lane in lanes if lane.kind == kind), None)
        if name is not None:
            found.append(Shown(name, called(name), words, colour, kind == MARK1))
    return tuple(found)
