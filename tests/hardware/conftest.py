"""A machine small enough to work out by hand: four cells, four A-units of one wire each, two R-units, no spread."""

from dataclasses import replace

import numpy as np
import pytest

from hardware import (
    AssociationSpec,
    Mark1,
    Mark1Spec,
    MotorSpec,
    PlugboardSpec,
    ResponseSpec,
    RetinaSpec,
    TimingSpec,
    Trainer,
    Wiring,
)


@pytest.fixture
def tiny_spec():
    """Four cells, four A-units, two R-units; every part is as its nominal value says."""
    return Mark1Spec(
        retina=RetinaSpec(rows=2, columns=2, cell_spread=0.0, gamma_spread=0.0, relay_spread=0.0),
        plugboard=PlugboardSpec(excitatory=1, inhibitory=0),
        association=AssociationSpec(units=4),
        motor=MotorSpec(speed_spread=0.0),
        response=ResponseSpec(units=2, in_use=2),
    )


@pytest.fixture
def straight():
    """Each cell feeds the A-unit of its number; A-units 0 and 1 are patched to R1, 2 and 3 to R2."""
    return Wiring(np.arange(4)[None, :], np.ones((1, 4), dtype=int), np.array([0, 0, 1, 1]))


@pytest.fixture
def build(env, tiny_spec, straight):
    """Build a tiny machine with its trainer; timings may be given."""

    def built(**timing_s):
        timing = replace(tiny_spec.timing, **timing_s) if timing_s else TimingSpec()
        return Trainer(Mark1(env, replace(tiny_spec, timing=timing), wiring=straight))

    return built


def run(trainer, exposing):
    """Let the clock run until an exposure has ended; return its record."""
    env = trainer.machine.env
    return env.run(until=env.process(exposing))


@pytest.fixture
def teach():
    """Teach one image its code, from beginning to end."""
    return lambda trainer, image, code: run(trainer, trainer.teach(image, code))


@pytest.fixture
def ask():
    """Ask for one image's code, from beginning to end."""
    return lambda trainer, image: run(trainer, trainer.ask(image))


@pytest.fixture
def light():
    """Return the (2, 2) image in which only the named cells are lit."""

    def lit(*cells):
        image = np.zeros(4)
        image[list(cells)] = 1.0
        return image.reshape(2, 2)

    return lit
