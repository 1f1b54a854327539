"""Every view looks as in its golden picture; `python tests/oracles/make_golden_views.py` draws those anew.

What fonts and processors do differently passes, a part that is missing does not.
"""

from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module

import pygame
import pytest
from golden_views import MOST_BLOCK, SIZE, SMALL_SIZE, apart, drawn, golden, small
from pygame import Rect
from written import Remembering, remembered

from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.views import VIEWS

LEAST_AREA = SIZE[0] * SIZE[1] // 50  # of what is called a panel
BAYS = 6  # of the machine room, which has no panels


@pytest.fixture(scope="module", autouse=True)
def surfaces_that_remember() -> Iterator[None]:
    """Pictures know where their panels are."""
    pygame.display.init()
    pygame.font.init()
    pygame.display.set_mode(SIZE)
    for entry in VIEWS.values():
        import_module(entry.module)
    with remembered():
        yield
    picture.cache_clear()


@lru_cache
def picture(view: str) -> Remembering:
    """*view* as it is drawn now."""
    surface = drawn(view, Remembering(SIZE).convert())
    assert isinstance(surface, Remembering)
    return surface


def panels(view: str) -> list[Rect]:
    """The larger parts of *view*."""
    if view == "machine-room":
        cabinet = Rect(21, 60, SIZE[0] - 42, 540)
        return [Rect(cabinet.left + n * cabinet.width // BAYS, 60, cabinet.width // BAYS, 540) for n in range(BAYS)]
    boxes = (box.area for box in picture(view).boxes if box.colour == theme.PANEL)
    return [area for area in boxes if area.width * area.height >= LEAST_AREA and area.bottom < SIZE[1] - 72]


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_looks_as_in_its_golden_picture(view: str) -> None:
    found = apart(small(picture(view)), pygame.image.load(golden(view)))
    assert found.alike, found


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_without_one_of_its_panels_does_not(view: str) -> None:
    assert len(panels(view)) >= 1
    for panel in panels(view):
        without = pygame.Surface(SIZE)
        without.blit(picture(view), (0, 0))
        without.fill(pygame.transform.average_color(picture(view), panel), panel)
        assert not apart(small(without), pygame.image.load(golden(view))).alike, panel


@pytest.mark.parametrize("view", ["side-by-side", "notebook"])
def test_letters_that_stand_a_pixel_lower_are_let_pass(view: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Type.write
    monkeypatch.setattr(
        Type, "write", lambda self, surface, text, at, *rest: write(self, surface, text, (at[0], at[1] + 1), *rest)
    )
    found = apart(small(drawn(view)), pygame.image.load(golden(view)))
    assert found.block > 1
    assert found.alike, found


def test_letters_with_hard_edges_are_let_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    font = pygame.font.Font

    class Hard(font):  # type: ignore[misc, valid-type]
        def render(self, text, antialias, *rest):
            return super().render(text, False, *rest)

    monkeypatch.setattr(pygame.font, "Font", Hard)
    found = apart(small(drawn("notebook")), pygame.image.load(golden("notebook")))
    assert found.block > 1
    assert found.alike, found


def test_one_block_that_differs_is_found_and_where_it_is() -> None:
    plain, marked = pygame.Surface(SMALL_SIZE), pygame.Surface(SMALL_SIZE)
    assert apart(plain, marked).alike
    marked.fill((int(MOST_BLOCK) + 1,) * 3, (40, 30, 10, 10))
    found = apart(plain, marked)
    assert (found.alike, found.block, found.place) == (False, int(MOST_BLOCK) + 1, (40, 30))
