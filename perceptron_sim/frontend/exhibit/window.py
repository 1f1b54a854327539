"""The exhibit's loop: what happens goes through the rules of whose turn it is, and they say what is drawn and done."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from logging import Logger
from pathlib import Path

import pygame

from perceptron_sim.answer import DONE, UNHEALTHY
from perceptron_sim.errors import SimulatorError
from perceptron_sim.exhibit.attendance import Deed, Happening, Intent, Passed, Phase, Rules, Saved, State, follow
from perceptron_sim.exhibit.config import ExhibitSpec
from perceptron_sim.exhibit.keeping import Keeping
from perceptron_sim.exhibit.pin import fits
from perceptron_sim.exhibit.tally import Tally, read_tally, write_tally
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.frontend.exhibit.attract import Attract
from perceptron_sim.frontend.exhibit.overlay import Overlay
from perceptron_sim.frontend.exhibit.presence import Presence
from perceptron_sim.frontend.exhibit.visit import Visit
from perceptron_sim.frontend.sounding import Sounding
from perceptron_sim.options import SMALLEST_SIZE
from perceptron_sim.playback import BUDGET_S
from perceptron_sim.session_file import SUFFIX, save
from perceptron_sim.sound import Hearing

MOST_FAILURES, WITHIN_S = 8, 60.0  # then the exhibit ends itself, for its service to start it anew
LIFTED = (pygame.MOUSEBUTTONUP, pygame.FINGERUP, pygame.KEYUP)  # told to a visit in any case: nothing stays held
DROPS = (pygame.DROPFILE, pygame.DROPTEXT, pygame.DROPBEGIN, pygame.DROPCOMPLETE)
CLOSING = (pygame.QUIT, pygame.WINDOWCLOSE)
RESIZED = (pygame.VIDEORESIZE, pygame.WINDOWSIZECHANGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the exhibit has from outside: its log, the time of day, dice for codes, what a picture may compute."""

    log: Logger
    now: Callable[[], datetime]
    dice: Callable[[int], bytes]
    budget_s: float = BUDGET_S


class Exhibit:
    """The exhibit of *spec*, teaching *experiment*, on *surface*, the window's picture."""

    def __init__(
        self, spec: ExhibitSpec, experiment: Experiment, surface: pygame.Surface, surroundings: Surroundings
    ) -> None:
        self._spec, self._experiment, self.surface, self._around = spec, experiment, surface, surroundings
        self._rules = Rules(
            idle_s=spec.visit.idle_s,
            countdown_s=spec.visit.countdown_s,
            code_s=spec.keep.code_s,
            tries=spec.staff.tries,
            wait_s=spec.staff.wait_s,
            fits=lambda typed: fits(typed, spec.staff.pin),
            keeps=bool(spec.keep.folder),
        )
        self.state = State()
        self._visit: Visit | None = None
        self._attract = Attract(spec, experiment, surface.size, surroundings.budget_s)
        self._presence = Presence(spec.staff.corners_s)
        self._overlay = Overlay(spec, self._rules)
        self._keeping = Keeping(spec.keep, SUFFIX, self._save, surroundings.dice)
        self._sounding = Sounding() if spec.visit.sound else None
        self._failures: deque[float] = deque(maxlen=MOST_FAILURES)
        self._age_s = self._visit_s = 0.0
        self.running, self.code = True, DONE
        self._tally = self._told()
        pygame.mouse.set_visible(False)

    def end(self) -> None:
        """Leave after this picture."""
        self.running = False

    def close(self) -> None:
        """Note how the visit went that was going on."""
        self._end_visit()
        if self._sounding is not None:
            self._sounding.close()

    def frame(self, elapsed_s: float) -> None:
        """Take what was done, let *elapsed_s* pass, draw; an error goes to the log and ends the visit, never more."""
        try:
            self._age_s += elapsed_s
            for event in pygame.event.get():
                self._take(event)
            self._pass_time(elapsed_s)
            self._draw(elapsed_s)
        except Exception:
            self._fail()

    def _take(self, event: pygame.event.Event) -> None:
        """What one event is to the exhibit, and what of it a visitor's window gets to see."""
        if event.type in RESIZED:
            self._fit(event)
            return
        if event.type in CLOSING or (event.type in DROPS and not self._spec.visit.drops):
            return
        phase = self.state.phase
        if self._presence.asks_for_pin(event):
            self._follow(Deed.CHORD)
        elif phase in (Phase.COUNTDOWN, Phase.KEPT, Phase.PAD):
            deed = self._overlay.take(event)
            if deed is not None:
                self._follow(deed)
        elif self._presence.noticed(event, moves=phase is Phase.VISIT):
            self._follow(Deed.TOUCH)
        lifted = event.type in LIFTED
        if self._visit is not None and (lifted or phase is self.state.phase is Phase.VISIT):
            self._visit.take(event)

    def _pass_time(self, elapsed_s: float) -> None:
        if self._presence.passed(elapsed_s):
            self._follow(Deed.CHORD)
        self._follow(Passed(elapsed_s))
        if self._visit is not None and self.state.phase is Phase.VISIT:
            self._visit_s += elapsed_s
            self._visit.let_pass(elapsed_s)
            asked = self._visit.asked()
            if asked is not None:
                self._follow(asked)

    def _follow(self, happening: Happening) -> None:
        before = self.state.phase
        self.state, intents = follow(self.state, happening, self._rules)
        for intent in intents:
            self._do(intent)
        if self.state.phase is not before:
            if self._visit is not None:
                self._visit.scene.hand.let_go()  # no pen stays down, no camera on
            asked = happening is Deed.FINISH
            self._overlay.begin(self.state, self.surface, finished=asked)
            pointed = self.state.phase is not Phase.ATTRACT and self._spec.visit.cursor
            pygame.mouse.set_visible(pointed)

    def _do(self, intent: Intent) -> None:
        match intent:
            case Intent.BEGIN:
                self._visit = Visit(self._spec, self._experiment, self.surface, self._around.budget_s)
                self._visit.sounding = self._sounding
                self._sound(on=True)
                self._visit_s = 0.0
                self._count(visits=self._tally.visits + 1, last_at=self._around.now().isoformat(timespec="seconds"))
            case Intent.RETURN:
                self._end_visit()
                self._attract.begin()
            case Intent.SAVE:
                self._follow(Saved(self._kept()))
            case Intent.LEAVE:
                self.running = False

    def _end_visit(self) -> None:
        visit, self._visit = self._visit, None
        self._sound(on=False)
        if visit is not None:
            visit.scene.hand.let_go()
            self._count(last_s=round(self._visit_s, 1), last_lessons=visit.session.lesson)

    def _sound(self, *, on: bool) -> None:
        """Let the machine be heard, where it may be at all."""
        if self._sounding is not None:
            self._sounding.switch(on)
            self._sounding.follow(Hearing())  # at once, if it is to be still

    def _kept(self) -> str | None:
        """The code under which the visitor's work is kept now; None where it cannot be."""
        try:
            code = self._keeping.keep(self.state.code)  # one for a visit: nobody may push out the work of others
        except SimulatorError as error:
            self._around.log.warning("work could not be kept: %s", error)
            return None
        if code != self.state.code:
            self._count(kept=self._tally.kept + 1, last_code=code)
        return code

    def _save(self, path: Path) -> None:
        assert self._visit is not None
        save(self._visit.session, path)

    def _draw(self, elapsed_s: float) -> None:
        phase = self.state.phase
        if phase is Phase.ATTRACT:
            self._attract.frame(self.surface, elapsed_s)
        elif phase is Phase.VISIT and self._visit is not None:
            self._visit.draw(elapsed_s)
        elif phase is not Phase.LEFT:
            self._overlay.draw(self.surface, self.state)

    def _fit(self, event: pygame.event.Event) -> None:
        """Go on on a window of another size; it is never smaller than SMALLEST_SIZE."""
        surface = pygame.display.get_surface() or self.surface
        size = (max(surface.width, SMALLEST_SIZE[0]), max(surface.height, SMALLEST_SIZE[1]))
        self.surface = surface if surface.size == size else pygame.display.set_mode(size, pygame.RESIZABLE)
        self._attract.fit(size)
        self._overlay.fit(self.surface)
        if self._visit is not None:
            self._visit.take(event)

    def _fail(self) -> None:
        """Note the error that is going on, and be as if nobody had been there."""
        self._around.log.exception("an error sent the exhibit back to its beginning")
        self._failures.append(self._age_s)
        if len(self._failures) == MOST_FAILURES and self._age_s - self._failures[0] <= WITHIN_S:
            self._around.log.error("%d errors within %g s: the exhibit ends itself", MOST_FAILURES, WITHIN_S)
            self.running, self.code = False, UNHEALTHY
        if self.state.phase is Phase.ATTRACT:
            self._attract.leave_out()
        try:
            self._follow(Deed.FAIL)
        except Exception:
            self._around.log.exception("nor could it go back as it should")
            self._visit, self.state = None, State()
        self._count(failures=self._tally.failures + 1)

    def _told(self) -> Tally:
        """What is known from before."""
        if not self._spec.files.state:
            return Tally()
        tally, sentence = read_tally(Path(self._spec.files.state))
        if sentence:
            self._around.log.warning("%s", sentence)
        return tally

    def _count(self, **changed: object) -> None:
        """Note what has *changed*, in the file too, if there is one; a full disk ends no visit."""
        self._tally = replace(self._tally, **changed)  # type: ignore[arg-type]  # fields by their names
        if self._spec.files.state:
            try:
                write_tally(Path(self._spec.files.state), self._tally)
            except OSError as error:
                self._around.log.warning("files.state could not be written: %s", error)
