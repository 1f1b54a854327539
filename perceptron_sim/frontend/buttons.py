"""What is pressed: buttons, and switches that are on or off."""

from dataclasses import dataclass
from typing import Generic

import pygame
from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.widget import ENTER, Asked, Position, baseline_in, draw_focus, over


@dataclass(slots=True)
class Button(Generic[Asked]):
    """A rectangle that asks for *action*; *active* while what it switches is on, *lit* where it is what to do next.

    A *quiet* one has no ground, being seldom needed; one that is not *enabled* has none either and asks for nothing.
    """

    area: Rect
    words: str
    action: Asked
    quiet: bool = False
    active: bool = False
    lit: bool = False
    enabled: bool = True

    def press(self, position: Position) -> Asked | None:
        """The action."""
        return self.action if self.enabled and self.area.collidepoint(position) else None

    def drag(self, position: Position) -> None:
        """Nothing."""

    def key(self, event: pygame.event.Event) -> Asked | None:
        """The action, on Enter."""
        return self.action if self.enabled and event.key in ENTER else None

    def draw(self, surface: pygame.Surface, type_: Type, *, mouse: Position | None, focused: bool) -> None:
        """The button in its present state."""
        hovered = self.enabled and over(self.area, mouse)
        if self.enabled and (self.active or self.lit or hovered or not self.quiet):
            ground = theme.MUTED if self.active else theme.LINE if hovered else theme.RAISED
            inset = type_.scale.px(3) if self.quiet else 0  # quiet ones stand close together
            pygame.draw.rect(surface, ground, self.area.inflate(-2 * inset, 0), border_radius=type_.scale.px(8))
        if focused:
            draw_focus(surface, type_, self.area)
        style = theme.SMALL if self.quiet else theme.BODY
        plain = theme.TEXT if self.enabled and (hovered or self.lit or not self.quiet) else theme.MUTED
        colour = theme.INK if self.active and self.enabled else plain
        at = (self.area.centerx, baseline_in(self.area, type_, style))
        type_.write(surface, self.words, at, style, colour, "centre")


def draw_switch(surface: pygame.Surface, type_: Type, area: Rect, *, on: bool) -> None:
    """A switch at the left of *area*, its knob at the right when on, and the word for it."""
    px = type_.scale.px
    track = Rect(area.left, area.centery - px(11), px(44), px(22))
    pygame.draw.rect(surface, theme.MUTED, track, 0 if on else max(1, px(2)), border_radius=px(11))
    x = track.right - px(11) if on else track.left + px(11)
    pygame.draw.aacircle(surface, theme.INK if on else theme.MUTED, (x, track.centery), px(9) - px(2))
    at = (track.right + px(12), baseline_in(area, type_, theme.BODY))
    type_.write(surface, "on" if on else "off", at, theme.BODY)


def draw_start(surface: pygame.Surface, area: Rect, type_: Type, words: str, *, possible: bool, hovered: bool) -> None:
    """The one button that stands out, where it can be pressed."""
    px = type_.scale.px
    ground = theme.blend(theme.CREAM, theme.PANEL, 0.12 if hovered else 0.0) if possible else theme.RAISED
    pygame.draw.rect(surface, ground, area, border_radius=px(8))
    colour = theme.INK if possible else theme.MUTED
    at = (area.centerx, baseline_in(area, type_, theme.STRONG))
    type_.write(surface, type_.fitted(words, theme.STRONG, area.width - px(16)), at, theme.STRONG, colour, "centre")
