"""What the tests of the bench share: a bench so small that it takes no time, and the whole one, measured once."""

import pytest

from perceptron_sim.reproduction import FULL, BenchSize, reproduce
from perceptron_sim.reproduction.bench import row_of
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
def small(tiny, claims_of):
    """R57's Table 1 tried out on two seeds: some rows agree, others differ and are varied."""
    return reproduce(tiny, claims=claims_of("table-1"), workers=1)


@pytest.fixture(scope="session")
def squares(claims_of):
    """The row of the 704's hundred squares, as if two seeds had given these shares."""
    claim = next(claim for claim in claims_of("704-left-right") if claim.figure.name == "after 100")
    return row_of(claim, {"704-left-right": [{"after 100": 0.975}, {"after 100": 0.985}]})


@pytest.fixture(scope="session")
def closed_forms(nothing):
    """All rows, only closed forms worked out."""
    return reproduce(nothing, workers=1)


@pytest.fixture(scope="session")
def whole():
    """The full bench."""
    return reproduce(FULL)
