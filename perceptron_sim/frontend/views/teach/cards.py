"""What there is to know of everything in the teaching view that is no control."""

from dataclasses import asdict

import numpy as np

from perceptron_sim.explain import teach_cards
from perceptron_sim.explain.score import Figure
from perceptron_sim.frontend.view import Card, Key, Reading
from perceptron_sim.frontend.views.side_by_side.cards import card_of as side_by_side_card
from perceptron_sim.frontend.views.teach.reading import TeachReading


def card_of(key: Key, reading: Reading, label: int | None) -> Card | None:
    """The card of *key*, *label* being what the sign is said to be; None for controls, and where there is nothing."""
    own: TeachReading = reading.own
    match key:
        case ("knob", _) | ("phase", _):
            return side_by_side_card(key, reading.snapshot, own.insides)
    found = _figure(key, reading, label)
    return None if found is None else Card(**asdict(found))


def _figure(key: Key, reading: Reading, label: int | None) -> Figure | None:
    own: TeachReading = reading.own
    names, machine, network = reading.snapshot.class_names, own.machine, own.network
    learners = own.insides.mark1.name, own.insides.modern.name
    match key:
        case ("sign",):
            return teach_cards.of_sign(own.sign)
        case ("r_unit", int(unit)):
            return teach_cards.of_lamp(unit, machine, own.threshold_v)
        case ("verdict", "mark1"):
            return teach_cards.of_machine(machine, names, _code(reading, label))
        case ("verdict", "modern"):
            return teach_cards.of_network(network, names)
        case ("likely", int(place)):
            return teach_cards.of_probability(place, network, names)
        case ("visit", int(lesson)):
            found = next((visit for visit in own.visits if visit.lesson == lesson), None)
            return None if found is None else teach_cards.of_visit(found, *learners, names)
        case ("result",):
            return teach_cards.of_visit(own.visits[0], *learners, names) if own.visits else teach_cards.of_showing()
    return None


def _code(reading: Reading, label: int | None) -> tuple[str, str] | None:
    """The name of the class it is said to be, and the lamps that mean it."""
    if label is None:
        return None
    lamps = reading.own.insides.mark1.machine.spec.response.in_use
    code = np.asarray(reading.snapshot.codes[label][:lamps]).astype(int)
    return reading.snapshot.class_names[label], "".join(map(str, code.tolist()))
