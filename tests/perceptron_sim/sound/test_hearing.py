"""What there is to hear of a session: as many motors as run, few clicks, nothing while time stands or goes back."""

import math
from dataclasses import replace

import numpy as np
import pytest

from hardware import Phase
from perceptron_sim import Letters, Session
from perceptron_sim.snapshot import SessionSnapshot
from perceptron_sim.sound import Hearing

FRAME_S = 1 / 60


@pytest.fixture(scope="module")
def correcting() -> SessionSnapshot:
    """An instant at which motors run."""
    session = Session(Letters(seed=1))
    while session.snapshot().mark1.phase is not Phase.CORRECTING:
        session.advance(0.01, budget_s=math.inf)
    return session.snapshot()


def with_relays(snapshot: SessionSnapshot, closed: int, time_s: float) -> SessionSnapshot:
    contacts = np.arange(snapshot.mark1.s_contacts.size) < closed
    return replace(snapshot, time_s=time_s, first_mark1=replace(snapshot.mark1, s_contacts=contacts))


def test_the_whirr_grows_while_motors_run_and_dies_away_after(correcting: SessionSnapshot) -> None:
    hearing, loads = Hearing(), []
    for still in [False] * 30 + [True] * 60:
        hearing.listen(correcting, FRAME_S, still=still)
        loads.append(hearing.load)
    assert loads[:30] == sorted(loads[:30])
    assert loads[29:] == sorted(loads[29:], reverse=True)
    running = np.count_nonzero(correcting.mark1.current)
    assert loads[29] == pytest.approx((running / 512) ** 0.5, rel=0.01)
    assert loads[-1] < 0.01


def test_words_say_how_many_motors_run_and_that_relays_click_long_enough_to_be_read(
    correcting: SessionSnapshot,
) -> None:
    hearing, running = Hearing(), np.count_nonzero(correcting.mark1.current)
    hearing.listen(with_relays(correcting, 0, 1.0), FRAME_S, still=False)
    hearing.listen(with_relays(correcting, 90, 1.1), FRAME_S, still=False)
    said = f"motors: {running} running, relays clicking"
    assert hearing.words == said
    for _ in range(50):
        hearing.listen(with_relays(correcting, 90, 1.1), FRAME_S, still=True)
    assert hearing.words == said
    for _ in range(20):
        hearing.listen(with_relays(correcting, 90, 1.1), FRAME_S, still=True)
    assert hearing.words == ""


def test_however_many_relays_move_there_are_few_clicks_in_a_picture_and_in_a_second(
    correcting: SessionSnapshot,
) -> None:
    hearing, clicks = Hearing(), []
    for frame in range(120):
        hearing.listen(with_relays(correcting, 400 * (frame % 2), float(frame)), FRAME_S, still=False)
        clicks.append(hearing.clicks)
    assert max(clicks) <= 3
    assert 20 <= sum(clicks) <= 2 * 15 + 4


def test_nothing_clicks_while_time_stands_goes_back_or_the_machine_is_another(correcting: SessionSnapshot) -> None:
    hearing = Hearing()
    hearing.listen(with_relays(correcting, 0, 5.0), FRAME_S, still=False)
    for time_s, still in ((6.0, True), (5.5, False), (5.5, False)):
        hearing.listen(with_relays(correcting, 50 + int(10 * time_s), time_s), FRAME_S, still=still)
        assert hearing.clicks == 0
    hearing.listen(replace(correcting, first_mark1=None), FRAME_S, still=False)
    assert (hearing.clicks, hearing.words == "") == (0, False)
    for _ in range(70):
        hearing.listen(replace(correcting, first_mark1=None), FRAME_S, still=False)
    assert hearing.words == ""
