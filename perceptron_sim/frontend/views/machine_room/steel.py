"""Steel as it is after sixty years: brushed, scratched, rubbed at its edges, unevenly lit; alike at every start."""

import math
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pygame
from pygame import Rect, Surface

from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.machine_room import art
from perceptron_sim.palette import STEEL_DARK, STEEL_LIGHT

GRAIN_TILE = 512  # pixels after which a sheet's streaks come again, mirrored
STREAK = 48  # how long a streak is


@lru_cache(maxsize=1)
def _grain() -> npt.NDArray[np.float32]:
    """Streaks (GRAIN_TILE, rows) of brushed metal, about 1 strong: every sheet is cut from this one."""
    rng = np.random.default_rng(1958)
    noise = np.cumsum(rng.standard_normal((GRAIN_TILE + STREAK, 640), dtype=np.float32), axis=0)
    streaks: npt.NDArray[np.float32] = (noise[STREAK:] - noise[:-STREAK]) / np.float32(math.sqrt(STREAK))
    return streaks


def brushed(size: tuple[int, int], seed: int, strength: float = 9.0) -> Surface:
    """Brushed steel: streaks along x on STEEL_DARK to STEEL_LIGHT, light above and darker below."""
    width, height = size
    grain = _grain()
    rows = (np.arange(height) + 97 * seed) % grain.shape[1]
    shade = np.linspace(0.55, 0.05, height, dtype=np.float32) + grain[: min(width, GRAIN_TILE), rows] * (strength / 255)
    dark, light = (np.array(colour, dtype=np.float32) for colour in (STEEL_DARK, STEEL_LIGHT))
    steps = np.clip(shade * 255, 0, 255).astype(np.uint8)
    ramp = (dark + (light - dark) * np.linspace(0, 1, 256, dtype=np.float32)[:, None]).astype(np.uint8)
    piece, steel = pygame.surfarray.make_surface(ramp[steps]), Surface(size)
    for index, x in enumerate(range(0, width, GRAIN_TILE)):
        steel.blit(pygame.transform.flip(piece, bool(index % 2), False), (x, 0))
    return steel


def scuffs(surface: Surface, area: Rect, seed: int, count: int) -> None:
    """Fine scratches and worn spots, more of them towards the floor."""
    rng = np.random.default_rng(seed)
    layer = Surface(area.size, pygame.SRCALPHA)
    x, y = rng.random(count) * area.width, area.height * rng.random(count) ** 0.45
    length, tilt = rng.gamma(2.0, area.width / 160, count), rng.normal(0, 0.35, count)
    bright, alpha = rng.random(count) < 0.6, rng.integers(8, 34, count)
    for i in range(count):
        end = (x[i] + length[i] * math.cos(tilt[i]), y[i] + length[i] * math.sin(tilt[i]))
        pygame.draw.aaline(layer, (*(art.WHITE if bright[i] else art.BLACK), int(alpha[i])), (x[i], y[i]), end)
    surface.blit(layer, area)


def rubbed_edges(surface: Surface, area: Rect, type_: Type, *, seed: int) -> None:
    """Bare metal along the edges of *area* where hands and brooms took the paint off, most of it low down."""
    rng, thick = np.random.default_rng(seed), max(1, type_.scale.px(2))
    layer = Surface(area.size, pygame.SRCALPHA)
    w, h = area.size
    for _ in range(round((w + h) / max(6, 9 * type_.scale.factor))):
        side, long = int(rng.integers(0, 4)), max(1, round(rng.gamma(1.4, 3.2 * type_.scale.factor)))
        deep, alpha = int(rng.integers(1, thick + 1)), int(rng.integers(26, 96))
        x, y = round(rng.random() * (w - long)), round(rng.random() ** 0.7 * (h - long))
        chip = ((x, 0, long, deep), (x, h - deep, long, deep), (0, y, deep, long), (w - deep, y, deep, long))[side]
        layer.fill((236, 232, 220, alpha), chip)
    surface.blit(layer, area)


def light_map(
    size: tuple[int, int], fixtures: npt.NDArray[np.float64], radius: tuple[float, float], least: float
) -> Surface:
    """What to multiply a picture of *size* by: pools of warm light about *fixtures* (n, 2), *least* far away.

    The metal is not quite flat: what it throws back of the light varies a little from place to place.
    """
    small = (max(2, size[0] // 8), max(2, size[1] // 8))
    x, y = np.meshgrid(*(np.linspace(0, size[axis], small[axis]) for axis in (0, 1)), indexing="ij")
    light = np.zeros(small)
    for fx, fy in fixtures:
        light += 1 / (1 + ((x - fx) / radius[0]) ** 2 + ((y - fy) / radius[1]) ** 2) ** 1.2
    light = least + (1 - least) * np.minimum(light / light.max(), 1)
    pixels = np.clip((light * _unevenness(small))[..., None] * np.array([255, 250, 240]), 0, 255).astype(np.uint8)
    return pygame.transform.smoothscale(pygame.surfarray.make_surface(pixels), size)


def _unevenness(size: tuple[int, int]) -> npt.NDArray[np.float64]:
    """About 1, everywhere a little more or less, from clouds that are wider than high are far apart."""
    rng = np.random.default_rng(77)
    whole = np.zeros(size)
    for share, strength in ((14, 0.055), (5, 0.03)):
        coarse = (max(4, size[0] // share), max(4, size[1] // share))
        noise = np.clip(128 + 64 * rng.standard_normal(coarse), 0, 255).astype(np.uint8)
        cloud = pygame.surfarray.make_surface(np.repeat(noise[..., None], 3, axis=2))
        whole += (pygame.surfarray.array3d(pygame.transform.smoothscale(cloud, size))[..., 0] / 64.0 - 2) * strength
    return 1 + whole


def sheet(surface: Surface, area: Rect, type_: Type, *, seed: int, lift: int = 3) -> None:
    """A plate of steel screwed onto the cabinet."""
    px = type_.scale.px
    art.soft_shadow(surface, area, px(5), 90, drop=px(2))
    surface.blit(brushed(area.size, seed, 6.0), area)
    art.shade_over(surface, area, art.WHITE, 26, 0)
    art.bevel(surface, area, max(1, px(lift) // 2), strength=80)
    art.screws_at_corners(surface, area, px(9), px(6))
