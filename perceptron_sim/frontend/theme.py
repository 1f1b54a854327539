"""Colours, type and spacing. A dark gallery in which two things glow: the machine in amber, the network in blue."""

from dataclasses import dataclass

from perceptron_sim.palette import (
    AGAINST,
    AMBER,
    BLUE,
    BOLD,
    BRASS,
    CREAM,
    FOR,
    GLASS,
    GROUND,
    INK,
    LINE,
    MONO,
    MUTED,
    PANEL,
    RAISED,
    REGULAR,
    RIGHT,
    SYMBOLS,
    TEXT,
    WRONG,
    Colour,
    blend,
)

__all__ = [
    "AGAINST",
    "AMBER",
    "BLUE",
    "BODY",
    "BOLD",
    "BRASS",
    "CREAM",
    "FIGURE",
    "FIGURE_LARGE",
    "FIGURE_SMALL",
    "FOR",
    "GIANT",
    "GLASS",
    "GROUND",
    "INK",
    "LABEL",
    "LINE",
    "MONO",
    "MUTED",
    "PANEL",
    "RAISED",
    "REFERENCE_SIZE",
    "REGULAR",
    "RIGHT",
    "SIGN",
    "SIGN_SMALL",
    "SMALL",
    "SMALLEST_TEXT_PX",
    "STRONG",
    "SYMBOLS",
    "TEXT",
    "TITLE",
    "WRONG",
    "Colour",
    "Scale",
    "Style",
    "blend",
]

REFERENCE_SIZE = (1920, 1080)
SMALLEST_TEXT_PX = 13


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


@dataclass(frozen=True, slots=True, eq=False)  # told apart as objects: they are looked up for every word drawn
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
FIGURE_LARGE = Style(MONO, 26)
TITLE = Style(BOLD, 26)
GIANT = Style(BOLD, 48)
SIGN = Style(SYMBOLS, 18)
SIGN_SMALL = Style(SYMBOLS, 15)
