"""The network view: a row of quiet pages, each about one thing; below, what can be changed and what goes wrong."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
import pygame
from pygame import Rect

from perceptron_sim.commands import ChangeNetwork
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain.network import kind_in_words, total_arithmetic
from perceptron_sim.explain.network_settings import NAMES, changed, effect, in_words
from perceptron_sim.explain.network_watch import unwarned
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Card, Frame, Key, Reading, Thing
from perceptron_sim.frontend.views.network.controls import Stepper, step_of
from perceptron_sim.frontend.views.network.convolution_page import ConvolutionPage
from perceptron_sim.frontend.views.network.fields_page import FieldsPage
from perceptron_sim.frontend.views.network.hessian_page import HessianPage
from perceptron_sim.frontend.views.network.layers_page import LayersPage
from perceptron_sim.frontend.views.network.layout import TITLES, arrange
from perceptron_sim.frontend.views.network.offsets_page import OffsetsPage
from perceptron_sim.frontend.views.network.page import NetworkReading, Page
from perceptron_sim.frontend.views.network.surface_page import SurfacePage
from perceptron_sim.frontend.views.network.transplant_page import TransplantPage
from perceptron_sim.frontend.views.network.two_inputs_page import TwoInputsPage
from perceptron_sim.frontend.views.network.weights import Learners, Weights
from perceptron_sim.frontend.widgets import Tabs, baseline_in
from perceptron_sim.learner import MODERN
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.session import Session

PAGES: tuple[type[Page], ...] = (
    LayersPage,
    FieldsPage,
    TwoInputsPage,
    SurfacePage,
    HessianPage,
    ConvolutionPage,
    OffsetsPage,
    TransplantPage,
)
LABELS = {"rate": "learning rate", "depth": "hidden layers"}
RUN_AWAY = np.errstate(all="ignore")  # a network that has run away is told in words
TOLD_S = 3.0  # how long the foot tells what a setting that was changed by a key does
PAGE_KEYS = {pygame.K_PAGEUP: -1, pygame.K_PAGEDOWN: 1}


class NetworkView:
    """Eight pages on one network; it changes nothing itself: what is asked of the model is returned as a command."""

    name: ClassVar[str] = "network"
    title: ClassVar[str] = "Network"

    def __init__(self, area: Rect, type_: Type, experiment: Experiment) -> None:
        self._type, self._experiment = type_, experiment
        self.layout = arrange(area, type_)
        self.pages = [kind(self.layout.panel, type_, experiment) for kind in PAGES]
        self._tabs: Tabs[int] = Tabs(self.layout.tabs, TITLES, range(len(PAGES)))
        self._steppers = [Stepper(name, LABELS.get(name, name), area) for name, area in self.layout.settings.items()]
        self._still, self._still_of = self._new_still(), -1
        self._spec, self._taught = experiment.modern, len(experiment.stimuli)
        self._weights, self.learners = Weights(), Learners()
        self._told_s = 0.0
        self._strip: tuple[object, pygame.Surface | None] = (None, None)
        self._things: tuple[object, list[Thing]] = (None, [])
        self._open_ways: tuple[NetworkSpec | None, dict[str, tuple[bool, bool]]] = (None, {})
        self._focused: Key | None = None
        self._hovered: Key | None = None
        self._mouse: tuple[int, int] | None = None

    @property
    def page(self) -> Page:
        """The one that is shown."""
        return self.pages[self._tabs.chosen]

    def show(self, title: str) -> None:
        """Turn to the page of that *title*."""
        self._tabs.chosen = TITLES.index(title)

    def take_over(self, old: "NetworkView") -> None:
        """Stand open at the same page, with what its pages were at, as *old* was."""
        self._tabs.chosen = old._tabs.chosen
        self.learners = old.learners
        for page, before in zip(self.pages, old.pages, strict=True):
            page.state = before.state

    @RUN_AWAY
    def read(self, session: Session) -> Reading:
        """Take the weights if they have changed, what goes wrong, and what the page shown works at."""
        learner = session.modern
        stimuli = session.experiment.stimuli
        learner.watch(stimuli.images, stimuli.labels)
        snapshot = session.snapshot()
        self._spec, self._taught = learner.spec, len(stimuli)
        if self.learners.are_others(session):
            for page in self.pages:
                page.forget()
        layers = self._weights.read(learner.network, snapshot.network.exposures, learner.spec, self.learners.resets)
        own = NetworkReading(
            layers=layers,
            notices=learner.notices,
            taught=len(stimuli),
            wiring=session.mark1.machine.wiring,
            title=self.page.title,
            weights_at=self._weights.read_at(learner.network),
            page=self.page.read(session, layers, snapshot),
        )
        return Reading(snapshot=snapshot, own=own)

    @RUN_AWAY
    def draw(self, surface: pygame.Surface, reading: Reading, frame: Frame) -> None:
        """The still ground, the page, the settings as they stand."""
        self._focused, self._hovered = frame.focused, frame.hovered
        self._told_s = max(0.0, self._told_s - frame.elapsed_s)
        surface.blit(self._ground(), self.layout.area)
        self._tabs.draw(surface, self._type, mouse=self._mouse, focused=False)
        if reading.own.title == self.page.title:
            self._draw_counter(surface, self.page.numbers(reading))
            self.page.draw(surface, reading, frame)
        self.page.draw_steppers(surface, frame)
        self._draw_settings(surface, reading, frame)
        self._draw_notice(surface, reading)

    def _new_still(self) -> pygame.Surface:
        still = pygame.Surface(self.layout.area.size)
        return still.convert() if pygame.display.get_surface() else still

    def _ground(self) -> pygame.Surface:
        """What stays of the page shown, drawn when it is turned to."""
        if self._still_of != self._tabs.chosen:
            self._still_of = self._tabs.chosen
            self._still.fill(theme.GROUND)
            self.page.draw_still(self._still, (-self.layout.area.left, -self.layout.area.top))
        return self._still

    def _draw_counter(self, surface: pygame.Surface, numbers: int) -> None:
        """How many numbers the network learns, at the right of the pages."""
        area, type_ = self.layout.counter, self._type
        baseline = baseline_in(self.layout.tabs[0], type_, theme.BODY)
        drawn = type_.write(surface, "numbers to learn", (area.right, baseline), theme.SMALL, theme.MUTED, "right")
        at = (drawn.left - type_.scale.px(10), baseline)
        type_.write(surface, f"{numbers:,}", at, theme.STRONG, theme.BLUE, "right")

    def _counter_words(self, numbers: int) -> Rect:
        """Where the words of the counter stand."""
        type_, area = self._type, self.layout.counter
        width = type_.width("numbers to learn", theme.SMALL) + type_.scale.px(10)
        width += type_.width(f"{numbers:,}", theme.STRONG)
        height = type_.height(theme.STRONG) + type_.scale.px(8)
        return Rect(area.right - width, self.layout.tabs[0].centery - height // 2, width, height)

    def _draw_settings(self, surface: pygame.Surface, reading: Reading, frame: Frame) -> None:
        """The strip of settings, drawn anew where one of them, or what is pointed at, has changed."""
        spec, keys = reading.snapshot.network.spec, {("setting", one.name) for one in self._steppers}
        hovered = frame.hovered if frame.hovered in keys else None
        strip = self._steppers[0].area.unionall([one.area for one in self._steppers])
        state, picture = self._strip
        if picture is not None and state == (spec, hovered):
            surface.blit(picture, strip)
            return
        for stepper in self._steppers:
            words, ways = in_words(spec, stepper.name), self._ways(spec)[stepper.name]
            stepper.draw(surface, self._type, words, ways=ways, hovered=hovered == ("setting", stepper.name))
        self._strip = (spec, hovered), surface.subsurface(strip).copy()

    def _ways(self, spec: NetworkSpec) -> dict[str, tuple[bool, bool]]:
        """By setting whether one may go back and on from *spec*; found out once for each."""
        if self._open_ways[0] != spec:
            both = {name: (self._changed(name, -1), self._changed(name, 1)) for name in NAMES}
            ways = {name: (back is not None, on is not None) for name, (back, on) in both.items()}
            self._open_ways = spec, ways
        return self._open_ways[1]

    def _draw_notice(self, surface: pygame.Surface, reading: Reading) -> None:
        """What goes wrong, and its cure, in one line; nothing where nothing does."""
        area, type_ = self.layout.notice, self._type
        baseline = area.top + type_.scale.px(4) + type_.font(theme.SMALL).get_ascent()
        if not reading.own.notices:
            words = type_.fitted(
                unwarned(reading.snapshot.scores[MODERN], self._experiment.pass_length), theme.SMALL, area.width
            )
            type_.write(surface, words, (area.left, baseline), theme.SMALL, theme.MUTED)
            return
        notice = reading.own.notices[0]
        x = type_.write(surface, f"{notice.kind}:", (area.left, baseline), theme.LABEL, theme.WRONG).right
        cure = type_.fitted(f"Cure: {notice.cure}", theme.SMALL, area.width * 2 // 3)
        right = area.right - type_.width(cure, theme.SMALL)
        told = type_.fitted(notice.sentence, theme.SMALL, right - x - type_.scale.px(32))
        type_.write(surface, told, (x + type_.scale.px(8), baseline), theme.SMALL)
        type_.write(surface, cure, (area.right, baseline), theme.SMALL, theme.TEXT, "right")

    def things(self, reading: Reading) -> Sequence[Thing]:
        """Pages, what the page shows, its choices, the settings, the counter and the warning."""
        page = self.page
        if reading.own.title != page.title:  # it was turned to after this was read
            return ()
        numbers = page.numbers(reading)
        state = (
            self._tabs.chosen,
            reading.snapshot.network.spec,
            bool(reading.own.notices),
            numbers,
            page.state_of_things(),
        )
        if self._things[0] != state:
            type_, inset = self._type, 2 * self._type.scale.px(6)
            found = [Thing(("pages",), self._tabs.area.inflate(-inset, -inset), "pages of the network", "pages")]
            found += page.things(reading)
            for kind, steppers in (("choice", page.steppers), ("setting", self._steppers)):
                found += [
                    Thing((kind, one.name), one.field(type_), one.label, f"{kind} {one.name}") for one in steppers
                ]
            found.append(
                Thing(("parameters",), self._counter_words(numbers), "how many numbers it learns", "parameters")
            )
            found.append(Thing(("notice",), self.layout.notice, "what the watch says", "notice"))
            self._things = state, found
        return self._things[1]

    @RUN_AWAY
    def card(self, key: Key, reading: Reading) -> Card | None:
        """Of the parameters and the warning here; all else is the page's."""
        if reading.own.title != self.page.title:
            return None
        match key:
            case ("parameters",):
                spec, names = reading.snapshot.network.spec, reading.snapshot.class_names
                cells = reading.snapshot.network.image.size
                facts = [("network", kind_in_words(spec, cells, len(names)))]
                return Card(title="Numbers it learns", facts=facts, arithmetic=total_arithmetic(reading.own.layers))
            case ("notice",):
                return _notice_card(reading)
            case ("pages",) | ("setting", _) | ("choice", _):
                return None
        return self.page.card(key, reading)

    def handle(self, event: pygame.event.Event) -> object | None:
        """A page or a choice turns at once; another setting is asked for as a command."""
        match event.type:
            case pygame.MOUSEMOTION:
                self._mouse = event.pos
            case pygame.MOUSEBUTTONDOWN if event.button == 1:
                return self._press(event.pos)
            case pygame.KEYDOWN:
                return self._key(event)
        return None

    def _press(self, position: tuple[int, int]) -> object | None:
        page = self._tabs.press(position)
        if page is not None:
            self._tabs.chosen = page
        for stepper in self.page.steppers:
            if step := stepper.press(position, self._type):
                self.page.step(stepper.name, step)
        for stepper in self._steppers:
            if step := stepper.press(position, self._type):
                return self._change(stepper.name, step)
        return None if page is not None else self.page.press(position)

    def _key(self, event: pygame.event.Event) -> object | None:
        step = step_of(event)
        match self._focused:
            case ("pages",) if step:
                self._turn(step)
            case ("choice", str() as name) if step:
                self.page.step(name, step)
            case ("setting", str() as name) if step:
                self._told_s = TOLD_S
                return self._change(name, step)
            case _ if event.key in PAGE_KEYS:
                self._turn(PAGE_KEYS[event.key])
            case _:
                return self.page.key(self._focused, event)
        return None

    def _turn(self, step: int) -> None:
        self._tabs.chosen = (self._tabs.chosen + step) % len(self.pages)

    def _changed(self, name: str, step: int) -> NetworkSpec | None:
        """The next one, None where there is none or it does not fit these pictures."""
        spec = changed(self._spec, name, step, self._taught)
        if spec is None:
            return None
        try:
            rows, columns = self._experiment.stimuli.images.shape[1:]
            spec.layers((int(rows), int(columns)), len(self._experiment.class_names))
        except SettingError:
            return None
        return spec

    def _change(self, name: str, step: int) -> ChangeNetwork | None:
        spec = self._changed(name, step)
        return None if spec is None or spec == self._spec else ChangeNetwork(spec)

    def sentence(self, reading: Reading) -> str | None:
        """What a setting that is pointed at would do, or what the page shows."""
        asked = self._focused if self._told_s else self._hovered
        match asked:
            case ("setting", str() as name) if (spec := self._changed(name, 1)) is not None:
                words = LABELS.get(name, name)
                return f"Next {words}: {in_words(spec, name)}; {effect(self._spec, spec)}. The Mark I goes on as it is."
        return self.page.sentence(reading) if reading.own.title == self.page.title else None


def _notice_card(reading: Reading) -> Card:
    notices = reading.own.notices
    if not notices:
        return Card(
            title="The watch", facts=[("it looks for", "numbers that run away, dead or saturated units, a halt")]
        )
    facts = [fact for one in notices for fact in (("what", one.sentence), ("cure", one.cure))]
    return Card(title=str(notices[0].kind).capitalize(), facts=facts)
