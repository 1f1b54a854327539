"""The network view shows what the network holds, asks for changes as commands, and works at its pages in slices."""

import math
from dataclasses import replace

import numpy as np
import pygame
import pytest
from pygame import Rect, Surface

from perceptron_sim import Letters, Session
from perceptron_sim.commands import ChangeNetwork, ResetWeights
from perceptron_sim.explain import network_offsets
from perceptron_sim.explain.network import evidence_for
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.view import Frame
from perceptron_sim.frontend.views.network import NetworkView
from perceptron_sim.frontend.views.network.answers import Answers
from perceptron_sim.frontend.views.network.layout import TITLES
from perceptron_sim.frontend.views.network.marks import boundary
from perceptron_sim.frontend.views.network.paths import dashed, name_places
from perceptron_sim.frontend.views.network.pictures import (
    MACHINE_SIGNED,
    NETWORK_SIGNED,
    PLAIN,
    each_full,
    finer,
    shares,
    signed,
    surface_of,
)
from perceptron_sim.frontend.views.network.relief import Relief
from perceptron_sim.network_spec import NetworkSpec

AREA = Rect(0, 48, 1280, 590)
SETTLED = Frame(elapsed_s=1.0)


def view_of(session):
    return NetworkView(AREA, Type(Scale.of((1280, 720))), session.experiment)


def drawn(view, session, frame=SETTLED):
    """What the view reads, and the picture of it."""
    surface = Surface((1280, 720))
    reading = view.read(session)
    for _ in range(2):  # the first frame has not all
        view.draw(surface, reading, frame)
    return reading, surface


def pixels(surface):
    return pygame.surfarray.array3d(surface)


def brightness(colour):
    return sum(colour[:3])


def pressed(key):
    return pygame.event.Event(pygame.KEYDOWN, key=key, unicode="")


def clicked(at):
    return pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=at)


@pytest.fixture
def view(taught):
    return view_of(taught)


@pytest.mark.parametrize(
    "spec",
    [
        NetworkSpec(),
        NetworkSpec(hidden=()),
        NetworkSpec(hidden=(8, 4, 2)),
        NetworkSpec(filters=3, hidden=(4,)),
    ],
    ids=["usual", "flat", "deep", "filters"],
)
def test_every_page_draws_every_kind_of_network(spec):
    session = Session(Letters(seed=1, modern=spec))
    view = view_of(session)
    for title in TITLES:
        view.show(title)
        for _ in range(2):
            reading, surface = drawn(view, session)
            session.advance(1.0, budget_s=math.inf)
        assert len(np.unique(pygame.surfarray.array2d(surface))) > 50
        for thing in view.things(reading):
            assert AREA.contains(thing.area)
            view.card(thing.key, reading)
        assert view.sentence(reading) is None or view.sentence(reading).endswith(".")


def test_it_draws_nothing_outside_its_area(view, taught):
    _, surface = drawn(view, taught)
    assert not pixels(surface)[:, : AREA.top].any()
    assert not pixels(surface)[:, AREA.bottom :].any()


def test_things_of_a_group_never_overlap_and_are_kept_while_nothing_changes(view, taught):
    for title in TITLES:
        view.show(title)
        reading, _ = drawn(view, taught)
        things = view.things(reading)
        assert things is view.things(reading)
        assert len({thing.key for thing in things}) == len(things)
        for group in {thing.group for thing in things}:
            areas = [thing.area for thing in things if thing.group == group]
            assert all(area.collidelistall(areas) == [number] for number, area in enumerate(areas))


def test_the_brightest_lamp_is_that_of_the_most_active_unit(view, taught):
    reading, surface = drawn(view, taught)
    cells = [thing.area for thing in view.things(reading) if thing.key[0] == "hidden"]
    lights = [brightness(surface.get_at(cell.center)) for cell in cells]
    hidden = reading.snapshot.network.hidden
    assert int(np.argmax(lights)) == int(hidden.argmax())
    assert lights[int(hidden.argmin())] < max(lights) / 2


def test_a_bar_is_as_high_as_its_class_is_probable(view, taught):
    reading, surface = drawn(view, taught)
    bars = [thing.area for thing in view.things(reading) if thing.key[0] == "probability"]
    best = int(reading.snapshot.network.probabilities.argmax())
    tall = round(bars[best].height * float(reading.snapshot.network.probabilities[best]))
    middle = bars[best].centerx
    assert surface.get_at((middle, bars[best].bottom - 1))[:3] == theme.BLUE
    assert surface.get_at((middle, bars[best].bottom - tall - 2))[:3] == theme.RAISED


def test_classes_with_words_for_names_have_lying_bars():
    type_, area = Type(Scale.of((1280, 720))), Rect(0, 0, 400, 120)
    few, many = (Answers(area, type_, names).areas() for names in (("quiescent", "star-forming"), tuple("ABCDEFGHIJ")))
    assert all(bar.width > bar.height for bar in few)
    assert all(bar.width < bar.height for bar in many)
    assert all(area.contains(bar) for bar in few + many)


def test_the_card_of_a_unit_ends_in_what_it_gives(view, taught):
    reading, _ = drawn(view, taught)
    unit = int(reading.snapshot.network.hidden.argmax())
    card = view.card(("hidden", unit), reading)
    assert card.title == f"Hidden 1, unit {unit}"
    assert card.arithmetic[-1].startswith("ReLU(+")
    assert card.arithmetic[0].startswith("cell ")
    assert view.card(("probability", 4), reading).title == "Outputs, E"


def test_the_counter_opens_into_its_arithmetic(view, taught):
    reading, _ = drawn(view, taught)
    card = view.card(("parameters",), reading)
    assert "hidden 1: 400 × 64 + 64 = 25,664" in card.arithmetic
    assert card.arithmetic[-1] == "25,664 + 1,690 = 27,354"
    assert view.card(("count", 0), reading).arithmetic == ("400 × 64 + 64 = 25,664",)


def test_a_card_of_what_is_no_longer_there_is_none(view, taught):
    reading, _ = drawn(view, taught)
    assert view.card(("unit", 7, 0), reading) is None
    assert view.card(("hidden", 99), reading) is None
    assert view.card(("setting", "rate"), reading) is None


def test_an_arrow_of_a_setting_asks_for_another_network(view, taught):
    drawn(view, taught)
    area = view.layout.settings["depth"]
    command = view.handle(clicked((area.right - 4, area.bottom - 4)))
    assert command == ChangeNetwork(NetworkSpec(hidden=(64, 64)))
    taught.apply(command)
    reading, _ = drawn(view, taught)
    assert [layer.title for layer in reading.own.layers] == ["hidden 1", "hidden 2", "outputs"]
    assert view.handle(clicked((area.left + 4, area.bottom - 4))) == ChangeNetwork(NetworkSpec())
    assert view.handle(clicked(area.midbottom)) is None


@pytest.mark.parametrize(("key", "rate"), [(pygame.K_RIGHT, 0.002), (pygame.K_LEFT, 0.0005), (pygame.K_RETURN, 0.002)])
def test_the_setting_that_has_the_keyboard_is_changed_by_arrows(view, taught, key, rate):
    drawn(view, taught, replace(SETTLED, focused=("setting", "rate")))
    assert view.handle(pressed(key)) == ChangeNetwork(NetworkSpec(rate=rate))


def test_a_setting_that_is_pointed_at_says_what_it_would_do(view, taught):
    reading, _ = drawn(view, taught, replace(SETTLED, hovered=("setting", "depth")))
    expected = "Next hidden layers: 2; the network begins again. The Mark I goes on as it is."
    assert view.sentence(reading) == expected


def test_pages_turn_by_mouse_and_by_keys(view, taught):
    drawn(view, taught, replace(SETTLED, focused=("pages",)))
    assert view.handle(pressed(pygame.K_RIGHT)) is None
    assert view.page.title == "Receptive fields"
    view.handle(pressed(pygame.K_PAGEUP))
    view.handle(pressed(pygame.K_PAGEUP))
    assert view.page.title == "Transplant"
    view.handle(clicked(view.layout.tabs[3].center))
    assert view.page.title == "Loss surface"


def test_a_choice_of_a_page_turns_at_once(view, taught):
    view.show("Two inputs")
    drawn(view, taught)
    stepper = view.page.steppers[0]
    assert view.handle(clicked((stepper.area.right - 4, stepper.area.bottom - 4))) is None
    assert view.page.value("set") == "rings"
    drawn(view, taught, replace(SETTLED, focused=("choice", "set")))
    view.handle(pressed(pygame.K_LEFT))
    assert view.page.value("set") == "moons"


def test_another_view_takes_over_where_the_old_one_stood(view, taught):
    view.show("Two inputs")
    view.page.step("set", 1)
    drawn(view, taught)
    first, _ = drawn(view, taught)
    other = NetworkView(AREA, Type(Scale.of((1280, 720))), taught.experiment)
    other.take_over(view)
    second, _ = drawn(other, taught)
    assert other.page.title == "Two inputs"
    assert other.page.value("set") == "rings"
    assert second.own.page.network.steps >= first.own.page.network.steps


def test_the_watch_is_told_with_its_cure():
    session = Session(Letters(seed=1, modern=NetworkSpec(optimizer="gradient-descent", rate=20.0)))
    view = view_of(session)
    view.read(session)
    for _ in range(12 * 26):
        session.advance_exposure()
    reading, surface = drawn(view, session)
    assert reading.own.notices
    card = view.card(("notice",), reading)
    assert card.title == "Dead units"
    assert [what for what, _ in card.facts] == ["what", "cure"]
    notice = pixels(surface)[view.layout.notice.left : view.layout.notice.right, view.layout.notice.top :]
    assert (notice == theme.WRONG).all(axis=2).any()


def test_looking_on_changes_nothing_of_the_run(two_passes):
    alone, seen = Session(two_passes), Session(two_passes)
    view = view_of(seen)
    for title in TITLES:
        view.show(title)
        drawn(view, seen)
        seen.advance(5.0, budget_s=math.inf)
    assert seen.run().digest == alone.run().digest


def test_a_paused_window_pauses_what_is_taught_here(view, taught):
    view.show("Two inputs")
    paused = replace(SETTLED, paused=True)
    for _ in range(3):
        drawn(view, taught, paused)
    first, _ = drawn(view, taught, paused)
    second, _ = drawn(view, taught, paused)
    assert first.own.page.network.steps == second.own.page.network.steps
    assert first.own.page.machine.exposures == second.own.page.machine.exposures


def test_the_hessian_says_at_which_exposure_it_was_worked_out(view, taught):
    view.show("Hessian")
    for _ in range(400):
        reading = view.read(taught)
        if reading.own.page.eigenvalues is not None:
            break
    view.draw(Surface((1280, 720)), reading, SETTLED)
    assert view.sentence(reading).startswith(
        f"At exposure {reading.snapshot.network.exposures}: In these 96 of 27,354 numbers"
    )
    facts = dict(view.card(("matrix",), reading).facts)
    assert facts["of all numbers it would be"] == "27,354 × 27,354"


def test_offsets_are_scored_of_all_three(view, taught, monkeypatch):
    monkeypatch.setattr(network_offsets, "MOST_PICTURES", 5)
    view.show("Offsets")
    for _ in range(6000):
        reading = view.read(taught)
        if all(one is not None and one.width_cells is not None for one in reading.own.page.scores):
            break
    view.draw(Surface((1280, 720)), reading, SETTLED)
    machine, network, filters = reading.own.page.scores
    stimuli = taught.experiment.stimuli
    asked = network_offsets.asked(stimuli)
    for learner, found in ((taught.mark1, machine), (taught.modern, network)):
        right = learner.classify(stimuli.images[asked]) == stimuli.labels[asked]
        assert found.share_right[4, 4] == pytest.approx(float(right.mean()))
    assert filters.share_right[4, 4] == 1
    assert (
        view.card(("offset", 0, 40), reading).arithmetic[0].startswith(f"{round(5 * machine.share_right[4, 4])} of 5")
    )


def test_signs_have_their_colours_and_nought_is_dark():
    values = np.array([-2.0, 0.0, 2.0, np.nan])
    assert signed(values, NETWORK_SIGNED, 2.0).tolist() == [
        list(colour) for colour in (theme.AGAINST, theme.GLASS, theme.FOR, theme.GLASS)
    ]
    assert tuple(signed(values, MACHINE_SIGNED, 2.0)[2]) == theme.AMBER
    assert tuple(each_full(np.array([[[0.1]], [[-3.0]]]), NETWORK_SIGNED)[0, 0, 0]) == theme.FOR


def test_a_picture_stands_as_its_rows_and_columns_do():
    image = np.array([[0.0, 1.0], [0.0, 0.0]])
    picture = surface_of(shares(image, PLAIN), (20, 20))
    assert picture.get_at((15, 5))[:3] == theme.MUTED
    assert picture.get_at((5, 5))[:3] == picture.get_at((15, 15))[:3] == theme.GLASS


def test_finer_values_lie_on_straight_lines():
    values = np.array([[0.0, 2.0], [4.0, 6.0]])
    fine = finer(values, 3)
    assert fine.shape == (6, 6)
    assert fine[1, 1] == 0.0
    assert fine[4, 4] == 6.0
    assert fine.mean() == pytest.approx(3.0)


def test_the_boundary_is_where_the_answer_changes():
    probability = np.array([[0.1, 0.2, 0.9, 0.9]] * 3)
    drawn_ = boundary(probability, np.zeros((3, 4, 3), np.uint8))
    assert (drawn_ == theme.TEXT).all(axis=2).any(axis=0).tolist() == [False, False, True, False]


def test_basins_have_a_colour_each_and_what_ends_nowhere_is_grey():
    relief = Relief((90, 60))
    relief.show(np.zeros((2, 3)), np.array([[0, 1, -1], [0, 1, -1]]), PLAIN)
    while not relief.finished:
        relief.paint(0.0)
    colours = [relief.picture.get_at((x, 30))[:3] for x in (10, 45, 80)]
    assert len(set(colours)) == 3
    assert max(colours[2]) - min(colours[2]) < 20


def test_a_relief_is_painted_in_pieces_and_follows_the_latest():
    relief, heights = Relief((40, 64)), np.arange(12.0).reshape(3, 4)
    relief.show(heights, None, PLAIN)
    relief.paint(0.0)
    assert not relief.finished
    basins = np.zeros((3, 4), np.int64)
    relief.show(heights, basins, PLAIN)
    steps = 0
    while not relief.finished:
        relief.paint(0.0)
        steps += 1
    assert steps == 64 // 16
    relief.show(heights, basins, PLAIN)
    assert relief.finished


def test_of_a_line_only_the_drawn_lengths_are_left():
    assert dashed([(0.0, 0.0), (10.0, 0.0)], [3, 2]) == [((0.0, 0.0), (3.0, 0.0)), ((5.0, 0.0), (8.0, 0.0))]
    assert dashed([(0.0, 0.0), (2.0, 0.0), (4.0, 0.0)], []) == [((0.0, 0.0), (2.0, 0.0)), ((2.0, 0.0), (4.0, 0.0))]


def test_names_of_paths_never_lie_over_each_other():
    area, type_ = Rect(0, 0, 600, 400), Type(Scale.of((1280, 720)))
    ends = [(100.0, 100.0), (102.0, 101.0), (104.0, 99.0), (590.0, 395.0), (110.0, 160.0)]
    places = name_places(area, type_, ends, ["Adam", "Adagrad", "RMSprop", "momentum", "Newton"])
    assert all(area.contains(place) for place in places)
    assert all(place.collidelistall(places) == [number] for number, place in enumerate(places))


def test_what_speaks_for_an_answer_adds_up_to_the_score_of_now(view, taught):
    reading = view.read(taught)
    network, image = taught.modern.network, reading.snapshot.network.image
    now = network.activities(image.reshape(1, -1))
    outputs = reading.own.layers[-1]
    assert evidence_for(outputs, 3, reading.own.page[0]).total == pytest.approx(now[-1][0, 3], rel=1e-4, abs=1e-5)


def test_a_network_that_has_run_away_is_drawn_and_told():
    spec = NetworkSpec(hidden=(8,) * 4, optimizer="momentum", rate=1e6)
    session = Session(Letters(seed=1, modern=spec))
    view = view_of(session)
    view.read(session)
    for _ in range(30):
        session.advance_exposure()
    assert not np.isfinite(session.modern.network.parameters.values).all()
    for title in TITLES:
        view.show(title)
        for _ in range(3):
            reading, _ = drawn(view, session)
        for thing in view.things(reading):
            view.card(thing.key, reading)


def test_what_was_read_for_another_page_is_not_asked(view, taught):
    reading, _ = drawn(view, taught)
    view.show("Convolution")
    assert list(view.things(reading)) == []
    assert view.card(("filter", 0), reading) is None
    assert view.sentence(reading) is None
    view.draw(Surface((1280, 720)), reading, SETTLED)


def test_a_network_that_would_be_too_large_is_not_offered():
    session = Session(Letters(seed=1, modern=NetworkSpec(filters=128, pool="none", hidden=(128,))))
    view = view_of(session)
    drawn(view, session)
    area = view.layout.settings["width"]
    assert view.handle(clicked((area.right - 4, area.bottom - 4))) is None


def test_weights_are_read_again_after_every_reset(view, taught):
    for _ in range(2):
        before = view.read(taught).own.layers[0].weight
        taught.apply(ResetWeights())
        after = view.read(taught).own.layers[0].weight
        assert not np.array_equal(before, after)
        np.testing.assert_array_equal(after, taught.modern.network.layers[0].weight.data)


def test_pages_begin_anew_with_another_session(view, taught):
    view.show("Offsets")
    drawn(view, taught)
    assert view.page.state.works[0] is not None
    other = Session(Letters(seed=1))
    anew = NetworkView(AREA, Type(Scale.of((1280, 720))), other.experiment)
    anew.take_over(view)
    anew.show("Layers")
    anew.read(other)
    assert anew.pages[TITLES.index("Offsets")].state.works[0] is None
