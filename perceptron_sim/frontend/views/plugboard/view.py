"""The plugboard as a view: what is read from the session, what is picked and held, and what is drawn of it."""

from collections.abc import Sequence
from pathlib import Path

import pygame
from pygame.event import Event

from hardware import Mark1Spec, Wiring
from perceptron_sim.commands import ShowView
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain import wires as words
from perceptron_sim.explain.wires import BoardState, Wire, sum_of_unit, wires_of_cell
from perceptron_sim.explain.wires_firing import theory_curve
from perceptron_sim.frontend import sprites, theme
from perceptron_sim.frontend.fields import lamp_diameter
from perceptron_sim.frontend.glow import Filaments
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Card, Frame, Key, Reading, Thing
from perceptron_sim.frontend.views.plugboard import board, cards, figures, patches, pick
from perceptron_sim.frontend.views.plugboard.ground import Ground
from perceptron_sim.frontend.views.plugboard.hand_picture import HandPicture
from perceptron_sim.frontend.views.plugboard.holding import Fresh
from perceptron_sim.frontend.views.plugboard.keying import Keyboard
from perceptron_sim.frontend.views.plugboard.layout import arrange
from perceptron_sim.frontend.views.plugboard.looking import Effect, Look
from perceptron_sim.frontend.views.plugboard.picked import PickedLayer
from perceptron_sim.frontend.views.plugboard.places import CELL, UNIT, Pick, Places, is_pick, is_place
from perceptron_sim.frontend.views.plugboard.reading import PlugboardReading, Seen, wires_of
from perceptron_sim.frontend.views.plugboard.strands import Strands
from perceptron_sim.frontend.views.plugboard.tools import LOAD, tool_of
from perceptron_sim.frontend.views.plugboard.working import Workbench
from perceptron_sim.frontend.widgets import ENTER
from perceptron_sim.session import Session
from perceptron_sim.wiring_file import is_wiring

WIRE_REACH = 6  # how near to a wire a press has to be, at 1920 x 1080
EFFECT_S = 8.0  # for which it is told what a change came to
PRESSES = (*ENTER, pygame.K_SPACE)
MOVES = {pygame.K_LEFT: (-1, 0), pygame.K_RIGHT: (1, 0), pygame.K_UP: (0, -1), pygame.K_DOWN: (0, 1)}
SUBTITLE = "plus wires solid, minus wires dashed; how they hang is our drawing"


class Plugboard:
    """400 sockets, 512 A-units, and every wire between them, to be plugged by hand."""

    name, title = "plugboard", "Plugboard"

    def __init__(self, area: pygame.Rect, type_: Type, experiment: Experiment) -> None:
        spec: Mark1Spec = experiment.first_machine
        units = spec.association.units
        self._type, self._spec = type_, spec
        self.layout = arrange(area, type_, (spec.retina.rows, spec.retina.columns), units, spec.response.units)
        self._places = Places(self.layout, spec.retina.s_units, units)
        self._bench = Workbench(self.name, self.layout, type_, self._places, spec)
        self._keyboard = Keyboard(self._bench, spec)
        self._hands = HandPicture(self._bench, self.layout, type_, self._places, spec)
        self.pick: Pick = (UNIT, min(units - 1, units // 3))
        self._untouched = True  # nobody has picked anything yet
        self._drawn, self._left_behind = self.pick, False  # what was picked; whether the mouse has not moved since
        self._hovered: Key | None = None
        self._pointed: tuple[Key | None, Key | None] = None, None  # what was open and what had the keyboard
        self._mouse: tuple[int, int] | None = None
        self._curve = theory_curve(spec)
        self._ground = Ground(self.layout, type_, experiment, self._curve)
        self._s_lamps, self._a_lamps = Filaments(), Filaments()
        self._cell_lamps = sprites.lamps(lamp_diameter(self.layout.retina), theme.AMBER)
        self._unit_lamps = sprites.lamps(lamp_diameter(self.layout.a_units), theme.AMBER)
        self._cell_corners = board.cell_corners(self.layout, self._cell_lamps[0].get_width())
        self._unit_corners = board.unit_corners(self.layout, self._unit_lamps[0].get_width())
        self._picked = PickedLayer(type_)
        self._strands: Strands | None = None
        self._strung: Wiring | None = None  # the wiring that is drawn
        self._follows = False  # whether another view of this kind was there: then wires are hung bit by bit
        self._look = Look()
        self._effect: Effect | None = None  # of the latest change, and for how long it is still told
        self._effect_s = 0.0
        self._field = tuple(cards.board_things(self._places, self._bench.tools, spec.retina.columns))
        self._listed: tuple[tuple[object, ...], tuple[Thing, ...]] | None = None  # of what, and all that is there

    def take_over(self, before: "Plugboard") -> None:
        """Go on with what was picked, and the tools, in another size of this view."""
        self._follows = True
        self._bench.take_over(before._bench)
        if self._places.has(before.pick):
            self.pick, self._untouched = before.pick, before._untouched

    # What is read.

    def read(self, session: Session) -> Reading:
        """The board now, and a few more of the pictures that are taught."""
        snapshot, machine = session.snapshot(), session.mark1.machine
        self._look.go_on(machine, session.experiment.stimuli)
        state = BoardState.of(machine, snapshot.mark1)
        if self._untouched and state.firing.any():
            self._pick_firing(state)
        own = PlugboardReading(
            state=state,
            origins=self._ground.origins(state.wiring, session.mark1.delivered, snapshot.seed),
            pictures=self._look.pictures,
            tally=session.mark1.firing,
            seed=snapshot.seed,
            effect=self._look.effect,
            known=self._look.done,
        )
        return Reading(snapshot=snapshot, own=own)

    def _pick_firing(self, state: BoardState) -> None:
        """Of the A-units that fire, the first one from the usual pick on: something to see."""
        kind, usual = self.pick
        if kind == UNIT:
            firing = state.firing.nonzero()[0]
            self.pick = self._drawn = (UNIT, int(firing[(firing >= usual).argmax()]))
        self._untouched = False

    # What is drawn.

    def draw(self, surface: pygame.Surface, reading: Reading, frame: Frame) -> None:
        """The board, what is picked and held, the tools, and the figures."""
        own: PlugboardReading = reading.own
        state, layout, type_ = own.state, self.layout, self._type
        self._follow(frame)
        strands, shown = self.strands_of(state), self._shown(frame, state)
        wires = wires_of(state, shown)
        self._bench.see(Seen(state, shown, wires, strands, own.seed, frame.focused, frame.opened))
        self._ground.draw(surface, state, own.pictures, own.origins, (self._look.number, own.known))
        surface.blit(strands.live(state, self._hands.struck(strands, state)), layout.board)
        self._draw_fields(surface, reading, frame, shown)
        self._draw_pick(surface, state, shown, wires, strands)
        measured = figures.measured(own.tally, self._ground.means, state.firing.size)
        figures.draw_firing_live(surface, layout, type_, self._ground.plot, state, self._curve, measured)
        self._bench.tools.draw(surface, self._mouse)
        self._hands.draw(surface)

    def _draw_fields(self, surface: pygame.Surface, reading: Reading, frame: Frame, shown: Pick) -> None:
        """Labels, lamps, R-units, what is broken, what has changed, where a wire in hand cannot go."""
        state, layout, type_, machine = reading.own.state, self.layout, self._type, reading.snapshot.mark1
        board.draw_labels(surface, layout, type_, state)
        patches.draw_patches(surface, type_, self._places, state, machine.lamps, shown)
        s_levels = self._s_lamps.follow(state.contacts, frame.lamps_s)
        a_levels = self._a_lamps.follow(state.firing, frame.lamps_s)
        board.draw_levels(surface, self._cell_lamps, self._cell_corners, s_levels)
        board.draw_levels(surface, self._unit_lamps, self._unit_corners, a_levels)
        patches.draw_marks(surface, type_, layout, state, machine.faults)
        if (effect := self._effect_now(reading.own, frame.elapsed_s)) is not None:
            patches.draw_otherwise(surface, type_, layout, effect.units)
        self._hands.draw_below(surface, state)

    def _effect_now(self, own: PlugboardReading, elapsed_s: float) -> Effect | None:
        """What the latest change came to, for some seconds."""
        if own.effect is not self._effect:
            self._effect, self._effect_s = own.effect, EFFECT_S
        self._effect_s = max(0.0, self._effect_s - elapsed_s)
        return self._effect if self._effect_s else None

    def _draw_pick(
        self, surface: pygame.Surface, state: BoardState, shown: Pick, wires: tuple[Wire, ...], strands: Strands
    ) -> None:
        layout, type_, off, (kind, number) = self.layout, self._type, self._bench.off(), shown
        self._picked.draw(surface, wires, strands.picked(wires), off)
        board.draw_ends(surface, layout, type_, wires, off, at_cells=kind == UNIT)
        board.draw_ring(surface, self._places.of(shown), type_)
        if kind == UNIT:
            pick.draw_unit(surface, layout, type_, state, sum_of_unit(state, number), wires)
        else:
            pick.draw_cell(surface, layout, type_, state, number, wires)

    def strands_of(self, state: BoardState) -> Strands:
        """The wires as they are plugged; drawn anew, where they have been plugged otherwise, those that have."""
        if self._strands is None:
            still = self._ground.board(SUBTITLE, self._bench.tools.left)
            strands = Strands(self.layout, state, still, board.dark_lamps(self.layout))
            self._strands = strands if self._follows else strands.finish()
        elif self._strung is not state.wiring and self._strung != state.wiring:
            self._strands.rewire(state.wiring)
        self._strung = state.wiring
        return self._strands

    # What is picked.

    def _follow(self, frame: Frame) -> None:
        """What gets the focus, or opens its card, is picked; where it goes on, it leaves a mouse behind that rests."""
        pointed = frame.opened, frame.focused
        picked = next(filter(is_pick, pointed), None)
        if picked is not None and pointed != self._pointed and not self.holding:
            self.pick, self._untouched = picked, False
        self._pointed = pointed
        self._left_behind = self.pick != self._drawn or (self._left_behind and frame.hovered == self._hovered)
        self._drawn, self._hovered = self.pick, frame.hovered

    def _shown(self, frame: Frame, state: BoardState) -> Pick:
        """What the mouse has been moved to, or else what is picked, as long as the mouse is at its wires' ends."""
        if self.holding or self._left_behind or not is_pick(frame.hovered):
            return self.pick
        wires, at_cells = wires_of(state, self.pick), self.pick[0] == UNIT
        ends = {(CELL, wire.s_unit) if at_cells else (UNIT, wire.a_unit) for wire in wires}
        return self.pick if frame.hovered in ends else frame.hovered

    # What is done.

    @property
    def typing(self) -> bool:
        """Whether the path of a file is typed."""
        return self._bench.tools.field is not None

    @property
    def holding(self) -> bool:
        """Whether a hand or the keyboard holds a wire or the knife."""
        return self._bench.hands.busy

    def grasps(self, event: Event) -> bool:
        """Whether the press *event* takes a wire, begins one, or is the knife's."""
        return event.type == pygame.MOUSEBUTTONDOWN and self._bench.grip_at(event) is not None

    def let_go(self) -> None:
        """Let go of all that is held."""
        self._bench.hands.let_go()
        self._bench.tools.field = None

    def receives(self, path: str) -> bool:
        """Whether the file *path* holds a wiring."""
        return is_wiring(Path(path))

    def handle(self, event: Event) -> object | None:
        """Take a wire or the knife, use a tool, pick; what letting go or a key comes to is a command."""
        self._untouched = self._untouched and event.type not in (pygame.MOUSEBUTTONDOWN, pygame.KEYDOWN)
        match event.type:
            case pygame.MOUSEBUTTONDOWN:
                return self._press(event)
            case pygame.MOUSEMOTION:
                self._mouse = event.pos
                self._bench.move(event)
            case pygame.MOUSEBUTTONUP:
                return self._bench.release(event)
            case pygame.KEYDOWN:
                return self._key(event)
            case pygame.TEXTINPUT if self._bench.tools.field is not None:
                self._bench.tools.field.insert(event.text)
            case pygame.DROPFILE:
                return self._bench.load(str(event.file))
        return None

    def _press(self, event: Event) -> object | None:
        tools, at = self._bench.tools, event.pos
        tool = tools.at(at) if event.button == 1 else None
        if tool != LOAD:
            tools.field = None
        if tool is not None:
            return self._bench.use(tool)
        if self._bench.press(event):
            grip = self._bench.hands.holds[getattr(event, "finger", None)].grip
            if isinstance(grip, Fresh) and is_pick(grip.fixed):
                self.pick = grip.fixed
        elif event.button == 1 and self.layout.board.collidepoint(at):
            return self._press_wire(at)
        return None

    def _press_wire(self, at: tuple[int, int]) -> ShowView | None:
        """Pick the A-unit of the wire that runs at *at*, and show its card."""
        seen, reach = self._bench.seen, self._type.scale.px(WIRE_REACH)
        if seen is not None and (wire := seen.strands.nearest(at, reach, wires_of(seen.state, self.pick))) is not None:
            self.pick = (UNIT, wire[1])
            return ShowView(self.name, opened=("wire", *wire))
        return None

    def _key(self, event: Event) -> object | None:
        tools = self._bench.tools
        if tools.field is not None:
            path = tools.typed(event)
            return self._bench.load(path) if path else None
        tool = tool_of(self._pointed[1])
        if tool is not None and event.key in PRESSES:
            return self._bench.use(tool)
        if event.key in MOVES and not self.holding:
            self.pick = self._places.beside(self.pick, *MOVES[event.key])
        return self._keyboard.key(event)

    # What can be pointed at.

    def things(self, reading: Reading) -> Sequence[Thing]:
        """Tools, cells, A-units, R-units, the wires of what is picked, its sum, the figures, the origins."""
        own: PlugboardReading = reading.own
        state = (self.pick, own.state.wiring, own.origins)
        if self._listed is None or any(one is not two for one, two in zip(self._listed[0], state, strict=True)):
            panels = cards.panel_things(self.layout, self._type, own.state, self.pick, own.origins)
            self._listed = state, (*self._field, *panels)
        return self._listed[1]

    def card(self, key: Key, reading: Reading) -> Card | None:
        """What there is to know of the thing *key* now; while a wire is in a hand, places are where it goes."""
        own: PlugboardReading = reading.own
        if self.holding and is_place(key):
            return None
        return cards.card_of(key, reading.snapshot, own.state, own.pictures, self._spec, own.origins, own.tally)

    def sentence(self, reading: Reading) -> str | None:
        """What the latest change came to, for some seconds; else what is picked, in one sentence."""
        state: BoardState = reading.own.state
        if self._effect is not None and self._effect_s:
            return self._effect.words
        kind, number = self.pick
        if kind == UNIT:
            return words.sentence_of_unit(sum_of_unit(state, number))
        return words.sentence_of_cell(number, wires_of_cell(state, number), state)
