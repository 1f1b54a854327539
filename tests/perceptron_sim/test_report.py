"""What a run came to: the words are made of the figures, the JSON has the documented keys, the digest is exact."""

import dataclasses
import json

import pytest

from perceptron_sim import Letters, Session
from perceptron_sim.digest import RecordDigest
from perceptron_sim.experiments.letters import REASON
from perceptron_sim.learner import Trial

MARK1_KEYS = {"simulated_s", "motor_s", "turned_deg", "relay_operations", "bits_right"}
MODERN_KEYS = {"multiply_adds", "wall_s"}
SHARED_KEYS = {"kind", "about", "exposures", "errors", "errorless_pass", "accuracy", "energy_j"}
TRIAL = Trial(learner="mark1", exposure=1, label=2, answer=3, ended_s=1.1, wall_s=0.5)


@pytest.fixture(scope="module")
def learned():
    """The whole experiment."""
    return Session(Letters(seed=1)).run()


@pytest.fixture(scope="module")
def stopped():
    """The same, stopped after one pass."""
    session = Session(Letters(seed=1))
    next(session.passes())
    return session.report()


def test_the_json_has_the_documented_keys_and_no_others(learned):
    described = learned.as_dict()
    keys = {"experiment", "seed", "digest", "finished", "learners", "measurements", "faults", "sentences"}
    assert set(described) == keys
    assert set(described["learners"]) == {"mark1", "modern"}
    assert set(described["learners"]["mark1"]) == SHARED_KEYS | MARK1_KEYS
    assert set(described["learners"]["modern"]) == SHARED_KEYS | MODERN_KEYS


def test_the_json_is_json(learned):
    assert json.loads(json.dumps(learned.as_dict(), allow_nan=False)) == learned.as_dict()


def test_a_learner_that_never_was_errorless_says_null(stopped):
    described = stopped.as_dict()
    assert [x["errorless_pass"] for x in described["learners"].values()] == [None, None]
    assert not described["finished"]


def test_accuracy_is_given_for_every_typeface_the_taught_one_first(learned):
    for learner in learned.learners.values():
        faces = list(learner.accuracy)
        assert faces[0] == "DejaVu Sans Bold"
        assert set(faces) == set(Letters().examination())
        assert all(0 <= share <= 1 for share in learner.accuracy.values())


def test_a_learner_without_an_error_names_every_letter_taught(learned):
    assert all(learner.accuracy["DejaVu Sans Bold"] == 1 for learner in learned.learners.values())


def test_a_letter_needs_all_its_bits(learned):
    mark1 = learned.learners["mark1"]
    assert all(mark1.accuracy[face] <= mark1.bits_right[face] for face in mark1.accuracy)


def test_costs_are_those_of_the_trials():
    experiment = Letters(seed=2, passes=1)
    trials = list(Session(experiment).trials())
    report = Session(experiment).run()
    mark1, modern = report.learners["mark1"], report.learners["modern"]
    assert mark1.simulated_s == pytest.approx(sum(old.simulated_s for old, _ in trials))
    assert mark1.motor_s == pytest.approx(sum(old.motor_s for old, _ in trials))
    assert mark1.relay_operations == sum(old.relay_operations for old, _ in trials)
    assert modern.multiply_adds == sum(new.multiply_adds for _, new in trials)
    assert mark1.errors == sum(not old.right for old, _ in trials)


def test_the_words_hold_the_figures(learned):
    words = " ".join(learned.sentences)
    unseen = [face for face in learned.learners["mark1"].accuracy if face != "DejaVu Sans Bold"]
    for name, who in (("mark1", "The Mark I"), ("modern", "The network")):
        learner = learned.learners[name]
        assert f"{who} answered all 26 images (letters in DejaVu Sans Bold) without an error in pass" in words
        assert f"pass {learner.errorless_pass}, after {learner.errorless_pass - 1} exposures of each." in words
        assert f"{sum(learner.accuracy[face] for face in unseen) / len(unseen):.0%}" in words
    bits = learned.learners["mark1"].bits_right
    assert f"{sum(bits[face] for face in unseen) / len(unseen):.0%} of the cases" in words
    assert "40 exposures of each letter (documented, DCN60)" in words


def test_the_reason_is_given_only_where_the_machine_has_learned(learned, stopped):
    assert REASON in " ".join(learned.sentences)
    assert REASON not in " ".join(stopped.sentences)


def test_the_words_of_a_stopped_run_say_that_nothing_is_learned_yet(stopped):
    words = " ".join(stopped.sentences)
    assert "The Mark I had no pass without an error in 26 exposures" in words
    assert "The network had no pass without an error in 26 exposures" in words


def test_a_report_before_the_first_exposure_is_possible():
    report = Session(Letters(seed=1)).report()
    assert report.learners["mark1"].exposures == 0
    assert not report.finished


def digest_of(*trials):
    digest = RecordDigest()
    for trial in trials:
        digest.add_trial(trial)
    return digest.hexdigest()


def test_the_digest_leaves_out_what_the_computer_took():
    assert digest_of(TRIAL) == digest_of(dataclasses.replace(TRIAL, wall_s=99.0))


@pytest.mark.parametrize("name", [x.name for x in dataclasses.fields(Trial) if x.name != "wall_s"])
def test_the_digest_changes_with_every_other_field(name):
    other = "modern" if name == "learner" else 1e-300 if name == "turned_deg" else 7
    assert digest_of(TRIAL) != digest_of(dataclasses.replace(TRIAL, **{name: other}))


def test_the_digest_depends_on_the_order_of_the_records():
    second = dataclasses.replace(TRIAL, exposure=2)
    assert digest_of(TRIAL, second) != digest_of(second, TRIAL)


def test_the_digest_is_a_sha256_in_hexadecimal(learned):
    assert len(learned.digest) == 64
    assert int(learned.digest, 16) >= 0
