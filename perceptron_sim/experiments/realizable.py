"""What values could do at all: whether any settings of the potentiometers answer all patterns rightly, and why not."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hardware import Mark1
from modern import separability
from perceptron_sim.experiments.all_patterns import NO_PART, IntArray
from perceptron_sim.learner import FloatArray

BoolArray = npt.NDArray[np.bool_]
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
