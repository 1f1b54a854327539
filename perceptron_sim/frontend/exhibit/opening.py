"""Opens the exhibit on the whole screen, keeps it there frame by frame, and ends it cleanly when the system asks."""

import math
import os
import secrets
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import pygame

from perceptron_sim.errors import DisplayError, SettingError
from perceptron_sim.exhibit.config import KNOWN_PIN, ExhibitSpec
from perceptron_sim.exhibit.log import closed, opened_log
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.frontend.app import FRAMES_PER_S, LONGEST_STALL_S, TITLE
from perceptron_sim.frontend.camera import Camera
from perceptron_sim.frontend.exhibit.window import Exhibit, Surroundings
from perceptron_sim.frontend.screen import open_screen, save_surface
from perceptron_sim.frontend.views import first_view
from perceptron_sim.options import SMALLEST_SIZE
from perceptron_sim.playback import BUDGET_S

ENDINGS = ("SIGTERM", "SIGHUP")  # by which a service or a terminal asks a program to end
# A window that has every key, and stays there if it loses them.
ASKED_OF_SDL = {"SDL_GRAB_KEYBOARD": "1", "SDL_VIDEO_MINIMIZE_ON_FOCUS_LOSS": "0"}
PLACE = "SDL_VIDEO_WINDOW_POS"  # where there is no window manager, nobody else moves the window into the corner
BEGUN, ENDED = "the exhibit has begun, %d x %d pixels", "the exhibit has ended"
EVERYBODY_KNOWS = "staff.pin is still the one that everybody knows, %s: put another one into the exhibit's file"


def open_exhibit(
    spec: ExhibitSpec,
    experiment: Experiment,
    *,
    size: tuple[int, int] | None = None,
    frames: int | None = None,
    screenshot: Path | None = None,
) -> int:
    """Show the exhibit until the PIN or the system ends it, or for *frames* frames; return the exit code.

    It fills the screen, or a window of *size*; *screenshot* is a file for its last picture. Raises DisplayError where
    there is no display or too small a one, SettingError where a view has no place for *experiment*, OutputError where
    the screenshot cannot be written.
    """
    _check_shown(spec, experiment)
    log = opened_log(spec.files)
    try:
        os.environ.update(ASKED_OF_SDL)
        Camera.wanted = spec.visit.camera
        filling = size is None and frames is None
        if filling:
            os.environ[PLACE] = "0,0"
        surface = open_screen(size or SMALLEST_SIZE, counted=frames is not None)
        if filling:
            surface = _filling()
        pygame.display.set_caption(TITLE)
        pygame.display.set_allow_screensaver(False)
        if spec.staff.pin == KNOWN_PIN:
            log.warning(EVERYBODY_KNOWS, KNOWN_PIN)
        budget_s = BUDGET_S if frames is None else math.inf  # counted pictures depend on nothing but their number
        around = Surroundings(log=log, now=lambda: datetime.now(UTC), dice=secrets.token_bytes, budget_s=budget_s)
        exhibit = Exhibit(spec, experiment, surface, around)
        log.info(BEGUN, *surface.size)
        with _ended_by_the_system(exhibit.end):
            _run(exhibit, frames)
        if screenshot is not None:
            save_surface(exhibit.surface, screenshot)
        log.info(ENDED)
        return exhibit.code
    finally:
        Camera.wanted = True
        pygame.quit()
        closed(log)


def _check_shown(spec: ExhibitSpec, experiment: Experiment) -> None:
    """Raise SettingError unless the views that come by themselves can show *experiment*."""
    for name in dict.fromkeys((spec.show.views[0], *(turn.view for turn in spec.turns))):
        try:
            first_view(experiment, name)
        except SettingError as error:
            raise SettingError(f"show.experiment must be one that the view {name} can show: {error}") from error


def _filling() -> pygame.Surface:
    """The whole screen, with a keyboard whose every key is ours, as far as the system lets us have it."""
    surface = pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
    if surface.width < SMALLEST_SIZE[0] or surface.height < SMALLEST_SIZE[1]:
        rule, found = "x".join(map(str, SMALLEST_SIZE)), "x".join(map(str, surface.size))
        raise DisplayError(f"an exhibit needs a screen of at least {rule} pixels, got {found}")
    pygame.event.set_grab(True)
    return surface


def _run(exhibit: Exhibit, frames: int | None) -> None:
    """Draw picture after picture, 60 a second; with *frames* just so many, each a sixtieth of a second long."""
    clock, drawn, elapsed_s = pygame.time.Clock(), 0, 1 / FRAMES_PER_S
    try:
        while exhibit.running and drawn != frames:
            exhibit.frame(elapsed_s)
            pygame.display.flip()
            drawn += 1
            if frames is None:
                elapsed_s = min(clock.tick(FRAMES_PER_S) / 1000, LONGEST_STALL_S)
    finally:
        exhibit.close()


@contextmanager
def _ended_by_the_system(end: Callable[[], None]) -> Iterator[None]:
    """While it is entered, *end* is called where the system wants the program to end."""

    def note(_number: int, _frame: FrameType | None) -> None:
        end()

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in ENDINGS if hasattr(signal, name)]
    before = [(number, signal.signal(number, note)) for number in numbers]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)
