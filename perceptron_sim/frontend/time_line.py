"""The line of time at the foot: all lessons from the first to the furthest, and the knob that stands at this one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pygame
from pygame import Rect

from perceptron_sim.commands import GoBack
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.widget import Position, draw_focus, over

LEAST_APART = 7  # pixels at 1920 x 1080 between two ticks; of more passes only every second one, fourth, ... has one
MOST_MARKS = 500  # of commands, the latest ones
KNOB, TRACK, TICK = 9, 6, 14  # radius and heights, at 1920 x 1080
RING, ABOVE = 12, 18  # how much higher than the line its ring is; how far above the line nothing but itself is drawn


@dataclass(slots=True)
class TimeLine:
    """Lessons from 0 to *furthest*; what lies behind *lesson* is filled, what lies ahead is only known.

    The knob runs on *track*, in the lower part of the *area*; in the upper part stand words of others. *pass_ends* and
    *commands* are the lessons at which passes ended and commands were given. *going_to* is where one is on the way to,
    of which *share* is gone.
    """

    area: Rect
    track: Rect
    lesson: int = 0
    furthest: int = 0
    pass_ends: Sequence[int] = ()
    commands: Sequence[int] = ()
    going_to: int | None = None
    share: float = 0.0
    _marks: tuple[tuple[object, ...], list[int], list[int]] = field(default=((), [], []))

    @property
    def here(self) -> int:
        """The lesson where the hand has put the knob."""
        return self.lesson if self.going_to is None else self.going_to

    def drawn_in(self, type_: Type) -> Rect:
        """The lower part of the area, where nothing else stands."""
        top = self.track.top - type_.scale.px(ABOVE)
        return Rect(self.area.left, top, self.area.width, self.area.bottom - top)

    def x_of(self, lesson: float) -> int:
        """Where *lesson* lies."""
        return self.track.left + round(lesson / max(1, self.furthest) * self.track.width)

    def lesson_at(self, x: int) -> int:
        """The lesson nearest to *x*."""
        share = (x - self.track.left) / self.track.width
        return min(max(round(share * self.furthest), 0), self.furthest)

    def press(self, position: Position) -> GoBack:
        """To the lesson at *position*."""
        return GoBack(self.lesson_at(position[0]))

    def drag(self, position: Position) -> GoBack | None:
        """To the lesson at *position*, if that is another one."""
        lesson = self.lesson_at(position[0])
        return None if lesson == self.here else GoBack(lesson)

    def key(self, event: pygame.event.Event) -> GoBack | None:
        """The lesson before or after on an arrow, the end of a pass on Page up and down, the ends on Home and End."""
        here, ends = self.here, (0, *self.pass_ends, self.furthest)
        match event.key:
            case pygame.K_LEFT | pygame.K_DOWN:
                lesson = here - 1
            case pygame.K_RIGHT | pygame.K_UP:
                lesson = here + 1
            case pygame.K_PAGEUP:
                lesson = max((end for end in ends if end < here), default=0)
            case pygame.K_PAGEDOWN:
                lesson = min((end for end in ends if end > here), default=self.furthest)
            case pygame.K_HOME:
                lesson = 0
            case pygame.K_END:
                lesson = self.furthest
            case _:
                return None
        return GoBack(min(max(lesson, 0), self.furthest))

    def draw(self, surface: pygame.Surface, type_: Type, *, mouse: Position | None, focused: bool) -> None:
        """The line, ticks above it for passes, marks below it for commands, the knob."""
        px, track = type_.scale.px, self.track
        high, x = max(3, px(TRACK)), self.x_of(self.lesson)
        top = track.centery - high // 2
        pygame.draw.rect(surface, theme.LINE, (track.left, top, track.width, high), border_radius=high // 2)
        surface.fill(theme.MUTED, (track.left, top, x - track.left, high))
        if self.going_to is not None:
            self._draw_way(surface, top, high, x)
        tick, ticks = max(6, px(TICK)), self._ticks(px(LEAST_APART))
        for at in ticks[0]:
            surface.fill(theme.MUTED, (at, track.centery - tick // 2, 1, tick))
        for at in ticks[1]:
            surface.fill(theme.CREAM, (at - 1, track.centery - tick // 2, 3, tick))
        if focused:
            draw_focus(surface, type_, track.inflate(px(RING), px(RING)))
        radius = max(5, px(KNOB)) + (px(2) if over(self.area, mouse) else 0)
        pygame.draw.aacircle(surface, theme.TEXT, (self.x_of(self.here), track.centery), radius)

    def _draw_way(self, surface: pygame.Surface, top: int, high: int, x: int) -> None:
        """How much is gone of the way from here to where the knob stands."""
        end = self.x_of(self.here)
        gone = round(self.share * (end - x))
        surface.fill(theme.CREAM, (min(x, x + gone), top, abs(gone), high))

    def _ticks(self, apart: int) -> tuple[list[int], list[int]]:
        """Where ticks and marks stand: worked out again only when there are others."""
        known = self.furthest, len(self.pass_ends), len(self.commands), self.track.width
        if known != self._marks[0]:
            every = 1
            while len(self.pass_ends) // every * apart > self.track.width:
                every *= 2
            ends = [self.x_of(end) for end in self.pass_ends[every - 1 :: every]]
            self._marks = known, ends, sorted({self.x_of(lesson) for lesson in self.commands[-MOST_MARKS:]})
        return self._marks[1], self._marks[2]
