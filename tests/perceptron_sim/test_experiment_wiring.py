"""The experiment `wiring`: each lane is wired as its name says, and theory stands beside what was drawn."""

import numpy as np
import pytest

from hardware import Mark1Spec, PlugboardSpec, Wiring
from perceptron_sim import Session
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.curves import curves, values
from perceptron_sim.experiments.wiring import Wirings


@pytest.fixture(scope="module")
def report():
    """One pass of four wirings, of which A-units are counted at 30 random pictures."""
    wirings = ("5/5/1", "10/0/4", "5/5/1/poisson", "3/2/1/local")
    return Session(Wirings(passes=1, wirings=wirings, lit_shares=(0.0, 0.3, 1.0), random_pictures=30)).run()


def test_a_lane_is_wired_as_its_name_says():
    *machines, network = Wirings(wirings=("10/4/2", "5/5/1/poisson", "3/0/0/local")).lanes()
    found = {
        x.name: (x.spec.plugboard.excitatory, x.spec.plugboard.inhibitory, x.spec.association.threshold)
        for x in machines
    }
    assert found == {
        "x10-y4-theta2": (10, 4, 2),
        "x5-y5-theta1-poisson": (5, 5, 1),
        "x3-y0-theta0-local": (3, 0, 0),
    }
    assert [str(x.spec.plugboard.family) for x in machines] == ["binomial", "poisson", "local"]
    assert all(str(x.spec.plugboard.family) in x.about for x in machines)
    assert network.name == "modern"


def test_a_wiring_without_a_generator_has_that_of_the_machine():
    machine = Wirings().mark1
    board = PlugboardSpec(family="local", local_sigma_cells=2.0)
    lane, *_ = Wirings(wirings=("4/4/1",), mark1=Mark1Spec(plugboard=board, response=machine.response)).lanes()
    assert (lane.name, str(lane.spec.plugboard.family)) == ("x4-y4-theta1", "local")
    assert lane.spec.plugboard.local_sigma_cells == 2.0


def test_the_drawn_wires_fire_as_often_as_p_a_says(report):
    drawn, theory = (curves(report.measurements, measure, "lit_share") for measure in ("firing_share", "p_a"))
    for name in ("x5-y5-theta1", "x10-y0-theta4", "x5-y5-theta1-poisson"):
        expected = theory[name][0.3]
        standard_error = np.sqrt(expected * (1 - expected) / 512)  # of one board, whatever it is shown
        assert abs(drawn[name][0.3] - expected) < 4 * standard_error


def test_in_the_dark_and_in_full_light_all_a_units_of_one_make_do_the_same(report):
    drawn, theory = (curves(report.measurements, measure, "lit_share") for measure in ("firing_share", "p_a"))
    for name, dark, light in (
        ("x5-y5-theta1", 0.0, 0.0),
        ("x10-y0-theta4", 0.0, 1.0),
        ("x3-y2-theta1-local", 0.0, 1.0),
    ):
        assert (drawn[name][0.0], drawn[name][1.0]) == (dark, light)
        if not name.endswith("local"):
            assert (theory[name][0.0], theory[name][1.0]) == (dark, light)


def test_of_local_wiring_no_formula_is_given(report):
    assert "x3-y2-theta1-local" not in values(report.measurements, "p_a")
    assert "x3-y2-theta1-local" in values(report.measurements, "firing_share")
    assert any("x3-y2-theta1-local (of local wiring P_a knows nothing) " in told for told in report.sentences)


def test_firing_at_what_is_taught_is_a_mean_over_it(report):
    experiment = Wirings(passes=1, wirings=("5/5/1",), lit_shares=(), learners="mark1")
    machine = Session(experiment).mark1.machine
    fires = [machine.association.fires(machine.pattern(image).closes).mean() for image in experiment.stimuli.images]
    assert values(report.measurements, "firing_share")["x5-y5-theta1"] == np.mean(fires)


def test_the_last_sentence_tells_which_firing_shares_went_with_learning():
    last = (
        Session(Wirings(passes=12, wirings=("5/5/1", "10/10/9"), lit_shares=(), learners="mark1")).run().sentences[-1]
    )
    assert last.startswith("Of 2 wirings 1 had a pass without an error, and there 35.52% of the A-units fire; ")
    assert last.endswith("; 1 had none, and there 0% of the A-units fire.")


@pytest.mark.parametrize("form", ["5/5", "5/5/1/2", "5/5/-1", "5/5/1/even", "05/5/1", "a/b/c", "5/5/1/", ""])
def test_what_is_no_wiring_is_refused(form):
    with pytest.raises(SettingError, match=r"^wirings must be a list, each as '5/5/1', or with /binomial, .*, got '"):
        Wirings(wirings=(form,))


@pytest.mark.parametrize(
    ("form", "why"),
    [("0/0/1", "excitatory must be positive"), ("20/20/1", "at most 16000"), ("300/200/1", "at most the 400 S-units")],
)
def test_a_wiring_that_no_board_takes_is_refused_with_the_reason(form, why):
    with pytest.raises(SettingError, match=rf"^wirings must give machines that can be built, got '{form}': .*{why}"):
        Wirings(wirings=("5/5/1", form))


def test_a_wiring_of_ones_own_has_no_place_among_those_that_are_drawn():
    machine = Session(Wirings(passes=1)).mark1.machine
    assert isinstance(machine.wiring, Wiring)
    with pytest.raises(SettingError, match=r"^wiring must be left out of wiring, which draws several, got one$"):
        Wirings(wiring=machine.wiring)


def test_thresholds_of_single_a_units_have_no_place_either():
    machine = Wirings().mark1
    spec = Mark1Spec(association=type(machine.association)(thresholds=(1,) * 512), response=machine.response)
    with pytest.raises(SettingError, match=r"^mark1.association.thresholds must be empty in wiring, .*, got"):
        Wirings(mark1=spec)
