"""A frame of the window drawn off-screen: for machines without a display, and for people who write about it."""

from pathlib import Path

import pygame

from perceptron_sim.frontend.scene import Scene
from perceptron_sim.frontend.screen import save_surface
from perceptron_sim.playback import Playback
from perceptron_sim.session import Session

LAMPS_SETTLE_S = 1.0


def save_picture(
    session: Session, path: Path, size: tuple[int, int] = (1920, 1080), *, view: str | None = None
) -> None:
    """Draw *view* of *session* as it stands, *size* in pixels, and write it to *path*; no display is needed."""
    pygame.font.init()
    surface = pygame.Surface(size)
    scene = Scene(size, session.experiment, view=view)
    scene.draw(surface, session, Playback(session), LAMPS_SETTLE_S)
    save_surface(surface, path)
