"""The controls of the shell: where its tabs, buttons and the slider stand, and what a press or a key asks for."""

import pygame

from perceptron_sim.commands import ChangeSpeed, Pause, ResetWeights, SetSpeed, ShowView, StepExposure
from perceptron_sim.frontend.actions import ENTRIES, Action, Window
from perceptron_sim.frontend.layout import ShellLayout
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views import Entry
from perceptron_sim.frontend.widgets import Button, Position, Slider, Tabs, Widget
from perceptron_sim.playback import SPEEDS, Playback

PACE = (Pause(), StepExposure(), ChangeSpeed(-1), ChangeSpeed(1))
AFTER_THE_END = (ResetWeights(), Window.NEXT_SEED)  # what there is to do once a session is finished
QUIET = tuple(entry for entry in ENTRIES if entry.action not in PACE)


class Controls:
    """Tabs, buttons and slider of one layout; knows which one is pressed and where the mouse is."""

    def __init__(self, layout: ShellLayout, type_: Type, views: tuple[Entry, ...]) -> None:
        self._type = type_
        self._names = [view.name for view in views]
        actions = [ShowView(name) for name in self._names]
        self.tabs: Tabs[Action] = Tabs(layout.tabs, [view.title for view in views], actions)
        places = (layout.pause, layout.step, layout.slower, layout.faster)
        pace = dict(zip(PACE, places, strict=True))
        shown = {entry.action: entry.button for entry in ENTRIES}
        slower, faster, step, self.pause = (
            Button[Action](pace[action], shown[action], action)
            for action in (ChangeSpeed(-1), ChangeSpeed(1), StepExposure(), Pause())
        )
        self.slider: Slider[Action] = Slider(layout.slider, len(SPEEDS), SetSpeed)
        quiet = [
            Button[Action](area, entry.button, entry.action, quiet=True)
            for entry, area in zip(QUIET, layout.quiet, strict=True)
        ]
        self.before: tuple[Widget, ...] = (self.tabs, *quiet)  # of the view, in the order of the keyboard
        self.after: tuple[Widget, ...] = (slower, self.slider, faster, step, self.pause)
        self.mouse: Position | None = None
        self._pressed: Widget | None = None

    @property
    def all(self) -> tuple[Widget, ...]:
        """Every control, in the order of the keyboard."""
        return self.before + self.after

    @property
    def buttons(self) -> list[Button[Action]]:
        """Those of them that are buttons."""
        return [widget for widget in self.all if isinstance(widget, Button)]

    def show(self, name: str) -> None:
        """Underline the tab of the view *name*."""
        self.tabs.chosen = self._names.index(name)

    def handle(self, event: pygame.event.Event) -> object | None:
        """What the mouse asks of a control, if anything."""
        match event.type:
            case pygame.MOUSEMOTION:
                self.mouse = event.pos
                return self._pressed.drag(event.pos) if self._pressed else None
            case pygame.MOUSEBUTTONUP:
                self._pressed = None
            case pygame.WINDOWLEAVE:
                self.mouse = None
            case pygame.MOUSEBUTTONDOWN if event.button == 1:
                self._pressed = next((one for one in self.all if one.area.collidepoint(event.pos)), None)
                return self._pressed.press(event.pos) if self._pressed else None
        return None

    def look(self, playback: Playback, focused: Widget | None) -> tuple[object, ...]:
        """What the picture of the controls depends on; while it stays equal, so does the picture."""
        mouse = self.mouse
        over = None
        if mouse is not None:
            places = (*self.tabs.areas, *(widget.area for widget in self.all[1:]))
            over = next((number for number, area in enumerate(places) if area.collidepoint(mouse)), None)
        finished = playback.session.finished
        return self.tabs.chosen, over, focused and id(focused), playback.paused, playback.speed_index, finished

    def draw(self, surface: pygame.Surface, playback: Playback, focused: Widget | None) -> None:
        """All controls in their present state."""
        self.pause.words, self.pause.active = ("Run", True) if playback.paused else ("Pause", False)
        finished = playback.session.finished
        for button in self.buttons:
            button.enabled = not (finished and button.action in (Pause(), StepExposure()))
            button.lit = finished and button.action in AFTER_THE_END
        self.slider.index = playback.speed_index
        for widget in self.all:
            widget.draw(surface, self._type, mouse=self.mouse, focused=widget is focused)
