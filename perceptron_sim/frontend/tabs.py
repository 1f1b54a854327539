"""One of several: tabs beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

import pygame
from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.widget import Asked, Position, baseline_in, draw_focus, over


@dataclass(slots=True)
class Tabs(Generic[Asked]):
    """Names beside each other, the *chosen* one underlined; one stop of the keyboard, the arrows go along it."""

    areas: Sequence[Rect]
    words: Sequence[str]
    actions: Sequence[Asked]
    chosen: int = 0

    @property
    def area(self) -> Rect:
        """All of them."""
        return self.areas[0].unionall(list(self.areas[1:]))

    def press(self, position: Position) -> Asked | None:
        """The one at *position*."""
        pairs = zip(self.areas, self.actions, strict=True)
        return next((action for area, action in pairs if area.collidepoint(position)), None)

    def drag(self, position: Position) -> None:
        """Nothing."""

    def key(self, event: pygame.event.Event) -> Asked | None:
        """The neighbour, on an arrow."""
        step = {pygame.K_LEFT: -1, pygame.K_RIGHT: 1}.get(event.key)
        return None if step is None else self.actions[(self.chosen + step) % len(self.actions)]

    def draw(self, surface: pygame.Surface, type_: Type, *, mouse: Position | None, focused: bool) -> None:
        """Quiet words, the chosen one bright on its line."""
        px = type_.scale.px
        for number, (area, words) in enumerate(zip(self.areas, self.words, strict=True)):
            chosen = number == self.chosen
            style = theme.STRONG if chosen else theme.BODY
            colour = theme.TEXT if chosen or over(area, mouse) else theme.MUTED
            baseline = baseline_in(area, type_, style)
            drawn = type_.write(surface, words, (area.centerx, baseline), style, colour, "centre")
            if chosen:
                surface.fill(theme.CREAM, (drawn.left, baseline + px(10), drawn.width, max(2, px(3))))
            if chosen and focused:
                draw_focus(surface, type_, area.inflate(-px(8), -px(4)))
