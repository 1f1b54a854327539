"""What can be pointed at in the laboratory."""

from collections.abc import Iterator, Sequence

from pygame import Rect

from perceptron_sim.experiments.registry import EXPERIMENTS
from perceptron_sim.frontend.view import Thing
from perceptron_sim.frontend.views.laboratory.cards import CURVE, FIGURE, FIGURES, TAKING
from perceptron_sim.frontend.views.laboratory.layout import FIGURE_LINES, TAKING_LINES, LaboratoryLayout
from perceptron_sim.frontend.views.laboratory.learners import Shown
from perceptron_sim.frontend.views.laboratory.opening import OPEN, PATH, ROW_KEY
from perceptron_sim.frontend.views.laboratory.panels import list_row
from perceptron_sim.frontend.views.laboratory.settings import Settings
from perceptron_sim.frontend.widgets import ScrollArea, Tabs

NAMES = tuple(EXPERIMENTS)
CHOOSE, TABLE, START = "experiment", "table", "start"


def each_thing(
    layout: LaboratoryLayout,
    list_scroll: ScrollArea,
    tabs: Tabs[str],
    settings: Settings,
    learners: Sequence[Shown],
) -> Iterator[Thing]:
    """Experiments, tables, settings and their controls, the button, the fields."""
    for number, name in enumerate(NAMES):
        area = list_row(layout, list_scroll, number).clip(layout.list_rows)
        if area.height:
            yield Thing((CHOOSE, name), area, name, "experiments")
    for name, area in zip(tabs.words, tabs.areas, strict=True):
        yield Thing((TABLE, name), area, f"settings: {name}", "tables")
    for part, area, name, words in settings.seen():
        yield Thing((part, name), area, words, "settings")
    yield Thing(START, layout.start, "start", START)
    yield Thing(PATH, layout.opening.path, "the folder of a run or of a sweep", OPEN)
    yield Thing(ROW_KEY, layout.opening.row_key, "the key of a row", OPEN)
    yield Thing(OPEN, layout.opening.open, "open it", OPEN)
    yield from _figures(layout, learners)


def _figures(layout: LaboratoryLayout, learners: Sequence[Shown]) -> Iterator[Thing]:
    """The figures of what a run takes and of the one that goes on, and the curves."""
    taking, line = layout.taking, layout.taking_line
    for number in range(TAKING_LINES):
        yield Thing(
            (TAKING, number), Rect(taking.left, taking.top + number * line, taking.width, line), "what it takes", TAKING
        )
    figures = layout.running.figures
    for column, name in enumerate((one.name for one in learners), 2 - len(learners)):
        left = figures.left + round(figures.width * (0.5 if column == 0 else 0.74))
        right = figures.left + round(figures.width * 0.72) if column == 0 else figures.right
        for number in range(len(FIGURES)):
            top = figures.top + round((number + 1) * figures.height / FIGURE_LINES)
            height = figures.height // FIGURE_LINES
            yield Thing((FIGURE, name, number), Rect(left, top, right - left, height), FIGURES[number], FIGURE)
    yield Thing((CURVE, learners[-1].name), layout.running.curve, "the course", CURVE)
