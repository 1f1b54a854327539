"""The picture that all lanes have answered last, and how many named it rightly."""

import numpy as np
import pygame

from perceptron_sim.experiments.words import counted
from perceptron_sim.explain.race import RaceNow
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.signed import paletted, shades
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.race.chart import LEVELS
from perceptron_sim.frontend.views.race.layout import RaceLayout
from perceptron_sim.quantities import share

CARD = shades(theme.INK, theme.CREAM, 64)


def draw_saw(surface: pygame.Surface, layout: RaceLayout, type_: Type, now: RaceNow) -> None:
    """The picture as the retina is lit by it, what it is, and the answers counted."""
    place, words, px = layout.picture, layout.beside, type_.scale.px
    pad = px(5)
    pygame.draw.rect(surface, theme.INK, place.inflate(2 * pad, 2 * pad), border_radius=pad)
    if now.image is not None:
        light = np.rint(np.clip(now.image, 0, 1) * (len(CARD) - 1)).astype(np.uint8)
        surface.blit(pygame.transform.scale(paletted(light.T, CARD), place.size), place)
    name = "" if now.label is None else now.class_names[now.label]
    baseline = words.top + type_.ascent(theme.LABEL)
    x = type_.write(surface, "ALL SAW", (words.left, baseline), theme.LABEL, theme.MUTED).right + px(10)
    type_.write(surface, type_.fitted(name, theme.SMALL, words.right - x), (x, baseline), theme.SMALL)
    line = type_.height(theme.SMALL)
    baseline = words.bottom - line + type_.ascent(theme.SMALL)
    passes = f"pass {now.pass_number:,} of at most {now.pass_limit:,}"
    for told in (passes, f"after {counted(now.exposures, 'exposure')}"):
        type_.write(
            surface, type_.fitted(told, theme.SMALL, words.width), (words.left, baseline), theme.SMALL, theme.MUTED
        )
        baseline -= line
    _draw_count(surface, type_, (words.left, words.centery - line // 2 + px(6)), now)
    _draw_label(surface, layout, type_, now)


def _draw_count(surface: pygame.Surface, type_: Type, at: tuple[int, int], now: RaceNow) -> None:
    """How many answered rightly and how many wrongly, each with its sign."""
    answered = sum(one.trial is not None for one in now.runners)
    if not answered:
        type_.write(surface, "no picture yet", at, theme.SMALL, theme.MUTED)
        return
    x, px = at[0], type_.scale.px
    for sign, number, word, colour in (
        ("✓", now.right, "right", theme.RIGHT),
        ("✗", answered - now.right, "wrong", theme.WRONG),
    ):
        x = type_.write(surface, sign, (x, at[1]), theme.SIGN, colour).right + px(8)
        x = type_.write(surface, f"{number}", (x, at[1]), theme.FIGURE_LARGE).right + px(8)
        x = type_.write(surface, word, (x, at[1]), theme.SMALL, theme.TEXT).right + px(24)


def _draw_label(surface: pygame.Surface, layout: RaceLayout, type_: Type, now: RaceNow) -> None:
    """What the curves are."""
    px, plot = type_.scale.px, layout.plot
    left = layout.picture.left
    baseline = plot.top - px(22)
    x = type_.write(surface, "RIGHT ANSWERS", (left, baseline), theme.LABEL, theme.MUTED).right + px(10)
    type_.write(surface, f"share of the last {now.taught:,}", (x, baseline), theme.SMALL, theme.TEXT)
    for level in LEVELS:
        y = round(plot.bottom - level * plot.height) + px(5)
        type_.write(surface, share(level), (plot.left - px(12), y), theme.SMALL, theme.MUTED, "right")
