"""Text on surfaces: rendered once, kept while it is used, placed by its baseline; no letter is ever missing."""

from collections import OrderedDict
from typing import Literal

import pygame

from perceptron_sim.assets import verify
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.theme import Colour, Scale, Style

Align = Literal["left", "centre", "right"]
KEPT = 1024  # widths
KEPT_PIXELS = 1_500_000  # of rendered text, at 1920 x 1080: many times what one picture has of it
NO_LETTER = "\U0010fffd"  # for private use: no face has it, all show their box


class Type:
    """Writes in the house's styles at one scale."""

    def __init__(self, scale: Scale) -> None:
        self.scale = scale
        self._fonts: dict[Style, pygame.font.Font] = {}
        self._sign_fonts: dict[int, pygame.font.Font] = {}
        self._letters: dict[str, dict[str, bool]] = {}
        self._ascents: dict[Style, int] = {}
        self._widths: dict[tuple[str, Style], int] = {}
        self._rendered: OrderedDict[tuple[str, Style, Colour], pygame.Surface] = OrderedDict()
        self._pixels, self._most_pixels = 0, round(KEPT_PIXELS * max(1.0, scale.factor**2))

    def font(self, style: Style) -> pygame.font.Font:
        """The font of *style* at this scale."""
        if style not in self._fonts:
            self._fonts[style] = pygame.font.Font(verify(style.face), self.scale.text_px(style.size))
        return self._fonts[style]

    def ascent(self, style: Style) -> int:
        """How far *style* rises above its baseline, in pixels."""
        ascent = self._ascents.get(style)
        if ascent is None:
            ascent = self._ascents[style] = self.font(style).get_ascent()
        return ascent

    def height(self, style: Style) -> int:
        """Line height of *style* in pixels."""
        return self.font(style).get_linesize()

    def width(self, text: str, style: Style) -> int:
        """Width of *text* in pixels."""
        key = (text, style)
        width = self._widths.get(key)
        if width is None:
            if len(self._widths) >= KEPT:
                self._widths.clear()
            width = self._widths[key] = sum(font.size(part)[0] for part, font in self._runs(text, style))
        return width

    def write(
        self,
        surface: pygame.Surface,
        text: str,
        at: tuple[int, int],
        style: Style = theme.BODY,
        colour: Colour = theme.TEXT,
        align: Align = "left",
    ) -> pygame.Rect:
        """Write *text* with its baseline at *at*; return the rectangle it covers."""
        image = self._image(text, style, colour)
        x, y = at[0], at[1] - self.ascent(style)
        if align != "left":
            x -= image.get_width() // 2 if align == "centre" else image.get_width()
        return surface.blit(image, (x, y))

    def fitted(self, text: str, style: Style, width: int) -> str:
        """*text*, shortened with an ellipsis where it is wider than *width* pixels."""
        if self.width(text, style) <= width:
            return text
        while text and self.width(text + "…", style) > width:
            text = text[:-1]
        return text.rstrip(" ,.") + "…"

    def wrapped(self, text: str, style: Style, width: int) -> list[str]:
        """*text* in lines no wider than *width* pixels."""
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(longer, style) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def _image(self, text: str, style: Style, colour: Colour) -> pygame.Surface:
        key = (text, style, colour)
        image = self._rendered.get(key)
        if image is None:
            image = self._rendered[key] = self._render(text, style, colour)
            self._pixels += image.get_width() * image.get_height()
            while self._pixels > self._most_pixels and len(self._rendered) > 1:
                _, oldest = self._rendered.popitem(last=False)
                self._pixels -= oldest.get_width() * oldest.get_height()
        else:
            self._rendered.move_to_end(key)
        return image

    def _render(self, text: str, style: Style, colour: Colour) -> pygame.Surface:
        """*text* as a picture, as high as its style's lines; signs of another face stand on the same baseline."""
        runs = self._runs(text, style)
        if len(runs) == 1 and runs[0][1] is self.font(style):
            return runs[0][1].render(text, True, colour)
        whole = pygame.Surface((self.width(text, style), self.font(style).get_height()), pygame.SRCALPHA)
        whole.fill((*colour, 0))
        x = 0
        for part, font in runs:
            drawn = font.render(part, True, colour)
            whole.blit(drawn, (x, self.ascent(style) - font.get_ascent()))
            x += drawn.get_width()
        return whole

    def _runs(self, text: str, style: Style) -> list[tuple[str, pygame.font.Font]]:
        """*text* in parts, each with a font that has all its letters: the style's own, else that of the signs."""
        own = self.font(style)
        if text.isascii():
            return [(text, own)]
        runs: list[tuple[str, pygame.font.Font]] = []
        for letter in text:
            font = own if self._has(style, letter) else self._signs(style)
            if runs and runs[-1][1] is font:
                runs[-1] = runs[-1][0] + letter, font
            else:
                runs.append((letter, font))
        return runs

    def _has(self, style: Style, letter: str) -> bool:
        """Whether the face of *style* has *letter*."""
        known = self._letters.setdefault(style.face, {})
        if letter not in known:
            known[letter] = _picture(self.font(style), letter) != _picture(self.font(style), NO_LETTER)
        return known[letter]

    def _signs(self, style: Style) -> pygame.font.Font:
        """The face that has the signs, at the size of *style*."""
        size = self.scale.text_px(style.size)
        if size not in self._sign_fonts:
            self._sign_fonts[size] = pygame.font.Font(verify(theme.SYMBOLS), size)
        return self._sign_fonts[size]


def _picture(font: pygame.font.Font, letter: str) -> bytes:
    return pygame.image.tobytes(font.render(letter, False, theme.TEXT, theme.INK), "RGB")
