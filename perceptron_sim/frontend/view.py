"""What the window asks of a view, and what a view may ask of the window: one small contract for all seven."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from pygame import Rect, Surface
from pygame.event import Event

from perceptron_sim.reopening import PastRun
from perceptron_sim.session import Session
from perceptron_sim.snapshot import SessionSnapshot

Key = Hashable
"""Names a thing in a view, the same in every frame: ("cell", 17), ("a_unit", 3), ("score", "errors")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What all views are told for one picture.

    elapsed_s is the time before the window since the last picture; hovered and focused name a thing of the view shown,
    opened the one whose card is open.
    """

    elapsed_s: float
    paused: bool = False
    speed: float = 1.0
    behind: bool = False
    reduced_motion: bool = False
    hovered: Key | None = None
    focused: Key | None = None
    opened: Key | None = None

    @property
    def lamps_s(self) -> float:
        """The time that passes for the filaments of lamps: that of the machine's clock, where it runs faster."""
        return self.elapsed_s * max(1.0, self.speed) if self.elapsed_s else 0.0


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can be pointed at: its *key*, where it stands, what it is called.

    Those of one *group* stand in a field and are walked through by the arrow keys; Tab goes from group to group.
    """

    key: Key
    area: Rect
    words: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What there is to know of a thing at this instant.

    facts are (what, value with its unit); arithmetic are lines as one would write them on paper, the last one the
    result; history (n,) are its past values, oldest first, with their unit; certainty is documented, inferred, assumed
    or computed, and source says where it is from.
    """

    title: str
    facts: Sequence[tuple[str, str]] = ()
    arithmetic: Sequence[str] = ()
    history: Sequence[float] = ()
    history_unit: str = ""
    certainty: str = "computed"
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a view reads from the session for one picture; views that need more have a reading of their own."""

    snapshot: SessionSnapshot
    own: Any = field(default=None)


class View(Protocol):
    """One of the pictures, laid out for one area; built anew for another size, language or experiment.

    A view is made as `Kind(area, type_, experiment)`. It changes nothing but its own looks: what a user asks of the
    model it returns as a command.
    """

    name: str
    title: str

    def read(self, session: Session) -> Reading:
        """Take from *session*, at this instant, all that this view draws; frozen, arrays read-only."""

    def draw(self, surface: Surface, reading: Reading, frame: Frame) -> None:
        """Draw it within the view's area, the ground included."""

    def things(self, reading: Reading) -> Sequence[Thing]:
        """What can be pointed at, in the order of the keyboard; areas never overlap within a group."""

    def card(self, key: Key, reading: Reading) -> Card | None:
        """What there is to know of the thing *key*; None where nothing."""

    def handle(self, event: Event) -> object | None:
        """Take what the user did within the area (mouse, keys with nothing else to do); a command, or None."""

    def sentence(self, reading: Reading) -> str | None:
        """What happens now, for the foot of the window; None: the session's own sentence."""


@runtime_checkable
class Typing(Protocol):
    """A view one can write in."""

    @property
    def typing(self) -> bool:
        """Whether one writes now: every key is the view's then, and none the window's."""


@runtime_checkable
class Heir(Protocol):
    """A view that goes on, when it is built anew, where the one before it stood."""

    def take_over(self, old: Any) -> None:
        """Take what was chosen, typed and scrolled from *old*, a view of the same class."""


@runtime_checkable
class Reopening(Protocol):
    """A view that shows a run of the past beside the one that is going on."""

    opened: PastRun | None


@runtime_checkable
class Grasping(Protocol):
    """A view of which one can take hold: what is dragged in it, or carried by keys."""

    @property
    def holding(self) -> bool:
        """Whether something is held."""

    def grasps(self, event: Event) -> bool:
        """Whether the press *event* takes hold of something: it is the view's own then and opens no card."""

    def let_go(self) -> None:
        """Put all that is held back to where it was; nothing comes of it."""


@runtime_checkable
class Closing(Protocol):
    """A view over which something may lie that Esc takes away."""

    def close(self) -> bool:
        """Take it away; whether there was anything."""


@runtime_checkable
class Receiving(Protocol):
    """A view on which files of some kinds can be dropped."""

    def receives(self, path: str) -> bool:
        """Whether the file *path*, when it is dropped on the window, is for this view."""


@runtime_checkable
class Printing(Protocol):
    """A view that has a sheet to print."""

    def save(self) -> None:
        """Begin to write the sheet; a picture or more later it is there."""
