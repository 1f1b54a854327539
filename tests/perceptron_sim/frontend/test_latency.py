"""What a user does is in the very next picture, in every view: keys, clicks, the wheel, dragging."""

import math

import pygame
import pytest

from perceptron_sim import Letters, Session
from perceptron_sim.frontend.app import App
from perceptron_sim.frontend.scene import Scene
from perceptron_sim.frontend.views import VIEWS
from perceptron_sim.frontend.views.notebook import NotebookView
from perceptron_sim.playback import SPEEDS, Playback

FRAME_S = 1 / 60
MYTHS = 2  # of the notebook's sections
BESIDE = (1279, 719)  # where there is nothing


class Watched:
    """The window standing still in one view; pictures are compared around one event."""

    def __init__(self, screen: pygame.Surface, view: str) -> None:
        session = Session(Letters(seed=1))
        session.advance(30.3, budget_s=math.inf)
        self.screen, self.playback, self.scenes = screen, Playback(session, budget_s=math.inf), []
        self.playback.paused = True
        self.app = App(session, screen, self.playback, view=view)
        self.scene = self._scene()
        self.post(pygame.MOUSEMOTION, pos=BESIDE, rel=(0, 0), buttons=(0, 0, 0))
        for _ in range(90):  # until no lamp fades, and what is worked out in slices is there
            self.app.frame(FRAME_S)

    def _scene(self) -> Scene:
        """The scene, seen as it draws."""
        drawn, draw = [], Scene.draw

        def noting(scene: Scene, *given: object) -> None:
            drawn.append(scene)
            draw(scene, *given)  # type: ignore[arg-type]  # handed on as it came

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Scene, "draw", noting)
            self.app.frame(FRAME_S)
        return drawn[0]

    def post(self, kind: int, **given: object) -> None:
        pygame.event.post(pygame.event.Event(kind, **given))

    def picture(self, area: pygame.Rect) -> bytes:
        return pygame.image.tobytes(self.screen.subsurface(area.clip(self.screen.get_rect())), "RGB")

    def changed_by(self, area: pygame.Rect, kind: int, **given: object) -> bool:
        """Whether *area* looks different in the first picture after the event."""
        before = self.picture(area)
        self.post(kind, **given)
        self.app.frame(FRAME_S)
        return self.picture(area) != before


@pytest.fixture(params=VIEWS)
def watched(request: pytest.FixtureRequest, hidden_screen: pygame.Surface) -> Watched:
    """The window showing one of the views, paused."""
    return Watched(hidden_screen, request.param)


def click(at: tuple[int, int]) -> dict[str, object]:
    return {"pos": at, "button": 1}


def key(code: int, text: str = "") -> dict[str, object]:
    return {"key": code, "unicode": text, "mod": 0}


def test_a_key_is_seen_at_once(watched: Watched) -> None:
    layout = watched.scene.layout
    assert watched.changed_by(layout.window, pygame.KEYDOWN, **key(pygame.K_F1))
    watched.changed_by(layout.window, pygame.KEYDOWN, **key(pygame.K_F1))
    assert watched.changed_by(layout.pace_words, pygame.KEYDOWN, **key(pygame.K_PLUS, "+"))
    assert watched.changed_by(layout.pause, pygame.KEYDOWN, **key(pygame.K_SPACE, " "))


def test_the_ring_of_the_keyboard_moves_at_once(watched: Watched) -> None:
    assert watched.changed_by(watched.scene.layout.header, pygame.KEYDOWN, **key(pygame.K_TAB))
    while watched.scene.pointing.focused is None:
        watched.post(pygame.KEYDOWN, **key(pygame.K_TAB))
        watched.app.frame(FRAME_S)
    thing = watched.scene.pointing.thing(watched.scene.pointing.focused)
    assert thing is not None
    around = thing.area.inflate(40, 40).clip(watched.scene.layout.area)
    assert watched.changed_by(around, pygame.KEYDOWN, **key(pygame.K_TAB))


def test_a_click_opens_its_card_or_does_what_it_is_for_at_once(watched: Watched) -> None:
    scene = watched.scene
    reading = scene.view.read(watched.playback.session)
    things = scene.view.things(reading)
    thing = next(one for one in things if scene.view.card(one.key, reading) is not None)
    assert watched.changed_by(scene.layout.area, pygame.MOUSEBUTTONDOWN, **click(thing.area.center))


def test_what_the_mouse_is_over_is_marked_at_once(watched: Watched) -> None:
    scene = watched.scene
    reading = scene.view.read(watched.playback.session)
    thing = next(one for one in scene.view.things(reading) if scene.view.card(one.key, reading) is not None)
    moved = {"pos": thing.area.center, "rel": (1, 1), "buttons": (0, 0, 0)}
    assert watched.changed_by(scene.layout.area, pygame.MOUSEMOTION, **moved)


def test_the_slider_follows_the_hand_at_once(watched: Watched) -> None:
    track, area = watched.scene.controls.slider.track, watched.scene.layout.slider
    assert watched.changed_by(area, pygame.MOUSEBUTTONDOWN, **click((track.right, track.centery)))
    assert watched.playback.speed == SPEEDS[-1]
    for stop in reversed(range(len(SPEEDS) - 1)):
        at = watched.scene.controls.slider.x_of(stop), track.centery
        assert watched.changed_by(area, pygame.MOUSEMOTION, pos=at, rel=(-1, 0), buttons=(1, 0, 0))


def test_the_wheel_scrolls_at_once(hidden_screen: pygame.Surface) -> None:
    watched = Watched(hidden_screen, "notebook")
    assert isinstance(watched.scene.view, NotebookView)
    watched.scene.view.open(MYTHS)
    area = watched.scene.layout.area
    watched.post(pygame.MOUSEMOTION, pos=(area.right - 200, area.centery), rel=(1, 1), buttons=(0, 0, 0))
    watched.app.frame(FRAME_S)
    assert watched.changed_by(area, pygame.MOUSEWHEEL, x=0, y=-3, precise_x=0.0, precise_y=-3.0)
