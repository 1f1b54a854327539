"""What there is to know of everything in the side-by-side view."""

from dataclasses import asdict, dataclass, replace

import numpy as np

from perceptron_sim.explain import score as explained
from perceptron_sim.explain.cells import conductance
from perceptron_sim.explain.knobs import motor_in_words, signed, wiper
from perceptron_sim.explain.neuron import (
    HEADS,
    LAYER,
    OpenedUnit,
    UnitKey,
    a_unit,
    network_unit,
    neuron_layers,
    r_unit,
)
from perceptron_sim.explain.neuron_words import paper, verdict
from perceptron_sim.explain.parts_known import PARTS_KNOWN, PartKnown
from perceptron_sim.explain.wires import cell_name
from perceptron_sim.frontend.view import Card, Key
from perceptron_sim.frontend.views.side_by_side import lesson_cards as explained_lesson
from perceptron_sim.mark1_learner import Mark1Learner
from perceptron_sim.network_learner import NetworkLearner
from perceptron_sim.session import Session
from perceptron_sim.snapshot import SessionSnapshot

NETWORK_SOURCE = "worked out anew from the weights of this instant"
OTHER = {"mark1": "modern", "modern": "mark1"}


@dataclass(frozen=True, slots=True, eq=False)
class Insides:
    """The session and its learners themselves, at the instant of the snapshot they are read with."""

    mark1: Mark1Learner
    modern: NetworkLearner
    session: Session
    taught: int
    unseen: int

    @classmethod
    def of(cls, session: Session) -> "Insides":
        """Those of *session*."""
        unseen = session.experiment.unseen
        return cls(
            session.mark1,
            session.modern,
            session,
            session.experiment.pass_length,
            0 if unseen is None else len(unseen),
        )


def card_of(key: Key, snapshot: SessionSnapshot, insides: Insides) -> Card | None:
    """The card of *key*; None where there is nothing of the kind."""
    match key:
        case ("cell", int(cell)):
            return _photocell(cell, snapshot, insides)
        case ("a_unit", int(unit)):
            opened = a_unit(insides.mark1.machine, snapshot.mark1, unit)
            return _of_part(opened, PARTS_KNOWN["a_unit"])
        case ("knob", int(unit)):
            return _knob(unit, snapshot, insides)
        case ("r_unit", int(unit)):
            return _of_part(r_unit(insides.mark1.machine, snapshot.mark1, unit), PARTS_KNOWN["r_unit"])
        case ("stimulus",):
            return _stimulus(snapshot, insides.session.experiment.stimuli.name)
        case ("input", int(cell)):
            return _input(cell, snapshot)
        case ("hidden" | "weights" | "probability" as kind, int(unit)):
            return _of_network(kind, unit, snapshot, insides)
        case ("score", str(figure), str(learner)):
            return _score(figure, learner, snapshot, insides)
        case ("curve", str(learner)):
            return _score("recent", learner, snapshot, insides)
        case ("pass", int(number)):
            return Card(**asdict(explained.one_pass(number, snapshot.scores)))
        case ("phase", str(phase)):
            return explained_lesson.trainer_step(phase, insides.mark1.machine.spec.timing)
        case ("exposure",):
            return explained_lesson.which_exposure(snapshot)
        case ("verdict", str(learner)):
            return explained_lesson.answer(learner, snapshot)
        case ("kind",):
            return explained_lesson.kind(insides.modern)
    return None


def _of_part(opened: OpenedUnit, known: PartKnown) -> Card:
    """A unit of the machine."""
    return _opened(opened, known.certainty, known.source)


def _opened(opened: OpenedUnit, certainty: str, source: str) -> Card:
    """The sum of a unit of either learner."""
    facts = [("now", verdict(opened)), ("", opened.about)]
    if opened.threshold is not None:
        facts.append(
            ("threshold", signed(opened.threshold, 0 if opened.unit == "" else 1) + f" {opened.unit}".rstrip())
        )
    return Card(title=opened.name, facts=facts, arithmetic=tuple(paper(opened)), certainty=certainty, source=source)


def _photocell(cell: int, snapshot: SessionSnapshot, insides: Insides) -> Card:
    machine, spec = snapshot.mark1, insides.mark1.machine.spec.retina
    wires = int((insides.mark1.machine.wiring.origins == cell).sum())
    return Card(
        title=f"Photocell {cell} ({cell_name(cell, spec.columns)})",
        facts=(
            ("light now", f"{100 * float(machine.light[cell]):.0f} % of {spec.stimulus_lux:.0f} lx"),
            ("relay", "closed: on" if machine.s_contacts[cell] else "open: off"),
            ("wires that leave it", str(wires)),
        ),
        arithmetic=conductance(spec, machine, cell),
        certainty=PARTS_KNOWN["photocell"].certainty,
        source=PARTS_KNOWN["photocell"].source,
    )


def _knob(unit: int, snapshot: SessionSnapshot, insides: Insides) -> Card:
    machine, now = insides.mark1.machine, snapshot.mark1
    volts = float(machine.response.wiper_v(now.time_s)[unit])
    angle_deg, patched = float(now.angle_deg[unit]), int(machine.wiring.assignment[unit])
    return Card(
        title=f"Potentiometer of A-unit {unit}",
        facts=(
            ("its R-unit", f"R{patched + 1}" if patched >= 0 else "none"),
            ("motor", motor_in_words(int(now.current[unit]), float(now.speed_deg_per_s[unit]))),
            ("angle", f"{signed(angle_deg, 1)}° of ±{now.stop_deg:.0f}°"),
            ("its A-unit", "fires: these volts count" if now.firing[unit] else "is silent: nothing counts"),
        ),
        arithmetic=wiper(machine.spec.potentiometer, angle_deg, volts),
        certainty=PARTS_KNOWN["potentiometer"].certainty,
        source=PARTS_KNOWN["potentiometer"].source,
    )


def _stimulus(snapshot: SessionSnapshot, origin: str) -> Card | None:
    if snapshot.stimulus is None or snapshot.label is None:
        return None
    lit, cells = int(np.count_nonzero(snapshot.stimulus)), snapshot.stimulus.size
    all_light = float(snapshot.stimulus.sum())
    greys = (f"together as light as {all_light:,.1f} full cells",) if all_light != lit else ()
    code = "".join("1" if bit else "0" for bit in snapshot.codes[snapshot.label])
    return Card(
        title=f"The picture both see: {snapshot.class_names[snapshot.label]}",
        facts=(
            ("what the R-lamps should say", code),
            ("what the network's outputs should say", f"{snapshot.class_names[snapshot.label]}: 1, all others: 0"),
        ),
        arithmetic=(*greys, f"{lit:,} of {cells:,} cells have light", f"= {lit / cells:.0%} of the retina"),
        source=f"what is taught: {origin}",
    )


def _input(cell: int, snapshot: SessionSnapshot) -> Card:
    image = snapshot.network.image
    return Card(
        title=f"Input, {cell_name(cell, image.shape[1])}",
        facts=(("value", f"{float(image.flat[cell]):g}"), ("number", f"x{cell} of {image.size}")),
        source="the same picture that is put before the photocells",
    )


def _of_network(kind: str, unit: int, snapshot: SessionSnapshot, insides: Insides) -> Card | None:
    """A hidden unit, what it looks for, or an output; filters are opened in the view of the network."""
    network = insides.modern.network
    layers = neuron_layers(network)
    dense_first = network.layers[0] is layers[0][1]
    if kind == "weights" and not dense_first:
        return _filter(unit, snapshot)
    place = len(layers) - 1 if kind == "probability" else 0
    image = snapshot.network.image
    given = network.activities(image.reshape(1, -1))
    asked, loss = UnitKey(LAYER, unit, place), insides.modern.spec.loss
    opened = network_unit(network, image, given, asked, snapshot.class_names, loss)
    card = _opened(opened, "computed", NETWORK_SOURCE)
    if kind == "probability" and loss in HEADS:
        return card  # what was known before is a softmax, and this output has another head
    if kind != "weights":
        seen = snapshot.network.probabilities if kind == "probability" else snapshot.network.hidden
        before = f"{seen[unit]:.1%}" if kind == "probability" else f"{seen[unit]:.4g}"
        return replace(card, facts=(("before it learned from this picture", before), *card.facts))
    return Card(
        title=f"What {opened.name[0].lower()}{opened.name[1:]} looks for",
        facts=(*_strongest(unit, snapshot), *card.facts),
        arithmetic=card.arithmetic,
        source=card.source,
    )


def _filter(unit: int, snapshot: SessionSnapshot) -> Card:
    return Card(title=f"Filter {unit + 1}", facts=_strongest(unit, snapshot), source=NETWORK_SOURCE)


def _strongest(unit: int, snapshot: SessionSnapshot) -> tuple[tuple[str, str], ...]:
    """The cells that count most for and against."""
    weights = snapshot.network.receptive_fields[unit]
    columns = weights.shape[1]
    best, worst = int(np.argmax(weights)), int(np.argmin(weights))
    return (
        ("most for", f"{cell_name(best, columns)}: {signed(float(weights.flat[best]), 4)}"),
        ("most against", f"{cell_name(worst, columns)}: {signed(float(weights.flat[worst]), 4)}"),
    )


def _score(figure: str, learner: str, snapshot: SessionSnapshot, insides: Insides) -> Card | None:
    score, other = snapshot.scores[learner], snapshot.scores[OTHER[learner]]
    match figure:
        case "errors":
            found = explained.errors(learner, score, insides.taught)
        case "recent":
            found = explained.recent(learner, score, insides.taught)
        case "held_out":
            found = explained.held_out(learner, score, insides.session.pass_results, insides.unseen)
        case "time":
            found = explained.time(learner, score, other)
        case "work":
            found = explained.work(learner, score)
        case "energy":
            found = explained.joules(learner, score, other)
        case _:
            return None
    return Card(**asdict(found))
