"""What lies over a visit that stands still: the countdown, the code of what was kept, the number pad."""

import pygame
from pygame.event import Event

from perceptron_sim.exhibit.attendance import Deed, Digit, Phase, Rules, State, left_s
from perceptron_sim.exhibit.config import ExhibitSpec
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.exhibit.number_pad import NumberPad
from perceptron_sim.frontend.exhibit.question import (
    FINISH,
    FINISHED,
    GO_ON,
    KEEP,
    STAY,
    STILL_THERE,
    Asked,
    Question,
)
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale

VEIL = 175  # of 255: the visit below stays to be seen, and is not read any more
BEGINS_ANEW = "Then everything begins anew, for the next visitor."
KEPT, NOT_KEPT = "Your work is kept", "Your work could not be kept"
SORRY = "We are sorry. Whoever looks after this exhibit has been told why."


class Overlay:
    """What is asked, on a dimmed picture of what was there before."""

    def __init__(self, spec: ExhibitSpec, rules: Rules) -> None:
        self._spec, self._rules = spec, rules
        self._still: pygame.Surface | None = None
        self._shown: Question | NumberPad | None = None
        self._phase, self._title = Phase.ATTRACT, ""
        self._type: Type | None = None

    def begin(self, state: State, surface: pygame.Surface, *, finished: bool) -> None:
        """Ask what the phase of *state* asks, over what is on *surface*; *finished*: the visitor wanted to go."""
        self._phase = state.phase
        self._title = FINISHED if finished else STILL_THERE
        if state.phase not in (Phase.COUNTDOWN, Phase.KEPT, Phase.PAD):
            self._still = self._shown = None
            return
        if self._still is None:
            self._still = _dimmed(surface)
        self._shown = self._built(surface.size)

    def fit(self, surface: pygame.Surface) -> None:
        """Go on on a window of another size."""
        if self._still is not None and self._still.size != surface.size:
            self._still = pygame.transform.smoothscale(self._still, surface.size)
            self._shown = self._built(surface.size)

    def take(self, event: Event) -> Deed | Digit | None:
        """What *event* says to what is asked, if anything; a touch beside all plates is a touch."""
        if self._shown is None:
            return None
        match event.type:
            case pygame.KEYDOWN:
                return self._shown.key(event)
            case pygame.MOUSEBUTTONDOWN if event.button == 1 and not getattr(event, "touch", False):
                return self._shown.press(event.pos) or Deed.TOUCH
            case pygame.FINGERDOWN:
                surface = pygame.display.get_surface()
                width, height = surface.size if surface else (0, 0)
                return self._shown.press((round(event.x * width), round(event.y * height))) or Deed.TOUCH
        return None

    def draw(self, surface: pygame.Surface, state: State) -> None:
        """What is asked, as it stands."""
        if self._still is not None:
            surface.blit(self._still, (0, 0))
        if isinstance(self._shown, NumberPad):
            self._shown.draw(surface, state)
        elif self._shown is not None:
            self._shown.draw(surface, self._asked(state))

    def _built(self, size: tuple[int, int]) -> Question | NumberPad:
        if self._type is None or self._type.scale != Scale.of(size):
            self._type = Type(Scale.of(size))
        if self._phase is Phase.PAD:
            return NumberPad(size, self._type)
        if self._phase is Phase.KEPT:
            return Question(size, self._type, ((FINISH, Deed.FINISH), (GO_ON, Deed.STAY)))
        kept = ((KEEP, Deed.KEEP),) if self._rules.keeps else ()
        return Question(size, self._type, ((FINISH, Deed.FINISH), *kept, (STAY, Deed.STAY)))

    def _asked(self, state: State) -> Asked:
        rest_s = left_s(state, self._rules)
        if state.phase is not Phase.KEPT:
            return Asked(title=self._title, words=BEGINS_ANEW, left_s=rest_s, most_s=self._rules.countdown_s)
        if state.code is None:
            return Asked(title=NOT_KEPT, words=SORRY)
        return Asked(title=KEPT, words=self._spec.keep.words, code=state.code)


def _dimmed(surface: pygame.Surface) -> pygame.Surface:
    still = surface.copy()
    veil = pygame.Surface(surface.size)
    veil.fill(theme.GROUND)
    veil.set_alpha(VEIL)
    still.blit(veil, (0, 0))
    return still
