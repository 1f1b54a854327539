"""Colours, type and spacing. A dark gallery in which two things glow: the machine in amber, the network in blue."""

from dataclasses import dataclass

Colour = tuple[int, int, int]

GROUND: Colour = (14, 18, 24)
PANEL: Colour = (22, 28, 36)
LINE: Colour = (44, 54, 66)
RAISED: Colour = (32, 40, 50)
TEXT: Colour = (236, 232, 222)
MUTED: Colour = (146, 156, 168)
AMBER: Colour = (255, 176, 64)
BLUE: Colour = (96, 184, 240)
RIGHT: Colour = (0, 168, 126)
WRONG: Colour = (222, 104, 40)
CREAM: Colour = (240, 236, 226)
INK: Colour = (24, 24, 24)
GLASS: Colour = (17, 20, 23)
BRASS: Colour = (150, 128, 84)

REFERENCE_SIZE = (1920, 1080)
SMALLEST_TEXT_PX = 13

REGULAR, BOLD, MONO, MONO_BOLD, SYMBOLS = (
    "fonts/AtkinsonHyperlegible-Regular.ttf",
    "fonts/AtkinsonHyperlegible-Bold.ttf",
    "fonts/AtkinsonHyperlegibleMono-Regular.ttf",
    "fonts/AtkinsonHyperlegibleMono-Bold.ttf",
    "fonts/DejaVuSans.ttf",
)


@dataclass(frozen=True, slots=True)
class Scale:
    """How large things are in a window of a given size; 1.0 at 1920 x 1080."""

    factor: float

    @classmethod
    def of(cls, size: tuple[int, int]) -> "Scale":
        """The scale at which the reference picture fits into *size*."""
        return cls(min(size[0] / REFERENCE_SIZE[0], size[1] / REFERENCE_SIZE[1]))

    def px(self, at_reference: float) -> int:
        """A length in pixels, at least one."""
        return max(1, round(at_reference * self.factor))

    def text_px(self, at_reference: float) -> int:
        """A type size in pixels, never below what can be read."""
        return max(SMALLEST_TEXT_PX, round(at_reference * self.factor))


@dataclass(frozen=True, slots=True)
class Style:
    """A typeface of the house at one of its four sizes."""

    face: str
    size: int  # at 1920 x 1080


SMALL = Style(REGULAR, 15)
LABEL = Style(BOLD, 15)
BODY = Style(REGULAR, 18)
STRONG = Style(BOLD, 18)
FIGURE = Style(MONO, 18)
FIGURE_SMALL = Style(MONO, 15)
TITLE = Style(BOLD, 26)
GIANT = Style(BOLD, 48)
SIGN = Style(SYMBOLS, 18)


def blend(first: Colour, second: Colour, share: float) -> Colour:
    """*share* of the way from *first* to *second*."""
    r, g, b = (round(a + (z - a) * share) for a, z in zip(first, second, strict=True))
    return r, g, b
