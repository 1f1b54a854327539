"""The shell and its views: who gets which key, what is handed on, and what stands where a view cannot."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pygame
import pytest
from pygame import Rect

from perceptron_sim import Letters, Session
from perceptron_sim.commands import ChangeNetwork, NewSeed, ShowView
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.experiment import Experiment
from perceptron_sim.frontend.scene import Scene
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.view import Card, Frame, Key, Reading, Thing
from perceptron_sim.frontend.views import Entry
from perceptron_sim.playback import Playback

SIZE = (1280, 720)
BOXES = ("with a card", "a control")


class TwoBoxes:
    """A view of two things; only the first has a card."""

    name, title = "neuron", "Neuron"

    def __init__(self, area: Rect, type_: Type, experiment: Experiment) -> None:
        self.area, self.typing = area, False
        self.heard: list[int] = []
        self.old: TwoBoxes | None = None
        left = Rect(area.left + 100, area.top + 100, 50, 50)
        self._things = tuple(Thing(key, left.move(200 * i, 0), key, key) for i, key in enumerate(BOXES))

    def take_over(self, old: "TwoBoxes") -> None:
        self.old = old

    def read(self, session: Session) -> Reading:
        return Reading(snapshot=session.snapshot())

    def draw(self, surface: pygame.Surface, reading: Reading, frame: Frame) -> None:
        self.frame = frame
        surface.fill((0, 0, 0), self.area)

    def things(self, reading: Reading) -> Sequence[Thing]:
        return self._things

    def card(self, key: Key, reading: Reading) -> Card | None:
        return Card(title="A card") if key == BOXES[0] else None

    def handle(self, event: pygame.event.Event) -> object | None:
        self.heard.append(event.key if event.type == pygame.KEYDOWN else event.type)
        return None

    def sentence(self, reading: Reading) -> str | None:
        return "Two boxes."


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch, session: Session) -> Scene:
    """A window that shows the two boxes."""
    monkeypatch.setattr(Entry, "build", lambda self, *made: TwoBoxes(*made))
    scene = Scene(SIZE, session.experiment, view="neuron")
    draw(scene, session)
    return scene


def draw(scene: Scene, session: Session) -> pygame.Surface:
    surface = pygame.Surface(SIZE)
    scene.draw(surface, session, Playback(session), 1 / 60)
    return surface


def boxes(scene: Scene) -> TwoBoxes:
    view = scene.view
    assert isinstance(view, TwoBoxes)
    view.heard.clear()
    return view


def press(key: int, mod: int = 0) -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN, key=key, unicode="", mod=mod)


def click(scene: Scene, box: int) -> object | None:
    at = boxes(scene)._things[box].area.center
    return scene.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1))


def focus(scene: Scene, box: str) -> None:
    while scene.pointing.focused != box:
        scene.handle(press(pygame.K_TAB))


def test_a_click_on_a_thing_opens_its_card_and_another_closes_it(scene: Scene) -> None:
    click(scene, 0)
    assert scene.pointing.opened == BOXES[0]
    click(scene, 0)
    assert scene.pointing.opened is None
    assert boxes(scene).heard == []


def test_a_thing_without_a_card_is_a_control_of_its_view(scene: Scene) -> None:
    click(scene, 1)
    assert scene.view.heard == [pygame.MOUSEBUTTONDOWN]  # type: ignore[attr-defined]
    focus(scene, BOXES[1])
    view = boxes(scene)
    for key in (pygame.K_RETURN, pygame.K_SPACE, pygame.K_RIGHT):
        assert scene.handle(press(key)) is None
    assert view.heard == [pygame.K_RETURN, pygame.K_SPACE, pygame.K_RIGHT]


def test_the_view_is_told_what_has_the_keyboard(scene: Scene, session: Session) -> None:
    focus(scene, BOXES[1])
    draw(scene, session)
    assert boxes(scene).frame.focused == BOXES[1]
    scene.handle(press(pygame.K_TAB))
    draw(scene, session)
    assert boxes(scene).frame.focused is None


def test_a_view_in_which_one_types_gets_every_key(scene: Scene) -> None:
    view = boxes(scene)
    view.typing = True
    keys = (pygame.K_r, pygame.K_1, pygame.K_ESCAPE, pygame.K_TAB, pygame.K_SPACE)
    assert [scene.handle(press(key)) for key in keys] == [None] * len(keys)
    assert view.heard == list(keys)


def test_keys_with_no_other_meaning_are_the_views(scene: Scene) -> None:
    view = boxes(scene)
    assert scene.handle(press(pygame.K_x)) is None
    assert scene.handle(press(pygame.K_PAGEDOWN)) is None
    assert view.heard == [pygame.K_x, pygame.K_PAGEDOWN]


def test_a_view_built_anew_takes_over_from_the_old_one(scene: Scene, session: Session) -> None:
    old = boxes(scene)
    scene.lay_out((1920, 1080), session.experiment)
    assert boxes(scene) is not old
    assert boxes(scene).old is old
    second = boxes(scene)
    session.apply(NewSeed(5))
    draw(scene, session)
    assert boxes(scene).old is second


def test_views_of_the_machine_alone_stay_when_the_network_is_changed(session: Session) -> None:
    scene = Scene(SIZE, session.experiment, view="plugboard")
    draw(scene, session)
    before = scene.view
    session.apply(ChangeNetwork(replace(session.experiment.modern, rate=0.005)))
    draw(scene, session)
    assert scene.view is before
    session.apply(NewSeed(7))
    draw(scene, session)
    assert scene.view is not before


def test_a_card_can_be_asked_for_from_another_view(scene: Scene, session: Session) -> None:
    scene.show("network")
    draw(scene, session)
    assert scene.carried_out(ShowView("neuron", BOXES[0]), pygame.Surface(SIZE))
    draw(scene, session)
    assert scene.pointing.opened == BOXES[0]


def test_a_dropped_folder_goes_to_the_laboratory(scene: Scene, session: Session, tmp_path: Path) -> None:
    scene.handle(pygame.event.Event(pygame.DROPFILE, file=str(tmp_path)))
    draw(scene, session)
    assert scene.controls.tabs.words[scene.controls.tabs.chosen] == "Laboratory"
    assert scene.view.heard == [pygame.DROPFILE]  # type: ignore[attr-defined]


def test_a_view_that_has_no_place_for_the_experiment_says_so_in_its_stead(
    scene: Scene, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(self: Entry, *made: object) -> None:
        raise SettingError("cells must be few, got many")

    monkeypatch.setattr(Entry, "build", refusing)
    before = pygame.image.tobytes(draw(scene, session), "RGB")
    scene.show("plugboard")
    assert pygame.image.tobytes(draw(scene, session), "RGB") != before
    assert scene.view.things(scene.view.read(session)) == ()
    with pytest.raises(SettingError, match="cells must be few"):
        Scene(SIZE, Letters(seed=1), view="plugboard")


def test_hovering_names_the_thing_and_leaving_the_window_ends_it(scene: Scene, session: Session) -> None:
    plain = pygame.image.tobytes(draw(scene, session), "RGB")
    at = boxes(scene)._things[0].area.center
    scene.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0)))
    named = pygame.image.tobytes(draw(scene, session), "RGB")
    assert boxes(scene).frame.hovered == BOXES[0]
    scene.handle(pygame.event.Event(pygame.WINDOWLEAVE))
    assert pygame.image.tobytes(draw(scene, session), "RGB") == plain != named
