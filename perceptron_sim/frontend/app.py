"""The window's loop, 60 times a second: events become commands, time passes within its budget, the picture is drawn."""

import io
import math
import os
import time
import warnings
from pathlib import Path

import pygame

from perceptron_sim.commands import (
    ChangeNetwork,
    ChangeSpeed,
    NewSeed,
    Pause,
    ResetWeights,
    SetSpeed,
    StartExperiment,
    StepExposure,
)
from perceptron_sim.doctor import display_found
from perceptron_sim.errors import DisplayError, OutputError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.frontend.actions import Window
from perceptron_sim.frontend.scene import Scene, carried_out_here
from perceptron_sim.options import FIRST_VIEW, LARGEST_SEED, SMALLEST_SIZE
from perceptron_sim.playback import Playback
from perceptron_sim.reopening import PastRun
from perceptron_sim.session import Session

FRAMES_PER_S = 60
LONGEST_STALL_S = 0.25  # after a longer one time goes on where it stood
TITLE = "Mark I Perceptron"
UNSEEN_DRIVERS = ("dummy", "offscreen")


def open_window(
    experiment: Experiment,
    *,
    size: tuple[int, int],
    view: str = FIRST_VIEW,
    frames: int | None = None,
    screenshot: Path | None = None,
    reduced_motion: bool = False,
    past: PastRun | None = None,
) -> int:
    """Show *view* of *experiment* until the user leaves, or for *frames* frames; save the last one as *screenshot*.

    *past* is the run that is taken up again, if it is one.

    Raises DisplayError where there is no display, OutputError where the screenshot cannot be written.
    """
    surface = _open(size, counted=frames is not None)
    try:
        session = Session(experiment)
        if past is not None:
            session.digest_when(past.exposures)  # asked before it goes by
        playback = Playback(session) if frames is None else Playback(session, budget_s=math.inf)
        app = App(session, surface, playback, view=view, reduced_motion=reduced_motion, past=past)
        return app.run(frames=frames, screenshot=screenshot)
    finally:
        pygame.quit()


class App:
    """The desktop simulator on *surface*, the window's picture."""

    def __init__(
        self,
        session: Session,
        surface: pygame.Surface,
        playback: Playback,
        *,
        view: str = FIRST_VIEW,
        reduced_motion: bool = False,
        past: PastRun | None = None,
    ) -> None:
        self._session, self._playback = session, playback
        self._surface = surface
        self._windowed_size: tuple[int, int] | None = None  # what to go back to, in full screen
        self._scene = Scene(surface.size, session.experiment, view=view, reduced_motion=reduced_motion, past=past)
        self._running = True
        self._showing_s = 0.0  # what it took to put the last picture before the eyes
        pygame.display.set_caption(TITLE)

    def run(self, *, frames: int | None = None, screenshot: Path | None = None) -> int:
        """Loop until the user leaves; with *frames*, draw just so many, each a sixtieth of a second long."""
        clock, drawn, elapsed_s = pygame.time.Clock(), 0, 1 / FRAMES_PER_S
        while self._running and drawn != frames:
            self.frame(elapsed_s)
            begun_s = time.perf_counter()
            pygame.display.flip()
            self._showing_s = time.perf_counter() - begun_s
            drawn += 1
            if frames is None:
                elapsed_s = min(clock.tick(FRAMES_PER_S) / 1000, LONGEST_STALL_S)
        if screenshot:
            save_surface(self._surface, screenshot)
        return 0

    def frame(self, elapsed_s: float) -> None:
        """Take what the user did, let *elapsed_s* pass, draw; what drawing and showing take is lost to computing."""
        for event in pygame.event.get():
            self._handle(event)
        self._playback.tick(elapsed_s)
        begun_s = time.perf_counter()
        self._scene.draw(self._surface, self._session, self._playback, elapsed_s)
        self._playback.make_room(time.perf_counter() - begun_s + self._showing_s, 1 / FRAMES_PER_S)

    def _handle(self, event: pygame.event.Event) -> None:
        if event.type == pygame.QUIT:
            self._running = False
        elif event.type in (pygame.VIDEORESIZE, pygame.WINDOWSIZECHANGED):
            self._fit()
        elif (action := self._scene.handle(event)) is not None:
            self.carry_out(action)

    def _fit(self) -> None:
        """Lay the picture out anew where the window has changed its size; it is never smaller than SMALLEST_SIZE."""
        surface = pygame.display.get_surface() or self._surface
        size = (max(surface.width, SMALLEST_SIZE[0]), max(surface.height, SMALLEST_SIZE[1]))
        self._surface = surface if surface.size == size else pygame.display.set_mode(size, pygame.RESIZABLE)
        if size != self._scene.size:
            self._scene.lay_out(size, self._session.experiment)

    def _toggle_full_screen(self) -> None:
        with warnings.catch_warnings():  # where the system gives another size than asked for, the layout follows it
            warnings.simplefilter("ignore", RuntimeWarning)
            if self._windowed_size:
                pygame.display.set_mode(self._windowed_size, pygame.RESIZABLE)
                self._windowed_size = None
            else:
                self._windowed_size = self._surface.size
                pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
        self._fit()

    def carry_out(self, action: object) -> None:
        """Do what was asked for: the window, the pace, the session, each its own."""
        if carried_out_here(self._scene, action, self._surface):
            return
        if not isinstance(action, Window | Pause | ChangeSpeed | SetSpeed):
            self._scene.unread()
        match action:
            case Window.LEAVE:
                self._running = False
            case Window.FULL_SCREEN:
                self._toggle_full_screen()
            case Window.NEXT_SEED:
                self._session.apply(NewSeed((self._session.experiment.seed + 1) % (LARGEST_SEED + 1)))
            case StartExperiment(experiment, digest_at):
                self._session = Session(experiment)
                if digest_at is not None:
                    self._session.digest_when(digest_at)
                self._playback.begin(self._session)
            case ResetWeights() | NewSeed() | ChangeNetwork():
                self._session.apply(action)
            case Pause() | StepExposure() | ChangeSpeed() | SetSpeed():
                self._playback.apply(action)


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


def _open(size: tuple[int, int], *, counted: bool) -> pygame.Surface:
    """A window of *size*; where frames are *counted*, one that nobody sees will do."""
    chosen = bool(os.environ.get("SDL_VIDEODRIVER"))
    if not chosen:
        os.environ.pop("SDL_VIDEODRIVER", None)  # set but empty is not a driver either
    if counted and not chosen and not display_found():
        os.environ["SDL_VIDEODRIVER"] = "dummy"
    if os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        # software surfaces: without this SDL uploads every frame as a texture, ten times slower on X11 without a GPU
        os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
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
