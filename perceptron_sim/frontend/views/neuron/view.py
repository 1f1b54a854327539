"""The neuron as a view: which unit is opened or which step is reached, and what the user does about it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pygame
from pygame.event import Event

from perceptron_sim.commands import SaveSheet
from perceptron_sim.errors import OutputError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain import neuron_words as words
from perceptron_sim.explain.neuron import LAYER, UnitKey
from perceptron_sim.explain.worked_example import STEPS as COURSE_STEPS
from perceptron_sim.explain.worked_example import in_plain, steps
from perceptron_sim.explain.worked_example_sheet import courses
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Card, Frame, Key, Reading, Thing
from perceptron_sim.frontend.views.neuron import cards, chooser, sheet, things
from perceptron_sim.frontend.views.neuron.chooser import FieldOfUnits
from perceptron_sim.frontend.views.neuron.layout import PAGE_WORDS, PAGES, NeuronLayout, arrange
from perceptron_sim.frontend.views.neuron.picture import Picture
from perceptron_sim.frontend.views.neuron.reading import NeuronReading, Reader, there
from perceptron_sim.frontend.widgets import ENTER, Tabs
from perceptron_sim.session import Session

UNIT, EXAMPLE = PAGES
RUNNING_AWAY = np.errstate(over="ignore", invalid="ignore", divide="ignore")  # numbers may, and are shown
STEPS_IN_A_FRAME = 20  # of the worked example's course, so that the sheet is ready when it is asked for
PRESSES = (*ENTER, pygame.K_SPACE)
ONE_ON = {pygame.K_PAGEDOWN: 1, pygame.K_DOWN: 1, pygame.K_RIGHT: 1}
ONE_BACK = {pygame.K_PAGEUP: -1, pygame.K_UP: -1, pygame.K_LEFT: -1}
MOVES = ONE_ON | ONE_BACK


class NeuronView:
    """Any unit of either machine opened; and the worked example."""

    name, title = "neuron", "Neuron"

    def __init__(self, area: pygame.Rect, type_: Type, experiment: Experiment, folder: Path | None = None) -> None:
        """*folder* is where the sheet is saved; by default where the program was started."""
        self._area, self._type, self._experiment = area, type_, experiment
        self._folder = Path.cwd() if folder is None else folder
        self.page, self.step, self.message = UNIT, 0, ""
        self.chosen = UnitKey(LAYER, 0)
        self._first = True
        self._reader, self._picture = Reader(), Picture(area, type_)
        self._courses = courses()
        self._saving: Iterator[tuple[Path, ...]] | None = None
        self._laid: tuple[tuple[int, ...], NeuronLayout] | None = None
        self._focused: Key | None = None
        self._mouse: tuple[int, int] | None = None
        self._things: tuple[object, tuple[Thing, ...]] | None = None

    def take_over(self, before: "NeuronView") -> None:
        """Go on where another size of this view was."""
        self.page, self.step, self.chosen, self._first = before.page, before.step, before.chosen, before._first
        self._courses, self._folder = before._courses, before._folder

    # What it shows.

    @RUNNING_AWAY
    def read(self, session: Session) -> Reading:
        """The chosen unit as it is now, and how active all the others are."""
        snapshot = session.snapshot()
        fields = self._reader.fields(session, snapshot)
        self.chosen = there(self.chosen, fields, self._first)
        self._first = self._first and snapshot.network.exposures == 0
        for course in self._courses if self.page == EXAMPLE else ():
            course.go_on(STEPS_IN_A_FRAME)
        if self._saving is not None:
            self._go_on_saving(self._saving)
        own = self._reader.read(session, snapshot, fields, self.chosen)
        return Reading(snapshot=snapshot, own=own)

    @RUNNING_AWAY
    def draw(self, surface: pygame.Surface, reading: Reading, frame: Frame) -> None:
        """The page that is open."""
        own: NeuronReading = reading.own
        self._focused = frame.focused
        if (key := chooser.unit_key(frame.focused)) and self.page == UNIT:
            self.open(key)
        layout = self.layout_of(own.fields)
        if self.page == UNIT:
            self._picture.draw_unit(surface, layout, own, frame, self.page)
        else:
            pointed = frame.hovered or frame.focused
            self._picture.draw_example(surface, layout, self.page, self.step, pointed, self.message)
        names = [PAGE_WORDS[page] for page in PAGES]
        tabs = Tabs(layout.pages, names, PAGES, PAGES.index(self.page))
        tabs.draw(surface, self._type, mouse=self._mouse, focused=False)

    def layout_of(self, fields: tuple[FieldOfUnits, ...]) -> NeuronLayout:
        """Laid out anew where the network has been given other layers."""
        sizes = tuple(len(field.names) for field in fields)
        if self._laid is None or self._laid[0] != sizes:
            self._laid = sizes, arrange(self._area, self._type, sizes[0], sizes[1], sizes[2:])
            self._things = None
        return self._laid[1]

    @RUNNING_AWAY
    def sentence(self, reading: Reading) -> str | None:
        """What the unit does now, or what the present step is."""
        if self.page == EXAMPLE:
            return in_plain(steps()[self.step])
        own: NeuronReading = reading.own
        return words.sentence(own.opened)

    # What the user does.

    def handle(self, event: Event) -> object | None:
        """A press or Enter opens what it is on; S saves the sheet, page keys walk through the example."""
        if event.type == pygame.MOUSEMOTION:
            self._mouse = event.pos
        elif event.type == pygame.MOUSEWHEEL and self.page == EXAMPLE:
            self._go(self.step - event.y)
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            found = [thing for thing in (self._things[1] if self._things else ()) if thing.area.collidepoint(event.pos)]
            if found:
                return self._press(found[0].key)
        elif event.type == pygame.KEYDOWN:
            return self._key(event.key)
        return None

    def open(self, key: UnitKey) -> None:
        """Open the unit *key*."""
        self.chosen, self._first = key, False

    def _key(self, key: int) -> SaveSheet | None:
        ends = {pygame.K_HOME: 0, pygame.K_END: len(steps()) - 1}
        if key in PRESSES:
            return self._press(self._focused)
        if self.page == EXAMPLE and key == pygame.K_s:
            return SaveSheet()
        if self.page == UNIT and key in MOVES:  # the next unit of the same kind
            self.open(UnitKey(self.chosen.kind, max(0, self.chosen.index + MOVES[key]), self.chosen.layer))
        elif self.page == EXAMPLE and (key in MOVES or key in ends):
            self._go(ends.get(key, self.step + MOVES.get(key, 0)))
        return None

    def _press(self, key: Key | None) -> SaveSheet | None:
        match key:
            case ("page", str(page)):
                self.page, self.message = page, ""
            case ("walk", "save"):
                return SaveSheet()
            case ("walk", str(name)):
                self._go({"start": 0, "back": self.step - 1, "next": self.step + 1}[name])
            case ("step", int(number)):
                self._go(number)
            case _:
                if chosen := chooser.unit_key(key):
                    self.open(chosen)
        return None

    def _go(self, number: int) -> None:
        self.step, self.message = min(max(number, 0), len(steps()) - 1), ""

    def save(self) -> None:
        """Begin to write the sheet, in every form there is; from picture to picture it goes on."""
        self.message = "The sheet is being written."
        self._saving = sheet.saved(self._folder, self._courses)

    def _go_on_saving(self, saving: Iterator[tuple[Path, ...]]) -> None:
        """Write a little more of the sheet; at the end say where it is, or why it could not be written."""
        try:
            paths = next(saving)
            if not paths:
                return
            names = [path.name for path in paths]
            listed = f"{', '.join(names[:-1])} and {names[-1]}"
            self.message = f"Saved {listed} in {self._folder}, with the loss after {COURSE_STEPS:,} steps."
        except OutputError as error:
            self.message = f"Not saved: {error}"
        self._saving = None

    # What can be pointed at.

    def things(self, reading: Reading) -> Sequence[Thing]:
        """Pages; then all units, pictures, terms and nodes, or the steps of the walk."""
        own: NeuronReading = reading.own
        layout = self.layout_of(own.fields)
        nodes = len(own.way.steps) if own.way else 0
        state = (self.page, own.opened.key, own.opened.places, nodes, self.step, self._laid)
        if self._things is None or self._things[0] != state:
            shown = (
                things.of_unit(layout, self._type, own)
                if self.page == UNIT
                else things.of_example(layout, self._type, self.step)
            )
            self._things = state, (*things.pages(layout), *shown)
        return self._things[1]

    @RUNNING_AWAY
    def card(self, key: Key, reading: Reading) -> Card | None:
        """What there is to know of the thing *key* now; what is pressed to be opened has no card."""
        own: NeuronReading = reading.own
        match key:
            case ("picture", _):
                return cards.card_of_unit(own.opened)
            case ("term", int(row)):
                shown = words.largest_terms(own.opened, row + 1)[0]
                return cards.card_of_input(own.opened, shown[row].index) if row < len(shown) else None
            case ("node", int(index)):
                return cards.card_of_node(own.way, index)
            case ("step", int(number)) if 0 <= number < len(steps()):
                return cards.card_of_step(steps()[number])
            case ("neuron", str(name)):
                found = [step for step in steps() if name in {step.name, step.name.rpartition("_")[2]}]
                return cards.card_of_neuron(name, [step for step in found if step.number <= self.step])
        return None
