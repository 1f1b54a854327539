"""The result of a run in words, worked out from its figures: what learners are called, what most experiments say."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from hardware import Certainty, FaultEvent, Mark1Spec, provenance
from perceptron_sim.learner import MARK1, MODERN

if TYPE_CHECKING:
    from perceptron_sim.breakdowns import LearnerFault
    from perceptron_sim.experiments.experiment import Experiment
    from perceptron_sim.report import LearnerReport, Report

NAMES = {MARK1: "the Mark I", MODERN: "the network"}
FEW = 100  # images: a percentage would be finer than they are
MOST_DIGITS = 12  # of a percentage: a share that is not 1 has fewer nines


def called(lane: str) -> str:
    """What a sentence calls the learner *lane*."""
    return NAMES.get(lane, lane)


def opening(lane: str) -> str:
    """The same at the beginning of a sentence, where the name of a lane stays as it is."""
    return begun(NAMES[lane]) if lane in NAMES else lane


def begun(sentence: str) -> str:
    """*sentence* with a capital at its beginning."""
    return sentence[:1].upper() + sentence[1:]


def joined(names: Iterable[str]) -> str:
    """'A', 'A and B', 'A, B and C'."""
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last


def percent(share: float, digits: int = 0) -> str:
    """A share of 1 with so many digits at most: "12%"; with more where it would look like none or all and is not."""
    shown = round(100 * share, digits)
    while shown in (0.0, 100.0) and shown != 100 * share and digits < MOST_DIGITS:
        digits += 1
        shown = round(100 * share, digits)
    return f"{shown:.{digits}f}".rstrip("0").rstrip(".") + "%" if digits else f"{shown:.0f}%"


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 image", "1,040 images"; *many* where it is not *one* with an s."""
    return f"1 {one}" if number == 1 else f"{number:,} {many or one + 's'}"


def exposures(report: "Report") -> str:
    """How many images each was shown: "7,185 exposures"."""
    return counted(max(learner.exposures for learner in report.learners.values()), "exposure")


def named_rightly(
    shares: Mapping[str, float],
    what: str,
    asked: int,
    *,
    digits: int = 0,
    names: Callable[[str], str] = called,
) -> str:
    """How much of *what*, so many *asked* images, each lane names; *names* gives what a lane is called.

    "the Mark I rightly names 98% of the 500 unseen images, the network 100%"; numbers, not percentages, of few images.
    """
    (first, share), *others = shares.items()
    rest = f", {_each(dict(others), asked, digits, names)}" if others else ""
    return f"{names(first)} rightly names {part_of(share, asked, digits)} of {what}{rest}"


def _each(shares: Mapping[str, float], asked: int, digits: int, names: Callable[[str], str]) -> str:
    return joined(f"{names(lane)} {part_of(share, asked, digits)}" for lane, share in shares.items())


def part_of(share: float, asked: int, digits: int) -> str:
    """A share of *asked* images: how many they are where few are asked, of which a percentage would say too much."""
    return f"{round(share * asked)}" if asked < FEW else percent(share, digits)


def accuracies(report: "Report", which: str) -> dict[str, float]:
    """By lane, the share of the set *which* that is named rightly."""
    return {lane: learner.accuracy[which] for lane, learner in report.learners.items()}


def set_in_words(name: str, images: int) -> str:
    """What a sentence calls the examined set *name*: "the 26 unseen images"."""
    if name in ("taught", "unseen"):
        return f"the {counted(images, f'{name} image')}"
    return f"the {counted(images, 'image')} of {name}"


def passes_in_words(experiment: "Experiment", report: "Report") -> tuple[str, ...]:
    """A sentence for each learner: when it had a pass without an error, if it had."""
    return tuple(f"{opening(name)} {_passed(experiment, learner)}." for name, learner in report.learners.items())


def default_sentences(experiment: "Experiment", report: "Report") -> tuple[str, ...]:
    """Passes, the yardstick, and how the taught and the unseen are named at the end."""
    yardstick = (f"The yardstick: {experiment.yardstick}.",) if experiment.yardstick and not experiment.data else ()
    return (*passes_in_words(experiment, report), *yardstick, accuracy_in_words(experiment, report))


def accuracy_in_words(experiment: "Experiment", report: "Report") -> str:
    """One sentence: the share of each examined set that each learner names rightly."""
    (first, images), *others = experiment.examination().items()
    told = named_rightly(accuracies(report, first), set_in_words(first, len(images)), len(images))
    rest = "".join(
        f"; of {set_in_words(name, len(images))} {_each(accuracies(report, name), len(images), 0, called)}"
        for name, images in others
    )
    return f"{'In the end' if report.finished else 'So far'} {told}{rest}."


def passes_in_a_row(learners: Mapping[str, "LearnerReport"], passes: int, names: Callable[[str], str] = called) -> str:
    """One sentence on *learners*: in which pass each had its first without an error; the others are counted.

    *names* gives what a lane is called.
    """
    by_pass: dict[int, list[str]] = {}
    for number, name in sorted((x.errorless_pass, name) for name, x in learners.items() if x.errorless_pass):
        by_pass.setdefault(number, []).append(names(name))
    others = len(learners) - sum(map(len, by_pass.values()))
    within = counted(passes, "pass", "passes")
    if not by_pass:
        return f"No learner had a pass without an error within {within}."
    first = ", ".join(f"{number} for {joined(who)}" for number, who in by_pass.items())
    without = f"; {counted(others, 'other')} had none within {within}" if others else ""
    return f"The first pass without an error was number {first}{without}."


def counterfactual_in_words(experiment: "Experiment") -> tuple[str, ...]:
    """In what each machine is not the one that stood there, if in anything documented; alike ones are told together."""
    alike: dict[tuple[str, ...], list[str]] = {}
    machines = [(lane, lane.spec) for lane in experiment.lanes() if isinstance(lane.spec, Mark1Spec)]
    for lane, spec in machines:
        if differences := undocumented(spec):
            alike.setdefault(differences, []).append(lane.name)
    return tuple(_counterfactual(names, len(machines), joined(what)) for what, names in alike.items())


def undocumented(spec: Mark1Spec) -> tuple[str, ...]:
    """Each value of *spec* that is not what is documented of the Mark I: "association.units 64 in place of 512"."""
    told = {row.name: row.value for row in provenance(Mark1Spec()) if row.certainty is Certainty.DOCUMENTED}
    return tuple(
        f"{row.name} {row.value} in place of {told[row.name]}"
        for row in provenance(spec)
        if row.name in told and row.value != told[row.name]
    )


def _counterfactual(names: list[str], machines: int, differences: str) -> str:
    if names == [MARK1]:
        return f"This Mark I is a counterfactual: {differences}."
    if len(names) == machines > 1:
        return f"All machines here are counterfactuals: {differences}."
    if len(names) == 1:
        return f"{opening(names[0])} is a counterfactual: {differences}."
    return f"Of these machines {joined(map(called, names))} are counterfactuals: {differences}."


def faults_in_words(faults: tuple["LearnerFault", ...]) -> tuple[str, ...]:
    """What broke in each machine, in words, if anything did."""
    return tuple(
        _faults_of(name, [x for x in faults if x.learner == name]) for name in sorted({x.learner for x in faults})
    )


def _faults_of(name: str, faults: list["LearnerFault"]) -> str:
    events = [fault.record.event for fault in faults]
    failed, repaired = events.count(FaultEvent.FAILED), events.count(FaultEvent.REPAIRED)
    mended = "1 was" if repaired == 1 else f"{repaired:,} were"
    return f"While {called(name)} learned, {counted(failed, 'part')} of it failed and {mended} mended."


def _passed(experiment: "Experiment", learner: "LearnerReport") -> str:
    if learner.errorless_pass is None:
        all_right = next(iter(learner.accuracy.values())) == 1 and learner.exposures
        yet = ", but by now it rightly names all that was taught" if all_right else ""
        return f"had no pass without an error in {counted(learner.exposures, 'exposure')}{yet}"
    before = learner.errorless_pass - 1
    when = f"after {counted(before, 'exposure')} of each" if before else "the first time that it saw them"
    images = counted(len(experiment.stimuli), "image")
    what = f"all {images} ({experiment.stimuli.name}) without an error"
    return f"answered {what} in pass {learner.errorless_pass}, {when}"
