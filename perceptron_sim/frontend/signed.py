"""Numbers as colours: pictures with a palette, in which a field of numbers is drawn in one go."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pygame

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.theme import Colour

FloatArray = npt.NDArray[np.floating]
Indices = npt.NDArray[np.uint8]
LARGEST = 1e30  # what has run away beyond it is as bright as this
SHADES = 127  # on either side of zero


def paletted(indices: Indices, palette: Sequence[Colour]) -> pygame.Surface:
    """(width, height) places in *palette* as a picture."""
    surface = pygame.Surface(indices.shape, depth=8)
    surface.set_palette(palette)
    pygame.surfarray.blit_array(surface, indices)
    return surface


def shades(dark: Colour, full: Colour, count: int) -> list[Colour]:
    """So many colours from *dark* to *full*."""
    return [theme.blend(dark, full, number / (count - 1)) for number in range(count)]


def signed_index(values: FloatArray, least: float = 1e-12) -> Indices:
    """(n, rows, columns) -> places in SIGNED: dark at zero, blue above it, orange below.

    Of each of the n pictures the largest value gets the full colour, if it is *least* or more: patterns are compared,
    not sizes, but what is small throughout stays dim.
    """
    if not np.isfinite(values).all():
        values = np.clip(np.nan_to_num(values), -LARGEST, LARGEST)
    largest = np.abs(values).max(axis=(1, 2), keepdims=True, initial=0.0)
    index: Indices = (np.rint(values / np.maximum(largest, least) * SHADES) + SHADES).astype(np.uint8)
    return index


SIGNED: list[Colour] = [
    *shades(theme.GLASS, theme.AGAINST, SHADES + 1)[:0:-1],
    *shades(theme.GLASS, theme.FOR, SHADES + 1),
    theme.PANEL,
]
