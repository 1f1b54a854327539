"""What stands on a plane of answers: the boundary between them, and marks of the classes, told by their shape."""

import numpy as np
import pygame

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.views.network.pictures import FloatArray, Pixels

FINE = 4  # marks are drawn so many times larger, then made smaller


def boundary(probability: FloatArray, pixels: Pixels) -> Pixels:
    """*pixels* with the cells light where the answer changes to that of a neighbour."""
    one = probability > 0.5
    edge = np.zeros_like(one)
    edge[1:] |= one[1:] != one[:-1]
    edge[:, 1:] |= one[:, 1:] != one[:, :-1]
    drawn = pixels.copy()
    drawn[edge] = theme.TEXT
    return drawn


def class_mark(shape: int, radius: int) -> pygame.Surface:
    """A ring, a full disc, a square: the classes, told by their shape."""
    side = 2 * radius + 4
    mark = pygame.Surface((FINE * side, FINE * side), pygame.SRCALPHA)
    middle = FINE * side // 2, FINE * side // 2
    if shape == 2:
        mark.fill(theme.GROUND, (FINE, FINE, FINE * (side - 2), FINE * (side - 2)))
        mark.fill(theme.CREAM, (2 * FINE, 2 * FINE, FINE * (side - 4), FINE * (side - 4)))
    else:
        pygame.draw.circle(mark, theme.GROUND, middle, FINE * (radius + 1))
        pygame.draw.circle(mark, theme.CREAM, middle, FINE * radius, 0 if shape else FINE * radius // 2)
    return pygame.transform.smoothscale(mark, (side, side))
