"""The race of optimizers: one stream, one beginning, a lane for each."""

import numpy as np
import pytest

from modern import Tensor, cross_entropy
from perceptron_sim import Session
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.optimizer_race import USUAL_RATES, OptimizerRace
from perceptron_sim.experiments.registry import EXPERIMENTS
from perceptron_sim.network_spec import OPTIMIZERS, NetworkSpec


def test_it_is_registered():
    assert EXPERIMENTS["optimizer-race"] is OptimizerRace


def test_every_optimizer_has_a_usual_rate():
    assert list(USUAL_RATES) == list(OPTIMIZERS)


def test_all_lanes_begin_with_the_same_weights():
    first, *others = (learner.network.parameters.values for learner in Session(OptimizerRace()).learners)
    assert len(others) == 6
    assert all(np.array_equal(first, other) for other in others)


def test_each_optimizer_runs_at_each_rate():
    lanes = OptimizerRace(optimizers=("adam", "momentum"), rates=(0.01, 1e-5)).lanes()
    assert [lane.name for lane in lanes] == [
        "adam-rate-0.01",
        "adam-rate-1e-05",
        "momentum-rate-0.01",
        "momentum-rate-1e-05",
    ]
    assert [(lane.spec.optimizer, lane.spec.rate) for lane in lanes][1] == ("adam", 1e-5)


def test_the_mark_one_races_too_where_both_kinds_are_taught():
    assert [lane.name for lane in OptimizerRace(optimizers=("adam",), learners="both").lanes()] == ["adam", "mark1"]


def test_the_loss_is_the_mean_over_the_set():
    session = Session(OptimizerRace(optimizers=("adam",), passes=1))
    session.run()
    (measured,) = [one.value for one in session.measurements if dict(one.at) == {"set": "unseen"}]
    unseen = session.experiment.unseen
    logits = Tensor(session.modern.network.logits_of(unseen.images.reshape(26, -1)))
    assert measured == pytest.approx(cross_entropy(logits, unseen.labels).item())


def test_a_network_whose_numbers_overflow_is_said_to_have_no_loss():
    wild = NetworkSpec(hidden=(8, 8, 8), activation="linear")
    report = Session(OptimizerRace(optimizers=("gradient-descent",), rates=(1e9,), modern=wild, passes=2)).run()
    assert {one.measure for one in report.measurements} == {"diverged"}
    assert "The numbers of gradient-descent have overflowed: there is no loss any more." in report.sentences
    assert report.sentences[-1] == "Nobody came through a pass without an error."


def test_the_order_of_coming_in_is_told_with_the_passes():
    report = Session(OptimizerRace(optimizers=("adam", "rmsprop"), passes=20)).run()
    passes = {name: learner.errorless_pass for name, learner in report.learners.items()}
    first, second = sorted(passes, key=passes.get)
    assert passes[first] < passes[second]
    told = f"First came {first}, without an error in pass {passes[first]}, then {second} in pass {passes[second]}."
    assert report.sentences[-1] == told


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"learners": "mark1"}, "learners must be one of both, modern, got 'mark1'"),
        ({"optimizers": ()}, "optimizers must be one at least"),
        ({"optimizers": ("adam", "adam")}, "optimizers must be a list of different values, got 'adam' twice"),
        ({"optimizers": ("adm",)}, "optimizers must be a list, each one of adam"),
        ({"rates": (0.1, 0.0)}, "rates must be a list, each positive, got 0.0"),
        ({"rates": tuple(range(1, 11))}, "rates must be so few that with 7 optimizers there are less than 64 lanes"),
        ({"rates": (float("nan"),)}, "rates must be a list, each a finite number"),
    ],
)
def test_settings_that_make_no_sense_are_refused(settings, message):
    with pytest.raises(SettingError, match=message):
        OptimizerRace(**settings)
