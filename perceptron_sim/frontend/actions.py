"""What a user can ask for, in one table: the key, the words on its button, and the value it sends."""

from dataclasses import dataclass
from enum import Enum

import pygame

from perceptron_sim.commands import (
    ChangeSpeed,
    ModelCommand,
    PaceCommand,
    Pause,
    ResetWeights,
    ShowView,
    StartExperiment,
    StepExposure,
)


class Window(Enum):
    """Asked of the window itself; the model never hears of it."""

    NEXT_SEED = "a new seed"
    FULL_SCREEN = "full screen"
    HELP = "keys"
    LEAVE = "leave"


Action = Window | ShowView | StartExperiment | PaceCommand | ModelCommand


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to do. keys are pygame's key codes; button is what the button says, help what the list of keys says."""

    action: Action
    keys: tuple[int, ...]
    key_name: str
    button: str
    help: str


ENTRIES = (
    Entry(Pause(), (pygame.K_SPACE,), "Space", "Pause", "stop the clock, or let it go on"),
    Entry(StepExposure(), (pygame.K_PERIOD, pygame.K_KP_PERIOD), "Full stop", "Step", "one exposure, then stand still"),
    Entry(ChangeSpeed(-1), (pygame.K_MINUS, pygame.K_KP_MINUS), "−", "−", "slower, down to real time"),
    Entry(
        ChangeSpeed(1),
        (pygame.K_PLUS, pygame.K_KP_PLUS, pygame.K_EQUALS),
        "+",
        "+",
        "faster, up to all the computer can",
    ),
    Entry(ResetWeights(), (pygame.K_r,), "R", "Reset weights", "both learners forget; wiring and clock go on"),
    Entry(Window.NEXT_SEED, (pygame.K_n,), "N", "New seed", "begin again with other wiring and order"),
    Entry(Window.HELP, (pygame.K_F1,), "F1", "Keys", "show or hide this list"),
    Entry(Window.FULL_SCREEN, (pygame.K_F11,), "F11", "Full screen", "full screen, or back to a window"),
    Entry(Window.LEAVE, (pygame.K_ESCAPE,), "Esc", "Leave", "close the open card; without one, twice: leave"),
)
POINTING_KEYS = (
    ("Ctrl Q", "leave at once"),
    ("1 – 7", "the views, in the order of their tabs"),
    ("Tab", "to the next control or group of things; with Shift, back"),
    ("Arrows", "from thing to thing within a group, once Tab has reached one"),
    ("Enter", "press the control, or open the card of the thing"),
    ("Click", "open the card of the thing, or close it"),
    ("Wheel", "scroll what is below the mouse"),
)
"""What the keys do that reach everything else: their names and the words of the list."""
KEYS: dict[int, Action] = {key: entry.action for entry in ENTRIES for key in entry.keys}
SIGNS: dict[str, Action] = {"+": ChangeSpeed(1), "-": ChangeSpeed(-1)}  # typed with Shift on many keyboards
DIGITS = tuple(zip(range(pygame.K_1, pygame.K_8), range(pygame.K_KP_1, pygame.K_KP_8), strict=True))


def action_of(event: pygame.event.Event) -> Action | None:
    """What a key press asks for, if anything."""
    if getattr(event, "mod", 0) & (pygame.KMOD_CTRL | pygame.KMOD_META):
        return Window.LEAVE if event.key == pygame.K_q else None
    return KEYS.get(event.key) or SIGNS.get(event.unicode)


def tab_of(event: pygame.event.Event) -> int | None:
    """Which tab, from 0, a key press asks for, if any; a digit that is typed as a sign is none."""
    if event.unicode in SIGNS:
        return None
    return next((number for number, keys in enumerate(DIGITS) if event.key in keys), None)
