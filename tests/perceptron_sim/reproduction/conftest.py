"""What the tests of the bench share: a bench so small that it takes no time, and the whole one, measured once."""

import pytest

from perceptron_sim.reproduction import FULL, BenchSize, reproduce
from perceptron_sim.reproduction.groups import CLAIMS


@pytest.fixture(scope="session")
def tiny():
    """Two seeds of everything, one changed value of each parameter after the other on two seeds."""
    return BenchSize(machines=2, slow=2, wirings=2, large=0, varied=2)


@pytest.fixture(scope="session")
def nothing():
    """No seeds at all: only closed forms have figures."""
    return BenchSize(machines=0, slow=0, wirings=0, large=0, varied=0)


@pytest.fixture(scope="session")
def claims_of():
    """The claims that rest on any of these measures."""
    return lambda *measures: [claim for claim in CLAIMS if claim.figure and claim.figure.measure in measures]


@pytest.fixture(scope="session")
def squares(tiny, claims_of):
    """A small bench of the squares on the 704: some rows agree, at least one differs."""
    return reproduce(tiny, claims=claims_of("704-left-right"), workers=1)


@pytest.fixture(scope="session")
def closed_forms(nothing):
    """All rows, only closed forms worked out."""
    return reproduce(nothing, workers=1)


@pytest.fixture(scope="session")
def whole():
    """The full bench."""
    return reproduce(FULL)
