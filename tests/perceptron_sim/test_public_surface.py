"""What a script may count on: the names of perceptron_sim, loaded when they are used."""

import dataclasses

import pytest

import perceptron_sim
from perceptron_sim import errors
from perceptron_sim.learner import Trial

ERRORS = {
    "SettingError": ValueError,
    "StimulusError": ValueError,
    "AssetError": RuntimeError,
    "InputError": OSError,
    "OutputError": OSError,
    "DisplayError": RuntimeError,
}


def test_the_public_names_are_these():
    assert perceptron_sim.__all__ == ["Experiment", "Letters", "Report", "Session", "__version__", "experiment", "run"]


@pytest.mark.parametrize("name", perceptron_sim.__all__)
def test_every_public_name_is_there(name):
    assert getattr(perceptron_sim, name)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'Sesion'"):
        perceptron_sim.Sesion  # noqa: B018


@pytest.mark.parametrize("name", ERRORS)
def test_every_error_is_rooted_and_a_builtin_too(name):
    kind = getattr(errors, name)
    assert issubclass(kind, errors.SimulatorError)
    assert issubclass(kind, ERRORS[name])


def test_run_refuses_an_unknown_experiment():
    with pytest.raises(
        errors.SettingError, match=r"experiment must be one of letters, .*, got 'lettres'; did you mean 'letters'\?$"
    ):
        perceptron_sim.run("lettres")


@pytest.mark.parametrize("given", [3, None, b"letters"])
def test_run_refuses_what_is_no_name_in_a_sentence(given):
    with pytest.raises(errors.SettingError, match=r"^experiment must be one of letters, .* or a file .*, got ."):
        perceptron_sim.run(given)


def test_a_trial_is_a_frozen_record():
    trial = Trial(learner="mark1", exposure=1, label=0, answer=None, ended_s=1.0)
    with pytest.raises(dataclasses.FrozenInstanceError):
        trial.label = 1
