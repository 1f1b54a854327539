"""The parts of the cabinet: how well their look and their use are known, and from where."""

from dataclasses import dataclass
from enum import StrEnum

PHOTO = "two museum photographs (NMAH 1987.0819)"
OURS = "drawn by us; no evidence found"


class Known(StrEnum):
    """How well a part's look, or its use, is known."""

    DOCUMENTED = "documented"
    INFERRED = "inferred"
    INVENTED = "invented"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the picture: what it is, and the certainty and source of its look and of its use."""

    name: str
    what: str
    look: Known
    look_source: str
    use: Known
    use_source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a card says; the fields are those of the window's cards."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    arithmetic: tuple[str, ...] = ()
    certainty: str = "computed"
    source: str = ""


D, I, V = Known.DOCUMENTED, Known.INFERRED, Known.INVENTED  # noqa: E741  as the table below reads best
# fmt: off
PARTS: dict[str, Part] = {
    "picture": Part(
        "The picture and its lights",
        "A printed character on a board, lit by powerful lights; a lens throws it on the photocells.",
        V, "no picture of it was seen: easel, number of lights, where the lens is and how the beam looks are ours",
        D, "a camera-like arrangement (BISH); the pattern is placed by hand in the field of view (NAVY60)",
    ),
    "name": Part(
        "The name band",
        "A white strip with a round emblem and the words over the middle cabinets.",
        I, f"{PHOTO}; what the emblem holds cannot be read",
        I, PHOTO,
    ),
    "cabinet": Part(
        "The cabinet",
        "One row of steel cabinets, 1 : 2 : 2 : 1 : 1 bays wide. Drawn lower than the 4.1 bays of the photograph.",
        I, f"{PHOTO}: widths, light fronts, dark plinth; they are black and white: shade, wear and the words on the "
        "plates are ours",
        I, "sensory units left, control and response right (WIK on the Navy's photograph; the museum's fits)",
    ),
    "retina": Part(
        "The retina's display",
        "A black panel of 20 × 20 lamps that shows which photocells are on.",
        I, f"a black panel of 20 × 20 dots in {PHOTO}; that they are lamps, and that they glow amber, is ours",
        D, "a letter C on it is the present sensory input (WIK on the Navy's photograph, NAVY60)",
    ),
    "switches": Part(
        "The cell switches",
        "20 × 20 small black switches or trimmers, one for each photocell.",
        I, f"{PHOTO}, counted",
        V, "override switches or trimmers of sensitivity, it is not documented; here, and that is assumed, up forces "
        "the cell's relay on, down off, and the middle leaves it automatic",
    ),
    "blank": Part("The plain panel", "Plain sheet steel down to the floor.", I, PHOTO, I, "nothing is seen on it"),
    "doors": Part(
        "The doors",
        "Double doors with two long handles; the plugboard is behind them.",
        I, f"{PHOTO}, closed; that they stand open is our choice",
        I, "the plugboard is behind the closed panel (WIK on NAVY60)",
    ),
    "plugboard": Part(
        "The plugboard",
        "Wires from the photocells' jacks, left, to the jacks of the A-units, right. Those alight excite an A-unit "
        "that fires, from a cell that is on: all of them are drawn; of the others every fourth, inhibiting ones too.",
        I, "a man-high tangle of thin light wires hanging in loops (an uncredited photograph, fits BISH); where "
        "which jack stands is ours, and no wire ever glowed: that shows where a signal runs",
        D, "a plugboard (TAPP, BISH); wires from a table of random numbers (WIK quoting MAN60)",
    ),
    "modules": Part(
        "The values",
        "Behind glass, 8 × 8 modules of 8 motors with gear and potentiometer: one value for each A-unit.",
        I, f"{PHOTO}: 8 columns × 8 rows of equal assemblies; how a module holds its 8, the brass faces, the "
        "gear (20 turns of a motor to one of its wiper), pilot lamps, wheels and the light of what runs are invented",
        D, "512 A-units (DCN60), many-to-one (MAN60 Fig. 1), weights in motor-driven potentiometers (BISH, TAPP)",
    ),
    "trunk": Part(
        "The cable space",
        "Room for cables below the modules.",
        I, f"{PHOTO} show the space; which cables lie in it, and how, is ours",
        I, "cables between the bays",
    ),
    "answers": Part(
        "The answers",
        "Two lamps for each R-unit: 1 and 0.",
        V, f"a column pair of 8 rows of switches in {PHOTO}; where the lamps were cannot be told",
        D, "eight binary R-units, states 1 and 0 (MAN60 Fig. 1); they display the response (NAVY60)",
    ),
    "control": Part(
        "The control switch",
        "A rotary switch that says when the machine is corrected.",
        I, f"labelled rotary switches in {PHOTO}; which they were cannot be read",
        D, "forced learning, error correction, spontaneous learning (PASQ quoting MAN60); that one switch chose among "
        "them, and its place, are assumed",
    ),
    "motors switch": Part(
        "The motors' switch",
        "Off: reinforcement gives the motors no current, and nothing is learned.",
        V, f"labelled toggle switches in {PHOTO}; which they were cannot be read, this one's place is ours",
        V, "no main switch of the motors is documented; it is assumed",
    ),
    "panel meter": Part(
        "The panel meter", "One meter on the control panel.", I, PHOTO, V, "what it measured is not known"
    ),
    "levers": Part(
        "The R-switches",
        "Eight lever switches in a vertical row; with them the trainer forces the wanted code.",
        I, f"{PHOTO}: 8 levers on the door",
        I, "the trainer forces the right answer with an electrical control (NAVY60); that it is these is inferred; "
        "that they had a middle position, which leaves it to the label's code, is assumed",
    ),
    "phases": Part(
        "The trainer's lamps",
        "What the trainer does: expose, correct, change the picture.",
        I, f"a small cluster of lamps in {PHOTO}",
        V, "what they meant is not known; a trainer's three steps are documented (NAVY60)",
    ),
    "counter": Part(
        "The counter",
        "Which exposure this is, or was the last, since the values were cleared.",
        V, OURS,
        V, "no counter is known; the count is exact",
    ),
    "lessons switch": Part(
        "The lessons' switch",
        "Automatic: the experiment's pictures come one after the other. Hand: only what you show.",
        V, OURS,
        V, "ours: at the real machine a person placed every pattern by hand (NAVY60)",
    ),
    "clear button": Part(
        "The button that clears",
        "It puts all potentiometers to their middle; the network keeps what it learned.",
        V, f"push buttons in {PHOTO}, in another bay; this one's place is ours",
        V, "how values were cleared is not known; pots could be set by hand (PASQ)",
    ),
    "handle": Part(
        "The handle",
        "A pull handle on the door.",
        I, f"{PHOTO}; that it lies across, beside the connectors, is ours",
        I, "plain from its look",
    ),
    "service": Part(
        "The service sheet",
        "Break parts and mend them, run the self-test, switch many things at once, put all back as delivered.",
        V, OURS,
        V, "how the machine was serviced, how often it failed and what a test looked like is not known",
    ),
    "foot": Part(
        "The connectors",
        "Connectors near the floor.",
        I, f"{PHOTO}; how many, and of which kind, is ours",
        I, "plain from their look",
    ),
    "meters": Part(
        "The meter rack",
        "24 square meters, 6 rows of 4 in pairs: sums, firing A-units and motors of R1 to R8.",
        I, PHOTO,
        V, "what they measured is not known; each one here shows a signal of the simulated machine",
    ),
    "fuses": Part("Fuses and buttons", "A cluster of fuses and push buttons.", I, PHOTO, I, "plain from their look"),
    "plates": Part("Blank panels", "Two blank panels with rating plates.", I, PHOTO, I, "nothing else is on them"),
    "supplies": Part(
        "The supplies",
        "Two with two large meters and a knob, two with two meters and a round dial.",
        I, PHOTO,
        V, "which supply fed what is not known; the meters here show signals of the simulated machine",
    ),
}
# fmt: on


def look_of(name: str) -> str:
    """How well it is known what the part *name* looked like, and from where."""
    part = PARTS[name]
    return f"Its look is {part.look}: {part.look_source}."
