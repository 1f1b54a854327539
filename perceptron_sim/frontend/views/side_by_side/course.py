"""Below: the share of right answers of both learners over the exposures, and under it every exposure as a mark."""

from collections.abc import Sequence

import pygame
from pygame import Rect

from perceptron_sim.experiments.letters import YARDSTICK_EXPOSURES, Letters
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.panels.frame import draw_ground, draw_label
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour, Style
from perceptron_sim.frontend.views.side_by_side.changes import Change, change_areas
from perceptron_sim.frontend.views.side_by_side.curves import CoursePicture, end_of, yardstick_of
from perceptron_sim.frontend.views.side_by_side.layout import CourseLayout
from perceptron_sim.frontend.views.side_by_side.marks import LEARNERS
from perceptron_sim.frontend.views.side_by_side.room import heights, room_for
from perceptron_sim.frontend.widgets import baseline_in
from perceptron_sim.quantities import count
from perceptron_sim.snapshot import SessionSnapshot

YARDSTICK = (
    "Yardstick of 1960:",
    f"errorless after {YARDSTICK_EXPOSURES}",
    "exposures of each",
    "letter (documented)",
)


def draw_still(surface: pygame.Surface, layout: CourseLayout, type_: Type, experiment: str, taught: int) -> None:
    """Ground, axes and names and, of the experiment that has it, the yardstick's words."""
    draw_ground(surface, layout.panel, type_)
    px, plot, words = type_.scale.px, layout.plot, layout.words
    label_top = words.top + type_.height(theme.LABEL) + px(6)
    draw_label(surface, (words.left, label_top), type_, "Right answers")
    at = (words.left, label_top + type_.font(theme.SMALL).get_ascent())
    type_.write(surface, f"share of the last {taught:,}", at, theme.SMALL, theme.MUTED)
    for share, text in ((1.0, "100 %"), (0.5, "50 %"), (0.0, "0 %")):
        y = round(plot.bottom - share * plot.height)
        pygame.draw.line(surface, theme.LINE, (plot.left, y), (plot.right, y))
        at = (plot.left - px(12), y + type_.font(theme.SMALL).get_ascent() // 2 - px(2))
        type_.write(surface, text, at, theme.SMALL, theme.MUTED, "right")
    upper, lower = layout.timelines
    first = baseline_in(Rect(words.left, upper.top, words.width, upper.height), type_, theme.LABEL)
    draw_baseline_label(surface, (words.left, first), type_, "Each exposure")
    second = baseline_in(Rect(words.left, lower.top, words.width, lower.height), type_, theme.SMALL)
    type_.write(surface, "tall: right, low: wrong", (words.left, second), theme.SMALL, theme.MUTED)
    for (_, name, colour), row in zip(LEARNERS, layout.timelines, strict=True):
        at = (plot.left - px(12), baseline_in(row, type_, theme.LABEL))
        type_.write(surface, name, at, theme.LABEL, colour, "right")
        surface.fill(theme.RAISED, (row.left, row.bottom - 1, row.width, 1))
    if experiment == Letters.name:
        line_height = type_.height(theme.SMALL)
        y = layout.yardstick.top + type_.font(theme.SMALL).get_ascent() - px(2)
        for line in YARDSTICK:
            type_.write(surface, line, (layout.yardstick.left, y), theme.SMALL, theme.MUTED)
            y += line_height


def draw_baseline_label(surface: pygame.Surface, at: tuple[int, int], type_: Type, name: str) -> None:
    """A label whose baseline is *at*."""
    type_.write(surface, name.upper(), at, theme.LABEL, theme.MUTED)


def draw_live(
    surface: pygame.Surface,
    layout: CourseLayout,
    type_: Type,
    snapshot: SessionSnapshot,
    picture: CoursePicture,
    changes: Sequence[Change] = (),
) -> None:
    """All curves, each ending in its name, the marks of all exposures, how many there are; *changes* of the network."""
    reached = picture.draw(surface, snapshot)
    for area in change_areas(layout, type_, changes, end_of(snapshot)).values():
        x, side = area.centerx, area.width // 2
        surface.fill(theme.BLUE, (x, area.bottom, 1, layout.timelines[1].bottom - area.bottom))
        pygame.draw.polygon(surface, theme.BLUE, [(x - side, area.top), (x + side, area.top), (x, area.bottom)])
    at = (layout.yardstick.left, baseline_in(layout.timelines[1], type_, theme.SMALL))
    type_.write(surface, f"to exposure {count(end_of(snapshot))}", at, theme.SMALL, theme.MUTED)
    ends = [(reached[name], words, colour) for name, words, colour in picture.lanes if name in reached]
    beyond = _name_ends(surface, layout, type_, ends)
    told = errorless_areas(layout, type_, snapshot, list(reached), round(ends[0][0][0]) if ends else 0, beyond)
    for words, colour, area in told:
        surface.fill(theme.PANEL, area)  # the scale's lines do not run through them
        type_.write(surface, words, (area.left, area.top + type_.ascent(theme.SMALL)), theme.SMALL, colour)


def errorless_areas(
    layout: CourseLayout, type_: Type, snapshot: SessionSnapshot, lanes: Sequence[str], end: int, beyond: int
) -> list[tuple[str, Colour, Rect]]:
    """Who had a pass without an error, and where there is room to say it: never over the curves of *lanes*.

    *end* is where the curves end, *beyond* where their names do: the words stand there or, for want of room, before.
    """
    px, plot, line = type_.scale.px, layout.plot, type_.height(theme.SMALL)
    passed = ((name, snapshot.scores[key].errorless_pass, colour) for key, name, colour in LEARNERS)
    had = [(errorless(name, number), colour) for name, number, colour in passed if number is not None]
    if not had:
        return []
    free = yardstick_of(snapshot) is None  # then there is room where else the yardstick's words are
    right = layout.yardstick.right if free else plot.right - px(8)
    if right - max(type_.width(words, theme.SMALL) for words, _ in had) >= beyond + px(16):
        places = [Rect(0, plot.bottom - line * (len(had) - i), 0, line) for i in range(len(had))]
        sizes = [type_.width(words, theme.SMALL) for words, _ in had]
        areas = [Rect(right - width, at.top, width, line) for at, width in zip(places, sizes, strict=True)]
        return [(*one, area) for one, area in zip(had, areas, strict=True)]
    curves = [heights(snapshot.scores[name], plot, end_of(snapshot))[px(8) :] for name in lanes]
    within = Rect(plot.left + px(8), plot.top, end - px(24) - plot.left, plot.height)
    told: list[tuple[str, Colour, Rect]] = []
    for words, colour in reversed(had):
        size = type_.width(words, theme.SMALL), line
        area = room_for(size, within, curves, [one[2] for one in told])
        told += [(words, colour, area)] if area is not None else []
    return told


def errorless(learner: str, errorless_pass: int) -> str:
    """Which pass was a learner's first without an error."""
    return f"{learner}: errorless in pass {errorless_pass:,}"


def _name_ends(
    surface: pygame.Surface,
    layout: CourseLayout,
    type_: Type,
    ends: list[tuple[tuple[float, float], str, Colour]],
) -> int:
    """A dot and a name at the end of each curve; names keep a line's distance and stay inside the panel.

    Return where they end, in x. For many names there is room beside the timelines too, which end where the curves do.
    """
    px, line, beyond = type_.scale.px, type_.height(theme.SMALL), layout.plot.left
    ends = sorted(ends, key=lambda end: end[0][1])
    bottom = layout.plot.bottom if len(ends) <= len(LEARNERS) else layout.timelines[1].bottom - px(5)
    lowest = bottom + px(5) - line * (len(ends) - 1)
    baseline = layout.panel.top + px(6) + type_.font(theme.LABEL).get_ascent()
    for (x, y), words, colour in ends:
        pygame.draw.aacircle(surface, colour, (x, y), px(5))
        baseline = min(max(baseline, round(y) + px(5)), lowest)
        left = round(x) + px(14)
        style = theme.LABEL if any(words == name for _, name, _ in LEARNERS) else theme.SMALL
        fitted = type_.fitted(words, style, layout.yardstick.right - left)
        _clear(surface, type_, fitted, (left, baseline), style)
        beyond = max(beyond, type_.write(surface, fitted, (left, baseline), style, colour).right)
        baseline, lowest = baseline + line, lowest + line
    return beyond


def _clear(surface: pygame.Surface, type_: Type, words: str, at: tuple[int, int], style: Style) -> None:
    """The panel's ground where *words* will be written: neither curve nor scale runs through them."""
    pad = type_.scale.px(4)
    area = Rect(at[0] - pad, at[1] - type_.ascent(style), type_.width(words, style) + 2 * pad, type_.height(style))
    surface.fill(theme.PANEL, area)
