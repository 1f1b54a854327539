"""Going back: a session is as it was, to the last bit, and goes on as it went on before; every command is undone."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_user import RandomUser, same, tries, whole_state

from hardware import Control, DeadCell, FailureSpec, Phase, StuckMotor, TimingSpec
from hardware.fault_schedule import ScheduledFault
from perceptron_sim import Letters, Session
from perceptron_sim.commands import NewSeed, ResetWeights
from perceptron_sim.errors import SettingError
from perceptron_sim.moments import SPACING
from perceptron_sim.operations import (
    Break,
    ChooseLessons,
    ClearValues,
    CutBundle,
    SetControl,
    Show,
    Source,
    SwitchMotors,
    Transplant,
)
from perceptron_sim.sign import Sign

ENDLESS = Letters(until_errorless=False)
FAR = 2 * SPACING + 40
TOUCHED = 6  # commands that a random user gives


def after(lesson, experiment=ENDLESS):
    """A fresh session in which *lesson* lessons have ended."""
    session = Session(experiment)
    goes_on_to(session, lesson)
    return session


def goes_on_to(session, lesson):
    while session.lesson < lesson:
        session.step()


def touched_by(user, session, times=TOUCHED):
    """Let *user* do so many things that are not refused to *session*, in the course of time."""
    while times:
        user.waits(session)
        times -= tries(session, user.does(session))


@pytest.fixture(scope="module")
def far():
    """A session far on its way; whoever moves it brings it back."""
    return after(FAR)


@pytest.mark.parametrize("lesson", [0, 1, SPACING - 1, SPACING, SPACING + 1, FAR])
def test_a_session_that_goes_back_is_a_fresh_one_stopped_there(far, lesson):
    far.go_back(lesson)
    same(whole_state(far), whole_state(after(lesson)))
    assert far.furthest == FAR
    far.go_back(FAR)


def test_failures_and_repairs_come_again_as_they_came():
    experiment = Letters(
        until_errorless=False,
        failures=FailureSpec(motor_life_h=20.0, cell_life_h=20.0, repair_h=0.01),
        faults=(
            ScheduledFault(at_s=40.0, until_s=90.0, fault=DeadCell(s_unit=5)),
            ScheduledFault(at_s=100.0, fault=StuckMotor(a_unit=3)),
        ),
    )
    session = after(FAR, experiment)
    assert len(session.faults) > 3
    session.go_back(SPACING + 20)
    same(whole_state(session), whole_state(after(SPACING + 20, experiment)))


@settings(max_examples=6)
@given(seed=st.integers(0, 10**6), share=st.floats(0, 1))
def test_what_was_done_since_is_done_again_as_time_goes_on(seed, share):
    user, session = RandomUser(seed), Session(Letters(seed=seed % 7, until_errorless=False))
    touched_by(user, session)
    session.apply(ChooseLessons(Source.AUTOMATIC))
    last = session.lesson + 2
    goes_on_to(session, last)
    state = whole_state(session)
    session.go_back(int(share * last))
    goes_on_to(session, last)
    same(whole_state(session), state)


@settings(max_examples=6)
@given(seed=st.integers(0, 10**6))
def test_every_command_is_undone_to_the_bit(seed):
    user, session = RandomUser(seed), Session(Letters(seed=seed % 7, until_errorless=False))
    before = []
    while len(before) < TOUCHED:
        user.waits(session)
        state = whole_state(session)
        if tries(session, user.does(session)):
            before.append(state)
        else:
            same(whole_state(session), state)  # what is refused changes nothing
    for state in reversed(before):
        session.undo()
        same(whole_state(session), state)
    assert session.undoable is None
    with pytest.raises(SettingError, match="a command to undo"):
        session.undo()


def test_another_command_begins_another_branch_and_undo_brings_the_old_future_back():
    session = after(12)
    session.apply(ResetWeights())
    goes_on_to(session, 20)
    told = whole_state(session)
    session.go_back(5)
    session.apply(ChooseLessons(Source.HAND))
    assert session.furthest == 5
    session.advance(100.0, budget_s=math.inf)
    assert session.undo() == ChooseLessons(Source.HAND)
    goes_on_to(session, 20)
    same(whole_state(session), told)


def test_a_seed_that_was_left_is_found_again_where_it_was_left():
    session = after(30)
    session.apply(ResetWeights())
    goes_on_to(session, 40)
    state = whole_state(session)
    session.apply(NewSeed(7))
    goes_on_to(session, 9)
    session.undo()
    same(whole_state(session), state)
    session.undo()
    assert session.command_log == []
    assert session.lesson == 30


def test_a_sign_that_is_shown_to_who_waits_can_be_undone():
    session = after(3)
    session.apply(ChooseLessons(Source.HAND))
    session.advance(50.0, budget_s=math.inf)
    assert session.waiting
    state = whole_state(session)
    session.apply(Show(Sign.of(ENDLESS.stimuli.images[3]), 3))
    session.advance(50.0, budget_s=math.inf)
    assert [visit.label for visit in session.visits] == [3]
    session.undo()
    same(whole_state(session), state)


def test_a_longer_way_is_gone_step_by_step_while_the_session_stays(far):
    far.go_back(FAR)
    journey = far.journey(SPACING - 2)
    shares = []
    while not journey.go_on(0.0):
        shares.append(journey.share)
        assert far.lesson == FAR
    assert far.lesson == SPACING - 2
    assert shares == sorted(shares)
    assert journey.share == 1.0
    far.go_back(FAR)


def test_where_one_goes_to_must_be_known(far):
    for lesson in (-1, far.furthest + 1, 1.5):
        with pytest.raises(SettingError, match=f"lesson must be from 0 to {far.furthest}, got"):
            far.go_back(lesson)


def test_a_pulse_that_was_cut_short_leaves_nothing_that_time_stumbles_over():
    timing = TimingSpec(pulse_s=6.0, interval_s=0.2)
    session = after(SPACING - 1, Letters(until_errorless=False, mark1=replace(ENDLESS.mark1, timing=timing)))
    while session.snapshot().mark1.phase is not Phase.CORRECTING:
        session.step()
    session.apply(ClearValues())
    goes_on_to(session, SPACING + 2)
    session.advance(6.5, budget_s=math.inf)
    session.apply(SwitchMotors(False))
    state = whole_state(session)
    session.apply(SwitchMotors(True))
    session.undo()
    same(whole_state(session), state)


def test_a_way_that_was_begun_before_another_command_leads_nowhere():
    session = after(20)
    session.go_back(3)
    journey = session.journey(18)
    journey.go_on(0.0)
    session.apply(ResetWeights())
    state = whole_state(session)
    with pytest.raises(SettingError, match="way must lead to what is still to come"):
        journey.go_on(math.inf)
    same(whole_state(session), state)


def test_passes_are_not_waited_for_where_hands_give_the_lessons():
    session = after(3)
    session.apply(Show(Sign.of(ENDLESS.stimuli.images[3]), 3))
    session.apply(ChooseLessons(Source.TRAY))
    assert list(session.passes()) == []
    session.advance_pass()
    assert len(session.visits) == 1


def test_marks_follow_what_is_undone():
    session = after(30)
    session.apply(ResetWeights())
    session.go_back(10)
    session.apply(ResetWeights())
    assert list(session.marks.commands) == [10]
    session.undo()
    assert list(session.marks.commands) == [30]
    assert list(session.marks.passes) == [26]


def test_a_digest_that_was_asked_for_is_not_that_of_another_branch():
    session = after(10)
    session.digest_when(15)
    goes_on_to(session, 20)
    told = session.digest_when(15)
    session.go_back(12)
    session.apply(SwitchMotors(False))
    goes_on_to(session, 20)
    assert session.digest_when(15) not in (None, told)


def test_a_command_is_carried_out_as_a_file_holds_it():
    one, other = after(3), after(3)
    one.apply(SetControl("forced"))
    other.apply(SetControl(Control.FORCED))
    assert one.command_log == other.command_log
    assert one.digest == other.digest
    for command in (Show("x"), CutBundle(((1,),)), Break(DeadCell(s_unit=3), after_s=-1.0), Transplant("x")):
        with pytest.raises(SettingError):
            one.apply(command)
    assert one.digest == other.digest


def test_where_moments_take_too_much_they_stand_farther_apart(monkeypatch):
    monkeypatch.setattr("perceptron_sim.moments.MOST_BYTES", 10**6)
    session = after(6 * SPACING)
    assert 0 < session.moments_bytes <= 10**6
    session.go_back(5 * SPACING)
    same(whole_state(session), whole_state(after(5 * SPACING)))
