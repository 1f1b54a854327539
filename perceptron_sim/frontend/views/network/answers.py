"""How sure the network is of each class, as bars with their names: upright for letters, lying for words."""

import numpy as np
import pygame
from pygame import Rect

from perceptron_sim.explain.network import FIGURES, LARGEST, Evidence, signed
from perceptron_sim.explain.neuron_words import decimals_of, in_column
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Align, Type
from perceptron_sim.frontend.theme import Colour, Style
from perceptron_sim.snapshot import SessionSnapshot

WIDEST = 1e6  # what is more is written with its power of ten
MOST_LYING = 6  # classes with words for names


class Answers:
    """The bars of *names* in *area*, the answer below them."""

    def __init__(self, area: Rect, type_: Type, names: tuple[str, ...]) -> None:
        self._area, self._type, self._names = area, type_, names
        room = area
        longest = max(type_.width(name, theme.LABEL) for name in names)
        pitch = room.width / len(names)
        letters = max(map(len, names)) == 1
        self._upright = longest <= 2 * pitch - 2 and (letters or len(names) > MOST_LYING)
        self._lines = 1 if longest <= pitch - 2 else 2  # of names, in turn above and below each other
        self._bars, self._places = self._stand(room, pitch) if self._upright else self._lie(room, longest)
        self._ground = self._draw_ground()

    def _stand(self, room: Rect, pitch: float) -> tuple[list[Rect], list[tuple[int, int]]]:
        line, px = self._type.height(theme.SMALL), self._type.scale.px
        width = max(2, min(round(pitch * 0.8), px(72)))
        height = room.height - self._lines * line
        bars = [Rect(room.left + round(index * pitch), room.top, width, height) for index in range(len(self._names))]
        lowest = room.bottom - px(4)
        lift = [(self._lines - 1 - index % self._lines) * line for index in range(len(bars))]
        return bars, [(bar.centerx, lowest - up) for bar, up in zip(bars, lift, strict=True)]

    def _lie(self, room: Rect, longest: int) -> tuple[list[Rect], list[tuple[int, int]]]:
        px, line = self._type.scale.px, self._type.height(theme.SMALL)
        pitch = max(min(room.height // len(self._names), px(40)), line)
        shown = min(len(self._names), max(1, room.height // pitch))
        left = room.left + min(longest, room.width // 2) + px(12)
        bars = [
            Rect(left, room.top + index * pitch + pitch // 8, room.right - left, pitch * 3 // 4)
            for index in range(shown)
        ]
        ascent = self._type.font(theme.SMALL).get_ascent()
        return bars, [(room.left, bar.centery + ascent // 2 - px(1)) for bar in bars]

    def areas(self) -> list[Rect]:
        """The full length of each bar."""
        return self._bars

    def _draw_ground(self) -> pygame.Surface:
        """The full bars and their names, which never change."""
        ground = pygame.Surface(self._area.size)
        if pygame.display.get_surface():
            ground = ground.convert()
        ground.fill(theme.PANEL)
        for index, bar in enumerate(self._bars):
            ground.fill(theme.RAISED, bar.move(-self._area.left, -self._area.top))
            self._name(ground, index, theme.SMALL, theme.MUTED, (-self._area.left, -self._area.top))
        return ground

    def _name(
        self, surface: pygame.Surface, index: int, style: Style, colour: Colour, by: tuple[int, int] = (0, 0)
    ) -> None:
        x, y = self._places[index]
        room = self._bars[index].width * 3 if self._upright else self._bars[index].left - x - 4
        name = self._type.fitted(self._names[index], style, room)
        align: Align = "centre" if self._upright else "left"
        self._type.write(surface, name, (x + by[0], y + by[1]), style, colour, align)

    def draw(self, surface: pygame.Surface, snapshot: SessionSnapshot) -> None:
        """Bars filled as far as their class is probable; the shown class's name is bright."""
        surface.blit(self._ground, self._area)
        for bar, chance in zip(self._bars, np.nan_to_num(snapshot.network.probabilities).tolist(), strict=False):
            if self._upright:
                tall = round(bar.height * chance)
                surface.fill(theme.BLUE, (bar.left, bar.bottom - tall, bar.width, tall))
            else:
                surface.fill(theme.BLUE, (bar.left, bar.top, round(bar.width * chance), bar.height))
        if snapshot.label is not None and snapshot.label < len(self._bars):
            x, y = self._places[snapshot.label]
            bar = self._bars[snapshot.label]
            ascent = self._type.font(theme.LABEL).get_ascent()
            if self._upright:
                height = self._type.height(theme.SMALL)
                surface.fill(
                    theme.PANEL, (bar.left - 2, y - ascent, bar.width + 4, min(height, self._area.bottom - y + ascent))
                )
            else:
                surface.fill(theme.PANEL, (x, y - ascent, bar.left - x, self._type.height(theme.LABEL)))
            self._name(surface, snapshot.label, theme.LABEL, theme.TEXT)


def draw_answer(surface: pygame.Surface, area: Rect, type_: Type, snapshot: SessionSnapshot) -> None:
    """The most probable class, whether it is right, how sure the network is: one below the other, in the middle."""
    if snapshot.network_answer is None or snapshot.label is None:
        return
    px = type_.scale.px
    answer = snapshot.class_names[snapshot.network_answer]
    style = next((one for one in (theme.GIANT, theme.TITLE) if type_.width(answer, one) <= area.width), theme.STRONG)
    lines = type_.height(style) + type_.height(theme.STRONG) + type_.height(theme.SMALL) + px(4)
    baseline = area.centery - lines // 2 + type_.ascent(style)
    type_.write(surface, type_.fitted(answer, style, area.width), (area.left, baseline), style, theme.BLUE)
    right = snapshot.network_answer == snapshot.label
    sign, word, colour = ("✓", "right", theme.RIGHT) if right else ("✗", "wrong", theme.WRONG)
    baseline += type_.height(theme.STRONG) + px(4)
    x = type_.write(surface, sign, (area.left, baseline), theme.SIGN, colour).right + px(6)
    type_.write(surface, word, (x, baseline), theme.STRONG, colour)
    chance = float(snapshot.network.probabilities.max())
    sure = f"{chance:.0%} sure" if np.isfinite(chance) else "no number any more"
    type_.write(surface, sure, (area.left, baseline + type_.height(theme.SMALL) + px(2)), theme.SMALL, theme.MUTED)


def draw_evidence(surface: pygame.Surface, area: Rect, type_: Type, evidence: Evidence, what: str) -> None:
    """A lying bar for each of the largest terms, right of the line of nought for, left of it against; the sum last."""
    px = type_.scale.px
    line = min(type_.height(theme.SMALL) + px(10), area.height // (len(evidence.terms) + 3))
    line = max(line, type_.height(theme.SMALL))
    name_width = type_.width("all others", theme.SMALL) + px(12)
    figure_width = type_.width("+0.0000", theme.FIGURE_SMALL) + px(12)
    room = area.width - name_width - figure_width
    middle, reach = area.left + name_width + room // 2, room // 2 - px(4)
    rows = [(f"{what} {number}", value) for number, value in evidence.terms]
    rows += [("all others", evidence.rest), ("bias", evidence.bias)]
    sizes = np.nan_to_num([abs(value) for _, value in rows], nan=0.0, posinf=LARGEST)
    largest = max(float(sizes.max()), 1e-12)
    decimals = decimals_of([value for _, value in rows] + [evidence.total], FIGURES)
    ascent, y = type_.font(theme.SMALL).get_ascent(), area.top
    rows = rows[: max(1, area.height // line - 1)]
    for (name, value), size in zip(rows, sizes.tolist(), strict=False):
        baseline = y + ascent
        type_.write(surface, name, (area.left, baseline), theme.SMALL, theme.MUTED)
        length = max(1, round(size / largest * reach))
        colour = theme.FOR if value > 0 else theme.AGAINST
        surface.fill(colour, (middle if value > 0 else middle - length, y + line // 5, length, line * 3 // 5))
        type_.write(
            surface, _in_column(value, decimals), (area.right, baseline), theme.FIGURE_SMALL, theme.TEXT, "right"
        )
        y += line
    pygame.draw.line(surface, theme.MUTED, (middle, area.top), (middle, y))
    type_.write(surface, "score", (area.left, y + ascent + px(2)), theme.LABEL, theme.TEXT)
    at = (area.right, y + ascent + px(2))
    type_.write(surface, _in_column(evidence.total, decimals), at, theme.FIGURE_SMALL, theme.TEXT, "right")


def _in_column(value: float, decimals: int) -> str:
    return in_column(value, decimals) if np.isfinite(value) and abs(value) < WIDEST else signed(value)
