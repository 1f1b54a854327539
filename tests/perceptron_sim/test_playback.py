"""The pace: what the window asks the session for, and how it goes to another lesson."""

import math

import pytest

from perceptron_sim import Letters, Session
from perceptron_sim.commands import ChangeSpeed, Pause, ResetWeights, SetSpeed, StepEvent, StepExposure, StepPass
from perceptron_sim.errors import SettingError
from perceptron_sim.operations import ChooseLessons, Show, Source
from perceptron_sim.playback import REAL_TIME, SPEEDS, Playback
from perceptron_sim.sign import Sign


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


def test_speeds_go_from_a_tenth_of_real_time_to_unlimited_and_begin_at_twice_real_time(playback):
    assert (SPEEDS[0], SPEEDS[1], SPEEDS[-1]) == (0.1, 0.25, math.inf)
    assert REAL_TIME in SPEEDS
    assert playback.speed == 2.0
    assert list(SPEEDS) == sorted(SPEEDS)


def test_a_tick_asks_for_the_elapsed_time_at_the_present_speed(playback):
    playback.tick(0.25)
    assert playback.session.asked_s == [0.5]


def test_at_real_time_one_second_is_one_second(playback):
    playback.apply(SetSpeed(SPEEDS.index(REAL_TIME)))
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
    playback.apply(SetSpeed(SPEEDS.index(10.0)))
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


class Way:
    """A way of *ticks* ticks to *lesson*."""

    def __init__(self, session, lesson, ticks):
        self.session, self.lesson, self.ticks, self.gone = session, lesson, ticks, 0

    @property
    def share(self):
        return self.gone / self.ticks

    def go_on(self, budget_s):
        self.gone += 1
        if self.gone == self.ticks:
            self.session.lesson = self.lesson
        return self.gone == self.ticks


@pytest.fixture
def travelling(playback):
    """A session in which every way takes so many ticks."""
    session = playback.session
    session.lesson, session.furthest, session.ticks = 0, 1000, 1
    session.journey = lambda lesson: Way(session, lesson, session.ticks)
    return playback


def reached_while_scrubbing(playback, ticks):
    """Which lessons are reached while a hand goes on, a lesson further with every tick, and where it ends."""
    playback.session.ticks, reached = ticks, []
    for lesson in range(1, 100):
        playback.go_to(lesson)
        playback.tick(0.016)
        reached.append(playback.session.lesson)
    while playback.going_to is not None:
        playback.tick(0.016)
    return set(reached), playback.session.lesson


def test_short_ways_are_gone_to_their_end_while_the_hand_goes_on(travelling):
    reached, last = reached_while_scrubbing(travelling, 5)
    assert len(reached) == 1 + 99 // 5
    assert last == 99
    assert travelling.paused


def test_long_ways_are_given_up_for_the_place_where_the_hand_stops(travelling):
    reached, last = reached_while_scrubbing(travelling, 300)
    assert reached == {0}
    assert last == 99


def test_a_way_leads_no_further_than_is_known(travelling):
    travelling.go_to(5000)
    assert travelling.going_to == 1000
    travelling.go_to(-1)
    assert travelling.going_to == 0


def test_a_way_that_is_refused_is_given_up(travelling):
    class Nowhere(Way):
        def go_on(self, budget_s):
            raise SettingError("log must lead somewhere")

    travelling.session.journey = lambda lesson: Nowhere(travelling.session, lesson, 3)
    travelling.go_to(5)
    with pytest.raises(SettingError):
        travelling.tick(0.016)
    assert travelling.going_to is None
    travelling.tick(0.016)


@pytest.fixture
def taught():
    """A session of the letters, some lessons on, at any budget."""
    session = Session(Letters(seed=1))
    session.advance_exposure()
    return Playback(session, budget_s=math.inf)


def test_an_event_is_one_event_and_no_more(taught):
    twin = Session(Letters(seed=1))
    twin.advance_exposure()
    for _ in range(5):
        taught.apply(StepEvent())
        taught.tick(0.016)
        twin.step()
        assert (taught.session.time_s, taught.session.digest) == (twin.time_s, twin.digest)
    assert taught.paused


@pytest.mark.parametrize("budget_s", [math.inf, 1e-9])
def test_a_pass_is_run_to_its_end_however_little_may_be_computed_at_a_time(budget_s):
    playback = Playback(Session(Letters(seed=1)), budget_s=budget_s)
    playback.apply(StepPass())
    for _ in range(200):
        playback.tick(0.016)
    assert (playback.session.pass_number, playback.session.exposures) == (2, 26)
    assert playback.paused


def test_a_pass_that_never_ends_is_as_long_as_another(taught):
    taught.session.apply(Show(Sign(20, 20, bytes(400)), 0))
    taught.session.apply(ChooseLessons(Source.TRAY))
    before = taught.session.lesson
    taught.apply(StepPass())
    taught.tick(0.016)
    assert taught.session.lesson == before + 26
    taught.session.apply(ChooseLessons(Source.HAND))
    taught.apply(StepPass())
    taught.tick(0.016)
    stood_s = taught.session.time_s
    taught.tick(0.016)
    assert taught.session.time_s == stood_s


def test_whoever_pauses_stops_the_pass(taught):
    slow = Playback(taught.session, budget_s=1e-9)
    slow.apply(StepPass())
    slow.tick(0.016)
    slow.apply(Pause())
    slow.apply(Pause())
    stood_s = slow.session.time_s
    slow.tick(0.016)
    assert slow.session.time_s == stood_s


def test_what_takes_long_to_take_back_is_taken_back_tick_by_tick_and_once(monkeypatch):
    monkeypatch.setattr("perceptron_sim.playback.AT_ONCE_S", 0.0)
    session = Session(Letters(until_errorless=False))
    session.advance(20.0, budget_s=math.inf)
    before = session.digest
    session.apply(ResetWeights())
    playback = Playback(session, budget_s=0.001)
    assert playback.undo() == playback.undo() == ResetWeights()
    for _ in range(1000):
        playback.tick(0.0)
        if playback.going_to is None:
            break
    assert session.digest == before
    assert session.undoable is None
