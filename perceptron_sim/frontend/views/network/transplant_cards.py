"""The cards of a transplant: one pot from weight to volts, one weight from its winding, the wipers, who names what."""

import numpy as np
import numpy.typing as npt

from hardware import PotentiometerSpec, Wiring
from perceptron_sim.explain.network_transplant import (
    SOURCE,
    Prospect,
    asked_in_words,
    pot_arithmetic,
    pot_facts,
    weight_arithmetic,
    windings,
    windings_in_words,
)
from perceptron_sim.frontend.view import Card
from perceptron_sim.frontend.views.network.transplant_work import TransplantReading
from perceptron_sim.operations import Direction

NOTHING_YET = Prospect(0, 1, 0)
NEAREST = "where the lamps mean no letter or shape, the network still names the one whose code is nearest"


def pot_card(unit: int, found: TransplantReading, wiring: Wiring, spec: PotentiometerSpec) -> Card:
    """How the shaft of A-unit *unit* stands and would stand, and why there."""
    prospect, r_unit = found.prospect or NOTHING_YET, int(wiring.assignment[unit])
    return Card(
        title=f"Potentiometer of A-unit {unit}",
        facts=pot_facts(unit, r_unit, float(found.angle_deg[unit]), prospect, spec),
        arithmetic=pot_arithmetic(unit, prospect, spec),
        source=SOURCE,
    )


def weight_card(
    unit: int,
    weight: float,
    name: str,
    code: npt.NDArray[np.bool_],
    found: TransplantReading,
    wiring: Wiring,
    spec: PotentiometerSpec,
) -> Card:
    """What the winding of A-unit *unit* becomes: its *weight* to output *name*, whose lamps are *code* (r_units,)."""
    r_unit = int(wiring.assignment[unit])
    winding = float(windings(found.angle_deg, spec)[unit])
    return Card(
        title=f"From A-unit {unit} to output {name}",
        arithmetic=weight_arithmetic(r_unit, winding, weight, bool(r_unit >= 0 and code[r_unit]), name),
        source=SOURCE,
    )


def wipers_card(found: TransplantReading, spec: PotentiometerSpec) -> Card:
    """The travel, and what is lost at its ends and in its middle."""
    facts, lines, whole = (
        [("travel", f"±{spec.stop_deg:g}°, ±{spec.end_v:g} V, {windings_in_words(spec)}")],
        [],
        found.whole,
    )
    if whole is not None and whole.weights is not None:
        of, nought = whole.weights.size, int((whole.weights == 0).sum())
        facts.append(("lost in the middle", "a weight that is not 0, but too small for the first winding"))
        facts.append(("weight 0", f"{nought} of {of}: A-units that never fire, or that no R-unit in use hears"))
        lines = [f"{whole.at_stop} of {of} at a stop", f"{whole.lost} of {of} lost in the middle"]
    return Card(title="Where the wipers rest", facts=facts, arithmetic=lines, source=SOURCE)


def named_card(way: Direction, found: TransplantReading) -> Card | None:
    """How many of how many, before and after."""
    counted = found.counts
    if counted is None:
        return None
    who = "The Mark I" if way is Direction.TO_MACHINE else "The network"
    lines = [
        f"{words}: {right} of {counted.pictures} = {right / counted.pictures:.0%}"
        for words, right in zip(("before", "after"), counted.pair(way), strict=True)
    ]
    facts = [("asked about", f"{asked_in_words(counted, found.taught)} taught pictures, nothing learned")]
    facts += [("beside the machine", NEAREST)] if way is Direction.TO_NETWORK else []
    return Card(title=f"{who} names rightly", facts=facts, arithmetic=lines, source=SOURCE)
