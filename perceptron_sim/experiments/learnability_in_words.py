"""Whether a machine could learn all patterns, and whether it did, in words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from perceptron_sim.experiments.learnability import DIFFERENCE, EXIST, SEEN, SILENT
from perceptron_sim.experiments.words import counted, opening, percent
from perceptron_sim.learner import MARK1

if TYPE_CHECKING:
    from perceptron_sim.report import LearnerReport, Report


def has_learned(learner: "LearnerReport") -> bool:
    """Whether it went through all patterns without an error, in a pass or when it was asked at the end."""
    return learner.errorless_pass is not None or _right(learner) == 1


def verdicts_in_words(report: "Report", what: str, parts: int) -> Iterator[str]:
    """A sentence for each machine: whether it could learn *what*, which has so many *parts*, and whether it did."""
    for name, learner in report.learners.items():
        if learner.kind == MARK1:
            found = {one.measure: one.value for one in report.measurements if one.learner == name}
            told = _learned(learner, found, what, parts) if has_learned(learner) else _why_not(found, what, parts)
            yield f"{opening(name)} {told}; in the end it has {percent(_right(learner))} of the patterns right."


def _right(learner: "LearnerReport") -> float:
    """Of all patterns, which are what is taught."""
    return next(iter(learner.accuracy.values()))


def _learned(learner: "LearnerReport", found: dict[str, float], what: str, parts: int) -> str:
    when = f"in pass {learner.errorless_pass}" if learner.errorless_pass else "during the last pass"
    return f"learned {what} {when}, by A-units with wires from up to {found[SEEN]:.0f} of the {parts} parts"


def _why_not(found: dict[str, float], what: str, parts: int) -> str:
    """What kept a machine, of which that was *found*, from learning *what*."""
    seen, silent = found[SEEN], found[SILENT]
    if EXIST not in found:
        return f"did not learn {what}, and whether any values would do was not decided"
    if found[EXIST]:
        values = "there are values that would do, stops and windings aside"
        return f"could learn {what}, as {values}, but its corrections have not come to them"
    if silent and seen == parts:
        silence = (
            f"none of its A-units fires at {counted(int(silent), 'pattern')}, and silence is the wrong answer there"
        )
        return f"cannot learn {what}: {silence}"
    if found[DIFFERENCE]:
        return f"cannot learn {what}: its A-units allow no values that would do, which was decided exactly"
    few = f"no A-unit has wires from more than {seen:.0f} of the {parts} parts, and so each" if seen < parts else "each"
    return (
        f"cannot learn {what}, whatever its values: {few} fires at exactly as many patterns of the one class as of the "
        "other, so that sums of values over all patterns are the same for both and cannot be above 0 for one only"
    )
