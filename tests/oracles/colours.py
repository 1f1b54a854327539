"""How colours are told apart: contrast as WCAG 2 defines it, and what an eye without one kind of cones sees."""

from functools import lru_cache
from math import dist

import numpy as np

Colour = tuple[int, int, int]

# Machado, Oliveira and Fernandes (2009), "A Physiologically-based Model for Simulation of Color Vision Deficiency",
# IEEE Transactions on Visualization and Computer Graphics 15(6), table 1, severity 1.0; for linear red, green and blue.
KINDS = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# CIE 1931 from linear sRGB, and the white of D65.
TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
WHITE = (0.95047, 1.0, 1.08883)


def linear(colour: Colour) -> np.ndarray:
    """Red, green and blue as amounts of light, 0..1."""
    shares = np.array(colour) / 255
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


@lru_cache
def luminance(colour: Colour) -> float:
    """Relative luminance of WCAG 2."""
    return float(np.dot((0.2126, 0.7152, 0.0722), linear(colour)))


def contrast(one: Colour, other: Colour) -> float:
    """Contrast of WCAG 2, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def lab(light: np.ndarray) -> tuple[float, float, float]:
    """CIE L*a*b* of linear red, green and blue."""
    ratios = np.array(TO_XYZ) @ light / WHITE
    x, y, z = np.where(ratios > (6 / 29) ** 3, np.cbrt(ratios), ratios / (3 * (6 / 29) ** 2) + 4 / 29)
    return float(116 * y - 16), float(500 * (x - y)), float(200 * (y - z))


def difference(one: Colour, other: Colour, kind: str | None = None) -> float:
    """How far apart the colours look (CIE 1976; 2.3 is just seen), to an eye of that *kind*, or to most eyes."""
    matrix = np.array(KINDS[kind]) if kind else np.eye(3)
    return dist(*(lab(np.clip(matrix @ linear(colour), 0, 1)) for colour in (one, other)))
