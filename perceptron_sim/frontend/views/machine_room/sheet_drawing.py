"""How the service sheet is drawn: ink on cream paper, on a hardboard clipboard before the plugboard."""

import pygame
from pygame import Rect, Surface

from perceptron_sim.explain.machine_room import RoomState
from perceptron_sim.explain.machine_room_service import NOTHING_FOUND, Picked, Row, named, present, took, ways
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour, Style, blend
from perceptron_sim.frontend.views.machine_room import art
from perceptron_sim.frontend.views.machine_room.layout import RoomLayout
from perceptron_sim.frontend.views.machine_room.sheet import BROKEN, FOUND, JOBS, POSITIONS, Sheet, split
from perceptron_sim.frontend.views.machine_room.sheet_layout import SheetLayout

HARDBOARD: Colour = (74, 54, 38)
PAPER: Colour = (236, 230, 214)
IN_THE_DARK = 0.26  # how much darker the sheet is where it hangs, beside the lamps' light
FAINT = blend(theme.INK, PAPER, 0.32)  # ink that is not what matters
RULE = blend(theme.INK, PAPER, 0.7)
ALARM = blend(theme.WRONG, theme.INK, 0.3)
HINT = (
    "Pick a part: a photocell, an A-unit behind the glass, an answer's lamp, a supply.",
    "Draw over the glass to switch A-units off or on.",
    "Space throws the switch that has the keyboard: with Shift its row or module, with Ctrl its column or R, with "
    "both all.",
    "All that can be done here is ours: how the real machine was serviced is not known.",
)


def draw_board(surface: Surface, board: Rect, paper: Rect, type_: Type, colour: Colour = PAPER) -> None:
    """The clipboard: hardboard, a sheet of paper of *colour*, a brass clip over its upper edge."""
    px = type_.scale.px
    art.soft_shadow(surface, board, px(10), 190, drop=px(4))
    surface.blit(art.gradient(board.size, blend(HARDBOARD, art.WHITE, 0.1), blend(HARDBOARD, art.BLACK, 0.3)), board)
    art.bevel(surface, board, max(1, px(2)), strength=50)
    art.soft_shadow(surface, paper, px(3), 120, drop=1)
    surface.blit(art.gradient(paper.size, blend(colour, art.WHITE, 0.16), colour), paper)
    clip = Rect(0, 0, min(board.width // 3, px(120)), max(px(16), 7))
    clip.midtop = (board.centerx, max(board.top + px(4), paper.top - px(13)))
    art.soft_shadow(surface, clip, px(3), 150, drop=px(2))
    surface.blit(art.gradient(clip.size, blend(theme.BRASS, art.WHITE, 0.3), blend(theme.BRASS, art.BLACK, 0.4)), clip)
    art.bevel(surface, clip, 1, strength=80)


def draw_clipboard(surface: Surface, layout: RoomLayout, type_: Type) -> None:
    """The sheet as it hangs below the picture while nobody needs it: a cord, the board, a title."""
    px, board = type_.scale.px, layout.clipboard
    hook = (board.centerx, layout.picture.bottom + px(18))
    for x in (board.centerx - px(20), board.centerx + px(20)):
        pygame.draw.aaline(surface, (150, 140, 116), hook, (x, board.top + px(6)), max(1, px(2)))
    draw_board(surface, board, _paper(board, type_), type_, blend(PAPER, art.BLACK, IN_THE_DARK))


def _paper(board: Rect, type_: Type) -> Rect:
    px = type_.scale.px
    return Rect(board.left + px(6), board.top + px(18), board.width - 2 * px(6), board.height - px(24))


def draw_clipboard_words(surface: Surface, layout: RoomLayout, type_: Type, words: tuple[str, ...]) -> None:
    """What the sheet says while it hangs: its name and key, and how it stands with the machine."""
    px, paper = type_.scale.px, _paper(layout.clipboard, type_)
    y = paper.top + px(12) + type_.ascent(theme.LABEL)
    type_.write(surface, "Service (S)", (paper.centerx, y), theme.LABEL, theme.INK, "centre")
    y += px(8)
    line = type_.height(theme.SMALL)
    for text in words[: max(1, (paper.bottom - y) // line - 1)]:
        y += line
        fitted = type_.fitted(text, theme.SMALL, paper.width - px(8))
        type_.write(surface, fitted, (paper.centerx, y), theme.SMALL, theme.INK, "centre")


class SheetPicture:
    """The open sheet; drawn anew only when it says something else."""

    def __init__(self, sheet: Sheet, type_: Type) -> None:
        self._sheet, self._type = sheet, type_
        self._known: tuple[object, ...] | None = None
        margin = 2 * type_.scale.px(16)
        self._around = sheet.layout.board.inflate(margin, margin)
        self._blank: Surface | None = None  # without a word, its corner at the window's
        self._board = Surface((1, 1))

    def draw(self, surface: Surface, state: RoomState) -> None:
        """Lay it before the plugboard."""
        sheet, part = self._sheet, self._sheet.part
        stands = sheet.chosen("position", part, state) if part else None
        looks = sheet.part, sheet.scope, sheet.time, sheet.page, sheet.offset, stands
        known = (looks, sheet.shown(state), state.panel.faults, state.report, state.testing)
        blank = self._blank = self._blank or self._empty()
        if known != self._known:
            self._known = known
            whole, board = blank.copy(), sheet.layout.board
            _Pen(whole, sheet, state, self._type).all()
            self._board = Surface(board.size)
            self._board = self._board.convert() if pygame.display.get_surface() else self._board
            self._board.blit(whole, (0, 0), board)
        for strip in frame_of(self._around, sheet.layout.board):
            surface.blit(blank, strip, strip)  # the shadow
        surface.blit(self._board, sheet.layout.board)

    def _empty(self) -> Surface:
        layout, whole = self._sheet.layout, Surface(self._around.bottomright, pygame.SRCALPHA)
        draw_board(whole, layout.board, layout.paper, self._type)
        return whole.convert_alpha() if pygame.display.get_surface() else whole


def frame_of(outer: Rect, inner: Rect) -> tuple[Rect, ...]:
    """What of *outer* lies around *inner*, in four strips."""
    high = (inner.top - outer.top, outer.bottom - inner.bottom)
    return (
        Rect(outer.left, outer.top, outer.width, high[0]),
        Rect(outer.left, inner.bottom, outer.width, high[1]),
        Rect(outer.left, inner.top, inner.left - outer.left, inner.height),
        Rect(inner.right, inner.top, outer.right - inner.right, inner.height),
    )


class _Pen:
    """Writes one picture of the sheet."""

    def __init__(self, surface: Surface, sheet: Sheet, state: RoomState, type_: Type) -> None:
        self._surface, self._sheet, self._state, self._type = surface, sheet, state, type_
        self._layout: SheetLayout = sheet.layout

    def all(self) -> None:
        """From top to bottom."""
        layout = self._layout
        self._words("Service sheet", layout.title, theme.STRONG)
        self._button(layout.close, "Close (S)")
        for n, (area, (words, _)) in enumerate(zip(layout.jobs, JOBS, strict=True)):
            testing = n == 0 and self._state.testing
            self._button(area, "testing …" if testing else words, pressed=testing)
        self._part()
        self._list()

    def _part(self) -> None:
        layout, part = self._layout, self._sheet.part
        if part is None:
            line, y = self._type.height(theme.SMALL), layout.part.top
            for hint in HINT:
                for text in self._type.wrapped(hint, theme.SMALL, layout.part.width):
                    self._words(text, Rect(layout.part.left, y, layout.part.width, line), theme.SMALL, FAINT)
                    y += line
                y += line // 2
            return
        self._words(named(part, self._state.spec), layout.part, theme.LABEL)
        self._switch_stands(part)
        for name, words, areas in self._sheet.segments(part):
            chosen = self._sheet.chosen(name, part, self._state)
            for n, (area, text) in enumerate(zip(areas, words, strict=True)):
                self._button(area, text, pressed=n == chosen, quiet=name == "scope")
        for area, way in zip(layout.ways, ways(part), strict=False):
            there = present(way.fault, self._state.panel.faults) is not None
            self._line(area, way.words, "Mend" if there else "Break", alarm=there)

    def _switch_stands(self, part: Picked) -> None:
        """At the right of the part's name: that below are its switch's positions."""
        if POSITIONS[part.kind]:
            area, style = self._layout.part, theme.SMALL
            self._type.write(self._surface, "its switch", (area.right, self._base(area, style)), style, FAINT, "right")

    def _list(self) -> None:
        layout, sheet, state = self._layout, self._sheet, self._state
        counts = len(state.panel.faults), len(state.report.findings) if state.report else 0
        for n, (area, word) in enumerate(zip(layout.pages, ("Broken", "Test found"), strict=True)):
            self._button(area, f"{word}: {counts[n]:,}", pressed=sheet.page == n)
        self._words(self._remark(), layout.remark, theme.SMALL, FAINT)
        for area, row in zip(layout.rows, sheet.shown(state), strict=False):
            self._row(area, row)

    def _remark(self) -> str:
        sheet, state = self._sheet, self._state
        rows = sheet.rows(state)
        last = min(len(rows), sheet.offset + len(self._layout.rows))
        if sheet.goes_on(state):
            return f"{sheet.offset + 1} to {last} of {len(rows):,}: press for more, or Page ↑ ↓"
        if sheet.page == BROKEN:
            return "a line shows its part in the room" if rows else "Nothing is broken."
        if state.report is None:
            return "The self-test has not been run."
        return took(state.report) if rows else NOTHING_FOUND

    def _row(self, area: Rect, row: Row) -> None:
        if row.fault is not None:
            self._line(area, row.words, "Mend", alarm=True)
        else:
            alarm = self._sheet.page == FOUND and not row.mended  # on the other page it is still to come
            self._line(area, f"{row.words}: mended" if row.mended else row.words, "", alarm=alarm)

    def _line(self, area: Rect, words: str, button: str, *, alarm: bool) -> None:
        """Words on a fine rule, and what can be done about it at the right."""
        type_, surface = self._type, self._surface
        pygame.draw.line(surface, RULE, (area.left, area.bottom - 1), (area.right - 1, area.bottom - 1))
        left, right = split(area)
        x = left.left
        if alarm:
            x = type_.write(surface, "✗", (x, self._base(area, theme.SIGN_SMALL)), theme.SIGN_SMALL, ALARM).right + 4
        room = (left if button else area).right - x - 2
        self._words(type_.fitted(words, theme.SMALL, room), Rect(x, area.top, room, area.height), theme.SMALL)
        if button:
            self._button(right.inflate(0, -4), button, pressed=button == "Mend")

    def _button(self, area: Rect, words: str, *, pressed: bool = False, quiet: bool = False) -> None:
        """A frame of ink, or a block of it where it is pressed."""
        radius = self._type.scale.px(5)
        ground, colour = (theme.INK, theme.CREAM) if pressed else (PAPER, theme.INK)
        if pressed and quiet:
            ground, colour = RULE, theme.INK
        pygame.draw.rect(self._surface, ground, area, border_radius=radius)
        pygame.draw.rect(self._surface, FAINT if not quiet else RULE, area, 1, border_radius=radius)
        text = self._type.fitted(words, theme.SMALL, area.width - 4)
        at = (area.centerx, self._base(area, theme.SMALL))
        self._type.write(self._surface, text, at, theme.SMALL, colour, "centre")

    def _words(self, words: str, area: Rect, style: Style, colour: Colour = theme.INK) -> None:
        text = self._type.fitted(words, style, area.width)
        self._type.write(self._surface, text, (area.left, self._base(area, style)), style, colour)

    def _base(self, area: Rect, style: Style) -> int:
        font = self._type.font(style)
        return area.centery + (font.get_ascent() + font.get_descent()) // 2
