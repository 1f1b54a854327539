"""What the window says in words: nothing that matters can be left out unnoticed."""

from collections.abc import Callable
from typing import Any

import pygame
import pytest

from hardware import Phase
from perceptron_sim import Letters, Session
from perceptron_sim.frontend.actions import ENTRIES, POINTING_KEYS
from perceptron_sim.frontend.scene import Scene
from perceptron_sim.frontend.text import Type
from perceptron_sim.narration import happening
from perceptron_sim.playback import Playback
from perceptron_sim.quantities import count, energy, short_duration

SIZE = (1280, 720)
Said = Callable[[Session], str]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Said:
    """Every text that is written while a session is drawn, still parts included, in one string."""
    texts: list[str] = []
    write = Type.write

    def noting(self: Type, surface: pygame.Surface, text: str, *details: Any, **options: Any) -> pygame.Rect:
        texts.append(text)
        return write(self, surface, text, *details, **options)

    monkeypatch.setattr(Type, "write", noting)

    def draw(session: Session, *, help_shown: bool = False) -> str:
        texts.clear()
        scene = Scene(SIZE, session.experiment)
        scene.help_shown = help_shown
        scene.draw(pygame.Surface(SIZE), session, Playback(session), 1.0)
        return " | ".join(texts)

    return draw


def until(session: Session, phase: Phase) -> Session:
    """Let time pass until the trainer is in *phase*, then a little more."""
    while session.snapshot().mark1.phase is not phase:
        session.advance(0.01)
    return session


def test_it_says_what_is_assumed_and_what_is_documented(said: Said, taught: Session) -> None:
    words = said(taught)
    assert "its timings are assumed" in words
    assert "errorless after 40 | exposures of each | letter (documented)" in words
    assert "○ | rests on assumed values" in words
    score = taught.snapshot().scores["mark1"]
    for figure in (short_duration(score.simulated_s), f"{count(score.turned_deg)} degrees", energy(score.energy_j)):
        assert f"{figure.replace(' ', ' | ')} | ○" in words
    assert f"○ | {energy(taught.snapshot().scores['modern'].energy_j).replace(' ', ' | ')}" in words


@pytest.mark.parametrize("phase", [Phase.EXPOSING, Phase.CORRECTING, Phase.CHANGING])
def test_the_foot_says_what_happens_now(said: Said, session: Session, phase: Phase) -> None:
    until(session, phase)
    assert happening(session.snapshot()) in said(session).replace(" | ", " ")


def test_a_reading_is_given_by_the_letter_its_code_means(said: Said, taught: Session) -> None:
    snapshot = taught.snapshot()
    assert snapshot.mark1.answered is not None
    meant = snapshot.meaning(snapshot.mark1.answered)
    verdict = "right" if snapshot.mark1.answered == snapshot.mark1.wanted else "wrong"
    assert f"reads | {meant or 'none'} | {'✓' if verdict == 'right' else '✗'} | {verdict}" in said(taught)


def test_every_key_stands_on_the_sheet_and_only_there(said: Said, session: Session) -> None:
    shown, hidden = said(session, help_shown=True), said(session)
    for key, does in (*((entry.key_name, entry.help) for entry in ENTRIES), *POINTING_KEYS):
        assert f"{key} | {does}" in shown
        assert does not in hidden


def test_a_learned_alphabet_is_said_with_the_pass_that_had_no_error(said: Said) -> None:
    session = Session(Letters(seed=1))
    report = session.run()
    words = said(session)
    assert "Both know all 26." in words
    for name, learner in (("1960", "mark1"), ("today", "modern")):
        passes = report.learners[learner].errorless_pass
        assert passes is not None
        assert f"{name}: errorless in pass {passes}" in words


def test_a_finished_run_that_did_not_learn_does_not_claim_it(said: Said) -> None:
    session = Session(Letters(seed=1, passes=1))
    session.run()
    assert "After 1 pass neither has had one without an error." in said(session)
