"""The pace: what the window asks the session for."""

import math

import pytest

from perceptron_sim.commands import ChangeSpeed, Pause, SetSpeed, StepExposure
from perceptron_sim.playback import REAL_TIME, SPEEDS, Playback


class AskedSession:
    """Notes what it is asked for; *keeps_up* is whether it gets all of it done."""

    finished = False
    keeps_up = True

    def __init__(self):
        self.asked_s, self.steps = [], 0
        self.time_s = 0.0

    def advance(self, sim_s, *, budget_s):
        self.asked_s.append(sim_s)
        self.budget_s = budget_s
        self.time_s += sim_s if self.keeps_up else min(sim_s, 0.05)
        return self.keeps_up

    def advance_exposure(self):
        self.steps += 1


@pytest.fixture
def playback():
    return Playback(AskedSession())


def test_real_time_is_the_slowest_speed_and_unlimited_the_last():
    assert SPEEDS[0] == REAL_TIME == 1.0
    assert SPEEDS[-1] == math.inf
    assert list(SPEEDS) == sorted(SPEEDS)


def test_a_tick_asks_for_the_elapsed_time_at_the_present_speed(playback):
    playback.apply(SetSpeed(1))
    playback.tick(0.25)
    assert playback.session.asked_s == [0.5]


def test_at_real_time_one_second_is_one_second(playback):
    playback.apply(SetSpeed(0))
    playback.tick(0.016)
    assert playback.session.asked_s == [0.016]


def test_a_tick_may_compute_for_eight_milliseconds(playback):
    playback.tick(0.1)
    assert playback.session.budget_s == 0.008


def test_nothing_passes_while_it_is_paused(playback):
    playback.apply(Pause())
    playback.tick(0.1)
    assert playback.paused
    assert playback.session.asked_s == []


def test_pausing_twice_goes_on(playback):
    playback.apply(Pause())
    playback.apply(Pause())
    playback.tick(0.1)
    assert len(playback.session.asked_s) == 1


def test_a_single_step_pauses(playback):
    playback.apply(StepExposure())
    assert playback.paused
    assert playback.session.steps == 1


@pytest.mark.parametrize(("steps", "speed"), [(-100, SPEEDS[0]), (100, SPEEDS[-1])])
def test_the_speed_stays_on_its_scale(playback, steps, speed):
    playback.apply(ChangeSpeed(steps))
    assert playback.speed == speed


@pytest.mark.parametrize(("index", "speed"), [(-1, SPEEDS[0]), (2, SPEEDS[2]), (99, SPEEDS[-1])])
def test_a_speed_can_be_set(playback, index, speed):
    playback.apply(SetSpeed(index))
    assert playback.speed == speed


def test_faster_and_slower_are_neighbours_on_the_scale(playback):
    index = playback.speed_index
    playback.apply(ChangeSpeed(1))
    assert playback.speed == SPEEDS[index + 1]
    playback.apply(ChangeSpeed(-2))
    assert playback.speed == SPEEDS[index - 1]


def test_it_says_when_the_computer_falls_behind(playback):
    playback.session.keeps_up = False
    playback.tick(0.1)
    assert playback.behind
    playback.session.keeps_up = True
    playback.tick(0.1)
    assert not playback.behind


def test_the_pace_that_is_kept_is_told_over_about_a_second(playback):
    playback.apply(SetSpeed(3))
    for _ in range(10):
        playback.tick(0.1)
    assert playback.reached == pytest.approx(10.0)
    playback.session.keeps_up = False
    playback.tick(0.1)
    assert playback.reached == pytest.approx(9.05)
    for _ in range(60):
        playback.tick(0.1)
    assert playback.reached == pytest.approx(0.5, rel=0.1)
    assert not playback.kept
    playback.apply(SetSpeed(0))
    assert playback.kept


def test_as_fast_as_it_can_is_never_behind(playback):
    playback.session.keeps_up = False
    playback.apply(SetSpeed(len(SPEEDS) - 1))
    playback.tick(0.1)
    assert not playback.behind


def test_a_finished_session_is_left_alone(playback):
    playback.session.finished = True
    playback.tick(0.1)
    assert playback.session.asked_s == []
