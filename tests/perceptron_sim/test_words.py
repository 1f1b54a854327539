"""Shares, names and passes in words."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from perceptron_sim.experiments.exposure_too_short import ExposureTooShort
from perceptron_sim.experiments.sizes import Sizes
from perceptron_sim.experiments.words import (
    counted,
    counterfactual_in_words,
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
    assert named_rightly({"mark1": 0.5}, "the 260", 260) == "the Mark I rightly names 50% of the 260"
    assert named_rightly({"mark1": 0.5, "a-2": 0.254, "modern": 1.0}, "them", 500, digits=1) == (
        "the Mark I rightly names 50% of them, a-2 25.4% and the network 100%"
    )


def test_few_images_are_counted_since_a_percentage_of_them_would_say_too_much():
    told = "the Mark I rightly names 3 of the 26 letters, the network 26"
    assert named_rightly({"mark1": 3 / 26, "modern": 1.0}, "the 26 letters", 26) == told


def test_a_set_is_called_what_it_is():
    assert set_in_words("unseen", 26) == "the 26 unseen images"
    assert set_in_words("taught", 1) == "the 1 taught image"
    assert set_in_words("DejaVu Sans", 26) == "the 26 images of DejaVu Sans"


def machine(**differences):
    """The machine of `exposure-too-short`, its association system or retina otherwise."""
    usual = ExposureTooShort().mark1
    return replace(usual, association=replace(usual.association, **differences))


def test_all_machines_of_a_run_are_called_counterfactuals_whatever_their_lanes_are_called():
    experiment = ExposureTooShort(exposures_s=(0.1, 0.5), mark1=machine(units=300))
    told = "All machines here are counterfactuals: association.units 300 in place of 512."
    assert counterfactual_in_words(experiment) == (told,)
    (told,) = counterfactual_in_words(ExposureTooShort(exposures_s=(0.5,), mark1=machine(units=300)))
    assert told == "mark1-0.5-s is a counterfactual: association.units 300 in place of 512."
    assert counterfactual_in_words(ExposureTooShort()) == ()


def test_a_machine_of_the_lanes_is_called_a_counterfactual_by_itself():
    first, second = counterfactual_in_words(Sizes(a_units=(100, 4000)))
    assert first == "mark1-100-a-units is a counterfactual: association.units 100 in place of 512."
    assert second.startswith("mark1-4000-a-units is a counterfactual: plugboard.wires_per_s_unit 4000 in place of 40")


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
