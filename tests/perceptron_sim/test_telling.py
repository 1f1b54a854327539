"""Measurements and passes in words."""

from types import SimpleNamespace

from perceptron_sim.experiments.measurement import Measurement
from perceptron_sim.experiments.telling import curves, held_out, passes_in_a_row, percent, reach, row, values


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


def test_a_percentage_is_as_long_as_it_has_to_be():
    assert [percent(share) for share in (0.0, 0.005, 0.125, 0.33333, 1.0)] == ["0%", "0.5%", "12.5%", "33.33%", "100%"]


def test_a_row_is_in_the_order_of_its_conditions():
    assert row({0.5: 0.1, 0.0: 1.0, 0.2: 0.334}) == "100%, 33% and 10%"


def test_a_curve_reaches_to_where_it_first_falls_below():
    assert reach({0.0: 1.0, 0.1: 0.5, 0.2: 0.49, 0.3: 0.9}, 0.5) == 0.1
    assert reach({0.0: 0.4, 0.1: 0.9}, 0.5) is None
    assert reach({}, 0.5) is None


def test_who_holds_out_equally_long_is_named_together():
    curve, weak = {0.0: 1.0, 0.1: 0.6, 0.2: 0.2}, {0.05: 0.4}
    declines = [("mark1", "of it off", curve), ("modern", "of it off", curve), ("other", "of it cut", weak)]
    assert held_out(declines[:2]) == "Half or more was named by the Mark I and the network with up to 10% of it off."
    assert held_out(declines).endswith("; less than half was named by other already with 5% of it cut.")
    assert held_out(declines[2:]) == "Less than half was named by other already with 5% of it cut."


def test_passes_are_told_first_come_first_and_the_others_counted():
    learners = {
        name: SimpleNamespace(errorless_pass=number)
        for name, number in (("mark1", 11), ("slow", None), ("modern", 8), ("slower", None))
    }
    told = "The first pass without an error: the network 8 and the Mark I 11; none within 40: 2 others."
    assert passes_in_a_row(learners, 40) == told
    assert passes_in_a_row({"slow": learners["slow"]}, 40) == "No learner had a pass without an error within 40."
    assert passes_in_a_row({"mark1": learners["mark1"]}, 40) == "The first pass without an error: the Mark I 11."
    assert passes_in_a_row({"mark1": learners["mark1"]}, 40, str.upper).endswith("MARK1 11.")
