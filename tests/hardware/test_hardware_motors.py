"""The DC gear-motors: spin-up, coast, reversal, spread; what they do when they slip, stick or lack supply."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from hardware.drives import drive_of
from hardware.motors import MotorBank
from hardware.potentiometers import PotentiometerBank
from hardware.randomness import Purpose, generator
from hardware.spec import MotorSpec, PotentiometerSpec

POTS, SPEED, TAU_S, STOP_DEG = 4, 60.0, 0.020, 150.0
UP = np.ones(POTS, dtype=np.int8)
SOUND, FREE = np.ones(POTS), np.zeros(POTS, dtype=bool)
LONG_S = 100.0


def bank(**motor):
    """Four potentiometers whose motors are all alike, unless told otherwise."""
    return PotentiometerBank(PotentiometerSpec(), drive_of(MotorSpec(**{"speed_spread": 0.0} | motor), POTS, 0), 0.01)


@pytest.fixture
def potentiometers():
    return bank()


def spun_up_deg(elapsed_s):
    """From rest: the integral of 60 (1 - exp(-t / 0.02))."""
    return SPEED * (elapsed_s - TAU_S * (1 - math.exp(-elapsed_s / TAU_S)))


def test_a_motor_spins_up_runs_and_coasts_by_one_exponential_law(potentiometers):
    potentiometers.drive(UP, 0.0)
    assert_allclose(potentiometers.angle_deg(0.1), spun_up_deg(0.1))
    potentiometers.cut(0.1)
    coast_deg = SPEED * (1 - math.exp(-0.1 / TAU_S)) * TAU_S
    assert_allclose(potentiometers.angle_deg(LONG_S), spun_up_deg(0.1) + coast_deg)
    assert_allclose(potentiometers.speed_deg_per_s(0.1), SPEED * (1 - math.exp(-5)))
    assert potentiometers.speed_deg_per_s(LONG_S).tolist() == [0.0] * POTS


@given(pulse_s=st.floats(1e-4, 2.0), tau_s=st.floats(1e-4, 5.0), waits_s=st.lists(st.floats(0.0, 1.0), max_size=3))
def test_a_pulse_that_coasts_to_rest_turns_by_exactly_speed_times_time(pulse_s, tau_s, waits_s):
    potentiometers = bank(time_constant_s=tau_s)
    potentiometers.drive(UP, 0.0)
    now_s = pulse_s
    potentiometers.cut(now_s)
    for wait_s in waits_s:  # however often a new law begins on the way
        now_s += wait_s
        potentiometers.condition(now_s, SOUND, FREE)
    assert_allclose(potentiometers.angle_deg(1000.0), SPEED * pulse_s, rtol=1e-12)


def test_a_motor_reversed_while_it_turns_goes_on_until_its_speed_is_zero(potentiometers):
    potentiometers.drive(UP, 0.0)
    potentiometers.drive(-UP, 1.0)
    zero_s = 1.0 + TAU_S * math.log(2 - math.exp(-1.0 / TAU_S))
    angles_deg = [potentiometers.angle_deg(at_s)[0] for at_s in (zero_s - 0.001, zero_s, zero_s + 0.001)]
    assert angles_deg[0] < angles_deg[1] > angles_deg[2]
    assert_allclose(potentiometers.speed_deg_per_s(zero_s), 0.0, atol=1e-12)


def test_both_ways_of_a_reversal_are_on_the_odometer(potentiometers):
    potentiometers.drive(UP, 0.0)
    potentiometers.drive(-UP, 1.0)
    zero_s = 1.0 + TAU_S * math.log(2 - math.exp(-1.0 / TAU_S))
    top_deg, end_deg = potentiometers.angle_deg(zero_s)[0], potentiometers.angle_deg(2.0)[0]
    assert_allclose(potentiometers.turned_deg(2.0), 4 * (top_deg + top_deg - end_deg))


def test_only_some_motors_reverse(potentiometers):
    potentiometers.drive(UP, 0.0)
    potentiometers.drive(np.array([1, 0, -1, -1], dtype=np.int8), 1.0)
    alone = bank()
    alone.drive(UP, 0.0)
    alone.drive(-UP, 1.0)
    assert potentiometers.angle_deg(2.0)[2:].tolist() == alone.angle_deg(2.0)[2:].tolist()
    assert_allclose(potentiometers.angle_deg(2.0)[0], spun_up_deg(2.0), rtol=1e-12)


def test_a_motor_reversed_at_its_end_stop_leaves_it_only_once_it_turns_back(potentiometers):
    potentiometers.drive(UP, 0.0)
    potentiometers.drive(-UP, LONG_S)
    zero_s = LONG_S + TAU_S * math.log(2)
    assert potentiometers.angle_deg(zero_s).tolist() == [STOP_DEG] * POTS
    assert_allclose(potentiometers.angle_deg(zero_s + 0.1), STOP_DEG - spun_up_deg(0.1))


def test_each_motor_is_as_fast_as_it_was_drawn():
    normals = generator(7, Purpose.MOTOR_TOLERANCES).standard_normal(100)
    motors = MotorBank(MotorSpec(speed_spread=0.2, down_to_up=0.5), 100, 7)
    assert_allclose(motors.full_up_deg_per_s, SPEED * np.exp(0.2 * normals))
    assert_allclose(motors.full_down_deg_per_s, 0.5 * motors.full_up_deg_per_s)


def test_unlikeness_of_up_and_down_is_drawn_apart_from_the_speeds_upwards():
    normals = generator(7, Purpose.MOTOR_ASYMMETRY).standard_normal(100)
    plain, unlike = (MotorBank(MotorSpec(asymmetry_spread=spread), 100, 7) for spread in (0.0, 0.3))
    assert unlike.full_up_deg_per_s.tolist() == plain.full_up_deg_per_s.tolist()
    assert_allclose(unlike.full_down_deg_per_s / unlike.full_up_deg_per_s, np.exp(0.3 * normals))


def test_up_and_down_differ_by_the_asymmetry():
    potentiometers = bank(down_to_up=0.5)
    potentiometers.drive(np.array([1, -1, 1, -1], dtype=np.int8), 0.0)
    potentiometers.cut(1.0)
    assert_allclose(potentiometers.angle_deg(LONG_S), [60.0, -30.0, 60.0, -30.0])


def test_a_motor_that_begins_to_slip_tends_to_its_share_of_the_speed(potentiometers):
    potentiometers.drive(UP, 0.0)
    potentiometers.condition(1.0, np.array([1.0, 0.5, 0.0, 1.0]), FREE)
    speed = SPEED * (1 - math.exp(-1.0 / TAU_S))
    left = math.exp(-0.01 / TAU_S)
    limits = SPEED * np.array([1.0, 0.5, 0.0, 1.0])
    assert_allclose(potentiometers.speed_deg_per_s(1.01), limits + (speed - limits) * left)
    lag_s = TAU_S * (1 - left)
    turned_deg = limits * (0.01 - lag_s) + speed * lag_s
    assert_allclose(potentiometers.angle_deg(1.01), spun_up_deg(1.0) + turned_deg)


def test_a_motor_that_begins_to_slip_while_it_coasts_goes_on_coasting(potentiometers):
    potentiometers.drive(UP, 0.0)
    potentiometers.cut(1.0)
    potentiometers.condition(1.01, np.full(POTS, 0.25), FREE)
    assert_allclose(potentiometers.angle_deg(LONG_S), SPEED * 1.0, rtol=1e-12)


@pytest.mark.parametrize("cut_s", [0.5, 2.0])
def test_a_motor_that_sticks_stops_at_once_with_current_or_without(potentiometers, cut_s):
    potentiometers.drive(UP, 0.0)
    if cut_s < 1.0:
        potentiometers.cut(cut_s)
    potentiometers.condition(1.0, SOUND, np.array([False, True, False, False]))
    stuck_deg = potentiometers.angle_deg(1.0)[1]
    assert potentiometers.speed_deg_per_s(1.0)[1] == 0.0
    assert potentiometers.angle_deg(LONG_S)[1] == stuck_deg


def test_a_motor_that_is_mended_starts_from_rest(potentiometers):
    potentiometers.condition(0.0, SOUND, np.array([False, True, False, False]))
    potentiometers.drive(UP, 0.0)
    potentiometers.condition(1.0, SOUND, FREE)
    assert_allclose(
        potentiometers.angle_deg(1.1), [spun_up_deg(1.1), spun_up_deg(0.1), spun_up_deg(1.1), spun_up_deg(1.1)]
    )


def test_speeds_that_underflow_are_no_trouble(potentiometers):
    potentiometers.drive(UP, 0.0)
    potentiometers.condition(1.0, np.full(POTS, 1e-300), FREE)
    potentiometers.drive(-UP, 1.001)
    assert_allclose(potentiometers.angle_deg(LONG_S), SPEED * 1.0, rtol=1e-9)


@given(
    active=st.lists(st.booleans(), min_size=2, max_size=30).filter(lambda units: 0 < sum(units) < len(units)),
    pulse_s=st.floats(0.01, 0.2),
)
def test_what_gamma_gives_to_some_it_takes_from_the_others_on_an_ideal_drive(active, pulse_s):
    firing = np.array(active)
    drive = drive_of(MotorSpec(speed_spread=0.0), firing.size, 0)
    potentiometers = PotentiometerBank(PotentiometerSpec(travel_deg=3000.0), drive, 0.0)
    share = firing.sum() / (firing.size - firing.sum())
    programs = sorted(
        [(pulse_s, np.where(firing, 1, 0)), (pulse_s * share, np.where(firing, 0, -1))], key=lambda x: x[0]
    )
    potentiometers.drive((programs[0][1] + programs[1][1]).astype(np.int8), 0.0)
    potentiometers.drive(programs[1][1].astype(np.int8), programs[0][0])
    potentiometers.cut(programs[1][0])
    moved_deg = potentiometers.turned_deg(LONG_S)
    assert moved_deg > 0
    assert abs(potentiometers.total_deg(LONG_S)) <= 1e-9 * moved_deg
