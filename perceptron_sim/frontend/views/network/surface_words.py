"""What is said beside a loss surface: each minimum with its colour and its share of starts, and what the picture is."""

import pygame
from pygame import Rect

from perceptron_sim.explain.network_surface import OWN, Surface
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.network.relief import BASINS

NUMBERED = 8  # more minima than these stay without a number


def draw_basins(surface: pygame.Surface, type_: Type, words: Rect, found: Surface, y: int) -> int:
    """Each minimum with the colour of its basin and the share of starts that end there; gives where it ends."""
    px = type_.scale.px
    if found.basins is None or not 0 < len(found.minima) <= NUMBERED:
        return y
    line = type_.height(theme.SMALL) + px(4)
    sizes = [(number, float((found.basins == number).mean())) for number in range(len(found.minima))]
    for number, share in sizes:
        box = Rect(words.left, y, px(20), line - px(4))
        surface.fill(BASINS[number % len(BASINS)].astype(int).tolist(), box)
        x, height = found.minima[number].tolist()
        what = "lowest place" if found.place == OWN else "minimum"
        where = f"{what} {number + 1} at ({x:.2f}, {height:.2f})".replace("-", "−")
        baseline = y + type_.ascent(theme.SMALL)
        type_.write(surface, where, (box.right + px(12), baseline), theme.SMALL)
        type_.write(surface, f"{share:.0%} of starts", (words.right, baseline), theme.SMALL, theme.MUTED, "right")
        y += line
    lost = float((found.basins < 0).mean())
    if lost:
        surface.fill(theme.MUTED, (words.left, y, px(20), line - px(4)))
        baseline = y + type_.ascent(theme.SMALL)
        type_.write(surface, "grey: in none", (words.left + px(32), baseline), theme.SMALL)
        type_.write(surface, f"{lost:.0%} of starts", (words.right, baseline), theme.SMALL, theme.MUTED, "right")
        y += line
    return y + px(12)


def explained(found: Surface, weights: int) -> list[str]:
    """The formula or the cut, and how to read it; *weights* is how many numbers the network learns."""
    if found.place != OWN:
        return [found.note, "Brighter is higher. One colour: all starts that end in one minimum (cross)."]
    if not found.paths:
        return ["From the weights as they stand each optimizer goes its way, at its usual rate."]
    return [
        f"A cut through the {weights:,} weights along the two directions in which these paths differ most; it shows "
        f"{found.share_told:.0%} of them. All start at the weights of this network.",
        "Brighter is higher. Colours: downhill on this cut one comes to the same lowest place; the network, which has "
        "more directions, may not stay there.",
    ]
