"""Named experiments and the stimuli they show."""

from perceptron_sim.experiments.letters import Letters
from perceptron_sim.experiments.registry import EXPERIMENTS, experiment

__all__ = ["EXPERIMENTS", "Letters", "experiment"]
