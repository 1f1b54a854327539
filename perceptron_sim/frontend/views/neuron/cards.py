"""What there is to know of everything in the neuron view."""

from collections.abc import Sequence

from perceptron_sim.explain.neuron import A_UNIT, R_UNIT, OpenedUnit
from perceptron_sim.explain.neuron_activation import NO_SLOPE
from perceptron_sim.explain.neuron_graph import MEANINGS, Way, brief, in_full
from perceptron_sim.explain.neuron_words import exact, paper, verdict
from perceptron_sim.explain.parts_known import PARTS_KNOWN
from perceptron_sim.explain.worked_example import Step, lecture_says, spoken
from perceptron_sim.frontend.view import Card

KNOWN = {A_UNIT: PARTS_KNOWN["a_unit"], R_UNIT: PARTS_KNOWN["r_unit"]}
LIBRARY = "the network's own weights and derivatives at this instant"


def card_of_unit(opened: OpenedUnit) -> Card:
    """A unit with its sum on paper."""
    slope = NO_SLOPE if opened.slope is None else exact(opened.slope)
    return Card(
        title=opened.name,
        facts=(("now", verdict(opened)), ("inputs", str(int(opened.heard.sum()))), ("slope", slope)),
        arithmetic=tuple(paper(opened)),
        certainty=_certainty(opened),
        source=_source(opened),
    )


def card_of_input(opened: OpenedUnit, index: int) -> Card | None:
    """One term of the sum."""
    if not 0 <= index < opened.inputs.size:
        return None
    value, weight, product = (float(a[index]) for a in (opened.inputs, opened.weights, opened.terms))
    return Card(
        title=f"{opened.name}, from {opened.input_name(index)}",
        facts=(("input", exact(value)), (opened.weight_word, exact(weight))),
        arithmetic=(f"{exact(value)} × {exact(weight)}", f"= {exact(product)}"),
        certainty=_certainty(opened),
        source=_source(opened),
    )


def _certainty(opened: OpenedUnit) -> str:
    """How well the numbers of a unit are known."""
    part = KNOWN.get(opened.key.kind)
    return part.certainty if part else "computed"


def _source(opened: OpenedUnit) -> str:
    """Where they are from."""
    part = KNOWN.get(opened.key.kind)
    return part.source if part else LIBRARY


def card_of_node(way: Way | None, index: int) -> Card | None:
    """A node of the way to the loss: value and gradient with all digits, local derivatives, what arrives from above."""
    if way is None or not 0 <= index < len(way.steps):
        return None
    views = way.opened()
    view = views[index]
    labels = {one.number: one.label for one in views}
    facts = [
        ("what", MEANINGS.get(view.label, "")),
        ("made by", view.operation or "given"),
        ("shape", _shape(view.value.shape)),
    ]
    for operand, local in zip(view.operands, view.local_derivatives, strict=True):
        if local is not None:
            many, largest = brief(local)
            told = largest if many == 1 else f"{many:,} numbers, farthest from zero {largest}"
            facts.append((f"local derivative by {labels.get(operand, 'a constant')}", told))
    lines = list(in_full(view.value, view.gradient))
    return Card(title=view.label.capitalize(), facts=facts, arithmetic=lines, source=LIBRARY)


def _shape(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) or "one number"


def card_of_step(step: Step) -> Card:
    """One number of the worked example."""
    lines = [step.formula] + ([f"= {step.figures}"] if step.figures else []) + [f"= {step.exact}"]
    return Card(
        title=step.name.replace("λ", "learning rate"),
        facts=(("part", step.part), ("the lecture", lecture_says(step))),
        arithmetic=[spoken(line) for line in lines],
        source="the lecture's network, 64-bit floating point; its biases stay fixed",
    )


def card_of_neuron(name: str, known: Sequence[Step]) -> Card:
    """A neuron of the worked example: all that has been worked out of it so far."""
    return Card(
        title=f"Neuron {name}",
        facts=[(step.name, step.exact) for step in known],
        arithmetic=[f"{step.name} = {step.formula}" for step in known if step.figures],
        source="as far as the walk has come",
    )
