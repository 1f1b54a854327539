"""What theory says beforehand, in closed form: how many A-units fire, how sure an answer is, when correction ends."""

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from hardware.arrays import BoolArray, FloatArray
from hardware.errors import SpecError


def firing_probability(lit_share: float, excitatory: int, inhibitory: int, threshold: int) -> float:
    """P_a of R57 Eq. 2: how likely an A-unit fires if each of its origin points is lit with probability *lit_share*.

    That is an infinite retina, or wires drawn with replacement.
    """
    if not 0 <= lit_share <= 1:
        raise SpecError(f"lit_share must lie in 0..1, got {lit_share!r}")
    _check_origins(excitatory, inhibitory)

    def lit(points: int, of: int) -> float:
        return math.comb(of, points) * lit_share**points * (1 - lit_share) ** (of - points)

    return math.fsum(lit(e, excitatory) * lit(i, inhibitory) for e, i in _firing(excitatory, inhibitory, threshold))


def firing_probability_on(cells: int, lit_cells: int, *, excitatory: int, inhibitory: int, threshold: int) -> float:
    """P_a of R57 Eq. 1: as above on a retina of *cells*, *lit_cells* of them lit, all origins of a unit distinct.

    The count of ways is exact; one division rounds.
    """
    _check_origins(excitatory, inhibitory)
    if not 0 <= lit_cells <= cells:
        raise SpecError(f"lit_cells must lie in 0..{cells}, got {lit_cells!r}")
    if excitatory + inhibitory > cells:
        rule = f"at most the {cells} cells"
        raise SpecError(f"excitatory and inhibitory origins must be {rule}, got {excitatory + inhibitory!r}")
    dark_cells = cells - lit_cells
    ways = 0
    for e, i in _firing(excitatory, inhibitory, threshold):
        dark_e, dark_i = excitatory - e, inhibitory - i
        if dark_e <= dark_cells and e <= lit_cells:
            lit_ways = math.comb(lit_cells, e) * math.comb(lit_cells - e, i)
            ways += lit_ways * math.comb(dark_cells, dark_e) * math.comb(dark_cells - dark_e, dark_i)
    return ways / (math.comb(cells, excitatory) * math.comb(cells - excitatory, inhibitory))


def _check_origins(excitatory: int, inhibitory: int) -> None:
    if excitatory < 0 or inhibitory < 0:
        raise SpecError(f"origins must be zero or more, got {excitatory!r} excitatory and {inhibitory!r} inhibitory")


def _firing(excitatory: int, inhibitory: int, threshold: int) -> Iterator[tuple[int, int]]:
    """Every number of lit excitatory and lit inhibitory origins at which an A-unit fires."""
    for e in range(excitatory + 1):
        yield from ((e, i) for i in range(inhibitory + 1) if e - i >= threshold)


def recall_z(stimuli: int, a_units: int, firing_share: float) -> float:
    """Z of R57 Table 1: how many standard deviations a right answer about a taught stimulus is away from a wrong one.

    *stimuli* were associated to each response, *a_units* serve it, *firing_share* of them fire at any one stimulus
    (P_a); no stimulus is like another one (P_c = 0). That is R57's Z = (1 - P_c) / sigma with
    sigma**2 = 2 N_s (P_a**3 - P_a**4) / (N_A P_a).
    """
    if stimuli < 1 or a_units < 1:
        raise SpecError(f"stimuli and a_units must be one or more, got {stimuli!r} and {a_units!r}")
    if not 0 < firing_share < 1:
        raise SpecError(f"firing_share must lie between 0 and 1, got {firing_share!r}")
    variance = 2 * stimuli * (firing_share**3 - firing_share**4) / (a_units * firing_share)
    return 1 / math.sqrt(variance)


def normal_probability(z: float) -> float:
    """Phi(z): how likely a standard normal value is below *z*."""
    return 0.5 * math.erfc(-z / math.sqrt(2))


def correction_bound(firing: BoolArray, wanted: BoolArray, values: npt.ArrayLike) -> float:
    """At most so many corrections error correction needs: (R / gamma)**2 (Rosenblatt; Block 1962; Novikoff 1963).

    *firing* (patterns, a_units) and *wanted* (patterns,) are what one R-unit is taught; *values* (a_units,) is any
    vector that answers all of it rightly. R is the length of the longest pattern, gamma the least distance from zero
    of the sums of the values, made a unit vector. The bound holds where every correction turns by one unit, all values
    begin at zero and none meets a stop. SpecError if the values do not separate the patterns.
    """
    planted = np.asarray(values, dtype=np.float64)
    if not planted.any():
        raise SpecError("values must separate the patterns, got zeros")
    sums: FloatArray = firing.astype(np.float64) @ (planted / np.linalg.norm(planted))
    margin = float(np.where(wanted, sums, -sums).min())
    if not margin > 0:
        raise SpecError(f"values must separate the patterns, got a margin of {margin!r}")
    return float(firing.sum(axis=1).max()) / margin**2
