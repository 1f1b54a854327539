"""How the figures of a visitor's lesson come about: the picture, each lamp's volts, each probability, a visit."""

from collections.abc import Sequence

import numpy as np

from perceptron_sim.explain.knobs import signed
from perceptron_sim.explain.parts_known import PARTS_KNOWN
from perceptron_sim.explain.score import Figure
from perceptron_sim.explain.teach import best, named, visited
from perceptron_sim.learner import Opinion
from perceptron_sim.sign import BRIGHTEST, Sign
from perceptron_sim.visits import Visit

CODES = "which letter has which code: assumed"
WITHOUT_TIME = "worked out for what is on the pad, no time passing, without noise"
SHOWN_SUMS = 3


def of_sign(sign: Sign) -> Figure:
    """How much light is on the pad."""
    levels = np.frombuffer(sign.levels, dtype=np.uint8)
    lit, light = int(np.count_nonzero(levels)), float(levels.sum()) / BRIGHTEST
    return Figure(
        title="What is on the pad",
        facts=(
            ("cells", f"{sign.rows} × {sign.columns} = {sign.rows * sign.columns}"),
            ("together as light as", f"{light:,.1f} full cells"),
            ("", "each cell has one of 256 levels of light; a photocell needs enough of it to close its relay"),
        ),
        arithmetic=(f"{lit} of {levels.size} cells have light", f"= {lit / levels.size:.0%} of the retina"),
        source="drawn here; both machines are shown these very numbers",
    )


def of_showing() -> Figure:
    """What Teach and Ask do."""
    return Figure(
        title="Teach and Ask",
        facts=(
            ("Teach", "your sign is the next lesson of both: they see it, answer, and learn what you say that it is"),
            ("Ask", "they see it and answer; nobody tells them what it is, and nothing changes"),
            ("", "a sign that was taught lies in the tray, to be taught again"),
        ),
        arithmetic=(),
        source="both get the very same numbers; visits do not count in the experiment's score",
    )


def of_lamp(unit: int, opinion: Opinion | None, threshold_v: float) -> Figure:
    """Why the lamp of R-unit *unit* would light or stay dark."""
    known = PARTS_KNOWN["r_unit"]
    rule = ("", "the wipers of all its A-units that would fire add up; above its threshold the lamp lights")
    if opinion is None:
        return Figure(
            title=f"R{unit + 1}", facts=(rule,), arithmetic=(), certainty=known.certainty, source=known.source
        )
    margin = opinion.margins[unit]
    nearest = int(np.argmin(np.abs(opinion.margins)))
    return Figure(
        title=f"R{unit + 1}: {'would light' if margin > 0 else 'would stay dark'}",
        facts=(rule, ("nearest to its threshold", f"R{nearest + 1}: {signed(opinion.margins[nearest], 2)} V")),
        arithmetic=(
            f"sum of its wipers = {signed(margin + threshold_v, 3)} V",
            f"− threshold {signed(threshold_v, 3)} V",
            f"= {signed(margin, 3)} V: {'lit' if margin > 0 else 'dark'}",
        ),
        certainty=known.certainty,
        source=known.source,
    )


def of_machine(opinion: Opinion | None, names: Sequence[str], wanted: tuple[str, str] | None) -> Figure:
    """What the lamps together mean, and how sure that is; *wanted*: what it is said to be, and the code of that."""
    source = f"R-units with states 1 and 0: documented (MAN60, DCN60); {CODES}; {WITHOUT_TIME}"
    if opinion is None:
        facts = (("", "the machine answers by its R-lamps: which are lit says which class it is, or none"),)
        return Figure(title="What the machine says", facts=facts, arithmetic=(), certainty="assumed", source=source)
    margins = np.abs(opinion.margins)
    nearest = int(margins.argmin())
    asked = ((f"lamps that mean {wanted[0]}", wanted[1]),) if wanted else ()
    return Figure(
        title=f"The machine would say: {named(opinion, names)}",
        facts=(
            ("lamps, R1 first", "".join("1" if volts > 0 else "0" for volts in opinion.margins)),
            *asked,
            ("they stand for", named(opinion, names)),
            ("", "it is as sure as its least certain lamp: one that changes makes something else of it"),
        ),
        arithmetic=(
            *(f"R{unit + 1}: {signed(volts, 2)} V from its threshold" for unit, volts in enumerate(opinion.margins)),
            f"the nearest: R{nearest + 1}, {margins[nearest]:.2f} V",
        ),
        certainty="assumed",
        source=source,
    )


def of_network(opinion: Opinion | None, names: Sequence[str]) -> Figure:
    """What the network finds most probable."""
    rule = ("", "it gives every class a probability and says the most probable one; it never says none")
    if opinion is None:
        return Figure(title="What the network says", facts=(rule,), arithmetic=(), source=WITHOUT_TIME)
    first = best(opinion, SHOWN_SUMS)
    rest = 1 - sum(opinion.margins[label] for label in first)
    sums = [f"{names[label]}: {opinion.margins[label]:.4f}" for label in first]
    others = [f"all {len(names) - len(first)} others: {max(rest, 0.0):.4f}"] if len(names) > len(first) else []
    return Figure(
        title=f"The network would say: {named(opinion, names)}",
        facts=(rule,),
        arithmetic=(*sums, *others, "together 1"),
        source=WITHOUT_TIME,
    )


def of_probability(place: int, opinion: Opinion | None, names: Sequence[str]) -> Figure:
    """How probable the network finds the class that is number *place*, from 0, of the likeliest."""
    if opinion is None:
        facts = (("", "as soon as something is on the pad, its likeliest classes stand here"),)
        return Figure(title=f"Number {place + 1} of the likeliest", facts=facts, arithmetic=(), source=WITHOUT_TIME)
    label, chance = best(opinion, place + 1)[place], 1 / len(names)
    probability = opinion.margins[label]
    return Figure(
        title=f"How probable {names[label]} is",
        facts=(
            ("place", f"{place + 1} of {len(names)}"),
            ("if it knew nothing", f"1 : {len(names)} = {chance:.1%}"),
        ),
        arithmetic=(
            f"softmax of its output = {probability:.4f}",
            f"= {probability:.1%}, {probability / chance:.3g} × as much as by chance",
        ),
        source=WITHOUT_TIME,
    )


def of_visit(visit: Visit, mark1: str, modern: str, names: Sequence[str]) -> Figure:
    """One sign that was shown, and what both made of it before they learned from it."""
    machine, network = visit.opinions[mark1], visit.opinions[modern]
    volts = " ".join(signed(one, 1) for one in machine.margins)
    return Figure(
        title=f"Lesson {visit.lesson + 1:,}: {visited(visit, names)}",
        facts=(
            ("the machine said", named(machine, names)),
            ("its lamps, volts above threshold", volts),
            ("the network said", named(network, names)),
            ("its probability of that", f"{network.sureness:.1%}"),
            ("", "both were asked just before they saw it; what they learned from it shows at the next one"),
        ),
        arithmetic=(),
        source="kept by this run; visits do not count in the experiment's score",
    )
