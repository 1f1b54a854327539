"""What an exhibit is told: tables of settings, each checked, with defaults that do without a file."""

from dataclasses import dataclass, field, fields

from perceptron_sim.errors import SettingError
from perceptron_sim.exhibit.pin import check_pin
from perceptron_sim.experiments.settings import check_settings, setting
from perceptron_sim.options import VIEWS

LONGEST_TITLE, LONGEST_WORDS = 44, 96  # letters, as many as one line of the picture has room for
MOST_TURNS = 32
KNOWN_PIN = "1960"  # of whoever sets none
NOT_FOR_VISITORS = ("laboratory",)  # starts experiments of any size, and opens files


def _check_length(name: str, text: str, most: int) -> None:
    if len(text) > most or not text.isprintable():
        rule = f"one line of at most {most} letters"
        raise SettingError(f"{name} must be {rule}, got {len(text)} in {text[:20]!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSpec:
    """What visitors find."""

    experiment: str = setting("letters", "what is taught: a name that `perceptron-sim list` shows, or a file (.toml)")
    views: tuple[str, ...] = setting(
        tuple(name for name in VIEWS if name not in NOT_FOR_VISITORS),
        "what visitors may look at, in the order of the tabs; the first one is what they find",
        choices=VIEWS,
    )

    def __post_init__(self) -> None:
        check_settings(self, "show.")
        twice = next((name for name in self.views if self.views.count(name) > 1), None)
        if not self.views or twice:
            found = f"{twice} twice" if twice else "none"
            raise SettingError(f"show.views must be different views, one at least, got {found}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnSpec:
    """What is shown for a while when nobody is there: a view, and large words below it."""

    view: str = setting("side-by-side", "the view that is shown", choices=VIEWS)
    title: str = setting("", f"the large words, at most {LONGEST_TITLE} letters")
    words: str = setting("", f"the line below them, at most {LONGEST_WORDS} letters")
    turn_s: float = setting(20.0, "how long", least=2.0, most=3600.0)

    def __post_init__(self) -> None:
        check_settings(self, "turns.")
        _check_length("turns.title", self.title, LONGEST_TITLE)
        _check_length("turns.words", self.words, LONGEST_WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttractSpec:
    """How it looks while nobody is there; both learners learn all the time."""

    invitation: str = setting("Touch to begin", f"what asks people in, at most {LONGEST_TITLE} letters")
    speed: int = setting(2, "seconds of the machine a second; at more, pictures would flash too often", least=1, most=2)

    def __post_init__(self) -> None:
        check_settings(self, "attract.")
        _check_length("attract.invitation", self.invitation, LONGEST_TITLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitSpec:
    """How long a visitor may do nothing."""

    idle_s: float = setting(60.0, "after so long without a touch or a key the countdown begins", least=5.0, most=3600.0)
    countdown_s: float = setting(20.0, "how long the countdown is", least=5.0, most=600.0)
    drops: bool = setting(False, "whether files may be dropped on the window")
    sound: bool = setting(False, "whether the machine is heard; M switches it off and on")
    camera: bool = setting(False, "whether visitors may take a picture of themselves, which is never kept")
    reduced_motion: bool = setting(False, "whether nothing moves but what the machines do")
    cursor: bool = setting(True, "whether the pointer of the mouse is shown; false for a touch screen")

    def __post_init__(self) -> None:
        check_settings(self, "visit.")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepSpec:
    """Where visitors' work is kept, and how much of it."""

    folder: str = setting("", "where it is kept, a folder that is there; empty: nothing is kept, nor offered to be")
    most_files: int = setting(200, "so many at most: the oldest ones go", least=1, most=100_000)
    most_mb: float = setting(200.0, "so many megabytes at most: the oldest ones go", least=1.0, most=1e6)
    code_s: float = setting(
        30.0, "how long the code of what was kept is shown, if nothing is touched", least=5.0, most=600.0
    )
    words: str = setting(
        "Write the code down: whoever looks after this exhibit finds your work by it.",
        f"what a visitor does with the code, at most {LONGEST_WORDS} letters",
    )

    def __post_init__(self) -> None:
        check_settings(self, "keep.")
        _check_length("keep.words", self.words, LONGEST_WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSpec:
    """How those who look after it leave it: two opposite corners held, or Ctrl Shift F12, then the PIN."""

    pin: str = setting(KNOWN_PIN, "4 to 12 digits; or what `perceptron-sim exhibit --hash-pin` prints")
    corners_s: float = setting(3.0, "how long two opposite corners must be held by two fingers", least=0.5, most=30.0)
    tries: int = setting(5, "so many wrong PINs, then none is taken for wait_s", least=1, most=100)
    wait_s: float = setting(60.0, "how long, at first: twice as long each time, up to an hour", least=1.0, most=3600.0)

    def __post_init__(self) -> None:
        check_pin("staff.pin", self.pin)  # first: no sentence may tell what it is
        check_settings(self, "staff.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesSpec:
    """What the exhibit notes for those who look after it; what happens is told on stderr in any case."""

    state: str = setting("", "a file (.json) with the number of visits; empty: they are not counted")
    log: str = setting("", "a file for what went wrong; empty: stderr alone")
    log_mb: float = setting(1.0, "so many megabytes of it at most, and as many of the one before", least=0.01, most=1e3)

    def __post_init__(self) -> None:
        check_settings(self, "files.")


TURNS = tuple(
    TurnSpec(view=view, title=title, words=words)
    for view, title, words in (
        (
            "side-by-side",
            "Two machines learn to read",
            "One is from 1960, one from today. Both see the same letters, and both begin by guessing.",
        ),
        (
            "teach",
            "Draw them a letter",
            "Ask what it is. If they are wrong, say so: they learn from it while you watch.",
        ),
        (
            "machine-room",
            "512 motors turn 512 knobs",
            "That is how the Mark I Perceptron learned: every wrong answer moves some of them.",
        ),
        (
            "plugboard",
            "Pull a wire, see what it forgets",
            "From the eye to the knobs run thousands of wires, plugged in by chance.",
        ),
    )
    if view in VIEWS
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitSpec:
    """All of it."""

    show: ShowSpec = field(default_factory=ShowSpec)
    attract: AttractSpec = field(default_factory=AttractSpec)
    turns: tuple[TurnSpec, ...] = TURNS
    visit: VisitSpec = field(default_factory=VisitSpec)
    keep: KeepSpec = field(default_factory=KeepSpec)
    staff: StaffSpec = field(default_factory=StaffSpec)
    files: FilesSpec = field(default_factory=FilesSpec)

    def __post_init__(self) -> None:
        if not 1 <= len(self.turns) <= MOST_TURNS:
            raise SettingError(f"turns must be from 1 to {MOST_TURNS} tables, got {len(self.turns)}")


TABLES = tuple(item.name for item in fields(ExhibitSpec))
