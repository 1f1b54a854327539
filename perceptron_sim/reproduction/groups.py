"""All rows of the bench, in the groups that the table shows, each with what its reader should know."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import ascii_lowercase

from perceptron_sim.reproduction.claim import Claim
from perceptron_sim.reproduction.rows_704 import CLAIMS as ON_704
from perceptron_sim.reproduction.rows_mark1 import CLAIMS as ON_MARK1
from perceptron_sim.reproduction.rows_predictions import (
    FIRING_FORMULA,
    FIRING_MEASURED,
    PREDICTIONS,
    TABLE_1_FORMULA,
    TABLE_1_TRIED,
)
from perceptron_sim.reproduction.rows_theorems import CAPACITY, THEOREMS


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one kind under one title."""

    title: str
    about: str
    claims: tuple[Claim, ...]


def _named(claims: Iterable[Claim]) -> Iterator[tuple[Claim, str]]:
    of_number: dict[str, list[Claim]] = {}
    for claim in claims:
        of_number.setdefault(claim.number, []).append(claim)
    for number, same in of_number.items():
        for place, claim in enumerate(same):
            yield claim, number if len(same) == 1 else number + _letters(place)


def _letters(place: int) -> str:
    """a to z, then aa, ab and so on."""
    before, letter = divmod(place, len(ascii_lowercase))
    return (ascii_lowercase[before - 1] if before else "") + ascii_lowercase[letter]


GROUPS = (
    Group(
        "The Mark I",
        "Ours: the simulated machine, its parts as assumed everywhere here, taught by the simulated trainer. New "
        "squares are drawn by the same dice: of the few places on this retina, about 41 % of those asked had been "
        "taught.",
        ON_MARK1,
    ),
    Group(
        "Programs on an IBM 704, not the Mark I",
        "Ours: a program too, of as many A-units as are told, on a larger retina (assumed), with whole numbers for "
        "values and neither time nor parts. Every stimulus is shown once and corrected; then new ones are asked, drawn "
        "by the same dice: 1 to 5 % of these had been taught.",
        ON_704,
    ),
    Group(
        "Predictions",
        "Made before there was a machine. Ours: the same program, taught by force, on the Mark I's retina; 512 A-units "
        "where none are told. New figures are drawn by the same dice, and this retina has few places: of those asked "
        "57 to 68 % had been taught, after endless training all of them.",
        PREDICTIONS,
    ),
    Group(
        "Theorems, and practice beside them",
        "Ours: the simulated machine, or its A-units alone where only they matter.",
        THEOREMS,
    ),
    Group(
        "Capacity",
        "Patterns of random dots in two random classes. N weights separate 2 N patterns in general position on average "
        "(Cover 1965); what lessons of limited length find is less.",
        CAPACITY,
    ),
    Group(
        "A-units that fire: the formula",
        "Printed: worked out from R57 Eq. 2 beforehand; R57 has the formula, not the table.",
        FIRING_FORMULA,
    ),
    Group(
        "A-units that fire: boards drawn",
        "Printed: the exact value on 400 cells. Ours: boards drawn at random, a random image for each. Of thirty "
        "intervals of 95 % one or two should miss.",
        FIRING_MEASURED,
    ),
    Group(
        "R57 Table 1: the formula",
        "The columns of P_a = .01 are printed half a per cent low: they lack a term, and so they differ.",
        TABLE_1_FORMULA,
    ),
    Group(
        "R57 Table 1: tried out",
        "Printed: Φ of the printed Z. Ours: A-units that fire independently, one unit of value for each association, "
        "the greater mean of the active values wins; what R57 compared is our reading. It takes P_c = 0 and a variance "
        "of P_a³ − P_a⁴; A-units that fire independently have P_c = P_a and P_a − P_a², and the note gives Φ by these.",
        TABLE_1_TRIED,
    ),
)
CLAIMS = tuple(claim for group in GROUPS for claim in group.claims)
NAMES = dict(_named(CLAIMS))  # of the rows: 8.2, or 8.1a and 8.1b where a number has several
