"""The experiment `noise`: flipped cells cost what they cost, noise comes to those lanes that are said to have it."""

from dataclasses import replace

import pytest

from perceptron_sim import Session
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments.curves import curves, values
from perceptron_sim.experiments.noise import Noise


@pytest.fixture(scope="module")
def short():
    """Three passes with one noisy machine of each kind, examined twice, as a session that has ended."""
    session = Session(Noise(passes=3, copies=2, flip_shares=(0.0, 1.0), wiper_v=(0.5,), amplifier_v=(1000.0,)))
    session.run()
    return session


def accuracies(session):
    return curves(session.measurements, "accuracy", "flip_share")


def test_each_noisy_machine_has_its_noise_and_is_like_the_first_otherwise():
    usual, *noisy, network = Noise(wiper_v=(0.1, 0.5), amplifier_v=(2.0,)).lanes()
    found = [(x.name, x.spec.noise.wiper_v, x.spec.noise.amplifier_v) for x in noisy]
    assert found == [
        ("mark1-wiper-0.1-v", 0.1, 0.0),
        ("mark1-wiper-0.5-v", 0.5, 0.0),
        ("mark1-amplifier-2-v", 0.0, 2.0),
    ]
    assert all(replace(x.spec, noise=usual.spec.noise) == usual.spec for x in noisy)
    assert all("assumed" in x.about for x in noisy)
    assert (usual.name, network.name) == ("mark1", "modern")


def test_noise_that_the_machine_has_anyway_is_kept_beside_that_of_a_lane():
    machine = Noise().mark1
    machine = replace(machine, noise=replace(machine.noise, amplifier_v=0.25))
    lanes = {lane.name: lane.spec for lane in Noise(mark1=machine, wiper_v=(0.5,), amplifier_v=()).lanes()}
    assert lanes["mark1-wiper-0.5-v"].noise.wiper_v == 0.5
    assert lanes["mark1-wiper-0.5-v"].noise.amplifier_v == 0.25


def test_pictures_without_a_flipped_cell_are_named_as_the_taught_ones(short):
    report = short.report()
    for name, curve in accuracies(short).items():
        assert curve[0.0] == report.learners[name].accuracy["taught"]


def test_pictures_with_all_cells_flipped_are_the_negatives(short):
    taught = short.experiment.stimuli
    for learner in short.learners:
        right = learner.classify(1 - taught.images) == taught.labels
        assert accuracies(short)[learner.name][1.0] == right.mean()


def test_a_machine_without_noise_answers_as_long_exposures_end():
    session = Session(Noise(passes=3, copies=1, wiper_v=(), amplifier_v=(), flip_shares=(0.0,), learners="mark1"))
    spoilt, asked_about = (one.value for one in session.run().measurements)
    assert spoilt == asked_about


def test_noise_far_beyond_what_wipers_give_leaves_all_five_lamps_to_chance(short):
    asked_about = values(short.measurements, "accuracy_with_the_noise_of_its_own")
    assert list(asked_about) == ["mark1", "mark1-wiper-0.5-v", "mark1-amplifier-1000-v"]
    assert asked_about["mark1-amplifier-1000-v"] < 4 / 32 < asked_about["mark1"]


def test_copies_are_spoilt_anew():
    settings = {"passes": 1, "flip_shares": (0.3,), "learners": "modern"}
    once, twice = (Session(Noise(copies=copies, **settings)).run().measurements[0].value for copies in (1, 2))
    assert twice * 52 == pytest.approx(round(twice * 52))
    assert twice != once


@pytest.mark.parametrize("name", ["flip_shares", "wiper_v", "amplifier_v"])
def test_a_level_that_is_given_twice_is_refused(name):
    with pytest.raises(SettingError, match=rf"^{name} must be a list of different values, got 0.5 twice$"):
        Noise(**{name: (0.5, 0.1, 0.5)})


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan"), "half"])
def test_a_share_that_is_none_is_refused(share):
    with pytest.raises(SettingError, match=r"^flip_shares must be a list, each a finite number from 0.0 to 1.0, got"):
        Noise(flip_shares=(share,))
