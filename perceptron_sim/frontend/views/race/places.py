"""Where each lane's row stands: it glides to its place, and where there are many the rows scroll."""

import math
from collections.abc import Iterator, Sequence

from pygame import Rect

from perceptron_sim.frontend.views.race.layout import RaceLayout
from perceptron_sim.frontend.widgets import ScrollArea

GLIDE_S = 0.2 / 3  # time constant: three of them make the whole way
HELD_S = 0.4  # so long an order stands at least: rows that change places all the time cannot be read
NEAR_PX = 0.5


class Places:
    """The order of the lanes *names* as it is shown, a moment behind the one that is."""

    def __init__(self, layout: RaceLayout, names: Sequence[str]) -> None:
        self._layout = layout
        self.order = tuple(names)
        self.scroll = ScrollArea(layout.rows, layout.pitch * len(names))
        self._tops: dict[str, float] = {}
        self._left_s = 0.0  # how long this order stands still

    def follow(self, order: Sequence[str], elapsed_s: float, *, at_once: bool = False) -> None:
        """Let *elapsed_s* pass on the way to *order*; all of it *at_once*, or where nothing was shown before."""
        at_once = at_once or not self._tops
        self._left_s = max(0.0, self._left_s - elapsed_s)
        if tuple(order) != self.order and (at_once or not self._left_s):
            self.order, self._left_s = tuple(order), HELD_S
        share = 1.0 if at_once else 1.0 - math.exp(-elapsed_s / GLIDE_S)
        for number, name in enumerate(self.order):
            aim = float(number * self._layout.pitch)
            way = aim - self._tops.get(name, aim)
            self._tops[name] = aim if abs(way) < NEAR_PX else aim - way * (1.0 - share)

    def moving(self) -> Iterator[tuple[str, Rect]]:
        """The lanes whose rows are seen, where they are now; those that climb are last, above the others."""
        rows, pitch = self._layout.rows, self._layout.pitch
        number = {name: place for place, name in enumerate(self.order)}
        for name in sorted(self._tops, key=lambda name: number[name] * pitch - self._tops[name], reverse=True):
            row = Rect(rows.left, rows.top + round(self._tops[name]) - self.scroll.offset, rows.width, pitch)
            if row.colliderect(rows):
                yield name, row

    def still(self) -> Iterator[tuple[str, Rect]]:
        """The lanes that can be pointed at, where their rows come to stand; a sliver of the next ones beyond."""
        rows, pitch, offset = self._layout.rows, self._layout.pitch, self.scroll.offset
        for number, name in enumerate(self.order):
            row = Rect(rows.left, rows.top + number * pitch - offset, rows.width, pitch)
            seen = row.clip(rows)
            if seen.height:
                yield name, seen
            elif row.bottom == rows.top:
                yield name, Rect(row.left, rows.top - 1, row.width, 1)
            elif row.top == rows.bottom:
                yield name, Rect(row.left, rows.bottom, row.width, 1)

    def reveal(self, name: str) -> None:
        """Scroll so that the lane *name* is seen."""
        top = self.order.index(name) * self._layout.pitch
        self.scroll.reveal(top, top + self._layout.pitch)
