"""What panels share: their ground, their titles, their small labels."""

import pygame

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import CORNER, Grid
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour


def draw_ground(surface: pygame.Surface, area: pygame.Rect, type_: Type) -> None:
    """A panel's quiet rounded ground."""
    pygame.draw.rect(surface, theme.PANEL, area, border_radius=type_.scale.px(CORNER))


def draw_title_line(
    surface: pygame.Surface, panel: pygame.Rect, area: pygame.Rect, type_: Type, title: str, colour: Colour
) -> None:
    """A panel's name on one line, with a bar in its learner's colour on the panel's edge."""
    px = type_.scale.px
    baseline = area.top + type_.font(theme.TITLE).get_ascent()
    type_.write(surface, title, (area.left, baseline), theme.TITLE)
    bar = pygame.Rect(panel.left, area.top + px(4), px(5), type_.font(theme.TITLE).get_ascent())
    pygame.draw.rect(surface, colour, bar, border_radius=px(2))


def draw_label(
    surface: pygame.Surface,
    at: tuple[int, int],
    type_: Type,
    name: str,
    figure: str = "",
    right: int | None = None,
) -> None:
    """What a thing is in small capitals, then its live figure, up to *right*; *at*: top left of the thing below."""
    baseline = label_baseline(at[1], type_)
    x = type_.write(surface, name.upper(), (at[0], baseline), theme.LABEL, theme.MUTED).right + type_.scale.px(10)
    if figure and (right is None or x < right):
        text = figure if right is None else type_.fitted(figure, theme.SMALL, right - x)
        type_.write(surface, text, (x, baseline), theme.SMALL, theme.TEXT)


def label_baseline(top: int, type_: Type) -> int:
    """The baseline of the label of a thing whose upper edge is *top*."""
    return top - type_.scale.px(6) - (type_.height(theme.LABEL) - type_.ascent(theme.LABEL))


def label_over(
    surface: pygame.Surface, grid: Grid, type_: Type, name: str, figure: str = "", right: int | None = None
) -> None:
    """The label of a grid."""
    draw_label(surface, (grid.left, grid.top), type_, name, figure, right)


def draw_verdict(
    surface: pygame.Surface,
    at: tuple[int, int],
    type_: Type,
    verb: str,
    answer: str,
    right: bool,
    colour: Colour,
    width: int | None = None,
) -> None:
    """The answer large, as in 'reads E', and the verdict by word, sign and colour; *at*: left end of the baseline.

    An answer for which *width* has no room is written smaller, then without the verb, then cut short.
    """
    px = type_.scale.px
    sign, word, verdict = ("✓", "right", theme.RIGHT) if right else ("✗", "wrong", theme.WRONG)
    style, x = theme.GIANT if len(answer) == 1 else theme.TITLE, at[0]
    said = type_.width(verb, theme.BODY) + px(12)
    if width is not None:
        room = width - type_.width(sign, theme.SIGN) - type_.width(word, theme.STRONG) - px(22)
        if type_.width(answer, style) > room - said:
            style = theme.STRONG
        if type_.width(answer, style) > room - said:
            verb = ""
        answer = type_.fitted(answer, style, room)
    if verb:
        x = type_.write(surface, verb, at, theme.BODY, theme.MUTED).right + px(12)
    x = type_.write(surface, answer, (x, at[1]), style, colour).right + px(16)
    x = type_.write(surface, sign, (x, at[1]), theme.SIGN, verdict).right + px(6)
    type_.write(surface, word, (x, at[1]), theme.STRONG, verdict)
