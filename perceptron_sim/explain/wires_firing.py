"""How many A-units fire: what theory says beforehand (P_a), and what the plugged wires give, picture by picture."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from hardware import Mark1, Mark1Spec, WiringFamily
from perceptron_sim.experiments.firing_shares import expected_firing_share
from perceptron_sim.experiments.stimuli import Stimuli

FloatArray = npt.NDArray[np.float64]
MOST_PICTURES = 2_000  # of a larger set the first ones are looked at


@dataclass(frozen=True, slots=True, eq=False)
class PictureShare:
    """One taught picture: cells it lights, and which A-units (a_units,) fire at it once the relays have settled."""

    stimulus: int
    label: int
    lit: int
    fires: npt.NDArray[np.bool_]
    share: float  # of the A-units that fire


def picture_shares(machine: Mark1, stimuli: Stimuli) -> Iterator[PictureShare]:
    """What each of *stimuli* makes of the machine as it is wired now; no time passes and nothing is disturbed."""
    labels = stimuli.labels.tolist()
    for index, image in enumerate(stimuli.images[:MOST_PICTURES]):
        closes = machine.retina.felt(machine.pattern(image)).closes
        fires = machine.association.fires(closes)
        yield PictureShare(index, labels[index], int(closes.sum()), fires, float(fires.mean()))


@dataclass(frozen=True, slots=True)
class PictureMeans:
    """Means over the taught pictures: share that fires on these wires, P_a, cells lit; None where there is none."""

    share: float | None
    theory: float | None
    lit: float | None


def means_of(pictures: Sequence[PictureShare], curve: FloatArray | None) -> PictureMeans:
    """What *pictures* come to together; *curve* is P_a for every number of lit cells."""
    if not pictures:
        return PictureMeans(None, None, None)
    theory = None if curve is None else float(np.mean([curve[picture.lit] for picture in pictures]))
    share, lit = (float(np.mean([getattr(picture, name) for picture in pictures])) for name in ("share", "lit"))
    return PictureMeans(share, theory, lit)


@lru_cache(maxsize=8)
def theory_curve(spec: Mark1Spec) -> FloatArray | None:
    """P_a (s_units + 1,) for every number of lit cells; None where no formula knows (local wiring)."""
    cells = spec.retina.s_units
    if spec.plugboard.family is WiringFamily.LOCAL or spec.association.thresholds:
        return None
    curve = np.array([expected_firing_share(spec, lit) for lit in range(cells + 1)], dtype=np.float64)
    curve.flags.writeable = False
    return curve


def spread(share: float, units: int) -> float:
    """Standard deviation of the share of *units* that fire, each with probability *share* by itself."""
    return math.sqrt(share * (1 - share) / units)


def formula_name(spec: Mark1Spec) -> str:
    """Which formula the theory is, with its source."""
    if spec.plugboard.family is WiringFamily.POISSON:
        return "R57 Eq. 2 over Poisson numbers"
    return "R57 Eq. 2" if spec.plugboard.replacement else "R57 Eq. 1"


def beside_theory(share: float, expected: float | None, units: int) -> str:
    """How far a measured share is from P_a, in standard deviations, in words."""
    if expected is None:
        return "no formula knows this kind of wiring"
    deviation = spread(expected, units)
    if deviation == 0:
        return "just as theory says" if share == expected else "theory leaves no room for chance here"
    off = (share - expected) / deviation
    if abs(off) < 0.05:
        return "just as theory says"
    times = f"{abs(off):.1f} standard deviation{'' if f'{abs(off):.1f}' == '1.0' else 's'}"
    return f"{times} {'above' if off > 0 else 'below'} theory"


def percent(value: float | None) -> str:
    """'35.5 %'; a dash where there is nothing."""
    return "–" if value is None else f"{100 * value:.1f} %"
