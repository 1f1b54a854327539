"""What stands in the middle of the screen when a visit may be over: the countdown, and the code of what was kept."""

import math
from dataclasses import dataclass

import pygame
from pygame import Rect

from perceptron_sim.exhibit.attendance import Deed, Digit
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.exhibit.large import (
    CODE,
    COUNT,
    PLATE_HEIGHT,
    TITLES,
    WORDS,
    Plate,
    draw_plate,
    draw_sheet,
    row_of,
    write_fitted,
)
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.widgets import ENTER, baseline_in

WIDTH, HEIGHT = 1400, 640  # at 1920 x 1080
EDGE, GAP = 56, 32
RING, THICK = 168, 10
FINER, STEPS_ROUND = 4, 180
STEPS = {pygame.K_TAB: 1, pygame.K_RIGHT: 1, pygame.K_DOWN: 1, pygame.K_LEFT: -1, pygame.K_UP: -1}
STILL_THERE, FINISHED = "Are you still there?", "Have you finished?"
STAY, KEEP, FINISH, GO_ON = "I am still here", "Keep my work", "I have finished", "Go on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked: *title* and *words*, in between the *code* or so many seconds *left_s* of *most_s*."""

    title: str
    words: str
    code: str | None = None
    left_s: float | None = None
    most_s: float = 1.0


class Question:
    """A sheet amid a window of *size*, with a plate for each of *answers*, (words, deed); the last one is lit."""

    def __init__(self, size: tuple[int, int], type_: Type, answers: tuple[tuple[str, Deed], ...]) -> None:
        px = type_.scale.px
        self._type = type_
        self.area = Rect(0, 0, px(WIDTH), px(HEIGHT))
        self.area.center = (size[0] // 2, size[1] // 2)
        row = Rect(self.area.left + px(EDGE), 0, self.area.width - 2 * px(EDGE), px(PLATE_HEIGHT))
        row.bottom = self.area.bottom - px(EDGE)
        last = len(answers) - 1
        self.plates = tuple(
            Plate(area, words, deed, lit=number == last)
            for number, (area, (words, deed)) in enumerate(
                zip(row_of(row, len(answers), px(GAP)), answers, strict=True)
            )
        )
        self.focused: int | None = None

    def press(self, position: tuple[int, int]) -> Deed | Digit | None:
        """What a touch at *position* says; None beside all plates."""
        return next((plate.deed for plate in self.plates if plate.area.collidepoint(position)), None)

    def key(self, event: pygame.event.Event) -> Deed | Digit | None:
        """What a key says: Tab and arrows go from plate to plate, Enter presses one, any other key is a touch."""
        if event.key in STEPS:
            back = event.key == pygame.K_TAB and event.mod & pygame.KMOD_SHIFT
            step = -1 if back else STEPS[event.key]
            here = (len(self.plates) - 1 if step > 0 else 0) if self.focused is None else self.focused
            self.focused = (here + step) % len(self.plates)
            return None
        if event.key in (*ENTER, pygame.K_SPACE) and self.focused is not None:
            return self.plates[self.focused].deed
        return Deed.TOUCH

    def draw(self, surface: pygame.Surface, asked: Asked) -> None:
        """The sheet, the words and the plates."""
        type_, px, area = self._type, self._type.scale.px, self.area
        draw_sheet(surface, type_, area)
        width = area.width - 2 * px(EDGE)
        title = (area.centerx, area.top + px(EDGE) + px(48))
        write_fitted(surface, type_, asked.title, title, TITLES, width, theme.TEXT, "centre")
        middle = Rect(area.left, title[1] + px(40), area.width, px(RING))
        words = (area.centerx, middle.bottom + px(60))
        if asked.code is not None:
            at = (area.centerx, baseline_in(middle, type_, CODE))
            type_.write(surface, asked.code, at, CODE, theme.CREAM, "centre")
        elif asked.left_s is not None:
            self._draw_ring(surface, middle, asked.left_s, asked.most_s)
        write_fitted(surface, type_, asked.words, words, WORDS, width, theme.TEXT, "centre")
        for number, plate in enumerate(self.plates):
            draw_plate(surface, type_, plate, focused=number == self.focused)

    def _draw_ring(self, surface: pygame.Surface, area: Rect, left_s: float, most_s: float) -> None:
        """The seconds that are left, in a ring that empties."""
        type_, px = self._type, self._type.scale.px
        picture = _ring(px(RING), px(THICK), min(1.0, left_s / most_s))
        ring = surface.blit(picture, picture.get_rect(center=area.center))
        at = (ring.centerx, baseline_in(ring, type_, COUNT))
        type_.write(surface, str(math.ceil(left_s)), at, COUNT, theme.CREAM, "centre")


def _ring(side: int, thick: int, share: float) -> pygame.Surface:
    """A ring of which so much is light, from the top on clockwise; drawn large, so that its edges are smooth."""
    large = pygame.Surface((side * FINER, side * FINER))
    large.fill(theme.PANEL)
    radius, middle = side * FINER / 2, pygame.Vector2(side * FINER / 2)
    pygame.draw.circle(large, theme.LINE, middle, radius, thick * FINER)
    steps = max(2, round(STEPS_ROUND * share))
    points: list[pygame.Vector2] = []
    for distance, order in ((radius, range(steps + 1)), (radius - thick * FINER, range(steps, -1, -1))):
        for step in order:
            angle = 2 * math.pi * share * step / steps
            points.append(middle + distance * pygame.Vector2(math.sin(angle), -math.cos(angle)))
    if share > 0:
        pygame.draw.polygon(large, theme.CREAM, points)
    return pygame.transform.smoothscale(large, (side, side))
