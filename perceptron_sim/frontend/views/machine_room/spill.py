"""Light that the machine throws on its surroundings: around the retina's lamps, and on the floor before the bays."""

import numpy as np
import numpy.typing as npt
import pygame
from pygame import Rect, Surface

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views.machine_room.layout import RoomLayout

FloatArray = npt.NDArray[np.floating]
LEVELS = 10
RIM, FLOOR = 0.34, 0.30  # how much of the lamps' colour is thrown at most
FULL = (0.2, 0.3, 0.2)  # share of the cells lit, A-units firing, motors running that throws the most


class Spill:
    """Pools of amber for one layout, LEVELS of each; they are added to the picture."""

    def __init__(self, layout: RoomLayout, type_: Type) -> None:
        px, retina = type_.scale.px, layout.sensory.retina_panel
        around = retina.inflate(2 * px(40), 2 * px(40)).clip(layout.area)
        self._rim = around, _levels(_rim(around, retina, px(34)) * RIM)
        self._floors = []
        for bay in layout.bays[:3]:
            pool = Rect(0, layout.plinth.top, bay.width * 3 // 2, layout.area.bottom - layout.plinth.top)
            pool.centerx = bay.centerx
            self._floors.append((pool, _levels(_ellipse(pool.size) * FLOOR)))

    def draw(self, surface: Surface, shares: tuple[float, float, float]) -> None:
        """Add the light of cells that are lit, A-units that fire and motors that run, each a share of all."""
        levels = [round(min(1.0, share / full) * LEVELS) for share, full in zip(shares, FULL, strict=True)]
        for level, (area, pools) in zip((levels[0], *levels), (self._rim, *self._floors), strict=True):
            if level:
                surface.blit(pools[level - 1], area, special_flags=pygame.BLEND_RGB_ADD)


def _rim(around: Rect, inside: Rect, reach: int) -> FloatArray:
    """Strongest beside *inside*, nothing on it (it shines by itself) and nothing *reach* away from it."""
    x, y = np.meshgrid(np.arange(around.width) + around.left, np.arange(around.height) + around.top, indexing="ij")
    aside = np.maximum(0, np.maximum(inside.left - x, x - inside.right + 1))
    above = np.maximum(0, np.maximum(inside.top - y, y - inside.bottom + 1))
    far = np.hypot(aside, above) / reach
    light: FloatArray = np.where(far > 0, np.clip(1 - far, 0, 1) ** 2, 0)
    return light


def _ellipse(size: tuple[int, int]) -> FloatArray:
    x, y = np.meshgrid(np.linspace(-1, 1, size[0]), np.linspace(0, 1, size[1]), indexing="ij")
    light: FloatArray = np.exp(-((x / 0.5) ** 2)) * np.exp(-(((y - 0.3) / 0.14) ** 2))
    light *= np.clip(4 * (1 - np.abs(x)), 0, 1) * np.clip(6 * y, 0, 1) * np.clip(6 * (1 - y), 0, 1)
    return light


def _levels(light: FloatArray) -> tuple[Surface, ...]:
    full = pygame.surfarray.make_surface((light[..., None] * np.array(theme.AMBER)).astype(np.uint8))
    pools = []
    for level in range(1, LEVELS + 1):
        pool = full.copy()
        pool.fill((255 * level // LEVELS,) * 3, special_flags=pygame.BLEND_RGB_MULT)
        pools.append(pool.convert() if pygame.display.get_surface() else pool)
    return tuple(pools)
