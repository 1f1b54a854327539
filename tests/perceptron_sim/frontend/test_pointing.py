"""What is pointed at: by the mouse the smallest thing, by the keyboard group after group and then by geometry."""

import pygame
import pytest
from pygame import Rect

from perceptron_sim.frontend.pointing import DIRECTIONS, Pointing
from perceptron_sim.frontend.view import Thing

LEFT, RIGHT, UP, DOWN = (DIRECTIONS[key] for key in (pygame.K_LEFT, pygame.K_RIGHT, pygame.K_UP, pygame.K_DOWN))


def field(group: str, columns: int, rows: int, left: int = 0) -> list[Thing]:
    """A field of things, 10 pixels from one to the next."""
    return [
        Thing((group, column, row), Rect(left + 10 * column, 10 * row, 8, 8), f"{column}, {row}", group)
        for row in range(rows)
        for column in range(columns)
    ]


@pytest.fixture
def pointing() -> Pointing:
    """Two fields, and a ground below one of them."""
    pointing = Pointing()
    pointing.follow(
        (Thing("ground", Rect(0, 0, 100, 100), "ground", "grounds"), *field("a", 3, 3), *field("b", 2, 1, 50))
    )
    return pointing


def test_the_smallest_thing_under_the_mouse_is_meant(pointing: Pointing) -> None:
    found = pointing.at((13, 2))
    assert found is not None
    assert found.key == ("a", 1, 0)
    below = pointing.at((95, 95))
    assert below is not None
    assert below.key == "ground"
    assert pointing.at((200, 2)) is None


def test_groups_come_in_the_order_of_their_things(pointing: Pointing) -> None:
    assert pointing.groups() == ["grounds", "a", "b"]


def test_arrows_go_to_the_neighbour_and_stay_within_the_group(pointing: Pointing) -> None:
    pointing.enter("a")
    walked = []
    for direction in (RIGHT, DOWN, RIGHT, RIGHT, UP, LEFT, UP):
        pointing.walk(direction)
        walked.append(pointing.focused)
    places = ((1, 0), (1, 1), (2, 1), (2, 1), (2, 0), (1, 0), (1, 0))
    assert walked == [("a", *place) for place in places]


def test_a_group_remembers_what_had_the_keyboard(pointing: Pointing) -> None:
    pointing.enter("a")
    pointing.walk(DOWN)
    pointing.enter("b")
    pointing.enter("a")
    assert pointing.focused == ("a", 0, 1)


def test_what_is_no_longer_there_is_forgotten(pointing: Pointing) -> None:
    pointing.enter("b")
    pointing.opened = ("a", 1, 1)
    pointing.follow(tuple(field("a", 2, 2)))
    assert pointing.focused is None
    assert pointing.opened == ("a", 1, 1)


def test_only_a_group_of_one_is_alone(pointing: Pointing) -> None:
    pointing.enter("grounds")
    assert pointing.alone()
    pointing.enter("a")
    assert not pointing.alone()
