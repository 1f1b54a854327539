"""A run that was stopped before its end reports what there is: nothing has been measured yet."""

import pytest

from perceptron_sim import Session
from perceptron_sim.experiments.registry import EXPERIMENTS

MEASURING = ("parity", "connectedness", "xor", "galaxies", "translation", "optimizer-race", "transplant")


@pytest.mark.parametrize("name", MEASURING)
def test_a_stopped_run_says_how_far_the_learners_are(name):
    session = Session(EXPERIMENTS[name](passes=2))
    next(session.trials())
    report = session.report()
    assert not report.finished
    assert report.measurements == ()
    assert report.sentences[-1].endswith(".")
    assert any("taught" in sentence for sentence in report.sentences)
