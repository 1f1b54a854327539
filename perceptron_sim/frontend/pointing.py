"""What of a view the mouse is over, what has the keyboard, and which card is open."""

from collections.abc import Sequence

import pygame
from pygame import Rect, Vector2

from perceptron_sim.frontend.view import Key, Thing

DIRECTIONS = {
    pygame.K_LEFT: Vector2(-1, 0),
    pygame.K_RIGHT: Vector2(1, 0),
    pygame.K_UP: Vector2(0, -1),
    pygame.K_DOWN: Vector2(0, 1),
}
ASIDE = 2.0  # how much more a step aside counts than one ahead


class Pointing:
    """Points at the things of one view; it forgets what is no longer there."""

    def __init__(self) -> None:
        self.hovered: Key | None = None
        self.focused: Key | None = None
        self.opened: Key | None = None
        self._things: Sequence[Thing] = ()
        self._areas: list[Rect] = []
        self._by_key: dict[Key, Thing] = {}
        self._last: dict[str, Key] = {}  # in each group, what had the keyboard last

    def follow(self, things: Sequence[Thing]) -> None:
        """Take *things* for what there is."""
        if things is self._things:
            return
        self._things = things
        self._areas = [thing.area for thing in things]
        self._by_key = {thing.key: thing for thing in things}
        self.hovered, self.focused, self.opened = (
            key if key in self._by_key else None for key in (self.hovered, self.focused, self.opened)
        )

    def thing(self, key: Key | None) -> Thing | None:
        """The thing *key*, if there is one."""
        return None if key is None else self._by_key.get(key)

    def at(self, position: tuple[int, int]) -> Thing | None:
        """The smallest thing at *position*."""
        found = [self._things[i] for i in Rect(position, (1, 1)).collidelistall(self._areas)]
        return min(found, key=lambda thing: thing.area.width * thing.area.height, default=None)

    def groups(self) -> list[str]:
        """The groups of things, in the order of the keyboard."""
        return list(dict.fromkeys(thing.group for thing in self._things))

    def enter(self, group: str) -> None:
        """Give the keyboard to *group*: to the thing that had it last, or to the first one."""
        members = [thing.key for thing in self._things if thing.group == group]
        last = self._last.get(group)
        self.focus(last if last in members else members[0])

    def focus(self, key: Key | None) -> None:
        """Give the keyboard to the thing *key*, or to none."""
        self.focused = key
        if thing := self.thing(key):
            self._last[thing.group] = thing.key

    def alone(self) -> bool:
        """Whether what has the keyboard is the only one of its group."""
        here = self.thing(self.focused)
        return here is not None and sum(thing.group == here.group for thing in self._things) == 1

    def walk(self, direction: Vector2) -> None:
        """Go from what has the keyboard to the nearest one of its group that lies in *direction*."""
        here = self.thing(self.focused)
        if here is None:
            return
        start = Vector2(here.area.center)
        nearest, least = here, float("inf")
        for thing in self._things:
            if thing.group == here.group and thing is not here:
                way = Vector2(thing.area.center) - start
                ahead, aside = way.dot(direction), abs(way.cross(direction))
                if ahead > 0 and ahead + ASIDE * aside < least:
                    nearest, least = thing, ahead + ASIDE * aside
        self.focus(nearest.key)
