"""The transplant: weights trained the modern way on the potentiometers, rounded and clipped, and back in a network."""

import numpy as np
import pytest
import simpy

from hardware import (
    UNASSIGNED,
    AssociationSpec,
    CutWire,
    Mark1,
    Mark1Spec,
    PlugboardSpec,
    PotentiometerSpec,
    ResponseSpec,
    ScheduledFault,
    WiringFamily,
    checkpoint,
)
from perceptron_sim import Session
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.machine_as_network import network_of
from perceptron_sim.experiments.output_weights import Turned, logistic_weights, sums
from perceptron_sim.experiments.registry import EXPERIMENTS
from perceptron_sim.experiments.transplant import Transplant
from perceptron_sim.experiments.transplant_bench import Bench

SHORT = {"passes": 2, "learners": "mark1", "epochs": 60, "turns": (0.002, 1.0, 30.0)}


@pytest.fixture(scope="module")
def session():
    """A short run to its end."""
    ended = Session(Transplant(**SHORT))
    ended.run()
    return ended


def figures(session):
    """Every value by measure and conditions, in their order."""
    return {(one.measure, *dict(one.at).values()): one.value for one in session.measurements}


def test_it_is_registered():
    assert EXPERIMENTS["transplant"] is Transplant


def test_logistic_weights_answer_what_can_be_separated_and_leave_other_r_units_alone(rng):
    fires, assignment = rng.random((12, 40)) < 0.4, np.repeat([0, 2, UNASSIGNED], [20, 15, 5])
    wanted = rng.random((12, 3)) < 0.5
    weights = logistic_weights(fires, wanted, assignment, 300, rng)
    lit = sums(fires, weights, assignment, 3) > 0
    assert (lit[:, [0, 2]] == wanted[:, [0, 2]]).all()
    assert not lit[:, 1].any()
    assert not weights[35:].any()


def test_sums_are_of_the_a_units_that_fire_and_are_patched():
    fires = np.array([[True, True, False, True], [False, True, True, True]])
    found = sums(fires, np.array([1.0, 2.0, 4.0, 8.0]), np.array([0, 1, 1, UNASSIGNED]), 2)
    assert found.tolist() == [[1.0, 2.0], [0.0, 6.0]]


def test_weights_are_turned_to_windings_and_held_by_stops():
    pot = PotentiometerSpec(travel_deg=300.0, step_deg=10.0)
    turned = Turned.to(np.array([1.0, -0.5, 0.01, 0.0]), 2.0, pot)
    assert turned.meant_deg.tolist() == [300.0, -150.0, 3.0, 0.0]
    assert turned.steps.tolist() == [30.0, -15.0, 0.0, 0.0]
    assert turned.stopped_deg.tolist() == [150.0, -150.0, 3.0, 0.0]
    assert turned.stopped_steps.tolist() == [15.0, -15.0, 0.3, 0.0]
    assert turned.at_stop_share == 0.25
    assert turned.lost_in_the_middle_share == 0.25


def test_weights_that_are_all_zero_are_turned_nowhere():
    assert not Turned.to(np.zeros(3), 30.0, PotentiometerSpec()).meant_deg.any()


@pytest.mark.parametrize("threshold", [-2, 1, 3])
@pytest.mark.parametrize("family", list(WiringFamily))
def test_a_network_of_the_same_wires_and_windings_lights_the_same_lamps(threshold, family, rng):
    spec = Mark1Spec(
        plugboard=PlugboardSpec(family=family, replacement=True),
        association=AssociationSpec(threshold=threshold),
        response=ResponseSpec(in_use=5, threshold_v=0.5),
    )
    machine = Mark1(simpy.Environment(), spec, seed=3)
    machine.set_angles(rng.uniform(-150, 150, 512))
    images = (rng.random((40, 20, 20)) < rng.random((40, 1, 1))).astype(np.float32)
    lamps = np.stack([machine.settled_answer(machine.pattern(image)) for image in images])
    assert ((network_of(machine).logits_of(images.reshape(40, -1)) > 0) == lamps)[:, :5].all()
    assert lamps[:, :5].any()


def test_the_machine_stays_as_it_was_to_the_bit(session):
    trainer = session.mark1.trainer
    before = checkpoint(trainer)
    again = list(session.experiment.measure(session))
    assert checkpoint(trainer) == before
    assert again == list(session.measurements)


def test_windings_and_stops_cost_what_setting_a_machine_by_hand_costs(session):
    found, learner = figures(session), session.mark1
    experiment = session.experiment
    bench = Bench(learner, experiment.examination())
    weights = bench.trained(experiment.epochs, np.random.default_rng(0))
    by_hand = Mark1(simpy.Environment(), learner.machine.spec, seed=experiment.seed)
    for turn in experiment.turns:
        angles = np.clip(weights / np.abs(weights).max() * turn * 150.0, -150.0, 150.0)
        by_hand.set_angles(angles)
        for name, stimuli in experiment.examination().items():
            lamps = [by_hand.settled_answer(by_hand.pattern(image)) for image in stimuli.images]
            right = [
                learner.meaning(tuple(one.astype(int))) == label
                for one, label in zip(lamps, stimuli.labels, strict=True)
            ]
            assert found["accuracy_pots", turn, name] == pytest.approx(np.mean(right))
        assert found["at_stop_share", turn] == np.mean(np.abs(weights) * turn > np.abs(weights).max())


def test_rounding_alone_counts_far_below_the_stop_and_clipping_alone_far_beyond_it(session):
    found = figures(session)
    for name in ("taught", "unseen"):
        exact = found["accuracy_float", name]
        assert found["accuracy_stops", 0.002, name] == exact
        assert found["accuracy_windings", 0.002, name] == found["accuracy_pots", 0.002, name]
        assert found["accuracy_windings", 30.0, name] == exact
        assert found["accuracy_stops", 30.0, name] == found["accuracy_pots", 30.0, name]
    assert found["accuracy_float", "taught"] == found["accuracy_pots", 1.0, "taught"] == 1.0
    assert found["accuracy_pots", 0.002, "taught"] < 1.0
    assert found["lost_in_the_middle_share", 0.002] > 0.3 > found["lost_in_the_middle_share", 1.0]
    assert found["at_stop_share", 30.0] > 0.5 > found["at_stop_share", 1.0] == 0.0


def test_its_own_values_name_what_the_report_says(session):
    report, found = session.report(), figures(session)
    for name, share in report.learners["mark1"].accuracy.items():
        assert found["accuracy_own", name] == pytest.approx(share)


def test_back_in_a_network_all_answers_are_those_of_the_machine(session):
    found = figures(session)
    for turn in session.experiment.turns:
        assert found["same_lamps_share", turn] == 1.0
        assert found["accuracy_network", turn, "unseen"] == found["accuracy_pots", turn, "unseen"]
    assert session.report().sentences[-1].endswith("windings lights the same lamps at 100% of all images.")


def test_what_is_broken_is_not_taken_over_into_the_network():
    faults = tuple(ScheduledFault(at_s=0.1, fault=CutWire(a_unit, row=0)) for a_unit in range(80))
    session = Session(Transplant(**{**SHORT, "turns": (1.0,), "passes": 1}, faults=faults))
    session.run()
    assert figures(session)["same_lamps_share", 1.0] < 1.0


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"learners": "modern"}, "learners must be one of both, mark1, got 'modern'"),
        ({"turns": ()}, "turns must be one number at least"),
        ({"turns": (1.0, 1.0)}, "turns must be a list of different values, got 1.0 twice"),
        ({"turns": (0.0,)}, "turns must be a list, each a finite number from 1e-06"),
        ({"epochs": 0}, "epochs must be a whole number from 1"),
    ],
)
def test_settings_that_make_no_sense_are_refused(settings, message):
    with pytest.raises(SettingError, match=message):
        Transplant(**settings)
