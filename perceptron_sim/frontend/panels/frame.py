"""What panels share: their ground, their titles, their small labels."""

import pygame

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import Grid
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour


def draw_ground(surface: pygame.Surface, area: pygame.Rect, type_: Type) -> None:
    """A panel's quiet rounded ground."""
    pygame.draw.rect(surface, theme.PANEL, area, border_radius=type_.scale.px(14))


def draw_title(
    surface: pygame.Surface, area: pygame.Rect, type_: Type, title: str, subtitle: str, colour: Colour
) -> None:
    """A panel's name beside a bar in its learner's colour."""
    px = type_.scale.px
    baseline = area.top + type_.font(theme.TITLE).get_ascent()
    type_.write(surface, title, (area.left, baseline), theme.TITLE)
    bottom = baseline + type_.height(theme.SMALL) + px(2)
    text = type_.fitted(subtitle, theme.SMALL, area.width)
    type_.write(surface, text, (area.left, bottom), theme.SMALL, theme.MUTED)
    bar = pygame.Rect(area.left - px(28), area.top + px(2), px(5), bottom - area.top)
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
    baseline = at[1] - type_.scale.px(6) - (type_.height(theme.LABEL) - type_.font(theme.LABEL).get_ascent())
    x = type_.write(surface, name.upper(), (at[0], baseline), theme.LABEL, theme.MUTED).right + type_.scale.px(10)
    if figure and (right is None or x < right):
        text = figure if right is None else type_.fitted(figure, theme.SMALL, right - x)
        type_.write(surface, text, (x, baseline), theme.SMALL, theme.TEXT)


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
) -> None:
    """The answer large, as in 'reads E', and the verdict by word, sign and colour; *at*: left end of the baseline."""
    px = type_.scale.px
    x = type_.write(surface, verb, at, theme.BODY, theme.MUTED).right + px(12)
    style = theme.GIANT if len(answer) == 1 else theme.TITLE
    x = type_.write(surface, answer, (x, at[1]), style, colour).right + px(16)
    sign, word, verdict = ("✓", "right", theme.RIGHT) if right else ("✗", "wrong", theme.WRONG)
    x = type_.write(surface, sign, (x, at[1]), theme.SIGN, verdict).right + px(6)
    type_.write(surface, word, (x, at[1]), theme.STRONG, verdict)
