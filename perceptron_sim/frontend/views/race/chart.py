"""The curves of all lanes in one chart; what is over is drawn once, and one of them is brought forward."""

from collections.abc import Sequence

import numpy as np
import pygame
from pygame import Rect

from perceptron_sim.explain.race import MOST_LEADERS, RaceNow, Runner
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.course_axis import Point, axis_end, curve_points, stops
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour
from perceptron_sim.frontend.views.race.layout import MOST_LARGE, RaceLayout
from perceptron_sim.frontend.views.race.marks import colour_of, draw_mark
from perceptron_sim.ledger import Score
from perceptron_sim.quantities import count

FADED = 0.5  # of their colour, curves that are not brought forward fade into the panel
LEVELS = (1.0, 0.5, 0.0)  # shares that have a line


class Chart:
    """Curves over the panel, kept from picture to picture; however long the course, a picture costs what is new."""

    def __init__(self, layout: RaceLayout, type_: Type) -> None:
        self._plot, self._names, self._type = layout.plot, layout.names, type_
        self._thick = type_.scale.px(2)
        self.area = layout.plot.inflate(2 * self._thick + 2, 2 * self._thick + 2)
        self._picture = pygame.Surface(self.area.size)
        if pygame.display.get_surface():
            self._picture = self._picture.convert()
        self._of: tuple[object, ...] = ()
        self._stops = stops(1, 1)
        self._points = 0

    def draw(self, surface: pygame.Surface, now: RaceNow, forward: str | None) -> None:
        """All curves with their names, that of the lane *forward* above the others."""
        most = max(1, now.exposures) if now.finished else axis_end(now.exposures, now.exposure_limit)
        lanes = sorted(now.runners, key=lambda runner: runner.lane.name)  # whatever the order of places was meanwhile
        self._follow([(runner.score, _faded(runner)) for runner in lanes], most)
        surface.blit(self._picture, self.area)
        self._draw_scale(surface, most)
        begun = [runner for runner in now.runners if runner.score.recent is not None]
        for runner in begun:
            self._end(surface, runner, most)
        chosen = next((runner for runner in begun if runner.lane.name == forward), None)
        if chosen is not None:
            self._bring_forward(surface, chosen, most)
        self._draw_names(surface, begun, chosen, most)

    def _follow(self, lanes: Sequence[tuple[Score, Colour]], most: int) -> None:
        """Add what has happened since the last picture, or begin anew where the axis or the run is another one."""
        of = (most, *(score.curve if score.curve.base is None else score.curve.base for score, _ in lanes))
        reached = min(score.exposures for score, _ in lanes)
        same = len(of) == len(self._of) and most == self._of[0]
        same = same and all(one is other for one, other in zip(of[1:], self._of[1:], strict=True))
        if not same or int(np.searchsorted(self._stops, reached, side="right")) < self._points:
            self._of = of
            self._begin(most)
        points = int(np.searchsorted(self._stops, reached, side="right"))
        if points > self._points:
            numbers = self._stops[max(0, self._points - 1) : points]
            for score, colour in lanes:
                line = curve_points(score.curve, self._inside, most, numbers, score.curve_every)
                if len(line) > 1:
                    pygame.draw.lines(self._picture, colour, False, line, self._thick)
            self._points = points

    def _begin(self, most: int) -> None:
        """Nothing but the scale's lines, for an axis that ends at *most*."""
        self._points, self._stops = 0, stops(self._plot.width, most)
        self._picture.fill(theme.PANEL)
        for level in LEVELS:
            y = round(self._inside.bottom - level * self._inside.height)
            pygame.draw.line(self._picture, theme.LINE, (self._inside.left, y), (self._inside.right, y))

    @property
    def _inside(self) -> Rect:
        """The plot, as it lies in the picture that is kept."""
        return self._plot.move(-self.area.left, -self.area.top)

    def _at(self, score: Score, most: int) -> Point:
        x = self._plot.left + score.exposures / most * self._plot.width
        return x, self._plot.bottom - (score.recent or 0.0) * self._plot.height

    def _end(self, surface: pygame.Surface, runner: Runner, most: int) -> None:
        """The last piece of a curve, which is not kept."""
        at, score = self._at(runner.score, most), runner.score
        if self._points and (last := self._stops[self._points - 1]) < score.exposures:
            (drawn,) = curve_points(score.curve, self._plot, most, np.array([last]), score.curve_every)
            pygame.draw.line(surface, _faded(runner), drawn, at, self._thick)

    def _bring_forward(self, surface: pygame.Surface, runner: Runner, most: int) -> None:
        score = runner.score
        numbers = np.append(self._stops[self._stops < score.exposures], score.exposures)
        kept = curve_points(score.curve, self._plot, most, numbers[:-1], score.curve_every)
        line = [*kept, self._at(score, most)]
        if len(line) > 1:
            pygame.draw.lines(surface, theme.PANEL, False, line, 3 * self._thick)
            pygame.draw.lines(surface, colour_of(runner), False, line, self._thick + 1)

    def _draw_scale(self, surface: pygame.Surface, most: int) -> None:
        type_, plot, px = self._type, self._plot, self._type.scale.px
        below = plot.bottom + px(8) + type_.ascent(theme.SMALL)
        type_.write(surface, f"to exposure {count(most)}", (plot.right, below), theme.SMALL, theme.MUTED, "right")

    def _draw_names(self, surface: pygame.Surface, begun: Sequence[Runner], chosen: Runner | None, most: int) -> None:
        """A mark at the end of each curve, and the names of as many as have room, one below the other."""
        type_, px, height = self._type, self._type.scale.px, self._type.height(theme.SMALL)
        ends = {runner.lane.name: self._at(runner.score, most) for runner in begun}
        for runner in reversed(begun):
            draw_mark(surface, type_, ends[runner.lane.name], runner, faded=runner is not chosen)
        if chosen is not None:
            draw_mark(surface, type_, ends[chosen.lane.name], chosen)
        named = sorted(_named(begun, chosen), key=lambda runner: (ends[runner.lane.name][1], runner.place or 0))
        lowest = self._plot.bottom - height * (len(named) - 1)
        baseline = self._plot.top - height
        for runner in named:
            x, y = ends[runner.lane.name]
            baseline = min(max(baseline, round(y) + px(5)), lowest)
            left = round(x) + px(14)
            style, colour = (theme.LABEL, theme.TEXT) if runner is chosen else (theme.SMALL, theme.MUTED)
            words = type_.fitted(runner.words, style, self._names.right - left)
            clear = Rect(left - px(4), baseline - type_.ascent(style), type_.width(words, style) + px(8), height)
            surface.fill(theme.PANEL, clear)
            type_.write(surface, words, (left, baseline), style, colour)
            baseline, lowest = baseline + height, lowest + height


def _named(begun: Sequence[Runner], chosen: Runner | None) -> list[Runner]:
    """Whose names stand in the chart: all of few; of many the chosen one's, and the leaders' unless they are many."""
    if len(begun) <= MOST_LARGE:
        return list(begun)
    leaders = [one for one in begun if one.place == 1 and one is not chosen]
    return [*(leaders if len(leaders) <= MOST_LEADERS else ()), *([chosen] if chosen else ())]


def _faded(runner: Runner) -> Colour:
    return theme.blend(colour_of(runner), theme.PANEL, FADED)
