"""The machine room: the cabinet front of the Mark I, alive."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from pygame import Rect, Surface
from pygame.event import Event

from hardware import Mark1Spec
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain.machine_room import RoomState, read_meters
from perceptron_sim.explain.machine_room_cards import told
from perceptron_sim.explain.machine_room_words import captions, sentence, service
from perceptron_sim.frontend.glow import Filaments
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.view import Card, Frame, Key, Reading, Thing
from perceptron_sim.frontend.views.machine_room import live, loupe, parts
from perceptron_sim.frontend.views.machine_room.board import Board
from perceptron_sim.frontend.views.machine_room.layout import RoomLayout, arrange
from perceptron_sim.frontend.views.machine_room.marks import Marks
from perceptron_sim.frontend.views.machine_room.operating import Operator
from perceptron_sim.frontend.views.machine_room.sheet_drawing import SheetPicture, draw_clipboard_words
from perceptron_sim.frontend.views.machine_room.spill import Spill
from perceptron_sim.frontend.views.machine_room.stand import Picture
from perceptron_sim.frontend.views.machine_room.still import draw_still
from perceptron_sim.frontend.views.machine_room.turning import Values, running
from perceptron_sim.learner import MARK1
from perceptron_sim.session import Session

MOST_A_UNITS, MOST_CELLS, MOST_R_UNITS = 1152, 48, 8


def machine_of(experiment: Experiment) -> Mark1Spec:
    """The first Mark I of *experiment*; SettingError where there is none, or the cabinet has no place for its parts."""
    specs = [lane.spec for lane in experiment.lanes() if lane.kind == MARK1]
    if not specs or not isinstance(specs[0], Mark1Spec):
        names = ", ".join(lane.name for lane in experiment.lanes())
        raise SettingError(f"learners must have a Mark I among them for the machine room, got {names}")
    spec = specs[0]
    for name, value, most in (
        ("retina.rows", spec.retina.rows, MOST_CELLS),
        ("retina.columns", spec.retina.columns, MOST_CELLS),
        ("association.units", spec.association.units, MOST_A_UNITS),
        ("response.units", spec.response.units, MOST_R_UNITS),
    ):
        if value > most:
            raise SettingError(f"mark1.{name} must be at most {most} to stand in the cabinet, got {value!r}")
    return spec


class MachineRoom:
    """The cabinet for one size of area: a still layer, drawn once, and what moves above it."""

    name = "machine-room"
    title = "Machine room"

    def __init__(self, area: Rect, type_: Type, experiment: Experiment) -> None:
        self._spec = spec = machine_of(experiment)
        self._type, self._cells = type_, (spec.retina.rows, spec.retina.columns)
        self.layout = arrange(area, type_, cells=self._cells, a_units=spec.association.units)
        # what stands still, and the board, which is drawn on it when signals change
        self._kept = _still(self.layout.area.topleft, self.layout.area.size, type_.scale, spec).copy()
        self._values = Values(self.layout.modules, self._kept, self.layout.area.topleft)
        self._marks = Marks(self.layout, type_)
        self._operator = Operator(self.layout, self._marks)
        self._sheet = SheetPicture(self._operator.sheet, type_)
        self._picture = Picture(self.layout, type_)
        self._spill: Spill | None = None
        self._board: Board | None = None
        self._follows = False  # whether another view of this kind was there: then wires are hung bit by bit
        self._veil: Surface | None = None
        self._s, self._ones, self._zeros, self._phases, self._modules, self._lights = (Filaments() for _ in range(6))

    def read(self, session: Session) -> Reading:
        """The session's snapshot, and of the machine what that leaves out."""
        snapshot = session.snapshot()
        state = RoomState.of(session.mark1.machine, snapshot, session.self_test)
        return Reading(snapshot=snapshot, own=state)

    def draw(self, surface: Surface, reading: Reading, frame: Frame) -> None:
        """Draw the room with everything as it is at this instant."""
        state: RoomState = reading.own
        machine, layout, type_ = state.machine, self.layout, self._type
        if not self.service_shown:  # else the sheet lies before it
            board = layout.board.board.move(-layout.area.left, -layout.area.top)
            self._board_of(state).draw(self._kept, board.topleft, machine, state.sound)
        self._values.settle(machine)
        surface.blit(self._kept, layout.area)
        levels = self._levels(state, frame.lamps_s)
        live.draw_sensory(surface, layout.sensory, machine, levels)
        self._values.draw(surface, machine, levels.modules)
        live.draw_control(surface, layout.control, type_, state, levels, reading.snapshot.exposure)
        live.draw_meters(surface, layout.meters, layout.control.meter, type_, read_meters(state))
        self._spill = self._spill or Spill(layout, type_)
        self._spill.draw(surface, self._shares(state, levels))
        lights = float(self._lights.follow(np.array([state.lit]), frame.lamps_s)[0])
        self._picture.draw(surface, machine.light, self._cells, lights)
        for area, caption in zip(layout.captions, captions(reading.snapshot, state), strict=True):
            live.draw_caption(surface, area, type_, caption.title, caption.words, caption.mark)
        parts.draw_button(surface, layout.button, type_, on=self.known_shown)
        draw_clipboard_words(surface, layout, type_, service(state))
        self._operator.see(state, frame)
        self._marks.draw(surface, state)
        self._draw_over(surface, state, frame)

    def _draw_over(self, surface: Surface, state: RoomState, frame: Frame) -> None:
        """What lies over the room: what hands hold, the loupe, the service sheet, the veil."""
        layout, type_, sheet = self.layout, self._type, self._operator.sheet
        if self.known_shown:
            self._veil = self._veil or parts.veil(layout, type_)
            surface.blit(self._veil, layout.area)
            return
        self._marks.draw_strokes(surface, self._operator.hands.strokes)
        unit = loupe.pointed_at(frame)
        if unit is not None and not sheet.is_open:
            loupe.draw(surface, layout.modules, type_, state.machine, unit, layout.area)
        if sheet.is_open:
            if sheet.part is not None:
                self._marks.draw_picked(surface, sheet.part)
            self._sheet.draw(surface, state)

    def things(self, reading: Reading) -> Sequence[Thing]:
        """Lamps, knobs, switches, meters, parts and bays; the same in every picture, but for the service sheet's."""
        return self._operator.things(reading.own)

    def card(self, key: Key, reading: Reading) -> Card | None:
        """What there is to know of a thing; None of a button, but of the clipboard while the veil asks about parts."""
        card = told(
            ("part", "service") if key == parts.CLIPBOARD and self.known_shown else key, reading.snapshot, reading.own
        )
        if card is None:
            return None
        return Card(
            title=card.title,
            facts=card.facts,
            arithmetic=card.arithmetic,
            certainty=card.certainty,
            source=card.source,
        )

    def handle(self, event: Event) -> object | None:
        """Presses, strokes and keys at the switches and on the service sheet; I lays the veil over the cabinet."""
        return self._operator.handle(event)

    @property
    def known_shown(self) -> bool:
        """Whether the veil that says how well each part is known lies over the cabinet."""
        return self._operator.veiled

    @known_shown.setter
    def known_shown(self, shown: bool) -> None:
        self._operator.veiled = shown

    @property
    def service_shown(self) -> bool:
        """Whether the service sheet is open."""
        return self._operator.sheet.is_open

    @property
    def holding(self) -> bool:
        """Whether a finger is down on a switch."""
        return self._operator.hands.busy

    def grasps(self, event: Event) -> bool:
        """Whether the press *event* throws a switch or picks a part for the sheet: it opens no card then."""
        return self._operator.grasps(event)

    def let_go(self) -> None:
        """Forget what hands have been drawn across."""
        self._operator.hands.let_go(everything=True)

    def close(self) -> bool:
        """Take away the service sheet or the veil; whether either was there."""
        return self._operator.close()

    def sentence(self, reading: Reading) -> str | None:
        """What comes of what hands hold, or what to look at now."""
        return self._operator.sentence() or sentence(reading.snapshot, reading.own)

    def take_over(self, old: "MachineRoom") -> None:
        """Go on as *old* was; the board stays where nothing about it has changed."""
        self._follows = True
        self._operator.take_over(old._operator)
        if old.layout == self.layout:
            self._board, self._spill = old._board, old._spill

    def _levels(self, state: RoomState, elapsed_s: float) -> live.Levels:
        machine = state.machine
        response = self._spec.response
        answers_one = machine.sums_v > response.threshold_v + response.dead_band_v  # with a dead lamp, too
        phases = np.array([machine.phase is phase for phase in live.PHASES])
        return live.Levels(
            s_units=self._s.follow(machine.s_contacts, elapsed_s),
            ones=self._ones.follow(machine.lamps, elapsed_s),
            zeros=self._zeros.follow(~machine.lamps & ~answers_one, elapsed_s),
            phases=self._phases.follow(phases, elapsed_s),
            modules=self._modules.follow(running(machine, len(self.layout.modules.modules)), elapsed_s),
        )

    def _shares(self, state: RoomState, levels: live.Levels) -> tuple[float, float, float]:
        """How much of the retina, of the board and of the rack shines now, each 0..1."""
        machine = state.machine
        return float(levels.s_units.mean()), float(machine.firing.mean()), float(levels.modules.mean())

    def _board_of(self, state: RoomState) -> Board:
        """The board as it is wired; drawn anew where somebody has changed a wire."""
        if self._board is None or self._board.wiring is not state.wiring:
            board = Board(self.layout.board, self._type, state.wiring, self._cells)
            self._board = board if self._follows else board.finish()
        return self._board


@lru_cache(maxsize=1)
def _still(corner: tuple[int, int], size: tuple[int, int], scale: Scale, spec: Mark1Spec) -> Surface:
    """The still layer, kept while size and machine stay: a session that begins anew changes neither."""
    type_ = Type(scale)
    cells = (spec.retina.rows, spec.retina.columns)
    layout: RoomLayout = arrange(Rect(corner, size), type_, cells=cells, a_units=spec.association.units)
    return draw_still(layout, type_, spec)
