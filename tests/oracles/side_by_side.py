"""The view side by side as it is tested: on a surface of its own, all lamps settled."""

import pygame

from perceptron_sim import Session
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.view import Frame, Reading
from perceptron_sim.frontend.views.side_by_side import SideBySide

SIZE = (1920, 1080)
AREA = pygame.Rect(0, 72, 1920, 900)
SETTLED_S = 10.0


def view_of(session: Session) -> SideBySide:
    return SideBySide(AREA, Type(Scale.of(SIZE)), session.experiment)


def drawn(view: SideBySide, reading: Reading) -> pygame.Surface:
    """*reading* with all lamps settled."""
    surface = pygame.Surface(SIZE)
    view.draw(surface, reading, Frame(elapsed_s=SETTLED_S))
    return surface
