"""What the tests of session files share: a small machine, and a session of it in which much was done."""

from dataclasses import replace

import numpy as np
import pytest

from hardware import AssociationSpec, FailureSpec, StuckMotor
from perceptron_sim import Letters, Session
from perceptron_sim import operations as hand
from perceptron_sim.commands import NewSeed
from perceptron_sim.network_spec import NetworkSpec
from perceptron_sim.session_file import save
from perceptron_sim.sign import Sign


@pytest.fixture(scope="session")
def small():
    """The letters on a machine of 24 A-units that fails now and then, beside a network of four units."""
    machine = replace(Letters().mark1, association=AssociationSpec(units=24))
    failing = FailureSpec(lamp_life_h=0.2, repair_h=0.01)
    return Letters(seed=2, passes=9, mark1=machine, modern=NetworkSpec(hidden=(4,), batch=3), failures=failing)


@pytest.fixture(scope="session")
def much_done(small):
    """A session of two seeds, with signs, faults, a self-test, and a future that is known: it has gone back."""
    session, rng = Session(small), np.random.default_rng(5)
    signs = [Sign.of(rng.random((20, 20)) < 0.2) for _ in range(3)]
    session.apply(hand.Show(signs[0], 3))
    session.advance(5.0, budget_s=1e9)
    session.apply(NewSeed(7))
    session.apply(hand.Show(signs[1], 4))
    session.apply(hand.Break(StuckMotor(3), 2.0, 70.0))
    session.apply(hand.RunSelfTest())
    session.apply(hand.Show(signs[2]))
    for _ in range(90):
        session.advance_exposure()
    session.apply(hand.SwitchCells((1, 2), -1))
    session.apply(hand.Transplant(hand.Direction.TO_NETWORK))
    for _ in range(5):
        session.advance_exposure()
    session.go_back(80)
    session.advance(0.4, budget_s=1e9)
    return session


@pytest.fixture(scope="session")
def kept(much_done, tmp_path_factory):
    """The file of that session."""
    path = tmp_path_factory.mktemp("kept") / "much.session.json"
    save(much_done, path)
    return path
