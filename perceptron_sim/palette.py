"""The colours and typefaces of the house: a dark gallery in which the machine glows amber and the network blue.

What shows them, the window and the figures of a report, takes them from here.
"""

Colour = tuple[int, int, int]

GROUND: Colour = (14, 18, 24)
PANEL: Colour = (22, 28, 36)
LINE: Colour = (44, 54, 66)
RAISED: Colour = (32, 40, 50)
TEXT: Colour = (236, 232, 222)
MUTED: Colour = (146, 156, 168)
AMBER: Colour = (255, 176, 64)  # the machine, and nothing else
BLUE: Colour = (96, 184, 240)  # the network, and nothing else
RIGHT: Colour = (0, 168, 126)  # always with a word or a sign
WRONG: Colour = (222, 104, 40)
CREAM: Colour = (240, 236, 226)
INK: Colour = (24, 24, 24)
GLASS: Colour = (17, 20, 23)
BRASS: Colour = (150, 128, 84)
# Grounds of the minima of a loss: neither learner's colour, neither right nor wrong; each also has its number.
BASINS: tuple[Colour, ...] = (
    (112, 70, 110),
    (74, 104, 66),
    (122, 96, 52),
    (62, 66, 124),
    (134, 78, 84),
    (52, 108, 112),
)
STEEL_LIGHT: Colour = (204, 202, 194)  # the cabinet, in the machine room alone
STEEL_DARK: Colour = (128, 127, 121)

# Signed weights: dark at zero, one colour for the cell, the other against it.
FOR, AGAINST = BLUE, WRONG

REGULAR, BOLD, MONO, MONO_BOLD, SYMBOLS = (
    "fonts/AtkinsonHyperlegible-Regular.ttf",
    "fonts/AtkinsonHyperlegible-Bold.ttf",
    "fonts/AtkinsonHyperlegibleMono-Regular.ttf",
    "fonts/AtkinsonHyperlegibleMono-Bold.ttf",
    "fonts/DejaVuSans.ttf",
)


def blend(first: Colour, second: Colour, share: float) -> Colour:
    """*share* of the way from *first* to *second*."""
    r, g, b = (round(a + (z - a) * share) for a, z in zip(first, second, strict=True))
    return r, g, b


def as_hex(colour: Colour) -> str:
    """*colour* as "#RRGGBB"."""
    return "#{:02X}{:02X}{:02X}".format(*colour)
