"""Whatever the window lets one do can be taken back in the window, to the bit; and what cannot be done is said."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pygame
import pytest

from perceptron_sim import Letters, Session
from perceptron_sim import operations as hand
from perceptron_sim.commands import (
    ChangeNetwork,
    GoBack,
    ModelCommand,
    NewSeed,
    OpenSession,
    ResetWeights,
    StartAnew,
    StartExperiment,
    Tell,
    Undo,
)
from perceptron_sim.explain.undoing import UNDONE
from perceptron_sim.frontend.actions import Window
from perceptron_sim.frontend.app import App
from perceptron_sim.frontend.menus import RESETS
from perceptron_sim.playback import DEFAULT_SPEED_INDEX, Playback
from perceptron_sim.session_file import SUFFIX, save
from perceptron_sim.sign import Sign

FRAME_S = 1 / 60
CTRL_Z = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_z, unicode="", mod=pygame.KMOD_LCTRL)
SIGN = Sign(20, 20, bytes(400))


@pytest.fixture
def app(session: Session, hidden_screen: pygame.Surface) -> App:
    """The window in the middle of a lesson, standing still."""
    for _ in range(4):
        session.advance_exposure()
    session.advance(0.27, budget_s=float("inf"))
    app = App(session, hidden_screen, Playback(session))
    app.playback.paused = True
    app.frame(FRAME_S)
    return app


def state(app: App) -> tuple[object, ...]:
    """All that tells two instants apart."""
    session = app.session
    seen, machine = session.snapshot(), session.mark1.machine
    signals = seen.mark1.angle_deg.tobytes(), seen.mark1.s_contacts.tobytes(), seen.network.receptive_fields.tobytes()
    known = session.lesson, session.furthest, session.tray, session.source, session.experiment
    return *known, session.digest, session.time_s, *signals, machine.wiring, machine.motors_on, session.command_log


CHANGES: dict[str, Callable[[App], object]] = {
    "clear": lambda app: ResetWeights(),
    "layout": lambda app: hand.RestoreLayout(),
    "factory": lambda app: StartAnew(),
    "seed": lambda app: Window.NEXT_SEED,
    "experiment": lambda app: StartExperiment(Letters(seed=9)),
    "network": lambda app: ChangeNetwork(replace(app.session.experiment.modern, rate=0.005)),
    "teach": lambda app: hand.Show(SIGN, 3),
    "rewire": lambda app: hand.RedrawWiring(4),
    "values": lambda app: hand.ClearValues(),
    "switch": lambda app: hand.SwitchMotors(on=False),
}


def gone(app: App) -> App:
    """A little further, in frames of the window."""
    app.playback.paused = False
    for _ in range(3):
        app.frame(FRAME_S)
    app.playback.paused = True
    return app


@pytest.mark.parametrize("name", CHANGES)
def test_what_changes_the_model_is_taken_back_to_the_bit_by_ctrl_z(name: str, app: App) -> None:
    before, action = state(app), CHANGES[name](app)
    app.carry_out(action)
    undoable = app.playback.undoable
    assert type(undoable) in UNDONE
    gone(app)
    app.take(CTRL_Z)
    assert state(app) == before
    assert app.playback.undoable is None
    app.take(CTRL_Z)  # once too often
    assert state(app) == before


def test_what_was_done_in_another_experiment_is_taken_back_before_the_way_there(app: App) -> None:
    before, left = state(app), app.session
    for action in (StartExperiment(Letters(seed=9)), ResetWeights(), NewSeed(3)):
        app.carry_out(action)
        gone(app)
    for _ in range(3):
        app.take(CTRL_Z)
    assert app.session is left
    assert state(app) == before


def test_only_a_few_sessions_that_were_left_are_kept(app: App) -> None:
    for seed in range(8):
        app.carry_out(StartExperiment(Letters(seed=seed)))
    for _ in range(8):
        app.carry_out(Undo())
    assert app.session.experiment.seed == 4


def test_an_opened_session_goes_on_and_opening_it_is_taken_back(app: App, tmp_path: Path) -> None:
    path, before = tmp_path / f"kept{SUFFIX}", state(app)
    kept = Session(Letters(seed=4))
    kept.advance_exposure()
    save(kept, path)
    app.take(pygame.event.Event(pygame.DROPFILE, file=str(path)))
    assert app.session.digest == kept.digest
    app.take(CTRL_Z)
    assert state(app) == before


def test_the_button_says_what_it_takes_back_and_is_off_where_there_is_nothing(app: App) -> None:
    undo = app.scene.controls.undo
    assert undo is not None
    assert not undo.enabled
    app.carry_out(ResetWeights())
    app.frame(FRAME_S)
    assert (undo.enabled, undo.words) == (True, "Undo: weights cleared")
    app.take(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=undo.area.center, button=1))
    assert app.scene.saying.sentence(app.playback) == "Taken back: weights cleared."


def test_every_command_to_the_model_has_words_for_its_undo() -> None:
    assert set(get_args(ModelCommand)) <= set(UNDONE)
    assert len(set(UNDONE.values())) == len(UNDONE)


def test_the_menu_names_four_ways_to_begin_again_and_each_says_what_stays() -> None:
    assert [choice.action for choice in RESETS] == [GoBack(0), ResetWeights(), hand.RestoreLayout(), StartAnew()]
    assert all("stay" in choice.explained or "kept" in choice.explained for choice in RESETS)


def test_rewound_time_goes_to_the_very_start_and_keeps_what_happened(app: App) -> None:
    before = state(app)
    app.carry_out(GoBack(0))
    while app.playback.going_to is not None:
        app.frame(FRAME_S)
    assert (app.session.lesson, app.session.time_s) == (0, 0.0)
    assert app.session.furthest == before[1]


def test_factory_state_is_the_experiment_speed_and_view_of_the_beginning(app: App) -> None:
    first = app.session.experiment
    app.playback.speed_index = 0
    for key in (pygame.K_5, pygame.K_c):
        app.take(pygame.event.Event(pygame.KEYDOWN, key=key, unicode="", mod=0))
    app.carry_out(StartExperiment(Letters(seed=9)))
    app.carry_out(StartAnew())
    app.frame(FRAME_S)
    assert app.session.experiment is first
    assert app.playback.speed_index == DEFAULT_SPEED_INDEX
    assert app.scene.view.name == "side-by-side"
    assert not app.scene.captions


@pytest.mark.parametrize(
    "action",
    [
        Undo(),
        GoBack(10**6),
        hand.TakeFromTray(3),
        hand.PullWires(((10**6, 0),)),
        OpenSession(Path("nowhere") / f"none{SUFFIX}"),
    ],
    ids=lambda action: type(action).__name__,
)
def test_what_is_refused_is_one_sentence_at_the_foot_and_to_who_listens_and_changes_nothing(
    action: object, app: App
) -> None:
    complaints: list[str] = []
    app.complain = complaints.append
    before = state(app)
    app.carry_out(action)
    app.frame(FRAME_S)
    assert state(app) == before
    if not isinstance(action, GoBack):  # beyond what is known is the end of what is known
        assert len(complaints) == 1
        assert "\n" not in complaints[0]
        assert app.scene.saying.sentence(app.playback) == complaints[0]


def test_a_view_that_refuses_does_not_end_the_window(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(event: pygame.event.Event) -> object:
        return app.session.learner("nobody")

    complaints: list[str] = []
    app.complain = complaints.append
    monkeypatch.setattr(app.scene.view, "handle", refusing)
    app.take(pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=1))
    assert "nobody" in complaints[0]


def test_what_a_view_tells_stands_long_enough_to_be_read_and_no_longer(app: App) -> None:
    app.carry_out(Tell("3 of 4 files were pictures."))
    assert app.scene.saying.sentence(app.playback) == "3 of 4 files were pictures."
    for seconds, said in ((2.0, "3 of 4 files were pictures."), (10.0, None)):
        app.scene.saying.pass_by(seconds)
        assert app.scene.saying.sentence(app.playback) == said
