"""How many A-units fire at a picture: what theory says beforehand, and what the wires that were drawn give."""

import math

import numpy as np
import numpy.typing as npt

from hardware import Mark1, Mark1Spec, Pattern, WiringFamily
from hardware.theory import firing_probability, firing_probability_on

FloatArray = npt.NDArray[np.float64]
SPREADS = 12  # of a Poisson number about its mean, beyond which it is not looked for: less than one in 10**30


def firing_share(machine: Mark1, pattern: Pattern) -> float:
    """The share of the A-units that fire in a long exposure to *pattern*; no time passes."""
    return float(machine.association.fires(machine.retina.felt(pattern).closes).mean())


def expected_firing_share(spec: Mark1Spec, lit_cells: int) -> float | None:
    """P_a of a machine of *spec* with *lit_cells* of its cells lit, one threshold for all its A-units.

    Where an A-unit has exactly x and y wires, R57 Eq. 1 (distinct S-units) or Eq. 2 (with replacement). Where these are
    means, Eq. 2 over Poisson numbers. None for local wiring, of which no formula knows.
    """
    board, threshold, cells = spec.plugboard, spec.association.threshold, spec.retina.s_units
    x, y = board.excitatory, board.inhibitory
    if board.family is WiringFamily.LOCAL:
        return None
    if board.family is WiringFamily.POISSON:
        return _poisson_firing_share(x * lit_cells / cells, y * lit_cells / cells, threshold)
    if board.replacement:
        return firing_probability(lit_cells / cells, x, y, threshold)
    return firing_probability_on(cells, lit_cells, excitatory=x, inhibitory=y, threshold=threshold)


def _poisson_firing_share(excitatory: float, inhibitory: float, threshold: int) -> float:
    """How likely a Poisson number of mean *excitatory* exceeds one of mean *inhibitory* by *threshold* or more."""
    reaching = np.append(np.cumsum(_poisson(excitatory)[::-1])[::-1], 0.0)  # by number: so many or more
    inhibited = _poisson(inhibitory)
    needed = np.clip(threshold + np.arange(inhibited.size), 0, reaching.size - 1)
    return float(reaching[needed] @ inhibited)


def _poisson(mean: float) -> FloatArray:
    """The probabilities of 0, 1, 2 and so on, as far as they count."""
    numbers = np.arange(math.ceil(mean + SPREADS * math.sqrt(mean)) + 30)
    if mean == 0:
        return np.where(numbers == 0, 1.0, 0.0)
    factorials = np.concatenate(([0.0], np.cumsum(np.log(numbers[1:]))))
    probabilities: FloatArray = np.exp(numbers * math.log(mean) - mean - factorials)
    return probabilities


def random_dots(count: int, shape: tuple[int, int], lit_share: float, rng: np.random.Generator) -> FloatArray:
    """*count* images of *shape*, each with the same number of cells lit, drawn anywhere."""
    cells = shape[0] * shape[1]
    lit = np.tile(np.arange(cells) < round(lit_share * cells), (count, 1))
    return rng.permuted(lit, axis=1).astype(np.float64).reshape(count, *shape)
