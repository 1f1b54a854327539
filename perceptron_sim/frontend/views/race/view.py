"""The race: who leads, what each lane answers and costs, the curves of all, and a bar that begins another."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

import pygame
from pygame import Rect
from pygame.event import Event

from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain.race import FIGURES, RaceNow, happening, standing
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Card, Frame, Key, Reading, Thing
from perceptron_sim.frontend.views.race import bar, rows
from perceptron_sim.frontend.views.race.chart import Chart
from perceptron_sim.frontend.views.race.layout import LESS, MORE, OPTIMIZER, RULE, SEEDS, START, TURN, arrange
from perceptron_sim.frontend.views.race.places import Places
from perceptron_sim.frontend.views.race.saw import draw_saw
from perceptron_sim.frontend.views.race.still import EARLIER, LATER, draw_scrolling, draw_still
from perceptron_sim.frontend.widgets import ENTER
from perceptron_sim.session import Session

PRESSES = (*ENTER, pygame.K_SPACE)
GROUPS = {RULE: "rules", OPTIMIZER: "optimizers", SEEDS: "seeds", START: "start"}
STEPS = {LESS: "one seed less", MORE: "one seed more"}


class RaceView:
    """A track for each lane, and the chart of all."""

    name, title = "race", "Race"

    def __init__(self, area: Rect, type_: Type, experiment: Experiment) -> None:
        self._type, self._experiment = type_, experiment
        self._lanes = experiment.lanes()
        names = [lane.name for lane in self._lanes]
        self.layout = arrange(area, type_, names, experiment.class_names)
        self.places = Places(self.layout, names)
        self.choice = bar.Choice.of(experiment)
        self._chart = Chart(self.layout, type_)
        self._still = draw_still(self.layout, type_, experiment)
        self._bar: tuple[object, pygame.Surface] | None = None
        self._controls = tuple(self._each_control())
        self._things: tuple[Thing, ...] = ()
        self._things_of: object = None
        self._mouse = (-1, -1)
        self._focused: Key | None = None

    def take_over(self, old: "RaceView") -> None:
        """Go on with the race that was being chosen, and with what was scrolled to."""
        if bar.Choice.of(old._experiment) == bar.Choice.of(self._experiment):
            self.choice = old.choice
        self.places.scroll.move(old.places.scroll.offset * self.layout.pitch // old.layout.pitch)

    # What it shows.

    def read(self, session: Session) -> Reading:
        """All lanes, the best first."""
        snapshot = session.snapshot()
        stimuli, unseen = self._experiment.stimuli, self._experiment.unseen
        runners = standing(self._lanes, snapshot.scores)
        shown = runners[0].trial
        now = RaceNow(
            runners=runners,
            image=None if shown is None else stimuli.images[shown.stimulus],
            label=None if shown is None else shown.label,
            class_names=snapshot.class_names,
            exposures=snapshot.exposures,
            pass_number=snapshot.pass_number,
            pass_limit=snapshot.pass_limit,
            exposure_limit=snapshot.exposure_limit,
            finished=snapshot.finished,
            taught=len(stimuli),
            unseen=0 if unseen is None else len(unseen),
            results=session.pass_results,
        )
        return Reading(snapshot=snapshot, own=now)

    def draw(self, surface: pygame.Surface, reading: Reading, frame: Frame) -> None:
        """The lanes, the picture all saw, the curves, the bar."""
        now: RaceNow = reading.own
        order = [runner.lane.name for runner in now.runners]
        self.places.follow(order, frame.elapsed_s, at_once=frame.reduced_motion)
        self._attend(frame.focused)
        surface.blit(self._still, self.layout.area)
        forward = next((name for key in (frame.hovered, frame.opened, frame.focused) if (name := _lane_of(key))), None)
        self._draw_lanes(surface, now, forward)
        draw_saw(surface, self.layout, self._type, now)
        self._chart.draw(surface, now, forward)
        surface.blit(self._drawn_bar(), self.layout.bar.panel)

    def _draw_lanes(self, surface: pygame.Surface, now: RaceNow, forward: str | None) -> None:
        layout, type_ = self.layout, self._type
        runners = {runner.lane.name: runner for runner in now.runners}
        before = surface.get_clip()
        if not layout.large:
            surface.set_clip(layout.rows.inflate(type_.scale.px(20), 0))
        for name, row in self.places.moving():
            if name in runners:
                rows.draw_row(surface, layout, type_, row, runners[name], now, forward=name == forward)
        surface.set_clip(before)
        if not layout.large:
            draw_scrolling(surface, layout, type_, self.places.scroll, self._mouse)

    def _drawn_bar(self) -> pygame.Surface:
        """The bar, drawn anew only where it looks different."""
        over = next((key for key, area in bar.areas(self.layout.bar).items() if area.collidepoint(self._mouse)), None)
        state = self.choice, over
        if self._bar is None or self._bar[0] != state:
            panel = self.layout.bar.panel
            whole = pygame.Surface(panel.bottomright)
            whole.blit(self._still, self.layout.area)
            bar.draw_bar(whole, self.layout.bar, self._type, self.choice, self._mouse if over else None)
            picture = whole.subsurface(panel).copy()
            self._bar = state, picture.convert() if pygame.display.get_surface() else picture
        return self._bar[1]

    def sentence(self, reading: Reading) -> str | None:
        """Who leads."""
        return happening(reading.own)

    # What can be pointed at.

    def things(self, reading: Reading) -> Sequence[Thing]:
        """Every lane and every figure of it that is seen, and the controls."""
        state = self.places.order, self.places.scroll.offset
        if self._things_of != state:
            self._things_of, self._things = state, (*self._of_lanes(), *self._controls)
        return self._things

    def _of_lanes(self) -> Iterator[Thing]:
        words = {lane.name: lane.name for lane in self._lanes}
        seen = list(self.places.still())
        for name, row in seen:
            yield Thing(("lane", name), row, words[name], "lanes")
        for name, row in seen:
            for kind, area in self.layout.cells(row, around=True).items():
                yield Thing((kind, name), area, f"{kind} of {name}", kind)

    def _each_control(self) -> Iterator[Thing]:
        if self.places.scroll.furthest:
            for step, area in zip((EARLIER, LATER), self.layout.turns, strict=True):
                yield Thing((TURN, step), area, step, "pages of lanes")
        for key, area in bar.areas(self.layout.bar).items():
            yield Thing(key, area, STEPS.get(key[1], key[1] or "start the race"), GROUPS[key[0]])

    def card(self, key: Key, reading: Reading) -> Card | None:
        """The lane or the figure *key*; controls have none."""
        name, now = _lane_of(key), reading.own
        runner = now.runner(name) if name else None
        return Card(**asdict(FIGURES[key[0]](runner, now))) if runner and isinstance(key, tuple) else None

    # What is done.

    def handle(self, event: Event) -> object | None:
        """Choose, start, scroll."""
        match event.type:
            case pygame.MOUSEMOTION:
                self._mouse = event.pos
            case pygame.MOUSEWHEEL if self.layout.lanes.collidepoint(self._mouse):
                self.places.scroll.wheel(event)
            case pygame.MOUSEBUTTONDOWN if event.button == 1:
                return self._press(event.pos)
            case pygame.KEYDOWN if event.key in PRESSES:
                return self._do(self._focused)
            case pygame.KEYDOWN:
                self.places.scroll.key(event)
        return None

    def _press(self, position: tuple[int, int]) -> object | None:
        pressed = next((thing for thing in self._controls if thing.area.collidepoint(position)), None)
        return self._do(pressed.key) if pressed else None

    def _do(self, key: Key | None) -> object | None:
        """What pressing the control *key* does."""
        match key:
            case (kind, str(step)) if kind == TURN:
                self.places.scroll.move(self.layout.rows.height * (-1 if step == EARLIER else 1))
            case (kind, _) if kind == START:
                return self.choice.command(self._experiment)
            case (str(kind), str(name)) if kind in GROUPS:
                self.choice = self.choice.changed((kind, name))
        return None

    def _attend(self, focused: Key | None) -> None:
        """Scroll to what has just got the keyboard."""
        if focused != self._focused:
            self._focused = focused
            name = _lane_of(focused)
            if name in self.places.order:
                self.places.reveal(name)


def _lane_of(key: Key | None) -> str:
    """The lane that *key* names, or ""."""
    match key:
        case (kind, str(name)) if kind in FIGURES:
            return name
    return ""
