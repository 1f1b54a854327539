"""The page of two inputs: points of the plane taught to a Mark I and to a network, and what each answers everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pygame
from pygame import Rect

from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain.network import LayerReading
from perceptron_sim.explain.network_machine_plane import MachinePlane, machine_plane
from perceptron_sim.explain.network_settings import called, optimizer_called
from perceptron_sim.explain.network_slices import SLICE_S, Sliced
from perceptron_sim.explain.network_two_inputs import CALLED, EDGE, SETS, TwoInputs, two_inputs
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.panels.frame import draw_label
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Card, Frame, Key, Reading, Thing
from perceptron_sim.frontend.views.network.layout import inside_of, label_height
from perceptron_sim.frontend.views.network.marks import boundary, class_mark
from perceptron_sim.frontend.views.network.page import Page, Panel, turned
from perceptron_sim.frontend.views.network.pictures import (
    MACHINE,
    NETWORK,
    NETWORK_SIGNED,
    FloatArray,
    Pixels,
    each_full,
    finer,
    shares,
    surface_of,
)
from perceptron_sim.session import Session
from perceptron_sim.snapshot import SessionSnapshot

FINER = 3  # the answers are smoothed to so many times as many places
DIM = 0.55  # how bright the surest answer is, so that points stand out
UNITS_ACROSS = 4
USUAL = "moons"  # the set, where the experiment has none of them


@dataclass(slots=True)
class Teaching:
    """Which set is taught, and the teaching of it to one kind of network and to a machine."""

    chosen: str = USUAL
    key: object = None
    work: Sliced[TwoInputs] | None = None
    machine_key: object = None
    machine: Sliced[MachinePlane] | None = None
    paused: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class PlaneReading:
    """What both have come to; None before the first step."""

    network: TwoInputs
    machine: MachinePlane


class TwoInputsPage(Page):
    """All answers of the machine at the left, of the network beside it; what its hidden units give at the right."""

    title = "Two inputs"
    heading = "Two inputs"

    def __init__(self, room: Rect, type_: Type, experiment: Experiment) -> None:
        super().__init__(room, type_, experiment)
        self.state = Teaching(experiment.name if experiment.name in SETS else USUAL)
        px, area = type_.scale.px, self.area
        below = 2 * type_.height(theme.SMALL) + px(12)
        side = min(area.height - below, (area.width - px(24)) * 2 // 5)
        left = Rect(room.left, room.top, side + 2 * (area.left - room.left), room.height)
        right = Rect(left.right + px(24), room.top, room.right - left.right - px(24), room.height)
        self.panels = Panel(left, "The Mark I", theme.AMBER), Panel(right, "The network", theme.BLUE)
        self.steppers = self.in_heading(1, [("set", "points", 220)])
        first, second = inside_of(left, type_), inside_of(right, type_)
        self.machine_picture = Rect(first.topleft, (side, side))
        self.picture = Rect(second.topleft, (side, side))
        rest = self.picture.right + px(32)
        self.words = Rect(rest, second.top, second.right - rest, second.height)
        self._marks = [class_mark(shape, max(4, px(5))) for shape in range(3)]
        self._drawn: list[tuple[object, pygame.Surface | None]] = [(None, None), (None, None)]
        self._nothing = pygame.Surface(self.picture.size)
        self._nothing.fill(theme.GLASS)
        self._untaught = np.zeros((2, 2))
        self._new = False
        self._units: tuple[object, list[tuple[pygame.Surface, tuple[int, int]]]] = (None, [])

    def numbers(self, reading: Reading) -> int:
        """Of the network on two numbers."""
        found: PlaneReading | None = reading.own.page
        return super().numbers(reading) if found is None else found.network.parameters

    def value(self, name: str) -> str:
        """The set."""
        return CALLED.get(self.state.chosen, str(self.state.chosen))

    def step(self, name: str, step: int) -> None:
        """Another set."""
        self.state.chosen = turned(tuple(SETS), self.state.chosen, step)

    def read(
        self, session: Session, layers: tuple[LayerReading, ...], snapshot: SessionSnapshot
    ) -> PlaneReading | None:
        """Teach both a little more; from the beginning where set or settings are others."""
        state: Teaching = self.state
        seed, spec = session.experiment.seed, session.modern.spec
        if state.work is None or state.key != (state.chosen, spec, seed):
            state.key, state.work = (state.chosen, spec, seed), Sliced(two_inputs(state.chosen, spec, seed))
        begins = state.work.latest is None  # the machine waits for a frame: each takes a moment to be built
        if not begins and (state.machine is None or state.machine_key != (state.chosen, seed)):
            state.machine_key, state.machine = (state.chosen, seed), Sliced(machine_plane(state.chosen, seed))
        if state.machine is None or not state.paused or begins or state.machine.latest is None:
            busy = state.machine is not None and not state.machine.finished
            state.work.advance(SLICE_S / 2 if busy else SLICE_S)
            if state.machine is not None and not begins:
                state.machine.advance(SLICE_S / 2)
        network, machine = state.work.latest, None if state.machine is None else state.machine.latest
        return None if network is None or machine is None else PlaneReading(network, machine)

    def draw(self, surface: pygame.Surface, reading: Reading, frame: Frame) -> None:
        """The answers of both, the points, how far each is."""
        self.state.paused = frame.paused
        found: PlaneReading | None = reading.own.page
        if found is None:
            return
        self._new = False
        names = found.network.sample.axis_names
        self.draw_told(surface, 0, f"{names[0]} and {names[1]} as two thermometers")
        self.draw_told(surface, 1, f"{names[0]} across, {names[1]} up")
        machine, network = found.machine, found.network
        answers = self._untaught if machine.answers is None else machine.answers
        surface.blit(self._picture(0, answers, machine.points, network.sample.labels, MACHINE), self.machine_picture)
        surface.blit(
            self._picture(
                1,
                network.probability if network.drawn_at else self._untaught,
                network.points,
                network.sample.labels,
                NETWORK,
            ),
            self.picture,
        )
        self._draw_below(surface, found)
        self._draw_words(surface, found, reading)
        self._draw_units(surface, network)

    def _picture(
        self, number: int, answers: FloatArray, points: FloatArray, labels: Any, ramp: Pixels
    ) -> pygame.Surface:
        """Every place in the colour of its answer, the boundary, the points; drawn anew when it has changed."""
        drawn, picture = self._drawn[number]
        if drawn is not answers and not self._new:  # one for a frame is enough
            fine = finer(answers, FINER)
            pixels = boundary(fine, shares(fine * DIM, ramp))
            picture = surface_of(pixels[::-1], self.picture.size, smooth=True)
            places = (points * (1, -1) / EDGE + 1) / 2 * self.picture.width
            marks = [self._marks[label] for label in labels.tolist()]
            corners = places - self._marks[0].get_width() / 2
            picture.blits(list(zip(marks, map(tuple, corners.round().astype(int).tolist()), strict=True)))
            self._drawn[number], self._new = (answers, picture), True
        return picture or self._nothing

    def _draw_below(self, surface: pygame.Surface, found: PlaneReading) -> None:
        """How far each is, below its picture."""
        machine, network = found.machine, found.network
        minutes = machine.simulated_s / 60
        lines = (
            (
                f"{_wrong(machine.mistakes, machine)}, after {machine.exposures:,} exposures",
                f"{minutes:.1f} min of its time; {machine.step}",
            ),
            (
                f"{_wrong(network.mistakes, network)}, after {network.steps:,} steps",
                _state(network, self.state.paused),
            ),
        )
        line = self.type.height(theme.SMALL)
        for area, (first, second) in zip((self.machine_picture, self.picture), lines, strict=True):
            y = area.bottom + self.type.scale.px(6) + line
            for words, colour in ((first, theme.TEXT), (second, theme.MUTED)):
                fitted = self.type.fitted(words, theme.SMALL, area.width)
                self.type.write(surface, fitted, (area.left, y), theme.SMALL, colour)
                y += line

    def _draw_words(self, surface: pygame.Surface, found: PlaneReading, reading: Reading) -> None:
        """The classes, and what is taught here."""
        px, type_, sample = self.type.scale.px, self.type, found.network.sample
        y = self.words.top + type_.height(theme.SMALL)
        for label, name in enumerate(sample.class_names):
            mark = self._marks[label]
            surface.blit(mark, (self.words.left, y - type_.ascent(theme.SMALL) // 2 - mark.get_height() // 2 + px(1)))
            right = "bright" if label == len(sample.class_names) - 1 else "dark"
            words = type_.fitted(f"{name}: {right} where it is answered", theme.SMALL, self.words.width - px(24))
            type_.write(surface, words, (self.words.left + px(24), y), theme.SMALL)
            y += type_.height(theme.SMALL) + px(4)
        spec = reading.snapshot.network.spec
        hidden = ", ".join(map(str, spec.hidden)) or "no hidden layer"
        told = (
            f"{sample.note} Both are taught here: a Mark I with one lamp, and a network of the settings below "
            f"({hidden}; {called(spec.activation)}; {optimizer_called(spec.optimizer)}, {spec.rate:g}; "
            f"{found.network.parameters:,} numbers)."
        )
        y += px(8)
        for line in type_.wrapped(told, theme.SMALL, self.words.width):
            if y < self._units_top() - label_height(type_):
                type_.write(surface, line, (self.words.left, y), theme.SMALL, theme.MUTED)
            y += type_.height(theme.SMALL)

    def _units_top(self) -> int:
        """Where the pictures of units begin: they are as many as have room below the words."""
        side = self._unit_side()
        rows = max(1, (self.words.height - 9 * self.type.height(theme.SMALL)) // (side + self.type.scale.px(12)))
        rows = min(rows, 4)
        return self.words.bottom - rows * (side + self.type.scale.px(12)) + self.type.scale.px(12)

    def _unit_side(self) -> int:
        gap = self.type.scale.px(12)
        return (self.words.width + gap) // UNITS_ACROSS - gap

    def _draw_units(self, surface: pygame.Surface, found: TwoInputs) -> None:
        if not len(found.units):
            return
        if self._units[0] is not found.units and not self._new:
            self._units, self._new = (found.units, self._unit_pictures(found)), True
        at = self.words.left, self._units_top()
        draw_label(surface, at, self.type, "hidden 1", "what each unit gives", self.words.right)
        surface.blits(self._units[1], doreturn=False)

    def _unit_pictures(self, found: TwoInputs) -> list[tuple[pygame.Surface, tuple[int, int]]]:
        """Each with its place, as many as there is room for."""
        gap, side, top = self.type.scale.px(12), self._unit_side(), self._units_top()
        rows = (self.words.bottom - top + gap) // (side + gap)
        colours = each_full(found.units[: rows * UNITS_ACROSS, ::-1], NETWORK_SIGNED)
        return [
            (
                surface_of(pixels, (side, side), smooth=True),
                (
                    self.words.left + number % UNITS_ACROSS * (side + gap),
                    top + number // UNITS_ACROSS * (side + gap),
                ),
            )
            for number, pixels in enumerate(colours)
        ]

    def things(self, reading: Reading) -> Sequence[Thing]:
        """Both pictures."""
        return [
            Thing(("machine answers",), self.machine_picture, "what the Mark I answers everywhere", "answers"),
            Thing(("answers",), self.picture, "what the network answers everywhere", "answers"),
        ]

    def card(self, key: Key, reading: Reading) -> Card | None:
        """What a picture is."""
        found: PlaneReading | None = reading.own.page
        if found is None:
            return None
        points = ("points", f"{len(found.network.points)}, synthetic")
        if key == ("machine answers",):
            facts = [
                points,
                ("exposures", f"{found.machine.exposures:,}"),
                ("picture of exposure", f"{found.machine.drawn_at:,}"),
            ]
            lines = ["each number: a thermometer of 10 rows of cells", "200 cells each: 201 heights can be told apart"]
            return Card(title=f"{self.value('set')}: the Mark I", facts=facts, arithmetic=lines)
        if key != ("answers",):
            return None
        widths = (2, *reading.snapshot.network.spec.hidden, len(found.network.sample.class_names))
        terms = [f"{one} × {other} + {other}" for one, other in pairwise(widths)]
        return Card(
            title=f"{self.value('set')}: the network",
            facts=[points, ("steps of learning", f"{found.network.steps:,}")],
            arithmetic=[f"{' + '.join(terms)} = {found.network.parameters:,}"],
        )

    def sentence(self, reading: Reading) -> str | None:
        """How both do."""
        found: PlaneReading | None = reading.own.page
        if found is None or found.network.mistakes is None:
            return "A Mark I and a network of the same settings begin to learn points of the plane."
        network = _wrong(found.network.mistakes, found.network)
        if found.machine.mistakes is None:
            return f"In its latest pass the network had {network}; the Mark I is in its first."
        return (
            f"In its latest pass the Mark I had {_wrong(found.machine.mistakes, found.machine)}, the network {network}."
        )


def _state(network: TwoInputs, paused: bool) -> str:
    if not network.steps:
        return "waits: the clock stands" if paused else "not taught yet"
    return f"loss {network.loss:.3g}; picture of step {network.drawn_at:,}"


def _wrong(mistakes: int | None, found: TwoInputs | MachinePlane) -> str:
    return "first pass" if mistakes is None else f"{mistakes or 'none'} of {len(found.points)} wrong"
