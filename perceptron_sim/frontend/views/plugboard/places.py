"""Where cells and A-units stand on the board, and the way from one to the next."""

from collections.abc import Callable, Iterable
from typing import TypeGuard

from pygame import Rect

from perceptron_sim.frontend.view import Key
from perceptron_sim.frontend.views.plugboard.layout import PlugboardLayout

CELL, UNIT = "cell", "a_unit"
GROUPS = {CELL: "cells", UNIT: "A-units"}
Pick = tuple[str, int]


def is_pick(key: Key | None) -> TypeGuard[Pick]:
    """Whether *key* is that of a cell or of an A-unit."""
    return isinstance(key, tuple) and len(key) == 2 and key[0] in GROUPS


class Places:
    """The places of so many *cells* and A-*units* on one layout."""

    def __init__(self, layout: PlugboardLayout, cells: int, units: int) -> None:
        self._layout, self._counts = layout, {CELL: cells, UNIT: units}

    def has(self, pick: Pick) -> bool:
        """Whether there is such a cell or A-unit."""
        return pick[1] < self._counts[pick[0]]

    def of(self, pick: Pick) -> Rect:
        """Where *pick* stands."""
        return self._layout.cell_area(pick[1]) if pick[0] == CELL else self._layout.unit_area(pick[1])

    def at(self, position: tuple[int, int]) -> Pick | None:
        """What stands at *position*."""
        found = (key for kind in GROUPS for key, area in self.all(kind) if area.collidepoint(position))
        return next(found, None)

    def all(self, kind: str) -> list[tuple[Pick, Rect]]:
        """Everything of one kind, and where it stands."""
        return [((kind, number), self.of((kind, number))) for number in range(self._counts[kind])]

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
