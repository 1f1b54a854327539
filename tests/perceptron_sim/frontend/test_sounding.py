"""The player: it never holds a frame up, and where there is no device it says so once and stays quiet."""

import threading

import numpy as np
import pygame
import pytest

from perceptron_sim.frontend.actions import Window
from perceptron_sim.frontend.app import App
from perceptron_sim.frontend.sounding import NO_DEVICE, Sounding
from perceptron_sim.playback import Playback
from perceptron_sim.session import Session
from perceptron_sim.sound import LEVELS, Hearing


def heard(load: float, clicks: int = 0) -> Hearing:
    hearing = Hearing()
    hearing.load, hearing.clicks, hearing.click_share = load, clicks, 0.5
    return hearing


def test_without_a_device_it_says_so_once_and_stays_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*given: object, **more: object) -> None:
        raise pygame.error("no such device")

    monkeypatch.setattr(pygame.mixer, "init", failing)
    sounding = Sounding()
    sounding.switch(True)
    sounding.close()  # waits for the device that does not come
    assert [sounding.news(), sounding.news()] == [[NO_DEVICE], []]
    sounding.follow(heard(1.0, 3))
    sounding.switch(False)
    sounding.switch(True)
    assert sounding.news() == [NO_DEVICE]


def test_a_device_that_does_not_answer_holds_no_frame_up(
    monkeypatch: pytest.MonkeyPatch, session: Session, hidden_screen: pygame.Surface
) -> None:
    answers = threading.Event()

    def waiting(*given: object, **more: object) -> None:
        answers.wait(30)
        raise pygame.error("no answer")

    monkeypatch.setattr(pygame.mixer, "init", waiting)
    app = App(session, hidden_screen, Playback(session))
    app.sounding = Sounding()
    app.carry_out(Window.SOUND)
    for _ in range(5):
        app.frame(1 / 60)
    assert app.sounding.on
    answers.set()
    app.sounding.close()


def test_motors_are_played_at_the_loudness_of_their_load_and_m_makes_it_quiet() -> None:
    sounding = Sounding()
    sounding.switch(True)
    for thread in threading.enumerate():
        if thread.name == "sound":
            thread.join()
    try:
        sounding.follow(heard(0.5, 2))
        loud = [pygame.mixer.Channel(level).get_volume() for level in range(LEVELS)]
        assert sum(loud) > 0.5
        assert np.argmax(loud) in (2, 3)
        sounding.switch(False)
        sounding.follow(heard(0.5, 2))
        assert not any(pygame.mixer.Channel(level).get_volume() for level in range(LEVELS))
        assert sounding.news() == []
    finally:
        sounding.close()
    assert pygame.mixer.get_init() is None
