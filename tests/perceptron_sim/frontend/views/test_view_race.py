"""The race by mouse and keyboard: its rows, its curves, the bar that begins another; and how it goes on."""

from dataclasses import replace

import numpy as np
import pygame
import pytest
from pygame import Rect

from perceptron_sim import Letters, Session
from perceptron_sim.commands import StartExperiment
from perceptron_sim.experiments.race import Race
from perceptron_sim.frontend.scene import Scene
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.view import Frame
from perceptron_sim.frontend.views.race import RaceView
from perceptron_sim.frontend.views.race.bar import Choice
from perceptron_sim.playback import Playback

SIZE, AREA = (1280, 720), Rect(0, 48, 1280, 600)
FEW = {"rules": ("alpha",), "optimizers": ("adam", "gradient-descent")}


def view_of(session):
    return RaceView(AREA, Type(Scale.of(SIZE)), session.experiment)


def look(view, session, surface=None, **frame):
    reading = view.read(session)
    view.things(reading)
    view.draw(surface or pygame.Surface(SIZE), reading, Frame(**{"elapsed_s": 1 / 60, **frame}))
    return reading


def until(session, exposures):
    while session.exposures < exposures:
        session.step()


@pytest.fixture(scope="module")
def race():
    """Three lanes in their second pass."""
    session = Session(Race(**FEW))
    until(session, 40)
    return session


def press(view, session, key):
    area = next(thing.area for thing in view.things(view.read(session)) if thing.key == key)
    return view.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=area.center, button=1))


def pixels(surface, area):
    return pygame.surfarray.array3d(surface.subsurface(area))


def test_what_is_chosen_in_the_bar_is_what_starts(race):
    view = view_of(race)
    assert view.choice == Choice(rules=("alpha",), optimizers=("adam", "gradient-descent"), seeds=1)
    look(view, race)
    for key in (("rule", "gamma"), ("rule", "alpha"), ("optimizer", "adam"), ("seeds", "more"), ("seeds", "more")):
        assert press(view, race, key) is None
    press(view, race, ("seeds", "less"))
    started = press(view, race, ("start", ""))
    assert isinstance(started, StartExperiment)
    assert started.experiment == replace(
        race.experiment, rules=("gamma",), optimizers=("gradient-descent",), seeds=2, learners="both"
    )
    assert len(started.experiment.lanes()) == view.choice.lanes == 4


def test_a_control_with_the_keyboard_does_what_a_press_does(race):
    view = view_of(race)
    look(view, race, focused=("optimizer", "momentum"))
    view.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_SPACE, mod=0, unicode=" "))
    assert view.choice.optimizers == ("adam", "gradient-descent", "momentum")


def test_of_nobody_or_of_too_many_there_is_no_race(race):
    view = view_of(race)
    for changed, words in (({"rules": (), "optimizers": ()}, "Choose"), ({"seeds": 22}, "66 lanes: too many")):
        view.choice = replace(Choice.of(race.experiment), **changed)
        assert press(view, race, ("start", "")) is None
        assert view.choice.words.startswith(words)


@pytest.mark.parametrize(("rules", "optimizers"), [((), ("adam",)), (("beta",), ())])
def test_a_race_can_be_begun_beside_any_experiment_and_of_one_kind_alone(rules, optimizers):
    started = Choice(rules=rules, optimizers=optimizers, seeds=2).command(Letters(seed=7))
    assert started.experiment.seed == 7
    assert {lane.seed for lane in started.experiment.lanes()} == {7, 8}


def test_the_curves_are_the_same_however_often_they_were_drawn_on_the_way():
    session = Session(Race(rules=(), optimizers=("adam", "momentum"), hidden=(4,)))
    often, surface, at_once = view_of(session), pygame.Surface(SIZE), pygame.Surface(SIZE)
    for exposures in (0, 1, 30, 31, 127, 131):
        until(session, exposures)
        look(often, session, surface, elapsed_s=9.0)
    look(view_of(session), session, at_once, elapsed_s=9.0)
    assert np.array_equal(pixels(surface, AREA), pixels(at_once, AREA))


def test_the_lane_that_is_pointed_at_is_brought_forward_in_row_and_chart(race):
    view, plain, forward = view_of(race), pygame.Surface(SIZE), pygame.Surface(SIZE)
    look(view, race, plain)
    for kind in ("hovered", "focused", "opened"):
        look(view, race, forward, **{kind: ("share", "adam")})
        for area in (view.layout.plot, view.layout.rows):
            assert (pixels(forward, area) != pixels(plain, area)).any()
    look(view, race, forward)
    assert np.array_equal(pixels(forward, AREA), pixels(plain, AREA))


def test_rows_glide_to_their_places_and_stand_for_a_moment_before_the_next_change():
    session = Session(Race(**FEW))
    names = [lane.name for lane in session.experiment.lanes()]
    turned, view = names[::-1], view_of(session)
    places, pitch = view.places, view.layout.pitch
    places.follow(names, 0.0)
    places.follow(turned, 0.05)
    tops = {name: row.top - view.layout.rows.top for name, row in places.moving()}
    assert 0 < tops[names[0]] < 2 * pitch
    places.follow(names, 0.05)
    assert list(places.order) == turned
    places.follow(names, 1.0)
    places.follow(names, 2.0)
    assert {name: row.top for name, row in places.moving()} == {name: row.top for name, row in places.still()}
    assert list(places.order) == names
    places.follow(turned, 0.0, at_once=True)
    assert dict(places.moving()) == dict(places.still())


def test_many_lanes_scroll_by_wheel_keys_and_buttons_and_to_what_gets_the_keyboard():
    session = Session(Race(seeds=20, **FEW))
    view = view_of(session)
    look(view, session)
    rows = view.layout.rows

    def seen():
        found = [thing for thing in view.things(view.read(session)) if thing.group == "lanes"]
        assert all(AREA.contains(thing.area) for thing in found)
        return [thing.key[1] for thing in found if thing.area.colliderect(rows)]

    first = seen()
    assert len(first) < 60
    press(view, session, ("turn", "later lanes"))
    assert not set(first[:3]) & set(seen())
    press(view, session, ("turn", "earlier lanes"))
    assert seen() == first
    view.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_END, mod=0, unicode=""))
    last = view.places.order[-1]
    assert seen()[-1] == last
    look(view, session, focused=("lane", view.places.order[0]))
    assert seen() == first
    view.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=rows.center, rel=(0, 0), buttons=(0, 0, 0)))
    view.handle(pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=-1))
    assert seen() != first
    heir = RaceView(Rect(0, 72, 1920, 900), Type(Scale(1.0)), session.experiment)
    heir.take_over(view)
    assert heir.places.scroll.offset > 0


def test_every_figure_of_a_lane_has_a_card_and_controls_have_none(race):
    view = view_of(race)
    reading = look(view, race)
    cards = {thing.key: view.card(thing.key, reading) for thing in view.things(reading)}
    assert len([key for key, card in cards.items() if card is not None]) == 3 * 6
    assert all(key[1] in ("alpha", "adam", "gradient-descent") for key, card in cards.items() if card)
    right = int(race.scores()["adam"].right[-26:].sum())
    assert cards["share", "adam"].arithmetic[0] == f"{right} right of 26"


def test_a_choice_outlives_another_size_but_not_another_race(race):
    old = view_of(race)
    old.choice = replace(old.choice, seeds=5)
    same, other = view_of(race), view_of(Session(Race(rules=("beta",), optimizers=())))
    for heir in (same, other):
        heir.take_over(old)
    assert (same.choice.seeds, other.choice.seeds) == (5, 1)


def test_a_window_goes_to_the_race_where_its_view_cannot_show_the_next_experiment(race):
    surface, playback = pygame.Surface(SIZE), Playback(race)
    scene = Scene(SIZE, Letters(seed=1), view="plugboard")
    scene.draw(surface, race, playback, 1 / 60)
    assert isinstance(scene.view, RaceView)
    scene.show("plugboard")
    scene.draw(surface, race, playback, 1 / 60)
    assert not scene.view.things(scene.reading)  # but the sentence that says why
    scene.show("laboratory")
    scene.draw(surface, race, playback, 1 / 60)
    assert scene.view.things(scene.reading)
