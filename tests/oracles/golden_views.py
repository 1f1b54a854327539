"""Small pictures of every view at one instant of one lesson, and how far two such pictures are apart.

`python tests/oracles/make_golden_views.py` draws them anew.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import inf
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pygame

from perceptron_sim import Letters, Session
from perceptron_sim.frontend.scene import Scene
from perceptron_sim.playback import Playback

FOLDER = Path(__file__).resolve().parents[1] / "perceptron_sim" / "frontend" / "goldens"
SIZE, SMALL_SIZE, BLOCK = (1280, 720), (320, 180), 10
EXPOSURES, AFTER_S = 60, 0.9  # of the lesson, and so long after those: the next picture is in view
FRAMES, FRAME_S = 8, 0.25  # until every lamp glows as it is to
MOST_MEAN, MOST_BLOCK = 3.0, 18.0  # of 255: letters a pixel aside reach 2.5 and 15, a missing panel 22 and more
Pixels = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Apart:
    """How far two pictures are apart, of 255: on average, and in the worst block, whose corner is at *place*."""

    mean: float
    block: float
    place: tuple[int, int]

    @property
    def alike(self) -> bool:
        """Whether they show the same, fonts and processors aside."""
        return self.mean <= MOST_MEAN and self.block <= MOST_BLOCK


class Ticks:
    """A clock that is a microsecond later at every look: what the computer takes is the same everywhere."""

    def __init__(self) -> None:
        self._looks = 0

    def __call__(self) -> float:
        self._looks += 1
        return self._looks * 1e-6


@lru_cache(maxsize=1)
def lesson() -> Session:
    """Letters in mid-course."""
    session = Session(Letters(seed=1), wall_clock=Ticks())
    for _ in range(EXPOSURES):
        session.advance_exposure()
    session.advance(AFTER_S, budget_s=inf)
    return session


def drawn(view: str, surface: pygame.Surface | None = None) -> pygame.Surface:
    """*view* of the lesson, standing still, on *surface* or one of its own."""
    surface = surface or pygame.Surface(SIZE)
    scene, playback = Scene(SIZE, lesson().experiment, view=view, reduced_motion=True), Playback(lesson())
    playback.paused = True
    for _ in range(FRAMES):
        scene.draw(surface, lesson(), playback, FRAME_S)
    return surface


def small(picture: pygame.Surface) -> pygame.Surface:
    """*picture*, a quarter as wide and high."""
    return pygame.transform.smoothscale(picture, SMALL_SIZE)


def golden(view: str) -> Path:
    """Where the golden picture of *view* is."""
    return FOLDER / f"{view}.png"


def apart(one: pygame.Surface, other: pygame.Surface) -> Apart:
    """How far two small pictures are apart."""
    difference = np.abs(_pixels(one) - _pixels(other)).mean(axis=2)
    columns, rows = (side // BLOCK for side in difference.shape)
    blocks = difference.reshape(columns, BLOCK, rows, BLOCK).mean(axis=(1, 3))
    column, row = np.unravel_index(blocks.argmax(), blocks.shape)
    return Apart(float(difference.mean()), float(blocks.max()), (int(column) * BLOCK, int(row) * BLOCK))


def _pixels(picture: pygame.Surface) -> Pixels:
    """(width, height, 3) in 0..255."""
    return pygame.surfarray.array3d(picture).astype(np.float64)
