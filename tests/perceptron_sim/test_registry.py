"""The experiments by name: each is found under its own, and loaded when it is asked for."""

import pytest

from perceptron_sim.errors import SettingError
from perceptron_sim.experiments import EXPERIMENTS, Experiment
from perceptron_sim.experiments.registry import kind_of


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_experiment_is_found_under_its_own_name(name):
    kind = EXPERIMENTS[name]
    assert issubclass(kind, Experiment)
    assert kind.name == name
    assert kind_of(name) is kind
    assert kind.title


def test_there_are_as_many_as_are_counted():
    assert len(EXPERIMENTS) == len(set(EXPERIMENTS)) == len(set(EXPERIMENTS.values()))
    assert "lettres" not in EXPERIMENTS
    assert None not in EXPERIMENTS


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("lettres", "experiment must be one of letters, .* or a file, got 'lettres'; did you mean 'letters'?"),
        ("", "experiment must be one of letters, .* or a file, got ''"),
        ("x" * 999, f"experiment must be one of letters, .* or a file, got '{'x' * 60}...'"),
        (None, "experiment must be one of letters, .* or a file, got None"),
        (["letters"], r"experiment must be one of letters, .* or a file, got \['letters'\]"),
    ],
)
def test_what_is_no_name_is_refused_and_a_near_one_suggested(given, sentence):
    with pytest.raises(SettingError, match=sentence.replace("?", r"\?").replace("...'", r"\.\.\.'")):
        kind_of(given, " or a file")
