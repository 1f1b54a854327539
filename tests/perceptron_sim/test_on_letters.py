"""Experiments that are made on letters unless pictures are given: what they have in common."""

import pytest

from perceptron_sim import Session
from perceptron_sim.errors import SettingError
from perceptron_sim.experiments import EXPERIMENTS
from perceptron_sim.experiments.on_letters import OnLetters

NAMES = [name for name, kind in EXPERIMENTS.items() if issubclass(kind, OnLetters)]


@pytest.mark.parametrize("name", NAMES)
def test_a_run_that_was_stopped_reports_what_it_has_and_measured_nothing(name):
    session = Session(EXPERIMENTS[name](passes=3))
    next(session.trials())
    report = session.report()
    assert not report.finished
    assert report.measurements == ()
    assert report.sentences[-1].endswith(".")


@pytest.mark.parametrize("name", NAMES)
def test_a_typeface_is_not_taught_and_unseen_at_once(name):
    with pytest.raises(SettingError, match=r"^held_out must be another typeface than face, got 'Liberation Sans'$"):
        EXPERIMENTS[name](face="Liberation Sans")


@pytest.mark.parametrize("name", NAMES)
def test_the_typefaces_of_the_settings_are_taught_and_held_out(name):
    experiment = EXPERIMENTS[name](face="Liberation Sans", held_out="DejaVu Sans Bold")
    assert (experiment.stimuli.name, experiment.unseen.name) == (
        "letters in Liberation Sans",
        "letters in DejaVu Sans Bold",
    )
