"""The picked thing in words and numbers: its wires one by one, and what an A-unit makes of them."""

import pygame

from perceptron_sim.explain.wires import KINDS, SIGNS, BoardState, UnitSum, Wire, cell_name, number, verdict
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.plugboard.board import COLOURS, draw_badge
from perceptron_sim.frontend.views.plugboard.layout import PlugboardLayout, row_height

BEYOND = 6  # so far above the largest sum that can be a threshold is still shown
LEAST_CELL = 5  # pixels: narrower ones are not told apart


def draw_head(surface: pygame.Surface, area: pygame.Rect, type_: Type, name: str, about: str) -> None:
    """What is picked, large, and what else there is to say of it."""
    baseline = area.top + type_.font(theme.TITLE).get_ascent()
    right = type_.write(surface, name, (area.left, baseline), theme.TITLE).right + type_.scale.px(16)
    words = type_.fitted(about, theme.SMALL, area.right - right)
    type_.write(surface, words, (right, baseline), theme.SMALL, theme.MUTED)


def draw_unit(
    surface: pygame.Surface,
    layout: PlugboardLayout,
    type_: Type,
    state: BoardState,
    total: UnitSum,
    wires: tuple[Wire, ...],
) -> None:
    """An A-unit: its plus wires, its minus wires, and the sum against the threshold."""
    r_unit = int(state.assignment[total.a_unit])
    drives = f"drives the potentiometer of R{r_unit + 1}" if r_unit >= 0 else "patched to no R-unit"
    draw_head(surface, layout.pick_head, type_, f"A-unit {total.a_unit}", drives)
    for area, sign, on in zip(layout.pick_lists, (1, -1), (total.excited, total.inhibited), strict=True):
        held = [wire for wire in wires if wire.sign == sign]
        names = [cell_name(wire.s_unit, state.columns) for wire in held]
        _draw_list(surface, area, type_, f"{SIGNS[sign]} {KINDS[sign]}", f"{on} of {len(held)}", held, names)
    _draw_sum(surface, layout.pick_sum, type_, total)


def draw_cell(
    surface: pygame.Surface,
    layout: PlugboardLayout,
    type_: Type,
    state: BoardState,
    s_unit: int,
    wires: tuple[Wire, ...],
) -> None:
    """A cell: the A-units it excites and those it inhibits."""
    lit = bool(state.contacts[s_unit])
    where = cell_name(s_unit, state.columns)
    about = f"{where}; {len(wires)} wires of at most {state.limit} (documented)"
    draw_head(surface, layout.pick_head, type_, f"Photocell {s_unit}", about)
    for area, sign in zip(layout.pick_lists, (1, -1), strict=True):
        held = [wire for wire in wires if wire.sign == sign]
        names = [f"A-unit {one.a_unit} {'fires' if state.firing[one.a_unit] else 'silent'}" for one in held]
        _draw_list(surface, area, type_, f"{SIGNS[sign]} {KINDS[sign]}", f"{len(held)} wires", held, names)
    px, area = type_.scale.px, layout.pick_sum
    y = _write_label(surface, area, type_, "Its relay", "")
    big = type_.font(theme.GIANT)
    y += big.get_ascent() - px(6)
    type_.write(surface, "lit" if lit else "dark", (area.left, y), theme.GIANT, theme.AMBER if lit else theme.MUTED)
    units = {wire.a_unit for wire in wires}
    fire = sum(bool(state.firing[unit]) for unit in units)
    for line in (f"{fire} of {len(units)} A-units at", "its wires fire now"):
        y += row_height(type_)
        type_.write(surface, type_.fitted(line, theme.BODY, area.width), (area.left, y + px(6)), theme.BODY)


def _write_label(surface: pygame.Surface, area: pygame.Rect, type_: Type, name: str, figure: str) -> int:
    """A small label; return where the line below it begins."""
    baseline = area.top + type_.font(theme.LABEL).get_ascent()
    x = type_.write(surface, name.upper(), (area.left, baseline), theme.LABEL, theme.MUTED).right + type_.scale.px(8)
    type_.write(surface, type_.fitted(figure, theme.SMALL, area.right - x), (x, baseline), theme.SMALL)
    return area.top + type_.height(theme.LABEL) + type_.scale.px(6)


def rows_of(area: pygame.Rect, type_: Type, wires: int) -> list[pygame.Rect]:
    """Where each of so many wires is listed; fewer where there is no room, the last line left for the count."""
    top, height = area.top + type_.height(theme.LABEL) + type_.scale.px(6), row_height(type_)
    room = max(1, (area.bottom - top) // height)
    shown = wires if wires <= room else room - 1
    return [pygame.Rect(area.left, top + row * height, area.width, height) for row in range(shown)]


def _draw_list(
    surface: pygame.Surface,
    area: pygame.Rect,
    type_: Type,
    label: str,
    figure: str,
    wires: list[Wire],
    names: list[str],
) -> None:
    px, ascent = type_.scale.px, type_.font(theme.BODY).get_ascent()
    _write_label(surface, area, type_, label, figure)
    rows = rows_of(area, type_, len(wires))
    badge = max(6, px(9))
    for row, wire, name in zip(rows, wires, names, strict=False):
        on = wire.counts != 0 or wire.shorted
        draw_badge(surface, (row.left + badge + 2, row.top + ascent - px(6)), type_, wire.sign, on=on)
        words = name if wire.sound else f"{name.replace('column', 'col.')}, {wire.condition}"
        style, colour = (theme.STRONG, theme.TEXT) if on else (theme.BODY, theme.MUTED)
        left = row.left + 2 * badge + px(12)
        text = type_.fitted(words, style, row.right - left)
        type_.write(surface, text, (left, row.top + ascent), style, colour)
    if len(rows) < len(wires):
        y = (rows[-1].bottom if rows else area.top + row_height(type_)) + ascent
        type_.write(surface, f"and {len(wires) - len(rows)} more", (area.left, y), theme.BODY, theme.MUTED)


def _draw_sum(surface: pygame.Surface, area: pygame.Rect, type_: Type, total: UnitSum) -> None:
    """Excited less inhibited, a bar from zero with the threshold, and whether it fires."""
    px = type_.scale.px
    y = _write_label(surface, area, type_, "Sum", f"threshold {number(total.threshold)}")
    style = theme.TITLE
    y += type_.font(theme.GIANT).get_ascent() - px(6)
    parts = ((f"{total.excited}", COLOURS[1]), (" − ", theme.MUTED), (f"{total.inhibited}", COLOURS[-1]))
    x = area.left
    for text, colour in parts:
        x = type_.write(surface, text, (x, y), style, colour).right
    if total.shorted:
        x = type_.write(surface, f" {'+' if total.shorted > 0 else '−'} {abs(total.shorted)}", (x, y), style).right
    x = type_.write(surface, " = ", (x, y), style, theme.MUTED).right
    type_.write(surface, number(total.net), (x, y), theme.GIANT)
    y += px(20)
    _draw_scale(surface, pygame.Rect(area.left, y, area.width, px(16)), type_, total)
    y += px(16 + 8) + type_.height(theme.SMALL) + type_.font(theme.STRONG).get_ascent()
    colour = theme.AMBER if total.fires else theme.MUTED
    for line in type_.wrapped(verdict(total), theme.STRONG, area.width):
        if y < area.bottom:
            type_.write(surface, line, (area.left, y), theme.STRONG, colour)
        y += row_height(type_)


def _draw_scale(surface: pygame.Surface, area: pygame.Rect, type_: Type, total: UnitSum) -> None:
    """All sums that can be, filled from zero to the present one, a post at the threshold if it is among them."""
    low, high = min(-total.inhibitory, total.net), max(total.excitatory, total.net)
    if high < total.threshold <= high + BEYOND:
        high = total.threshold
    step = area.width / (high - low + 1)

    def x_of(value: float) -> int:
        return area.left + round((value - low + 0.5) * step)

    begin, end = sorted((x_of(0.5 if total.net > 0 else -0.5), x_of(total.net + (0.5 if total.net > 0 else -0.5))))
    if total.net == 0:
        end = begin
    surface.fill(theme.LINE, area)
    surface.fill(theme.AMBER if total.net > 0 else theme.CREAM, (begin, area.top, end - begin, area.height))
    if step >= LEAST_CELL:  # a cell for each
        for value in range(low, high + 2):
            surface.fill(theme.PANEL, (x_of(value - 0.5) - 1, area.top, max(2, type_.scale.px(3)), area.height))
    if low < total.threshold <= high:
        wide, out = max(2, type_.scale.px(3)), type_.scale.px(6)
        surface.fill(theme.TEXT, (x_of(total.threshold - 0.5) - 1, area.top - out, wide, area.height + 2 * out))
    at = (x_of(0), area.bottom + type_.ascent(theme.SMALL) + type_.scale.px(2))
    type_.write(surface, "0", at, theme.SMALL, theme.MUTED, "centre")
