"""Paths of optimizers over a picture: each a line of its own kind, with its name beside the end."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pygame
from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Colour

Point = tuple[float, float]
# How long line and gap are in turn, at the reference size; none: one line.
DASHES: tuple[tuple[int, ...], ...] = ((), (22, 9), (3, 8), (16, 7, 3, 7), (9, 7), (30, 6, 9, 6))
NEAR = 48  # pixels at reference between ends that are named together
SHORTEST = 1.5  # pixels; shorter steps are drawn with the next


def draw_line(surface: pygame.Surface, type_: Type, points: Sequence[Point], kind: int, colour: Colour) -> None:
    """The line of the optimizer number *kind* through *points*, light with a dark edge."""
    draw_pieces(surface, type_, line_pieces(type_, points, kind), colour)


def line_pieces(type_: Type, points: Sequence[Point], kind: int) -> list[tuple[Point, Point]]:
    """What is drawn of the line of the optimizer number *kind*."""
    return dashed(thinned(points), [type_.scale.px(length) for length in DASHES[kind % len(DASHES)]])


def draw_pieces(surface: pygame.Surface, type_: Type, pieces: Sequence[tuple[Point, Point]], colour: Colour) -> None:
    """Each of them light, with a dark edge."""
    wide = max(2, type_.scale.px(3))
    for width, shade in ((wide + 3, theme.GROUND), (wide, colour)):
        for start, end in pieces:
            pygame.draw.aaline(surface, shade, start, end, width)


def thinned(points: Sequence[Point]) -> list[Point]:
    """*points* without those that lie next to the one before; the last one stays."""
    kept = [points[0]]
    for point in points[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= SHORTEST:
            kept.append(point)
    return [*kept, points[-1]] if len(points) > 1 else kept


def dashed(points: Sequence[Point], lengths: Sequence[int]) -> list[tuple[Point, Point]]:
    """The pieces of a line through *points* of which *lengths* are drawn and left out in turn."""
    if not lengths:
        return list(pairwise(points))
    found: list[tuple[Point, Point]] = []
    number, left = 0, float(lengths[0])
    for start, end in pairwise(points):
        length = float(np.hypot(end[0] - start[0], end[1] - start[1]))
        gone = 0.0
        while gone < length:
            step = min(left, length - gone)
            if number % 2 == 0:
                found.append((_on(start, end, gone / length), _on(start, end, (gone + step) / length)))
            gone, left = gone + step, left - step
            if left <= 0:
                number += 1
                left = float(lengths[number % len(lengths)])
    return found


def _on(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def name_places(area: Rect, type_: Type, ends: Sequence[Point], names: Sequence[str]) -> list[Rect]:
    """Where each of *names* is written: beside its end, those of ends near each other as a list; none over another."""
    px, line = type_.scale.px, type_.height(theme.LABEL) + type_.scale.px(4)
    places: list[Rect] = [Rect(0, 0, 0, 0)] * len(ends)
    taken: list[Rect] = []
    for members in _near_each_other(ends, px(NEAR)):
        middle = tuple(float(np.mean([ends[number][axis] for number in members])) for axis in (0, 1))
        width = max(type_.width(names[number], theme.LABEL) for number in members) + px(16)
        block = Rect(0, 0, width, line * len(members))
        block.centery = round(middle[1])
        if middle[0] < area.left + 0.6 * area.width:
            block.left = round(middle[0]) + px(64)
        else:
            block.right = round(middle[0]) - px(64)
        block.clamp_ip(area.inflate(-px(16), -px(16)))
        while (hit := block.collidelist(taken)) >= 0 and taken[hit].bottom + block.height < area.bottom:
            block.top = taken[hit].bottom + px(6)
        taken.append(block)
        for row, number in enumerate(sorted(members, key=lambda one: ends[one][1])):
            places[number] = Rect(
                block.left, block.top + row * line, type_.width(names[number], theme.LABEL) + px(16), line
            )
    return places


def _near_each_other(ends: Sequence[Point], reach: int) -> list[list[int]]:
    groups: list[list[int]] = []
    for number, end in enumerate(ends):
        for group in groups:
            if any(np.hypot(end[0] - ends[one][0], end[1] - ends[one][1]) <= reach for one in group):
                group.append(number)
                break
        else:
            groups.append([number])
    return groups


def draw_name(surface: pygame.Surface, type_: Type, place: Rect, end: Point, name: str, colour: Colour) -> None:
    """*name* on a dark ground in *place*, a thin line from there to the *end* of its path."""
    near = place.left if end[0] < place.centerx else place.right
    pygame.draw.aaline(surface, theme.GROUND, end, (near, place.centery), 3)
    pygame.draw.aaline(surface, colour, end, (near, place.centery), 1)
    pygame.draw.rect(surface, theme.GROUND, place.inflate(0, -2), border_radius=type_.scale.px(4))
    baseline = place.centery + type_.ascent(theme.LABEL) // 2 - type_.scale.px(1)
    type_.write(surface, name, (place.centerx, baseline), theme.LABEL, colour, "centre")
