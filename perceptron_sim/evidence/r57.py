"""R57 Table 1, how sure a perceptron is of what it was taught, worked out again; Appendix II, which cannot be."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hardware.theory import normal_probability, recall_z
from perceptron_sim.evidence.row import Row

# (share of A-units that fire, A-units of a response), and Z as printed for so many stimuli per response
COLUMNS = ((0.10, 100), (0.10, 200), (0.01, 1000), (0.01, 2000))
PRINTED = {
    10: ("23.6", "33.3", "707", "1000"),
    100: ("7.45", "10.5", "223.7", "316"),
    1_000: ("2.36", "3.33", "70.7", "100"),
    10_000: (".745", "1.05", "22.37", "31.6"),
    100_000: (".236", ".333", "7.07", "10.0"),
    1_000_000: (".0745", ".105", "2.237", "3.16"),
}
# Appendix II: what each of six stimuli added up to for R1 and R2; the first three were taught to R1, then to R2.
Biases = tuple[tuple[int, int], ...]
BIASES: Biases = ((18, 6), (17, 13), (21, 14), (12, 14), (9, 15), (10, 18))
BIASES_EXCHANGED: Biases = ((10, 15), (11, 19), (10, 18), (14, 10), (14, 13), (14, 10))
LOST = "cannot be tested, patterns lost"


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of Table 1: Z of *a_units* A-units of which *firing_share* fire, after *stimuli* for each response."""

    firing_share: float
    a_units: int
    stimuli: int
    printed: str

    @property
    def z(self) -> float:
        """Z by the formula that the table is said to be worked out from."""
        return recall_z(self.stimuli, self.a_units, self.firing_share)

    @property
    def rough_z(self) -> float:
        """Z without the term in P_a**4: what the columns of P_a = .01 turn out to be printed from."""
        return self.z * math.sqrt(1 - self.firing_share)


def entries() -> Iterator[Entry]:
    """Table 1, column by column."""
    for column, (share, a_units) in enumerate(COLUMNS):
        yield from (Entry(share, a_units, stimuli, printed[column]) for stimuli, printed in PRINTED.items())


def table_rows(table: Iterable[Entry]) -> Iterator[Row]:
    """Table 1 beside the formula."""
    for one in table:
        rough = f"{_four_digits(one.rough_z)} without P_a⁴" if one.firing_share == 0.01 else ""
        yield Row(
            what=f"Z: P_a = {one.firing_share:.2f}, N_A = {one.a_units}; {one.stimuli:,} stimuli to a response",
            source="R57 Table 1",
            theirs=one.printed,
            ours=_four_digits(one.z),
            basis=f"Φ(Z) = {normal_probability(one.z):.4f}",
            note=rough,
        )


def _four_digits(z: float) -> str:
    return f"{z:#.4g}".rstrip(".")


def right_by_biases(biases: Biases, *, exchanged: bool) -> int:
    """For how many of six stimuli the greater bias is that of the response they were taught."""
    return sum((first > second) == ((number < 3) != exchanged) for number, (first, second) in enumerate(biases))


def appendix_rows(taught: Iterable[tuple[str, int]]) -> Iterator[Row]:
    """Appendix II: only what is printed can be added up."""
    for what, right in taught:
        yield Row(
            what=what,
            source="R57 App. II",
            theirs="6 of 6",
            ours=LOST,
            note=f"{right} of 6 by the printed biases; the patterns of Fig. 6 cannot be read in the copy consulted",
        )
    yield Row(what="expected overlap of two stimuli", source="R57 App. II", theirs="5/16", ours=LOST)


def appendix() -> Iterator[tuple[str, int]]:
    """What was taught, and how many of six are right by the printed biases."""
    yield "64 A-units, six stimuli, three to a response: right", right_by_biases(BIASES, exchanged=False)
    yield "the same, responses exchanged: right", right_by_biases(BIASES_EXCHANGED, exchanged=True)
