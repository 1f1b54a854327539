"""The main picture: left the machine, right the network, between them what both see and the score, below the course."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pygame
from pygame import Rect

from hardware import Mark1Snapshot
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain.exposure import settled
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.glow import Filaments
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Card, Frame, Key, Reading, Thing
from perceptron_sim.frontend.views.side_by_side import course, machine, network, score
from perceptron_sim.frontend.views.side_by_side.cards import Insides, card_of
from perceptron_sim.frontend.views.side_by_side.changes import Changes, change_areas
from perceptron_sim.frontend.views.side_by_side.curves import CoursePicture, end_of, ground_area, lanes_of
from perceptron_sim.frontend.views.side_by_side.layout import arrange
from perceptron_sim.frontend.views.side_by_side.lesson_cards import another_network
from perceptron_sim.frontend.views.side_by_side.shape import Shape
from perceptron_sim.frontend.views.side_by_side.things import passes, still_things
from perceptron_sim.learner import MODERN
from perceptron_sim.session import Session
from perceptron_sim.snapshot import SessionSnapshot

MOST_PASSES = 1000  # more of them are too narrow to be pointed at
MOST_LETTERS = 40  # of all bars' names together, each as wide as the longest: below the bars there is room for so many
DIM_AT_FIRST = 2.5  # weights as they are drawn stay so much below their full colour: learning lights them up
LONGEST_NAME = 12  # as a verdict in large letters
MOST = {"retina.rows": 64, "retina.columns": 64, "association.units": 2048, "response.units": 16}
"""What the panels still have room for."""


def check(experiment: Experiment) -> None:
    """Raise SettingError unless the panels have a place for all parts of *experiment*."""
    classes = experiment.class_names
    longest = max(classes, key=len)
    if len(classes) * len(longest) > MOST_LETTERS or len(longest) > LONGEST_NAME:
        rule = f"few enough for names of {LONGEST_NAME} letters at most to stand side by side in the window"
        raise SettingError(f"classes must be {rule}, got {len(classes)}, as {longest!r}; `run` takes all")
    spec = experiment.mark1
    given = (spec.retina.rows, spec.retina.columns, spec.association.units, spec.response.units)
    for (name, most), value in zip(MOST.items(), given, strict=True):
        if value > most:
            raise SettingError(f"mark1.{name} must be at most {most} to be shown here, got {value!r}")


class SideBySide:
    """A still layer, drawn once, and what moves above it."""

    name = "side-by-side"
    title = "Side by side"

    def __init__(self, area: Rect, type_: Type, experiment: Experiment) -> None:
        check(experiment)
        self._area, self._type, self._experiment = area, type_, experiment
        self.shape = Shape.of(experiment)
        self.layout = arrange(area, type_, self.shape)
        self.full_weight = DIM_AT_FIRST * experiment.modern.initial_limit
        self._changes = Changes()
        self._last: tuple[tuple[int, int, int], Mark1Snapshot] | None = None  # how the last lamps were
        self._still = self._draw_still()
        self._things = still_things(self.layout, type_, self.shape, experiment)
        self._with_passes: tuple[tuple[object, ...], Sequence[Thing]] | None = None
        self._s_lamps, self._a_lamps, self._r_lamps, self._hidden_lamps = (Filaments() for _ in range(4))
        self._pictured: tuple[int, ...] | None = None
        covered = ground_area(self.layout.course, type_)
        ground = self._still.subsurface(covered.move(-area.left, -area.top))
        self._course = CoursePicture(self.layout.course, type_, ground, lanes_of(experiment))

    def take_over(self, old: "SideBySide") -> None:
        """Know still where the network was changed."""
        self._changes = old._changes

    def read(self, session: Session) -> Reading:
        """The session's snapshot, and the insides that cards tell of."""
        return Reading(snapshot=session.snapshot(), own=Insides.of(session))

    def draw(self, surface: pygame.Surface, reading: Reading, frame: Frame) -> None:
        """Draw it; lamps move on by the frame's time."""
        snapshot, type_, layout, elapsed_s = reading.snapshot, self._type, self.layout, frame.lamps_s
        surface.blit(self._still, self._area)
        snapshot = self._held(snapshot, reading.own)
        lit = snapshot.mark1
        machine.draw_live(
            surface,
            layout.machine,
            type_,
            snapshot,
            self._s_lamps.follow(lit.s_contacts, elapsed_s),
            self._a_lamps.follow(lit.firing, elapsed_s),
            self._r_lamps.follow(lit.lamps, elapsed_s),
        )
        hidden = self._hidden_lamps.follow(network.activity_levels(snapshot.network), elapsed_s)
        self._draw_anew_what_changed(snapshot)
        network.draw_live(surface, layout.network, type_, snapshot, hidden, self._images)
        score.draw_live(surface, layout.middle, type_, snapshot, self.shape.taught)
        self._changes.follow(snapshot, reading.own.session.command_log)
        course.draw_live(surface, layout.course, type_, snapshot, self._course, self._changes.found)

    def things(self, reading: Reading) -> Sequence[Thing]:
        """Every lamp, knob, picture, bar and figure; and the passes, as far as they can be told apart."""
        snapshot = reading.snapshot
        ends = snapshot.scores[MODERN].pass_ends
        over = int(ends[-1]) if ends.size else 0
        state = (ends.size, snapshot.exposures > over, end_of(snapshot), self._changes.found)
        if self._with_passes is None or self._with_passes[0] != state:
            going_on = [over + (int(ends[0]) if ends.size else self.shape.taught)] if state[1] else []
            of_passes = passes(self.layout.course, [*ends[:MOST_PASSES].tolist(), *going_on], state[2])
            marks = change_areas(self.layout.course, self._type, self._changes.found, state[2])
            of_changes = [
                Thing(("change", number), area, "another network", "changes") for number, area in marks.items()
            ]
            self._with_passes = state, (*self._things, *of_passes, *of_changes)
        return self._with_passes[1]

    def card(self, key: Key, reading: Reading) -> Card | None:
        """Arithmetic, history and source of the thing *key*."""
        for change in self._changes.found:
            if key == ("change", change.number):
                return another_network(change)
        return card_of(key, reading.snapshot, reading.own)

    def handle(self, event: pygame.event.Event) -> object | None:
        """Nothing: here one only points."""
        return None

    def sentence(self, reading: Reading) -> str | None:
        """The session's own."""
        return None

    def _held(self, snapshot: SessionSnapshot, own: Insides) -> SessionSnapshot:
        """As *snapshot* but, once all is over, with the lamps as they were when the last picture had been read."""
        trial = next((one for one in own.session.latest_trials if one.learner == own.mark1.name), None)
        if not snapshot.finished or snapshot.stimulus is None or trial is None or trial.code is None:
            return snapshot
        state = (snapshot.seed, snapshot.exposures, len(own.session.command_log))
        if self._last is None or self._last[0] != state:
            closes, fires = settled(own.mark1.machine, snapshot.stimulus)
            lamps = np.array([bit == "1" for bit in trial.code])
            self._last = state, replace(snapshot.mark1, s_contacts=closes, firing=fires, lamps=lamps)
        return replace(snapshot, first_mark1=self._last[1])

    def _draw_anew_what_changed(self, snapshot: SessionSnapshot) -> None:
        """The network's pictures, where it has seen another one, or its weights are others."""
        state = (snapshot.seed, snapshot.network.exposures, snapshot.network.weights_set)
        if state != self._pictured:
            self._pictured = state
            self._images = network.NetworkImages.of(snapshot.network, self.layout.network, self.full_weight)

    def _draw_still(self) -> pygame.Surface:
        whole = pygame.Surface(self._area.bottomright)
        if pygame.display.get_surface():
            whole = whole.convert()
        whole.fill(theme.GROUND)
        machine.draw_still(whole, self.layout.machine, self._type, self.shape)
        network.draw_still(whole, self.layout.network, self._type, self._experiment, self.shape)
        score.draw_still(whole, self.layout.middle, self._type)
        course.draw_still(whole, self.layout.course, self._type, self._experiment.name, self.shape.taught)
        return whole.subsurface(self._area).copy()
