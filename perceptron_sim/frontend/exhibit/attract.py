"""What the exhibit does while nobody is there: both learners learn, views come and go, a hand shows what one can do."""

from dataclasses import replace

import pygame
from pygame import Rect

from perceptron_sim.commands import ShowView
from perceptron_sim.exhibit.config import ExhibitSpec
from perceptron_sim.exhibit.programme import ASK, CLASS, CLEAR, PAD, STROKES, TEACH, turn_at
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.frontend.app import App
from perceptron_sim.frontend.exhibit.band import Band
from perceptron_sim.frontend.exhibit.ghost import Ghost
from perceptron_sim.options import LARGEST_SEED
from perceptron_sim.playback import BUDGET_S, SPEEDS, Playback
from perceptron_sim.session import Session

DRAWN_ON = "teach"  # the view whose pad the hand draws on
REST_S = 8.0  # what was learned stands so long, then another machine begins
LONGEST_S = 1800.0  # for one machine: so nothing that is kept of it grows for ever


class Attract:
    """The loop of *spec* on a screen of *size*, with one machine after the other."""

    def __init__(
        self, spec: ExhibitSpec, experiment: Experiment, size: tuple[int, int], budget_s: float = BUDGET_S
    ) -> None:
        self._spec, self._experiment, self._size, self._budget_s = spec, experiment, size, budget_s
        self._turns = list(spec.turns)
        self._machines = self._drawn = 0
        self.begin()

    @property
    def view(self) -> str:
        """The view that is shown."""
        return self._turns[self._turn].view

    def begin(self) -> None:
        """Begin with the first turn, and with a machine that has learned nothing; it is made with the next picture."""
        self._app: App | None = None
        self._time_s = self._rested_s = self._age_s = 0.0
        self._turn, self._since_s = 0, 0.0

    def fit(self, size: tuple[int, int]) -> None:
        """Go on on a screen of *size*."""
        if size != self._size:
            self._size, self._app = size, None

    def leave_out(self) -> None:
        """Never show the present turn again, if there is another one: its view has failed."""
        if len(self._turns) > 1:
            del self._turns[self._turn]
        self.begin()

    def frame(self, surface: pygame.Surface, elapsed_s: float) -> None:
        """Let *elapsed_s* pass and draw on *surface*."""
        app = self._app or self._new_app()
        self._pass_time(app, elapsed_s)
        app.let_pass(elapsed_s)
        app.draw(elapsed_s)
        area = app.scene.layout.area
        surface.blit(self._canvas, (0, 0), area)
        self._ghost_on(surface, app)
        turn = self._turns[self._turn]
        self._band.draw(surface, turn.title, turn.words, self._time_s)

    def _new_app(self) -> App:
        seed = (self._experiment.seed + self._machines) % (LARGEST_SEED + 1)
        self._machines += 1
        session = Session(replace(self._experiment, seed=seed))
        playback = Playback(session, budget_s=self._budget_s)
        playback.speed_index = SPEEDS.index(float(self._spec.attract.speed))
        self._canvas = pygame.Surface(self._size)
        if pygame.display.get_surface():
            self._canvas = self._canvas.convert()
        still = self._spec.visit.reduced_motion
        app = App(session, self._canvas, playback, view=self.view, reduced_motion=still)
        height = self._size[1] - app.scene.layout.area.height
        place = Rect(0, self._size[1] - height, self._size[0], height)
        self._band = Band(place, app.scene.type, self._spec.attract.invitation, reduced_motion=still)
        self._ghost = self._new_ghost(app)
        self._app = app
        self._rested_s = self._age_s = 0.0
        return app

    def _pass_time(self, app: App, elapsed_s: float) -> None:
        """Go on to the next turn, or to the next machine, when it is time."""
        self._time_s += elapsed_s
        self._age_s += elapsed_s
        self._rested_s = self._rested_s + elapsed_s if app.session.finished else 0.0
        before = self._turn
        self._turn, self._since_s = turn_at(self._turns, self._time_s)
        if self._turn != before:
            for event in self._ghost.leave() if self._ghost else ():
                app.take(event)
            self._ghost = self._new_ghost(app)
            app.carry_out(ShowView(self.view))
            if self._rested_s >= REST_S or self._age_s >= LONGEST_S:
                self._app = None  # from the next picture on
        elif self._ghost is not None:
            for event in self._ghost.move(self._since_s, lambda place: self._place(app, place)):
                app.take(event)

    def _new_ghost(self, app: App) -> Ghost | None:
        """A hand for the turn that begins, where there is something to draw on."""
        names = [letter for letter in STROKES if letter in app.session.experiment.class_names]
        if self.view != DRAWN_ON or not names:
            return None
        self._letter = names[self._drawn % len(names)]
        self._drawn += 1
        return Ghost(self._letter, app.scene.type.scale)

    def _place(self, app: App, place: str) -> Rect | None:
        """Where *place* is in the view that is shown; None where it has no such."""
        view = app.scene.view
        if place == PAD:
            pad: Rect | None = getattr(view, "pad", None)
            return pad
        label = app.session.experiment.class_names.index(self._letter)
        key = {CLEAR: ("board", "clear"), ASK: ("ask",), TEACH: ("teach",), CLASS: ("class", label)}[place]
        reading = view.read(app.session)
        return next((thing.area for thing in view.things(reading) if thing.key == key), None)

    def _ghost_on(self, surface: pygame.Surface, app: App) -> None:
        """The hand, where the picture of the view stands here."""
        if self._ghost is not None:
            area = app.scene.layout.area
            place = Rect(0, 0, area.width, area.height)
            self._ghost.draw(surface.subsurface(place), (-area.left, -area.top))
