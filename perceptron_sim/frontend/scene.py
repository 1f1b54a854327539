"""The picture: the shell around one of seven views, on any surface of any size; and what the user does to it."""

import pygame

from perceptron_sim.commands import ShowView
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain.past import Past
from perceptron_sim.frontend.actions import Window, action_of, tab_of
from perceptron_sim.frontend.cardholder import Cardholder
from perceptron_sim.frontend.controls import QUIET, Controls
from perceptron_sim.frontend.layout import arrange
from perceptron_sim.frontend.panels import footer
from perceptron_sim.frontend.panels.help import draw_help
from perceptron_sim.frontend.pointing import DIRECTIONS, Pointing
from perceptron_sim.frontend.stage import Fade, Stage
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.view import Frame, Key, Reading, Typing, View
from perceptron_sim.frontend.views import built, side_by_side
from perceptron_sim.frontend.widgets import ENTER, Widget
from perceptron_sim.learner import MARK1, MODERN
from perceptron_sim.narration import happening
from perceptron_sim.options import FIRST_VIEW
from perceptron_sim.playback import Playback
from perceptron_sim.reopening import PastRun
from perceptron_sim.session import Session

LEAVING, LEAVING_S = "Press Esc again to leave.", 2.0
MOST_NAMED = 5  # learners in a message
LABORATORY = "laboratory"  # where a folder that is dropped on the window is opened
PRESSES = (*ENTER, pygame.K_SPACE)  # of a thing that is a control of its view
MOUSE = (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEWHEEL)


def check(experiment: Experiment) -> None:
    """Raise SettingError unless the window has a place for both learners of *experiment*, and for all their parts."""
    lanes = experiment.lanes()
    names = tuple(lane.name for lane in lanes)
    shown_first = [next((lane.name for lane in lanes if lane.kind == kind), None) for kind in (MARK1, MODERN)]
    if shown_first != [MARK1, MODERN]:
        rule = f"{MARK1} and {MODERN}, perhaps with others after them, to be shown in the window"
        shown = names[:MOST_NAMED] + ("...",) * (len(names) > MOST_NAMED)
        raise SettingError(f"learners must be {rule}, got {', '.join(shown)}")
    side_by_side.check(experiment)


class Scene:
    """The window's picture: header, one view, footer; which view it is, what is pointed at and which card is open."""

    def __init__(
        self,
        size: tuple[int, int],
        experiment: Experiment,
        *,
        view: str = FIRST_VIEW,
        reduced_motion: bool = False,
        past: PastRun | None = None,
    ) -> None:
        check(experiment)
        self.help_shown = False
        self._leaving_s = 0.0  # how long a second Esc still leaves
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
        views = built()
        if size != self.size:
            self.size, self.type = size, Type(Scale.of(size))
        titles, quiet = tuple(view.title for view in views), tuple(entry.button for entry in QUIET)
        self.layout = arrange(size, self.type, titles, quiet)
        self.controls = Controls(self.layout, self.type, views)
        self.controls.show(self._name)
        self._stage = Stage(self.layout.area, self.type, experiment, self._stage, past=self._past)
        self._cards = Cardholder(self.type, self.layout.area, self._seen)
        self._focused: Widget | None = None
        self._reading: Reading | None = None
        self._fade: Fade | None = None
        self._look: tuple[object, ...] | None = None
        self._still = pygame.Surface(size)
        if pygame.display.get_surface():
            self._still = self._still.convert()

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

    def show(self, name: str, opened: Key | None = None, surface: pygame.Surface | None = None) -> None:
        """Show the view *name*, and open the card of its thing *opened*; what is on *surface* fades away."""
        if surface is not None and name != self._name and self._shown_before and not self._reduced_motion:
            self._fade = Fade(surface, self.layout.area)
        if name != self._name:
            self._name, self._reading = name, None
            self.controls.show(name)
        if opened is not None:
            self._cards.open_when_seen(opened)

    def unread(self) -> None:
        """Forget what was read for the last picture: the session has changed, and no card may be worked out from it."""
        self._reading = None

    def draw(self, surface: pygame.Surface, session: Session, playback: Playback, elapsed_s: float) -> None:
        """Draw *session* as it stands on *surface*; lamps move on by *elapsed_s*."""
        if session.experiment is not self.stage.experiment:
            self.lay_out(self.size, session.experiment)
        view, pointing = self.view, self.pointing
        reading = self._reading = view.read(session)
        self._seen.see(reading.snapshot)
        self._point(view, reading)
        view.draw(surface, reading, self._frame(playback, elapsed_s))
        self._shown_before = True
        self._cards.draw(surface, view, reading, pointing, keyboard=self._focused is None)
        if self._fade and not self._fade.draw(surface, elapsed_s):
            self._fade = None
        self._leaving_s = max(0.0, self._leaving_s - elapsed_s)
        sentence = LEAVING if self._leaving_s else view.sentence(reading) or happening(reading.snapshot)
        self._draw_shell(surface, reading, sentence, playback)
        if self.help_shown:
            draw_help(surface, self.type)

    def handle(self, event: pygame.event.Event) -> object | None:
        """What *event* asks for, if anything."""
        if self.help_shown and event.type in (pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN):
            self.help_shown = False  # whatever is pressed closes the list and does nothing else
            return None
        if event.type == pygame.KEYDOWN:
            asked = self._key(event)
            return self._leave() if asked is Window.LEAVE and event.key == pygame.K_ESCAPE else asked
        if event.type in MOUSE or event.type == pygame.WINDOWLEAVE:
            return self._mouse(event)
        if event.type == pygame.DROPFILE:
            self.show(LABORATORY)
        return self.view.handle(event)

    def _leave(self) -> object | None:
        """Leave, if that was asked for a moment ago: one key too many must not end what visitors look at."""
        again, self._leaving_s = self._leaving_s > 0, LEAVING_S
        return Window.LEAVE if again else None

    def _frame(self, playback: Playback, elapsed_s: float) -> Frame:
        pointing = self.pointing
        return Frame(
            elapsed_s=elapsed_s,
            paused=playback.paused,
            speed=playback.speed,
            behind=playback.behind,
            reduced_motion=self._reduced_motion,
            hovered=pointing.hovered,
            focused=pointing.focused if self._focused is None else None,
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

    def _mouse(self, event: pygame.event.Event) -> object | None:
        asked = self.controls.handle(event)
        if asked is not None:
            return asked
        if event.type in (pygame.MOUSEMOTION, pygame.WINDOWLEAVE, pygame.MOUSEBUTTONUP, pygame.MOUSEWHEEL):
            return self.view.handle(event)
        if not self.layout.area.collidepoint(event.pos) or self._cards.covers(event.pos):
            return None
        self._focused = None
        return self._click(event)

    def _click(self, event: pygame.event.Event) -> object | None:
        """A press in the view's area: on a thing it opens its card, or closes it; else it is the view's own."""
        reading = self._reading
        if reading is None:
            return None
        pointing = self.pointing
        pointing.follow(self.view.things(reading))
        thing = pointing.at(event.pos) if event.button == 1 else None
        pointing.focus(thing.key if thing else None)
        if thing and self.view.card(thing.key, reading) is not None:
            pointing.opened = None if pointing.opened == thing.key else thing.key
            return None
        pointing.opened = None
        return self.view.handle(event)

    def _key(self, event: pygame.event.Event) -> object | None:
        if isinstance(self.view, Typing) and self.view.typing:
            return self.view.handle(event)
        pointing = self.pointing
        if event.key == pygame.K_ESCAPE and pointing.opened is not None:
            pointing.opened = None
            return None
        if event.key == pygame.K_TAB:
            self._tab(-1 if event.mod & pygame.KMOD_SHIFT else 1)
            return None
        if self._focused is not None and (asked := self._focused.key(event)) is not None:
            return asked
        if self._focused is None and pointing.focused is not None and self._key_of_thing(event):
            return self._answer
        number = tab_of(event)
        if number is not None and number < len(self.controls.tabs.actions):
            return self.controls.tabs.actions[number]
        action = action_of(event)
        return self.view.handle(event) if action is None else action

    def _key_of_thing(self, event: pygame.event.Event) -> bool:
        """Whether the thing that has the keyboard takes the key; what it asks for is then the answer."""
        pointing, reading = self.pointing, self._reading
        self._answer: object | None = None
        key = pointing.focused
        if reading is None or key is None:
            return False
        if event.key in DIRECTIONS and not pointing.alone():
            pointing.walk(DIRECTIONS[event.key])
            if pointing.opened is not None and self.view.card(pointing.focused, reading) is not None:
                pointing.opened = pointing.focused  # an open card goes along
            return True
        if self.view.card(key, reading) is None:
            if event.key in PRESSES or event.key in DIRECTIONS:
                self._answer = self.view.handle(event)
                return True
        elif event.key in ENTER:
            pointing.opened = None if pointing.opened == key else key
            return True
        return False

    def _tab(self, step: int) -> None:
        """Go to the next control or group of things, or back."""
        if self._reading is not None:
            self.pointing.follow(self.view.things(self._reading))
        groups = self.pointing.groups()
        stops: list[Widget | str] = [*self.controls.before, *groups, *self.controls.after]
        thing = self.pointing.thing(self.pointing.focused)
        here: Widget | str | None = self._focused or (thing.group if thing else None)
        index = next((i for i, stop in enumerate(stops) if stop is here or stop == here), None)
        following = stops[(index + step) % len(stops)] if index is not None else stops[0 if step > 0 else -1]
        if isinstance(following, str):
            self._focused = None
            self.pointing.enter(following)
        else:
            self._focused = following
            self.pointing.focus(None)

    def _draw_shell(self, surface: pygame.Surface, reading: Reading, sentence: str, playback: Playback) -> None:
        """Header and footer; their controls are drawn anew only when they look different."""
        look = self.controls.look(playback, self._focused)
        if look != self._look:
            self._look = look
            footer.draw_still(self._still, self.layout, self.type)
            self.controls.draw(self._still, playback, self._focused)
        for strip in (self.layout.header, self.layout.footer):
            surface.blit(self._still, strip, strip)
        footer.draw_live(surface, self.layout, self.type, reading.snapshot, sentence, playback)


def carried_out_here(scene: Scene, action: object, surface: pygame.Surface) -> bool:
    """Whether *action* is the scene's own, and is now done."""
    match action:
        case ShowView(name, opened):
            scene.show(name, opened, surface)
        case Window.HELP:
            scene.help_shown = not scene.help_shown
        case _:
            return False
    return True
