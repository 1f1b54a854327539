"""The notebook: on the left page the exposure that was read last, on the right one what happened, and what is told."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pygame
from pygame import Rect
from pygame.event import Event

from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.words import counted
from perceptron_sim.explain.myths import myth_entries, source_entries
from perceptron_sim.explain.notebook import Entry, exposure_entries
from perceptron_sim.explain.notebook_history import history_entries
from perceptron_sim.explain.notebook_warnings import warning_entries
from perceptron_sim.explain.notebook_watch import Account, NotebookWatch, Told
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import heading_baseline, heading_of
from perceptron_sim.frontend.panels.frame import draw_ground
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Card, Frame, Key, Reading, Thing
from perceptron_sim.frontend.views.notebook import cards
from perceptron_sim.frontend.views.notebook.layout import SECTIONS, TURNS, arrange, section_areas
from perceptron_sim.frontend.views.notebook.page import JUDGED, WARNED, Page
from perceptron_sim.frontend.widgets import ENTER, Tabs, baseline_in
from perceptron_sim.learner import FloatArray
from perceptron_sim.session import Session

SO_FAR, WARNINGS = 0, 1
TITLES = ("What has happened so far", "Warnings and cures", "Myths, and what is right", "Sources, and what none tells")
EXPOSURE, SECTION, TURN = "this exposure", "section", "turn"
EARLIER, LATER, LAST = range(len(TURNS))
STORY_GROUPS = ("so far", "warnings", "myths", "sources")
FIRST_UNIT = 1  # the entry before is the whole machine's


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """What stands in the notebook at one instant, and the records that it was told from.

    *told* is the exposure on the left page, *back* how many have been read since.
    """

    account: Account
    told: Told | None
    back: int
    exposure: Sequence[Entry]
    story: Sequence[Sequence[Entry]]

    @property
    def warnings(self) -> int:
        """How many warnings there are."""
        return sum(entry.right is False for entry in self.story[WARNINGS])


class NotebookView:
    """Two pages of sentences, all computed from records."""

    name, title = "notebook", "Notebook"

    def __init__(self, area: Rect, type_: Type, experiment: Experiment) -> None:
        self._type, self.layout = type_, arrange(area, type_)
        self._watch = NotebookWatch()
        self.section = SO_FAR
        self.exposure = Page(self.layout.exposure, type_, JUDGED)
        self.stories = [
            Page(self.layout.story, type_, WARNED if n == WARNINGS else JUDGED) for n in range(len(SECTIONS))
        ]
        areas = section_areas(self.layout.story.below_title, type_, SECTIONS)
        self._tabs = Tabs(areas, list(SECTIONS), list(range(len(SECTIONS))))
        self._number: int | None = None  # of the exposure that was turned to; None: the last one
        self._told = (tuple(myth_entries()), tuple(source_entries()))
        self._shown: Pages | None = None
        self._mouse = (-1, -1)
        self._focused: Key | None = None
        self._pulled: Page | None = None
        self._things: tuple[Thing, ...] = ()
        self._things_of: object = None
        self._still = self._draw_still()

    @property
    def story(self) -> Page:
        """The page of the section that is open."""
        return self.stories[self.section]

    def take_over(self, old: "NotebookView") -> None:
        """Go on where *old* was: its section, and what it remembers of the session."""
        self.section, self._watch, self._number = old.section, old._watch, old._number

    def read(self, session: Session) -> Reading:
        """The account of this instant, and its sentences."""
        snapshot = session.snapshot()
        account = self._watch.look(session, snapshot)
        story = (history_entries(account.history), warning_entries(account.condition), *self._told)
        told, back = self._turned_to(account)
        exposure = exposure_entries(told.machine, told.network, told.waiting) if told else exposure_entries(None, None)
        pages = Pages(account=account, told=told, back=back, exposure=exposure, story=story)
        return Reading(snapshot=snapshot, own=pages)

    def _turned_to(self, account: Account) -> tuple[Told | None, int]:
        """The exposure that was turned to, or the nearest that is still remembered; and how many came after it."""
        earlier = account.earlier
        if not earlier or self._number is None:
            self._number = None
            return (earlier[-1] if earlier else None), 0
        place = min(range(len(earlier)), key=lambda k: abs(earlier[k].read.number - (self._number or 0)))
        return earlier[place], len(earlier) - 1 - place

    def draw(self, surface: pygame.Surface, reading: Reading, frame: Frame) -> None:
        """Both pages."""
        pages: Pages = reading.own
        self._follow(pages)
        self._attend(frame.focused)
        surface.blit(self._still, self.layout.area)
        self._draw_heads(surface, pages)
        self.exposure.draw(surface)
        self.story.draw(surface)

    def things(self, reading: Reading) -> Sequence[Thing]:
        """Every entry in view, and the names of the sections."""
        self._follow(reading.own)
        exposure, story = self.exposure, self.story
        words = tuple(self._tabs.words)
        state = (exposure.blocks, exposure.scroll.offset, self.section, story.blocks, story.scroll.offset, words)
        if self._things_of != state:
            self._things_of = state
            group = STORY_GROUPS[self.section]
            found = [Thing((EXPOSURE, n), area, _words(exposure, n), EXPOSURE) for n, area in exposure.seen()]
            turns = zip(TURNS, self.layout.turns, strict=True)
            found += [Thing((TURN, n), area, name, TURN) for n, (name, area) in enumerate(turns)]
            tabs = zip(SECTIONS, self._tabs.areas, strict=True)
            found += [Thing((SECTION, n), area, name, SECTION) for n, (name, area) in enumerate(tabs)]
            found += [Thing((group, n), area, _words(story, n), group) for n, area in story.seen()]
            self._things = tuple(found)
        return self._things

    def card(self, key: Key, reading: Reading) -> Card | None:
        """What stands behind an entry."""
        pages: Pages = reading.own
        match key:
            case (group, int(number)) if group == EXPOSURE:
                return _exposure_card(pages.told, number)
            case ("myths", int(number)):
                return cards.myth_card(number)
            case ("sources", int(number)):
                return cards.source_card(number)
            case (str(group), int(number)) if group in STORY_GROUPS:
                entries = pages.story[STORY_GROUPS.index(group)]
                return cards.entry_card(entries[number], reading.snapshot.scores) if number < len(entries) else None
        return None

    def handle(self, event: Event) -> object | None:
        """Open a section, scroll the page below the mouse or the one that has the keyboard."""
        match event.type:
            case pygame.MOUSEMOTION:
                self._mouse = event.pos
                if self._pulled:
                    self._pulled.scroll.drag(event.pos)
            case pygame.MOUSEWHEEL:
                self._page_at(self._mouse).scroll.wheel(event)
            case pygame.MOUSEBUTTONDOWN if event.button == 1:
                self._press(event.pos)
            case pygame.MOUSEBUTTONUP:
                self._pulled = None
            case pygame.KEYDOWN:
                self._key(event)
        return None

    def sentence(self, reading: Reading) -> str | None:
        """The session's own."""
        return None

    def open(self, section: int) -> None:
        """Open the section *section*."""
        self.section = section % len(SECTIONS)

    def turn(self, way: int, pages: Pages | None = None) -> None:
        """Turn to the exposure before the one that is shown, to the one after it, or to the last one."""
        pages = pages or self._shown
        numbers = [told.read.number for told in pages.account.earlier] if pages else []
        if not numbers or way == LAST or pages is None or pages.told is None:
            self._number = None
            return
        place = numbers.index(pages.told.read.number) + (1 if way == LATER else -1)
        self._number = numbers[max(place, 0)] if place < len(numbers) - 1 else None

    def _follow(self, pages: Pages) -> None:
        self._shown = pages
        self.exposure.follow(pages.exposure)
        self.story.follow(pages.story[self.section])

    def _attend(self, focused: Key | None) -> None:
        """Scroll to what has just got the keyboard."""
        if focused == self._focused:
            return
        self._focused = focused
        match focused:
            case (group, int(number)) if group == EXPOSURE:
                self.exposure.reveal(number)
            case (group, int(number)) if group == STORY_GROUPS[self.section]:
                self.story.reveal(number)

    def _page_at(self, position: tuple[int, int]) -> Page:
        return self.exposure if self.layout.exposure.panel.collidepoint(position) else self.story

    def _press(self, position: tuple[int, int]) -> None:
        section = self._tabs.press(position)
        turns = [way for way, area in enumerate(self.layout.turns) if area.collidepoint(position)]
        if section is not None:
            self.open(section)
        elif turns:
            self.turn(turns[0])
        else:
            self._pulled = self._page_at(position)
            self._pulled.scroll.press(position)

    def _key(self, event: Event) -> None:
        match self._focused:
            case (group, int(number)) if group == SECTION and event.key in (*ENTER, pygame.K_SPACE):
                self.open(number)
            case (group, int(way)) if group == TURN and event.key in (*ENTER, pygame.K_SPACE):
                self.turn(way)
            case (group, _) if group == EXPOSURE:
                self.exposure.scroll.key(event)
            case _:
                self.story.scroll.key(event)

    def _draw_still(self) -> pygame.Surface:
        area, type_ = self.layout.area, self._type
        still = pygame.Surface(area.size)
        if pygame.display.get_surface():
            still = still.convert()
        still.fill(theme.GROUND)
        for page in (self.layout.exposure, self.layout.story):
            draw_ground(still, page.panel.move(-area.left, -area.top), type_)
        return still

    def _draw_heads(self, surface: pygame.Surface, pages: Pages) -> None:
        type_, layout, told = self._type, self.layout, pages.told
        about = "none has been read yet"
        if told:
            since = f", {counted(pages.back, 'exposure')} before the last" if pages.back else ""
            about = f"number {told.read.number:,}: {told.machine.shown}{since}"
            _draw_picture(surface, layout.picture, told.read.image)
        room = layout.exposure.beside.left
        title = "The last exposure" if not pages.back else "An earlier exposure"
        draw_heading(surface, layout.exposure.panel, type_, title, about, room)
        draw_heading(surface, layout.story.panel, type_, TITLES[self.section], "", layout.story.panel.right)
        self._draw_turns(surface, pages)
        warnings = pages.warnings
        words = [f"{n} ({warnings})" if n == "Warnings" and warnings else n for n in SECTIONS]
        if words != self._tabs.words:
            self._tabs.words = words
            self._tabs.areas = section_areas(layout.story.below_title, type_, words)
        self._tabs.chosen = self.section
        self._tabs.draw(surface, type_, mouse=self._mouse, focused=False)

    def _draw_turns(self, surface: pygame.Surface, pages: Pages) -> None:
        """Words that turn the page; muted where there is nothing to turn to."""
        type_, earlier = self._type, pages.account.earlier
        possible = (len(earlier) > pages.back + 1, pages.back > 0, pages.back > 0)
        for words, area, can in zip(TURNS, self.layout.turns, possible, strict=True):
            if can:
                ground = theme.LINE if area.collidepoint(self._mouse) else theme.RAISED
                pygame.draw.rect(surface, ground, area, border_radius=type_.scale.px(8))
            at = (area.centerx, baseline_in(area, type_, theme.BODY))
            type_.write(surface, words, at, theme.BODY, theme.TEXT if can else theme.MUTED, "centre")


def draw_heading(surface: pygame.Surface, panel: Rect, type_: Type, title: str, about: str, right: int) -> None:
    """A page's title, and on the same line in small type what it is about, up to *right*."""
    baseline, gap = heading_baseline(panel, type_), type_.scale.px(16)
    left = type_.write(surface, title, (heading_of(panel, type_).left, baseline), theme.TITLE).right + gap
    if about:
        text = type_.fitted(about, theme.SMALL, right - gap - left)
        type_.write(surface, text, (left, baseline), theme.SMALL, theme.MUTED)


def _words(page: Page, number: int) -> str:
    return page.blocks[number].entry.margin or "nothing yet"


def _exposure_card(told: Told | None, number: int) -> Card | None:
    if told is None:
        return None
    lesson = told.machine
    if number < FIRST_UNIT:
        return cards.machine_card(lesson)
    if number < FIRST_UNIT + len(lesson.units):
        return cards.unit_card(lesson.units[number - FIRST_UNIT], lesson)
    return None if told.network is None else cards.network_card(told.network)


def _draw_picture(surface: pygame.Surface, area: Rect, image: FloatArray) -> None:
    """The picture as both learners were shown it: light on dark."""
    light = np.array(theme.INK) + (np.array(theme.CREAM) - theme.INK) * image[..., None]
    small = pygame.surfarray.make_surface(light.round().astype(np.uint8).swapaxes(0, 1))
    surface.blit(pygame.transform.scale(small, area.size), area)
