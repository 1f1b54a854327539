"""How many A-units fire: R57's formula beside the exact value on 400 cells and beside wirings that were drawn."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from hardware import Mark1Spec, PlugboardSpec
from hardware.theory import firing_probability, firing_probability_on
from perceptron_sim.evidence.machines import UNLIMITED, dice, trainer_of
from perceptron_sim.evidence.row import Row, percent

LIT_SHARES = (0.05, 0.10, 0.20, 0.30, 0.50)
# P_a by R57 Eq. 2, worked out from the formula before this program existed, to four digits.
KNOWN = {
    (5, 5, 1): (0.1797, 0.2692, 0.3401, 0.3642, 0.3770),
    (5, 5, 2): (0.0177, 0.0509, 0.1112, 0.1478, 0.1719),
    (5, 5, 3): (0.0009, 0.0052, 0.0218, 0.0392, 0.0547),
    (10, 10, 2): (0.0553, 0.1218, 0.1972, 0.2313, 0.2517),
    (10, 10, 4): (0.0006, 0.0051, 0.0239, 0.0423, 0.0577),
    (10, 0, 4): (0.0010, 0.0128, 0.1209, 0.3504, 0.8281),
}
LIMIT = PlugboardSpec().wires_per_s_unit
# Where the limit of 40 wires might show: far away, near, and with all but 128 of the 16,000 outlets taken.
LIMITED = ((5, 5, 1), (10, 10, 2), (15, 16, 1))
LIMITED_LIT_SHARE = 0.30


@dataclass(frozen=True, slots=True)
class Setting:
    """x and y wires to an A-unit, threshold, and the share of the retina that is lit."""

    excitatory: int
    inhibitory: int
    threshold: int
    lit_share: float

    def __str__(self) -> str:
        wires = f"x, y, θ = {self.excitatory}, {self.inhibitory}, {self.threshold}"
        return f"{wires}; {percent(self.lit_share, 0)} lit"

    @property
    def formula(self) -> float:
        """P_a by R57 Eq. 2."""
        return firing_probability(self.lit_share, self.excitatory, self.inhibitory, self.threshold)

    @property
    def exact(self) -> float:
        """P_a by R57 Eq. 1, on 400 cells with all origins of a unit distinct."""
        return firing_probability_on(
            400,
            lit_cells(self.lit_share),
            excitatory=self.excitatory,
            inhibitory=self.inhibitory,
            threshold=self.threshold,
        )


@dataclass(frozen=True, slots=True)
class Firing:
    """What share of its A-units fired in each of several machines; fullest: wires at the fullest S-unit, on average."""

    setting: Setting
    shares: tuple[float, ...]
    a_units: int
    fullest: float

    @property
    def mean(self) -> float:
        """The share of all A-units of all machines that fired."""
        return math.fsum(self.shares) / len(self.shares)

    @property
    def spread(self) -> float:
        """Standard deviation from machine to machine."""
        return float(np.std(self.shares, ddof=1))

    @property
    def standard_errors_off(self) -> float:
        """How far the mean is from the exact value, in standard errors of so many independent A-units."""
        exact = self.setting.exact
        return (self.mean - exact) / math.sqrt(exact * (1 - exact) / (self.a_units * len(self.shares)))


def lit_cells(share: float) -> int:
    """How many of the 400 cells *share* is."""
    return round(400 * share)


def settings() -> Iterator[Setting]:
    """The thirty of the table."""
    return (Setting(*wires, share) for wires in KNOWN for share in LIT_SHARES)


def formula_rows(thirty: Iterable[Setting]) -> Iterator[Row]:
    """The formula beside what is known of it."""
    known = (value for values in KNOWN.values() for value in values)
    for setting, theirs in zip(thirty, known, strict=True):
        yield Row(
            what=str(setting),
            source="R57 Eq. 2",
            theirs=f"{theirs:.4f}",
            ours=f"{setting.formula:.4f}",
            note=f"{setting.exact:.4f} on 400 cells (R57 Eq. 1)",
        )


def measure(wirings: int) -> Iterator[Firing]:
    """Draw *wirings* boards without the limit for each setting and see how many A-units fire."""
    for x, y in dict.fromkeys((x, y) for x, y, _ in KNOWN):
        wanted = [setting for setting in settings() if (setting.excitatory, setting.inhibitory) == (x, y)]
        yield from _fired(wanted, wirings, UNLIMITED)


def measure_limit(wirings: int) -> Iterator[tuple[Firing, Firing]]:
    """The same without and with the limit of 40 wires from each S-unit."""
    for wires in LIMITED:
        wanted = [Setting(*wires, LIMITED_LIT_SHARE)]
        yield from zip(_fired(wanted, wirings, UNLIMITED), _fired(wanted, wirings, LIMIT), strict=True)


def _fired(wanted: list[Setting], wirings: int, limit: int) -> Iterator[Firing]:
    """All of *wanted* have the same x and y: each board serves them all."""
    board = PlugboardSpec(excitatory=wanted[0].excitatory, inhibitory=wanted[0].inhibitory, wires_per_s_unit=limit)
    spec = Mark1Spec(plugboard=board)
    boards = [one_board(spec, seed, wanted) for seed in range(wirings)]
    fullest = float(np.mean([wires for wires, _ in boards]))
    for setting, shares in zip(wanted, zip(*(shares for _, shares in boards), strict=True), strict=True):
        yield Firing(setting, shares, spec.association.units, fullest)


def one_board(spec: Mark1Spec, seed: int, wanted: list[Setting]) -> tuple[int, list[float]]:
    """Wires at its fullest S-unit, and the share of A-units that fire at a random image in each of the settings."""
    machine, order = trainer_of(spec, seed).machine, dice(seed).permutation(400)
    fullest, shares = int(np.bincount(machine.wiring.origins.ravel()).max()), []
    for setting in wanted:
        image = np.zeros(400)
        image[order[: lit_cells(setting.lit_share)]] = 1.0
        machine.set_thresholds(np.full(spec.association.units, setting.threshold))
        firing = machine.association.fires(machine.pattern(image.reshape(20, 20)).closes)
        shares.append(float(firing.mean()))
    return fullest, shares


def measured_rows(fired: Iterable[Firing]) -> Iterator[Row]:
    """What was measured beside the exact value."""
    for one in fired:
        yield _beside_exact(one, f"{one.standard_errors_off:+.1f} standard errors".replace("-", "−"))


def limit_rows(fired: Iterable[tuple[Firing, Firing]]) -> Iterator[Row]:
    """What the limit changes: nothing of the mean, since it treats all cells alike; something of the spread."""
    for free, limited in fired:
        without = f"without the limit {free.mean:.4f}, ± {free.spread:.4f}"
        fullest = f"and {free.fullest:.0f} wires at the fullest cell"
        yield _beside_exact(limited, f"from machine to machine ± {limited.spread:.4f}; {without}, {fullest}")


def _beside_exact(measured: Firing, note: str) -> Row:
    return Row(
        what=str(measured.setting),
        source="R57 Eq. 1",
        theirs=f"{measured.setting.exact:.4f}",
        ours=f"{measured.mean:.4f}",
        basis=f"{len(measured.shares)} wirings",
        note=note,
    )
