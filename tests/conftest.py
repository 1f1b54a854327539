"""What all tests share: windows that show nothing, repeatable examples, the dice and the clock."""

import os
import signal

import hypothesis
import numpy as np
import pytest
import simpy

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

collect_ignore = ["benchmarks"]  # scripts that measure: `make bench` runs them

hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=50)
hypothesis.settings.load_profile("repeatable")


@pytest.fixture
def rng():
    """Dice, the same in every run."""
    return np.random.default_rng(1960)


@pytest.fixture
def env():
    """A clock at zero."""
    return simpy.Environment()


@pytest.fixture(scope="session", autouse=True)
def ctrl_c_interrupts():
    """Let SIGINT interrupt as it does at a terminal, also where the tests were started with it ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
