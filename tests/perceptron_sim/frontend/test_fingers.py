"""Fingers are pointers of their own: several at once, each from its press to its release, never outside the window."""

import os

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron_sim.commands import Pause, SetSpeed
from perceptron_sim.frontend.app import App
from perceptron_sim.frontend.fingers import MOST, OWN_MICE, Fingers
from perceptron_sim.frontend.screen import open_screen
from perceptron_sim.playback import SPEEDS, Playback
from perceptron_sim.session import Session

SIZE = (1280, 720)
KINDS = (pygame.FINGERDOWN, pygame.FINGERMOTION, pygame.FINGERUP)
places = st.floats(-0.5, 1.5)


def finger(kind: int, who: int, x: float, y: float) -> pygame.event.Event:
    return pygame.event.Event(kind, touch_id=7, finger_id=who, x=x, y=y, dx=0.0, dy=0.0)


touches = st.builds(finger, st.sampled_from(KINDS), st.integers(0, 30), places, places)


@given(st.lists(touches, max_size=60))
def test_every_press_has_one_release_and_moves_only_between(events: list[pygame.event.Event]) -> None:
    fingers, down = Fingers(), set()
    pointers = [pointer for event in events for pointer in fingers.pointers(event, SIZE)]
    for pointer in [*pointers, *fingers.lift_all()]:
        assert pygame.Rect((0, 0), SIZE).collidepoint(pointer.pos)
        assert 0 <= pointer.finger < MOST
        if pointer.type == pygame.MOUSEBUTTONDOWN:
            assert pointer.finger not in down
            down.add(pointer.finger)
        else:
            assert pointer.finger in down
        if pointer.type == pygame.MOUSEBUTTONUP:
            down.remove(pointer.finger)
    assert not down


@pytest.fixture
def app(session: Session, hidden_screen: pygame.Surface) -> App:
    for _ in range(6):
        session.advance_exposure()
    app = App(session, hidden_screen, Playback(session, budget_s=float("inf")))
    app.frame(1 / 60)
    return app


def touch(app: App, kind: int, who: int, at: tuple[int, int]) -> None:
    app.take(finger(kind, who, at[0] / SIZE[0], at[1] / SIZE[1]))


def paused(app: App) -> bool:
    return app.playback.paused


def test_two_fingers_pull_two_things_at_once(app: App) -> None:
    controls = app.scene.controls
    slider, line = controls.slider, controls.time_line
    line_y = line.area.centery
    touch(app, pygame.FINGERDOWN, 10, (slider.x_of(0), slider.track.centery))
    touch(app, pygame.FINGERDOWN, 11, (line.x_of(line.furthest), line_y))
    touch(app, pygame.FINGERMOTION, 10, (slider.x_of(3), slider.track.centery + 200))
    touch(app, pygame.FINGERMOTION, 11, (line.x_of(2), line_y - 300))
    touch(app, pygame.FINGERMOTION, 10, (slider.x_of(5), 0))
    app.frame(1 / 60)
    assert app.playback.speed == SPEEDS[5]
    assert app.session.lesson == 2
    touch(app, pygame.FINGERUP, 10, (slider.x_of(5), 0))
    touch(app, pygame.FINGERMOTION, 10, (slider.x_of(0), 0))
    assert app.playback.speed == SPEEDS[5]


def test_a_finger_hovers_over_nothing_and_leaves_the_mouse_where_it_was(app: App) -> None:
    app.take(pygame.event.Event(pygame.MOUSEMOTION, pos=(5, 5), rel=(0, 0), buttons=(0, 0, 0)))
    touch(app, pygame.FINGERDOWN, 1, (300, 300))
    touch(app, pygame.FINGERMOTION, 1, (310, 300))
    assert app.scene.controls.mouse == (5, 5)


def test_a_finger_beside_a_control_still_hits_it_and_the_mouse_does_not(app: App) -> None:
    pause = app.scene.controls.pause
    beside = pause.area.centerx, pause.area.top - 4
    assert app.scene.controls.at(beside, large=True) is pause
    app.take(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=beside, button=1))
    assert not paused(app)
    touch(app, pygame.FINGERDOWN, 1, beside)
    assert paused(app)
    assert Pause() == pause.action
    assert isinstance(app.scene.controls.slider.press(pause.area.center), SetSpeed)


def test_when_the_window_is_left_no_finger_stays_down(app: App) -> None:
    line = app.scene.controls.time_line
    touch(app, pygame.FINGERDOWN, 1, (line.x_of(6), line.area.centery))
    app.take(pygame.event.Event(pygame.WINDOWFOCUSLOST))
    before = app.playback.going_to
    touch(app, pygame.FINGERMOTION, 1, (line.x_of(0), line.area.centery))
    assert app.playback.going_to == before


def test_sdl_makes_no_mouse_of_the_first_finger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(OWN_MICE, "1")
    open_screen(SIZE, counted=True)
    assert os.environ[OWN_MICE] == "0"
