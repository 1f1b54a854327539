"""The pictures of a transplant: where wipers come to rest between their stops, and one output's weights as a field."""

import numpy as np
import pygame
from pygame import Rect

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.fields import Order, corners
from perceptron_sim.frontend.layout import Grid
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.network.pictures import NETWORK_SIGNED, SHADES, FloatArray

PITCH = 7  # of a bar, at the reference size
NOW = theme.blend(theme.PANEL, theme.AMBER, 0.5)


def x_of(area: Rect, angle_deg: float, stop_deg: float) -> int:
    """Where *angle_deg* stands between the stops at both ends of *area*."""
    return area.left + round((angle_deg / stop_deg + 1) / 2 * (area.width - 1))


def heights(angle_deg: FloatArray, stop_deg: float, bars: int) -> FloatArray:
    """How many shafts stand in each of so many *bars* from stop to stop, the middle one around the middle."""
    edges = np.linspace(-stop_deg, stop_deg, bars + 1)
    found: FloatArray = np.histogram(angle_deg, edges)[0].astype(np.float64)
    return found


def draw_wipers(
    surface: pygame.Surface, area: Rect, type_: Type, now: FloatArray, then: FloatArray | None, stop_deg: float
) -> None:
    """How many shafts stand how far: downwards *now*, upwards *then*, by square root; stops as walls at both ends."""
    px = type_.scale.px
    bars = max(3, area.width // px(PITCH)) | 1
    counted = [np.sqrt(heights(angles, stop_deg, bars)) for angles in (now, now if then is None else then)]
    most = max(float(one.max()) for one in counted)
    half, middle = area.height // 2 - 1, area.centery
    for one, colour, way in ((counted[0], NOW, 1), (counted[1], theme.AMBER, -1)):
        if way < 0 and then is None:
            continue
        for number in np.flatnonzero(one).tolist():
            left = area.left + number * area.width // bars
            right = area.left + (number + 1) * area.width // bars
            tall = max(1, round(float(one[number]) / most * half))
            top = middle + 1 if way > 0 else middle - tall
            surface.fill(colour, (left, top, max(1, right - left - 1), tall))
    pygame.draw.line(surface, theme.MUTED, (area.left, middle), (area.right - 1, middle))
    for x in (area.left - px(5), area.right):
        surface.fill(theme.CREAM, (x, area.top, px(5), area.height))


def draw_weights(surface: pygame.Surface, grid: Grid, weights: FloatArray) -> None:
    """One output's *weights* (n,), each where the potentiometer is that it comes from; the largest in full colour."""
    side = grid.side - max(1, grid.side // 10)
    largest = float(np.abs(weights).max(initial=0)) or 1.0
    colours = NETWORK_SIGNED[np.rint((weights / largest + 1) * SHADES).astype(np.intp)].tolist()
    for (x, y), colour in zip(corners(grid, Order.MODULES, side), colours, strict=False):
        surface.fill(colour, (x, y, side, side))
