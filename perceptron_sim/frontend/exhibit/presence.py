"""Whether somebody is there: what counts as a touch, and how those who look after the exhibit make themselves known."""

import math

import pygame
from pygame.event import Event

from perceptron_sim.exhibit.corners import Corners

PRESSES = (pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.FINGERDOWN)
CHORD = pygame.K_F12  # with Ctrl and Shift
LEAST_WAY = 24.0  # pixels: a mouse on a floor that trembles is nobody
Position = tuple[float, float]


class Presence:
    """Looks at every event of the system, before anything else does."""

    def __init__(self, corners_s: float) -> None:
        self._corners = Corners(corners_s)
        self._was: Position | None = None

    def asks_for_pin(self, event: Event) -> bool:
        """Whether *event* is the staff's own; fingers in corners are followed by the way."""
        match event.type:
            case pygame.KEYDOWN:
                both = event.mod & pygame.KMOD_CTRL and event.mod & pygame.KMOD_SHIFT
                return bool(event.key == CHORD and both)
            case pygame.FINGERDOWN | pygame.FINGERMOTION:
                self._corners.put(event.finger_id, event.x, event.y)
            case pygame.FINGERUP:
                self._corners.lift(event.finger_id)
            case pygame.WINDOWFOCUSLOST:
                self._corners.lift_all()
        return False

    def passed(self, elapsed_s: float) -> bool:
        """Whether two corners have now been held long enough."""
        return self._corners.passed(elapsed_s)

    def noticed(self, event: Event, *, moves: bool) -> bool:
        """Whether *event* is somebody; with *moves*, a wheel or a mouse that goes some way is, too."""
        if event.type in PRESSES:
            return True
        if not moves:
            return False
        return event.type == pygame.MOUSEWHEEL or self._has_moved(event)

    def _has_moved(self, event: Event) -> bool:
        if event.type == pygame.MOUSEMOTION:
            now: Position = event.pos
        elif event.type == pygame.FINGERMOTION:
            surface = pygame.display.get_surface()
            width, height = surface.size if surface else (1, 1)
            now = (event.x * width, event.y * height)
        else:
            return False
        if self._was is not None and math.dist(self._was, now) < LEAST_WAY:
            return False
        first, self._was = self._was is None, now
        return not first
