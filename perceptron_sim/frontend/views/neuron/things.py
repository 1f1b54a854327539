"""What can be pointed at in the view of a neuron."""

from collections.abc import Iterator

import pygame

from perceptron_sim.explain.worked_example import spoken, steps
from perceptron_sim.explain.worked_example_net import NODES
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Thing
from perceptron_sim.frontend.views.neuron import chooser, example, terms, way
from perceptron_sim.frontend.views.neuron.heat import heat_area
from perceptron_sim.frontend.views.neuron.layout import PAGE_WORDS, PAGES, STEP_WORDS, STEPS, NeuronLayout
from perceptron_sim.frontend.views.neuron.reading import NeuronReading


def pages(layout: NeuronLayout) -> Iterator[Thing]:
    """The names of the pages."""
    for page, area in zip(PAGES, layout.pages, strict=True):
        yield Thing(("page", page), area, PAGE_WORDS[page], "pages")


def of_unit(layout: NeuronLayout, type_: Type, own: NeuronReading) -> Iterator[Thing]:
    """All units, the pictures of the one that is opened, its terms, the nodes of the way."""
    unit = layout.unit
    yield from chooser.things(unit, own.fields)
    for name, area in zip(("inputs", "weights", "products"), unit.squares, strict=True):
        yield Thing(("picture", name), heat_area(area, own.opened), f"its {name}", "pictures")
    yield Thing(("picture", "activation"), unit.curve, "its activation", "pictures")
    places = terms.rows_of(unit, type_)
    for row in range(terms.shown(places, own.opened)):
        yield Thing(("term", row), places.rows[row], f"term {row + 1} of the sum", "terms")
    if own.way:
        for index, area in way.node_rows(unit, type_, own.way.steps):
            yield Thing(("node", index), area, own.way.steps[index].label, "graph")


def of_example(layout: NeuronLayout, type_: Type, number: int) -> Iterator[Thing]:
    """The buttons, the neurons, the numbers of the list around step *number*."""
    page = layout.example
    for name, area in zip(STEPS, page.buttons, strict=True):
        yield Thing(("walk", name), area, STEP_WORDS[name], "walk")
    radius = example.node_radius(page, type_)
    for name in NODES:
        area = pygame.Rect(0, 0, 2 * radius, 2 * radius)
        area.center = example.node_centre(page, type_, name)
        yield Thing(("neuron", name), area, f"neuron {name}", "network")
    for index, row in example.list_rows(page, type_, number):
        yield Thing(("step", index), row, spoken(steps()[index].name), "numbers")
