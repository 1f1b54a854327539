"""The experiment `exposure-too-short`: a lane for each time, and what relays have not followed is not read."""

from dataclasses import replace

import pytest

from perceptron_sim import Session
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.exposure_too_short import MEASURES, ExposureTooShort


@pytest.fixture(scope="module")
def report():
    """Machines read before any relay, between A-units and lamps, and long after all, after one pass."""
    return Session(ExposureTooShort(passes=1, exposures_s=(0.01, 0.045, 2.0), learners="mark1")).run()


def measured(report, name):
    return {one.measure: one.value for one in report.measurements if one.learner == name}


def test_each_machine_has_its_exposure_and_is_like_the_first_otherwise():
    experiment = ExposureTooShort(exposures_s=(0.02, 0.5))
    *machines, network = experiment.lanes()
    assert [(x.name, x.spec.timing.exposure_s) for x in machines] == [("mark1-0.02-s", 0.02), ("mark1-0.5-s", 0.5)]
    assert all(replace(x.spec, timing=experiment.mark1.timing) == experiment.mark1 for x in machines)
    assert network.name == "modern"


def test_before_any_relay_closes_no_a_unit_fires_and_no_lamp_lights(report):
    found = measured(report, "mark1-0.01-s")
    assert found["firing_share_as_read"] == 0.0
    assert found["accuracy_as_read"] == 0.0
    assert found["firing_share_settled"] > 0.3


def test_a_unit_may_fire_already_while_its_lamp_still_shows_the_dark(report):
    found = measured(report, "mark1-0.045-s")
    assert found["firing_share_as_read"] > 0.99 * found["firing_share_settled"]
    assert found["accuracy_as_read"] == 0.0
    assert found["lamps_settled_share"] < 1.0


def test_a_long_exposure_is_read_as_it_settles(report):
    found = measured(report, "mark1-2-s")
    assert found["accuracy_as_read"] == found["accuracy_settled"] == report.learners["mark1-2-s"].accuracy["taught"]
    assert found["firing_share_as_read"] == found["firing_share_settled"]
    assert found["lamps_settled_share"] == 1.0


def test_every_value_is_taken_at_its_exposure(report):
    assert {one.measure for one in report.measurements} == set(MEASURES)
    assert {one.at for one in report.measurements} == {(("exposure_s", time_s),) for time_s in (0.01, 0.045, 2.0)}


def test_the_last_sentence_tells_from_when_on_lamps_are_settled(report):
    assert "a long exposure would make them show: all of them after 2 s; none" in report.sentences[-1]
    assert report.sentences[-1].endswith("of them after 0.045 s or less.")


def test_exposures_that_are_all_long_or_all_short_are_told_so():
    told = [
        Session(ExposureTooShort(passes=1, exposures_s=(time_s,), learners="mark1")).run().sentences[-1]
        for time_s in (2.0, 0.045)
    ]
    assert told[0].endswith("would make them show: all of them after 2 s.")
    assert "would make them show: none of them after 0.045 s." in told[1]


@pytest.mark.parametrize("time_s", [0.0, -1.0, 1e4, float("inf")])
def test_a_time_out_of_range_is_refused(time_s):
    with pytest.raises(
        SettingError, match=r"^exposures_s must be a list, each a finite number from 0.001 to 1000.0, got"
    ):
        ExposureTooShort(exposures_s=(time_s,))
