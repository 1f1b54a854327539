"""What hands hold, drawn: the wire between its socket and the hand, where it can go and where not, the knife's line."""

import numpy as np
import pygame
from pygame import Rect

from perceptron_sim.explain.wires import BoolArray
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour
from perceptron_sim.frontend.views.plugboard.board import COLOURS, dashes
from perceptron_sim.frontend.views.plugboard.hanging import curve
from perceptron_sim.frontend.views.plugboard.holding import End, Fresh, Outcome, Position
from perceptron_sim.frontend.views.plugboard.places import CELL, GROUPS, R_UNIT, Pick, Places

POINTS = np.linspace(0, 1, 33)
SHADE = 190  # of 255: how dark the places are where a wire cannot go
REFUSED = "✗ Not possible: "
TAG_WIDTH = 460  # at most, at 1920 x 1080
CLEARANCE = 26  # of a tag from the hand


def draw_rubber(
    surface: pygame.Surface, type_: Type, start: Position, end: Position, sign: int, *, refused: bool
) -> None:
    """A wire of *sign*, or a patch if that is 0, from a cell's side to an A-unit's; grey where it is *refused*."""
    ends = np.array([start], dtype=np.float64), np.array([end], dtype=np.float64)
    course = [tuple(point) for point in curve(*ends, POINTS)[0].tolist()]
    colour = theme.MUTED if refused else COLOURS.get(sign, theme.BRASS)
    for part in [course] if sign >= 0 else dashes(course):
        pygame.draw.lines(surface, theme.GROUND, False, part, type_.scale.px(4) + 4)
        pygame.draw.lines(surface, colour, False, part, max(2, type_.scale.px(4)))


def rubber_ends(grip: End | Fresh, places: Places, loose: Position) -> tuple[Position, Position]:
    """From where to where the wire in a hand runs, the side of the cells first; its loose end is at *loose*."""
    fixed = places.socket(grip.fixed)
    to_the_right = grip.fixed[0] == CELL or (grip.fixed[0] != R_UNIT and loose[0] > fixed[0])
    return (fixed, loose) if to_the_right else (loose, fixed)


def draw_plug(surface: pygame.Surface, type_: Type, at: Position, colour: Colour) -> None:
    """The end of a wire in a hand."""
    pygame.draw.circle(surface, theme.GROUND, at, type_.scale.px(8) + 2)
    pygame.draw.circle(surface, colour, at, type_.scale.px(8))


def draw_target(surface: pygame.Surface, type_: Type, places: Places, target: Pick, outcome: Outcome) -> None:
    """Where the wire would go: lit if it can, crossed out if it cannot."""
    px, at = type_.scale.px, places.socket(target)
    radius = max(places.of(target).height // 2 if target[0] == R_UNIT else max(places.of(target).size) // 2, 6) + px(5)
    colour = theme.WRONG if outcome.refused else theme.AMBER
    pygame.draw.circle(surface, theme.GROUND, at, radius + 2, px(3) + 4)
    pygame.draw.circle(surface, colour, at, radius, max(2, px(4)))
    if outcome.refused:
        arm = radius * 7 // 10
        for lean in (1, -1):
            ends = (at[0] - arm, at[1] - lean * arm), (at[0] + arm, at[1] + lean * arm)
            pygame.draw.line(surface, theme.WRONG, *ends, max(2, px(4)))


def draw_closed(surface: pygame.Surface, places: Places, kind: str, closed: BoolArray) -> None:
    """Darken the cells or the A-units that are *closed* to the wire in a hand."""
    shown = [places.of((kind, number)) for number in np.flatnonzero(closed).tolist()]
    if shown and kind in GROUPS:
        shade = pygame.Surface(shown[0].size, pygame.SRCALPHA)
        shade.fill((*theme.GLASS, SHADE))
        surface.fblits([(shade, area.topleft) for area in shown])


def draw_blade(surface: pygame.Surface, type_: Type, start: Position, end: Position) -> None:
    """The line along which the knife goes."""
    px = type_.scale.px
    for colour, width in ((theme.GROUND, px(3) + 4), (theme.TEXT, max(2, px(3)))):
        pygame.draw.line(surface, colour, start, end, width)
    pygame.draw.circle(surface, theme.TEXT, start, px(5))


def draw_tag(surface: pygame.Surface, type_: Type, within: Rect, at: Position, outcome: Outcome) -> Rect | None:
    """What letting go would do, beside the hand; where that is nothing, no tag."""
    lines = _lines(type_, outcome)
    if not lines:
        return None
    px = type_.scale.px
    height = sum(type_.height(style) for _, style, _ in lines) + px(20)
    width = max(type_.width(text, style) for text, style, _ in lines) + px(28)
    area = Rect(at[0] + px(CLEARANCE), at[1] - px(CLEARANCE) - height, width, height)
    if area.right > within.right:
        area.right = at[0] - px(CLEARANCE)
    if area.top < within.top:
        area.top = at[1] + px(CLEARANCE)
    area.clamp_ip(within)
    pygame.draw.rect(surface, theme.GROUND, area.inflate(4, 4), border_radius=px(8) + 2)
    pygame.draw.rect(surface, theme.RAISED, area, border_radius=px(8))
    y = area.top + px(10)
    for text, style, colour in lines:
        type_.write(surface, text, (area.left + px(14), y + type_.ascent(style)), style, colour)
        y += type_.height(style)
    return area


def _lines(type_: Type, outcome: Outcome) -> list[tuple[str, theme.Style, Colour]]:
    """The lines of a tag, how they are written, and in which colour."""
    if outcome.refused:
        words = type_.wrapped(REFUSED + outcome.refused, theme.STRONG, type_.scale.px(TAG_WIDTH))
        return [(line, theme.STRONG, theme.WRONG) for line in words]
    lines: list[tuple[str, theme.Style, Colour]] = []
    for number, text in enumerate(outcome.words):
        style = theme.STRONG if number == 0 else theme.BODY
        lines += [(line, style, theme.TEXT) for line in type_.wrapped(text, style, type_.scale.px(TAG_WIDTH))]
    return lines
