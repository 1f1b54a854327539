"""Words and plates that are read and touched from where visitors stand: large type, targets of 20 mm and more."""

from dataclasses import dataclass

import pygame
from pygame import Rect

from perceptron_sim.exhibit.attendance import Deed, Digit
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Align, Type
from perceptron_sim.frontend.theme import Colour, Style
from perceptron_sim.frontend.widgets import baseline_in, draw_focus
from perceptron_sim.palette import MONO_BOLD

# Read from three metres on a screen 0.6 m high, letters 1/200 of that: 40 px and more for what asks people in.
TITLES = tuple(Style(theme.BOLD, size) for size in (60, 52, 44, 36, 28))
WORDS = tuple(Style(theme.REGULAR, size) for size in (30, 26, 22, 18))
PLATES = tuple(Style(theme.BOLD, size) for size in (34, 30, 26, 22))
COUNT = Style(theme.BOLD, 84)
CODE = Style(MONO_BOLD, 104)
PLATE_HEIGHT = 120  # at 1080 lines: 20 mm where the screen is 180 mm high, and more on a larger one
RADIUS = 18


@dataclass(frozen=True, slots=True)
class Plate:
    """A large button that does *deed*; the *lit* one is what most will want."""

    area: Rect
    words: str
    deed: Deed | Digit
    lit: bool = False


def write_fitted(
    surface: pygame.Surface,
    type_: Type,
    text: str,
    at: tuple[int, int],
    styles: tuple[Style, ...],
    width: int,
    colour: Colour = theme.TEXT,
    align: Align = "left",
) -> Rect:
    """Write *text* in the first of *styles* in which it is no wider than *width*, in the last one shortened."""
    style = next((style for style in styles if type_.width(text, style) <= width), styles[-1])
    return type_.write(surface, type_.fitted(text, style, width), at, style, colour, align)


def draw_plate(surface: pygame.Surface, type_: Type, plate: Plate, *, focused: bool) -> None:
    """The plate; a light one is lit, the ring of the keyboard is around the *focused* one."""
    radius = type_.scale.px(RADIUS)
    ground, colour = (theme.CREAM, theme.INK) if plate.lit else (theme.LINE, theme.TEXT)
    pygame.draw.rect(surface, ground, plate.area, border_radius=radius)
    width = plate.area.width - 2 * type_.scale.px(20)
    style = next((one for one in PLATES if type_.width(plate.words, one) <= width), PLATES[-1])
    at = (plate.area.centerx, baseline_in(plate.area, type_, style))
    type_.write(surface, type_.fitted(plate.words, style, width), at, style, colour, "centre")
    if focused:
        draw_focus(surface, type_, plate.area)


def draw_sheet(surface: pygame.Surface, type_: Type, area: Rect) -> None:
    """The ground on which a question stands."""
    radius = type_.scale.px(RADIUS + 10)
    pygame.draw.rect(surface, theme.PANEL, area, border_radius=radius)
    pygame.draw.rect(surface, theme.LINE, area, max(1, type_.scale.px(2)), border_radius=radius)


def row_of(area: Rect, count: int, gap: int) -> list[Rect]:
    """*count* equal places beside each other in *area*."""
    wide = (area.width - gap * (count - 1)) // count
    return [Rect(area.left + number * (wide + gap), area.top, wide, area.height) for number in range(count)]
