"""The list of keys, over everything else."""

import pygame

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.actions import ENTRIES
from perceptron_sim.frontend.text import Type

BY_OTHER_MEANS = "Tab and Enter reach every button; so does the mouse, which moves the slider too."


def draw_help(surface: pygame.Surface, type_: Type) -> None:
    """A sheet in the middle of *surface* with every key and what it does."""
    px = type_.scale.px
    line = type_.height(theme.BODY) + px(14)
    keys = max(type_.width(entry.key_name, theme.STRONG) for entry in ENTRIES)
    words = max(type_.width(entry.help, theme.BODY) for entry in ENTRIES)
    words = max(words, type_.width(BY_OTHER_MEANS, theme.SMALL) - keys - px(40))
    head = type_.height(theme.TITLE) + px(16)
    sheet = pygame.Rect(0, 0, keys + words + px(40 + 2 * 40), head + (len(ENTRIES) + 1) * line + px(2 * 28))
    sheet.center = surface.get_rect().center
    veil = pygame.Surface(surface.get_size(), pygame.SRCALPHA)
    veil.fill((*theme.GROUND, 190))
    surface.blit(veil, (0, 0))
    pygame.draw.rect(surface, theme.RAISED, sheet, border_radius=px(14))
    left, y = sheet.left + px(40), sheet.top + px(28) + type_.font(theme.TITLE).get_ascent()
    type_.write(surface, "Keys", (left, y), theme.TITLE)
    y += head
    for entry in ENTRIES:
        style = theme.STRONG if entry.key_name != "→" else theme.SIGN
        type_.write(surface, entry.key_name, (left, y), style)
        type_.write(surface, entry.help, (left + keys + px(40), y), theme.BODY)
        y += line
    type_.write(surface, BY_OTHER_MEANS, (left, y), theme.SMALL, theme.MUTED)
