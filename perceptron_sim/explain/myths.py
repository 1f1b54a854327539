"""Myths about the Mark I and what is right, each with its sources and how certain it is; facts in our own words."""

from dataclasses import dataclass

from perceptron_sim.explain.notebook import Entry

DOCUMENTED, INFERRED, UNVERIFIED = "documented", "inferred", "unverified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Myth:
    """What is *told*, what is *right*, how certain that is, and the keys of its *sources*."""

    told: str
    right: str
    certainty: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source by its *key*: what it is, and how much of it could be read for this simulator."""

    key: str
    work: str
    read: str


MYTHS = (
    Myth(
        told="The Mark I was built in 1957, or in 1958.",
        right="In January 1957 it was a plan, and in July 1958 a program on an IBM 704; that summer its parts were "
        "still being designed. The operators' manual is of 15 February 1960. It was built from 1958 to 1960.",
        certainty=DOCUMENTED,
        sources=("R57", "RT58", "MAN60", "NYT713"),
    ),
    Myth(
        told="Rosenblatt built it.",
        right="Frank Rosenblatt thought it out. Charles Wightman and Francis Martin engineered it, and John Hay ran "
        "the experiments.",
        certainty=DOCUMENTED,
        sources=("PND", "RT60"),
    ),
    Myth(
        told="Its neurons began with random weights.",
        right="Random was the wiring between photocells and A-units, drawn from a table of random numbers, every wire "
        "worth +1 or −1 for good. Only the values from A-units to R-units were learned.",
        certainty=DOCUMENTED,
        sources=("R57", "RT58", "WIK"),
    ),
    Myth(
        told="It had 512 × 8 = 4,096 potentiometers.",
        right="It had 512, one for each A-unit, and each A-unit went to one R-unit. The manual's first figure draws a "
        "many-to-one network, and a museum photograph shows 64 assemblies, which fit 8 each.",
        certainty=INFERRED,
        sources=("MAN60", "NMAH", "R57"),
    ),
    Myth(
        told="It knew eight classes, and the largest output won.",
        right="Its eight R-units are independent, each answering 1 or 0 by itself. Together they spell a code; some "
        "codes mean nothing.",
        certainty=DOCUMENTED,
        sources=("MAN60", "DCN60"),
    ),
    Myth(
        told="It ran on a digital computer, or was one.",
        right="The Mark I was photocells, relays, motors and potentiometers. The IBM 704 simulated perceptrons before "
        "it was built; the Harvard Mark I is another machine altogether.",
        certainty=DOCUMENTED,
        sources=("DCN60", "NYT713", "PASQ"),
    ),
    Myth(
        told="It told squares from circles with 99.8 %, and X from E after 20 pictures.",
        right="These are very probably simulations on the IBM 704: some use 1,000 A-units, which the machine did not "
        "have. Left from right after 50 trials certainly was one.",
        certainty=INFERRED,
        sources=("WIK", "NYT713"),
    ),
    Myth(
        told="Minsky and Papert proved that XOR is beyond it.",
        right="They proved limits on what each A-unit may see at once: parity and connectedness need more. XOR of two "
        "cells is easy for the Mark I, whose A-units see several cells each. Try it: the experiment is called xor.",
        certainty=DOCUMENTED,
        sources=("MP69",),
    ),
    Myth(
        told="Rosenblatt said that it would walk, talk, see and be conscious.",
        right="A newspaper reported that as what the Navy expected. It is not a technical claim of Rosenblatt's.",
        certainty=DOCUMENTED,
        sources=("NYT713",),
    ),
    Myth(
        told="People trained it by setting its weights by hand.",
        right="Motors set them while it was taught; the potentiometers could also be turned by hand.",
        certainty=DOCUMENTED,
        sources=("PASQ", "TAPP"),
    ),
)

SOURCES = (
    Source(
        key="R57",
        work="F. Rosenblatt, The Perceptron: a Perceiving and Recognizing Automaton, Cornell Aeronautical Laboratory "
        "report 85-460-1, January 1957",
        read="We read nearly all of it",
    ),
    Source(
        key="RT58",
        work="F. Rosenblatt, The Design of an Intelligent Automaton, Research Trends VI(2), Summer 1958",
        read="We read all of it",
    ),
    Source(
        key="MAN60",
        work="Mark I Perceptron Operators' Manual, report VG-1196-G-5, 15 February 1960",
        read="We saw its first figure, and read its opening and quotations; not the whole",
    ),
    Source(
        key="RT60",
        work="J. C. Hay and C. W. Wightman, Mark I Perceptron, Research Trends VIII(1), Spring 1960",
        read="We read its opening",
    ),
    Source(
        key="DCN60",
        work="Office of Naval Research, Digital Computer Newsletter 12(3), July 1960",
        read="We saw its contents page, and read notes by others on its pages",
    ),
    Source(
        key="NYT713",
        work="The New York Times, 13 July 1958, section E, page 9",
        read="We read a transcription",
    ),
    Source(
        key="NMAH",
        work="Smithsonian National Museum of American History, object and two photographs of the machine",
        read="We looked at the photographs",
    ),
    Source(
        key="PND",
        work="F. Rosenblatt, Principles of Neurodynamics, 1962",
        read="We know it through others; it could not be opened",
    ),
    Source(
        key="MP69",
        work="M. Minsky and S. Papert, Perceptrons, 1969",
        read="We know it through notes by others on its pages",
    ),
    Source(
        key="PASQ",
        work="M. Pasquinelli, The Eye of the Master, 2023, chapter 9",
        read="We know it through a reader's notes",
    ),
    Source(
        key="TAPP",
        work="C. Tappert, a student of Rosenblatt's, on his contributions",
        read="We read the page",
    ),
    Source(
        key="WIK",
        work="Wikipedia on the perceptron and the Mark I, quoting the manual",
        read="We read several copies",
    ),
)

UNDOCUMENTED = (
    "No source was found for how fast the motors turned, how long exposures and pulses were, which thresholds and how "
    "many wires an A-unit had, how A-units were shared among R-units, or how often parts failed. What this simulator "
    "takes for them is assumed, and its settings say so one by one."
)


def myth_entries() -> list[Entry]:
    """Every myth: what is told, what is right, how certain, from where."""
    return [
        Entry(margin=one.certainty, lead=f"“{one.told}”", text=one.right, more=", ".join(one.sources)) for one in MYTHS
    ]


def source_entries() -> list[Entry]:
    """Every source, and how much of it was read; then what no source tells."""
    listed = [Entry(margin=one.key, text=f"{one.work}.", more=f"{one.read}.") for one in SOURCES]
    return [*listed, Entry(margin="not documented", text=UNDOCUMENTED)]


def sources_of(myth: Myth) -> tuple[Source, ...]:
    """The sources of *myth*, in its order."""
    by_key = {source.key: source for source in SOURCES}
    return tuple(by_key[key] for key in myth.sources)
