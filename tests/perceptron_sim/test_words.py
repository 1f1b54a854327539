"""Shares, names and passes in words."""

from types import SimpleNamespace

import pytest

from perceptron_sim.experiments.words import (
    counted,
    named_rightly,
    opening,
    passes_in_a_row,
    percent,
    set_in_words,
)


def test_a_percentage_is_as_long_as_it_has_to_be():
    told = ["0%", "0.5%", "12.5%", "33.33%", "100%"]
    assert [percent(share, 2) for share in (0.0, 0.005, 0.125, 0.33333, 1.0)] == told
    assert [percent(share) for share in (0.125, 0.126, 0.5, 1.0)] == ["12%", "13%", "50%", "100%"]


@pytest.mark.parametrize(("share", "told"), [(0.9972, "99.7%"), (0.004, "0.4%"), (0.99996, "99.996%"), (1.0, "100%")])
def test_all_is_said_of_all_only_and_none_of_none(share, told):
    assert percent(share) == told


def test_the_name_of_a_lane_stays_as_it_is_where_a_sentence_begins_with_it():
    assert [opening(lane) for lane in ("mark1", "modern", "mark1-0.5-v", "adam")] == [
        "The Mark I",
        "The network",
        "mark1-0.5-v",
        "adam",
    ]


def test_numbers_agree_with_what_is_counted():
    assert [counted(number, "pass", "passes") for number in (0, 1, 1040)] == ["0 passes", "1 pass", "1,040 passes"]
    assert counted(2, "image") == "2 images"


def test_what_is_named_is_said_once():
    assert named_rightly({"mark1": 0.5}, "the 26 images") == "the Mark I rightly names 50% of the 26 images"
    assert named_rightly({"mark1": 0.5, "a-2": 0.254, "modern": 1.0}, "them", 1) == (
        "the Mark I rightly names 50% of them, a-2 25.4% and the network 100%"
    )


def test_a_set_is_called_what_it_is():
    assert set_in_words("unseen", 26) == "the 26 unseen images"
    assert set_in_words("taught", 1) == "the 1 taught image"
    assert set_in_words("DejaVu Sans", 26) == "the 26 images of DejaVu Sans"


def test_passes_are_told_first_come_first_and_the_others_counted():
    learners = {
        name: SimpleNamespace(errorless_pass=number)
        for name, number in (("mark1", 11), ("slow", None), ("modern", 8), ("a-2", 11), ("slower", None))
    }
    assert passes_in_a_row(learners, 40) == (
        "The first pass without an error was number 8 for the network, 11 for a-2 and the Mark I; "
        "2 others had none within 40 passes."
    )
    assert passes_in_a_row({"slow": learners["slow"]}, 1) == "No learner had a pass without an error within 1 pass."
    told = "The first pass without an error was number 11 for"
    assert passes_in_a_row({"mark1": learners["mark1"]}, 40) == f"{told} the Mark I."
    assert passes_in_a_row({"mark1": learners["mark1"]}, 40, str.upper) == f"{told} MARK1."
