"""The exhibit's window: a touch begins, silence ends, nothing of a visitor stays, and only the PIN leaves."""

import dataclasses
import json
import logging
import random
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pygame
import pytest

from perceptron_sim import Letters, Session
from perceptron_sim.answer import DONE, UNHEALTHY
from perceptron_sim.commands import OpenSession, ResetWeights, SaveSheet, SaveWiring, SetSpeed, ShowView
from perceptron_sim.exhibit.attendance import Phase
from perceptron_sim.exhibit.config import TURNS, ExhibitSpec, FilesSpec, KeepSpec, StaffSpec, TurnSpec, VisitSpec
from perceptron_sim.frontend.actions import Window
from perceptron_sim.frontend.controls import laid_out
from perceptron_sim.frontend.exhibit import opening
from perceptron_sim.frontend.exhibit.attract import Attract
from perceptron_sim.frontend.exhibit.band import Band
from perceptron_sim.frontend.exhibit.large import TITLES, WORDS
from perceptron_sim.frontend.exhibit.number_pad import NumberPad
from perceptron_sim.frontend.exhibit.question import Question
from perceptron_sim.frontend.exhibit.visit import NOT_HERE, Visit, entries_for
from perceptron_sim.frontend.exhibit.window import MOST_FAILURES, Exhibit, Surroundings
from perceptron_sim.frontend.text import Type
from perceptron_sim.frontend.theme import Scale
from perceptron_sim.frontend.views import VIEWS
from perceptron_sim.playback import DEFAULT_SPEED_INDEX
from perceptron_sim.session_file import opened

Event = pygame.event.Event
FRAME_S = 1 / 60
PIN = "471147"
SILENCE_S = VisitSpec().idle_s + VisitSpec().countdown_s
TOUCH = Event(pygame.MOUSEBUTTONDOWN, pos=(1000, 700), button=1)
CHORD = Event(pygame.KEYDOWN, key=pygame.K_F12, mod=pygame.KMOD_CTRL | pygame.KMOD_SHIFT, unicode="")
# One view for each phase is enough for most rules, and quickly built.
SPEC = ExhibitSpec(staff=StaffSpec(pin=PIN), turns=(TurnSpec(view="notebook", title="Read", words="what happens"),))
SPEC = dataclasses.replace(SPEC, show=dataclasses.replace(SPEC.show, views=("notebook", "network")))


def key(code: int, mod: int = 0) -> Event:
    return Event(pygame.KEYDOWN, key=code, mod=mod, unicode=chr(code) if 32 <= code < 127 else "")


def finger(kind: int, number: int, x: float, y: float) -> Event:
    return Event(kind, touch_id=0, finger_id=number, x=x, y=y, dx=0.0, dy=0.0)


Made = Callable[..., Exhibit]


@pytest.fixture
def made(hidden_screen: pygame.Surface, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Made]:
    """Makes an exhibit in an empty folder; parts of its specification by their names."""
    monkeypatch.chdir(tmp_path)

    def make(spec: ExhibitSpec = SPEC, **parts: Any) -> Exhibit:
        around = Surroundings(
            log=logging.getLogger("exhibit"),
            now=lambda: datetime(2026, 7, 1, tzinfo=UTC),
            dice=random.Random(1).randbytes,
        )
        return Exhibit(dataclasses.replace(spec, **parts), Letters(seed=1), hidden_screen, around)

    yield make
    pygame.event.clear()


def frame_with(exhibit: Exhibit, *events: Event, elapsed_s: float = FRAME_S) -> Phase:
    """Where the exhibit stands after a picture with *events*."""
    for event in events:
        pygame.event.post(event)
    exhibit.frame(elapsed_s)
    return exhibit.state.phase


def quiet(exhibit: Exhibit, seconds: float) -> Phase:
    for _ in range(round(seconds / 5)):
        exhibit.frame(5.0)
    return exhibit.state.phase


@pytest.fixture
def visits(monkeypatch: pytest.MonkeyPatch) -> list[Visit]:
    """Every visit that begins, in order."""
    begun: list[Visit] = []
    monkeypatch.setattr(
        "perceptron_sim.frontend.exhibit.window.Visit", lambda *parts: begun.append(Visit(*parts)) or begun[-1]
    )
    return begun


def test_of_what_a_visitor_did_nothing_is_left_for_the_next(made: Made, visits: list[Visit]) -> None:
    exhibit = made()
    assert frame_with(exhibit, TOUCH) is Phase.VISIT
    first = visits[-1]
    for action in (ShowView("network"), SetSpeed(7), ResetWeights(), Window.CAPTIONS):
        first.carry_out(action)
    frame_with(exhibit, key(pygame.K_TAB), key(pygame.K_F1))
    assert quiet(exhibit, SPEC.visit.idle_s) is Phase.COUNTDOWN
    assert quiet(exhibit, SPEC.visit.countdown_s) is Phase.ATTRACT
    assert frame_with(exhibit, TOUCH, elapsed_s=0.0) is Phase.VISIT
    second = visits[-1]
    assert second is not first
    assert second.scene.view.name == "notebook"
    assert (second.playback.speed_index, second.playback.paused) == (DEFAULT_SPEED_INDEX, False)
    assert (second.scene.help_shown, second.scene.captions) == (False, False)
    sessions = (second.session, Session(Letters(seed=1)))
    for session in sessions:
        while session.lesson < 3:
            session.step()
    assert sessions[0].command_log == []
    assert sessions[0].digest == sessions[1].digest


TRAPPED = {
    "the close button": [Event(pygame.QUIT)],
    "the window's end": [Event(pygame.WINDOWCLOSE)],
    "Alt F4": [key(pygame.K_F4, pygame.KMOD_ALT), Event(pygame.QUIT)],
    "Ctrl Q": [key(pygame.K_q, pygame.KMOD_CTRL)],
    "Esc twice": [key(pygame.K_ESCAPE)] * 3,
    "full screen": [key(pygame.K_F11)],
    "a picture of the window": [key(pygame.K_F12)],
    "saving": [key(pygame.K_s, pygame.KMOD_CTRL)],
    "opening": [key(pygame.K_o, pygame.KMOD_CTRL)],
    "a drop": [Event(pygame.DROPFILE, file="run.session.json"), Event(pygame.DROPTEXT, text="x")],
    "all of the seldom needed": [key(pygame.K_F10), *[key(pygame.K_DOWN), key(pygame.K_RETURN), key(pygame.K_F10)] * 6],
}


def test_no_key_and_no_button_leaves_or_writes(made: Made, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    exhibit = made()
    for name, events in (*TRAPPED.items(), *TRAPPED.items()):
        frame_with(exhibit, *events)
        assert exhibit.running, name
        assert pygame.display.get_surface() is exhibit.surface, name
        frame_with(exhibit, TOUCH)
    assert list(tmp_path.iterdir()) == []
    assert not caplog.records
    assert quiet(exhibit, SILENCE_S) is Phase.ATTRACT


@pytest.mark.parametrize(
    "action", [OpenSession(Path("a")), SaveSheet(), SaveWiring(), Window.FULL_SCREEN, Window.PICTURE]
)
def test_what_is_not_for_visitors_is_told_so(made: Made, visits: list[Visit], action: object) -> None:
    exhibit = made()
    frame_with(exhibit, TOUCH)
    visits[-1].carry_out(action)
    assert visits[-1].scene.saying.sentence(visits[-1].playback) == NOT_HERE.sentence


def test_the_staff_leave_by_keys_and_pin(made: Made) -> None:
    exhibit = made()
    frame_with(exhibit, TOUCH)
    assert frame_with(exhibit, CHORD) is Phase.PAD
    assert frame_with(exhibit, *[key(ord(digit)) for digit in "471148"], key(pygame.K_RETURN)) is Phase.PAD
    assert frame_with(exhibit, *[key(ord(digit)) for digit in PIN], key(pygame.K_RETURN)) is Phase.LEFT
    assert (exhibit.running, exhibit.code) == (False, DONE)


@pytest.mark.parametrize("corners", [((0.01, 0.02), (0.99, 0.98)), ((0.97, 0.1), (0.03, 0.9))])
def test_the_staff_leave_by_two_corners_and_the_pad(made: Made, corners: tuple[tuple[float, float], ...]) -> None:
    exhibit = made()
    frame_with(exhibit, *[finger(pygame.FINGERDOWN, number, *at) for number, at in enumerate(corners)])
    assert frame_with(exhibit, elapsed_s=2.9) is Phase.VISIT
    assert frame_with(exhibit, elapsed_s=0.2) is Phase.PAD
    plates = {
        plate.words: plate.area
        for plate in NumberPad(exhibit.surface.size, Type(Scale.of(exhibit.surface.size))).plates
    }
    width, height = exhibit.surface.size
    for words in (*PIN, "Enter"):
        x, y = plates[words].center
        frame_with(exhibit, finger(pygame.FINGERDOWN, 9, x / width, y / height), finger(pygame.FINGERUP, 9, 0, 0))
    assert not exhibit.running


def test_one_corner_or_two_on_one_side_ask_nothing(made: Made) -> None:
    exhibit = made()
    for number, at in enumerate(((0.01, 0.01), (0.01, 0.99), (0.5, 0.5))):
        assert frame_with(exhibit, finger(pygame.FINGERDOWN, number, *at), elapsed_s=4.0) is Phase.VISIT


def test_work_is_kept_under_the_code_that_is_shown(made: Made, tmp_path: Path, visits: list[Visit]) -> None:
    (tmp_path / "kept").mkdir()
    exhibit = made(keep=KeepSpec(folder="kept"), files=FilesSpec(state="state.json"))
    frame_with(exhibit, TOUCH)
    visits[-1].carry_out(ResetWeights())
    frame_with(exhibit, elapsed_s=3.0)
    assert quiet(exhibit, 60.0) is Phase.COUNTDOWN
    assert frame_with(exhibit, key(pygame.K_TAB), key(pygame.K_TAB), key(pygame.K_RETURN)) is Phase.KEPT
    code = exhibit.state.code
    session = opened(tmp_path / "kept" / f"{code}.session.json")
    assert session.digest == visits[-1].session.digest
    go_on = [key(pygame.K_LEFT), key(pygame.K_RETURN)]
    assert frame_with(exhibit, *go_on, elapsed_s=3.0) is Phase.VISIT
    assert frame_with(exhibit, key(pygame.K_s, pygame.KMOD_CTRL)) is Phase.KEPT
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [f"{code}.session.json"]  # one for a visit
    assert opened(tmp_path / "kept" / f"{code}.session.json").time_s > session.time_s
    assert quiet(exhibit, 30.0) is Phase.ATTRACT
    told = json.loads((tmp_path / "state.json").read_text(encoding="utf-8"))
    assert (told["visits"], told["kept"], told["last_code"]) == (1, 1, code)
    assert told["last_at"] == "2026-07-01T00:00:00+00:00"
    again = made(files=FilesSpec(state="state.json"))
    frame_with(again, TOUCH)
    assert json.loads((tmp_path / "state.json").read_text(encoding="utf-8"))["visits"] == 2


def test_work_that_cannot_be_kept_is_no_end_of_the_visit(made: Made, caplog: pytest.LogCaptureFixture) -> None:
    exhibit = made(keep=KeepSpec(folder="gone"), files=FilesSpec(state="gone/state.json"))
    frame_with(exhibit, TOUCH)
    assert frame_with(exhibit, key(pygame.K_s, pygame.KMOD_CTRL)) is Phase.KEPT
    assert exhibit.state.code is None
    assert "keep.folder must be a folder" in caplog.text
    assert "files.state could not be written" in caplog.text
    assert "Traceback" not in caplog.text
    assert frame_with(exhibit, key(pygame.K_RIGHT), key(pygame.K_RIGHT), key(pygame.K_RETURN)) is Phase.VISIT


def test_an_error_is_logged_and_the_loop_goes_on(
    made: Made, visits: list[Visit], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    exhibit = made()
    frame_with(exhibit, TOUCH)
    monkeypatch.setattr(visits[-1].scene, "draw", lambda *_: 1 / 0)
    assert frame_with(exhibit) is Phase.ATTRACT
    assert "ZeroDivisionError" in caplog.text
    assert frame_with(exhibit, TOUCH) is Phase.VISIT
    assert exhibit.running


def test_a_view_that_fails_is_left_out_and_an_exhibit_that_can_show_nothing_ends_itself(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    exhibit = made(turns=(TurnSpec(view="network"), *SPEC.turns))
    shown = []
    draw = Attract.frame

    def frame(self: Attract, surface: pygame.Surface, elapsed_s: float) -> None:
        shown.append(self.view)
        if self.view == "network":
            raise MemoryError
        draw(self, surface, elapsed_s)

    monkeypatch.setattr(Attract, "frame", frame)
    for _ in range(3):
        assert frame_with(exhibit) is Phase.ATTRACT
    assert shown == ["network", "notebook", "notebook"]
    monkeypatch.setattr(Attract, "frame", lambda *_: 1 / 0)
    for _ in range(MOST_FAILURES - 2):
        frame_with(exhibit)
    assert exhibit.running
    frame_with(exhibit)
    assert (exhibit.running, exhibit.code) == (False, UNHEALTHY)


def test_a_mouse_that_trembles_is_nobody(made: Made) -> None:
    exhibit = made()
    frame_with(exhibit, TOUCH)
    for number in range(12):
        at = (400 + number % 3, 300)
        phase = frame_with(exhibit, Event(pygame.MOUSEMOTION, pos=at, rel=(1, 0), buttons=(0, 0, 0)), elapsed_s=5.0)
    assert phase is Phase.COUNTDOWN
    assert frame_with(exhibit, TOUCH) is Phase.VISIT
    for number in range(20):
        at = (400 + 30 * (number % 3), 300)
        phase = frame_with(exhibit, Event(pygame.MOUSEMOTION, pos=at, rel=(1, 0), buttons=(0, 0, 0)), elapsed_s=5.0)
    assert phase is Phase.VISIT


def test_the_system_ends_it_cleanly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    frame, path = Exhibit.frame, tmp_path / "state.json"

    def then_end(self: Exhibit, elapsed_s: float) -> None:
        frame(self, elapsed_s)
        pygame.event.post(TOUCH)
        if self.state.phase is Phase.VISIT:
            signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr(Exhibit, "frame", then_end)
    before = signal.getsignal(signal.SIGTERM)
    spec = dataclasses.replace(SPEC, files=FilesSpec(state=str(path)))
    assert opening.open_exhibit(spec, Letters(seed=1), size=(1280, 720), frames=50) == DONE
    assert signal.getsignal(signal.SIGTERM) is before
    assert json.loads(path.read_text(encoding="utf-8"))["visits"] == 1
    pygame.display.init()  # for the fixture that closes it


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1280, 1024), (3840, 2160)])
def test_everything_to_touch_is_a_ninth_of_the_screen_high_and_inside(size: tuple[int, int]) -> None:
    type_ = Type(Scale.of(size))
    answers = (("I have finished", "a"), ("Keep my work", "b"), ("I am still here", "c"))
    screen = pygame.Rect((0, 0), size)
    for sheet in (Question(size, type_, answers), NumberPad(size, type_)):  # type: ignore[arg-type]
        assert screen.contains(sheet.area)
        for plate in sheet.plates:
            assert sheet.area.contains(plate.area)
            assert plate.area.height >= type_.scale.px(120)
            assert plate.area.width >= type_.scale.px(120)
        areas = [plate.area for plate in sheet.plates]
        assert all(area.collidelistall(areas) == [number] for number, area in enumerate(areas))


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
@pytest.mark.parametrize("turn", TURNS, ids=lambda turn: turn.view)
def test_the_large_words_are_large_and_none_is_cut(size: tuple[int, int], turn: TurnSpec) -> None:
    type_ = Type(Scale.of(size))
    band = Band(pygame.Rect(0, 0, size[0], type_.scale.px(180)), type_, ExhibitSpec().attract.invitation)
    band.draw(pygame.Surface(size), turn.title, turn.words, 0.0)
    room = band.invitation.left - 3 * type_.scale.px(48)
    assert type_.width(turn.title, TITLES[0]) <= room
    assert type_.width(turn.words, WORDS[1]) <= room


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_the_tabs_of_a_visit_and_its_buttons_stand_apart(size):
    pygame.font.init()
    layout = laid_out(
        size, Type(Scale.of(size)), [VIEWS[name] for name in ExhibitSpec().show.views], entries_for(keeps=True)
    )
    assert layout.tabs[-1].right <= layout.quiet[0].left
