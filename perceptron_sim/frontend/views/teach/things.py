"""What can be pointed at in the teaching view, group by group in the order of the keyboard."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pygame import Rect

from perceptron_sim.explain.teach import SOURCES
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import MODULE_COLUMNS, module_index
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Key, Thing
from perceptron_sim.frontend.views.side_by_side.machine import STEPS_OF_THE_TRAINER, trainer_places
from perceptron_sim.frontend.views.teach.layout import LIGHTS, WIDTHS, LessonsLayout, TeachLayout
from perceptron_sim.frontend.views.teach.lessons import TrayPage, sign_areas
from perceptron_sim.frontend.views.teach.stamping import StampPages
from perceptron_sim.operations import Source

TITLE_WORDS = "Draw a sign"
LIGHT_WORDS = ("full light", "three quarters of the light", "half the light", "a quarter of the light", "rub out")
WIDTH_WORDS = ("one cell wide", "two cells wide", "three cells wide")
BOARD_WORDS = {
    "undo": "take back the last stroke",
    "clear": "clear the pad",
    "left": "shift the picture left",
    "up": "shift the picture up",
    "down": "shift the picture down",
    "right": "shift the picture right",
    "camera": "the camera",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """What the list of things depends on, beside the layout; visits are the numbers of their lessons."""

    page: str
    stamps: int
    pages: int
    tray: TrayPage
    visits: tuple[int, ...]


class Things:
    """The list of all things, made anew only as far as something of it is another one."""

    def __init__(self, layout: TeachLayout, type_: Type, names: Sequence[str], a_units: int) -> None:
        self._layout, self._type, self._names = layout, type_, names
        self._answers = tuple(_of_answers(layout, type_, a_units))
        self._listed: Listed | None = None
        self._all: tuple[Thing, ...] = ()

    def of(self, listed: Listed, pages: StampPages) -> tuple[Thing, ...]:
        """All of them, *pages* being those of the stamps; the same object while *listed* is equal."""
        if listed != self._listed:
            self._listed = listed
            of_pad = _of_pad(self._layout, self._type, pages)
            self._all = (*of_pad, *_of_middle(self._layout, self._names, listed), *self._answers)
        return self._all

    def control_at(self, position: tuple[int, int]) -> Key | None:
        """The key of the thing at *position*, as they stood when they were asked for last."""
        return next((thing.key for thing in self._all if thing.area.collidepoint(position)), None)


def _of_pad(layout: TeachLayout, type_: Type, pages: StampPages) -> Iterator[Thing]:
    pad = layout.pad
    yield Thing(("pad",), pad.cells.rect, "the pad", "pad")
    left = pad.title.left + type_.width(TITLE_WORDS, theme.TITLE) + type_.scale.px(8)
    area = Rect(left, pad.title.top, pad.title.right - left, pad.title.height)
    yield Thing(("sign",), area, "what is on the pad", "sign")
    for number in range(LIGHTS):
        yield Thing(("light", number), pad.lights[number], LIGHT_WORDS[number], "brush")
    for number in range(WIDTHS):
        yield Thing(("width", number), pad.widths[number], WIDTH_WORDS[number], "brush")
    for name, place in pad.board.items():
        yield Thing(("board", name), place, BOARD_WORDS[name], "whole picture")
    for page, place in zip(pages.tabs.actions, pages.tabs.areas, strict=True):
        yield Thing(("page", page), place, f"stamps: {page}", "stamp pages")
    for number, stamp in enumerate(pages.shown):
        yield Thing(("stamp", number), pages.area(number), f"stamp {stamp.name}", "stamps")


def _of_middle(layout: TeachLayout, names: Sequence[str], listed: Listed) -> Iterator[Thing]:
    say, lessons = layout.say, layout.lessons
    for label, name in enumerate(names):
        yield Thing(("class", label), say.classes.cell(label), f"it is {name}", "classes")
    yield Thing(("teach",), say.teach, "teach both what it is", "show")
    yield Thing(("ask",), say.ask, "ask both what it is", "show")
    yield Thing(("result",), say.result, "what came of the latest visit", "result")
    for source, place in zip(Source, lessons.sources, strict=True):
        yield Thing(("source", source.value), place, f"lessons: {SOURCES[source][0]}", "sources")
    yield from _of_tray(lessons, names, listed.tray)
    for number, lesson in enumerate(listed.visits[: lessons.visits.height // lessons.line]):
        row = Rect(lessons.visits.left, lessons.visits.top + number * lessons.line, lessons.visits.width, lessons.line)
        yield Thing(("visit", lesson), row, f"lesson {lesson + 1:,}", "visits")


def _of_tray(lessons: LessonsLayout, names: Sequence[str], page: TrayPage) -> Iterator[Thing]:
    if page.whole:
        yield Thing(("empty",), lessons.empty, "take all signs out of the tray", "tray")
    for step, place, there in ((1, lessons.earlier, page.earlier), (-1, lessons.later, page.later)):
        if there:
            yield Thing(("tray page", step), place, "other signs of the tray", "tray")
    for place_in_page, (number, taught) in enumerate(page.signs):
        picture, cross = sign_areas(lessons, place_in_page)
        yield Thing(("tray", number), picture, f"put this {names[taught.label]} on the pad", "tray")
        yield Thing(("remove", number), cross, f"take this {names[taught.label]} out of the tray", "tray")


def _of_answers(layout: TeachLayout, type_: Type, a_units: int) -> Iterator[Thing]:
    machine, network = layout.machine, layout.network
    yield Thing(("verdict", "mark1"), machine.answer, "what the machine would say", "answers")
    yield Thing(("verdict", "modern"), network.answer, "what the network would say", "answers")
    for unit in range(machine.lamps.columns):
        yield Thing(("r_unit", unit), machine.lamps.cell(unit), f"R{unit + 1}", "lamps")
    places = trainer_places(machine.trainer, type_)
    for (phase, words), area in zip(STEPS_OF_THE_TRAINER, places, strict=True):
        yield Thing(("phase", phase.name), area, f"the trainer: {words}", "trainer")
    modules = machine.knobs.columns // MODULE_COLUMNS
    for unit in range(a_units):
        area = machine.knobs.cell(module_index(unit, modules))
        yield Thing(("knob", unit), area, f"potentiometer of A-unit {unit}", "potentiometers")
    for place, row in enumerate(network.rows):
        yield Thing(("likely", place), row, f"number {place + 1} of the likeliest", "probabilities")
