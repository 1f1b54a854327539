"""What values could do at all: whether any settings of the potentiometers answer all patterns rightly, and why not."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hardware import Mark1
from modern import separability
from perceptron_sim.experiments.all_patterns import NO_PART, IntArray
from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.stimuli import Stimuli
from perceptron_sim.learner import FloatArray
from perceptron_sim.mark1_learner import Mark1Learner

BoolArray = npt.NDArray[np.bool_]
SEEN, DIFFERENCE = "parts_seen_by_an_a_unit_at_most", "largest_difference_patterns"
SILENT, EXIST = "silent_patterns", "values_exist"
MOST_DECIDED = 160  # patterns that the search for the widest margin is sent after: a second or two
CERTAIN = 0.5  # of 1, which least squares aim at: far more than rounding


def firing(machine: Mark1, images: FloatArray) -> BoolArray:
    """(n, rows, columns) -> (n, a_units): which A-units fire after long exposures, defects and switches as they are."""
    felt = (machine.retina.felt(machine.pattern(image)) for image in images)
    return np.stack([machine.association.fires(pattern.closes) for pattern in felt])


def most_parts_seen(machine: Mark1, part: IntArray) -> int:
    """The most of the parts, *part* (rows, columns), that any one A-unit has wires from."""
    wiring = machine.wiring
    seen = np.where(wiring.plugged, part.ravel()[wiring.origins], NO_PART)  # (rows, a_units)
    each = [(seen == number).any(axis=0) for number in range(int(part.max()) + 1)]
    return int(np.sum(each, axis=0).max())


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the A-units of one R-unit allow, of all patterns of both answers.

    largest_difference: of any A-unit, how many more patterns of the one answer than of the other it fires at. Where it
    is 0 for all, sums of values over all patterns are the same for both answers, whatever the values.
    a_units_that_count: how many A-units have such a difference at all.
    silent_patterns: at how many patterns no A-unit fires, and silence is the wrong answer.
    values_exist: whether any values, stops aside, would answer all patterns; None where it was not decided.
    """

    largest_difference: int
    a_units_that_count: int
    silent_patterns: int
    values_exist: bool | None


def verdict(fires: BoolArray, wanted: BoolArray, *, lit_in_silence: bool = False, threshold: bool = False) -> Verdict:
    """What (patterns, a_units) *fires* allow an R-unit that has to light at *wanted* (patterns,), and at no others.

    *lit_in_silence*: what it answers where no A-unit fires; *threshold*: whether it has one that is not 0.
    """
    differences = np.abs(np.where(wanted, 1, -1) @ fires)
    heard = fires.any(axis=1)
    silent = int(np.count_nonzero(wanted[~heard] != lit_in_silence))
    cancelling = not differences.any() and 2 * np.count_nonzero(wanted) == wanted.size
    exist = False if silent or cancelling else _values_exist(fires[heard], wanted[heard], threshold)
    return Verdict(int(differences.max(initial=0)), int(np.count_nonzero(differences)), silent, exist)


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


def _values_exist(fires: BoolArray, wanted: BoolArray, threshold: bool) -> bool | None:
    """Whether values exist for patterns at each of which some A-unit fires."""
    points, signs = fires.astype(np.float64), np.where(wanted, 1.0, -1.0)
    values = np.linalg.lstsq(points, signs, rcond=None)[0]
    if (signs * (points @ values) > CERTAIN).all():
        return True  # and larger ones for a larger threshold
    if threshold or len(points) > MOST_DECIDED:
        return None
    # The neurons of `separability` have a bias, an R-unit has none: to points and their opposites it is of no use.
    both = np.concatenate([points, -points]), np.concatenate([wanted, ~wanted])
    return separability(*both).separable
