"""A perceptron as a program, such as ran on an IBM 704: A-units and values as whole numbers, no time, no parts.

It is not the Mark I: nothing is read too early, nothing turns, and values have no ends. A test holds its error
correction against the simulated machine with an ideal drive, which gives the same answers.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from hardware import AssociationSpec, Mark1Spec, ResponseSpec, RetinaSpec, Rule, Wiring, draw_wiring
from perceptron_sim.reproduction.parameters import BOARD, Parameters
from perceptron_sim.reproduction.tasks import BoolArray, Draw, portions

FloatArray = npt.NDArray[np.float64]
WIRING_STREAM = 201  # spawn key of the dice for a program's wiring, apart from those for stimuli


class Program:
    """One R-unit over all of *a_units*, behind a retina of *cells* x *cells*, wired by *seed*."""

    def __init__(self, parameters: Parameters, cells: int, a_units: int, seed: int) -> None:
        self.wiring = _wiring(parameters, cells, a_units, seed)
        self.values: FloatArray = np.zeros(a_units)
        self._threshold = parameters.threshold

    def fires(self, images: npt.NDArray[Any]) -> BoolArray:
        """(n, cells, cells) -> (n, a_units): which A-units fire."""
        return firing(self.wiring, images, self._threshold)

    def answers(self, fired: BoolArray) -> BoolArray:
        """(n, a_units) -> (n,): the R-unit, which says 0 where its sum is zero."""
        lit: BoolArray = fired @ self.values > 0
        return lit

    def correct_errors(self, fired: BoolArray, wanted: BoolArray) -> BoolArray:
        """Show each of (n, a_units) once and correct where the answer is not *wanted* (n,); return where (n,)."""
        wrong = np.zeros(len(fired), dtype=np.bool_)
        for number, (pattern, target) in enumerate(zip(fired, wanted.tolist(), strict=True)):
            active = np.flatnonzero(pattern)
            if (self.values[active].sum() > 0) != target:
                self.values[active] += 1 if target else -1
                wrong[number] = True
        return wrong

    def learn(self, draw: Draw, count: int, rng: np.random.Generator) -> BoolArray:
        """Show *count* new stimuli once each, correcting errors; return which (count,) were wrong."""
        shown = ((self.fires(one.images), one.labels == 1) for one in portions(draw, count, rng))
        return np.concatenate([self.correct_errors(*portion) for portion in shown])

    def share_right(self, draw: Draw, count: int, rng: np.random.Generator) -> float:
        """The share of *count* new stimuli that are answered rightly."""
        asked = ((self.answers(self.fires(one.images)), one.labels == 1) for one in portions(draw, count, rng))
        return float(np.concatenate([answered == wanted for answered, wanted in asked]).mean())


def firing(wiring: Wiring, images: npt.NDArray[Any], threshold: int) -> BoolArray:
    """(n, rows, columns) -> (n, a_units): where lit excitatory less lit inhibitory origins reach *threshold*."""
    lit = np.ascontiguousarray((images.reshape(len(images), -1) > 0.5).T).view(np.int8)  # a cell's row lies together
    drive = np.zeros((wiring.assignment.size, len(images)), dtype=np.int16)
    for origins, signs in zip(wiring.origins, wiring.signs, strict=True):
        drive += lit[origins] * signs[:, np.newaxis]
    return np.ascontiguousarray((drive >= threshold).T)


def increments(fired: BoolArray, towards: npt.ArrayLike, rule: Rule) -> FloatArray:
    """(n, a_units) -> (n, a_units): what each stimulus adds to each value by PR58's *rule*, *towards* (n,) +1 or -1.

    All A-units belong to one R-unit. Beta's feed is one increment for the whole set; gamma takes from the idle what
    the active gain, and does nothing where there are none of either.
    """
    active = fired.sum(axis=1, keepdims=True)
    idle = fired.shape[1] - active
    signs: FloatArray = np.reshape(np.asarray(towards, dtype=np.float64), (-1, 1))
    changes: FloatArray = signs * fired
    if rule is Rule.BETA:
        changes = changes / np.maximum(active, 1)
    if rule is Rule.GAMMA:
        changes = signs * (active > 0) * (idle > 0) * np.where(fired, 1.0, -active / np.maximum(idle, 1))
    return changes


def _wiring(parameters: Parameters, cells: int, a_units: int, seed: int) -> Wiring:
    """Drawn as the machine's is; a program has no board whose outlets could be taken."""
    spec = Mark1Spec(
        retina=RetinaSpec(rows=cells, columns=cells),
        plugboard=parameters.plugboard(cells, max(a_units, BOARD.wires_per_s_unit)),
        association=AssociationSpec(units=a_units),
        response=ResponseSpec(in_use=1),
    )
    return draw_wiring(spec, np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(WIRING_STREAM,))))
