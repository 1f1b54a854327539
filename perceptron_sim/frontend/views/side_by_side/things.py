"""What can be pointed at in the side-by-side view: every lamp, knob, picture, bar, figure and pass."""

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from pygame import Rect

from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain.wires import cell_name
from perceptron_sim.frontend.layout import MODULE_COLUMNS, module_index
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Thing
from perceptron_sim.frontend.views.side_by_side import machine, network, score
from perceptron_sim.frontend.views.side_by_side.layout import CourseLayout, Layout, MiddleLayout
from perceptron_sim.frontend.views.side_by_side.layout_machine import MachineLayout
from perceptron_sim.frontend.views.side_by_side.layout_network import NetworkLayout
from perceptron_sim.frontend.views.side_by_side.layout_panels import label_height
from perceptron_sim.frontend.views.side_by_side.shape import Shape

LEARNERS = (("mark1", "the machine"), ("modern", "the network"))
LEAST_PASS = 6  # pixels; passes narrower than this cannot be pointed at


def still_things(layout: Layout, type_: Type, shape: Shape, experiment: Experiment) -> Sequence[Thing]:
    """Those that are always there, group by group."""
    names = experiment.class_names
    return tuple(
        chain(
            _of_machine(layout.machine, type_, shape),
            _of_middle(layout.middle, type_, shape.taught),
            _of_network(layout.network, type_, shape, names),
            _of_course(layout.course),
        )
    )


def passes(layout: CourseLayout, ends: Sequence[int], most: int) -> Iterator[Thing]:
    """One for each pass, which ended, or will have at the latest, at so many exposures; none where they are narrow."""
    upper, lower = layout.timelines
    area = upper.union(lower)
    if not len(ends) or ends[0] / most * area.width < LEAST_PASS:
        return
    for number, (begin, end) in enumerate(pairwise([0, *ends]), start=1):
        left, right = (round(area.width * min(edge, most) / most) for edge in (begin, end))
        if right > left:
            where = Rect(area.left + left, area.top, right - left, area.height)
            yield Thing(("pass", number), where, f"pass {number}", "passes")


def _of_machine(layout: MachineLayout, type_: Type, shape: Shape) -> Iterator[Thing]:
    for cell in range(shape.rows * shape.columns):
        yield Thing(
            ("cell", cell), layout.retina.cell(cell), f"photocell {cell}, {cell_name(cell, shape.columns)}", "retina"
        )
    for group, kind, words, grid in (
        ("a_units", "a_unit", "A-unit", layout.a_units),
        ("potentiometers", "knob", "potentiometer of A-unit", layout.potentiometers),
    ):
        modules = grid.columns // MODULE_COLUMNS
        for unit in range(shape.a_units):
            yield Thing((kind, unit), grid.cell(module_index(unit, modules)), f"{words} {unit}", group)
    for unit in range(shape.r_units):
        yield Thing(("r_unit", unit), layout.lamps.cell(unit), f"R{unit + 1}", "response")
    yield Thing(("verdict", "mark1"), layout.verdict, "what the machine says", "answers")
    places = machine.trainer_places(layout.trainer, type_)
    for (phase, words), area in zip(machine.STEPS_OF_THE_TRAINER, places, strict=True):
        yield Thing(("phase", phase.name), area, f"the trainer: {words}", "trainer")


def _of_middle(layout: MiddleLayout, type_: Type, taught: int) -> Iterator[Thing]:
    yield Thing(("stimulus",), layout.card.rect, "the picture that both see", "stimulus")
    yield Thing(("exposure",), layout.caption, "which exposure it is", "stimulus")
    for row, line in zip(score.ROWS, score.lines(layout, type_)[1:], strict=True):
        for (learner, words), area in zip(LEARNERS, (line.mark1, line.modern), strict=True):
            yield Thing(
                ("score", row.key, learner), area.inflate(0, -4), f"{row.name.format(f'{taught:,}')}: {words}", "score"
            )


def _of_network(layout: NetworkLayout, type_: Type, shape: Shape, names: tuple[str, ...]) -> Iterator[Thing]:
    for cell in range(shape.rows * shape.columns):
        words = f"input, {cell_name(cell, shape.columns)}"
        yield Thing(("input", cell), layout.input.cell(cell), words, "input")
    if grid := layout.activities:
        for unit in range(min(shape.hidden, grid.columns * grid.rows)):
            yield Thing(("hidden", unit), grid.cell(unit), f"hidden unit {unit}", "hidden")
    for unit in range(min(shape.looking, layout.fields.columns * layout.fields.rows)):
        yield Thing(("weights", unit), layout.fields.cell(unit), f"weights of unit {unit}", "weights")
    for label, area in enumerate(network.class_areas(layout.probabilities, type_, names)):
        yield Thing(("probability", label), area, f"how probable {names[label]} is", "probabilities")
    yield Thing(("verdict", "modern"), _answer(layout, type_), "what the network says", "answers")
    yield Thing(("kind",), layout.kind, "which network it is", "kind")


def _answer(layout: NetworkLayout, type_: Type) -> Rect:
    """Where the network's verdict stands, below its label."""
    top = layout.answer.top + label_height(type_)
    return Rect(layout.answer.left, top, layout.answer.width, layout.answer.bottom - top)


def _of_course(layout: CourseLayout) -> Iterator[Thing]:
    half = layout.plot.height // 2
    upper = Rect(layout.plot.topleft, (layout.plot.width, half))
    for (learner, words), area in zip(LEARNERS, (upper, upper.move(0, half)), strict=True):
        yield Thing(("curve", learner), area, f"share of right answers: {words}", "curves")
