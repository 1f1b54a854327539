"""A page of the notebook: entries broken into lines, stacked, scrolled; margin at the left, sentences beside it."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import pygame
from pygame import Rect

from perceptron_sim.explain.notebook import Entry
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.edges import draw_lower_edge
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour, Style
from perceptron_sim.frontend.views.notebook.layout import PageLayout
from perceptron_sim.frontend.widgets import ScrollArea
from perceptron_sim.learner import MARK1, MODERN

LINES_KEPT = 256
COLOURS: dict[str, Colour] = {MARK1: theme.AMBER, MODERN: theme.BLUE}
CERTAINTY_SIGNS = {"documented": "●", "inferred": "◐", "unverified": "○"}
UNITS = ("%", "%.", "%,", "V", "V.", "V,", "V:", "s", "s.", "s,")  # never at the beginning of a line
JUDGED = {True: ("✓", "right", theme.RIGHT), False: ("✗", "wrong", theme.WRONG)}
WARNED = {True: ("✓", "well", theme.RIGHT), False: ("✗", "warning", theme.WRONG)}
Words = dict[bool, tuple[str, str, Colour]]


@dataclass(frozen=True, slots=True)
class Block:
    """One entry in its place: *top* and *height* in the content, and its lines: told, said, small print."""

    entry: Entry
    top: int
    height: int
    lead: tuple[str, ...]
    lines: tuple[str, ...]
    more: tuple[str, ...]


class Page:
    """Shows entries in the place that *layout* gives them."""

    def __init__(self, layout: PageLayout, type_: Type, verdicts: Words) -> None:
        self.layout, self._type, self._verdicts = layout, type_, verdicts
        self.scroll = ScrollArea(layout.entries, 0)
        self.blocks: tuple[Block, ...] = ()
        self._entries: Sequence[Entry] | None = None
        self._broken: OrderedDict[tuple[str, Style], tuple[str, ...]] = OrderedDict()

    def follow(self, entries: Sequence[Entry]) -> None:
        """Take *entries* for what stands on the page."""
        if entries == self._entries:
            return
        self._entries = entries
        px, top, blocks = self._type.scale.px, 0, []
        body, small = self._type.height(theme.BODY), self._type.height(theme.SMALL)
        for entry in entries:
            lead, lines = self._lines(entry.lead, theme.BODY), self._lines(entry.text, theme.BODY)
            more = self._lines(entry.more, theme.SMALL)
            beside = (len(lead) + len(lines)) * body + (len(more) * small + px(4) if more else 0)
            judged = body + small if entry.right is not None else body
            blocks.append(Block(entry, top, max(beside, judged), lead, lines, more))
            top += blocks[-1].height + px(16)
        self.blocks = tuple(blocks)
        self.scroll.height = max(0, top - px(16))
        self.scroll.move(0)

    def area_of(self, number: int) -> Rect:
        """Where the entry *number* stands in the window, seen or not."""
        block, place = self.blocks[number], self.layout.entries
        width = self.layout.column_left + self.layout.column_width - place.left
        return Rect(place.left, place.top + block.top - self.scroll.offset, width, block.height)

    def seen(self) -> list[tuple[int, Rect]]:
        """The entries in view with the part of each that is seen, and the next ones beyond either edge as a thin strip.

        So the keyboard can go on to what is not seen yet.
        """
        place = self.layout.entries
        inside = place.inflate(0, -2)  # the strips have a line of dots each for themselves
        found: list[tuple[int, Rect]] = []
        for number in range(len(self.blocks)):
            area = self.area_of(number)
            shown = area.clip(inside)
            if shown.height > 0:
                found.append((number, shown))
            elif area.bottom <= inside.top:
                found = [(number, Rect(area.left, place.top, area.width, 1))]
            else:
                found.append((number, Rect(area.left, place.bottom - 1, area.width, 1)))
                break
        return found

    def reveal(self, number: int) -> None:
        """Scroll so that the entry *number* is seen."""
        if number < len(self.blocks):
            block = self.blocks[number]
            self.scroll.reveal(block.top - 1, block.top + block.height + 1)

    def draw(self, surface: pygame.Surface) -> None:
        """The entries in view, clipped to their place."""
        place, before = self.layout.entries, surface.get_clip()
        surface.set_clip(place)
        for block in self.blocks:
            top = place.top + block.top - self.scroll.offset
            if top < place.bottom and top + block.height > place.top:
                self._draw_block(surface, block, top)
        surface.set_clip(before)
        draw_lower_edge(surface, self._type, self.scroll, theme.PANEL)
        self.scroll.draw(surface, self._type, mouse=None, focused=False)

    def _draw_block(self, surface: pygame.Surface, block: Block, top: int) -> None:
        type_, layout, entry = self._type, self.layout, block.entry
        body, ascent = type_.height(theme.BODY), type_.font(theme.BODY).get_ascent()
        baseline = top + ascent
        left = layout.entries.left
        colour = COLOURS.get(entry.who, theme.MUTED)
        if sign := CERTAINTY_SIGNS.get(entry.margin):
            left = type_.write(surface, sign, (left, baseline), theme.SIGN_SMALL, colour).right + type_.scale.px(6)
        type_.write(surface, entry.margin, (left, baseline), theme.LABEL, colour)
        if entry.right is not None:
            sign, word, tone = self._verdicts[entry.right]
            at = (left, baseline + type_.height(theme.SMALL))
            x = type_.write(surface, sign, at, theme.SIGN_SMALL, tone).right + type_.scale.px(6)
            type_.write(surface, word, (x, at[1]), theme.SMALL, tone)
        for lines, tone in ((block.lead, theme.MUTED), (block.lines, theme.TEXT)):
            for line in lines:
                type_.write(surface, line, (layout.column_left, baseline), theme.BODY, tone)
                baseline += body
        baseline += type_.scale.px(4) - body + type_.height(theme.SMALL)
        for line in block.more:
            type_.write(surface, line, (layout.column_left, baseline), theme.SMALL, theme.MUTED)
            baseline += type_.height(theme.SMALL)

    def _lines(self, text: str, style: Style) -> tuple[str, ...]:
        key = (text, style)
        if key not in self._broken:
            self._broken[key] = broken(text, style, self._type, self.layout.column_width)
            if len(self._broken) > LINES_KEPT:
                self._broken.popitem(last=False)
        return self._broken[key]


def broken(text: str, style: Style, type_: Type, width: int) -> tuple[str, ...]:
    """*text* in lines no wider than *width* pixels; a number and its unit stay together."""
    words: list[str] = []
    for word in text.split():
        if words and word in UNITS:
            words[-1] += f" {word}"
        else:
            words.append(word)
    lines: list[list[str]] = []
    space, used = type_.width(" ", style), width + 1
    for word in words:
        wide = type_.width(word, style)
        if used + space + wide <= width:
            lines[-1].append(word)
            used += space + wide
        else:
            lines.append([word])
            used = wide
    return tuple(" ".join(line) for line in lines)
