"""The attract loop: it really trains, goes from view to view and machine to machine, and its hand is a visitor's."""

import math

import pygame
import pytest

from perceptron_sim import Letters
from perceptron_sim.exhibit.config import ExhibitSpec, TurnSpec
from perceptron_sim.exhibit.programme import PAD, STROKES, between, drawing, turn_at
from perceptron_sim.frontend.app import App
from perceptron_sim.frontend.exhibit.attract import Attract
from perceptron_sim.frontend.exhibit.ghost import Ghost
from perceptron_sim.frontend.theme import Scale

SIZE = (1280, 720)
TURNS = (TurnSpec(view="notebook", turn_s=2.0), TurnSpec(view="network", turn_s=3.0))


@pytest.fixture
def apps(monkeypatch: pytest.MonkeyPatch) -> list[App]:
    """Every window that the loop makes for itself, in order."""
    made: list[App] = []

    def make(*given: object, **named: object) -> App:
        made.append(App(*given, **named))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr("perceptron_sim.frontend.exhibit.attract.App", make)
    return made


def test_it_trains_and_goes_from_view_to_view(apps: list[App]) -> None:
    loop, surface, seen = Attract(ExhibitSpec(turns=TURNS), Letters(seed=1), SIZE, math.inf), pygame.Surface(SIZE), []
    for _ in range(12):
        loop.frame(surface, 0.5)
        seen.append(apps[-1].scene.view.name)
    assert seen == ["notebook"] * 3 + ["network"] * 6 + ["notebook"] * 3
    assert len(apps) == 1
    assert apps[0].session.lesson >= 4
    assert apps[0].session.time_s == pytest.approx(12.0)


def test_another_machine_follows_when_one_has_had_its_time(apps: list[App]) -> None:
    turns = (TurnSpec(turn_s=2.0), TurnSpec(view="notebook", turn_s=2.0))
    loop, surface = Attract(ExhibitSpec(turns=turns), Letters(seed=7, passes=1), SIZE), pygame.Surface(SIZE)
    loop.frame(surface, 0.1)
    apps[0].session.run()
    for _ in range(11):
        loop.frame(surface, 1.0)
    assert [app.session.experiment.seed for app in apps] == [7, 8]


def test_turns_follow_each_other_for_ever() -> None:
    assert [turn_at(TURNS, time_s) for time_s in (0.0, 1.5, 2.0, 4.5, 5.0, 5e6 + 2.5)] == [
        (0, 0.0),
        (0, 1.5),
        (1, 0.0),
        (1, 2.5),
        (0, 0.0),
        (1, 0.5),
    ]


@pytest.mark.parametrize("letter", STROKES)
def test_the_hand_presses_and_lets_go_in_turn_and_stays_on_the_pad_while_it_draws(letter: str) -> None:
    ghost, pad = Ghost(letter, Scale.of(SIZE)), pygame.Rect(100, 50, 400, 400)
    places = {PAD: pad}
    events, lit = [], pygame.Rect(pad.center, (0, 0))
    for frame in range(60 * 30):
        events += ghost.move(frame / 60, lambda place: places.get(place, pygame.Rect(700, 300, 100, 40)))
        if events and events[-1].type == pygame.MOUSEMOTION and events[-1].buttons[0] and events[-1].pos[0] < 600:
            assert pad.collidepoint(events[-1].pos)
            lit.union_ip(pygame.Rect(events[-1].pos, (1, 1)))
    assert events.pop().type == pygame.WINDOWLEAVE
    presses = [event.type for event in events if event.type != pygame.MOUSEMOTION]
    assert presses == [pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP] * (len(STROKES[letter]) + 4)
    assert lit.height > 200
    assert {event.finger for event in events} == {-1960}
    assert drawing(letter)[-1].at_s < 24.0
    assert between(drawing(letter), 1e9) is None
