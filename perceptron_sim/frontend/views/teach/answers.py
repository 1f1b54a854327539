"""Both answers to what is on the pad: the machine's lamps, volts and knobs; the network's likeliest classes."""

from collections.abc import Sequence

import numpy as np
import pygame
from pygame import Rect

from hardware import Mark1Snapshot
from perceptron_sim.explain import teach
from perceptron_sim.frontend import sprites, theme
from perceptron_sim.frontend.fields import FloatArray, draw_dials
from perceptron_sim.frontend.layout import MODULE_COLUMNS, MODULE_ROWS, Grid, module_index
from perceptron_sim.frontend.panels.frame import draw_ground, draw_label, draw_title_line, label_over
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour
from perceptron_sim.frontend.views.side_by_side import machine as side_by_side
from perceptron_sim.frontend.views.teach.layout_answers import MachineLayout, NetworkLayout
from perceptron_sim.frontend.views.teach.lessons import MARKS
from perceptron_sim.frontend.widgets import baseline_in
from perceptron_sim.learner import Opinion

LEAST_FULL_V = 10.0  # volts of the longest bar, at least
NETWORK_TITLE = "A network of today"
LEAST_SHARE = 0.005  # that is written as a whole number
FADED_AMBER = theme.blend(theme.PANEL, theme.AMBER, 0.55)  # bars of lamps that stay dark


def draw_machine_still(surface: pygame.Surface, layout: MachineLayout, type_: Type, a_units: int) -> None:
    """What never changes of the machine's panel."""
    draw_ground(surface, layout.panel, type_)
    draw_title_line(surface, layout.panel, layout.title, type_, side_by_side.TITLE, theme.AMBER)
    draw_label(surface, (layout.answer.left, layout.lamps.top), type_, "It would say")
    knobs, pad = layout.knobs, type_.scale.px(5)
    modules, parts = knobs.columns // MODULE_COLUMNS, MODULE_COLUMNS * MODULE_ROWS
    for first in range(0, a_units, parts):
        ends = [knobs.cell(module_index(first + part, modules)) for part in (0, parts - 1)]
        pygame.draw.rect(surface, theme.GLASS, ends[0].union(ends[1]).inflate(2, 2), border_radius=pad)


def draw_network_still(surface: pygame.Surface, layout: NetworkLayout, type_: Type) -> None:
    """What never changes of the network's panel."""
    draw_ground(surface, layout.panel, type_)
    draw_title_line(surface, layout.panel, layout.title, type_, NETWORK_TITLE, theme.BLUE)
    draw_label(surface, (layout.answer.left, layout.rows[0].top), type_, "It would say")
    draw_label(surface, layout.rows[0].topleft, type_, "How probable", "the likeliest first")
    for bar in layout.bars:
        surface.fill(theme.RAISED, bar)


def draw_answer(
    surface: pygame.Surface,
    at: tuple[int, int, int],
    type_: Type,
    said: str | None,
    sure: str,
    right: bool | None,
    colour: Colour,
) -> None:
    """What one of both would say, large, how sure it is, and whether that is right; *at* is left, top, and width."""
    px, (left, top, width) = type_.scale.px, at
    baseline = top + px(48)
    if said is None:
        type_.write(surface, "–", (left, baseline), theme.GIANT, theme.MUTED)
        type_.write(surface, "nothing to see yet", (left, baseline + type_.height(theme.SMALL) + px(6)), theme.SMALL)
        return
    style = next((one for one in (theme.GIANT, theme.TITLE) if type_.width(said, one) <= width), theme.STRONG)
    type_.write(surface, type_.fitted(said, style, width), (left, baseline), style, colour)
    baseline += type_.height(theme.SMALL) + px(6)
    type_.write(surface, sure, (left, baseline), theme.SMALL)
    if right is not None:
        sign, verdict = MARKS[right]
        baseline += type_.height(theme.SMALL) + px(4)
        x = type_.write(surface, sign, (left, baseline), theme.SIGN_SMALL, verdict).right + px(6)
        type_.write(surface, "right" if right else "wrong", (x, baseline), theme.LABEL, verdict)


def draw_machine_live(
    surface: pygame.Surface,
    layout: MachineLayout,
    type_: Type,
    machine: Mark1Snapshot,
    opinion: Opinion | None,
    levels: FloatArray,
    names: Sequence[str],
    label: int | None,
) -> None:
    """The answer, the lamps at *levels* (lamps in use,) with their volts, the trainer's step."""
    side_by_side.draw_trainer(surface, layout.trainer, type_, machine)
    said = None if opinion is None else "none" if opinion.label is None else names[opinion.label]
    right = None if opinion is None or label is None else opinion.label == label
    sure = "" if opinion is None else teach.sure_in_volts(opinion)
    at = (layout.answer.left, layout.lamps.top, layout.answer.width)
    draw_answer(surface, at, type_, said, sure, right, theme.AMBER)
    label_over(surface, layout.lamps, type_, "R-lamps", "volts from the threshold, ○ assumed", layout.panel.right)
    _draw_lamps(surface, layout, type_, opinion, levels)


def draw_knobs(surface: pygame.Surface, layout: MachineLayout, type_: Type, machine: Mark1Snapshot) -> None:
    """The knobs; how many there are and turn, and how to read them, where there is room for it."""
    draw_dials(surface, layout.knobs, machine.angle_deg, machine.current, machine.stop_deg)
    up, down = int((machine.current > 0).sum()), int((machine.current < 0).sum())
    turning = f"{up} turn up, {down} turn down" if up or down else "all motors stand"
    name, width = f"{machine.angle_deg.size} potentiometers", layout.knobs.rect.width
    whole = f"{turning}  ·  light: up, dark: down  ·  modules inferred"
    used = type_.width(f"{name.upper()} ", theme.LABEL) + type_.scale.px(16)
    fits = used + type_.width(whole, theme.SMALL) <= width
    label_over(surface, layout.knobs, type_, name, whole if fits else turning, layout.knobs.rect.right)


def _draw_lamps(
    surface: pygame.Surface, layout: MachineLayout, type_: Type, opinion: Opinion | None, levels: FloatArray
) -> None:
    """Each lamp with its name, and below them the line of the threshold."""
    px, grid = type_.scale.px, layout.lamps
    lamps = sprites.lamps(min(px(24), grid.pitch[0] * 3 // 5), theme.AMBER)
    side = lamps[0].get_width()
    every = 1 if type_.width(f"R{grid.columns}", theme.SMALL) + px(4) < grid.pitch[0] else 2  # names stand apart
    for unit, level in enumerate(sprites.level_index(levels).tolist()):
        x = _middle_of(grid, unit, type_)
        surface.blit(lamps[level], (x - side // 2, grid.top + side // 6 + px(2) - side // 2))
        if unit % every == 0:
            at = (x, grid.top + px(30) + type_.ascent(theme.SMALL))
            type_.write(surface, f"R{unit + 1}", at, theme.SMALL, theme.TEXT, "centre")
    small = type_.height(theme.SMALL)
    bars = Rect(grid.left, grid.top + px(32) + small, grid.rect.width - px(8), 0)
    bars.height = grid.rect.bottom - small - bars.top
    pygame.draw.line(surface, theme.MUTED, (bars.left, bars.centery), (bars.right, bars.centery))
    if opinion is not None:
        _draw_volts(surface, layout, type_, bars, opinion.margins)


def _draw_volts(
    surface: pygame.Surface, layout: MachineLayout, type_: Type, bars: Rect, margins_v: Sequence[float]
) -> None:
    """A bar for each lamp: up in the machine's colour, or faded down from the threshold; below it its volts."""
    grid, words = layout.lamps, [teach.volts_in_words(volts) for volts in margins_v]
    full_v = max(LEAST_FULL_V, *map(abs, margins_v))
    wide = max(3, min(type_.scale.px(28), grid.pitch[0] // 2))
    told = all(type_.width(one, theme.SMALL) < grid.pitch[0] for one in words)
    baseline = bars.bottom + type_.ascent(theme.SMALL)
    for unit, volts in enumerate(margins_v):
        x, tall = _middle_of(grid, unit, type_), max(1, round(abs(volts) / full_v * bars.height / 2))
        if volts > 0:
            surface.fill(theme.AMBER, (x - wide // 2, bars.centery - tall, wide, tall))
        else:
            surface.fill(FADED_AMBER, (x - wide // 2, bars.centery + 1, wide, tall))
        if told:
            colour = theme.TEXT if volts > 0 else theme.MUTED
            type_.write(surface, words[unit], (x, baseline), theme.SMALL, colour, "centre")


def _middle_of(grid: Grid, unit: int, type_: Type) -> int:
    """The middle of a lamp and of its bar."""
    cell = grid.cell(unit)
    return cell.left + (cell.width - type_.scale.px(8)) // 2


def draw_network_live(
    surface: pygame.Surface,
    layout: NetworkLayout,
    type_: Type,
    opinion: Opinion | None,
    names: Sequence[str],
    label: int | None,
) -> None:
    """The answer, and the likeliest classes with their probabilities."""
    said = None if opinion is None or opinion.label is None else names[opinion.label]
    right = None if opinion is None or label is None else opinion.label == label
    sure = "" if opinion is None else teach.sure_in_percent(opinion)
    at = (layout.answer.left, layout.rows[0].top, layout.answer.width)
    draw_answer(surface, at, type_, said, sure, right, theme.BLUE)
    if opinion is None:
        return
    rows = zip(layout.rows, layout.bars, teach.best(opinion, len(layout.rows)), strict=True)
    for row, bar, found in rows:
        said_now = found == opinion.label
        _draw_probability(surface, row, bar, type_, names[found], opinion.margins[found], said=said_now)


def _draw_probability(
    surface: pygame.Surface, row: Rect, bar: Rect, type_: Type, name: str, value: float, *, said: bool
) -> None:
    known = value if np.isfinite(value) else 0.0
    style, colour = (theme.STRONG, theme.TEXT) if said else (theme.BODY, theme.MUTED)
    type_.write(surface, name, (row.left, baseline_in(row, type_, style)), style, colour)
    if wide := round(bar.width * known):
        surface.fill(theme.BLUE, (bar.left, bar.top, wide, bar.height))
    figure = f"{100 * known:.0f} %" if known >= LEAST_SHARE or not known else "< 1 %"
    type_.write(surface, figure, (row.right, baseline_in(row, type_, theme.SMALL)), theme.SMALL, theme.TEXT, "right")
