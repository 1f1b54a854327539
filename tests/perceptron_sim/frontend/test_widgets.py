"""Buttons, tabs, sliders, choices, switches and scrolled areas: the mouse and the keys ask for the same."""

import pygame
import pytest
from pygame import Rect

from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.widgets import Button, ScrollArea, Slider, Tabs, Widget

AREA = Rect(100, 100, 300, 48)
OUTSIDE = (10, 10)
TYPE_SIZE = (1920, 1080)


def press(key: int) -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN, key=key, unicode="", mod=0)


def tabs() -> Tabs[str]:
    return Tabs([AREA, AREA.move(310, 0), AREA.move(620, 0)], ("one", "two", "three"), ("1", "2", "3"))


def widgets() -> list[Widget]:
    """One of each."""
    return [
        Button(AREA, "press", "pressed"),
        Tabs([AREA, AREA.move(310, 0)], ("one", "two"), ("1", "2"), 1),
        Slider(AREA, 5, str, 2),
        ScrollArea(AREA, 500),
    ]


def test_a_button_is_pressed_by_mouse_and_by_enter() -> None:
    button = Button(AREA, "press", "pressed")
    assert button.press(AREA.center) == button.key(press(pygame.K_RETURN)) == "pressed"
    assert button.press(OUTSIDE) is None
    assert button.key(press(pygame.K_a)) is None


def test_tabs_are_pressed_one_by_one_and_the_arrows_go_round() -> None:
    named = tabs()
    assert [named.press(area.center) for area in named.areas] == ["1", "2", "3"]
    assert named.key(press(pygame.K_RIGHT)) == "2"
    assert named.key(press(pygame.K_LEFT)) == "3"
    assert named.press(OUTSIDE) is None


def test_a_slider_goes_to_the_nearest_stop_and_no_further_than_its_ends() -> None:
    slider = Slider(AREA, 5, int, 2)
    assert [slider.press((slider.x_of(stop) + 3, AREA.centery)) for stop in range(5)] == [0, 1, 2, 3, 4]
    assert slider.drag((9999, 0)) == 4
    assert slider.drag((-9999, 0)) == 0
    keys = (pygame.K_LEFT, pygame.K_RIGHT, pygame.K_HOME, pygame.K_END)
    assert [slider.key(press(key)) for key in keys] == [1, 3, 0, 4]
    assert Slider(AREA, 5, int, 4).key(press(pygame.K_RIGHT)) == 4
    assert slider.key(press(pygame.K_a)) is None


def test_a_scrolled_area_stays_between_its_ends() -> None:
    area = ScrollArea(AREA, 500)
    area.key(press(pygame.K_END))
    assert area.offset == area.furthest == 500 - AREA.height
    area.key(press(pygame.K_UP))
    assert area.offset < area.furthest
    area.key(press(pygame.K_HOME))
    assert area.offset == 0
    area.wheel(pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=-1))
    assert area.offset > 0
    area.reveal(300, 340)
    assert area.offset <= 300
    assert area.offset + AREA.height >= 340
    area.press((AREA.centerx, AREA.centery))
    held = area.offset
    area.drag((AREA.centerx, AREA.centery + 30))
    assert area.offset == held - 30


def test_what_fits_is_not_scrolled() -> None:
    area = ScrollArea(AREA, 20)
    area.move(50)
    assert area.offset == 0


@pytest.mark.parametrize("index", range(len(widgets())), ids=[type(widget).__name__ for widget in widgets()])
def test_what_has_the_keyboard_looks_different(index: int) -> None:
    pictures = []
    for focused in (False, True):
        surface = pygame.Surface(TYPE_SIZE)
        widgets()[index].draw(surface, Type(Scale.of(TYPE_SIZE)), mouse=None, focused=focused)
        pictures.append(pygame.image.tobytes(surface, "RGB"))
    assert pictures[0] != pictures[1]


@pytest.mark.parametrize("index", range(3), ids=[type(widget).__name__ for widget in widgets()[:3]])
def test_what_the_mouse_is_over_looks_different(index: int) -> None:
    pictures = []
    for mouse in (OUTSIDE, (AREA.left + 20, AREA.centery)):
        surface = pygame.Surface(TYPE_SIZE)
        widgets()[index].draw(surface, Type(Scale.of(TYPE_SIZE)), mouse=mouse, focused=False)
        pictures.append(pygame.image.tobytes(surface, "RGB"))
    assert pictures[0] != pictures[1]
