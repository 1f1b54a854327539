"""What is pulled: a slider along its stops, and a window on something longer than itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic

import pygame
from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.widget import Asked, Position, draw_focus, over


@dataclass(slots=True)
class Slider(Generic[Asked]):
    """A track with *stops* places, its knob at *index*; pressing, dragging or an arrow asks for *ask* of a place."""

    area: Rect
    stops: int
    ask: Callable[[int], Asked]
    index: int = 0

    @property
    def track(self) -> Rect:
        """The line the knob runs on."""
        inset = self.area.height // 4
        return Rect(self.area.left + inset, self.area.centery - 3, self.area.width - 2 * inset, 6)

    def x_of(self, index: int) -> int:
        """Where the stop *index* lies."""
        return self.track.left + round(index / (self.stops - 1) * self.track.width)

    def press(self, position: Position) -> Asked:
        """The stop nearest to *position*."""
        share = (position[0] - self.track.left) / self.track.width
        return self.ask(min(max(round(share * (self.stops - 1)), 0), self.stops - 1))

    def drag(self, position: Position) -> Asked:
        """The stop nearest to *position*."""
        return self.press(position)

    def key(self, event: pygame.event.Event) -> Asked | None:
        """The next stop, on an arrow; the last ones on Home and End."""
        step = {pygame.K_LEFT: -1, pygame.K_DOWN: -1, pygame.K_RIGHT: 1, pygame.K_UP: 1}.get(event.key)
        ends = {pygame.K_HOME: 0, pygame.K_END: self.stops - 1}
        if step is None and event.key not in ends:
            return None
        return self.ask(ends[event.key] if step is None else min(max(self.index + step, 0), self.stops - 1))

    def draw(self, surface: pygame.Surface, type_: Type, *, mouse: Position | None, focused: bool) -> None:
        """The track with its stops, filled up to the knob."""
        track, x, radius = self.track, self.x_of(self.index), max(5, type_.scale.px(5))
        pygame.draw.rect(surface, theme.LINE, track, border_radius=3)
        pygame.draw.rect(surface, theme.MUTED, track, 1, border_radius=3)
        pygame.draw.rect(surface, theme.MUTED, (track.left, track.top, x - track.left, track.height), border_radius=3)
        for stop in range(self.stops):
            pygame.draw.aacircle(surface, theme.MUTED, (self.x_of(stop), track.centery), radius)
            if stop > self.index:
                pygame.draw.aacircle(
                    surface, theme.PANEL, (self.x_of(stop), track.centery), radius - max(2, type_.scale.px(2))
                )
        if focused:
            draw_focus(surface, type_, self.area)
        larger = type_.scale.px(2) if over(self.area, mouse) else 0
        pygame.draw.aacircle(surface, theme.TEXT, (x, track.centery), type_.scale.px(11) + larger)


@dataclass(slots=True)
class ScrollArea:
    """A window of *area* on something *height* pixels high, moved by *offset*: by wheel, keys, or pulling it."""

    area: Rect
    height: int
    offset: int = 0
    _held: tuple[int, int] | None = None  # where it was pressed, and the offset then

    @property
    def furthest(self) -> int:
        """The greatest offset."""
        return max(0, self.height - self.area.height)

    def move(self, pixels: int) -> None:
        """Go *pixels* down, or up below zero, as far as there is something."""
        self.offset = min(max(self.offset + pixels, 0), self.furthest)

    def reveal(self, top: int, bottom: int) -> None:
        """Move so far that what lies from *top* to *bottom* of the content is seen."""
        self.offset = min(max(self.offset, bottom - self.area.height), top)
        self.move(0)

    def wheel(self, event: pygame.event.Event) -> None:
        """Follow the wheel."""
        self.move(-event.y * self.area.height // 8)

    def press(self, position: Position) -> None:
        """Take hold."""
        self._held = position[1], self.offset

    def drag(self, position: Position) -> None:
        """Pull."""
        if self._held:
            self.offset = self._held[1]
            self.move(self._held[0] - position[1])

    def key(self, event: pygame.event.Event) -> None:
        """Go by lines, pages or to an end."""
        line, page = self.area.height // 12, self.area.height * 7 // 8
        steps = {
            pygame.K_UP: -line,
            pygame.K_DOWN: line,
            pygame.K_PAGEUP: -page,
            pygame.K_PAGEDOWN: page,
            pygame.K_HOME: -self.height,
            pygame.K_END: self.height,
        }
        self.move(steps.get(event.key, 0))

    def draw(self, surface: pygame.Surface, type_: Type, *, mouse: Position | None, focused: bool) -> None:
        """A slender bar at the right that says how much there is and where one is."""
        if self.furthest:
            share = self.area.height / self.height
            bar = Rect(0, 0, type_.scale.px(6), max(type_.scale.px(24), round(self.area.height * share)))
            room = self.area.height - bar.height
            bar.topright = (self.area.right, self.area.top + round(room * self.offset / self.furthest))
            pygame.draw.rect(surface, theme.MUTED, bar, border_radius=bar.width // 2)
        if focused:
            draw_focus(surface, type_, self.area)
