"""The panels beside the settings: the list of experiments, what a run takes, the run that is going on, past runs."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pygame
from pygame import Rect

from perceptron_sim.explain.laboratory import NOTES, OWN_PICTURES, Taking, taking_in_words
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.edges import draw_lower_edge
from perceptron_sim.frontend.layout import heading_baseline, heading_of
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour
from perceptron_sim.frontend.views.laboratory.layout import (
    ENDING_LINES,
    FIGURE_LINES,
    RUNNING,
    TAKING_LINES,
    LaboratoryLayout,
)
from perceptron_sim.frontend.views.laboratory.learners import Shown
from perceptron_sim.frontend.widgets import ScrollArea, baseline_in
from perceptron_sim.ledger import Score
from perceptron_sim.quantities import NOTHING, count, share, short_duration
from perceptron_sim.snapshot import SessionSnapshot


def draw_title(surface: pygame.Surface, panel: Rect, type_: Type, words: str, about: str = "") -> None:
    """A panel's name, and on the same line in small type what it is about."""
    place, baseline, gap = heading_of(panel, type_), heading_baseline(panel, type_), type_.scale.px(16)
    left = type_.write(surface, words, (place.left, baseline), theme.TITLE).right + gap
    if about:
        type_.write(
            surface, type_.fitted(about, theme.SMALL, place.right - left), (left, baseline), theme.SMALL, theme.MUTED
        )


def list_row(layout: LaboratoryLayout, scroll: ScrollArea, number: int) -> Rect:
    """Where the experiment *number* stands in the list, seen or not."""
    rows = layout.list_rows
    top = rows.top + number * layout.list_pitch - scroll.offset
    return Rect(rows.left, top, rows.width, layout.list_pitch)


def draw_list(
    surface: pygame.Surface,
    layout: LaboratoryLayout,
    type_: Type,
    names: Sequence[str],
    chosen: str,
    scroll: ScrollArea,
) -> None:
    """All experiments with their notes; grey those that nobody can start without pictures."""
    px, before = type_.scale.px, surface.get_clip()
    surface.set_clip(layout.list_rows)
    for number, name in enumerate(names):
        area = list_row(layout, scroll, number)
        if not area.colliderect(layout.list_rows):
            continue
        if name == chosen:
            pygame.draw.rect(surface, theme.LINE, area, border_radius=px(6))
        note = NOTES.get(name, "")
        colour = theme.MUTED if note == OWN_PICTURES else theme.TEXT
        style = theme.STRONG if name == chosen else theme.BODY
        drawn = type_.write(surface, name, (area.left + px(16), baseline_in(area, type_, style)), style, colour)
        if note:
            right = area.right - px(16)
            at = (right, baseline_in(area, type_, theme.SMALL))
            words = type_.fitted(note, theme.SMALL, right - drawn.right - px(12))
            type_.write(surface, words, at, theme.SMALL, theme.TEXT if name == chosen else theme.MUTED, "right")
    surface.set_clip(before)
    draw_lower_edge(surface, type_, scroll, theme.PANEL)
    scroll.draw(surface, type_, mouse=None, focused=False)


def draw_taking(surface: pygame.Surface, area: Rect, type_: Type, told: Taking | None, ending: Sequence[str]) -> None:
    """What the experiment on the desk takes, and the lines of its *ending*."""
    px, y = type_.scale.px, area.top
    if told is None:
        at = (area.left, y + type_.height(theme.BODY))
        type_.write(surface, "not known, as it stands", at, theme.BODY, theme.MUTED)
        return
    for what, value in taking_in_words(told)[:TAKING_LINES]:
        baseline = y + type_.ascent(theme.BODY)
        drawn = type_.write(surface, value, (area.right, baseline), theme.BODY, theme.TEXT, "right")
        room = drawn.left - area.left - px(8)
        type_.write(surface, type_.fitted(what, theme.BODY, room), (area.left, baseline), theme.BODY, theme.MUTED)
        y += type_.height(theme.BODY) + px(2)
    lines = ending[:ENDING_LINES]
    y = area.bottom - len(lines) * type_.height(theme.SMALL) + type_.ascent(theme.SMALL)
    for line in lines:
        type_.write(surface, line, (area.left, y), theme.SMALL, theme.MUTED)
        y += type_.height(theme.SMALL)


def draw_running(
    surface: pygame.Surface,
    layout: LaboratoryLayout,
    type_: Type,
    snapshot: SessionSnapshot,
    learners: Sequence[Shown],
) -> None:
    """The run that is going on: which, how far, the figures and the curves of *learners*."""
    words, all_ = "Finished" if snapshot.finished else "Running now", len(snapshot.scores)
    some = f"; {len(learners)} of {all_} lanes" if len(learners) < all_ else ""
    draw_title(surface, layout.panels[RUNNING], type_, words, f"{snapshot.experiment}, seed {snapshot.seed}{some}")
    _draw_progress(surface, layout.running.progress, type_, snapshot)
    _draw_figures(surface, layout.running.figures, type_, snapshot, learners)
    _draw_curves(surface, layout.running.curve, type_, snapshot, learners)


def _draw_progress(surface: pygame.Surface, area: Rect, type_: Type, snapshot: SessionSnapshot) -> None:
    px = type_.scale.px
    track = Rect(area.left, area.top, area.width, px(8))
    pygame.draw.rect(surface, theme.LINE, track, border_radius=px(4))
    done = snapshot.exposures / max(1, snapshot.exposure_limit)
    if snapshot.finished:
        done = 1.0
    if width := round(track.width * min(1.0, done)):
        pygame.draw.rect(surface, theme.CREAM, (track.left, track.top, width, track.height), border_radius=px(4))
    most = "" if snapshot.finished else f" of at most {snapshot.exposure_limit:,}"
    baseline = area.bottom - px(4)
    type_.write(surface, f"{snapshot.exposures:,}{most} exposures", (area.left, baseline), theme.SMALL)
    pass_number = f"pass {snapshot.pass_number:,} of {snapshot.pass_limit:,}"
    type_.write(surface, pass_number, (area.right, baseline), theme.SMALL, theme.MUTED, "right")


def _draw_figures(
    surface: pygame.Surface, area: Rect, type_: Type, snapshot: SessionSnapshot, learners: Sequence[Shown]
) -> None:
    """The learners' figures side by side, what they are at the left."""
    pitch = area.height / FIGURE_LINES
    lines: list[tuple[str, list[str]]] = [("errors so far", []), ("right, last pass", []), ("unseen, right", [])]
    lines += [("machine time, assumed", []), ("multiply-adds", [])]
    columns = (area.left + round(area.width * 0.72), area.right)[-len(learners) :]
    baseline = area.top + type_.font(theme.BODY).get_ascent()
    for one, x in zip(learners, columns, strict=True):
        type_.write(surface, one.words, (x, baseline), theme.STRONG, one.colour, "right")
        for (_, values), value in zip(lines, _figures(snapshot.scores[one.name], one.machine), strict=True):
            values.append(value)
    for number, (what, values) in enumerate(lines, 1):
        y = round(area.top + number * pitch) + type_.font(theme.BODY).get_ascent()
        type_.write(surface, what, (area.left, y), theme.BODY, theme.MUTED)
        for x, value in zip(columns, values, strict=True):
            type_.write(surface, value, (x, y), theme.BODY, theme.TEXT, "right")


def _figures(score: Score, machine: bool) -> list[str]:
    unseen = share(score.held_out) if score.held_out is not None else NOTHING
    time = short_duration(score.simulated_s) if machine else NOTHING
    work = NOTHING if machine else count(score.multiply_adds)
    return [count(score.errors), share(score.recent), unseen, time, work]


def _draw_curves(
    surface: pygame.Surface, area: Rect, type_: Type, snapshot: SessionSnapshot, learners: Sequence[Shown]
) -> None:
    """The share of right answers in the last pass's worth, over the exposures so far."""
    px = type_.scale.px
    label = type_.width("100 %", theme.SMALL) + px(10)
    plot = Rect(area.left + label, area.top + px(8), area.width - label - px(6), area.height - px(16))
    for level, words in ((1.0, "100 %"), (0.5, "50 %"), (0.0, "0 %")):
        y = round(plot.bottom - level * plot.height)
        pygame.draw.line(surface, theme.LINE, (plot.left, y), (plot.right, y))
        at = (plot.left - px(10), y + px(5))
        type_.write(surface, words, at, theme.SMALL, theme.MUTED, "right")
    for one in learners:
        _draw_curve(surface, plot, snapshot.scores[one.name].curve, one.colour, px(2))


def _draw_curve(
    surface: pygame.Surface, plot: Rect, curve: npt.NDArray[np.float32], colour: Colour, thickness: int
) -> None:
    if curve.size < 2:
        return
    places = np.linspace(0, curve.size - 1, min(curve.size, plot.width)).round().astype(np.intp)
    x = plot.left + places / (curve.size - 1) * plot.width
    y = plot.bottom - curve[places] * plot.height
    points = list(zip(x.tolist(), y.tolist(), strict=True))
    pygame.draw.lines(surface, colour, False, points, thickness)
    pygame.draw.circle(surface, colour, points[-1], 2 * thickness)


def draw_message(
    surface: pygame.Surface, area: Rect, type_: Type, words: str, right: bool | None, *, lines: int = 2
) -> None:
    """A sentence in *area*, judged by a sign and a colour, or muted where there is nothing to judge."""
    if not words:
        return
    left, baseline = area.left, area.top + type_.font(theme.SMALL).get_ascent()
    sign = {True: ("✓", theme.RIGHT), False: ("✗", theme.WRONG)}.get(right) if right is not None else None
    if sign:
        drawn = type_.write(surface, sign[0], (left, baseline), theme.SIGN_SMALL, sign[1])
        left = drawn.right + type_.scale.px(6)
    room = area.right - left
    wrapped = type_.wrapped(words, theme.SMALL, room)
    if len(wrapped) > lines:
        wrapped = [*wrapped[: lines - 1], type_.fitted(" ".join(wrapped[lines - 1 :]), theme.SMALL, room)]
    for line in wrapped:
        type_.write(surface, line, (left, baseline), theme.SMALL, theme.MUTED if right is None else theme.TEXT)
        baseline += type_.height(theme.SMALL)
