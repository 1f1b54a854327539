"""What is read of the session for one picture of the plugboard, and what hands see of it."""

from dataclasses import dataclass

from perceptron_sim.explain.wires import BoardState, Wire, wires_of_cell, wires_of_unit
from perceptron_sim.explain.wires_firing import PictureShare
from perceptron_sim.explain.wires_origin import Origin
from perceptron_sim.frontend.view import Key
from perceptron_sim.frontend.views.plugboard.looking import Effect
from perceptron_sim.frontend.views.plugboard.places import CELL, UNIT, Pick
from perceptron_sim.frontend.views.plugboard.strands import Strands
from perceptron_sim.mark1_learner import FiringTally


@dataclass(frozen=True, slots=True, kw_only=True)
class PlugboardReading:
    """The board at one instant, what the pictures known so far make of it, and the seed it was drawn from.

    effect is what the latest change of the board came to; known says whether all pictures are known.
    """

    state: BoardState
    origins: tuple[Origin, ...]
    pictures: tuple[PictureShare, ...]
    tally: FiringTally
    seed: int
    effect: Effect | None = None
    known: bool = True


@dataclass(frozen=True, slots=True)
class Seen:
    """What hands see: the latest picture's *state*, the cell or A-unit that is *shown* and its *wires*, the seed.

    *focused* is what has the keyboard, *opened* whose card is open.
    """

    state: BoardState
    shown: Pick
    wires: tuple[Wire, ...]
    strands: Strands
    seed: int
    focused: Key | None = None
    opened: Key | None = None

    @property
    def loose_kind(self) -> str:
        """Which ends of the wires shown can be taken: those away from what is shown."""
        return CELL if self.shown[0] == UNIT else UNIT


def wires_of(state: BoardState, key: Pick) -> tuple[Wire, ...]:
    """The wires of a cell or of an A-unit."""
    kind, number = key
    return wires_of_unit(state, number) if kind == UNIT else wires_of_cell(state, number)
