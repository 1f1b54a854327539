"""A hand that nobody has: it draws, asks and teaches by the same events that a visitor's finger sends."""

from collections.abc import Callable

import pygame
from pygame import Rect
from pygame.event import Event

from perceptron_sim.exhibit.programme import Waypoint, between, drawing
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.theme import Scale

FINGER = -1960  # its number: no touch screen gives one below zero
LIFTED, DOWN = 30, 22  # the radius of its tip, at 1920 x 1080
DARK, LIGHT = 150, 255  # of 255
Place = Callable[[str], Rect | None]


class Ghost:
    """The hand that draws *letter* on a view; *place* says where the pad and the buttons of that view are."""

    def __init__(self, letter: str, scale: Scale) -> None:
        self._points = drawing(letter)
        self._tips = {down: _tip(scale.px(DOWN if down else LIFTED), down=down) for down in (False, True)}
        self._at: tuple[int, int] | None = None
        self._down = False

    def move(self, time_s: float, place: Place) -> list[Event]:
        """What the hand does by *time_s* of its turn."""
        found = between(self._points, time_s)
        if found is None:
            return self.leave()
        first, second, share = found
        at, events = self._between(first, second, share, place), []
        if at is None:
            return self.leave()
        if self._at != at:
            buttons = (int(self._down), 0, 0)
            events.append(Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=buttons, finger=FINGER))
            self._at = at
        if first.down and not self._down:
            self._down = True
            events.append(Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1, finger=FINGER))
        elif not first.down:
            events += self.lift()
        return events

    def lift(self) -> list[Event]:
        """Let go, wherever the hand is."""
        if not self._down or self._at is None:
            return []
        self._down = False
        return [Event(pygame.MOUSEBUTTONUP, pos=self._at, button=1, finger=FINGER)]

    def leave(self) -> list[Event]:
        """Let go and be gone: nothing lies under the hand any more."""
        if self._at is None:
            return []
        events, self._at = [*self.lift(), Event(pygame.WINDOWLEAVE)], None
        return events

    def draw(self, surface: pygame.Surface, moved: tuple[int, int] = (0, 0)) -> None:
        """The tip of its finger, on the picture it was moved on, which was *moved* on *surface*."""
        if self._at is not None:
            tip = self._tips[self._down]
            surface.blit(tip, tip.get_rect(center=(self._at[0] + moved[0], self._at[1] + moved[1])))

    @staticmethod
    def _between(first: Waypoint, second: Waypoint, share: float, place: Place) -> tuple[int, int] | None:
        ends = []
        for point in (first, second):
            area = place(point.place)
            if area is None:
                return None
            ends.append(pygame.Vector2(area.left + point.x * area.width, area.top + point.y * area.height))
        eased = share * share * (3 - 2 * share)
        x, y = ends[0].lerp(ends[1], eased)
        return round(x), round(y)


def _tip(radius: int, *, down: bool) -> pygame.Surface:
    """A dark glass with a light rim, to be seen on light and on dark; one that presses has a light core."""
    side = 2 * radius + 8
    tip, centre = pygame.Surface((side, side), pygame.SRCALPHA), (side // 2, side // 2)
    pygame.draw.circle(tip, (*theme.INK, DARK), centre, radius + 3)
    pygame.draw.circle(tip, (*theme.CREAM, LIGHT), centre, radius, max(3, radius // 6))
    if down:
        pygame.draw.circle(tip, (*theme.CREAM, LIGHT), centre, radius // 2)
    return tip
