"""Whose turn it is: silence ends in the attract loop, the PIN alone ends the exhibit, time may come in pieces."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron_sim.exhibit.attendance import (
    LONGEST_WAIT_S,
    Deed,
    Digit,
    Intent,
    Passed,
    Phase,
    Rules,
    Saved,
    State,
    follow,
    left_s,
)

PIN = "1960"
RULES = Rules(idle_s=60.0, countdown_s=20.0, code_s=30.0, tries=3, wait_s=60.0, fits=PIN.__eq__, keeps=True)
SILENCE_S = RULES.idle_s + RULES.countdown_s
VISITORS = (Deed.TOUCH, Deed.STAY, Deed.KEEP, Deed.FINISH, Deed.FAIL)
happenings = st.one_of(
    st.sampled_from(list(Deed)),
    st.builds(Digit, st.integers(0, 9)),
    st.builds(Saved, st.sampled_from([None, "KMX-497"])),
    st.builds(Passed, st.fractions(0, 100)),  # exact: so pieces of time add up
)
histories = st.lists(happenings, max_size=40)


def after(history, state=None, rules=RULES):
    """The state after *history*, and every intent on the way."""
    state, intents = State() if state is None else state, []
    for happening in history:
        state, asked = follow(state, happening, rules)
        intents += asked
    return state, intents


def typed(pin):
    return [Digit(int(digit)) for digit in pin]


@given(histories)
def test_whatever_happened_silence_ends_where_nobody_is_there(history):
    state, _ = after(history)
    state, _ = after([Passed(SILENCE_S)], state)
    assert state.phase in (Phase.ATTRACT, Phase.LEFT)


@given(histories, st.lists(st.fractions(0, 1), min_size=1, max_size=6))
def test_time_in_pieces_is_time_in_one_piece(history, shares):
    state, _ = after(history)
    whole = Fraction(95) * sum(shares) / len(shares)
    pieces = [Passed(Fraction(95) * share / len(shares)) for share in shares]
    assert after(pieces, state)[0].phase is after([Passed(whole)], state)[0].phase


@given(histories)
def test_nothing_but_the_pin_on_the_pad_ends_the_exhibit(history):
    right = PIN.__eq__
    seen = []
    rules = Rules(
        idle_s=60.0,
        countdown_s=20.0,
        code_s=30.0,
        tries=3,
        wait_s=60.0,
        fits=lambda pin: seen.append(pin) or right(pin),
    )
    state, intents = after(history, rules=rules)
    assert (state.phase is Phase.LEFT) == (Intent.LEAVE in intents) == (PIN in seen)
    if Deed.CHORD not in history:
        assert not seen


@given(st.lists(st.one_of(st.sampled_from(VISITORS), st.builds(Passed, st.fractions(0, 100))), max_size=40))
def test_a_visit_that_began_ends_once_and_only_then_another_begins(history):
    _, intents = after(history)
    turns = [intent for intent in intents if intent in (Intent.BEGIN, Intent.RETURN)]
    visits = [intent for intent in turns if intent is Intent.BEGIN]
    assert all(first is not second for first, second in pairwise(turns) if first is Intent.BEGIN)
    assert turns.count(Intent.RETURN) >= len(visits) - 1


def test_a_visit_from_the_first_touch_to_the_last():
    state, intents = after([Deed.TOUCH])
    assert (state.phase, intents) == (Phase.VISIT, [Intent.BEGIN])
    state, _ = after([Passed(59.9), Deed.TOUCH, Passed(59.9)], state)
    assert state.phase is Phase.VISIT
    state, _ = after([Passed(0.1), Passed(5.0)], state)
    assert (state.phase, left_s(state, RULES)) == (Phase.COUNTDOWN, 15.0)
    assert after([Deed.TOUCH], state)[0].phase is Phase.VISIT
    assert after([Deed.STAY], state)[0].phase is Phase.VISIT
    assert after([Passed(15.0)], state) == (State(), [Intent.RETURN])


def test_what_is_kept_is_shown_with_its_code_and_the_visit_may_go_on():
    state, intents = after([Deed.TOUCH, Passed(70.0), Deed.KEEP])
    assert (state.phase, intents) == (Phase.COUNTDOWN, [Intent.BEGIN, Intent.SAVE])
    state, _ = after([Saved("KMX-497")], state)
    assert (state.phase, state.code, left_s(state, RULES)) == (Phase.KEPT, "KMX-497", RULES.code_s)
    assert after([Deed.STAY], state)[0].phase is Phase.VISIT
    assert after([Deed.FINISH], state)[1] == [Intent.RETURN]


def test_a_visitor_who_has_done_is_asked_whether_to_keep_it():
    state, intents = after([Deed.TOUCH, Deed.FINISH])
    assert (state.phase, left_s(state, RULES), intents) == (Phase.COUNTDOWN, RULES.countdown_s, [Intent.BEGIN])
    assert after([Deed.FINISH], state)[1] == [Intent.RETURN]


def test_where_nothing_is_kept_nothing_is_saved():
    rules = Rules(idle_s=60.0, countdown_s=20.0, code_s=30.0, tries=3, wait_s=60.0, fits=PIN.__eq__)
    assert Intent.SAVE not in after([Deed.TOUCH, Deed.KEEP, Deed.FINISH, Deed.KEEP], rules=rules)[1]


def test_wrong_pins_bar_the_right_one_for_longer_and_longer():
    state, _ = after([Deed.CHORD])
    for wait_s in (60.0, 120.0, 240.0):
        for _ in range(RULES.tries):
            state, intents = after([*typed("1961"), Deed.ENTER], state)
        assert (state.barred_s, intents) == (wait_s, [])
        assert after([*typed(PIN), Deed.ENTER], state)[1] == []
        state, _ = after([Passed(wait_s), Deed.CHORD], state)  # the pad has closed in the meantime
    assert after([*typed(PIN), Deed.ENTER], state)[1] == [Intent.LEAVE]
    many, _ = after([Deed.CHORD, *[*typed("1961"), Deed.ENTER, Passed(LONGEST_WAIT_S), Deed.CHORD] * 60])
    assert many.bars == 20
    assert after([*typed("1961"), Deed.ENTER] * 3, many)[0].barred_s == LONGEST_WAIT_S


@pytest.mark.parametrize("covered", [Phase.ATTRACT, Phase.VISIT, Phase.KEPT])
def test_the_pad_goes_by_itself_and_by_a_key(covered):
    state, _ = after([Deed.CHORD], State(phase=covered))
    state, _ = after([Digit(1), Digit(2), Deed.ERASE], state)
    assert (state.phase, state.typed) == (Phase.PAD, "1")
    assert after([Deed.CANCEL], state)[0].phase is covered
    assert after([Passed(RULES.pad_s)], state)[0].phase is covered
    assert after([Passed(RULES.pad_s), Deed.CHORD], state)[0].typed == ""


def test_an_error_ends_what_there_is_and_forgives_no_wrong_pin():
    state, _ = after([Deed.TOUCH, Deed.CHORD, *typed("1961"), Deed.ENTER])
    state, intents = after([Deed.FAIL], state)
    assert (state.phase, state.wrong, intents) == (Phase.ATTRACT, 1, [Intent.RETURN])
