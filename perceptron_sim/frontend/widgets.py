"""A small layer of controls: buttons and a slider, by mouse, finger or keyboard, with visible focus."""

from dataclasses import dataclass

import pygame

from perceptron_sim.commands import SetSpeed
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.actions import Action
from perceptron_sim.frontend.text import Type


@dataclass(slots=True)
class Button:
    """A rectangle that sends *action* when pressed."""

    area: pygame.Rect
    words: str
    action: Action
    quiet: bool = False  # without a frame, for what is seldom needed

    def press(self, position: tuple[int, int]) -> Action | None:
        """The action, if *position* is on the button."""
        return self.action if self.area.collidepoint(position) else None

    def draw(self, surface: pygame.Surface, type_: Type, *, hovered: bool, focused: bool, active: bool) -> None:
        """The button in its present state; *active* is what it switches being on."""
        radius = type_.scale.px(8)
        if not self.quiet or hovered:
            pygame.draw.rect(surface, theme.LINE if hovered else theme.RAISED, self.area, border_radius=radius)
        if active:
            pygame.draw.rect(surface, theme.LINE, self.area, border_radius=radius)
        if focused:
            pygame.draw.rect(surface, theme.CREAM, self.area.inflate(6, 6), 2, border_radius=radius + 3)
        style = theme.SMALL if self.quiet else theme.BODY
        font = type_.font(style)
        baseline = self.area.centery + (font.get_ascent() + font.get_descent()) // 2
        colour = theme.TEXT if hovered or not self.quiet else theme.MUTED
        type_.write(surface, self.words, (self.area.centerx, baseline), style, colour, "centre")


@dataclass(slots=True)
class Slider:
    """A track with *stops* places; pressing or dragging along it sends SetSpeed."""

    area: pygame.Rect
    stops: int

    @property
    def track(self) -> pygame.Rect:
        """The line the knob runs on."""
        inset = self.area.height // 4
        return pygame.Rect(self.area.left + inset, self.area.centery - 3, self.area.width - 2 * inset, 6)

    def x_of(self, index: int) -> int:
        """Where the stop *index* lies."""
        return self.track.left + round(index / (self.stops - 1) * self.track.width)

    def at(self, position: tuple[int, int]) -> Action:
        """The stop nearest to *position*."""
        share = (position[0] - self.track.left) / self.track.width
        return SetSpeed(min(max(round(share * (self.stops - 1)), 0), self.stops - 1))

    def draw(self, surface: pygame.Surface, type_: Type, index: int) -> None:
        """The track with its stops, filled up to the knob at *index*."""
        track, x = self.track, self.x_of(index)
        pygame.draw.rect(surface, theme.LINE, track, border_radius=3)
        pygame.draw.rect(surface, theme.MUTED, (track.left, track.top, x - track.left, track.height), border_radius=3)
        for stop in range(self.stops):
            pygame.draw.circle(
                surface, theme.MUTED if stop <= index else theme.LINE, (self.x_of(stop), track.centery), 4
            )
        pygame.draw.circle(surface, theme.TEXT, (x, track.centery), type_.scale.px(11))
