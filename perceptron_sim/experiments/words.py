"""The result of a run in words, worked out from its figures: what most experiments say."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from hardware import Certainty, FaultEvent, Mark1Spec, provenance
from perceptron_sim.learner import MARK1

if TYPE_CHECKING:
    from perceptron_sim.breakdowns import LearnerFault
    from perceptron_sim.experiments.experiment import Experiment
    from perceptron_sim.report import LearnerReport, Report

NAMES = {"mark1": "the Mark I", "modern": "the network"}


def called(lane: str) -> str:
    """What a sentence calls the learner *lane*."""
    return NAMES.get(lane, lane)


def begun(sentence: str) -> str:
    """*sentence* with a capital at its beginning."""
    return sentence[:1].upper() + sentence[1:]


def joined(names: Iterable[str]) -> str:
    """'A', 'A and B', 'A, B and C'."""
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last


def passes_in_words(experiment: "Experiment", report: "Report") -> tuple[str, ...]:
    """A sentence for each learner: when it had a pass without an error, if it had."""
    return tuple(begun(f"{called(name)} {_passed(experiment, learner)}.") for name, learner in report.learners.items())


def default_sentences(experiment: "Experiment", report: "Report") -> tuple[str, ...]:
    """Passes, the yardstick, and how the taught and the unseen are named at the end."""
    yardstick = (f"The yardstick: {experiment.yardstick}.",) if experiment.yardstick and not experiment.data else ()
    return (*passes_in_words(experiment, report), *yardstick, accuracy_in_words(experiment, report))


def accuracy_in_words(experiment: "Experiment", report: "Report") -> str:
    """One sentence: the share of each examined set that each learner names rightly."""
    sets = experiment.examination()
    parts = [
        f"of {name} ({len(images)} images) "
        + joined(f"{called(lane)} {learner.accuracy[name]:.0%}" for lane, learner in report.learners.items())
        for name, images in sets.items()
    ]
    return f"Named rightly at the end: {'; '.join(parts)}."


def counterfactual_in_words(experiment: "Experiment") -> tuple[str, ...]:
    """In what the learner that is called the Mark I is not the machine that stood there, if in anything documented."""
    if not any(lane.name == MARK1 for lane in experiment.lanes()):
        return ()
    told = {row.name: row.value for row in provenance(Mark1Spec()) if row.certainty is Certainty.DOCUMENTED}
    others = [
        f"{row.name} {row.value} in place of {told[row.name]}"
        for row in provenance(experiment.mark1)
        if row.name in told and row.value != told[row.name]
    ]
    return (f"This Mark I is a counterfactual: {joined(others)}.",) if others else ()


def faults_in_words(faults: tuple["LearnerFault", ...]) -> tuple[str, ...]:
    """What broke in each machine, in words, if anything did."""
    return tuple(
        _faults_of(name, [x for x in faults if x.learner == name]) for name in sorted({x.learner for x in faults})
    )


def _faults_of(name: str, faults: list["LearnerFault"]) -> str:
    events = [fault.record.event for fault in faults]
    failed, repaired = events.count(FaultEvent.FAILED), events.count(FaultEvent.REPAIRED)
    parts, mended = "1 part" if failed == 1 else f"{failed} parts", "1 was" if repaired == 1 else f"{repaired} were"
    return f"While {called(name)} learned, {parts} of it failed and {mended} mended."


def _passed(experiment: "Experiment", learner: "LearnerReport") -> str:
    if learner.errorless_pass is None:
        return f"had no errorless pass in {learner.exposures} exposures"
    before = learner.errorless_pass - 1
    exposures = "1 exposure" if before == 1 else f"{before} exposures"
    what = f"all {len(experiment.stimuli)} images ({experiment.stimuli.name})"
    return f"answered {what} without an error in pass {learner.errorless_pass}, after {exposures} of each"
