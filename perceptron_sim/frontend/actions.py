"""What a user can ask for, in one table: the key, the words on its button, and the value it sends."""

from dataclasses import dataclass
from enum import Enum

import pygame

from perceptron_sim.commands import ChangeSpeed, ModelCommand, PaceCommand, Pause, ResetWeights, StepExposure


class View(Enum):
    """Asked of the window itself; the model never hears of it."""

    NEXT_SEED = "a new seed"
    FULL_SCREEN = "full screen"
    HELP = "keys"
    LEAVE = "leave"


Action = View | PaceCommand | ModelCommand


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
    Entry(StepExposure(), (pygame.K_RIGHT,), "→", "Step", "one exposure, then stand still"),
    Entry(ChangeSpeed(-1), (pygame.K_MINUS, pygame.K_KP_MINUS), "−", "−", "slower, down to real time"),
    Entry(
        ChangeSpeed(1),
        (pygame.K_PLUS, pygame.K_KP_PLUS, pygame.K_EQUALS),
        "+",
        "+",
        "faster, up to all the computer can",
    ),
    Entry(ResetWeights(), (pygame.K_r,), "R", "Reset weights", "both learners forget; wiring and clock go on"),
    Entry(View.NEXT_SEED, (pygame.K_n,), "N", "New seed", "begin again with other wiring and order"),
    Entry(View.FULL_SCREEN, (pygame.K_F11,), "F11", "Full screen", "full screen, or back to a window"),
    Entry(View.HELP, (pygame.K_F1,), "F1", "Keys", "show or hide this list"),
    Entry(View.LEAVE, (pygame.K_ESCAPE,), "Esc", "Leave", "leave the simulator"),
)
KEYS: dict[int, Action] = {key: entry.action for entry in ENTRIES for key in entry.keys}
SIGNS: dict[str, Action] = {"+": ChangeSpeed(1), "-": ChangeSpeed(-1)}  # typed with Shift on many keyboards


def action_of(event: pygame.event.Event) -> Action | None:
    """What a key press asks for, if anything."""
    return KEYS.get(event.key) or SIGNS.get(event.unicode)
