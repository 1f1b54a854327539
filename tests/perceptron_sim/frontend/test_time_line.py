"""The line of time: hand, finger and keys go to any lesson, the picture follows, another branch begins from there."""

from typing import Any

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygame import Rect

from perceptron_sim import Letters, Session
from perceptron_sim.commands import GoBack, ResetWeights
from perceptron_sim.frontend.app import App
from perceptron_sim.frontend.saying import where_in_time
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.time_line import TimeLine
from perceptron_sim.playback import Playback

FRAME_S = 1 / 60
LESSONS = 12
KEYS = (pygame.K_LEFT, pygame.K_RIGHT, pygame.K_UP, pygame.K_DOWN, pygame.K_PAGEUP, pygame.K_PAGEDOWN)
ENDS = (pygame.K_HOME, pygame.K_END)


def line(furthest: int, lesson: int = 0, **more: object) -> TimeLine:
    return TimeLine(Rect(0, 680, 1280, 40), Rect(21, 710, 1238, 1), lesson, furthest, **more)  # type: ignore[arg-type]


def press(key: int, mod: int = 0) -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN, key=key, unicode="", mod=mod)


def lessons_in(session: Session, count: int) -> Session:
    while session.lesson < count:
        session.step()
    return session


@pytest.fixture
def app(session: Session, hidden_screen: pygame.Surface) -> App:
    """The window after LESSONS lessons, standing still."""
    app = App(lessons_in(session, LESSONS), hidden_screen, Playback(session, budget_s=float("inf")))
    app.playback.paused = True
    app.frame(FRAME_S)
    return app


def post(app: App, kind: int, **given: Any) -> None:
    app.take(pygame.event.Event(kind, **given))
    app.frame(FRAME_S)


@given(furthest=st.integers(0, 1238), data=st.data())
def test_every_lesson_can_be_hit_where_there_is_a_pixel_for_each(furthest: int, data: st.DataObject) -> None:
    lesson = data.draw(st.integers(0, furthest))
    assert line(furthest).lesson_at(line(furthest).x_of(lesson)) == lesson


@given(furthest=st.integers(0, 10**6), x=st.integers(-5000, 5000))
def test_no_place_of_the_hand_leads_outside_of_what_is_known(furthest: int, x: int) -> None:
    assert 0 <= line(furthest).press((x, 700)).lesson <= furthest


@given(furthest=st.integers(0, 40), keys=st.lists(st.sampled_from(KEYS + ENDS), max_size=8), data=st.data())
def test_no_key_leads_outside_of_what_is_known_and_home_and_end_to_its_ends(
    furthest: int, keys: list[int], data: st.DataObject
) -> None:
    ends = sorted(data.draw(st.sets(st.integers(0, furthest), max_size=4)))
    one = line(furthest, data.draw(st.integers(0, furthest)), pass_ends=ends)
    for key in keys:
        before, asked = one.here, one.key(press(key))
        assert asked is not None
        assert 0 <= asked.lesson <= furthest
        if key in (pygame.K_PAGEUP, pygame.K_PAGEDOWN):
            assert asked.lesson in (0, furthest, *ends)
            assert (asked.lesson - before) * (1 if key == pygame.K_PAGEDOWN else -1) >= 0
        elif key in ENDS:
            assert asked.lesson == (0 if key == pygame.K_HOME else furthest)
        else:
            assert abs(asked.lesson - before) <= 1
        one.going_to = asked.lesson


def test_of_very_many_passes_and_commands_no_more_is_drawn_than_there_is_room_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    filled: list[object] = []

    class Counting(pygame.Surface):
        def fill(self, *given: object, **more: object) -> Rect:
            filled.append(given)
            return super().fill(*given, **more)  # type: ignore[arg-type]

    many = range(0, 100_000, 2)
    one = line(100_000, 50_000, pass_ends=many, commands=range(0, 100_000, 300))
    one.draw(Counting((1280, 720)), Type(Scale.of((1280, 720))), mouse=None, focused=False)
    assert 20 < len(filled) < 2 * 1238 // 4


def test_hand_finger_and_keys_go_to_the_same_lesson_and_stand_still_there(app: App) -> None:
    controls, wanted = app.scene.controls, lessons_in(Session(Letters(seed=1)), 5).digest
    time_line = controls.time_line
    at, end = (time_line.x_of(5), time_line.area.centery), (time_line.x_of(LESSONS), time_line.area.centery)
    for finger in ({}, {"finger": 3}):
        post(app, pygame.MOUSEBUTTONDOWN, pos=end, button=1, **finger)
        post(app, pygame.MOUSEMOTION, pos=at, rel=(1, 0), buttons=(1, 0, 0), **finger)
        post(app, pygame.MOUSEBUTTONUP, pos=at, button=1, **finger)
        assert (app.session.lesson, app.session.furthest, app.session.digest) == (5, LESSONS, wanted)
        assert app.playback.paused
    for _ in controls.after:
        app.take(press(pygame.K_TAB, pygame.KMOD_SHIFT))
        if app.scene.hand.focused is time_line:
            break
    for key in (pygame.K_END, pygame.K_HOME, *[pygame.K_RIGHT] * 7, *[pygame.K_LEFT] * 2):
        post(app, pygame.KEYDOWN, key=key, unicode="", mod=0)
    assert (app.session.lesson, app.session.digest) == (5, wanted)


def test_under_the_mouse_stands_where_a_click_would_lead(app: App) -> None:
    controls = app.scene.controls
    line_ = controls.time_line
    for lesson in (0, 7, LESSONS):
        post(app, pygame.MOUSEMOTION, pos=(line_.x_of(lesson), line_.area.centery), rel=(1, 0), buttons=(0, 0, 0))
        assert controls.pointed_at == lesson
    post(app, pygame.MOUSEMOTION, pos=app.scene.layout.area.center, rel=(1, 0), buttons=(0, 0, 0))
    assert controls.pointed_at is None


def test_the_picture_follows_the_hand_that_scrubs(app: App) -> None:
    line_, seen = app.scene.controls.time_line, []
    post(app, pygame.MOUSEBUTTONDOWN, pos=(line_.x_of(LESSONS), line_.area.centery), button=1)
    for lesson in range(LESSONS - 1, 3, -1):
        post(app, pygame.MOUSEMOTION, pos=(line_.x_of(lesson), line_.area.centery), rel=(-1, 0), buttons=(1, 0, 0))
        reading = app.scene.reading
        assert reading is not None
        seen.append(reading.snapshot.lesson)
    assert seen == list(range(LESSONS - 1, 3, -1))


def test_a_long_way_takes_many_frames_and_shows_nothing_between(app: App) -> None:
    playback = Playback(app.session, budget_s=1e-9)
    playback.paused = True
    app.playback = playback
    app.carry_out(GoBack(9))
    shares = []
    while playback.going_to is not None:
        app.frame(FRAME_S)
        if playback.going_to is not None:
            assert app.session.lesson == LESSONS
            shares.append(playback.share)
    assert app.session.lesson == 9
    assert shares == sorted(shares)


def test_of_a_way_that_takes_long_one_is_told_how_much_is_gone(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    class Long:
        share = 0.25

        def go_on(self, budget_s: float) -> bool:
            return False

    monkeypatch.setattr(app.session, "journey", lambda lesson: Long())
    app.carry_out(GoBack(9))
    said = []
    for _ in range(60):
        app.frame(FRAME_S)
        said.append(app.scene.saying.sentence(app.playback))
    assert said[0] is None  # a word that flickers by helps nobody
    assert said[-1] == "On the way to lesson 9: 25 % gone."


def test_who_went_back_is_told_so_until_time_goes_on(app: App) -> None:
    assert where_in_time(app.playback) is None
    app.carry_out(GoBack(5))
    app.frame(FRAME_S)
    said = f"Lesson 5 of {LESSONS}: go on from here, or do something and begin another branch."
    assert app.scene.saying.sentence(app.playback) == said
    post(app, pygame.KEYDOWN, key=pygame.K_SPACE, unicode=" ", mod=0)
    assert app.scene.saying.sentence(app.playback) is None


def test_what_is_done_after_going_back_begins_another_branch(app: App) -> None:
    app.carry_out(GoBack(5))
    app.frame(FRAME_S)
    app.carry_out(ResetWeights())
    app.frame(FRAME_S)
    assert app.session.furthest == app.session.lesson == 5
    assert tuple(app.scene.controls.time_line.commands) == (5,)


def test_a_command_on_the_way_ends_the_way(app: App) -> None:
    app.playback = Playback(app.session, budget_s=1e-9)
    for command in (ResetWeights(), GoBack(3)):
        app.carry_out(GoBack(2))
        app.frame(FRAME_S)
        assert app.playback.going_to == 2
        app.carry_out(command)
    assert app.playback.going_to == 3
    app.take(press(pygame.K_SPACE))
    assert app.playback.going_to is None
