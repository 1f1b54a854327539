"""The column between pad and answers: what it is, Teach and Ask, what came of it, the tray, the latest visits."""

from collections.abc import Sequence
from dataclasses import dataclass

import pygame
from pygame import Rect

from perceptron_sim.explain import teach
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.buttons import draw_start
from perceptron_sim.frontend.panels.frame import draw_label
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.teach.layout import LessonsLayout, SayLayout
from perceptron_sim.frontend.views.teach.pad import thumbnail
from perceptron_sim.frontend.widgets import baseline_in
from perceptron_sim.learner import Opinion
from perceptron_sim.operations import Source
from perceptron_sim.visits import Taught, Visit

MARKS = {True: ("✓", theme.RIGHT), False: ("✗", theme.WRONG)}
COLUMNS = (0.36, 0.68)  # where both answers stand in a line of the visits


@dataclass(frozen=True, slots=True)
class Said:
    """What came of the latest visit: whether both were right, None where nobody said what it is; in words.

    *each* says of the machine and of the network whether it was right, and in words, where only one was.
    """

    right: bool | None
    words: str
    each: tuple[tuple[bool, str], ...] = ()


def draw_button(
    surface: pygame.Surface, type_: Type, area: Rect, words: str, *, chosen: bool = False, possible: bool = True
) -> None:
    """A button with *words*; a *chosen* one is light, one that is not *possible* is grey and has no ground."""
    radius = type_.scale.px(8)
    if chosen:
        pygame.draw.rect(surface, theme.CREAM, area, border_radius=radius)
    elif possible:
        pygame.draw.rect(surface, theme.RAISED, area, border_radius=radius)
    style = theme.STRONG if chosen else theme.BODY
    colour = theme.INK if chosen else theme.TEXT if possible else theme.MUTED
    fitted = type_.fitted(words, style, area.width - type_.scale.px(6))
    type_.write(surface, fitted, (area.centerx, baseline_in(area, type_, style)), style, colour, "centre")


def draw_classes(
    surface: pygame.Surface, layout: SayLayout, type_: Type, names: Sequence[str], chosen: int | None
) -> None:
    """A button for each class."""
    for label, name in enumerate(names):
        draw_button(surface, type_, layout.classes.cell(label), name, chosen=label == chosen)


def draw_show(surface: pygame.Surface, layout: SayLayout, type_: Type, *, teachable: bool, askable: bool) -> None:
    """Teach, the button that stands out, and Ask."""
    draw_start(surface, layout.teach, type_, "Teach", possible=teachable, hovered=False)
    radius = type_.scale.px(8)
    pygame.draw.rect(surface, theme.RAISED, layout.ask, border_radius=radius)
    if askable:
        pygame.draw.rect(surface, theme.MUTED, layout.ask, max(1, type_.scale.px(2)), border_radius=radius)
    at = (layout.ask.centerx, baseline_in(layout.ask, type_, theme.STRONG))
    type_.write(surface, "Ask", at, theme.STRONG, theme.TEXT if askable else theme.MUTED, "centre")


def draw_result(surface: pygame.Surface, area: Rect, type_: Type, said: Said) -> None:
    """What came of the latest visit, with a sign where it was right or wrong, on two lines at most."""
    left, y = area.left, area.top + type_.ascent(theme.BODY)
    if said.each:
        for number, (right, words) in enumerate(said.each):
            _draw_verdict(surface, area, type_, y + number * type_.height(theme.BODY), right, words)
        return
    if said.right is not None:
        sign, colour = MARKS[said.right]
        left = type_.write(surface, sign, (left, y), theme.SIGN, colour).right + type_.scale.px(8)
    style = theme.BODY
    lines = type_.wrapped(said.words, style, area.right - left)
    if len(lines) > 2:
        style = theme.SMALL
        lines = type_.wrapped(said.words, style, area.right - left)
    for number, line in enumerate(lines[:2]):
        cut = number == 1 and len(lines) > 2
        words = type_.fitted(f"{line} {lines[2]}", style, area.right - left) if cut else line
        type_.write(surface, words, (left, y + number * type_.height(theme.BODY)), style, theme.TEXT)


def _draw_verdict(surface: pygame.Surface, area: Rect, type_: Type, y: int, right: bool, words: str) -> None:
    """One line of it, with its own sign."""
    sign, colour = MARKS[right]
    left = type_.write(surface, sign, (area.left, y), theme.SIGN, colour).right + type_.scale.px(8)
    room = area.right - left
    style = theme.BODY if type_.width(words, theme.BODY) <= room else theme.SMALL
    type_.write(surface, type_.fitted(words, style, room), (left, y), style, theme.TEXT)


def draw_sources(surface: pygame.Surface, layout: LessonsLayout, type_: Type, source: Source) -> None:
    """Where lessons come from, and in words what that means."""
    for one, area in zip(Source, layout.sources, strict=True):
        draw_button(surface, type_, area, teach.SOURCES[one][0], chosen=one is source)
    words = type_.fitted(teach.SOURCES[source][1], theme.SMALL, layout.words.width)
    at = (layout.words.left, layout.words.top + type_.ascent(theme.SMALL))
    type_.write(surface, words, at, theme.SMALL, theme.MUTED)


@dataclass(frozen=True, slots=True)
class TrayPage:
    """The part of the tray that is seen: its signs with their places in the tray, and whether there are others."""

    signs: tuple[tuple[int, Taught], ...]
    whole: int
    earlier: bool
    later: bool

    @classmethod
    def of(cls, tray: tuple[Taught, ...], places: int, back: int) -> "TrayPage":
        """Of *tray* the latest *places* signs, or those *back* pages before them; the newest first."""
        last = len(tray) - back * places
        first = max(0, last - places)
        signs = tuple((number, tray[number]) for number in range(last - 1, first - 1, -1))
        return cls(signs, len(tray), first > 0, back > 0)


def draw_tray(
    surface: pygame.Surface, layout: LessonsLayout, type_: Type, page: TrayPage, names: Sequence[str]
) -> None:
    """The signs in the tray with their labels, and a cross to take each out."""
    count = f"{page.whole} sign{'' if page.whole == 1 else 's'}" if page.whole else "what you teach lies here"
    right = (layout.earlier if page.earlier or page.later else layout.empty).left - type_.scale.px(8)
    draw_label(
        surface,
        (layout.tray.left, layout.tray.top),
        type_,
        "Tray",
        count,
        right if page.whole else layout.tray.rect.right,
    )
    if page.whole:
        draw_button(surface, type_, layout.empty, "Empty it")
    for area, words, there in ((layout.earlier, "‹", page.earlier), (layout.later, "›", page.later)):
        if there:
            draw_button(surface, type_, area, words)
    for place, (_, taught) in enumerate(page.signs):
        picture, cross = sign_areas(layout, place)
        surface.blit(thumbnail(taught.sign, layout.thumb), picture)
        baseline = cross.top + type_.ascent(theme.SMALL)
        room = cross.left - picture.left
        name = type_.fitted(names[taught.label], theme.SMALL, room)
        type_.write(surface, name, (picture.left + type_.scale.px(2), baseline), theme.SMALL)
        type_.write(surface, "×", (cross.centerx, baseline), theme.SMALL, theme.MUTED, "centre")


def sign_areas(layout: LessonsLayout, place: int) -> tuple[Rect, Rect]:
    """Where the picture of a sign in the tray stands, and its cross."""
    cell = layout.tray.cell(place)
    picture = Rect(cell.left, cell.top, layout.thumb, layout.thumb)
    wide = layout.thumb // 2
    return picture, Rect(cell.right - wide, picture.bottom, wide, cell.height - layout.thumb)


def draw_visits(
    surface: pygame.Surface,
    layout: LessonsLayout,
    type_: Type,
    visits: Sequence[Visit],
    learners: tuple[str, str],
    names: Sequence[str],
) -> None:
    """The latest visits, the newest first: the sign, what it was called, what both had said."""
    area = layout.visits
    draw_label(surface, area.topleft, type_, "Last visits", "" if visits else "none yet")
    if not visits:
        return
    columns = [area.left + round(share * area.width) for share in COLUMNS]
    baseline = area.top - type_.scale.px(6) - (type_.height(theme.LABEL) - type_.ascent(theme.LABEL))
    for x, words, colour in zip(columns, ("1960", "today"), (theme.AMBER, theme.BLUE), strict=True):
        type_.write(surface, words, (x, baseline), theme.LABEL, colour)
    for number, visit in enumerate(visits[: area.height // layout.line]):
        row = Rect(area.left, area.top + number * layout.line, area.width, layout.line)
        _draw_visit(surface, row, type_, visit, learners, names, columns)


def _draw_visit(
    surface: pygame.Surface,
    row: Rect,
    type_: Type,
    visit: Visit,
    learners: tuple[str, str],
    names: Sequence[str],
    columns: list[int],
) -> None:
    px = type_.scale.px
    side = row.height - 4
    surface.blit(thumbnail(visit.sign, side), (row.left, row.top + 2))
    baseline = baseline_in(row, type_, theme.SMALL)
    left = row.left + side + px(10)
    words = "asked" if visit.label is None else names[visit.label]
    words = type_.fitted(words, theme.SMALL, columns[0] - left - px(6))
    type_.write(surface, words, (left, baseline), theme.SMALL, theme.MUTED if visit.label is None else theme.TEXT)
    edges = (*columns[1:], row.right)
    for x, right, learner in zip(columns, edges, learners, strict=True):
        _draw_said(surface, (x, baseline), type_, visit.opinions[learner], visit.label, names, right - x - px(10))


def _draw_said(
    surface: pygame.Surface,
    at: tuple[int, int],
    type_: Type,
    opinion: Opinion,
    label: int | None,
    names: Sequence[str],
    width: int,
) -> None:
    left = at[0]
    if label is not None:
        sign, colour = MARKS[opinion.label == label]
        drawn = type_.write(surface, sign, at, theme.SIGN_SMALL, colour)
        left = drawn.right + type_.scale.px(6)
    said = "none" if opinion.label is None else names[opinion.label]
    type_.write(surface, type_.fitted(said, theme.SMALL, at[0] + width - left), (left, at[1]), theme.SMALL)
