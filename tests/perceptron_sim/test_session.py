"""Side by side: the same images in the same order, however and however often time is let pass."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware import Phase
from perceptron_sim import Letters, Session
from perceptron_sim.commands import LoggedCommand, NewSeed, Pause, ResetWeights
from perceptron_sim.errors import SettingError

SHORT = Letters(seed=1, passes=2)
FOREVER_S = math.inf


def by_exposures(session):
    while not session.finished:
        session.advance_exposure()


def by_small_steps(session):
    while not session.finished:
        session.advance(0.37, budget_s=FOREVER_S)


def by_looking_on(session):
    while not session.finished:
        session.advance(7.3, budget_s=FOREVER_S)
        session.snapshot()
        session.report()


def in_one_go(session):
    session.advance(FOREVER_S, budget_s=FOREVER_S)


def by_trials(session):
    for _ in session.trials():
        pass


@pytest.fixture(scope="module")
def digest():
    """The digest of the short experiment, simply run."""
    return Session(SHORT).run().digest


def test_both_learners_see_the_same_labels_in_the_same_order(two_passes):
    trials = list(Session(two_passes).trials())
    assert [[x.learner for x in pair] for pair in trials] == [["mark1", "modern"]] * 52
    assert all(old.label == new.label and old.exposure == new.exposure for old, new in trials)


def test_every_letter_comes_once_in_each_pass_and_in_another_order(two_passes):
    labels = [old.label for old, _ in Session(two_passes).trials()]
    assert sorted(labels[:26]) == sorted(labels[26:]) == list(range(26))
    assert labels[:26] != labels[26:]


def test_both_learners_see_the_same_image(two_passes):
    session = Session(two_passes)
    session.advance(0.25, budget_s=FOREVER_S)
    for _ in range(10):
        seen = session.snapshot()
        assert np.array_equal(seen.network.image, seen.stimulus)
        assert np.array_equal(seen.mark1.light, seen.stimulus.ravel())
        assert np.array_equal(seen.stimulus, two_passes.stimuli.images[seen.label])
        before = session.exposures
        while session.exposures == before:
            session.advance(0.01, budget_s=FOREVER_S)
        session.advance(0.1, budget_s=FOREVER_S)


@pytest.mark.parametrize("advance", [by_exposures, by_small_steps, by_looking_on, in_one_go, by_trials])
def test_the_digest_does_not_depend_on_how_time_was_let_pass(advance, digest):
    session = Session(SHORT)
    advance(session)
    assert session.finished
    assert session.digest == digest


def test_the_digest_does_not_depend_on_the_wall_clock(hand_clock, digest):
    assert Session(SHORT, wall_clock=hand_clock(0.5)).run().digest == digest


def test_a_digest_asked_for_in_time_is_kept_while_exposures_go_by(two_passes, digest):
    step_by_step, at_once = Session(two_passes), Session(two_passes)
    wanted = {0: step_by_step.digest}
    for number, _ in enumerate(step_by_step.trials(), 1):
        wanted[number] = step_by_step.digest
    assert at_once.digest_when(0) == wanted[0]
    assert at_once.digest_when(30) is None
    at_once.run()
    assert at_once.digest_when(30) == wanted[30]
    assert at_once.digest_when(29) is None  # gone by before anybody asked
    assert at_once.digest == step_by_step.digest


def test_another_seed_gives_another_digest(digest):
    assert Session(replace(SHORT, seed=2)).run().digest != digest


def test_two_sessions_in_one_process_do_not_touch_each_other(digest):
    first, second = Session(SHORT), Session(replace(SHORT, seed=2))
    while not (first.finished and second.finished):
        first.advance(0.9, budget_s=FOREVER_S)
        second.advance(1.7, budget_s=FOREVER_S)
    assert first.digest == digest
    assert second.digest == Session(replace(SHORT, seed=2)).run().digest


def test_advance_lets_exactly_the_asked_time_pass(two_passes):
    session = Session(two_passes)
    assert session.advance(3.21, budget_s=FOREVER_S)
    assert session.time_s == 3.21


def test_advance_stops_when_its_budget_of_computing_is_spent(two_passes, hand_clock):
    session = Session(two_passes, wall_clock=hand_clock(0.001))
    assert not session.advance(1000.0, budget_s=0.02)
    assert 0 < session.time_s < 57.2
    assert not session.finished


def test_time_stands_still_once_the_session_is_finished(two_passes):
    session = Session(two_passes)
    session.run()
    ended_s = session.time_s
    assert session.advance(10.0)
    session.advance_exposure()
    assert session.time_s == ended_s == pytest.approx(session.scores()["mark1"].simulated_s)


def test_a_step_ends_when_the_pattern_is_taken_away(two_passes):
    session = Session(two_passes)
    for number in range(1, 4):
        session.advance_exposure()
        assert not session.snapshot().mark1.light.any()
        assert session.snapshot().mark1.answered is not None
        assert session.exposures == number - 1  # the interval after it still belongs to it


@settings(max_examples=15)
@given(st.lists(st.floats(0.001, 4.0), min_size=1, max_size=6))
def test_a_snapshot_is_that_of_a_fresh_session_stopped_at_the_same_instant(comparable, steps_s):
    session = Session(SHORT)
    for step_s in steps_s:
        session.snapshot()
        session.advance(step_s, budget_s=FOREVER_S)
    fresh = Session(SHORT)
    fresh.advance(session.time_s, budget_s=FOREVER_S)
    assert comparable(session.snapshot()) == comparable(fresh.snapshot())


def test_a_snapshot_is_a_copy_that_cannot_be_written_to(two_passes, comparable):
    session = Session(two_passes)
    session.advance(5.0, budget_s=FOREVER_S)
    taken = session.snapshot()
    before = comparable(taken)
    session.run()
    assert comparable(taken) == before
    for array in (taken.mark1.angle_deg, taken.network.receptive_fields, taken.stimulus, taken.assignment):
        assert not array.flags.writeable


def test_a_snapshot_says_what_the_codes_mean(two_passes):
    taken = Session(two_passes).snapshot()
    assert taken.meaning((1, 0, 0, 0, 0, 0, 0, 0)) == "A"
    assert taken.meaning((0, 1, 0, 1, 1, 0, 0, 0)) == "Z"
    assert taken.meaning((1, 1, 0, 1, 1, 0, 0, 0)) is None


def test_resetting_the_weights_clears_both_learners_and_the_score(two_passes):
    session = Session(two_passes)
    session.advance(40.0, budget_s=FOREVER_S)
    before = session.snapshot()
    session.apply(ResetWeights())
    after = session.snapshot()
    assert before.mark1.angle_deg.any()
    assert not after.mark1.angle_deg.any()
    assert not np.array_equal(before.network.receptive_fields, after.network.receptive_fields)
    assert session.exposures == 0
    assert session.latest_pass is None
    assert all(score.exposures == score.errors == 0 for score in session.scores().values())
    assert all(score.last is None for score in session.scores().values())
    assert after.time_s == before.time_s


def test_after_a_reset_whole_passes_are_counted_again(two_passes):
    session = Session(two_passes)
    session.advance(10.0, budget_s=FOREVER_S)
    session.apply(ResetWeights())
    assert [result.number for result in session.passes()] == [1, 2]
    assert session.exposures == 52


def test_a_reset_sets_a_finished_session_going_again(two_passes):
    session = Session(two_passes)
    session.run()
    session.apply(ResetWeights())
    assert not session.finished
    assert session.run().learners["mark1"].exposures == 52


def test_commands_are_logged_with_their_instant_and_change_the_digest(two_passes, digest):
    session = Session(two_passes)
    session.advance(3.3, budget_s=FOREVER_S)
    session.apply(ResetWeights())
    (logged,) = session.command_log
    assert isinstance(logged, LoggedCommand)
    assert (logged.time_s, logged.command) == (3.3, ResetWeights())
    assert session.run().digest != digest


def test_a_run_goes_on_alike_after_a_replay(two_passes):
    played = Session(two_passes)
    played.advance(4.56, budget_s=FOREVER_S)
    played.apply(ResetWeights())
    replayed = Session(two_passes)
    replayed.replay(played.command_log)
    assert replayed.run().digest == played.run().digest


def test_looking_more_often_does_not_move_the_instant_of_a_command(two_passes):
    often, once = Session(two_passes), Session(two_passes)
    for _ in range(20):
        often.advance(0.25, budget_s=FOREVER_S)
    once.advance(5.0, budget_s=FOREVER_S)
    for session in (often, once):
        session.apply(ResetWeights())
    assert often.command_log == once.command_log
    assert often.digest == once.digest


def test_a_new_seed_is_a_fresh_session_with_that_seed(two_passes, comparable):
    session = Session(two_passes)
    session.advance(20.0, budget_s=FOREVER_S)
    [logged] = log_of(session, NewSeed(7))
    fresh = Session(replace(two_passes, seed=7))
    assert comparable(session.snapshot()) == comparable(fresh.snapshot())
    assert logged.time_s == 20.0
    assert session.run().digest == fresh.run().digest


def log_of(session, *commands):
    """The log after *commands*."""
    for command in commands:
        session.apply(command)
    return session.command_log


def test_a_new_seed_keeps_the_log_of_what_came_before_it(two_passes):
    session = Session(two_passes)
    session.advance(3.0, budget_s=FOREVER_S)
    commands = (ResetWeights(), NewSeed(7), ResetWeights())
    assert [logged.command for logged in log_of(session, *commands)] == list(commands)
    replayed = Session(two_passes)
    replayed.replay(list(session.command_log))
    assert replayed.run().digest == session.run().digest


@pytest.mark.parametrize("part", ["wiring", "cells", "motors", "order", "weights"])
def test_another_seed_changes_every_part_that_chance_has_a_hand_in(part):
    one, other = (Session(Letters(seed=seed, passes=1)) for seed in (1, 2))
    drawn = {
        "wiring": lambda x: x.mark1.machine.wiring.origins,
        "cells": lambda x: x.mark1.machine.retina.tolerances.rise_s,
        "motors": lambda x: x.mark1.machine.potentiometers.motors.full_up_deg_per_s,
        "order": lambda x: np.array([old.label for old, _ in x.trials()]),
        "weights": lambda x: x.modern.snapshot().receptive_fields,
    }[part]
    assert (drawn(one) != drawn(other)).any()


def test_the_digest_is_of_records_alone(two_passes):
    renamed = Session(two_passes)
    nothing = renamed.digest
    assert nothing == Session(replace(two_passes, seed=2)).digest  # before the first record nothing tells them apart


@pytest.mark.parametrize("phase", [Phase.EXPOSING, Phase.CORRECTING, Phase.CHANGING])
def test_a_reset_leaves_every_knob_in_its_middle_until_the_next_lesson(two_passes, phase):
    session = Session(two_passes)
    session.advance(1.2, budget_s=FOREVER_S)
    while session.snapshot().mark1.phase is not phase:
        session.advance(0.01, budget_s=FOREVER_S)
    session.advance(0.03, budget_s=FOREVER_S)
    session.apply(ResetWeights())
    exposures = session.snapshot().mark1.exposures
    while session.snapshot().mark1.exposures == exposures:
        assert not session.snapshot().mark1.angle_deg.any()
        assert not session.snapshot().mark1.current.any()
        session.advance(0.05, budget_s=FOREVER_S)


def test_a_network_that_forgot_shows_nothing_of_what_it_knew(two_passes):
    session = Session(two_passes)
    session.advance(5.0, budget_s=FOREVER_S)
    session.apply(ResetWeights())
    network = session.snapshot().network
    assert not network.image.any()
    assert not network.hidden.any()
    assert network.probabilities == pytest.approx(1 / 26)


@pytest.mark.parametrize("command", ["faster", Pause(), None], ids=["text", "pace", "none"])
def test_what_is_no_command_to_the_model_is_refused(two_passes, command):
    session = Session(two_passes)
    with pytest.raises(SettingError, match="command must be one of those that change the model, got"):
        session.apply(command)
    assert not session.command_log


@pytest.mark.parametrize("sim_s", [-1.0, math.nan])
def test_time_does_not_run_back(two_passes, sim_s):
    with pytest.raises(SettingError, match="sim_s must be zero or more seconds, got"):
        Session(two_passes).advance(sim_s)


def test_however_little_computing_is_allowed_time_goes_on(two_passes):
    session = Session(two_passes)
    while not session.advance(3.0, budget_s=0.0):
        pass
    assert session.time_s > 0


WAYS = st.one_of(
    st.floats(0.01, 8.0).map(lambda s: lambda session: session.advance(s, budget_s=FOREVER_S)),
    st.integers(1, 40).map(lambda n: lambda session: session.advance(60.0, budget_s=n / 1000)),
    st.just(lambda session: session.advance_exposure()),
    st.just(lambda session: session.apply(ResetWeights())),
    st.just(lambda session: session.apply(NewSeed(3))),
)


@settings(max_examples=12)
@given(st.lists(WAYS, min_size=2, max_size=6))
def test_replaying_the_log_of_commands_reproduces_the_run_to_the_bit(hand_clock, comparable, ways):
    played = Session(SHORT, wall_clock=hand_clock(0.001))
    for act in ways:
        act(played)
    played.apply(ResetWeights())
    replayed = Session(SHORT)
    replayed.replay(played.command_log)
    assert comparable(replayed.snapshot()) == comparable(played.snapshot())
    assert replayed.command_log == played.command_log
    assert replayed.digest == played.digest


def test_passes_count_the_errors_of_their_trials(two_passes):
    trials = list(Session(two_passes).trials())
    for result in Session(two_passes).passes():
        own = trials[26 * (result.number - 1) : 26 * result.number]
        for i, name in enumerate(("mark1", "modern")):
            assert result.errors[name] == sum(not pair[i].right for pair in own)
            assert 0 <= result.held_out[name] <= 1


def test_an_error_in_the_middle_reaches_whoever_lets_time_pass(two_passes, monkeypatch):
    session = Session(two_passes)
    session.advance(3.0, budget_s=FOREVER_S)

    def broken(image, label):
        raise RuntimeError("a part fell off")

    monkeypatch.setattr(session.modern, "begin", broken)
    with pytest.raises(RuntimeError, match="a part fell off"):
        session.run()
    assert not session.finished


@pytest.mark.parametrize("name", ["face", "held_out"])
def test_a_typeface_that_does_not_ship_is_refused_at_once(name):
    with pytest.raises(SettingError, match=f"^{name} must be one of DejaVu Sans Bold, .*, got 'Comic Sans'"):
        Letters(**{name: "Comic Sans"})


@pytest.mark.parametrize("given", [None, "letters", 3, Letters])
def test_what_is_no_settings_is_refused_in_a_sentence(given):
    with pytest.raises(
        SettingError, match=r"^experiment must be the settings of an experiment, as Letters\(\) .*, got "
    ):
        Session(given)
