"""What stands in the place of a view that has no room for an experiment: the sentence that says why."""

from collections.abc import Sequence

import pygame
from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Card, Frame, Key, Reading, Thing
from perceptron_sim.session import Session

WAY_OUT = "The tab Race shows all learners; Undo or Reset brings the Mark I and its network back."


class Refusal:
    """A view that says *why* there is nothing else to see."""

    def __init__(self, name: str, title: str, area: Rect, type_: Type, why: str) -> None:
        self.name, self.title = name, title
        self._area, self._type, self._why = area, type_, why

    def read(self, session: Session) -> Reading:
        """What the foot of the window needs."""
        return Reading(snapshot=session.snapshot())

    def draw(self, surface: pygame.Surface, reading: Reading, frame: Frame) -> None:
        """The sentence, in the middle."""
        surface.fill(theme.GROUND, self._area)
        type_, area = self._type, self._area
        lines = type_.wrapped(self._why, theme.BODY, area.width // 2)
        y = area.centery - len(lines) * type_.height(theme.BODY) // 2
        heading = "This view cannot show what is taught now."
        type_.write(surface, heading, (area.centerx, y - type_.scale.px(24)), theme.TITLE, theme.TEXT, "centre")
        for line in (*lines, WAY_OUT):
            y += type_.height(theme.BODY)
            type_.write(surface, line, (area.centerx, y), theme.BODY, theme.MUTED, "centre")

    def things(self, reading: Reading) -> Sequence[Thing]:
        """Nothing."""
        return ()

    def card(self, key: Key, reading: Reading) -> Card | None:
        """Nothing."""
        return None

    def handle(self, event: pygame.event.Event) -> object | None:
        """Nothing."""
        return None

    def sentence(self, reading: Reading) -> str | None:
        """The session's own."""
        return None
