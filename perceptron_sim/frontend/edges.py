"""The edges of what is scrolled: a shade over the lower one says that it goes on."""

from functools import lru_cache

import pygame
from pygame import Rect

from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour
from perceptron_sim.frontend.widgets import ScrollArea

DEEP = 40  # at 1920 x 1080
OPAQUE = 255


@lru_cache(maxsize=16)
def _shade(size: tuple[int, int], ground: Colour) -> pygame.Surface:
    """Nothing above, the *ground* below."""
    strip = pygame.Surface(size, pygame.SRCALPHA)
    for y in range(size[1]):
        strip.fill((*ground, round(OPAQUE * (y + 1) / size[1])), (0, y, size[0], 1))
    return strip.convert_alpha() if pygame.display.get_surface() else strip


def draw_lower_edge(surface: pygame.Surface, type_: Type, scroll: ScrollArea, ground: Colour) -> None:
    """Let what goes on below *scroll* fade into its *ground*; nothing where it ends there."""
    if scroll.offset < scroll.furthest:
        deep = type_.scale.px(DEEP)
        shade = _shade((scroll.area.width - type_.scale.px(12), deep), ground)
        surface.blit(shade, Rect(scroll.area.left, scroll.area.bottom - deep, 0, 0))
