"""A visitor draws, says what it is, and both machines answer: the pad, the lessons, the answers as one view."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pygame
from pygame import Rect

from perceptron_sim.dropped_pictures import may_be_pictures
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain import teach
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.camera import Camera, State
from perceptron_sim.frontend.glow import Filaments
from perceptron_sim.frontend.layout import heading_baseline
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Card, Frame, Key, Reading, Thing
from perceptron_sim.frontend.views.teach import answers, pad
from perceptron_sim.frontend.views.teach.cards import card_of
from perceptron_sim.frontend.views.teach.hand import Hand
from perceptron_sim.frontend.views.teach.layout import arrange
from perceptron_sim.frontend.views.teach.lessons import Said, TrayPage
from perceptron_sim.frontend.views.teach.panels import Panels
from perceptron_sim.frontend.views.teach.reading import Reader, TeachReading
from perceptron_sim.frontend.views.teach.stamping import StampPages
from perceptron_sim.frontend.views.teach.things import TITLE_WORDS, Listed, Things
from perceptron_sim.frontend.widgets import ENTER
from perceptron_sim.session import Session

ARROWS = {pygame.K_LEFT: (0, -1), pygame.K_RIGHT: (0, 1), pygame.K_UP: (-1, 0), pygame.K_DOWN: (1, 0)}
MOUSE = "the mouse"
KEYS = {
    pygame.K_t: ("teach",),
    pygame.K_a: ("ask",),
    pygame.K_e: ("eraser",),
    pygame.K_BACKSPACE: ("board", "undo"),
    pygame.K_DELETE: ("board", "clear"),
}
AT_ONCE_S = 10.0  # in which every lamp is as bright as it will be
EXPLAINED = Said(None, "Teach shows it to both and says what it is. Ask only shows it.")


class TeachView:
    """Holds what the visitor does with it in a hand; of the pictures it draws, what stays the same is kept."""

    name, title = "teach", "Teach"

    def __init__(self, area: Rect, type_: Type, experiment: Experiment, *, camera: Camera | None = None) -> None:
        self._type, self._names = type_, experiment.class_names
        rows, columns = map(int, experiment.stimuli.images.shape[1:])
        spec = experiment.first_machine
        self._a_units = spec.association.units
        self.layout = arrange(
            area, type_, (rows, columns), self._names, self._a_units, spec.response.in_use or spec.response.units
        )
        pages = StampPages(self.layout.pad, type_, experiment)
        self.hand = Hand((rows, columns), pages, camera or Camera())
        self._reader = Reader(self.hand.board)
        self._lamps = Filaments()
        self._panels = Panels(self.layout, type_, self._names, self._a_units)
        self._things = Things(self.layout, type_, self._names, self._a_units)
        self._focused: Key | None = None
        self._mouse: tuple[int, int] | None = None
        self._by_mouse = self._paused = False  # whether the pad was pressed last; whether time stands still

    @property
    def pad(self) -> Rect:
        """Where the cells stand that are drawn on."""
        return self.layout.pad.cells.rect

    def take_over(self, old: "TeachView") -> None:
        """Go on with the picture, the stamps and the camera of another size or seed of this view."""
        self.hand.camera = old.hand.camera
        self.hand.take_over(old.hand)
        if old._names == self._names:
            self.hand.label = old.hand.label
        self._reader = Reader(self.hand.board)

    # What is read.

    def read(self, session: Session) -> Reading:
        """The session's snapshot, and what both make of the pad's sign."""
        hand, snapshot = self.hand, session.snapshot()
        hand.go_on()
        own = self._reader.read(session, snapshot)
        hand.follow(session)
        places = self.layout.lessons.tray.columns * self.layout.lessons.tray.rows
        hand.back = min(hand.back, max(0, (len(own.tray) - 1) // places))
        return Reading(snapshot=snapshot, own=own)

    # What is drawn.

    def draw(self, surface: pygame.Surface, reading: Reading, frame: Frame) -> None:
        """What stays, the pad, both answers."""
        own: TeachReading = reading.own
        hand, layout, type_, snapshot = self.hand, self.layout, self._type, reading.snapshot
        self._focused, self._paused = frame.focused, frame.paused
        self._by_mouse = self._by_mouse and self._focused == ("pad",)
        hand.let_pass(frame.elapsed_s)
        self._panels.draw(surface, hand, own, snapshot.mark1, self._tray_page(own), self._said(reading))
        self._draw_pad(surface, own)
        lit = np.zeros(layout.machine.lamps.columns)
        if own.machine is not None:
            lit = (np.array(own.machine.margins) > 0).astype(float)
        levels = self._lamps.follow(lit, AT_ONCE_S if frame.reduced_motion else frame.elapsed_s)
        answers.draw_machine_live(
            surface, layout.machine, type_, snapshot.mark1, own.machine, levels, self._names, hand.label
        )
        answers.draw_network_live(surface, layout.network, type_, own.network, self._names, hand.label)

    def _draw_pad(self, surface: pygame.Surface, own: TeachReading) -> None:
        hand, layout, type_ = self.hand, self.layout.pad, self._type
        lit = int(np.count_nonzero(hand.board.light))
        words = f"{lit} of {hand.board.light.size} cells lit" if lit else ""
        if hand.camera.state is State.ON:
            words = "camera: stays in memory"
        left = layout.title.left + type_.width(TITLE_WORDS, theme.TITLE) + type_.scale.px(16)
        baseline = heading_baseline(layout.panel, type_)
        words = type_.fitted(words, theme.SMALL, layout.title.right - left) if words else ""
        type_.write(surface, words, (left, baseline), theme.SMALL, theme.MUTED)
        if self._pen_in_hand:
            pad.draw_pen(surface, layout.cells, hand.pen, down=hand.pen_down)
        elif not lit and hand.camera.state is not State.ON:
            pad.draw_invitation(surface, layout.frame, type_)
        if self._mouse is not None and self.pad.collidepoint(self._mouse):
            radius = (hand.board.brush.radius_cells + 0.1) * layout.cells.side
            pad.draw_brush_at(surface, layout.frame, self._mouse, radius)

    @property
    def _pen_in_hand(self) -> bool:
        """Whether the keyboard has the pad's pen."""
        return self._focused == ("pad",) and not self._by_mouse

    def _tray_page(self, own: TeachReading) -> TrayPage:
        grid = self.layout.lessons.tray
        return TrayPage.of(own.tray, grid.columns * grid.rows, self.hand.back)

    def _said(self, reading: Reading) -> Said:
        """What came of the latest visit; or that one is to come, or is going on."""
        own: TeachReading = reading.own
        if self.hand.show is not None:
            return Said(None, teach.NEXT)
        if own.ended is None:
            return Said(None, teach.LOOKING) if own.visits else EXPLAINED
        right, words = teach.result(own.ended, *own.learners, self._names)
        return Said(right, words, teach.of_each(own.ended, *own.learners, self._names))

    # What can be pointed at.

    def things(self, reading: Reading) -> Sequence[Thing]:
        """The pad, every control, every figure."""
        own: TeachReading = reading.own
        pages, visits = self.hand.pages, tuple(visit.lesson for visit in own.visits)
        listed = Listed(pages.page, len(pages.shown), len(pages.tabs.areas), self._tray_page(own), visits)
        return self._things.of(listed, pages)

    def card(self, key: Key, reading: Reading) -> Card | None:
        """How a figure comes about; None for what is pressed."""
        return card_of(key, reading, self.hand.label)

    # What the visitor does.

    def handle(self, event: pygame.event.Event) -> object | None:
        """Pens and presses, keys, what is dropped."""
        match event.type:
            case pygame.MOUSEBUTTONDOWN if event.button == 1:
                return self._press(event)
            case pygame.MOUSEMOTION:
                self._move(event)
            case pygame.MOUSEBUTTONUP:
                self.hand.board.lift(_pen_of(event))
            case pygame.WINDOWLEAVE:
                self._mouse = None
            case pygame.KEYDOWN:
                return self._key(event)
            case pygame.DROPFILE:
                self.hand.drop(event.file)
        return None

    def receives(self, path: str) -> bool:
        """A picture, or a folder that is not that of a run."""
        return may_be_pictures(Path(path))

    @property
    def holding(self) -> bool:
        """Whether a pen is on the pad."""
        return self.hand.board.drawing

    def grasps(self, event: pygame.event.Event) -> bool:
        """Nothing here has a card and is dragged, too."""
        return False

    def let_go(self) -> None:
        """Take all pens off the pad; what they drew stays."""
        self.hand.lift_all()

    def _press(self, event: pygame.event.Event) -> object | None:
        if self.pad.collidepoint(event.pos):
            self._by_mouse = True
            self.hand.put(_pen_of(event), self._point(event.pos))
            return None
        return self.hand.do(self._things.control_at(event.pos))

    def _move(self, event: pygame.event.Event) -> None:
        pen = _pen_of(event)
        if pen == MOUSE:
            self._mouse = event.pos
            if not getattr(event, "buttons", (1,))[0]:  # it was let go where the window did not see it
                self.hand.board.lift(pen)
        self.hand.board.move(pen, self._point(event.pos))

    def _point(self, position: tuple[int, int]) -> tuple[float, float]:
        """*position* in cells of the pad."""
        return (position[0] - self.pad.left) / self.pad.width * self.layout.pad.cells.columns, (
            position[1] - self.pad.top
        ) / self.pad.height * self.layout.pad.cells.rows

    def _key(self, event: pygame.event.Event) -> object | None:
        self._by_mouse = False
        hand, shifted = self.hand, getattr(event, "mod", 0) & pygame.KMOD_SHIFT
        if event.key in ARROWS and self._focused == ("pad",) and not shifted:
            hand.move_pen(*ARROWS[event.key])
        elif event.key in ARROWS and (shifted or self._focused is None):
            hand.shift(*ARROWS[event.key])
        elif event.key == pygame.K_SPACE and self._focused == ("pad",):
            hand.dab()
        elif event.key in ENTER and self._focused == ("pad",):
            hand.press_pen()
        elif event.key in (pygame.K_SPACE, *ENTER):
            return hand.do(self._focused)
        elif event.key in KEYS:
            return hand.do(KEYS[event.key])
        return None

    def sentence(self, reading: Reading) -> str | None:
        """What the camera or a dropped file has to say, what happens to the visitor's sign, or what may be done."""
        own: TeachReading = reading.own
        hand, snapshot, names = self.hand, reading.snapshot, self._names
        if hand.told:
            return hand.told
        if snapshot.visit and not snapshot.finished:
            outcome = teach.result(own.visits[0], *own.learners, names)[1] if own.visits else ""
            return teach.visiting(snapshot.mark1, snapshot.label, names, outcome)
        if hand.show is not None:
            return teach.STANDING if self._paused else teach.NEXT
        if self._pen_in_hand:
            return teach.PEN
        if snapshot.waiting and hand.board.dark:
            return teach.waiting(own.source, len(own.tray))
        return teach.to_do(dark=hand.board.dark, label=hand.label, names=names)


def _pen_of(event: pygame.event.Event) -> object:
    finger = getattr(event, "finger", None)
    return MOUSE if finger is None else ("finger", finger)
