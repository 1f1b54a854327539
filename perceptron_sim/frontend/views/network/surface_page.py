"""The page of loss surfaces: heights, the paths of several optimizers, and by colour which minimum a start ends in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pygame
from pygame import Rect

from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain.network import LayerReading, signed
from perceptron_sim.explain.network_own_surface import on_own_loss
from perceptron_sim.explain.network_settings import optimizer_called
from perceptron_sim.explain.network_slices import SLICE_S, Sliced
from perceptron_sim.explain.network_surface import OWN, PATH_OF, PLACES, RACERS, Path, Surface, on_landscape
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Card, Frame, Key, Reading, Thing
from perceptron_sim.frontend.views.network.descent_chart import DescentChart
from perceptron_sim.frontend.views.network.layout import beside
from perceptron_sim.frontend.views.network.page import Page, turned
from perceptron_sim.frontend.views.network.paths import (
    Point,
    draw_line,
    draw_name,
    draw_pieces,
    line_pieces,
    name_places,
)
from perceptron_sim.frontend.views.network.pictures import NETWORK, PLAIN, FloatArray
from perceptron_sim.frontend.views.network.relief import Relief
from perceptron_sim.frontend.views.network.surface_words import NUMBERED, draw_basins, explained
from perceptron_sim.session import Session
from perceptron_sim.snapshot import SessionSnapshot

MOST_PICTURES, FEWEST_PICTURES = 64, 8  # of those taught, for the network's own loss
COST = 2_000_000  # numbers times pictures: what one step may take
POINTED = 0  # place of what is pointed at in the state of the whole
FRAMES_BETWEEN = 4  # from one whole to the next, while they change
FIRST_SLICE_S = 0.003  # while there is nothing but heights to draw


@dataclass(slots=True)
class Descent:
    """Which surface is shown, whose basins, and the work at it."""

    place: str = "himmelblau"
    basins_of: str = "gradient-descent"
    key: object = None
    work: Sliced[Surface] | None = None


class SurfacePage(Page):
    """A surface at the left, who went where at the right."""

    title = "Loss surface"
    heading = "Loss surface"

    def __init__(self, room: Rect, type_: Type, experiment: Experiment) -> None:
        super().__init__(room, type_, experiment)
        self.state = Descent()
        px, area = type_.scale.px, self.area
        height = area.height - type_.height(theme.SMALL) - px(8)
        width = min(height * 7 // 4, area.width * 3 // 5)
        left, self.words = beside(area, type_, width)
        self.picture = Rect(left.left, left.top, width, height)
        self.steppers = self.in_heading(0, [("place", "surface", 250), ("basins_of", "basins of", 270)])
        self._relief = Relief(self.picture.size)
        self._chart = DescentChart(type_)
        self._whole: tuple[tuple[object, ...] | None, pygame.Surface] = (None, self._relief.picture.copy())
        self._frames = 0
        self._pieces: dict[Path, list[tuple[Point, Point]]] = {}

    def value(self, name: str) -> str:
        """Which surface, or whose basins."""
        state: Descent = self.state
        if name == "place":
            return state.place
        return "this cut" if state.place == OWN else optimizer_called(state.basins_of)

    def ways(self, name: str) -> tuple[bool, bool]:
        """Of the network's own loss only the basins of the cut are known."""
        open_ = name == "place" or self.state.place != OWN
        return open_, open_

    def step(self, name: str, step: int) -> None:
        """Another one; the network's own is worked out anew each time it is turned to."""
        state: Descent = self.state
        if name == "place":
            state.place = turned(PLACES, state.place, step)
        elif state.place != OWN:
            state.basins_of = turned((*RACERS, "newton"), state.basins_of, step)

    def forget(self) -> None:
        """Of other learners, or of weights that are gone, nothing is kept."""
        self.state.key = self.state.work = None

    def read(self, session: Session, layers: tuple[LayerReading, ...], snapshot: SessionSnapshot) -> Surface | None:
        """Work on; begin where another surface is asked for, or another network is there."""
        state: Descent = self.state
        spec = session.modern.spec
        shape = (spec.hidden, spec.activation, spec.filters, spec.loss, session.experiment.seed)
        own = state.place == OWN
        key = (state.place, shape) if own else (state.place, state.basins_of)
        if key != state.key or state.work is None:
            state.key = key
            state.work = Sliced(self._of_network(session) if own else on_landscape(state.place, state.basins_of))
        latest = state.work.latest
        first = latest is not None and latest.basins is None and not own
        return state.work.advance(FIRST_SLICE_S if first else SLICE_S)

    def _of_network(self, session: Session) -> Any:
        stimuli = session.experiment.stimuli
        learner = session.modern
        most = max(FEWEST_PICTURES, min(MOST_PICTURES, COST // max(1, learner.network.parameter_count)))
        which = np.linspace(0, len(stimuli) - 1, min(len(stimuli), most)).astype(int)
        images = stimuli.images[which].reshape(len(which), -1)
        exposures = learner.snapshot().exposures
        return on_own_loss(learner.twin(), learner.spec.loss, images, stimuli.labels[which], exposures)

    def draw(self, surface: pygame.Surface, reading: Reading, frame: Frame) -> None:
        """The surface, its paths, the list of who went where."""
        found: Surface | None = reading.own.page
        if found is None:
            return
        self._relief.show(found.heights, found.basins, NETWORK if found.place == OWN else PLAIN)
        if self._frames + 1 < FRAMES_BETWEEN or self._whole[0] is None:  # not in the frame that puts all together
            self._relief.paint()
        pointed = next((n for n in range(len(found.paths)) if ("path", n) in (frame.hovered, frame.focused)), None)
        surface.blit(self._drawn(found, pointed), self.picture)
        if not found.paths and found.place == OWN:
            at = self.picture.centerx, self.picture.centery
            self.type.write(surface, f"Working it out: {found.progress}", at, theme.BODY, theme.TEXT, "centre")
        told = (
            found.progress
            if found.exposures is None
            else f"this network at exposure {found.exposures:,}; {found.progress}"
        )
        at = self.picture.left, self.area.bottom
        self.type.write(surface, self.type.fitted(told, theme.SMALL, self.picture.width), at, theme.SMALL, theme.MUTED)
        self._draw_list(surface, found, frame)
        below = self._draw_words(surface, found, reading)
        room = Rect(self.words.left, below, self.words.width, self.area.bottom - below)
        growing = len(found.paths) < len(RACERS) or found.progress.startswith(PATH_OF)
        done = () if growing else found.paths
        self._chart.draw(surface, room, done, pointed)

    def _drawn(self, found: Surface, pointed: int | None) -> pygame.Surface:
        """The relief with paths, minima and names, put together anew where any of them has changed."""
        points = sum(len(path.points) for path in found.paths)
        state = pointed, self._relief.version, found.place, len(found.paths), points, len(found.minima)
        self._frames += 1
        last, whole = self._whole
        hurried = last is None or last[POINTED] != pointed or self._frames >= FRAMES_BETWEEN
        if last == state or not hurried:
            return whole
        self._frames = 0
        whole.blit(self._relief.picture, (0, 0))
        lines = [self._at(found, path.points[[0, -1]]) for path in found.paths]
        kept = self._pieces if found.place != OWN or self._relief.finished else {}
        pieces = {
            path: kept.get(path) or line_pieces(self.type, self._at(found, path.points), number)
            for number, path in enumerate(found.paths)
        }
        self._pieces = pieces
        colours = [theme.CREAM if pointed in (None, number) else theme.MUTED for number in range(len(lines))]
        order = sorted(range(len(lines)), key=lambda number: number == pointed)
        for number in order:
            draw_pieces(whole, self.type, pieces[found.paths[number]], colours[number])
        self._draw_minima(whole, found)
        if lines:
            self._draw_start(whole, lines[0][0])
        names = [optimizer_called(path.optimizer) for path in found.paths]
        frame = whole.get_rect()
        ends = [_into(frame.inflate(-12, -12), line[-1]) for line in lines]
        for number, place in enumerate(name_places(frame, self.type, ends, names)):
            draw_name(whole, self.type, place, ends[number], names[number], colours[number])
        self._whole = state, whole
        return whole

    def _at(self, found: Surface, points: FloatArray) -> list[Point]:
        x0, x1, y0, y1 = found.extent
        width, height = self.picture.size
        with np.errstate(all="ignore"):
            x = (points[:, 0] - x0) / (x1 - x0) * width
            y = height - (points[:, 1] - y0) / (y1 - y0) * height
        x, y = (np.nan_to_num(np.clip(one, -4 * width, 5 * width), nan=4.0 * width) for one in (x, y))
        return list(zip(x.tolist(), y.tolist(), strict=True))

    def _draw_start(self, whole: pygame.Surface, at: Point) -> None:
        radius = self.type.scale.px(6)
        pygame.draw.circle(whole, theme.GROUND, at, radius + 2)
        pygame.draw.circle(whole, theme.CREAM, at, radius)
        words, ascent = (round(at[0]), round(at[1]) - radius - self.type.scale.px(6)), "start"
        for by in ((1, 1), (-1, 1), (1, -1), (-1, -1)):
            self.type.write(whole, ascent, (words[0] + by[0], words[1] + by[1]), theme.LABEL, theme.GROUND, "centre")
        self.type.write(whole, ascent, words, theme.LABEL, theme.CREAM, "centre")

    def _draw_minima(self, whole: pygame.Surface, found: Surface) -> None:
        """A cross at each minimum that is known, and its number."""
        reach = self.type.scale.px(7)
        few = len(found.minima) <= NUMBERED
        for number, (x, y) in enumerate(self._at(found, found.minima)):
            for wide, colour in ((4, theme.GROUND), (2, theme.CREAM)) if few else ((1, theme.CREAM),):
                size = reach if few else reach // 2
                for way in (1, -1):
                    pygame.draw.aaline(whole, colour, (x - size, y - way * size), (x + size, y + way * size), wide)
            if few:
                at = round(x) - reach - self.type.scale.px(6), round(y) + self.type.ascent(theme.STRONG) // 2
                for by in ((1, 1), (-1, 1), (1, -1), (-1, -1)):
                    self.type.write(
                        whole, str(number + 1), (at[0] + by[0], at[1] + by[1]), theme.STRONG, theme.GROUND, "right"
                    )
                self.type.write(whole, str(number + 1), at, theme.STRONG, theme.CREAM, "right")

    def rows(self) -> list[Rect]:
        """Where the list has its lines: one for each optimizer."""
        line = self.type.height(theme.BODY) + self.type.scale.px(6)
        return [
            Rect(self.words.left, self.words.top + number * line, self.words.width, line)
            for number in range(len(RACERS) + 1)
        ]

    def _draw_list(self, surface: pygame.Surface, found: Surface, frame: Frame) -> None:
        type_, px = self.type, self.type.scale.px
        for number, (path, row) in enumerate(zip(found.paths, self.rows(), strict=False)):
            hot = ("path", number) in (frame.hovered, frame.focused)
            sample = [(float(row.left), float(row.centery)), (float(row.left + px(72)), float(row.centery))]
            draw_line(surface, type_, sample, number, theme.CREAM)
            baseline = row.centery + type_.ascent(theme.BODY) // 2 - px(1)
            style = theme.STRONG if hot else theme.BODY
            type_.write(surface, optimizer_called(path.optimizer), (row.left + px(92), baseline), style)
            type_.write(surface, path.ending, (row.right, baseline), theme.SMALL, theme.MUTED, "right")

    def _draw_words(self, surface: pygame.Surface, found: Surface, reading: Reading) -> int:
        """The basins, the note; gives where they end."""
        y = self.rows()[-1].bottom + self.type.scale.px(24)
        y = draw_basins(surface, self.type, self.words, found, y)
        count = sum(layer.count for layer in reading.own.layers)
        type_ = self.type
        for words in explained(found, count):
            for line in type_.wrapped(words, theme.SMALL, self.words.width):
                if y + type_.height(theme.SMALL) <= self.area.bottom + type_.scale.px(4):
                    type_.write(
                        surface, line, (self.words.left, y + type_.ascent(theme.SMALL)), theme.SMALL, theme.MUTED
                    )
                y += type_.height(theme.SMALL)
            y += type_.scale.px(8)
        return y

    def things(self, reading: Reading) -> Sequence[Thing]:
        """The list of paths, and the surface."""
        names = (*RACERS, "newton")
        listed = [
            Thing(("path", number), row, f"path of {optimizer_called(name)}", "paths")
            for number, (name, row) in enumerate(zip(names, self.rows(), strict=True))
        ]
        return [*listed, Thing(("surface",), self.picture, "the surface", "surface")]

    def card(self, key: Key, reading: Reading) -> Card | None:
        """A path in figures."""
        found: Surface | None = reading.own.page
        if found is None:
            return None
        if key == ("surface",):
            return Card(title=found.place.capitalize(), facts=[("state", found.progress)], arithmetic=[found.note])
        match key:
            case ("path", int(number)) if number < len(found.paths):
                path = found.paths[number]
            case _:
                return None
        start, end = (", ".join(signed(x) for x in path.points[at].tolist()) for at in (0, -1))
        facts = [("started at", start), ("is at", end), ("steps", str(len(path.points) - 1)), ("ended", path.ending)]
        return Card(title=f"Path of {optimizer_called(path.optimizer)}", facts=facts)

    def sentence(self, reading: Reading) -> str | None:
        """What is done."""
        found = reading.own.page
        if found is None:
            return None
        where = "the loss of this network" if found.place == OWN else found.place
        return f"Optimizers go down {where}, all from the same start; where each ends is named."


def _into(area: Rect, point: Point) -> Point:
    """*point*, or the nearest one in *area*."""
    return min(max(point[0], area.left), area.right), min(max(point[1], area.top), area.bottom)
