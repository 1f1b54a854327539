"""The title line of a panel of this view: name, then what it is in small type, at the right what comes out."""

import pygame

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import heading_baseline, heading_of
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour


def draw_heading(
    surface: pygame.Surface,
    panel: pygame.Rect,
    type_: Type,
    name: str,
    about: str = "",
    says: str = "",
    colour: Colour = theme.TEXT,
) -> None:
    """*name*, *about* as far as there is room, *says* at the right in *colour*; all on one baseline."""
    place, baseline, gap = heading_of(panel, type_), heading_baseline(panel, type_), type_.scale.px(16)
    right = place.right
    if says:
        right = type_.write(surface, says, (right, baseline), theme.TITLE, colour, "right").left - gap
    left = type_.write(surface, name, (place.left, baseline), theme.TITLE).right + gap
    if about:
        text = type_.fitted(about, theme.SMALL, right - left)
        type_.write(surface, text, (left, baseline), theme.SMALL, theme.MUTED)


def draw_label(surface: pygame.Surface, at: tuple[int, int], type_: Type, name: str, figure: str, width: int) -> None:
    """A small label and its figure, from the top left corner *at*."""
    baseline = at[1] + type_.ascent(theme.LABEL)
    text = type_.fitted(name.upper(), theme.LABEL, width)
    x = type_.write(surface, text, (at[0], baseline), theme.LABEL, theme.MUTED).right + type_.scale.px(8)
    if figure and type_.width(figure, theme.SMALL) <= at[0] + width - x:
        type_.write(surface, figure, (x, baseline), theme.SMALL)
