"""Potentiometers on either drive: end stops, play, windings, hands, odometers, the past, and going on from a state."""

import copy
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from hardware.drives import drive_of
from hardware.errors import CheckpointError, ControlError
from hardware.potentiometers import PotentiometerBank
from hardware.spec import MotorSpec, PotentiometerSpec, RatchetSpec
from hardware.stored import Stored

POTS, STOP_DEG, MEMORY_S, LONG_S = 3, 150.0, 0.05, 100.0
UP = np.ones(POTS, dtype=np.int8)
SOUND, FREE = np.ones(POTS), np.zeros(POTS, dtype=bool)
GEARED, RATCHET = MotorSpec(speed_spread=0.1, asymmetry_spread=0.1), RatchetSpec(tooth_deg=2.0, impulse_s=0.03)
EVEN = MotorSpec(speed_spread=0.0)
DRIVES = st.sampled_from([GEARED, RATCHET])
either_drive = pytest.mark.parametrize("motor", [GEARED, RATCHET], ids=["geared", "ratchet"])


def bank(motor=EVEN, pots=POTS, **potentiometer):
    return PotentiometerBank(PotentiometerSpec(**potentiometer), drive_of(motor, pots, 1), MEMORY_S)


def signs(*values):
    return np.array(values, dtype=np.int8)


@either_drive
def test_without_current_nothing_ever_moves(motor):
    potentiometers = bank(motor)
    potentiometers.cut(1.0)
    assert potentiometers.angle_deg(LONG_S).tolist() == [0.0] * POTS
    assert potentiometers.law.rest_s == 1.0
    assert potentiometers.motor_s(LONG_S) == 0.0


@either_drive
def test_the_current_says_which_way_a_shaft_turns(motor):
    potentiometers = bank(motor)
    potentiometers.drive(signs(1, 0, -1), 0.0)
    potentiometers.cut(0.2)
    assert np.sign(potentiometers.angle_deg(LONG_S)).tolist() == [1, 0, -1]


@either_drive
@pytest.mark.parametrize("direction", [-1, 1])
def test_a_shaft_stops_at_its_end_stop(motor, direction):
    potentiometers = bank(motor)
    potentiometers.drive(direction * UP, 0.0)
    assert potentiometers.angle_deg(LONG_S).tolist() == [direction * STOP_DEG] * POTS


@either_drive
def test_idling_at_an_end_stop_is_not_on_the_odometer(motor):
    potentiometers = bank(motor)
    potentiometers.drive(UP, 0.0)
    assert potentiometers.turned_deg(LONG_S) == POTS * STOP_DEG
    potentiometers.cut(LONG_S)
    assert potentiometers.odometer_deg(2 * LONG_S).tolist() == [STOP_DEG] * POTS


@either_drive
def test_motor_seconds_are_those_of_current_whether_it_turns_anything_or_not(motor):
    potentiometers = bank(motor)
    potentiometers.condition(0.0, SOUND, np.array([True, False, False]))
    potentiometers.drive(signs(1, 0, -1), 1.0)
    potentiometers.drive(signs(0, 0, -1), 1.25)
    assert potentiometers.motor_s(1.5) == 0.75
    potentiometers.cut(2.0)
    assert potentiometers.motor_s(LONG_S) == 1.25


@either_drive
def test_switching_one_motor_disturbs_no_other(motor):
    potentiometers, alone = bank(motor), bank(motor)
    for one in (potentiometers, alone):
        one.drive(signs(1, 1, -1), 0.0)
    for at_s in (0.011, 0.017, 0.04, 0.2):
        potentiometers.drive(signs(1, at_s > 0.015, -1), at_s)
    assert_allclose(potentiometers.angle_deg(0.5)[[0, 2]], alone.angle_deg(0.5)[[0, 2]], rtol=1e-12)


@either_drive
def test_a_stuck_motor_stands_and_goes_on_once_it_is_mended(motor):
    potentiometers = bank(motor)
    potentiometers.drive(UP, 0.0)
    potentiometers.condition(0.1, SOUND, np.array([False, True, False]))
    before_deg, after_deg = potentiometers.angle_deg(0.1), potentiometers.angle_deg(0.5)
    assert (after_deg > before_deg).tolist() == [True, False, True]
    potentiometers.condition(0.5, SOUND, FREE)
    assert (potentiometers.angle_deg(0.7) > after_deg).all()


@either_drive
def test_a_condition_that_is_no_worse_than_new_changes_nothing(motor):
    potentiometers, other = bank(motor), bank(motor)
    for one in (potentiometers, other):
        one.drive(UP, 0.0)
    potentiometers.condition(0.1, SOUND, FREE)
    assert_allclose(potentiometers.angle_deg(0.3), other.angle_deg(0.3), rtol=1e-12)


def test_play_delays_the_wiper_by_the_backlash_when_the_motor_turns_back():
    potentiometers = bank(backlash_deg=6.0)
    potentiometers.drive(UP, 0.0)
    potentiometers.cut(1.0)
    assert_allclose(potentiometers.angle_deg(10.0), 60.0 - 3.0)  # at first the gear stands in the middle of its play
    potentiometers.drive(-UP, 10.0)
    potentiometers.cut(10.0 + 5.9 / 60.0)
    assert_allclose(potentiometers.angle_deg(20.0), 57.0)
    potentiometers.drive(-UP, 20.0)
    potentiometers.cut(20.5)
    assert_allclose(potentiometers.angle_deg(LONG_S), 57.0 - 29.9)
    assert_allclose(potentiometers.odometer_deg(LONG_S), 57.0 + 29.9)


def test_a_hand_on_the_wiper_turns_it_through_the_play_and_drags_the_gear():
    potentiometers = bank(backlash_deg=6.0)
    potentiometers.set_angles(np.array([2.0, -10.0, 0.0]), 0.0)  # the gear is now 2 behind, 3 ahead, in the middle
    potentiometers.drive(UP, 0.0)
    potentiometers.cut(0.5)
    assert_allclose(potentiometers.angle_deg(LONG_S), [2.0 + 25.0, -10.0 + 30.0, 27.0])


def turned_in_small_steps(programs, backlash_deg, stop_deg):
    """One potentiometer, step by small step: the gear turns, pushes the wiper, and slips where that cannot follow."""
    gear = wiper = speed = 0.0
    for wait_s, current in programs:
        limit, tau_s = EVEN.speed_deg_per_s * current, EVEN.time_constant_s
        turning_s = tau_s * math.log(1 - speed / limit) if speed * limit < 0 else 0.0
        at_s = np.unique([*np.linspace(0.0, wait_s, 301), min(turning_s, wait_s)])
        path_deg = limit * at_s + (speed - limit) * tau_s * -np.expm1(-at_s / tau_s)
        for step_deg in np.diff(path_deg).tolist():
            gear += step_deg
            wiper = min(max(wiper, gear - backlash_deg / 2), gear + backlash_deg / 2)
            wiper = min(max(wiper, -stop_deg), stop_deg)
            gear = min(max(gear, wiper - backlash_deg / 2), wiper + backlash_deg / 2)
        speed = limit + (speed - limit) * math.exp(-wait_s / tau_s)
    return wiper


@given(
    programs=st.lists(st.tuples(st.floats(0.001, 0.3), st.sampled_from([-1, 0, 1])), min_size=1, max_size=8),
    backlash_deg=st.just(0.0) | st.floats(0.01, 10.0),
)
def test_play_and_stops_do_what_small_steps_do(programs, backlash_deg):
    potentiometers = bank(pots=1, travel_deg=20.0, backlash_deg=backlash_deg)
    now_s = 0.0
    for wait_s, current in programs:
        potentiometers.drive(signs(current), now_s)
        now_s += wait_s
    expected_deg = turned_in_small_steps(programs, backlash_deg, 10.0)
    assert_allclose(potentiometers.angle_deg(now_s), expected_deg, rtol=0, atol=1e-9)


def test_the_wiper_rests_on_the_nearest_winding():
    potentiometers = bank()
    potentiometers.set_angles(np.array([0.14, 0.16, -0.46]), 0.0)
    assert potentiometers.wiper_steps(1.0).tolist() == [0, 1, -2]


def test_no_wiper_rests_beyond_the_last_winding_before_its_stop():
    potentiometers = bank(step_deg=100.0)
    potentiometers.set_angles(np.array([150.0, -150.0, 40.0]), 0.0)
    assert potentiometers.wiper_steps(1.0).tolist() == [1, -1, 0]


def test_wipers_and_odometers_of_the_past_are_what_they_were():
    potentiometers, alone = bank(), bank()
    for one in (potentiometers, alone):
        one.drive(UP, 1.0)
    past_steps, past_deg = alone.wiper_steps(1.09), alone.odometer_deg(1.09).copy()
    potentiometers.cut(1.1)
    potentiometers.drive(-UP, 1.12)
    assert potentiometers.wiper_steps(1.09).tolist() == past_steps.tolist()
    assert potentiometers.odometer_deg(1.09).tolist() == past_deg.tolist()
    assert potentiometers.odometer_deg(1.0).tolist() == [0.0] * POTS


def test_the_total_is_the_sum_of_all_angles():
    potentiometers = bank()
    potentiometers.set_angles([10.0, -4.0, 0.5], 0.0)
    assert potentiometers.total_deg(0.0) == potentiometers.total_deg(LONG_S) == 6.5


@either_drive
def test_setting_all_by_hand_stops_all_motors_and_is_not_on_the_odometer(motor):
    potentiometers = bank(motor)
    potentiometers.drive(UP, 0.0)
    turned_deg = potentiometers.turned_deg(1.0)
    potentiometers.set_angles([-150, 20, 150], 1.0)
    assert potentiometers.angle_deg(LONG_S).tolist() == [-STOP_DEG, 20.0, STOP_DEG]
    assert potentiometers.turned_deg(LONG_S) == turned_deg
    assert potentiometers.motor_s(LONG_S) == POTS


@either_drive
def test_setting_one_by_hand_leaves_the_others_turning(motor):
    potentiometers, alone = bank(motor), bank(motor)
    for one in (potentiometers, alone):
        one.drive(UP, 0.0)
    turned_deg = potentiometers.turned_deg(0.2)
    potentiometers.set_angle(1, -20.0, 0.2)
    assert potentiometers.angle_deg(0.2)[1] == -20.0
    assert potentiometers.speed_deg_per_s(0.2)[1] == 0.0
    assert potentiometers.turned_deg(0.2) == turned_deg
    assert_allclose(potentiometers.angle_deg(0.5)[[0, 2]], alone.angle_deg(0.5)[[0, 2]], rtol=1e-12)
    assert potentiometers.angle_deg(0.5)[1] > -20.0  # its current is still on


def test_setting_one_by_hand_ends_its_coasting():
    potentiometers = bank()
    potentiometers.drive(UP, 0.0)
    potentiometers.cut(1.0)
    potentiometers.set_angle(1, 0.0, 1.0)
    assert_allclose(potentiometers.angle_deg(LONG_S), [60.0, 0.0, 60.0], rtol=1e-12)


@either_drive
def test_decay_takes_its_share_of_every_angle_and_stops_nothing(motor):
    potentiometers, alone = bank(motor), bank(motor)
    for one in (potentiometers, alone):
        one.drive(UP, 0.0)
        one.cut(0.2)
    before_deg, odometer_deg = potentiometers.angle_deg(0.2), potentiometers.odometer_deg(0.2).copy()
    potentiometers.decay(0.25, 0.2)
    assert potentiometers.angle_deg(0.2).tolist() == (before_deg * 0.75).tolist()
    assert potentiometers.odometer_deg(0.2).tolist() == odometer_deg.tolist()
    still_to_go_deg = alone.angle_deg(LONG_S) - before_deg
    assert_allclose(potentiometers.angle_deg(LONG_S), before_deg * 0.75 + still_to_go_deg, rtol=1e-12)


@pytest.mark.parametrize(
    ("command", "arguments", "message"),
    [
        ("set_angles", ([0.0, 0.0],), "angle_deg must be 3 real numbers, got "),
        ("set_angles", ([[0.0], [1.0, 2.0], 3.0],), "angle_deg must be 3 real numbers, got "),
        ("set_angles", (["0", "1", "2"],), "angle_deg must be 3 real numbers, got "),
        ("set_angles", ([0.0, 1j, 0.0],), "angle_deg must be 3 real numbers, got "),
        ("set_angles", ([0.0, 0.0, 150.1],), "angle_deg of unit 2 must be from -150 to 150, got 150.1"),
        ("set_angles", ([0.0, math.nan, 0.0],), "angle_deg of unit 1 must be from -150 to 150, got nan"),
        ("set_angle", (3, 0.0), "unit must be a whole number from 0 to 2, got 3"),
        ("set_angle", (True, 0.0), "unit must be a whole number from 0 to 2, got True"),
        ("set_angle", (0, -150.1), "angle_deg of unit 0 must be from -150 to 150, got -150.1"),
        ("set_angle", (0, math.inf), "angle_deg of unit 0 must be from -150 to 150, got inf"),
        ("set_angle", (0, 10**400), "angle_deg of unit 0 must be from -150 to 150, got 1000"),
        ("set_angle", (0, "0"), "angle_deg of unit 0 must be from -150 to 150, got '0'"),
        ("decay", (1.5,), "share must be from 0 to 1, got 1.5"),
        ("decay", (math.nan,), "share must be from 0 to 1, got nan"),
    ],
)
def test_what_no_hand_can_do_is_refused_and_changes_nothing(command, arguments, message):
    potentiometers = bank()
    potentiometers.drive(UP, 0.0)
    law = potentiometers.law
    with pytest.raises(ControlError, match=message):
        getattr(potentiometers, command)(*arguments, 1.0)
    assert potentiometers.law is law


@pytest.mark.parametrize(
    ("share", "stuck", "message"),
    [
        ([1.0, 1.0], FREE, "share must be 3 numbers, got "),
        (["1", "1", "1"], FREE, "share must be 3 numbers, got "),
        ([1.0, 1.0, 1.5], FREE, "share of motor 2 must be from 0 to 1, got 1.5"),
        ([1.0, math.nan, 1.0], FREE, "share of motor 1 must be from 0 to 1, got nan"),
        (SOUND, [False], "stuck must be 3 of true or false, got "),
        (SOUND, [0, 1, 0], "stuck must be 3 of true or false, got "),
    ],
)
def test_a_condition_that_no_motors_can_have_is_refused(share, stuck, message):
    with pytest.raises(ControlError, match=message):
        bank().condition(0.0, share, stuck)


def test_nobody_can_write_to_what_the_bank_shows():
    potentiometers = bank()
    potentiometers.drive(UP, 0.0)
    shown = [potentiometers.angle_deg(0.1), potentiometers.odometer_deg(0.1)]
    potentiometers.cut(0.1)
    shown.append(potentiometers.wiper_steps(LONG_S))
    assert not any(array.flags.writeable for array in shown)


def each(values):
    return st.lists(values, min_size=POTS, max_size=POTS)


ANGLES = st.sampled_from([-STOP_DEG, -20.0, 0.0, 0.15, 149.9, STOP_DEG])
CONDITIONS = st.tuples(each(st.sampled_from([0.0, 0.3, 0.7, 1.0])), each(st.booleans()))
ACTIONS = st.one_of(
    st.tuples(st.just("drive"), st.tuples(each(st.sampled_from([-1, 0, 1])).map(lambda x: signs(*x)))),
    st.tuples(st.just("drive"), st.tuples(each(st.sampled_from([-1, 0, 1])).map(lambda x: signs(*x)))),
    st.tuples(st.just("cut"), st.just(())),
    st.tuples(st.just("condition"), CONDITIONS),
    st.tuples(st.just("set_angles"), st.tuples(each(ANGLES))),
    st.tuples(st.just("set_angle"), st.tuples(st.integers(0, POTS - 1), ANGLES)),
    st.tuples(st.just("decay"), st.tuples(st.sampled_from([0.0, 0.1, 1.0]))),
)
WAITS_S = st.just(0.0) | st.floats(0.0, 0.1) | st.floats(0.1, 5.0)
SESSIONS = st.lists(st.tuples(ACTIONS, WAITS_S), min_size=1, max_size=10)
PLAYS_DEG = st.sampled_from([0.0, 4.0])


def perform(potentiometers, action, at_s):
    """One action of a session; those that set conditions are told when first, as their signature has it."""
    name, arguments = action
    if name == "condition":
        potentiometers.condition(at_s, *arguments)
    else:
        getattr(potentiometers, name)(*arguments, at_s)


def seen(potentiometers, at_s):
    """Everything that can be asked at one instant, and of the past."""
    past_s = max(at_s - MEMORY_S, 0.0)
    arrays = [
        potentiometers.angle_deg(at_s),
        potentiometers.speed_deg_per_s(at_s),
        potentiometers.wiper_steps(at_s),
        potentiometers.wiper_steps(past_s),
        potentiometers.odometer_deg(past_s),
        potentiometers.law.current,
    ]
    sums = [potentiometers.turned_deg(at_s), potentiometers.total_deg(at_s), potentiometers.motor_s(at_s)]
    return [array.tolist() for array in arrays], sums


@given(motor=DRIVES, backlash_deg=PLAYS_DEG, session=SESSIONS)
def test_whatever_is_done_shafts_stay_within_stops_and_odometers_never_fall(motor, backlash_deg, session):
    potentiometers = bank(motor, backlash_deg=backlash_deg)
    now_s, odometer_deg = 0.0, np.zeros(POTS)
    for action, wait_s in session:
        perform(potentiometers, action, now_s)
        for share in (0.0, 0.1, 0.5, 1.0):
            at_s = now_s + share * wait_s
            assert (np.abs(potentiometers.angle_deg(at_s)) <= STOP_DEG).all()
            assert (potentiometers.odometer_deg(at_s) >= odometer_deg - 1e-12 * STOP_DEG).all()
            odometer_deg = potentiometers.odometer_deg(at_s)
        now_s += wait_s
    assert math.isclose(potentiometers.turned_deg(now_s), odometer_deg.sum(), rel_tol=1e-12)


@given(motor=DRIVES, backlash_deg=PLAYS_DEG, session=SESSIONS)
def test_looking_changes_nothing(motor, backlash_deg, session):
    watched, unwatched = (bank(motor, backlash_deg=backlash_deg) for _ in range(2))
    now_s = 0.0
    for action, wait_s in session:
        for one in (watched, unwatched):
            perform(one, action, now_s)
        seen(watched, now_s + wait_s / 2)
        now_s += wait_s
    assert seen(watched, now_s) == seen(unwatched, now_s)


@given(motor=DRIVES, backlash_deg=PLAYS_DEG, session=SESSIONS, kept=st.integers(0, 10))
def test_a_bank_restored_in_the_midst_of_motion_goes_on_to_the_bit(motor, backlash_deg, session, kept):
    first, second = (bank(motor, backlash_deg=backlash_deg) for _ in range(2))
    now_s, banks = 0.0, [first]
    for number, (action, wait_s) in enumerate(session):
        if number == kept:
            second.restore(Stored("potentiometers", copy.deepcopy(first.state())))
            assert seen(second, now_s) == seen(first, now_s)
            banks.append(second)
        for one in banks:
            perform(one, action, now_s)
        now_s += wait_s
    assert all(seen(one, now_s) == seen(first, now_s) for one in banks)


def moving(motor):
    """A bank in the midst of motion, with play, a condition, and a past."""
    potentiometers = bank(motor, backlash_deg=4.0)
    potentiometers.condition(0.0, [1.0, 0.8, 1.0], FREE)
    potentiometers.drive(signs(1, -1, 0), 1.0)
    potentiometers.drive(signs(-1, -1, 0), 1.04)
    potentiometers.drive(signs(-1, 0, 0), 1.06)
    return potentiometers


def leaves(state, path=()):
    """The paths to all fields of a state."""
    items = state.items() if isinstance(state, dict) else enumerate(state) if isinstance(state, list) else ()
    return [(*path, key) for key, _ in items] + [leaf for key, value in items for leaf in leaves(value, (*path, key))]


def spoilt(state, path, value):
    """A copy of *state* with another value at *path*."""
    copied = copy.deepcopy(state)
    part = copied
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return copied


LAW, SHAFTS = ("stretches", 1, "law"), ("stretches", 1, "shafts")
SPOILT = [
    (GEARED, ("motor_s",), -1.0, r"potentiometers.motor_s must be a number from 0 to 1e\+15, got -1.0"),
    (GEARED, ("stretches",), [], r"potentiometers.stretches must be a list of .* parts, got \[\]"),
    (GEARED, ("condition", "share"), np.full(POTS, 2.0), r"share\[0\] must be from 0 to 1, got 2.0"),
    (GEARED, (*LAW, "start_s"), math.nan, "start_s must be a number from 1 to .*, got nan"),
    (GEARED, ("stretches", 2, "law", "start_s"), 0.5, "start_s must be a number from 1.04 to .*, got 0.5"),
    (GEARED, ("stretches", 0, "law", "start_s"), -math.inf, "start_s must be a number from -1e.12 to .*, got -inf"),
    (GEARED, (*LAW, "current"), np.zeros(POTS), "current must be an array of 3 int8"),
    (GEARED, (*LAW, "current"), signs(0, -1, 0), "current must be the sign that each motor is driven with"),
    (
        GEARED,
        (*LAW, "target_deg_per_s"),
        np.full(POTS, 1e9),
        r"target_deg_per_s\[0\] must be from .*, got 1000000000.0",
    ),
    (GEARED, (*LAW, "speed_deg_per_s"), np.zeros(2), "speed_deg_per_s must be an array of 3 float64"),
    (RATCHET, (*LAW, "since_s"), np.full(POTS, 2.0), r"since_s\[0\] must be from -1e.12 to 1.04, got 2.0"),
    (RATCHET, (*LAW, "tooth_deg"), np.array([-1.0, -2.0, 0.0]), "tooth_deg must be whole teeth of 2 degrees or none"),
    (GEARED, (*SHAFTS, "angle_deg"), np.full(POTS, 150.1), r"angle_deg\[0\] must be from -150 to 150, got 150.1"),
    (GEARED, (*SHAFTS, "odometer_deg"), np.full(POTS, -1.0), r"odometer_deg\[0\] must be from 0 to .*, got -1.0"),
    (GEARED, (*SHAFTS, "play_deg"), np.full(POTS, 2.1), r"play_deg\[0\] must be from -2 to 2, got 2.1"),
    (GEARED, (*SHAFTS, "play_deg"), None, "play_deg must be None just where the gears have no play, got None"),
]


@pytest.mark.parametrize(("motor", "path", "value", "message"), SPOILT)
def test_a_state_that_cannot_be_is_refused_and_changes_nothing(motor, path, value, message):
    potentiometers = moving(motor)
    before = seen(potentiometers, 1.08)
    with pytest.raises(CheckpointError, match=message):
        potentiometers.restore(Stored("potentiometers", spoilt(moving(motor).state(), path, value)))
    assert seen(potentiometers, 1.08) == before


def test_the_state_of_one_drive_is_none_of_another():
    with pytest.raises(CheckpointError, match=r"law must have the field 'speed_deg_per_s'|'tooth_deg'"):
        moving(GEARED).restore(Stored("potentiometers", moving(RATCHET).state()))


JUNK = [None, math.nan, math.inf, -math.inf, -1.0, 1e308, 0, True, "0", [], {}, [{}], np.zeros(0), np.zeros(POTS, int)]
JUNK += [np.full(POTS, value) for value in (math.nan, -math.inf, 1e308, 0.0, 1.0)] + [signs(0, 0, 0), signs(9, 9, 9)]


@given(motor=DRIVES, data=st.data())
@settings(max_examples=100)
def test_a_spoilt_state_is_refused_or_moves_like_any_other(motor, data):
    state, potentiometers = moving(motor).state(), moving(motor)
    path = data.draw(st.sampled_from(leaves(state)))
    value = data.draw(st.sampled_from(JUNK))
    try:
        potentiometers.restore(Stored("potentiometers", spoilt(state, path, value)))
    except CheckpointError:
        return
    potentiometers.drive(-UP, 2.0)
    for array in (potentiometers.angle_deg(3.0), potentiometers.odometer_deg(1.96)):
        assert np.isfinite(array).all()
