"""Curves are picked from measurements, and how far they hold is put into words."""

from perceptron_sim.experiments.curves import conditions, curves, held_out, reach, row, values
from perceptron_sim.experiments.measurement import Measurement


def measured(learner, measure, value, *at):
    return Measurement(learner=learner, measure=measure, value=value, at=at)


MEASURED = (
    measured("mark1", "accuracy", 0.5, ("flip_share", 0.1)),
    measured("mark1", "accuracy", 1.0, ("flip_share", 0)),
    measured("mark1", "accuracy", 0.25, ("flip_share", 0.1), ("wiper_v", 0.2)),
    measured("mark1", "p_a", 0.3),
    measured("modern", "accuracy", 0.75, ("flip_share", 0.1)),
)


def test_a_curve_holds_what_was_taken_at_its_condition_alone():
    assert curves(MEASURED, "accuracy", "flip_share") == {"mark1": {0.1: 0.5, 0.0: 1.0}, "modern": {0.1: 0.75}}
    assert curves(MEASURED, "accuracy", "wiper_v") == {}


def test_values_are_those_without_a_condition():
    assert values(MEASURED, "p_a") == {"mark1": 0.3}
    assert values(MEASURED, "accuracy") == {}


def test_a_row_is_in_the_order_of_its_conditions():
    assert row({0.5: 0.1, 0.0: 1.0, 0.2: 0.334}) == "100%, 33% and 10%"
    assert conditions({0.5: 0.1, 0.005: 1.0, 0.0: 0.334}) == "0%, 0.5% and 50%"


def test_a_row_of_one_value_only_is_told_once():
    assert row({0.0: 1.0, 0.2: 1.0, 0.5: 1.0}) == "100%"


def test_a_curve_reaches_to_where_it_first_falls_below():
    assert reach({0.0: 1.0, 0.1: 0.5, 0.2: 0.49, 0.3: 0.9}, 0.5) == 0.1
    assert reach({0.0: 0.4, 0.1: 0.9}, 0.5) is None
    assert reach({}, 0.5) is None


def test_who_holds_out_equally_long_is_named_together():
    curve, weak, strong = {0.0: 1.0, 0.1: 0.6, 0.2: 0.2}, {0.05: 0.4}, {0.0: 1.0, 0.8: 0.5}
    declines = [
        ("mark1", "of it off", curve),
        ("modern", "of it off", curve),
        ("a-2", "of it cut", weak),
        ("b-3", "of it cut", strong),
    ]
    both = "Half of the images or more are still named by the Mark I and the network with up to 10% of it off"
    few = "Fewer than half are named by a-2 with 5% of it cut."
    assert held_out(declines[:2]) == f"{both}."
    assert held_out(declines[2:3]) == few
    assert held_out(declines) == f"{both} and by b-3 with up to 80% of it cut, the most that was tried. {few}"


def test_a_share_of_nothing_is_told_as_none():
    assert held_out([("modern", "of it off", {0.0: 0.7, 0.1: 0.2})]).endswith(
        "by the network only with none of it off."
    )
    assert held_out([("modern", "of it off", {0.0: 0.2, 0.1: 0.2})]).endswith(
        "by the network even with none of it off."
    )


def test_a_single_condition_is_no_range():
    assert held_out([("modern", "of it off", {0.3: 0.7})]).endswith("named by the network with 30% of it off.")
