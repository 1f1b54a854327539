"""Figures in columns: letters of equal width, each drawn once, decimal points below each other."""

from functools import lru_cache

import pygame

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour

GLYPHS_KEPT = 512


class Figures:
    """Collects figures of one size and writes all of them at once."""

    def __init__(self, type_: Type) -> None:
        self._type = type_
        self.pitch = type_.width("0", theme.FIGURE_SMALL)
        self._ascent = type_.ascent(theme.FIGURE_SMALL)
        self._glyph = lru_cache(maxsize=GLYPHS_KEPT)(self._drawn)
        self._waiting: list[tuple[pygame.Surface, tuple[int, int]]] = []

    def width(self, text: str) -> int:
        """How wide *text* is."""
        return len(text) * self.pitch

    def right(self, text: str, x: int, baseline: int, colour: Colour = theme.TEXT) -> None:
        """*text* ending at *x*."""
        left, top, pitch, glyph = x - self.width(text), baseline - self._ascent, self.pitch, self._glyph
        self._waiting += [(glyph(letter, colour), (left + k * pitch, top)) for k, letter in enumerate(text)]

    def at_point(self, text: str, x: int, baseline: int, colour: Colour = theme.TEXT) -> None:
        """*text* with its decimal point, or where that would be, at *x*."""
        after = len(text) - len(text.partition(".")[0])
        self.right(text, x + after * self.pitch, baseline, colour)

    def write(self, surface: pygame.Surface) -> None:
        """Write all that has been collected."""
        surface.fblits(self._waiting)
        self._waiting.clear()

    def _drawn(self, letter: str, colour: Colour) -> pygame.Surface:
        glyph = pygame.Surface((self.pitch, self._type.height(theme.FIGURE_SMALL)), pygame.SRCALPHA)
        glyph.fill((*colour, 0))
        self._type.write(glyph, letter, (0, self._ascent), theme.FIGURE_SMALL, colour)
        return glyph.convert_alpha() if pygame.display.get_surface() else glyph
