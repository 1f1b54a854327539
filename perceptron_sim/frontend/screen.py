"""The screen: a window on it is opened, or one that nobody sees; and a picture of it is written."""

import io
import os
from pathlib import Path

import pygame

from perceptron_sim.doctor import display_found
from perceptron_sim.errors import DisplayError, OutputError
from perceptron_sim.frontend.fingers import switch_off_own_mice

UNSEEN_DRIVERS = ("dummy", "offscreen")


def save_surface(surface: pygame.Surface, path: Path) -> None:
    """Write *surface* as a picture, whole or not at all; OutputError where that cannot be done."""
    encoded, part = io.BytesIO(), path.with_name(path.name + ".part")
    try:
        pygame.image.save(surface, encoded, path.suffix or ".png")
        try:
            part.write_bytes(encoded.getvalue())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except (pygame.error, OSError) as error:
        raise OutputError(f"screenshot must be a file that can be written, got {str(path)!r} ({error})") from error


def open_screen(size: tuple[int, int], *, counted: bool) -> pygame.Surface:
    """A window of *size*; where frames are *counted*, one that nobody sees will do. DisplayError without a display."""
    chosen = bool(os.environ.get("SDL_VIDEODRIVER"))
    if not chosen:
        os.environ.pop("SDL_VIDEODRIVER", None)  # set but empty is not a driver either
    if counted and not chosen and not display_found():
        os.environ["SDL_VIDEODRIVER"] = "dummy"
    if os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        # software surfaces: without this SDL uploads every frame as a texture, ten times slower on X11 without a GPU
        os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
    switch_off_own_mice()
    try:
        pygame.display.init()
        pygame.font.init()
        unseen = pygame.display.get_driver() in UNSEEN_DRIVERS and not chosen and not counted
        if unseen:  # SDL falls back to these where a display is named but does not answer
            raise pygame.error("no display answers")
        return pygame.display.set_mode(size, pygame.RESIZABLE)
    except pygame.error as error:
        pygame.quit()
        raise DisplayError(f"a window needs a display: {error}") from error
