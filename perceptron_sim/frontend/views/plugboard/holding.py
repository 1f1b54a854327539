"""What hands hold at the board, each finger, the mouse, the keyboard; and what comes of it where it is let go."""

from dataclasses import dataclass, field

from hardware import Mark1Spec
from perceptron_sim.explain.wires import BoardState, BoolArray
from perceptron_sim.explain.wires_plugging import (
    Plugging,
    Socket,
    closed_cells,
    closed_units,
    foreseen,
    in_words,
    refusal,
    units_of,
)
from perceptron_sim.frontend.view import Key
from perceptron_sim.frontend.views.plugboard.places import CELL, R_UNIT, UNIT, Pick
from perceptron_sim.operations import CutBundle, MoveWire, PatchAUnit, PullWires, PushWire

Position = tuple[int, int]
NO_PAIR = "a wire runs from a cell to an A-unit, and an A-unit is patched to an R-unit"
MOST_FORESEEN = 2  # A-units of which it is said what they would make of it


@dataclass(frozen=True, slots=True)
class End:
    """One end of the wire in socket *row* of *a_unit*, off its socket: *kind* is where it belongs, cell or A-unit."""

    a_unit: int
    row: int
    s_unit: int
    sign: int
    kind: str

    @property
    def home(self) -> Pick:
        """Where it was."""
        return (CELL, self.s_unit) if self.kind == CELL else (UNIT, self.a_unit)

    @property
    def fixed(self) -> Pick:
        """Where the other end is plugged."""
        return (UNIT, self.a_unit) if self.kind == CELL else (CELL, self.s_unit)

    @property
    def socket(self) -> Socket:
        """A-unit and row."""
        return self.a_unit, self.row


@dataclass(frozen=True, slots=True)
class Fresh:
    """The free end of a new wire, or of a patch, whose other end is at *fixed*."""

    fixed: Pick


@dataclass(frozen=True, slots=True)
class Blade:
    """The knife."""


Grip = End | Fresh | Blade


@dataclass(slots=True)
class Hold:
    """What one finger or the mouse holds, where that began and where it is now.

    *key* is the thing that was pressed, *shown* whether its card was open, *button* the mouse's that does it: a press
    that does not move opens or closes the card as anywhere else.
    """

    grip: Grip
    began: Position
    at: Position
    key: Key | None = None
    shown: bool = False
    button: int = 1
    moved: bool = False

    def move(self, position: Position, slack: int) -> None:
        """Follow the finger to *position*; what stays within *slack* pixels has not moved."""
        self.at = position
        self.moved |= max(abs(position[0] - self.began[0]), abs(position[1] - self.began[1])) > slack


@dataclass(slots=True)
class Hands:
    """All that is held: *holds* by finger, None being the mouse; *carried* by the keyboard."""

    holds: dict[object, Hold] = field(default_factory=dict)
    carried: Grip | None = None

    @property
    def busy(self) -> bool:
        """Whether anything is held."""
        return bool(self.holds) or self.carried is not None

    def let_go(self) -> None:
        """Put all of it back."""
        self.holds.clear()
        self.carried = None

    def forget(self, state: BoardState) -> None:
        """Let go of wires that are no longer plugged as they were when they were taken."""
        self.holds = {finger: hold for finger, hold in self.holds.items() if _is_there(hold.grip, state)}
        if self.carried is not None and not _is_there(self.carried, state):
            self.carried = None


def _is_there(grip: Grip, state: BoardState) -> bool:
    if not isinstance(grip, End):
        return True
    a_unit, row = grip.socket
    held = row < len(state.signs) and (state.origins[row, a_unit], state.signs[row, a_unit])
    return held == (grip.s_unit, grip.sign)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What letting go would do: *done*, or None and why it is *refused* if it is; *words* say it line by line."""

    done: Plugging | None = None
    refused: str = ""
    words: tuple[str, ...] = ()


def meant(grip: End | Fresh, target: Pick | None) -> End | Fresh:
    """What is in the hand over *target*: a wire's end that is drawn to where it cannot go begins a new one there."""
    strange = isinstance(grip, End) and target is not None and target[0] != grip.kind
    return Fresh(grip.home) if isinstance(grip, End) and strange else grip


def asked(grip: End | Fresh, target: Pick | None, sign: int) -> Plugging | None:
    """What letting *grip* go at *target* asks for; None where it goes back, or does not go together."""
    match grip, target:
        case End(), None:
            return PullWires((grip.socket,))
        case End(kind=kind), (at, number) if kind == at and target != grip.home:
            s_unit, to_unit = (number, grip.a_unit) if kind == CELL else (grip.s_unit, number)
            return MoveWire(grip.a_unit, grip.row, s_unit, to_unit)
        case (Fresh((str(one), s_unit)), (str(other), a_unit)) if (one, other) == (CELL, UNIT):
            return PushWire(s_unit, a_unit, sign)
        case (Fresh((str(one), a_unit)), (str(other), s_unit)) if (one, other) == (UNIT, CELL):
            return PushWire(s_unit, a_unit, sign)
        case (Fresh((str(one), a_unit)), (str(other), r_unit)) if (one, other) == (UNIT, R_UNIT):
            return PatchAUnit(a_unit, r_unit)
        case (Fresh((str(one), r_unit)), (str(other), a_unit)) if (one, other) == (R_UNIT, UNIT):
            return PatchAUnit(a_unit, r_unit)
    return None


def outcome(grip: End | Fresh, target: Pick | None, sign: int, state: BoardState, spec: Mark1Spec) -> Outcome:
    """What comes of letting *grip* go at *target*, on the board of *state* in a machine of *spec*."""
    done = asked(grip, target, sign)
    if done is None:
        home = grip.home if isinstance(grip, End) else grip.fixed
        if target is None or target == home:
            return Outcome()
        return Outcome(refused=NO_PAIR)
    if isinstance(done, PatchAUnit):
        if int(state.assignment[done.a_unit]) == done.r_unit:
            return Outcome(refused=f"A-unit {done.a_unit} is patched so already")
        return Outcome(done, words=(_begun(in_words(done, state)),))
    refused = refusal(done, state, spec)
    if refused:
        return Outcome(refused=refused)
    seen = [foreseen(done, state, unit).words for unit in units_of(done)[:MOST_FORESEEN]]
    return Outcome(done, words=(_begun(in_words(done, state)), *seen))


def outcome_of_cut(struck: tuple[Socket, ...], state: BoardState) -> Outcome:
    """What comes of cutting the wires *struck*."""
    if not struck:
        return Outcome(words=("Draw across the wires that are to be cut",))
    done = CutBundle(struck)
    units = units_of(done)
    seen = [foreseen(done, state, units[0]).words] if len(units) == 1 else [f"they lead to {len(units)} A-units"]
    return Outcome(done, words=(_begun(in_words(done, state)), *seen))


def _begun(words: str) -> str:
    """*words* with a capital letter."""
    return words[:1].upper() + words[1:]


def closed(grip: Grip, state: BoardState, spec: Mark1Spec) -> tuple[str, BoolArray] | None:
    """Of which kind the places are into which the loose end of *grip* goes, and which of them are closed to it."""
    match grip:
        case End(kind=kind):
            if kind == CELL:
                return CELL, closed_cells(state.wiring, spec, grip.a_unit, grip.socket)
            return UNIT, closed_units(state.wiring, spec, grip.s_unit, grip.socket)
        case Fresh((str(kind), number)) if kind == CELL:
            return UNIT, closed_units(state.wiring, spec, number)
        case Fresh((str(kind), number)) if kind == UNIT:
            return CELL, closed_cells(state.wiring, spec, number)
    return None
