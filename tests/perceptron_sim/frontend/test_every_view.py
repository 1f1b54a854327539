"""Every view as it is drawn, at every size of window: each text and each thing has its place and can be read."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from math import inf

import numpy as np
import pygame
import pytest
from colours import Colour, contrast
from pygame import Rect
from written import Box, Remembering, Written, remembered, without_outlines

from perceptron_sim import Session
from perceptron_sim.experiments.registry import EXPERIMENTS
from perceptron_sim.frontend import cards, theme
from perceptron_sim.frontend.actions import ENTRIES, Window
from perceptron_sim.frontend.menus import Menu
from perceptron_sim.frontend.panels.help import draw_help
from perceptron_sim.frontend.path_field import PathField
from perceptron_sim.frontend.scene import Scene
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.view import Reading, Thing
from perceptron_sim.frontend.views import VIEWS
from perceptron_sim.frontend.views.network.layout import TITLES
from perceptron_sim.operations import SwitchAUnits
from perceptron_sim.playback import Playback

SMALLEST, LARGEST = (1280, 720), (3840, 2160)
LEAST_PX, LEAST_CONTRAST = 13, 4.5
PANELS = (theme.PANEL, theme.RAISED)
SCROLLED = ("laboratory", "notebook")  # what they list may go on below the edge of their lists
TURNED = ("pages", "tables", "section")  # groups of controls that turn to another page
PICTURES = [("letters", view, size) for size in (SMALLEST, (1920, 1080), LARGEST) for view in VIEWS]
OTHERS = {  # that have views of another shape: other classes, long names of classes
    "digits": ("side-by-side", "teach", "network", "neuron"),
    "xor": ("side-by-side", "teach", "plugboard", "network"),
    "galaxies": ("side-by-side", "teach", "network", "neuron"),
    "race": ("race",),
    "rules": ("race", "laboratory"),
}
PICTURES += [(experiment, view, SMALLEST) for experiment, views in OTHERS.items() for view in views]
LINE_PX = 200  # within which a sign belongs to a word
LEAST_TEXTS = 20


@lru_cache(maxsize=1)
def in_mid_course(experiment: str) -> Session:
    """A session that has taught for a while, a picture in view."""
    session = Session(EXPERIMENTS[experiment](seed=1))
    for _ in range(40):
        session.advance_exposure()
    session.advance(0.31, budget_s=inf)
    return session


class Picture:
    """One view of *session* on a surface that remembers, standing still."""

    def __init__(self, session: Session, view: str, size: tuple[int, int]) -> None:
        self.session, self.playback = session, Playback(session)
        self.playback.paused = True
        self.surface = Remembering(size)
        self.scene = Scene(size, session.experiment, view=view)
        self.draw()

    def draw(self) -> None:
        """Draw it once."""
        self.scene.draw(self.surface, self.session, self.playback, 1 / 60)
        self.reading: Reading = self.scene.view.read(self.session)

    @property
    def things(self) -> list[Thing]:
        """What can be pointed at."""
        return list(self.scene.view.things(self.reading))

    def pages(self) -> Iterator[str]:
        """Turn to each of the view's pages, draw it and say its name."""
        view = self.scene.view
        yield view.title
        for title in TITLES[1:] if view.name == "network" else ():
            view.show(title)  # type: ignore[attr-defined]
            self.draw()
            yield title
        if view.name == "teach":
            view.hand.do(("stamp", 3))  # type: ignore[attr-defined]
            self.draw()
            yield "a sign on the pad"
        for thing in self.things if view.name != "network" else ():
            if thing.group in TURNED and view.card(thing.key, self.reading) is None:
                view.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=thing.area.center, button=1))
                self.draw()
                yield thing.words


def faults_of_texts(texts: list[Written], boxes: list[Box], window: Rect, area: Rect, *, scrolled: bool) -> set[str]:
    """What is wrong with the *texts* in *window*, of which the view's is *area*."""
    found, texts = set(), without_outlines(texts)
    for one in texts:
        if one.cut or (one.cropped and not scrolled) or not window.contains(one.ink):
            found.add(f"{one.text!r} is cut off")
        if area.colliderect(one.ink) and not area.contains(one.ink):
            found.add(f"{one.text!r} leaves the view")
        if one.size_px < LEAST_PX:
            found.add(f"{one.text!r} is {one.size_px} pixels high")
        if one.colours and contrast(*one.colours) < LEAST_CONTRAST:
            found.add(f"{one.text!r} is hard to read: {one.colours}")
    panels = [box.area for box in boxes if box.colour in PANELS]
    inks = [one.ink for one in texts]
    for number, one in enumerate(texts):
        if not all(panels[hit].contains(one.ink) for hit in one.ink.collidelistall(panels)):
            found.add(f"{one.text!r} leaves its panel")
        for hit in one.ink.collidelistall(inks[:number]):
            found.add(f"{texts[hit].text!r} and {one.text!r} stand over each other")
    return found


def faults_of_things(things: list[Thing], area: Rect) -> set[str]:
    """What is wrong with what can be pointed at in *area*."""
    found = {f"{one.key} is outside" for one in things if not area.contains(one.area)}
    found |= {f"{one.key} cannot be hit" for one in things if 0 in one.area.size}
    groups: dict[str, list[Thing]] = {}
    for one in things:
        groups.setdefault(one.group, []).append(one)
    for together in groups.values():
        areas = [one.area for one in together]
        for number, one in enumerate(together):
            hit = areas[number].collidelist(areas[:number])
            if hit >= 0:
                found.add(f"{together[hit].key} and {one.key} stand over each other")
    return found


def faults_of_cards(picture: Picture) -> set[str]:
    """What is wrong with the cards of the first and the last thing of every group that has some."""
    scene, found, groups = picture.scene, set(), {}
    bounds = scene.layout.area.inflate(-2 * scene.type.scale.px(16), -2 * scene.type.scale.px(8))
    for one in picture.things:
        groups[one.group] = (groups[one.group][0] if one.group in groups else one, one)
    for one in {thing.key: thing for pair in groups.values() for thing in pair}.values():
        card = scene.view.card(one.key, picture.reading)
        if card is None:
            continue
        sheet = cards.compose(card, scene.type, bounds.height)
        at = cards.place((cards.card_width(scene.type), sheet.height), one.area, bounds, scene.type.scale.px(12))
        surface = Remembering(bounds.bottomright)
        cards.draw_card(surface, scene.type, at, sheet)
        texts = faults_of_texts(surface.texts, surface.boxes, at, at, scrolled=False)
        found |= {f"card of {one.key}: {fault}" for fault in texts}
        if not bounds.contains(at):
            found.add(f"card of {one.key} leaves the view")
    return found


@pytest.fixture(scope="module", autouse=True)
def surfaces_that_remember() -> Iterator[None]:
    """Everything here is drawn on surfaces that know what is written on them."""
    for entry in VIEWS.values():
        import_module(entry.module)  # before: what it draws with is to remember too
    with remembered():
        yield


@pytest.mark.parametrize(
    ("experiment", "view", "size"), PICTURES, ids=[f"{name}-{view}-{size[1]}" for name, view, size in PICTURES]
)
def test_every_text_and_every_thing_has_its_place_and_can_be_read(
    experiment: str, view: str, size: tuple[int, int]
) -> None:
    picture = Picture(in_mid_course(experiment), view, size)
    surface, area, found = picture.surface, picture.scene.layout.area, set()
    for page in picture.pages():
        window, scrolled = surface.get_rect(), view in SCROLLED
        faults = faults_of_texts(surface.texts, surface.boxes, window, area, scrolled=scrolled)
        faults |= faults_of_things(picture.things, area)
        if (experiment, size) == PICTURES[0][::2]:
            faults |= faults_of_cards(picture)
        found |= {f"{page}: {fault}" for fault in faults}
        assert len(surface.texts) > LEAST_TEXTS
    assert sorted(found) == []


@pytest.mark.parametrize("view", VIEWS)
def test_a_verdict_is_a_word_or_a_sign_and_not_only_a_colour(view: str) -> None:
    session = Session(EXPERIMENTS["letters"](seed=1))
    for _ in range(2):
        session.advance_exposure()
    assert not any(trial.right for trial in session.latest_trials)
    words = {theme.RIGHT: ("✓", "right", "well"), theme.WRONG: ("✗", "wrong", "warning")}
    picture = Picture(session, view, SMALLEST)
    judged = [text for text in picture.surface.texts if text.colours and text.colours.letters in words]
    for one in judged:
        colour, beside = one.colours.letters, one.ink.inflate(LINE_PX, 0)
        near = [text.text for text in judged if text.colours.letters == colour and text.ink.colliderect(beside)]
        assert any(word in text for text in near for word in words[colour]), one.text


@pytest.mark.parametrize("size", [SMALLEST, (1920, 1080), LARGEST])
def test_all_that_the_foot_can_say_has_room_beside_the_rest(size: tuple[int, int]) -> None:
    session = Session(EXPERIMENTS["letters"](seed=1))
    while session.lesson < 40:
        session.step()
    session.apply(SwitchAUnits((1,), on=False))
    session.go_back(31)
    picture = Picture(session, "side-by-side", size)
    picture.scene.captions = True
    seen = session.snapshot()
    for closed in (False, True):  # relays click, and all motors run
        machine = replace(
            seen.mark1, current=np.ones_like(seen.mark1.current), s_contacts=np.full(400, closed, dtype=np.bool_)
        )
        loud = replace(seen, first_mark1=machine, time_s=seen.time_s + closed)
        picture.scene.hearing.listen(loud, 0.01, still=False)
    picture.draw()
    said = " ".join(one.text for one in picture.surface.texts)
    assert "Lesson 31 of 40: go on from here, or do something and begin another branch." in said
    assert "Undo: A-units switched" in said
    assert "motors: 512 running, relays clicking" in said
    surface, area = picture.surface, picture.scene.layout.area
    assert faults_of_texts(surface.texts, surface.boxes, surface.get_rect(), area, scrolled=False) == set()


@pytest.mark.parametrize("size", [SMALLEST, (1920, 1080), LARGEST])
@pytest.mark.parametrize("key", [Window.RESET, Window.MORE, Window.OPEN, Window.HELP], ids=lambda key: key.name)
def test_every_text_of_a_sheet_has_its_place_and_can_be_read(key: Window, size: tuple[int, int]) -> None:
    surface, type_ = Remembering(size), Type(Scale.of(size))
    if key is Window.HELP:
        draw_help(surface, type_)
    else:
        sheet = PathField(size, type_) if key is Window.OPEN else Menu.of(key, ENTRIES, size, type_)
        sheet.draw(surface)
    window = surface.get_rect()
    assert len(surface.texts) >= 2
    assert faults_of_texts(surface.texts, surface.boxes, window, window, scrolled=False) == set()


# What finds the faults finds them.


def faults_on(
    *texts: tuple[str, tuple[int, int]],
    colour: Colour = theme.TEXT,
    panel: Rect | None = None,
    over: Rect | None = None,
) -> set[str]:
    """What is wrong with *texts* written on a layer that is copied to a window of 200 x 100, the last 20 its foot."""
    surface, layer, type_ = Remembering((200, 100)), pygame.Surface((200, 100)), Type(Scale(1.0))
    layer.fill(theme.GROUND)
    if panel:
        pygame.draw.rect(layer, theme.PANEL, panel, border_radius=4)
    for text, at in texts:
        type_.write(layer.subsurface((10, 10, 180, 90)), text, (at[0] - 10, at[1] - 10), theme.BODY, colour)
    if over:
        pygame.draw.rect(layer, theme.RAISED, over)
    surface.blit(layer.convert(), (0, 0))
    return faults_of_texts(surface.texts, surface.boxes, surface.get_rect(), Rect(0, 0, 200, 80), scrolled=False)


def test_a_text_in_its_place_has_no_fault() -> None:
    assert faults_on(("Hello", (40, 50))) == set()
    assert faults_on(("Hello", (40, 50)), panel=Rect(20, 20, 120, 40)) == set()
    assert faults_on(("edge", (41, 51)), ("edge", (39, 49)), ("edge", (40, 50))) == set()


@pytest.mark.parametrize(
    ("fault", "texts", "more"),
    [
        ("'Hello' and 'there' stand over each other", [("Hello", (40, 50)), ("there", (60, 52))], {}),
        ("'Hello' and 'µ' stand over each other", [("Hello", (40, 50)), ("µ", (42, 50))], {}),
        ("'Hello' is cut off", [("Hello", (165, 50))], {}),
        ("'Hello' leaves the view", [("Hello", (40, 86))], {}),
        ("'Hello' leaves its panel", [("Hello", (40, 50))], {"panel": Rect(20, 20, 40, 40)}),
    ],
)
def test_a_fault_of_a_text_is_found(
    fault: str, texts: list[tuple[str, tuple[int, int]]], more: dict[str, Rect]
) -> None:
    assert faults_on(*texts, **more) == {fault}


def test_a_text_that_is_hard_to_read_is_found() -> None:
    assert "hard to read" in faults_on(("Hello", (40, 50)), colour=theme.LINE).pop()


def test_what_is_covered_is_no_longer_written() -> None:
    assert faults_on(("Hello", (40, 50)), ("there", (60, 52)), over=Rect(30, 20, 120, 50)) == set()


def test_a_small_type_is_found() -> None:
    surface = Remembering((200, 100))
    surface.blit(pygame.font.Font(None, 10).render("small", True, theme.TEXT), (20, 20))
    large = pygame.font.Font(None, 18).render("shrunk", True, theme.TEXT)
    surface.blit(pygame.transform.smoothscale(large, (20, 9)), (90, 20))
    sizes = {text.text: text.size_px for text in surface.texts}
    assert sizes["small"] == 10
    assert sizes["shrunk"] < LEAST_PX


def test_things_over_each_other_or_outside_are_found() -> None:
    areas = (Rect(0, 0, 20, 20), Rect(19, 0, 20, 20), Rect(60, 60, 60, 60), Rect(50, 50, 0, 5))
    things = [Thing(key, area, str(key), "group") for key, area in enumerate(areas)]
    assert faults_of_things(things, Rect(0, 0, 100, 100)) == {
        "0 and 1 stand over each other",
        "2 is outside",
        "3 cannot be hit",
    }
