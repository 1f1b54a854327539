"""The card of a thing: what there is to know of it, drawn beside it and never over it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pygame
from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour, Style
from perceptron_sim.frontend.view import Card
from perceptron_sim.quantities import whole_or_four

WIDTH = 440  # at 1920 x 1080, as all lengths here
PADDING, PARAGRAPH, RULE = 24, 12, 17
HISTORY_HEIGHT = 56
CERTAINTIES = {
    "documented": "● documented",
    "inferred": "◐ inferred",
    "assumed": "○ assumed",
    "computed": "= computed",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text on a card: its words, an eventual second column, and how they are written.

    A paragraph begins with a *rule*, a fine line above, or with a *gap*.
    """

    words: str
    style: Style
    colour: Colour
    value: str = ""
    rule: bool = False
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A card made ready to be drawn: its lines before the curve and after, and how high it is."""

    before: tuple[Line, ...]
    after: tuple[Line, ...]
    history: Sequence[float]
    history_unit: str
    height: int


def card_width(type_: Type) -> int:
    """How wide cards are; never narrower than their longest words need."""
    return max(type_.scale.px(WIDTH), type_.width("0" * 44, theme.FIGURE_SMALL) + 2 * type_.scale.px(PADDING))


def compose(card: Card, type_: Type, highest: int) -> Sheet:
    """Break *card* into lines, of its arithmetic no more than fit into *highest* pixels."""
    px = type_.scale.px
    width = card_width(type_) - 2 * px(PADDING)
    title = [Line(text, theme.STRONG, theme.TEXT) for text in type_.wrapped(card.title, theme.STRONG, width)]
    facts = _facts(card, type_, width)
    after = _origin(card, type_, width)
    fixed = 2 * px(PADDING) + sum(_height(line, type_) for line in (*title, *facts, *after))
    fixed += 2 * px(RULE) if card.arithmetic else 0
    if len(card.history) > 1:
        fixed += px(HISTORY_HEIGHT) + type_.height(theme.SMALL) + 2 * px(PARAGRAPH)
    room = (highest - fixed) // type_.height(theme.FIGURE_SMALL)
    sums = _arithmetic(card, type_, width, max(2, room))
    before = (*title, *facts, *sums)
    height = fixed + sum(type_.height(line.style) for line in sums)
    return Sheet(before, tuple(after), card.history, card.history_unit, height)


def place(size: tuple[int, int], thing: Rect, bounds: Rect, gap: int) -> Rect:
    """Where a card of *size* stands inside *bounds*: beside *thing*, right, left, below or above, as there is room."""
    card = Rect((0, 0), size)
    card.center = thing.center
    beside = []
    for name, value in (
        ("left", thing.right + gap),
        ("right", thing.left - gap),
        ("top", thing.bottom + gap),
        ("bottom", thing.top - gap),
    ):
        tried = card.copy()
        setattr(tried, name, value)
        beside.append(tried.clamp(bounds))
    return min(beside, key=lambda tried: _overlap(tried, thing))


def draw_card(surface: pygame.Surface, type_: Type, area: Rect, sheet: Sheet) -> None:
    """Draw *sheet* in *area*."""
    px = type_.scale.px
    _ground(surface, area, px(14))
    left, right, y = area.left + px(PADDING), area.right - px(PADDING), area.top + px(PADDING)
    y = _write(surface, type_, sheet.before, left, right, y)
    if len(sheet.history) > 1:
        y += px(PARAGRAPH)
        curve = Rect(left, y, right - left, px(HISTORY_HEIGHT))
        _draw_history(surface, type_, curve, sheet.history, sheet.history_unit)
    bottom = area.bottom - px(PADDING) - sum(_height(line, type_) for line in sheet.after)
    _write(surface, type_, sheet.after, left, right, bottom)


def _overlap(one: Rect, other: Rect) -> int:
    common = one.clip(other)
    return common.width * common.height


def _ground(surface: pygame.Surface, area: Rect, radius: int) -> None:
    """A raised sheet with a fine light edge, and a shade around it."""
    for spread, share in ((10, 0.0), (4, 0.35)):
        shade = theme.blend(theme.INK, theme.GROUND, share)
        pygame.draw.rect(surface, shade, area.inflate(spread, spread), 6, border_radius=radius + spread // 2)
    pygame.draw.rect(surface, theme.RAISED, area, border_radius=radius)
    pygame.draw.rect(surface, theme.MUTED, area, 1, border_radius=radius)


def _facts(card: Card, type_: Type, width: int) -> list[Line]:
    """What it is, in two columns; a value too long for its column stands on lines of its own."""
    lines: list[Line] = []
    for what, value in card.facts:
        if not what:
            lines += [Line(text, theme.SMALL, theme.MUTED) for text in type_.wrapped(value, theme.SMALL, width)]
            continue
        wide = type_.width(what, theme.SMALL) + type_.scale.px(16) + type_.width(value, theme.FIGURE_SMALL)
        if wide <= width:
            lines.append(Line(what, theme.SMALL, theme.MUTED, value))
        else:
            lines.append(Line(what, theme.SMALL, theme.MUTED))
            lines += [Line(text, theme.SMALL, theme.TEXT) for text in type_.wrapped(value, theme.SMALL, width)]
    if lines:
        lines[0] = replace(lines[0], gap=True)
    return lines


def _arithmetic(card: Card, type_: Type, width: int, room: int) -> list[Line]:
    """The lines of the sum, wrapped; where there is no room for all, the middle ones are left out and counted."""
    broken = [part for line in card.arithmetic for part in type_.wrapped(line, theme.FIGURE_SMALL, width)]
    if not broken:
        return []
    if len(broken) > room:
        kept = max(0, room - 2)
        broken = [*broken[:kept], f"… {len(broken) - kept - 1} more lines", broken[-1]]
    *steps, result = broken
    lines = [Line(text, theme.FIGURE_SMALL, theme.TEXT, rule=not number) for number, text in enumerate(steps)]
    return [*lines, Line(result, theme.FIGURE_SMALL, theme.CREAM, rule=len(steps) != 1)]


def _origin(card: Card, type_: Type, width: int) -> list[Line]:
    """How certain it is and where it is from, in small type."""
    words = CERTAINTIES.get(card.certainty, card.certainty)
    lines = [Line(words, theme.LABEL, theme.TEXT, gap=True)]
    if card.source:
        wrapped = type_.wrapped(card.source, theme.SMALL, width)
        lines += [Line(text, theme.SMALL, theme.MUTED) for text in wrapped]
    return lines


def _height(line: Line, type_: Type) -> int:
    above = RULE if line.rule else PARAGRAPH if line.gap else 0
    return type_.height(line.style) + (type_.scale.px(above) if above else 0)


def _write(surface: pygame.Surface, type_: Type, lines: Sequence[Line], left: int, right: int, y: int) -> int:
    """Write *lines* from *y* on downwards; return where the next one would begin."""
    for line in lines:
        if line.rule:
            middle = y + type_.scale.px(RULE) // 2
            pygame.draw.line(surface, theme.LINE, (left, middle), (right, middle))
        bottom = y + _height(line, type_)
        baseline = bottom - type_.height(line.style) + type_.font(line.style).get_ascent()
        sign, _, rest = line.words.partition(" ")
        if line.words in CERTAINTIES.values():
            x = type_.write(surface, sign, (left, baseline), theme.SIGN_SMALL, line.colour).right
            type_.write(surface, rest, (x + type_.scale.px(6), baseline), line.style, line.colour)
        else:
            type_.write(surface, line.words, (left, baseline), line.style, line.colour)
        if line.value:
            type_.write(surface, line.value, (right, baseline), theme.FIGURE_SMALL, theme.TEXT, "right")
        y = bottom
    return y


def _draw_history(surface: pygame.Surface, type_: Type, area: Rect, history: Sequence[float], unit: str) -> None:
    """The past as a fine curve between its least and its greatest value, which are written at the left and right."""
    least, most = min(history), max(history)
    spread = (most - least) or 1.0
    step = max(1, len(history) // area.width)
    shown = [*history[::step]] + ([history[-1]] if (len(history) - 1) % step else [])
    points = [
        (area.left + number / (len(shown) - 1) * area.width, area.bottom - (value - least) / spread * area.height)
        for number, value in enumerate(shown)
    ]
    pygame.draw.line(surface, theme.LINE, area.bottomleft, area.bottomright)
    pygame.draw.aalines(surface, theme.TEXT, False, points)
    pygame.draw.circle(surface, theme.CREAM, points[-1], type_.scale.px(3))
    baseline = area.bottom + type_.scale.px(4) + type_.font(theme.SMALL).get_ascent()
    words = f"{whole_or_four(least)} to {whole_or_four(most)} {unit}".strip()
    type_.write(surface, words, (area.left, baseline), theme.SMALL, theme.MUTED)
    type_.write(surface, "now", (area.right, baseline), theme.SMALL, theme.MUTED, "right")
