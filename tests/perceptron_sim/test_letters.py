"""The experiment `letters`: both machines learn the alphabet, seed by seed, and settings that cannot be are refused."""

import math
from dataclasses import replace

import numpy as np
import pytest

from perceptron_sim import Letters, Session, experiment, run
from perceptron_sim.board import wiring_of
from perceptron_sim.errors import SettingError
from perceptron_sim.network_spec import NetworkSpec


def test_both_machines_learn_the_alphabet_within_40_exposures_of_each_letter_with_ten_seeds(capsys):
    lines = []
    for seed in range(1, 11):
        report = run("letters", seed=seed)
        assert report.finished
        for name, learner in report.learners.items():
            assert learner.errorless_pass is not None, (seed, name)
            assert learner.errorless_pass <= 40
            shares = ", ".join(f"{face} {share:.0%}" for face, share in learner.accuracy.items())
            lines.append(f"seed {seed} {name:6} errorless in pass {learner.errorless_pass:2}: {shares}")
    with capsys.disabled():
        print("", *lines, sep="\n")


def test_it_stops_at_the_limit_of_passes():
    session = Session(Letters(seed=1, passes=1))
    assert [result.number for result in session.passes()] == [1]
    assert session.finished
    assert session.exposures == 26


def test_it_stops_after_the_first_pass_without_an_error_of_either():
    *before, last = Session(Letters(seed=1)).passes()
    assert not any(last.errors.values())
    assert all(any(result.errors.values()) for result in before)


def test_a_letter_code_uses_five_r_units():
    letters = Letters()
    assert letters.mark1.response.in_use == 5
    assert not letters.codes[:, 5:].any()
    assert letters.codes.shape == (26, 8)


def test_the_five_r_units_share_the_512_a_units_evenly():
    snapshot = Session(Letters()).snapshot()
    assert sorted((snapshot.assignment == unit).sum() for unit in range(5)) == [102, 102, 102, 103, 103]


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("seed", -1, "-1"),
        ("seed", True, "true"),
        ("seed", 1.0, "1.0"),
        ("seed", "1", "'1'"),
        ("passes", 0, "0"),
        ("passes", math.nan, "nan"),
    ],
)
def test_a_setting_out_of_range_is_refused_by_name_rule_and_value(setting, value, told):
    with pytest.raises(SettingError, match=rf"^{setting} must be a whole number from \d to \d+, got {told}$"):
        Letters(**{setting: value})


def test_the_held_out_typeface_must_be_another_one():
    with pytest.raises(SettingError, match="held_out must be another typeface"):
        Letters(held_out="DejaVu Sans Bold")


def test_a_wiring_that_leaves_a_unit_of_the_code_without_a_units_is_refused():
    wiring = wiring_of(Letters())
    without = replace(wiring, assignment=np.where(wiring.assignment == 3, 0, wiring.assignment))
    with pytest.raises(SettingError, match=r"^wiring must patch A-units to each of R1 to R5, .*, got none for R4$"):
        Letters(wiring=without)


def test_an_unknown_typeface_is_refused_with_a_suggestion():
    with pytest.raises(SettingError, match="did you mean 'DejaVu Serif'"):
        Session(Letters(face="Dejavu Serf"))


@pytest.mark.parametrize("name", ["lettres", "", "LETTERS"])
def test_an_unknown_experiment_is_refused(name):
    with pytest.raises(
        SettingError,
        match=r"^experiment must be one of letters, .* or a file that ends in \.toml or the folder of a run, got ",
    ):
        experiment(name, seed=1)


@pytest.mark.parametrize("name", ["leters", "LETTERS"])
def test_the_nearest_experiment_is_suggested(name):
    with pytest.raises(SettingError, match="did you mean 'letters'"):
        experiment(name, seed=1)


@pytest.mark.parametrize("hidden", [(0,), (-3,), (1.5,), (True,)])
def test_a_network_has_layers_of_positive_whole_width(hidden):
    with pytest.raises(
        SettingError, match=r"NetworkSpec\.hidden must be a list, each a whole number of at least 1, got"
    ):
        NetworkSpec(hidden=hidden)


@pytest.mark.parametrize("rate", [0, -1.0, math.nan, math.inf, True, "fast"])
def test_a_rate_is_positive_and_finite(rate):
    with pytest.raises(SettingError, match=r"NetworkSpec\.rate must be (positive|a finite number), got"):
        NetworkSpec(rate=rate)


def test_an_unknown_activation_is_refused():
    with pytest.raises(
        SettingError, match=r"^NetworkSpec\.activation must be one of .*, got 'rleu'; did you mean 'relu'"
    ):
        NetworkSpec(activation="rleu")


def test_a_network_has_weights_that_memory_can_hold():
    with pytest.raises(SettingError, match=r"^NetworkSpec must need at most 10000000 weights, got 427000000026$"):
        Letters(modern=NetworkSpec(hidden=(10**9,)))


@pytest.mark.parametrize("hidden", [(), (16, 8)])
def test_a_network_may_have_any_number_of_hidden_layers(hidden):
    session = Session(Letters(modern=NetworkSpec(hidden=hidden), passes=1))
    assert session.run().learners["modern"].exposures == 26
    assert session.snapshot().network.hidden.shape == hidden[:1] or hidden == ()
