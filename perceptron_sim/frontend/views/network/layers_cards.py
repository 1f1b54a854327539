"""What there is to know of the layers: keys of their units, what each is given and gave, and their cards."""

import math
from collections.abc import Sequence

import numpy as np

from perceptron_sim.explain.network import LayerReading, count_arithmetic, signed, unit_sum
from perceptron_sim.explain.network_fields import strongest_cell
from perceptron_sim.explain.network_settings import called
from perceptron_sim.frontend.view import Card, Key, Reading
from perceptron_sim.frontend.views.network.page import NetworkReading
from perceptron_sim.frontend.views.network.pictures import FloatArray

EVIDENCE, STRONGEST = ("evidence",), ("strongest",)  # keys of what speaks for the answer, of the unit shown


def when(reading: Reading) -> str:
    """Of which weights a sum is, where they are not those of this instant."""
    at = reading.own.weights_at
    return "" if at is None else f"; weights after exposure {at:,}"


def key_of(place: int, unit: int, layers: Sequence[LayerReading]) -> Key:
    """What a unit is called among all things of the window: those of the first hidden layer have a past."""
    first = next((number for number, layer in enumerate(layers[:-1]) if not layer.images), None)
    return ("hidden", unit) if place == first else ("unit", place, unit)


def unit_of(key: Key | None, layers: Sequence[LayerReading]) -> tuple[int, int] | None:
    """(place among *layers*, number) of the unit that a *key* names, None where there is none."""
    match key:
        case ("probability", int() as unit):
            place = len(layers) - 1
        case ("hidden", int() as unit):
            place = next((number for number, layer in enumerate(layers[:-1]) if not layer.images), -1)
        case ("unit" | "field", int() as place, int() as unit):
            pass
        case _:
            return None
    return (place, unit) if 0 <= place < len(layers) and 0 <= unit < layers[place].units else None


def own_probabilities(reading: Reading) -> bool:
    """Whether softmax of the outputs is what the loss takes for probabilities."""
    return reading.snapshot.network.spec.loss in ("cross-entropy", "squared-error")


def given_to(place: int, reading: Reading) -> FloatArray:
    """What the layer at *place* is given for the present picture by the weights of now, laid end to end."""
    layer, now = reading.own.layers[place], reading.own.page
    if not layer.place:
        return reading.snapshot.network.image.ravel()
    if not now:
        return np.zeros(math.prod(layer.inputs))
    given: FloatArray = now[layer.place - 1].ravel()
    return given


def activity_of(reading: Reading, place: int) -> FloatArray | None:
    """What the layer at *place* gave before it learned, None before the first picture."""
    given = reading.snapshot.network.activities
    return given[reading.own.layers[place].place] if given else None


def card_of(key: Key, reading: Reading, shape: tuple[int, int]) -> Card | None:
    """A unit's sum, or why a layer learns so many numbers."""
    own: NetworkReading = reading.own
    if key == ("input",):
        return _input_card(reading)
    if key == EVIDENCE and reading.snapshot.network_answer is not None:
        return _unit_card(len(own.layers) - 1, reading.snapshot.network_answer, reading, shape)
    if key == STRONGEST and (given := activity_of(reading, 0)) is not None and given.ndim == 1:
        return _unit_card(0, int(given.argmax()), reading, shape)
    match key:
        case ("count", int() as place) if place < len(own.layers):
            return Card(
                title=f"What {own.layers[place].title} learns", arithmetic=(count_arithmetic(own.layers[place]),)
            )
        case ("field", int() as place, int() as unit) if place < len(own.layers) and unit < own.layers[place].units:
            return _unit_card(place, unit, reading, shape)
    found = unit_of(key, own.layers)
    return None if found is None else _unit_card(*found, reading, shape)


def _input_card(reading: Reading) -> Card:
    image, label = reading.snapshot.network.image, reading.snapshot.label
    shown = "nothing" if label is None else reading.snapshot.class_names[label]
    lit = int((image > 0).sum())
    facts = [
        ("shown", shown),
        ("cells lit", f"{lit} of {image.size}"),
        ("exposures", f"{reading.snapshot.network.exposures:,}"),
    ]
    return Card(
        title="The picture",
        facts=facts,
        arithmetic=["cell = 20 × (row − 1) + column − 1".replace("20", str(image.shape[1]))],
    )


def _unit_card(place: int, unit: int, reading: Reading, shape: tuple[int, int]) -> Card:
    own: NetworkReading = reading.own
    layer, given = own.layers[place], activity_of(reading, place)
    found = unit_sum(layer, unit, given_to(place, reading), "cell" if not layer.place else "unit")
    name = reading.snapshot.class_names[unit] if place == len(own.layers) - 1 else f"unit {unit}"
    facts = [] if given is None else [("gave, before it learned this picture", signed(float(given[unit])))]
    if layer.place == 0:
        row, column, weight = strongest_cell(layer.weight[:, unit].reshape(shape))  # type: ignore[index]
        facts.append(("strongest weight", f"{signed(weight)}, row {row}, column {column}"))
    facts.append(("activation", called(layer.activation)))
    facts.append(("arithmetic below", "with the weights of this instant" if not when(reading) else when(reading)[2:]))
    return Card(title=f"{layer.title.capitalize()}, {name}", facts=facts, arithmetic=found.lines)
