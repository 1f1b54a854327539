"""The lanes: a row for each, the best on top; large ones where there are few, a dense table that scrolls where many."""

import pygame
from pygame import Rect

from perceptron_sim.explain.race import RaceNow, Runner, cost_in_short, costs_of
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Style
from perceptron_sim.frontend.views.race.layout import INDENT, KIND_WORDS, RaceLayout
from perceptron_sim.frontend.views.race.marks import colour_of, draw_answer, draw_mark, draw_track
from perceptron_sim.frontend.widgets import baseline_in
from perceptron_sim.quantities import NOTHING, share

ASSUMED = "○"


def draw_heads(surface: pygame.Surface, layout: RaceLayout, type_: Type, taught: int) -> None:
    """What the columns are."""
    columns, baseline = layout.columns, layout.heads.top + type_.ascent(theme.LABEL)
    counted = f"right, last {taught:,}"
    for words, column, align in (
        ("lane", columns.name, "left"),
        ("answers", columns.answer, "left"),
        (counted, (columns.track[0], columns.share[1]), "left"),
        ("unseen", columns.unseen, "right"),
        ("errorless", columns.errorless, "left"),
        ("cost", columns.cost, "right"),
    ):
        at = (column[0] if align == "left" else column[1], baseline)
        fitted = type_.fitted(words.upper(), theme.LABEL, column[1] - column[0])
        type_.write(surface, fitted, at, theme.LABEL, theme.MUTED, align)  # type: ignore[arg-type]  # mypy widens it
    y = layout.heads.bottom + type_.scale.px(5)
    pygame.draw.line(surface, theme.LINE, (layout.heads.left, y), (layout.heads.right, y))


def draw_row(
    surface: pygame.Surface,
    layout: RaceLayout,
    type_: Type,
    row: Rect,
    runner: Runner,
    now: RaceNow,
    *,
    forward: bool,
) -> None:
    """One lane, lifted where it is brought *forward*."""
    px, large = type_.scale.px, layout.large
    if forward:
        lifted = row.inflate(px(20), -px(4) if large else 0)
        pygame.draw.rect(surface, theme.RAISED, lifted, border_radius=px(8))
    elif large:
        pygame.draw.line(surface, theme.LINE, (row.left, row.bottom - 1), (row.right, row.bottom - 1))
    columns, cells = layout.columns, layout.cells(row)
    _draw_name(surface, layout, type_, row, runner, large=large)
    track = Rect(columns.track[0], row.top, columns.track[1] - columns.track[0], row.height)
    draw_track(surface, type_, track, runner, now.taught, large=large)
    if runner.trial is None:
        return
    style = theme.TITLE if large else theme.FIGURE
    at = (columns.place[1], baseline_in(row, type_, style))
    first = runner.place == 1
    type_.write(surface, f"{runner.place}", at, style, theme.CREAM if first else theme.MUTED, "right")
    draw_answer(surface, type_, cells["answer"], runner.trial, now.class_names, large=large)
    for value, column in ((runner.score.recent, columns.share), (runner.score.held_out, columns.unseen)):
        _draw_share(surface, type_, row, column[1], value, large=large)
    _draw_errorless(surface, type_, cells["errorless"], runner)
    _draw_cost(surface, type_, cells["cost"], runner, large=large)


def _draw_name(
    surface: pygame.Surface, layout: RaceLayout, type_: Type, row: Rect, runner: Runner, *, large: bool
) -> None:
    """The lane's name after the mark of its kind; in a large row the kind in words below."""
    (left, right), px = layout.columns.name, type_.scale.px
    indent = px(INDENT)
    if not large:
        draw_mark(surface, type_, (left + px(6), row.centery), runner)
        words = type_.fitted(runner.words, theme.BODY, right - left - indent)
        type_.write(surface, words, (left + indent, baseline_in(row, type_, theme.BODY)), theme.BODY)
        return
    upper, lower = type_.height(theme.STRONG), type_.height(theme.SMALL)
    top = row.centery - (upper + lower) // 2
    words = type_.fitted(runner.words, theme.STRONG, right - left)
    type_.write(surface, words, (left, top + type_.ascent(theme.STRONG)), theme.STRONG)
    below = top + upper
    draw_mark(surface, type_, (left + px(6), below + lower // 2), runner)
    at = (left + indent, below + type_.ascent(theme.SMALL))
    type_.write(surface, KIND_WORDS[runner.machine], at, theme.SMALL, colour_of(runner))


def _draw_share(
    surface: pygame.Surface, type_: Type, row: Rect, right: int, value: float | None, *, large: bool
) -> None:
    """A share of 1 in per cent, its figures at the *right*."""
    number, _, unit = share(value).partition(" ")
    style: Style = theme.FIGURE_LARGE if large else theme.FIGURE_SMALL
    baseline = baseline_in(row, type_, style)
    if unit:
        right = type_.write(surface, f" {unit}", (right, baseline), theme.SMALL, theme.TEXT, "right").left
    type_.write(surface, number, (right, baseline), style, theme.TEXT if unit else theme.MUTED, "right")


def _draw_errorless(surface: pygame.Surface, type_: Type, cell: Rect, runner: Runner) -> None:
    """In which pass there was no error, if there was one."""
    number, baseline = runner.score.errorless_pass, baseline_in(cell, type_, theme.SMALL)
    if number is None:
        type_.write(surface, NOTHING, (cell.left, baseline), theme.SMALL, theme.MUTED)
        return
    x = type_.write(surface, "✓", (cell.left, baseline), theme.SIGN_SMALL, theme.RIGHT).right + type_.scale.px(6)
    type_.write(surface, f"pass {number:,}", (x, baseline), theme.SMALL, theme.TEXT)


def _draw_cost(surface: pygame.Surface, type_: Type, cell: Rect, runner: Runner, *, large: bool) -> None:
    """What it has spent: a machine its assumed time and its motors', a network its work and the computer's time."""
    height = type_.height(theme.SMALL)
    first, second = costs_of(runner) if large else (cost_in_short(runner), "")
    baseline = cell.centery - height + type_.ascent(theme.SMALL) if large else baseline_in(cell, type_, theme.SMALL)
    drawn = type_.write(surface, first, (cell.right, baseline), theme.SMALL, theme.TEXT, "right")
    if runner.machine:
        at = (drawn.left - type_.scale.px(6), baseline)
        type_.write(surface, ASSUMED, at, theme.SIGN_SMALL, theme.MUTED, "right")
    if second:
        type_.write(surface, second, (cell.right, baseline + height), theme.SMALL, theme.MUTED, "right")
