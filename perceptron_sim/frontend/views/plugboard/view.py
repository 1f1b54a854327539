"""The plugboard as a view: what is read from the session, what is picked, and what is drawn of both."""

from collections.abc import Sequence
from dataclasses import dataclass

import pygame
from pygame.event import Event

from hardware import Mark1Spec
from perceptron_sim.commands import ShowView
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.explain import wires as words
from perceptron_sim.explain.wires import BoardState, IntArray, Wire, sum_of_unit, wires_of_cell, wires_of_unit
from perceptron_sim.explain.wires_firing import PictureShare, means_of, theory_curve
from perceptron_sim.explain.wires_origin import Origin, origins_of
from perceptron_sim.frontend import sprites, theme
from perceptron_sim.frontend.fields import lamp_diameter
from perceptron_sim.frontend.glow import Filaments
from perceptron_sim.frontend.panels.frame import draw_ground
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Card, Frame, Key, Reading, Thing
from perceptron_sim.frontend.views.plugboard import board, cards, figures, pick
from perceptron_sim.frontend.views.plugboard.layout import arrange
from perceptron_sim.frontend.views.plugboard.looking import Look
from perceptron_sim.frontend.views.plugboard.places import CELL, GROUPS, UNIT, Pick, Places, is_pick
from perceptron_sim.frontend.views.plugboard.strands import Strands
from perceptron_sim.mark1_learner import FiringTally
from perceptron_sim.session import Session

WIRE_REACH = 6  # how near to a wire a press has to be, at 1920 x 1080
MOVES = {pygame.K_LEFT: (-1, 0), pygame.K_RIGHT: (1, 0), pygame.K_UP: (0, -1), pygame.K_DOWN: (0, 1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlugboardReading:
    """The board at one instant, what the pictures known so far make of it, and the seed it was drawn from."""

    state: BoardState
    pictures: tuple[PictureShare, ...]
    tally: FiringTally
    seed: int


class Plugboard:
    """400 sockets, 512 A-units, and every wire between them."""

    name, title = "plugboard", "Plugboard"

    def __init__(self, area: pygame.Rect, type_: Type, experiment: Experiment) -> None:
        spec: Mark1Spec = experiment.first_machine
        self._type, self._experiment, self._spec = type_, experiment, spec
        self.layout = arrange(area, type_, (spec.retina.rows, spec.retina.columns), spec.association.units)
        self._places = Places(self.layout, spec.retina.s_units, spec.association.units)
        self.pick: Pick = (UNIT, min(spec.association.units - 1, spec.association.units // 3))
        self._untouched = True  # nobody has picked anything yet
        self._drawn, self._left_behind = self.pick, False  # what was picked; whether the mouse has not moved since
        self._hovered: Key | None = None
        self._curve = theory_curve(spec)
        self._s_lamps, self._a_lamps = Filaments(), Filaments()
        self._cell_lamps = sprites.lamps(lamp_diameter(self.layout.retina), theme.AMBER)
        self._unit_lamps = sprites.lamps(lamp_diameter(self.layout.a_units), theme.AMBER)
        self._cell_corners = board.cell_corners(self.layout, self._cell_lamps[0].get_width())
        self._unit_corners = board.unit_corners(self.layout, self._unit_lamps[0].get_width())
        self._strands: Strands | None = None
        self._follows = False  # whether another view of this kind was there: then wires are hung bit by bit
        self._state: BoardState | None = None  # what is drawn
        self._strung: IntArray | None = None  # the origins of the wires that are drawn
        self._look = Look()
        self._ground: pygame.Surface | None = None
        self._grounded: tuple[int, int, int] | None = None  # seed, looks and pictures of the ground that is drawn
        self._origins_known: tuple[int, list[Origin]] | None = None  # of which seed
        self._field = self._field_things()
        self._listed: tuple[Pick, int, int, tuple[Thing, ...]] | None = None  # of what, and all that is there

    def take_over(self, before: "Plugboard") -> None:
        """Go on with what was picked in another size of this view."""
        self._follows = True
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
            pictures=self._look.pictures,
            tally=session.mark1.firing,
            seed=snapshot.seed,
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
        """The board, what is picked, and the figures."""
        own: PlugboardReading = reading.own
        self._state = own.state
        state, layout, type_ = own.state, self.layout, self._type
        self._follow(frame)
        lower = layout.lower
        for strip in layout.around:
            surface.fill(theme.GROUND, strip)
        surface.blit(self._ground_of(own), lower, lower.move(-layout.area.left, -layout.area.top))
        surface.blit(self.strands_of(state).live(state), layout.board)
        board.draw_labels(surface, layout, type_, state)
        s_levels = self._s_lamps.follow(state.contacts, frame.lamps_s)
        a_levels = self._a_lamps.follow(state.firing, frame.lamps_s)
        board.draw_levels(surface, self._cell_lamps, self._cell_corners, s_levels)
        board.draw_levels(surface, self._unit_lamps, self._unit_corners, a_levels)
        self._draw_pick(surface, state, self._shown(frame))
        measured = figures.measured(own.tally, self._means, state.firing.size)
        figures.draw_firing_live(surface, layout, type_, self._plot, state, self._curve, measured)

    def _draw_pick(self, surface: pygame.Surface, state: BoardState, shown: Pick) -> None:
        layout, type_ = self.layout, self._type
        kind, number = shown
        wires = wires_of(state, shown)
        courses = self.strands_of(state).picked(wires)
        board.draw_picked_wires(surface, type_, wires, courses)
        board.draw_ends(surface, layout, type_, wires, at_cells=kind == UNIT)
        board.draw_ring(surface, layout.unit_area(number) if kind == UNIT else layout.cell_area(number), type_)
        if kind == UNIT:
            pick.draw_unit(surface, layout, type_, state, sum_of_unit(state, number), wires)
        else:
            pick.draw_cell(surface, layout, type_, state, number, wires)

    def strands_of(self, state: BoardState) -> Strands:
        """The wires as they are plugged; drawn anew where they have been plugged otherwise."""
        if self._strands is None or self._strung is not state.origins:
            size = self.layout.board.size
            still = pygame.Surface(size, depth=32)
            still.fill(theme.GROUND)
            whole = pygame.Surface(self.layout.board.move(0, 0).bottomright, depth=32)
            whole.fill(theme.GROUND)
            board.draw_still(whole, self.layout, self._type, self._subtitle(state))
            still.blit(whole, (0, 0), self.layout.board)
            strands = Strands(self.layout, state, still, board.dark_lamps(self.layout))
            self._strands = strands if self._follows else strands.finish()
            self._strung = state.origins
        return self._strands

    def _subtitle(self, state: BoardState) -> str:
        retina = self._spec.retina
        return (
            f"{retina.rows} × {retina.columns} sockets, {words.counted(state.wires, 'wire')} to {state.firing.size} "
            "A-units; plus wires solid, minus wires dashed; how they hang is our drawing"
        )

    def _ground_of(self, own: PlugboardReading) -> pygame.Surface:
        """Everything below that seldom changes."""
        key = own.seed, self._look.number, len(own.pictures)
        if self._ground is None or key != self._grounded:
            layout, type_ = self.layout, self._type
            self._plot = figures.FiringPlot(layout.plot, own.state.contacts.size, self._curve, own.pictures)
            self._means = means_of(own.pictures, self._curve)
            whole = pygame.Surface(layout.area.bottomright)
            whole.fill(theme.GROUND)
            draw_ground(whole, layout.pick, type_)
            units = own.state.firing.size
            figures.draw_firing_still(whole, layout, type_, self._plot, self._curve, own.pictures, units)
            figures.draw_origin(whole, layout, type_, self._origins(own.seed))
            ground = pygame.Surface(layout.area.size)
            ground.blit(whole, (0, 0), layout.area)
            self._ground = ground.convert() if pygame.display.get_surface() else ground
            self._grounded = key
        return self._ground

    def _origins(self, seed: int) -> list[Origin]:
        if self._origins_known is None or self._origins_known[0] != seed:
            self._origins_known = seed, list(origins_of(self._experiment, seed))
        return self._origins_known[1]

    # What is picked.

    def _follow(self, frame: Frame) -> None:
        """What has the focus, or an open card, is picked; where it goes on, it leaves a mouse behind that rests."""
        picked = next(filter(is_pick, (frame.opened, frame.focused)), None)
        if picked is not None:
            self.pick, self._untouched = picked, False
        self._left_behind = self.pick != self._drawn or (self._left_behind and frame.hovered == self._hovered)
        self._drawn, self._hovered = self.pick, frame.hovered

    def _shown(self, frame: Frame) -> Pick:
        """What the mouse has been moved to, or else what is picked."""
        return frame.hovered if is_pick(frame.hovered) and not self._left_behind else self.pick

    def handle(self, event: Event) -> object | None:
        """A press picks the cell or the A-unit below it; arrows move the pick."""
        self._untouched = self._untouched and event.type not in (pygame.MOUSEBUTTONDOWN, pygame.KEYDOWN)
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and self.layout.board.collidepoint(event.pos):
            return self._press(event.pos)
        if event.type == pygame.KEYDOWN and event.key in MOVES:
            self.pick = self._places.beside(self.pick, *MOVES[event.key])
        return None

    def _press(self, at: tuple[int, int]) -> ShowView | None:
        """Pick the cell or the A-unit at *at*, or else the A-unit of the wire that runs there, and show its card."""
        if (found := self._places.at(at)) is not None:
            self.pick = found
        elif self._strands is not None and self._state is not None:
            reach, shown = self._type.scale.px(WIRE_REACH), wires_of(self._state, self.pick)
            if (wire := self._strands.nearest(at, reach, shown)) is not None:
                self.pick = (UNIT, wire[1])
                return ShowView(self.name, opened=("wire", *wire))
        return None

    # What can be pointed at.

    def _field_things(self) -> tuple[Thing, ...]:
        columns, cells = self._spec.retina.columns, self._spec.retina.s_units
        sockets = (
            Thing((CELL, k), self.layout.cell_area(k), f"cell in {words.cell_name(k, columns)}", GROUPS[CELL])
            for k in range(cells)
        )
        units = (
            Thing((UNIT, k), self.layout.unit_area(k), f"A-unit {k}", GROUPS[UNIT])
            for k in range(self._spec.association.units)
        )
        return (*sockets, *units)

    def things(self, reading: Reading) -> Sequence[Thing]:
        """Cells, A-units, the wires of what is picked, its sum, the figures, the origins."""
        own: PlugboardReading = reading.own
        if self._listed is None or self._listed[:3] != (self.pick, own.seed, id(own.state.origins)):
            panels = cards.panel_things(self.layout, self._type, own.state, self.pick, self._origins(own.seed))
            self._listed = self.pick, own.seed, id(own.state.origins), (*self._field, *panels)
        return self._listed[3]

    def card(self, key: Key, reading: Reading) -> Card | None:
        """What there is to know of the thing *key* now."""
        own: PlugboardReading = reading.own
        return cards.card_of(
            key, reading.snapshot, own.state, own.pictures, self._spec, self._origins(own.seed), own.tally
        )

    def sentence(self, reading: Reading) -> str | None:
        """What is picked, in one sentence."""
        state: BoardState = reading.own.state
        kind, number = self.pick
        if kind == UNIT:
            return words.sentence_of_unit(sum_of_unit(state, number))
        return words.sentence_of_cell(number, wires_of_cell(state, number), state)


def wires_of(state: BoardState, key: Pick) -> tuple[Wire, ...]:
    """The wires of a cell or of an A-unit."""
    kind, number = key
    return wires_of_unit(state, number) if kind == UNIT else wires_of_cell(state, number)
