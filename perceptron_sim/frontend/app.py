"""The window's loop, 60 times a second: events become commands, time passes within its budget, the picture is drawn."""

import math
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import pygame

from perceptron_sim.commands import (
    GoBack,
    ModelCommand,
    NewSeed,
    OpenSession,
    PaceCommand,
    SaveSession,
    SaveSheet,
    SaveWiring,
    StartAnew,
    StartExperiment,
    StepEvent,
    StepExposure,
    StepPass,
    Tell,
    Undo,
)
from perceptron_sim.desk import REFUSALS
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain.undoing import undone_in_words
from perceptron_sim.frontend.actions import ENTRIES, Entry, Window
from perceptron_sim.frontend.fingers import FINGERS, Fingers
from perceptron_sim.frontend.keeping import Keeper
from perceptron_sim.frontend.scene import Scene
from perceptron_sim.frontend.screen import open_screen, save_surface
from perceptron_sim.frontend.sounding import Sounding
from perceptron_sim.frontend.view import Printing
from perceptron_sim.options import LARGEST_SEED, SMALLEST_SIZE
from perceptron_sim.playback import DEFAULT_SPEED_INDEX, Playback
from perceptron_sim.reopening import PastRun
from perceptron_sim.session import Session
from perceptron_sim.session_file import opened
from perceptron_sim.wiring_file import saved

FRAMES_PER_S = 60
LONGEST_STALL_S = 0.25  # after a longer one time goes on where it stood
TITLE = "Mark I Perceptron"
CHANGING = ModelCommand | StepEvent | StepExposure | StepPass  # after these nothing may be read of what was read before
KEEPS_NOTHING, QUIET = "This window keeps nothing.", "This window has no sound."


def open_window(
    experiment: Experiment,
    *,
    size: tuple[int, int],
    view: str | None = None,
    frames: int | None = None,
    screenshot: Path | None = None,
    reduced_motion: bool = False,
    past: PastRun | None = None,
    session: Session | None = None,
    sound: bool = False,
    complain: Callable[[str], None] | None = None,
) -> int:
    """Show *view* of *experiment* until the user leaves, or for *frames* frames; save the last one as *screenshot*.

    *past* is the run that is taken up again, if it is one, *session* the one of that experiment that goes on. What is
    refused is handed to *complain* too.

    Raises DisplayError where there is no display, OutputError where the screenshot cannot be written.
    """
    surface = open_screen(size, counted=frames is not None)
    keeper, sounding = Keeper(), Sounding()
    try:
        session = session or Session(experiment)
        if past is not None:
            session.digest_when(past.exposures)  # asked before it goes by
        playback = Playback(session) if frames is None else Playback(session, budget_s=math.inf)
        app = App(session, surface, playback, view=view, reduced_motion=reduced_motion, past=past)
        app.keeper, app.sounding, app.complain = keeper, sounding, complain or app.complain
        sounding.switch(sound and frames is None)
        return app.run(frames=frames, screenshot=screenshot)
    finally:
        sounding.close()
        keeper.close()
        pygame.quit()


class App:
    """The desktop simulator on *surface*, the window's picture.

    *views* are the names of those that have a tab, *entries* what the shell offers: all, if nothing else is said. Set
    *keeper* for files to be written, *sounding* for the machine to be heard, *complain* to hear what is refused.
    """

    def __init__(
        self,
        session: Session,
        surface: pygame.Surface,
        playback: Playback,
        *,
        view: str | None = None,
        reduced_motion: bool = False,
        past: PastRun | None = None,
        views: Sequence[str] | None = None,
        entries: Sequence[Entry] = ENTRIES,
    ) -> None:
        self.playback, self.running = playback, True
        self.keeper: Keeper | None = None
        self.sounding: Sounding | None = None
        self.complain: Callable[[str], None] = lambda sentence: None
        self._surface = surface
        self._first = session.experiment, view
        self._windowed_size: tuple[int, int] | None = None  # what to go back to, in full screen
        self.scene = Scene(
            surface.size,
            session.experiment,
            view=view,
            reduced_motion=reduced_motion,
            past=past,
            views=views,
            entries=entries,
        )
        self._fingers = Fingers()
        self._showing_s = 0.0  # what it took to put the last picture before the eyes
        pygame.display.set_caption(TITLE)

    @property
    def session(self) -> Session:
        """The session that is shown."""
        return self.playback.session

    def run(self, *, frames: int | None = None, screenshot: Path | None = None) -> int:
        """Loop until the user leaves; with *frames*, draw just so many, each a sixtieth of a second long."""
        clock, drawn, elapsed_s = pygame.time.Clock(), 0, 1 / FRAMES_PER_S
        while self.running and drawn != frames:
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
        """Take what the user did, let *elapsed_s* pass, draw."""
        for event in pygame.event.get():
            self.take(event)
        self.let_pass(elapsed_s)
        self.draw(elapsed_s)

    def let_pass(self, elapsed_s: float) -> None:
        """Let *elapsed_s* pass before the window; where the model refuses to go on, time stands still."""
        try:
            self.playback.tick(elapsed_s)
        except REFUSALS as error:
            self.playback.paused = True
            self.refuse(error)

    def draw(self, elapsed_s: float) -> None:
        """Draw the picture; what drawing and showing it take is lost to computing."""
        begun_s = time.perf_counter()
        self.scene.draw(self._surface, self.session, self.playback, elapsed_s)
        if self.sounding:
            self.sounding.follow(self.scene.hearing)
        news = [*(self.keeper.news() if self.keeper else ()), *(self.sounding.news() if self.sounding else ())]
        for sentence in news:
            self.scene.saying.tell(sentence)
        self.playback.make_room(time.perf_counter() - begun_s + self._showing_s, 1 / FRAMES_PER_S)

    def take(self, event: pygame.event.Event) -> None:
        """Do what *event* asks for."""
        if event.type == pygame.QUIT:
            self.running = False
        elif event.type in (pygame.VIDEORESIZE, pygame.WINDOWSIZECHANGED):
            self._fit()
        elif event.type in FINGERS:
            for pointer in self._fingers.pointers(event, self._surface.size):
                self._take(pointer)
        else:
            for pointer in self._fingers.lift_all() if event.type == pygame.WINDOWFOCUSLOST else ():
                self._take(pointer)
            self._take(event)

    def _take(self, event: pygame.event.Event) -> None:
        try:
            action = self.scene.handle(event)
        except REFUSALS as error:
            self.refuse(error)
            return
        if action is not None:
            self.carry_out(action)

    def refuse(self, error: Exception) -> None:
        """Say at the foot, and to whoever wants to hear complaints, why something was not done."""
        self.scene.saying.tell(str(error))
        self.complain(str(error))

    def carry_out(self, action: object) -> None:
        """Do what was asked for: the window, the pace, the session, each its own; or say why not."""
        try:
            self._carry_out(action)
        except REFUSALS as error:
            self.refuse(error)

    def _carry_out(self, action: object) -> None:
        if self.scene.carried_out(action, self._surface):
            return
        if isinstance(action, CHANGING):
            self.scene.unread()
        if isinstance(action, Window):
            self._of_window(action)
        elif isinstance(action, PaceCommand):
            self.playback.apply(action)
        elif isinstance(action, ModelCommand):
            self.playback.stay()
            self.session.apply(action)
            self.scene.saying.be_silent()
        else:
            self._of_time_and_files(action)

    def _of_window(self, action: Window) -> None:
        match action:
            case Window.LEAVE:
                self.running = False
            case Window.FULL_SCREEN:
                self._toggle_full_screen()
            case Window.NEXT_SEED:
                self.carry_out(NewSeed((self.session.experiment.seed + 1) % (LARGEST_SEED + 1)))
            case Window.SOUND if self.sounding:
                self.sounding.switch(not self.sounding.on)
                self.carry_out(Tell("Sound is on." if self.sounding.on else "Sound is off."))
            case Window.SOUND:
                self.carry_out(Tell(QUIET))
            case Window.PICTURE if self.keeper:
                self.keeper.screenshot(self._surface)
            case _:
                self.carry_out(Tell(KEEPS_NOTHING))

    def _of_time_and_files(self, action: object) -> None:
        match action:
            case Undo() if self.playback.undoable is None:
                raise SettingError("nothing has been done yet that could be taken back")
            case Undo():
                self.scene.unread()
                self.scene.saying.tell(f"Taken back: {undone_in_words(self.playback.undo())}.")
            case GoBack(lesson):
                self.playback.go_to(lesson)
            case StartExperiment(experiment, digest_at):
                self._begin(Session(experiment), action)
                if digest_at is not None:
                    self.session.digest_when(digest_at)
            case StartAnew():
                experiment, view = self._first
                self._begin(Session(experiment), action)
                self.playback.speed_index = DEFAULT_SPEED_INDEX
                self.scene.begin_anew(view, experiment)
            case OpenSession(path):
                session = opened(path)
                self._begin(session, action)
                self.scene.saying.tell(f"{path.name} goes on after lesson {session.lesson:,}.")
            case SaveSession(path) if self.keeper:
                self.keeper.save_session(self.session, path)
            case SaveSheet() if isinstance(self.scene.view, Printing):
                self.scene.view.save()
            case SaveWiring():
                self.scene.saying.tell(saved(self.session))
            case _:
                self.carry_out(Tell(KEEPS_NOTHING))

    def _begin(self, session: Session, because: object) -> None:
        self.scene.unread()
        self.playback.begin(session, because)

    def _fit(self) -> None:
        """Lay the picture out anew where the window has changed its size; it is never smaller than SMALLEST_SIZE."""
        surface = pygame.display.get_surface() or self._surface
        size = (max(surface.width, SMALLEST_SIZE[0]), max(surface.height, SMALLEST_SIZE[1]))
        self._surface = surface if surface.size == size else pygame.display.set_mode(size, pygame.RESIZABLE)
        if size != self.scene.size:
            self.scene.lay_out(size, self.session.experiment)

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
