"""The settings of the experiment on the desk, as rows: name, value with its control, unit, and help or refusal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import pygame
from pygame import Rect

from perceptron_sim.desk import Kind, Row
from perceptron_sim.experiment_keys import DATA, FAILURES, FAULTS, MARK1, MODERN
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.edges import draw_lower_edge
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.text_field import TextField, draw_field
from perceptron_sim.frontend.view import Card
from perceptron_sim.frontend.views.laboratory.layout import RowColumns, SettingsLayout
from perceptron_sim.frontend.widgets import ScrollArea, baseline_in, draw_switch
from perceptron_sim.quantities import without_unit

EXPERIMENT, MACHINE, NETWORK, BREAKDOWNS, PICTURES = "Experiment", "Machine", "Network", "Failures", "Pictures"
TABLES = {MARK1: MACHINE, MODERN: NETWORK, FAILURES: BREAKDOWNS, FAULTS: BREAKDOWNS, DATA: PICTURES}
MOST_HELP_LINES, MOST_REFUSAL_LINES = 3, 5
CHOSEN = "chosen"  # by whoever sits here
VALUE, LESS, MORE, LABEL, RESET = "value", "less", "more", "setting", "reset"
STEPS = {LESS: -1, MORE: 1}


def table_of(row: Row) -> str:
    """The name of the group of settings in which *row* stands."""
    return TABLES.get(row.key.name.partition(".")[0], EXPERIMENT)


def tables_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """The groups that *rows* have, in their order."""
    found = {table_of(row) for row in rows}
    return tuple(name for name in (EXPERIMENT, MACHINE, NETWORK, BREAKDOWNS, PICTURES) if name in found)


def name_in_words(row: Row) -> str:
    """'pulse', 'relay operate', 'until errorless': the name of a setting without its unit."""
    return without_unit(row.key.last_name).replace("_", " ")


@dataclass(frozen=True, slots=True)
class Placed:
    """A row, or the heading before some, in its place in the content; *lines* are its help or its refusal."""

    row: Row | None
    heading: str
    top: int
    height: int
    lines: tuple[str, ...] = ()


class Settings:
    """The rows of one table at a time, scrolled in their place."""

    def __init__(self, layout: SettingsLayout, type_: Type) -> None:
        self._layout, self._type, self._columns = layout, type_, layout.columns
        self.scroll = ScrollArea(layout.rows, 0)
        self.placed: tuple[Placed, ...] = ()
        self._of: tuple[Sequence[Row], str] | None = None

    def follow(self, rows: Sequence[Row], table: str) -> None:
        """Take the *rows* of *table* for what is shown."""
        if self._of == (rows, table):
            return
        if self._of is None or self._of[1] != table:
            self.scroll.offset = 0
        self._of = (rows, table)
        shown = [row for row in rows if table_of(row) == table]
        top, placed = 0, []
        for heading, grouped in groupby(shown, key=lambda row: row.key.table.partition(".")[2]):
            if heading:
                placed.append(Placed(None, heading, top, self._type.scale.px(44)))
                top += placed[-1].height
            for row in grouped:
                placed.append(self._place(row, top))
                top += placed[-1].height
        self.placed = tuple(placed)
        self.scroll.height = top
        self.scroll.move(0)

    def _place(self, row: Row, top: int) -> Placed:
        type_, px = self._type, self._type.scale.px
        lines = type_.wrapped(row.refusal or help_of(row), theme.SMALL, self._columns.help_width)
        most = MOST_REFUSAL_LINES if row.refusal else MOST_HELP_LINES
        if len(lines) > most:
            last = type_.fitted(" ".join(lines[most - 1 :]), theme.SMALL, self._columns.help_width)
            lines = [*lines[: most - 1], last]
        least = max(px(36), type_.height(theme.BODY))
        height = max(least, len(lines) * type_.height(theme.SMALL)) + px(12)
        return Placed(row, "", top, height, tuple(lines))

    def area_of(self, placed: Placed) -> Rect:
        """Where a row stands in the window, seen or not."""
        rows, top = self._layout.rows, placed.top - self.scroll.offset
        return Rect(rows.left, rows.top + top, rows.width - self._type.scale.px(20), placed.height)

    def parts(self, placed: Placed) -> dict[str, Rect]:
        """The label of a row, its value, and what steps it; no more than it has."""
        if placed.row is None:
            return {}
        area, columns, px = self.area_of(placed), self._columns, self._type.scale.px
        side = max(px(32), self._type.height(theme.BODY))
        control = Rect(area.left + columns.control, 0, columns.control_width, side)
        control.centery = area.centery
        label = Rect(area.left, area.top + px(2), columns.control - px(12), area.height - px(4))
        found = {LABEL: label, VALUE: control}
        if placed.row.kind in (Kind.NUMBER, Kind.CHOICE):
            found[LESS] = Rect(control.left, control.top, side, side)
            found[MORE] = Rect(control.right - side, control.top, side, side)
            found[VALUE] = Rect(control.left + side + px(4), control.top, control.width - 2 * (side + px(4)), side)
        if placed.row.changed:
            width = self._type.width("undo", theme.SMALL) + px(12)
            found[RESET] = Rect(label.right - width, control.top, width, side)
            found[LABEL] = Rect(label.left, label.top, label.width - width - px(4), label.height)
        return found

    def seen(self) -> Iterator[tuple[str, Rect, str, str]]:
        """Every part in view: what it is, where, of which setting, and words; what is next beyond an edge, as a strip.

        So the keyboard can go on to what is not seen yet.
        """
        rows = self._layout.rows
        shown_in = rows.inflate(0, -2)  # the strips have a line of dots each for themselves
        before: tuple[str, Rect, str, str] | None = None
        for placed in self.placed:
            if placed.row is None:
                continue
            key, area = placed.row.key.name, self.area_of(placed)
            if area.bottom <= rows.top + 1:
                before = (VALUE, Rect(area.left, rows.top, area.width, 1), key, key)
                continue
            if before:
                yield before
                before = None
            if area.top >= rows.bottom - 1:
                yield (VALUE, Rect(area.left, rows.bottom - 1, area.width, 1), key, key)
                return
            for part, place in self.parts(placed).items():
                shown = place.clip(shown_in)
                if shown.height:
                    yield part, shown, key, key if part in (LABEL, VALUE) else f"{key}: {part}"

    @property
    def left_over(self) -> Rect:
        """What the rows leave free of their place."""
        rows = self._layout.rows
        used = min(rows.height, self.scroll.height)
        return Rect(rows.left, rows.top + used, rows.width, rows.height - used)

    def reveal(self, name: str) -> None:
        """Scroll so that the setting *name* is seen."""
        for placed in self.placed:
            if placed.row and placed.row.key.name == name:
                self.scroll.reveal(placed.top, placed.top + placed.height)

    def draw(self, surface: pygame.Surface, typing: tuple[str, TextField] | None) -> None:
        """The rows in view; *typing* is the setting whose value is being typed, and the field."""
        place, before = self._layout.rows, surface.get_clip()
        surface.set_clip(place)
        for placed in self.placed:
            area = self.area_of(placed)
            if area.colliderect(place):
                if placed.row is None:
                    self._draw_heading(surface, area, placed.heading)
                else:
                    field = typing[1] if typing and typing[0] == placed.row.key.name else None
                    self._draw_row(surface, area, placed, placed.row, field)
        surface.set_clip(before)
        draw_lower_edge(surface, self._type, self.scroll, theme.PANEL)
        self.scroll.draw(surface, self._type, mouse=None, focused=False)

    def _draw_heading(self, surface: pygame.Surface, area: Rect, words: str) -> None:
        at = (area.left, area.bottom - self._type.scale.px(12))
        self._type.write(surface, words.upper(), at, theme.LABEL, theme.MUTED)

    def _draw_row(self, surface: pygame.Surface, area: Rect, placed: Placed, row: Row, field: TextField | None) -> None:
        type_, columns, px = self._type, self._columns, self._type.scale.px
        parts = self.parts(placed)
        pygame.draw.line(surface, theme.LINE, (area.left, area.bottom - 1), (area.right, area.bottom - 1))
        style = theme.STRONG if row.changed else theme.BODY
        name = type_.fitted(name_in_words(row), style, parts[LABEL].width)
        type_.write(surface, name, (area.left, baseline_in(area, type_, style)), style)
        if RESET in parts:
            at = (parts[RESET].centerx, baseline_in(parts[RESET], type_, theme.SMALL))
            drawn = type_.write(surface, "undo", at, theme.SMALL, theme.MUTED, "centre")
            surface.fill(theme.MUTED, (drawn.left, at[1] + px(3), drawn.width, 1))
        draw_control(surface, type_, row, parts, field)
        at = (area.left + columns.unit, baseline_in(area, type_, theme.SMALL))
        style = theme.SIGN_SMALL if "γ" in row.key.unit else theme.SMALL  # the typeface of the house has no γ
        type_.write(surface, row.key.unit, at, style, theme.MUTED)
        _draw_help(surface, type_, area, columns, placed.lines, bool(row.refusal))


def _draw_help(
    surface: pygame.Surface, type_: Type, area: Rect, columns: RowColumns, lines: Sequence[str], wrong: bool
) -> None:
    height = type_.height(theme.SMALL)
    baseline = area.centery - len(lines) * height // 2 + type_.font(theme.SMALL).get_ascent()
    left = area.left + columns.help
    if wrong:
        type_.write(surface, "✗", (left - type_.scale.px(20), baseline), theme.SIGN_SMALL, theme.WRONG)
    for line in lines:
        type_.write(surface, line, (left, baseline), theme.SMALL, theme.TEXT if wrong else theme.MUTED)
        baseline += height


def draw_control(
    surface: pygame.Surface, type_: Type, row: Row, parts: dict[str, Rect], field: TextField | None
) -> None:
    """What a setting is changed with, at its present value."""
    value, px = parts[VALUE], type_.scale.px
    if row.kind is Kind.TOGGLE:
        draw_switch(surface, type_, value, on=row.text == "true")
        return
    signs = ("−", "+") if row.kind is Kind.NUMBER else ("‹", "›")
    for name, sign in zip((LESS, MORE), signs, strict=True):
        if name in parts:
            area = parts[name]
            pygame.draw.rect(surface, theme.RAISED, area, border_radius=px(6))
            pygame.draw.rect(surface, theme.MUTED, area, 1, border_radius=px(6))
            at = (area.centerx, baseline_in(area, type_, theme.STRONG))
            type_.write(surface, sign, at, theme.STRONG, theme.TEXT, "centre")
    if row.kind is Kind.CHOICE:
        at = (value.centerx, baseline_in(value, type_, theme.BODY))
        colour = theme.TEXT if row.text else theme.MUTED
        text = type_.fitted(row.text or "not set", theme.BODY, value.width)
        type_.write(surface, text, at, theme.BODY, colour, "centre")
        return
    draw_field(surface, type_, value, row.text, typing=field, wrong=bool(row.refusal), placeholder="none")


def help_of(row: Row) -> str:
    """What a setting is, or how well it is known and from where."""
    key, chosen = row.key, f"{CHOSEN}, as usual " if row.changed else ""
    return f"{chosen}{key.certainty}: {key.help}" if key.certainty else key.help


def card_of(row: Row, usual: str | None = None) -> Card:
    """Everything there is to know of a setting; *usual* is its value where nothing is said, None where not known."""
    key, other = row.key, row.changed or (usual is not None and row.text != usual)
    facts = [("value", f"{row.text or 'none'} {key.unit}".rstrip())]
    facts.append(("must be", f"a list, each {key.rule}" if key.many and key.kind is not dict else key.rule))
    facts.append(("in a file, as a flag", f"{key.name}, --{key.name.replace('_', '-')}"))
    if row.refusal:
        facts.append(("refused", row.refusal))
    if not key.certainty:
        facts.append(("what it is", key.help))
    source = key.help if key.certainty else ""
    if other and key.certainty:
        facts.append(("the usual value is", key.certainty))
    certainty = CHOSEN if other or not key.certainty else key.certainty
    return Card(title=name_in_words(row), facts=facts, certainty=certainty, source=source)
