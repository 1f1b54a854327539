"""The number pad on which those who look after an exhibit type its PIN."""

import math

import pygame
from pygame import Rect

from perceptron_sim.exhibit.attendance import Deed, Digit, State
from perceptron_sim.exhibit.pin import MOST_DIGITS
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.exhibit.large import (
    PLATE_HEIGHT,
    TITLES,
    WORDS,
    Plate,
    draw_plate,
    draw_sheet,
    row_of,
    write_fitted,
)
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.widgets import ENTER

WIDTH, HEIGHT = 620, 940  # at 1920 x 1080
EDGE, GAP = 40, 16
DOT = 9
ROWS: tuple[tuple[tuple[str, Deed | Digit], ...], ...] = (
    *(tuple((str(digit), Digit(digit)) for digit in range(first, first + 3)) for first in (1, 4, 7)),
    (("Erase", Deed.ERASE), ("0", Digit(0)), ("Enter", Deed.ENTER)),
    (("Back", Deed.CANCEL),),
)
KEYS: dict[int, Deed | Digit] = {
    **{pygame.K_0 + digit: Digit(digit) for digit in range(10)},
    pygame.K_KP_0: Digit(0),
    **{pygame.K_KP_1 + digit - 1: Digit(digit) for digit in range(1, 10)},
    **dict.fromkeys(ENTER, Deed.ENTER),
    pygame.K_BACKSPACE: Deed.ERASE,
    pygame.K_ESCAPE: Deed.CANCEL,
}


class NumberPad:
    """Ten digits, and what else it takes, in the middle of a window of *size*."""

    def __init__(self, size: tuple[int, int], type_: Type) -> None:
        px = type_.scale.px
        self._type = type_
        self.area = Rect(0, 0, px(WIDTH), px(HEIGHT))
        self.area.center = (size[0] // 2, size[1] // 2)
        inner, plates = self.area.inflate(-2 * px(EDGE), -2 * px(EDGE)), []
        pitch = px(PLATE_HEIGHT) + px(GAP)
        top = inner.bottom - len(ROWS) * pitch + px(GAP)
        for number, row in enumerate(ROWS):
            places = row_of(Rect(inner.left, top + number * pitch, inner.width, px(PLATE_HEIGHT)), len(row), px(GAP))
            plates += [
                Plate(area, words, deed, lit=deed is Deed.ENTER)
                for area, (words, deed) in zip(places, row, strict=True)
            ]
        self.plates = tuple(plates)

    def press(self, position: tuple[int, int]) -> Deed | Digit | None:
        """What a touch at *position* says; None beside all keys."""
        return next((plate.deed for plate in self.plates if plate.area.collidepoint(position)), None)

    def key(self, event: pygame.event.Event) -> Deed | Digit | None:
        """What a key of the keyboard says."""
        return KEYS.get(event.key)

    def draw(self, surface: pygame.Surface, state: State) -> None:
        """The pad; of what was typed a dot for each digit, and what became of the last PIN."""
        type_, px, area = self._type, self._type.scale.px, self.area
        draw_sheet(surface, type_, area)
        width, title = area.width - 2 * px(EDGE), area.top + px(EDGE) + px(30)
        write_fitted(surface, type_, self._words(state), (area.centerx, title), WORDS, width, theme.TEXT, "centre")
        if state.typed:
            left = area.centerx - (len(state.typed) - 1) * px(36) // 2
            for number in range(min(len(state.typed), MOST_DIGITS)):
                at = (left + number * px(36), title + px(64))
                pygame.draw.aacircle(surface, theme.CREAM, at, px(DOT))
        else:
            at = (area.centerx, title + px(76))
            write_fitted(surface, type_, "PIN", at, TITLES[3:], width, theme.MUTED, "centre")
        for plate in self.plates:
            draw_plate(surface, type_, plate, focused=False)

    @staticmethod
    def _words(state: State) -> str:
        if state.barred_s > 0:
            return f"Too many wrong PINs: wait {math.ceil(state.barred_s)} s"
        return "That is not the PIN" if state.wrong and not state.typed else "For those who look after this"
