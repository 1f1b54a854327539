"""The picture: the shell around one of its views, on any surface of any size; and what the user does to it."""

from collections.abc import Sequence

import pygame

from perceptron_sim.commands import PaceCommand, ShowView, Tell
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain.past import Past
from perceptron_sim.frontend.actions import ENTRIES, ChooseStep, Entry, Window
from perceptron_sim.frontend.cardholder import Cardholder
from perceptron_sim.frontend.controls import FIRST_STEP, Controls, laid_out
from perceptron_sim.frontend.dropping import destination
from perceptron_sim.frontend.hand import Hand
from perceptron_sim.frontend.menus import Menu
from perceptron_sim.frontend.panels import footer
from perceptron_sim.frontend.panels.help import draw_help
from perceptron_sim.frontend.path_field import PathField
from perceptron_sim.frontend.pointing import Pointing
from perceptron_sim.frontend.saying import Saying
from perceptron_sim.frontend.stage import Fade, Stage
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import PANEL, Scale
from perceptron_sim.frontend.view import Frame, Key, Reading, Receiving, View
from perceptron_sim.frontend.views import VIEWS, built, first_view, is_pair
from perceptron_sim.narration import happening
from perceptron_sim.playback import Playback
from perceptron_sim.reopening import PastRun
from perceptron_sim.session import Session
from perceptron_sim.sound import Hearing

POINTERS = (
    pygame.MOUSEMOTION,
    pygame.MOUSEBUTTONDOWN,
    pygame.MOUSEBUTTONUP,
    pygame.MOUSEWHEEL,
    pygame.WINDOWLEAVE,
)
PRESSED = (pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN)


class Scene:
    """The window's picture: header, one view, footer; which view it is, what is pointed at and which card is open.

    *views* are the names of those that have a tab, *entries* what the shell offers: all, if nothing else is said.
    Without a *view* it shows the pair of learners, or of other experiments the race.
    """

    def __init__(
        self,
        size: tuple[int, int],
        experiment: Experiment,
        *,
        view: str | None = None,
        reduced_motion: bool = False,
        past: PastRun | None = None,
        views: Sequence[str] | None = None,
        entries: Sequence[Entry] = ENTRIES,
    ) -> None:
        view = first_view(experiment, view)
        self.entries = entries
        self._views = tuple(one for one in built() if views is None or one.name in views)
        self.help_shown = self.captions = False
        self.saying, self.hearing = Saying(), Hearing()
        self.sheet: Menu | PathField | None = None
        self._step: PaceCommand = FIRST_STEP
        self._reduced_motion, self._past = reduced_motion, past
        self._seen = Past()  # of every part, for its card
        self._name, self._shown_before = view, False
        self.size = (0, 0)
        self._pointing: dict[str, Pointing] = {}
        self._stage: Stage | None = None
        self.lay_out(size, experiment)
        self.stage.view(view)  # what cannot be shown at first is refused

    def lay_out(self, size: tuple[int, int], experiment: Experiment) -> None:
        """Begin anew with a window of *size* and *experiment*; what is shown and chosen stays."""
        if size != self.size:
            self._lay_out_shell(size)
        self._stage = Stage(self.layout.area, self.type, experiment, self._stage, past=self._past)
        self._pair = is_pair(experiment)
        self._cards = Cardholder(self.type, self.layout.area, self._seen)
        self.reading: Reading | None = None
        self._fade: Fade | None = None

    def _lay_out_shell(self, size: tuple[int, int]) -> None:
        """Header and footer of a window of *size*; another experiment leaves them, and what is pressed there, alone."""
        self.size, self.type = size, Type(Scale.of(size))
        self.layout = laid_out(size, self.type, self._views, self.entries)
        self.controls = Controls(self.layout, self.type, self._views, self.entries, self._step)
        self.controls.show(self._name)
        self.hand = Hand(self)
        self._look: tuple[object, ...] | None = None
        self._still = pygame.Surface(size)
        if pygame.display.get_surface():
            self._still = self._still.convert()
        if self.sheet:
            self._open_sheet(self.sheet.key)

    def _follow(self, experiment: Experiment) -> None:
        """Show another *experiment*: in the view that is shown, if it can."""
        self.lay_out(self.size, experiment)
        if not (self._pair or VIEWS[self._name].any_learners):
            self.show(first_view(experiment))

    @property
    def stage(self) -> Stage:
        """The views there are."""
        assert self._stage is not None
        return self._stage

    @property
    def view(self) -> View:
        """The view that is shown."""
        return self.stage.view_or_reason(self._name)

    @property
    def pointing(self) -> Pointing:
        """What is pointed at in the view that is shown."""
        return self._pointing.setdefault(self._name, Pointing())

    def covered(self, position: tuple[int, int]) -> bool:
        """Whether *position* is on the open card."""
        return self._cards.covers(position)

    def show(self, name: str, opened: Key | None = None, surface: pygame.Surface | None = None) -> None:
        """Show the view *name*, if it has a tab, and open the card of its thing *opened*; what is shown fades away."""
        if name not in [one.name for one in self._views]:
            return
        if surface is not None and name != self._name and self._shown_before and not self._reduced_motion:
            self._fade = Fade(surface, self.layout.area)
        if name != self._name:
            self.hand.let_go()
            self._name, self.reading = name, None
            self.controls.show(name)
        if opened is not None:
            self._cards.open_when_seen(opened)

    def unread(self) -> None:
        """Forget what was read for the last picture: the session has changed, and no card may be worked out from it."""
        self.reading = None

    def begin_anew(self, view: str | None, experiment: Experiment) -> None:
        """Be as at first: *view* of *experiment*, nothing chosen in any view, nothing open."""
        self._stage, self._pointing, self._step = None, {}, FIRST_STEP
        self._name, self.captions = first_view(experiment, view), False
        self._lay_out_shell(self.size)
        self.lay_out(self.size, experiment)

    def carried_out(self, action: object, surface: pygame.Surface) -> bool:
        """Whether *action* is the scene's own, and is now done."""
        match action:
            case ShowView(name, opened):
                self.show(name, opened, surface)
            case Tell(sentence):
                self.saying.tell(sentence)
            case ChooseStep(step):
                self._step = step
                self.controls.choose(step)
            case Window.HELP:
                self.hand.let_go()
                self.help_shown = not self.help_shown
            case Window.RESET | Window.MORE | Window.OPEN:
                self._open_sheet(action)
            case Window.CAPTIONS:
                self.captions = not self.captions
            case _:
                return False
        return True

    def _open_sheet(self, key: Window) -> None:
        self.hand.let_go()
        if key is Window.OPEN:
            self.sheet = PathField(self.size, self.type)
        else:
            self.sheet = Menu.of(key, self.entries, self.size, self.type)

    def draw(self, surface: pygame.Surface, session: Session, playback: Playback, elapsed_s: float) -> None:
        """Draw *session* as it stands on *surface*; lamps move on by *elapsed_s*."""
        if session.experiment is not self.stage.experiment:
            self._follow(session.experiment)
        view, pointing = self.view, self.pointing
        reading = self.reading = view.read(session)
        if self._pair:
            self._seen.see(reading.snapshot)
        self.hearing.listen(reading.snapshot, elapsed_s, still=playback.paused)
        self._point(view, reading)
        view.draw(surface, reading, self._frame(playback, elapsed_s))
        self._shown_before = True
        self._cards.draw(surface, view, reading, pointing, keyboard=self.hand.focused is None)
        if self._fade and not self._fade.draw(surface, elapsed_s):
            self._fade = None
        self.saying.pass_by(elapsed_s)
        self._draw_shell(surface, view, reading, playback)
        if self.sheet:
            self.sheet.draw(surface)
        if self.help_shown:
            draw_help(surface, self.type, self.entries)

    def handle(self, event: pygame.event.Event) -> object | None:
        """What *event* asks for, if anything."""
        if event.type == pygame.DROPFILE:
            return self._drop(event)
        if event.type == pygame.WINDOWFOCUSLOST:
            self.hand.let_go()
        if self.help_shown and event.type in PRESSED:
            self.help_shown = False  # whatever is pressed closes the list and does nothing else
            return None
        if self.sheet:
            return self._on_sheet(self.sheet, event)
        if event.type == pygame.KEYDOWN:
            return self.hand.escape(self.hand.key(event), event)
        if event.type in POINTERS:
            return self.hand.point(event)
        return self.view.handle(event)

    def _on_sheet(self, sheet: Menu | PathField, event: pygame.event.Event) -> object | None:
        """What is asked for of the sheet that lies over everything else."""
        if event.type in (pygame.MOUSEMOTION, pygame.WINDOWLEAVE, pygame.MOUSEBUTTONUP):
            self.controls.handle(event)  # it knows where the mouse is
        stays, asked = sheet.handle(event)
        if isinstance(sheet, Menu) and event.type == pygame.KEYDOWN:
            stays = stays and self.controls.keys.action_of(event) is not sheet.key
        self.sheet = sheet if stays else None
        return asked

    def _drop(self, event: pygame.event.Event) -> object | None:
        """Hand a file that was dropped to the view it is for."""
        path, view = str(event.file), self.view
        self.help_shown, self.sheet = False, None
        if isinstance(view, Receiving) and view.receives(path):
            return view.handle(event)
        where = destination(path, [one.name for one in self._views])
        if not isinstance(where, ShowView):
            return where
        self.show(where.name)
        return self.view.handle(event)

    def _frame(self, playback: Playback, elapsed_s: float) -> Frame:
        pointing = self.pointing
        return Frame(
            elapsed_s=elapsed_s,
            paused=playback.paused,
            speed=playback.speed,
            behind=playback.behind,
            reduced_motion=self._reduced_motion,
            hovered=pointing.hovered,
            focused=pointing.focused if self.hand.focused is None else None,
            opened=pointing.opened,
        )

    def _point(self, view: View, reading: Reading) -> None:
        """Find what the mouse is over now: under a mouse that stands still, things may move."""
        pointing, mouse = self.pointing, self.controls.mouse
        inside = mouse is not None and self.layout.area.collidepoint(mouse)
        if inside or self._cards.wanted or pointing.focused is not None or pointing.opened is not None:
            pointing.follow(view.things(reading))
        pointing.hovered = None
        if mouse is not None and inside and not self._cards.covers(mouse):
            thing = pointing.at(mouse)
            pointing.hovered = thing.key if thing else None

    def _draw_shell(self, surface: pygame.Surface, view: View, reading: Reading, playback: Playback) -> None:
        """Header and footer; their controls are drawn anew only when they look different."""
        focused, undoable = self.hand.focused, playback.undoable
        look = self.controls.look(playback, focused, undoable)
        if look != self._look:
            self._look = look
            footer.draw_still(self._still, self.layout, self.type)
            self.controls.draw(self._still, playback, focused, undoable)
        self.controls.draw_time_line(self._still, playback, focused, PANEL)
        for strip in (self.layout.header, self.layout.footer):
            surface.blit(self._still, strip, strip)
        sentence = self.saying.sentence(playback) or view.sentence(reading) or happening(reading.snapshot)
        live = footer.Live(sentence, self.hearing.words if self.captions else "", self.controls.pointed_at)
        footer.draw_live(surface, self.layout, self.type, reading.snapshot, playback, live)
