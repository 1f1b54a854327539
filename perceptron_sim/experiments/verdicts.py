"""Whether a machine could learn its patterns at all, measured on its A-units and put into words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from perceptron_sim.experiments.all_patterns import IntArray
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.realizable import Verdict, firing, most_parts_seen, verdict
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.experiments.words import begun, called
from perceptron_sim.learner import MARK1
from perceptron_sim.mark1_learner import Mark1Learner

if TYPE_CHECKING:
    from perceptron_sim.report import Report

SEEN, DIFFERENCE = "parts_seen_by_an_a_unit_at_most", "largest_difference_patterns"
SILENT, EXIST = "silent_patterns", "values_exist"


def measured_verdict(learner: Mark1Learner, stimuli: Stimuli, part: IntArray) -> Iterator[Measurement]:
    """What the A-units of *learner* make of *stimuli*, whose parts are *part* (rows, columns)."""
    machine, wanted = learner.machine, learner.codes[stimuli.labels]
    fires, assignment = firing(machine, stimuli.images), machine.wiring.assignment
    silence, response = machine.response.decide(np.zeros(learner.codes.shape[1])), machine.spec.response
    threshold = bool(response.threshold_v or response.dead_band_v)
    verdicts = [
        verdict(fires[:, assignment == r], wanted[:, r], lit_in_silence=bool(silence[r]), threshold=threshold)
        for r in np.flatnonzero(learner.codes.any(axis=0))
    ]
    found: dict[str, float] = {
        SEEN: most_parts_seen(machine, part),
        "firing_share": float(fires.mean()),
        DIFFERENCE: max(one.largest_difference for one in verdicts),
        "a_units_that_count": min(one.a_units_that_count for one in verdicts),
        SILENT: max(one.silent_patterns for one in verdicts),
    }
    exist = _all_exist(verdicts)
    if exist is not None:
        found[EXIST] = float(exist)
    for measure, value in found.items():
        yield Measurement(learner=learner.name, measure=measure, value=float(value))


def _all_exist(verdicts: list[Verdict]) -> bool | None:
    """Whether values exist for every R-unit; None where that is open."""
    each = [one.values_exist for one in verdicts]
    if False in each:
        return False
    return None if None in each else True


def verdicts_in_words(report: "Report", what: str, parts: int) -> Iterator[str]:
    """A sentence for each machine: whether it could learn *what*, which has so many *parts*, and whether it did."""
    for name, learner in report.learners.items():
        if learner.kind == MARK1:
            found = {one.measure: one.value for one in report.measurements if one.learner == name}
            if learner.errorless_pass is not None:
                seen = f"an A-unit has wires from up to {found[SEEN]:.0f} parts"
                told = f"learned {what} in pass {learner.errorless_pass}; {seen}"
            else:
                accuracy = next(iter(learner.accuracy.values()))
                told = f"{_why_not(found, parts)}; it has {accuracy:.0%} of the patterns right"
            yield begun(f"{called(name)} {told}.")


def _why_not(found: dict[str, float], parts: int) -> str:
    """What kept a machine, of which that was *found*, from learning all patterns."""
    seen, silent = found[SEEN], found[SILENT]
    if EXIST not in found:
        return "did not learn it, and whether any values would do was not decided"
    if found[EXIST]:
        return "could: there are values that would do, but correction had not come to them at the end"
    if silent and seen == parts:
        patterns = "1 pattern" if silent == 1 else f"{silent:.0f} patterns"
        return f"cannot: none of its A-units fires at {patterns}, and silence is the wrong answer there"
    if found[DIFFERENCE]:
        return "cannot: its A-units allow no values that would do, which was decided exactly"
    few = f"no A-unit has wires from more than {seen:.0f} of the {parts} parts, and so each" if seen < parts else "each"
    return (
        f"cannot, whatever its values: {few} fires at exactly as many patterns of the one class as of the other; sums "
        "of values over all patterns are then the same for both and cannot be above 0 for one only"
    )
