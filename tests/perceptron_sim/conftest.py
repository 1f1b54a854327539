"""What the tests of the application share: short experiments and clocks that are wound by hand."""

import dataclasses

import numpy as np
import pytest

from perceptron_sim import Letters


class HandClock:
    """A wall clock that goes on by *step_s* whenever somebody looks."""

    def __init__(self, step_s=0.0):
        self.now_s, self.step_s = 0.0, step_s

    def __call__(self):
        self.now_s += self.step_s
        return self.now_s


@pytest.fixture(scope="session")
def hand_clock():
    """Makes clocks that go on by so many seconds at every look."""
    return HandClock


@pytest.fixture
def two_passes():
    """The alphabet twice: 52 exposures, too few for either learner."""
    return Letters(seed=1, passes=2)


def _comparable(value):
    if dataclasses.is_dataclass(value):
        fields = {x.name: getattr(value, x.name) for x in dataclasses.fields(value) if x.name != "wall_s"}
        return {name: _comparable(field) for name, field in fields.items()}
    if isinstance(value, np.ndarray):
        return (value.dtype.str, value.shape, value.tobytes())
    if isinstance(value, dict):
        return {name: _comparable(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return tuple(map(_comparable, value))
    return value


@pytest.fixture(scope="session")
def comparable():
    """Turns records into plain values that == compares to the bit, what the computer took left out."""
    return _comparable
