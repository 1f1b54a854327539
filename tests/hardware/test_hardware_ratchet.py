"""The ratchet drive: whole teeth, counted while the current is unbroken, made or not made."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.drives import drive_of
from hardware.potentiometers import PotentiometerBank
from hardware.spec import PotentiometerSpec, RatchetSpec

POTS, TOOTH_DEG, IMPULSE_S, STOP_DEG = 4, 3.0, 0.050, 150.0
UP = np.ones(POTS, dtype=np.int8)
SOUND, FREE = np.ones(POTS), np.zeros(POTS, dtype=bool)


@pytest.fixture
def potentiometers():
    return PotentiometerBank(PotentiometerSpec(), drive_of(RatchetSpec(), POTS, 0), 0.01)


def driven(*signs):
    return np.array(signs, dtype=np.int8)


@given(pulse_s=st.floats(0.0, 2.0))
def test_a_pulse_makes_a_tooth_in_the_middle_of_each_impulse(pulse_s):
    potentiometers = PotentiometerBank(PotentiometerSpec(), drive_of(RatchetSpec(), POTS, 0), 0.0)
    potentiometers.drive(UP, 0.0)
    potentiometers.cut(pulse_s)
    teeth = math.floor(pulse_s / IMPULSE_S + 0.5)
    assert potentiometers.angle_deg(10.0).tolist() == [teeth * TOOTH_DEG] * POTS


def test_the_pulse_of_the_default_trainer_makes_two_teeth(potentiometers):
    potentiometers.drive(UP, 7.3)
    potentiometers.cut(7.3 + 0.1)
    assert potentiometers.angle_deg(10.0).tolist() == [2 * TOOTH_DEG] * POTS


def test_a_ratchet_stands_still_between_its_teeth_and_once_its_current_is_cut(potentiometers):
    potentiometers.drive(UP, 0.0)
    assert [potentiometers.angle_deg(at_s)[0] for at_s in (0.02, 0.03, 0.07, 0.08)] == [0.0, 3.0, 3.0, 6.0]
    potentiometers.cut(0.12)
    assert potentiometers.law.rest_s == 0.12
    assert potentiometers.angle_deg(1.0)[0] == 6.0


def test_a_ratchet_has_no_speed(potentiometers):
    potentiometers.drive(UP, 0.0)
    assert potentiometers.speed_deg_per_s(0.04).tolist() == [0.0] * POTS


def test_teeth_go_on_being_counted_where_only_another_motor_is_switched(potentiometers):
    potentiometers.drive(driven(1, 1, 1, -1), 0.0)
    potentiometers.drive(driven(1, 0, -1, -1), 0.020)
    potentiometers.drive(driven(1, 1, -1, -1), 0.024)
    assert potentiometers.angle_deg(0.026).tolist() == [3.0, 0.0, 0.0, -3.0]
    assert potentiometers.angle_deg(0.048).tolist() == [3.0, 0.0, -3.0, -3.0]
    assert potentiometers.angle_deg(0.050).tolist() == [3.0, 3.0, -3.0, -3.0]


def test_a_current_that_was_cut_begins_its_count_anew(potentiometers):
    potentiometers.drive(UP, 0.0)
    potentiometers.cut(0.020)
    potentiometers.drive(UP, 0.021)
    assert potentiometers.angle_deg(0.045).tolist() == [0.0] * POTS
    assert potentiometers.angle_deg(0.047).tolist() == [TOOTH_DEG] * POTS


def test_a_tooth_is_made_whole_by_more_than_half_of_the_pull_and_else_not_at_all(potentiometers):
    potentiometers.condition(0.0, np.array([1.0, 0.51, 0.5, 0.0]), FREE)
    potentiometers.drive(UP, 0.0)
    assert potentiometers.angle_deg(0.1).tolist() == [6.0, 6.0, 0.0, 0.0]


def test_teeth_missed_while_stuck_are_missed_for_good(potentiometers):
    potentiometers.drive(UP, 0.0)
    potentiometers.condition(0.030, SOUND, np.array([True, False, False, False]))
    potentiometers.condition(0.080, SOUND, FREE)
    assert potentiometers.angle_deg(0.130).tolist() == [6.0, 9.0, 9.0, 9.0]


@given(
    st.lists(
        st.tuples(st.floats(0.0, 0.2), st.lists(st.sampled_from([-1, 0, 1]), min_size=POTS, max_size=POTS)), max_size=12
    )
)
def test_values_are_whole_teeth_whatever_is_driven(programs):
    potentiometers = PotentiometerBank(PotentiometerSpec(travel_deg=1e6), drive_of(RatchetSpec(), POTS, 0), 0.0)
    now_s = 0.0
    for wait_s, current in programs:
        potentiometers.drive(driven(*current), now_s)
        now_s += wait_s
    teeth = potentiometers.angle_deg(now_s) / TOOTH_DEG
    assert teeth.tolist() == np.rint(teeth).tolist()
    assert potentiometers.turned_deg(now_s) % TOOTH_DEG == 0
