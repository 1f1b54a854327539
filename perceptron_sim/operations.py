"""What a hand can do to the machines while they run, as values: window, script, session file and test send the same.

Nothing here does anything: perceptron_sim.operating carries it out.
"""

from dataclasses import dataclass
from enum import StrEnum

from hardware import Control, Fault, Wiring
from perceptron_sim.sign import Sign


class Source(StrEnum):
    """Where lessons come from: the experiment, the visitor's tray, the operator's hand alone."""

    AUTOMATIC = "automatic"
    TRAY = "tray"
    HAND = "hand"


class Direction(StrEnum):
    """Which way weights are carried over."""

    TO_MACHINE = "to-machine"
    TO_NETWORK = "to-network"


# What is shown.


@dataclass(frozen=True, slots=True)
class Show:
    """Let *sign* be the next exposure: taught as the class *label*, or only asked about if that is None.

    A sign that is taught lies in the tray from then on.
    """

    sign: Sign
    label: int | None = None


@dataclass(frozen=True, slots=True)
class ChooseLessons:
    """Take the lessons to come from *source*; with an empty tray, TRAY waits as HAND does."""

    source: Source


@dataclass(frozen=True, slots=True)
class TakeFromTray:
    """Take the sign number *index*, counted from 0, out of the tray."""

    index: int


@dataclass(frozen=True, slots=True)
class EmptyTray:
    """Take all signs out of the tray."""


# The switches of the panel.


@dataclass(frozen=True, slots=True)
class SwitchCells:
    """Set the sensory panel's switches of *s_units*: +1 forces their relays on, -1 off, 0 leaves them automatic."""

    s_units: tuple[int, ...]
    position: int


@dataclass(frozen=True, slots=True)
class SwitchAUnits:
    """Set the switches of *a_units*: one that is off never fires."""

    a_units: tuple[int, ...]
    on: bool


@dataclass(frozen=True, slots=True)
class SwitchRUnits:
    """Set the R-switches of *r_units*: +1 wants their lamps lit, -1 dark, 0 what the label's code says (assumed)."""

    r_units: tuple[int, ...]
    position: int


@dataclass(frozen=True, slots=True)
class SwitchMotors:
    """Give the motors current under reinforcement, or none."""

    on: bool


@dataclass(frozen=True, slots=True)
class SetControl:
    """Train from now on by *control*: forced, error correction, spontaneous."""

    control: Control


@dataclass(frozen=True, slots=True)
class SetPotentiometer:
    """Put the shaft of *a_unit* at *angle_deg*, 0 is the middle."""

    a_unit: int
    angle_deg: float


@dataclass(frozen=True, slots=True)
class ClearValues:
    """Put all potentiometers to their middle; the network keeps what it learned."""


# The plugboard. A wire is (a_unit, row): the socket it ends in.


@dataclass(frozen=True, slots=True)
class PullWires:
    """Take *wires* out of the board."""

    wires: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class PushWire:
    """Plug one more wire, from *s_unit* to *a_unit*, excitatory (*sign* +1) or inhibitory (-1)."""

    s_unit: int
    a_unit: int
    sign: int


@dataclass(frozen=True, slots=True)
class MoveWire:
    """Pull the wire in socket *row* of *a_unit* and plug it from *s_unit* to *to_unit*, with the sign it had."""

    a_unit: int
    row: int
    s_unit: int
    to_unit: int


@dataclass(frozen=True, slots=True)
class PatchAUnit:
    """Patch *a_unit* to *r_unit*, or to none if that is -1."""

    a_unit: int
    r_unit: int


@dataclass(frozen=True, slots=True)
class SetWiring:
    """Put the whole of *wiring* on the board."""

    wiring: Wiring


@dataclass(frozen=True, slots=True)
class RedrawWiring:
    """Wire the board at random, as for a machine of *seed*."""

    seed: int


@dataclass(frozen=True, slots=True)
class CutBundle:
    """Cut *wires* through: they stay plugged and carry nothing, until they are mended."""

    wires: tuple[tuple[int, int], ...]


# What breaks, and is found.


@dataclass(frozen=True, slots=True)
class Break:
    """Let *fault* come *after_s* seconds from now, and go again *for_s* seconds later, if that is given."""

    fault: Fault
    after_s: float = 0.0
    for_s: float | None = None


@dataclass(frozen=True, slots=True)
class Mend:
    """Make good *fault*, which is there."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class MendAll:
    """Make good all that is broken."""


@dataclass(frozen=True, slots=True)
class RunSelfTest:
    """Let the operator's self-test be next, between two lessons: it takes the machine's time."""


@dataclass(frozen=True, slots=True)
class RestoreLayout:
    """The machine as it was delivered for this experiment: wiring, switches, control, nothing broken; values stay."""


@dataclass(frozen=True, slots=True)
class Transplant:
    """Carry weights over: trained modern ones into the pots, or the machine's own into the network."""

    direction: Direction


Operation = (
    Show
    | ChooseLessons
    | TakeFromTray
    | EmptyTray
    | SwitchCells
    | SwitchAUnits
    | SwitchRUnits
    | SwitchMotors
    | SetControl
    | SetPotentiometer
    | ClearValues
    | PullWires
    | PushWire
    | MoveWire
    | PatchAUnit
    | SetWiring
    | RedrawWiring
    | CutBundle
    | Break
    | Mend
    | MendAll
    | RunSelfTest
    | RestoreLayout
    | Transplant
)
