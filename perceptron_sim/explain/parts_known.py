"""How well each part of the Mark I is known: that it was there, and the numbers it has here; one table for all cards.

Certainty and sources are those of docs/history; what a card shows in volts, degrees, microsiemens or seconds is as
certain as those numbers are, however well the part itself is documented.
"""

from dataclasses import dataclass

DOCUMENTED, INFERRED, ASSUMED = "documented", "inferred", "assumed"


@dataclass(frozen=True, slots=True)
class PartKnown:
    """A part: how certain it is that it was so and from where; how certain its numbers are and what they rest on."""

    there: str
    there_source: str
    certainty: str
    numbers: str

    @property
    def source(self) -> str:
        """Both in one line, for the foot of a card."""
        return f"{self.there}: {self.there_source}. {self.certainty.capitalize()}: {self.numbers}."


PARTS_KNOWN = {
    "photocell": PartKnown(
        DOCUMENTED,
        "20 × 20 cadmium sulphide cells (DCN60, BISH)",
        ASSUMED,
        "conductance and its times, from typical cells",
    ),
    "s_unit": PartKnown(
        INFERRED,
        "a two-state stage behind each cell (S-points are on or off in R57; MAN60 Fig. 1 draws the block)",
        ASSUMED,
        "where its relay closes and opens, and how fast",
    ),
    "wire": PartKnown(
        DOCUMENTED,
        "a plugboard (BISH, TAPP), weights +1 and −1 (R57), random origins (WIK quoting MAN60)",
        ASSUMED,
        "how many each A-unit has; which cell each comes from is this run's own",
    ),
    "a_unit": PartKnown(
        DOCUMENTED,
        "512 A-units (DCN60); each fires when excited less inhibited reaches a threshold (PR58 p. 389, R57)",
        ASSUMED,
        "its threshold, its wires, its delay",
    ),
    "potentiometer": PartKnown(
        DOCUMENTED,
        "a motor-driven potentiometer holds a value (BISH, TAPP); that there is one for each A-unit is inferred "
        "(MAN60 Fig. 1, museum photograph)",
        ASSUMED,
        "travel and windings; ±11 V is reported, unverified",
    ),
    "motor": PartKnown(
        DOCUMENTED,
        "an electric motor turns each potentiometer (BISH, TAPP, WIK); of which kind, sources contradict each other",
        ASSUMED,
        "its speed and how long it has current",
    ),
    "r_unit": PartKnown(
        DOCUMENTED,
        "eight binary R-units with states 1 and 0 (MAN60 Fig. 1, DCN60)",
        ASSUMED,
        "the volts it decides on, and what it does at a tie",
    ),
}
