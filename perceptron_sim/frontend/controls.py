"""The controls of the shell: tabs, buttons, slider and the line of time, and what a press or a key asks of them."""

from collections.abc import Sequence

import pygame

from perceptron_sim.commands import ChangeSpeed, PaceCommand, Pause, SetSpeed, ShowView, StepExposure, Undo
from perceptron_sim.explain.undoing import UNDONE, undone_in_words
from perceptron_sim.frontend.actions import ENTRIES, STEPS, Action, ChooseStep, Entry, Keys, Place, Window
from perceptron_sim.frontend.shell_layout import ShellLayout, arrange
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import SMALL, Colour
from perceptron_sim.frontend.time_line import TimeLine
from perceptron_sim.frontend.views import Entry as ViewEntry
from perceptron_sim.frontend.widget import over
from perceptron_sim.frontend.widgets import Button, Position, Slider, Tabs, Widget
from perceptron_sim.playback import SPEEDS, Playback

AFTER_THE_END = (Window.RESET, Window.NEXT_SEED)  # what there is to do once a session is finished
FIRST_STEP = StepExposure()
FINGER = 66  # pixels at 1920 x 1080: what a finger presses reaches at least so far, 44 at 1280 x 720


UNDO = "Undo"


def quiet_groups(entries: Sequence[Entry]) -> tuple[tuple[Entry, ...], ...]:
    """The buttons of the header: those that change what there is, and the others."""
    return tuple(tuple(one for one in entries if one.place is place) for place in (Place.CHANGES, Place.HEADER))


def laid_out(
    size: tuple[int, int], type_: Type, views: Sequence[ViewEntry], entries: Sequence[Entry] = ENTRIES
) -> ShellLayout:
    """The layout of a window of *size* with tabs for *views* and buttons for *entries*.

    Where there is no room for what undo would undo, its button has room for the one word.
    """
    longest = max(map(undo_words, UNDONE), key=lambda words: type_.width(words, SMALL))
    for undo in (longest, UNDO):
        groups = [[undo if one.action == Undo() else one.button for one in group] for group in quiet_groups(entries)]
        layout = arrange(size, type_, [view.title for view in views], groups, [step_words(step) for step in STEPS])
        if not layout.quiet or layout.tabs[-1].right <= layout.quiet[0].left:
            break
    return layout


def undo_words(kind: type[object]) -> str:
    """What the button says where a command of *kind* can be taken back."""
    return f"{UNDO}: {UNDONE[kind]}"


def step_words(step: PaceCommand) -> str:
    """What stands on the button that offers other steps while this one is chosen."""
    return f"{STEPS[step]} ▾"


class Controls:
    """Tabs, buttons, slider and line of time of one layout; knows what each finger presses and where the mouse is."""

    def __init__(
        self,
        layout: ShellLayout,
        type_: Type,
        views: Sequence[ViewEntry],
        entries: Sequence[Entry] = ENTRIES,
        step: PaceCommand = FIRST_STEP,
    ) -> None:
        self._type, self._area = type_, layout.area
        self._names = [view.name for view in views]
        self.keys = Keys(entries)
        actions: list[Action] = [ShowView(name) for name in self._names]
        self.tabs: Tabs[Action] = Tabs(layout.tabs, [view.title for view in views], actions)
        quiet = [one for group in quiet_groups(entries) for one in group]
        self._quiet = [
            Button[Action](area, one.button, one.action, quiet=True)
            for one, area in zip(quiet, layout.quiet, strict=True)
        ]
        self.undo = next((button for button in self._quiet if button.action == Undo()), None)
        slower, faster = (
            Button[Action](layout.slower, "−", ChangeSpeed(-1)),
            Button[Action](layout.faster, "+", ChangeSpeed(1)),
        )
        self.slider: Slider[Action] = Slider(layout.slider, len(SPEEDS), SetSpeed)
        self.step: Button[Action] = Button(layout.step, "Step", step)
        self.steps: Button[Action] = Button(layout.steps, "", step)
        self.pause: Button[Action] = Button(layout.pause, "Pause", Pause())
        self.time_line = TimeLine(layout.time_line, layout.track)
        self.before: tuple[Widget, ...] = (self.tabs, *self._quiet)  # of the view, in the order of the keyboard
        self.after: tuple[Widget, ...] = (
            slower,
            self.slider,
            faster,
            self.step,
            self.steps,
            self.pause,
            self.time_line,
        )
        self._still: tuple[Widget, ...] = (*self.before, *self.after[:-1])
        self.mouse: Position | None = None
        self._pressed: dict[int | None, Widget] = {}  # by finger, None is the mouse
        self._marked: tuple[object, ...] = ()
        self._shown: tuple[object, ...] = ()
        self.choose(step)

    @property
    def all(self) -> tuple[Widget, ...]:
        """Every control, in the order of the keyboard."""
        return self.before + self.after

    @property
    def buttons(self) -> list[Button[Action]]:
        """Those of them that are buttons."""
        return [widget for widget in self.all if isinstance(widget, Button)]

    @property
    def pointed_at(self) -> int | None:
        """The lesson below the mouse, if it is over the line of time."""
        line, mouse = self.time_line, self.mouse
        return None if mouse is None or not over(line.area, mouse) else line.lesson_at(mouse[0])

    def show(self, name: str) -> None:
        """Underline the tab of the view *name*, if it has one."""
        if name in self._names:
            self.tabs.chosen = self._names.index(name)

    def choose(self, step: PaceCommand) -> None:
        """Let the button make *step*, and the one beside it offer the next kind."""
        kinds = list(STEPS)
        self.step.action = step
        index = kinds.index(step)
        self.steps.words = step_words(step)
        self.steps.action = ChooseStep(kinds[(index + 1) % len(kinds)])

    def handle(self, event: pygame.event.Event) -> object | None:
        """What the mouse or a finger asks of a control, if anything."""
        finger = getattr(event, "finger", None)
        match event.type:
            case pygame.MOUSEMOTION:
                if finger is None:
                    self.mouse = event.pos
                pressed = self._pressed.get(finger)
                return pressed.drag(event.pos) if pressed else None
            case pygame.MOUSEBUTTONUP:
                self._pressed.pop(finger, None)
            case pygame.WINDOWLEAVE:
                self.mouse = None
            case pygame.MOUSEBUTTONDOWN if event.button == 1:
                return self._press(event.pos, finger)
        return None

    def let_go(self) -> None:
        """Nothing is pressed any more: the window has lost mouse and fingers."""
        self._pressed.clear()

    def _press(self, position: Position, finger: int | None) -> object | None:
        found = self.at(position, large=finger is not None)
        if found is None:
            self._pressed.pop(finger, None)
            return None
        self._pressed[finger] = found
        (x, y), area = position, found.area
        return found.press((min(max(x, area.left), area.right - 1), min(max(y, area.top), area.bottom - 1)))

    def at(self, position: Position, *, large: bool = False) -> Widget | None:
        """The control at *position*; for a finger the nearest one that is as *large* as fingers need."""
        exact = next((one for one in self.all if one.area.collidepoint(position)), None)
        if exact is not None or not large or self._area.collidepoint(position):
            return exact
        least = self._type.scale.px(FINGER)
        near = [
            one
            for one in self.all
            if one.area.inflate(max(0, least - one.area.width), max(0, least - one.area.height)).collidepoint(position)
        ]
        return min(near, key=lambda one: _away(one.area, position), default=None)

    def look(self, playback: Playback, focused: Widget | None, undoable: object | None) -> tuple[object, ...]:
        """What the picture of the controls depends on; while it stays equal, so does the picture."""
        mouse = self.mouse
        over = None
        if mouse is not None:
            places = (*self.tabs.areas, *(widget.area for widget in self._still[1:]))
            over = next((number for number, area in enumerate(places) if area.collidepoint(mouse)), None)
        finished = playback.session.finished
        shown = self.tabs.chosen, over, focused and id(focused), self.steps.words
        return *shown, playback.paused, playback.speed_index, finished, type(undoable)

    def draw(
        self, surface: pygame.Surface, playback: Playback, focused: Widget | None, undoable: object | None = None
    ) -> None:
        """All controls but the line of time, in their present state."""
        self._shown = ()
        self.pause.words, self.pause.active = ("Run", True) if playback.paused else ("Pause", False)
        finished = playback.session.finished
        for button in self.buttons:
            button.enabled = not (finished and button in (self.pause, self.step))
            button.lit = finished and button.action in AFTER_THE_END
        if self.undo:
            self.undo.enabled = undoable is not None
            words = UNDO if undoable is None else f"{UNDO}: {undone_in_words(undoable)}"
            self.undo.words = words if self._type.width(words, SMALL) <= self.undo.area.width else UNDO
        self.slider.index = playback.speed_index
        for widget in sorted(self._still, key=lambda one: one is focused):  # its ring lies over its neighbours
            widget.draw(surface, self._type, mouse=self.mouse, focused=widget is focused)

    def draw_time_line(
        self, surface: pygame.Surface, playback: Playback, focused: Widget | None, ground: Colour
    ) -> None:
        """The line of time on its *ground*, if it is another than was drawn before: it changes with every lesson."""
        line, session = self.time_line, playback.session
        line.lesson, line.furthest = session.lesson, session.furthest
        line.going_to, line.share = playback.going_to, playback.share
        known = id(session), session.lesson, session.furthest, id(session.undoable)
        if known != self._marked:  # they grow with the log: they are asked for when there may be others
            self._marked, marks = known, session.marks
            line.pass_ends, line.commands = marks.passes, marks.commands
        shown = known, line.going_to, line.share, over(line.area, self.mouse), line is focused
        if shown != self._shown:
            self._shown = shown
            surface.fill(ground, line.drawn_in(self._type))
            line.draw(surface, self._type, mouse=self.mouse, focused=line is focused)


def _away(area: pygame.Rect, position: Position) -> int:
    """How far *position* lies from *area*, squared."""
    x = max(area.left - position[0], 0, position[0] - area.right)
    y = max(area.top - position[1], 0, position[1] - area.bottom)
    return x * x + y * y
