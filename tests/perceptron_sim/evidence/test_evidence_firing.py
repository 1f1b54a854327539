"""Wirings that were drawn fire as often as the joint hypergeometric distribution says."""

import pytest

from hardware import AssociationSpec, PlugboardSpec


def test_as_many_a_units_fire_as_the_exact_value_says(measured, length):
    fired = measured("firing-measured", length)
    assert len(fired) == 30
    assert max(abs(one.standard_errors_off) for one in fired) <= 3.0


@pytest.mark.long
def test_the_full_form_draws_two_hundred_wirings(measured):
    assert {len(one.shares) for one in measured("firing-measured", "full")} == {200}


def test_the_limit_of_forty_wires_leaves_the_mean(measured, length):
    for _, limited in measured("wire-limit", length):
        assert abs(limited.standard_errors_off) <= 3.0


def test_the_limit_changes_nothing_where_no_cell_is_full(measured, length):
    free, limited = measured("wire-limit", length)[0]
    assert free.fullest < PlugboardSpec().wires_per_s_unit
    assert limited.shares == free.shares


def test_the_limit_holds(measured, length):
    assert all(limited.fullest <= PlugboardSpec().wires_per_s_unit for _, limited in measured("wire-limit", length))
    assert measured("wire-limit", length)[-1][0].fullest > PlugboardSpec().wires_per_s_unit


@pytest.mark.long
def test_where_nearly_all_outlets_are_taken_machines_differ_less(measured):
    free, limited = measured("wire-limit", "full")[-1]
    assert limited.spread < free.spread


def test_these_are_machines_of_512_a_units(measured):
    assert {one.a_units for one in measured("firing-measured", "short")} == {AssociationSpec().units}
