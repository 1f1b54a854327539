"""Whose turn it is: nobody's, a visitor's, or of those who look after it; and what every happening makes of that.

Nothing here looks at a clock or draws: `follow` is a function of the state before.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from perceptron_sim.exhibit.pin import MOST_DIGITS

PAD_S = 20.0  # without a touch: then the number pad closes
LONGEST_WAIT_S = 3600.0


class Phase(Enum):
    """What stands on the screen."""

    ATTRACT = "nobody is there"
    VISIT = "a visitor plays"
    COUNTDOWN = "is the visitor still there?"
    KEPT = "the visitor's work was kept, or could not be"
    PAD = "the PIN is asked for"
    LEFT = "the exhibit is over"


class Intent(Enum):
    """What is to be done; the window does it."""

    BEGIN = "a new session for a visitor"
    RETURN = "a new session for nobody"
    SAVE = "keep the visitor's work"
    LEAVE = "end the exhibit"


@dataclass(frozen=True, slots=True)
class Passed:
    """*seconds* have passed, zero or more."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Digit:
    """A digit was typed on the number pad."""

    digit: int


@dataclass(frozen=True, slots=True)
class Saved:
    """The visitor's work was kept under *code*; or it could not be, and *code* is None."""

    code: str | None


class Deed(Enum):
    """What somebody did, or what happened to the exhibit."""

    TOUCH = "a touch, a click or a key"
    STAY = "the visitor is still there"
    KEEP = "the visitor wants to keep what was done"
    FINISH = "the visitor has done"
    CHORD = "two corners were held, or the keys pressed, that only those know who look after it"
    ENTER = "the PIN was typed"
    ERASE = "the last digit was wrong"
    CANCEL = "the number pad is to go"
    FAIL = "something went wrong"


Happening = Passed | Digit | Saved | Deed


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How long everything is; *fits* says whether a PIN is the right one, *keeps* whether anything can be kept."""

    idle_s: float
    countdown_s: float
    code_s: float
    tries: int
    wait_s: float
    fits: Callable[[str], bool]
    keeps: bool = False

    @property
    def pad_s(self) -> float:
        """How long the number pad stays without a touch: never longer than a visitor may do nothing."""
        return min(PAD_S, self.idle_s)

    @property
    def code_shown_s(self) -> float:
        """How long a code stays without a touch; nothing stays longer than a visit and its countdown."""
        return min(self.code_s, self.idle_s + self.countdown_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where an exhibit stands.

    silent_s is the time since somebody touched anything, covered the phase below the number pad, typed the digits on
    it; wrong PINs are counted up to the number of tries, then none is taken for barred_s. code is what was kept last.
    """

    phase: Phase = Phase.ATTRACT
    silent_s: float = 0.0
    covered: Phase = Phase.ATTRACT
    typed: str = ""
    wrong: int = 0
    bars: int = 0
    barred_s: float = 0.0
    code: str | None = None


Step = tuple[State, tuple[Intent, ...]]


def follow(state: State, happening: Happening, rules: Rules) -> Step:
    """The state after *happening*, and what is to be done."""
    if state.phase is Phase.LEFT:
        return state, ()
    match happening:
        case Passed(seconds):
            barred_s = max(0.0, state.barred_s - seconds)
            return _silent(replace(state, silent_s=state.silent_s + seconds, barred_s=barred_s), rules)
        case Digit() | Deed.ENTER | Deed.ERASE | Deed.CANCEL:
            return _pad(replace(state, silent_s=0.0), happening, rules) if state.phase is Phase.PAD else (state, ())
        case Deed.CHORD:
            return _asked_for_pin(state), ()
        case Deed.FAIL:
            return _nobody(state)
        case Saved(code):
            shown = state.phase in (Phase.VISIT, Phase.COUNTDOWN)
            return (replace(state, phase=Phase.KEPT, silent_s=0.0, code=code) if shown else state), ()
        case _:
            return _visitor(state, happening, rules)


def left_s(state: State, rules: Rules) -> float:
    """How long what is shown stays if nobody touches anything: of the countdown, or of the code."""
    most_s = rules.code_shown_s if state.phase is Phase.KEPT else rules.idle_s + rules.countdown_s
    return max(0.0, most_s - state.silent_s)


def _silent(state: State, rules: Rules) -> Step:
    """What becomes of it if nobody touches anything."""
    if state.phase is Phase.PAD and state.silent_s >= rules.pad_s:
        state = replace(state, phase=state.covered, typed="")
    if state.phase is Phase.VISIT and state.silent_s >= rules.idle_s:
        state = replace(state, phase=Phase.COUNTDOWN)
    over = state.phase in (Phase.COUNTDOWN, Phase.KEPT) and left_s(state, rules) <= 0
    return _nobody(state) if over else (state, ())


def _visitor(state: State, deed: Deed, rules: Rules) -> Step:
    """What becomes of a visitor's *deed*."""
    touched = replace(state, silent_s=0.0)
    match state.phase, deed:
        case Phase.ATTRACT, Deed.TOUCH:
            return replace(touched, phase=Phase.VISIT, code=None), (Intent.BEGIN,)
        case Phase.VISIT, Deed.FINISH:
            return replace(state, phase=Phase.COUNTDOWN, silent_s=rules.idle_s), ()
        case ((Phase.COUNTDOWN | Phase.KEPT), Deed.FINISH):
            return _nobody(state)
        case ((Phase.VISIT | Phase.COUNTDOWN), Deed.KEEP) if rules.keeps:
            return touched, (Intent.SAVE,)
        case (Phase.COUNTDOWN, Deed.TOUCH) | ((Phase.COUNTDOWN | Phase.KEPT), Deed.STAY):
            return replace(touched, phase=Phase.VISIT), ()
        case ((Phase.VISIT | Phase.KEPT | Phase.PAD), _):
            return touched, ()
        case _:
            return state, ()


def _asked_for_pin(state: State) -> State:
    if state.phase is Phase.PAD:
        return state
    covered = Phase.VISIT if state.phase is Phase.COUNTDOWN else state.phase
    return replace(state, phase=Phase.PAD, covered=covered, silent_s=0.0, typed="")


def _pad(state: State, happening: Happening, rules: Rules) -> Step:
    """What becomes of a key of the number pad."""
    if happening is Deed.CANCEL:
        return replace(state, phase=state.covered, typed=""), ()
    if happening is Deed.ERASE:
        return replace(state, typed=state.typed[:-1]), ()
    if state.barred_s > 0:
        return state, ()
    if isinstance(happening, Digit):
        return replace(state, typed=(state.typed + str(happening.digit))[:MOST_DIGITS]), ()
    if not state.typed:
        return state, ()
    if rules.fits(state.typed):
        return replace(state, phase=Phase.LEFT, typed=""), (Intent.LEAVE,)
    return _wrong(replace(state, typed="", wrong=state.wrong + 1), rules), ()


def _wrong(state: State, rules: Rules) -> State:
    """After so many wrong PINs none is taken for a while, twice as long each time."""
    if state.wrong < rules.tries:
        return state
    barred_s = min(LONGEST_WAIT_S, rules.wait_s * 2.0 ** min(state.bars, MOST_DIGITS))
    return replace(state, wrong=0, bars=state.bars + 1, barred_s=barred_s)


def _nobody(state: State) -> Step:
    """Back to where nobody is there; what was typed wrongly is not forgotten."""
    kept = State(wrong=state.wrong, bars=state.bars, barred_s=state.barred_s)
    return kept, (Intent.RETURN,)
