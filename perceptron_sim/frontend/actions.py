"""What a user can ask for, in one table: the key, the words on its button, and the value it sends."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

import pygame

from perceptron_sim.commands import (
    ChangeSpeed,
    ModelCommand,
    PaceCommand,
    Pause,
    SaveSession,
    StepEvent,
    StepExposure,
    StepPass,
    Undo,
    WindowCommand,
)

LAST_TAB_KEY = 9
COMMAND_KEYS = pygame.KMOD_CTRL | pygame.KMOD_META


class Window(Enum):
    """Asked of the window itself; the model never hears of it."""

    NEXT_SEED = "a new seed"
    RESET = "the ways to begin again"
    OPEN = "a session that was kept"
    MORE = "all else"
    PICTURE = "a picture of the window"
    SOUND = "sound"
    CAPTIONS = "captions"
    FULL_SCREEN = "full screen"
    HELP = "keys"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class ChooseStep:
    """Take *step* for what the button does."""

    step: PaceCommand


Action = Window | ChooseStep | WindowCommand | PaceCommand | ModelCommand
STEPS: dict[PaceCommand, str] = {StepEvent(): "event", StepExposure(): "exposure", StepPass(): "pass"}


class Place(Enum):
    """Where the button of an action stands."""

    CHANGES = auto()  # in the header: what changes what there is
    HEADER = auto()
    FOOTER = auto()
    MORE = auto()  # in the menu of all that is seldom needed


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to do. keys are pygame's key codes; button is what the button says, help what the list of keys says.

    With *ctrl* the keys are pressed together with Ctrl, or Cmd.
    """

    action: Action
    keys: tuple[int, ...]
    key_name: str
    button: str
    help: str
    place: Place
    ctrl: bool = False


ENTRIES = (
    Entry(Pause(), (pygame.K_SPACE,), "Space", "Pause", "stop the clock, or let it go on", Place.FOOTER),
    Entry(
        StepExposure(),
        (pygame.K_PERIOD, pygame.K_KP_PERIOD),
        "Full stop",
        "Step",
        "one exposure, then stand still",
        Place.FOOTER,
    ),
    Entry(StepEvent(), (pygame.K_COMMA,), "Comma", "Step", "one event of the machine, then stand still", Place.FOOTER),
    Entry(
        StepPass(),
        (pygame.K_SLASH, pygame.K_KP_DIVIDE),
        "Slash",
        "Step",
        "to the end of the pass, then stand still",
        Place.FOOTER,
    ),
    Entry(
        ChangeSpeed(-1),
        (pygame.K_MINUS, pygame.K_KP_MINUS),
        "−",
        "−",
        "slower, down to a tenth of real time",
        Place.FOOTER,
    ),
    Entry(
        ChangeSpeed(1),
        (pygame.K_PLUS, pygame.K_KP_PLUS, pygame.K_EQUALS),
        "+",
        "+",
        "faster, up to all the computer can",
        Place.FOOTER,
    ),
    Entry(
        Undo(),
        (pygame.K_z,),
        "Ctrl Z",
        "Undo",
        "take back the latest change; again: the one before",
        Place.CHANGES,
        ctrl=True,
    ),
    Entry(
        Window.RESET,
        (pygame.K_r,),
        "R",
        "Reset",
        "rewind, clear the weights, mend the layout, or all of it",
        Place.CHANGES,
    ),
    Entry(Window.NEXT_SEED, (pygame.K_n,), "N", "New seed", "begin again with other wiring and order", Place.CHANGES),
    Entry(Window.HELP, (pygame.K_F1,), "F1", "Keys", "show or hide this list", Place.HEADER),
    Entry(Window.MORE, (pygame.K_F10,), "F10", "More", "all that is seldom needed, to choose from", Place.HEADER),
    Entry(SaveSession(), (pygame.K_s,), "Ctrl S", "Save session", "keep the session in a file", Place.MORE, ctrl=True),
    Entry(Window.OPEN, (pygame.K_o,), "Ctrl O", "Open session", "go on with one that was kept", Place.MORE, ctrl=True),
    Entry(Window.PICTURE, (pygame.K_F12,), "F12", "Picture", "keep a picture of the window", Place.MORE),
    Entry(Window.SOUND, (pygame.K_m,), "M", "Sound", "let the machine be heard, or not", Place.MORE),
    Entry(
        Window.CAPTIONS, (pygame.K_c,), "C", "Captions", "write what there is to hear at the foot, or not", Place.MORE
    ),
    Entry(Window.FULL_SCREEN, (pygame.K_F11,), "F11", "Full screen", "full screen, or back to a window", Place.MORE),
    Entry(
        Window.LEAVE,
        (pygame.K_ESCAPE,),
        "Esc",
        "Leave",
        "close what is open; with nothing open, twice: leave",
        Place.MORE,
    ),
)
POINTING_KEYS = (
    ("Ctrl Q", "leave at once"),
    ("1 – 9", "the views, in the order of their tabs"),
    ("Tab", "to the next control or group of things; with Shift, back"),
    ("Arrows", "from thing to thing in a group, lesson to lesson in the time line"),
    ("Home End", "in the time line: to the first lesson, to the latest"),
    ("Enter", "press the control, or open the card of the thing"),
    ("Click", "open the card of the thing, or close it"),
    ("Wheel", "scroll what is below the mouse"),
)
"""What the keys do that reach everything else: their names and the words of the list."""
SIGNS: dict[str, Action] = {
    "+": ChangeSpeed(1),
    "-": ChangeSpeed(-1),
    "/": StepPass(),
}  # typed with Shift, on many keyboards
DIGITS = tuple(pygame.K_1 + number for number in range(LAST_TAB_KEY))
PAD_DIGITS = tuple(pygame.K_KP_1 + number for number in range(LAST_TAB_KEY))


class Keys:
    """What each key asks for, of *entries*."""

    def __init__(self, entries: Sequence[Entry] = ENTRIES) -> None:
        self.plain: dict[int, Action] = {key: one.action for one in entries if not one.ctrl for key in one.keys}
        self.with_ctrl: dict[int, Action] = {key: one.action for one in entries if one.ctrl for key in one.keys}
        actions = {one.action for one in entries}
        self._signs = {sign: action for sign, action in SIGNS.items() if action in actions}
        if Window.LEAVE in actions:
            self.with_ctrl[pygame.K_q] = Window.LEAVE

    def action_of(self, event: pygame.event.Event) -> Action | None:
        """What a key press asks for, if anything."""
        if getattr(event, "mod", 0) & COMMAND_KEYS:
            return self.with_ctrl.get(event.key)
        return self.plain.get(event.key) or self._signs.get(event.unicode)


def tab_of(event: pygame.event.Event) -> int | None:
    """Which tab, from 0, a key press asks for, if any; a digit that is typed as a sign is none."""
    if event.unicode in SIGNS or getattr(event, "mod", 0) & COMMAND_KEYS:
        return None
    pairs = enumerate(zip(DIGITS, PAD_DIGITS, strict=True))
    return next((number for number, keys in pairs if event.key in keys), None)
