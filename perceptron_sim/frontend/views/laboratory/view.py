"""The laboratory: choose an experiment, change its settings, start it and watch; or open a run that was."""

from collections.abc import Iterator, Sequence

import pygame
from pygame import Rect
from pygame.event import Event

from perceptron_sim.commands import StartExperiment
from perceptron_sim.desk import Desk, Kind
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.text_field import TextField
from perceptron_sim.frontend.view import Card, Frame, Key, Reading, Thing
from perceptron_sim.frontend.views.laboratory import panels
from perceptron_sim.frontend.views.laboratory.cards import figure_card
from perceptron_sim.frontend.views.laboratory.layout import LIST, SETTINGS, VERDICT_LINES, arrange
from perceptron_sim.frontend.views.laboratory.learners import learners_of
from perceptron_sim.frontend.views.laboratory.look import Look, UsualValues, look_of
from perceptron_sim.frontend.views.laboratory.opening import OPEN, PATH, Opening, Standing, standing
from perceptron_sim.frontend.views.laboratory.panels import draw_message
from perceptron_sim.frontend.views.laboratory.settings import (
    EXPERIMENT,
    LABEL,
    LESS,
    MORE,
    RESET,
    STEPS,
    VALUE,
    Settings,
    card_of,
    tables_of,
)
from perceptron_sim.frontend.views.laboratory.still import draw_still, new_ground
from perceptron_sim.frontend.views.laboratory.things import CHOOSE, NAMES, START, TABLE, each_thing
from perceptron_sim.frontend.widgets import ENTER, ScrollArea, Tabs
from perceptron_sim.reopening import PastRun
from perceptron_sim.session import Session

PRESSES = (*ENTER, pygame.K_SPACE)


class LaboratoryView:
    """An experiment on the desk, and the one that runs."""

    name, title = "laboratory", "Laboratory"

    def __init__(self, area: Rect, type_: Type, experiment: Experiment) -> None:
        self._type, self.layout = type_, arrange(area, type_)
        self.learners = learners_of(experiment)
        self.desk = Desk(experiment)
        self.opening = Opening()
        self.table = EXPERIMENT
        self.settings = Settings(self.layout.settings, type_)
        self.list_scroll = ScrollArea(self.layout.list_rows, len(NAMES) * self.layout.list_pitch)
        self._typing: tuple[Key, TextField] | None = None
        self._known: tuple[object, Look] | None = None
        self._usual = UsualValues()
        self._mouse = (-1, -1)
        self._focused: Key | None = None
        self._pulled: ScrollArea | None = None
        self._things: tuple[Thing, ...] = ()
        self._things_of: object = None
        self._ground = new_ground(self.layout, type_)
        self._drawn = self._ground.copy()
        self._drawn_of: object = None

    @property
    def opened(self) -> PastRun | None:
        """The run that was opened, if one was."""
        return self.opening.opened

    @opened.setter
    def opened(self, past: PastRun | None) -> None:
        self.opening.opened = past

    @property
    def typing(self) -> bool:
        """Whether keys are letters now."""
        return self._typing is not None

    def take_over(self, old: "LaboratoryView") -> None:
        """Go on with the desk of *old*, what was typed there and the run that was opened."""
        self.desk, self.table, self._typing = old.desk, old.table, old._typing
        opened, self.opening = self.opened, old.opening
        self.opened = self.opened or opened

    # What it shows.

    def read(self, session: Session) -> Reading:
        """The session, and whether it comes to what the opened run came to."""
        return Reading(snapshot=session.snapshot(), own=standing(self.opened, session))

    def draw(self, surface: pygame.Surface, reading: Reading, frame: Frame) -> None:
        """All five panels."""
        type_, layout = self._type, self.layout
        self._attend(frame.focused)
        self.settings.follow(self.desk.rows, self.table)
        surface.blit(self._quiet(), layout.area)
        panels.draw_running(surface, layout, type_, reading.snapshot, self.learners)
        found: Standing = reading.own
        draw_message(surface, layout.running.verdict, type_, found.words, found.right, lines=VERDICT_LINES)

    def _quiet(self) -> pygame.Surface:
        """All that changes only where somebody does something, drawn anew only then."""
        tabs = self._tabs()
        pointed_at = self.layout.start.collidepoint(self._mouse) or tabs.area.collidepoint(self._mouse)
        state = (
            *(self.desk, self.desk.changes, self.table, self.settings.scroll.offset, self.list_scroll.offset),
            self._mouse if pointed_at else None,
            (self._typing[0], self._typing[1].text, self._typing[1].cursor) if self._typing else None,
            *(tuple(field.text for field in self.opening.fields.values())),
            *(self.opening.refusal, self.opening.opened_so_often),
        )
        if state != self._drawn_of:
            self._drawn_of = state
            self._drawn.blit(self._ground, (0, 0))
            draw_still(
                *(self._drawn, self.layout, self._type, self.desk, self._look(), self.opening, self._typing),
                *(self._mouse, NAMES, self.list_scroll, self.settings, tabs),
            )
        return self._drawn.subsurface(self.layout.area)

    def _look(self) -> Look:
        """What is known of the experiment on the desk, found out once for each."""
        state = self.desk.experiment, self.desk.changes, self.opening.opened_so_often
        if self._known is None or self._known[0] != state:
            self._known = state, look_of(self.desk, self.opened)
        return self._known[1]

    # What can be pointed at.

    def things(self, reading: Reading) -> Sequence[Thing]:
        """Experiments, tables, settings and their controls, the button, the fields."""
        self.settings.follow(self.desk.rows, self.table)
        scrolled = self.settings.scroll.offset, self.list_scroll.offset
        state = (self.settings.placed, *scrolled, self.table)
        if self._things_of != state:
            self._things_of, self._things = state, tuple(self._each_thing())
        return self._things

    def _each_thing(self) -> Iterator[Thing]:
        return each_thing(self.layout, self.list_scroll, self._tabs(), self.settings, self.learners)

    def _tabs(self) -> Tabs[str]:
        names = tables_of(self.desk.rows)
        px, place, areas = self._type.scale.px, self.layout.settings.tables, []
        left = place.left - px(16)
        for name in names:
            width = self._type.width(name, theme.STRONG) + px(32)
            areas.append(Rect(left, place.top, width, place.height))
            left += width
        chosen = names.index(self.table) if self.table in names else 0
        self.table = names[chosen]
        return Tabs(areas, names, names, chosen)

    def card(self, key: Key, reading: Reading) -> Card | None:
        """What a setting or a figure is; all others are controls."""
        match key:
            case (part, str(name)) if part == LABEL and name in self._names():
                return card_of(self.desk.row(name), self._usual.of(self.desk).get(name))
        return figure_card(key, self._look().taking, reading.snapshot, self.learners)

    def sentence(self, reading: Reading) -> str | None:
        """The session's own."""
        return None

    # What is done.

    def handle(self, event: Event) -> object | None:
        """Choose, change, type, scroll, start, open."""
        match event.type:
            case pygame.MOUSEMOTION:
                self._mouse = event.pos
                if self._pulled:
                    self._pulled.drag(event.pos)
            case pygame.MOUSEWHEEL:
                over_list = self.layout.panels[LIST].collidepoint(self._mouse)
                (self.list_scroll if over_list else self.settings.scroll).wheel(event)
            case pygame.MOUSEBUTTONUP:
                self._pulled = None
            case pygame.MOUSEBUTTONDOWN if event.button == 1:
                return self._press(event.pos)
            case pygame.TEXTINPUT if self._typing:
                self._typing[1].insert(event.text)
            case pygame.DROPFILE:
                self._stop_typing()
                self.opening.fields[PATH] = TextField.of(str(event.file))
                self.opening.settle()
                return self.open()
            case pygame.KEYDOWN:
                return self._type_key(event) if self._typing else self._key(event)
        return None

    def choose(self, name: str) -> None:
        """Lay the experiment *name* on the desk."""
        self._stop_typing()
        self.desk.choose(name)
        self.table = EXPERIMENT

    def start(self) -> StartExperiment | None:
        """Begin the experiment on the desk, if it can be."""
        self._stop_typing()
        experiment = self.desk.experiment
        if experiment is None:
            return None
        past = self.opened
        return StartExperiment(experiment, past.exposures if past and past.experiment is experiment else None)

    def open(self) -> StartExperiment | None:
        """Open the run that the fields name: it lies on the desk then, and begins if the window can show it."""
        self._stop_typing()
        past = self.opening.open()
        if past is None:
            return None
        self.desk.take(past.experiment)
        return self.start()

    def _press(self, position: tuple[int, int]) -> object | None:
        self._stop_typing()
        found = [thing for thing in self._each_thing() if thing.area.collidepoint(position)]
        if found:
            return self._do(min(found, key=lambda thing: thing.area.width * thing.area.height).key)
        if self.layout.panels[SETTINGS].collidepoint(position):
            self._pulled = self.settings.scroll
            self._pulled.press(position)
        return None

    def _names(self) -> set[str]:
        """Of the settings that this experiment has."""
        return {row.key.name for row in self.desk.rows}

    def _do(self, key: Key) -> object | None:
        """What pressing the thing *key* does."""
        match key:
            case (part, str(name)) if part in (*STEPS, RESET, VALUE) and name not in self._names():
                return None  # of the experiment before
            case (kind, str(name)) if kind == CHOOSE:
                self.choose(name)
            case (kind, str(name)) if kind == TABLE:
                self.table = name
            case (part, str(name)) if part in STEPS:
                self.desk.step(name, STEPS[part])
            case (part, str(name)) if part == RESET:
                self.desk.reset(name)
            case (part, str(name)) if part == VALUE:
                self._work(name)
            case str(name) if name in self.opening.fields:
                self._typing = (name, self.opening.fields[name])
                self.opening.fields[name].cursor = len(self.opening.fields[name].text)
            case str(name) if name == START:
                return self.start()
            case str(name) if name == OPEN:
                return self.open()
        return None

    def _work(self, name: str) -> None:
        """Switch or step the setting *name*, or begin to type its value."""
        row = self.desk.row(name)
        if row.kind in (Kind.TOGGLE, Kind.CHOICE):
            self.desk.step(name, 1)
        else:
            self._typing = ((VALUE, name), TextField.of(row.text))

    def _key(self, event: Event) -> object | None:
        if event.key in PRESSES and self._focused is not None:
            return self._do(self._focused)
        if self._focused and isinstance(self._focused, tuple) and self._focused[0] == CHOOSE:
            self.list_scroll.key(event)
        else:
            self.settings.scroll.key(event)
        return None

    def _type_key(self, event: Event) -> object | None:
        assert self._typing is not None
        held, field = self._typing
        if event.key in ENTER or event.key == pygame.K_TAB:
            self._stop_typing()
            return self.open() if held in self.opening.fields and event.key in ENTER else None
        if event.key == pygame.K_ESCAPE:
            self._typing = None
            self.opening.settle()
        else:
            field.key(event)
        return None

    def _stop_typing(self) -> None:
        """Take what was typed for the value of its setting, if it is another one, or for the folder."""
        typing, self._typing = self._typing, None
        if typing and isinstance(typing[0], tuple):
            name, text = str(typing[0][1]), typing[1].text.strip()
            if text != self.desk.row(name).text:
                self.desk.set(name, text)
        elif typing:
            self.opening.settle()

    def _attend(self, focused: Key | None) -> None:
        """Scroll to what has just got the keyboard."""
        if focused == self._focused:
            return
        self._focused = focused
        match focused:
            case (kind, str(name)) if kind == CHOOSE:
                top = NAMES.index(name) * self.layout.list_pitch
                self.list_scroll.reveal(top, top + self.layout.list_pitch)
            case (part, str(name)) if part in (LABEL, VALUE, LESS, MORE, RESET):
                self.settings.reveal(name)
