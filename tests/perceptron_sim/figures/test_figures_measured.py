"""Measurements are drawn by what they were measured over; nothing that was measured is left out."""

import itertools

import pytest
from matplotlib.figure import Figure

from perceptron_sim.figures.lines import dress_places
from perceptron_sim.figures.measured import grouped
from perceptron_sim.figures.measured_plates import measured_plates
from perceptron_sim.figures.run_record import Point
from perceptron_sim.figures.wording import is_share, lower, readable, written_as


def points(measure="accuracy", learners=("a-lane-0", "a-lane-1"), **conditions):
    """A point of every learner under every combination of *conditions*."""
    found = []
    for learner in learners:
        for values in itertools.product(*conditions.values()):
            at = dict(zip(conditions, values, strict=True))
            found.append(Point(learner=learner, measure=measure, value=len(found) / 100, at=at))
    return found


@pytest.mark.parametrize(
    ("conditions", "over", "by"),
    [
        ({}, (), ()),
        ({"off_share": (0.0, 0.1, 0.2)}, ("off_share",), ()),
        ({"off_share": (0.0, 0.1), "set": ("taught", "unseen")}, ("off_share",), ("set",)),
        ({"down_cells": (-1, 0, 1), "right_cells": (-1, 0, 1)}, ("down_cells", "right_cells"), ()),
        ({"set": ("unseen",), "digit": tuple(range(10))}, (), ("digit",)),
        ({"flag": (True, False)}, (), ("flag",)),
    ],
)
def test_numbers_are_places_and_names_are_parts(conditions, over, by):
    [group] = grouped(points(**conditions))
    assert (group.over, group.by) == (over, by)


def test_a_condition_that_never_varies_is_told_once():
    [group] = grouped(points(off_share=(0.0, 0.5), cells=(20,)))
    assert (group.over, dict(group.at)) == (("off_share",), {"cells": 20})


def test_where_every_learner_has_conditions_of_its_own_two_numbers_are_no_map():
    own = [Point(learner=f"lane-{n}", measure="accuracy", value=0.5, at={"x": n, "y": n * n}) for n in range(4)]
    [group] = grouped(own)
    assert (group.over, group.by) == ((), ())


def test_a_group_falls_into_one_part_for_each_combination():
    [group] = grouped(points(off_share=(0.0, 0.5), form=("float", "windings"), set=("taught", "unseen")))
    parts = group.parts()
    assert len(parts) == 4
    assert sorted(x.value for part in parts for x in part.points) == sorted(x.value for x in group.points)
    assert len(group.parts(but="set")) == 2


MIXED = [
    *points(off_share=(0.0, 0.1, 0.5)),
    *points("firing_share", lit_share=(0.1, 0.2), set=("taught", "unseen")),
    *points("p_a", lit_share=(0.1, 0.2)),
    *points("accuracy", down_cells=(-1, 0), right_cells=(-1, 0, 1)),
    *points("accuracy", set=("unseen",), digit=tuple(range(10))),
    *points("slope", learners=("neuron",)),
    *points("same_lamps_share", learners=("a-lane-0",), form=("float", "stops")),
]


def test_every_measurement_stands_in_a_table(made_run):
    run = made_run(measurements=MIXED)
    cells = [cell for plate in measured_plates(run) for table in plate.tables for row in table.rows for cell in row]
    for group in grouped(MIXED):
        written = written_as(group.measure, group.values)
        assert {written(point.value) for point in group.points} <= set(cells)


def test_all_rows_are_as_long_as_their_header(made_run):
    for plate in measured_plates(made_run(measurements=MIXED)):
        for table in plate.tables:
            assert {len(row) for row in table.rows} == {len(table.header)}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a_units_off_share", "A-units off"),
        ("down_cells", "Down"),
        ("p_a", "P_a"),
        ("lit_share", "Lit share"),
        ("_s", "_s"),
        ("cells_seen_by_an_a_unit_at_most", "Cells seen by an A-unit at most"),
    ],
)
def test_names_are_read_as_words(name, words):
    assert readable(name) == words


def test_units_are_told_once_and_the_vocabulary_keeps_its_capitals():
    assert [lower(name) for name in ("down_cells", "p_a", "a_units_off_share")] == [
        "down (cells)",
        "P_a",
        "A-units off",
    ]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("accuracy", 0.5, "50 %"),
        ("accuracy", 0.004, "0.4 %"),
        ("accuracy", 0.9968, "99.7 %"),
        ("accuracy", 7.0, "7"),
        ("mean_off_middle_deg", -12.34, "−12.3°"),
        ("exposure_s", 0.05, "50 ms"),
        ("exposure_s", 0.00002, "20 µs"),
        ("width_cells", 3.0, "3 cells"),
        ("learned_values", 4000.0, "4,000"),
    ],
)
def test_numbers_have_their_unit_and_no_more_digits_than_mean_something(name, value, words):
    assert written_as(name, [value])(value) == words


def test_what_is_called_a_share_but_is_above_one_is_none():
    assert is_share("accuracy", [0.0, 1.0])
    assert not is_share("accuracy", [0.0, 1.5])
    assert not is_share("slope", [0.5])


def test_a_scale_is_logarithmic_where_places_lie_apart_and_not_evenly():
    figure = Figure()
    for places, scale in (((10, 20, 30, 100), "log"), (range(10, 101, 10), "linear"), ((0, 1, 10, 100), "linear")):
        axes = figure.add_subplot()
        dress_places(axes, "exposures", [float(place) for place in places])
        assert axes.get_xscale() == scale
