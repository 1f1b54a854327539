"""Where cells, A-units and R-units stand on the board, what lies at a point, and the way from one to the next."""

from collections.abc import Callable, Iterable
from typing import TypeGuard

import numpy as np
from pygame import Rect

from perceptron_sim.frontend.view import Key
from perceptron_sim.frontend.views.plugboard.layout import PlugboardLayout

CELL, UNIT, R_UNIT = "cell", "a_unit", "r_unit"
GROUPS = {CELL: "cells", UNIT: "A-units"}
PATCHES = "R-units"
NEAR = 0.75  # of the distance between two sockets: so near to one a wire is plugged into it
Pick = tuple[str, int]


def is_pick(key: Key | None) -> TypeGuard[Pick]:
    """Whether *key* is that of a cell or of an A-unit."""
    return isinstance(key, tuple) and len(key) == 2 and key[0] in GROUPS


def is_place(key: Key | None) -> TypeGuard[Pick]:
    """Whether a wire can end at *key*: a cell, an A-unit, an R-unit."""
    return is_pick(key) or (isinstance(key, tuple) and len(key) == 2 and key[0] == R_UNIT)


class Places:
    """The places of so many *cells* and A-*units* on one layout; *patches* are those of its R-units, none being -1."""

    def __init__(self, layout: PlugboardLayout, cells: int, units: int) -> None:
        self._layout, self._counts = layout, {CELL: cells, UNIT: units}
        self._keys = [(kind, number) for kind in GROUPS for number in range(self._counts[kind])]
        self._areas = {key: self._area(key) for key in self._keys}
        numbers = [*range(len(layout.patches) - 1), -1]
        self.patches = tuple(((R_UNIT, k), area) for k, area in zip(numbers, layout.patches, strict=True))
        self._areas |= dict(self.patches)
        self._middles = np.array([self._areas[key].center for key in self._keys], dtype=np.float64)
        side = {CELL: layout.retina.side, UNIT: layout.a_units.side}
        self._reach = np.array([NEAR * side[kind] for kind, _ in self._keys])

    def _area(self, pick: Pick) -> Rect:
        return self._layout.cell_area(pick[1]) if pick[0] == CELL else self._layout.unit_area(pick[1])

    def has(self, pick: Pick) -> bool:
        """Whether there is such a cell, A-unit or R-unit."""
        return pick in self._areas

    def of(self, pick: Pick) -> Rect:
        """Where *pick* stands."""
        return self._areas[pick]

    def socket(self, place: Pick) -> tuple[int, int]:
        """Where a wire ends that is plugged at *place*."""
        area = self._areas[place]
        return area.center if place[0] != R_UNIT else (area.left + min(area.size) // 2, area.centery)

    def at(self, position: tuple[int, int]) -> Pick | None:
        """What stands at *position*, a cell or an A-unit."""
        found = self.near(position)
        return found if is_pick(found) and self._areas[found].collidepoint(position) else None

    def near(self, position: tuple[int, int]) -> Pick | None:
        """What a wire is plugged into that is let go at *position*."""
        away = np.abs(self._middles - position).max(axis=1)
        nearest = int(away.argmin())
        if away[nearest] <= self._reach[nearest]:
            return self._keys[nearest]
        last = len(self._layout.patches) - 1
        hit = Rect(position, (1, 1)).collidelist(self._layout.patches)
        return None if hit < 0 else (R_UNIT, -1 if hit == last else hit)

    def all(self, kind: str) -> list[tuple[Pick, Rect]]:
        """Everything of one kind, and where it stands."""
        return [((kind, number), self._areas[kind, number]) for number in range(self._counts[kind])]

    def beside(self, pick: Pick, right: int, down: int) -> Pick:
        """The nearest of its kind in that direction; past the edge, over to the other field; else *pick* itself."""
        kind, here = pick[0], self.of(pick).center
        step = (self._layout.retina if kind == CELL else self._layout.a_units).side
        ahead = []
        for key, area in self.all(kind):
            dx, dy = area.centerx - here[0], area.centery - here[1]
            if dx * right + dy * down > 0 and abs(dy if right else dx) < step:
                ahead.append((abs(dx) + abs(dy), key))
        if ahead:
            return min(ahead)[1]
        if (kind, right) == (CELL, 1):
            return self._at_edge(UNIT, min, here[1])
        return self._at_edge(CELL, max, here[1]) if (kind, right) == (UNIT, -1) else pick

    def _at_edge(self, kind: str, edge: Callable[[Iterable[int]], int], y: int) -> Pick:
        """Of the outermost column of a field, what stands nearest to the height *y*."""
        places = self.all(kind)
        x = edge(area.centerx for _, area in places)
        return min((abs(area.centery - y), key) for key, area in places if area.centerx == x)[1]
