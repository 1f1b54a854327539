"""Fingers on a touch screen as pointers: their events become those of a mouse, each with the number of its finger."""

import os
from collections.abc import Iterator

import pygame
from pygame.event import Event

FINGERS = (pygame.FINGERDOWN, pygame.FINGERMOTION, pygame.FINGERUP)
MOST = 16  # fingers at a time; a broken screen may report more
OWN_MICE = "SDL_TOUCH_MOUSE_EVENTS"
Place = tuple[int, int]


def switch_off_own_mice() -> None:
    """Ask SDL, before it begins, not to make a mouse of the first finger: it would press everything twice."""
    os.environ[OWN_MICE] = "0"


class Fingers:
    """Which fingers are down, and where each was last; numbered from 0; a lifted one's number is free again."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, int], int] = {}
        self._places: dict[int, Place] = {}

    def pointers(self, event: Event, size: tuple[int, int]) -> Iterator[Event]:
        """The events of pointers in a window of *size* pixels that *event* of a finger stands for."""
        who = getattr(event, "touch_id", 0), event.finger_id
        number = self._numbers.get(who)
        at = tuple(
            min(max(round(share * side), 0), side - 1) for share, side in zip((event.x, event.y), size, strict=True)
        )
        place: Place = (at[0], at[1])
        match event.type:
            case pygame.FINGERDOWN:
                if number is not None:
                    yield self._lifted(who, self._places[number])
                if len(self._numbers) < MOST:
                    number = next(free for free in range(MOST) if free not in self._places)
                    self._numbers[who], self._places[number] = number, place
                    yield Event(pygame.MOUSEBUTTONDOWN, pos=place, button=1, touch=True, finger=number)
            case pygame.FINGERMOTION if number is not None:
                before, self._places[number] = self._places[number], place
                rel = place[0] - before[0], place[1] - before[1]
                yield Event(pygame.MOUSEMOTION, pos=place, rel=rel, buttons=(1, 0, 0), touch=True, finger=number)
            case pygame.FINGERUP if number is not None:
                yield self._lifted(who, place)

    def lift_all(self) -> Iterator[Event]:
        """The window was left: no finger is down any more."""
        for who, number in list(self._numbers.items()):
            yield self._lifted(who, self._places[number])

    def _lifted(self, who: tuple[int, int], place: Place) -> Event:
        number = self._numbers.pop(who)
        del self._places[number]
        return Event(pygame.MOUSEBUTTONUP, pos=place, button=1, touch=True, finger=number)
