"""What seldom changes in the teaching view, pad and knobs among it: each drawn anew only when it has changed."""

from collections.abc import Callable, Sequence

import pygame
from pygame import Rect

from hardware import Mark1Snapshot
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.camera import State
from perceptron_sim.frontend.layout import heading_baseline
from perceptron_sim.frontend.panels.frame import draw_ground
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.teach import answers, lessons, pad
from perceptron_sim.frontend.views.teach.hand import Hand
from perceptron_sim.frontend.views.teach.layout import TeachLayout
from perceptron_sim.frontend.views.teach.lessons import Said, TrayPage
from perceptron_sim.frontend.views.teach.reading import TeachReading
from perceptron_sim.frontend.views.teach.things import TITLE_WORDS

CAMERA_WORDS = {State.SEARCHED: "No camera", State.NONE: "No camera", State.ON: "Take it"}
BOARD_WORDS = {"undo": "Undo stroke", "clear": "Clear", "left": "←", "up": "↑", "down": "↓", "right": "→"}


class Panels:
    """The picture of them, on a surface that is copied for each picture of the window."""

    def __init__(self, layout: TeachLayout, type_: Type, names: Sequence[str], a_units: int) -> None:
        self._layout, self._type, self._names = layout, type_, names
        self._still = self._draw_still(a_units)
        self._drawn, self._states = self._still.copy(), dict[str, object]()
        self._cells = pad.PadPicture(layout.pad.cells)

    def draw(
        self,
        surface: pygame.Surface,
        hand: Hand,
        own: TeachReading,
        machine: Mark1Snapshot,
        page: TrayPage,
        said: Said,
    ) -> None:
        """All of it as *hand* and what was read have it."""
        layout, board = self._layout, hand.board
        dropped = len(hand.pages.dropped), hand.pages.dropped[:1]
        of_pad = (board.brush, board.undoable, board.dark, hand.camera.state, hand.pages.page, dropped)
        self._refresh("pad", of_pad, layout.pad.panel, lambda drawn: self._draw_pad_controls(drawn, hand))
        of_saying = (hand.label, hand.teachable, hand.askable, said)
        self._refresh("say", of_saying, layout.say.panel, lambda drawn: self._draw_saying(drawn, hand, said))
        of_lessons = (own.source, page, own.visits)
        self._refresh("lessons", of_lessons, layout.lessons.panel, lambda drawn: self._draw_lessons(drawn, own, page))
        of_knobs = machine.angle_deg.tobytes(), machine.current.tobytes()
        self._refresh("knobs", of_knobs, layout.machine.knobs_room, lambda drawn: self._draw_knobs(drawn, machine))
        self._cells.draw(self._drawn, board)
        surface.blit(self._drawn, layout.area, layout.area)

    def _refresh(self, name: str, state: object, panel: Rect, draw: Callable[[pygame.Surface], None]) -> None:
        if self._states.get(name) != state:
            self._states[name] = state
            self._drawn.blit(self._still, panel, panel)
            draw(self._drawn)

    def _draw_knobs(self, surface: pygame.Surface, machine: Mark1Snapshot) -> None:
        answers.draw_knobs(surface, self._layout.machine, self._type, machine)

    def _draw_pad_controls(self, surface: pygame.Surface, hand: Hand) -> None:
        self._cells.forget()
        layout, type_ = self._layout.pad, self._type
        pad.draw_brushes(surface, layout, type_, hand.board.brush)
        hand.pages.draw(surface)
        camera = hand.camera.state
        possible = {"undo": hand.board.undoable, "camera": camera not in (State.NONE, State.SEARCHED)}
        for name, area in layout.board.items():
            words = CAMERA_WORDS.get(camera, "Camera") if name == "camera" else BOARD_WORDS[name]
            there, on = possible.get(name, not hand.board.dark), name == "camera" and camera is State.ON
            lessons.draw_button(surface, type_, area, words, possible=there, chosen=on)

    def _draw_saying(self, surface: pygame.Surface, hand: Hand, said: Said) -> None:
        layout, type_ = self._layout.say, self._type
        lessons.draw_classes(surface, layout, type_, self._names, hand.label)
        lessons.draw_show(surface, layout, type_, teachable=hand.teachable, askable=hand.askable)
        lessons.draw_result(surface, layout.result, type_, said)

    def _draw_lessons(self, surface: pygame.Surface, own: TeachReading, page: TrayPage) -> None:
        layout, type_ = self._layout.lessons, self._type
        lessons.draw_sources(surface, layout, type_, own.source)
        lessons.draw_tray(surface, layout, type_, page, self._names)
        lessons.draw_visits(surface, layout, type_, own.visits, own.learners, self._names)

    def _draw_still(self, a_units: int) -> pygame.Surface:
        layout, type_ = self._layout, self._type
        whole = pygame.Surface(layout.area.bottomright)
        if pygame.display.get_surface():
            whole = whole.convert()
        whole.fill(theme.GROUND)
        titled = ((layout.pad, TITLE_WORDS), (layout.say, "What is it?"), (layout.lessons, "Lessons"))
        for part, words in titled:
            draw_ground(whole, part.panel, type_)
            at = (part.title.left, heading_baseline(part.panel, type_))
            type_.write(whole, words, at, theme.TITLE)
        whole.fill(theme.GLASS, layout.pad.frame)
        answers.draw_machine_still(whole, layout.machine, type_, a_units)
        answers.draw_network_still(whole, layout.network, type_)
        return whole
