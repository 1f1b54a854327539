"""The rows of history's section 8 about programs on an IBM 704 (7 to 12)."""

from perceptron_sim.reproduction.claim import Claim, Figure, Source, about, as_many_as, counted, more_than
from perceptron_sim.reproduction.ibm704 import FIRST_TRIALS, SQUARES

NYT713 = Source("NYT713", "New York Times", "13 July 1958")
POPULAR = Source("PASQ, WIK", "popular accounts of the same show", "July 1958")
NYT708 = Source("NYT, 8 July 1958", "New York Times", "8 July 1958")
PROC60 = Source("WIK", "F. Rosenblatt, by way of Wikipedia", "1960")
SECOND_HAND = Source("a secondary page", "F. Rosenblatt, by way of others", "1960")
RIGHT = 97  # of the hundred squares

CLAIMS = (
    Claim(
        number="8.7",
        what="squares left or right, 100 shown: right of new ones",
        source=NYT713,
        certainty="S",
        printed="97 of 100",
        span=counted(RIGHT, SQUARES),
        figure=Figure(measure="704-left-right", name="after 100"),
        remark="whether the 97 were new ones is not told",
    ),
    Claim(
        number="8.7",
        what="the same, where 30 to 40 squares were enough: after 40",
        source=NYT713,
        certainty="S",
        printed="enough",
        span=as_many_as(RIGHT, SQUARES),
        figure=Figure(measure="704-left-right", name="after 40"),
        remark="enough is read as 97 of 100, or more",
    ),
    Claim(
        number="8.8",
        what="the same, told apart after 50 trials",
        source=POPULAR,
        certainty="S",
        printed="told apart",
        span=as_many_as(RIGHT, SQUARES),
        figure=Figure(measure="704-left-right", name="after 50"),
        remark="told apart is read as 97 of 100, or more",
    ),
    Claim(
        number="8.8",
        what="the same, right during the first 50 trials",
        source=NYT708,
        certainty="M",
        printed="no distinction",
        span=counted(FIRST_TRIALS // 2, FIRST_TRIALS),
        figure=Figure(measure="704-left-right", name="first 50"),
        remark="no distinction is read as 25 of 50; seen in no source",
    ),
    Claim(
        number="8.9",
        what="square or circle, anywhere and turned anyhow, 500 A-units, 10,000 shown: right of new ones",
        source=PROC60,
        certainty="S",
        printed="99.8 %",
        span=about("99.8", 0.01),
        figure=Figure(measure="704-squares-circles", name="solid"),
    ),
    Claim(
        number="8.9",
        what="the same with thick outlines, better than solid: by how much",
        source=PROC60,
        certainty="S",
        printed="better",
        span=more_than(0.0),
        figure=Figure(measure="704-squares-circles", name="outlined better by", least=-1.0),
    ),
    Claim(
        number="8.9",
        what="about 3 s for each stimulus; in 8.10, as is remembered, 15 s",
        source=PROC60,
        certainty="S",
        printed="3 s",
        untestable="the time of a computer that is not simulated here",
    ),
    Claim(
        number="8.10",
        what="square or diamond, anywhere, 1,000 A-units, 60 shown: right of new ones",
        source=PROC60,
        certainty="S",
        printed="100 %",
        span=about("100", 0.01),
        figure=Figure(measure="704-squares-diamonds", name="right"),
    ),
    Claim(
        number="8.11",
        what="X or E, anywhere, turned by up to 30°, 1,000 A-units, 20 shown: right of new ones",
        source=SECOND_HAND,
        certainty="S",
        printed="100 %",
        span=about("100", 0.01),
        figure=Figure(measure="704-x-e", name="turned a little"),
    ),
    Claim(
        number="8.11",
        what="X or E, anywhere, turned anyhow, 1,000 A-units, 60 shown: right of new ones",
        source=SECOND_HAND,
        certainty="S",
        printed="90 %",
        span=about("90", 0.01),
        figure=Figure(measure="704-x-e", name="turned anyhow"),
    ),
    Claim(
        number="8.12",
        what="E or F, anywhere, 1,000 A-units, 60 shown: right of new ones",
        source=PROC60,
        certainty="S",
        printed="more than 80 %",
        span=more_than(0.80),
        figure=Figure(measure="704-e-f", name="right"),
    ),
)
