"""The course as far as it has come, drawn once: the curves and marks of what is over, whatever number that is."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pygame
from pygame import Rect

from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.experiments.lane import Lane
from perceptron_sim.experiments.letters import YARDSTICK_EXPOSURES, Letters
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.course_axis import Point, axis_end, curve_points, stops
from perceptron_sim.frontend.signed import paletted
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour
from perceptron_sim.frontend.views.side_by_side.layout import CourseLayout
from perceptron_sim.frontend.views.side_by_side.marks import DIMMED, LEARNERS, LIT, MARKS, timeline_marks, touched
from perceptron_sim.learner import MARK1, MODERN
from perceptron_sim.ledger import Score
from perceptron_sim.snapshot import SessionSnapshot


def end_of(snapshot: SessionSnapshot) -> int:
    """Where the axis of *snapshot* ends."""
    return axis_end(snapshot.exposures, yardstick_of(snapshot) or snapshot.exposure_limit)


def yardstick_of(snapshot: SessionSnapshot) -> int | None:
    """The exposure of history's yardstick, of the experiment that has it."""
    return YARDSTICK_EXPOSURES * len(snapshot.class_names) if snapshot.experiment == Letters.name else None


class CurveOf(NamedTuple):
    """One learner: its name, what the end of its curve says, and the colour of both."""

    name: str
    words: str
    colour: Colour


def lanes_of(experiment: Experiment) -> list[CurveOf]:
    """The curves of all learners; those of the two with panels of their own come last, over the others."""
    shown = [CurveOf(*one) for one in LEARNERS]
    of_kind = dict(zip((MARK1, MODERN), (one.colour for one in shown), strict=True))
    names = [one.name for one in shown]
    others = [lane for lane in experiment.lanes() if lane.name not in names]
    dimmed = [CurveOf(one.name, about(one), theme.blend(of_kind[one.kind], theme.PANEL, DIMMED)) for one in others]
    return [*dimmed, *shown]


def about(lane: Lane) -> str:
    """How *lane* differs from the others, in the fewest words; its name where nothing is said of it."""
    return re.split(r"[,;:(]", lane.about.removeprefix("counterfactual: "))[0].strip() or lane.name


class CoursePicture:
    """Curves and timelines over their *ground*, kept from picture to picture; what is new is added.

    However long the course, a picture costs what is new in it; all is drawn anew where the axis or the run changes.
    """

    def __init__(self, layout: CourseLayout, type_: Type, ground: pygame.Surface, lanes: Sequence[CurveOf]) -> None:
        self.lanes = tuple(lanes)
        self._layout, self._thick = layout, type_.scale.px(2)
        self._dash = type_.scale.px(8)
        self.area = ground_area(layout, type_)
        self._ground, self._picture = ground, ground.copy()
        self._of: tuple[object, ...] = ()
        self._stops = stops(1, 1)
        self._reached = self._points = 0

    def draw(self, surface: pygame.Surface, snapshot: SessionSnapshot) -> dict[str, Point]:
        """Draw the course of all learners; return where each curve that has begun ends, by the learner's name."""
        most = end_of(snapshot)
        self._follow(snapshot, most)
        surface.blit(self._picture, self.area)
        ends, plot = {}, self._layout.plot
        for name, _, colour in self.lanes:
            score = snapshot.scores[name]
            if score.recent is None:
                continue
            end = plot.left + score.exposures / most * plot.width, plot.bottom - score.recent * plot.height
            if self._points and (last := self._stops[self._points - 1]) < score.exposures:
                (drawn,) = curve_points(score.curve, plot, most, np.array([last]), score.curve_every)
                self._segment(surface, colour, drawn, end)
            ends[name] = end
        return ends

    def _follow(self, snapshot: SessionSnapshot, most: int) -> None:
        """Add what has happened since the last picture, or begin anew."""
        scores = [snapshot.scores[name] for name, _, _ in self.lanes]
        reached = min(score.exposures for score in scores)
        held = ((score.curve, score.curve.base) for score in scores)  # others after a reset
        of = (most, *(curve if base is None else base for curve, base in held))
        same = len(of) == len(self._of) and all(one is other for one, other in zip(of[1:], self._of[1:], strict=True))
        if not same or of[0] != self._of[0] or reached < self._reached:
            self._begin(snapshot, most)
            self._of = of
        if reached > self._reached:
            self._add_marks(snapshot, most, reached)
            self._add_curves(scores, most, reached)
            self._reached = reached

    def _begin(self, snapshot: SessionSnapshot, most: int) -> None:
        """Nothing but the ground and, where the axis reaches so far, a broken line at the yardstick."""
        self._picture.blit(self._ground, (0, 0))
        self._reached = self._points = 0
        plot, yardstick = self._layout.plot, yardstick_of(snapshot)
        self._stops = stops(plot.width, most)
        if yardstick is not None and yardstick <= most:
            x = plot.left + round(yardstick / most * plot.width) - self.area.left
            for y in range(plot.top, self._layout.timelines[1].bottom, self._dash):
                self._picture.fill(theme.MUTED, (x, y - self.area.top, 1, self._dash // 2))

    def _add_marks(self, snapshot: SessionSnapshot, most: int, reached: int) -> None:
        width = self._layout.timelines[0].width
        columns = touched(self._reached, reached, width, most)
        for number, ((name, _, _), row) in enumerate(zip(LEARNERS, self._layout.timelines, strict=True)):
            size = (width, row.height - 1)
            marks = timeline_marks(snapshot.scores[name].right, size, most, LIT + number, columns)
            at = (row.left + columns.start - self.area.left, row.top - self.area.top)
            self._picture.blit(paletted(marks, MARKS), at)

    def _add_curves(self, scores: list[Score], most: int, reached: int) -> None:
        """Draw up to the last point that is reached, all learners in turn: so every way there gives one picture."""
        points = int(np.searchsorted(self._stops, reached, side="right"))
        if points == self._points:
            return
        plot = self._layout.plot.move(-self.area.left, -self.area.top)
        numbers = self._stops[max(0, self._points - 1) : points]
        lines = [curve_points(score.curve, plot, most, numbers, score.curve_every) for score in scores]
        for piece in range(len(numbers) - 1):
            for (_, _, colour), line in zip(self.lanes, lines, strict=True):
                self._segment(self._picture, colour, line[piece], line[piece + 1])
        self._points = points

    def _segment(self, surface: pygame.Surface, colour: Colour, start: Point, end: Point) -> None:
        pygame.draw.aaline(surface, colour, start, end)
        pygame.draw.line(surface, colour, start, end, self._thick)


def ground_area(layout: CourseLayout, type_: Type) -> Rect:
    """What the picture of the course covers: plot and timelines, and the thickness of their lines around them."""
    return layout.plot.unionall([*layout.timelines]).inflate(2 * type_.scale.px(4), 2 * type_.scale.px(4))
