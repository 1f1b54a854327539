"""Motors and potentiometers: spin-up, coast, end stops, the slip clutch, reversal, the wiper's windings."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose

SPEED, TAU_S, STOP_DEG = 60.0, 0.020, 150.0
UP = np.ones(4, dtype=np.int8)
LONG_S = 100.0


@pytest.fixture
def potentiometers(build):
    return build().machine.potentiometers


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
    assert potentiometers.speed_deg_per_s(LONG_S).tolist() == [0.0] * 4


@pytest.mark.parametrize("direction", [-1, 1])
def test_a_motor_stops_at_its_end_stop(potentiometers, direction):
    potentiometers.drive(direction * UP, 0.0)
    assert potentiometers.angle_deg(LONG_S).tolist() == [direction * STOP_DEG] * 4


def test_idling_at_an_end_stop_is_not_on_the_odometer(potentiometers):
    potentiometers.drive(UP, 0.0)
    assert potentiometers.turned_deg(LONG_S) == 4 * STOP_DEG
    potentiometers.cut(LONG_S)
    assert potentiometers.turned_deg(2 * LONG_S) == 4 * STOP_DEG


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


def test_a_motor_reversed_at_its_end_stop_leaves_it_only_once_it_turns_back(potentiometers):
    potentiometers.drive(UP, 0.0)
    potentiometers.drive(-UP, LONG_S)
    zero_s = LONG_S + TAU_S * math.log(2)
    assert potentiometers.angle_deg(zero_s).tolist() == [STOP_DEG] * 4
    assert_allclose(potentiometers.angle_deg(zero_s + 0.1), STOP_DEG - spun_up_deg(0.1))


def test_the_wiper_rests_on_the_nearest_winding(potentiometers):
    potentiometers.set_angles(np.array([0.14, 0.16, -0.44, -0.46]), 0.0)
    assert potentiometers.wiper_steps(1.0).tolist() == [0, 1, -1, -2]


def test_wipers_of_the_past_are_where_they_were(potentiometers):
    potentiometers.drive(UP, 1.0)
    potentiometers.cut(1.1)
    assert potentiometers.wiper_steps(1.09 + 1e-9).tolist() == [round((spun_up_deg(0.09)) / 0.3)] * 4


def test_setting_by_hand_stays_within_the_stops_and_off_the_odometer(potentiometers):
    potentiometers.set_angles(np.array([-400.0, -20.0, 20.0, 400.0]), 0.0)
    assert potentiometers.angle_deg(1.0).tolist() == [-STOP_DEG, -20.0, 20.0, STOP_DEG]
    assert potentiometers.turned_deg(1.0) == 0.0


def test_clearing_puts_every_value_to_its_middle(build):
    machine = build().machine
    machine.potentiometers.set_angles(np.full(4, 33.0), 0.0)
    machine.clear_values()
    assert machine.potentiometers.angle_deg(0.0).tolist() == [0.0] * 4
