"""Between the panels: the picture both learners see, and the score of both in one table."""

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pygame
from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.panels.frame import draw_label
from perceptron_sim.frontend.signed import paletted, shades
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.side_by_side.layout import MiddleLayout
from perceptron_sim.frontend.widgets import baseline_in
from perceptron_sim.ledger import Score
from perceptron_sim.quantities import NOTHING, count, energy, share, short_duration
from perceptron_sim.snapshot import SessionSnapshot

ASSUMED = "○"
NOTE = "rests on assumed values"
HEADING = ("1960", "today")
RECENT = "recent"  # the row of the answers counted last
LESSON = "held_out"  # the row that matters most in the end
CARD = shades(theme.INK, theme.CREAM, 64)


class Row(NamedTuple):
    """A line of the table: its key, what is counted, how each learner's figure is written, and whose is assumed."""

    key: str
    name: str
    mark1: Callable[[Score], str]
    modern: Callable[[Score], str]
    assumed: tuple[bool, bool] = (False, False)


def computing(seconds: float) -> str:
    """'340 µs', '6.2 ms', '3.2 s': a computer's time."""
    if seconds >= 1:
        return short_duration(seconds)
    return f"{1e3 * seconds:.3g} ms" if seconds >= 1e-3 else f"{1e6 * seconds:.0f} µs"


def millions(number: int) -> str:
    """'0.74 M', '47 M', '1.2 G'."""
    return f"{number / 1e6:.2f} M" if number < 1e6 else count(number)


def joules(score: Score) -> str:
    """The energy, once there is any."""
    return energy(score.energy_j) if score.exposures else NOTHING


ROWS = (
    Row("errors", "errors so far", lambda s: count(s.errors), lambda s: count(s.errors)),
    Row("recent", "right, {}", lambda s: share(s.recent), lambda s: share(s.recent)),
    Row("held_out", "right, never taught", lambda s: share(s.held_out), lambda s: share(s.held_out)),
    Row(
        "time",
        "time",
        lambda s: short_duration(s.simulated_s) if s.exposures else NOTHING,
        lambda s: f"{computing(s.wall_s)} computing" if s.exposures else NOTHING,
        (True, False),
    ),
    Row(
        "work",
        "work",
        lambda s: f"{count(s.turned_deg)} degrees" if s.exposures else NOTHING,
        lambda s: f"{millions(s.multiply_adds)} multiplications" if s.exposures else NOTHING,
        (True, False),
    ),
    Row("energy", "energy", joules, joules, (True, True)),
)


class Line(NamedTuple):
    """Where a line of the table stands: its area, its baseline, and in it the place of each learner's figure."""

    area: Rect
    baseline: int
    mark1: Rect
    modern: Rect


def lines(layout: MiddleLayout, type_: Type) -> list[Line]:
    """The heading and the rows of the table, at equal distances from the top of its area to its last baseline."""
    area, font = layout.score, type_.font(theme.FIGURE_LARGE)
    below_middle = (font.get_ascent() + font.get_descent()) // 2
    height = (layout.last_baseline - below_middle - area.top) / (len(ROWS) + 0.5)
    edges = [area.top + round(height * number) for number in range(len(ROWS) + 1)]
    third = type_.scale.px(150)
    found = []
    for number, (top, bottom) in enumerate(pairwise([*edges, area.bottom])):
        line = Rect(area.left, top, area.width, bottom - top)
        left = Rect(line.left, line.top, third, line.height)
        baseline = layout.last_baseline - round(height * (len(ROWS) - number))
        found.append(Line(line, baseline, left, left.move(line.width - third, 0)))
    return found


def draw_still(surface: pygame.Surface, layout: MiddleLayout, type_: Type) -> None:
    """The card's ground and the table's names."""
    card, centre = layout.card.rect, layout.panel.centerx
    pad = type_.scale.px(5)
    pygame.draw.rect(surface, theme.INK, card.inflate(2 * pad, 2 * pad), border_radius=pad)
    heading, *rows = lines(layout, type_)
    for area, words, colour, align in (
        (heading.mark1, HEADING[0], theme.AMBER, "left"),
        (heading.modern, HEADING[1], theme.BLUE, "right"),
    ):
        at = (area.left if align == "left" else area.right, heading.baseline)
        type_.write(surface, words, at, theme.STRONG, colour, align)  # type: ignore[arg-type]  # mypy widens the tuple
    for row, line in zip(ROWS, rows, strict=True):
        if row.key != RECENT:  # of how many it is changes
            type_.write(surface, row.name, (centre, line.baseline), theme.BODY, theme.MUTED, "centre")
        pygame.draw.line(surface, theme.LINE, line.area.topleft, line.area.topright)
    note = layout.note
    whole = type_.width(ASSUMED, theme.SIGN_SMALL) + type_.scale.px(6) + type_.width(NOTE, theme.SMALL)
    x, baseline = centre - whole // 2, baseline_in(note, type_, theme.SMALL)
    x = type_.write(surface, ASSUMED, (x, baseline), theme.SIGN_SMALL, theme.MUTED).right + type_.scale.px(6)
    type_.write(surface, NOTE, (x, baseline), theme.SMALL, theme.MUTED)


def draw_live(
    surface: pygame.Surface, layout: MiddleLayout, type_: Type, snapshot: SessionSnapshot, taught: int
) -> None:
    """The card, which exposure it is, and the figures; right answers are counted among the last *taught* ones."""
    centre, (heading, *rows) = layout.panel.centerx, lines(layout, type_)
    label = "Both saw" if snapshot.finished else "Both see"
    left = centre - type_.width(label.upper(), theme.LABEL) // 2
    draw_label(surface, (left, layout.card.top), type_, label)
    counted = f"after {counting(snapshot.exposures, 'exposure')}"
    type_.write(surface, counted, (centre, heading.baseline), theme.SMALL, theme.MUTED, "centre")
    draw_card(surface, layout.card.rect, snapshot)
    caption = type_.fitted(caption_of(snapshot), theme.BODY, layout.caption.width)
    at = (layout.caption.centerx, baseline_in(layout.caption, type_, theme.BODY))
    type_.write(surface, caption, at, theme.BODY, theme.TEXT, "centre")
    mark1, modern = snapshot.scores["mark1"], snapshot.scores["modern"]
    for row, line in zip(ROWS, rows, strict=True):
        if row.key == RECENT:
            name = row.name.format(of_how_many(min(mark1.exposures, modern.exposures), taught))
            type_.write(surface, name, (centre, line.baseline), theme.BODY, theme.MUTED, "centre")
        if snapshot.finished and row.key == LESSON:
            _stress(surface, type_, row.name, (centre, line.baseline))
        for figure, x, align, assumed in (
            (row.mark1(mark1), line.area.left, "left", row.assumed[0]),
            (row.modern(modern), line.area.right, "right", row.assumed[1]),
        ):
            _draw_figure(surface, type_, figure, (x, line.baseline), align, assumed)


def _stress(surface: pygame.Surface, type_: Type, name: str, at: tuple[int, int]) -> None:
    """Write a row's name brightly over its quiet one: in the end it is what tells learning from knowing by heart."""
    width, height = type_.width(name, theme.STRONG) + type_.scale.px(8), type_.height(theme.STRONG)
    surface.fill(theme.GROUND, Rect(at[0] - width // 2, at[1] - type_.ascent(theme.STRONG), width, height))
    type_.write(surface, name, at, theme.STRONG, theme.TEXT, "centre")


def caption_of(snapshot: SessionSnapshot) -> str:
    """Which exposure and which pass it is."""
    passes = f"pass {snapshot.pass_number:,} of {snapshot.pass_limit:,}"
    return f"exposure {snapshot.exposure:,}  ·  {passes}" if snapshot.exposure else f"no picture yet  ·  {passes}"


def of_how_many(exposures: int, taught: int) -> str:
    """'last 26'; 'of 3 so far' before there were so many."""
    return f"last {taught:,}" if exposures >= taught or not exposures else f"of {exposures:,} so far"


def counting(number: int, what: str) -> str:
    """'1 exposure', '188 exposures'."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _draw_figure(
    surface: pygame.Surface, type_: Type, figure: str, at: tuple[int, int], align: str, assumed: bool
) -> None:
    """A figure in large type, its unit smaller; the sign of what is assumed stands at its inner side."""
    number, _, unit = figure.partition(" ")
    gap = type_.scale.px(6)
    parts = [(number, theme.FIGURE_LARGE, theme.TEXT)]
    if unit:
        parts.append((unit, theme.SMALL, theme.TEXT))
    if assumed and figure != NOTHING:
        sign = (ASSUMED, theme.SIGN_SMALL, theme.MUTED)
        parts = [*parts, sign] if align == "left" else [sign, *parts]
    width = sum(type_.width(words, style) for words, style, _ in parts) + gap * (len(parts) - 1)
    x = at[0] if align == "left" else at[0] - width
    for words, style, colour in parts:
        x = type_.write(surface, words, (x, at[1]), style, colour).right + gap


def draw_card(surface: pygame.Surface, area: Rect, snapshot: SessionSnapshot) -> None:
    """The card as the retina is lit by it: light on dark, its cells without gaps."""
    if snapshot.stimulus is None:
        return
    light = np.rint(np.clip(snapshot.stimulus, 0, 1) * (len(CARD) - 1)).astype(np.uint8)
    small = paletted(light.T, CARD)
    surface.blit(pygame.transform.scale(small, area.size), area)
