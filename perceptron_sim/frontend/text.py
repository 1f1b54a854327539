"""Text on surfaces: rendered once, kept while it is used, placed by its baseline."""

from collections import OrderedDict
from typing import Literal

import pygame

from perceptron_sim.assets import verify
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.theme import Colour, Scale, Style

Align = Literal["left", "centre", "right"]
KEPT = 1024


class Type:
    """Writes in the house's styles at one scale."""

    def __init__(self, scale: Scale) -> None:
        self.scale = scale
        self._fonts: dict[Style, pygame.font.Font] = {}
        self._rendered: OrderedDict[tuple[str, Style, Colour], pygame.Surface] = OrderedDict()

    def font(self, style: Style) -> pygame.font.Font:
        """The font of *style* at this scale."""
        if style not in self._fonts:
            self._fonts[style] = pygame.font.Font(verify(style.face), self.scale.text_px(style.size))
        return self._fonts[style]

    def height(self, style: Style) -> int:
        """Line height of *style* in pixels."""
        return self.font(style).get_linesize()

    def width(self, text: str, style: Style) -> int:
        """Width of *text* in pixels."""
        return self.font(style).size(text)[0]

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
        x, y = at[0], at[1] - self.font(style).get_ascent()
        x -= {"left": 0, "centre": image.get_width() // 2, "right": image.get_width()}[align]
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
            image = self._rendered[key] = self.font(style).render(text, True, colour)
            if len(self._rendered) > KEPT:
                self._rendered.popitem(last=False)
        else:
            self._rendered.move_to_end(key)
        return image
