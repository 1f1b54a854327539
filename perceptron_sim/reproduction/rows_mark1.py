"""The rows of history's section 8 about the Mark I itself (1 to 6)."""

import math

from perceptron_sim.reproduction.claim import Claim, Figure, Source, about, exactly
from perceptron_sim.reproduction.intervals import Kind

DCN60 = Source("DCN60", "Office of Naval Research", "July 1960")
NAVY60 = Source("NAVY60", "US Navy", "June 1960")
MUR61 = Source("MUR61", "A. E. Murray", "1961")
PASQ = Source("PASQ", "M. Pasquinelli", "2023")
BLOCK = Source("Block 1962", "H. D. Block, and the press", "1960-62")
WIK = Source("WIK", "Wikipedia", "on results of 1960")

EXPOSURES = Figure(measure="mark1-alphabet", name="exposures", form=".1f", most=math.inf)
NO_FIGURE = "no figure is printed"

CLAIMS = (
    Claim(
        number="8.1",
        what="26 letters of one typeface, errors corrected: without error within 40 exposures of each",
        source=DCN60,
        certainty="S",
        printed="without error",
        span=exactly(1.0),
        figure=Figure(measure="mark1-alphabet", name="errorless within 40", kind=Kind.WILSON),
        remark="the share of machines",
    ),
    Claim(
        number="8.1",
        what="the same, if 40 exposures of each letter were also needed",
        source=DCN60,
        certainty="S",
        printed="40",
        span=about("40"),
        figure=EXPOSURES,
        remark="DCN60 does not say that fewer would not have done; the errorless pass counts",
    ),
    Claim(
        number="8.1",
        what="the same, as it is remembered otherwise: exposures of each letter",
        source=BLOCK,
        certainty="M",
        printed="about 15",
        span=about("15"),
        figure=EXPOSURES,
        remark="seen in no source",
    ),
    Claim(
        number="8.2",
        what="letters of one typeface, recognised after training",
        source=NAVY60,
        certainty="P",
        printed="without error",
        span=exactly(1.0),
        figure=Figure(measure="mark1-alphabet", name="right"),
    ),
    Claim(
        number="8.3",
        what="letters of a different typeface added: right",
        source=NAVY60,
        certainty="P",
        printed="85 %",
        span=about("85", 0.01),
        figure=Figure(measure="mark1-second-typeface", name="right"),
        remark="of the letters of both faces; how many faces, and how long they were taught, is not told",
    ),
    Claim(
        number="8.4",
        what="simple, compact, well-defined objects, letters, figures, parts of aerial photographs: learned from a few",
        source=MUR61,
        certainty="P-abs",
        printed="no figure",
        untestable=f"{NO_FIGURE}, and the pictures were not found",
    ),
    Claim(
        number="8.5",
        what="squares left or right, given as the extent of its ability: right of new ones after 100",
        source=PASQ,
        certainty="S",
        printed="no figure",
        figure=Figure(measure="mark1-left-right", name="right"),
        untestable=NO_FIGURE,
    ),
    Claim(
        number="8.5",
        what="letters in the middle of the field, given as the extent of its ability: right after training",
        source=PASQ,
        certainty="S",
        printed="no figure",
        figure=Figure(measure="mark1-alphabet", name="right"),
        untestable=NO_FIGURE,
    ),
    Claim(
        number="8.6",
        what="that results 8.9 to 8.12 were the Mark I's, in versions with other numbers of units",
        source=WIK,
        certainty="S",
        printed="500 and 1,000 A-units",
        untestable="a question of who, not of how much; the machine had 512 A-units, so they are read as the 704's",
    ),
)
