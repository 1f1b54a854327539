"""A session that was recorded in the window gives the same digest there, in a window that nobody sees, and headless."""

import math

import pygame
import pytest
from random_user import RandomUser

from perceptron_sim import Letters, Session
from perceptron_sim.frontend.app import App
from perceptron_sim.playback import Playback
from perceptron_sim.session_file import found_in, opened, replayed, save


def recorded(seed, commands):
    """What a random user did in the window, with pictures drawn between."""
    session, user = Session(Letters(seed=seed, passes=3)), RandomUser(seed)
    app = App(session, pygame.display.get_surface(), Playback(session, budget_s=math.inf))
    for _ in range(commands):
        app.carry_out(user.does(app.session))
        user.waits(app.session)
        app.frame(1 / 60)
    return app.session


def digest_drawn_again(session):
    """What comes of it in another window, from the first lesson on, as time passes there."""
    app = App(session, pygame.Surface((1280, 720)), Playback(session, budget_s=math.inf))
    until_s, last = session.time_s, session.kept().at
    session.go_back(0)
    while app.session.time_s < until_s:
        app.session.advance(min(until_s - app.session.time_s, until_s / 5), budget_s=math.inf)
        app.draw(1 / 60)
    while session.kept().at != last:
        session.step()
    return app.session.digest


def equal_everywhere(session, path):
    """Whether the file of *session* gives its digest in another window, and headless from its beginning."""
    save(session, path)
    found = found_in(path)
    again = opened(path)
    assert session.digest == found.kept.digest == again.digest == replayed(found.kept, path).digest
    assert digest_drawn_again(again) == session.digest


def test_a_recorded_session_has_one_digest_everywhere(tmp_path):
    equal_everywhere(recorded(4, 5), tmp_path / "a.session.json")


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_so_have_twenty_of_them(seed, tmp_path):
    equal_everywhere(recorded(seed, 40), tmp_path / "a.session.json")
