"""The notebook: its sentences stand where they should, change with the session, scroll and open."""

import itertools
from dataclasses import replace

import numpy as np
import pygame
import pytest
from pygame import Rect

from perceptron_sim import Letters, Session
from perceptron_sim.commands import ChangeNetwork
from perceptron_sim.explain.myths import MYTHS
from perceptron_sim.frontend import theme
from perceptron_sim.frontend.layout import panels_area
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.view import Frame
from perceptron_sim.frontend.views.notebook import NotebookView
from perceptron_sim.frontend.views.notebook.layout import (
    SECTIONS,
    TURNS,
    VERDICTS,
    WIDEST_MARGINS,
    arrange,
    section_areas,
)
from perceptron_sim.frontend.views.notebook.page import broken
from perceptron_sim.network_spec import NetworkSpec

SIZES = {
    (1280, 720): Rect(0, 48, 1280, 600),
    (1920, 1080): Rect(0, 72, 1920, 900),
    (3840, 2160): Rect(0, 144, 3840, 1800),
}


@pytest.fixture
def session():
    return Session(Letters(seed=1))


@pytest.fixture
def view(session):
    return NotebookView(SIZES[1280, 720], Type(Scale.of((1280, 720))), session.experiment)


@pytest.fixture
def screen():
    return pygame.Surface((1280, 720))


def look(view, session, screen, **frame):
    reading = view.read(session)
    view.draw(screen, reading, Frame(elapsed_s=1 / 60, **frame))
    return reading


def pixels(screen, area):
    return pygame.surfarray.array3d(screen.subsurface(area))


def press(view, position):
    return view.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=position, button=1))


def section_of(view, number):
    return section_areas(view.layout.story.below_title, Type(Scale.of((1280, 720))), SECTIONS)[number]


def turn(view, words):
    press(view, view.layout.turns[TURNS.index(words)].center)


def test_pages_turn_to_earlier_exposures_and_back(view, session, screen):
    told = {}
    for number in (1, 2, 3):
        session.advance_exposure()
        told[number] = [entry.text for entry in look(view, session, screen).own.exposure]
    turn(view, "‹ earlier")
    pages = look(view, session, screen).own
    assert (pages.told.read.number, pages.back) == (2, 1)
    assert pages.exposure[0].text == told[2][0]
    turn(view, "‹ earlier")
    assert view.card(("this exposure", 1), look(view, session, screen)).title == "R1, exposure 1"
    turn(view, "‹ earlier")  # there is none before
    session.advance_exposure()
    assert look(view, session, screen).own.told.read.number == 1  # it stays while others come
    turn(view, "later ›")
    assert look(view, session, screen).own.told.read.number == 2
    turn(view, "the last one")
    pages = look(view, session, screen).own
    assert (pages.told.read.number, pages.back) == (4, 0)


def test_pages_turn_by_keyboard(view, session, screen):
    for _ in range(2):
        session.advance_exposure()
        look(view, session, screen)
    look(view, session, screen, focused=("turn", 0))
    view.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0))
    assert look(view, session, screen).own.told.read.number == 1


def test_what_is_remembered_of_earlier_exposures_does_not_grow_for_ever(view, session, screen):
    for _ in range(70):
        session.advance_exposure()
        reading = view.read(session)
    assert len(reading.own.account.earlier) == 60
    assert reading.own.account.earlier[-1].read.number == 70


def said_of_weights(view, session, screen):
    entries = look(view, session, screen).own.exposure
    return next(entry.text for entry in entries if entry.margin == "weights")


def test_a_batch_that_is_not_full_has_made_no_step(screen):
    session = Session(Letters(seed=1, modern=NetworkSpec(batch=3)))
    view = NotebookView(SIZES[1280, 720], Type(Scale.of((1280, 720))), session.experiment)
    look(view, session, screen)
    session.advance_exposure()
    assert said_of_weights(view, session, screen) == "No step was taken yet: its batch of 3 has 1 picture."
    session.advance_exposure()
    assert said_of_weights(view, session, screen) == "No step was taken yet: its batch of 3 has 2 pictures."
    session.advance_exposure()
    assert said_of_weights(view, session, screen).startswith("From exposure 1 to 3 its 27,354 weights")
    session.advance_exposure()
    assert said_of_weights(view, session, screen) == "No step was taken yet: its batch of 3 has 1 picture."
    session.apply(ChangeNetwork(NetworkSpec(batch=2)))
    look(view, session, screen)
    session.advance_exposure()
    assert said_of_weights(view, session, screen) == "No step was taken yet: its batch of 2 has 1 picture."


def test_who_was_not_there_when_the_network_changed_does_not_say_how_full_its_batch_is(view, screen):
    session = Session(Letters(seed=1, modern=NetworkSpec(batch=3)))
    session.advance_exposure()
    session.apply(ChangeNetwork(NetworkSpec(batch=4)))
    session.advance_exposure()
    assert "only a full batch of 4" in said_of_weights(view, session, screen)


def test_the_network_is_told_apart_from_what_it_learned_later(view, session, screen):
    session.advance_exposure()
    first = look(view, session, screen).own.exposure
    session.advance(0.7, budget_s=5)  # the next picture has come, and the network has learned it
    entries = look(view, session, screen).own.exposure
    learning = next(entry.text for entry in entries if entry.margin == "learning")
    assert "Now, 1 picture later, it gives" in learning
    assert "later" not in next(entry.text for entry in first if entry.margin == "learning")


def test_the_page_tells_of_the_exposure_that_was_read_last(view, session, screen):
    assert "No picture has been read yet" in look(view, session, screen).own.exposure[0].text
    session.advance_exposure()
    pages = look(view, session, screen).own
    label = session.experiment.class_names[session.snapshot().label]
    assert pages.exposure[0].text.startswith(f"The trainer showed {label}:")
    assert [entry.margin for entry in pages.exposure[1:6]] == ["R1", "R2", "R3", "R4", "R5"]


def test_the_picture_changes_when_the_record_is_changed(view, session, screen):
    session.advance_exposure()
    reading = look(view, session, screen)
    place = view.layout.exposure.entries
    before = pixels(screen, place)
    lesson = reading.own.account.machine
    other = replace(lesson, units=(replace(lesson.units[0], pulse_s=9.0, up=7), *lesson.units[1:]))
    from perceptron_sim.explain.notebook import exposure_entries

    told = exposure_entries(other, reading.own.account.network)
    view.draw(screen, replace(reading, own=replace(reading.own, exposure=told)), Frame(elapsed_s=1 / 60))
    assert (pixels(screen, place) != before).any()


def test_the_picture_of_the_exposure_is_bright_where_it_is_lit(view, session, screen):
    session.advance_exposure()
    reading = look(view, session, screen)
    image, place = reading.own.account.read.image, view.layout.picture
    cell = place.width // 20
    shown = pixels(screen, place)[cell // 2 :: cell, cell // 2 :: cell].sum(axis=2).T
    assert ((shown > 400) == (image > 0.5)).all()


def test_sections_open_by_mouse_and_keyboard(view, session, screen):
    look(view, session, screen)
    press(view, section_of(view, 2).center)
    look(view, session, screen)
    assert SECTIONS[view.section] == "Myths"
    assert len(view.story.blocks) == len(MYTHS)
    look(view, session, screen, focused=("section", 3))
    view.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0))
    assert SECTIONS[view.section] == "Sources"


def test_pages_scroll_by_wheel_and_by_keys(view, session, screen):
    view.open(2)
    look(view, session, screen)
    place = view.layout.story.entries
    before = pixels(screen, place)
    view.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=place.center, rel=(0, 0), buttons=(0, 0, 0)))
    view.handle(pygame.event.Event(pygame.MOUSEWHEEL, y=-2, x=0))
    look(view, session, screen)
    scrolled = view.story.scroll.offset
    assert scrolled > 0
    assert (pixels(screen, place) != before).any()
    view.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_PAGEDOWN, mod=0))
    assert view.story.scroll.offset > scrolled
    view.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_HOME, mod=0))
    assert view.story.scroll.offset == 0


def test_what_gets_the_keyboard_comes_into_view(view, session, screen):
    view.open(2)
    reading = look(view, session, screen)
    last = [thing for thing in view.things(reading) if thing.group == "myths"][-1]
    assert last.area.height == 1
    reading = look(view, session, screen, focused=last.key)
    area = next(thing.area for thing in view.things(reading) if thing.key == last.key)
    assert area.height == view.story.blocks[last.key[1]].height


def test_things_stand_inside_their_page_and_apart(view, session, screen):
    session.advance_exposure()
    reading = look(view, session, screen)
    things = view.things(reading)
    assert view.things(reading) is things
    assert all(view.layout.area.contains(thing.area) for thing in things)
    for one, other in itertools.combinations(things, 2):
        assert not one.area.colliderect(other.area), (one, other)


def test_a_card_has_the_arithmetic_of_its_unit(view, session, screen):
    session.advance_exposure()
    reading = look(view, session, screen)
    unit = reading.own.account.machine.units[2]
    card = view.card(("this exposure", 3), reading)
    assert card.title.startswith("R3, exposure 1")
    assert ("of these fire", str(unit.firing)) in card.facts
    assert "threshold" in card.arithmetic[1]


def test_every_entry_has_a_card(view, session, screen):
    session.advance(60, budget_s=5)
    for section in range(len(SECTIONS)):
        view.open(section)
        reading = look(view, session, screen)
        for thing in view.things(reading):
            card = view.card(thing.key, reading)
            control = thing.group in ("section", "turn") or thing.words == "not documented"
            assert (card is None) == control, thing


def test_a_myth_has_its_sources_in_full(view, session, screen):
    reading = look(view, session, screen)
    card = view.card(("myths", 3), reading)
    assert card.certainty == "inferred"
    assert any("Operators' Manual" in value for _, value in card.facts)


def test_the_section_stays_when_the_view_is_built_anew(view, session):
    view.open(1)
    new = NotebookView(SIZES[1920, 1080], Type(Scale.of((1920, 1080))), session.experiment)
    new.take_over(view)
    assert new.section == 1


def test_drawing_again_is_the_same_picture(view, session, screen):
    session.advance_exposure()
    look(view, session, screen)
    first = pygame.image.tobytes(screen, "RGB")
    look(view, session, screen)
    assert pygame.image.tobytes(screen, "RGB") == first


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def laid_out(request):
    type_ = Type(Scale.of(request.param))
    return type_, arrange(SIZES[request.param], type_)


def test_pages_and_their_parts_stand_apart_inside_the_area(laid_out):
    _, layout = laid_out
    assert not layout.exposure.panel.colliderect(layout.story.panel)
    for page in (layout.exposure, layout.story):
        assert layout.area.contains(page.panel)
        for part in (page.below_title, page.entries):
            assert page.panel.contains(part)
        assert not page.below_title.colliderect(page.entries)
        assert page.column_left + page.column_width <= page.entries.right
    assert layout.exposure.panel.contains(layout.picture)
    for part in (layout.exposure.below_title, layout.exposure.entries, *layout.turns):
        assert not layout.picture.colliderect(part)
    type_ = laid_out[0]
    assert layout.exposure.panel.topleft == panels_area(layout.area, type_).topleft
    assert layout.story.panel.bottomright == panels_area(layout.area, type_).bottomright
    sections = section_areas(layout.story.below_title, type_, ["So far", "Warnings (88)", "Myths", "Sources"])
    for areas in (sections, layout.turns):
        for one, other in itertools.combinations(areas, 2):
            assert not one.colliderect(other)
    assert layout.story.panel.contains(sections[-1])
    assert layout.exposure.below_title.contains(layout.turns[-1])


def test_margins_hold_their_words(laid_out):
    type_, layout = laid_out
    assert max(type_.width(word, theme.LABEL) for word in WIDEST_MARGINS) <= layout.story.margin_width
    assert max(type_.width(word, theme.SMALL) for word in VERDICTS) <= layout.story.margin_width


def test_lines_are_as_long_as_is_good_to_read(laid_out):
    type_, layout = laid_out
    text = " ".join(myth.right for myth in MYTHS)
    lines = broken(text, theme.BODY, type_, layout.story.column_width)[:-1]
    assert 60 <= np.median([len(line) for line in lines]) <= 75
    assert all(type_.width(line, theme.BODY) <= layout.story.column_width + 2 for line in lines)


def test_a_number_and_its_unit_stay_together(laid_out):
    type_, _ = laid_out
    for width in range(60, 400, 7):
        lines = broken("it now gives E 31 %, more than 12 % before, for 0.1 s at 3 V", theme.BODY, type_, width)
        assert not any(line.startswith(("%", "s ", "V")) for line in lines)
