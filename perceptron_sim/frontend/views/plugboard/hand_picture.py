"""All that hands hold at the board, drawn over it: every finger's, the mouse's and the keyboard's."""

import pygame

from hardware import Mark1Spec
from perceptron_sim.explain.wires import BoardState, BoolArray
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.plugboard.board import COLOURS
from perceptron_sim.frontend.views.plugboard.held import (
    draw_blade,
    draw_closed,
    draw_plug,
    draw_rubber,
    draw_tag,
    draw_target,
    rubber_ends,
)
from perceptron_sim.frontend.views.plugboard.holding import (
    Blade,
    End,
    Fresh,
    Grip,
    Hold,
    Outcome,
    Position,
    closed,
    meant,
)
from perceptron_sim.frontend.views.plugboard.layout import PlugboardLayout
from perceptron_sim.frontend.views.plugboard.places import R_UNIT, Pick, Places
from perceptron_sim.frontend.views.plugboard.strands import Strands
from perceptron_sim.frontend.views.plugboard.working import Workbench

BESIDE = 40  # how far from its socket a wire's end hangs that the keyboard carries, at 1920 x 1080


class HandPicture:
    """Draws what *bench* holds."""

    def __init__(self, bench: Workbench, layout: PlugboardLayout, type_: Type, places: Places, spec: Mark1Spec) -> None:
        self._bench, self._type, self._places, self._spec = bench, type_, places, spec
        board = layout.board  # what is said stands below its tools
        self._within = pygame.Rect(board.left, layout.label_y, board.width, board.bottom - layout.label_y)

    def struck(self, strands: Strands, state: BoardState) -> BoolArray | None:
        """Which wires (wires,) the knives in hand would cut; None without a knife."""
        lines = [(hold.began, hold.at) for hold in self._held() if isinstance(hold.grip, Blade)]
        return strands.struck(lines, state) if lines else None

    def _held(self) -> list[Hold]:
        return [hold for hold in self._bench.hands.holds.values() if hold.moved]

    def draw_below(self, surface: pygame.Surface, state: BoardState) -> None:
        """Darken what is closed to the wires in hand."""
        grips: list[Grip | None] = [*(hold.grip for hold in self._held()), self._bench.hands.carried]
        for grip in grips:
            found = None if grip is None else closed(grip, state, self._spec)
            if found is not None:
                draw_closed(surface, self._places, *found)

    def draw(self, surface: pygame.Surface) -> None:
        """The wires, where they would go, and what would come of it."""
        for hold in self._held():
            self._draw_hold(surface, hold)
        carried, target = self._bench.hands.carried, self._bench.carried_target
        if isinstance(carried, End | Fresh):
            come = self._bench.carried_outcome()
            self._draw_wire(surface, meant(carried, target), target, self._beside(carried), come)
            words = come if come.words or come.refused else Outcome(words=("Go to where it is to be plugged, Enter",))
            at = self._places.socket(target or carried.fixed)
            draw_tag(surface, self._type, self._within, at, words)

    def _draw_hold(self, surface: pygame.Surface, hold: Hold) -> None:
        come = self._bench.outcome_of(hold)
        grip = self._bench.grip_of(hold)
        if isinstance(grip, Blade):
            draw_blade(surface, self._type, hold.began, hold.at)
        else:
            self._draw_wire(surface, grip, self._bench.target_of(hold), hold.at, come)
        draw_tag(surface, self._type, self._within, hold.at, come)

    def _draw_wire(
        self, surface: pygame.Surface, grip: End | Fresh, target: Pick | None, loose: Position, come: Outcome
    ) -> None:
        """The wire in a hand, its loose end at *loose* or in the socket it would go into."""
        if target is not None and (come.done is not None or come.refused):
            draw_target(surface, self._type, self._places, target, come)
            loose = loose if come.refused else self._places.socket(target)
        patch = R_UNIT in (grip.fixed[0], "" if target is None else target[0])
        sign = 0 if patch else grip.sign if isinstance(grip, End) else self._bench.tools.sign
        ends = rubber_ends(grip, self._places, loose)
        draw_rubber(surface, self._type, *ends, sign, refused=bool(come.refused))
        draw_plug(surface, self._type, loose, theme.MUTED if come.refused else COLOURS.get(sign, theme.BRASS))

    def _beside(self, grip: End | Fresh) -> Position:
        """Where the loose end of a wire hangs that the keyboard carries."""
        x, y = self._places.socket(grip.home if isinstance(grip, End) else grip.fixed)
        return x + self._type.scale.px(BESIDE), y + self._type.scale.px(BESIDE)
