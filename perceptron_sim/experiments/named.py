"""How the learners of a run name one of the examined sets, in words."""

from typing import TYPE_CHECKING

from perceptron_sim.experiments.words import called, joined

if TYPE_CHECKING:
    from perceptron_sim.report import Report


def named(report: "Report", which: str) -> str:
    """What share of the set *which* each learner names rightly: "the Mark I 98.4% and the network 100.0%"."""
    return joined(f"{called(lane)} {learner.accuracy[which]:.1%}" for lane, learner in report.learners.items())


def exposures(report: "Report") -> str:
    """How many images each was shown: "7,185 exposures"."""
    number = max(learner.exposures for learner in report.learners.values())
    return "1 exposure" if number == 1 else f"{number:,} exposures"
